import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// What is entered into a field: nothing of it is lost, whatever becomes of the calls.
@MainActor @Suite struct EnteredTests {
    private let trial: Trial
    private let core: Core

    init() throws {
        trial = try Trial()
        core = try trial.core()
    }

    @Test func whatIsTypedStaysWhenTheCoreThrowsAndGoesOnWithTheSameQuestion() async throws {
        let form = try await at("name")
        try await core.call { $0.payung.lock() }
        form.text = "CONTOH"
        await form.settle()
        await form.next()
        #expect(form.problem?.wayOn == .unlock && form.problem?.words.isEmpty == false)
        #expect(form.text == "CONTOH" && form.view?.step.id == "name")
        await core.unlock()
        await form.again(try draft(form))
        #expect(form.text == "CONTOH" && form.view?.step.id == "name" && form.problem == nil)
        #expect(try await typed(form) == "CONTOH", "the core has it too")
        await form.next()
        #expect(form.view?.step.id == "birth_place")
    }

    /// An older text that the core has does not come back over a newer one.
    @Test func aTextThatWasNotKeptTakesThePlaceOfAnOlderOneThatWas() async throws {
        let form = try await at("name")
        form.text = "CONTOH"
        await form.settle()
        try await core.call { $0.payung.lock() }
        form.text = "CONTOH LAMA"
        await form.settle()
        #expect(form.problem?.wayOn == .unlock)
        await core.unlock()
        await form.again(try draft(form))
        #expect(form.text == "CONTOH LAMA" && form.view?.step.id == "name")
        #expect(try await typed(form) == "CONTOH LAMA")
    }

    @Test func aProblemIsOverWithTheNextLetterThatIsKept() async throws {
        let form = try await at("name")
        try await core.call { $0.payung.lock() }
        form.text = "C"
        await form.settle()
        #expect(form.problem != nil)
        await core.unlock()
        form.text = "CO"
        await form.settle()
        #expect(form.problem == nil && form.hints != nil)
    }

    @Test func aProblemIsOverWhenTheFormIsOpenedAgain() async throws {
        let form = try await at("ktp")
        form.cameraDenied()
        #expect(form.problem != nil)
        await form.resume(try draft(form))
        #expect(form.problem == nil && form.view?.step.id == "ktp")
    }

    @Test func whatIsTypedWhileAnAnswerIsUnderWayStaysWhenThatIsRefused() async throws {
        let form = try await at("nik")
        form.text = "320101"
        await form.settle()
        let busy = Busy(core)
        await busy.begin()
        let answering = Task { await form.next() }
        while !form.working { await Task.yield() }
        form.text = Sample.nik
        busy.end()
        await answering.value
        await form.settle()
        #expect(form.view?.step.id == "nik" && form.text.filter(\.isNumber) == Sample.nik)
        #expect(form.hints?.complete == true, "it is judged as it stands there now")
        #expect(try await typed(form).filter(\.isNumber) == Sample.nik)
        await form.next()
        #expect(form.view?.step.id == "nik_right")
    }

    @Test func whatIsTypedAfterAnAnswerThatIsTakenLeavesThatAlone() async throws {
        let form = try await at("name")
        form.text = Sample.name
        await form.settle()
        let busy = Busy(core)
        await busy.begin()
        let answering = Task { await form.next() }
        while !form.working { await Task.yield() }
        form.text = Sample.name + "X"
        busy.end()
        await answering.value
        await form.settle()
        #expect(form.view?.step.id == "birth_place" && form.text.isEmpty && form.hints == nil)
        await form.back()
        #expect(form.text == Sample.name)
    }

    @Test(arguments: [("age", "17_64"), ("income_per", "month"), ("programmes", "jht")])
    func anOptionThatWasTappedIsThereAgainBeforeTheButtonIsPressed(question: String, id: String) async throws {
        let form = try await at(question)
        let options = form.view?.step.field.options ?? []
        let option = try #require(options.first { $0.id == id })
        await form.tap(option)
        await form.settle()
        let ticked = form.ticked
        let again = FormModel(core: core, words: words)
        await again.resume(try draft(form))
        #expect(again.view?.step.id == question && again.ticked == ticked)
        #expect(ticked.contains(id) != option.chosen, "\(ticked)")
    }

    @Test func aPhotoIsThereWithItsQuestionAndWithAnotherOneInItsPlace() async throws {
        let form = try await at("ktp")
        #expect(form.keptPhoto == nil)
        await form.take(try Data(contentsOf: URL(fileURLWithPath: Project.card)))
        if form.view?.step.id != "ktp" { await form.show("ktp") }
        let first = try #require(form.keptPhoto)
        // A photo that is hard to read is kept, and its question stays.
        await form.take(try Project.read("tests/photos/set/held_out-defocus-00.jpg"))
        #expect(form.view?.step.id == "ktp")
        let second = try #require(form.keptPhoto)
        #expect(first != second)
        await form.removePhoto()
        #expect(form.keptPhoto == nil && form.view?.step.id == "ktp")
    }

    /// A picture that is none has a button beside it already, and one of its own would open no camera.
    @Test func aProblemWithAPictureHasNoButtonBesideTheCameras() {
        #expect(WayOn.camera.label == nil)
        #expect(Problem(words: "CONTOH.", wayOn: .camera).reading(words).count == 1)
        for way in everyError.map(\.1) where way != .camera { #expect(way.label != nil, "\(way)") }
    }

    @Test func aSearchThatIsLateBringsNoListBack() async throws {
        let calculator = CalculatorModel(core: core, words: words)
        await calculator.search("occupation", "ojek")
        #expect(calculator.found["occupation"]?.options.isEmpty == false)
        for ending in ["", "street_vendor"] {
            let busy = Busy(core)
            await busy.begin()
            let searching = Task { await calculator.search("occupation", "ojek") }
            await reached()
            let emptied = Task {
                guard !ending.isEmpty else { return await calculator.search("occupation", "") }
                await calculator.answer("occupation", ending)
            }
            await reached()
            busy.end()
            await searching.value
            await emptied.value
            #expect(calculator.found["occupation"] == nil)
        }
        let form = try await at("occupation")
        let busy = Busy(core)
        await busy.begin()
        let searching = Task { await form.search("ojek") }
        await reached()
        form.otherGroups()
        busy.end()
        await searching.value
        #expect(form.found == nil)
    }

    // MARK: - Helpers

    private func reached() async { for _ in 0..<100 { await Task.yield() } }

    private func draft(_ form: FormModel) throws -> String { try #require(form.view?.draft) }

    /// What the core has of that question.
    private func typed(_ form: FormModel) async throws -> String {
        let view = try #require(form.view)
        return try await core.call { try $0.drafts.show(draft: view.draft, question: view.step.id).step.typed.reveal() }
    }

    /// The form at that question, everything before it answered.
    private func at(_ question: String) async throws -> FormModel {
        let draft = try await core.call { core in
            var view = try core.drafts.start(form: "bpu")
            while view.step.id != question, let answer = Sample.answers[view.step.id] {
                view = try core.drafts.answer(draft: view.draft, question: view.step.id, text: Secret(answer))
            }
            return view.draft
        }
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        try #require(form.view?.step.id == question)
        return form
    }
}

/// Holds the core's one thread, so that what is called meanwhile waits.
private final class Busy: Sendable {
    private let core: Core
    private let until = DispatchSemaphore(value: 0)

    init(_ core: Core) { self.core = core }

    func begin() async {
        let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
        Task { [core, until] in
            try? await core.call { _ in
                continuation.finish()
                until.wait()
            }
        }
        for await _ in begun {}
    }

    func end() { until.signal() }
}
