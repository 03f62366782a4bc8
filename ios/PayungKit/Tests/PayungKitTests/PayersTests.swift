import PayungCore
import PayungFixtures
import PayungTrial
import Testing

@testable import PayungKit

/// Who pays for whom, out of memory. Two phones and a real office are in `PayersFlowTests`.
@MainActor @Suite struct PayersTests {
    private let bills = MemoryBills()
    private let trial: Trial
    private let core: Core
    /// On this phone, and not with the office yet.
    private let id: String

    init() async throws {
        trial = try Trial()
        core = try trial.core(bills: bills, trust: anyTrust.get())
        id = try await core.ready()
    }

    private func shown() async throws -> PayersModel.Shown {
        let model = PayersModel(id, core: core, words: words)
        await model.refresh()
        return try #require(model.state.content, "\(model.state)")
    }

    @Test func eachWayOfPayingIsAStateOfItsOwn() async throws {
        let cases: [(PayersView, PayersModel.Shown.Kind)] = [
            (Fixtures.payersView(), .nobody), (Fixtures.payersView(code: true), .code),
            (Fixtures.payersView(payers: [Fixtures.payer]), .paidFor), (Fixtures.payersView(members: [Fixtures.member]), .paying),
            (Fixtures.payersView(code: true, payers: [Fixtures.payer], members: [Fixtures.member]), .both),
        ]
        for (view, kind) in cases {
            bills.payers = view
            let shown = try await shown()
            #expect(shown.kind == kind && shown.view == view)
            let read = shown.reading(words).map { $0.label + $0.value }.joined(separator: "\n")
            for line in view.payers + view.members {
                #expect(read.contains(line.words) && read.contains("November 2026") && shown.spoken(words).contains(line.words))
            }
            #expect(read.contains(words(.needNotPay)) == !view.payers.isEmpty)
            #expect(shown.spoken(words).contains(words(.needNotPay)) == !view.payers.isEmpty)
        }
        // Whoever has a bill of their own is not told that there is nothing to pay, whoever else pays.
        bills.payers = Fixtures.payersView(payers: [Fixtures.payer], needNotPay: false)
        let owing = try await shown()
        #expect(!owing.spoken(words).contains(words(.needNotPay)) && !owing.reading(words).contains(Reading(words(.needNotPay))))
    }

    @Test func beforeTheOfficeHasTheRegistrationItIsSaidAndNothingIsOffered() async throws {
        bills.payers = Fixtures.payersView(members: [Fixtures.member], canRequest: false)
        let shown = try await shown()
        #expect(!shown.canRequest && shown.actions.isEmpty)
        let read = shown.reading(words)
        #expect(read.contains { $0.label == words(.payersNotYet) } && !read.contains { $0.traits.contains(.button) })
    }

    /// Also while the office can be asked for nothing: a bill that is there can be paid.
    @Test func aBillForSomebodyElseThatCanBePaidComesFirst() async throws {
        for can in [true, false] {
            let open = Fixtures.billView(.open, id: "contoh/dua", forOthers: true)
            let paid = Fixtures.billView(.paid, id: "contoh/tiga", forOthers: true)
            bills.payers = Fixtures.payersView(members: [Fixtures.member], canRequest: can, bills: [open, paid])
            let shown = try await shown()
            #expect(shown.toPay == "contoh/dua" && shown.actions.first == .pay)
            #expect(shown.actions.contains(.payForSomebody) == can)
            #expect(shown.spoken(words).contains(open.spoken))
            let read = shown.reading(words)
            let row = Reading("November 2026, A••• C•••: Rp16.800", value: open.until, .button)
            #expect(read.contains(row) && read.contains(Reading(words(.pay), .button)))
        }
        bills.payers = Fixtures.payersView(code: true, bills: [Fixtures.billView(.open, forOthers: true)])
        let shown = try await shown()
        #expect(shown.toPay == nil && shown.actions.first == .sharePayCode, "the code is what was asked for last")
    }

    @Test func aCodeIsSpelledSharedAndNeverReadAloud() async throws {
        bills.payers = Fixtures.payersView(code: true)
        let model = PayersModel(id, core: core, words: words)
        #expect(model.shared == nil, "nothing is shown yet")
        await model.refresh()
        let shown = try #require(model.state.content)
        #expect(shown.reading(words).contains(Reading(words(.payCode), value: "0 0 0 0 0 0 0 0 0 0 0 0")))
        #expect(!shown.spoken(words).contains("0000") && shown.spoken(words).contains("11 Desember 2026"))
        #expect(model.shared == bills.payers.code?.message.reveal(), "the core's own message")
    }

    @Test func whatCanBeDoneFollowsFromWhoPays() {
        let actions = Fixtures.payers.compactMap(\.content).map { ($0.kind, $0.canRequest, $0.view.code != nil, $0.actions) }
        for (kind, can, code, actions) in actions {
            #expect(actions.isEmpty == !can)
            guard can else { continue }
            #expect(actions.contains(.payForSomebody), "one who is paid for may pay for others")
            #expect(actions.contains(.sharePayCode) == code && actions.contains(.takeBackCode) == code)
            #expect(actions.contains(.stopBeingPaid) == (kind == .paidFor && !code))
            #expect(actions.contains(.makePayCode) == ((kind == .nobody || kind == .paying) && !code))
        }
    }

    @Test func stoppingIsAskedFirstAndOnlyAYesGoesToTheOffice() async {
        let model = PayersModel(id, core: core, words: words)
        await model.refresh()
        let stops: [(PayersModel.Stop, String)] = [(.payer, "payer"), (.member(number: "CONTOH-2"), "CONTOH-2"), (.code, "code")]
        for (stop, said) in stops {
            bills.asked = []
            model.askToStop(stop)
            #expect(model.asking && model.stopping == stop && words(stop.question).hasSuffix("?"))
            model.asking = false
            #expect(model.stopping == nil && bills.asked.isEmpty, "a no is a no")
            model.askToStop(stop)
            await model.stop(stop)
            #expect(bills.asked == [said] && !model.asking && !model.working && model.problem == nil)
        }
        #expect(Set(stops.map { words($0.0.question) }).count == 3 && Set(stops.map { words($0.0.label) }).count == 3)
    }

    @Test func whatCannotEndIsSaidAndWhatIsShownStays() async {
        bills.payers = Fixtures.payersView(payers: [Fixtures.payer])
        let model = PayersModel(id, core: core, words: words)
        await model.refresh()
        bills.payProblem = .DiskFull(words: "CONTOH.")
        await model.stop(.payer)
        #expect(model.problem == Problem(words: "CONTOH.", wayOn: .makeRoom) && model.state.kind == .shown(.paidFor))
        await model.refresh()
        #expect(model.problem == nil)
    }

    @Test func aCodeIsTypedOrPastedAndAskedWithItsMonths() async throws {
        let model = PayForModel(id, core: core, words: words)
        #expect(await model.ask() == nil && bills.asked.isEmpty, "nothing was answered")
        await model.refresh()
        let shown = try #require(model.state.content, "\(model.state)")
        #expect(shown.months.map(\.id) == ["1", "3", "6", "12"] && shown.months.allSatisfy { $0.label.hasSuffix("bulan") })
        #expect(shown.title.contains("Kode") && !model.canAsk)
        model.code = "x"
        await model.paste([])
        #expect(model.code == "x", "an empty pasteboard changes nothing")
        await model.paste(["CONTOH: 0000-0000-0000", "CONTOH"])
        #expect(model.code == "0000-0000-0000" && !model.canAsk, "months are missing")
        model.choose(shown.months[1])
        #expect(model.canAsk && model.months == "3")
        #expect(!shown.spoken(words).contains("0000"))
        #expect(await model.ask() == .registration("contoh"))
        #expect(bills.asked == ["0000-0000-0000 3"] && model.code.isEmpty, "a code is not kept on the screen")
    }

    @Test func aRefusedCodeIsSaidBelowItsFieldAndStaysThere() async throws {
        let model = PayForModel(id, core: core, words: words)
        await model.refresh()
        model.choose(try #require(model.state.content?.months.first))
        model.code = "0000-0000-0001"
        bills.payProblem = .NotPossible(words: "CONTOH.")
        #expect(await model.ask() == nil)
        #expect(model.mistyped == "CONTOH." && model.problem == nil && model.code == "0000-0000-0001" && !model.working)
        await model.paste(["CONTOH"])
        #expect(model.mistyped == "CONTOH." && model.code == "CONTOH", "what was pasted stays to be looked at")
        model.code = "0000-0000-0000"
        #expect(model.mistyped == nil, "it was about another text")
        bills.payProblem = .KeyLocked(words: "CONTOH.")
        #expect(await model.ask() == nil)
        #expect(model.problem == Problem(words: "CONTOH.", wayOn: .unlock) && model.mistyped == nil)
        #expect(model.code == "0000-0000-0000" && model.months == "1", "nothing is lost")
    }
}
