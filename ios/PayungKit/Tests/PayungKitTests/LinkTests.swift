import Foundation
import Testing

@testable import PayungKit

@MainActor @Suite struct LinkTests {
    private let host = "contoh.example"
    private let id = "019362a1-7c4e-7d21-8a35-0c0e6f1f2a3b"

    private func read(_ link: String) -> Result<DeepLink, DeepLink.Refusal> {
        do throws(DeepLink.Refusal) { return .success(try DeepLink(link, host: host)) } catch { return .failure(error) }
    }

    @Test func linksOfOursOpenTheirScreen() throws {
        #expect(try read("payung://registration/\(id)").get() == .registration(id))
        #expect(try read("payung://cover/\(id)").get() == .cover(id))
        #expect(try read("payung://pay/\(id)").get() == .pay(id))
        #expect(try read("payung://reminders").get() == .reminders)
        #expect(try read("https://contoh.example/app").get() == .home)
        #expect(try read("https://CONTOH.example/app/iuran").get() == .calculator)
        // Whether a code is in it, the core says: `ReferralTests`.
        let ours = DeepLink.referral("payung://daftar?kode=abcd-2345")
        #expect(try read("https://contoh.example/app/daftar?kode=abcd-2345").get() == ours)
        #expect(try read("payung://daftar?kode=abcd-2345").get() == ours)
        #expect(try read("payung://daftar").get() == .home && read("https://contoh.example/app/daftar").get() == .home)
    }

    @Test(arguments: [
        "", "payung", "http://contoh.example/app", "https://lain.example/app", "https://contoh.example.lain.example/app",
        "https://a@contoh.example/app", "https://contoh.example:444/app", "https://contoh.example/app#x", "javascript:alert(1)",
        "file:///etc/passwd", "https:///app", "https://contoh.example@lain.example/app",
    ])
    func whatIsNotOursIsSaidToBeNotOurs(link: String) {
        #expect(read(link) == .failure(.notOurs))
    }

    @Test(arguments: [
        "payung://registration", "payung://registration/1", "payung://cover", "payung://cover/1", "payung://pay/",
        "payung://registration/../../x", "payung://wipe", "payung://home?x=1",
        "payung://registration/019362A1-7C4E-7D21-8A35-0C0E6F1F2A3B", "payung://daftar/kode?kode=ABCD",
        "https://contoh.example/app/lain",
    ])
    func whatWeDoNotKnowIsUnknown(link: String) {
        #expect(read(link) == .failure(.unknown))
    }

    /// Any text is a link of ours that is written back as it was read, or refused; nothing crashes.
    @Test func anyTextIsReadOrRefused() throws {
        var random = Seeded(16)
        let seeds = [
            "payung://registration/\(id)", "https://contoh.example/app/daftar?kode=ABCD2345",
            "payung://daftar?kode=A", "payung://home", "payung://help",
        ]
        let alphabet = Array("payung:/?#=&%@.-_ABC019\u{0}\u{202e}é💧 ")
        let rounds = Int(ProcessInfo.processInfo.environment["PAYUNG_FUZZ"] ?? "") ?? 20_000
        var (accepted, referrals) = (0, 0)
        for _ in 0..<rounds {
            var text = Array(seeds.randomElement(using: &random) ?? "")
            for _ in 0..<Int.random(in: 0...4, using: &random) where !text.isEmpty {
                let at = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: text.remove(at: at)
                case 1: text.insert(alphabet.randomElement(using: &random) ?? "a", at: at)
                case 2: text[at] = alphabet.randomElement(using: &random) ?? "a"
                default: text.append(contentsOf: text.prefix(at))
                }
            }
            guard case .success(let link) = read(String(text)) else { continue }
            accepted += 1
            #expect(try read(link.link).get() == link)
            if case .referral(let text) = link { referrals += text.hasPrefix("payung://daftar?") ? 1 : -rounds }
        }
        #expect(accepted > rounds / 50, "\(accepted): the seeds themselves are links")
        #expect(referrals > rounds / 200, "\(referrals): each is handed to the core as a link of the app's own")
    }

    @Test func navigationGoesOnBackAndToWhatALinkNames() throws {
        var navigation = Navigation()
        navigation.go(to: .calculator)
        navigation.go(to: .draft("a"))
        navigation.replace(with: .registration(id))
        #expect(navigation.path == [.calculator, .registration(id)])
        navigation.go(to: .calculator)
        #expect(navigation.path == [.calculator], "a screen on the way is gone back to")
        navigation.open(.registration(id))
        #expect(navigation.path == [.registration(id)])
        navigation.back()
        navigation.back()
        #expect(navigation == Navigation())
    }

    /// A process that ended goes on at its screen.
    @Test func theWayOutlivesTheProcess() {
        var navigation = Navigation(path: [.registration(id), .statement(id, year: 2026), .places])
        #expect(Navigation().kept.isEmpty)
        var next = Navigation()
        next.restore(navigation.kept)
        #expect(next == navigation)
        next.go(to: .place("a", district: "32.01.01"))
        #expect(next.kept == navigation.kept, "where somebody lives is not kept")
        // A link came first, or an app of another version kept what nobody knows.
        for odd in ["", "{", #"{"path":[{"elsewhere":{}}]}"#, #"{"path":7}"#] {
            next.home()
            next.restore(odd)
            #expect(next == Navigation(), "\(odd)")
        }
        next.open(.help)
        next.restore(navigation.kept)
        #expect(next.path == [.help])
        navigation.home()
        #expect(navigation.kept.isEmpty)
    }

    /// Two columns show the same way as one: nothing is lost when a window becomes wide or narrow.
    @Test func besideTheFirstScreenStandsWhatWasChosenThere() throws {
        var navigation = Navigation()
        #expect(navigation.beside == nil && navigation.aboveBeside.isEmpty)
        navigation.choose(.registration(id))
        navigation.go(to: .cover(id))
        #expect(navigation.beside == .registration(id) && navigation.aboveBeside == [.cover(id)])
        #expect(navigation.path == [.registration(id), .cover(id)])
        // The system takes the upper screen away when somebody goes back in the right column.
        navigation.aboveBeside = []
        #expect(navigation.path == [.registration(id)])
        navigation.go(to: .cover(id))
        navigation.choose(.help)
        #expect(navigation.path == [.help], "what was open before is not beneath what was chosen")
        navigation.choose(.draft("a"))
        navigation.replace(with: .registration(id))
        #expect(navigation.beside == .registration(id) && navigation.aboveBeside.isEmpty)
        navigation.home()
        navigation.aboveBeside = []
        #expect(navigation.path.isEmpty)
    }
}
