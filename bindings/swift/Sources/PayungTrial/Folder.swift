import Foundation

/// A folder of a test's own, removed when nobody holds it any more.
public final class Folder: Sendable {
    /// Where it is.
    public let url: URL

    /// Makes it, empty.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("payung-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// A folder in it.
    public func folder(_ name: String) throws -> URL {
        let made = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        return made
    }
}

/// The project's own folder: tests read vectors, fixtures and drawn cards there.
public enum Project {
    /// Its root.
    public static let root: URL = {
        if let given = ProcessInfo.processInfo.environment["PAYUNG_PROJECT"] { return URL(fileURLWithPath: given) }
        return URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../..").standardized
    }()

    /// What a file of it holds.
    public static func read(_ path: String) throws -> Data {
        try Data(contentsOf: root.appendingPathComponent(path))
    }

    /// The path of a drawn card that is judged good: recognisable as a sample, not taken of anybody.
    public static var card: String { root.appendingPathComponent("tests/photos/set/held_out-plain-00.jpg").path }
}

/// Why a test cannot go on.
public struct TrialFailed: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
