import Observation
import PayungCore

/// Saving marks: one a day toward the next month. It holds no money.
@Observable @MainActor
public final class JarModel {
    public enum State: ScreenState {
        case loading
        /// None was begun: what one mark stands for is asked.
        case none
        /// `today` is the day as the core knows it, so that the button says whether today has its mark.
        case saving(JarView, today: String)
        case full(JarView, today: String)
        case failed(Problem)
    }

    public private(set) var state = State.loading
    /// What the last call failed with; what was shown stays.
    public private(set) var problem: Problem?
    /// What is typed for one mark.
    public var typed = "" {
        didSet {
            let grouped = Grouping.thousands.group(typed, after: oldValue)
            if grouped != typed { typed = grouped }
        }
    }

    public let registration: String
    private let core: Core
    private let words: Words

    public init(_ registration: String, core: Core, words: Words) {
        (self.registration, self.core, self.words) = (registration, core, words)
    }

    public func refresh() async { await show { try $0.jar(registration: $1) } }

    /// Begins one, in place of the one before. Whether the amount is one the core knows: what is no number counts as nothing.
    public func begin() async {
        let each = UInt64(typed.filter { $0.isASCII && $0.isNumber }) ?? 0
        await show { try $0.beginJar(registration: $1, each: each) }
    }

    /// Marks today, or takes the mark away.
    public func mark() async { await show { try $0.mark(registration: $1, day: nil) } }

    private func show(_ ask: @escaping @Sendable (any CoverProtocol, String) throws -> JarView?) async {
        let registration = registration
        do {
            let (jar, today) = try await core.call {
                (try ask($0.cover, registration), try $0.cover.of(registration: registration, on: nil).on)
            }
            state = State(jar, today: today)
            problem = nil
        } catch {
            if state.kind == .loading { state = .failed(Problem(error, words)) } else { problem = Problem(error, words) }
        }
    }
}

extension JarModel.State {
    /// The state that a jar is.
    public init(_ jar: JarView?, today: String) {
        guard let jar else {
            self = .none
            return
        }
        self = jar.full ? .full(jar, today: today) : .saving(jar, today: today)
    }

    public enum Kind: CaseIterable, Sendable { case loading, none, saving, full, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .none: .none
        case .saving: .saving
        case .full: .full
        case .failed: .failed
        }
    }

    /// The jar, and what the button of today says.
    public var shown: (jar: JarView, button: ShellText)? {
        switch self {
        case .saving(let jar, let today), .full(let jar, let today): (jar, jar.days.contains(today) ? .unmarkToday : .markToday)
        case .loading, .none, .failed: nil
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        if let shown {
            return [Reading(shown.jar.line, .header), Reading(shown.jar.about)]
                + [shown.button, .beginJarAgain].map { Reading(words($0), .button) }
        }
        return switch self {
        case .failed(let problem): problem.reading(words)
        case .none: [Reading(words(.askJar), .header), Reading(words(.jarEach)), Reading(words(.beginJar), .button)]
        case .loading, .saving, .full: [Reading(words(.waiting))]
        }
    }
}

extension JarView {
    /// So many dots are drawn; a jar of more marks has a bar, since nobody counts them.
    public static let mostDots = 62

    /// How many of how many dots are filled; nil for a bar.
    public var dots: (filled: Int, of: Int)? {
        needed <= Self.mostDots ? (min(days.count, Int(needed)), Int(needed)) : nil
    }
}
