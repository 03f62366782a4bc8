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
            switch model.state {
            case .loading: Waiting()
            case .empty: Text(app.words(.noPeople))
            case .failed(let problem): ProblemNotice(problem: problem) { Task { await model.refresh() } }
            case .list(let drafts, let registrations, let more):
                ForEach(drafts, id: \.draft) { PersonRow(line: $0, model: model) }
                ForEach(registrations, id: \.registration) { line in
                    LineButton(title: line.receipt, text: line.words, icon: "document") {
                        app.navigation.go(to: .registration(line.registration))
                    }
                }
                if more { SecondaryButton(label: app.words(.more)) { Task { await model.more() } } }
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
