import PayungKit
import SwiftUI
import UIKit

/// The cover over everything while the app is not in front, or locked. It has a window of its own: questions, sheets and the camera lie over
/// every view of the app's, and a question that stood open could otherwise be answered behind a lock.
@MainActor
final class CoverWindow {
    private var window: UIWindow?
    private weak var before: UIWindow?

    func show(_ overlay: AppCover?, _ app: AppModel) {
        guard overlay != nil else { return hide() }
        guard let scene = UIApplication.shared.connectedScenes.compactMap({ $0 as? UIWindowScene }).first,
            window?.windowScene !== scene
        else { return }
        before = scene.keyWindow
        let cover = UIWindow(windowScene: scene)
        cover.windowLevel = .alert + 1
        cover.rootViewController = UIHostingController(rootView: PrivacyCover().environment(app))
        // VoiceOver reads no other window.
        cover.accessibilityViewIsModal = true
        cover.makeKeyAndVisible()
        window = cover
    }

    /// The window that had the keyboard has it again.
    private func hide() {
        window?.isHidden = true
        window = nil
        before?.makeKey()
    }
}

/// What the app switcher shows: the name, and no answer. Behind a lock that was not opened also the button that asks again.
struct PrivacyCover: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack(spacing: Space.large) {
            Text(app.words(.covered)).font(.largeTitle)
            if app.overlay == .locked {
                PrimaryButton(label: app.words(.unlock)) { Task { await app.openAgain() } }
            }
        }
        .padding(Space.large)
        .frame(maxWidth: .infinity, maxHeight: .infinity)
        .background(Tone.paper)
    }
}
