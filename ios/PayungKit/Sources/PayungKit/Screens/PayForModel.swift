import Observation
import PayungCore

/// Paying for somebody else: the code that she gave, and for how many months at once.
@Observable @MainActor
public final class PayForModel {
    public struct Shown: ScreenState {
        /// The question for the code, in the core's words.
        public let title: String
        /// The question for the months, in the core's words.
        public let monthsTitle: String
        /// How many months can be paid at once.
        public let months: [ChoiceView]

        public init(title: String, monthsTitle: String, months: [ChoiceView]) {
            (self.title, self.monthsTitle, self.months) = (title, monthsTitle, months)
        }
    }

    public private(set) var state = Loaded<Shown>.loading
    /// As it is typed or pasted. The core reads it with blanks, dashes and small letters too.
    public var code = "" { didSet { if code != oldValue { mistyped = nil } } }
    /// The id of the chosen number of months; empty until one is.
    public private(set) var months = ""
    /// Why the core refuses the code, below its field, until another one is typed.
    public private(set) var mistyped: String?
    /// What the last call failed with otherwise. What was typed stays.
    public private(set) var problem: Problem?
    public private(set) var working = false

    public let registration: String
    private let core: Core
    private let words: Words

    public init(_ registration: String, core: Core, words: Words) {
        (self.registration, self.core, self.words) = (registration, core, words)
    }

    /// What is asked. What was typed stays.
    public func refresh() async {
        let words = words
        state = await core.load(words) { core in
            let form = try core.lookup.form(form: "bpu_request")
            guard let code = form.first(where: { $0.question == "pay_for_code" }),
                let months = form.first(where: { $0.question == "months" })
            else { throw Problem(words: words(.tryLater), wayOn: .tryAgain) }
            return Shown(title: code.title, monthsTitle: months.title, months: months.options)
        }
        problem = nil
    }

    /// A number of months was tapped.
    public func choose(_ option: ChoiceView) { months = option.id }

    /// What was pasted takes the place of what was typed: the code alone, where there is one in it.
    public func paste(_ texts: [String]) async {
        guard let text = texts.first else { return }
        code = text
        do {
            problem = nil
            let found = try await core.call { try $0.payers.readPayCode(text: text).reveal() }
            // Somebody may have typed on meanwhile.
            if code == text { code = found }
        } catch PayungError.NotPossible(let words) {
            if code == text { mistyped = words }
        } catch {
            problem = Problem(error, words)
        }
    }

    /// Both were answered.
    public var canAsk: Bool { !code.isEmpty && !months.isEmpty && !working }

    /// Makes the request ready: where it stands is the next screen. Nil when the code is none, or nothing can be asked now.
    public func ask() async -> Route? {
        guard canAsk, let months = UInt8(months) else { return nil }
        working = true
        defer { working = false }
        let (registration, code) = (registration, code)
        do {
            (problem, mistyped) = (nil, nil)
            let asked = try await core.call {
                try $0.payers.payFor(registration: registration, code: code, months: months).registration
            }
            self.code = ""
            return .registration(asked)
        } catch PayungError.NotPossible(let words) {
            mistyped = words
        } catch {
            problem = Problem(error, words)
        }
        return nil
    }
}

extension PayForModel.Shown {
    public typealias Kind = Plain

    /// What "Dengarkan" reads: both questions and the choices, and never what was typed.
    public func spoken(_ words: Words) -> String {
        ([title, words(.payForAbout), monthsTitle] + months.map(\.label)).joined(separator: ". ")
    }

    public func reading(_ words: Words) -> [Reading] {
        [Reading(title, .header), Reading(words(.payForAbout)), Reading(monthsTitle, .header)]
            + months.map { Reading.option($0, words) } + [Reading(words(.payForSomebody), .button)]
    }
}
