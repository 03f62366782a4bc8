import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// The system's notifications in memory.
final class MemoryNotifier: Notifier, @unchecked Sendable {
    var allowed = NotifierPermission.allowed
    var kept: [Reminder] = []
    var shown: [Reminder] = []

    func permission() async -> NotifierPermission { allowed }
    func ask() async -> NotifierPermission { allowed }
    func pending() async -> [Reminder] { kept }
    func add(_ reminder: Reminder) async throws { kept.append(reminder) }
    func show(_ news: Reminder) async throws { shown.append(news) }
    func remove(_ ids: [String]) async { kept.removeAll { ids.contains($0.id) } }
    func clear(_ ids: [String]) async { shown.removeAll { ids.contains($0.id) } }
}

/// Buttons below a notification, answered while the app is behind: the core decides what is planned then.
@MainActor @Suite struct AnswerTests {
    private let trial: Trial
    private let core: Core
    private let app: AppModel
    private let notifier = MemoryNotifier()
    private let reminders: RemindersModel

    init() async throws {
        trial = try Trial()
        core = try trial.coreWithTomorrow()
        app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
        reminders = RemindersModel(notifier: notifier, words: words) { Int64(Date().timeIntervalSince1970 * 1000) }
        await app.open()
    }

    private func reminder(_ id: String) -> Reminder {
        Reminder(
            id: "contoh", atMillis: 0, title: "Iuran", text: "CONTOH", link: DeepLink.cover(id).link ?? "", registration: id,
            answers: Answers([.init(.pay, "Cara bayar"), .init(.tomorrow, "Besok")]))
    }

    @Test func tomorrowIsPlannedForTomorrowAlsoWhileTheAppIsBehind() async throws {
        let id = try await core.ready()
        await app.leave()
        await app.tapped(reminder(id), .tomorrow, reminders)
        let planned = try #require(notifier.kept.first)
        #expect(planned.id.hasPrefix("\(id)/again-") && planned.registration == id && !planned.when.isEmpty)
        #expect(app.answerProblem == nil && app.navigation.path.isEmpty, "nothing is opened")
        let kept = { try await core.call { try $0.reminders.settings(registration: id) } }
        await #expect(throws: PayungError.self, "the key is given back") { try await kept() }
        await app.tapped(reminder(id), .pause, reminders)
        _ = try await core.call { try $0.payung.unlock() }
        #expect(try await kept().pausedUntil != nil)
    }

    @Test func payingAndATapOpenWhatTheNotificationNames() async throws {
        let id = try await core.ready()
        await app.tapped(reminder(id), nil, reminders)
        #expect(app.navigation.path == [.cover(id)])
        await app.tapped(reminder(id), .pay, reminders)
        #expect(app.navigation.path == [.pay(id)])
    }

    @Test func anAnswerThatTheCoreRefusesIsSaidLater() async throws {
        await app.tapped(reminder("019362a1-7c4e-7d21-8a35-0c0e6f1f2a3b"), .saidPaid, reminders)
        #expect(app.answerProblem?.words.isEmpty == false && app.answerRefused)
        app.answerRefused = false
        #expect(app.answerProblem == nil)
    }

    /// The core's ids are of one kind within a registration only.
    @Test func remindersOfTwoPeopleDoNotReplaceEachOther() async throws {
        let (first, second) = (try await core.ready(), try await core.ready(["phone": "0812 0000 0002"]))
        for id in [first, second] { await app.tapped(reminder(id), .tomorrow, reminders) }
        #expect(Set(notifier.kept.map(\.registration)) == [first, second])
        await app.remind(reminders)
        #expect(notifier.kept.count == 2 && reminders.state.kind == .planned)
    }

    @Test func whatIsPendingStaysWhileTheKeyIsLocked() async throws {
        let id = try await core.ready()
        await app.tapped(reminder(id), .tomorrow, reminders)
        let before = notifier.kept
        trial.keeper.say(.lockedNow)
        await app.leave()
        let fresh = RemindersModel(notifier: notifier, words: words) { 0 }
        await app.remind(fresh)
        #expect(notifier.kept == before && !before.isEmpty && fresh.state == .planned(before))
    }

    @Test func answersComeBackOutOfTheNameOfTheirCategory() {
        let all = [ReminderAction.pay, .tomorrow, .saidPaid, .pause]
        let answers = Answers(all.map { .init($0, "Kata = lain (\($0.code))") })
        #expect(Answers(category: answers.category) == answers)
        #expect(Answers(category: "").buttons.isEmpty && Answers([]).category.isEmpty)
        #expect(Answers(category: "fly=Terbang|tomorrow=Besok|x") == Answers([.init(.tomorrow, "Besok")]))
        #expect(ReminderAction(code: "com.apple.UNNotificationDefaultActionIdentifier") == nil)
        // A label cannot break the name.
        #expect(Answers(category: Answers([.init(.pay, "a|b"), .init(.pause, "c")]).category).buttons.count == 2)
    }
}
