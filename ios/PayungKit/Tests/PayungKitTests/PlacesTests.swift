import Foundation
import PayungCore
import PayungFixtures
import PayungTrial
import Testing

@testable import PayungKit

/// Offices and counters: out of a real office's rules, and what a screen makes of them.
@MainActor @Suite struct PlacesTests {
    private static let list = """
        { "version": 3, "checked": "2026-11-20", "source": "INVENTED [D]", "places": [
          { "id": "cabang-contoh", "kind": "branch", "name": "Kantor Cabang Contoh", "address": "Jalan Contoh Nomor 0",
            "district": "32.01.01", "does": ["register", "pay"], "hours": [], "phone": "(021) 000-0000",
            "checked": "2026-11-20" },
          { "id": "klinik-contoh", "kind": "hospital", "name": "Klinik Contoh", "address": "Jalan Contoh Nomor 2",
            "district": "32.01.01", "does": ["treat_jkk"], "hours": [], "checked": "2026-01-02" }] }
        """

    @Test func aListThatAnOfficeSignedIsSearchedByDistrictAndByWhatIsNeededWithoutANetwork() async throws {
        let trial = try Trial()
        let office = try Office(in: trial.folder.folder("office"), places: Self.list)
        let core = try trial.core(trust: office.trust)
        try office.serve()
        #expect(try await core.sync().newBundle)
        office.stop()
        let model = PlacesModel(core: core, words: words)
        await model.refresh()
        #expect(model.state.kind == .shown(.choosing), "\(model.state)")
        model.search = "cibinong"
        await model.settle()
        let district = try #require(model.found.first)
        await model.choose(district)
        #expect(model.search.isEmpty && model.found.isEmpty)
        let near = try #require(model.state.content)
        #expect(near.kind == .listed && Set(near.view.places.map(\.id)) == ["cabang-contoh", "klinik-contoh"])
        #expect(!near.spoken.contains(district.path) && near.spoken.contains("Kantor Cabang Contoh"))
        let pay = try #require(near.view.services.first { $0.id == "pay" })
        await model.choose(pay)
        #expect(model.state.content?.view.places.map(\.id) == ["cabang-contoh"])
        #expect(model.state.reading(words).contains { $0.label == pay.label && $0.traits.contains(.selected) })

        let branch = PlaceModel("cabang-contoh", district: district.code, core: core, words: words)
        await branch.refresh()
        let shown = try #require(branch.state.content)
        #expect(shown.place.call?.absoluteString == "tel:0210000000" && shown.spoken.hasPrefix("Kantor Cabang Contoh"))
        #expect(shown.reading(words).contains(Reading(words(.call), value: shown.place.phone, .button)))
        let clinic = PlaceModel("klinik-contoh", district: district.code, core: core, words: words)
        await clinic.refresh()
        // Nobody has looked there for long, and no number was verified.
        let old = try #require(clinic.state.content)
        #expect(!old.place.warnings.isEmpty && old.place.call == nil && old.place.map != nil)
        #expect(!old.reading(words).contains { $0.label == words(.call) })
        let gone = PlaceModel("lain", district: district.code, core: core, words: words)
        await gone.refresh()
        #expect(gone.state == .failed(Problem(words: words(.placeGone), wayOn: .showAgain)))
    }

    /// Nobody looks for a district that is on this phone already, and it is not kept beside the core.
    @Test func theListBeginsWhereThePersonOfTheNewestRegistrationLives() async throws {
        let trial = try Trial()
        let office = try Office(in: trial.folder.folder("office"), places: Self.list)
        let core = try trial.core(trust: office.trust)
        try office.serve()
        #expect(try await core.sync().newBundle)
        office.stop()
        let form = FormModel(core: core, words: words)
        let draft = try await core.call { try $0.drafts.start(form: "bpu").draft }
        await form.resume(draft)
        try await form.fill(Sample.answers)
        #expect(await form.ready() != nil)
        let model = PlacesModel(core: core, words: words)
        await model.refresh()
        #expect(model.state.kind == .shown(.listed) && model.state.content?.view.district == "32.01.01")
        #expect(model.district.isEmpty)
        let branch = PlaceModel("cabang-contoh", district: model.district, core: core, words: words)
        await branch.refresh()
        #expect(branch.state.content?.place.name == "Kantor Cabang Contoh")
    }

    @Test func withoutAListItIsSaidWhomToAsk() async throws {
        let model = PlacesModel(core: try Trial().core(), words: words)
        await model.refresh()
        let shown = try #require(model.state.content)
        #expect(shown.kind == .empty && shown.view.places.isEmpty)
        let read = model.state.reading(words).map(\.label)
        #expect(read.contains(shown.view.empty) && read.contains(shown.view.person.text))
        #expect(shown.spoken.contains(shown.view.empty))
    }

    @Test func theWayThereIsLookedForByAddressAndIsOneLink() {
        let place = Fixtures.placeView(.open)
        #expect(
            place.map?.host() == "maps.apple.com" && place.map?.query(percentEncoded: false)?.contains("JALAN CONTOH 0") == true)
        #expect(Fixtures.placeView(.closed).call == nil && place.call?.scheme == "tel")
    }

    /// The core says whether the office's contact can be opened; the screen offers no button where it cannot.
    @Test func helpHasAButtonOnlyForAContactThatCanBeOpened() {
        let buttons = Fixtures.help.map { state in state.reading(words).filter { $0.label == words(.callBPJS) }.count }
        #expect(buttons == [0, 1, 0, 0])
    }
}
