import PayungCore
import PayungKit
import SwiftUI

/// The code on paper by which another phone gets a registration back.
struct RecoveryCodeScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: RecoveryCodeModel

    init(registration: String, core: Core, words: Words) {
        _model = State(initialValue: RecoveryCodeModel(registration, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.recoveryCode), spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                Text(shown.view.title).font(.title).bold().accessibilityAddTraits(.isHeader)
                if shown.kind == .toWrite { CodeOnPaper(view: shown.view) }
                ForEach(Array(shown.lines.enumerated()), id: \.offset) { _, line in Text(line).privacySensitive() }
            }
            // Making a code takes longer than other calls.
            if model.working { ProgressView() }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.refresh() } } }
        } foot: {
            if let written = model.state.content?.view.written {
                PrimaryButton(label: written, enabled: !model.working) { Task { await act(model.writtenDown) } }
            }
            if let another = model.state.content?.view.newCode {
                SecondaryButton(label: another) { model.askForNew() }.disabled(model.working)
            }
        }
        .task { await act(model.refresh) }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
        .alert(app.words(.askNewCode), isPresented: $model.asking) {
            Button(model.state.content?.view.newCode ?? app.words(.recoveryCode)) { Task { await act(model.makeNew) } }
            Button(app.words(.cancel), role: .cancel) {}
        } message: {
            Text(app.words(.newCodeAbout))
        }
    }

    /// What a new code opens has to reach the office.
    private func act(_ work: @MainActor () async -> Void) async {
        await work()
        await app.sync()
    }
}

/// The four groups, each sign apart, as large as they fit. Nothing of it can be selected, and no recording shows it.
struct CodeOnPaper: View {
    @Environment(AppModel.self) private var app
    @Environment(ListenModel.self) private var listen
    @Environment(\.isSceneCaptured) private var captured
    let view: RecoveryCodeView

    var body: some View {
        let reading = Reading.recoveryCode(view, app.words)
        if captured {
            Notice(kind: .lookAgain, words: app.words(.codeCaptured))
        } else {
            VStack(spacing: Space.medium) {
                ForEach(Array(view.groups.enumerated()), id: \.offset) { _, group in CodeGroup(signs: group) }
            }
            .card()
            .privacySensitive()
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(reading.label)
            .accessibilityValue(reading.value)
            // What is written down, or left, is read no further.
            SecondaryButton(label: app.words(.hearCodeAloud)) { listen.say(view.spoken.reveal(), app.language) }
                .onDisappear { listen.stop() }
        }
    }
}

/// Four signs, each in a box of its own.
struct CodeGroup: View {
    let signs: Secret

    var body: some View {
        HStack(spacing: Space.small) {
            ForEach(Array(signs.reveal().enumerated()), id: \.offset) { _, sign in
                Text(String(sign))
                    .font(.system(.largeTitle, design: .monospaced))
                    .bold()
                    .frame(maxWidth: .infinity, minHeight: Space.target)
                    .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(Tone.edge, lineWidth: 1) }
            }
        }
    }
}
