import Foundation
import PayungCore
import PayungFixtures
import PayungTrial
import Testing

@testable import PayungKit

@MainActor @Suite struct BillTests {
    private let bills = MemoryBills()
    private let pictures = MemoryPictures()
    private let trial: Trial
    private let core: Core

    init() throws {
        trial = try Trial()
        core = try trial.core(bills: bills)
    }

    private func model(_ which: BillModel.Which = .next(registration: "contoh")) -> BillModel {
        BillModel(which, core: core, words: words, saver: pictures)
    }

    @Test func eachPhaseIsAStateOfItsOwnAndOnlyAnOpenBillShowsACode() async {
        let phases: [(BillPhase, BillModel.State.Kind)] = [
            (.open, .open), (.paid, .paid), (.expired, .expired), (.cancelled, .cancelled), (.refused, .refused),
        ]
        for (phase, kind) in phases {
            bills.bills = [Fixtures.billView(phase)]
            let model = model()
            await model.refresh()
            #expect(model.state.kind == kind)
            #expect((model.code?.picture != nil) == (phase == .open))
            let read = model.state.reading(words)
            #expect(read.first?.value == "Rp16.800" && read[1].label.contains("30 November"))
            #expect(read.contains { $0.traits.contains(.image) } == (phase == .open))
        }
        bills.bills = []
        let model = model()
        await model.refresh()
        #expect(model.state == .none(paidBy: []) && model.state.actions.isEmpty)
        bills.payers = Fixtures.payersView(payers: [Fixtures.payer])
        bills.said = [Fixtures.notice]
        await model.refresh()
        let read = model.state.reading(words).map(\.label)
        #expect(read == [Fixtures.payer.words, words(.needNotPay)], "who is paid for does not wait for a bill")
        #expect(model.notices == [Fixtures.notice])
    }

    /// The amount, until when, the code and its buttons, what holds then, the other ways, and the large button.
    @Test func anOpenBillIsReadInTheOrderInWhichItIsPaid() async {
        bills.bills = [Fixtures.billView(.open), Fixtures.billView(.expired, id: "contoh/lain")]
        let model = model()
        await model.refresh()
        let read = model.state.reading(words)
        let place = { (holds: (Reading) -> Bool) in read.firstIndex(where: holds) ?? -1 }
        let order = [
            place { $0.traits.contains(.header) }, place { $0.label.hasPrefix("Bayar paling lambat") },
            place { $0.traits.contains(.image) }, place { $0.label.hasPrefix("Tombol") }, place { $0.label.hasPrefix("Begitu") },
            place { $0.label == "Indomaret" }, place { $0.label == words(.saidPaid) }, read.count - 1,
        ]
        #expect(order == order.sorted() && !order.contains(-1), "\(order)")
        let grey = read.first { $0.label == "Tokopedia" }
        #expect(grey?.traits.contains(.disabled) == true && grey?.value == "Belum bisa untuk iuran pertama.")
        #expect(model.code?.channel?.id == "qris", "the core's first one")
        #expect(!(model.state.bill?.spoken.contains("8812") ?? true), "a code is never read aloud")
    }

    @Test func aBillThatWasPaidMeanwhileLosesItsCode() async {
        bills.bills = [Fixtures.billView(.open)]
        let model = model(.bill("contoh/satu"))
        await model.refresh()
        #expect(model.code?.picture != nil)
        bills.bills = [Fixtures.billView(.paid)]
        await model.refresh()
        #expect(model.state.kind == .paid && model.code == nil && model.state.actions == [.myCover, .receipts])
    }

    @Test func whatTheOfficeDoesNotKnowIsSaidToBeNotYet() async {
        bills.bills = [Fixtures.billView(.open)]
        let model = model()
        await model.refresh()
        await model.saidPaid("indomaret")
        #expect(bills.paidWith == ["indomaret"] && model.state.kind == .open && !model.working)
        #expect(model.state.bill?.saidPaid == true && model.state.actions == [.tryAgain])
        await model.sync()
        #expect(bills.paidWith == ["indomaret"], "asking for news says nothing")
    }

    @Test func theLargeButtonIsTheCoresStepAndLeadsWhereItSays() {
        let ways: [(BillStep, ShellText, Route?)] = [
            (.sayPaid, .saidPaid, nil), (.sync, .tryAgain, nil), (.renew, .anotherBill, nil),
            (.showCover(registration: "a"), .myCover, .cover("a")), (.showReceipts(registration: "a"), .receipts, .receipts("a")),
            (.pay(bill: "b"), .pay, .bill("b")), (.askPayer(registration: "a"), .payers, .payers("a")),
            (.wait(registration: "c"), .whereItStands, .registration("c")), (.askOffice, .help, .help),
        ]
        for (step, label, way) in ways {
            for phase in [BillPhase.open, .paid, .expired, .cancelled, .refused] {
                let bill = Fixtures.billView(phase, step: step)
                let actions = BillModel.State(bill, others: []).actions
                #expect(actions.first == label && bill.way == way, "\(step)")
                #expect(Set(actions).count == actions.count, "each once")
            }
        }
    }

    @Test func aBillThatIsNotThereHasWordsAndWhatWasShownStays() async {
        let gone = model(.bill("CONTOH"))
        await gone.refresh()
        #expect(gone.state == .failed(Problem(words: "CONTOH.", wayOn: .showAgain)))
        bills.bills = [Fixtures.billView(.open)]
        let model = model(.bill("contoh/satu"))
        await model.refresh()
        bills.bills = []
        await model.refresh()
        #expect(model.state.kind == .open && model.problem?.words == "CONTOH.")
    }

    @Test func aCodeIsSavedCopiedAndSentAndWhatFailsIsSaid() async throws {
        let code = CodeModel("contoh/satu", core: core, words: words, saver: pictures)
        #expect(code.copy() == nil, "nothing is shown yet")
        await code.show(Fixtures.indomaret)
        await code.save()
        #expect(pictures.kept == [bills.png] && code.done == .pictureSaved && code.problem == nil)
        #expect(code.copy() == "8812000000017" && code.done == .copied)
        let sending = try #require(await code.send())
        let sent = try Data(contentsOf: sending.picture.url)
        #expect(sending.text == "Iuran: Rp16.800" && sent == bills.png)
        sending.picture.remove()
        for (problem, way) in [(PictureProblem.denied, WayOn.settings), (.failed, .tryAgain)] {
            pictures.problem = problem
            await code.save()
            #expect(code.problem?.wayOn == way && code.problem?.words.isEmpty == false && code.done == nil)
        }
        await code.show(Fixtures.qris)
        #expect(code.copy() == nil, "a QRIS code is a picture")
        bills.code = CodeView(width: 3, height: 3, border: 4, modules: Data([1]))
        await code.show(Fixtures.indomaret)
        #expect(code.picture == nil && code.problem?.words.isEmpty == false, "a code in part is none")
    }

    @Test func aPlaceToPayIsReadWithItsStepsAndAnUnusableOneSaysWhy() async throws {
        bills.bills = [Fixtures.billView(.open)]
        for (id, kind) in [("qris", ChannelModel.Shown.Kind.usable), ("tokopedia", .unusable), ("gone", .closed)] {
            let model = ChannelModel("contoh/satu", channel: id, core: core, words: words, saver: pictures)
            await model.refresh()
            #expect(model.state.kind == .shown(kind))
            #expect((model.code.picture != nil) == (kind == .usable))
        }
        let model = ChannelModel("contoh/satu", channel: "bank_transfer", core: core, words: words, saver: pictures)
        await model.refresh()
        let read = model.state.reading(words)
        #expect(read.contains { $0.label == "kode bayar" && $0.value.hasPrefix("8 8 1 2") }, "figure by figure")
        #expect(read.contains { $0.label.hasPrefix("1. ") } && read.last == Reading(words(.saidPaid), .button))
        #expect(model.state.content?.spoken.contains("8812") == false)
        model.opened(false)
        #expect(model.linkFailed)
        model.opened(true)
        #expect(!model.linkFailed)
        bills.bills = [Fixtures.billView(.expired)]
        await model.refresh()
        #expect(model.state.kind == .shown(.closed))
    }

    @Test func theNumberThatAPlaceLacksIsTypedOnceAndAWrongOneIsSaid() async throws {
        let view = Fixtures.billView(.open, channels: [Fixtures.dana])
        bills.bills = [view]
        let model = ChannelModel(view.id, channel: "dana", core: core, words: words, saver: pictures)
        await model.refresh()
        #expect(model.state.reading(words).last == Reading("Isi nomor kartu", .button))
        model.cardNumber = "123"
        await model.keepCardNumber()
        #expect(model.mistyped?.isEmpty == false && model.cardNumber == "123" && model.state.kind == .shown(.unusable))
        model.cardNumber = "12345678901"
        await model.keepCardNumber()
        #expect(model.mistyped == nil && model.cardNumber.isEmpty)
    }

    @Test(arguments: ["http://contoh.example", "javascript:alert(1)", "tel:110", "https://", "", "gojek://pay"])
    func onlyALinkOfTheWebIsOpened(link: String) {
        #expect(Fixtures.channel("x", link: link).url == nil)
        #expect(Fixtures.channel("x", link: "https://contoh.example/x").url != nil)
    }

    @Test func aBillThatExpiredLeadsToWhatThereIsInItsPlace() async {
        bills.bills = [Fixtures.billView(.expired)]
        let model = model(.bill("contoh/satu"))
        await model.refresh()
        #expect(model.state.actions == [.anotherBill, .help])
        #expect(await model.another() == nil && model.problem == Problem(words: "CONTOH.", wayOn: .showAgain))
        for (other, route) in [
            (AnotherBill.open(bill: "a"), Route.bill("a")), (.asked(request: "b"), .registration("b")),
            (.begun(draft: "c"), .draft("c")),
        ] {
            bills.other = other
            #expect(await model.another() == route && model.problem == nil)
        }
    }

    @Test func receiptsAreListedShownAndShared() async {
        let list = ReceiptsModel("contoh", core: core, words: words)
        await list.refresh()
        #expect(list.state.kind == .shown(.empty) && list.year == nil)
        bills.receipts = [Fixtures.receiptView]
        await list.refresh()
        #expect(list.state.kind == .shown(.list) && list.year == 2026)
        let one = ReceiptModel("contoh", number: "K-000001", core: core, words: words)
        await one.refresh()
        #expect(one.text?.split(separator: "\n").count == 4 && one.text?.contains("kode QRIS") == true)
        let none = ReceiptModel("contoh", number: "K-9", core: core, words: words)
        await none.refresh()
        #expect(none.state == .failed(Problem(words: words(.noReceipts), wayOn: .tryAgain)) && none.text == nil)
        #expect(one.paper.file == PaperModel.File(name: "payung-tanda-terima.pdf", data: bills.png) && none.paper.file == nil)
        let statement = StatementModel("contoh", year: 2026, core: core, words: words)
        await statement.go(-1)
        #expect(statement.year == 2025 && statement.state.content?.year == 2025)
        #expect(statement.paper.file?.name == "payung-iuran-2025.pdf")
        await statement.go(-1000)
        #expect(statement.year == 2025)
    }

    @Test func aPaperThatCannotBeMadeIsSaidAndWhatIsShownStays() async {
        bills.noPaper = true
        let statement = StatementModel("contoh", year: 2026, core: core, words: words)
        await statement.refresh()
        #expect(statement.state.content?.year == 2026 && statement.paper.file == nil)
        #expect(statement.paper.problem == Problem(words: "CONTOH.", wayOn: .makeRoom))
        bills.noPaper = false
        await statement.paper.again()
        #expect(statement.paper.file?.data == bills.png && statement.paper.problem == nil)
    }
}

extension Fixtures {
    fileprivate static func channel(_ id: String, link: String) -> ChannelView {
        ChannelView(
            id: id, name: id, pictogram: nil, enabled: true, reason: "", keyName: "", key: nil, steps: [], fee: "", limit: "",
            link: link, withoutData: false, note: "", hasCode: false, actions: [])
    }
}

@MainActor @Suite struct CodePictureTests {
    /// The national specification's own example, drawn by the real core and read back from its pixels.
    @Test func aQRCodeOfTheCoreIsDrawnModuleForModule() throws {
        let folder = try Folder()
        let payung = try Phone().open(folder.url)
        let code = try payung.qris().code(payload: qris)
        let picture = try #require(CodePicture(code))
        let (side, border) = (Int(code.width), Int(code.border))
        #expect(picture.width == side + 2 * border && picture.height == picture.width && !picture.bars)
        #expect(picture.grey.count == picture.width * picture.height)
        let dark = code.modules.reduce(0) { $0 + $1.nonzeroBitCount }
        let (black, white) = (picture.grey.filter { $0 == 0 }.count, picture.grey.filter { $0 == 255 }.count)
        #expect(black == dark && white == picture.grey.count - dark)
        let isDark = { (column: Int, row: Int) in picture.grey[(row + border) * picture.width + column + border] == 0 }
        // The three large squares, by which a reader finds a code, and the dashes between them.
        for (left, top) in [(0, 0), (side - 7, 0), (0, side - 7)] {
            for step in 0..<7 {
                #expect(isDark(left + step, top) && isDark(left + step, top + 6) && isDark(left, top + step))
            }
            #expect(!isDark(left + 1, top + 1) && isDark(left + 3, top + 3))
        }
        for step in 8..<(side - 8) { #expect(isDark(step, 6) == step.isMultiple(of: 2)) }
        for edge in 0..<picture.width { #expect(picture.grey[edge] == 255) }
    }

    @Test func barsAreOneRowAndWhatDoesNotFitIsNoPicture() {
        let bars = CodePicture(CodeView(width: 9, height: 1, border: 2, modules: Data([0b1011_0001, 0b1000_0000])))
        #expect(bars?.bars == true && bars?.width == 13 && bars?.height == 1)
        #expect(bars.map { [UInt8]($0.grey) } == [255, 255, 0, 255, 0, 0, 255, 255, 255, 0, 0, 255, 255])
        for (width, height, border, bytes) in [
            (0, 1, 0, 0), (1, 0, 0, 0), (9, 1, 0, 1), (9, 1, 0, 3), (1001, 1, 0, 126), (8, 1, 101, 1), (UInt32.max, 1, 0, 0),
        ] as [(UInt32, UInt32, UInt32, Int)] {
            let view = CodeView(width: width, height: height, border: border, modules: Data(count: bytes))
            #expect(CodePicture(view) == nil, "\(width) × \(height), \(border), \(bytes)")
        }
    }

    @Test func theScreenIsBrightWhileACodeIsShownAndAsItWasAfterwards() {
        var brightness = 0.3
        let light = CodeLight(get: { brightness }, set: { brightness = $0 })
        light.off()
        #expect(brightness == 0.3)
        light.on()
        light.on()
        #expect(brightness == 1)
        light.off()
        #expect(brightness == 0.3)
        brightness = 0.5
        light.off()
        #expect(brightness == 0.5, "what the worker chose since stays")
    }

    /// An invented merchant; its checksum is worked out here, by another way than the core's.
    private var qris: String {
        let body =
            "00020101021226680016ID.CO.CONTOH.WWW01189360099900000000010215ID10209999999990303UMI52045399"
            + "53033605405168005802ID5914PAYUNG SANDBOX6006CONTOH6304"
        var crc: UInt16 = 0xffff
        for bit in body.utf8.flatMap({ byte in (0..<8).map { (byte >> (7 - $0)) & 1 } }) {
            let carry = (crc >> 15) & 1
            crc = (crc << 1) ^ ((carry ^ UInt16(bit)) == 1 ? 0x1021 : 0)
        }
        return body + String(format: "%04X", crc)
    }
}
