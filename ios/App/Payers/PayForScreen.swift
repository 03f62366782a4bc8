import PayungCore
import PayungKit
import SwiftUI

/// Paying for somebody else: her code, typed or pasted, and for how many months at once.
struct PayForScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: PayForModel

    init(registration: String, core: Core, words: Words) {
        _model = State(initialValue: PayForModel(registration, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.payForSomebody), spoken: model.state.content?.spoken(app.words) ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                PayCodeField(title: shown.title, model: model)
                Text(shown.monthsTitle).font(.title2).bold().accessibilityAddTraits(.isHeader)
                ForEach(shown.months, id: \.id) { option in
                    OptionRow(option: option, ticked: model.months == option.id) { model.choose(option) }
                }
            }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await ask() } } }
        } foot: {
            PrimaryButton(label: app.words(.payForSomebody), enabled: model.canAsk) { Task { await ask() } }
        }
        .task { await model.refresh() }
    }

    /// What was made ready goes at once; where it stands is shown in this screen's place.
    private func ask() async {
        let route = await model.ask()
        if let mistyped = model.mistyped { Announcer.say(app.words(.hearProblem, mistyped)) }
        Haptics.feel(model.problem)
        guard let route else { return }
        app.navigation.replace(with: route)
        await app.sync()
    }
}

/// The code's field, the system's button to paste into it, and why a code is refused.
struct PayCodeField: View {
    @Environment(AppModel.self) private var app
    @FocusState private var focused: Bool
    let title: String
    @Bindable var model: PayForModel

    var body: some View {
        Text(title).font(.title2).bold().accessibilityAddTraits(.isHeader)
        Text(app.words(.payForAbout)).foregroundStyle(Tone.soft)
        TextField("", text: $model.code)
            .focused($focused)
            .font(.title2)
            .textInputAutocapitalization(.characters)
            .autocorrectionDisabled()
            .padding(Space.medium)
            .frame(minHeight: Space.target)
            .background(Tone.card)
            .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(focused ? Tone.primary : Tone.edge, lineWidth: 2) }
            .accessibilityLabel(title)
            .privacySensitive()
        // The system's own button: it needs no permission, and says itself what it does.
        PasteButton(payloadType: String.self) { texts in Task { await model.paste(texts) } }
        if let mistyped = model.mistyped { Notice(kind: .lookAgain, words: mistyped) }
    }
}
