import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// The settings, over the real core.
@MainActor @Suite struct SettingsTests {
    private let trial: Trial
    private let core: Core
    private let lock = MemoryLock()
    private let notifier = MemoryNotifier()

    init() throws {
        trial = try Trial()
        core = try trial.coreWithOffice()
        lock.isOn = false
    }

    private func model(_ language: Language = .id) async -> SettingsModel {
        let model = SettingsModel(core: core, words: words, language: language, lock: lock, notifier: notifier)
        await model.refresh()
        return model
    }

    private func shown(_ model: SettingsModel) throws -> SettingsModel.Shown {
        try #require(model.state.content, "\(model.state)")
    }

    @Test func theLockIsTurnedOnWhereThePhoneHasOne() async throws {
        let model = await model()
        #expect(try shown(model).lock == false && !model.locks)
        await model.lock(true)
        #expect(try shown(model).lock == true && model.locks && lock.isOn)
        lock.isPossible = false
        await model.refresh()
        #expect(try shown(model).lock == nil)
        #expect(try shown(model).reading(words).contains(Reading(words(.lockMissing))))
    }

    @Test func whatNotificationsDoIsSaidWithAWayOn() async throws {
        for (permission, said, button) in [
            (NotifierPermission.allowed, ShellText.notificationsOn, ShellText?.none),
            (.notAsked, .notificationsNotAsked, .allowNotifications), (.denied, .notificationsOff, .openSettings),
        ] {
            notifier.allowed = permission
            let shown = try shown(await model())
            #expect(shown.notificationWords == said && shown.notificationButton == button)
        }
        let model = await model()
        notifier.allowed = .allowed
        await model.allowNotifications()
        #expect(try shown(model).notificationButton == nil)
    }

    /// A request has no dues to be reminded of, and no code.
    @Test func codesAndRemindersAreThoseOfRegistrations() async throws {
        let id = try await core.ready()
        let complaint = try await core.call { core in
            var view = try core.drafts.start(form: "complaint")
            let answers = ["complaint_about": "fee", "complaint_words": "CONTOH: diminta bayar."]
            for _ in 0..<20 where view.step.kind == .question {
                let text = answers[view.step.id] ?? (view.step.field == .note ? "yes" : "")
                view = try core.drafts.answer(draft: view.draft, question: view.step.id, text: Secret(text))
            }
            return try core.registrations.ready(draft: view.draft).registration
        }
        let all = try await core.call { try $0.registrations.page(before: nil).registrations.map(\.registration) }
        #expect(Set(all) == [id, complaint])
        let shown = try shown(await model())
        #expect(shown.people.map(\.registration) == [id] && shown.people[0].canHaveCode)
        let read = shown.reading(words)
        #expect(read.filter { $0.label == words(.recoveryCode) && $0.traits.contains(.button) }.count == 1)
        #expect(!shown.spoken(words).contains(Sample.name) && shown.spoken(words).contains(shown.people[0].receipt))
    }

    @Test func anotherLanguageIsSpokenByTheCoreToo() async throws {
        let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example") { true }
        await app.open()
        await app.choose(.id)
        #expect(app.language == .id)
        await app.choose(.en)
        let english = try shown(await model(app.language))
        #expect(app.language == .en && english.about.words.contains("independent"), "\(english.about.words)")
        #expect(english.reading(words).contains { $0.label == "English" && $0.traits.contains(.selected) })
    }
}
