import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

private final class NoLibrary: PictureSaver { func save(_ png: Data) async throws(PictureProblem) { throw .denied } }

/// A daughter pays for her mother: two phones, a real office and the sandbox acquirer, through the models of the screens.
@MainActor @Suite struct PayersFlowTests {
    /// One phone with its registration, which the office has accepted.
    private struct Person {
        let trial: Trial
        let core: Core
        let id: String
    }

    private let folder = Result { try Folder() }

    @Test func aDaughterPaysForHerMotherAndBothScreensSaySo() async throws {
        let folder = try folder.get()
        let acquirer = try Acquirer(in: folder.folder("acquirer"))
        let office = try Office(in: folder.folder("office"), acquirer: acquirer)
        try office.serve()
        let mother = try await person(office, ["name": "AMINAH CONTOH"])
        let daughter = try await person(office, ["name": "RINI CONTOH", "nik": "3201015501900002", "phone": "0813 0000 0002"])

        let (code, message) = try await code(mother, office)
        try await ask(daughter, code, message, office, telling: mother)
        let (paying, paidFor) = (try await payers(daughter), try await payers(mother))
        #expect(paying.kind == .paying && paying.view.members.first?.name.hasPrefix("A") == true)
        #expect(paidFor.kind == .paidFor && paidFor.view.code == nil && paidFor.actions.contains(.stopBeingPaid))
        #expect(paidFor.reading(words).contains(Reading(words(.needNotPay))))
        #expect(!paying.spoken(words).contains("AMINAH") && !paidFor.spoken(words).contains("RINI"))

        try await pay(daughter, mother, acquirer, office)
        try await stop(mother, daughter, office)
        office.stop()
    }

    private func person(_ office: Office, _ answers: [String: String]) async throws -> Person {
        let trial = try Trial()
        let core = try trial.core(trust: office.trust)
        let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
        await app.open()
        await app.sync()
        let person = Person(trial: trial, core: core, id: try await core.ready(answers))
        await sync(person)
        try office.open()
        await sync(person)
        if try await status(person).bill == nil {
            try office.accept(person.id)
            try office.open()
            await sync(person)
        }
        return person
    }

    private func sync(_ person: Person) async { await RegistrationModel(person.id, core: person.core, words: words).sync() }

    private func status(_ person: Person) async throws -> RegistrationView {
        try await person.core.call { try $0.registrations.status(registration: person.id) }
    }

    private func payers(_ person: Person) async throws -> PayersModel.Shown {
        let model = PayersModel(person.id, core: person.core, words: words)
        await model.refresh()
        return try #require(model.state.content, "\(model.state)")
    }

    /// The mother agrees, and gets a code that she can send.
    private func code(_ mother: Person, _ office: Office) async throws -> (String, String) {
        let model = PayersModel(mother.id, core: mother.core, words: words)
        await model.refresh()
        #expect(model.state.content?.actions == [.payForSomebody, .makePayCode])
        guard case .draft(let draft)? = await model.makeCode() else { throw TrialFailed("\(String(describing: model.problem))") }
        #expect(await model.makeCode() == .draft(draft), "one that was begun is gone on with")
        let form = FormModel(core: mother.core, words: words)
        await form.resume(draft)
        #expect(form.view?.step.id == "pay_code_note", "the wish is answered already")
        try await form.fill([:])
        _ = try #require(await form.ready(), "\(form.state)")
        await sync(mother)
        try office.open()
        await sync(mother)
        await model.refresh()
        let shown = try #require(model.state.content)
        #expect(shown.kind == .code && shown.actions.first == .sharePayCode)
        #expect(shown.view.requests.isEmpty, "the code stands there")
        let code = try #require(shown.view.code?.code.reveal())
        let message = try #require(model.shared)
        #expect(message.contains(code) && !message.contains("AMINAH") && !shown.spoken(words).contains(code))
        return (code, message)
    }

    /// The daughter types it wrong, then pastes the whole message; the office says yes.
    private func ask(
        _ daughter: Person, _ code: String, _ message: String, _ office: Office, telling mother: Person
    ) async throws {
        let model = PayForModel(daughter.id, core: daughter.core, words: words)
        await model.refresh()
        model.choose(try #require(model.state.content?.months.first))
        model.code = String(code.dropLast()) + (code.hasSuffix("2") ? "3" : "2")
        #expect(await model.ask() == nil && model.mistyped?.contains("salah ketik") == true)
        await model.paste([message])
        #expect(model.code == code && model.mistyped == nil)
        guard case .registration(let request)? = await model.ask() else { throw TrialFailed("\(model.mistyped ?? "")") }
        await sync(daughter)
        try office.open()
        await RegistrationModel(request, core: daughter.core, words: words).sync()
        await sync(mother)
        let answer = try await daughter.core.call { try $0.registrations.requests(registration: daughter.id) }.first
        #expect(answer?.id == request && answer?.state == .accepted)
        let written = answer?.answer?.reveal() ?? ""
        #expect(written.contains("Anda membayar iuran A"), "\(written)")
        #expect(try await payers(daughter).view.requests.isEmpty, "what holds now stands above")
    }

    /// The daughter pays the bill for her mother, and the mother is protected.
    private func pay(_ daughter: Person, _ mother: Person, _ acquirer: Acquirer, _ office: Office) async throws {
        var bill: BillView?
        // The office makes and cancels bills in passes of their own.
        for _ in 0..<8 where bill == nil {
            try office.open()
            await sync(daughter)
            let bills = try await daughter.core.call { try $0.bills.list(registration: daughter.id) }
            bill = bills.first { $0.phase == .open && $0.lines.contains { $0.member != nil } }
        }
        let open = try #require(bill, "no bill for the mother")
        let till = try #require(open.channels.first { $0.enabled && $0.hasCode && $0.number != nil })
        let channel = ChannelModel(open.id, channel: till.id, core: daughter.core, words: words, saver: NoLibrary())
        await channel.refresh()
        try await acquirer.pay(code: try #require(channel.code.copy()))
        try office.open()
        await sync(mother)
        let bills = BillModel(.next(registration: mother.id), core: mother.core, words: words, saver: NoLibrary())
        await bills.refresh()
        #expect(bills.state.kind != .open, "nothing is paid twice")
        let cover = CoverModel(mother.id, core: mother.core, words: words) { Int64(Date().timeIntervalSince1970 * 1000) }
        await cover.refresh()
        #expect(cover.state.kind == .shown(.protected))
        #expect(cover.state.content?.cover.lines.contains { $0.contains("Dibayar oleh R") } == true)
    }

    /// The mother stops it, and takes back a code that nobody used; a request about something else stays as it was begun.
    private func stop(_ mother: Person, _ daughter: Person, _ office: Office) async throws {
        let model = PayersModel(mother.id, core: mother.core, words: words)
        await model.refresh()
        await model.stop(.payer)
        #expect(model.problem == nil && model.state.kind == .shown(.paidFor), "nothing has ended before the office says so")
        await sync(mother)
        try office.open()
        for person in [mother, daughter] { await sync(person) }
        #expect(try await payers(mother).view.payers.allSatisfy { $0.until != nil })
        #expect(try await payers(daughter).view.members.allSatisfy { $0.until != nil })

        let begun = try await mother.core.call { core in
            let view = try core.registrations.request(registration: mother.id)
            return try core.drafts.answer(draft: view.draft, question: "request", text: Secret("complaint")).draft
        }
        #expect(await model.makeCode() == nil && model.begun == begun && model.problem == nil)
        let kept = try await mother.core.call { try $0.drafts.show(draft: begun, question: "request").step.typed.reveal() }
        #expect(kept == "complaint", "what was begun stays as it is")
    }
}
