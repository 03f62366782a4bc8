import PayungCore
import PayungKit
import SwiftUI

/// Everybody on this phone.
struct PeopleScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: PeopleModel

    init(core: Core, words: Words) {
        _model = State(initialValue: PeopleModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.people), spoken: "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                if shown.kind == .empty { Text(app.words(.noPeople)) }
                ForEach(shown.drafts, id: \.draft) { PersonRow(line: $0, model: model) }
                ForEach(shown.registrations, id: \.registration) { line in
                    LineButton(title: line.receipt, text: line.words, icon: "document") {
                        app.navigation.go(to: .registration(line.registration))
                    }
                }
                if shown.more { SecondaryButton(label: app.words(.more)) { Task { await model.more() } } }
            }
        } foot: {
            PrimaryButton(label: app.words(.otherPerson)) {
                Task { if let route = await app.welcome.register() { app.navigation.go(to: route) } }
            }
        }
        .task { await model.refresh() }
    }
}

/// A draft, which can be gone on with or deleted after a question back.
struct PersonRow: View {
    @Environment(AppModel.self) private var app
    @State private var asking = false
    let line: DraftLine
    let model: PeopleModel

    var body: some View {
        LineButton(title: line.name.reveal(), text: line.expires ?? line.line, icon: "person") {
            app.navigation.go(to: .draft(line.draft))
        }
        SecondaryButton(label: app.words(.discard), role: .destructive) { asking = true }
            .alert(app.words(.askDiscard), isPresented: $asking) {
                Button(app.words(.discard), role: .destructive) { Task { await model.discard(line.draft) } }
                Button(app.words(.cancel), role: .cancel) {}
            }
    }
}
