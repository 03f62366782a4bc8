import Foundation
import PayungCore
import PayungTrial
import Testing

/// The shared vectors about cover, payment and codes, as far as the API shows them.
@Suite struct MoneyVectorTests {
    private let folder: Folder
    private let payung: Payung

    init() throws {
        folder = try Folder()
        payung = try Phone().open(folder.url, clock: SetClock(millis("2026-11-23T09:00:00+07:00")))
    }

    /// Days of members whose first day is not given on its own: only months can be looked at without a registration.
    @Test func everyDayHasTheCoverThatTheVectorsSay() throws {
        let rows = try object("cover").list("cases").filter { !($0["since"] is String) }
        for row in rows {
            let expected = row["cover"] as? [String: Any] ?? [:]
            let found = try payung.cover().preview(months: months(row), on: expected.text("on"))
            #expect(code(found.phase) == expected.text("state") && found.on == expected.text("on"), "\(row)")
            #expect(found.since == expected["since"] as? String && found.paidUntil == expected["paid_until"] as? String, "\(row)")
            #expect(found.missing == expected["missing"] as? [String], "\(row)")
            let programmes = found.programmes.map { ["\($0.programme)", code($0.level), $0.until ?? "-", $0.fullFrom ?? "-"] }
            let said = expected.list("programmes").map { it in
                [it.text("programme"), it.text("level"), it["until"] as? String ?? "-", it["full_from"] as? String ?? "-"]
            }
            #expect(programmes == said, "\(row)")
        }
        #expect(rows.count > 250, "\(rows.count)")
    }

    /// A reminder can be looked at without a registration only with the usual settings, no dues and no bill: one row is of that kind.
    /// Rows with dues say the same days but those of another price, so their days are compared as far as no price changes.
    @Test func everyReminderOfTheUsualSettingsComesWhenTheVectorsSay() throws {
        let usual: NSDictionary = [
            "on": true, "payday": "unset", "at": "08.00", "quiet": ["from": "20.00", "to": "07.00"], "zone": "wib",
        ]
        let rows = try cases("reminders").filter { row in
            (row["settings"] as? NSDictionary) == usual && row["bill"] is NSNull && row["bill_for_others"] is NSNull
                && row["somebody_pays"] == nil && !row.list("reminders").contains { $0.text("id").hasPrefix("price-change") }
        }
        for row in rows {
            let (from, days) = (row.text("from"), UInt32(row.number("days")))
            let found = try payung.reminders().preview(months: months(row), from: String(from.prefix(10)), days: days)
            // It is looked at from the day's first moment on.
            let later = found.filter { $0.atMillis >= millis(from) }.map { "\($0.id) \($0.atMillis)" }
            #expect(later == row.list("reminders").map { "\($0.text("id")) \(millis($0.text("at")))" }, "\(row)")
        }
        #expect(rows.count > 5, "\(rows.count)")
    }

    @Test func everyPaymentCodeOfAMemberIsReadAsTheVectorsSay() throws {
        let rows = try cases("pay_code")
        for row in rows {
            let found = try? payung.payers().readPayCode(text: row.text("text")).reveal()
            #expect(found == row["code"] as? String, "\(row)")
        }
        #expect(rows.count > 200)
    }

    /// Without links of a site: which one is ours says the trust file of the test, which is another than the vectors'.
    @Test func everyReferralCodeIsReadAsTheVectorsSay() throws {
        let rows = try cases("referral").filter { !$0.text("text").hasPrefix("https://") }
        for row in rows {
            let found = try? payung.keepReferral(text: row.text("text")).code
            #expect(found == row["code"] as? String, "\(row)")
        }
        #expect(rows.count > 250)
    }

    /// The keys that follow from a code never leave the core; that a code is read, and which mistake is said, shows.
    @Test func everyRecoveryCodeIsReadAsTheVectorsSay() throws {
        let rows = try object("recovery").list("read")
        var said: [String: Set<String>] = [:]
        for row in rows {
            let found = payung.recovery().problems(code: Secret(row.text("text")), birthDate: Secret("31-1-1990"))
            #expect((found.code == nil) == (row["problem"] == nil) && found.birthDate == nil, "\(row)")
            if let words = found.code { said[row.text("problem"), default: []].insert(words) }
        }
        #expect(said["mistyped"]?.count == 1 && said["length"]?.isDisjoint(with: said["mistyped"] ?? []) == true, "\(said)")
        #expect(said.count == 3 && rows.count > 150)
    }

    /// Without rows that have white space around them: what is pasted may have some, so the API leaves it out before it looks.
    @Test func everyQrisCodeIsJudgedAsTheVectorsSay() throws {
        let trimmed = { (text: String) in text.trimmingCharacters(in: .whitespacesAndNewlines) == text }
        let rows = try object("qris").list("checks").filter { trimmed($0.text("payload")) }
        for row in rows {
            let found = payung.qris().check(payload: row.text("payload"))
            if let unreadable = row["unreadable"] as? [Any] {
                #expect(!found.valid && found.problems.map(place) == [["\(unreadable[0])", "\(unreadable[1])", ""]], "\(row)")
                continue
            }
            #expect(found.qris == (row["qris"] as? Bool), "\(row)")
            for (views, name) in [(found.problems, "problems"), (found.warnings, "warnings")] {
                let said = (row[name] as? [[Any]] ?? []).map { ["\($0[0])", "\($0[1])", twoDigits("\($0[2])")] }
                #expect(views.map(place) == said, "\(row)")
                #expect(views.allSatisfy { !$0.words.isEmpty })
            }
        }
        #expect(rows.count > 100)
    }

    @Test func everyAmountIsPutIntoAQrisCodeWhereTheVectorsSay() throws {
        let rows = try object("qris").list("bound")
        for row in rows {
            let bound = try payung.qris().amount(
                payload: row.text("payload"), rupiah: row.number("amount"), billNumber: row["bill_number"] as? String)
            #expect(bound == row.text("result"), "\(row)")
        }
        #expect(rows.count > 50)
    }

    /// The office makes bills; a phone works out the same prices.
    @Test func everyMonthOfABillCostsOnThePhoneWhatItCostsAtTheOffice() throws {
        let rows = try object("bills").list("prices")
        for row in rows {
            let request = duesRequest(row, income: row.number("income"), months: 1, from: row.text("month"))
            let lines = (try? payung.lookup().dues(request: request).lines) ?? []
            let parts = row["parts"] as? [String: NSNumber] ?? [:]
            #expect(
                Dictionary(uniqueKeysWithValues: lines.map { ("\($0.programme)", $0.amount) }) == parts.mapValues(\.uint64Value),
                "\(row)")
        }
        #expect(rows.count > 80)
    }

    /// Benefits have no id here and their figures cross only in words: one benefit of the programme says all sums of a row, and is as
    /// certain as the row says.
    @Test func everyBenefitSaysTheSumsOfTheVectorsAndHowCertainTheyAre() throws {
        let (programmes, rows) = (payung.lookup().programmes(), try cases("benefits"))
        for row in rows {
            let sums = (row["figures"] as? [String: [String: NSNumber]] ?? [:]).values.compactMap { $0["rupiah"]?.uint64Value }
            let benefits = programmes.first { $0.id == row.text("programme") }?.benefits ?? []
            let fits = benefits.filter { benefit in
                benefit.confidence == row.text("confidence") && sums.allSatisfy { benefit.words.contains(grouped($0)) }
            }
            #expect(!fits.isEmpty, "\(row)")
        }
        #expect(rows.count >= 12)
    }

    private func months(_ row: [String: Any]) -> [PaidMonthGiven] {
        row.list("months").map {
            PaidMonthGiven(
                month: $0.text("month"), paidOn: $0["paid_on"] as? String, programmes: programmes($0),
                sponsor: $0["sponsor"] as? String)
        }
    }

    private func place(_ problem: QrisProblemView) -> [String] { [problem.code, "\(problem.offset)", problem.tag ?? ""] }
    private func twoDigits(_ tag: String) -> String { tag.count < 2 ? "0\(tag)" : tag }

    private func code(_ phase: CoverPhase) -> String {
        switch phase {
        case .notYet: "not_yet"
        case .protected: "protected"
        case .grace: "grace"
        case .ended: "ended"
        }
    }

    private func code(_ level: CoverLevel) -> String { level == .notPromised ? "not_promised" : "\(level)" }

    /// 42000000 as it is said: Rp42.000.000.
    private func grouped(_ rupiah: UInt64) -> String {
        var digits = Array(String(rupiah))
        for at in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(".", at: at) }
        return "Rp" + String(digits)
    }
}

/// What a row asks the price of.
func duesRequest(_ row: [String: Any], income: UInt64, months: UInt8, from: String) -> DuesRequest {
    DuesRequest(
        income: income, work: row.text("work") == "transport" ? .transport : .other,
        payer: row.text("payer") == "own" ? .own : .government, programmes: programmes(row), months: months, from: from)
}

private func programmes(_ row: [String: Any]) -> [Programme] {
    let all = ["jkk": Programme.jkk, "jkm": .jkm, "jht": .jht]
    return (row["programmes"] as? [String] ?? []).compactMap { all[$0] }
}
