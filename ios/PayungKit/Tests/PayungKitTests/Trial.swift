import Foundation
import PayungCore
import PayungKit
import PayungTrial

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

/// Numbers that are the same in every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
