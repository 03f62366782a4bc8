import Foundation
import PayungCore
import PayungTrial
import Testing

@Suite struct RegistrationTests {
    @Test func aWorkerRegistersThroughSwiftAgainstTheRealOffice() async throws {
        let folder = try Folder()
        let office = try Office(in: folder.folder("office"))
        let phone = Phone()
        let payung = try phone.open(folder.folder("phone"), trust: office.trust)
        let (registrations, connection) = (payung.registrations(), payung.connection())
        let review = try fill(payung.drafts())
        #expect(review.step.primaryEnabled, "nothing is missing at the end")

        let ready = try registrations.ready(draft: review.draft)
        #expect(ready.state == .ready)
        let registration = ready.registration

        // The office is down: kept, and said why.
        let kept = try await connection.sync()
        #expect(kept.waiting == 1 && kept.problem?.code == .unreachable && kept.problem?.words.isEmpty == false)
        #expect(try registrations.status(registration: registration).photosSent == 0)

        try office.serve()
        // The delay of the failed try is not waited for: somebody asks for a try now.
        try connection.retryNow()
        let report = try await connection.cancellableSync()
        #expect(report.problem == nil && report.received == 1)
        let received = try registrations.status(registration: registration)
        #expect(received.state == .received && received.photosSent == received.photos)

        try office.open()
        try office.accept(registration)
        #expect(try await connection.sync().changed == 1)
        #expect(try registrations.status(registration: registration).state == .accepted)
        #expect(phone.changed.contains(.registration(registration: registration)), "the shell was told of it")
        office.stop()
    }

    /// A task in the background is cancelled by the system while an office takes its time.
    @Test func aCancelledSyncReturnsAtOnceAndNothingIsLost() async throws {
        let folder = try Folder()
        let office = try Office(in: folder.folder("office"))
        let payung = try Phone().open(folder.folder("phone"), trust: office.trust)
        let registration = try payung.registrations().ready(draft: fill(payung.drafts()).draft).registration
        try office.serve()
        let connection = payung.connection()
        let task = Task { try await connection.cancellableSync() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // The office is asked again, until it has it: the run that was cancelled may still be the one that sends it.
        for _ in 0..<1_200 where try payung.registrations().status(registration: registration).state != .received {
            _ = try? await connection.sync()
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try payung.registrations().status(registration: registration).state == .received)
        office.stop()
    }

    /// The call of the core never ends here, so only the cancelling can be what ends the wait.
    @Test func aSyncThatHangsIsLeftWhenItsTaskIsCancelled() async throws {
        let connection = Hanging()
        let task = Task { try await connection.cancellableSync() }
        for await _ in connection.began { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func twentyCallsAtOnceAllReturnAndEveryAnswerIsKept() async throws {
        let folder = try Folder()
        let payung = try Phone().open(folder.url)
        let drafts = payung.drafts()
        let names = try await withThrowingTaskGroup(of: (String, String).self) { group in
            for number in 0..<20 {
                group.addTask {
                    let draft = try drafts.start(form: "bpu").draft
                    let name = "CONTOH \(String(UnicodeScalar(UInt8(65 + number))))"
                    _ = try drafts.answer(draft: draft, question: "name", text: Secret(name))
                    return (draft, name)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(names.count == 20)
        for (draft, name) in names {
            #expect(try drafts.show(draft: draft, question: "name").step.typed.reveal() == name)
        }
    }

    /// Goes from screen to screen as a worker would, to the review.
    private func fill(_ drafts: Drafts) throws -> DraftView {
        var view = try drafts.start(form: "bpu")
        for _ in 0...Sample.answers.count {
            let question = view.step.id
            if case .photo = view.step.field {
                view = try drafts.photo(draft: view.draft, question: question, source: .picked(path: Project.card))
            } else {
                let text = try #require(Sample.answers[question], "no sample answer to \(question)")
                view = try drafts.answer(draft: view.draft, question: question, text: Secret(text))
            }
            try #require(view.step.id != question, "\(question): \(view.step.problems.map { $0.reveal() })")
            if view.step.kind == .review { return view }
        }
        throw TrialFailed("no review after all answers, but \(view.step.id)")
    }
}

/// A connection whose sync goes on until its process ends.
private final class Hanging: ConnectionProtocol {
    let began: AsyncStream<Void>
    private let begin: AsyncStream<Void>.Continuation

    init() { (began, begin) = AsyncStream.makeStream() }

    func network(network: Network) {}
    func nextRunInMillis() throws -> UInt64? { nil }
    func retryNow() throws {}
    func sendAllNow() throws -> HomeView { throw PayungError.NotPossible(words: "CONTOH.") }
    func sendNow(registration: String) throws -> RegistrationView { throw PayungError.NotPossible(words: "CONTOH.") }

    func sync() async throws -> SyncReport {
        begin.yield()
        while true { try? await Task.sleep(for: .seconds(3_600)) }
    }
}
