import Foundation
import Observation
import PayungCore

/// The card of a member, to be shown to somebody who wants to see it. It needs no network. What may be said of it the core decides.
@Observable @MainActor
public final class CardModel {
    public struct Shown: ScreenState {
        public let card: CardView
        /// Its code; nil for what is no card to show.
        public let picture: CodePicture?

        public init(card: CardView, picture: CodePicture?) { (self.card, self.picture) = (card, picture) }
    }

    public private(set) var state = Loaded<Shown>.loading
    /// Why the picture was not kept; what is shown stays.
    public private(set) var problem: Problem?
    /// The picture is in the phone's photos.
    public private(set) var saved = false

    public let registration: String
    private let core: Core
    private let words: Words
    private let saver: any PictureSaver

    public init(_ registration: String, core: Core, words: Words, saver: any PictureSaver) {
        (self.registration, self.core, self.words, self.saver) = (registration, core, words, saver)
    }

    public func refresh() async {
        let (registration, words) = (registration, words)
        saved = false
        state = await core.load(words) {
            let card = try $0.cover.card(registration: registration)
            let picture = card.code.flatMap { CodePicture($0) }
            // A code in part is none.
            guard (card.code == nil) == (picture == nil) else { throw Problem(words: words(.tryLater), wayOn: .tryAgain) }
            return Shown(card: card, picture: picture)
        }
    }

    /// Into the phone's photos, to be printed or shown by somebody else.
    public func save() async {
        let registration = registration
        (saved, problem) = (false, nil)
        do {
            try await saver.save(try await core.call { try $0.cover.cardPng(registration: registration) })
            saved = true
        } catch {
            problem = (error as? PictureProblem)?.problem(words) ?? Problem(error, words)
        }
    }
}

extension CardModel.Shown {
    public enum Kind: CaseIterable, Sendable { case none, good, clockUnsure, notYet, over, refused }

    public var kind: Kind {
        switch card.phase {
        case .none: .none
        case .good: .good
        case .clockUnsure: .clockUnsure
        case .notYet: .notYet
        case .over: .over
        case .refused: .refused
        }
    }

    /// What "Dengarkan" reads; what is in the code nobody can hear.
    public var spoken: String { ([card.title] + card.lines).joined(separator: ". ") }

    public func reading(_ words: Words) -> [Reading] {
        let code = picture == nil ? [] : [Reading(words(.hearCode, words(.card)), .image), Reading(words(.saveCard), .button)]
        return [Reading(card.title, .header)] + card.lines.map { Reading($0) } + code
    }
}
