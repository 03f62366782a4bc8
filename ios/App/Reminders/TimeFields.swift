import PayungCore
import PayungKit
import SwiftUI

/// A minute of the day, by the system's own wheel.
struct TimeField: View {
    @State private var shown = Date()
    let label: String
    let time: String
    let keep: (String) -> Void

    var body: some View {
        DatePicker(label, selection: $shown, displayedComponents: .hourAndMinute)
            .task(id: time) { show() }
            .onChange(of: shown) { _, new in
                let parts = Calendar.current.dateComponents([.hour, .minute], from: new)
                let chosen = TimeOfDay(hour: parts.hour ?? 0, minute: parts.minute ?? 0)
                if let chosen, chosen.text != time { keep(chosen.text) }
            }
    }

    private func show() {
        guard let time = TimeOfDay(time) else { return }
        shown = Calendar.current.date(bySettingHour: time.hour, minute: time.minute, second: 0, of: Date()) ?? shown
    }
}

/// A pause until a day. Which days can be, and until when it lasts, the core says.
struct PauseField: View {
    @Environment(AppModel.self) private var app
    @State private var until = Date()
    let model: ReminderSettingsModel
    let paused: String?

    var body: some View {
        DatePicker(app.words(.pause), selection: $until, in: Date()..., displayedComponents: .date)
            .environment(\.timeZone, model.zone.timeZone)
        SecondaryButton(label: app.words(.pauseBegin)) { Task { await model.pause(until: until) } }
        if let paused {
            Notice(kind: .lookAgain, words: "\(app.words(.pause)): \(app.words(.pauseUntil, paused))")
            SecondaryButton(label: app.words(.noPause)) { Task { await model.pause(until: nil) } }
        }
        Text(app.words(.pauseAbout)).foregroundStyle(Tone.soft)
    }
}
