import PayungCore

/// The shell's own words, in the language that was chosen in the app. All that is about the registration comes from the core.
public struct Words: Sendable {
    private let look: @Sendable (ShellText) -> String

    /// `look` finds the text of an id. On a phone that is the app's string catalog.
    public init(_ look: @escaping @Sendable (ShellText) -> String) {
        self.look = look
    }

    /// The text, with `%1$@`, `%2$@`, … replaced by the arguments. (Not `String(format:)`, which trusts what the text asks for.)
    public func callAsFunction(_ text: ShellText, _ arguments: String...) -> String {
        var words = look(text)
        for (index, argument) in arguments.enumerated() {
            words = words.replacing("%\(index + 1)$@", with: argument)
        }
        return words
    }
}

extension Language {
    /// The code of its folder in the app's bundle.
    public var code: String { self == .id ? "id" : "en" }
}
