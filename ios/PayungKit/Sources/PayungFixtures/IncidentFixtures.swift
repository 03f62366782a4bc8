import PayungCore
import PayungKit

/// What to do when something happened, and reporting it. The papers in them are nobody's.
extension Fixtures {
    public static let incident: [Loaded<IncidentModel.Shown>] = [
        .loading, .shown(.reading(incidentView(noted: false), [registration(.received)])),
        .shown(.noting(incidentView(noted: false, report: report(possible: false)))),
        .shown(.reading(deathView, [])),
        .shown(.noting(incidentView(noted: true, report: report(photos: 1)))),
        .shown(.noting(incidentView(noted: true, report: report(sent: sentReports)))), .failed(problem),
    ]

    static let sentReports = [
        requestLine(.received, .incident, "Laporan kejadian", until: "Dijawab paling lambat 4 Desember 2026."),
        requestLine(.accepted, .incident, "Laporan kejadian", answer: "CONTOH: bawa berkas aslinya."),
    ]

    static func incidentView(noted: Bool, report: IncidentReport = report(possible: false)) -> IncidentView {
        let page = IncidentPage(number: 1, label: "Lembar 1", warning: "Agak gelap. Foto di tempat terang.")
        let frame = report.possible ? PhotoFrame(shape: .paper, width: 210, height: 297, words: "Kertas di dalam bingkai.") : nil
        return IncidentView(
            id: "accident", programme: .jkk, title: "Kecelakaan kerja", text: "Obati dulu, lalu lapor.",
            happenedMillis: noted ? 1_795_399_200_000 : nil, outcomeMillis: nil, asksOutcome: true,
            clocks: [
                IncidentClockView(
                    id: "report", words: "Laporkan dalam 48 jam sejak kejadian.",
                    until: noted ? "Sampai 25 November 2026 pukul 07.00 WIB. Sudah lewat." : "", untilMillis: nil, passed: noted,
                    leadsTo: nil)
            ], steps: [IncidentStep(id: "treat", words: "Ke rumah sakit yang terdekat.")],
            papers: [
                IncidentPaper(
                    id: "ktp", words: "KTP", ticked: noted, canPhotograph: report.possible, frame: frame,
                    pages: report.photos > 0 ? [page] : []),
                IncidentPaper(
                    id: "card", words: "Kartu", ticked: false, canPhotograph: report.possible, frame: frame,
                    sent: noted ? "2 lembar sudah dikirim" : ""),
            ], place: "Di mana: kantor cabang yang terdekat.", report: report)
    }

    /// A death at work is a work accident, so its first clock leads there.
    static var deathView: IncidentView {
        IncidentView(
            id: "death", programme: .jkm, title: "Meninggal dunia", text: "Untuk keluarga.",
            happenedMillis: nil, outcomeMillis: nil, asksOutcome: false,
            clocks: [
                IncidentClockView(
                    id: "at_work", words: "Di tempat kerja atau karena kerja? Lapor dalam 48 jam.", until: "", untilMillis: nil,
                    passed: false, leadsTo: IncidentLine(id: "accident", title: "Kecelakaan kerja"))
            ], steps: [IncidentStep(id: "certificate", words: "Urus akta kematian.")], papers: [],
            place: "Di mana: kantor cabang yang terdekat.", report: report(possible: false))
    }

    static func report(possible: Bool = true, photos: UInt32 = 0, sent: [RequestView] = []) -> IncidentReport {
        IncidentReport(
            possible: possible, button: photos > 0 ? "Lanjutkan laporan" : "Laporkan kejadian ini",
            words: possible ? "Laporan ini tersimpan di HP ini." : "Lapor langsung ke kantor cabang.",
            draft: photos > 0 ? "contoh" : nil, photos: photos, mostPhotos: 8,
            photosWords: photos > 0 ? "\(photos) dari 8 foto" : "", sent: sent)
    }
}
