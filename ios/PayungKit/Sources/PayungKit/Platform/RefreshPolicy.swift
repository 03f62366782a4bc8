import Foundation
import PayungCore

/// When the system is asked to run the app in the background. The system decides; this says what is worth asking for.
public enum RefreshPolicy {
    /// Not more often: each run costs battery and perhaps a quota.
    static let soonest: TimeInterval = 15 * 60
    /// While something waits to go.
    static let hour: TimeInterval = 60 * 60
    /// While only the office's news is waited for.
    static let news: TimeInterval = 6 * 60 * 60

    /// Seconds from now; nil when there is nothing to do in the background.
    public static func next(after report: SyncReport?, awaitingNews: Bool) -> TimeInterval? {
        guard let report else { return hour }
        if let wait = report.retryInMillis {
            return min(max(TimeInterval(wait) / 1000, soonest), 24 * hour)
        }
        // Nothing can be tried now (no network), and something waits.
        if report.waiting > 0 { return hour }
        return awaitingNews ? news : nil
    }

    /// Does the office still owe an answer to one of these?
    public static func awaitsNews(_ registrations: [RegistrationView]) -> Bool {
        registrations.contains { [.ready, .sending, .received, .needsCorrection].contains($0.state) }
    }
}
