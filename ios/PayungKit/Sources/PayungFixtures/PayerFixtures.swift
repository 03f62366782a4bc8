import PayungCore
import PayungKit

/// Who pays for whom. The code in them is nobody's.
extension Fixtures {
    public static let payers: [Loaded<PayersModel.Shown>] = [
        .loading, .failed(problem), .shown(payersShown()), .shown(payersShown(canRequest: false)),
        .shown(payersShown(code: true, asked: [requestLine(.accepted, .payCode, "Kode", answer: "Kodenya sudah ada.")])),
        .shown(payersShown(payers: [payer])), .shown(payersShown(members: [member])),
        .shown(payersShown(payers: [payer], members: [member], canRequest: false)),
        .shown(payersShown(code: true, members: [member])),
    ]

    public static let payFor: [Loaded<PayForModel.Shown>] = [
        .loading, .failed(problem),
        .shown(
            .init(
                title: "Kode dari orang yang mau Anda bayari", monthsTitle: "Mau bayar untuk berapa bulan?",
                months: ["1", "3", "6", "12"].map { option($0, "\($0) bulan", chosen: false, fixed: false, price: "") })),
    ]

    /// Somebody who pays for the member.
    public static let payer = arrangement("7K2M-0001", "R••• C•••", "R••• C••• membayar iuran Anda.")
    /// Somebody whom the registration pays for.
    public static let member = arrangement("7K2M-0002", "A••• C•••", "Anda membayar iuran A••• C•••. Nomornya 7K2M-0002.")

    public static func payersView(
        code: Bool = false, payers: [ArrangementView] = [], members: [ArrangementView] = [], needNotPay: Bool? = nil,
        requests: [RequestView] = [], canRequest: Bool = true, bills: [BillView] = []
    ) -> PayersView {
        let made = PayCodeView(
            code: Secret("0000-0000-0000"), lastDay: "2026-12-11", lastDayWords: "11 Desember 2026", words: Secret("CONTOH."),
            message: Secret("CONTOH: kodenya 0000-0000-0000."))
        let code = code ? made : nil
        let all = (payers + members).map(\.words) + (code == nil ? [] : ["CONTOH."])
        let open = bills.first { $0.phase == .open }
        let other: PayersStep = all.isEmpty && canRequest ? .begin : .done
        let step: PayersStep = code != nil ? .shareCode : open.map { .pay(bill: $0.id) } ?? other
        return PayersView(
            registration: "contoh", code: code, payers: payers, members: members,
            words: all.isEmpty ? ["Tidak ada orang lain yang membayar iuran Anda."] : all,
            needNotPay: needNotPay ?? !payers.isEmpty, requests: requests, canRequest: canRequest, bills: bills, step: step)
    }

    static func payersShown(
        code: Bool = false, payers: [ArrangementView] = [], members: [ArrangementView] = [], asked: [RequestView] = [],
        canRequest: Bool = true
    ) -> PayersModel.Shown {
        PayersModel.Shown(
            payersView(code: code, payers: payers, members: members, requests: asked, canRequest: canRequest))
    }

    static func arrangement(_ number: String, _ name: String, _ words: String) -> ArrangementView {
        ArrangementView(number: number, name: name, from: "2026-11", fromWords: "November 2026", until: nil, words: words)
    }
}
