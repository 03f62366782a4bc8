import PayungKit
import SwiftUI

/// What is stored, who receives it, and deleting everything from this phone.
struct MyDataScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: MyDataModel
    @State private var asking = false
    @AppStorage("lock") private var lock = false

    init(core: Core, words: Words) {
        _model = State(initialValue: MyDataModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.myData), spoken: "") {
            switch model.state {
            case .loading: Waiting()
            case .failed(let problem): ProblemNotice(problem: problem) { Task { await model.refresh() } }
            case .wiped: Notice(kind: .certain, words: app.words(.wiped))
            case .shown(let about):
                Text(about.receiver).font(.headline)
                Text(about.address)
                Text(about.contact)
                Toggle(isOn: $lock) { Text(app.words(.lockApp)) }
            }
        } foot: {
            if case .shown = model.state {
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
