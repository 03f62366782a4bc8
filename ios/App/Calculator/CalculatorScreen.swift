import PayungCore
import PayungKit
import SwiftUI

/// What it costs, without registering. The answers go along.
struct CalculatorScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: CalculatorModel

    init(core: Core, words: Words) {
        _model = State(initialValue: CalculatorModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.calculator), spoken: model.state.lines.map(\.title).joined(separator: ". ")) {
            ForEach(model.state.lines, id: \.question) { line in
                CalculatorRow(line: line).environment(model)
            }
            switch model.state {
            case .priced(_, let quote): QuoteCard(quote: quote)
            case .failed(let problem): ProblemNotice(problem: problem) { Task { await model.refresh() } }
            case .loading: Waiting()
            case .asking: EmptyView()
            }
        } foot: {
            PrimaryButton(label: app.words(.register)) {
                Task { if let route = await model.register() { app.navigation.go(to: route) } }
            }
        }
        .task { await model.refresh() }
    }
}

/// One question of the calculator, beside the others.
struct CalculatorRow: View {
    @Environment(CalculatorModel.self) private var model
    @State private var text = ""
    let line: CalculatorLine

    var body: some View {
        Text(line.title).font(.headline).accessibilityAddTraits(.isHeader)
        if !line.help.isEmpty { Text(line.help).foregroundStyle(Tone.soft) }
        if isTyped {
            TextField("", text: $text)
                .font(.title2)
                .keyboardType(search ? .default : .numberPad)
                .padding(Space.medium)
                .background(Tone.card)
                .accessibilityLabel(line.title)
                .onChange(of: text) { old, new in typed(new, after: old) }
        }
        ForEach(model.found[line.question]?.options ?? line.field.options, id: \.id) { option in
            OptionRow(option: option, ticked: option.chosen) { Task { await tap(option) } }
        }
        ForEach(line.problems + line.warnings, id: \.self) { Notice(kind: .lookAgain, words: $0.reveal()) }
        ForEach(line.understood, id: \.self) { Notice(kind: .certain, words: $0.reveal()) }
    }

    private var search: Bool { if case .search = line.field { true } else { false } }

    private var isTyped: Bool { search || line.field.options.isEmpty }

    private func typed(_ new: String, after old: String) {
        let grouped = Grouping(line.field).group(new, after: old)
        // Set again, this is called again.
        if grouped == new { Task { await change(new) } } else { text = grouped }
    }

    private func change(_ text: String) async {
        if search { await model.search(line.question, text) } else { await model.answer(line.question, text) }
    }

    private func tap(_ option: ChoiceView) async {
        if case .several = line.field {
            await model.toggle(line, option)
        } else {
            await model.answer(line.question, option.id)
        }
    }
}
