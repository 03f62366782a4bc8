import Foundation
import PayungCore

/// How digits are set apart while somebody types them. The core reads them with and without.
public enum Grouping: Equatable, Sendable {
    case none
    /// Dots from the right, as amounts are written in Indonesia.
    case thousands
    /// Blanks from the left; the last size repeats.
    case blocks([Int])

    /// As the core asks for it.
    public init(_ step: StepView) { self.init(step.field, step.input.groups) }

    /// For a field that stands without a question's own hints, as in the calculator: only amounts are set apart there.
    public init(_ field: Field) { self.init(field, Data()) }

    init(_ field: Field, _ groups: Data) {
        let sizes = groups.map { Int($0) }.filter { $0 > 0 }
        self = if case .money = field { .thousands } else { sizes.isEmpty ? .none : .blocks(sizes) }
    }

    /// The text with its digits set apart; a text that is not only digits stays as it is.
    public func group(_ text: String) -> String {
        switch self {
        case .none: return text
        case .thousands:
            guard let digits = digits(text, without: ".") else { return text }
            let first = digits.count % 3
            return Self.join(digits, [first == 0 ? 3 : first, 3], ".")
        case .blocks(let sizes):
            guard let digits = digits(text, without: " ") else { return text }
            return Self.join(digits, sizes, " ")
        }
    }

    /// The text after a change. Whoever types on at its end, or takes away from there, has it set apart at once. A change in the middle
    /// stays as it was typed until the field is left: setting it apart would move the cursor to the end.
    public func group(_ text: String, after before: String) -> String {
        let atEnd = text.hasPrefix(before) || before.hasPrefix(text)
        return atEnd ? group(text) : text
    }

    private func digits(_ text: String, without mark: Character) -> String? {
        let plain = text.filter { $0 != mark }
        return plain.allSatisfy { ("0"..."9").contains($0) } ? plain : nil
    }

    private static func join(_ digits: String, _ sizes: [Int], _ mark: String) -> String {
        var (rest, blocks) = (Substring(digits), [Substring]())
        while !rest.isEmpty, let last = sizes.last {
            let size = blocks.count < sizes.count ? sizes[blocks.count] : last
            blocks.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return blocks.joined(separator: mark)
    }
}
