import PayungCore
import PayungKit
import SwiftUI

/// What the office was asked for, and what it answered. What can be asked is the core's form.
struct RequestsScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: RequestsModel

    init(registration: String?, core: Core, words: Words) {
        _model = State(initialValue: RequestsModel(registration, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.requests), spoken: model.state.content?.spoken(app.words) ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                Text(app.words(.requestsAbout)).foregroundStyle(Tone.soft)
                ForEach(shown.requests, id: \.id) { RequestRow(request: $0) }
            }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.refresh() } } }
        } foot: {
            ForEach(Array((model.state.content?.actions ?? []).enumerated()), id: \.element) { index, action in
                if index == 0 {
                    PrimaryButton(label: app.words(action)) { Task { await begin(action) } }
                } else {
                    SecondaryButton(label: app.words(action)) { Task { await begin(action) } }
                }
            }
        }
        .task { await model.refresh() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
        .privacySensitive()
    }

    private func begin(_ action: ShellText) async {
        let route = await action == .request ? model.request() : model.complain()
        if let route { app.navigation.go(to: route) }
    }
}

/// One request: what it is, where it stands, and what the office wrote.
struct RequestRow: View {
    @Environment(AppModel.self) private var app
    let request: RequestView

    var body: some View {
        LineButton(title: request.title, text: request.below(app.words), icon: request.state.icon) {
            app.navigation.go(to: .registration(request.id))
        }
        ForEach(request.written, id: \.self) { Notice(kind: .lookAgain, words: $0) }
    }
}

extension RegistrationState {
    /// Its sign; the words beside it say it too.
    var icon: String {
        switch self {
        case .draft, .ready: "state_saved"
        case .sending, .parked: "state_sending"
        case .received: "state_received"
        case .needsCorrection: "state_correction"
        case .accepted: "state_accepted"
        case .refused: "state_refused"
        case .withdrawn: "state_withdrawn"
        case .erased: "state_erased"
        }
    }
}
