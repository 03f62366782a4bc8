import Foundation
import Observation
import PayungCore

/// How reminders come, for one registration. Each change is kept at once, and the core says what of it can be.
@Observable @MainActor
public final class ReminderSettingsModel {
    public struct Shown: ScreenState {
        public let choices: ReminderChoices

        public init(_ choices: ReminderChoices) { self.choices = choices }
    }

    /// The kinds of payday, to be chosen from; their days come after.
    public enum PaydayKind: CaseIterable, Hashable, Sendable { case unset, daily, weekly, monthly, harvest }

    public private(set) var state = Loaded<Shown>.loading
    /// Why the last change was not taken; what was shown stays.
    public private(set) var problem: Problem?

    public let registration: String
    private let core: Core
    private let words: Words
    private let language: Language
    /// Tells the phone what is to be scheduled now.
    private let changed: @MainActor @Sendable () async -> Void

    public init(
        _ registration: String, core: Core, words: Words, language: Language = .id,
        changed: @escaping @MainActor @Sendable () async -> Void
    ) {
        (self.registration, self.core, self.words, self.changed) = (registration, core, words, changed)
        self.language = language
    }

    public var choices: ReminderChoices? { state.content?.choices }
    /// For the system's pickers, in the member's zone.
    public var wheels: Wheels { Wheels(language, zone: choices?.zone ?? .wib) }

    public func refresh() async {
        let registration = registration
        do {
            state = .shown(Shown(try await core.call { try $0.reminders.settings(registration: registration) }))
            problem = nil
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    /// Changes one thing and keeps it.
    public func change(_ edit: (inout EditedChoices) -> Void) async {
        guard let before = choices else { return }
        var edited = EditedChoices(before)
        edit(&edited)
        guard edited != EditedChoices(before) else { return }
        let (registration, wanted) = (registration, edited.choices)
        do {
            let kept = try await core.call { try $0.reminders.setSettings(registration: registration, chosen: wanted) }
            state = .shown(Shown(kept))
            problem = nil
            await changed()
        } catch {
            problem = Problem(error, words)
        }
    }

    /// Quiet hours on, as the core begins with them, or off.
    public func quiet(_ on: Bool) async {
        await change { ($0.quietFrom, $0.quietTo) = on ? (Self.usualQuiet.from, Self.usualQuiet.to) : (nil, nil) }
    }

    /// What the core begins with; a test compares the two.
    static let usualQuiet = (from: "20.00", to: "07.00")

    /// A pause until that day, or none.
    public func pause(until day: Date?) async {
        let until = day.map { wheels.isoDay($0) }
        await change { $0.pausedUntil = until }
    }

    /// Another kind of payday, with the first day of its kind until another one is chosen.
    public func choose(_ kind: PaydayKind) async {
        guard let choices, PaydayKind(choices.payday) != kind else { return }
        await change { $0.payday = kind.first }
    }

    /// Ticks or unticks a month of harvest. The last one stays: a harvest without a month is none.
    public func toggle(harvest month: UInt16) async {
        guard case .harvest(let months) = choices?.payday else { return }
        let now = Set(months).symmetricDifference([month])
        guard !now.isEmpty else { return }
        await change { $0.payday = .harvest(months: now.sorted()) }
    }

    /// The reminders as a file for a calendar, for whoever keeps one.
    public func calendar() async -> Export? {
        let registration = registration
        do {
            let text = try await core.call { try $0.reminders.ics(registration: registration, days: 365) }
            problem = nil
            return try Export(Data(text.utf8), named: "payung.ics")
        } catch let error as Export.Failure {
            problem = error.problem(words)
        } catch {
            problem = Problem(error, words)
        }
        return nil
    }
}

/// What a control is bound to: reading shows what is kept, setting keeps it a moment later.
extension ReminderSettingsModel {
    public var on: Bool {
        get { choices?.on ?? false }
        set { Task { await change { $0.on = newValue } } }
    }

    public var zone: Zone {
        get { choices?.zone ?? .wib }
        set { Task { await change { $0.zone = newValue } } }
    }

    public var kind: PaydayKind {
        get { PaydayKind(choices?.payday ?? .unset) }
        set { Task { await choose(newValue) } }
    }

    public var hasQuiet: Bool {
        get { choices?.quietFrom != nil }
        set { Task { await quiet(newValue) } }
    }

    /// 1 for Monday to 7 for Sunday.
    public var weekday: UInt8 {
        get { if case .weekly(let weekday) = choices?.payday { weekday } else { 1 } }
        set { Task { await change { $0.payday = .weekly(weekday: newValue) } } }
    }

    public var monthDay: UInt8 {
        get { if case .monthly(let day) = choices?.payday { day } else { 1 } }
        set { Task { await change { $0.payday = .monthly(day: newValue) } } }
    }
}

/// Choices while one of them is changed: the core's record is a value that stays as it is.
public struct EditedChoices: Equatable, Sendable {
    public var on: Bool
    public var payday: PaydayChoice
    public var at: String
    public var quietFrom: String?
    public var quietTo: String?
    public var zone: Zone
    public var pausedUntil: String?

    public init(_ choices: ReminderChoices) {
        (on, payday, at, zone) = (choices.on, choices.payday, choices.at, choices.zone)
        (quietFrom, quietTo, pausedUntil) = (choices.quietFrom, choices.quietTo, choices.pausedUntil)
    }

    public var choices: ReminderChoices {
        ReminderChoices(
            on: on, payday: payday, at: at, quietFrom: quietFrom, quietTo: quietTo, zone: zone, pausedUntil: pausedUntil)
    }
}

extension ReminderSettingsModel.PaydayKind {
    public init(_ choice: PaydayChoice) {
        self =
            switch choice {
            case .unset: .unset
            case .daily: .daily
            case .weekly: .weekly
            case .monthly: .monthly
            case .harvest: .harvest
            }
    }

    /// With the first day of its kind.
    var first: PaydayChoice {
        switch self {
        case .unset: .unset
        case .daily: .daily
        case .weekly: .weekly(weekday: 1)
        case .monthly: .monthly(day: 1)
        case .harvest: .harvest(months: [1])
        }
    }

    public var label: ShellText {
        switch self {
        case .unset: .paydayUnset
        case .daily: .paydayDaily
        case .weekly: .paydayWeekly
        case .monthly: .paydayMonthly
        case .harvest: .paydayHarvest
        }
    }
}

extension ReminderSettingsModel.Shown {
    public typealias Kind = Plain

    public func reading(_ words: Words) -> [Reading] {
        let state = { (on: Bool) in words(on ? .hearOn : .hearOff) }
        let head = [Reading(words(.remindersOn), value: state(choices.on), .button)]
        guard choices.on else { return head + [Reading(words(.shareCalendar), .button)] }
        let quiet = [choices.quietFrom, choices.quietTo].compactMap { $0 }.joined(separator: "–")
        return head + [
            Reading(words(.payday), value: words(ReminderSettingsModel.PaydayKind(choices.payday).label), .button),
            Reading(words(.remindersAt), value: choices.at, .button),
            Reading(words(.quietHours), value: quiet.isEmpty ? state(false) : quiet, .button),
            Reading(words(.timeZone), value: choices.zone.name, .button),
            Reading(words(.pause), value: choices.pausedUntilWords.map { words(.pauseUntil, $0) } ?? state(false), .button),
            Reading(words(.shareCalendar), .button),
        ]
    }
}
