import Foundation
import PayungCore

extension FormModel {
    /// What stands in a field, and the view in which it was entered.
    struct Entered: Equatable, Sendable {
        let draft: String
        let question: String
        let seq: UInt64
        let text: String
    }

    /// What a call brings to the screen.
    struct Drawn: Sendable {
        let view: DraftView
        /// The kept photo of a question for one. Without it the question can be answered all the same.
        let photo: Data?

        init(_ view: DraftView, _ core: CoreObjects) {
            self.view = view
            guard case .photo(let taken, _, _) = view.step.field, taken else {
                photo = nil
                return
            }
            photo = try? core.drafts.keptPhoto(draft: view.draft, question: view.step.id)
        }
    }

    /// What stands in the field and is no answer before the button: a text, or ticks. A yes or no is the answer itself.
    var entered: Entered? {
        guard let view else { return nil }
        switch view.step.field {
        case .text, .digits, .date, .money, .choice, .search, .several:
            return Entered(draft: view.draft, question: view.step.id, seq: view.seq, text: given(view.step))
        case .photo, .yesNo, .confirm, .consent, .note, .none: return nil
        }
    }

    func given(_ step: StepView) -> String {
        switch step.field {
        case .text, .digits, .date, .money: text
        case .choice, .search, .several: ticked.joined(separator: ",")
        case .consent, .note: "yes"
        // The empty answer keeps the photo.
        case .photo, .yesNo, .confirm, .none: ""
        }
    }

    var grouping: Grouping { view.map { Grouping($0.step) } ?? .none }
}

extension CoreObjects {
    /// Durable when this returns.
    func keep(_ entered: FormModel.Entered) throws -> Hints {
        try drafts.edit(draft: entered.draft, question: entered.question, text: Secret(entered.text), seq: entered.seq)
    }
}
