import PayungKit
import SwiftUI

/// The umbrella, as far open as `spread` says: one panel more than the form has steps, filled from the left. It is never whole before somebody is protected.
struct Umbrella: View {
    let filled: Int
    let panels: Int
    let reading: Reading
    var spread: CGFloat = 1

    var body: some View {
        ZStack {
            ForEach(Array(0..<max(panels, 1)), id: \.self) { index in
                Panel(index: index, of: max(panels, 1), spread: spread).fill(colour(index))
                Panel(index: index, of: max(panels, 1), spread: spread).stroke(Tone.ink, lineWidth: 1.5)
            }
            Handle().stroke(Tone.ink, lineWidth: 2)
        }
        .aspectRatio(1.1, contentMode: .fit)
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
    }

    private func colour(_ index: Int) -> Color {
        guard index < filled else { return Tone.paper }
        return index.isMultiple(of: 2) ? Tone.primary : Tone.accent
    }
}

/// One panel of the roof: from the top to its part of the rim, which hangs a little, and lower the less the roof is spread.
struct Panel: Shape {
    let index: Int
    let of: Int
    let spread: CGFloat

    nonisolated func path(in rect: CGRect) -> Path {
        let top = CGPoint(x: rect.midX, y: rect.minY)
        let (left, right) = (rim(index, rect), rim(index + 1, rect))
        var path = Path()
        path.move(to: top)
        path.addQuadCurve(to: left, control: CGPoint(x: left.x, y: rect.minY + rect.height * 0.12))
        path.addQuadCurve(to: right, control: CGPoint(x: (left.x + right.x) / 2, y: left.y - rect.height * 0.07))
        path.addQuadCurve(to: top, control: CGPoint(x: right.x, y: rect.minY + rect.height * 0.12))
        path.closeSubpath()
        return path
    }

    nonisolated private func rim(_ index: Int, _ rect: CGRect) -> CGPoint {
        let along = CGFloat(index) / CGFloat(of) - 0.5
        return CGPoint(x: rect.midX + rect.width * spread * along, y: rect.minY + rect.height * (0.5 + 0.3 * (1 - spread)))
    }
}

/// The stick with its hook.
struct Handle: Shape {
    nonisolated func path(in rect: CGRect) -> Path {
        let foot = CGPoint(x: rect.midX, y: rect.maxY - rect.height * 0.1)
        var path = Path()
        path.move(to: CGPoint(x: rect.midX, y: rect.minY + rect.height * 0.47))
        path.addLine(to: foot)
        path.addQuadCurve(
            to: CGPoint(x: foot.x + rect.width * 0.12, y: foot.y),
            control: CGPoint(x: foot.x + rect.width * 0.06, y: rect.maxY))
        return path
    }
}
