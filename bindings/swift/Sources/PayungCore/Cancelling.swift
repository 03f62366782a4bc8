import Foundation

extension ConnectionProtocol {
    /// ``sync()`` for a task that may be cancelled, as the system cancels work in the background: a task that is cancelled goes
    /// on at once with a `CancellationError`. (A generated async call ignores cancelling and returns when it is done.)
    ///
    /// The run that was begun goes on until the process is stopped. Whenever that is, nothing is lost: what the office has
    /// confirmed is noted, and the next run sends the rest.
    public func cancellableSync() async throws -> SyncReport {
        try await cancellable { try await self.sync() }
    }
}

extension RecoveryProtocol {
    /// ``recover(code:birthDate:)`` for a screen that can be left while the office is asked: a task that is cancelled goes on at once
    /// with a `CancellationError`.
    ///
    /// The question that was begun goes on. What it finds is listed like any other registration, also after the screen was left.
    public func cancellableRecover(code: Secret, birthDate: Secret) async throws -> RecoveredView {
        try await cancellable { try await self.recover(code: code, birthDate: birthDate) }
    }
}

private func cancellable<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let race = Race<Value>()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            race.wait(continuation)
            Task.detached { race.end(await Result { try await work() }) }
        }
    } onCancel: {
        race.end(.failure(CancellationError()))
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}

/// Resumes a continuation with the first result, and only once; the result may come before the continuation.
private final class Race<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var continuation: CheckedContinuation<Value, any Error>?
    private var result: Result<Value, any Error>?

    func wait(_ waiting: CheckedContinuation<Value, any Error>) {
        lock.lock()
        let early = result
        if early == nil { continuation = waiting }
        lock.unlock()
        if let early { waiting.resume(with: early) }
    }

    func end(_ ended: Result<Value, any Error>) {
        lock.lock()
        let first = result == nil
        if first { result = ended }
        let waiting = continuation
        continuation = nil
        lock.unlock()
        if first { waiting?.resume(with: ended) }
    }
}
