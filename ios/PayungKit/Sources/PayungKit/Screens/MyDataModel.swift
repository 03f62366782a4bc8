import Observation
import PayungCore

/// What is stored, who receives it, and deleting all of it from this phone.
@Observable @MainActor
public final class MyDataModel {
    public enum State: ScreenState {
        case loading
        case shown(AboutView)
        /// Everything of Payung on this phone is deleted.
        case wiped
        case failed(Problem)
    }

    public private(set) var state = State.loading

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) {
        (self.core, self.words) = (core, words)
    }

    public func refresh() async {
        do {
            state = .shown(try await core.call { $0.payung.about() })
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    /// After a question back. Keys go first, so that what a kill leaves behind cannot be read.
    public func wipe() async {
        do {
            try await core.call { try $0.payung.wipe() }
            await core.close()
            state = .wiped
        } catch {
            state = .failed(Problem(error, words))
        }
    }
}

extension MyDataModel.State {
    public enum Kind: CaseIterable, Sendable { case loading, shown, wiped, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .shown: .shown
        case .wiped: .wiped
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .wiped: [Reading(words(.wiped))]
        case .shown(let about):
            [Reading(about.receiver, value: about.address), Reading(about.contact), Reading(words(.wipe), .button)]
        }
    }
}
