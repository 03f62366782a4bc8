import PayungCore
import PayungKit
import SwiftUI

/// What to do after an accident or a death: what runs out first. For one registration also its papers, and the way to the office.
struct IncidentScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(\.scenePhase) private var phase
    @State private var model: IncidentModel

    init(id: String, registration: String?, core: Core, words: Words) {
        _model = State(initialValue: IncidentModel(id, registration: registration, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: model.state.content?.view.title ?? "", spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                IncidentBody(shown: shown, model: model)
                switch shown {
                case .reading(let view, let people):
                    ReportBody(report: view.report)
                    ForEach(people, id: \.registration) { person in
                        SecondaryButton(label: app.words(.noteFor, person.receipt)) {
                            app.navigation.go(to: .incident(model.id, registration: person.registration))
                        }
                    }
                case .noting(let view):
                    NoteFields(shown: shown, model: model)
                    ReportBody(report: view.report)
                }
            }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.refresh() } } }
        } foot: {
            ReportButton(shown: model.state.content, working: model.working) { Task { await report() } }
            SecondaryButton(label: app.words(.help)) { app.navigation.go(to: .help) }
        }
        .task { await model.refresh() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
        // A page that is looked at is in clear.
        .onChange(of: phase) { _, phase in if phase != .active { model.close() } }
        .onDisappear { model.close() }
    }

    private func report() async {
        if let route = await model.report() { app.navigation.go(to: route) }
    }
}

/// Leads to the report, where one is possible.
struct ReportButton: View {
    let shown: IncidentModel.Shown?
    let working: Bool
    let press: () -> Void

    var body: some View {
        if case .noting(let view)? = shown, let report = view.report, report.possible {
            PrimaryButton(label: report.button, enabled: !working, press: press)
        }
    }
}

/// The two times that clocks run from.
struct NoteFields: View {
    @Environment(AppModel.self) private var app
    let shown: IncidentModel.Shown
    let model: IncidentModel

    var body: some View {
        ForEach(shown.notes, id: \.self) { note in
            NoteField(note: note, noted: note.millis(shown.view)) { millis in Task { await noted(note, millis) } }
        }
        Text(app.words(.noteAbout)).foregroundStyle(Tone.soft)
    }

    private func noted(_ note: IncidentModel.Note, _ millis: Int64?) async {
        await model.note(note, millis)
        Haptics.feel(model.problem)
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
