import Foundation

/// Says whether the app's files can be read, by one that is there for nothing else. They are locked from a start of the phone until it is
/// unlocked for the first time, and open from then on, also while the phone is locked again: the system's own word for a locked phone says
/// another thing.
public struct FileMarker: Sendable {
    private let file: URL

    /// It lies in the home folder, whose protection it has.
    public init(in home: URL) { file = home.appendingPathComponent("readable") }

    /// Puts it there, when the folder is made or found.
    public func place() throws {
        guard !FileManager.default.fileExists(atPath: file.path) else { return }
        try Data("payung\n".utf8).write(to: file)
    }

    /// False only for one that is there and cannot be read. Before the first use there is none, and nothing to wait for.
    public var canBeRead: Bool {
        do {
            _ = try Data(contentsOf: file)
            return true
        } catch CocoaError.fileReadNoSuchFile {
            return true
        } catch {
            return false
        }
    }
}
