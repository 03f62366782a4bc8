import Observation
import PayungCore

/// What a member has today, programme by programme, and what comes next. Only what the office has credited counts.
@Observable @MainActor
public final class CoverModel {
    /// What is on the screen: the core's view, the jar if one was begun, the next reminder.
    public struct Shown: ScreenState {
        public let cover: CoverView
        public let jar: JarView?
        public let next: Next?

        public init(cover: CoverView, jar: JarView?, next: Next?) { (self.cover, self.jar, self.next) = (cover, jar, next) }
    }

    /// The next reminder, and when it comes, in words.
    public struct Next: Equatable, Sendable {
        public let title: String
        public let when: String

        public init(title: String, when: String) { (self.title, self.when) = (title, when) }
    }

    public private(set) var state = Loaded<Shown>.loading
    /// The card for the family.
    public let paper: PaperModel
    public let registration: String

    private let core: Core
    private let words: Words
    private let nowMillis: @Sendable () -> Int64

    public init(
        _ registration: String, core: Core, words: Words, nowMillis: @escaping @Sendable () -> Int64
    ) {
        (self.registration, self.core, self.words) = (registration, core, words)
        self.nowMillis = nowMillis
        paper = PaperModel(core: core, words: words)
    }

    public func refresh() async {
        let (registration, now) = (registration, nowMillis())
        state = await core.load(words) { core in
            let cover = try core.cover.of(registration: registration, on: nil)
            // With a day it is only looked at: nothing counts as shown because this screen was open.
            let coming = try core.reminders.of(registration: registration, from: cover.on, days: 90)
            let next = coming.filter { $0.atMillis > now }.min { $0.atMillis < $1.atMillis }
            return Shown(
                cover: cover, jar: try core.cover.jar(registration: registration),
                next: next.map { Next(title: $0.title, when: $0.atWords) })
        }
        guard state.content != nil else { return paper.clear() }
        await paper.make("payung-kartu-keluarga.pdf") { try $0.cover.heirsCardPdf(registration: registration) }
    }
}

extension CoverModel.Shown {
    /// Nothing that was paid holds yet; protected; months are unpaid; ended.
    public enum Kind: CaseIterable, Sendable { case notYet, protected, grace, ended }

    public var kind: Kind {
        switch cover.phase {
        case .notYet: .notYet
        case .protected: .protected
        case .grace: .grace
        case .ended: .ended
        }
    }

    /// What the one button below does, as the core says it.
    public var first: (route: Route, label: ShellText)? {
        switch cover.next {
        case nil: nil
        case .correct(let registration): (.registration(registration), .correct)
        case .pay(let bill): (.bill(bill), .pay)
        case .renew(let bill): (.bill(bill), .anotherBill)
        case .askPayer(let registration): (.payers(registration), .payers)
        case .askBill(let registration): (.requests(registration), .anotherBill)
        case .showCard(let registration): (.card(registration), .card)
        case .wait(let registration): (.registration(registration), .whereItStands)
        }
    }

    /// The card stands among the rows while the button leads elsewhere.
    public var isCardFirst: Bool { if case .showCard? = cover.next { true } else { false } }

    /// What "Dengarkan" reads: the state, what it means, and each programme.
    public var spoken: String {
        ([cover.title] + cover.lines + cover.programmes.map { "\($0.name): \($0.words)" }).joined(separator: ". ")
    }

    public func reading(_ words: Words) -> [Reading] {
        var said = [Reading.umbrella(cover, words), Reading(cover.title, .header)]
        said += cover.lines.map { Reading($0) }
        said += cover.programmes.map { Reading($0.name, value: $0.words) }
        if let next { said.append(Reading(next.title, value: next.when)) }
        said.append(Reading(words(.jar), value: jar?.line ?? "", .button))
        let card: [ShellText] = isCardFirst ? [] : [.card]
        said += (card + [.reminderSettings, .somethingHappens, .heirsCard]).map { Reading(words($0), .button) }
        return said + (first.map { [Reading(words($0.label), .button)] } ?? [])
    }
}

extension Reading {
    /// The umbrella of a member: how it stands. What that means is said by the title below it.
    public static func umbrella(_ cover: CoverView, _ words: Words) -> Reading {
        let how: ShellText =
            switch cover.umbrella {
            case .open: .hearUmbrellaOpen
            case .half: .hearUmbrellaHalf
            case .folded: .hearUmbrellaFolded
            }
        return Reading(words(.hearUmbrella, "\(cover.panelsFilled)", "\(cover.panels)"), value: words(how), .image)
    }
}
