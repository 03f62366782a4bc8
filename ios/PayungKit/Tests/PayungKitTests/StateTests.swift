import Foundation
import PayungCore
import PayungFixtures
import PayungKit
import PayungTrial
import Testing

/// Every state of every screen: there is a fixture of it, and VoiceOver has something to say of each thing on it.
@Suite struct StateTests {
    @Test func everyStateOfEveryScreenHasAFixtureThatReadsWell() {
        walk(Fixtures.welcome)
        walk(Fixtures.form)
        walk(Fixtures.registration)
        walk(Fixtures.calculator)
        walk(Fixtures.people)
        walk(Fixtures.reminders)
        walk(Fixtures.cover)
        walk(Fixtures.jar)
        walk(Fixtures.card)
        walk(Fixtures.incidents)
        walk(Fixtures.incident)
        walk(Fixtures.reminderSettings)
        walk(Fixtures.bill)
        walk(Fixtures.channel)
        walk(Fixtures.receipts)
        walk(Fixtures.receipt)
        walk(Fixtures.statement)
        walk(Fixtures.requests)
        walk(Fixtures.payers)
        walk(Fixtures.payFor)
        walk(Fixtures.help)
        walk(Fixtures.places)
        walk(Fixtures.place)
        walk(Fixtures.myData)
        walk(Fixtures.settings)
        walk(Fixtures.recoveryCode)
        walk(Fixtures.recover)
        walk(Fixtures.appCover)
        // A picture that is not there, and one that waits, are not shown.
        walk(Fixtures.shared, empty: [.nothing, .arrived])
        // An open app shows its screens, and nothing of its own.
        walk(Fixtures.app, empty: [.open])
    }

    /// A screen that somebody adds is found in the sources, whatever this test was told.
    @Test func noScreenIsLeftOut() throws {
        let tests = String(decoding: try Project.read("ios/PayungKit/Tests/PayungKitTests/StateTests.swift"), as: UTF8.self)
        let walked = tests.components(separatedBy: "walk(Fixtures.").count - 2  // its own line below is one of them
        let folder = Project.root.appendingPathComponent("ios/PayungKit/Sources/PayungKit/Screens")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let states = try files.filter { $0.lastPathComponent != "Loaded.swift" }.map { file in
            try String(contentsOf: file, encoding: .utf8).components(separatedBy: ": ScreenState {").count - 1
        }
        #expect(states.reduce(0, +) == walked && walked > 20, "\(walked) are walked")
    }

    private func walk<State: ScreenState>(_ states: [State], empty: Set<State.Kind> = []) {
        #expect(Set(states.map(\.kind)) == Set(State.Kind.allCases), "\(State.self)")
        for state in states where !empty.contains(state.kind) {
            let reading = state.reading(words)
            #expect(!reading.isEmpty && reading.allSatisfy { !$0.label.isEmpty }, "\(state)")
        }
    }

    @Test func theCatalogHasEveryTextInBothLanguagesAndNoOther() throws {
        let data = try Project.read("ios/App/Localizable.xcstrings")
        let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let strings = try #require(file["strings"] as? [String: Any])
        #expect(Set(strings.keys) == Set(ShellText.allCases.map(\.rawValue)))
        let (indonesian, english) = (try Words(catalog: data, language: "id"), try Words(catalog: data, language: "en"))
        for text in ShellText.allCases {
            for words in [indonesian, english] {
                let said = words(text)
                #expect(said != text.rawValue && !said.isEmpty, "\(text)")
                for sentence in said.split(separator: ".") { #expect(sentence.split(separator: " ").count <= 25, "\(said)") }
            }
            let places = { (words: Words) in ["%1$@", "%2$@"].filter { words(text).contains($0) } }
            #expect(places(indonesian) == places(english), "\(text)")
        }
    }

    @Test func argumentsAreFilledInAndNeverReadAsFormats() {
        #expect(words(.hearUmbrella, "3", "7").contains("3") && words(.hearUmbrella, "3", "7").contains("7"))
        #expect(words(.hearProblem, "%2$@ %n").contains("%2$@ %n"))
    }

    @Test func onlyWhatIsNewIsAnnouncedWhileSomebodyTypes() {
        let hints = { (problems: [String]) in
            Hints(understood: [], warnings: [], problems: problems.map { Secret($0) }, complete: false)
        }
        #expect(Reading.announcement(from: nil, to: hints(["A"]), words)?.contains("A") == true)
        #expect(Reading.announcement(from: hints(["A"]), to: hints(["A"]), words) == nil)
        #expect(Reading.announcement(from: hints(["A"]), to: hints([]), words) == nil)
    }
}
