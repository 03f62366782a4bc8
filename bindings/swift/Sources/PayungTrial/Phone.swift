import Foundation
import PayungCore

/// The smallest shell there is: what a platform must answer, and nothing of its own.
public final class Phone: Listener, LogSink, @unchecked Sendable {
    private let lock = NSLock()
    private var changes: [Change] = []
    private var lines: [LogLine] = []
    private var opened: Payung?

    public init() {}

    /// Opens a home folder with it, on a network that costs nothing.
    public func open(
        _ home: URL, trust: String? = nil, keeper: KeyKeeper = MemoryKeeper(), clock: Clock = MachineClock()
    ) throws -> Payung {
        let settings = Settings(home: home.path, trust: trust, language: .id)
        let payung = try Payung.open(settings: settings, keeper: keeper, clock: clock, listener: self, log: self)
        payung.connection().network(network: .unmetered)
        return payung
    }

    public func changed(change: Change) { lock.withLock { changes.append(change) } }
    public func log(line: LogLine) { lock.withLock { lines.append(line) } }

    /// What the core said that changed.
    public var changed: [Change] { lock.withLock { changes } }
    /// What the core logged.
    public var log: [LogLine] { lock.withLock { lines } }
}

/// Keeps keys for as long as it lives, as a platform's key store would, and says what it is told to.
public final class MemoryKeeper: KeyKeeper, @unchecked Sendable {
    private let lock = NSLock()
    private var keys: [Data: Data] = [:]
    private var told: KeeperAnswer?
    private var fails = false

    public init() {}

    /// From now on it answers this, whatever it is asked; nil ends that.
    public func say(_ answer: KeeperAnswer?) { lock.withLock { told = answer } }

    /// From now on it throws.
    public func fail() { lock.withLock { fails = true } }

    public func wrap(key: Data) throws -> KeeperAnswer {
        try lock.withLock {
            if fails { throw Thrown() }
            if let told { return told }
            let handle = Data("handle \(keys.count)".utf8)
            keys[handle] = key
            return .key(bytes: handle)
        }
    }

    public func unwrap(wrapped: Data) throws -> KeeperAnswer {
        try lock.withLock {
            if fails { throw Thrown() }
            return told ?? keys[wrapped].map { .key(bytes: $0) } ?? .gone
        }
    }
}

/// What a platform throws; its words must come nowhere.
public struct Thrown: Error, CustomStringConvertible {
    public init() {}
    public let description = "CONTOH RAHASIA"
}

/// This machine's clock.
public final class MachineClock: Clock {
    public init() {}
    public func nowMillis() throws -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

/// A clock that shows what it is set to.
public final class SetClock: Clock, @unchecked Sendable {
    private let lock = NSLock()
    private var millis: Int64

    public init(_ millis: Int64) { self.millis = millis }
    public func set(_ millis: Int64) { lock.withLock { self.millis = millis } }
    public func nowMillis() throws -> Int64 { lock.withLock { millis } }
}

/// A clock that throws.
public final class ThrowingClock: Clock {
    public init() {}
    public func nowMillis() throws -> Int64 { throw Thrown() }
}
