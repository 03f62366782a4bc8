import Observation
import PayungCore

/// Typing the code of a poster or a helper. Whether it is one, the core says.
@Observable @MainActor
public final class ReferralModel {
    /// As it is typed: the core reads it with blanks, dashes and small letters too. It says nothing about a person.
    public var code = "" { didSet { if code != oldValue { mistyped = nil } } }
    /// Why the core refuses the code, below its field, until another one is typed.
    public private(set) var mistyped: String?
    /// What the last call failed with otherwise. What was typed stays.
    public private(set) var problem: Problem?
    public private(set) var working = false

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) { (self.core, self.words) = (core, words) }

    /// Keeps the code for the next registration; true when the core has it.
    public func keep() async -> Bool {
        guard !working else { return false }
        working = true
        defer { working = false }
        let code = code
        do {
            (problem, mistyped) = (nil, nil)
            _ = try await core.call { try $0.payung.keepReferral(text: code) }
            self.code = ""
            return true
        } catch PayungError.NotPossible(let words) {
            mistyped = words
        } catch {
            problem = Problem(error, words)
        }
        return false
    }

    /// What "Dengarkan" reads: what is asked for, and why it was refused.
    public var spoken: String {
        [words(.haveReferral), words(.referralAbout), mistyped ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension Reading {
    /// The code that goes along with the next registration, and the button that removes it.
    public static func referral(_ kept: ReferralView?) -> [Reading] {
        kept.map { [Reading($0.words), Reading($0.remove, .button)] } ?? []
    }
}
