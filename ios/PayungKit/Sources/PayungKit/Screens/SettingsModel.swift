import Observation
import PayungCore

/// What can be set, and where the rest of it is: language, lock, notifications, the recovery code, the quota that was used, the app.
@Observable @MainActor
public final class SettingsModel {
    public struct Shown: ScreenState {
        public let language: Language
        /// The worker's own lock of the app; nil on a phone that has nothing to lock it with.
        public let lock: Bool?
        public let notifications: NotifierPermission
        /// Whose reminders and recovery code can be set here: the first page of registrations. Empty while the key is locked.
        public let people: [RegistrationView]
        public let bytesSent: UInt64
        public let about: AboutView

        public init(
            language: Language, lock: Bool?, notifications: NotifierPermission, people: [RegistrationView], bytesSent: UInt64,
            about: AboutView
        ) {
            (self.language, self.lock, self.notifications) = (language, lock, notifications)
            (self.people, self.bytesSent, self.about) = (people, bytesSent, about)
        }
    }

    public private(set) var state = Loaded<Shown>.loading

    private let core: Core
    private let words: Words
    private let language: Language
    private let lock: any AppLocking
    private let notifier: any Notifier

    public init(core: Core, words: Words, language: Language, lock: any AppLocking, notifier: any Notifier) {
        (self.core, self.words, self.language) = (core, words, language)
        (self.lock, self.notifier) = (lock, notifier)
    }

    public func refresh() async {
        let (language, notifications) = (language, await notifier.permission())
        let locked = lock.isPossible ? lock.isOn : nil
        state = await core.load(words) { core in
            let all = try core.registrations.page(before: nil).registrations
            return Shown(
                language: language, lock: locked, notifications: notifications, people: all.filter(\.isMembership),
                bytesSent: all.reduce(0) { $0 + $1.bytesSent }, about: core.payung.about())
        }
    }

    /// The lock of the app, on or off.
    public func lock(_ on: Bool) async {
        lock.turn(on)
        await refresh()
    }

    /// The system asks, once; afterwards only its own settings can change the answer.
    public func allowNotifications() async {
        _ = await notifier.ask()
        await refresh()
    }
}

/// What a switch is bound to.
extension SettingsModel {
    public var locks: Bool {
        get { state.content?.lock ?? false }
        set { Task { await lock(newValue) } }
    }
}

extension SettingsModel.Shown {
    public typealias Kind = Plain

    /// The names of the languages, each in its own.
    public static let languages: [(language: Language, name: String)] = [(.id, "Bahasa Indonesia"), (.en, "English")]

    /// What notifications do on this phone.
    public var notificationWords: ShellText {
        switch notifications {
        case .allowed: .notificationsOn
        case .notAsked: .notificationsNotAsked
        case .denied: .notificationsOff
        }
    }

    /// The button below it; nil where there is nothing to do.
    public var notificationButton: ShellText? {
        switch notifications {
        case .allowed: nil
        case .notAsked: .allowNotifications
        case .denied: .openSettings
        }
    }

    /// What "Dengarkan" reads.
    public func spoken(_ words: Words) -> String {
        reading(words).map { [$0.label, $0.value].filter { !$0.isEmpty }.joined(separator: ": ") }.joined(separator: ". ")
    }

    public func reading(_ words: Words) -> [Reading] {
        var said = [Reading(words(.language), .header)] + Self.languages.map { Reading.language($0, of: language, words) }
        said.append(Reading(words(.lockTitle), .header))
        if let lock {
            said.append(Reading(words(.lockApp), value: words(lock ? .hearOn : .hearOff), .button))
        } else {
            said.append(Reading(words(.lockMissing)))
        }
        said += [Reading(words(.reminders), .header), Reading(words(notificationWords))]
        said += [notificationButton].compactMap { $0 }.map { Reading(words($0), .button) }
        said += people.map { Reading(words(.reminderSettings), value: $0.receipt, .button) }
        if !people.isEmpty { said.append(Reading(words(.recoveryCode), .header)) }
        said += people.map { Reading.code(of: $0, words) }
        return said + [
            Reading(words(.dataUsed), value: DataUsed.words(bytesSent)), Reading(words(.myData), .button),
            Reading(words(.help), .button), Reading(words(.version, about.version, "\(about.rules)")),
        ]
    }
}

extension Reading {
    /// The code on paper of a registration, or why it can have none.
    static func code(of person: RegistrationView, _ words: Words) -> Reading {
        guard person.canHaveCode else { return Reading(person.receipt, value: person.noCodeWords ?? "") }
        return Reading(words(.recoveryCode), value: person.receipt, .button)
    }
}

extension Reading {
    /// A language to choose.
    public static func language(_ one: (language: Language, name: String), of chosen: Language, _ words: Words) -> Reading {
        let state = words(one.language == chosen ? .hearChosen : .hearNotChosen)
        guard one.language == chosen else { return Reading(one.name, value: state, .button) }
        return Reading(one.name, value: state, .button, .selected)
    }
}

/// How much of the quota was used.
public enum DataUsed {
    /// Rounded up: no byte that was sent is hidden.
    public static func words(_ bytes: UInt64) -> String { "\((bytes + 999) / 1000) kB" }
}
