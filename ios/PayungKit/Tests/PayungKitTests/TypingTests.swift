import Foundation
import PayungCore
import PayungFixtures
import PayungTrial
import Testing

@testable import PayungKit

/// Digits that are set apart while they are typed.
@MainActor @Suite struct TypingTests {
    @Test(arguments: [
        (Grouping.blocks([4]), "3201015501900001", "3201 0155 0190 0001"), (.blocks([4]), "081200", "0812 00"),
        (.blocks([3, 2]), "1234567", "123 45 67"), (.blocks([4]), "", ""), (.blocks([4]), "+62 812", "+62 812"),
        (.blocks([4]), "1234 ", "1234"), (.thousands, "1500000", "1.500.000"), (.thousands, "1.50", "150"),
        (.thousands, "500", "500"), (.thousands, "1,5 juta", "1,5 juta"), (.none, "12345", "12345"),
    ])
    func digitsAreSetApart(grouping: Grouping, typed: String, shown: String) {
        #expect(grouping.group(typed) == shown && grouping.group(shown) == shown)
    }

    /// Whatever is typed, no sign of it is lost, added or moved.
    @Test func onlyMarksComeAndGo() {
        var random = Seeded(21)
        for _ in 0..<2_000 {
            let length = Int.random(in: 0...20, using: &random)
            let text = String((0..<length).compactMap { _ in "0123456789".randomElement(using: &random) })
            let sizes = (0..<Int.random(in: 0...3, using: &random)).map { _ in Int.random(in: 0...5, using: &random) }
            for grouping in [Grouping(.digits(max: 20, suggested: []), Data(sizes.map { UInt8($0) })), Grouping(.money)] {
                let shown = grouping.group(text)
                #expect(shown.filter { $0 != " " && $0 != "." } == text, "\(grouping)")
                #expect(shown == shown.trimmingCharacters(in: .whitespaces) && !shown.contains("  "))
            }
        }
    }

    @Test func aChangeInTheMiddleIsSetApartWhenTheFieldIsLeft() {
        let grouping = Grouping.blocks([4])
        #expect(grouping.group("3201 01559", after: "3201 0155") == "3201 0155 9")
        #expect(grouping.group("3201 0155 ", after: "3201 0155 0") == "3201 0155")
        #expect(grouping.group("32901 0155", after: "3201 0155") == "32901 0155")
    }

    @Test func aNikIsSetApartInTheFormAndTheCoreReadsIt() async throws {
        let core = try Trial().core()
        let draft = try await core.call { core in
            var view = try core.drafts.start(form: "bpu")
            while view.step.id != "nik", let answer = Sample.answers[view.step.id] {
                view = try core.drafts.answer(draft: view.draft, question: view.step.id, text: Secret(answer))
            }
            return view.draft
        }
        let form = FormModel(core: core, words: words)
        await form.resume(draft)
        try #require(form.view?.step.id == "nik")
        var shown = ""
        for sign in Sample.nik {
            form.text += String(sign)
            shown = form.text
        }
        #expect(shown == "3201 0155 0190 0001")
        form.text = "32011 0155 0190 0001"
        #expect(form.text == "32011 0155 0190 0001")
        form.leaveField()
        #expect(form.text == "3201 1015 5019 0000 1")
        form.text = shown
        form.leaveField()
        await form.settle()
        #expect(form.hints?.problems.isEmpty == true && form.hints?.complete == true)
        await form.next()
        #expect(form.view?.step.id == "nik_right" && form.text.isEmpty)
        await form.back()
        #expect(form.text == shown, "as it was typed: \(form.text)")
    }
}

/// The phone's voice in memory.
@MainActor private final class MemoryVoice: Voice {
    var hasVoice = true
    var said: [String] = []
    var stopped = 0

    func speak(_ text: String, _ language: Language) -> Bool {
        if hasVoice { said.append(text) }
        return hasVoice
    }

    func stop() { stopped += 1 }
}

@MainActor @Suite struct ListenTests {
    private let voice = MemoryVoice()
    private let model: ListenModel

    init() { model = ListenModel(voice) }

    @Test func anOptionThatIsTouchedSaysItselfWhileListeningIsOn() {
        model.touched("Ojek", .id)
        #expect(voice.said.isEmpty, "nobody asked to hear anything")
        model.toggle("Pekerjaan Anda?", .id)
        #expect(model.on && model.speaking)
        model.touched("Ojek", .id)
        model.finished()
        #expect(model.on && !model.speaking)
        model.touched("Pedagang", .id)
        #expect(voice.said == ["Pekerjaan Anda?", "Ojek", "Pedagang"])
        model.toggle("Pekerjaan Anda?", .id)
        #expect(!model.on && !model.speaking && voice.stopped == 1, "while it reads, the button stops it")
        model.touched("Ojek", .id)
        #expect(voice.said.count == 3)
    }

    @Test func anOptionThatIsHeldDownAlwaysSaysItself() {
        model.say("Ojek", .id)
        model.say("", .id)
        #expect(voice.said == ["Ojek"] && model.speaking && !model.on)
        model.stop()
        #expect(!model.speaking)
    }

    @Test func aPhoneWithoutAVoiceSaysSo() {
        voice.hasVoice = false
        model.toggle("Pekerjaan Anda?", .id)
        #expect(model.noVoice && !model.on && !model.speaking)
        model.touched("Ojek", .id)
        #expect(voice.said.isEmpty)
    }
}

/// The line over the camera's picture.
@Suite struct FrameBoxTests {
    private let card = PhotoFrame(shape: .card, width: 856, height: 540, words: "")
    private let page = PhotoFrame(shape: .paper, width: 210, height: 297, words: "")

    @Test(arguments: [(390.0, 844.0), (844, 390), (1024, 1366), (1366, 1024), (320, 568)])
    func itKeepsItsProportionsAndItsPlaceInThePicture(width: Double, height: Double) {
        let bounds = CGRect(x: 0, y: 0, width: width, height: height)
        for frame in [card, page] {
            for onItsSide in [false, true] {
                let box = frame.box(in: bounds, onItsSide: onItsSide)
                let turned = onItsSide && width < height
                let ratio = turned ? Double(frame.height) / Double(frame.width) : Double(frame.width) / Double(frame.height)
                #expect(abs(box.width / box.height - ratio) < 0.001 && bounds.contains(box), "\(box)")
                #expect(box.width * box.height > 0.1 * width * height, "large enough to aim at")
            }
        }
    }

    /// A card that is photographed lying wide uses more of the picture than it could upright.
    @Test func itTurnsWithThePhone() {
        let bounds = CGRect(x: 0, y: 0, width: 390, height: 844)
        let (upright, turned) = (card.box(in: bounds), card.box(in: bounds, onItsSide: true))
        #expect(upright.width > upright.height && turned.height > turned.width && turned.height > upright.width)
        #expect(PhotoFrame(shape: .face, width: 0, height: 0, words: "").box(in: bounds).width > 0)
    }
}
