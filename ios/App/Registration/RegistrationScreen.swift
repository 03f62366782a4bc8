import PayungCore
import PayungKit
import SwiftUI

/// A registration: its state in the core's exact words, its timeline, what can be done.
struct RegistrationScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: RegistrationModel

    init(registration: String, core: Core, words: Words) {
        _model = State(initialValue: RegistrationModel(registration, core: core, words: words, notifier: SystemNotifier()))
    }

    var body: some View {
        Scaffold(title: model.view?.receipt ?? "", spoken: model.view?.words ?? "") {
            if let view = model.view {
                RegistrationBody(view: view)
            } else if case .failed(let problem) = model.state {
                ProblemNotice(problem: problem) { Task { await model.refresh() } }
            } else {
                Waiting()
            }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.sync() } } }
        } foot: {
            ForEach(Array(model.state.actions.enumerated()), id: \.element) { index, action in
                if index == 0 {
                    PrimaryButton(label: app.words(action), enabled: !model.working) { act(action) }
                } else {
                    SecondaryButton(label: app.words(action)) { act(action) }
                }
            }
        }
        .task { await model.refresh() }
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
        case .pay: app.navigation.go(to: .pay(model.registration))
        case .receipts: app.navigation.go(to: .receipts(model.registration))
        case .requests: app.navigation.go(to: .requests(model.registration))
        case .payers: app.navigation.go(to: .payers(model.registration))
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
    let view: PayungCore.RegistrationView

    var body: some View {
        Text(view.words).font(.title).bold().accessibilityAddTraits(.isHeader)
        if !view.purposeWords.isEmpty { Text(view.purposeWords).foregroundStyle(Tone.soft) }
        ForEach([view.next, view.problem, view.missingWords].compactMap { $0 }, id: \.self) { Text($0) }
        if let reply = view.reply { Notice(kind: .lookAgain, words: reply.reveal()) }
        ForEach(view.corrections, id: \.question) { asked in
            Notice(kind: .lookAgain, words: "\(asked.title): \(asked.words.reveal())")
        }
        ForEach(Array(view.timeline.enumerated()), id: \.offset) { index, line in
            TimelineRow(line: line, last: index == view.timeline.count - 1)
        }
        ForEach(Array(view.path.enumerated()), id: \.offset) { _, step in PathRow(step: step) }
        ForEach([view.cover, view.bill?.words].compactMap { $0 }, id: \.self) { Text($0).font(.headline) }
        if view.photos > 0 { Text(app.words(.howMuchSent, "\(view.photosSent)", "\(view.photos)")).foregroundStyle(Tone.soft) }
    }
}

/// A step that comes after the timeline: paying, and being protected.
struct PathRow: View {
    @Environment(AppModel.self) private var app
    let step: PathStep

    var body: some View {
        let reading = Reading.step(step, app.words)
        HStack(spacing: Space.medium) {
            Icon(step.place == .done ? "check" : "state_waiting")
                .foregroundStyle(step.place == .done ? Tone.success : Tone.accent)
            Text(step.words).foregroundStyle(step.place == .ahead ? Tone.soft : Tone.ink)
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
    }
}

/// One step: done or now, by sign and word.
struct TimelineRow: View {
    @Environment(AppModel.self) private var app
    let line: TimelineLine
    let last: Bool

    var body: some View {
        let reading = Reading.step(line, last: last, app.words)
        HStack(spacing: Space.medium) {
            Icon(last ? "state_waiting" : "check").foregroundStyle(last ? Tone.accent : Tone.success)
            Text(line.words)
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
    }
}
