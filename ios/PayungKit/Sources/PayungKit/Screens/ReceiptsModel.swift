import Foundation
import Observation
import PayungCore

/// What the office recorded as paid, and what else it says about money.
@Observable @MainActor
public final class ReceiptsModel {
    public struct Shown: ScreenState {
        public let receipts: [ReceiptView]
        /// They come first on the screen: they may ask for something.
        public let notices: [NoticeView]

        public init(receipts: [ReceiptView], notices: [NoticeView]) { (self.receipts, self.notices) = (receipts, notices) }
    }

    public private(set) var state = Loaded<Shown>.loading

    public let registration: String
    private let core: Core
    private let words: Words

    public init(_ registration: String, core: Core, words: Words) {
        (self.registration, self.core, self.words) = (registration, core, words)
    }

    public func refresh() async {
        let registration = registration
        state = await core.load(words) {
            Shown(
                receipts: try $0.bills.receipts(registration: registration),
                notices: try $0.bills.notices(registration: registration))
        }
    }

    /// The year of the newest receipt: the statement that is offered.
    public var year: UInt16? {
        (state.content?.receipts ?? []).flatMap(\.lines).compactMap { UInt16($0.month.prefix(4)) }.max()
    }
}

extension ReceiptsModel.Shown {
    public enum Kind: CaseIterable, Sendable { case empty, list }

    public var kind: Kind { receipts.isEmpty && notices.isEmpty ? .empty : .list }

    public func reading(_ words: Words) -> [Reading] {
        guard kind == .list else { return [Reading(words(.noReceipts))] }
        return notices.map { Reading($0.words) } + receipts.map { Reading($0.title, value: $0.paidAtWords, .button) }
            + (receipts.isEmpty ? [] : [Reading(words(.statement), .button)])
    }
}

/// One receipt, in the core's rows.
@Observable @MainActor
public final class ReceiptModel {
    public private(set) var state = Loaded<ReceiptView>.loading
    public let paper: PaperModel
    /// Why it could not be sent as a picture; what was shown stays.
    public private(set) var problem: Problem?

    public let registration: String
    public let number: String
    private let core: Core
    private let words: Words

    public init(_ registration: String, number: String, core: Core, words: Words) {
        (self.registration, self.number, self.core, self.words) = (registration, number, core, words)
        paper = PaperModel(core: core, words: words)
    }

    public func refresh() async {
        let (registration, number, words) = (registration, number, words)
        state = await core.load(words) {
            let all = try $0.bills.receipts(registration: registration)
            guard let receipt = all.first(where: { $0.number == number }) else {
                throw Problem(words: words(.noReceipts), wayOn: .tryAgain)
            }
            return receipt
        }
        guard state.content != nil else { return paper.clear() }
        await paper.make("payung-tanda-terima.pdf") { try $0.bills.receiptPdf(registration: registration, number: number) }
    }

    /// What is shared: all of its rows, and what it is not.
    public var text: String? {
        state.content.map { receipt in
            ([receipt.title] + receipt.rows.map { "\($0.label): \($0.value)" } + [receipt.note]).joined(separator: "\n")
        }
    }
}

extension ReceiptModel {
    /// The receipt as a picture, for the sheet for sharing. `png` is drawn by the platform; nil when it could not be.
    public func picture(_ png: Data?) -> Export? {
        guard state.content != nil else { return nil }
        do throws(Export.Failure) {
            guard let png, !png.isEmpty else { throw .notWritten }
            problem = nil
            return try Export(png, named: "payung-tanda-terima.png")
        } catch {
            problem = error.problem(words)
            return nil
        }
    }
}

extension ReceiptView: ScreenState {
    public typealias Kind = Plain

    public func reading(_ words: Words) -> [Reading] {
        [Reading(title, .header)] + rows.map { Reading($0.label, value: $0.value) }
            + [Reading(note)] + [.shareReceipt, .sharePicture, .savePaper].map { Reading(words($0), .button) }
    }
}

/// The months of a year that the office credited.
@Observable @MainActor
public final class StatementModel {
    public private(set) var state = Loaded<StatementView>.loading
    public private(set) var year: UInt16
    public let paper: PaperModel

    public let registration: String
    private let core: Core
    private let words: Words

    public init(_ registration: String, year: UInt16, core: Core, words: Words) {
        (self.registration, self.year, self.core, self.words) = (registration, year, core, words)
        paper = PaperModel(core: core, words: words)
    }

    public func refresh() async {
        let (registration, year) = (registration, year)
        state = await core.load(words) { try $0.bills.statement(registration: registration, year: year) }
        guard state.content != nil else { return paper.clear() }
        await paper.make("payung-iuran-\(year).pdf") { try $0.bills.statementPdf(registration: registration, year: year) }
    }

    /// The year before or after.
    public func go(_ years: Int) async {
        guard let other = UInt16(exactly: Int(year) + years), (2000...2200).contains(other) else { return }
        year = other
        await refresh()
    }
}

extension StatementView: ScreenState {
    public typealias Kind = Plain

    public func reading(_ words: Words) -> [Reading] {
        [Reading(title, .header)] + (lines + months.map(\.words)).map { Reading($0) } + [Reading(note)]
            + [.savePaper, .yearBefore, .yearAfter].map { Reading(words($0), .button) }
    }
}
