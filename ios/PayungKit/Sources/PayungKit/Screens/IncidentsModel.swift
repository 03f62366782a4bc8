import Observation
import PayungCore

/// "Kalau terjadi sesuatu": what there is to read, and what each programme gives. Without a network and without a key.
@Observable @MainActor
public final class IncidentsModel {
    public struct Shown: ScreenState {
        public let incidents: [IncidentLine]
        public let programmes: [ProgrammeView]

        public init(_ incidents: [IncidentLine], _ programmes: [ProgrammeView]) {
            (self.incidents, self.programmes) = (incidents, programmes)
        }
    }

    public private(set) var state = Loaded<Shown>.loading

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) { (self.core, self.words) = (core, words) }

    public func refresh() async {
        state = await core.load(words) { Shown($0.incidents.list(), $0.lookup.programmes()) }
    }
}

extension IncidentsModel.Shown {
    public typealias Kind = Plain

    /// What "Dengarkan" reads.
    public var spoken: String { (incidents.map(\.title) + programmes.map(\.spoken)).joined(separator: ". ") }

    public func reading(_ words: Words) -> [Reading] {
        incidents.map { Reading($0.title, .button) }
            + programmes.flatMap { programme in
                [Reading(programme.name, value: programme.who, .header)] + programme.benefits.map { Reading($0.words) }
            }
    }
}
