import Foundation
import PayungCore
import PayungFixtures
import PayungTrial
import Testing

@testable import PayungKit

/// Cover, the jar, incidents and how reminders come: the models over the real core, with a registration that is ready.
@MainActor @Suite struct CoverTests {
    private let trial: Trial
    private let core: Core
    private let id: String

    init() async throws {
        trial = try Trial()
        core = try trial.coreWithOffice()
        id = try await core.ready()
    }

    @Test func beforeTheFirstDuesNothingIsPromised() async throws {
        let model = CoverModel(id, core: core, words: words) { 0 }
        await model.refresh()
        guard case .shown(let shown) = model.state, shown.kind == .notYet else { throw TrialFailed("\(model.state)") }
        #expect(shown.cover.panelsFilled == shown.cover.panels - 1 && shown.jar == nil && shown.next == nil)
        #expect(shown.spoken.hasPrefix("Belum terlindungi. "))
        let read = model.state.reading(words)
        let card = try #require(model.paper.file)
        #expect(card.name == "payung-kartu-keluarga.pdf" && card.data.starts(with: Data("%PDF-".utf8)))
        #expect(card.data.range(of: Data(Sample.nik.utf8)) == nil, "only the masked number is on it")
        #expect(read.first?.traits == [.image] && read.dropFirst().first == Reading("Belum terlindungi", .header))
    }

    /// Without the key nothing is shown and no card is kept; with it both are there again.
    @Test func aLockedKeyTakesTheCardAwayAndTheNoticesButtonBringsItBack() async throws {
        let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
        let model = CoverModel(id, core: core, words: words) { 0 }
        await model.refresh()
        #expect(model.paper.file != nil)
        try await core.call { $0.payung.lock() }
        await model.refresh()
        guard case .failed(let problem) = model.state else { throw TrialFailed("\(model.state)") }
        #expect(problem.wayOn == .unlock && model.paper.file == nil && model.paper.problem == nil)
        #expect(await app.take(problem.wayOn))
        await model.refresh()
        #expect(model.state.content != nil && model.paper.file != nil)
    }

    @Test func withoutACardItIsSaidWhyAndNothingCanBeSaved() async throws {
        let model = CardModel(id, core: core, words: words, saver: Untouched())
        await model.refresh()
        let shown = try #require(model.state.content)
        #expect(shown.kind == .none && shown.picture == nil && !shown.card.lines.isEmpty)
        #expect(shown.reading(words).map(\.label) == [shown.card.title] + shown.card.lines, "there is nothing to tap")
        await model.save()
        #expect(!model.saved && model.problem?.words.isEmpty == false && model.state.content == shown)
    }

    /// Each phase as the core itself makes it, read aloud: the state comes before what it means, and then each programme.
    @Test(arguments: [
        ("2026-11-20", CoverModel.Shown.Kind.protected, ShellText.hearUmbrellaOpen), ("2026-12-20", .grace, .hearUmbrellaHalf),
        ("2027-04-20", .ended, .hearUmbrellaFolded), ("2026-10-20", .notYet, .hearUmbrellaOpen),
    ])
    func eachPhaseOfCoverIsReadInItsOrder(day: String, kind: CoverModel.Shown.Kind, umbrella: ShellText) async throws {
        let paid = PaidMonthGiven(month: "2026-11", paidOn: "2026-11-05", programmes: [.jkk, .jkm], sponsor: nil)
        let view = try await core.call { try $0.cover.preview(months: [paid], on: day) }
        let state = CoverModel.Shown(cover: view, jar: nil, next: nil)
        #expect(state.kind == kind)
        // The core leaves a folded one without colour.
        #expect((view.panelsFilled == 0) == (kind == .ended))
        let read = state.reading(words)
        #expect(read[0].value == words(umbrella) && read[1].label == view.title)
        #expect(read.map(\.label).filter { view.lines.contains($0) } == view.lines)
        for programme in view.programmes { #expect(read.contains(Reading(programme.name, value: programme.words))) }
    }

    /// Each step of the core is the one button and leads somewhere; the card is offered once.
    @Test func theButtonIsTheCoresStep() throws {
        let steps: [(CoverStep, Route, ShellText)] = [
            (.correct(registration: "a"), .registration("a"), .correct), (.pay(bill: "a.1"), .bill("a.1"), .pay),
            (.renew(bill: "a.1"), .bill("a.1"), .anotherBill), (.askPayer(registration: "a"), .payers("a"), .payers),
            (.askBill(registration: "a"), .requests("a"), .anotherBill), (.showCard(registration: "a"), .card("a"), .card),
            (.wait(registration: "b"), .registration("b"), .whereItStands),
        ]
        for (step, route, label) in steps {
            let view = Fixtures.coverView(.grace, .half, filled: 7, "CONTOH", step)
            let shown = CoverModel.Shown(cover: view, jar: nil, next: nil)
            let first = try #require(shown.first)
            #expect(first.route == route && first.label == label)
            let read = shown.reading(words)
            #expect(read.last == Reading(words(label), .button))
            #expect(read.filter { $0.label == words(.card) }.count == 1)
        }
        let nobody = CoverModel.Shown(cover: Fixtures.coverView(.grace, .half, filled: 7, "CONTOH", nil), jar: nil, next: nil)
        #expect(nobody.first == nil)
    }

    /// So is that of a registration, whatever its state is.
    @Test func theButtonOfARegistrationIsTheCoresStep() {
        let steps: [(RegistrationStep, Route?, ShellText)] = [
            (.correct, nil, .correct), (.sendNow, nil, .sendNow), (.sync, nil, .tryAgain),
            (.pay(bill: "a.1"), .bill("a.1"), .pay),
            (.showCover, .cover("contoh"), .myCover), (.showPayers(registration: "b"), .payers("b"), .payers),
            (.goHome, nil, .toHome),
        ]
        for (step, way, label) in steps {
            for state in [RegistrationState.sending, .received, .needsCorrection, .accepted] {
                let model = RegistrationModel.State(.init(Fixtures.registration(state, step: step)))
                #expect(model.shown?.first == label && model.shown?.way == way)
                #expect(model.actions.first == label && Set(model.actions).count == model.actions.count)
            }
        }
    }

    @Test func aJarIsBegunMarkedOnceADayAndSaysWhatItIs() async throws {
        let jar = JarModel(id, core: core, words: words)
        await jar.refresh()
        #expect(jar.state == .none)
        jar.typed = "Rp 0"
        await jar.begin()
        #expect(jar.state == .none && jar.problem?.words.contains("Rp1") == true, "the core says what can be")
        jar.typed = ""
        for sign in "1000" { jar.typed += String(sign) }
        #expect(jar.typed == "1.000")
        await jar.begin()
        guard case .saving(let begun, _) = jar.state else { throw TrialFailed("\(jar.state)") }
        #expect(begun.each == 1000 && begun.days.isEmpty && jar.problem == nil && jar.state.shown?.button == .markToday)
        await jar.mark()
        #expect(jar.state.shown?.jar.marked == 1000 && jar.state.shown?.button == .unmarkToday)
        let cover = CoverModel(id, core: core, words: words) { 0 }
        await cover.refresh()
        #expect(cover.state.content?.jar == jar.state.shown?.jar)
        await jar.mark()
        #expect(jar.state.shown?.jar.days.isEmpty == true)
        // A jar of one mark is full with it.
        jar.typed = "\(begun.goal)"
        await jar.begin()
        await jar.mark()
        #expect(jar.state.kind == .full)
    }

    @Test func aJarOfManyMarksHasABarInsteadOfDots() async throws {
        let jar = JarModel(id, core: core, words: words)
        jar.typed = "1"
        await jar.begin()
        #expect(jar.state.shown?.jar.dots == nil)
        jar.typed = "5000"
        await jar.begin()
        let shown = try #require(jar.state.shown?.jar)
        #expect(shown.dots?.filled == 0 && shown.dots.map { UInt32($0.of) } == shown.needed)
    }

    @Test func whatToDoIsReadWithoutAKeyAndClocksComeFirst() async throws {
        try await core.call { $0.payung.lock() }
        let incidents = IncidentsModel(core: core, words: words)
        await incidents.refresh()
        let shown = try #require(incidents.state.content)
        #expect(shown.incidents.map(\.id) == ["accident", "death"] && !shown.programmes.isEmpty)
        for line in shown.incidents {
            // Also from the screen of a registration, whose notes cannot be read now.
            for registration in [nil, id] {
                let model = IncidentModel(line.id, registration: registration, core: core, words: words)
                await model.refresh()
                let shown = try #require(model.state.content)
                let view = shown.view
                #expect(shown.kind == .reading && shown.notes.isEmpty)
                let read = model.state.reading(words).map(\.label)
                let clocks = view.clocks.flatMap { [$0.words] + [$0.leadsTo?.title].compactMap { $0 } }
                #expect(read.starts(with: [view.title] + clocks))
                #expect(view.clocks.compactMap(\.leadsTo?.id) == (line.id == "death" ? ["accident"] : []))
                let spoken = shown.spoken
                #expect(spoken.contains(view.place) && view.papers.allSatisfy { spoken.contains($0.words) })
            }
        }
    }

    @Test func clocksRunFromWhatIsNotedAndOneNoteDoesNotTakeTheOtherAway() async throws {
        let model = IncidentModel("accident", registration: id, core: core, words: words)
        await model.refresh()
        #expect(model.state.content?.notes == [.happened, .outcome])
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        await model.note(.happened, now - 50 * 3_600_000)
        await model.note(.outcome, now - 3_600_000)
        guard case .noting(let noted)? = model.state.content else { throw TrialFailed("\(model.state)") }
        #expect(noted.happenedMillis == now - 50 * 3_600_000 && noted.outcomeMillis == now - 3_600_000)
        #expect(noted.clocks.map(\.passed) == [true, false, false])
        #expect(model.state.reading(words)[1].label == words(.hearWarning, noted.clocks[0].words))
        await model.note(.happened, nil)
        #expect(model.state.content?.view.happenedMillis == nil && model.state.content?.view.outcomeMillis == now - 3_600_000)
        let paper = try #require(model.state.content?.view.papers.first)
        await model.tick(paper)
        let again = IncidentModel("accident", registration: id, core: core, words: words)
        await again.refresh()
        let kept = try #require(again.state.content?.view)
        #expect(kept.papers.first?.ticked == true && kept.outcomeMillis == now - 3_600_000)
        #expect(again.state.reading(words).contains { $0.label == paper.words && $0.traits.contains(.selected) })
        await again.tick(kept.papers[0])
        #expect(again.state.content?.view.papers.contains { $0.ticked } == false)
        let death = IncidentModel("death", registration: id, core: core, words: words)
        await death.refresh()
        #expect(death.state.content?.notes == [.happened])
    }

    @Test func withoutARegistrationItOffersThoseOfThePhone() async throws {
        let model = IncidentModel("accident", registration: nil, core: core, words: words)
        await model.refresh()
        guard case .reading(let view, let people)? = model.state.content else { throw TrialFailed("\(model.state)") }
        #expect(people.map(\.registration) == [id])
        await model.tick(view.papers[0])
        await model.note(.happened, 0)
        #expect(model.state.kind == .shown(.reading), "there is nobody to note it for")
    }
}

/// Nothing is ever handed to it.
private struct Untouched: PictureSaver {
    func save(_ png: Data) async throws(PictureProblem) { Issue.record("a picture of no card") }
}
