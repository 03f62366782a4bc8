import Observation
import PayungCore

/// A registration with its timeline: where it stands, what the office asks for, what can be done.
@Observable @MainActor
public final class RegistrationModel {
    public enum State: ScreenState {
        case loading
        /// On this phone, waiting to go.
        case waiting(RegistrationView)
        /// With the office.
        case sent(RegistrationView)
        /// The office asks for a correction.
        case correction(RegistrationView)
        /// Decided, withdrawn or erased.
        case ended(RegistrationView)
        case failed(Problem)
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

    public var view: RegistrationView? {
        switch state {
        case .waiting(let view), .sent(let view), .correction(let view), .ended(let view): view
        case .loading, .failed: nil
        }
    }

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
            problem = report.problem.map { Problem(words: $0, wayOn: .tryAgain) }
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
        return try? await core.call { try $0.registrations.receipt(registration: registration) }
    }

    private func show(_ ask: @escaping @Sendable (CoreObjects, String) throws -> RegistrationView) async {
        let registration = registration
        do {
            let view = try await core.call { try ask($0, registration) }
            state = State(view)
            problem = nil
            // The worker has seen here what a notification would say.
            if let news = view.notification { try? await core.call { try $0.registrations.acknowledge(notification: news) } }
            // One that the system has taken counts as read, and lies on the lock screen still.
            await notifier?.clear([Reminder.news(of: registration)])
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

extension RegistrationModel.State {
    /// The state that a view is.
    public init(_ view: RegistrationView) {
        self =
            switch view.state {
            case .draft, .ready, .sending, .parked: .waiting(view)
            case .received: .sent(view)
            case .needsCorrection: .correction(view)
            case .accepted, .refused, .withdrawn, .erased: .ended(view)
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
        case .waiting(let view), .sent(let view), .correction(let view), .ended(let view):
            said(view, words) + actions.map { Reading(words($0), .button) }
        }
    }

    private func said(_ view: RegistrationView, _ words: Words) -> [Reading] {
        var said = [Reading(view.words, .header), Reading(view.receipt)]
        said += [view.purposeWords].filter { !$0.isEmpty }.map { Reading($0) }
        said += [view.next, view.problem, view.missingWords, view.reply?.reveal()].compactMap { $0 }.map { Reading($0) }
        said += view.corrections.map { Reading($0.title, value: $0.words.reveal()) }
        let last = view.timeline.count - 1
        said += view.timeline.enumerated().map { Reading.step($0.element, last: $0.offset == last, words) }
        said += view.path.map { Reading.step($0, words) }
        return said + [view.cover, view.bill?.words].compactMap { $0 }.map { Reading($0) }
    }

    /// What can be done, the first of them with the large button.
    public var actions: [ShellText] {
        switch self {
        case .loading, .failed: []
        case .waiting(let view): (view.canSendNow ? [.sendNow] : [.tryAgain]) + [.takeBack] + office(view) + withdrawing(view)
        case .sent(let view): money(view) + office(view) + [.shareReceipt] + withdrawing(view)
        case .correction(let view): [.correct] + office(view) + withdrawing(view)
        case .ended(let view):
            (view.state == .accepted ? money(view) : []) + (view.canComplete ? [.complete] : []) + office(view) + [.shareReceipt]
        }
    }

    /// Paying comes first while there is a bill that can be paid. A request is about a registration and has no dues of its own.
    private func money(_ view: RegistrationView) -> [ShellText] {
        view.isRequest ? [] : (view.bill == nil ? [] : [.pay]) + [.myCover, .receipts]
    }

    /// What the office was asked for stands on the registration that it is about.
    /// So does who pays for whom, once the office can be asked to change it.
    private func office(_ view: RegistrationView) -> [ShellText] {
        view.isRequest ? [] : (view.canRequest ? [.payers] : []) + [.requests]
    }

    private func withdrawing(_ view: RegistrationView) -> [ShellText] { view.withdrawWanted ? [] : [.withdraw] }
}
