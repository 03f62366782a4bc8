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

    let core: Core
    let words: Words
    let handOver: PhotoHandOver
    private var drawing = false
    private var editing: Task<Void, Never>?
    /// What the core has of the field, as far as this knows.
    private var kept: Entered?
    /// What keeping or searching failed with last: it is over when the next one succeeds.
    private var passing: Problem?
    /// What was searched for last.
    private var searched = ""

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
        do {
            draw(try await core.call { try Drawn($0.drafts.resume(draft: draft), $0) })
            problem = nil
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    /// The button of a problem: the same question once more. What stands in the field goes first and stays, whatever the core has of it.
    public func again(_ draft: String) async {
        guard case .question = state else { return await resume(draft) }
        let entered = entered == kept ? nil : entered
        await onward(standing: nil) { core, draft, question in
            do {
                if let entered { _ = try core.keep(entered) }
                let next = try core.drafts.resume(draft: draft)
                return next.step.id == question ? next : try core.drafts.show(draft: draft, question: question)
            } catch PayungError.NotPossible {
                // Newer rules do not ask it any more.
                return try core.drafts.resume(draft: draft)
            }
        }
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
            edited()
        default:
            ticked = [option.id]
            edited()
        }
    }

    /// Looks for an option; the empty text shows the first ones again.
    public func search(_ text: String) async {
        guard let view else { return }
        let (draft, question) = (view.draft, view.step.id)
        searched = text
        do {
            let found = try await core.call {
                try $0.drafts.choices(draft: draft, question: question, search: text, limit: 20)
            }
            // Another screen may be shown by now, or something else be searched for.
            guard self.view?.step.id == question, searched == text else { return }
            self.found = text.isEmpty ? nil : found
            passed()
        } catch {
            failPassing(error)
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
    public func otherGroups() { (found, ticked, searched) = (nil, [], "") }

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

    /// Waits until what was typed is durable.
    public func settle() async { await editing?.value }

    /// The field was left: what was changed in its middle is set apart too.
    public func leaveField() { text = grouping.group(text) }

    // MARK: - Helpers

    private func typed(after before: String) {
        let grouped = grouping.group(text, after: before)
        // Set again, this is called again.
        if grouped == text { edited() } else { text = grouped }
    }

    private func answer(_ text: String) async {
        await onward(standing: text) { try $0.drafts.answer(draft: $1, question: $2, text: Secret(text)) }
    }

    func onward(_ ask: @escaping @Sendable (CoreObjects, String, String) throws -> DraftView) async {
        await onward(standing: entered?.text, ask)
    }

    /// A call about the question that is shown. When it fails, the question stays as it is. `standing` is what the call knows of the
    /// field: what stands there otherwise when the same question comes back was entered later, and stays.
    private func onward(
        standing: String?, _ ask: @escaping @Sendable (CoreObjects, String, String) throws -> DraftView
    ) async {
        guard let view, !working else { return }
        working = true
        defer { working = false }
        problem = nil
        // What was typed comes before what follows from it.
        await settle()
        do {
            let drawn = try await core.call { try Drawn(ask($0, view.draft, view.step.id), $0) }
            // Keeping it may have failed first.
            (problem, passing) = (nil, nil)
            let stays = drawn.view.step.id == view.step.id && entered.map { $0.text != standing } ?? false
            draw(drawn, stays: stays)
        } catch {
            fail(Problem(error, words))
        }
    }

    /// `stays`: what stands in the field was entered since, and goes to the core as entered in this view.
    private func draw(_ drawn: Drawn, stays: Bool = false) {
        let view = drawn.view
        let standing = (text, ticked)
        drawing = true
        state = State(view)
        let typed = Grouping(view.step).group(view.step.typed.reveal())
        (text, ticked) = (typed, view.step.field.options.filter(\.chosen).map(\.id))
        (hints, found, searched, keptPhoto) = (nil, nil, "", drawn.photo)
        kept = entered
        if stays { (text, ticked) = standing }
        drawing = false
        let said = view.step.problems.map { words(.hearProblem, $0.reveal()) }
        announcement = ([words(.hearScreen, view.step.title)] + said).joined(separator: " ")
        edited()
    }

    func fail(_ problem: Problem) {
        self.problem = problem
        announcement = words(.hearProblem, problem.words)
    }

    private func failPassing(_ error: any Error) {
        let problem = Problem(error, words)
        passing = problem
        fail(problem)
    }

    private func passed() {
        if problem == passing { problem = nil }
        passing = nil
    }

    /// Whatever is entered goes to the core; while one is on its way, only the newest of those that follow is kept.
    private func edited() {
        guard editing == nil, entered != kept else { return }
        editing = Task { [weak self] in
            var tried: Entered?
            while let self, let entered = self.entered, entered != self.kept, entered != tried {
                tried = entered
                await self.edit(entered)
            }
            self?.editing = nil
        }
    }

    private func edit(_ entered: Entered) async {
        do {
            let new = try await core.call { try $0.keep(entered) }
            // Another screen may be shown by now.
            guard view?.draft == entered.draft, view?.step.id == entered.question else { return }
            if view?.seq == entered.seq { kept = entered }
            passed()
            announcement = Reading.announcement(from: hints, to: new, words)
            hints = new
        } catch {
            failPassing(error)
        }
    }
}
