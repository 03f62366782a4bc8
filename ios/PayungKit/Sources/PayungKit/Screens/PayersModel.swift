import Observation
import PayungCore

/// Who pays for whom: who pays for this member, the code by which somebody may, and for whom this registration pays.
@Observable @MainActor
public final class PayersModel {
    public struct Shown: ScreenState {
        public let view: PayersView
        /// The office can be asked for something about this registration now.
        public var canRequest: Bool { view.canRequest }

        public init(_ view: PayersView) { self.view = view }
    }

    /// What ends: it is asked before the office is.
    public enum Stop: Equatable, Sendable {
        /// Somebody pays for the member.
        case payer
        /// This registration pays for somebody, under that number.
        case member(number: String)
        /// A code that nobody has used.
        case code
    }

    public private(set) var state = Loaded<Shown>.loading
    /// What the last call failed with; what was shown stays.
    public private(set) var problem: Problem?
    public private(set) var working = false
    /// A request about something else that was begun and not sent: a code is asked for when that one is gone.
    public private(set) var begun: String?
    /// What is to end, until it was answered.
    public private(set) var stopping: Stop?
    /// True until it was answered: an alert takes it away.
    public var asking: Bool {
        get { stopping != nil }
        set { if !newValue { stopping = nil } }
    }

    public let registration: String
    private let core: Core
    private let words: Words

    public init(_ registration: String, core: Core, words: Words) {
        (self.registration, self.core, self.words) = (registration, core, words)
    }

    public func refresh() async {
        let registration = registration
        do {
            state = .shown(Shown(try await core.call { try $0.payers.of(registration: registration) }))
            problem = nil
        } catch {
            if state.content == nil { state = .failed(Problem(error, words)) } else { problem = Problem(error, words) }
        }
    }

    /// The form that asks for a code, since the member's consent belongs to it. Another request that was begun stays as it is: it is
    /// named in `begun`, and nothing is opened.
    public func makeCode() async -> Route? {
        let registration = registration
        do {
            (problem, begun) = (nil, nil)
            let (draft, wish) = try await core.call { core -> (String, String?) in
                let draft = try core.registrations.request(registration: registration).draft
                let asked = try core.drafts.show(draft: draft, question: "request").step.field.options
                let wish = asked.first(where: \.chosen)?.id
                if wish == nil { _ = try core.drafts.answer(draft: draft, question: "request", text: Secret("pay_code")) }
                return (draft, wish)
            }
            if wish == nil || wish == "pay_code" { return .draft(draft) }
            begun = draft
        } catch {
            problem = Problem(error, words)
        }
        return nil
    }

    /// What ends cannot be taken back, so it is asked first.
    public func askToStop(_ what: Stop) { stopping = what }

    /// After a yes: a request that goes to the office. Nothing has ended before the office says so.
    public func stop(_ what: Stop) async {
        guard !working else { return }
        (working, stopping) = (true, nil)
        defer { working = false }
        let registration = registration
        do {
            _ = try await core.call { core in
                switch what {
                case .payer: try core.payers.endPayment(registration: registration, number: nil)
                case .member(let number): try core.payers.endPayment(registration: registration, number: number)
                case .code: try core.payers.takeBackPayCode(registration: registration)
                }
            }
            await refresh()
        } catch {
            problem = Problem(error, words)
        }
    }

    /// The core's message to whoever is to pay: the code, until when it works, and what to do with it.
    public var shared: String? { state.content?.view.code?.message.reveal() }
}

extension PayersModel.Stop {
    /// The question before it.
    public var question: ShellText {
        switch self {
        case .payer: .askStopPayer
        case .member: .askStopMember
        case .code: .askTakeBackCode
        }
    }

    /// The button of a yes, and the one that asks.
    public var label: ShellText {
        switch self {
        case .payer: .stopBeingPaid
        case .member: .stopPaying
        case .code: .takeBackCode
        }
    }
}

extension PayersModel.Shown {
    public enum Kind: CaseIterable, Sendable { case nobody, code, paidFor, paying, both }

    public var kind: Kind {
        switch (view.payers.isEmpty, view.members.isEmpty) {
        case (false, false): .both
        case (false, true): .paidFor
        case (true, false): .paying
        case (true, true): view.code == nil ? .nobody : .code
        }
    }

    /// The bill for somebody else that the core says is to be paid first of all.
    public var toPay: String? {
        guard case .pay(let bill) = view.step else { return nil }
        return bill
    }

    /// What can be done, the first of them with the large button: a bill that waits, as the core says, or what can be begun. Who is
    /// paid for needs no code, and who has one needs no other.
    public var actions: [ShellText] { (toPay == nil ? [] : [.pay]) + begins }

    private var begins: [ShellText] {
        guard canRequest else { return [] }
        if view.code != nil { return [.sharePayCode, .takeBackCode, .payForSomebody] }
        // Whoever only pays has no dues of their own.
        guard view.canBePaidFor else { return [.payForSomebody] }
        return view.payers.isEmpty ? [.payForSomebody, .makePayCode] : [.payForSomebody, .stopBeingPaid]
    }

    /// Below who pays: since when.
    public func below(_ it: ArrangementView, _ words: Words) -> String { words(.paysSince, it.fromWords) }

    /// What of a bill is for somebody else: each month with the name as the office masks it and what it costs.
    public func forOthers(_ bill: BillView) -> String {
        bill.lines.filter { $0.member != nil }.map(\.words).joined(separator: "\n")
    }

    /// What "Dengarkan" reads: who pays for whom, and never the code.
    public func spoken(_ words: Words) -> String {
        var said = [words(.payersAbout)] + view.payers.map(\.words)
        if view.needNotPay { said.append(words(.needNotPay)) }
        if let code = view.code { said.append(words(.payCodeAbout, code.lastDayWords)) }
        said += view.members.map(\.words) + view.bills.filter { $0.phase == .open }.map(\.spoken)
        return said.joined(separator: " ")
    }

    public func reading(_ words: Words) -> [Reading] {
        var said = [Reading(words(.payersAbout))] + view.payers.map { Reading($0.words, value: below($0, words)) }
        if view.needNotPay { said.append(Reading(words(.needNotPay))) }
        if let code = view.code {
            said.append(Reading.payCode(code, words))
            said.append(Reading(words(.payCodeAbout, code.lastDayWords)))
        }
        if kind == .nobody { said += view.words.map { Reading($0) } }
        for member in view.members {
            said.append(Reading(member.words, value: below(member, words)))
            if canRequest { said.append(Reading(words(.stopPaying), .button)) }
        }
        said += view.bills.map { Reading(forOthers($0), value: $0.until, .button) }
        if !canRequest { said.append(Reading(words(.payersNotYet))) }
        return said + view.requests.flatMap { $0.reading(words) } + actions.map { Reading(words($0), .button) }
    }
}

extension Reading {
    /// The code sign by sign: nobody types what is read as one word.
    public static func payCode(_ code: PayCodeView, _ words: Words) -> Reading {
        Reading(words(.payCode), value: CodeModel.spelled(code.code.reveal().replacing("-", with: "")))
    }
}
