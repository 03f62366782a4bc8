import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// Every choice, kept by the real core, refused by it, and found again.
@MainActor @Suite struct ReminderSettingsTests {
    private let trial: Trial
    private let core: Core
    private let id: String
    private let planned = Counter()

    init() async throws {
        trial = try Trial()
        core = try trial.coreWithOffice()
        id = try await core.ready()
    }

    private func model() async -> ReminderSettingsModel {
        let planned = planned
        let model = ReminderSettingsModel(id, core: core, words: words) { planned.calls += 1 }
        await model.refresh()
        return model
    }

    @Test func everyChoiceIsKeptAndPlannedAnew() async throws {
        let model = await model()
        for kind in ReminderSettingsModel.PaydayKind.allCases.reversed() {
            await model.choose(kind)
            #expect(model.problem == nil && model.choices.map { .init($0.payday) } == kind)
        }
        await model.choose(.harvest)
        await model.toggle(harvest: 9)
        await model.toggle(harvest: 1)
        #expect(model.choices?.payday == .harvest(months: [9]))
        await model.toggle(harvest: 9)
        #expect(model.choices?.payday == .harvest(months: [9]), "a harvest without a month is none")
        await model.change { $0.zone = .wit }
        await model.change { $0.at = "17.30" }
        await model.quiet(false)
        await model.change { $0.on = false }
        let again = await self.model()
        #expect(again.choices == model.choices && again.choices?.at == "17.30" && again.choices?.quietFrom == nil)
        #expect(planned.calls == 12)
        await again.change { $0.on = false }
        #expect(planned.calls == 12, "what is the same is not kept again")
    }

    @Test func quietHoursComeBackAsTheCoreBeganThem() async {
        let model = await model()
        let first = model.choices
        await model.quiet(false)
        await model.quiet(true)
        #expect(model.choices == first && first?.quietFrom != nil)
    }

    @Test func aPauseIsSaidInWordsAndEndsAndCannotBeEndless() async throws {
        let model = await model()
        let soon = Date().addingTimeInterval(10 * 86400)
        await model.pause(until: soon)
        guard case .shown(let shown) = model.state else { throw TrialFailed("\(model.state)") }
        let choices = shown.choices
        #expect(choices.pausedUntil == model.wheels.isoDay(soon))
        let paused = try #require(choices.pausedUntilWords)
        #expect(paused.hasSuffix(String(choices.pausedUntil?.prefix(4) ?? "?")), "the core says the day")
        let planned = planned.calls
        await model.pause(until: soon)
        #expect(self.planned.calls == planned, "what is the same is not kept again")
        #expect(model.state.reading(words).contains { $0.value == words(.pauseUntil, paused) })
        await model.pause(until: Date().addingTimeInterval(400 * 86400))
        #expect(model.problem?.words.isEmpty == false && model.choices?.pausedUntil == choices.pausedUntil)
        await model.pause(until: nil)
        #expect(model.problem == nil && model.choices?.pausedUntil == nil)
    }

    @Test func whatTheCoreRefusesIsSaidAndWhatWasShownStays() async {
        let model = await model()
        let before = model.choices
        await model.change { $0.quietTo = $0.quietFrom }
        #expect(model.problem?.words.isEmpty == false && model.choices == before && planned.calls == 0)
        await model.change { $0.payday = .monthly(day: 32) }
        #expect(model.problem != nil && model.choices == before)
    }

    @Test func theCalendarIsAFileWithoutANameThatGoesAgain() async throws {
        let file = try #require(await model().calendar())
        let text = try String(contentsOf: file.url, encoding: .utf8)
        #expect(text.hasPrefix("BEGIN:VCALENDAR\r\n") && text.hasSuffix("END:VCALENDAR\r\n"))
        #expect(!text.contains("SITI") && file.url.lastPathComponent == "payung.ics")
        file.remove()
        #expect(!FileManager.default.fileExists(atPath: file.url.path))
        #expect(throws: Export.Failure.notWritten) { try Export(Data(), named: "x", in: URL(fileURLWithPath: "/proc/none")) }
    }
}

@Suite struct WheelTests {
    @Test func whatIsChosenFromIsInTheLanguageOfTheApp() {
        #expect(Wheels(.id).weekdays.first == "Senin" && Wheels(.id).weekdays.last == "Minggu")
        #expect(Wheels(.en).months.first == "January" && Wheels(.id).months.count == 12)
    }

    @Test func aChosenDayIsTheOneOfTheMembersZone() {
        // 25 January 2027, 15:30 UTC: in the east the next day has begun.
        let late = Date(timeIntervalSince1970: 1_800_891_000)
        #expect(Wheels(.id).isoDay(late) == "2027-01-25")
        #expect(Wheels(.id, zone: .wita).isoDay(late) == "2027-01-25")
        #expect(Wheels(.en, zone: .wit).isoDay(late) == "2027-01-26")
    }

    @Test func minutesOfTheDayAreThoseOfTheCore() {
        for text in ["00.00", "08.05", "23.59"] { #expect(TimeOfDay(text)?.text == text) }
        for none in ["", "24.00", "08:00", "8.60", "08.00.00", "a.b", "-1.00"] { #expect(TimeOfDay(none) == nil, "\(none)") }
    }

    @Test func withReducedMotionNothingIsFelt() {
        let problem = Problem(words: "CONTOH.", wayOn: .tryAgain)
        #expect(Feel(after: nil, reducedMotion: false) == .done && Feel(after: problem, reducedMotion: false) == .refused)
        #expect(Feel(after: nil, reducedMotion: true) == nil && Feel(after: problem, reducedMotion: true) == nil)
    }
}

@MainActor final class Counter { var calls = 0 }
