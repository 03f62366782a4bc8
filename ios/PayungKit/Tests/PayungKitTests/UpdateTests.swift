import Foundation
import PayungCore
import PayungKit
import PayungTrial
import Testing

/// `scripts/ios.sh` makes a database of each older format from `rust-core/tests/fixtures`; their data key belongs to no phone.
private let vaults = ProcessInfo.processInfo.environment["PAYUNG_VAULTS"].map { URL(fileURLWithPath: $0) }

/// The app was updated over an older one.
@MainActor @Suite struct UpdateTests {
    @Test(.enabled(if: vaults != nil)) func anOlderVaultOpensAndListsWhatItHeld() async throws {
        let files = try FileManager.default.contentsOfDirectory(at: #require(vaults), includingPropertiesForKeys: nil)
        let databases = files.filter { $0.pathExtension == "db" }
        #expect(databases.count >= 5)
        for database in databases {
            let trial = try Trial()
            let home = try trial.folder.folder("phone").appendingPathComponent("payung.db")
            try FileManager.default.copyItem(at: database, to: home)
            let app = AppModel(core: try trial.core(), words: words, changes: Changes(), host: "contoh.example") { true }
            await app.open()
            #expect(app.state == .open, "\(database.lastPathComponent)")
            guard case .closed(let view, let problem) = app.welcome.state else {
                throw TrialFailed("\(database.lastPathComponent): \(app.welcome.state)")
            }
            #expect(!view.drafts.isEmpty && view.registrations.count == 1, "\(database.lastPathComponent)")
            #expect(problem.wayOn == .startClean && !problem.words.isEmpty)
        }
    }
}
