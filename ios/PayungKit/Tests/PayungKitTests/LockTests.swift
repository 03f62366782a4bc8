import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// A lock that answers as it is told, and does what a phone does while it asks.
@MainActor final class MemoryLock: AppLocking {
    var isOn = true
    var isPossible = true
    var opens = true
    private(set) var asked = 0
    /// What happens to the app while it is asked.
    var meanwhile: (@MainActor () async -> Void)?

    func turn(_ on: Bool) { isOn = on }

    func open(_ reason: String) async -> Bool {
        asked += 1
        await meanwhile?()
        return opens && !reason.isEmpty
    }
}

/// The worker's own lock of the app.
@MainActor @Suite struct LockTests {
    private let lock = MemoryLock()
    private let trial: Trial
    private let app: AppModel

    init() throws {
        trial = try Trial()
        app = AppModel(core: try trial.core(), words: words, changes: Changes(), host: "contoh.example", lock: lock) { true }
    }

    @Test func whoDoesNotWantALockIsNeverAsked() async {
        lock.isOn = false
        await app.activate()
        #expect(lock.asked == 0 && app.overlay == nil && app.state == .open)
    }

    /// The system's own sheet takes the app from the front, and gives it back.
    @Test func itIsAskedOnceEachTimeTheAppWasLeft() async {
        lock.meanwhile = { [app] in
            app.cover()
            await app.activate()
            #expect(app.overlay == .plain && app.state == .opening, "nothing is shown before it is opened")
        }
        await app.activate()
        #expect(lock.asked == 1 && app.overlay == nil && app.state == .open)
        lock.meanwhile = nil
        app.cover()
        await app.activate()
        #expect(lock.asked == 1 && app.overlay == nil, "it was only out of sight")
        await app.leave()
        await app.activate()
        #expect(lock.asked == 2 && app.overlay == nil)
    }

    @Test func aLockThatIsNotOpenedStaysShutWithAWayOn() async {
        lock.opens = false
        await app.activate()
        #expect(app.overlay == .locked && app.state == .opening, "the core was not opened either")
        await app.activate()
        #expect(lock.asked == 1, "a no is not asked again by itself")
        lock.opens = true
        await app.openAgain()
        #expect(lock.asked == 2 && app.overlay == nil && app.state == .open)
        await app.leave()
        #expect(app.overlay == .plain)
        lock.opens = false
        await app.activate()
        #expect(app.overlay == .locked && lock.asked == 3)
    }
}
