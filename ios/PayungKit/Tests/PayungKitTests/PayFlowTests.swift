import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

private final class NoLibrary: PictureSaver { func save(_ png: Data) async throws(PictureProblem) { throw .denied } }

/// The money's whole way through the models of the screens: a real office, a sandbox acquirer, and somebody who pays.
@MainActor @Suite struct PayFlowTests {
    @Test func aBillIsShownPaidRecordedAndProtects() async throws {
        let trial = try Trial()
        let acquirer = try Acquirer(in: trial.folder.folder("acquirer"))
        let office = try Office(in: trial.folder.folder("office"), acquirer: acquirer)
        try office.serve()
        let core = try trial.core(trust: office.trust)
        let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
        await app.open()
        await app.sync()
        let id = try await core.ready()
        let registration = RegistrationModel(id, core: core, words: words)
        await registration.sync()
        let bill = BillModel(.next(registration: id), core: core, words: words, saver: NoLibrary())
        await bill.refresh()
        #expect(bill.state == .none(paidBy: []), "the office has not opened it yet")

        try office.open()
        await registration.sync()
        if registration.view?.bill == nil {
            // An officer looks first, since a check was not sure.
            try office.accept(id)
            try office.open()
            await registration.sync()
        }
        #expect(registration.state.actions.first == .pay && registration.view?.cover == nil)
        #expect(registration.view?.path.map(\.place) == [.now, .ahead])
        await app.welcome.refresh()
        #expect(app.welcome.first?.label == .pay)

        await bill.refresh()
        let open = try #require(bill.state.bill)
        #expect(bill.state.kind == .open && bill.code?.picture != nil && !open.after.isEmpty)
        let picture = try #require(bill.code?.picture)
        #expect(!picture.bars && picture.width == picture.height, "QRIS stands on the bill")
        let read = bill.state.reading(words).map { $0.label + $0.value }
        #expect(!read.contains { $0.contains("000201") || $0.contains("0 0 0 2 0 1") }, "and nobody hears what is in it")
        await bill.saidPaid()
        #expect(bill.state.kind == .open && bill.state.bill?.saidPaid == true, "nothing counts as paid because somebody says so")

        let till = try #require(open.channels.first { $0.enabled && $0.hasCode && $0.number != nil })
        let channel = ChannelModel(open.id, channel: till.id, core: core, words: words, saver: NoLibrary())
        await channel.refresh()
        #expect(channel.state.kind == .shown(.usable) && channel.code.picture?.bars == true, "a till scans bars: \(till.id)")
        let sending = try #require(await channel.code.send())
        #expect(sending.text.contains(open.amountWords) && !sending.text.contains(Sample.name))
        #expect(try Data(contentsOf: sending.picture.url).starts(with: [0x89, 0x50, 0x4e, 0x47]))
        sending.picture.remove()

        let code = try #require(channel.code.copy())
        try await acquirer.pay(code: code)
        await bill.refresh()
        #expect(bill.state.kind == .open, "the office does not know of it yet")
        try office.open()
        await bill.saidPaid(till.id)
        #expect(bill.state.kind == .paid && bill.code == nil && bill.state.bill?.saidPaid == false)
        await channel.refresh()
        #expect(channel.state.kind == .shown(.closed) && channel.code.picture == nil && channel.code.copy() == nil)

        try await protected(id, core, open)
        try await carded(id, core, office)
        await registration.refresh()
        #expect(registration.view?.cover?.hasPrefix("Terlindungi sampai") == true)
        await told(registration, app)
        office.stop()
    }

    /// News of it is shown once, and opens what it is about.
    private func told(_ registration: RegistrationModel, _ app: AppModel) async {
        await app.activate()
        await registration.look(app)
        let notifier = MemoryNotifier()
        await app.notify(notifier)
        await app.notify(notifier)
        #expect(notifier.shown.count <= 1 && notifier.shown.allSatisfy { !$0.text.contains(Sample.name) })
    }

    /// The card that the office signed is on the screen, goes into the photos, and is good for whoever checks it.
    private func carded(_ id: String, _ core: Core, _ office: Office) async throws {
        let pictures = MemoryPictures()
        let card = CardModel(id, core: core, words: words, saver: pictures)
        await card.refresh()
        let shown = try #require(card.state.content, "\(card.state)")
        #expect(shown.kind == .good && shown.picture?.bars == false && shown.card.validUntil != nil, "\(shown.card.title)")
        #expect(shown.reading(words).contains { $0.traits.contains(.image) })
        let text = try #require(shown.card.text)
        let checked = try office.check(card: text)
        #expect(checked.contains("\"valid\":true") || checked.contains("\"valid\": true"), "\(checked)")
        for said in [checked, text, shown.spoken] { #expect(!said.contains(Sample.nik) && !said.contains(Sample.name)) }
        await card.save()
        #expect(card.saved && pictures.kept.first?.starts(with: [0x89, 0x50, 0x4e, 0x47]) == true)
        // One sign of it changed is no card.
        let forged = String(text.dropLast()) + (text.hasSuffix("A") ? "B" : "A")
        #expect(throws: TrialFailed.self) { try office.check(card: forged) }
    }

    /// What the payment is worth, and what the office wrote of it.
    private func protected(_ id: String, _ core: Core, _ open: BillView) async throws {
        let cover = CoverModel(id, core: core, words: words) { Int64(Date().timeIntervalSince1970 * 1000) }
        await cover.refresh()
        #expect(cover.state.kind == .shown(.protected) && cover.state.content?.spoken.hasPrefix("Terlindungi sampai") == true)
        let receipts = ReceiptsModel(id, core: core, words: words)
        await receipts.refresh()
        guard let first = receipts.state.content?.receipts.first else { throw TrialFailed("\(receipts.state)") }
        #expect(first.received == open.amount && first.bill == open.id)
        let receipt = ReceiptModel(id, number: first.number, core: core, words: words)
        await receipt.refresh()
        #expect(receipt.text?.contains(open.amountWords) == true && receipt.text?.contains(Sample.nik) == false)
        let drawn = try #require(receipt.picture(Data("CONTOH".utf8)))
        #expect(drawn.url.lastPathComponent == "payung-tanda-terima.png" && receipt.problem == nil)
        drawn.remove()
        #expect(receipt.picture(nil) == nil && receipt.problem == Problem(words: words(.tryLater), wayOn: .tryAgain))
        let statement = StatementModel(id, year: try #require(receipts.year), core: core, words: words)
        await statement.refresh()
        guard case .shown(let year) = statement.state else { throw TrialFailed("\(statement.state)") }
        #expect(receipt.paper.file?.data.starts(with: Data("%PDF-".utf8)) == true && cover.paper.file != nil)
        #expect(statement.paper.file?.name == "payung-iuran-\(year.year).pdf")
        #expect(!year.months.isEmpty && year.total > 0, "\(year.total) of \(open.amount)")
    }
}
