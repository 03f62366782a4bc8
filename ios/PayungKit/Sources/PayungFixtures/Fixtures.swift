import Foundation
import PayungCore
import PayungKit

/// One value, or more, of every state of every screen: for a test that reads them all, and for previews in Xcode. Everybody in them
/// is invented.
public enum Fixtures {
    public static let problem = Problem(words: "Belum berhasil. Isian Anda tetap tersimpan. Coba lagi.", wayOn: .tryAgain)

    public static let app: [AppModel.State] = [.opening, .waitingForUnlock, .open, .failed(problem)]

    public static let appCover: [AppCover] = [.plain, .locked]

    /// The picture in them is none.
    public static let shared: [SharedModel.State] = [.nothing, .arrived(Data([0xff])), .offered(Data([0xff]))]

    public static let welcome: [WelcomeModel.State] = [
        .loading, .fresh(home()), .fresh(home(referral: referral)), .used(home(drafts: [draft])),
        .used(home(registrations: [registration(.received)], delayed: 1)),
        .closed(home(key: .lockedNow, drafts: [draft]), Problem(words: "Buka kunci HP dulu.", wayOn: .unlock)),
        .closed(home(key: .gone), Problem(words: "Kunci data hilang.", wayOn: .startClean)), .failed(problem),
    ]

    public static let form: [FormModel.State] =
        [.loading, .failed(problem), .review(view(step(.review, review: review))), .ending(view(step(.ending)))]
        + fields.map { .question(view(step(.question, field: $0))) }
        + [
            .question(view(step(.question, field: .digits(max: 16, suggested: []), problems: ["Baru 15 angka. NIK ada 16."]))),
            .question(view(step(.question, field: .text(max: 40)), corrections: [correction])),
        ]

    public static let registration: [RegistrationModel.State] = [
        .loading, .waiting(shown(.ready)), .waiting(shown(.parked)), .sent(shown(.received)),
        .sent(shown(.received, cover: coverView(.notYet, .open, filled: 6, "Belum terlindungi"))),
        .correction(shown(.needsCorrection, corrections: [correction])), .ended(shown(.accepted)), .ended(shown(.refused)),
        .ended(shown(.withdrawn)), .ended(shown(.erased)), .failed(problem),
    ]

    public static let calculator: [CalculatorModel.State] = [
        .loading, .asking(CalculatorView(asked: [line], quote: nil)), .priced(CalculatorView(asked: [line], quote: quote), quote),
        .failed(problem),
    ]

    public static let people: [Loaded<PeopleModel.Shown>] = [
        .loading, .shown(.init()), .shown(.init([draft], [registration(.received)], more: true)),
        .shown(.init([], [registration(.ready)])), .failed(problem),
    ]

    public static let reminders: [RemindersModel.State] = [
        .loading, .none, .notAsked([reminder]), .planned([reminder]),
        .listed([reminder], Problem(words: "Pengingat belum boleh muncul.", wayOn: .settings)),
    ]

    public static let help: [Loaded<HelpModel.Shown>] = [
        .loading, .shown(.init(about, person("tel:000"))), .shown(.init(about, person(""))), .failed(problem),
    ]

    public static let myData: [Loaded<MyDataModel.Shown>] = [
        .loading, .shown(.stored(.init(about: about, drafts: 1, registrations: 20, more: true, bytesSent: 118_000))),
        .shown(.wiped), .failed(problem),
    ]

    /// One of each kind of field.
    public static let fields: [Field] = [
        .none, .text(max: 40), .digits(max: 16, suggested: ["16911"]), .date, .choice(options: options),
        .search(options: options, more: true, groups: []), .confirm(options: options), .several(options: options), .money,
        .yesNo(options: options),
        .photo(
            taken: true, frame: PhotoFrame(shape: .card, width: 856, height: 540, words: "Kartu di dalam bingkai."),
            verdict: PhotoVerdict(quality: .blurred, words: "Agak buram. Pegang HP diam.")), .consent(given: false), .note,
    ]

    static let reminder = Reminder(
        id: "contoh", atMillis: 1_801_008_000_000, when: "27 Januari 2027 pukul 08.00 WIB", title: "Iuran",
        text: "Iuran Februari belum dibayar.", link: "payung://reminders", registration: "contoh",
        answers: Answers([.init(.pay, "Cara bayar"), .init(.tomorrow, "Besok")]))

    static let options = [
        option("jkk", "Kecelakaan kerja (JKK)", chosen: true, fixed: true, price: "Rp8.000/bln"),
        option("jht", "Hari tua (JHT)", chosen: false, fixed: false, price: "Rp32.000/bln"),
    ]

    static func option(_ id: String, _ label: String, chosen: Bool, fixed: Bool, price: String) -> ChoiceView {
        ChoiceView(
            id: id, label: label, help: "", chosen: chosen, fixed: fixed, price: price, group: "", pictogram: nil, spoken: label)
    }

    static let correction = CorrectionView(
        question: "phone", title: "Nomor HP", words: Secret("Nomor ini tidak tersambung. Tulis nomor lain."))

    static let review = [
        ReviewLine(
            question: "name", label: "Nama", value: Secret("SITI CONTOH"), missing: false, editable: true, warnings: .init()),
        ReviewLine(question: "ktp", label: "Foto KTP", value: Secret(""), missing: true, editable: true, warnings: .init()),
    ]

    static let quote = QuoteView(total: "Rp45.600", months: "November, Desember, Januari", parts: [], reasons: ["Potongan 50%."])

    static let line = CalculatorLine(
        question: "programmes", title: "Program", help: "", field: .several(options: options), typed: Secret(""), understood: [],
        problems: [], warnings: [])

    static let about = AboutView(
        words: "Aplikasi independen.", version: "0.0.0", rules: 1, receiver: "KANTOR CONTOH", address: "JALAN CONTOH 0",
        contact: "contoh@contoh.example")

    static let programme = ProgrammeView(
        id: "jkk", name: "Kecelakaan kerja (JKK)", joins: .compulsory, who: "Semua", about: "Contoh.",
        benefits: [BenefitView(words: "Biaya berobat sampai sembuh.", source: "", confidence: "")], spoken: "", source: "",
        confidence: "")

    static let draft = DraftLine(
        draft: "contoh", form: "bpu", name: Secret("SITI CONTOH"), line: "Isian sampai langkah 3 dari 6 · tersimpan di HP ini",
        startedAtMillis: 0, changedAtMillis: 0, registration: nil, completes: nil, expires: nil)

    static let referral = ReferralView(code: "PASAR7", words: "Kode PASAR7 hanya dihitung.", remove: "Hapus kode")

    static func home(
        key: KeyState = .open, drafts: [DraftLine] = [], registrations: [RegistrationView] = [], delayed: UInt32 = 0,
        referral: ReferralView? = nil
    ) -> HomeView {
        HomeView(
            key: key, knowsOffice: true, receiver: "KANTOR CONTOH", lowest: "Mulai Rp8.400 sebulan.", panels: 7, drafts: drafts,
            moreDrafts: false, registrations: registrations, moreRegistrations: false, delayed: delayed, referral: referral,
            next: next(drafts, registrations), canRefer: referral == nil && (registrations.isEmpty || !drafts.isEmpty),
            canRecover: registrations.isEmpty, notices: [])
    }

    private static func next(_ drafts: [DraftLine], _ registrations: [RegistrationView]) -> NextStep {
        if let correct = registrations.first(where: { $0.state == .needsCorrection }) {
            return .correct(registration: correct.registration)
        }
        if let draft = drafts.first { return .resume(draft: draft.draft) }
        return registrations.isEmpty ? .register : .registerOther
    }

    static func view(_ step: StepView, corrections: [CorrectionView] = []) -> DraftView {
        DraftView(draft: "contoh", seq: 1, step: step, notice: nil, corrections: corrections)
    }

    public static func step(
        _ kind: ScreenKind, field: Field = .none, problems: [String] = [], review: [ReviewLine] = [],
        sections: [ReviewSection]? = nil
    ) -> StepView {
        StepView(
            kind: kind, id: "contoh",
            progress: Progress(
                step: 3, steps: 6, title: "Identitas", line: "Langkah 3 dari 6 · tersimpan", panelsFilled: 2, panels: 7),
            title: "Berapa NIK Anda?", help: "16 angka di baris NIK, bagian atas KTP.", example: "", spoken: "Berapa NIK Anda?",
            field: field,
            input: Input(
                keyboard: .digits, capitals: .none, autofill: .none, lines: 1, groups: .init(), minLength: nil, maxLength: 16,
                earliest: nil, latest: nil, minAmount: nil, maxAmount: nil),
            shown: [], typed: Secret(""), understood: [], problems: problems.map { Secret($0) }, warnings: [], quote: nil,
            review: review, sections: sections ?? (review.isEmpty ? [] : [ReviewSection(title: "Identitas", firstLine: 0)]),
            primary: "Lanjut", primaryEnabled: true, skip: "", canGoBack: true, secure: false)
    }

    static func shown(
        _ state: RegistrationState, corrections: [CorrectionView] = [], cover: CoverView? = nil
    ) -> RegistrationModel.Shown {
        RegistrationModel.Shown(registration(state, corrections: corrections), cover: cover)
    }

    /// What the core says of a registration in that state that has no bill.
    private static func step(_ state: RegistrationState) -> RegistrationStep {
        switch state {
        case .needsCorrection: .correct
        case .ready, .parked: .sendNow
        case .sending: .sync
        case .accepted: .showCover
        case .draft, .received, .refused, .withdrawn, .erased: .goHome
        }
    }

    public static func registration(
        _ state: RegistrationState, corrections: [CorrectionView] = [], step: RegistrationStep? = nil
    ) -> RegistrationView {
        RegistrationView(
            registration: "contoh", draft: nil, revision: 1, state: state, words: "Pendaftaran sudah sampai di kantor.",
            receipt: "Tanda terima 7K2M-94QX", next: "Bayar iuran pertama", step: step ?? self.step(state),
            others: others(state), reply: nil, corrections: corrections,
            timeline: [
                TimelineLine(
                    atMillis: 1_795_750_000_000, atWords: "27 November 2026 pukul 10.00 WIB", state: state,
                    words: "Tersimpan dan dikunci", revision: 1)
            ], photosSent: 1, photos: 1, bytesSent: 118_000, withdrawWanted: false, problem: nil, canSendNow: state == .ready,
            purpose: .register, purposeWords: "", missing: [], missingWords: nil, completes: nil, canComplete: state == .accepted,
            isOver: [.accepted, .refused, .withdrawn, .erased].contains(state), canTakeBack: state == .ready,
            canWithdraw: ![.accepted, .refused, .withdrawn, .erased].contains(state),
            canHaveCode: ![.draft, .refused, .withdrawn, .erased].contains(state),
            noCodeWords: [.draft, .refused, .withdrawn, .erased].contains(state) ? "Hanya untuk yang berjalan." : nil,
            isMembership: true, notification: nil)
    }

    /// What the core offers beside the step, as far as the state alone says it.
    private static func others(_ state: RegistrationState) -> [RegistrationAction] {
        switch state {
        case .draft, .ready, .sending, .parked: [.takeBack, .showRequests, .showRecoveryCode, .shareReceipt, .withdraw]
        case .received: [.showCover, .showReceipts, .showRequests, .showPayers, .showRecoveryCode, .shareReceipt, .withdraw]
        case .needsCorrection: [.showReceipts, .showRequests, .showPayers, .showRecoveryCode, .shareReceipt, .withdraw]
        case .accepted: [.showReceipts, .showRequests, .showPayers, .showRecoveryCode, .complete, .shareReceipt]
        case .refused, .withdrawn, .erased: [.showReceipts, .showRequests, .shareReceipt]
        }
    }
}
