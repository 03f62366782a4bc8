/// What is drawn over everything: the name alone, or also the button that asks for the lock again.
public enum AppCover: ScreenState {
    case plain
    case locked

    public enum Kind: CaseIterable, Sendable { case plain, locked }

    public var kind: Kind { self == .plain ? .plain : .locked }

    public func reading(_ words: Words) -> [Reading] {
        [Reading(words(.covered))] + (self == .locked ? [Reading(words(.unlock), .button)] : [])
    }
}
