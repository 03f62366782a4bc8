import Foundation

/// Where the system puts a copy of a picture that another app hands over. That folder lies in the app's documents, so it is emptied at
/// once: the picture goes on in memory, and its copy does not stay in clear.
///
/// The app takes pictures as documents and has no extension for sharing. An extension is a process of its own that would have to leave
/// the picture, in clear, in a folder that both can read.
public struct SharedInbox: Sendable {
    public enum Failure: Error, Equatable, Sendable {
        /// It lies elsewhere, so it is nothing that the system handed over. It is neither read nor removed.
        case notOurs
        /// It is no picture, cannot be read, or is larger than any picture.
        case unreadable
    }

    /// The folder, which the system makes when it first needs it.
    public let folder: URL
    private let most: Int
    private let convert: @Sendable (Data) -> Data?

    /// `convert` makes a JPEG of another kind of picture, as far as the phone can; the core reads JPEG and PNG.
    public init(_ folder: URL, most: Int = PhotoHandOver.most, convert: @escaping @Sendable (Data) -> Data? = { _ in nil }) {
        (self.folder, self.most, self.convert) = (folder, most, convert)
    }

    /// The picture that lies there. Its copy is removed whether it can be read or not.
    public func take(_ file: URL) throws(Failure) -> Data {
        let (file, folder) = (file.resolvingSymlinksInPath(), folder.resolvingSymlinksInPath())
        guard file.deletingLastPathComponent().path == folder.path else { throw .notOurs }
        defer { try? FileManager.default.removeItem(at: file) }
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.size] as? NSNumber
        guard let size, size.intValue <= most, let data = try? Data(contentsOf: file) else { throw .unreadable }
        guard let picture = Self.isReadByTheCore(data) ? data : convert(data) else { throw .unreadable }
        return picture
    }

    /// How a JPEG and a PNG begin.
    private static func isReadByTheCore(_ data: Data) -> Bool {
        data.starts(with: [0xff, 0xd8, 0xff]) || data.starts(with: [0x89, 0x50, 0x4e, 0x47])
    }

    /// Removes what nobody took: the app was ended before it could.
    public func empty() {
        let left = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        for file in left { try? FileManager.default.removeItem(at: file) }
    }
}
