import PayungCore
import PayungKit
import SwiftUI
import UIKit

/// A code with its buttons.
struct CodeCard: View {
    @Environment(AppModel.self) private var app
    let code: CodeModel

    var body: some View {
        if let channel = code.channel, let picture = code.picture {
            Bright {
                Text(channel.name).font(.headline)
                CodeImage(picture: picture, spoken: app.words(.hearCode, channel.name)).privacySensitive()
                if let key = channel.grouped { Text(key).font(.title2).textSelection(.enabled).accessibilityHidden(true) }
                ForEach(channel.actions, id: \.action) { action in
                    SecondaryButton(label: action.label) { Task { await act(action.action) } }
                }
            }
        }
        if let done = code.done { Notice(kind: .certain, words: app.words(done)) }
        if let problem = code.problem { ProblemNotice(problem: problem) { Task { await again() } } }
    }

    private func act(_ action: CodeAction) async {
        switch action {
        case .savePicture: await code.save()
        case .copy: if let text = code.copy() { UIPasteboard.general.string = text }
        case .send: if let sending = await code.send() { Sharing.share(sending.text, sending.picture) }
        }
        if action != .send { Haptics.feel(code.problem) }
        if let done = code.done { Announcer.say(app.words(done)) }
    }

    private func again() async {
        if let channel = code.channel { await code.show(channel) }
    }
}

/// A card that is held before a camera: the screen is bright while it is shown.
struct Bright<Content: View>: View {
    @Environment(\.scenePhase) private var phase
    @State private var light = CodeLight(
        get: { Double(UIScreen.main.brightness) }, set: { UIScreen.main.brightness = CGFloat($0) })
    @ViewBuilder let content: () -> Content

    var body: some View {
        VStack(spacing: Space.small, content: content)
            .card()
            .onAppear { light.on() }
            .onDisappear { light.off() }
            .onChange(of: phase) { _, phase in if phase == .active { light.on() } else { light.off() } }
    }
}

/// The modules, black on white also at night: a camera reads no other. Each pixel stays square and sharp.
struct CodeImage: View {
    let picture: CodePicture
    /// What VoiceOver says of it.
    let spoken: String

    var body: some View {
        if let image = picture.image {
            let code = Image(image, scale: 1, label: Text(spoken)).interpolation(.none).resizable()
            if picture.bars {
                code.frame(height: 110)
            } else {
                code.aspectRatio(1, contentMode: .fit).frame(maxWidth: 320)
            }
        }
    }
}

extension CodePicture {
    /// As the system draws it.
    var image: CGImage? {
        guard let provider = CGDataProvider(data: NSData(data: grey) as CFData) else { return nil }
        return CGImage(
            width: width, height: height, bitsPerComponent: 8, bitsPerPixel: 8, bytesPerRow: width,
            space: CGColorSpaceCreateDeviceGray(), bitmapInfo: CGBitmapInfo(rawValue: CGImageAlphaInfo.none.rawValue),
            provider: provider, decode: nil, shouldInterpolate: false, intent: .defaultIntent)
    }
}
