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
    public private(set) var linkProblem: String?
    /// True until it was read: an alert takes it away.
    public var linkRefused: Bool {
        get { linkProblem != nil }
        set { if !newValue { linkProblem = nil } }
    }
    /// The last report of a sync; the background is planned by it.
    public private(set) var report: SyncReport?

    public let core: Core
    public let words: Words
    public let changes: Changes
    public let welcome: WelcomeModel
    /// The language of all words; the app keeps it.
    public private(set) var language: Language
    /// Counts what changed in the background: screens that show it ask again.
    public private(set) var news = 0
    private let host: String
    private let protectedData: @MainActor @Sendable () -> Bool
    private var syncing = false

    /// `protectedData` says whether the files of the app can be read at this moment; `host` is the site of its links.
    public init(
        core: Core, words: Words, changes: Changes, language: Language = .id, host: String,
        protectedData: @escaping @MainActor @Sendable () -> Bool
    ) {
        (self.core, self.words, self.changes, self.host, self.protectedData) = (core, words, changes, host, protectedData)
        self.language = language
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

    /// Follows what the core says changed, for as long as the app runs.
    public func follow() async {
        for await _ in changes.stream {
            news += 1
            await welcome.refresh()
        }
    }

    /// The other language. The shell's own words look it up where the app keeps it.
    public func changeLanguage() async {
        language = language == .id ? .en : .id
        await welcome.choose(language)
    }

    /// Plans what the core wants to remind of, for every registration.
    public func remind(_ model: RemindersModel) async {
        await model.plan((try? await core.call { try $0.reminders(days: 90) }) ?? [])
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
