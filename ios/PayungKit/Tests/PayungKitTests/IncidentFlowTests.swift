import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// An accident is reported with a photographed paper, through the models of the screens and to a real office, which answers.
@MainActor @Suite struct IncidentFlowTests {
    private static let rest = [
        "incident_note": "yes", "who_reports": "family", "happened_words": "CONTOH: jatuh dari gerobak.",
        "reporter_name": "BUDI CONTOH", "consent_incident": "yes",
    ]

    private let trial: Trial
    private let office: Office
    private let core: Core
    private let id: String

    init() async throws {
        trial = try Trial()
        office = try Office(in: trial.folder.folder("office"))
        core = try trial.core(trust: office.trust)
        id = try await core.ready()
    }

    private func model(_ handOver: PhotoHandOver = PhotoHandOver()) async -> IncidentModel {
        let model = IncidentModel("accident", registration: id, core: core, words: words, handOver: handOver)
        await model.refresh()
        return model
    }

    private func paper(_ id: String, _ model: IncidentModel) throws -> IncidentPaper {
        try #require(model.state.content?.view.papers.first { $0.id == id }, "\(model.state)")
    }

    private func card() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: Project.card)) }

    @Test func aPaperIsPhotographedReportedAndAnsweredByAnOfficer() async throws {
        try office.serve()
        await RegistrationModel(id, core: core, words: words).sync()
        let model = await model()
        let before = try #require(model.state.content)
        #expect(before.view.report?.possible == true && before.reading(words).contains(Reading(words(.takePhoto), .button)))
        await model.note(.happened, Int64(Date().timeIntervalSince1970 * 1000) - 3 * 3_600_000)
        try await photographed(model)

        guard case .draft(let draft)? = await model.report() else { throw TrialFailed("\(model.problem?.words ?? "")") }
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        try await form.fill(Self.rest)
        let request = try #require(await form.ready(), "\(form.state)")
        await RegistrationModel(request, core: core, words: words).sync()

        await model.refresh()
        guard case .noting(let view)? = model.state.content else { throw TrialFailed("\(model.state)") }
        let sent = try #require(view.report?.sent)
        #expect(sent.map(\.id) == [request] && sent[0].purpose == .incident)
        #expect(sent[0].state == .received, "the record and its photo are there: \(sent[0].words)")
        #expect(sent[0].askedAtWords.hasSuffix("WIB") && view.report?.draft == nil)
        let ktp = try paper("ktp", model)
        #expect(ktp.pages.isEmpty && ktp.sent.hasPrefix("1 ") && ktp.ticked)
        #expect(model.state.reading(words).contains { $0.label == ktp.sent })

        try office.open()
        try office.answer(request, "CONTOH: bawa berkas aslinya ke kantor.")
        await RegistrationModel(request, core: core, words: words).sync()
        await model.refresh()
        let read = model.state.reading(words).map(\.label)
        #expect(read.contains("CONTOH: bawa berkas aslinya ke kantor."), "\(read)")
        #expect(model.state.content?.spoken.contains("berkas aslinya") == false)
        office.stop()
    }

    /// Two pages are taken, one is looked at and removed; the rest stays for the report.
    private func photographed(_ model: IncidentModel) async throws {
        for page in [1, 2] {
            await model.photograph("ktp", try card())
            #expect(model.problem == nil && !model.working, "\(model.problem?.words ?? "")")
            #expect(try paper("ktp", model).pages.count == page)
        }
        let pages = try paper("ktp", model).pages
        #expect(try paper("ktp", model).ticked && model.state.content?.view.report?.photos == 2)
        for page in pages {
            #expect(Reading.page(page, words).allSatisfy { read in model.state.reading(words).contains(read) })
        }
        await model.look(at: pages[0], of: "ktp")
        #expect(model.opened?.picture.starts(with: [0xff, 0xd8]) == true && model.isOpen(pages[0], of: "ktp"))
        #expect(!model.isOpen(pages[1], of: "ktp") && !model.isOpen(pages[0], of: "card"))
        await model.look(at: pages[0], of: "ktp")
        #expect(model.opened == nil, "it is put away by another tap")
        await model.look(at: pages[1], of: "ktp")
        await model.remove(pages[1], of: "ktp")
        #expect(model.opened == nil && model.problem == nil)
        #expect(try paper("ktp", model).pages.map(\.number) == [pages[0].number])
        await model.look(at: pages[1], of: "ktp")
        #expect(model.opened == nil && model.problem?.words.isEmpty == false, "there is no such page any more")
        // Another run of the screen finds it.
        #expect(try paper("ktp", await self.model()).pages.count == 1)
    }

    @Test func whatHasNotLeftThePhoneCannotBeReportedAndItIsSaidWhatToDo() async throws {
        let model = await model()
        let shown = try #require(model.state.content)
        let report = try #require(shown.view.report)
        #expect(!report.possible && shown.spoken.contains(report.words) && !report.words.isEmpty)
        #expect(!shown.reading(words).contains(Reading(words(.takePhoto), .button)))
        await model.photograph("ktp", try card())
        #expect(model.problem?.words == report.words && model.state.content == shown)
        #expect(await model.report() == nil && model.problem?.words.isEmpty == false && !model.working)
        let folder = try await core.call { $0.drafts.captureFolder() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty, "no picture stays in clear")
    }

    @Test func aPictureThatIsNoneAFullPhoneAndNoCameraAreSaidAndNothingIsLost() async throws {
        try office.serve()
        await RegistrationModel(id, core: core, words: words).sync()
        let model = await model()
        await model.photograph("ktp", Data("CONTOH".utf8))
        #expect(model.problem?.wayOn == .camera)
        #expect(try paper("ktp", model).pages.isEmpty)
        model.cameraDenied()
        #expect(model.problem == Problem(words: words(.noCamera), wayOn: .settings))
        let full = await self.model(PhotoHandOver { _, _ in throw CocoaError(.fileWriteOutOfSpace) })
        await full.photograph("ktp", try card())
        #expect(full.problem == Problem(words: words(.noRoom), wayOn: .makeRoom))
        await full.tick(try paper("ktp", full))
        #expect(full.problem == nil)
        #expect(try paper("ktp", full).ticked)
        // Without the key the notes are closed, and what to do is still there.
        try await core.call { $0.payung.lock() }
        await model.photograph("ktp", try card())
        #expect(model.problem?.wayOn == .unlock)
        await model.refresh()
        #expect(model.state.kind == .shown(.reading))
        office.stop()
    }
}
