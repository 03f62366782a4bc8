import Observation
import PayungCore

/// What to do after an accident or a death. Reading it needs neither a key nor a network: an emergency is no time to unlock anything.
/// Notes and ticks belong to a registration, so they need the key.
@Observable @MainActor
public final class IncidentModel {
    public enum Shown: ScreenState {
        /// To be read. Whose papers could be ticked: the registrations of this phone, as far as they can be read now.
        case reading(IncidentView, [RegistrationView])
        /// For one registration, with its notes and ticks.
        case noting(IncidentView)
    }

    /// One of the two times that clocks run from.
    public enum Note: Equatable, Hashable, Sendable { case happened, outcome }

    public private(set) var state = Loaded<Shown>.loading
    /// What the last call failed with; what was shown stays.
    public private(set) var problem: Problem?

    public let id: String
    public let registration: String?
    private let core: Core
    private let words: Words

    public init(_ id: String, registration: String?, core: Core, words: Words) {
        (self.id, self.registration, self.core, self.words) = (id, registration, core, words)
    }

    public func refresh() async {
        let (id, registration) = (id, registration)
        problem = nil
        state = await core.load(words) { core in
            if let registration {
                do {
                    return .noting(try core.cover.incident(registration: registration, id: id))
                } catch PayungError.KeyLocked {
                    // What to do is more urgent than what was noted.
                }
            }
            let people = registration == nil ? (try? core.registrations.page(before: nil).registrations) ?? [] : []
            return .reading(try core.cover.incident(registration: nil, id: id), people)
        }
    }

    /// Notes one time, or takes the note away; the other one stays as it was.
    public func note(_ note: Note, _ millis: Int64?) async {
        guard case .noting(let view)? = state.content else { return }
        let id = id
        let happened = note == .happened ? millis : view.happenedMillis
        let outcome = note == .outcome ? millis : view.outcomeMillis
        await change {
            try $0.noteIncident(registration: $1, id: id, happenedMillis: happened, outcomeMillis: outcome)
        }
    }

    /// A paper is at hand, or not any more.
    public func tick(_ paper: IncidentPaper) async {
        let id = id
        await change { try $0.tick(registration: $1, id: id, paper: paper.id, on: !paper.ticked) }
    }

    private func change(_ ask: @escaping @Sendable (any CoverProtocol, String) throws -> IncidentView) async {
        guard let registration else { return }
        do {
            state = .shown(.noting(try await core.call { try ask($0.cover, registration) }))
            problem = nil
        } catch {
            problem = Problem(error, words)
        }
    }
}

extension IncidentModel.Shown {
    public enum Kind: CaseIterable, Sendable { case reading, noting }

    public var kind: Kind { if case .noting = self { .noting } else { .reading } }

    public var view: IncidentView {
        switch self {
        case .reading(let view, _), .noting(let view): view
        }
    }

    /// Which times are asked for.
    public var notes: [IncidentModel.Note] {
        guard case .noting(let view) = self else { return [] }
        return view.asksOutcome ? [.happened, .outcome] : [.happened]
    }

    /// What "Dengarkan" reads: the clocks first.
    public var spoken: String {
        let lines = [view.title] + view.clocks.flatMap { [$0.words, $0.until] } + [view.text] + view.steps.map(\.words)
        return (lines + view.papers.map(\.words) + [view.place]).filter { !$0.isEmpty }.joined(separator: " ")
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .reading(let view, let people):
            said(view, words, papers: view.papers.map { Reading($0.words) })
                + people.map { Reading(words(.noteFor, $0.receipt), .button) }
        case .noting(let view):
            said(view, words, papers: view.papers.map { Reading.paper($0, words) })
                + notes.map { Reading(words($0.label), .button) }
        }
    }

    private func said(_ view: IncidentView, _ words: Words, papers: [Reading]) -> [Reading] {
        var said = [Reading(view.title, .header)] + view.clocks.map { Reading.clock($0, words) }
        said += [Reading(view.text), Reading(words(.incidentSteps), .header)]
        said += view.steps.enumerated().map { Reading("\($0.offset + 1). \($0.element.words)") }
        return said + [Reading(words(.incidentPapers), .header)] + papers + [Reading(view.place)]
    }
}

extension IncidentModel.Note {
    public var label: ShellText { self == .happened ? .noteHappened : .noteOutcome }

    /// What was noted.
    public func millis(_ view: IncidentView) -> Int64? { self == .happened ? view.happenedMillis : view.outcomeMillis }
}

extension Reading {
    /// A clock; that it has run out is said first.
    public static func clock(_ clock: IncidentClockView, _ words: Words) -> Reading {
        Reading(clock.passed ? words(.hearWarning, clock.words) : clock.words, value: clock.until)
    }

    /// A paper with its tick.
    public static func paper(_ paper: IncidentPaper, _ words: Words) -> Reading {
        let state = words(paper.ticked ? .hearAtHand : .hearNotAtHand)
        return paper.ticked ? Reading(paper.words, value: state, .button, .selected) : Reading(paper.words, value: state, .button)
    }
}
