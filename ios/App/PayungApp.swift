import PayungCore
import PayungKit
import SwiftUI
import UIKit
import UserNotifications

@main
struct PayungApp: App {
    @Environment(\.scenePhase) private var phase
    @State private var app: AppModel
    @State private var listen = ListenModel.onThisPhone()
    @State private var reminders: RemindersModel
    private let network = NetworkWatch()
    private let taps: NotificationTaps
    private let cover = CoverWindow()

    init() {
        installQuietPanicHook()
        let app = AppModel.onThisPhone()
        _app = State(initialValue: app)
        let reminders = RemindersModel(notifier: SystemNotifier(), words: app.words) { SystemClock().nowMillis() }
        _reminders = State(initialValue: reminders)
        taps = NotificationTaps { await app.tapped($0, $1, reminders) }
        UNUserNotificationCenter.current().delegate = taps
        // On the main thread at once, so that two reports keep their order.
        network.start { network in Task { @MainActor in await app.network(network) } }
    }

    var body: some Scene {
        WindowGroup {
            RootView()
                .environment(app)
                .environment(listen)
                .environment(reminders)
                .id(app.language)
                .onOpenURL { url in Task { await app.open(url: url) } }
                .onChange(of: phase) { _, phase in Task { await changed(phase) } }
                .onChange(of: app.overlay, initial: true) { _, overlay in cover.show(overlay, app) }
        }
        .backgroundTask(.appRefresh(Background.id)) {
            await app.runBehind(SystemNotifier(), reminders)
            Background.ask(in: await app.nextRun())
        }
    }

    private func changed(_ phase: ScenePhase) async {
        switch phase {
        case .active:
            await app.activate()
            if app.overlay == nil { await app.remind(reminders) }
        case .inactive: app.cover()
        case .background:
            listen.stop()
            let time = TimeBehind()
            await app.leave()
            Background.ask(in: await app.nextRun())
            // What a sync leaves to do is known at its end, which the system may not wait for.
            await app.syncEnded()
            Background.ask(in: await app.nextRun())
            time.end()
        @unknown default: break
        }
    }
}

extension AppModel {
    /// With the Keychain, the private folder and the office's trust file out of the bundle.
    static func onThisPhone() -> AppModel {
        let changes = Changes()
        let language = BundleWords.language
        let trust = Bundle.main.url(forResource: "trust", withExtension: "json").flatMap {
            try? String(contentsOf: $0, encoding: .utf8)
        }
        let core = Core {
            let home = try HomeFolder.make()
            try? FileMarker(in: home).place()
            let settings = Settings(home: home.path, trust: trust, language: language)
            let keeper = KeychainKeeper(KeychainItems())
            let payung = try Payung.open(settings: settings, keeper: keeper, clock: SystemClock(), listener: changes, log: nil)
            return CoreObjects(payung)
        }
        let host = Bundle.main.object(forInfoDictionaryKey: "PayungLinkHost") as? String ?? ""
        return AppModel(
            core: core, words: BundleWords.words, changes: changes, language: language, host: host, lock: AppLock(),
            inbox: .onThisPhone(), keep: { BundleWords.language = $0 },
            // A folder that cannot even be made is a problem for the core to name.
            readable: { (try? HomeFolder.make()).map { FileMarker(in: $0).canBeRead } ?? true })
    }
}
