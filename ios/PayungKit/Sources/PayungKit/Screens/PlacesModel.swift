import Foundation
import Observation
import PayungCore

/// Offices and counters near a district, and a person to ask. The list comes with the rules, so it is there without a network; the
/// phone's location is not asked for.
@Observable @MainActor
public final class PlacesModel {
    public struct Shown: ScreenState {
        public let view: PlacesView

        public init(_ view: PlacesView) { self.view = view }
    }

    /// So many places at once; the core gives no more.
    nonisolated static let most: UInt32 = 50
    /// So many districts below the field.
    nonisolated static let districts: UInt32 = 8

    public private(set) var state = Loaded<Shown>.loading
    /// The district that is looked for, as it is typed. It stays on this screen.
    public var search = "" { didSet { if search != oldValue { typed() } } }
    /// Districts whose name fits what is typed.
    public private(set) var found: [RegionView] = []

    private let core: Core
    private let words: Words
    /// The district that somebody chose. Empty for the one that the core takes, which is where somebody lives: it is no part of the way
    /// through the screens, which is kept.
    public private(set) var district = ""
    private var service = ""
    private var looking: Task<Void, Never>?

    public init(core: Core, words: Words) { (self.core, self.words) = (core, words) }

    public func refresh() async {
        let (district, service) = (district, service)
        let shown = await core.load(words) {
            Shown(try $0.lookup.places(district: district, does: service, limit: Self.most))
        }
        // Something else may have been chosen meanwhile.
        if district == self.district, service == self.service { state = shown }
    }

    public func choose(_ region: RegionView) async {
        district = region.code
        search = ""
        found = []
        await refresh()
    }

    /// What is to be done there: one thing, or everything.
    public func choose(_ service: PlaceServiceView) async {
        self.service = service.id
        await refresh()
    }

    /// Waits until what was typed is looked for.
    public func settle() async { await looking?.value }

    private func typed() {
        guard looking == nil else { return }
        looking = Task { [weak self] in
            var last: String?
            while let self, last != self.search {
                let text = self.search
                last = text
                do {
                    let found = try await self.core.call { $0.lookup.regions(search: text, limit: Self.districts) }
                    if text == self.search { self.found = text.isEmpty ? [] : found }
                } catch {
                    self.state = .failed(Problem(error, self.words))
                }
            }
            self?.looking = nil
        }
    }
}

extension PlacesModel.Shown {
    /// No district was chosen yet; nothing is near it, or there is no list at all; places are there.
    public enum Kind: CaseIterable, Sendable { case choosing, empty, listed }

    public var kind: Kind { !view.places.isEmpty ? .listed : view.empty.isEmpty ? .choosing : .empty }

    /// What stands below the places, or in their place, and whom to ask.
    public var notes: [String] { [view.empty, view.more].filter { !$0.isEmpty } + view.notices }

    /// What "Dengarkan" reads: no answer is among it. The district was searched for and says where somebody is, so it is not.
    public var spoken: String {
        let places = view.places.flatMap { [$0.name, $0.stateWords, $0.reach] }
        let person = [view.person.title, view.person.text]
        return ([view.title, view.about] + places + notes + person).filter { !$0.isEmpty }.joined(separator: ". ")
    }

    public func reading(_ words: Words) -> [Reading] {
        let head = [view.about].filter { !$0.isEmpty }.map { Reading($0) } + [Reading(words(.findDistrict))]
        let services = view.services.map { Reading.service($0, words) }
        return head + [Reading(view.near, .header)] + services + view.places.map { Reading.place($0) } + notes.map { Reading($0) }
            + Reading.person(view.person, words)
    }
}

extension Reading {
    /// Somebody to ask, and the button that writes or calls where the office's contact is an address or a number.
    public static func person(_ person: PlacePerson, _ words: Words) -> [Reading] {
        let button = person.link.isEmpty ? [] : [Reading(words(.callBPJS), value: person.contact, .button)]
        return [Reading(person.title, .header), Reading(person.text)] + button
    }

    /// What is done at places: chosen or not.
    public static func service(_ service: PlaceServiceView, _ words: Words) -> Reading {
        let state = words(service.chosen ? .hearChosen : .hearNotChosen)
        guard service.chosen else { return Reading(service.label, value: state, .button) }
        return Reading(service.label, value: state, .button, .selected)
    }

    /// A place in the list. Whether it is open and that its address is old come with it.
    public static func place(_ place: PlaceView) -> Reading { Reading(place.name, value: place.line, .button) }
}

extension PlaceView {
    /// What stands below its name in a list.
    public var line: String {
        ([kind, stateWords, reach, address] + warnings).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// Leads to its address in the phone's map app; the link that the core gives is for Android. Nil when there is nothing to look for.
    public var map: URL? {
        guard !mapQuery.isEmpty else { return nil }
        var link = URLComponents(string: "https://maps.apple.com/")
        link?.queryItems = [URLQueryItem(name: "q", value: mapQuery)]
        return link?.url
    }

    /// Dials; only a verified number can be dialled.
    public var call: URL? { phoneLink.isEmpty ? nil : URL(string: phoneLink) }
}
