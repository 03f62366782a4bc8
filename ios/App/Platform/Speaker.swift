import AVFoundation
import PayungCore
import PayungKit
import UIKit

/// The phone's own voice, with a pause after each sentence. It speaks also while the ring switch is off, and other sound is lower meanwhile.
@MainActor
final class Speaker: NSObject, Voice, AVSpeechSynthesizerDelegate {
    /// Called when it has read to its end.
    var finished: (@MainActor () -> Void)?

    private let synthesizer = AVSpeechSynthesizer()
    private var turn = SpokenTurn<ObjectIdentifier>()
    /// Held until the next one is there, so that no two have one identity.
    private var last: AVSpeechUtterance?

    override init() {
        super.init()
        synthesizer.delegate = self
    }

    func speak(_ text: String, _ language: Language) -> Bool {
        guard let voice = AVSpeechSynthesisVoice(language: language == .id ? "id-ID" : "en-US") else { return false }
        stop()
        let utterance = AVSpeechUtterance(string: text)
        utterance.voice = voice
        last = utterance
        turn.begin(ObjectIdentifier(utterance))
        // A phone that keeps its sound for a call is no reason not to try.
        let session = AVAudioSession.sharedInstance()
        try? session.setCategory(.playback, mode: .spokenAudio, options: .duckOthers)
        try? session.setActive(true)
        synthesizer.speak(utterance)
        return true
    }

    func stop() {
        turn.stop()
        synthesizer.stopSpeaking(at: .immediate)
    }

    nonisolated func speechSynthesizer(_ synthesizer: AVSpeechSynthesizer, didFinish utterance: AVSpeechUtterance) {
        let id = ObjectIdentifier(utterance)
        Task { @MainActor in ended(id) }
    }

    nonisolated func speechSynthesizer(_ synthesizer: AVSpeechSynthesizer, didCancel utterance: AVSpeechUtterance) {
        let id = ObjectIdentifier(utterance)
        Task { @MainActor in ended(id) }
    }

    private func ended(_ id: ObjectIdentifier) {
        let end = turn.ended(id)
        if end.finished { finished?() }
        if end.silent { try? AVAudioSession.sharedInstance().setActive(false, options: .notifyOthersOnDeactivation) }
    }
}

extension ListenModel {
    /// With the phone's voice.
    static func onThisPhone() -> ListenModel {
        let speaker = Speaker()
        let model = ListenModel(speaker)
        speaker.finished = { [weak model] in model?.finished() }
        return model
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
        // The app's own window, and not the cover, which has the keyboard while a question of the system's stands over the app.
        let window = scene?.windows.first { $0.windowLevel == .normal }
        guard let root = window?.rootViewController, let view = root.view else { return closed() }
        // An iPad shows it as a bubble, which has to come from somewhere: from the middle, since a tap has no place here.
        sheet.popoverPresentationController?.sourceView = view
        sheet.popoverPresentationController?.sourceRect = CGRect(x: view.bounds.midX, y: view.bounds.midY, width: 1, height: 1)
        sheet.popoverPresentationController?.permittedArrowDirections = []
        root.present(sheet, animated: true, completion: nil)
    }
}
