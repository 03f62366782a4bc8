import Observation
import PayungCore

/// Everybody on this phone: drafts and registrations, page by page.
@Observable @MainActor
public final class PeopleModel {
    public struct Shown: ScreenState {
        public let drafts: [DraftLine]
        public let registrations: [RegistrationView]
        /// There is a next page.
        public let more: Bool

        public init(_ drafts: [DraftLine] = [], _ registrations: [RegistrationView] = [], more: Bool = false) {
            (self.drafts, self.registrations, self.more) = (drafts, registrations, more)
        }
    }

    public private(set) var state = Loaded<Shown>.loading

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) {
        (self.core, self.words) = (core, words)
    }

    /// From the beginning.
    public func refresh() async { await load(after: Shown()) }

    /// The next page.
    public func more() async {
        if let shown = state.content, shown.more { await load(after: shown) }
    }

    public func discard(_ draft: String) async {
        do {
            _ = try await core.call { try $0.drafts.discard(draft: draft) }
            await refresh()
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    private func load(after shown: Shown) async {
        state = await core.load(words) {
            let next = try $0.drafts.page(skip: UInt32(shown.drafts.count))
            let further = try $0.registrations.page(before: shown.registrations.last?.registration)
            return Shown(
                shown.drafts + next.drafts, shown.registrations + further.registrations, more: next.more || further.more)
        }
    }
}

extension PeopleModel.Shown {
    public enum Kind: CaseIterable, Sendable { case empty, list }

    public var kind: Kind { drafts.isEmpty && registrations.isEmpty ? .empty : .list }

    public func reading(_ words: Words) -> [Reading] {
        (kind == .empty ? [Reading(words(.noPeople))] : [])
            + drafts.map { Reading($0.name.isEmpty ? $0.line : $0.name.reveal(), value: $0.line, .button) }
            + registrations.map { Reading($0.receipt, value: $0.words, .button) }
            + (more ? [Reading(words(.more), .button)] : []) + [Reading(words(.otherPerson), .button)]
    }
}
