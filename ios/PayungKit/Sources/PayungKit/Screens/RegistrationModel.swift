import Observation
import PayungCore

/// A registration with its timeline: where it stands, what the office asks for, what can be done.
@Observable @MainActor
public final class RegistrationModel {
    public enum State: ScreenState {
        case loading
        /// On this phone, waiting to go.
        case waiting(Shown)
        /// With the office.
        case sent(Shown)
        /// The office asks for a correction.
        case correction(Shown)
        /// Decided, withdrawn or erased.
        case ended(Shown)
        case failed(Problem)
    }

    /// What is on the screen: the core's view, and the umbrella.
    public struct Shown: Equatable, Sendable {
        public let view: RegistrationView
        /// The cover of its member; nil for a request, while something is to be mended, and while nobody knows.
        public let cover: CoverView?

        public init(_ view: RegistrationView, cover: CoverView? = nil) { (self.view, self.cover) = (view, cover) }
    }

    public private(set) var state = State.loading
    /// What the last call failed with; what was shown stays.
    public private(set) var problem: Problem?
    public private(set) var working = false
    /// The question before withdrawing, in the core's words, until it was answered.
    public private(set) var asked: AskView?
    /// True until it was answered: an alert takes it away.
    public var asking: Bool {
        get { asked != nil }
        set { if !newValue { asked = nil } }
    }

    public let registration: String
    private let core: Core
    private let words: Words
    private let notifier: (any Notifier)?

    /// `notifier` shows news on the lock screen, from which they are taken when this screen was seen.
    public init(_ registration: String, core: Core, words: Words, notifier: (any Notifier)? = nil) {
        (self.registration, self.core, self.words, self.notifier) = (registration, core, words, notifier)
    }

    public var shown: Shown? { state.shown }
    public var view: RegistrationView? { shown?.view }

    /// Asks the core again.
    public func refresh() async { await show { try $0.registrations.status(registration: $1) } }

    /// Over the network there is, also one that is paid by the byte.
    public func sendNow() async { await show { try $0.connection.sendNow(registration: $1) } }

    /// Withdrawing cannot be undone, so it is asked first.
    public func askToWithdraw() async {
        let registration = registration
        do {
            asked = try await core.call { try $0.registrations.askToWithdraw(registration: registration) }
        } catch {
            problem = Problem(error, words)
        }
    }

    /// After a yes: the office deletes it.
    public func withdraw() async { await show { try $0.registrations.withdraw(registration: $1) } }

    /// Sends, asks for news, and shows what came of it.
    public func sync() async {
        guard !working else { return }
        working = true
        do {
            try await core.call { try $0.connection.retryNow() }
            let report = try await core.sync()
            working = false
            await refresh()
            problem = report.problem.map { Problem(words: $0.words, wayOn: .tryAgain) }
        } catch {
            working = false
            problem = Problem(error, words)
        }
    }

    /// The questions that the office asks again.
    public func correct() async -> Route? { await draft { try $0.registrations.correct(registration: $1) } }

    /// Back to a form that has not gone yet.
    public func takeBack() async -> Route? { await draft { try $0.registrations.takeBack(registration: $1) } }

    /// The form that adds what a registration lacks.
    public func complete() async -> Route? { await draft { try $0.registrations.complete(registration: $1) } }

    /// What is shared: it says nothing about the person.
    public func receipt() async -> String? {
        let registration = registration
        do {
            return try await core.call { try $0.registrations.receipt(registration: registration) }
        } catch {
            problem = Problem(error, words)
            return nil
        }
    }

    /// The worker has seen here what a notification would say. What stands on a screen that nobody sees is no news to anybody, so this is
    /// called again when the app comes to the front.
    public func look(_ app: AppModel) async {
        guard app.isSeen, let view else { return }
        if let news = view.notification { try? await core.call { try $0.registrations.acknowledge(notification: news) } }
        // One that the system has taken counts as read, and lies on the lock screen still.
        await notifier?.clear([Reminder.news(of: registration)])
    }

    private func show(_ ask: @escaping @Sendable (CoreObjects, String) throws -> RegistrationView) async {
        let registration = registration
        do {
            let shown = try await core.call { Shown(try ask($0, registration), $0) }
            state = State(shown)
            problem = nil
        } catch {
            if view == nil { state = .failed(Problem(error, words)) } else { problem = Problem(error, words) }
        }
    }

    private func draft(_ ask: @escaping @Sendable (CoreObjects, String) throws -> DraftView) async -> Route? {
        let registration = registration
        do {
            return .draft(try await core.call { try ask($0, registration).draft })
        } catch {
            problem = Problem(error, words)
            return nil
        }
    }
}

extension RegistrationModel.Shown {
    /// With what belongs to it, as far as that can be known now: an umbrella that cannot keeps nobody from the rest.
    init(_ view: RegistrationView, _ core: CoreObjects) {
        // What is to be mended comes before the picture.
        let covered = view.isMembership && view.corrections.isEmpty
        self.init(view, cover: covered ? try? core.cover.of(registration: view.registration, on: nil) : nil)
    }
}

extension RegistrationModel.State {
    /// The state that a view is.
    public init(_ shown: RegistrationModel.Shown) {
        self =
            switch shown.view.state {
            case .draft, .ready, .sending, .parked: .waiting(shown)
            case .received: .sent(shown)
            case .needsCorrection: .correction(shown)
            case .accepted, .refused, .withdrawn, .erased: .ended(shown)
            }
    }

    /// What is on the screen, once it is there.
    public var shown: RegistrationModel.Shown? {
        switch self {
        case .waiting(let shown), .sent(let shown), .correction(let shown), .ended(let shown): shown
        case .loading, .failed: nil
        }
    }

    public enum Kind: CaseIterable, Sendable { case loading, waiting, sent, correction, ended, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .waiting: .waiting
        case .sent: .sent
        case .correction: .correction
        case .ended: .ended
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .waiting(let shown), .sent(let shown), .correction(let shown), .ended(let shown):
            said(shown, words) + actions.map { Reading(words($0), .button) }
        }
    }

    private func said(_ shown: RegistrationModel.Shown, _ words: Words) -> [Reading] {
        let view = shown.view
        var said = shown.cover.map { [Reading.umbrella($0, words)] } ?? []
        said += [Reading(view.words, .header), Reading(view.receipt)]
        said += [view.purposeWords].filter { !$0.isEmpty }.map { Reading($0) }
        said += [view.next, view.problem?.words, view.missingWords, view.reply?.reveal()].compactMap { $0 }.map { Reading($0) }
        said += view.corrections.map { Reading($0.title, value: $0.words.reveal()) }
        said += view.timeline.indices.map { shown.step($0, words) }
        said += view.path.map { Reading.step($0, words) }
        return said + [view.cover, view.bill?.words].compactMap { $0 }.map { Reading($0) }
    }

    /// What can be done, as the core says it. The first has the large button; the others stand above it, each once.
    public var actions: [ShellText] {
        guard let shown else { return [] }
        let first = shown.first
        return [first] + shown.view.others.map(\.label).filter { $0 != first }
    }
}

extension RegistrationAction {
    /// Its button.
    public var label: ShellText {
        switch self {
        case .takeBack: .takeBack
        case .showCover: .myCover
        case .showReceipts: .receipts
        case .showRequests: .requests
        case .showPayers: .payers
        case .showRecoveryCode: .recoveryCode
        case .complete: .complete
        case .shareReceipt: .shareReceipt
        case .withdraw: .withdraw
        }
    }
}

extension RegistrationModel.Shown {
    /// What the large button says, as the core chose it.
    public var first: ShellText {
        switch view.step {
        case .correct: .correct
        case .sendNow: .sendNow
        case .sync: .tryAgain
        case .pay: .pay
        case .showCover: .myCover
        case .showPayers: .payers
        case .goHome: .toHome
        }
    }

    /// Where it leads, where that is another screen.
    public var way: Route? {
        switch view.step {
        case .pay(let bill): .bill(bill)
        case .showCover: .cover(view.registration)
        case .showPayers(let registration): .payers(registration)
        case .correct, .sendNow, .sync, .goHome: nil
        }
    }

    /// One step of the timeline, and when it was.
    public func step(_ index: Int, _ words: Words) -> Reading {
        let last = index == view.timeline.count - 1
        return Reading.step(view.timeline[index], last: last, words)
    }
}
