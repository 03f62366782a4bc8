import Observation
import PayungCore

/// The app as a whole: opened or not, in front or behind, where it is, what a link asked for.
@Observable @MainActor
public final class AppModel {
    public enum State: ScreenState {
        case opening
        /// The phone was not unlocked since it started: nothing is damaged, and nothing can be read yet.
        case waitingForUnlock
        case open
        case failed(Problem)
    }

    public private(set) var state = State.opening
    public var navigation = Navigation()
    /// What is drawn over everything while the app is not in front, so that the app switcher shows no answer.
    public private(set) var covered = false
    /// Why a link was not followed, until it was read.
    public var linkProblem: String?
    /// The last report of a sync; the background is planned by it.
    public private(set) var report: SyncReport?

    public let core: Core
    public let words: Words
    public let changes: Changes
    public let welcome: WelcomeModel
    private let host: String
    private let protectedData: @MainActor @Sendable () -> Bool
    private var syncing = false

    /// `protectedData` says whether the files of the app can be read at this moment; `host` is the site of its links.
    public init(
        core: Core, words: Words, changes: Changes, host: String, protectedData: @escaping @MainActor @Sendable () -> Bool
    ) {
        (self.core, self.words, self.changes, self.host, self.protectedData) = (core, words, changes, host, protectedData)
        welcome = WelcomeModel(core: core, words: words)
    }

    /// Opens the core, unless the phone is locked: then nothing is touched, and this is called again when it was unlocked.
    public func open() async {
        guard protectedData() else {
            state = .waitingForUnlock
            return
        }
        do {
            _ = try await core.call { try $0.payung.home() }
            state = .open
            await welcome.refresh()
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    /// The app comes to the front.
    public func activate() async {
        covered = false
        if state == .open { await welcome.unlock() } else { await open() }
        await sync()
    }

    /// The app is about to leave the front: the switcher takes its picture now.
    public func cover() { covered = true }

    /// The app is behind: the data key leaves memory, and what is ready still goes.
    public func leave() async {
        covered = true
        guard state == .open else { return }
        try? await core.call { $0.payung.lock() }
    }

    /// The network is another one.
    public func network(_ network: Network) async {
        guard state == .open else { return }
        try? await core.call { $0.connection.network(network: network) }
        if network != .none { await sync() }
    }

    /// Sends and asks for news, once at a time. What fails is said on the screen of the registration, and tried again.
    public func sync() async {
        guard state == .open, !syncing else { return }
        syncing = true
        defer { syncing = false }
        report = (try? await core.sync()) ?? report
    }

    /// Follows a link or a notification.
    public func open(link: String) {
        do {
            let link = try DeepLink(link, host: host)
            navigation.open(link)
            if case .referral(let code) = link { welcome.welcome(code) }
        } catch {
            linkProblem = words(error == .notOurs ? .linkNotOurs : .linkUnknown)
        }
    }
}

extension AppModel.State {
    public enum Kind: CaseIterable, Sendable { case opening, waitingForUnlock, open, failed }

    public var kind: Kind {
        switch self {
        case .opening: .opening
        case .waitingForUnlock: .waitingForUnlock
        case .open: .open
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .opening: [Reading(words(.waiting))]
        case .waitingForUnlock: [Reading(words(.waitingForUnlock))]
        case .open: []
        case .failed(let problem): problem.reading(words)
        }
    }
}
