import PayungCore
import PayungTrial
import Testing

@testable import PayungKit

/// The code of a poster or a helper: out of a link or typed, shown, and removed with one tap. What a code is, the core says.
@MainActor @Suite struct ReferralTests {
    private let host = "contoh.example"

    private func app(_ core: Core, unlocked: @escaping @MainActor @Sendable () -> Bool = { true }) -> AppModel {
        AppModel(core: core, words: words, changes: Changes(), host: host, readable: unlocked)
    }

    private func kept(_ app: AppModel) -> String? {
        switch app.welcome.state {
        case .fresh(let home), .used(let home), .closed(let home, _): home.referral?.code
        case .loading, .failed: nil
        }
    }

    @Test(arguments: ["https://contoh.example/app/daftar?kode=pasar-7", "payung://daftar?kode=PASAR7"])
    func aLinkShowsItsCodeAndOneTapRemovesIt(link: String) async throws {
        let app = app(try Trial().core())
        await app.open()
        #expect(app.welcome.offersReferral && kept(app) == nil)
        app.navigation.go(to: .calculator)
        app.open(link: link)
        await app.keepReferral()
        #expect(kept(app) == "PASAR7" && app.navigation.path.isEmpty && app.linkProblem == nil)
        #expect(!app.welcome.offersReferral, "it is there")
        guard case .fresh(let home) = app.welcome.state, let referral = home.referral else { throw TrialFailed("no code") }
        let read = app.welcome.state.reading(words).map(\.label)
        #expect(read.contains(referral.words) && read.contains(referral.remove) && referral.words.contains("PASAR7"))
        await app.welcome.removeReferral()
        #expect(kept(app) == nil && app.welcome.offersReferral)
    }

    @Test(arguments: [
        "https://contoh.example/app/daftar?kode=PASAR0", "https://contoh.example/app/daftar?kode=PASAR7&kode=PASAR8",
        "https://contoh.example/app/daftar?lain=PASAR7", "payung://daftar?kode=",
    ])
    func aLinkWithoutACodeIsRefusedWhereTheCodeWouldStand(link: String) async throws {
        let app = app(try Trial().core())
        await app.open()
        app.open(link: link)
        await app.keepReferral()
        #expect(kept(app) == nil && app.welcome.refused?.isEmpty == false && app.welcome.state.kind == .fresh)
        await app.welcome.keep("PASAR7")
        #expect(kept(app) == "PASAR7" && app.welcome.refused == nil)
    }

    /// The link starts the app, or comes while the phone is still locked.
    @Test func aLinkWaitsUntilTheAppIsOpen() async throws {
        let phone = Lock()
        let app = app(try Trial().core()) { !phone.locked }
        phone.locked = true
        await app.open()
        app.open(link: "payung://daftar?kode=PASAR7")
        await app.keepReferral()
        #expect(app.state == .waitingForUnlock && kept(app) == nil)
        phone.locked = false
        await app.open()
        #expect(kept(app) == "PASAR7")
        await app.welcome.removeReferral()
        await app.keepReferral()
        #expect(kept(app) == nil, "what was removed does not come back")
    }

    @Test func whatIsTypedIsKeptOrRefusedBelowTheField() async throws {
        let core = try Trial().core()
        let model = ReferralModel(core: core, words: words)
        #expect(await !model.keep() && model.mistyped?.isEmpty == false, "nothing was typed")
        model.code = "INDAH"
        #expect(model.mistyped == nil, "another one is typed")
        #expect(await !model.keep() && model.mistyped?.isEmpty == false && model.code == "INDAH")
        #expect(model.spoken.contains(words(.haveReferral)) && model.spoken.contains(model.mistyped ?? "-"))
        model.code = " pasar-7 "
        #expect(await model.keep() && model.mistyped == nil && model.problem == nil && model.code.isEmpty)
        let app = app(core)
        await app.open()
        #expect(kept(app) == "PASAR7")
    }

    @Test func theReviewShowsItAndOneTapRemovesIt() async throws {
        let trial = try Trial()
        let core = try trial.core(trust: try Office(in: trial.folder.folder("office")).trust)
        let welcome = WelcomeModel(core: core, words: words)
        await welcome.keep("PASAR7")
        guard case .draft(let draft)? = await welcome.register() else { throw TrialFailed("no draft") }
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        #expect(form.view?.referral == nil, "not beside a question")
        try await form.fill(Sample.answers)
        let kept = try #require(form.view?.referral)
        let read = form.state.reading(words).map(\.label)
        #expect(read.contains(kept.words) && read.contains(kept.remove) && form.spoken.contains(kept.words))
        await form.removeReferral()
        #expect(form.state.kind == .review && form.view?.referral == nil && form.problem == nil)
        #expect(await form.ready() != nil)
    }

    private final class Lock {
        var locked = false
    }
}
