import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// Secrets in memory, which fail as they are told.
private final class MemoryItems: SecureItem, @unchecked Sendable {
    var items: [String: Data] = [:]
    var problem: SecureItemProblem?
    var forgets = false

    func read(_ name: String) throws(SecureItemProblem) -> Data? {
        if let problem { throw problem }
        return items[name]
    }

    func write(_ value: Data, _ name: String) throws(SecureItemProblem) {
        if let problem { throw problem }
        if !forgets { items[name] = value }
    }
}

@Suite struct KeychainKeeperTests {
    private let items = MemoryItems()
    private let key = Data((0..<32).map { UInt8($0) })

    private func wrapped(_ keeper: KeychainKeeper) throws -> Data {
        guard case .key(let wrapped) = keeper.wrap(key: key) else { throw TrialFailed("not wrapped") }
        return wrapped
    }

    @Test func aKeyComesBackAndIsNotInWhatTheCoreStores() throws {
        let keeper = KeychainKeeper(items)
        let wrapped = try wrapped(keeper)
        #expect(wrapped.range(of: key) == nil)
        #expect(keeper.unwrap(wrapped: wrapped) == .key(bytes: key))
    }

    @Test func anItemThatIsGoneOrWasReplacedIsGone() throws {
        let keeper = KeychainKeeper(items)
        let wrapped = try wrapped(keeper)
        let name = String(decoding: wrapped, as: UTF8.self)
        items.items[name]? = Data("another".utf8) + key
        #expect(keeper.unwrap(wrapped: wrapped) == .gone)
        items.items[name] = wrapped + key.prefix(31)
        #expect(keeper.unwrap(wrapped: wrapped) == .gone)
        items.items = [:]
        #expect(keeper.unwrap(wrapped: wrapped) == .gone)
        #expect(keeper.unwrap(wrapped: Data([255, 0, 1])) == .gone)
    }

    @Test func aLockedPhoneAFingerThatIsNotKnownAndAFaultAreTold() throws {
        let keeper = KeychainKeeper(items)
        let wrapped = try wrapped(keeper)
        for (problem, answer) in [
            (SecureItemProblem.locked, KeeperAnswer.lockedNow), (.notUnlocked, .wrongPassphrase), (.failed(-50), .broken),
        ] {
            items.problem = problem
            #expect(keeper.unwrap(wrapped: wrapped) == answer)
            #expect(keeper.wrap(key: key) == answer)
        }
        items.problem = nil
        #expect(keeper.unwrap(wrapped: wrapped) == .key(bytes: key))
    }

    @Test func aStoreThatForgetsAtOnceIsNotTrusted() {
        items.forgets = true
        #expect(KeychainKeeper(items).wrap(key: key) == .broken)
        #expect(KeychainKeeper(items).wrap(key: Data(count: 31)) == .broken)
    }

    @Test func theCoreOpensWithItAndFindsItsDraftsAgain() throws {
        let folder = try Folder()
        let keeper = KeychainKeeper(items)
        let draft = try Phone().open(folder.url, keeper: keeper).drafts().start(form: "bpu").draft
        #expect(try Phone().open(folder.url, keeper: KeychainKeeper(items)).drafts().resume(draft: draft).draft == draft)
    }
}

@Suite struct ReminderTests {
    private func reminder(_ id: Int, at millis: Int64, text: String = "CONTOH") -> Reminder {
        Reminder(id: "r\(id)", atMillis: millis, title: "Iuran", text: text, link: "payung://reminders")
    }

    @Test func theSystemKeepsSixtyFourAndTheEarliestAreThose() {
        let wanted = (0..<100).map { reminder($0, at: Int64(1000 - $0)) }
        let plan = ReminderPlan(wanted: wanted, pending: [], nowMillis: 0)
        #expect(plan.add.count == 64 && plan.left.count == 36 && plan.remove.isEmpty)
        #expect(plan.add.first == wanted.last)
    }

    @Test func whatIsPendingUnchangedIsNotTouched() {
        let kept = [reminder(1, at: 10), reminder(2, at: 20)]
        let plan = ReminderPlan(wanted: kept, pending: kept, nowMillis: 0)
        #expect(plan == ReminderPlan(wanted: [], pending: [], nowMillis: 0))
    }

    @Test func anotherTextOrTimeReplacesAndWhatIsNotWantedGoes() {
        let pending = [reminder(1, at: 10), reminder(2, at: 20), reminder(3, at: 30)]
        let wanted = [reminder(1, at: 11), reminder(2, at: 20, text: "LAIN")]
        let plan = ReminderPlan(wanted: wanted, pending: pending, nowMillis: 0)
        #expect(plan.remove == ["r1", "r2", "r3"] && plan.add == wanted)
    }

    /// Applied to any pending set, the plan leads to what is wanted, and applying it again changes nothing.
    @Test func anyPlanLeadsToWhatIsWanted() {
        var random = Seeded(16)
        for _ in 0..<500 {
            let some = {
                (0..<Int.random(in: 0...90, using: &random)).map { _ in
                    reminder(
                        Int.random(in: 0...99, using: &random), at: Int64.random(in: -50...50, using: &random),
                        text: Bool.random(using: &random) ? "A" : "B")
                }
            }
            let (wanted, pending) = (some(), some())
            let plan = ReminderPlan(wanted: wanted, pending: pending, nowMillis: 0)
            var seen = Set<String>()
            let before = pending.filter { seen.insert($0.id).inserted }
            let after = before.filter { !plan.remove.contains($0.id) } + plan.add
            #expect(after.count <= 64 && Set(after.map(\.id)).count == after.count)
            #expect(after.allSatisfy { wanted.contains($0) && $0.atMillis > 0 })
            let again = ReminderPlan(wanted: wanted, pending: after, nowMillis: 0)
            #expect(again.add.isEmpty && again.remove.isEmpty)
        }
    }
}
