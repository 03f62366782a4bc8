import Foundation
import PayungCore
import PayungTrial
import Testing

/// The shared vectors (`tests/vectors`), made by a second implementation: each row as far as the API shows it. What only the
/// model shows (how a problem is called inside, what is sent) Rust's own tests compare.
@Suite struct VectorTests {
    private let folder: Folder
    private let clock = SetClock(millis("2026-11-23T09:00:00+07:00"))
    private let payung: Payung

    init() throws {
        folder = try Folder()
        payung = try Phone().open(folder.url, clock: clock)
    }

    @Test func everyNikIsReadAsTheVectorsSay() throws {
        let (rows, lookup) = (try cases("nik"), payung.lookup())
        for row in rows {
            clock.set(millis("\(row["today"] as? String ?? "2026-11-23")T09:00:00+07:00"))
            let found = lookup.nik(text: Secret(row.text("text")))
            #expect(found.valid == (row["problem"] == nil), "\(row)")
            #expect(found.problems.isEmpty == found.valid, "\(row)")
            #expect(found.region == row["region"] as? String)
            #expect(found.place == row["place"] as? String)
            #expect(found.sex.map { $0 == .female ? "female" : "male" } == row["sex"] as? String)
            // A clock that is years off decides no birthday: then there is none, and never another one.
            if found.birthDate != nil || row.text("today").hasPrefix("2026") {
                #expect(found.birthDate == row["birth_date"] as? String, "\(row)")
            }
        }
        #expect(rows.count == 500)
    }

    @Test func everyPhoneNumberIsReadAsTheVectorsSay() throws {
        let (rows, lookup) = (try cases("phone"), payung.lookup())
        for row in rows {
            let found = lookup.phone(text: Secret(row.text("text")))
            #expect(found.valid == (row["problem"] == nil), "\(row)")
            #expect(found.e164 == row["e164"] as? String)
            #expect(found.national == row["national"] as? String)
            #expect(found.warnings.isEmpty == !(row["unknown_prefix"] is String), "\(row)")
        }
        #expect(rows.count > 150)
    }

    @Test func everyNameIsAcceptedOrRefusedAsTheVectorsSay() throws {
        let (rows, drafts) = (try cases("names"), payung.drafts())
        let draft = try drafts.start(form: "bpu").draft
        for row in rows {
            let view = try drafts.answer(draft: draft, question: "name", text: Secret(row.text("text")))
            let refused = view.step.id == "name" && !view.step.problems.isEmpty
            #expect(refused == (row["problem"] != nil), "\(row)")
        }
        #expect(rows.count > 50)
    }

    /// Dates are read where they are typed without a form too; places and RT/RW at their questions. Which mistake it is shows in words.
    @Test func everyTypedDatePlaceAndNeighbourhoodIsReadOrRefusedAsTheVectorsSay() throws {
        let (typed, recovery, drafts) = (try object("typed"), payung.recovery(), payung.drafts())
        for row in typed.list("dates") {
            let found = recovery.problems(code: Secret(""), birthDate: Secret(row.text("text")))
            #expect((found.birthDate == nil) == (row["problem"] == nil), "\(row)")
        }
        for (kind, question) in [("places", "birth_place"), ("rt_rw", "rt_rw")] {
            var view = try drafts.start(form: "bpu")
            while view.step.id != question, let text = Sample.answers[view.step.id] {
                view = try drafts.answer(draft: view.draft, question: view.step.id, text: Secret(text))
            }
            try #require(view.step.id == question)
            // Nothing at all, and a dash alone, leave the question out where that is possible, and are not refused.
            for row in typed.list(kind) where row.text("problem") != "empty" && row.text("text") != "-" {
                let after = try drafts.answer(draft: view.draft, question: question, text: Secret(row.text("text")))
                let refused = after.step.id == question && !after.step.problems.isEmpty
                #expect(refused == (row["problem"] != nil), "\(row)")
            }
        }
        #expect(typed.list("dates").count > 100)
    }

    @Test func everyQuoteIsWhatTheVectorsSay() throws {
        let (vectors, lookup) = (try object("dues"), payung.lookup())
        let rows = vectors.list("cases")
        for row in rows {
            let quote = try? lookup.dues(request: request(row, income: row.number("income")))
            #expect((quote == nil) == (row["problem"] != nil), "\(row)")
            #expect(quote?.total == (row["total"] as? NSNumber)?.uint64Value, "\(row)")
            let lines = (row["lines"] as? [[Any]] ?? []).map { $0.map { "\($0)" } }
            let found = quote?.lines.map { line in
                [line.month, "\(line.programme)", "\(line.amount)", "\(line.full)", line.discount ?? "<null>"]
            }
            #expect(found ?? [] == lines, "\(row)")
        }
        #expect(rows.count > 300)
    }

    @Test func everyRowOfTheTariffCostsWhatTheVectorsSay() throws {
        let (vectors, lookup) = (try object("dues"), payung.lookup())
        let incomes = vectors.list("incomes").map { $0.number("income") }
        #expect(incomes.count == 33)
        for row in vectors.list("totals") {
            let found = incomes.map { try? lookup.dues(request: request(row, income: $0)).total }
            let expected = (row["totals"] as? [NSNumber])?.map { Optional($0.uint64Value) }
            #expect(found == expected ?? Array(repeating: nil, count: 33), "\(row)")
        }
    }

    @Test func everyDistrictAndVillageIsFoundUnderItsCode() throws {
        let lookup = payung.lookup()
        let districts = try cases("regions").filter { $0["path"] != nil && $0.text("level") == "district" }
        for row in districts {
            let found = lookup.regions(search: row.text("code"), limit: 50).first { $0.code == row.text("code") }
            #expect(found?.name == row.text("name") && found?.path == row.text("path"), "\(row)")
            #expect(found?.postalCodes == row["postal_codes"] as? [String], "\(row)")
        }
        for row in try cases("villages") where row["search"] == nil {
            if let count = row["count"] as? Int {
                #expect(lookup.villages(district: row.text("district"), search: "", limit: 200).count == count)
                continue
            }
            // A code that no village has is none in the district that it names either.
            let district = row.text("code").split(separator: ".").prefix(3).joined(separator: ".")
            let found = lookup.villages(district: district, search: "", limit: 200).first { $0.code == row.text("code") }
            #expect(found?.name == row["name"] as? String && found?.postalCode == row["postal_code"] as? String, "\(row)")
        }
        #expect(districts.count > 30)
    }

    /// A search finds what its row was made from: a name, a slip of the finger, a postal code. Only districts are searched for by a
    /// shell, and never within a province.
    @Test func everySearchFindsWhatItWasMadeFrom() throws {
        let lookup = payung.lookup()
        let regions = try cases("regions").filter { $0["search"] != nil && $0["within"] == nil && $0.text("level") == "district" }
        for row in regions {
            let (top, finds) = (UInt32(row.number("top")), row["finds"] as? [String] ?? [])
            let found = lookup.regions(search: row.text("search"), limit: max(top, 1)).map(\.code)
            #expect(finds.allSatisfy(found.contains) && found.isEmpty == finds.isEmpty, "\(row)")
        }
        let villages = try cases("villages").filter { $0["search"] != nil }
        for row in villages {
            let top = UInt32(row.number("top"))
            let found = lookup.villages(district: row.text("district"), search: row.text("search"), limit: max(top, 1))
            #expect(top == 0 ? found.isEmpty : found.contains { $0.code == row.text("finds") }, "\(row)")
        }
        #expect(regions.count > 300 && villages.count > 200, "\(regions.count), \(villages.count)")
    }

    /// The paths that a shell can walk. It cannot start a form that completes a registration, nor the vectors' own form; it
    /// cannot answer a question that is not on its screens; and before its rules were signed the core decides nothing by the clock.
    @Test func everyPathThroughTheFormAsksAndEndsAsTheVectorsSay() throws {
        let (rows, drafts) = (try cases("form").filter { $0.text("form") == "bpu" }, payung.drafts())
        var walked = 0
        for row in rows where row.text("now") > "2026" {
            clock.set(millis(row.text("now")))
            let draft = try drafts.start(form: "bpu").draft
            defer { _ = try? drafts.discard(draft: draft) }
            do {
                for pair in row["before"] as? [[String]] ?? [] { try type(pair[1], at: pair[0], of: draft, in: drafts) }
            } catch PayungError.NotPossible { continue }
            walked += 1
            let answers = row["answers"] as? [String: String] ?? [:]
            var (asked, end) = ([String](), "")
            while end.isEmpty {
                let step = try drafts.resume(draft: draft).step
                switch step.kind {
                case .review: end = "review"
                case .ending: end = step.id
                case .question:
                    asked.append(step.id)
                    guard let text = answers[step.id], asked.count < 80 else {
                        end = "question \(step.id)"
                        continue
                    }
                    try type(text, at: step.id, of: draft, in: drafts)
                }
                if end == "review", let quote = row["quote"] as? [String: Any] {
                    #expect(step.quote?.total.filter(\.isNumber) == "\(quote.number("total"))", "\(row.text("name"))")
                }
            }
            #expect(asked == row["asked"] as? [String], "\(row.text("name"))")
            #expect(end == row.text("end"), "\(row.text("name"))")
        }
        #expect(walked > 95, "\(walked) of \(rows.count) were walked")
    }

    @Test func everyTextThatAShellMayAskForIsWhatTheVectorsSay() throws {
        var found = 0
        for row in try cases("texts") where (row["args"] as? [String: Any])?.isEmpty == true {
            for (language, says) in [(Language.id, "id_says"), (.en, "en_says")] {
                _ = try payung.setLanguage(language: language)
                // Words of a screen come with the screen, and are not for asking.
                guard let words = try? payung.text(id: row.text("id")) else { continue }
                #expect(words == row.text(says))
                found += 1
            }
        }
        // As many as a shell may ask for, in both languages: `SHELL_TEXTS` in rust-core/src/api/app.rs.
        let core = String(decoding: try Project.read("rust-core/src/api/app.rs"), as: UTF8.self)
        let list = core.components(separatedBy: "SHELL_TEXTS: &[&str] = &[").last?.components(separatedBy: "];").first ?? ""
        let ids = list.split(separator: "\"").map(String.init)
        let listed = try cases("texts").filter { ids.contains($0.text("id")) && ($0["args"] as? [String: Any])?.isEmpty == true }
        #expect(found == 2 * listed.count && found >= 2, "\(found)")
    }

    private func type(_ text: String, at question: String, of draft: String, in drafts: Drafts) throws {
        if question == "ktp", !text.isEmpty {
            _ = try drafts.photo(draft: draft, question: question, source: .picked(path: Project.card))
            return
        }
        let view = try drafts.answer(draft: draft, question: question, text: Secret(text))
        #expect(view.step.id != question || view.step.problems.isEmpty, "\(question) is answered \(text)")
    }

    private func request(_ row: [String: Any], income: UInt64) -> DuesRequest {
        duesRequest(row, income: income, months: UInt8(row.number("months")), from: row.text("from"))
    }
}
