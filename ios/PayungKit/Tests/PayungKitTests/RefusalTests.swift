import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// What the app does not follow or the system does not allow: said, with a way on, and everything stays where it was.
@MainActor @Suite struct RefusalTests {
    @Test(arguments: [
        ("https://lain.example/app", ShellText.linkNotOurs), ("javascript:alert(1)", .linkNotOurs), ("", .linkNotOurs),
        ("payung://wipe", .linkUnknown), ("payung://registration/1", .linkUnknown),
    ])
    func aLinkThatIsNotFollowedIsSaidAndChangesNothing(link: String, words said: ShellText) async throws {
        let app = AppModel(core: try Trial().core(), words: words, changes: Changes(), host: "contoh.example") { true }
        await app.open()
        app.navigation.go(to: .calculator)
        app.open(link: link)
        #expect(app.linkProblem == words(said) && app.linkRefused)
        #expect(app.navigation.path == [.calculator] && app.welcome.refused == nil && app.state == .open)
        app.linkRefused = false
        #expect(app.linkProblem == nil, "it was read")
    }

    @Test func whereNotificationsAreNotAllowedTheListStandsInTheAppWithAWayOn() async {
        let notifier = MemoryNotifier()
        let model = RemindersModel(notifier: notifier, words: words) { 0 }
        let wanted = [
            Reminder(id: "contoh", atMillis: 10, when: "CONTOH", title: "Iuran", text: "CONTOH", link: "payung://reminders")
        ]
        notifier.allowed = .denied
        await model.plan(wanted)
        let problem = Problem(words: words(.notificationsDenied), wayOn: .settings)
        #expect(model.state == .listed(wanted, problem) && notifier.kept.isEmpty)
        let read = model.state.reading(words).map(\.label)
        #expect(read.contains("Iuran") && read.contains(words(.openSettings)))
        // Allowed in the settings meanwhile: the next plan brings them into the system.
        notifier.allowed = .allowed
        await model.plan(wanted)
        #expect(model.state == .planned(wanted) && notifier.kept == wanted)
    }

    @Test func nobodyIsAskedForNotificationsBeforeItIsExplained() async {
        let notifier = MemoryNotifier()
        let model = RemindersModel(notifier: notifier, words: words) { 0 }
        await model.plan([])
        #expect(model.state == .none)
        let wanted = [Reminder(id: "contoh", atMillis: 10, title: "Iuran", text: "CONTOH", link: "payung://reminders")]
        notifier.allowed = .notAsked
        await model.plan(wanted)
        #expect(model.state == .notAsked(wanted) && notifier.kept.isEmpty)
        notifier.allowed = .denied
        await model.ask()
        #expect(model.state.kind == .listed)
    }

    /// A model that somebody adds is asked what it does when the core fails, whatever these tests were told.
    @Test func noModelThatCallsTheCoreIsLeftOutOfTheFaults() throws {
        let folder = Project.root.appendingPathComponent("ios/PayungKit")
        let faults = try String(
            contentsOf: folder.appendingPathComponent("Tests/PayungKitTests/FaultTests.swift"), encoding: .utf8)
        let screens = folder.appendingPathComponent("Sources/PayungKit/Screens")
        var asked = 0
        for file in try FileManager.default.contentsOfDirectory(at: screens, includingPropertiesForKeys: nil) {
            let source = try String(contentsOf: file, encoding: .utf8)
            for part in source.components(separatedBy: "public final class ").dropFirst() where part.contains("let core: Core") {
                let name = String(part.prefix { $0.isLetter })
                // Drawn inside another screen, whose problem it shows; their own tests ask them.
                guard !["CodeModel", "PaperModel"].contains(name) else { continue }
                #expect(faults.contains("= \(name)("), "\(name)")
                asked += 1
            }
        }
        #expect(asked > 20, "\(asked)")
    }
}
