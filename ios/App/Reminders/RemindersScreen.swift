import PayungKit
import SwiftUI

/// What will be reminded of; where notifications are not allowed, this list is the reminder.
struct RemindersScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(RemindersModel.self) private var model

    var body: some View {
        Scaffold(title: app.words(.reminders), spoken: "") {
            switch model.state {
            case .loading: Waiting()
            case .none: Text(app.words(.noReminders))
            case .notAsked(let list): ReminderList(list: list)
            case .planned(let list): ReminderList(list: list)
            case .listed(let list, let problem):
                ProblemNotice(problem: problem) {}
                ReminderList(list: list)
            }
        } foot: {
            if case .notAsked = model.state {
                PrimaryButton(label: app.words(.allowNotifications)) { Task { await model.ask() } }
            }
        }
        .task { await app.remind(model) }
    }
}

/// One card for each; a tap opens what the notification would open.
struct ReminderList: View {
    @Environment(AppModel.self) private var app
    let list: [Reminder]

    var body: some View {
        ForEach(list, id: \.id) { reminder in
            LineButton(title: reminder.title, text: "\(reminder.text)\n\(reminder.when)", icon: "reminder") {
                app.open(link: reminder.link)
            }
        }
    }
}
