import PayungCore
import PayungKit

/// What an office was asked for, in each state that it can have there.
extension Fixtures {
    public static let requests: [Loaded<RequestsModel.Shown>] = [
        .loading, .failed(problem), .shown(.init(requests: [], canRequest: false)),
        .shown(
            .init(
                requests: [
                    requestLine(.received, .complaint, "Keluhan", until: "Dijawab paling lambat 4 Desember 2026."),
                    requestLine(.needsCorrection, .update, "Ubah data", corrections: [correction]),
                    requestLine(.accepted, .whoLooked, "Siapa yang membuka data", answer: "27 November 2026: pemeriksa."),
                ], canRequest: true)),
    ]

    public static func requestLine(
        _ state: RegistrationState, _ purpose: Purpose, _ title: String, until: String? = nil, answer: String? = nil,
        corrections: [CorrectionView] = []
    ) -> RequestView {
        RequestView(
            id: "contoh-\(title)", number: "7K2M-94QX", purpose: purpose, title: title, state: state,
            words: answer == nil ? "sudah sampai di KANTOR CONTOH" : "sudah dijawab", askedAtMillis: 1_795_750_000_000,
            askedAtWords: "27 November 2026 pukul 10.00 WIB", answerUntil: until, answer: answer.map { Secret($0) },
            corrections: corrections, registration: nil)
    }
}
