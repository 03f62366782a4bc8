import Foundation
import Observation
import PayungCore

/// What to do after an accident or a death. Reading it needs neither a key nor a network: an emergency is no time to unlock anything.
/// Notes and ticks belong to a registration, so they need the key.
@Observable @MainActor
public final class IncidentModel {
    public enum Shown: ScreenState {
        /// To be read. Whose papers could be ticked: the registrations of this phone, as far as they can be read now.
        case reading(IncidentView, [RegistrationView])
        /// For one registration, with its notes and ticks, its photographed papers, and the reports that the office has.
        case noting(IncidentView)
    }

    /// A page of a paper that was photographed and not sent yet, as the office will see it.
    public struct Page: Equatable, Sendable {
        public let paper: String
        public let number: UInt32
        public let picture: Data
    }

    /// One of the two times that clocks run from.
    public enum Note: Equatable, Hashable, Sendable { case happened, outcome }

    public private(set) var state = Loaded<Shown>.loading
    /// What the last call failed with; what was shown stays.
    public private(set) var problem: Problem?
    /// The page that is looked at; only while it is.
    public private(set) var opened: Page?
    /// A photo is being sealed, or the report begun.
    public private(set) var working = false

    public let id: String
    public let registration: String?
    private let core: Core
    private let words: Words
    private let handOver: PhotoHandOver

    public init(
        _ id: String, registration: String?, core: Core, words: Words, handOver: PhotoHandOver = PhotoHandOver()
    ) {
        (self.id, self.registration, self.core, self.words) = (id, registration, core, words)
        self.handOver = handOver
    }

    public func refresh() async {
        let (id, registration) = (id, registration)
        problem = nil
        state = await core.load(words) { core in
            if let registration {
                do {
                    return .noting(try core.incidents.incident(registration: registration, id: id))
                } catch PayungError.KeyLocked {
                    // What to do is more urgent than what was noted.
                }
            }
            let all = registration == nil ? (try? core.registrations.page(before: nil).registrations) ?? [] : []
            let people = all.filter(\.isMembership)
            return .reading(try core.incidents.incident(registration: nil, id: id), people)
        }
    }

    /// Notes one time, or takes the note away; the other one stays as it was.
    public func note(_ note: Note, _ millis: Int64?) async {
        guard case .noting(let view)? = state.content else { return }
        let id = id
        let happened = note == .happened ? millis : view.happenedMillis
        let outcome = note == .outcome ? millis : view.outcomeMillis
        await work {
            try $0.incidents.note(registration: $1, id: id, happenedMillis: happened, outcomeMillis: outcome)
        }
    }

    /// A paper is at hand, or not any more.
    public func tick(_ paper: IncidentPaper) async {
        let id = id
        await work { try $0.incidents.tick(registration: $1, id: id, paper: paper.id, on: !paper.ticked) }
    }

    /// A page of a paper, from the camera or the gallery. It is sealed at once, and its paper ticked. The core removes the file that
    /// this writes.
    public func photograph(_ paper: String, _ picture: Data) async {
        let (id, handOver) = (id, handOver)
        await work { core, registration in
            let source = try handOver.keep(picture, in: core.drafts.captureFolder())
            return try core.incidents.photograph(registration: registration, id: id, paper: paper, source: source)
        }
    }

    /// There is no camera that may be used: the gallery and the settings are the way on.
    public func cameraDenied() { problem = Problem(words: words(.noCamera), wayOn: .settings) }

    /// A page is taken out of the report that was not sent yet.
    public func remove(_ page: IncidentPage, of paper: String) async {
        let id = id
        close()
        await work { try $0.incidents.removePage(registration: $1, id: id, paper: paper, page: page.number) }
    }

    /// A page is looked at, or put away again. It exists in clear only while it is looked at.
    public func look(at page: IncidentPage, of paper: String) async {
        guard let registration else { return }
        guard !isOpen(page, of: paper) else { return close() }
        let id = id
        do {
            let picture = try await core.call {
                try $0.incidents.page(registration: registration, id: id, paper: paper, page: page.number)
            }
            (opened, problem) = (Page(paper: paper, number: page.number, picture: picture), nil)
        } catch {
            problem = Problem(error, words)
        }
    }

    public func isOpen(_ page: IncidentPage, of paper: String) -> Bool {
        opened?.paper == paper && opened?.number == page.number
    }

    /// No page is looked at any more: one was removed, or the screen or the app is left.
    public func close() { opened = nil }

    /// Begins the report to the office, or goes on with it: the form that asks for the rest.
    public func report() async -> Route? {
        guard let registration, !working else { return nil }
        working = true
        defer { working = false }
        let id = id
        do {
            problem = nil
            return .draft(try await core.call { try $0.incidents.report(registration: registration, id: id).draft })
        } catch {
            problem = Problem(error, words)
            return nil
        }
    }

    /// Something that takes its time: the buttons wait for it.
    private func work(_ ask: @escaping @Sendable (CoreObjects, String) throws -> IncidentView) async {
        guard let registration, !working else { return }
        working = true
        defer { working = false }
        do {
            state = .shown(try await core.call { .noting(try ask($0, registration)) })
            problem = nil
        } catch {
            problem = (error as? PhotoHandOver.Failure)?.problem(words) ?? Problem(error, words)
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

    /// What "Dengarkan" reads: the clocks first, and how it is reported last. What the office wrote is heard on its own screen.
    public var spoken: String {
        let lines = [view.title] + view.clocks.flatMap { [$0.words, $0.until] } + [view.text] + view.steps.map(\.words)
        let report = [view.place, view.report?.words ?? "", view.report?.photosWords ?? ""]
        return (lines + view.papers.map(\.words) + report).filter { !$0.isEmpty }.joined(separator: " ")
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .reading(let view, let people):
            said(view, words, papers: view.papers.map { Reading($0.words) }) + report(words)
                + people.map { Reading(words(.noteFor, $0.receipt), .button) }
        case .noting(let view):
            said(view, words, papers: view.papers.flatMap { Reading.paper($0, photographed: true, words) })
                + notes.map { Reading(words($0.label), .button) } + report(words)
        }
    }

    /// The way to the office: what holds, what was sent and answered, how many photos go along, and its button.
    private func report(_ words: Words) -> [Reading] {
        guard let report = view.report else { return [] }
        var said = [report.words].filter { !$0.isEmpty }.map { Reading($0) }
        said += report.sent.flatMap { $0.reading(words) }
        said += [report.photosWords].filter { !$0.isEmpty }.map { Reading($0) }
        return said + (report.possible ? [Reading(report.button, .button)] : [])
    }

    private func said(_ view: IncidentView, _ words: Words, papers: [Reading]) -> [Reading] {
        var said = [Reading(view.title, .header)] + view.clocks.flatMap { Reading.clock($0, words) }
        said += [Reading(view.text), Reading(words(.incidentSteps), .header)]
        said += view.steps.enumerated().map { Reading("\($0.offset + 1). \($0.element.words)") }
        return said + [Reading(words(.incidentPapers), .header)] + papers + [
            Reading(view.place), Reading(words(.places), .button),
        ]
    }
}

extension IncidentModel.Note {
    public var label: ShellText { self == .happened ? .noteHappened : .noteOutcome }

    /// What was noted.
    public func millis(_ view: IncidentView) -> Int64? { self == .happened ? view.happenedMillis : view.outcomeMillis }
}

extension Reading {
    /// A clock, and the way to the incident whose steps hold with it. That it has run out is said first.
    public static func clock(_ clock: IncidentClockView, _ words: Words) -> [Reading] {
        let said = Reading(clock.passed ? words(.hearWarning, clock.words) : clock.words, value: clock.until)
        return [said] + [clock.leadsTo].compactMap { $0 }.map { Reading($0.title, .button) }
    }

    /// A paper with its tick, and what is known of its photos.
    public static func paper(_ paper: IncidentPaper, photographed: Bool = false, _ words: Words) -> [Reading] {
        let state = words(paper.ticked ? .hearAtHand : .hearNotAtHand)
        let ticked = Reading(paper.words, value: state, .button, .selected)
        let row = paper.ticked ? ticked : Reading(paper.words, value: state, .button)
        guard photographed else { return [row] }
        let sent = [paper.sent].filter { !$0.isEmpty }.map { Reading($0) }
        let camera = paper.canPhotograph ? [.takePhoto, .pickPhoto].map { Reading(words($0), .button) } : []
        return [row] + sent + paper.pages.flatMap { Reading.page($0, words) } + camera
    }

    /// A photographed page: what is hard to read about it, a way to look, and one to take it out.
    public static func page(_ page: IncidentPage, _ words: Words) -> [Reading] {
        [Reading(page.label, value: page.warning, .button), Reading(words(.removePage, page.label), .button)]
    }
}
