import PayungCore

/// The lines of a review that belong together, under the name of their step.
public struct ReviewGroup: Equatable, Sendable {
    /// Empty for lines that stand under no name.
    public let title: String
    public let lines: [ReviewLine]
}

extension StepView {
    /// The review by its sections, in their order. Each line is in exactly one of them, whatever the sections say.
    public var groups: [ReviewGroup] {
        var starts = sections.map { (title: $0.title, first: min(Int($0.firstLine), review.count)) }
        starts.sort { $0.first < $1.first }
        if starts.first?.first != 0 { starts.insert(("", 0), at: 0) }
        return starts.enumerated().compactMap { index, start in
            let end = index + 1 < starts.count ? starts[index + 1].first : review.count
            return start.first < end ? ReviewGroup(title: start.title, lines: Array(review[start.first..<end])) : nil
        }
    }
}
