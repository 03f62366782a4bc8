import Observation
import PayungCore

/// The code on paper by which another phone gets a registration back. It is shown until it was written down.
@Observable @MainActor
public final class RecoveryCodeModel {
    public struct Shown: ScreenState {
        public let view: RecoveryCodeView

        public init(_ view: RecoveryCodeView) { self.view = view }
    }

    public private(set) var state = Loaded<Shown>.loading
    /// What the last call failed with; what was shown stays.
    public private(set) var problem: Problem?
    /// A code is being made, which takes longer than other calls.
    public private(set) var working = false
    /// A new code ends the old one, so it is asked once: true until it was answered.
    public var asking = false

    public let registration: String
    private let core: Core
    private let words: Words

    public init(_ registration: String, core: Core, words: Words) {
        (self.registration, self.core, self.words) = (registration, core, words)
    }

    /// The first time this makes the code. A sync that follows brings to the office what it opens.
    public func refresh() async { await ask { try $0.code(registration: $1) } }

    /// It stands on paper: the phone shows it no more.
    public func writtenDown() async { await ask { try $0.writtenDown(registration: $1) } }

    /// The paper is lost. It is asked before the old code stops working.
    public func askForNew() { asking = true }

    /// After a yes.
    public func makeNew() async {
        asking = false
        await ask { try $0.newCode(registration: $1) }
    }

    private func ask(_ call: @escaping @Sendable (any RecoveryProtocol, String) throws -> RecoveryCodeView) async {
        guard !working else { return }
        working = true
        defer { working = false }
        let registration = registration
        do {
            state = .shown(Shown(try await core.call { try call($0.recovery, registration) }))
            problem = nil
        } catch {
            if state.content == nil { state = .failed(Problem(error, words)) } else { problem = Problem(error, words) }
        }
    }
}

extension RecoveryCodeModel.Shown {
    /// To be written down, or on paper already.
    public enum Kind: CaseIterable, Sendable { case toWrite, written }

    public var kind: Kind { view.groups.isEmpty ? .written : .toWrite }

    /// What "Dengarkan" reads. The code is read only by its own button, and the birth date is an answer.
    public var spoken: String { ([view.title] + view.words).joined(separator: ". ") }

    /// What stands below the code, the birth date last.
    public var lines: [String] { view.words + [view.birthDate].compactMap { $0?.reveal() } }

    public func reading(_ words: Words) -> [Reading] {
        let hidden = kind == .toWrite ? [Reading.recoveryCode(view, words), Reading(words(.hearCodeAloud), .button)] : []
        let buttons = [view.written, view.newCode].compactMap { $0 }.map { Reading($0, .button) }
        return [Reading(view.title, .header)] + hidden + lines.map { Reading($0) } + buttons
    }
}

extension Reading {
    /// That a code stands here. VoiceOver reads no sign of it by itself: others may listen.
    public static func recoveryCode(_ view: RecoveryCodeView, _ words: Words) -> Reading {
        Reading(view.title, value: words(.codeHidden), .image)
    }
}
