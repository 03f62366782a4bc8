import PayungKit
import UIKit

/// A short touch after a tap; none with reduced motion.
@MainActor
enum Haptics {
    static func feel(_ problem: Problem?) {
        switch Feel(after: problem, reducedMotion: UIAccessibility.isReduceMotionEnabled) {
        case .done: UINotificationFeedbackGenerator().notificationOccurred(.success)
        case .refused: UINotificationFeedbackGenerator().notificationOccurred(.warning)
        case nil: break
        }
    }
}
