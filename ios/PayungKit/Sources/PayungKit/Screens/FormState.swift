import PayungCore

extension FormModel {
    /// What "Dengarkan" reads: the core's text, which never holds an answer.
    public var spoken: String {
        [view?.step.spoken, view?.referral?.words].compactMap { $0 }.joined(separator: " ")
    }
}

extension FormModel.State {
    /// The state that a view is.
    public init(_ view: DraftView) {
        self =
            switch view.step.kind {
            case .question: .question(view)
            case .review: .review(view)
            case .ending: .ending(view)
            }
    }

    public enum Kind: CaseIterable, Sendable { case loading, question, review, ending, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .question: .question
        case .review: .review
        case .ending: .ending
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .question(let view), .review(let view), .ending(let view): step(view, words)
        }
    }

    private func step(_ view: DraftView, _ words: Words) -> [Reading] {
        let step = view.step
        let asked = view.corrections.map { Reading($0.words.reveal()) }
        let texts = [step.help, step.example].filter { !$0.isEmpty }.map { Reading($0) }
        let said = Reading.said(problems: step.problems, warnings: step.warnings, understood: step.understood, words)
        let lines = step.groups.flatMap { group in
            (group.title.isEmpty ? [] : [Reading(group.title, .header)]) + group.lines.map { Reading.line($0, words) }
        }
        let buttons = [step.primary, step.skip].filter { !$0.isEmpty }.map { Reading($0, .button) }
        return [Reading.umbrella(step.progress, words)] + asked + [Reading(step.title, .header)] + texts
            + step.shown.map { Reading($0.reveal()) } + step.field.options.map { Reading.option($0, words) } + said + lines
            + Reading.referral(view.referral) + buttons
    }
}

extension Field {
    /// The options of a field that has any.
    public var options: [ChoiceView] {
        switch self {
        case .choice(let options), .search(let options, _, _), .confirm(let options), .several(let options),
            .yesNo(let options):
            options
        case .none, .text, .digits, .date, .money, .photo, .consent, .note: []
        }
    }
}
