import Foundation
import PayungCore

/// Days and times as a person reads them, in the language of the app. The core's own sentences hold theirs already; this is for the few
/// that come as data: when a reminder comes, when something happened.
public struct Moments: Sendable {
    private let locale: Locale
    private let zone: Zone

    public init(_ language: Language, zone: Zone = .wib) {
        locale = Locale(identifier: language == .id ? "id_ID" : "en_GB")
        self.zone = zone
    }

    /// `10 Februari 2027`
    public func day(_ millis: Int64) -> String {
        var style = Date.FormatStyle(date: .long, time: .omitted, locale: locale, calendar: calendar, timeZone: zone.timeZone)
        style.capitalizationContext = .unknown
        return date(millis).formatted(style)
    }

    /// `10 Februari 2027, 18.00 WIB`: a time without its zone is read as another one by somebody who moved.
    public func moment(_ millis: Int64) -> String {
        let parts = calendar.dateComponents([.hour, .minute], from: date(millis))
        let time = TimeOfDay(hour: parts.hour ?? 0, minute: parts.minute ?? 0)
        return "\(day(millis)), \(time?.text ?? "") \(zone.name)"
    }

    /// From Monday on, as the core counts them from 1.
    public var weekdays: [String] {
        let fromSunday = calendar.standaloneWeekdaySymbols
        return Array(fromSunday.dropFirst() + fromSunday.prefix(1))
    }

    /// A month as the core writes it, `2027-02`: `Februari 2027`. Nil for what is none.
    public func month(_ isoMonth: String) -> String? {
        let parts = isoMonth.split(separator: "-", omittingEmptySubsequences: false)
        guard isoMonth.count == 7, parts.count == 2, let month = Int(parts[1]), (1...12).contains(month) else { return nil }
        return Int(parts[0]).map { "\(months[month - 1]) \($0)" }
    }

    /// A day as the core writes it, `2027-02-10`: `10 Februari 2027`. Nil for what is none.
    public func day(isoDay: String) -> String? { date(isoDay: isoDay).map { day(Int64($0.timeIntervalSince1970 * 1000)) } }

    /// From January on.
    public var months: [String] { calendar.standaloneMonthSymbols }

    /// The civil day as the core writes it: `2027-02-10`.
    public func isoDay(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        let two = { (number: Int?) in String(format: "%02d", number ?? 0) }
        return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
    }

    /// The first moment of a day that the core wrote; nil for what is none.
    public func date(isoDay: String) -> Date? {
        let parts = isoDay.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard parts.count == 3, isoDay.count == 10 else { return nil }
        let date = calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2]))
        // A calendar moves the 30th of February on; nobody meant that day.
        return date.flatMap { self.isoDay($0) == isoDay ? $0 : nil }
    }

    private func date(_ millis: Int64) -> Date { Date(timeIntervalSince1970: TimeInterval(millis) / 1000) }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone.timeZone
        calendar.locale = locale
        return calendar
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
