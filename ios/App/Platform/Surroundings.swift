import BackgroundTasks
import Foundation
import Network
import PayungCore
import PayungKit
import UIKit

/// The app's private folder: not in a backup, readable from the first unlock after a start on.
enum HomeFolder {
    static func make() throws -> URL {
        let support = try FileManager.default.url(
            for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        var folder = support.appendingPathComponent("payung", isDirectory: true)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true,
            attributes: [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication])
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try folder.setResourceValues(values)
        return folder
    }
}

/// The words of the chosen language out of the app's bundle, which holds one folder for each.
final class BundleWords: @unchecked Sendable {
    private static let key = "language"

    static let words = Words { text in
        let code = UserDefaults.standard.string(forKey: key) ?? "id"
        guard let path = Bundle.main.path(forResource: code, ofType: "lproj"), let bundle = Bundle(path: path) else {
            return text.rawValue
        }
        return bundle.localizedString(forKey: text.rawValue, value: nil, table: nil)
    }

    static var language: Language {
        get { UserDefaults.standard.string(forKey: key) == "en" ? .en : .id }
        set { UserDefaults.standard.set(newValue.code, forKey: key) }
    }
}

/// The phone's clock.
final class SystemClock: PayungCore.Clock {
    func nowMillis() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

/// Tells which network there is, whenever it changes.
final class NetworkWatch: Sendable {
    private let monitor = NWPathMonitor()

    func start(_ tell: @escaping @Sendable (PayungCore.Network) -> Void) {
        monitor.pathUpdateHandler = { path in
            guard path.status == .satisfied else { return tell(.none) }
            tell(path.isExpensive || path.isConstrained ? .metered : .unmetered)
        }
        monitor.start(queue: DispatchQueue(label: "org.payung.network"))
    }
}

/// A little time of the system's when the app is left, so that a sync that runs comes to its end. One that the system ends before loses
/// nothing, and the next one sends the rest.
@MainActor
final class TimeBehind {
    private var id = UIBackgroundTaskIdentifier.invalid

    init() {
        id = UIApplication.shared.beginBackgroundTask(withName: "sync") { [weak self] in self?.end() }
    }

    /// Given back, once.
    func end() {
        guard id != .invalid else { return }
        UIApplication.shared.endBackgroundTask(id)
        id = .invalid
    }
}

/// Runs in the background. Asked for each time the app is left, as the core says; the system decides when, and whether.
enum Background {
    /// Also in Info.plist, under BGTaskSchedulerPermittedIdentifiers.
    static let id = "org.payung.app.refresh"

    static func ask(in seconds: TimeInterval?) {
        guard let seconds else { return }
        let request = BGAppRefreshTaskRequest(identifier: id)
        request.earliestBeginDate = Date(timeIntervalSinceNow: seconds)
        try? BGTaskScheduler.shared.submit(request)
    }
}
