import PayungCore
import PayungKit
import SwiftUI

/// What is stored, who receives it, and deleting everything from this phone.
struct MyDataScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: MyDataModel
    @State private var asking = false

    init(core: Core, words: Words) {
        _model = State(initialValue: MyDataModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.myData), spoken: model.state.content?.spoken(app.words) ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                switch shown {
                case .wiped: Notice(kind: .certain, words: app.words(.wiped))
                case .stored(let stored):
                    StoredBody(stored: stored)
                }
            }
        } foot: {
            if case .stored? = model.state.content {
                SecondaryButton(label: app.words(.requests)) { app.navigation.go(to: .requests(nil)) }
                SecondaryButton(label: app.words(.wipe), role: .destructive) { asking = true }
            }
        }
        .task { await model.refresh() }
        .alert(app.words(.askWipe), isPresented: $asking) {
            Button(app.words(.wipe), role: .destructive) {
                Task {
                    await model.wipe()
                    await app.welcome.refresh()
                }
            }
            Button(app.words(.cancel), role: .cancel) {}
        }
    }
}

/// What is on this phone, what the office has, and what can be asked of it.
struct StoredBody: View {
    @Environment(AppModel.self) private var app
    let stored: MyDataModel.Stored

    var body: some View {
        Text(app.words(.dataHere))
        VStack(spacing: Space.medium) {
            ForEach(stored.rows(app.words), id: \.label) { ReceiptLine(row: ReceiptRow(label: $0.label, value: $0.value)) }
        }
        .card()
        Text(app.words(.dataOffice, stored.about.receiver))
        OfficeCard(about: stored.about)
        Text(app.words(.dataRights)).foregroundStyle(Tone.soft)
    }
}
