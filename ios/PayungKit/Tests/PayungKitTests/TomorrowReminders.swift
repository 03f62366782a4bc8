import PayungCore
import PayungTrial

@testable import PayungKit

/// The core's reminders, and one more for each registration that was asked about tomorrow. The core itself plans that message only while
/// there is something to pay, and a bill comes from an office.
final class TomorrowReminders: RemindersProtocol, @unchecked Sendable {
    private let real: any RemindersProtocol
    /// Written by the core's calls, which come one after another.
    private var asked: [String] = []

    init(_ real: any RemindersProtocol) { self.real = real }

    func all(days: UInt32) throws -> [MemberReminders] {
        let others = try real.all(days: days).filter { !asked.contains($0.registration) }
        return others + asked.map { MemberReminders(registration: $0, reminders: [Self.again]) }
    }

    func answer(registration: String, action: ReminderAction) throws -> [ReminderView] {
        let planned = try real.answer(registration: registration, action: action)
        guard action == .tomorrow else { return planned }
        asked.append(registration)
        return [Self.again]
    }

    func ics(registration: String, days: UInt32) throws -> String { try real.ics(registration: registration, days: days) }
    func of(registration: String, from: String?, days: UInt32) throws -> [ReminderView] {
        try real.of(registration: registration, from: from, days: days)
    }
    func preview(months: [PaidMonthGiven], from: String, days: UInt32) throws -> [ReminderView] {
        try real.preview(months: months, from: from, days: days)
    }
    func shown(registration: String?, atMillis: Int64) throws { try real.shown(registration: registration, atMillis: atMillis) }
    func setSettings(registration: String, chosen: ReminderChoices) throws -> ReminderChoices {
        try real.setSettings(registration: registration, chosen: chosen)
    }
    func settings(registration: String) throws -> ReminderChoices { try real.settings(registration: registration) }

    private static let again = ReminderView(
        id: "again-2999-01-02", kind: .again, atMillis: 32_472_230_400_000,
        atWords: "2 Januari 2999 pukul 08.00 WIB", latestMillis: 32_472_234_000_000, on: "2999-01-02",
        title: "CONTOH", text: "CONTOH.", months: [], amount: nil, actions: [])
}

extension Trial {
    /// A core that knows an office, and that plans a message for tomorrow whenever it is asked to.
    func coreWithTomorrow() throws -> Core {
        let (home, phone, keeper, trust) = (try folder.folder("phone"), phone, keeper, try anyTrust.get())
        return Core {
            let real = try phone.open(home, trust: trust, keeper: keeper)
            return CoreObjects(of: real, reminders: TomorrowReminders(real.reminders()))
        }
    }
}
