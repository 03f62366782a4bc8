import PayungCore
import PayungKit

/// Settings, the recovery code and getting back by one. The code in them opens nothing.
extension Fixtures {
    public static let settings: [Loaded<SettingsModel.Shown>] =
        [.loading, .failed(problem), .shown(settingsShown(lock: nil, people: []))]
        + [NotifierPermission.allowed, .notAsked, .denied].map {
            .shown(settingsShown(lock: true, notifications: $0, people: [registration(.accepted), registration(.refused)]))
        } + [.shown(settingsShown(.en, lock: false, people: [registration(.ready)]))]

    public static let recoveryCode: [Loaded<RecoveryCodeModel.Shown>] = [
        .loading, .failed(problem), .shown(.init(codeView(written: false))), .shown(.init(codeView(written: true))),
    ]

    public static let recover: [RecoverModel.State] = [
        .asking(.none),
        .asking(
            RecoverProblems(
                code: "Kode pemulihan ada 16 huruf dan angka. Yang ditulis 15.",
                birthDate: "Tanggal lahirnya belum terbaca. Tulis seperti 31-01-1990.")),
        .waiting,
        .found(
            RecoveredView(
                registration: registration(.received),
                words: ["Pendaftaran 7K2M-94QX sekarang ada di HP ini.", "Tagihan datang begitu HP ini tersambung."])),
    ]

    static func settingsShown(
        _ language: Language = .id, lock: Bool?, notifications: NotifierPermission = .allowed, people: [RegistrationView]
    ) -> SettingsModel.Shown {
        SettingsModel.Shown(
            language: language, lock: lock, notifications: notifications, people: people, bytesSent: 118_000, about: about)
    }

    public static func codeView(written: Bool) -> RecoveryCodeView {
        let words = ["Kalau HP ini hilang, pakai kode ini di HP lain.", "Tulis di kertas."]
        return RecoveryCodeView(
            registration: "contoh", title: "Kode pemulihan",
            groups: written ? [] : ["0000", "0000", "0000", "0000"].map { Secret($0) }, spoken: Secret(written ? "" : "0 0 0 0"),
            words: words, birthDate: Secret("Dipakai bersama tanggal lahir 1 Januari 1990."), works: written,
            written: written ? nil : "Sudah saya tulis", newCode: written ? "Buat kode baru" : nil)
    }
}
