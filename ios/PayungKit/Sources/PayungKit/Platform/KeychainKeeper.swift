import Foundation
import PayungCore

/// One secret item that the platform keeps: the Keychain on a phone, memory in a test.
public protocol SecureItem: Sendable {
    /// What is kept under a name; nil when nothing is.
    func read(_ name: String) throws(SecureItemProblem) -> Data?
    /// Keeps a new item; an item of that name is replaced.
    func write(_ value: Data, _ name: String) throws(SecureItemProblem)
}

/// Why the platform did not answer.
public enum SecureItemProblem: Error, Equatable, Sendable {
    /// The phone is locked and was not unlocked since it started, or protected data is not available yet.
    case locked
    /// The worker did not unlock: another finger, another code, or the question was closed.
    case notUnlocked
    /// Anything else; the number helps whoever mends the app.
    case failed(Int32)
}

/// Keeps the core's data key in the platform's store of secrets.
///
/// The Keychain encrypts its items with keys of the phone's own processor, so the data key itself is the item: no cryptography of
/// ours is added. What the core stores as the wrapped key is only the item's name. The item begins with that name again: one that
/// was replaced by another is noticed, and counts as gone.
public final class KeychainKeeper: KeyKeeper {
    private let items: any SecureItem
    private let newName: @Sendable () -> String

    static let prefix = "org.payung.key."
    private static let keyLength = 32

    /// `newName` gives a name that was never given before.
    public init(_ items: any SecureItem, newName: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }) {
        self.items = items
        self.newName = newName
    }

    public func wrap(key: Data) -> KeeperAnswer {
        guard key.count == Self.keyLength else { return .broken }
        let name = Self.prefix + newName()
        return answer { () throws(SecureItemProblem) in
            try items.write(Data(name.utf8) + key, name)
            // A store that says yes and keeps nothing would lose everything at the next start.
            guard try items.read(name) == Data(name.utf8) + key else { return .broken }
            return .key(bytes: Data(name.utf8))
        }
    }

    public func unwrap(wrapped: Data) -> KeeperAnswer {
        guard let name = String(data: wrapped, encoding: .utf8), name.hasPrefix(Self.prefix) else { return .gone }
        return answer { () throws(SecureItemProblem) in
            guard let item = try items.read(name) else { return .gone }
            guard item.starts(with: wrapped), item.count == wrapped.count + Self.keyLength else { return .gone }
            return .key(bytes: Data(item.dropFirst(wrapped.count)))
        }
    }

    private func answer(_ work: () throws(SecureItemProblem) -> KeeperAnswer) -> KeeperAnswer {
        do {
            return try work()
        } catch {
            return switch error {
            case .locked: .lockedNow
            case .notUnlocked: .wrongPassphrase
            case .failed: .broken
            }
        }
    }
}
