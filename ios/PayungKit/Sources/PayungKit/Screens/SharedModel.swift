import Foundation
import Observation
import PayungCore

/// A picture that another app handed over. It is offered where a photo is asked for, and only a person takes it: any app could send one.
@Observable @MainActor
public final class SharedModel {
    public enum State: ScreenState {
        case nothing
        /// It came while nothing could be shown: the app is locked, or not open yet.
        case arrived(Data)
        /// A screen asks for a photo, and offers it.
        case offered(Data)
    }

    public private(set) var state = State.nothing
    /// It is being sealed.
    public private(set) var working = false

    public init() {}

    /// What is offered on the screen that is shown.
    public var offered: Data? { if case .offered(let picture) = state { picture } else { nil } }

    /// Another one takes the place of one that was not taken.
    func receive(_ picture: Data) { state = .arrived(picture) }

    func offer() { if case .arrived(let picture) = state { state = .offered(picture) } }

    /// A person takes it. `take` says what went wrong; then it stays, for another try.
    public func use(_ take: @MainActor (Data) async -> Problem?) async {
        guard let picture = offered, !working else { return }
        working = true
        defer { working = false }
        if await take(picture) == nil, offered == picture { drop() }
    }

    /// Nobody wants it, or the app is left: the other app still has it.
    public func drop() { state = .nothing }
}

extension SharedModel.State {
    public enum Kind: CaseIterable, Sendable { case nothing, arrived, offered }

    public var kind: Kind {
        switch self {
        case .nothing: .nothing
        case .arrived: .arrived
        case .offered: .offered
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        guard case .offered = self else { return [] }
        return [Reading(words(.askShared)), Reading(words(.hearPhoto), .image)]
            + [.usePhoto, .leaveShared].map { Reading(words($0), .button) }
    }
}
