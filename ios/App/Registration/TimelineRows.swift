import PayungCore
import PayungKit
import SwiftUI

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

/// One step: done or now, by sign and word, and when it was.
struct TimelineRow: View {
    @Environment(AppModel.self) private var app
    let shown: RegistrationModel.Shown
    let index: Int

    var body: some View {
        let reading = shown.step(index, app.words)
        let (line, last) = (shown.view.timeline[index], index == shown.view.timeline.count - 1)
        HStack(alignment: .top, spacing: Space.medium) {
            Icon(last ? "state_waiting" : "check").foregroundStyle(last ? Tone.accent : Tone.success)
            VStack(alignment: .leading, spacing: 4) {
                Text(line.words)
                Text(line.atWords).font(.subheadline).foregroundStyle(Tone.soft)
            }
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
    }
}
