import PayungCore
import PayungKit
import SwiftUI

/// A registration: its state in the core's exact words, its timeline, what can be done.
struct RegistrationScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: RegistrationModel

    init(registration: String, core: Core, words: Words) {
        _model = State(
            initialValue: RegistrationModel(registration, core: core, words: words, notifier: SystemNotifier()))
    }

    var body: some View {
        Scaffold(title: model.view?.receipt ?? "", spoken: model.view?.words ?? "") {
            if let shown = model.shown {
                RegistrationBody(shown: shown)
            } else if case .failed(let problem) = model.state {
                ProblemNotice(problem: problem) { Task { await model.refresh() } }
            } else {
                Waiting()
            }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.sync() } } }
            // Only the first one is under the thumb: all of them would leave no room to read.
            ForEach(model.state.actions.dropFirst(), id: \.self) { action in
                SecondaryButton(label: app.words(action), role: action == .withdraw ? .destructive : nil) { act(action) }
            }
        } foot: {
            if let shown = model.shown {
                PrimaryButton(label: app.words(shown.first), enabled: !model.working) {
                    if let way = shown.way { app.navigation.go(to: way) } else { act(shown.first) }
                }
            }
        }
        .task { await model.refresh() }
        .task(id: Looked(app, model.view)) { await model.look(app) }
        .refreshable { await model.sync() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
        .alert(model.asked?.title ?? "", isPresented: $model.asking) {
            if let asked = model.asked {
                Button(asked.yes, role: .destructive) { Task { await model.withdraw() } }
                Button(asked.no, role: .cancel) {}
            }
        } message: {
            Text(model.asked?.help ?? "")
        }
    }

    private func act(_ action: ShellText) {
        switch action {
        case .withdraw: Task { await model.askToWithdraw() }
        case .sendNow: Task { await model.sendNow() }
        case .tryAgain: Task { await model.sync() }
        case .correct: Task { await go(model.correct()) }
        case .takeBack: Task { await go(model.takeBack()) }
        case .complete: Task { await go(model.complete()) }
        case .toHome: app.navigation.home()
        case .receipts: app.navigation.go(to: .receipts(model.registration))
        case .requests: app.navigation.go(to: .requests(model.registration))
        case .payers: app.navigation.go(to: .payers(model.registration))
        case .recoveryCode: app.navigation.go(to: .recoveryCode(model.registration))
        case .myCover: app.navigation.go(to: .cover(model.registration))
        case .shareReceipt: Task { if let receipt = await model.receipt() { Sharing.share(receipt) } }
        default: break
        }
    }

    private func go(_ route: Route?) async {
        if let route { app.navigation.go(to: route) }
    }
}

/// What stands on it.
struct RegistrationBody: View {
    @Environment(AppModel.self) private var app
    let shown: RegistrationModel.Shown

    var body: some View {
        let view = shown.view
        if let cover = shown.cover {
            Umbrella(
                filled: Int(cover.panelsFilled), panels: Int(cover.panels), reading: .umbrella(cover, app.words),
                spread: cover.umbrella.spread
            )
            .frame(maxWidth: 120)
        }
        Text(view.words).font(.title).bold().accessibilityAddTraits(.isHeader)
        if !view.purposeWords.isEmpty { Text(view.purposeWords).foregroundStyle(Tone.soft) }
        ForEach([view.next, view.problem?.words, view.missingWords].compactMap { $0 }, id: \.self) { Text($0) }
        if let reply = view.reply { Notice(kind: .lookAgain, words: reply.reveal()) }
        ForEach(view.corrections, id: \.question) { asked in
            Notice(kind: .lookAgain, words: "\(asked.title): \(asked.words.reveal())")
        }
        ForEach(Array(view.timeline.indices), id: \.self) { TimelineRow(shown: shown, index: $0) }
        ForEach(Array(view.path.enumerated()), id: \.offset) { _, step in PathRow(step: step) }
        ForEach([view.cover, view.bill?.words].compactMap { $0 }, id: \.self) { Text($0).font(.headline) }
        if view.photos > 0 { Text(app.words(.howMuchSent, "\(view.photosSent)", "\(view.photos)")).foregroundStyle(Tone.soft) }
    }
}
