import Foundation
import Observation
import PayungCore

/// The form: one question at a time, the review, an ending. What is drawn is the core's view; this passes on what a person does.
@Observable @MainActor
public final class FormModel {
    public enum State: ScreenState {
        case loading
        case question(DraftView)
        case review(DraftView)
        case ending(DraftView)
        case failed(Problem)
    }

    public private(set) var state = State.loading
    /// What stands in the field. It is durable a moment after it was typed.
    public var text = "" {
        didSet { if text != oldValue, !drawing { typed(after: oldValue) } }
    }
    /// The options that are ticked, in the order of the options.
    public private(set) var ticked: [String] = []
    /// What is said of the text as it is being typed; nil until something was.
    public private(set) var hints: Hints?
    /// What was found by a search; nil while the view's own options are to be shown.
    public private(set) var found: ChoicesView?
    /// What the last call failed with. The question stays, and so does what was typed.
    public private(set) var problem: Problem?
    /// A call is under way: the button waits for it, the field does not.
    public private(set) var working = false
    /// For VoiceOver, when something changed that is not in focus.
    public private(set) var announcement: String?
    /// The kept photo, to be looked at; only while its question is shown.
    public private(set) var keptPhoto: Data?

    private let core: Core
    private let words: Words
    private let handOver: PhotoHandOver
    private var drawing = false
    private var editing: Task<Void, Never>?

    public init(core: Core, words: Words, handOver: PhotoHandOver = PhotoHandOver()) {
        self.core = core
        self.words = words
        self.handOver = handOver
    }

    /// The view that is shown, whichever kind it is.
    public var view: DraftView? {
        switch state {
        case .question(let view), .review(let view), .ending(let view): view
        case .loading, .failed: nil
        }
    }

    public func resume(_ draft: String) async {
        await show { try $0.drafts.resume(draft: draft) }
    }

    /// Another question of the same draft: from a line of the review, or since it is still open.
    public func show(_ question: String) async {
        await onward { core, draft, _ in try core.drafts.show(draft: draft, question: question) }
    }

    public func back() async {
        await onward { try $0.drafts.back(draft: $1, question: $2) }
    }

    /// The one button: the text, the ticked options, or agreement, as the field asks for it.
    public func next() async {
        guard let step = view?.step else { return }
        await answer(given(step))
    }

    /// The question is left out, where that is possible.
    public func skip() async { await answer("") }

    /// An option was tapped. One of few is marked and waits for the button; yes or no is the answer itself.
    public func tap(_ option: ChoiceView) async {
        guard let step = view?.step, !option.fixed else { return }
        switch step.field {
        case .yesNo, .confirm:
            ticked = [option.id]
            await answer(option.id)
        case .several(let options):
            let now = Set(ticked).symmetricDifference([option.id])
            ticked = options.map(\.id).filter(now.contains)
        default: ticked = [option.id]
        }
    }

    /// Looks for an option; the empty text shows the first ones again.
    public func search(_ text: String) async {
        guard let view else { return }
        let (draft, question) = (view.draft, view.step.id)
        do {
            let found = try await core.call {
                try $0.drafts.choices(draft: draft, question: question, search: text, limit: 20)
            }
            // Another screen may be shown by now.
            if self.view?.step.id == question { self.found = text.isEmpty ? nil : found }
        } catch {
            problem = Problem(error, words)
        }
    }

    /// The groups of a long list, while none was opened and nothing was searched for or chosen.
    public var groups: [GroupView] {
        guard case .search(_, _, let groups)? = view?.step.field, found == nil, ticked.isEmpty else { return [] }
        return groups
    }

    /// A group was tapped: its options are shown.
    public func open(_ group: GroupView) async { await search("#\(group.id)") }

    /// Back to the groups, to choose another option.
    public func otherGroups() { (found, ticked) = (nil, []) }

    /// A picture from the camera or the gallery. The core removes the file that this writes.
    public func take(_ picture: Data) async {
        guard view != nil else { return }
        do {
            let folder = try await core.call { $0.drafts.captureFolder() }
            let source = try handOver.keep(picture, in: folder)
            await onward { try $0.drafts.photo(draft: $1, question: $2, source: source) }
        } catch let failure as PhotoHandOver.Failure {
            fail(failure.problem(words))
        } catch {
            fail(Problem(error, words))
        }
    }

    /// There is no camera that may be used: the gallery and the settings are the way on.
    public func cameraDenied() { fail(Problem(words: words(.noCamera), wayOn: .settings)) }

    public func removePhoto() async {
        await onward { try $0.drafts.removePhoto(draft: $1, question: $2) }
    }

    /// The photo as the office will see it.
    public func lookAtPhoto() async {
        guard let view, case .photo = view.step.field else { return }
        let (draft, question) = (view.draft, view.step.id)
        do {
            let photo = try await core.call { try $0.drafts.keptPhoto(draft: draft, question: question) }
            // Another screen may be shown by now.
            if self.view?.step.id == question { keptPhoto = photo }
        } catch {
            fail(Problem(error, words))
        }
    }

    /// The one button of the review: sealed and ready to go. The registration's id; nil when something is missing, which then is
    /// shown.
    public func ready() async -> String? {
        guard case .review(let view) = state, !working else { return nil }
        working = true
        defer { working = false }
        do {
            return try await core.call { try $0.registrations.ready(draft: view.draft).registration }
        } catch {
            let problem = Problem(error, words)
            if case .question(let question) = problem.wayOn {
                working = false
                await show(question)
            }
            self.problem = problem
            return nil
        }
    }

    /// On the review: the code of a poster goes nowhere.
    public func removeReferral() async {
        await onward { core, draft, _ in
            try core.payung.removeReferral()
            return try core.drafts.resume(draft: draft)
        }
    }

    /// The draft is deleted; true when it is.
    public func discard() async -> Bool {
        guard let draft = view?.draft else { return false }
        do {
            _ = try await core.call { try $0.drafts.discard(draft: draft) }
            return true
        } catch {
            fail(Problem(error, words))
            return false
        }
    }

    /// What "Dengarkan" reads: the core's text, which never holds an answer.
    public var spoken: String {
        [view?.step.spoken, view?.referral?.words].compactMap { $0 }.joined(separator: " ")
    }

    /// Waits until what was typed is durable.
    public func settle() async { await editing?.value }

    /// The field was left: what was changed in its middle is set apart too.
    public func leaveField() { text = grouping.group(text) }

    // MARK: - Helpers

    private var grouping: Grouping { view.map { Grouping($0.step) } ?? .none }

    private func typed(after before: String) {
        let grouped = grouping.group(text, after: before)
        // Set again, this is called again.
        if grouped == text { edited() } else { text = grouped }
    }

    private func given(_ step: StepView) -> String {
        switch step.field {
        case .text, .digits, .date, .money: text
        case .choice, .search, .several: ticked.joined(separator: ",")
        case .consent, .note: "yes"
        // The empty answer keeps the photo.
        case .photo, .yesNo, .confirm, .none: ""
        }
    }

    private func answer(_ text: String) async {
        await onward { try $0.drafts.answer(draft: $1, question: $2, text: Secret(text)) }
    }

    /// A call about the question that is shown. When it fails, the question stays as it is.
    private func onward(_ ask: @escaping @Sendable (CoreObjects, String, String) throws -> DraftView) async {
        guard let view, !working else { return }
        working = true
        defer { working = false }
        problem = nil
        // What was typed comes before what follows from it.
        await settle()
        do {
            draw(try await core.call { try ask($0, view.draft, view.step.id) })
        } catch {
            fail(Problem(error, words))
        }
    }

    private func show(_ ask: @Sendable (CoreObjects) throws -> DraftView) async {
        do {
            draw(try await core.call(ask))
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    private func draw(_ view: DraftView) {
        drawing = true
        defer { drawing = false }
        state = State(view)
        let typed = Grouping(view.step).group(view.step.typed.reveal())
        (text, ticked) = (typed, view.step.field.options.filter(\.chosen).map(\.id))
        (hints, found, keptPhoto) = (nil, nil, nil)
        let said = view.step.problems.map { words(.hearProblem, $0.reveal()) }
        announcement = ([words(.hearScreen, view.step.title)] + said).joined(separator: " ")
    }

    private func fail(_ problem: Problem) {
        self.problem = problem
        announcement = words(.hearProblem, problem.words)
    }

    /// Each text goes to the core; while one is on its way, only the newest of those that follow is kept.
    private func edited() {
        guard editing == nil, let view else { return }
        let (draft, question, seq) = (view.draft, view.step.id, view.seq)
        editing = Task { [weak self] in
            var written: String?
            while let self, self.view?.step.id == question, written != self.text {
                let text = self.text
                written = text
                await self.edit(text, draft, question, seq)
            }
            self?.editing = nil
        }
    }

    private func edit(_ text: String, _ draft: String, _ question: String, _ seq: UInt64) async {
        do {
            let new = try await core.call { try $0.drafts.edit(draft: draft, question: question, text: Secret(text), seq: seq) }
            announcement = Reading.announcement(from: hints, to: new, words)
            hints = new
        } catch {
            fail(Problem(error, words))
        }
    }
}

extension FormModel.State {
    /// The state that a view is.
    public init(_ view: DraftView) {
        self =
            switch view.step.kind {
            case .question: .question(view)
            case .review: .review(view)
            case .ending: .ending(view)
            }
    }

    public enum Kind: CaseIterable, Sendable { case loading, question, review, ending, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .question: .question
        case .review: .review
        case .ending: .ending
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .question(let view), .review(let view), .ending(let view): step(view, words)
        }
    }

    private func step(_ view: DraftView, _ words: Words) -> [Reading] {
        let step = view.step
        let asked = view.corrections.map { Reading($0.words.reveal()) }
        let texts = [step.help, step.example].filter { !$0.isEmpty }.map { Reading($0) }
        let said = Reading.said(problems: step.problems, warnings: step.warnings, understood: step.understood, words)
        let lines = step.groups.flatMap { group in
            (group.title.isEmpty ? [] : [Reading(group.title, .header)]) + group.lines.map { Reading.line($0, words) }
        }
        let buttons = [step.primary, step.skip].filter { !$0.isEmpty }.map { Reading($0, .button) }
        return [Reading.umbrella(step.progress, words)] + asked + [Reading(step.title, .header)] + texts
            + step.shown.map { Reading($0.reveal()) } + step.field.options.map { Reading.option($0, words) } + said + lines
            + Reading.referral(view.referral) + buttons
    }
}

extension Field {
    /// The options of a field that has any.
    public var options: [ChoiceView] {
        switch self {
        case .choice(let options), .search(let options, _, _), .confirm(let options), .several(let options),
            .yesNo(let options):
            options
        case .none, .text, .digits, .date, .money, .photo, .consent, .note: []
        }
    }
}
