import Foundation
import PayungCore

/// A notification that the app wants at a time. It says nothing about the person: a lock screen shows it to everybody.
public struct Reminder: Equatable, Hashable, Sendable {
    /// The same for the same reminder.
    public let id: String
    /// Milliseconds since 1970.
    public let atMillis: Int64
    /// The same in words, in the member's zone.
    public let when: String
    public let title: String
    public let text: String
    /// What a tap opens: a link of the app's own.
    public let link: String
    /// Whose it is: an answer is given for that registration.
    public let registration: String
    /// What can be answered below it, in the order of the buttons.
    public let answers: Answers

    public init(
        id: String, atMillis: Int64, when: String = "", title: String, text: String, link: String, registration: String = "",
        answers: Answers = Answers([])
    ) {
        (self.id, self.atMillis, self.when, self.title, self.text, self.link) = (id, atMillis, when, title, text, link)
        (self.registration, self.answers) = (registration, answers)
    }
}

/// The buttons below a notification. The system knows them by the name of a category, so the name holds all of it: what is pending
/// tells its answers again, and another language is another category.
public struct Answers: Equatable, Hashable, Sendable {
    public struct Button: Equatable, Hashable, Sendable {
        public let action: ReminderAction
        public let label: String

        public init(_ action: ReminderAction, _ label: String) { (self.action, self.label) = (action, label) }
    }

    public let buttons: [Button]

    public init(_ buttons: [Button]) { self.buttons = buttons }

    /// The category's name; empty without buttons.
    public var category: String {
        buttons.map { "\($0.action.code)=\($0.label.replacing("|", with: " "))" }.joined(separator: "|")
    }

    /// Out of a category's name. What this app does not know is left out.
    public init(category: String) {
        buttons = category.split(separator: "|").compactMap { part in
            let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, let action = ReminderAction(code: halves[0]) else { return nil }
            return Button(action, halves[1])
        }
    }
}

extension ReminderAction {
    /// Its name as an action of the system.
    public var code: String {
        switch self {
        case .pay: "pay"
        case .tomorrow: "tomorrow"
        case .saidPaid: "said_paid"
        case .pause: "pause"
        }
    }

    /// Nil for what is none of ours: a tap on the notification itself.
    public init?(code: String) {
        guard let found = [ReminderAction.pay, .tomorrow, .saidPaid, .pause].first(where: { $0.code == code }) else { return nil }
        self = found
    }
}

/// What the system has to be told, so that what is pending is what is wanted.
public struct ReminderPlan: Equatable, Sendable {
    /// To be removed, by id.
    public let remove: [String]
    /// To be added, in the order of their times.
    public let add: [Reminder]
    /// Wanted, and too many or past: they are asked for again at the next start.
    public let left: [Reminder]

    /// The system keeps so many and silently drops the rest.
    public static let most = 64

    /// The difference between what is wanted and what is pending. Both may hold anything: past times, the same id twice, other
    /// texts under a known id. What is pending unchanged is not touched, so that nothing rings twice.
    public init(wanted: [Reminder], pending: [Reminder], nowMillis: Int64, most: Int = ReminderPlan.most) {
        var seen = Set<String>()
        let ordered = wanted.sorted { ($0.atMillis, $0.id) < ($1.atMillis, $1.id) }.filter { seen.insert($0.id).inserted }
        let coming = ordered.filter { $0.atMillis > nowMillis }
        let kept = coming.prefix(max(0, most))
        left = ordered.filter { $0.atMillis <= nowMillis } + coming.dropFirst(kept.count)
        let known = Dictionary(pending.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        add = kept.filter { known[$0.id] != $0 }
        let stays = Set(kept.filter { known[$0.id] == $0 }.map(\.id))
        remove = known.keys.filter { !stays.contains($0) }.sorted()
    }
}

/// The system's notifications, as far as the shell uses them.
public protocol Notifier: Sendable {
    func permission() async -> NotifierPermission
    /// Asks the worker. The system does so once.
    func ask() async -> NotifierPermission
    func pending() async -> [Reminder]
    func add(_ reminder: Reminder) async throws
    /// At once.
    func show(_ news: Reminder) async throws
    func remove(_ ids: [String]) async
    /// Off the lock screen: its screen was seen.
    func clear(_ ids: [String]) async
}

/// What the worker allowed.
public enum NotifierPermission: Equatable, Sendable { case notAsked, allowed, denied }
