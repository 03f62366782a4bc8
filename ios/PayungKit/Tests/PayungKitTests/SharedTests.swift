import Foundation
import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// A picture that another app hands over: only out of the system's own folder, only where a photo is asked for, only by a person's hand.
@MainActor @Suite struct SharedTests {
    private let trial: Trial
    private let core: Core
    private let inbox: URL
    private let lock = MemoryLock()
    private let app: AppModel

    init() throws {
        trial = try Trial()
        core = try trial.coreWithOffice()
        inbox = try trial.folder.folder("Inbox")
        lock.isOn = false
        app = AppModel(
            core: core, words: words, changes: Changes(), host: "contoh.example", lock: lock, inbox: SharedInbox(inbox)
        ) { true }
    }

    private func shared(_ picture: Data? = nil, named name: String = "KTP.jpg") throws -> URL {
        let file = inbox.appendingPathComponent(name)
        try (picture ?? card()).write(to: file)
        return file
    }

    private func card() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: Project.card)) }

    private var isEmpty: Bool { (try? FileManager.default.contentsOfDirectory(atPath: inbox.path))?.isEmpty ?? false }

    /// A draft that stands at its photo.
    private func draftAtPhoto() async throws -> String {
        try await core.call { core in
            var view = try core.drafts.start(form: "bpu")
            while view.step.id != "ktp", let answer = Sample.answers[view.step.id] {
                view = try core.drafts.answer(draft: view.draft, question: view.step.id, text: Secret(answer))
            }
            return view.draft
        }
    }

    @Test func itIsOfferedToTheQuestionThatIsOpenAndBecomesItsPhotoWhenSomebodySaysSo() async throws {
        await app.activate()
        let draft = try await draftAtPhoto()
        app.navigation.go(to: .draft(draft))
        await app.open(url: try shared())
        #expect(app.shared.offered == (try card()) && isEmpty && app.linkProblem == nil)
        #expect(app.shared.state.reading(words).map(\.label).first == words(.askShared))
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        await app.shared.use { picture in
            await form.take(picture)
            return form.problem
        }
        #expect(app.shared.state == .nothing && form.problem == nil)
        // A good photo leads on to the next question; back there it is.
        await form.show("ktp")
        guard case .photo(true, _, _)? = form.view?.step.field else { throw TrialFailed("\(form.state)") }
    }

    @Test func theFormThatWasFilledInLastIsOpenedForIt() async throws {
        await app.activate()
        let draft = try await draftAtPhoto()
        app.navigation.go(to: .help)
        await app.open(url: try shared())
        #expect(app.navigation.path == [.help, .draft(draft)] && app.shared.offered != nil)
        app.shared.drop()
        #expect(app.shared.state == .nothing && isEmpty)
    }

    @Test func whereNothingAsksForAPhotoItIsSaidAndNothingIsKept() async throws {
        await app.activate()
        _ = try await core.call { try $0.drafts.start(form: "bpu") }
        await app.open(url: try shared())
        #expect(app.linkProblem == words(.sharedNowhere) && app.navigation.path.isEmpty)
        #expect(app.shared.state == .nothing && isEmpty)
    }

    @Test func aPaperOfAnIncidentTakesItToo() async throws {
        let office = try Office(in: trial.folder.folder("office"))
        let core = try Trial().core(trust: office.trust)
        let inbox = SharedInbox(inbox)
        let app = AppModel(core: core, words: words, changes: Changes(), host: "contoh.example", inbox: inbox) { true }
        await app.activate()
        let id = try await core.ready()
        app.navigation.go(to: .incident("accident", registration: id))
        await app.open(url: try shared())
        #expect(app.linkProblem == words(.sharedNowhere), "what has not left the phone cannot be reported yet")
        try office.serve()
        await RegistrationModel(id, core: core, words: words).sync()
        await app.open(url: try shared())
        let model = IncidentModel("accident", registration: id, core: core, words: words)
        await model.refresh()
        await app.shared.use { picture in
            await model.photograph("ktp", picture)
            return model.problem
        }
        #expect(model.state.content?.view.papers.first { $0.id == "ktp" }?.pages.count == 1)
        #expect(app.shared.state == .nothing)
        office.stop()
    }

    @Test func whatCannotBeSealedStaysForAnotherTry() async throws {
        await app.activate()
        let draft = try await draftAtPhoto()
        app.navigation.go(to: .draft(draft))
        await app.open(url: try shared())
        let full = FormModel(core: core, words: words, handOver: PhotoHandOver { _, _ in throw CocoaError(.fileWriteOutOfSpace) })
        await full.resume(draft)
        await app.shared.use { picture in
            await full.take(picture)
            return full.problem
        }
        #expect(full.problem?.wayOn == .makeRoom && app.shared.offered != nil && !app.shared.working)
    }

    @Test func behindALockItWaitsAndWhenTheAppIsLeftItIsGone() async throws {
        await app.activate()
        let draft = try await draftAtPhoto()
        app.navigation.go(to: .draft(draft))
        await app.leave()
        lock.isOn = true
        await app.open(url: try shared())
        #expect(app.shared.state.kind == .arrived && app.linkProblem == nil && isEmpty)
        await app.activate()
        #expect(app.shared.state.kind == .offered)
        _ = try shared(named: "nobody-took.jpg")
        await app.leave()
        #expect(app.shared.state == .nothing && isEmpty, "nothing of it stays in clear")
    }

    @Test func onlyWhatTheSystemHandedOverIsReadAndOnlyPictures() async throws {
        await app.activate()
        app.navigation.go(to: .draft(try await draftAtPhoto()))
        let other = trial.folder.url.appendingPathComponent("KTP.jpg")
        try card().write(to: other)
        let linked = inbox.appendingPathComponent("link.jpg")
        try FileManager.default.createSymbolicLink(at: linked, withDestinationURL: other)
        let outside = [other, linked, inbox.appendingPathComponent("../KTP.jpg"), inbox, URL(fileURLWithPath: "/etc/hostname")]
        for file in outside {
            await app.open(url: file)
            #expect(app.linkProblem == words(.sharedUnreadable) && app.shared.state == .nothing, "\(file)")
            app.linkRefused = false
        }
        #expect(FileManager.default.fileExists(atPath: other.path), "it is not ours to remove")
        for bytes in [Data(), Data("CONTOH".utf8), Data([0xff, 0xd8])] {
            await app.open(url: try shared(bytes))
            #expect(app.linkProblem == words(.sharedUnreadable) && app.shared.state == .nothing)
            #expect(!FileManager.default.fileExists(atPath: inbox.appendingPathComponent("KTP.jpg").path))
            app.linkRefused = false
        }
        await app.open(url: inbox.appendingPathComponent("is-not-there.jpg"))
        #expect(app.linkProblem == words(.sharedUnreadable))
    }

    @Test func anotherKindOfPictureIsConvertedAndOneThatIsTooLargeRefused() throws {
        let heic = Data("heic".utf8)
        let made = Data([0xff, 0xd8, 0xff, 0xe0])
        let box = SharedInbox(inbox, most: 4) { $0 == heic ? made : nil }
        #expect(try box.take(shared(heic)) == made)
        #expect(throws: SharedInbox.Failure.unreadable) { try box.take(shared(Data([0xff, 0xd8, 0xff, 0xe0, 0]))) }
        #expect(isEmpty)
    }

    @Test func aLinkIsStillALink() async throws {
        await app.activate()
        await app.open(url: try #require(URL(string: "payung://help")))
        #expect(app.navigation.path == [.help] && app.linkProblem == nil)
    }
}
