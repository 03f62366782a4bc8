import Observation
import PayungCore

/// Everybody on this phone: drafts and registrations, page by page.
@Observable @MainActor
public final class PeopleModel {
    public enum State: ScreenState {
        case loading
        case empty
        case list([DraftLine], [RegistrationView], more: Bool)
        case failed(Problem)
    }

    public private(set) var state = State.loading

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) {
        (self.core, self.words) = (core, words)
    }

    /// From the beginning.
    public func refresh() async { await load(drafts: [], registrations: []) }

    /// The next page.
    public func more() async {
        guard case .list(let drafts, let registrations, true) = state else { return }
        await load(drafts: drafts, registrations: registrations)
    }

    public func discard(_ draft: String) async {
        do {
            _ = try await core.call { try $0.drafts.discard(draft: draft) }
            await refresh()
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    private func load(drafts: [DraftLine], registrations: [RegistrationView]) async {
        do {
            let skip = UInt32(drafts.count)
            let before = registrations.last?.registration
            let (next, further) = try await core.call {
                (try $0.drafts.page(skip: skip), try $0.registrations.page(before: before))
            }
            let (allDrafts, allRegistrations) = (drafts + next.drafts, registrations + further.registrations)
            let more = next.more || further.more
            state = allDrafts.isEmpty && allRegistrations.isEmpty ? .empty : .list(allDrafts, allRegistrations, more: more)
        } catch {
            state = .failed(Problem(error, words))
        }
    }
}

extension PeopleModel.State {
    public enum Kind: CaseIterable, Sendable { case loading, empty, list, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .empty: .empty
        case .list: .list
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .empty: [Reading(words(.noPeople)), Reading(words(.otherPerson), .button)]
        case .list(let drafts, let registrations, let more):
            drafts.map { Reading($0.name.isEmpty ? $0.line : $0.name.reveal(), value: $0.line, .button) }
                + registrations.map { Reading($0.receipt, value: $0.words, .button) }
                + (more ? [Reading(words(.more), .button)] : []) + [Reading(words(.otherPerson), .button)]
        }
    }
}
