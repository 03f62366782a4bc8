import Foundation
import Observation
import PayungCore

/// One office or counter: whether it is open, what is done there, and the way there.
@Observable @MainActor
public final class PlaceModel {
    public struct Shown: ScreenState {
        public let place: PlaceView

        public init(_ place: PlaceView) { self.place = place }
    }

    public private(set) var state = Loaded<Shown>.loading

    public let id: String
    private let district: String
    private let core: Core
    private let words: Words

    public init(_ id: String, district: String, core: Core, words: Words) {
        (self.id, self.district, self.core, self.words) = (id, district, core, words)
    }

    /// Newer rules may have another list: then it is said that the place is no longer in it.
    public func refresh() async {
        let (id, district, gone) = (id, district, Problem(words: words(.placeGone), wayOn: .showAgain))
        state = await core.load(words) { core in
            let view = try core.lookup.places(district: district, does: "", limit: PlacesModel.most)
            guard let place = view.places.first(where: { $0.id == id }) else { throw gone }
            return Shown(place)
        }
    }
}

extension PlaceModel.Shown {
    public enum Kind: CaseIterable, Sendable { case open, closed, unknown }

    public var kind: Kind {
        switch place.state {
        case .open: .open
        case .closed: .closed
        case .unknown: .unknown
        }
    }

    /// What is known of it, from top to bottom, without its name and what is to be minded.
    public var lines: [String] {
        let (about, place) = ([place.kind, place.partner], place)
        let open = [place.stateWords, place.today, place.tomorrow]
        let way = [place.address, place.landmark, place.region, place.reach]
        return (about + open + way + place.does + place.hours + [place.queue, place.checked]).filter { !$0.isEmpty }
    }

    /// What "Dengarkan" reads: what is to be minded comes first.
    public var spoken: String { ([place.name] + place.warnings + lines).joined(separator: ". ") }

    public func reading(_ words: Words) -> [Reading] {
        [Reading(place.name, .header)] + place.warnings.map { Reading(words(.hearWarning, $0)) } + lines.map { Reading($0) }
            + (place.map == nil ? [] : [Reading(words(.openMap), .button)])
            + (place.call == nil ? [] : [Reading(words(.call), value: place.phone, .button)])
    }
}
