import Observation
import PayungCore

/// What it costs, before anybody registers. Its answers go along into the form.
@Observable @MainActor
public final class CalculatorModel {
    public enum State: ScreenState {
        case loading
        /// Questions are open.
        case asking(CalculatorView)
        /// The price is known.
        case priced(CalculatorView, QuoteView)
        case failed(Problem)
    }

    public private(set) var state = State.loading
    public private(set) var answers: [String: String] = [:]
    public private(set) var found: [String: ChoicesView] = [:]

    private let core: Core
    private let words: Words
    /// What is searched for at the moment, for each question.
    private var searched: [String: String] = [:]

    public init(core: Core, words: Words) {
        (self.core, self.words) = (core, words)
    }

    public func refresh() async {
        let typed = typed
        do {
            let view = try await core.call { try $0.lookup.calculator(form: "bpu", answers: typed) }
            // While this was asked, something else may have been typed.
            guard typed == self.typed else { return }
            state = view.quote.map { .priced(view, $0) } ?? .asking(view)
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    /// Another answer; the empty one takes it away.
    public func answer(_ question: String, _ text: String) async {
        answers[question] = text.isEmpty ? nil : text
        (found[question], searched[question]) = (nil, nil)
        await refresh()
    }

    /// Ticks or unticks one of several.
    public func toggle(_ line: CalculatorLine, _ option: ChoiceView) async {
        guard !option.fixed else { return }
        let options = line.field.options
        let now = Set(options.filter(\.chosen).map(\.id)).symmetricDifference([option.id])
        await answer(line.question, options.map(\.id).filter(now.contains).joined(separator: ","))
    }

    public func search(_ question: String, _ text: String) async {
        guard !text.isEmpty else {
            (found[question], searched[question]) = (nil, nil)
            return
        }
        searched[question] = text
        do {
            let choices = try await core.call {
                try $0.lookup.choices(form: "bpu", question: question, search: text, limit: 8)
            }
            // Meanwhile the field may have been emptied, an option chosen, or something else be searched for.
            if searched[question] == text { found[question] = choices }
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    /// On into the form, with these answers.
    public func register() async -> Route? {
        let typed = typed
        do {
            return .draft(try await core.call { try $0.drafts.startWith(form: "bpu", answers: typed).draft })
        } catch {
            state = .failed(Problem(error, words))
            return nil
        }
    }

    private var typed: [Typed] {
        answers.sorted { $0.key < $1.key }.map { Typed(question: $0.key, text: Secret($0.value)) }
    }
}

extension CalculatorModel.State {
    public enum Kind: CaseIterable, Sendable { case loading, asking, priced, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .asking: .asking
        case .priced: .priced
        case .failed: .failed
        }
    }

    /// The questions, whether the price is known or not.
    public var lines: [CalculatorLine] {
        switch self {
        case .asking(let view), .priced(let view, _): view.asked
        case .loading, .failed: []
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .asking(let view): asked(view, words)
        case .priced(let view, let quote):
            asked(view, words) + [Reading(quote.months, value: quote.total)] + quote.reasons.map { Reading($0) }
                + [Reading(words(.register), .button)]
        }
    }

    private func asked(_ view: CalculatorView, _ words: Words) -> [Reading] {
        view.asked.flatMap { line in
            [Reading(line.title, .header)] + line.field.options.map { Reading.option($0, words) }
                + Reading.said(problems: line.problems, warnings: line.warnings, understood: line.understood, words)
        }
    }
}
