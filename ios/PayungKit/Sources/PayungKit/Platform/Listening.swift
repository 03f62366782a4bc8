import Observation
import PayungCore

/// The phone's own voice.
@MainActor public protocol Voice: AnyObject {
    /// Reads it, in place of what was being read; false when the phone has no voice for the language.
    func speak(_ text: String, _ language: Language) -> Bool
    func stop()
}

/// "Dengarkan": reads a screen aloud, and while it is on, each option that is touched says itself.
@Observable @MainActor
public final class ListenModel {
    /// Something is being read.
    public private(set) var speaking = false
    /// From the press on "Dengarkan" until it is stopped or the app is left.
    public private(set) var on = false
    /// The phone has no voice for the language: it is said, instead of reading it in another one.
    public var noVoice = false

    @ObservationIgnored private let voice: any Voice

    public init(_ voice: any Voice) { self.voice = voice }

    /// Reads, or stops reading.
    public func toggle(_ text: String, _ language: Language) {
        if speaking { return stop() }
        on = true
        say(text, language)
    }

    /// An option was touched.
    public func touched(_ text: String, _ language: Language) {
        if on { say(text, language) }
    }

    /// An option was held down, or a button asks to hear just this.
    public func say(_ text: String, _ language: Language) {
        guard !text.isEmpty else { return }
        speaking = voice.speak(text, language)
        if !speaking { (on, noVoice) = (false, true) }
    }

    /// The voice has read to its end.
    public func finished() { speaking = false }

    /// Somebody stops it, or the app is left.
    public func stop() {
        voice.stop()
        (speaking, on) = (false, false)
    }
}
