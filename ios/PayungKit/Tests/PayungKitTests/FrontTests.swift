import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// A connection out of memory: what it is told, in its order, and a sync that waits as long as a test wants.
private final class MemoryConnection: ConnectionProtocol, @unchecked Sendable {
    private let lock = NSLock()
    private var heard: [String] = []
    /// What happens while a sync runs.
    var meanwhile: (@Sendable () async -> Void)?

    var said: [String] { lock.withLock { heard } }

    private func hear(_ words: String) { lock.withLock { heard.append(words) } }

    func network(network: Network) { hear("\(network)") }
    /// What the core says of the next run in the background.
    var next: UInt64? = 5_000_000
    func nextRunInMillis() throws -> UInt64? { next }
    func retryNow() throws {}
    func sendAllNow() throws -> HomeView { throw PayungError.NotPossible(words: "CONTOH.") }
    func sendNow(registration: String) throws -> RegistrationView { throw PayungError.NotPossible(words: "CONTOH.") }
    func sync() async throws -> SyncReport {
        hear("sync")
        await meanwhile?()
        hear("synced")
        return SyncReport(
            received: 0, changed: 0, waiting: 0, parked: 0, delayed: 0, bytesSent: 0, bytesReceived: 0, retryInMillis: nil,
            problem: nil, newBundle: false)
    }
}

/// What goes on only once somebody has waited for it.
private actor Gate {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var open = false

    func pass() async {
        if !open { await withCheckedContinuation { waiting.append($0) } }
    }

    func unlock() {
        open = true
        for one in waiting { one.resume() }
        waiting = []
    }
}

/// In front and behind: what the system tells before the app is open, what runs after it was left, and what a run in the background leaves
/// alone.
@MainActor @Suite struct FrontTests {
    private let trial: Trial
    private let connection = MemoryConnection()
    private let core: Core
    private let changes = Changes()
    private let notifier = MemoryNotifier()
    private let reminders: RemindersModel
    private let app: AppModel

    init() throws {
        trial = try Trial()
        let (home, phone, keeper, connection) = (try trial.folder.folder("phone"), trial.phone, trial.keeper, connection)
        let trust = try anyTrust.get()
        core = Core {
            let real = try phone.open(home, trust: trust, keeper: keeper)
            return CoreObjects(of: real, connection: connection, reminders: TomorrowReminders(real.reminders()))
        }
        app = AppModel(core: core, words: words, changes: changes, host: "contoh.example") { true }
        reminders = RemindersModel(notifier: notifier, words: words) { Int64(Date().timeIntervalSince1970 * 1000) }
    }

    private func keyIsGiven() async -> Bool { (try? await core.call { try $0.payung.home().key == .open }) ?? false }

    /// A core that was told nothing takes any network for one that is paid by the byte.
    @Test func theNetworkThatWasToldBeforeTheAppWasOpenIsKnownBeforeAnythingIsSent() async {
        await app.network(.metered)
        #expect(connection.said.isEmpty && app.state == .opening, "nothing is opened for it")
        await app.activate()
        #expect(connection.said == ["metered", "sync", "synced"])
        await app.network(.unmetered)
        #expect(Array(connection.said.dropFirst(3)) == ["unmetered", "sync", "synced"])
        await app.network(.none)
        #expect(connection.said.last == "none", "nothing is tried without one")
    }

    @Test func aCoreThatIsOpenedAgainHearsTheNetworkAgain() async throws {
        await app.network(.metered)
        await app.open()
        await core.close()
        _ = try await core.call { try $0.payung.home() }
        #expect(connection.said == ["metered", "metered"])
    }

    @Test func theSystemIsAskedForTheRunThatTheCoreSays() async {
        #expect(await app.nextRun() == 3600, "the phone may be locked still")
        await app.open()
        #expect(await app.nextRun() == 5000)
        connection.next = nil
        #expect(await app.nextRun() == nil)
    }

    @Test func aRunInTheBackgroundThatEndsWhileTheAppIsInFrontLeavesItThere() async throws {
        connection.meanwhile = { [app] in await app.activate() }
        await app.runBehind(notifier, reminders)
        #expect(app.inFront && app.overlay == nil && app.state == .open)
        #expect(await keyIsGiven(), "its key stays in memory")
        connection.meanwhile = nil
        await app.leave()
        #expect(!app.inFront && app.overlay == .plain)
        await app.runBehind(notifier, reminders)
        #expect(app.overlay == .plain)
        #expect(await !keyIsGiven(), "nobody came meanwhile")
    }

    @Test func anAnswerOnANotificationThatStartsTheProcessGivesTheKeyBack() async throws {
        let id = try await core.ready()
        let reminder = Reminder(id: "contoh", atMillis: 0, title: "Iuran", text: "CONTOH", link: "", registration: id)
        await app.tapped(reminder, .tomorrow, reminders)
        #expect(notifier.kept.count == 1 && app.state == .open)
        #expect(await !keyIsGiven())
        await app.activate()
        await app.tapped(reminder, .pause, reminders)
        #expect(app.overlay == nil)
        #expect(await keyIsGiven(), "somebody is looking at it")
    }

    /// What the system gives time for when the app is left.
    @Test func aSyncThatRunsWhenTheAppIsLeftIsWaitedFor() async throws {
        let gate = Gate()
        connection.meanwhile = { await gate.pass() }
        let front = Task { await app.activate() }
        while !connection.said.contains("sync") { await Task.yield() }
        await app.leave()
        let waited = Task {
            await app.syncEnded()
            return connection.said.last
        }
        for _ in 0..<100 { await Task.yield() }
        #expect(connection.said == ["sync"])
        await gate.unlock()
        #expect(await waited.value == "synced")
        await front.value
        await app.syncEnded()
    }

    /// The system cancels a run in the background when its time is over.
    @Test func aCancelledRunDoesNotWaitForItsSync() async throws {
        let gate = Gate()
        connection.meanwhile = { await gate.pass() }
        await app.open()
        let run = Task {
            await app.runBehind(notifier, reminders)
            return connection.said
        }
        while !connection.said.contains("sync") { await Task.yield() }
        run.cancel()
        // One that waits all the same comes to its end too, and not to the same one.
        let late = Task {
            try? await Task.sleep(for: .seconds(10))
            await gate.unlock()
        }
        #expect(await run.value == ["sync"])
        late.cancel()
        await late.value
    }

    @Test func newsAreTakenWhateverBecomesOfAScreen() async throws {
        await app.open()
        for change in 1...2 {
            changes.changed(change: .registration(registration: "contoh"))
            for _ in 0..<10_000 where app.news < change { await Task.yield() }
            #expect(app.news == change)
        }
    }

    /// No draft is deleted without a warning that somebody saw.
    @Test(arguments: [false, true]) func aWarningOnAScreenThatNobodySeesDeletesNoDraft(seen: Bool) async throws {
        let clock = SetClock(1_795_399_200_000)
        let core = try Trial().core(clock: clock)
        let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
        let day: Int64 = 86_400_000
        _ = try await core.call { try $0.drafts.start(form: "bpu") }
        clock.set(1_795_399_200_000 + 80 * day)
        await core.close()
        await app.open()
        guard case .used(let home) = app.welcome.state else { throw TrialFailed("\(app.welcome.state)") }
        #expect(home.drafts.first?.expires != nil && !app.isSeen)
        await app.welcome.look(app)
        if seen {
            await app.activate()
            #expect(app.isSeen)
            await app.welcome.look(app)
        }
        clock.set(1_795_399_200_000 + 110 * day)
        await core.close()
        let left = try await core.call { try $0.payung.home().drafts.count }
        #expect(left == (seen ? 0 : 1))
    }

    /// The words are looked up where the language is kept, so it is there before a screen asks.
    @Test func anotherLanguageIsKeptBeforeTheScreensAreDrawnAgain() async {
        var kept: [String] = []
        let read = Kept()
        let app = AppModel(
            core: core, words: words, changes: Changes(), host: "contoh.example", keep: { read.language = $0 },
            readable: { true })
        read.before = { kept.append("\(app.language)") }
        await app.choose(.en)
        #expect(read.language == .en && app.language == .en && kept == ["id"])
        await app.choose(.en)
        #expect(kept == ["id"], "the same one is no change")
    }
}

/// Where the app keeps its language.
@MainActor private final class Kept {
    var before: (() -> Void)?
    var language = Language.id { didSet { before?() } }
}

/// Before the phone was unlocked for the first time its files are there and cannot be read. Afterwards they can, also while it is locked.
@MainActor @Suite struct FileMarkerTests {
    @Test func onlyAMarkerThatIsThereAndCannotBeReadMeansNo() throws {
        let folder = try Folder()
        let marker = FileMarker(in: folder.url)
        #expect(marker.canBeRead, "nothing was kept yet")
        try marker.place()
        #expect(marker.canBeRead)
        try marker.place()
        // No user is kept from reading a file here who may run tests as root; nobody reads a folder as one.
        let file = folder.url.appendingPathComponent("readable")
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        #expect(!marker.canBeRead)
        try marker.place()
    }

    @Test func whatIsOpenStaysOpenWhileItsFilesCannotBeRead() async throws {
        let readable = Kept()
        let app = AppModel(core: try Trial().core(), words: words, changes: Changes(), host: "contoh.example") {
            readable.language == .id
        }
        await app.open()
        #expect(app.state == .open)
        readable.language = .en
        let notifier = MemoryNotifier()
        await app.runBehind(notifier, RemindersModel(notifier: notifier, words: words) { 0 })
        #expect(app.state == .open, "a run in the background takes no screen away")
    }

    /// The core takes a folder that holds one file more.
    @Test func theCoreOpensBesideIt() async throws {
        let trial = try Trial()
        try FileMarker(in: trial.folder.folder("phone")).place()
        let app = AppModel(core: try trial.core(), words: words, changes: Changes(), host: "contoh.example") { true }
        await app.open()
        #expect(app.state == .open)
    }
}

/// The voice tells the end of a stopped text late.
@Suite struct SpokenTurnTests {
    @Test func aTextThatWasStoppedEndsNothingOfTheNextOne() {
        var turn = SpokenTurn<Int>()
        turn.begin(1)
        turn.stop()
        turn.begin(2)
        #expect(turn.ended(1) == .init(finished: false, silent: false), "the second one is being read")
        #expect(turn.ended(2) == .init(finished: true, silent: true))
        turn.begin(3)
        turn.stop()
        #expect(turn.ended(3) == .init(finished: false, silent: true), "who stopped it knows")
    }
}
