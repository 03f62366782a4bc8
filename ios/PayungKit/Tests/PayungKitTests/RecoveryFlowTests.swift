import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// A lost phone, through the models of the screens and against a real office: a code on paper, and another phone.
@MainActor @Suite struct RecoveryFlowTests {
    /// The birth date of the sample's NIK.
    private static let born = "15-01-1990"

    private let trial: Trial
    private let office: Office
    private let core: Core
    /// A registration that the office holds.
    private let id: String

    init() async throws {
        trial = try Trial()
        office = try Office(in: trial.folder.folder("office"))
        try office.serve()
        core = try trial.core(trust: office.trust)
        id = try await core.ready()
        await sync()
    }

    private func sync() async { await RegistrationModel(id, core: core, words: words).sync() }

    /// The code on paper, which the office knows.
    private func onPaper(_ model: RecoveryCodeModel) async throws -> String {
        await model.refresh()
        let shown = try #require(model.state.content, "\(model.state)")
        let groups = shown.view.groups.map { $0.reveal() }
        #expect(shown.kind == .toWrite && groups.count == 4 && !shown.view.works)
        let aloud = shown.reading(words).map { "\($0.label) \($0.value)" } + [shown.spoken]
        for said in aloud { #expect(!groups.contains { said.contains($0) }, "the code is read only when it is asked for") }
        #expect(!shown.spoken.contains("1990"), "and the birth date is an answer: \(shown.spoken)")
        #expect(shown.spoken.hasPrefix(shown.view.title) && shown.spoken.count > 60)
        await sync()
        await model.refresh()
        #expect(model.state.content?.view.works == true && model.state.content?.view.groups.map { $0.reveal() } == groups)
        return groups.joined(separator: "-")
    }

    @Test func aCodeOnPaperAndTheBirthDateBringARegistrationToAnotherPhone() async throws {
        let screen = RegistrationModel(id, core: core, words: words)
        await screen.refresh()
        #expect(screen.state.actions.contains(.recoveryCode))
        let paper = RecoveryCodeModel(id, core: core, words: words)
        let code = try await onPaper(paper)
        await paper.writtenDown()
        #expect(paper.state.kind == .shown(.written) && paper.state.content?.view.newCode != nil)

        let other = try Trial()
        let otherCore = try other.core(trust: office.trust)
        let app = AppModel(core: otherCore, words: words, changes: Changes(), host: "contoh.example") { true }
        await app.open()
        #expect(app.welcome.offersRecovery && app.welcome.state.reading(words).contains(Reading(words(.haveCode), .button)))
        let model = RecoverModel(core: otherCore, words: words)
        try await mistype(model, code)
        model.birthDate = Self.born
        await model.recover()
        guard case .found(let found) = model.state else { throw TrialFailed("\(model.problem?.words ?? "")") }
        #expect(found.registration.registration == id && model.code.isEmpty && model.birthDate.isEmpty)
        #expect(model.state.spoken(words).contains(found.registration.receipt))

        await app.sync()
        await app.welcome.refresh()
        guard case .used(let home) = app.welcome.state else { throw TrialFailed("\(app.welcome.state)") }
        #expect(home.registrations.map(\.registration) == [id] && home.drafts.isEmpty && !app.welcome.offersRecovery)
        try await acceptedOnBoth(otherCore)
        office.stop()
    }

    /// What is wrong is said at its field once that was left, and nobody is asked before nothing is wrong any more.
    private func mistype(_ model: RecoverModel, _ code: String) async throws {
        model.code = String(code.dropLast())
        await model.settle()
        #expect(model.state == .asking(.none), "whoever is typing still is not told")
        await model.leave(.code)
        guard case .asking(let wrong) = model.state, wrong.birthDate == nil else { throw TrialFailed("\(model.state)") }
        #expect(wrong.code?.contains("15") == true && model.state.spoken(words).contains(wrong.code ?? "?"))
        model.code = code.lowercased().replacing("-", with: " ")
        await model.settle()
        #expect(model.state == .asking(.none))
        model.birthDate = "kemarin"
        await model.recover()
        guard case .asking(let undated) = model.state else { throw TrialFailed("\(model.state)") }
        #expect(undated.birthDate?.contains("31-01-1990") == true && model.problem == nil, "the office was not asked")
        model.birthDate = "16-01-1990"
        await model.recover()
        #expect(model.state == .asking(.none) && model.problem?.words.hasPrefix("Tidak ketemu.") == true)
        #expect(!model.code.isEmpty, "it can be compared with the paper")
        model.birthDate = "16-01-199"
        #expect(model.problem == nil, "what was said is about another date")
        await model.settle()
    }

    private func acceptedOnBoth(_ other: Core) async throws {
        try office.open()
        try office.accept(id)
        for core in [core, other] {
            let screen = RegistrationModel(id, core: core, words: words)
            await screen.sync()
            #expect(screen.view?.state == .accepted && screen.state.actions.contains(.myCover))
        }
    }

    @Test func aNewCodeIsAskedForOnceAndEndsTheOldOne() async throws {
        let paper = RecoveryCodeModel(id, core: core, words: words)
        let old = try await onPaper(paper)
        await paper.writtenDown()
        paper.askForNew()
        #expect(paper.asking && paper.state.kind == .shown(.written), "nothing was made yet")
        await paper.makeNew()
        #expect(!paper.asking && paper.state.kind == .shown(.toWrite) && paper.state.content?.view.works == false)
        let shown = try #require(paper.state.content)
        let new = shown.view.groups.map { $0.reveal() }.joined(separator: "-")
        #expect(new != old)
        await sync()
        for (code, works) in [(old, false), (new, true)] {
            let model = RecoverModel(core: try Trial().core(trust: office.trust), words: words)
            (model.code, model.birthDate) = (code, Self.born)
            await model.recover()
            #expect((model.state.kind == .found) == works, "\(model.problem?.words ?? "")")
        }
        office.stop()
    }

    @Test func withoutTheOfficeNothingComesAndNothingOfItIsKept() async throws {
        let paper = RecoveryCodeModel(id, core: core, words: words)
        let code = try await onPaper(paper)
        office.stop()
        let other = try Trial()
        let model = RecoverModel(core: try other.core(trust: office.trust), words: words)
        (model.code, model.birthDate) = (code, Self.born)
        await model.recover()
        #expect(model.state == .asking(.none) && model.problem?.words.contains("tidak disimpan") == true)
        model.forget()
        #expect(model.code.isEmpty && model.birthDate.isEmpty && model.problem == nil)
        let kept = FileManager.default.enumerator(at: other.folder.url, includingPropertiesForKeys: nil)
        var looked = 0
        while let file = kept?.nextObject() as? URL {
            guard let bytes = try? Data(contentsOf: file) else { continue }
            looked += 1
            for secret in [code, code.replacing("-", with: ""), Self.born, "1990-01-15"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file.lastPathComponent)")
            }
        }
        #expect(looked > 0)
    }

    /// A request completes a registration, and one that is over has no use for a code.
    @Test func aCodeIsOfferedOnlyWhereThereIsOne() async throws {
        let screen = RegistrationModel(id, core: core, words: words)
        await screen.withdraw()
        await screen.sync()
        try office.open()
        await screen.sync()
        #expect(screen.view?.state == .withdrawn && !screen.state.actions.contains(.recoveryCode))
        let model = RecoveryCodeModel(id, core: core, words: words)
        await model.refresh()
        guard case .failed(let problem) = model.state else { throw TrialFailed("\(model.state)") }
        #expect(!problem.words.isEmpty)
        office.stop()
    }
}

/// An office that does not answer.
private final class SilentRecovery: RecoveryProtocol, @unchecked Sendable {
    private let real: any RecoveryProtocol

    init(_ real: any RecoveryProtocol) { self.real = real }

    func code(registration: String) throws -> RecoveryCodeView { try real.code(registration: registration) }
    func newCode(registration: String) throws -> RecoveryCodeView { try real.newCode(registration: registration) }
    func writtenDown(registration: String) throws -> RecoveryCodeView { try real.writtenDown(registration: registration) }
    func problems(code: Secret, birthDate: Secret) -> RecoverProblems { RecoverProblems(code: nil, birthDate: nil) }

    func recover(code: Secret, birthDate: Secret) async throws -> RecoveredView {
        try await Task.sleep(for: .seconds(60))
        throw PayungError.TryLater(words: "CONTOH.")
    }
}

@MainActor @Suite struct RecoverCancelTests {
    @Test(.timeLimit(.minutes(1))) func whoWaitsForTheOfficeMayStopAtOnce() async throws {
        let trial = try Trial()
        let real = try trial.phone.open(trial.folder.folder("phone"), keeper: trial.keeper)
        let core = Core { CoreObjects(of: real, recovery: SilentRecovery(real.recovery())) }
        let model = RecoverModel(core: core, words: words)
        (model.code, model.birthDate) = ("0000-0000-0000-0000", "15-01-1990")
        let began = ContinuousClock.now
        let waiting = Task { await model.recover() }
        while model.state != .waiting { await Task.yield() }
        // Other calls go on meanwhile.
        #expect(try await core.call { try $0.payung.home() }.drafts.isEmpty)
        model.cancel()
        await waiting.value
        #expect(model.state == .asking(.none) && model.problem == nil && !model.code.isEmpty)
        let again = Task { await model.recover() }
        while model.state != .waiting { await Task.yield() }
        model.forget()
        await again.value
        #expect(model.state == .asking(.none) && model.code.isEmpty && model.birthDate.isEmpty)
        #expect(ContinuousClock.now - began < .seconds(30))
    }
}
