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
        try await fill(&form, Sample.answers, until: "birth_place")

        // The app is left and comes back: another model shows the same question, and what was typed.
        form.text = "KOTA CON"
        await form.settle()
        await app.leave()
        #expect(app.covered)
        await app.activate()
        #expect(app.welcome.first == .draft(draft))
        form = FormModel(core: core, words: words)
        await form.resume(draft)
        #expect(form.view?.step.id == "birth_place" && form.text == "KOTA CON")
        try await fill(&form, Sample.answers, until: nil)
        #expect(form.state.kind == .review)

        let id = try #require(await form.ready())
        app.navigation.replace(with: .registration(id))
        #expect(app.navigation.path == [.registration(id)])
        let registration = RegistrationModel(id, core: core, words: words)
        await registration.sync()
        #expect(registration.state.kind == .waiting, "the office is not there")
        #expect(registration.problem?.wayOn == .tryAgain)

        try office.serve()
        await registration.sync()
        #expect(registration.state.kind == .sent && registration.problem == nil)

        try office.open()
        try office.ask(id, again: "phone", "Nomor ini tidak tersambung. Tulis nomor lain.")
        await registration.sync()
        #expect(registration.state.kind == .correction)
        #expect(registration.view?.corrections.map(\.question) == ["phone"])

        guard case .draft(let again)? = await registration.correct() else { throw TrialFailed("nothing to correct") }
        let correction = FormModel(core: core, words: words)
        await correction.resume(again)
        #expect(correction.view?.corrections.first?.words.reveal().contains("tidak tersambung") == true)
        var asked = correction
        try await fill(&asked, ["phone": "0813 0000 0002"], until: nil)
        #expect(await correction.ready() == id)
        await registration.sync()
        #expect(registration.state.kind == .sent && registration.view?.revision == 2)

        try office.open()
        try office.accept(id)
        await registration.sync()
        #expect(registration.state.kind == .ended && registration.view?.state == .accepted)
        let receipt = try #require(await registration.receipt())
        #expect(!receipt.contains(Sample.name) && !receipt.contains(Sample.nik))
        office.stop()
    }

    /// Answers screen after screen as a finger would, each kind of field in its own way.
    private func fill(_ form: inout FormModel, _ answers: [String: String], until end: String?) async throws {
        for _ in 0..<60 {
            guard case .question(let view) = form.state, view.step.id != end else { return }
            let (question, field) = (view.step.id, view.step.field)
            #expect(!form.spoken.isEmpty)
            if case .photo = field {
                await form.take(try Data(contentsOf: URL(fileURLWithPath: Project.card)))
                if form.view?.step.id == question { await form.next() }
            } else if field.options.isEmpty {
                form.text = answers[question] ?? ""
                await form.settle()
                await form.next()
            } else if case .search = field {
                await form.search("kaki lima")
                try await tap(form, form.found?.options ?? field.options, answers[question])
                await form.next()
            } else {
                for option in field.options where option.chosen && !option.fixed { await form.tap(option) }
                try await tap(form, field.options, answers[question])
                if form.view?.step.id == question { await form.next() }
            }
            try #require(form.view?.step.id != question, "\(question): \(form.view?.step.problems.map { $0.reveal() } ?? [])")
            #expect(!form.spoken.contains(Sample.nik), "an answer is never read aloud")
        }
        throw TrialFailed("the form does not end")
    }

    private func tap(_ form: FormModel, _ options: [ChoiceView], _ answer: String?) async throws {
        let ids = (answer ?? "").split(separator: ",").map(String.init)
        for id in ids {
            guard let option = options.first(where: { $0.id == id }) else { throw TrialFailed("no option \(id)") }
            await form.tap(option)
        }
    }
}
