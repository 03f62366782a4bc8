import Foundation
import PayungKit
import UserNotifications

/// The system's notifications. The link of each is what a tap opens.
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

    func pending() async -> [Reminder] {
        await center.pendingNotificationRequests().map { request in
            let info = request.content.userInfo
            return Reminder(
                id: request.identifier, atMillis: info["at"] as? Int64 ?? 0, title: request.content.title,
                text: request.content.body, link: info["link"] as? String ?? "")
        }
    }

    func add(_ reminder: Reminder) async throws {
        let content = UNMutableNotificationContent()
        content.title = reminder.title
        content.body = reminder.text
        content.userInfo = ["at": reminder.atMillis, "link": reminder.link]
        let date = Date(timeIntervalSince1970: TimeInterval(reminder.atMillis) / 1000)
        let parts = Calendar.current.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        let trigger = UNCalendarNotificationTrigger(dateMatching: parts, repeats: false)
        try await center.add(UNNotificationRequest(identifier: reminder.id, content: content, trigger: trigger))
    }

    func remove(_ ids: [String]) async { center.removePendingNotificationRequests(withIdentifiers: ids) }
}

/// A tap on a notification opens what it names.
final class NotificationTaps: NSObject, UNUserNotificationCenterDelegate {
    private let open: @MainActor @Sendable (String) -> Void

    init(_ open: @escaping @MainActor @Sendable (String) -> Void) { self.open = open }

    func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse
    ) async {
        guard let link = response.notification.request.content.userInfo["link"] as? String else { return }
        await open(link)
    }
}
