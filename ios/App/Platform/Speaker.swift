import AVFoundation
import Observation
import PayungCore
import PayungKit
import UIKit

/// "Dengarkan": reads the core's text aloud, with a pause after each sentence.
@Observable @MainActor
final class Speaker: NSObject, AVSpeechSynthesizerDelegate {
    private(set) var speaking = false
    /// The phone has no voice for the language: it is said, instead of reading it in another one.
    var noVoice = false

    @ObservationIgnored private let synthesizer = AVSpeechSynthesizer()

    override init() {
        super.init()
        synthesizer.delegate = self
    }

    /// Reads, or stops reading.
    func toggle(_ text: String, language: Language) {
        if speaking {
            synthesizer.stopSpeaking(at: .immediate)
            speaking = false
            return
        }
        guard let voice = AVSpeechSynthesisVoice(language: language == .id ? "id-ID" : "en-US") else {
            noVoice = true
            return
        }
        let utterance = AVSpeechUtterance(string: text)
        utterance.voice = voice
        synthesizer.speak(utterance)
        speaking = true
    }

    nonisolated func speechSynthesizer(_ synthesizer: AVSpeechSynthesizer, didFinish utterance: AVSpeechUtterance) {
        Task { @MainActor in speaking = false }
    }
}

/// Says to VoiceOver what changed away from its focus.
@MainActor
enum Announcer {
    static func say(_ words: String) {
        UIAccessibility.post(notification: .announcement, argument: words)
    }
}

/// Hands a text or a file to the system's sheet for sharing.
@MainActor
enum Sharing {
    static func share(_ text: String) { show([text]) {} }

    /// A text with its picture.
    static func share(_ text: String, _ file: Export) { show([text, file.url]) { file.remove() } }

    /// The file is removed when the sheet is closed.
    static func share(_ file: Export) { show([file.url]) { file.remove() } }

    private static func show(_ items: [Any], _ closed: @escaping @MainActor () -> Void) {
        let sheet = UIActivityViewController(activityItems: items, applicationActivities: nil)
        sheet.completionWithItemsHandler = { _, _, _, _ in MainActor.assumeIsolated { closed() } }
        let scene = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }.first
        scene?.keyWindow?.rootViewController?.present(sheet, animated: true, completion: nil)
    }
}
