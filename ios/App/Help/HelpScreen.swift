import PayungCore
import PayungKit
import SwiftUI

/// Who we are, what people ask, and whom to ask. Without a network.
struct HelpScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: HelpModel

    init(core: Core, words: Words) {
        _model = State(initialValue: HelpModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.help), spoken: model.state.content?.spoken(app.words) ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                Text(shown.about.words)
                ForEach(HelpModel.Shown.questions, id: \.asked) { question in
                    Text(app.words(question.asked)).font(.headline).accessibilityAddTraits(.isHeader)
                    Text(app.words(question.answer)).foregroundStyle(Tone.soft)
                }
                PersonCard(person: shown.person)
                LineButton(title: "", text: app.words(.places), icon: "office") { app.navigation.go(to: .places) }
                Text(app.words(.version, shown.about.version, "\(shown.about.rules)"))
                    .font(.subheadline).foregroundStyle(Tone.soft)
            }
        } foot: {
            SecondaryButton(label: app.words(.requests)) { app.navigation.go(to: .requests(nil)) }
        }
        .task { await model.refresh() }
    }
}

/// The office: its name, where it is, and how it is reached.
struct OfficeCard: View {
    let about: AboutView

    var body: some View {
        VStack(alignment: .leading, spacing: Space.small) {
            Text(about.receiver).font(.headline)
            ForEach([about.address, about.contact].filter { !$0.isEmpty }, id: \.self) { Text($0).textSelection(.enabled) }
        }
        .card()
    }
}
