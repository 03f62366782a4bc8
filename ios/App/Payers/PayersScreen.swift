import PayungCore
import PayungKit
import SwiftUI

/// Who pays for whom, and asking the office to change it.
struct PayersScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: PayersModel

    init(registration: String, core: Core, words: Words) {
        _model = State(initialValue: PayersModel(registration, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.payers), spoken: model.state.content?.spoken(app.words) ?? "") {
            LoadedView(state: model.state, again: model.refresh) { PayersBody(shown: $0, model: model) }
            if let draft = model.begun { BegunNotice(draft: draft) }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.refresh() } } }
        } foot: {
            ForEach(Array((model.state.content?.actions ?? []).enumerated()), id: \.element) { index, action in
                if index == 0 {
                    PrimaryButton(label: app.words(action), enabled: !model.working) { act(action) }
                } else {
                    SecondaryButton(label: app.words(action), role: action.ends ? .destructive : nil) { act(action) }
                }
            }
        }
        .task { await model.refresh() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
        .alert(model.stopping.map { app.words($0.question) } ?? "", isPresented: $model.asking) {
            if let what = model.stopping {
                Button(app.words(what.label), role: .destructive) { Task { await stop(what) } }
                Button(app.words(.cancel), role: .cancel) {}
            }
        } message: {
            Text(app.words(.stopAbout))
        }
    }

    private func act(_ action: ShellText) {
        switch action {
        case .pay: if let bill = model.state.content?.toPay { app.navigation.go(to: .bill(bill)) }
        case .payForSomebody: app.navigation.go(to: .payFor(model.registration))
        case .makePayCode: Task { if let route = await model.makeCode() { app.navigation.go(to: route) } }
        case .sharePayCode: if let text = model.shared { Sharing.share(text) }
        case .takeBackCode: model.askToStop(.code)
        case .stopBeingPaid: model.askToStop(.payer)
        default: break
        }
    }

    /// What was made ready goes at once.
    private func stop(_ what: PayersModel.Stop) async {
        await model.stop(what)
        Haptics.feel(model.problem)
        await app.sync()
    }
}

extension ShellText {
    /// Its button ends something.
    fileprivate var ends: Bool { self == .takeBackCode || self == .stopBeingPaid }
}

/// Another request has to go first.
struct BegunNotice: View {
    @Environment(AppModel.self) private var app
    let draft: String

    var body: some View {
        Notice(kind: .lookAgain, words: app.words(.requestBegun))
        SecondaryButton(label: app.words(.resume)) { app.navigation.go(to: .draft(draft)) }
    }
}
