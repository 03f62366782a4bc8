import Foundation
import PayungCore
import PayungKit
import PayungTrial
import Testing

/// The demo's story through the models of the screens: offline first, received, corrected once, accepted.
@MainActor @Suite struct RegistrationFlowTests {
    @Test func aWorkerRegistersOfflineIsReceivedCorrectsOnceAndIsAccepted() async throws {
        let trial = try Trial()
        let office = try Office(in: trial.folder.folder("office"))
        let core = try trial.core(trust: office.trust)
        let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
        await app.open()
        #expect(app.state == .open && app.welcome.state.kind == .fresh)

        app.navigation.go(to: try #require(await app.welcome.register()))
        guard case .draft(let draft) = app.navigation.path.last else { throw TrialFailed("no form") }
        var form = FormModel(core: core, words: words)
        await form.resume(draft)
        try await form.fill(Sample.answers, until: "birth_place")

        // The app is left and comes back: another model shows the same question, and what was typed.
        form.text = "KOTA CON"
        await form.settle()
        await app.leave()
        #expect(app.covered)
        await app.activate()
        #expect(app.welcome.first?.route == .draft(draft))
        form = FormModel(core: core, words: words)
        await form.resume(draft)
        #expect(form.view?.step.id == "birth_place" && form.text == "KOTA CON")
        try await form.fill(Sample.answers)
        #expect(form.state.kind == .review)

        let id = try #require(await form.ready())
        app.navigation.replace(with: .registration(id))
        #expect(app.navigation.path == [.registration(id)])
        var registration = RegistrationModel(id, core: core, words: words)
        await registration.sync()
        #expect(registration.state.kind == .waiting, "the office is not there")
        #expect(registration.problem?.wayOn == .tryAgain)

        try office.serve()
        await registration.sync()
        #expect(registration.state.kind == .sent && registration.problem == nil)
        try umbrellaAndTimes(registration)

        try office.open()
        try office.ask(id, again: "phone", "Nomor ini tidak tersambung. Tulis nomor lain.")
        let notifier = MemoryNotifier()
        registration = RegistrationModel(id, core: core, words: words, notifier: notifier)
        await newsComesWhileNobodyLooks(registration, app, notifier)
        #expect(registration.view?.corrections.map(\.question) == ["phone"])
        #expect(registration.shown?.cover == nil, "what is to be mended comes before the picture")

        guard case .draft(let again)? = await registration.correct() else { throw TrialFailed("nothing to correct") }
        let correction = FormModel(core: core, words: words)
        await correction.resume(again)
        #expect(correction.view?.corrections.first?.words.reveal().contains("tidak tersambung") == true)
        try await correction.fill(["phone": "0813 0000 0002"])
        #expect(await correction.ready() == id)
        await registration.sync()
        #expect(registration.state.kind == .sent && registration.view?.revision == 2)

        try office.open()
        try office.accept(id)
        await registration.sync()
        #expect(registration.state.kind == .ended && registration.view?.state == .accepted)
        await registration.look(app)
        await app.notify(notifier)
        #expect(notifier.shown.isEmpty, "it was seen on its screen")
        let receipt = try #require(await registration.receipt())
        #expect(!receipt.contains(Sample.name) && !receipt.contains(Sample.nik))
        office.stop()
    }

    /// It is on the lock screen until somebody sees the screen that it opens, which stood open all the time.
    private func newsComesWhileNobodyLooks(_ registration: RegistrationModel, _ app: AppModel, _ notifier: MemoryNotifier) async {
        app.cover()
        await registration.sync()
        await registration.look(app)
        await app.notify(notifier)
        #expect(registration.state.kind == .correction && notifier.shown.map(\.registration) == [registration.registration])
        await registration.refresh()
        await registration.look(app)
        #expect(!notifier.shown.isEmpty)
        await app.activate()
        await registration.look(app)
        #expect(app.isSeen && notifier.shown.isEmpty)
    }

    /// The umbrella of somebody on the way lacks a panel, and each step says when it was.
    private func umbrellaAndTimes(_ registration: RegistrationModel) throws {
        let shown = try #require(registration.shown)
        let cover = try #require(shown.cover)
        #expect(cover.phase == .notYet && cover.panelsFilled == cover.panels - 1)
        #expect(!shown.view.timeline.isEmpty && shown.view.timeline.allSatisfy { $0.atWords.hasSuffix("WIB") })
        let read = registration.state.reading(words)
        #expect(read.first == Reading.umbrella(cover, words))
        for line in shown.view.timeline {
            #expect(read.contains { $0.label == line.words && $0.value.hasSuffix(line.atWords) }, "\(line.words)")
        }
    }
}
