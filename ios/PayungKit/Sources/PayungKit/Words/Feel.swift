/// What a finger feels after a tap. It only repeats what is on the screen, so nobody misses anything without it.
public enum Feel: Equatable, Sendable {
    /// It is kept, marked, ticked, paid.
    case done
    /// It was not taken; the screen says why.
    case refused

    /// After a call: with reduced motion there is nothing to feel.
    public init?(after problem: Problem?, reducedMotion: Bool) {
        guard !reducedMotion else { return nil }
        self = problem == nil ? .done : .refused
    }
}
