import PayungCore
import PayungKit
import SwiftUI

/// Typing the code of a poster or a helper.
struct ReferralScreen: View {
    @Environment(AppModel.self) private var app
    @FocusState private var focused: Bool
    @State private var model: ReferralModel

    init(core: Core, words: Words) {
        _model = State(initialValue: ReferralModel(core: core, words: words))
    }

    var body: some View {
        @Bindable var model = model
        Scaffold(title: "", spoken: model.spoken) {
            Text(app.words(.haveReferral)).font(.title).bold().accessibilityAddTraits(.isHeader)
            Text(app.words(.referralAbout)).foregroundStyle(Tone.soft)
            TextField("", text: $model.code)
                .focused($focused)
                .font(.title2)
                .textInputAutocapitalization(.characters)
                .autocorrectionDisabled()
                .padding(Space.medium)
                .frame(minHeight: Space.target)
                .background(Tone.card)
                .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(focused ? Tone.primary : Tone.edge, lineWidth: 2) }
                .accessibilityLabel(app.words(.haveReferral))
            if let mistyped = model.mistyped { Notice(kind: .lookAgain, words: mistyped) }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await keep() } } }
        } foot: {
            PrimaryButton(label: app.words(.keepReferral)) { Task { await keep() } }
        }
    }

    /// The first screen shows what is kept.
    private func keep() async {
        let kept = await model.keep()
        if let mistyped = model.mistyped { Announcer.say(app.words(.hearProblem, mistyped)) }
        Haptics.feel(model.problem)
        guard kept else { return }
        app.navigation.home()
        await app.welcome.refresh()
    }
}

/// The code that goes along with the next registration: what it does, and one tap that removes it.
struct ReferralLine: View {
    let kept: ReferralView
    let remove: () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(kept.words).foregroundStyle(Tone.soft)
            Button(kept.remove, action: remove).frame(minHeight: Space.target)
        }
    }
}
