/// The optional lock of the app itself: a finger, a face, or the phone's code, as the system asks for them.
@MainActor public protocol AppLocking: Sendable {
    /// The worker has turned it on.
    var isOn: Bool { get }

    /// The phone has a code, which is what it is opened with.
    var isPossible: Bool { get }

    /// Turns it on or off.
    func turn(_ on: Bool)

    /// Asks; false when it was not opened.
    func open(_ reason: String) async -> Bool
}

/// No lock of the app's own.
public struct NoLock: AppLocking {
    nonisolated public init() {}
    public var isOn: Bool { false }
    public var isPossible: Bool { false }
    public func turn(_ on: Bool) {}
    public func open(_ reason: String) async -> Bool { true }
}
