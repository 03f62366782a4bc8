import PayungCore

/// What VoiceOver says of one thing on a screen. Views take their labels from here, so that a test can read a screen aloud.
public struct Reading: Equatable, Sendable {
    public enum Trait: Hashable, Sendable { case header, button, selected, disabled, image }

    /// What it is.
    public let label: String
    /// What it says at this moment; empty where the label is all.
    public let value: String
    /// What a double tap does; empty where that is plain.
    public let hint: String
    public let traits: Set<Trait>

    public init(_ label: String, value: String = "", hint: String = "", _ traits: Trait...) {
        self.label = label
        self.value = value
        self.hint = hint
        self.traits = Set(traits)
    }
}

extension Reading {
    /// The umbrella: how far it is, in words.
    public static func umbrella(_ progress: Progress, _ words: Words) -> Reading {
        Reading(words(.hearUmbrella, "\(progress.panelsFilled)", "\(progress.panels)"), value: progress.line, .image)
    }

    /// One option of a question. Its price belongs to what people choose by, so it is said with the label.
    public static func option(_ option: ChoiceView, ticked: Bool? = nil, _ words: Words) -> Reading {
        let chosen = ticked ?? option.chosen
        let label = [option.label, option.price, option.help].filter { !$0.isEmpty }.joined(separator: ", ")
        let state = words(option.fixed ? .hearFixed : chosen ? .hearChosen : .hearNotChosen)
        return chosen ? Reading(label, value: state, .button, .selected) : Reading(label, value: state, .button)
    }

    /// One line of the review. The answer is said, since the screen shows it; "Dengarkan" does not say it.
    public static func line(_ line: ReviewLine, _ words: Words) -> Reading {
        let value = line.missing ? words(.hearMissing) : line.value.reveal()
        guard line.editable else { return Reading(line.label, value: value) }
        return Reading(line.label, value: value, hint: words(.hearChange), .button)
    }

    /// One step of a registration's timeline, and when it was.
    public static func step(_ line: TimelineLine, last: Bool, _ words: Words) -> Reading {
        Reading(line.words, value: "\(words(last ? .hearNow : .hearDone)), \(line.atWords)")
    }

    /// One step that comes after the timeline: paying, being protected.
    public static func step(_ step: PathStep, _ words: Words) -> Reading {
        let place: ShellText =
            switch step.place {
            case .ahead: .hearAhead
            case .now: .hearNow
            case .done: .hearDone
            }
        return Reading(step.words, value: words(place))
    }

    /// What stands below a field, in the order in which it matters.
    public static func said(problems: [Secret], warnings: [Secret], understood: [Secret], _ words: Words) -> [Reading] {
        let groups: [(ShellText, [Secret])] = [
            (.hearProblem, problems), (.hearWarning, warnings), (.hearUnderstood, understood),
        ]
        return groups.flatMap { kind, lines in lines.map { Reading(words(kind, $0.reveal())) } }
    }

    /// What is announced when the lines below a field changed while somebody types: only what is new, and only once.
    public static func announcement(from old: Hints?, to new: Hints, _ words: Words) -> String? {
        let lines = { (hints: Hints) in
            said(problems: hints.problems, warnings: hints.warnings, understood: hints.understood, words).map(\.label)
        }
        let known = old.map(lines) ?? []
        let news = lines(new).filter { !known.contains($0) }
        return news.isEmpty ? nil : news.joined(separator: " ")
    }
}

/// A state of a screen. `Kind` names the states without what they hold, so that a test knows when one has no fixture.
public protocol ScreenState: Equatable, Sendable {
    associatedtype Kind: CaseIterable & Hashable & Sendable

    var kind: Kind { get }

    /// The screen from top to bottom, as VoiceOver reads it.
    func reading(_ words: Words) -> [Reading]
}

extension Problem {
    /// The sentence and its button.
    public func reading(_ words: Words) -> [Reading] {
        [Reading(words(.hearProblem, self.words))] + [wayOn.label].compactMap { $0 }.map { Reading(words($0), .button) }
    }
}
