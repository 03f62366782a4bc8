import Foundation
import Observation
import PayungCore

/// The app as a whole: opened or not, in front or behind, where it is, what a link asked for.
@Observable @MainActor
public final class AppModel {
    public enum State: ScreenState {
        case opening
        /// The phone was not unlocked since it started: nothing is damaged, and nothing can be read yet.
        case waitingForUnlock
        case open
        case failed(Problem)
    }

    public private(set) var state = State.opening
    public var navigation = Navigation()
    /// What is drawn over everything while the app is not in front, so that the app switcher shows no answer.
    public private(set) var covered = false
    /// Somebody has the app before them. A process that the system started in the background never had it in front.
    public private(set) var inFront = false
    /// The worker's own lock was not opened: the cover stays, with a button to try again.
    public private(set) var locked = false
    /// Why a link was not followed, until it was read.
    public private(set) var linkProblem: String?
    /// True until it was read: an alert takes it away.
    public var linkRefused: Bool {
        get { linkProblem != nil }
        set { if !newValue { linkProblem = nil } }
    }
    /// Why an answer on a notification was not taken, until it was read.
    public private(set) var answerProblem: Problem?
    /// True until it was read: an alert takes it away.
    public var answerRefused: Bool {
        get { answerProblem != nil }
        set { if !newValue { answerProblem = nil } }
    }

    public let core: Core
    public let words: Words
    public let changes: Changes
    public let welcome: WelcomeModel
    /// A picture that another app handed over.
    public let shared = SharedModel()
    /// The language of all words; the app keeps it.
    public private(set) var language: Language
    /// Counts what changed in the background: screens that show it ask again.
    public private(set) var news = 0
    private let host: String
    private let readable: @MainActor @Sendable () -> Bool
    private let keep: @MainActor @Sendable (Language) -> Void
    private let lock: any AppLocking
    private let inbox: SharedInbox?
    private var running: Task<Void, Never>?
    /// A link that names a code, until the core has it.
    private var referral: String?
    /// The lock was opened since the app was last left.
    private var unlocked = false
    private var askingLock = false

    /// `host` is the site of the app's links; `lock` is the worker's own; `inbox` is where pictures of other apps come; `keep` keeps the
    /// language where the words look it up; `readable` says whether the files of the app can be read at this moment.
    public init(
        core: Core, words: Words, changes: Changes, language: Language = .id, host: String, lock: any AppLocking = NoLock(),
        inbox: SharedInbox? = nil, keep: @escaping @MainActor @Sendable (Language) -> Void = { _ in },
        readable: @escaping @MainActor @Sendable () -> Bool
    ) {
        (self.core, self.words, self.changes, self.host, self.readable) = (core, words, changes, host, readable)
        (self.language, self.lock, self.inbox, self.keep) = (language, lock, inbox, keep)
        welcome = WelcomeModel(core: core, words: words)
        // Followed from here and not by a screen: a stream that stops being read once ends for good, and screens come and go.
        Task { [weak self] in for await _ in changes.stream { await self?.tookNews() } }
    }

    /// Opens the core, unless its files cannot be read before the phone was unlocked once: then nothing is touched, and this is called
    /// again. What is open stays open.
    public func open() async {
        guard state != .open else { return }
        guard readable() else {
            state = .waitingForUnlock
            return
        }
        do {
            _ = try await core.call { try $0.payung.home() }
            state = .open
            await welcome.refresh()
            await keepReferral()
        } catch {
            state = .failed(Problem(error, words))
        }
    }

    /// The app comes to the front. Behind a lock it stays covered until that is opened.
    public func activate() async {
        inFront = true
        guard await openLock() else { return }
        covered = false
        if state == .open { await welcome.unlock() } else { await open() }
        await offerShared()
        await sync()
    }

    /// Somebody sees what the screens show.
    public var isSeen: Bool { inFront && overlay == nil }

    /// What is drawn over everything.
    public var overlay: AppCover? { locked ? .locked : covered ? .plain : nil }

    /// The button on the cover of a lock that was not opened.
    public func openAgain() async {
        locked = false
        await activate()
    }

    /// Asks once each time the app was left. What the system asks with takes the app from the front and gives it back, so another call
    /// comes while this one waits, or after a no: that one is no reason to ask again.
    private func openLock() async -> Bool {
        guard lock.isOn, !unlocked else {
            locked = false
            return true
        }
        guard !askingLock, !locked else { return false }
        askingLock = true
        defer { askingLock = false }
        unlocked = await lock.open(words(.unlockReason))
        locked = !unlocked
        return unlocked
    }

    /// A run in the background: nothing is uncovered. The platform gives the key out there from the first unlock on; it is given back at
    /// the end, unless somebody has come to the app meanwhile.
    public func runBehind(_ notifier: any Notifier, _ reminders: RemindersModel) async {
        await open()
        if state == .open { await welcome.unlock() }
        await sync()
        await notify(notifier)
        await remind(reminders)
        if !inFront { await leave() }
    }

    /// The app is about to leave the front: the switcher takes its picture now.
    public func cover() { covered = true }

    /// The app is behind: the data key leaves memory, and what is ready still goes.
    public func leave() async {
        inFront = false
        (covered, unlocked, locked) = (true, false, false)
        shared.drop()
        inbox?.empty()
        guard state == .open else { return }
        try? await core.call { $0.payung.lock() }
    }

    /// The network is another one, or it is told for the first time, which may be before the app is open.
    public func network(_ network: Network) async {
        await core.tell(network)
        if network != .none { await sync() }
    }

    /// Sends and asks for news, once at a time. What fails is said on the screen of the registration, and tried again.
    public func sync() async {
        guard state == .open, running == nil else { return }
        let core = core
        let run = Task { _ = try? await core.sync() }
        running = run
        defer { running = nil }
        // The system cancels whoever waits when the time of a run in the background is over.
        await withTaskCancellationHandler {
            await run.value
        } onCancel: {
            run.cancel()
        }
    }

    /// Seconds until a run in the background is worth it, as the core says; nil when none is. A core that could not be opened, as before
    /// the phone was unlocked once, says nothing: the next hour may be better.
    public func nextRun() async -> TimeInterval? {
        let hour: TimeInterval = 3600
        guard state == .open else { return hour }
        do {
            return try await core.call { try $0.connection.nextRunInMillis() }.map { TimeInterval($0) / 1000 }
        } catch {
            return hour
        }
    }

    /// Waits for the sync that runs, if one does: the system is asked for so much time when the app is left.
    public func syncEnded() async { await running?.value }

    /// The core says that something changed.
    private func tookNews() async {
        news += 1
        await welcome.refresh()
    }

    /// Another language. It is kept before the screens are drawn again, since the shell's own words look it up where it is kept.
    public func choose(_ chosen: Language) async {
        guard chosen != language else { return }
        keep(chosen)
        language = chosen
        await welcome.choose(chosen)
    }

    /// Plans what the core wants to remind of, for every registration.
    public func remind(_ model: RemindersModel) async {
        let shown = await model.shows()
        // While the clock is not sure, or the key is locked, nobody knows better than what is planned already.
        guard let wanted = try? await core.call({ try $0.comingReminders(days: 90, shown: shown) }) else {
            return await model.keep()
        }
        await model.plan(wanted)
    }

    /// Shows what the office decided or recorded, where that may be shown. The system has taken it before the core is told.
    public func notify(_ notifier: any Notifier) async {
        guard await notifier.permission() == .allowed else { return }
        let news = (try? await core.call { try $0.registrations.notifications() }) ?? []
        for one in news {
            guard (try? await notifier.show(Reminder(one))) != nil else { continue }
            try? await core.call { try $0.registrations.acknowledge(notification: one.id) }
        }
    }

    /// A tap on a notification, or on one of its buttons. The core decides what becomes of an answer; a tap and paying open what the
    /// notification names. The key may be locked, since the app may be behind: it is asked for, and given back.
    public func tapped(_ reminder: Reminder, _ action: ReminderAction?, _ model: RemindersModel) async {
        let registration = reminder.registration
        guard let action else { return open(link: reminder.link) }
        guard action != .pay else { return open(link: DeepLink.pay(registration).link) }
        await open()
        do {
            try await core.call { core in
                _ = try core.payung.unlock()
                _ = try core.reminders.answer(registration: registration, action: action)
            }
            await remind(model)
        } catch {
            answerProblem = Problem(error, words)
        }
        if !inFront { await leave() }
    }

    /// What comes before a screen tries again after a problem; false when the way on leads to another screen.
    public func take(_ way: WayOn) async -> Bool {
        switch way {
        case .unlock: await core.unlock()
        case .help:
            navigation.go(to: .help)
            return false
        // Beginning anew is asked for on the first screen.
        case .startClean where !navigation.path.isEmpty:
            navigation.home()
            await welcome.refresh()
            return false
        default: break
        }
        return true
    }

    /// The code that a link named. One that came before the app was open waits for that.
    func keepReferral() async {
        guard state == .open, let text = referral else { return }
        referral = nil
        await welcome.keep(text)
    }

    /// Follows a link or a notification.
    public func open(link: String) {
        do {
            let link = try DeepLink(link, host: host)
            navigation.open(link)
            guard case .referral(let text) = link else { return }
            referral = text
            Task { await keepReferral() }
        } catch {
            linkProblem = words(error == .notOurs ? .linkNotOurs : .linkUnknown)
        }
    }
}

// Pictures of other apps.
extension AppModel {
    /// The system hands over a link, or a picture of another app as a file.
    public func open(url: URL) async {
        guard url.isFileURL else { return open(link: url.absoluteString) }
        do {
            let inbox = inbox
            let picture = try await Task.detached { try inbox?.take(url) }.value
            guard let picture else { throw SharedInbox.Failure.notOurs }
            shared.receive(picture)
            await offerShared()
        } catch {
            linkProblem = words(.sharedUnreadable)
        }
    }

    /// Where the picture goes: the screen that is shown, or the form that was filled in last, if one of them asks for a photo. It waits
    /// while the app is locked.
    private func offerShared() async {
        guard case .arrived = shared.state, state == .open, overlay == nil else { return }
        if await asksForPhoto(navigation.path.last) { return shared.offer() }
        let latest = (try? await core.call { try $0.drafts.page(skip: 0).drafts.first?.draft }) ?? nil
        if let latest, await asksForPhoto(.draft(latest)) {
            navigation.go(to: .draft(latest))
            return shared.offer()
        }
        shared.drop()
        linkProblem = words(.sharedNowhere)
    }

    /// Whether a photo can be given on that screen at this moment.
    private func asksForPhoto(_ route: Route?) async -> Bool {
        let asks = try? await core.call { core in
            switch route {
            case .draft(let draft):
                if case .photo = try core.drafts.resume(draft: draft).step.field { return true }
                return false
            case .incident(let id, let registration?):
                return try core.incidents.incident(registration: registration, id: id).papers.contains { $0.canPhotograph }
            default: return false
            }
        }
        return asks ?? false
    }
}

extension AppModel.State {
    public enum Kind: CaseIterable, Sendable { case opening, waitingForUnlock, open, failed }

    public var kind: Kind {
        switch self {
        case .opening: .opening
        case .waitingForUnlock: .waitingForUnlock
        case .open: .open
        case .failed: .failed
        }
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .opening: [Reading(words(.waiting))]
        case .waitingForUnlock: [Reading(words(.waitingForUnlock))]
        case .open: []
        case .failed(let problem): problem.reading(words)
        }
    }
}
