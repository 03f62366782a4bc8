import Observation
import PayungCore

/// A bill: the amount, the months, until when, the code, and where else it can be paid. Paid is only what the office says is paid.
@Observable @MainActor
public final class BillModel {
    /// Which bill: one by its id, or the one to pay next of a registration.
    public enum Which: Equatable, Hashable, Sendable {
        case bill(String)
        case next(registration: String)
    }

    public enum State: ScreenState {
        case loading
        /// The office has made none: not yet, or since somebody else pays. `paidBy` says who, in the core's words.
        case none(paidBy: [String])
        /// It can be paid. Others of the same registration stand below it.
        case open(BillView, others: [BillView])
        case paid(BillView, others: [BillView])
        case expired(BillView, others: [BillView])
        case cancelled(BillView, others: [BillView])
        /// The office's code is not one that may be shown.
        case refused(BillView, others: [BillView])
        case failed(Problem)
    }

    public private(set) var state = State.loading
    /// What the last call failed with; what was shown stays.
    public private(set) var problem: Problem?
    public private(set) var working = false
    /// What the office says about money, above the bill.
    public private(set) var notices: [NoticeView] = []
    /// The code that is on the screen.
    public private(set) var code: CodeModel?

    public let which: Which
    private let core: Core
    private let words: Words
    private let saver: any PictureSaver

    public init(_ which: Which, core: Core, words: Words, saver: any PictureSaver) {
        (self.which, self.core, self.words, self.saver) = (which, core, words, saver)
    }

    public func refresh() async {
        let which = which
        do {
            let found = try await core.call { try Found(which, $0) }
            let bill = found.bill
            (problem, notices) = (nil, found.notices)
            state = State(bill, others: found.all.filter { $0.id != bill?.id }, paidBy: found.paidBy)
            await showCode(bill)
        } catch {
            if state.bill == nil { state = .failed(Problem(error, words)) } else { problem = Problem(error, words) }
        }
    }

    /// "Saya sudah bayar": the core notes it, and the office is asked. `channel` is where it was paid.
    public func saidPaid(_ channel: String? = nil) async {
        guard let id = state.bill?.id else { return }
        await ask { _ = try $0.bills.saidPaid(bill: id, channel: channel) }
    }

    /// Asks the office for news.
    public func sync() async {
        await ask { _ in }
    }

    private func ask(_ first: @Sendable (CoreObjects) throws -> Void) async {
        guard !working else { return }
        working = true
        defer { working = false }
        do {
            try await core.call { core in
                try first(core)
                try core.connection.retryNow()
            }
            // What was noted stands there while the network is waited for.
            await refresh()
            let report = try await core.sync()
            await refresh()
            problem = report.problem.map { Problem(words: $0.words, wayOn: .tryAgain) }
        } catch {
            problem = Problem(error, words)
        }
    }

    /// What there is in this one's place: another bill, a request for one that was made, or one that is filled in now.
    public func another() async -> Route? {
        guard let bill = state.bill?.id else { return nil }
        do {
            problem = nil
            return switch try await core.call({ try $0.bills.another(bill: bill) }) {
            case .open(let bill): .bill(bill)
            case .asked(let request): .registration(request)
            case .begun(let draft): .draft(draft)
            }
        } catch {
            problem = Problem(error, words)
            return nil
        }
    }

    /// What the core says of it.
    private struct Found: Sendable {
        let bill: BillView?
        let all: [BillView]
        let notices: [NoticeView]
        let paidBy: [String]

        init(_ which: Which, _ core: CoreObjects) throws {
            let registration: String
            switch which {
            case .next(let its): (registration, bill) = (its, try core.bills.list(registration: its).first)
            case .bill(let id):
                let named = try core.bills.bill(id: id)
                (registration, bill) = (named.registration, named)
            }
            all = try core.bills.list(registration: registration)
            notices = try core.bills.notices(registration: registration)
            paidBy = bill == nil ? try core.payers.of(registration: registration).payers.map(\.words) : []
        }
    }

    /// The first channel that can be used and has a code: the core puts the one that was used last first.
    private func showCode(_ bill: BillView?) async {
        guard let bill, bill.phase == .open, let channel = bill.firstWithCode else {
            code = nil
            return
        }
        if code?.bill != bill.id { code = CodeModel(bill.id, core: core, words: words, saver: saver) }
        if code?.channel != channel { await code?.show(channel) }
    }
}

extension BillView {
    /// Whose code stands on the bill itself.
    public var firstWithCode: ChannelView? { channels.first { $0.enabled && $0.hasCode } }

    /// The one large button, as the core says it.
    public var first: ShellText {
        switch step {
        case .sayPaid: .saidPaid
        case .sync: .tryAgain
        case .showCover: .myCover
        case .showReceipts: .receipts
        case .pay: .pay
        case .renew: .anotherBill
        case .askPayer: .payers
        case .wait: .whereItStands
        case .askOffice: .help
        }
    }

    /// Where it leads, where that is another screen.
    public var way: Route? {
        switch step {
        case .showCover(let registration): .cover(registration)
        case .showReceipts(let registration): .receipts(registration)
        case .pay(let bill): .bill(bill)
        case .askPayer(let registration): .payers(registration)
        case .wait(let registration): .registration(registration)
        case .askOffice: .help
        case .sayPaid, .sync, .renew: nil
        }
    }
}

extension BillModel.State {
    /// The state that a bill is.
    public init(_ bill: BillView?, others: [BillView], paidBy: [String] = []) {
        guard let bill else {
            self = .none(paidBy: paidBy)
            return
        }
        self =
            switch bill.phase {
            case .open: .open(bill, others: others)
            case .paid: .paid(bill, others: others)
            case .expired: .expired(bill, others: others)
            case .cancelled: .cancelled(bill, others: others)
            case .refused: .refused(bill, others: others)
            }
    }

    public enum Kind: CaseIterable, Sendable { case loading, none, open, paid, expired, cancelled, refused, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .none: .none
        case .open: .open
        case .paid: .paid
        case .expired: .expired
        case .cancelled: .cancelled
        case .refused: .refused
        case .failed: .failed
        }
    }

    public var bill: BillView? { shown?.0 }

    public var others: [BillView] { shown?.1 ?? [] }

    private var shown: (BillView, [BillView])? {
        switch self {
        case .open(let bill, let others), .paid(let bill, let others), .expired(let bill, let others),
            .cancelled(let bill, let others), .refused(let bill, let others):
            (bill, others)
        case .loading, .none, .failed: nil
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        guard let bill else {
            return switch self {
            case .failed(let problem): problem.reading(words)
            case .none(let paidBy): Self.nothing(paidBy, words).map { Reading($0) }
            default: [Reading(words(.waiting))]
            }
        }
        var said = [Reading(bill.title, value: bill.amountWords, .header), Reading(bill.until)]
        said += [bill.refused, bill.why, bill.priceNote].compactMap { $0 }.map { Reading($0) }
        said += bill.lines.map { Reading($0.words) }
        if let channel = bill.firstWithCode { said += CodeModel.reading(channel, words) }
        if !bill.after.isEmpty { said.append(Reading(bill.after)) }
        said += bill.channels.map { Reading.channel($0) }
        said += actions.map { Reading(words($0), .button) }
        return said + others.map { Reading($0.title, value: $0.until, .button) }
    }

    /// Why there is no bill: whoever is paid for is told so, and not to wait for one.
    public static func nothing(_ paidBy: [String], _ words: Words) -> [String] {
        paidBy.isEmpty ? [words(.noBill)] : paidBy + [words(.needNotPay)]
    }

    /// What can be done. The first is the core's step and has the large button; the others stand below it, each once.
    public var actions: [ShellText] {
        guard let first = bill?.first else { return [] }
        let others: [ShellText] =
            switch self {
            case .loading, .failed, .none, .open: []
            case .paid: [.receipts]
            case .expired, .cancelled: [.help]
            case .refused: [.tryAgain]
            }
        return [first] + others.filter { $0 != first }
    }
}

extension Reading {
    /// Where a bill can be paid; one that cannot be used says why, and lets the number be typed that it lacks.
    public static func channel(_ channel: ChannelView) -> Reading {
        if !channel.cardButton.isEmpty { return Reading(channel.name, value: channel.reason, .button) }
        guard channel.enabled else { return Reading(channel.name, value: channel.reason, .button, .disabled) }
        return Reading(channel.name, value: channel.fee, .button)
    }
}
