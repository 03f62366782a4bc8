import PayungCore
import PayungKit
import SwiftUI

/// The card of a member: who it is, until when it is good, and the code that proves it.
struct CardScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: CardModel

    init(registration: String, core: Core, words: Words) {
        _model = State(initialValue: CardModel(registration, core: core, words: words, saver: PhotoLibrary()))
    }

    var body: some View {
        Scaffold(title: app.words(.card), spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { CardBody(shown: $0) }
            if model.saved { Notice(kind: .certain, words: app.words(.cardSaved)) }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.save() } } }
        } foot: {
            if model.state.content?.picture != nil {
                SecondaryButton(label: app.words(.saveCard)) { Task { await save() } }
            }
        }
        .task { await model.refresh() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
    }

    private func save() async {
        await model.save()
        Haptics.feel(model.problem)
        if model.saved { Announcer.say(app.words(.cardSaved)) }
    }
}

/// What the core says of it. Whether it is good stands in words and in a sign, and never in the colour alone.
struct CardBody: View {
    @Environment(AppModel.self) private var app
    let shown: CardModel.Shown

    var body: some View {
        HStack(spacing: Space.medium) {
            Icon(shown.card.sign.icon)
            Text(shown.card.title).font(.title).bold().accessibilityAddTraits(.isHeader)
        }
        ForEach(shown.card.lines, id: \.self) { Text($0) }
        if let picture = shown.picture {
            Bright {
                CodeImage(picture: picture, spoken: app.words(.hearCode, app.words(.card)))
            }
            .privacySensitive()
        }
    }
}
