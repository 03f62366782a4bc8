import PayungCore
import PayungKit
import SwiftUI

/// How reminders come: payday, time, quiet hours, zone, pause.
struct ReminderSettingsScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(RemindersModel.self) private var reminders
    let registration: String
    @State private var model: ReminderSettingsModel?

    var body: some View {
        Scaffold(title: app.words(.reminderSettings), spoken: "") {
            if let model {
                LoadedView(state: model.state, again: model.refresh) { shown in
                    ChoicesForm(model: model, choices: shown.choices)
                }
                if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.refresh() } } }
            } else {
                Waiting()
            }
        } foot: {
            if model?.choices != nil {
                SecondaryButton(label: app.words(.shareCalendar)) { Task { await share() } }
            }
        }
        .task { await begin() }
    }

    private func begin() async {
        let (app, reminders) = (app, reminders)
        let model = ReminderSettingsModel(registration, core: app.core, words: app.words, language: app.language) {
            await app.remind(reminders)
        }
        await model.refresh()
        self.model = model
    }

    private func share() async {
        if let file = await model?.calendar() { Sharing.share(file) }
    }
}

/// The choices, each kept as it is made.
struct ChoicesForm: View {
    @Environment(AppModel.self) private var app
    let model: ReminderSettingsModel
    let choices: ReminderChoices

    var body: some View {
        @Bindable var model = model
        Toggle(isOn: $model.on) { Text(app.words(.remindersOn)).font(.headline) }
            .onChange(of: model.problem) { _, problem in if let problem { Haptics.feel(problem) } }
        if choices.on {
            PaydayField(model: model, payday: choices.payday)
            TimeField(label: app.words(.remindersAt), time: choices.at) { time in change { $0.at = time } }
            Toggle(isOn: $model.hasQuiet) { Text(app.words(.quietHours)) }
            if let from = choices.quietFrom, let to = choices.quietTo {
                TimeField(label: app.words(.quietFrom), time: from) { time in change { $0.quietFrom = time } }
                TimeField(label: app.words(.quietTo), time: to) { time in change { $0.quietTo = time } }
            }
            Picker(app.words(.timeZone), selection: $model.zone) {
                ForEach([Zone.wib, .wita, .wit], id: \.self) { Text($0.name).tag($0) }
            }
            PauseField(model: model, paused: choices.pausedUntilWords)
            Text(app.words(.holidaysAbout)).foregroundStyle(Tone.soft)
        }
    }

    private func change(_ edit: @escaping @MainActor (inout EditedChoices) -> Void) {
        Task { await model.change(edit) }
    }
}

/// When money comes in: its kind, then its day.
struct PaydayField: View {
    @Environment(AppModel.self) private var app
    let model: ReminderSettingsModel
    let payday: PaydayChoice

    var body: some View {
        @Bindable var model = model
        Picker(app.words(.payday), selection: $model.kind) {
            ForEach(ReminderSettingsModel.PaydayKind.allCases, id: \.self) { Text(app.words($0.label)).tag($0) }
        }
        switch payday {
        case .unset, .daily: EmptyView()
        case .weekly:
            Picker(app.words(.payday), selection: $model.weekday) {
                ForEach(Array(model.wheels.weekdays.enumerated()), id: \.offset) { index, name in
                    Text(name).tag(UInt8(index + 1))
                }
            }
        case .monthly:
            Picker(app.words(.payday), selection: $model.monthDay) {
                ForEach(Array(UInt8(1)...31), id: \.self) { Text(app.words(.paydayDay, "\($0)")).tag($0) }
            }
        case .harvest(let months):
            ForEach(Array(model.wheels.months.enumerated()), id: \.offset) { index, name in
                let month = UInt16(index + 1)
                LineButton(title: "", text: name, icon: months.contains(month) ? "check" : "calendar") {
                    Task { await model.toggle(harvest: month) }
                }
                .accessibilityValue(app.words(months.contains(month) ? .hearChosen : .hearNotChosen))
            }
        }
    }
}
