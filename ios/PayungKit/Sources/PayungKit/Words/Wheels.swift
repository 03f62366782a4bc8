import Foundation
import PayungCore

/// What stands on the system's own wheels, from which somebody chooses a day, and the day that was chosen as the core reads it. A day or
/// a moment that the core names comes with its words.
public struct Wheels: Sendable {
    private let calendar: Calendar

    public init(_ language: Language, zone: Zone = .wib) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone.timeZone
        calendar.locale = Locale(identifier: language == .id ? "id_ID" : "en_GB")
        self.calendar = calendar
    }

    /// From Monday on, as the core counts them from 1.
    public var weekdays: [String] {
        let fromSunday = calendar.standaloneWeekdaySymbols
        return Array(fromSunday.dropFirst() + fromSunday.prefix(1))
    }

    /// From January on.
    public var months: [String] { calendar.standaloneMonthSymbols }

    /// The civil day as the core reads it: `2027-02-10`.
    public func isoDay(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        let two = { (number: Int?) in String(format: "%02d", number ?? 0) }
        return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
    }
}

extension Zone {
    /// None of Indonesia's zones has summer time.
    public var timeZone: TimeZone {
        let hours =
            switch self {
            case .wib: 7
            case .wita: 8
            case .wit: 9
            }
        return TimeZone(secondsFromGMT: hours * 3600) ?? .gmt
    }

    /// As everybody in Indonesia calls it.
    public var name: String {
        switch self {
        case .wib: "WIB"
        case .wita: "WITA"
        case .wit: "WIT"
        }
    }
}

/// A minute of the day, as the core writes it: `08.00`.
public struct TimeOfDay: Equatable, Hashable, Sendable {
    public let hour: Int
    public let minute: Int

    public init?(hour: Int, minute: Int) {
        guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
        (self.hour, self.minute) = (hour, minute)
    }

    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]) else { return nil }
        self.init(hour: hour, minute: minute)
    }

    public var text: String { "\(hour < 10 ? "0" : "")\(hour).\(minute < 10 ? "0" : "")\(minute)" }
}
