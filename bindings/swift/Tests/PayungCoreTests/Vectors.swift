import Foundation
import PayungTrial
import Testing

/// What `tests/vectors` holds, as the tests of this package read it.
extension [String: Any] {
    func text(_ name: String) -> String { self[name] as? String ?? "" }
    func number(_ name: String) -> UInt64 { (self[name] as? NSNumber)?.uint64Value ?? 0 }
    func list(_ name: String) -> [[String: Any]] { self[name] as? [[String: Any]] ?? [] }
}

/// A file that is a list of rows.
func cases(_ file: String) throws -> [[String: Any]] {
    let rows = try JSONSerialization.jsonObject(with: Project.read("tests/vectors/\(file).json"))
    return try #require(rows as? [[String: Any]])
}

/// A file that holds several lists.
func object(_ file: String) throws -> [String: Any] {
    let rows = try JSONSerialization.jsonObject(with: Project.read("tests/vectors/\(file).json"))
    return try #require(rows as? [String: Any])
}

func millis(_ iso: String) -> Int64 {
    Int64((ISO8601DateFormatter().date(from: iso)?.timeIntervalSince1970 ?? 0) * 1000)
}
