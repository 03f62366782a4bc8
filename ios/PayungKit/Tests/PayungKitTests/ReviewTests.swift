import PayungCore
import PayungFixtures
import Testing

@testable import PayungKit

/// The review by its sections.
@Suite struct ReviewTests {
    private func lines(_ count: Int) -> [ReviewLine] {
        (0..<count).map {
            ReviewLine(question: "\($0)", label: "\($0)", value: Secret(""), missing: false, editable: true, warnings: .init())
        }
    }

    @Test func linesStandUnderTheNameOfTheirStep() {
        let sections = [ReviewSection(title: "A", firstLine: 0), ReviewSection(title: "B", firstLine: 2)]
        let step = Fixtures.step(.review, review: lines(3), sections: sections)
        #expect(step.groups.map(\.title) == ["A", "B"] && step.groups.map(\.lines.count) == [2, 1])
        let view = DraftView(draft: "contoh", seq: 1, step: step, notice: nil, corrections: [])
        let names = FormModel.State.review(view).reading(words).filter { $0.traits.contains(.header) }.map(\.label)
        #expect(names == [step.title, "A", "B"])
        #expect(Fixtures.step(.question).groups.isEmpty)
    }

    /// Also with sections that are not in order, lie beyond the end, or begin late.
    @Test func whateverTheSectionsSayEachLineIsShownOnce() {
        var random = Seeded(7)
        for _ in 0..<2_000 {
            let review = lines(Int.random(in: 0...8, using: &random))
            let sections = (0..<Int.random(in: 0...5, using: &random)).map {
                ReviewSection(title: "\($0)", firstLine: UInt16.random(in: 0...12, using: &random))
            }
            let groups = Fixtures.step(.review, review: review, sections: sections).groups
            #expect(groups.flatMap(\.lines) == review && groups.allSatisfy { !$0.lines.isEmpty })
        }
    }
}
