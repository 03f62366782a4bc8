import PayungCore
import PayungKit
import SwiftUI

/// "Kalau terjadi sesuatu": what to do, and what each programme gives.
struct IncidentsScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: IncidentsModel

    init(core: Core, words: Words) {
        _model = State(initialValue: IncidentsModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.somethingHappens), spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                ForEach(shown.incidents, id: \.id) { incident in
                    LineButton(title: incident.title, text: "", icon: "accident") {
                        app.navigation.go(to: .incident(incident.id, registration: nil))
                    }
                }
                ForEach(shown.programmes, id: \.id) { ProgrammeCard(programme: $0) }
            }
        } foot: {
            SecondaryButton(label: app.words(.help)) { app.navigation.go(to: .help) }
        }
        .task { await model.refresh() }
    }
}

/// A programme and what it gives.
struct ProgrammeCard: View {
    let programme: ProgrammeView

    var body: some View {
        VStack(alignment: .leading, spacing: Space.small) {
            Text(programme.name).font(.headline).accessibilityAddTraits(.isHeader)
            Text(programme.who).foregroundStyle(Tone.soft)
            ForEach(programme.benefits, id: \.self) { Text($0.words) }
        }
        .card()
    }
}
