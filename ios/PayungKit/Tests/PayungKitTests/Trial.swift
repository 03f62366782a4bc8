import Foundation
import PayungCore
import PayungKit
import PayungTrial
import Testing

/// Words of the app's own catalog.
let words: Words = {
    guard let catalog = try? Project.read("ios/App/Localizable.xcstrings"),
        let words = try? Words(catalog: catalog, language: "id")
    else { return Words { $0.rawValue } }
    return words
}()

/// A core on a folder of a test's own.
struct Trial {
    let folder: Folder
    let phone = Phone()
    let keeper = MemoryKeeper()

    init() throws { folder = try Folder() }

    func core(trust: String? = nil, clock: Clock = MachineClock()) throws -> Core {
        let (home, phone, keeper) = (try folder.folder("phone"), phone, keeper)
        return Core { CoreObjects(try phone.open(home, trust: trust, keeper: keeper, clock: clock)) }
    }
}

extension CoreObjects {
    /// The objects of an opened core, with a test's own in place of some.
    init(
        of real: Payung, connection: (any ConnectionProtocol)? = nil, reminders: (any RemindersProtocol)? = nil,
        bills: (any BillsProtocol)? = nil, payers: (any PayersProtocol)? = nil, recovery: (any RecoveryProtocol)? = nil
    ) {
        self.init(
            payung: real, drafts: real.drafts(), registrations: real.registrations(), lookup: real.lookup(),
            connection: connection ?? real.connection(), cover: real.cover(), reminders: reminders ?? real.reminders(),
            incidents: real.incidents(), bills: bills ?? real.bills(), payers: payers ?? real.payers(), qris: real.qris(),
            recovery: recovery ?? real.recovery())
    }
}

extension Core {
    /// A registration of the sample worker that is ready to go; its id. What is given is answered otherwise.
    func ready(_ others: [String: String] = [:]) throws -> String {
        let answers = Sample.answers.merging(others) { $1 }
        return try call { core in
            var view = try core.drafts.start(form: "bpu")
            for _ in 0..<60 where view.step.kind == .question {
                let (draft, question) = (view.draft, view.step.id)
                if case .photo = view.step.field {
                    view = try core.drafts.photo(draft: draft, question: question, source: .picked(path: Project.card))
                    guard view.step.id == question else { continue }
                    view = try core.drafts.answer(draft: draft, question: question, text: Secret(""))
                } else {
                    view = try core.drafts.answer(draft: draft, question: question, text: Secret(answers[question] ?? ""))
                }
            }
            return try core.registrations.ready(draft: view.draft).registration
        }
    }
}

/// The trust file of an office that serves nobody: without one the core makes nothing ready.
let anyTrust = Result { try Office(in: Folder().url).trust }

extension Trial {
    func coreWithOffice() throws -> Core { try core(trust: anyTrust.get()) }
}

/// A core whose every call fails with an error of the platform's or the core's.
func failing(_ error: PayungError) -> Core {
    Core { throw error }
}

let everyError: [(PayungError, WayOn)] = [
    (.NotPossible(words: "CONTOH."), .showAgain),
    (.MissingAnswers(words: "CONTOH.", questions: ["nik", "name"]), .question("nik")),
    (.KeyLocked(words: "CONTOH."), .unlock),
    (.WrongPassphrase(words: "CONTOH."), .unlock),
    (.KeyGone(words: "CONTOH."), .startClean),
    (.TryLater(words: "CONTOH."), .tryAgain),
    (.DiskFull(words: "CONTOH."), .makeRoom),
    (.NewerData(words: "CONTOH.", found: 9, known: 5), .update),
    (.Damaged(words: "CONTOH."), .tryAgain),
    (.Configuration(words: "CONTOH.", place: "trust"), .help),
    (.Photo(words: "CONTOH."), .camera),
]

@MainActor extension FormModel {
    /// Answers screen after screen as a finger would, each kind of field in its own way.
    func fill(_ answers: [String: String], until end: String? = nil) async throws {
        let searched = ["occupation": "kaki lima", "district": "cibinong"]
        for _ in 0..<60 {
            guard case .question(let shown) = state, shown.step.id != end else { return }
            let (question, field) = (shown.step.id, shown.step.field)
            #expect(!spoken.isEmpty)
            if case .photo = field {
                await take(try Data(contentsOf: URL(fileURLWithPath: Project.card)))
                if view?.step.id == question { await next() }
            } else if case .search = field {
                // It may have no options before something is typed.
                if let group = groups.first {
                    await open(group)
                    #expect(found?.options.isEmpty == false && groups.isEmpty, "\(group.id)")
                    otherGroups()
                    #expect(!groups.isEmpty)
                }
                await search(searched[question] ?? "")
                try await tap(found?.options ?? field.options, answers[question])
                await next()
            } else if field.options.isEmpty {
                text = answers[question] ?? ""
                await settle()
                await next()
            } else {
                for option in field.options where option.chosen && !option.fixed { await self.tap(option) }
                try await tap(field.options, answers[question])
                if view?.step.id == question { await next() }
            }
            try #require(view?.step.id != question, "\(question): \(view?.step.problems.map { $0.reveal() } ?? [])")
            #expect(!spoken.contains(Sample.nik), "an answer is never read aloud")
        }
        throw TrialFailed("the form does not end")
    }

    private func tap(_ options: [ChoiceView], _ answer: String?) async throws {
        let ids = (answer ?? "").split(separator: ",").map(String.init)
        for id in ids {
            guard let option = options.first(where: { $0.id == id }) else { throw TrialFailed("no option \(id)") }
            await self.tap(option)
        }
    }
}

/// Numbers that are the same in every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
