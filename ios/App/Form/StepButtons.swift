import PayungCore
import PayungKit
import SwiftUI

/// The button that leads on, leaving out where that is possible, and back.
struct StepButtons: View {
    @Environment(AppModel.self) private var app
    @Environment(FormModel.self) private var form
    let step: StepView

    var body: some View {
        if step.kind == .review {
            PrimaryButton(label: step.primary, enabled: step.primaryEnabled && !form.working) {
                Task { if let id = await form.ready() { await sent(id) } }
            }
        } else if !step.primary.isEmpty {
            PrimaryButton(label: step.primary, enabled: !form.working) { Task { await form.next() } }
        }
        if !step.skip.isEmpty { SecondaryButton(label: step.skip) { Task { await form.skip() } } }
        if step.canGoBack { SecondaryButton(label: app.words(.back)) { Task { await form.back() } } }
    }

    /// What was made ready goes at once; there is no way back into the form from its timeline.
    private func sent(_ id: String) async {
        app.navigation.replace(with: .registration(id))
        await app.sync()
    }
}

/// What is said of the answer: of the text that is being typed, or of the one that was given.
struct Said: View {
    let step: StepView
    let hints: Hints?

    var body: some View {
        ForEach(hints?.problems ?? step.problems, id: \.self) { Notice(kind: .lookAgain, words: $0.reveal()) }
        ForEach(hints?.warnings ?? step.warnings, id: \.self) { Notice(kind: .lookAgain, words: $0.reveal()) }
        ForEach(hints?.understood ?? step.understood, id: \.self) { Notice(kind: .certain, words: $0.reveal()) }
    }
}

/// What it costs, in the core's words.
struct QuoteCard: View {
    let quote: QuoteView

    var body: some View {
        VStack(alignment: .leading, spacing: Space.small) {
            ForEach(quote.parts, id: \.self) { part in
                if !part.months.isEmpty { Text(part.months).font(.headline) }
                ForEach(part.lines, id: \.self) { line in
                    HStack {
                        Text(line.label)
                        Spacer()
                        Text(line.amount).bold()
                    }
                    .accessibilityElement(children: .combine)
                }
                ForEach([part.sum, part.perDay].filter { !$0.isEmpty }, id: \.self) { Text($0).foregroundStyle(Tone.soft) }
            }
            Text(quote.months)
            Text(quote.total).font(.title).bold()
            ForEach(quote.reasons, id: \.self) { Notice(kind: .certain, words: $0) }
        }
        .padding(Space.medium)
        .background(Tone.card)
        .clipShape(RoundedRectangle(cornerRadius: Space.corner))
    }
}

/// The answers, each of which can be changed.
struct ReviewLines: View {
    @Environment(AppModel.self) private var app
    @Environment(FormModel.self) private var form
    let lines: [ReviewLine]

    var body: some View {
        ForEach(lines, id: \.question) { line in
            let reading = Reading.line(line, app.words)
            LineButton(title: line.label, text: reading.value, icon: line.missing ? "warning" : "check") {
                Task { await form.show(line.question) }
            }
            .disabled(!line.editable)
            .accessibilityLabel(reading.label)
            .accessibilityValue(reading.value)
            .accessibilityHint(reading.hint)
        }
    }
}
