import Observation
import PayungCore

/// What is stored, who receives it, and deleting all of it from this phone.
@Observable @MainActor
public final class MyDataModel {
    public enum Shown: ScreenState {
        case stored(Stored)
        /// Everything of Payung on this phone is deleted.
        case wiped
    }

    /// What lies where, as far as the first page of each goes.
    public struct Stored: Equatable, Sendable {
        public let about: AboutView
        public let drafts: Int
        public let registrations: Int
        /// There are more than were counted.
        public let more: Bool
        public let bytesSent: UInt64

        public init(about: AboutView, drafts: Int, registrations: Int, more: Bool, bytesSent: UInt64) {
            (self.about, self.drafts, self.registrations) = (about, drafts, registrations)
            (self.more, self.bytesSent) = (more, bytesSent)
        }
    }

    public private(set) var state = Loaded<Shown>.loading

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) {
        (self.core, self.words) = (core, words)
    }

    public func refresh() async {
        state = await core.load(words) { core in
            let (drafts, sent) = (try core.drafts.page(skip: 0), try core.registrations.page(before: nil))
            return .stored(
                Stored(
                    about: core.payung.about(), drafts: drafts.drafts.count, registrations: sent.registrations.count,
                    more: drafts.more || sent.more, bytesSent: sent.registrations.reduce(0) { $0 + $1.bytesSent }))
        }
    }

    /// After a question back. Keys go first, so that what a kill leaves behind cannot be read.
    public func wipe() async {
        do {
            try await core.call { try $0.payung.wipe() }
            await core.close()
            state = .shown(.wiped)
        } catch {
            state = .failed(Problem(error, words))
        }
    }
}

extension MyDataModel.Shown {
    public enum Kind: CaseIterable, Sendable { case stored, wiped }

    public var kind: Kind { self == .wiped ? .wiped : .stored }

    /// What "Dengarkan" reads: no answer is among it.
    public func spoken(_ words: Words) -> String { reading(words).map(\.label).joined(separator: ". ") }

    public func reading(_ words: Words) -> [Reading] {
        guard case .stored(let stored) = self else { return [Reading(words(.wiped))] }
        return [Reading(words(.dataHere))] + stored.rows(words).map { Reading($0.label, value: $0.value) } + [
            Reading(words(.dataOffice, stored.about.receiver), value: stored.about.address), Reading(stored.about.contact),
            Reading(words(.dataRights)),
        ] + [.requests, .wipe].map { Reading(words($0), .button) }
    }
}

extension MyDataModel.Stored {
    /// How much is on this phone, and how much of the quota was used for sending.
    public func rows(_ words: Words) -> [(label: String, value: String)] {
        let plus = more ? "+" : ""
        return [
            (words(.begunHere), "\(drafts)\(plus)"), (words(.sentFromHere), "\(registrations)\(plus)"),
            (words(.dataUsed), DataUsed.words(bytesSent)),
        ]
    }
}
