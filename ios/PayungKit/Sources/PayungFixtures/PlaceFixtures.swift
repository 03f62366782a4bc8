import PayungCore
import PayungKit

/// Offices and counters, all of them invented.
extension Fixtures {
    public static let places: [Loaded<PlacesModel.Shown>] = [
        .loading, .failed(problem), .shown(.init(placesView(near: "Pilih kecamatan dulu. Lokasi HP tidak dipakai."))),
        .shown(.init(placesView(district: "32.01.01", empty: "Di provinsi ini belum ada tempat dalam daftar."))),
        .shown(.init(placesView(empty: "Belum ada daftar kantor dan loket di aplikasi ini.", about: ""))),
        .shown(
            .init(placesView(district: "32.01.01", places: [.open, .closed, .unknown].map { placeView($0) }, link: ""))),
    ]

    public static let place: [Loaded<PlaceModel.Shown>] =
        [.loading, .failed(problem)] + [PlaceState.open, .closed, .unknown].map { .shown(.init(placeView($0))) }

    public static func placesView(
        district: String = "", near: String = "Dekat Contoh", places: [PlaceView] = [], empty: String = "",
        about: String = "Daftar dari KANTOR CONTOH, dicocokkan 1 November 2026.", link: String = "mailto:contoh@contoh.example"
    ) -> PlacesView {
        PlacesView(
            title: "Kantor dan loket", about: about, district: district, near: near,
            services: places.isEmpty
                ? []
                : [
                    PlaceServiceView(id: "", label: "Semua urusan", pictogram: nil, chosen: true),
                    PlaceServiceView(id: "pay", label: "Bayar iuran", pictogram: .money, chosen: false),
                ], places: places, more: places.isEmpty ? "" : "Masih ada 3 tempat lagi, lebih jauh.", empty: empty,
            notices: ["Jangan pakai nomor kantor dari pencarian internet atau chat: banyak yang palsu."],
            person: person(link))
    }

    static func person(_ link: String) -> PlacePerson {
        PlacePerson(
            title: "Bicara dengan orang", text: "KANTOR CONTOH, JALAN CONTOH 0.", contact: "contoh@contoh.example", link: link)
    }

    /// One that is open has a verified number; one that is closed was looked at long ago; of the last one little is known.
    public static func placeView(_ state: PlaceState) -> PlaceView {
        let known = state != .unknown
        return PlaceView(
            id: "contoh-\(state)", name: "LOKET CONTOH \(state)", kind: "Loket di bank atau mitra (SPO)", pictogram: .office,
            partner: known ? "Di BANK CONTOH" : "", address: "JALAN CONTOH 0", landmark: known ? "Samping pasar CONTOH" : "",
            region: "Contoh", reach: "Di kecamatan ini", does: ["Daftar", "Bayar iuran"], state: state,
            stateWords: known ? (state == .open ? "Buka sampai 15.00 WIB" : "Tutup. Buka besok 08.00 WIB") : "",
            today: known ? "Hari ini 08.00–15.00 WIB" : "", tomorrow: "",
            hours: [known ? "Senin–Jumat 08.00–15.00 WIB" : "Jam buka belum diketahui."],
            queue: known ? "Ambil nomor antrean di sana" : "", phone: state == .open ? "021-000000" : "",
            phoneLink: state == .open ? "tel:021000000" : "", mapLink: "geo:0,0?q=CONTOH",
            mapQuery: "LOKET CONTOH, JALAN CONTOH 0",
            checked: "Terakhir diperiksa 1 November 2026",
            warnings: state == .closed ? ["Alamat ini terakhir diperiksa 1 Januari 2026. Tanya dulu sebelum datang."] : [])
    }
}
