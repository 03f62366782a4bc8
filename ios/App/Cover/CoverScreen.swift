import PayungCore
import PayungKit
import SwiftUI

/// What a member has: the umbrella says it before the words do.
struct CoverScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: CoverModel

    init(registration: String, core: Core, words: Words) {
        _model = State(initialValue: CoverModel(registration, core: core, words: words) { SystemClock().nowMillis() })
    }

    var body: some View {
        Scaffold(title: app.words(.cover), spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                CoverBody(shown: shown)
                CoverButtons(registration: model.registration, shown: shown, paper: model.paper)
            }
        } foot: {
            // Only the first one is under the thumb: all of them would leave no room to read.
            if let first = model.state.content?.first {
                PrimaryButton(label: app.words(first.label)) { app.navigation.go(to: first.route) }
            }
        }
        .task { await model.refresh() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
    }
}

/// The state, what it means, each programme, and what comes next.
struct CoverBody: View {
    @Environment(AppModel.self) private var app
    let shown: CoverModel.Shown

    var body: some View {
        let cover = shown.cover
        Umbrella(
            filled: Int(cover.panelsFilled), panels: Int(cover.panels), reading: .umbrella(cover, app.words),
            spread: cover.umbrella.spread
        )
        .frame(maxWidth: 160)
        .frame(maxWidth: .infinity)
        Text(cover.title).font(.title).bold().accessibilityAddTraits(.isHeader)
        ForEach(cover.lines, id: \.self) { Text($0) }
        VStack(alignment: .leading, spacing: Space.medium) {
            ForEach(cover.programmes, id: \.programme) { ProgrammeRow(programme: $0) }
        }
        .card()
        if let next = shown.next {
            VStack(alignment: .leading, spacing: 4) {
                Text(app.words(.nextReminder)).foregroundStyle(Tone.soft)
                Text(next.title).font(.headline)
                Text(next.when)
            }
            .card()
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(next.title)
            .accessibilityValue(next.when)
        }
    }
}

/// One programme: its pictogram, its name, and what of it holds. A sign says it too, and never the colour alone.
struct ProgrammeRow: View {
    let programme: ProgrammeCoverView

    var body: some View {
        HStack(alignment: .top, spacing: Space.medium) {
            Icon(programme.programme.icon)
            VStack(alignment: .leading, spacing: 4) {
                Text(programme.name).font(.headline)
                Text(programme.words).foregroundStyle(programme.level == .full ? Tone.success : Tone.soft)
            }
            Spacer()
            Icon(programme.level.icon)
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(programme.name)
        .accessibilityValue(programme.words)
    }
}

/// The places that belong to a member's cover.
struct CoverButtons: View {
    @Environment(AppModel.self) private var app
    let registration: String
    let shown: CoverModel.Shown
    let paper: PaperModel

    var body: some View {
        LineButton(title: app.words(.jar), text: shown.jar?.line ?? "", icon: "save") {
            app.navigation.go(to: .jar(registration))
        }
        if !shown.isCardFirst {
            LineButton(title: "", text: app.words(.card), icon: "card") { app.navigation.go(to: .card(registration)) }
        }
        LineButton(title: "", text: app.words(.reminderSettings), icon: "reminder") {
            app.navigation.go(to: .reminderSettings(registration))
        }
        LineButton(title: "", text: app.words(.somethingHappens), icon: "accident") {
            app.navigation.go(to: .somethingHappens)
        }
        PaperLink(paper: paper, label: .heirsCard)
    }
}
