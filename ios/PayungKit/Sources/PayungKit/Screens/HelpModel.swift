import Observation
import PayungCore

/// Who we are and whom to ask, and what to do if something happens: the programmes with their benefits. All of it without a network.
@Observable @MainActor
public final class HelpModel {
    public enum State: ScreenState {
        case loading
        case shown(AboutView, [ProgrammeView])
        case failed(Problem)
    }

    public private(set) var state = State.loading

    private let core: Core
    private let words: Words

    public init(core: Core, words: Words) {
        (self.core, self.words) = (core, words)
    }

    public func refresh() async {
        do {
            let (about, programmes) = try await core.call { ($0.payung.about(), $0.lookup.programmes()) }
            state = .shown(about, programmes)
        } catch {
            state = .failed(Problem(error, words))
        }
    }
}

extension HelpModel.State {
    public enum Kind: CaseIterable, Sendable { case loading, shown, failed }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .shown: .shown
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .shown(let about, let programmes):
            [
                Reading(about.words), Reading(about.receiver, value: about.address),
                Reading(words(.callBPJS), value: about.contact),
            ]
                + programmes.flatMap { programme in
                    [Reading(programme.name, value: programme.who, .header)] + programme.benefits.map { Reading($0.words) }
                }
        }
    }
}
