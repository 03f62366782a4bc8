import PayungKit
import SwiftUI

/// A sentence in a coloured field with a sign before it: its meaning is never in the colour alone.
struct Notice: View {
    enum Kind { case certain, lookAgain }

    let kind: Kind
    let words: String

    var body: some View {
        HStack(alignment: .top, spacing: Space.small) {
            Icon(kind == .certain ? "check" : "warning")
            Text(words).frame(maxWidth: .infinity, alignment: .leading)
        }
        .foregroundStyle(kind == .certain ? Tone.success : Tone.warning)
        .padding(Space.medium)
        .background(kind == .certain ? Tone.successGround : Tone.warningGround)
        .clipShape(RoundedRectangle(cornerRadius: Space.corner))
        .accessibilityElement(children: .combine)
    }
}

/// What went wrong, and the button that leads on, if it has one.
struct ProblemNotice: View {
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL
    let problem: Problem
    let wayOn: () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: Space.small) {
            Notice(kind: .lookAgain, words: problem.words)
            if let label = problem.wayOn.label { SecondaryButton(label: app.words(label), press: press) }
        }
    }

    private func press() {
        if problem.wayOn == .settings, let settings = URL(string: "app-settings:") {
            openURL(settings)
        } else {
            Task { if await app.take(problem.wayOn) { wayOn() } }
        }
    }
}
