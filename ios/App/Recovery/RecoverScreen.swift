import PayungCore
import PayungKit
import SwiftUI

/// A lost phone: the code on paper and the birth date bring a registration to this one.
struct RecoverScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(\.scenePhase) private var phase
    @State private var model: RecoverModel

    init(core: Core, words: Words) {
        _model = State(initialValue: RecoverModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.recoverTitle), spoken: model.state.spoken(app.words)) {
            switch model.state {
            case .asking(let wrong): RecoverFields(model: model, wrong: wrong)
            case .waiting:
                ProgressView()
                Text(app.words(.recoverWaiting))
            case .found(let view):
                ForEach(view.words, id: \.self) { Notice(kind: .certain, words: $0) }
            }
        } foot: {
            switch model.state {
            case .asking: PrimaryButton(label: app.words(.recover)) { Task { await recover() } }
            case .waiting: SecondaryButton(label: app.words(.cancel)) { model.cancel() }
            case .found: PrimaryButton(label: app.words(.toHome)) { app.navigation.home() }
            }
        }
        .onDisappear { model.forget() }
        .onChange(of: phase) { _, phase in if phase == .background { model.forget() } }
    }

    /// Bills, receipts and cover come with the sync that follows.
    private func recover() async {
        await model.recover()
        if let problem = model.problem { Announcer.say(app.words(.hearProblem, problem.words)) }
        Haptics.feel(model.problem)
        guard case .found(let view) = model.state else { return }
        Announcer.say(view.words.joined(separator: " "))
        await app.sync()
        await app.welcome.refresh()
    }
}

/// Both fields, each with what is wrong below it, and why nothing came.
struct RecoverFields: View {
    @Environment(AppModel.self) private var app
    @FocusState private var focused: RecoverModel.Field?
    @Bindable var model: RecoverModel
    let wrong: RecoverProblems

    var body: some View {
        Text(app.words(.recoverAbout)).foregroundStyle(Tone.soft)
        SecretLine(label: app.words(.recoverCode), text: $model.code, wrong: wrong.code, focused: focused == .code)
            .textInputAutocapitalization(.characters)
            .keyboardType(.asciiCapable)
            .focused($focused, equals: .code)
            .submitLabel(.next)
            .onSubmit { focused = .birthDate }
        SecretLine(label: app.words(.recoverDate), text: $model.birthDate, wrong: wrong.birthDate, focused: focused == .birthDate)
            .keyboardType(.numbersAndPunctuation)
            .focused($focused, equals: .birthDate)
            .onChange(of: focused) { left, _ in if let left { Task { await model.leave(left) } } }
        if let problem = model.problem {
            if problem.wayOn == .showAgain {
                Notice(kind: .lookAgain, words: problem.words)
            } else {
                ProblemNotice(problem: problem) { Task { await model.recover() } }
            }
        }
    }
}

/// A field whose text is nobody else's: without suggestions, and out of the app switcher's picture. It is read again from paper while it
/// is typed, so its signs are not dots.
struct SecretLine: View {
    let label: String
    @Binding var text: String
    let wrong: String?
    let focused: Bool

    var body: some View {
        VStack(alignment: .leading, spacing: Space.small) {
            Text(label).font(.headline).accessibilityHidden(true)
            TextField("", text: $text)
                .font(.title2)
                .autocorrectionDisabled()
                .padding(Space.medium)
                .frame(minHeight: Space.target)
                .background(Tone.card)
                .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(focused ? Tone.primary : Tone.edge, lineWidth: 2) }
                .accessibilityLabel(label)
                .privacySensitive()
            if let wrong { Notice(kind: .lookAgain, words: wrong) }
        }
    }
}
