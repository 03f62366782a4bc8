import Foundation

/// A notification that the app wants at a time. It says nothing about the person: a lock screen shows it to everybody.
public struct Reminder: Equatable, Hashable, Sendable {
    /// The same for the same reminder.
    public let id: String
    /// Milliseconds since 1970.
    public let atMillis: Int64
    public let title: String
    public let text: String
    /// What a tap opens: a link of the app's own.
    public let link: String

    public init(id: String, atMillis: Int64, title: String, text: String, link: String) {
        self.id = id
        self.atMillis = atMillis
        self.title = title
        self.text = text
        self.link = link
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
    func remove(_ ids: [String]) async
}

/// What the worker allowed.
public enum NotifierPermission: Equatable, Sendable { case notAsked, allowed, denied }
