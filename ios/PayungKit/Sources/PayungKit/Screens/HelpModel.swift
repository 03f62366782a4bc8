import Observation
import PayungCore

/// Who we are and whom to ask. Without a network.
@Observable @MainActor
public final class HelpModel {
    public struct Shown: ScreenState {
        public let about: AboutView

        public init(_ about: AboutView) { self.about = about }
    }

    public private(set) var state = Loaded<Shown>.loading

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) {
        (self.core, self.words) = (core, words)
    }

    public func refresh() async {
        state = await core.load(words) { Shown($0.payung.about()) }
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
        ([about.words] + Self.questions.flatMap { [words($0.asked), words($0.answer)] }).joined(separator: " ")
    }

    /// The number that is dialled; nil where none can be. "175" is the shortest.
    public var number: String? {
        let number = about.contact.filter { $0 == "+" || ($0.isASCII && $0.isNumber) }
        return number.count < 3 || about.contact.contains("@") ? nil : number
    }

    public func reading(_ words: Words) -> [Reading] {
        [Reading(about.words)] + Self.questions.flatMap { [Reading(words($0.asked), .header), Reading(words($0.answer))] }
            + [Reading(about.receiver, value: about.address), Reading(words(.callBPJS), value: about.contact)]
            + [Reading(words(.requests), .button), Reading(words(.version, about.version, "\(about.rules)"))]
    }
}
