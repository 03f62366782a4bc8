import Dispatch
import PayungCore

/// The core's objects, as the protocols that the generator writes: a test hands in others.
public struct CoreObjects: Sendable {
    public let payung: any PayungProtocol
    public let drafts: any DraftsProtocol
    public let registrations: any RegistrationsProtocol
    public let lookup: any LookupProtocol
    public let connection: any ConnectionProtocol
    public let cover: any CoverProtocol

    /// The objects of an opened core, each fetched once: every getter makes a new handle.
    public init(_ payung: Payung) {
        self.init(
            payung: payung, drafts: payung.drafts(), registrations: payung.registrations(), lookup: payung.lookup(),
            connection: payung.connection(), cover: payung.cover())
    }

    public init(
        payung: any PayungProtocol, drafts: any DraftsProtocol, registrations: any RegistrationsProtocol,
        lookup: any LookupProtocol, connection: any ConnectionProtocol, cover: any CoverProtocol
    ) {
        self.payung = payung
        self.drafts = drafts
        self.registrations = registrations
        self.lookup = lookup
        self.connection = connection
        self.cover = cover
    }
}

extension CoreObjects {
    /// Everything to be reminded of in the coming days, of all registrations on the first pages.
    public func reminders(days: UInt32) throws -> [Reminder] {
        try registrations.page(before: nil).registrations.flatMap { registration in
            try cover.reminders(registration: registration.registration, from: nil, days: days).map { view in
                Reminder(
                    id: view.id, atMillis: view.atMillis, title: view.title, text: view.text,
                    link: DeepLink.registration(registration.registration).link ?? "")
            }
        }
    }
}

/// The one place that calls the core. Its calls wait for the disk, so they run one after another on a thread of their own: the
/// main thread never waits, and neither does any of the few threads that Swift's tasks share.
public actor Core {
    private let thread = CoreThread()
    private let opening: @Sendable () throws -> CoreObjects
    private var objects: CoreObjects?

    /// `opening` is called at the first call, and again after one that failed.
    public init(opening: @escaping @Sendable () throws -> CoreObjects) {
        self.opening = opening
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Calls the core.
    public func call<T: Sendable>(_ work: @Sendable (CoreObjects) throws -> T) throws -> T {
        try work(opened())
    }

    /// Sends and asks. It waits for the network, so other calls go on meanwhile.
    public func sync() async throws -> SyncReport {
        try await opened().connection.cancellableSync()
    }

    /// Lets the objects go: the home folder is free for another process of the app. The next call opens it again.
    public func close() {
        objects = nil
    }

    private func opened() throws -> CoreObjects {
        if let objects { return objects }
        let opened = try opening()
        objects = opened
        return opened
    }
}

/// A serial queue as an actor's executor.
private final class CoreThread: SerialExecutor {
    private let queue = DispatchQueue(label: "org.payung.core", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}

/// What the core says changed in the background, as a stream that a screen follows.
public final class Changes: Listener {
    private let continuation: AsyncStream<Change>.Continuation
    /// The changes, from the first one on; the newest hundred are kept until somebody reads them.
    public let stream: AsyncStream<Change>

    public init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(100))
    }

    public func changed(change: Change) { continuation.yield(change) }
}
