import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// Requests and complaints through the models of the screens, against a real office.
@MainActor @Suite struct RequestFlowTests {
    /// What each request asks for beyond its first question.
    private static let wishes: [String: [String: String]] = [
        "bill": ["months": "3"],
        "update": [
            "changes": "job,income,address,phone", "occupation": "street_vendor", "income_per": "month", "income": "1500000",
            "district": "32.01.01", "village_code": "other", "village": "KELURAHAN CONTOH", "street": "JALAN CONTOH NOMOR 0",
            "rt_rw": "003/007", "postal_code": "16911", "phone": "0813 0000 0002", "consent_request": "yes",
        ],
        "employee": ["employee_since": "1 12 2026"],
        "consent": ["consent_which": "more"],
        "copy": [:],
        "erasure": [:],
        "refund": ["refund_by": "cash"],
        "who_looked": [:],
        "complaint": ["complaint_about": "agent", "complaint_words": "CONTOH: agen minta uang."],
    ]

    private let trial: Trial
    private let office: Office
    private let core: Core
    /// A registration that the office holds.
    private let id: String

    init() async throws {
        trial = try Trial()
        office = try Office(in: trial.folder.folder("office"))
        try office.serve()
        core = try trial.core(trust: office.trust)
        id = try await core.ready()
        let registration = RegistrationModel(id, core: core, words: words)
        await registration.sync()
        try office.open()
    }

    private func model() async -> RequestsModel {
        let model = RequestsModel(id, core: core, words: words)
        await model.refresh()
        return model
    }

    /// Fills in a form that was begun, and makes it ready; the request's id.
    private func send(_ route: Route?, _ answers: [String: String]) async throws -> String {
        guard case .draft(let draft)? = route else { throw TrialFailed("nothing was begun") }
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        try await form.fill(answers)
        try #require(form.state.kind == .review, "\(form.state)")
        let request = try #require(await form.ready(), "\(form.problem?.words ?? "")")
        await RegistrationModel(request, core: core, words: words).sync()
        return request
    }

    private func ask(_ wish: String) async throws -> String {
        let answers = (Self.wishes[wish] ?? [:]).merging(["request": wish]) { $1 }
        return try await send(await model().request(), answers)
    }

    @Test func everyWishIsAskedForWithTheRenderersThatThereAre() async throws {
        let none = await model()
        #expect(none.state.kind == .shown(.empty) && none.state.content?.actions == [.request, .complain])
        var asked: [String] = []
        for wish in Self.wishes.keys.sorted() { asked.append(try await ask(wish)) }
        let shown = try #require(await model().state.content)
        #expect(shown.requests.map(\.id) == asked.reversed(), "the newest first")
        for line in shown.requests {
            let below = line.below(words)
            #expect(line.state == .received && !line.title.isEmpty, "\(line.title)")
            #expect(below.contains(line.number) && below.contains(line.answerUntil ?? "?"))
            #expect(below.contains("WIB"), "a time names its zone: \(below)")
        }
        #expect(Set(shown.requests.map(\.title)).count == Self.wishes.count)
        let here = RequestsModel(nil, core: core, words: words)
        await here.refresh()
        #expect(here.state.content?.requests == shown.requests && here.state.content?.actions == [.complain])
        office.stop()
    }

    @Test func whoLookedAtTheDataIsAnsweredByItself() async throws {
        try office.look(at: id)
        let request = try await ask("who_looked")
        try office.open()
        await RegistrationModel(request, core: core, words: words).sync()
        let shown = try #require(await model().state.content)
        let line = try #require(shown.requests.first)
        #expect(line.state == .accepted && line.answerUntil == nil)
        #expect(line.written.first?.contains("membaca jawaban") == true, "\(line.written)")
        #expect(shown.spoken(words).contains(line.written.first ?? "?"))
        office.stop()
    }

    @Test func aComplaintHasANumberAClockAndAnAnswerAndCanBeTakenBack() async throws {
        let request = try await ask("complaint")
        var line = try #require(await model().state.content?.requests.first)
        #expect(line.answerUntil?.hasPrefix("Dijawab paling lambat ") == true)
        let screen = RegistrationModel(request, core: core, words: words)
        await screen.refresh()
        #expect(screen.view?.isRequest == true && screen.view?.receipt == line.number)
        // It has no dues of its own, and nothing is asked about what is asked.
        #expect(screen.state.actions == [.toHome, .shareReceipt, .withdraw])
        await screen.askToWithdraw()
        #expect(screen.asking && screen.asked?.title.isEmpty == false && screen.asked?.yes != screen.asked?.no)
        screen.asking = false
        #expect(screen.asked == nil && screen.state.kind == .sent, "nothing was withdrawn")

        try office.open()
        try office.answer(request, "CONTOH: agen itu bukan dari kami.")
        await screen.sync()
        line = try #require(await model().state.content?.requests.first)
        #expect(line.written == ["CONTOH: agen itu bukan dari kami."] && line.answerUntil == nil)
        let first = RegistrationModel(id, core: core, words: words)
        await first.refresh()
        #expect(first.state.actions.contains(.requests) && first.view?.canRequest == true)
        office.stop()
    }

    @Test func whoNeverRegisteredMayComplainToo() async throws {
        let fresh = try Trial()
        let core = try fresh.core(trust: office.trust)
        let model = RequestsModel(nil, core: core, words: words)
        await model.refresh()
        #expect(model.state.kind == .shown(.empty) && model.state.content?.actions == [.complain])
        #expect(await model.request() == nil && model.problem == nil, "there is nothing to ask about")
        guard case .draft(let draft)? = await model.complain() else { throw TrialFailed("nothing was begun") }
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        try await form.fill(["complaint_about": "fee", "complaint_words": "CONTOH: diminta bayar 50 ribu."])
        _ = try #require(await form.ready())
        await model.refresh()
        let line = try #require(model.state.content?.requests.first)
        #expect(line.registration == nil && !line.number.isEmpty && line.askedAtWords.hasSuffix("WIB"))
        office.stop()
    }
}
