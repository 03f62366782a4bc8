import Observation
import PayungCore

/// Who we are and whom to ask. Without a network.
@Observable @MainActor
public final class HelpModel {
    public struct Shown: ScreenState {
        public let about: AboutView
        /// Somebody to ask; the core knows whether a number or an address of mail can be opened.
        public let person: PlacePerson

        public init(_ about: AboutView, _ person: PlacePerson) { (self.about, self.person) = (about, person) }
    }

    public private(set) var state = Loaded<Shown>.loading

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) {
        (self.core, self.words) = (core, words)
    }

    public func refresh() async {
        state = await core.load(words) {
            Shown($0.payung.about(), try $0.lookup.places(district: "", does: "", limit: 1).person)
        }
    }
}

extension HelpModel.Shown {
    public typealias Kind = Plain

    /// What people ask, and the answers.
    public static let questions: [(asked: ShellText, answer: ShellText)] = [
        (.askOffline, .sayOffline), (.askLost, .sayLost), (.askSafe, .saySafe),
    ]

    /// What "Dengarkan" reads.
    public func spoken(_ words: Words) -> String {
        ([about.words] + Self.questions.flatMap { [words($0.asked), words($0.answer)] } + [person.title + ".", person.text])
            .joined(separator: " ")
    }

    public func reading(_ words: Words) -> [Reading] {
        let questions = Self.questions.flatMap { [Reading(words($0.asked), .header), Reading(words($0.answer))] }
        let version = Reading(words(.version, about.version, "\(about.rules)"))
        return [Reading(about.words)] + questions + Reading.person(person, words)
            + [.places, .requests].map { Reading(words($0), .button) } + [version]
    }
}
