import Foundation
import Observation
import PayungCore

/// A paper as a PDF file. It is made anew by each screen that offers it and stays in memory: nothing of it lies on the disk before the
/// worker saves or sends it.
@Observable @MainActor
public final class PaperModel {
    public struct File: Equatable, Sendable {
        /// It says what the paper is and nothing about the person.
        public let name: String
        public let data: Data
    }

    typealias Ask = @Sendable (CoreObjects) throws -> Data

    public private(set) var file: File?
    /// Why there is none; what the screen shows stays.
    public private(set) var problem: Problem?

    private let core: Core
    private let words: Words
    private var wanted: (name: String, ask: Ask)?

    init(core: Core, words: Words) { (self.core, self.words) = (core, words) }

    /// Makes it, in place of the one before.
    func make(_ name: String, _ ask: @escaping Ask) async {
        wanted = (name, ask)
        await again()
    }

    /// The screen shows nothing that a paper could be of.
    func clear() { (wanted, file, problem) = (nil, nil, nil) }

    /// Once more, after a problem.
    public func again() async {
        guard let (name, ask) = wanted else { return }
        (file, problem) = (nil, nil)
        do {
            let data = try await core.call(ask)
            // Another one may be wanted by now: the year before.
            if wanted?.name == name { file = File(name: name, data: data) }
        } catch {
            if wanted?.name == name { problem = Problem(error, words) }
        }
    }
}
