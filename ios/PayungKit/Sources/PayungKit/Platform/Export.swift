import Foundation

/// A file for the sheet for sharing. It lies in a folder of its own among the temporary files, which the system empties.
public struct Export: Equatable, Sendable {
    public enum Failure: Error, Equatable, Sendable {
        case noRoom
        case notWritten
    }

    public let url: URL

    /// Writes it. The name says what it is and nothing about the person.
    public init(_ data: Data, named name: String, in folder: URL = FileManager.default.temporaryDirectory) throws(Failure) {
        let place = folder.appendingPathComponent("payung-\(UUID().uuidString)", isDirectory: true)
        url = place.appendingPathComponent(name)
        do {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try data.write(to: url, options: .atomic)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw .noRoom
        } catch {
            throw .notWritten
        }
    }

    /// After sharing: what was exported stays nowhere.
    public func remove() { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }
}

extension Export.Failure {
    func problem(_ words: Words) -> Problem {
        switch self {
        case .noRoom: Problem(words: words(.noRoom), wayOn: .makeRoom)
        case .notWritten: Problem(words: words(.tryLater), wayOn: .tryAgain)
        }
    }
}
