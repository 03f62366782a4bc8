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
            #expect(await registration.receipt() == nil && registration.problem == expected)
            await calculator(core, expected)
            let people = PeopleModel(core: core, words: words)
            await people.refresh()
            #expect(people.state == .failed(expected))
            let help = HelpModel(core: core, words: words)
            await help.refresh()
            #expect(help.state == .failed(expected))
            await places(core, expected)
            let cover = CoverModel("CONTOH", core: core, words: words) { 0 }
            await cover.refresh()
            #expect(cover.state == .failed(expected))
            let card = CardModel("CONTOH", core: core, words: words, saver: NoPictures())
            await card.refresh()
            await card.save()
            #expect(card.state == .failed(expected) && card.problem == expected && !card.saved)
            let jar = JarModel("CONTOH", core: core, words: words)
            await jar.refresh()
            #expect(jar.state == .failed(expected))
            let incidents = IncidentsModel(core: core, words: words)
            await incidents.refresh()
            #expect(incidents.state == .failed(expected))
            let incident = IncidentModel("accident", registration: nil, core: core, words: words)
            await incident.refresh()
            #expect(incident.state == .failed(expected))
            let settings = ReminderSettingsModel("CONTOH", core: core, words: words) {}
            await settings.refresh()
            #expect(settings.state == .failed(expected))
            await money(core, expected)
            let requests = RequestsModel("CONTOH", core: core, words: words)
            await requests.refresh()
            #expect(requests.state == .failed(expected))
            #expect(await requests.request() == nil && requests.problem == expected)
            #expect(await requests.complain() == nil && requests.problem == expected)
            await payers(core, expected)
            await referral(core, error, expected)
            await recovery(core, expected)
            let data = MyDataModel(core: core, words: words)
            await data.wipe()
            #expect(data.state == .failed(expected))
            let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
            await app.open()
            #expect(app.state == .failed(expected))
        }
    }

    private func calculator(_ core: Core, _ expected: Problem) async {
        let calculator = CalculatorModel(core: core, words: words)
        await calculator.refresh()
        #expect(calculator.state == .failed(expected))
        let looking = CalculatorModel(core: core, words: words)
        await looking.search("occupation", "ojek")
        #expect(looking.state == .failed(expected))
    }

    /// What the core says of the code stands at the code; every other error is a problem with its way on.
    private func referral(_ core: Core, _ error: PayungError, _ expected: Problem) async {
        let model = ReferralModel(core: core, words: words)
        model.code = "PASAR7"
        #expect(await !model.keep() && model.code == "PASAR7")
        let welcome = WelcomeModel(core: core, words: words)
        await welcome.keep("PASAR7")
        if case .NotPossible = error {
            #expect(model.mistyped == "CONTOH." && model.problem == nil && welcome.refused == "CONTOH.")
        } else {
            #expect(model.problem == expected && model.mistyped == nil && welcome.state == .failed(expected))
        }
        await welcome.removeReferral()
        #expect(welcome.state == .failed(expected))
    }

    @Test func aWayOnToAnotherScreenIsTakenAndEveryOtherTriesAgain() async throws {
        let app = AppModel(core: try Trial().core(), words: words, changes: Changes(), host: "contoh.example") { true }
        for way in everyError.map(\.1) where way != .help && way != .startClean { #expect(await app.take(way)) }
        #expect(app.navigation.path.isEmpty)
        #expect(await !app.take(.help) && app.navigation.path == [.help])
        #expect(await !app.take(.startClean) && app.navigation.path.isEmpty)
        #expect(await app.take(.startClean), "on the first screen it is asked")
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

    @Test func aPictureThatIsNoneIsSaidBesideTheCameraAndTheFormStays() async throws {
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

// The screens that belong together.
extension FaultTests {
    /// The screens of bills and of what was paid.
    private func money(_ core: Core, _ expected: Problem) async {
        let bill = BillModel(.bill("CONTOH"), core: core, words: words, saver: NoPictures())
        await bill.refresh()
        #expect(bill.state == .failed(expected))
        let channel = ChannelModel("CONTOH", channel: "qris", core: core, words: words, saver: NoPictures())
        await channel.refresh()
        #expect(channel.state == .failed(expected))
        let receipts = ReceiptsModel("CONTOH", core: core, words: words)
        await receipts.refresh()
        #expect(receipts.state == .failed(expected))
        let receipt = ReceiptModel("CONTOH", number: "1", core: core, words: words)
        await receipt.refresh()
        #expect(receipt.state == .failed(expected))
        let statement = StatementModel("CONTOH", year: 2026, core: core, words: words)
        await statement.refresh()
        #expect(statement.state == .failed(expected))
    }

    /// Settings, the recovery code, and getting back by one.
    private func recovery(_ core: Core, _ expected: Problem) async {
        let settings = SettingsModel(core: core, words: words, language: .id, lock: NoLock(), notifier: MemoryNotifier())
        await settings.refresh()
        #expect(settings.state == .failed(expected))
        let code = RecoveryCodeModel("CONTOH", core: core, words: words)
        await code.refresh()
        #expect(code.state == .failed(expected) && !code.working)
        let recover = RecoverModel(core: core, words: words)
        (recover.code, recover.birthDate) = ("CONTOH", "CONTOH")
        await recover.recover()
        #expect(recover.state == .asking(.none) && recover.problem == expected && recover.code == "CONTOH")
    }

    /// Offices and counters.
    private func places(_ core: Core, _ expected: Problem) async {
        let places = PlacesModel(core: core, words: words)
        await places.refresh()
        #expect(places.state == .failed(expected))
        places.search = "CONTOH"
        await places.settle()
        #expect(places.found.isEmpty && places.search == "CONTOH")
        let looking = PlacesModel(core: core, words: words)
        looking.search = "CONTOH"
        await looking.settle()
        #expect(looking.state == .failed(expected))
        let place = PlaceModel("CONTOH", district: "32.01.01", core: core, words: words)
        await place.refresh()
        #expect(place.state == .failed(expected))
    }

    /// The screens of who pays for whom.
    private func payers(_ core: Core, _ expected: Problem) async {
        let payers = PayersModel("CONTOH", core: core, words: words)
        await payers.refresh()
        #expect(payers.state == .failed(expected))
        #expect(await payers.makeCode() == nil && payers.problem == expected && payers.begun == nil)
        await payers.stop(.payer)
        #expect(payers.problem == expected && !payers.working)
        let payFor = PayForModel("CONTOH", core: core, words: words)
        await payFor.refresh()
        #expect(payFor.state == .failed(expected))
    }
}

private struct NoPictures: PictureSaver { func save(_ png: Data) async throws(PictureProblem) { throw .failed } }

@MainActor private final class Switch { var on = false }
