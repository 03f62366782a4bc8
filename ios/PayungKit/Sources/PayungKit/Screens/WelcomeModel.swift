import Observation
import PayungCore

/// The first screen: what can be gone on with, what was sent, and who we are.
@Observable @MainActor
public final class WelcomeModel {
    public enum State: ScreenState {
        case loading
        /// Nothing was begun on this phone.
        case fresh(HomeView)
        /// Drafts or registrations are there.
        case used(HomeView)
        /// The key is not to be had: what the home shows without it, and the way on.
        case closed(HomeView, Problem)
        case failed(Problem)
    }

    public private(set) var state = State.loading
    /// Why the code of a link was not kept, in the core's words: where it would stand, until another one comes.
    public private(set) var refused: String?

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) {
        self.core = core
        self.words = words
    }

    /// Asks the core again.
    public func refresh() async {
        await show { try $0.payung.home() }
    }

    /// After the phone was unlocked.
    public func unlock() async {
        await show { try $0.payung.unlock() }
    }

    /// The worker agreed to begin anew, since the key is gone.
    public func startClean() async {
        await show { try $0.payung.startClean() }
    }

    /// Another language for all words.
    public func choose(_ language: Language) async {
        await show { try $0.payung.setLanguage(language: language) }
    }

    /// What waits for a network that costs nothing goes now, over the one there is.
    public func sendAllNow() async {
        await show { try $0.connection.sendAllNow() }
    }

    /// Begins a form, and says which screen shows it.
    public func register() async -> Route? { await begin("bpu") }

    /// Whoever pays for somebody need be no member: a form of its own.
    public func payForSomebody() async -> Route? { await begin("payer") }

    private func begin(_ form: String) async -> Route? {
        do {
            return .draft(try await core.call { try $0.drafts.start(form: form).draft })
        } catch {
            state = .failed(Problem(error, words))
            return nil
        }
    }

    /// The warnings that a draft ends were on screen. No draft is deleted without one that somebody saw, so this is called again when the
    /// app comes to the front.
    public func look(_ app: AppModel) async {
        guard app.isSeen, case .used(let home) = state else { return }
        for line in home.drafts where line.expires != nil {
            try? await core.call { try $0.drafts.seen(draft: line.draft) }
        }
    }

    /// A link names a code: the core keeps it for the next registration, or says why not.
    public func keep(_ text: String) async {
        do {
            refused = nil
            _ = try await core.call { try $0.payung.keepReferral(text: text) }
            await refresh()
        } catch PayungError.NotPossible(let words) {
            refused = words
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    /// The code goes nowhere.
    public func removeReferral() async {
        await show { core in
            try core.payung.removeReferral()
            return try core.payung.home()
        }
    }

    /// A code can be typed: nothing is ready yet, and none is kept.
    public var offersReferral: Bool { state.offersReferral }

    /// What the one button on top does, as the core says; none where something new is begun.
    public var first: (route: Route, label: ShellText)? {
        guard case .used(let home) = state else { return nil }
        return switch home.next {
        case .correct(let registration): (.registration(registration), .correct)
        case .pay(let bill): (.bill(bill), .pay)
        case .resume(let draft): (.draft(draft), .resume)
        case .register, .registerOther: nil
        }
    }

    /// Nothing was sent from this phone: somebody may have lost another one, and have a code on paper.
    public var offersRecovery: Bool { state.offersRecovery }

    private func show(_ ask: @Sendable (CoreObjects) throws -> HomeView) async {
        do {
            let home = try await core.call(ask)
            state = State(home, words)
        } catch {
            state = .failed(Problem(error, words))
        }
    }
}

extension WelcomeModel.State {
    /// The state that a home is.
    public init(_ home: HomeView, _ words: Words) {
        // The home's own notices say in words what the matter with the key is.
        let said = { (way: WayOn) in Problem(words: home.notices.first ?? words(.tryLater), wayOn: way) }
        self =
            switch home.key {
            case .open where home.drafts.isEmpty && home.registrations.isEmpty: .fresh(home)
            case .open: .used(home)
            case .lockedNow, .wrongPassphrase: .closed(home, said(.unlock))
            case .gone: .closed(home, said(.startClean))
            case .broken: .closed(home, said(.tryAgain))
            }
    }

    public enum Kind: CaseIterable, Sendable { case loading, fresh, used, closed, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .fresh: .fresh
        case .used: .used
        case .closed: .closed
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .fresh(let home):
            said(home) + codes(home, words) + [Reading(words(.register), .button), Reading(words(.calculate), .button)]
        case .used(let home):
            said(home) + bill(home) + lines(home) + (home.delayed > 0 ? [Reading(words(.sendAllNow), .button)] : [])
                + codes(home, words) + [Reading(words(.otherPerson), .button)]
        case .closed(let home, let problem): said(home) + problem.reading(words) + lines(home)
        }
    }

    var offersRecovery: Bool {
        switch self {
        case .fresh(let home), .used(let home): home.canRecover
        case .loading, .closed, .failed: false
        }
    }

    var offersReferral: Bool {
        switch self {
        case .fresh(let home), .used(let home): home.canRefer
        case .loading, .closed, .failed: false
        }
    }

    /// What is kept of a poster, both kinds of codes that can be typed, and paying for somebody.
    private func codes(_ home: HomeView, _ words: Words) -> [Reading] {
        let places: [(Bool, ShellText)] = [
            (offersRecovery, .haveCode), (offersRecovery, .payForSomebody), (offersReferral, .haveReferral),
        ]
        return Reading.referral(home.referral) + places.filter(\.0).map { Reading(words($0.1), .button) }
    }

    private func said(_ home: HomeView) -> [Reading] {
        (home.notices + [home.lowest]).filter { !$0.isEmpty }.map { Reading($0) }
    }

    private func bill(_ home: HomeView) -> [Reading] { home.bill.map { [Reading($0.words, .button)] } ?? [] }

    private func lines(_ home: HomeView) -> [Reading] {
        home.drafts.map { Reading($0.name.isEmpty ? $0.line : $0.name.reveal(), value: $0.line, .button) }
            + home.registrations.map { Reading($0.receipt, value: $0.words, .button) }
    }
}
