import Foundation

/// What a link asks the app to show. A link comes from anybody: it is parsed strictly, shows something and never does anything.
///
/// `payung://registration/ID`, `payung://cover/ID` and `payung://pay/ID` come from the app's own notifications; `https://HOST/app/daftar?kode=KODE` and
/// `payung://daftar?kode=KODE` from a poster or a helper.
public enum DeepLink: Equatable, Sendable {
    case home
    case calculator
    case reminders
    case help
    /// A registration by its id, which the core knows or does not.
    case registration(String)
    /// The cover of a registration's member: what a reminder opens.
    case cover(String)
    /// The bill to pay next of a registration: what a reminder's "Cara bayar" opens. It shows it, and pays nothing.
    case pay(String)
    /// A poster or somebody who helps handed out a code: the link as one of the app's own, for the core, which says whether a code is
    /// in it. It is kept and shown; it changes no price and no answer.
    case referral(String)

    /// Why a link was not followed.
    public enum Refusal: Error, Equatable, Sendable {
        /// Another app's, or another site's.
        case notOurs
        /// Ours, and nothing that this app knows.
        case unknown
    }

    /// No link of ours is longer.
    static let most = 256

    /// Reads a link. `host` is the site that the app is associated with.
    public init(_ link: String, host: String) throws(Refusal) {
        guard link.utf8.count <= Self.most, let parts = URLComponents(string: link) else { throw .notOurs }
        // Nothing that a link of ours never has: a name, a port, a fragment.
        guard parts.user == nil, parts.password == nil, parts.port == nil, parts.fragment == nil else { throw .notOurs }
        switch parts.scheme?.lowercased() {
        case "payung":
            if parts.host == "daftar", parts.path.isEmpty {
                self = Self.register(parts)
                return
            }
            guard parts.queryItems == nil else { throw .unknown }
            self = try Self.own(([parts.host ?? ""] + parts.path.split(separator: "/").map(String.init)))
        case "https" where parts.host?.lowercased() == host.lowercased():
            self = try Self.site(parts)
        default: throw .notOurs
        }
    }

    private static func own(_ words: [String]) throws(Refusal) -> DeepLink {
        switch (words.first, words.count) {
        case ("home", 1): .home
        case ("calculator", 1): .calculator
        case ("reminders", 1): .reminders
        case ("help", 1): .help
        case ("registration", 2) where isId(words[1]): .registration(words[1])
        case ("cover", 2) where isId(words[1]): .cover(words[1])
        case ("pay", 2) where isId(words[1]): .pay(words[1])
        default: throw .unknown
        }
    }

    private static func site(_ parts: URLComponents) throws(Refusal) -> DeepLink {
        switch parts.path {
        case "/app", "/app/": return .home
        case "/app/iuran": return .calculator
        case "/app/daftar": return register(parts)
        default: throw .unknown
        }
    }

    /// Where a registration begins, with a code or without one.
    private static func register(_ parts: URLComponents) -> DeepLink {
        guard let query = parts.percentEncodedQuery, !query.isEmpty else { return .home }
        return .referral("payung://daftar?\(query)")
    }

    /// An id as the core writes it: a lower-case UUID.
    private static func isId(_ text: String) -> Bool {
        text == text.lowercased() && text.count == 36 && UUID(uuidString: text) != nil
    }

    /// The same as a link of the app's own.
    public var link: String {
        switch self {
        case .home: "payung://home"
        case .calculator: "payung://calculator"
        case .reminders: "payung://reminders"
        case .help: "payung://help"
        case .registration(let id): "payung://registration/\(id)"
        case .cover(let id): "payung://cover/\(id)"
        case .pay(let id): "payung://pay/\(id)"
        case .referral(let link): link
        }
    }
}
