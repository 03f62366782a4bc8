import SwiftUI

/// The colours of `Assets.xcassets/Colours`, which `scripts/design.py` writes for every shell; each has a day and a night.
enum Tone {
    static let paper = Color("paper")
    static let card = Color("card")
    static let ink = Color("ink")
    static let soft = Color("soft")
    static let edge = Color("edge")
    static let primary = Color("primary")
    static let onPrimary = Color("on_primary")
    static let accent = Color("accent")
    static let success = Color("success")
    static let successGround = Color("success_ground")
    static let warning = Color("warning")
    static let warningGround = Color("warning_ground")
    static let loss = Color("loss")
}

enum Space {
    static let small: CGFloat = 8
    static let medium: CGFloat = 12
    static let large: CGFloat = 20
    static let corner: CGFloat = 14
    /// A finger's width: nothing that is tapped is lower.
    static let target: CGFloat = 48
}

/// An icon of the common set. The words beside it say what it means, so VoiceOver leaves it out.
struct Icon: View {
    let name: String

    init(_ name: String) { self.name = name }

    var body: some View {
        Image(name)
            .resizable()
            .frame(width: 24, height: 24)
            .accessibilityHidden(true)
    }
}
