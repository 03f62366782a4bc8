import Observation
import PayungCore

/// A lost phone: the code on paper and the birth date bring a registration to this one. Nothing that is typed here is kept.
@Observable @MainActor
public final class RecoverModel {
    public enum State: ScreenState {
        /// The fields, and what is wrong with what stands in them.
        case asking(RecoverProblems)
        /// The office is asked.
        case waiting
        /// It is on this phone.
        case found(RecoveredView)
    }

    public enum Field: Hashable, Sendable { case code, birthDate }

    public private(set) var state = State.asking(.none)
    /// As it is typed; the core reads blanks, dashes and small letters too.
    public var code = "" { didSet { if code != oldValue { typed() } } }
    public var birthDate = "" { didSet { if birthDate != oldValue { typed() } } }
    /// Why nothing came, below the fields, until something else is typed.
    public private(set) var problem: Problem?

    private let core: Core
    private let words: Words
    /// Fields that were left: what is wrong with one is said from then on, and not at its first sign.
    private var left: Set<Field> = []
    private var checking: Task<Void, Never>?
    private var asking: Task<Void, Never>?

    public init(core: Core, words: Words) { (self.core, self.words) = (core, words) }

    /// A field was left: what is wrong with it is said from now on.
    public func leave(_ field: Field) async {
        let text = field == .code ? code : birthDate
        guard !text.isEmpty else { return }
        left.insert(field)
        await check()
    }

    /// Asks the office, and waits for it; ``cancel()`` ends the waiting.
    public func recover() async {
        guard asking == nil else { return }
        left = [.code, .birthDate]
        problem = nil
        let wrong = await check()
        guard let wrong, wrong == .none else { return }
        // Another one may have been begun while the fields were looked at.
        guard asking == nil, case .asking = state else { return }
        state = .waiting
        let task = Task { await ask() }
        asking = task
        await task.value
    }

    /// The office is waited for no longer. What it may find all the same is listed on the first screen.
    public func cancel() {
        asking?.cancel()
    }

    /// The screen is left, or the app: what was typed is gone.
    public func forget() {
        cancel()
        (code, birthDate, left, problem) = ("", "", [], nil)
        if case .asking = state { state = .asking(.none) }
    }

    /// Waits until what was typed is looked at.
    public func settle() async { await checking?.value }

    private func ask() async {
        defer { asking = nil }
        let (code, birthDate) = (Secret(code), Secret(birthDate))
        do {
            state = .found(try await core.recover(code: code, birthDate: birthDate))
            (self.code, self.birthDate) = ("", "")
        } catch is CancellationError {
            state = .asking(.none)
        } catch {
            state = .asking(.none)
            problem = Problem(error, words)
        }
    }

    private func typed() {
        guard case .asking = state else { return }
        problem = nil
        guard checking == nil else { return }
        checking = Task { [weak self] in
            await self?.check()
            self?.checking = nil
        }
    }

    /// What is wrong with both fields; nil when the core cannot say. On screen comes what belongs to a field that was left.
    @discardableResult
    private func check() async -> RecoverProblems? {
        while true {
            let (code, birthDate) = (code, birthDate)
            do {
                let found = try await core.call {
                    $0.recovery.problems(code: Secret(code), birthDate: Secret(birthDate))
                }
                // Somebody types on meanwhile.
                guard code == self.code, birthDate == self.birthDate else { continue }
                guard case .asking = state else { return nil }
                state = .asking(
                    RecoverProblems(
                        code: left.contains(.code) ? found.code : nil,
                        birthDate: left.contains(.birthDate) ? found.birthDate : nil))
                return found
            } catch {
                problem = Problem(error, words)
                return nil
            }
        }
    }
}

extension RecoverProblems {
    /// Nothing is wrong, or nothing is said of it yet.
    public static var none: RecoverProblems { RecoverProblems(code: nil, birthDate: nil) }
}

extension RecoverModel.State {
    public enum Kind: CaseIterable, Sendable { case asking, waiting, found }

    public var kind: Kind {
        switch self {
        case .asking: .asking
        case .waiting: .waiting
        case .found: .found
        }
    }

    /// What "Dengarkan" reads: what is asked, or what came back. Never what was typed.
    public func spoken(_ words: Words) -> String {
        switch self {
        case .asking(let wrong):
            ([words(.recoverAbout), words(.recoverCode), words(.recoverDate)] + [wrong.code, wrong.birthDate].compactMap { $0 })
                .joined(separator: ". ")
        case .waiting: words(.recoverWaiting)
        case .found(let view): view.words.joined(separator: " ")
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .asking(let wrong):
            let said = { (problem: String?) in problem.map { [Reading(words(.hearProblem, $0))] } ?? [] }
            return [Reading(words(.recoverAbout)), Reading(words(.recoverCode))] + said(wrong.code)
                + [Reading(words(.recoverDate))] + said(wrong.birthDate) + [Reading(words(.recover), .button)]
        case .waiting: return [Reading(words(.recoverWaiting)), Reading(words(.cancel), .button)]
        case .found(let view): return view.words.map { Reading($0) } + [Reading(words(.toHome), .button)]
        }
    }
}
