import Foundation
import PayungCore
import PayungKit
import UserNotifications

/// The system's notifications. The link of each is what a tap opens; its category names its buttons.
struct SystemNotifier: Notifier {
    private var center: UNUserNotificationCenter { .current() }

    func permission() async -> NotifierPermission {
        switch await center.notificationSettings().authorizationStatus {
        case .notDetermined: .notAsked
        case .denied: .denied
        default: .allowed
        }
    }

    func ask() async -> NotifierPermission {
        let allowed = (try? await center.requestAuthorization(options: [.alert, .sound])) ?? false
        return allowed ? .allowed : .denied
    }

    func pending() async -> [Reminder] { await center.pendingNotificationRequests().map { Reminder($0) } }

    func add(_ reminder: Reminder) async throws {
        let date = Date(timeIntervalSince1970: TimeInterval(reminder.atMillis) / 1000)
        let parts = Calendar.current.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        try await tell(reminder, UNCalendarNotificationTrigger(dateMatching: parts, repeats: false))
    }

    func show(_ news: Reminder) async throws { try await tell(news, nil) }

    private func tell(_ reminder: Reminder, _ trigger: UNNotificationTrigger?) async throws {
        await know(reminder.answers)
        let content = UNMutableNotificationContent()
        content.title = reminder.title
        content.body = reminder.text
        content.categoryIdentifier = reminder.answers.category
        content.userInfo = [
            "at": reminder.atMillis, "when": reminder.when, "link": reminder.link, "registration": reminder.registration,
        ]
        try await center.add(UNNotificationRequest(identifier: reminder.id, content: content, trigger: trigger))
    }

    func remove(_ ids: [String]) async { center.removePendingNotificationRequests(withIdentifiers: ids) }

    func clear(_ ids: [String]) async { center.removeDeliveredNotifications(withIdentifiers: ids) }

    /// Tells the system the buttons, once. Paying opens the app; the others need the phone to be unlocked and nothing more.
    private func know(_ answers: Answers) async {
        let known = await center.notificationCategories()
        guard !answers.buttons.isEmpty, !known.contains(where: { $0.identifier == answers.category }) else { return }
        let actions = answers.buttons.map {
            UNNotificationAction(
                identifier: $0.action.code, title: $0.label, options: $0.action == .pay ? .foreground : .authenticationRequired)
        }
        let category = UNNotificationCategory(
            identifier: answers.category, actions: actions, intentIdentifiers: [], options: [])
        center.setNotificationCategories(known.union([category]))
    }
}

extension Reminder {
    /// As it was added.
    init(_ request: UNNotificationRequest) {
        let (content, info) = (request.content, request.content.userInfo)
        self.init(
            id: request.identifier, atMillis: info["at"] as? Int64 ?? 0, when: info["when"] as? String ?? "",
            title: content.title, text: content.body, link: info["link"] as? String ?? "",
            registration: info["registration"] as? String ?? "", answers: Answers(category: content.categoryIdentifier))
    }
}

/// A tap on a notification, or on a button below it, and one that comes while the app is in front. Both methods have the form with a
/// handler: that of the form with `async` would be called on a thread of Swift's, and the system takes it on the main thread only.
final class NotificationTaps: NSObject, UNUserNotificationCenterDelegate {
    private let tapped: @MainActor @Sendable (Reminder, ReminderAction?) async -> Void

    init(_ tapped: @escaping @MainActor @Sendable (Reminder, ReminderAction?) async -> Void) { self.tapped = tapped }

    func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse,
        withCompletionHandler completionHandler: @escaping () -> Void
    ) {
        // Swept away is no answer.
        guard response.actionIdentifier != UNNotificationDismissActionIdentifier else { return completionHandler() }
        let (reminder, action) = (Reminder(response.notification.request), ReminderAction(code: response.actionIdentifier))
        let tapped = tapped
        nonisolated(unsafe) let done = completionHandler
        Task { @MainActor in
            await tapped(reminder, action)
            done()
        }
    }

    /// In front it is shown too: the core counts what was due as shown.
    func userNotificationCenter(
        _ center: UNUserNotificationCenter, willPresent notification: UNNotification,
        withCompletionHandler completionHandler: @escaping (UNNotificationPresentationOptions) -> Void
    ) {
        completionHandler([.banner, .list, .sound])
    }
}
