/// Which text the voice is reading, and when the phone's sound is given back to the music that was playing. The voice tells the end of a
/// text that was stopped later, when the next one may have begun already.
public struct SpokenTurn<ID: Equatable & Sendable>: Sendable {
    /// What follows from the end of a text.
    public struct End: Equatable, Sendable {
        /// It was the one that is being read: the screen says that nothing is read any more.
        public let finished: Bool
        /// Nothing else is being read.
        public let silent: Bool
    }

    private var current: ID?

    public init() {}

    /// This one is read now, in place of any other.
    public mutating func begin(_ id: ID) { current = id }

    /// Somebody stopped it.
    public mutating func stop() { current = nil }

    /// The voice says that this one is over: read to its end, stopped, or taken away by a call.
    public mutating func ended(_ id: ID) -> End {
        let finished = current == id
        if finished { current = nil }
        return End(finished: finished, silent: current == nil)
    }
}
