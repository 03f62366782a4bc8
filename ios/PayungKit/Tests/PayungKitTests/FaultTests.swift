import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// What can go wrong: each a sentence with a way on, and nothing lost.
@MainActor @Suite struct FaultTests {
    @Test func everyErrorOfTheCoreHasWordsAndAWayOnOnEveryScreen() async {
        for (error, way) in everyError {
            let core = failing(error)
            let expected = Problem(words: "CONTOH.", wayOn: way)
            let welcome = WelcomeModel(core: core, words: words)
            await welcome.refresh()
            #expect(welcome.state == .failed(expected))
            #expect(await welcome.register() == nil)
            let form = FormModel(core: core, words: words)
            await form.resume("CONTOH")
            #expect(form.state == .failed(expected))
            let registration = RegistrationModel("CONTOH", core: core, words: words)
            await registration.refresh()
            #expect(registration.state == .failed(expected))
            let calculator = CalculatorModel(core: core, words: words)
            await calculator.refresh()
            #expect(calculator.state == .failed(expected))
            let people = PeopleModel(core: core, words: words)
            await people.refresh()
            #expect(people.state == .failed(expected))
            let help = HelpModel(core: core, words: words)
            await help.refresh()
            #expect(help.state == .failed(expected))
            let data = MyDataModel(core: core, words: words)
            await data.wipe()
            #expect(data.state == .failed(expected))
            let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
            await app.open()
            #expect(app.state == .failed(expected))
        }
    }

    @Test func aLockedPhoneIsWaitedForAndNothingIsTouched() async throws {
        let trial = try Trial()
        let unlocked = Switch()
        let app = AppModel(core: try trial.core(), words: words, changes: Changes(), host: "contoh.example") { unlocked.on }
        await app.open()
        #expect(app.state == .waitingForUnlock)
        let home = trial.folder.url.appendingPathComponent("phone/payung.db")
        #expect(!FileManager.default.fileExists(atPath: home.path), "the core was not opened")
        unlocked.on = true
        await app.open()
        #expect(app.state == .open)
    }

    @Test(arguments: [
        (KeeperAnswer.lockedNow, WayOn.unlock), (.wrongPassphrase, .unlock), (.gone, .startClean), (.broken, .tryAgain),
    ])
    func aKeyThatIsNotToBeHadIsSaidOnTheFirstScreen(answer: KeeperAnswer, way: WayOn) async throws {
        let trial = try Trial()
        let first = try trial.core()
        _ = try await first.call { try $0.drafts.start(form: "bpu") }
        await first.close()
        trial.keeper.say(answer)
        let welcome = WelcomeModel(core: try trial.core(), words: words)
        await welcome.refresh()
        guard case .closed(let home, let problem) = welcome.state else { throw TrialFailed("\(welcome.state)") }
        #expect(problem.wayOn == way && !problem.words.isEmpty && home.drafts.count == 1)
        trial.keeper.say(nil)
        await welcome.unlock()
        #expect(welcome.state.kind == .used, "nothing was lost")
    }

    @Test func whatIsTypedStaysWhenTheCoreThrows() async throws {
        let trial = try Trial()
        let core = try trial.core()
        let draft = try await core.call { try $0.drafts.start(form: "bpu").draft }
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        try await core.call { $0.payung.lock() }
        form.text = "CONTOH"
        await form.settle()
        await form.next()
        #expect(form.problem?.wayOn == .unlock && form.problem?.words.isEmpty == false)
        #expect(form.text == "CONTOH" && form.view?.draft == draft)
        _ = try await core.call { try $0.payung.unlock() }
        await form.resume(draft)
        #expect(form.state.kind == .question)
    }

    @Test func aPictureThatIsNoneOffersTheCameraAndTheFormStays() async throws {
        let (form, _) = try await atPhoto()
        await form.take(Data("CONTOH".utf8))
        #expect(form.problem?.wayOn == .camera && form.problem?.words.isEmpty == false)
        #expect(form.view?.step.id == "ktp" && form.announcement?.isEmpty == false)
    }

    @Test func aFullPhoneAsksForRoomAndNothingIsLost() async throws {
        let full = PhotoHandOver { _, _ in throw CocoaError(.fileWriteOutOfSpace) }
        let (form, draft) = try await atPhoto(full)
        await form.take(Data(count: 10))
        #expect(form.problem == Problem(words: words(.noRoom), wayOn: .makeRoom))
        #expect(form.view?.draft == draft)
        let broken = PhotoHandOver { _, _ in throw CocoaError(.fileWriteUnknown) }
        #expect(throws: PhotoHandOver.Failure.notWritten) { try broken.keep(Data(), in: "/") }
        #expect(throws: PhotoHandOver.Failure.notWritten) {
            try PhotoHandOver().keep(Data(count: PhotoHandOver.most + 1), in: "/")
        }
    }

    @Test func withoutACameraTheSettingsAreTheWayOn() async throws {
        let (form, _) = try await atPhoto()
        form.cameraDenied()
        #expect(form.problem == Problem(words: words(.noCamera), wayOn: .settings))
    }

    @Test func aClockThatMovedIsSaidOnTheFirstScreen() async throws {
        let trial = try Trial()
        let welcome = WelcomeModel(core: try trial.core(clock: SetClock(0)), words: words)
        await welcome.refresh()
        guard case .fresh(let home) = welcome.state else { throw TrialFailed("\(welcome.state)") }
        #expect(!home.notices.isEmpty)
        let form = await welcome.register()
        #expect(form != nil, "a wrong clock keeps nobody from filling in")
    }

    @Test func aMissingAnswerIsShownFromTheReview() async throws {
        let trial = try Trial()
        let core = try trial.core()
        let draft = try await core.call { try $0.drafts.start(form: "bpu").draft }
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        #expect(await form.ready() == nil, "there is no review yet")
        #expect(form.state.kind == .question)
    }

    private func atPhoto(_ handOver: PhotoHandOver = PhotoHandOver()) async throws -> (FormModel, String) {
        let trial = try Trial()
        let core = try trial.core()
        let draft = try await core.call { core in
            var view = try core.drafts.start(form: "bpu")
            while view.step.id != "ktp", let answer = Sample.answers[view.step.id] {
                view = try core.drafts.answer(draft: view.draft, question: view.step.id, text: Secret(answer))
            }
            return view.draft
        }
        let form = FormModel(core: core, words: words, handOver: handOver)
        await form.resume(draft)
        try #require(form.view?.step.id == "ktp")
        return (form, draft)
    }
}

@MainActor private final class Switch { var on = false }
