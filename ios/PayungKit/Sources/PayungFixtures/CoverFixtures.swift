import Foundation
import PayungCore
import PayungKit

/// Cover, the jar, incidents and how reminders come.
extension Fixtures {
    public static let cover: [Loaded<CoverModel.Shown>] =
        [.loading, .failed(problem)]
        + [
            coverView(.notYet, .open, filled: 6, "Belum terlindungi", .wait(registration: "contoh")),
            coverView(.protected, .open, filled: 7, "Terlindungi sampai 31 Januari 2027", .showCard(registration: "contoh")),
            coverView(.grace, .half, filled: 7, "Iuran Februari belum dibayar", .pay(bill: "contoh.1"), missing: ["2027-02"]),
            coverView(.ended, .folded, filled: 0, "Perlindungan sudah berakhir sejak 1 Mei 2027", .renew(bill: "contoh.1")),
        ].map { .shown(.init(cover: $0, jar: jarView(days: 3), next: next)) }

    public static let card: [Loaded<CardModel.Shown>] =
        [.loading, .failed(problem)]
        + [.none, .good, .clockUnsure, .notYet, .over, .refused].map { .shown(cardShown($0)) }

    /// The code in it is a dot and proves nothing.
    static func cardShown(_ phase: CardPhase) -> CardModel.Shown {
        let code = phase == .good || phase == .clockUnsure ? CodeView(width: 1, height: 1, border: 4, modules: Data([0x80])) : nil
        let card = CardView(
            phase: phase, sign: phase == .none ? .plain : phase == .good ? .certain : .lookAgain,
            title: "Kartu peserta (\(phase))", lines: ["S. C. · NIK berakhiran 0001"],
            validUntil: code == nil ? nil : "2026-12-31", code: code, text: code == nil ? nil : "CONTOH")
        return CardModel.Shown(card: card, picture: code.flatMap { CodePicture($0) })
    }

    public static let jar: [JarModel.State] = [
        .loading, .none, .saving(jarView(days: 3), today: "2026-11-03"), .saving(jarView(days: 3), today: "2026-11-09"),
        .full(jarView(days: 23), today: "2026-11-23"), .failed(problem),
    ]

    public static let incidents: [Loaded<IncidentsModel.Shown>] = [
        .loading, .shown(.init([IncidentLine(id: "accident", title: "Kecelakaan kerja")], [programme])), .failed(problem),
    ]

    public static let reminderSettings: [Loaded<ReminderSettingsModel.Shown>] =
        [.loading, .failed(problem)]
        + [.unset, .daily, .weekly(weekday: 6), .monthly(day: 25), .harvest(months: [3, 9])].map {
            .shown(.init(choices($0, on: true)))
        } + [.shown(.init(choices(.unset, on: false)))]

    static let next = CoverModel.Next(title: "Terlindungi sampai 31 Januari 2027", when: "26 Januari 2027, 08.00 WIB")

    public static func coverView(
        _ phase: CoverPhase, _ umbrella: UmbrellaState, filled: UInt8, _ title: String, _ next: CoverStep? = nil,
        missing: [String] = []
    ) -> CoverView {
        CoverView(
            on: "2026-11-27", phase: phase, title: title, lines: ["Perlindungan mulai sesudah iuran pertama dibayar."],
            programmes: [
                ProgrammeCoverView(
                    programme: .jkk, name: "JKK (kecelakaan kerja)", level: .full, words: "berlaku sampai 31 Januari 2027",
                    until: "2027-01-31", fullFrom: nil)
            ], since: nil, paidUntil: nil, missing: missing, cost: nil, panels: 7, panelsFilled: filled, umbrella: umbrella,
            next: next)
    }

    static func jarView(days: Int) -> JarView {
        JarView(
            line: "\(days) dari 23 tanda untuk iuran Desember 2026", about: "Ini hanya tanda. Uangnya Anda simpan sendiri.",
            month: "2026-12", goal: 11_400, each: 500, marked: UInt64(days) * 500, needed: 23,
            days: (0..<days).map { "2026-11-\($0 < 9 ? "0" : "")\($0 + 1)" }, full: days >= 23)
    }

    static func choices(_ payday: PaydayChoice, on: Bool) -> ReminderChoices {
        ReminderChoices(
            on: on, payday: payday, at: "08.00", quietFrom: "20.00", quietTo: "07.00", zone: .wita,
            pausedUntil: on ? "2027-02-10" : nil, pausedUntilWords: on ? "10 Februari 2027" : nil)
    }
}
