import PayungCore
import PayungKit
import SwiftUI

/// What to do after an accident or a death: what runs out first.
struct IncidentScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: IncidentModel

    init(id: String, registration: String?, core: Core, words: Words) {
        _model = State(initialValue: IncidentModel(id, registration: registration, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: model.state.content?.view.title ?? "", spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                switch shown {
                case .reading(let view, let people):
                    IncidentBody(view: view, tick: nil)
                    ForEach(people, id: \.registration) { person in
                        SecondaryButton(label: app.words(.noteFor, person.receipt)) {
                            app.navigation.go(to: .incident(model.id, registration: person.registration))
                        }
                    }
                case .noting(let view):
                    IncidentBody(view: view) { paper in Task { await ticked(paper) } }
                    ForEach(shown.notes, id: \.self) { note in
                        NoteField(note: note, noted: note.millis(view)) { millis in Task { await noted(note, millis) } }
                    }
                    Text(app.words(.noteAbout)).foregroundStyle(Tone.soft)
                }
            }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.refresh() } } }
        } foot: {
            SecondaryButton(label: app.words(.help)) { app.navigation.go(to: .help) }
        }
        .task { await model.refresh() }
    }

    private func ticked(_ paper: IncidentPaper) async {
        await model.tick(paper)
        Haptics.feel(model.problem)
    }

    private func noted(_ note: IncidentModel.Note, _ millis: Int64?) async {
        await model.note(note, millis)
        Haptics.feel(model.problem)
    }
}

/// Clocks, steps and papers, in this order. Papers have ticks where there is somebody to tick them for.
struct IncidentBody: View {
    @Environment(AppModel.self) private var app
    let view: IncidentView
    let tick: ((IncidentPaper) -> Void)?

    var body: some View {
        Text(view.title).font(.title).bold().accessibilityAddTraits(.isHeader)
        ForEach(view.clocks, id: \.id) { clock in
            Notice(kind: .lookAgain, words: [clock.words, clock.until].filter { !$0.isEmpty }.joined(separator: "\n"))
        }
        Text(view.text)
        Text(app.words(.incidentSteps)).font(.headline).accessibilityAddTraits(.isHeader)
        ForEach(Array(view.steps.enumerated()), id: \.offset) { index, step in Text("\(index + 1). \(step.words)") }
        Text(app.words(.incidentPapers)).font(.headline).accessibilityAddTraits(.isHeader)
        ForEach(view.papers, id: \.id) { PaperRow(paper: $0, tick: tick) }
        Text(view.place)
    }
}

/// A paper. That it is at hand is said by a sign and by VoiceOver.
struct PaperRow: View {
    @Environment(AppModel.self) private var app
    let paper: IncidentPaper
    let tick: ((IncidentPaper) -> Void)?

    var body: some View {
        if let tick {
            let reading = Reading.paper(paper, app.words)
            LineButton(title: "", text: paper.words, icon: paper.ticked ? "check" : "document") { tick(paper) }
                .accessibilityLabel(reading.label)
                .accessibilityValue(reading.value)
        } else {
            HStack(alignment: .top, spacing: Space.medium) {
                Icon("document")
                Text(paper.words)
            }
        }
    }
}

/// When something happened: chosen, noted, and taken away again.
struct NoteField: View {
    @Environment(AppModel.self) private var app
    @State private var chosen = Date()
    let note: IncidentModel.Note
    let noted: Int64?
    let keep: (Int64?) -> Void

    var body: some View {
        DatePicker(app.words(note.label), selection: $chosen, in: ...Date())
            .task(id: noted) { if let noted { chosen = Date(timeIntervalSince1970: TimeInterval(noted) / 1000) } }
        SecondaryButton(label: app.words(.noteNow)) { keep(Int64(chosen.timeIntervalSince1970 * 1000)) }
        if noted != nil { SecondaryButton(label: app.words(.clearNote)) { keep(nil) } }
    }
}
