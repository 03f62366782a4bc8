import PayungCore
import PayungKit
import SwiftUI

/// The form: a question, the review or an ending, as the core says.
struct FormScreen: View {
    @Environment(AppModel.self) private var app
    @State private var form: FormModel
    let draft: String

    init(draft: String, core: Core, words: Words) {
        self.draft = draft
        _form = State(initialValue: FormModel(core: core, words: words))
    }

    var body: some View {
        shown
            .environment(form)
            .task { await form.resume(draft) }
            .onChange(of: form.announcement) { _, words in if let words { Announcer.say(words) } }
    }

    @ViewBuilder private var shown: some View {
        switch form.state {
        case .loading: Waiting()
        case .failed(let problem):
            Scaffold(title: "", spoken: problem.words) {
                ProblemNotice(problem: problem) { Task { await form.resume(draft) } }
            } foot: {
            }
        case .question(let view): StepScreen(view: view)
        case .review(let view): StepScreen(view: view)
        case .ending(let view): StepScreen(view: view)
        }
    }
}

/// One step, from top to bottom: where am I, what is asked, the field, what was understood, the button.
struct StepScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(FormModel.self) private var form
    let view: DraftView

    var body: some View {
        Scaffold(title: view.step.progress.title, spoken: form.spoken) {
            HStack(spacing: Space.medium) {
                Umbrella(
                    filled: Int(view.step.progress.panelsFilled), panels: Int(view.step.progress.panels),
                    reading: .umbrella(view.step.progress, app.words)
                )
                .frame(width: 56)
                Text(view.step.progress.line).font(.subheadline).foregroundStyle(Tone.soft).accessibilityHidden(true)
            }
            if let notice = view.notice { Notice(kind: .lookAgain, words: notice) }
            ForEach(view.corrections, id: \.question) { Notice(kind: .lookAgain, words: $0.words.reveal()) }
            Text(view.step.title).font(.title).bold().accessibilityAddTraits(.isHeader)
            if !view.step.help.isEmpty { Text(view.step.help).foregroundStyle(Tone.soft) }
            ForEach(view.step.shown, id: \.self) { Text($0.reveal()).font(.title2) }
            FieldView(step: view.step)
            Said(step: view.step, hints: form.hints)
            if let quote = view.step.quote { QuoteCard(quote: quote) }
            ForEach(Array(view.step.groups.enumerated()), id: \.offset) { _, group in
                if !group.title.isEmpty { Text(group.title).font(.headline).accessibilityAddTraits(.isHeader) }
                ReviewLines(lines: group.lines)
            }
            if let kept = view.referral { ReferralLine(kept: kept) { Task { await form.removeReferral() } } }
            if let problem = form.problem { ProblemNotice(problem: problem) { Task { await form.again(view.draft) } } }
        } foot: {
            StepButtons(step: view.step)
        }
        .privacySensitive(view.step.secure)
    }
}
