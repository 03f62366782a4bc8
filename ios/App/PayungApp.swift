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

    init() {
        installQuietPanicHook()
        let app = AppModel.onThisPhone()
        _app = State(initialValue: app)
        let reminders = RemindersModel(notifier: SystemNotifier(), words: app.words) { SystemClock().nowMillis() }
        _reminders = State(initialValue: reminders)
        taps = NotificationTaps { await app.tapped($0, $1, reminders) }
        UNUserNotificationCenter.current().delegate = taps
        network.start { network in Task { await app.network(network) } }
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
                .onChange(of: app.language) { _, language in BundleWords.language = language }
                .task { await app.follow() }
        }
        .backgroundTask(.appRefresh(Background.id)) {
            await app.open()
            // The platform gives the key out in the background from the first unlock on; it is given back at the end.
            await app.activateBehind()
            await app.notify(SystemNotifier())
            await app.remind(reminders)
            await app.leave()
            await app.planNext()
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
            await app.leave()
            await app.planNext()
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
            let settings = Settings(home: try HomeFolder.make().path, trust: trust, language: language)
            let keeper = KeychainKeeper(KeychainItems())
            let payung = try Payung.open(settings: settings, keeper: keeper, clock: SystemClock(), listener: changes, log: nil)
            return CoreObjects(payung)
        }
        let host = Bundle.main.object(forInfoDictionaryKey: "PayungLinkHost") as? String ?? ""
        return AppModel(
            core: core, words: BundleWords.words, changes: changes, language: language, host: host, lock: AppLock(),
            inbox: .onThisPhone()
        ) {
            UIApplication.shared.isProtectedDataAvailable
        }
    }

    /// Asks the system for a run in the background, if one is worth it.
    func planNext() async {
        let registrations = (try? await core.call { try $0.registrations.page(before: nil).registrations }) ?? []
        Background.ask(in: RefreshPolicy.next(after: report, awaitingNews: RefreshPolicy.awaitsNews(registrations)))
    }
}
