import SwiftUI

/// The one thing to do next: at the bottom, under the thumb, and as wide as the screen.
struct PrimaryButton: View {
    let label: String
    var enabled = true
    let press: () -> Void

    var body: some View {
        Button(action: press) {
            Text(label)
                .font(.headline)
                .frame(maxWidth: .infinity, minHeight: Space.target)
                .foregroundStyle(Tone.onPrimary)
                .background(enabled ? Tone.primary : Tone.edge)
                .clipShape(RoundedRectangle(cornerRadius: Space.corner))
        }
        .buttonStyle(.plain)
        .disabled(!enabled)
    }
}

/// Another way.
struct SecondaryButton: View {
    let label: String
    var role: ButtonRole?
    let press: () -> Void

    var body: some View {
        Button(role: role, action: press) {
            SecondaryLabel(label: label, tone: role == .destructive ? Tone.loss : Tone.primary)
        }
        .buttonStyle(.plain)
    }
}

/// What such a button looks like, also where the system makes the button.
struct SecondaryLabel: View {
    let label: String
    var tone = Tone.primary

    var body: some View {
        Text(label)
            .font(.headline)
            .frame(maxWidth: .infinity, minHeight: Space.target)
            .foregroundStyle(tone)
            .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(Tone.edge, lineWidth: 2) }
    }
}
