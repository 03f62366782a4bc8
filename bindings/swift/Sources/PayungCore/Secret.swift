/// An answer or another personal text. It prints dots, so records that hold one can be printed, logged and compared.
///
/// To use the text, ask for it with ``reveal()``: a reviewer finds every place by searching for that word.
public struct Secret: Hashable, Sendable {
    private let text: String

    /// Keeps that text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself.
    public func reveal() -> String { text }

    /// True when nothing was typed.
    public var isEmpty: Bool { text.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Dots, as many for every text.
    public var description: String { "••••" }

    /// Dots too: a debugger and a crash report print this one.
    public var debugDescription: String { "••••" }

    /// Without children: `dump` and a test's failure would print them.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
