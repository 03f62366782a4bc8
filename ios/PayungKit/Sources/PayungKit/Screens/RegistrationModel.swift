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

    public let registration: String
    private let core: Core
    private let words: Words

    public init(_ registration: String, core: Core, words: Words) {
        (self.registration, self.core, self.words) = (registration, core, words)
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

    /// After a question back: the office deletes it.
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
            [Reading(view.words, .header), Reading(view.receipt)]
                + [view.next, view.problem, view.missingWords, view.reply?.reveal()].compactMap { $0 }.map { Reading($0) }
                + view.corrections.map { Reading($0.title, value: $0.words.reveal()) }
                + view.timeline.enumerated().map { index, line in
                    Reading.step(line, last: index == view.timeline.count - 1, words)
                } + actions.map { Reading(words($0), .button) }
        }
    }

    /// What can be done, the first of them with the large button.
    public var actions: [ShellText] {
        switch self {
        case .loading, .failed: []
        case .waiting(let view): (view.canSendNow ? [.sendNow] : [.tryAgain]) + [.takeBack, .withdraw]
        case .sent: [.shareReceipt, .withdraw]
        case .correction: [.correct, .withdraw]
        case .ended(let view): view.canComplete ? [.complete, .shareReceipt] : [.shareReceipt]
        }
    }
}
