import Foundation
import PayungTrial
import Testing

/// Which files of `tests/vectors` this package reads, and why it does not read the others. Rust reads all of them.
@Suite struct VectorFilesTests {
    private static let read = [
        "benefits", "bills", "cover", "dues", "form", "names", "nik", "pay_code", "phone", "qris", "recovery", "referral",
        "regions", "reminders",
        "texts", "typed", "villages",
    ]

    private static let unread = [
        "answer_days": "The office sets until when it answers; a phone gets the day in the office's own words.",
        "channels": "Ways to pay come only with a bill that an office made, which nobody can hand to the API.",
        "form_contoh": "A form of the tests' own, which no rules hold that a phone can open.",
        "ics": "A calendar file is made of a registration's own reminders; its events cannot be handed to the API.",
        "places": "The built-in list of places is empty; a phone takes a list only from an office's signed rules.",
        "rfc9180": "Sealing lies below the API: no key and no envelope crosses it.",
        "sealed": "Sealing lies below the API: no key and no envelope crosses it.",
    ]

    @Test func everyFileIsReadOrItIsSaidWhyNot() throws {
        let folder = Project.root.appendingPathComponent("tests/vectors")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let there = files.filter { $0.pathExtension == "json" }.map { $0.deletingPathExtension().lastPathComponent }
        #expect(Set(there) == Set(Self.read + Self.unread.keys), "a file that is not listed, or a name that is no file")
        #expect(Set(Self.read).isDisjoint(with: Self.unread.keys))
        #expect(Self.unread.values.allSatisfy { $0.split(separator: " ").count > 5 })
    }

    /// What is listed as read is named by a test of this folder, and what is listed as unread by none.
    @Test func whatIsListedAsReadIsRead() throws {
        let folder = Project.root.appendingPathComponent("bindings/swift/Tests/PayungCoreTests")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let sources = try files.filter { $0.lastPathComponent.hasSuffix("VectorTests.swift") }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        let names = { (file: String) in sources.contains("cases(\"\(file)\")") || sources.contains("object(\"\(file)\")") }
        for file in Self.read { #expect(names(file), "\(file)") }
        for file in Self.unread.keys { #expect(!names(file), "\(file)") }
    }
}
