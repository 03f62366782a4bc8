import Foundation
import PayungCore
import PayungTrial
import Testing

/// Each error as Swift gets it: a case of its own, words for the worker, and data where a shell acts on it.
@Suite struct ErrorTests {
    private let folder: Folder
    private let phone = Phone()

    init() throws { folder = try Folder() }

    @Test func whatIsNotThereIsNotPossible() throws {
        let payung = try phone.open(folder.url)
        let error = try thrown { _ = try payung.registrations().status(registration: "CONTOH") }
        guard case .NotPossible(let words) = error else { throw error }
        #expect(!words.isEmpty && error.words == words)
        #expect(phone.log.last?.code == "not_possible")
    }

    @Test func missingAnswersNameTheirQuestions() throws {
        let office = try Office(in: folder.folder("office"))
        let payung = try phone.open(folder.folder("phone"), trust: office.trust)
        let draft = try payung.drafts().start(form: "bpu").draft
        let error = try thrown { _ = try payung.registrations().ready(draft: draft) }
        guard case .MissingAnswers(let words, let questions) = error else { throw error }
        #expect(questions.first == "start" && !words.isEmpty)
    }

    @Test(arguments: [
        (KeeperAnswer.lockedNow, KeyState.lockedNow), (.wrongPassphrase, .wrongPassphrase), (.gone, .gone), (.broken, .broken),
    ])
    func eachWayInWhichAKeyIsNotToBeHadIsAnErrorOfItsOwn(answer: KeeperAnswer, state: KeyState) throws {
        let keeper = MemoryKeeper()
        try once {
            _ = try $0.drafts().start(form: "bpu")
        } with: {
            try phone.open(folder.url, keeper: keeper)
        }
        keeper.say(answer)
        let payung = try phone.open(folder.url, keeper: keeper)
        #expect(try payung.home().key == state)
        let error = try thrown { _ = try payung.drafts().start(form: "bpu") }
        let expected: Bool =
            switch (error, state) {
            case (.KeyLocked, .lockedNow), (.WrongPassphrase, .wrongPassphrase), (.KeyGone, .gone), (.TryLater, .broken): true
            default: false
            }
        #expect(expected && !error.words.isEmpty, "\(state): \(error)")
    }

    @Test func aPlatformThatThrowsDoesNotTakeTheCoreAlong() throws {
        let keeper = MemoryKeeper()
        keeper.fail()
        let payung = try phone.open(folder.url, keeper: keeper, clock: ThrowingClock())
        let home = try payung.home()
        #expect(home.key == .broken)
        #expect(home.notices.count >= 2, "the clock is said to be wrong")
        let error = try thrown { _ = try payung.drafts().start(form: "bpu") }
        guard case .TryLater = error else { throw error }
        #expect(!phone.log.contains { "\($0)".contains("RAHASIA") })
    }

    @Test func aHomeThatIsInUseIsTriedLater() throws {
        let payung = try phone.open(folder.url)
        let error = try thrown { _ = try phone.open(folder.url) }
        guard case .TryLater(let words) = error else { throw error }
        #expect(!words.contains("SQLite"), "the cause is for the log")
        _ = payung
    }

    @Test func dataOfANewerAppNamesBothFormats() throws {
        try once {
            _ = try $0.home()
        } with: {
            try phone.open(folder.url)
        }
        // Bytes 60 to 63 of an SQLite file are its user version.
        let file = try FileHandle(forUpdating: folder.url.appendingPathComponent("payung.db"))
        try file.seek(toOffset: 60)
        file.write(Data([0, 0, 3, 232]))
        try file.close()
        let error = try thrown { _ = try phone.open(folder.url) }
        guard case .NewerData(let words, let found, let known) = error else { throw error }
        #expect(found == 1000 && known < found && !words.isEmpty)
    }

    @Test func aFileThatIsNoDatabaseIsDamagedAndSetAside() throws {
        try once {
            _ = try $0.home()
        } with: {
            try phone.open(folder.url)
        }
        try Data(repeating: 7, count: 8192).write(to: folder.url.appendingPathComponent("payung.db"))
        let error = try thrown { _ = try phone.open(folder.url) }
        guard case .Damaged(let words) = error else { throw error }
        #expect(!words.isEmpty)
    }

    @Test func aPictureThatIsNoneSaysSo() throws {
        let payung = try phone.open(folder.folder("phone"))
        let draft = try payung.drafts().start(form: "bpu").draft
        let file = folder.url.appendingPathComponent("card.jpg")
        try Data("CONTOH".utf8).write(to: file)
        let error = try thrown {
            _ = try payung.drafts().photo(draft: draft, question: "ktp", source: .picked(path: file.path))
        }
        guard case .Photo(let words) = error else { throw error }
        #expect(!words.isEmpty)
    }

    @Test func aBrokenTrustFileNamesItsPlace() throws {
        let error = try thrown { _ = try phone.open(folder.url, trust: "{}") }
        guard case .Configuration(let words, let place) = error else { throw error }
        #expect(!words.isEmpty && !place.isEmpty)
    }

    @Test func wordsAreInTheLanguageOfTheAppAndItCanBeChanged() throws {
        let payung = try phone.open(folder.url)
        let words = { try thrown { _ = try payung.drafts().resume(draft: "CONTOH") }.words }
        let indonesian = try words()
        _ = try payung.setLanguage(language: .en)
        #expect(try words() == "That draft is not on this phone.")
        _ = try payung.setLanguage(language: .id)
        #expect(try words() == indonesian)
    }

    @Test func aLockedAppForgetsItsDraftsUntilItIsUnlocked() throws {
        let payung = try phone.open(folder.url)
        let draft = try payung.drafts().start(form: "bpu").draft
        payung.lock()
        let error = try thrown { _ = try payung.drafts().resume(draft: draft) }
        guard case .KeyLocked = error else { throw error }
        #expect(try payung.unlock().key == .open)
        #expect(try payung.drafts().resume(draft: draft).draft == draft)
    }

    @Test func whatWasTypedIsThereAfterTheAppWasClosed() throws {
        let keeper = MemoryKeeper()
        let view = try once {
            let view = try $0.drafts().start(form: "bpu")
            _ = try $0.drafts().edit(draft: view.draft, question: view.step.id, text: Secret("nev"), seq: view.seq)
            return view
        } with: {
            try phone.open(folder.url, keeper: keeper)
        }
        let payung = try phone.open(folder.url, keeper: keeper)
        #expect(try payung.drafts().show(draft: view.draft, question: view.step.id).step.typed.reveal() == "nev")
    }
}

/// Opens, works and lets go: the home folder is given back when the last handle is gone.
private func once<T>(_ work: (Payung) throws -> T, with open: () throws -> Payung) throws -> T {
    try work(open())
}

/// The error of a call that must fail.
private func thrown(_ work: () throws -> Void) throws -> PayungError {
    do { try work() } catch let error as PayungError { return error }
    throw TrialFailed("it did not fail")
}
