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
    public let reminders: any RemindersProtocol
    public let incidents: any IncidentsProtocol
    public let bills: any BillsProtocol
    public let payers: any PayersProtocol
    public let qris: any QrisProtocol
    public let recovery: any RecoveryProtocol

    /// The objects of an opened core, each fetched once: every getter makes a new handle.
    public init(_ payung: Payung) {
        self.init(
            payung: payung, drafts: payung.drafts(), registrations: payung.registrations(), lookup: payung.lookup(),
            connection: payung.connection(), cover: payung.cover(), reminders: payung.reminders(), incidents: payung.incidents(),
            bills: payung.bills(), payers: payung.payers(), qris: payung.qris(), recovery: payung.recovery())
    }

    public init(
        payung: any PayungProtocol, drafts: any DraftsProtocol, registrations: any RegistrationsProtocol,
        lookup: any LookupProtocol, connection: any ConnectionProtocol, cover: any CoverProtocol,
        reminders: any RemindersProtocol, incidents: any IncidentsProtocol, bills: any BillsProtocol,
        payers: any PayersProtocol, qris: any QrisProtocol, recovery: any RecoveryProtocol
    ) {
        self.payung = payung
        self.drafts = drafts
        self.registrations = registrations
        self.lookup = lookup
        self.connection = connection
        self.cover = cover
        self.reminders = reminders
        self.incidents = incidents
        self.bills = bills
        self.payers = payers
        self.qris = qris
        self.recovery = recovery
    }
}

extension CoreObjects {
    /// Everything to be reminded of in the coming days, of all registrations. What was pending up to `shown` was shown by the system,
    /// which keeps it also while the app does not run; nil where notifications are not allowed.
    public func comingReminders(days: UInt32, shown: Int64?) throws -> [Reminder] {
        if let shown { try reminders.shown(registration: nil, atMillis: shown) }
        return try reminders.all(days: days).flatMap { member in
            member.reminders.map { Reminder($0, of: member.registration) }
        }
    }
}

extension Reminder {
    /// As the core planned it for that registration. The core's id is one of a kind within a registration, and the system keeps those
    /// of all.
    init(_ view: ReminderView, of registration: String) {
        self.init(
            id: "\(registration)/\(view.id)", atMillis: view.atMillis, when: view.atWords, title: view.title, text: view.text,
            link: (view.kind == .bill ? DeepLink.pay(registration) : .cover(registration)).link, registration: registration,
            answers: Answers(view.actions.map { Answers.Button($0.action, $0.label) }))
    }
}

extension Reminder {
    /// News of one registration take each other's place.
    static func news(of registration: String) -> String { "news/\(registration)" }

    /// What the office decided or recorded, in the core's words.
    init(_ news: NotificationView) {
        let link: DeepLink =
            switch news.kind {
            case .bill: .pay(news.registration)
            case .paid: .cover(news.registration)
            default: .registration(news.registration)
            }
        self.init(
            id: Self.news(of: news.registration), atMillis: 0, title: news.title, text: news.text, link: link.link,
            registration: news.registration)
    }
}

/// The one place that calls the core. Its calls wait for the disk, so they run one after another on a thread of their own: the
/// main thread never waits, and neither does any of the few threads that Swift's tasks share.
public actor Core {
    private let thread = CoreThread()
    private let opening: @Sendable () throws -> CoreObjects
    private var objects: CoreObjects?
    private var network: Network?

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

    /// Gets a registration back by its code. It waits for the network too.
    public func recover(code: Secret, birthDate: Secret) async throws -> RecoveredView {
        try await opened().recovery.cancellableRecover(code: code, birthDate: birthDate)
    }

    /// The network is this one now. The system tells it once at the start, so a core that is opened later, or again, hears it first:
    /// one that was told nothing takes any network for one that is paid by the byte.
    public func tell(_ network: Network) {
        self.network = network
        objects?.connection.network(network: network)
    }

    /// Lets the objects go: the home folder is free for another process of the app. The next call opens it again.
    public func close() {
        objects = nil
    }

    private func opened() throws -> CoreObjects {
        if let objects { return objects }
        let opened = try opening()
        if let network { opened.connection.network(network: network) }
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
