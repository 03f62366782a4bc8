import Foundation
import PayungCore

/// Hands a picture to the core by a file's path: pictures never go through the API as bytes.
public struct PhotoHandOver: Sendable {
    /// Why a picture did not come to the core.
    public enum Failure: Error, Equatable, Sendable {
        /// The phone has no room for it.
        case noRoom
        /// The file could not be written.
        case notWritten
    }

    /// What no camera's picture is larger than. The core says more exactly what it can take.
    public static let most = 64 * 1024 * 1024

    private let write: @Sendable (Data, URL) throws -> Void

    public init() {
        self.init { data, url in try data.write(to: url, options: .atomic) }
    }

    init(write: @escaping @Sendable (Data, URL) throws -> Void) {
        self.write = write
    }

    /// Writes the picture into the core's capture folder, which is private, is not backed up, and is emptied by the core: it
    /// removes the file whether it can use it or not.
    public func keep(_ picture: Data, in folder: String) throws(Failure) -> PhotoSource {
        guard picture.count <= Self.most else { throw .notWritten }
        let url = URL(fileURLWithPath: folder).appendingPathComponent("\(UUID().uuidString).jpg")
        do {
            try write(picture, url)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw .noRoom
        } catch {
            throw .notWritten
        }
        return .captured(path: url.path)
    }
}

extension PhotoHandOver.Failure {
    func problem(_ words: Words) -> Problem {
        switch self {
        case .noRoom: Problem(words: words(.noRoom), wayOn: .makeRoom)
        case .notWritten: Problem(words: words(.photoNotWritten), wayOn: .camera)
        }
    }
}
