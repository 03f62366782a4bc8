import PayungCore
import PayungKit
import SwiftUI

/// What can be set, each thing in one place.
struct SettingsScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL
    @Environment(\.scenePhase) private var phase
    @State private var model: SettingsModel

    init(core: Core, words: Words, language: Language) {
        _model = State(
            initialValue: SettingsModel(
                core: core, words: words, language: language, lock: AppLock(), notifier: SystemNotifier()))
    }

    var body: some View {
        Scaffold(title: app.words(.settings), spoken: model.state.content?.spoken(app.words) ?? "") {
            LanguageRows()
            LoadedView(state: model.state, again: model.refresh) { shown in
                LockRow(shown: shown, model: model)
                SettingsTitle(text: .reminders)
                Text(app.words(shown.notificationWords)).foregroundStyle(Tone.soft)
                if let button = shown.notificationButton {
                    SecondaryButton(label: app.words(button)) { Task { await act(button) } }
                }
                PeopleRows(shown: shown)
                SettingsRest(shown: shown)
            }
        } foot: {
        }
        .task { await model.refresh() }
        // Somebody comes back from the system's settings.
        .onChange(of: phase) { _, phase in if phase == .active { Task { await model.refresh() } } }
    }

    private func act(_ button: ShellText) async {
        if button == .allowNotifications {
            await model.allowNotifications()
        } else if let settings = URL(string: "app-settings:") {
            openURL(settings)
        }
    }
}

/// A title between the settings.
struct SettingsTitle: View {
    @Environment(AppModel.self) private var app
    let text: ShellText

    var body: some View {
        Text(app.words(text)).font(.headline).accessibilityAddTraits(.isHeader)
    }
}

/// The languages, each by its own name. They can be chosen whatever the core says.
struct LanguageRows: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        SettingsTitle(text: .language)
        ForEach(SettingsModel.Shown.languages, id: \.language) { one in
            let reading = Reading.language(one, of: app.language, app.words)
            LineButton(title: "", text: one.name, icon: one.language == app.language ? "check" : "language") {
                Task { await app.choose(one.language) }
            }
            .accessibilityLabel(reading.label)
            .accessibilityValue(reading.value)
            .accessibilityAddTraits(one.language == app.language ? .isSelected : [])
        }
    }
}

/// The lock of the app, where the phone has one.
struct LockRow: View {
    @Environment(AppModel.self) private var app
    let shown: SettingsModel.Shown
    @Bindable var model: SettingsModel

    var body: some View {
        SettingsTitle(text: .lockTitle)
        if shown.lock == nil {
            Text(app.words(.lockMissing)).foregroundStyle(Tone.soft)
        } else {
            Toggle(isOn: $model.locks) { Text(app.words(.lockApp)) }
        }
    }
}

/// What is set for each registration: its reminders, and its code on paper.
struct PeopleRows: View {
    @Environment(AppModel.self) private var app
    let shown: SettingsModel.Shown

    var body: some View {
        ForEach(shown.people, id: \.registration) { person in
            LineButton(title: app.words(.reminderSettings), text: person.receipt, icon: "reminder") {
                app.navigation.go(to: .reminderSettings(person.registration))
            }
        }
        if !shown.people.isEmpty { SettingsTitle(text: .recoveryCode) }
        ForEach(shown.people, id: \.registration) { person in
            if person.canHaveCode {
                LineButton(title: app.words(.recoveryCode), text: person.receipt, icon: "phone") {
                    app.navigation.go(to: .recoveryCode(person.registration))
                }
            } else {
                ReceiptLine(row: ReceiptRow(label: person.receipt, value: person.noCodeWords ?? ""))
            }
        }
    }
}

/// The quota that was used, what is stored, and who we are.
struct SettingsRest: View {
    @Environment(AppModel.self) private var app
    let shown: SettingsModel.Shown

    var body: some View {
        ReceiptLine(row: ReceiptRow(label: app.words(.dataUsed), value: DataUsed.words(shown.bytesSent))).card()
        LineButton(title: "", text: app.words(.myData), icon: "lock") { app.navigation.go(to: .myData) }
        LineButton(title: "", text: app.words(.help), icon: "help") { app.navigation.go(to: .help) }
        Text(app.words(.version, shown.about.version, "\(shown.about.rules)")).font(.subheadline).foregroundStyle(Tone.soft)
    }
}
