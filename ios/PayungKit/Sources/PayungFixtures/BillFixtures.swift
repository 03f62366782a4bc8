import Foundation
import PayungCore
import PayungKit

/// Bills, ways to pay, receipts and statements. The codes in them pay nobody.
extension Fixtures {
    public static let bill: [BillModel.State] =
        [.loading, .none(paidBy: []), .none(paidBy: [payer.words]), .failed(problem)]
        + [BillPhase.open, .paid, .expired, .cancelled, .refused].map {
            BillModel.State(billView($0), others: [billView(.expired, id: "contoh/lain")])
        }
        + [
            BillModel.State(billView(.open, step: .sync), others: []),
            BillModel.State(billView(.paid, step: .showReceipts(registration: "contoh")), others: []),
            BillModel.State(billView(.expired, step: .pay(bill: "contoh/lain")), others: [billView(.open, id: "contoh/lain")]),
            BillModel.State(billView(.expired, step: .askPayer(registration: "contoh")), others: []),
            BillModel.State(billView(.cancelled, step: .wait(registration: "contoh")), others: []),
        ]

    public static let channel: [Loaded<ChannelModel.Shown>] =
        [.loading, .failed(problem), .shown(.closed(billView(.expired))), .shown(.unusable(billView(.open), tokopedia))]
        + [.shown(.unusable(billView(.open), dana))]
        + [qris, indomaret, bank].map { .shown(.usable(billView(.open), $0)) }

    public static let receipts: [Loaded<ReceiptsModel.Shown>] = [
        .loading, .failed(problem), .shown(.init(receipts: [], notices: [])),
        .shown(.init(receipts: [receiptView], notices: [notice])), .shown(.init(receipts: [], notices: [notice])),
    ]

    public static let receipt: [Loaded<ReceiptView>] = [.loading, .failed(problem), .shown(receiptView)]

    public static let statement: [Loaded<StatementView>] = [
        .loading, .failed(problem),
        .shown(
            StatementView(
                year: 2026, title: "Iuran tahun 2026",
                months: [
                    StatementMonth(
                        month: "2026-11", monthWords: "November 2026", paidOn: "2026-11-27", amount: 16_800, sponsor: nil,
                        words: "November 2026: Rp16.800, dibayar 27 November 2026")
                ], jhtPaidIn: 0, total: 16_800, lines: ["1 bulan iuran 2026 sudah dicatat."],
                note: "Ini catatan dari KANTOR CONTOH, bukan pernyataan saldo JHT.")),
    ]

    /// `forOthers`: one more line of it is for `Fixtures.member`.
    public static func billView(
        _ phase: BillPhase, id: String = "contoh/satu", step: BillStep? = nil, forOthers: Bool = false,
        channels: [ChannelView]? = nil
    ) -> BillView {
        BillView(
            id: id, registration: "contoh", phase: phase, title: "Iuran November 2026", amount: 16_800, amountWords: "Rp16.800",
            lines: forOthers ? [ownLine, lineForOthers] : [ownLine], credit: 0, lastDay: "2026-11-30",
            until: "Bayar paling lambat 30 November 2026.", why: "Ini iuran pertama Anda.",
            after: phase == .open ? "Begitu KANTOR CONTOH mencatat pembayarannya: Terlindungi sampai 30 November 2026." : "",
            priceNote: phase == .open ? "Mulai Januari 2027 iurannya Rp33.600 sebulan." : nil,
            channels: channels ?? (phase == .open ? [qris, indomaret, bank, tokopedia] : []),
            refused: phase == .refused ? "Tagihan ini tidak bisa dibayar dari sini." : nil,
            spoken: "Iuran November 2026. enam belas ribu delapan ratus rupiah.", saidPaid: step == .sync,
            step: step ?? usualStep(phase))
    }

    private static let ownLine = BillLineView(
        month: "2026-11", monthWords: "November 2026", member: nil, amount: 16_800, words: "November 2026: Rp16.800", parts: [])
    private static let lineForOthers = BillLineView(
        month: "2026-11", monthWords: "November 2026", member: "A••• C•••", amount: 16_800,
        words: "November 2026, A••• C•••: Rp16.800", parts: [])

    /// What the core says of a bill in that phase, when nothing else is known.
    private static func usualStep(_ phase: BillPhase) -> BillStep {
        switch phase {
        case .open: .sayPaid
        case .paid: .showCover(registration: "contoh")
        case .expired, .cancelled: .renew
        case .refused: .askOffice
        }
    }

    public static let qris = channelView(
        "qris", "QRIS", .channelQris, keyName: "kode QRIS", key: "00020101021226", hasCode: true, [.savePicture, .send])
    public static let indomaret = channelView(
        "indomaret", "Indomaret", .channelMinimarket, keyName: "kode bayar", key: "8812000000017", hasCode: true,
        [.savePicture, .copy, .send])
    static let bank = channelView(
        "bank_transfer", "ATM atau aplikasi bank", .channelBank, keyName: "kode bayar", key: "8812000000017", hasCode: false, [],
        link: "https://contoh.example/bayar")
    public static let dana = channelView(
        "dana", "DANA", .channelWallet, keyName: "", key: nil, hasCode: false, [], reason: "Perlu nomor kartu peserta.",
        cardButton: "Isi nomor kartu")
    static let tokopedia = channelView(
        "tokopedia", "Tokopedia", .channelMarketplace, keyName: "kode bayar", key: nil, hasCode: false, [],
        reason: "Belum bisa untuk iuran pertama.")

    // swiftlint:disable:next function_parameter_count
    static func channelView(
        _ id: String, _ name: String, _ pictogram: Pictogram, keyName: String, key: String?, hasCode: Bool,
        _ actions: [CodeAction], link: String? = nil, reason: String = "", cardButton: String = ""
    ) -> ChannelView {
        ChannelView(
            id: id, name: name, pictogram: pictogram, enabled: reason.isEmpty, reason: reason, cardButton: cardButton,
            keyName: keyName, key: key,
            steps: ["Simpan gambar kode ini.", "Cek jumlahnya: Rp16.800."], fee: "Tanpa biaya tambahan.", limit: "", link: link,
            withoutData: false, note: "Satu HP tidak bisa memindai layarnya sendiri.", hasCode: hasCode,
            actions: actions.map { CodeActionView(action: $0, label: "Tombol \($0)") })
    }

    public static let notice = NoticeView(
        code: "unapplied", words: "Ada Rp8.400 yang belum dipakai untuk iuran.", amount: 8_400, bill: nil,
        atMillis: 1_795_750_000_000)

    public static let receiptView = ReceiptView(
        number: "K-000001", bill: "contoh/satu", paidAtMillis: 1_795_750_000_000, paidAtWords: "27 November 2026 pukul 10.00 WIB",
        channelName: "kode QRIS", reference: "SBX-000017", received: 16_800, credit: 0, unapplied: 0,
        lines: [
            BillLineView(
                month: "2026-11", monthWords: "November 2026", member: nil, amount: 16_800, words: "November 2026: Rp16.800",
                parts: [])
        ], title: "Pembayaran Rp16.800 sudah dicatat",
        rows: [ReceiptRow(label: "Nomor tanda terima", value: "K-000001"), ReceiptRow(label: "Lewat", value: "kode QRIS")],
        note: "Ini catatan dari KANTOR CONTOH.")
}
