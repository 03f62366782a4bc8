import Observation
import PayungCore

/// What will be reminded of. Where notifications are not allowed, the same list stands in the app.
@Observable @MainActor
public final class RemindersModel {
    public enum State: ScreenState {
        case loading
        case none
        /// Nobody was asked yet: it is explained first, then the system asks.
        case notAsked([Reminder])
        /// Not allowed: the list is the reminder.
        case listed([Reminder], Problem)
        case planned([Reminder])
    }

    public private(set) var state = State.loading

    private let notifier: any Notifier
    private let words: Words
    private let nowMillis: @Sendable () -> Int64

    public init(notifier: any Notifier, words: Words, nowMillis: @escaping @Sendable () -> Int64) {
        (self.notifier, self.words, self.nowMillis) = (notifier, words, nowMillis)
    }

    /// Brings what is pending in line with what is wanted, as far as that is allowed.
    public func plan(_ wanted: [Reminder]) async {
        let now = nowMillis()
        let permission = await notifier.permission()
        guard !wanted.isEmpty else {
            if permission == .allowed { await apply([], now) }
            state = .none
            return
        }
        switch permission {
        case .notAsked: state = .notAsked(wanted)
        case .denied: state = .listed(wanted, Problem(words: words(.notificationsDenied), wayOn: .settings))
        case .allowed:
            await apply(wanted, now)
            state = .planned(wanted)
        }
    }

    /// Up to when what was pending was shown; nil while that is not allowed.
    public func shows() async -> Int64? {
        await notifier.permission() == .allowed ? nowMillis() : nil
    }

    /// Nothing new is known: what is pending stays, and is shown.
    public func keep() async {
        let pending = await notifier.pending().sorted { $0.atMillis < $1.atMillis }
        if state == .loading { state = pending.isEmpty ? .none : .planned(pending) }
    }

    /// The worker said that reminders are welcome: the system asks.
    public func ask() async {
        guard case .notAsked(let wanted) = state else { return }
        _ = await notifier.ask()
        await plan(wanted)
    }

    private func apply(_ wanted: [Reminder], _ now: Int64) async {
        let plan = ReminderPlan(wanted: wanted, pending: await notifier.pending(), nowMillis: now)
        await notifier.remove(plan.remove)
        for reminder in plan.add {
            // One that the system refuses must not keep the others away; it is tried again at the next start.
            try? await notifier.add(reminder)
        }
    }
}

extension RemindersModel.State {
    public enum Kind: CaseIterable, Sendable { case loading, none, notAsked, listed, planned }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .none: .none
        case .notAsked: .notAsked
        case .listed: .listed
        case .planned: .planned
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        let lines = { (list: [Reminder]) in list.map { Reading($0.title, value: "\($0.text) \($0.when)", .button) } }
        return switch self {
        case .loading: [Reading(words(.waiting))]
        case .none: [Reading(words(.noReminders))]
        case .notAsked(let list): lines(list) + [Reading(words(.allowNotifications), .button)]
        case .listed(let list, let problem): problem.reading(words) + lines(list)
        case .planned(let list): lines(list)
        }
    }
}
