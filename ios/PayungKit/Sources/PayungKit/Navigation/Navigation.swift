import Foundation

/// A screen, with what it needs to be shown again: ids, and nothing personal, so that it can be kept while the app is away.
public enum Route: Hashable, Codable, Sendable {
    case calculator
    /// The form: a question, the review or an ending, whichever the core shows.
    case draft(String)
    /// A registration with its timeline.
    case registration(String)
    case people
    case reminders
    /// Cover of a registration's member, and what belongs to it.
    case cover(String)
    /// The card that a member shows.
    case card(String)
    case jar(String)
    /// The bill to pay next of a registration.
    case pay(String)
    /// A bill by its id.
    case bill(String)
    /// How a bill is paid at one place.
    case channel(bill: String, channel: String)
    case receipts(String)
    case receipt(String, number: String)
    case statement(String, year: UInt16)
    case reminderSettings(String)
    case somethingHappens
    /// One incident, by its id; with a registration also what was noted for it.
    case incident(String, registration: String?)
    /// What the office was asked for about a registration; without one, from this phone.
    case requests(String?)
    /// Who pays for whom: for a registration's member, and by it.
    case payers(String)
    /// Paying for somebody else, by the code that she gave.
    case payFor(String)
    /// The code on paper by which another phone gets a registration back.
    case recoveryCode(String)
    /// Getting a registration back by such a code. What is typed there is no part of the way.
    case recover
    /// Typing the code of a poster or a helper.
    case referral
    case settings
    case help
    /// Offices and counters.
    case places
    /// One of them, in the list of a district.
    case place(String, district: String)
    case myData
}

/// The way from the first screen to the one that is shown, as a value.
public struct Navigation: Equatable, Codable, Sendable {
    /// The screens above the first one.
    public var path: [Route] = []

    public init(path: [Route] = []) { self.path = path }

    /// Goes on to a screen. One that is on the way already is gone back to.
    public mutating func go(to route: Route) {
        if let there = path.firstIndex(of: route) {
            path.removeSubrange((there + 1)...)
        } else {
            path.append(route)
        }
    }

    /// Something was chosen on the first screen. On a wide screen that one stays beside the others, so what was opened before goes.
    public mutating func choose(_ route: Route) { path = [route] }

    /// On a wide screen: what stands beside the first screen, and the screens above it.
    public var beside: Route? { path.first }
    public var aboveBeside: [Route] {
        get { Array(path.dropFirst()) }
        set { path = path.prefix(1) + newValue }
    }

    /// Another screen in this one's place: a form that was made ready cannot be gone back to.
    public mutating func replace(with route: Route) {
        if !path.isEmpty { path.removeLast() }
        go(to: route)
    }

    public mutating func back() { _ = path.popLast() }

    public mutating func home() { path = [] }

    /// Opens what a link or a notification names, from the first screen on.
    public mutating func open(_ link: DeepLink) {
        switch link {
        case .home, .referral: home()
        case .calculator: path = [.calculator]
        case .reminders: path = [.reminders]
        case .help: path = [.help]
        case .registration(let id): path = [.registration(id)]
        case .cover(let id): path = [.cover(id)]
        case .pay(let id): path = [.pay(id)]
        }
    }
}

extension Navigation {
    /// As text, for what the system keeps of a scene when it ends the process. Empty at the first screen. It ends before a place: the
    /// district in which somebody looks is mostly the one in which they live.
    public var kept: String {
        let plain = path.prefix { if case .place = $0 { false } else { true } }
        guard !plain.isEmpty, let bytes = try? JSONEncoder().encode(Self(path: Array(plain))) else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Goes on where the process that ended was. A link that was opened meanwhile stays, and what an app of another version kept is
    /// no way.
    public mutating func restore(_ kept: String) {
        guard path.isEmpty, let read = try? JSONDecoder().decode(Self.self, from: Data(kept.utf8)) else { return }
        path = read.path
    }
}
