import Foundation
import PayungCore
import PayungFixtures
import PayungTrial

@testable import PayungKit

/// Bills and payers out of memory, which is what the generator writes protocols for. The money's whole way is in `PayFlowTests`.
final class MemoryBills: BillsProtocol, PayersProtocol, @unchecked Sendable {
    var bills: [BillView] = []
    var receipts: [ReceiptView] = []
    var code = CodeView(width: 3, height: 3, border: 4, modules: Data([0b1010_1010, 0b1000_0000]))
    var paidWith: [String] = []
    var noPaper = false
    var other: AnotherBill?
    /// What the office says about money.
    var said: [NoticeView] = []
    var payers = Fixtures.payersView()
    /// What is thrown when the office is to be asked who pays for whom.
    var payProblem: PayungError?
    /// What it was asked.
    var asked: [String] = []
    let png = Data("CONTOH".utf8)

    func bill(id: String) throws -> BillView {
        guard let bill = bills.first(where: { $0.id == id }) else { throw PayungError.NotPossible(words: "CONTOH.") }
        return bill
    }

    func another(bill: String) throws -> AnotherBill {
        guard let other else { throw PayungError.NotPossible(words: "CONTOH.") }
        return other
    }

    func code(bill: String, channel: String) throws -> CodeView { code }
    func codePng(bill: String, channel: String) throws -> Data { png }
    func list(registration: String) throws -> [BillView] { bills }
    func notices(registration: String) throws -> [NoticeView] { said }
    func receiptPdf(registration: String, number: String) throws -> Data { png }
    func statementPdf(registration: String, year: UInt16) throws -> Data {
        if noPaper { throw PayungError.DiskFull(words: "CONTOH.") }
        return png
    }

    func receipts(registration: String) throws -> [ReceiptView] { receipts }
    func shareText(bill: String, channel: String) throws -> String { "Iuran: Rp16.800" }
    func statement(registration: String, year: UInt16) throws -> StatementView {
        StatementView(year: year, title: "\(year)", months: [], jhtPaidIn: 0, total: 0, lines: [], note: "CONTOH.")
    }

    func paidWith(bill: String, channel: String) throws -> BillView {
        paidWith.append(channel)
        return try self.bill(id: bill)
    }

    func cardNumber(bill: String, number: String) throws -> BillView {
        guard number.count == 11 else { throw PayungError.NotPossible(words: "CONTOH: 11 angka.") }
        bills = [Fixtures.billView(.open, id: bill)]
        return bills[0]
    }

    func saidPaid(bill: String, channel: String?) throws -> BillView {
        if let channel { paidWith.append(channel) }
        let said = Fixtures.billView(try self.bill(id: bill).phase, id: bill, step: .sync)
        bills = bills.map { $0.id == bill ? said : $0 }
        return said
    }

    func of(registration: String) throws -> PayersView { payers }

    func payFor(registration: String, code: String, months: UInt8) throws -> RegistrationView {
        if let payProblem { throw payProblem }
        asked.append("\(code) \(months)")
        return Fixtures.registration(.ready)
    }

    func endPayment(registration: String, number: String?) throws -> RegistrationView {
        if let payProblem { throw payProblem }
        asked.append(number ?? "payer")
        return Fixtures.registration(.ready)
    }

    func readPayCode(text: String) throws -> Secret {
        if let payProblem { throw payProblem }
        return Secret(text.replacing("CONTOH: ", with: ""))
    }

    func takeBackPayCode(registration: String) throws -> RegistrationView {
        if let payProblem { throw payProblem }
        asked.append("code")
        return Fixtures.registration(.ready)
    }
}

/// A photo library that does as it is told.
final class MemoryPictures: PictureSaver, @unchecked Sendable {
    var kept: [Data] = []
    var problem: PictureProblem?

    func save(_ png: Data) async throws(PictureProblem) {
        if let problem { throw problem }
        kept.append(png)
    }
}

extension Trial {
    /// A real core whose bills are those.
    func core(bills: MemoryBills, trust: String? = nil) throws -> Core {
        let real = try phone.open(folder.folder("phone"), trust: trust, keeper: keeper)
        return Core {
            CoreObjects(of: real, bills: bills, payers: bills)
        }
    }
}
