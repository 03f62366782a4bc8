//! Offices and counters: what a bundle brings, in words, by a clock that is sure or not.

use super::*;

/// An invented list near Cibinong; 23 November 2026 is a Monday.
const LIST: &str = r#"{ "version": 3, "checked": "2026-11-20", "source": "INVENTED [D]", "places": [
    { "id": "cabang-contoh", "kind": "branch", "name": "Kantor Cabang Contoh", "address": "Jalan Contoh Nomor 0",
      "landmark": "depan Pasar Contoh", "district": "32.01.01", "lat": -6.48, "lon": 106.83, "does": ["register", "pay", "correct"],
      "hours": [{ "days": "12345", "from": "08.00", "to": "15.30", "break_from": "12.00", "break_to": "13.00" }],
      "phone": "(021) 000-0000", "queue": "ticket", "serves": ["32.01"], "checked": "2026-11-20" },
    { "id": "spo-contoh", "kind": "spo", "name": "SPO Bank Contoh", "partner": "Bank Contoh", "address": "Jalan Contoh Nomor 1",
      "district": "32.01.05", "does": ["pay"], "hours": [{ "days": "136", "from": "08.30", "to": "14.00" }],
      "closed_from": "2027-01-01", "checked": "2026-05-01" },
    { "id": "klinik-contoh", "kind": "hospital", "name": "Klinik Contoh", "address": "Jalan Contoh Nomor 2",
      "district": "32.04.05", "does": ["treat_jkk"], "hours": [{ "days": "1234567", "from": "00.00", "to": "24.00" }],
      "checked": "2026-11-20" },
    { "id": "desa-contoh", "kind": "village_point", "name": "Balai Desa Contoh", "address": "Jalan Contoh Nomor 3",
      "district": "91.03.01", "does": ["register"], "hours": [], "checked": "2026-11-20" }] }"#;

fn with_list(phone: &Phone) -> Arc<Payung> {
    let payung = phone.open();
    phone.bring(&payung, 0, |files| {
        files.insert("places.json".into(), LIST.into());
    });
    payung
}

fn near(payung: &Payung, district: &str, does: &str) -> PlacesView {
    payung
        .lookup()
        .places(district.into(), does.into(), 20)
        .unwrap()
}

fn ids(view: &PlacesView) -> Vec<&str> {
    view.places.iter().map(|it| it.id.as_str()).collect()
}

#[test]
fn a_place_is_told_in_words_with_its_hours_today() {
    let phone = Phone::new();
    let payung = with_list(&phone);
    let view = near(&payung, "32.01.05", "");
    assert_eq!(
        view.near,
        "Dekat Jonggol, Kabupaten Bogor, Jawa Barat".replace(
            "Jonggol",
            &payung.lookup().regions("32.01.05".into(), 1)[0].name
        )
    );
    assert_eq!(
        view.about,
        "Daftar dari KANTOR CONTOH PAYUNG, dicocokkan 20 November 2026."
    );
    assert_eq!(ids(&view), ["spo-contoh", "cabang-contoh", "klinik-contoh"]);
    let branch = &view.places[1];
    assert_eq!(
        (
            branch.state,
            branch.state_words.as_str(),
            branch.today.as_str(),
            branch.tomorrow.as_str()
        ),
        (
            PlaceState::Open,
            "Buka sampai 12.00 WIB",
            "Hari ini 08.00–12.00, 13.00–15.30 WIB",
            ""
        )
    );
    assert_eq!(
        branch.hours,
        ["Senin–Jumat 08.00–15.30, istirahat 12.00–13.00 WIB"]
    );
    assert_eq!(branch.phone_link, "tel:0210000000");
    assert_eq!(
        branch.map_link,
        "geo:-6.48,106.83?q=-6.48,106.83(Kantor%20Cabang%20Contoh)"
    );
    assert_eq!(branch.reach, "Di kabupaten atau kota yang sama");
    assert_eq!(branch.does, ["Daftar", "Bayar iuran", "Betulkan data"]);
    assert!(branch.warnings.is_empty());
    let counter = &view.places[0];
    assert_eq!(counter.tomorrow, "Besok tutup.");
    assert_eq!(counter.hours, ["Senin, Rabu, Sabtu 08.30–14.00 WIB"]);
    assert_eq!(
        (counter.phone_link.as_str(), counter.partner.as_str()),
        ("", "Di Bank Contoh")
    );
    assert_eq!(
        counter.warnings,
        [
            "Tutup untuk seterusnya mulai 1 Januari 2027.",
            "Alamat ini terakhir diperiksa 1 Mei 2026. Tanya dulu sebelum datang: kantor@contoh.example.",
        ]
    );
    assert!(
        counter
            .map_link
            .starts_with("geo:0,0?q=SPO%20Bank%20Contoh%2C%20Jalan")
    );
    assert_eq!(view.places[2].hours, ["Setiap hari 00.00–24.00 WIB"]);
    assert_eq!(view.person.link, "mailto:kantor@contoh.example");
}

#[test]
fn what_is_asked_for_is_what_is_done_there_and_the_choice_can_be_taken_back() {
    let phone = Phone::new();
    let payung = with_list(&phone);
    let view = near(&payung, "32.01.05", "correct");
    assert_eq!(ids(&view), ["cabang-contoh"]);
    let chosen: Vec<(&str, bool)> = view
        .services
        .iter()
        .map(|it| (it.id.as_str(), it.chosen))
        .collect();
    assert_eq!(
        chosen,
        [
            ("", false),
            ("register", false),
            ("pay", false),
            ("correct", true),
            ("treat_jkk", false)
        ]
    );
    let none = near(&payung, "32.01.05", "employer");
    assert_eq!(
        none.empty,
        "Di dekat sini belum ada tempat dalam daftar untuk: Urusan pemberi kerja. Tanya KANTOR CONTOH PAYUNG: kantor@contoh.example."
    );
    assert!(
        none.services
            .iter()
            .any(|it| it.id == "employer" && it.chosen)
    );
    assert!(matches!(
        payung.lookup().places("32.01.05".into(), "fly".into(), 20),
        Err(PayungError::NotPossible { .. })
    ));
}

#[test]
fn evenings_weekends_and_holidays_are_said_by_the_clock_of_the_place() {
    let phone = Phone::new();
    let payung = with_list(&phone);
    let said = |day, hour| {
        phone.set_day(day, hour);
        let view = near(&payung, "32.01.01", "correct");
        let place = view.places[0].clone();
        (place.state_words, place.today, place.tomorrow)
    };
    let hours = "Hari ini 08.00–12.00, 13.00–15.30 WIB";
    assert_eq!(
        said(0, 12),
        (
            "Tutup. Buka lagi 13.00 WIB".into(),
            hours.into(),
            String::new()
        )
    );
    assert_eq!(
        said(0, 20),
        (
            "Tutup. Buka besok 08.00 WIB".into(),
            hours.into(),
            String::new()
        )
    );
    // Friday evening.
    assert_eq!(
        said(4, 20),
        (
            "Tutup. Buka lagi Senin, 30 November 2026, 08.00 WIB".into(),
            hours.into(),
            "Besok tutup.".into()
        )
    );
    // Wednesday before Christmas: Thursday is shared leave, Friday Christmas.
    let (_, _, tomorrow) = said(30, 9);
    assert_eq!(tomorrow, "Besok tutup: Kelahiran Yesus Kristus.");
    let (words, today, _) = said(32, 9);
    assert_eq!(today, "Hari ini tutup: Kelahiran Yesus Kristus.");
    assert_eq!(words, "Tutup. Buka lagi Senin, 28 Desember 2026, 08.00 WIB");
    let clinic = near(&payung, "32.04.05", "").places[0].clone();
    assert_eq!(
        (clinic.id.as_str(), clinic.state, clinic.today.as_str()),
        (
            "klinik-contoh",
            PlaceState::Unknown,
            "Hari ini Kelahiran Yesus Kristus: belum tentu buka. Tanya dulu."
        )
    );
}

#[test]
fn in_papua_it_is_two_hours_later_and_unknown_hours_are_said() {
    let phone = Phone::new();
    let payung = phone.open();
    phone.bring(&payung, 0, |files| {
        let list = LIST.replace("32.01.01", "91.03.02");
        files.insert("places.json".into(), list.into());
    });
    phone.set_day(0, 14);
    let view = near(&payung, "91.03.01", "");
    assert_eq!(ids(&view), ["desa-contoh", "cabang-contoh"]);
    assert_eq!(view.places[0].hours, ["Jam buka belum diketahui."]);
    assert_eq!(
        (view.places[0].state, view.places[0].today.as_str()),
        (PlaceState::Unknown, "")
    );
    assert_eq!(view.places[1].state_words, "Tutup. Buka besok 08.00 WIT");
}

#[test]
fn without_a_sure_clock_nothing_is_said_of_now_and_nothing_is_stale() {
    let phone = Phone::new();
    let payung = with_list(&phone);
    phone.set_day(3000, 9);
    let view = near(&payung, "32.01.05", "");
    assert_eq!(ids(&view), ["spo-contoh", "cabang-contoh", "klinik-contoh"]);
    for place in &view.places {
        assert_eq!(
            (
                place.state,
                place.state_words.as_str(),
                place.today.as_str(),
                place.tomorrow.as_str()
            ),
            (PlaceState::Unknown, "", "", "")
        );
        assert!(
            place
                .warnings
                .iter()
                .all(|words| words.starts_with("Tutup untuk seterusnya"))
        );
        assert!(place.checked.starts_with("Terakhir diperiksa"));
    }
    assert!(view.notices[0].starts_with("Tanggal di HP ini belum tentu benar"));
}

#[test]
fn an_empty_list_says_so_and_where_to_ask_and_no_district_asks_for_one() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = near(&payung, "32.01.05", "");
    assert!(view.places.is_empty() && view.about.is_empty() && view.services.is_empty());
    assert_eq!(
        view.empty,
        "Belum ada daftar kantor dan loket di aplikasi ini. Tanya KANTOR CONTOH PAYUNG: kantor@contoh.example."
    );
    phone.bring(&payung, 0, |files| {
        files.insert("places.json".into(), LIST.into());
    });
    let view = near(&payung, "", "");
    assert_eq!(
        (view.near.as_str(), view.empty.as_str()),
        ("Pilih kecamatan dulu. Lokasi HP tidak dipakai.", "")
    );
    assert!(
        near(&payung, "32.99.99", "")
            .near
            .starts_with("Kecamatan ini tidak ada")
    );
    assert!(
        near(&payung, "11.01.01", "")
            .empty
            .starts_with("Di provinsi ini belum ada")
    );
    let few = payung
        .lookup()
        .places("32.01.05".into(), String::new(), 1)
        .unwrap();
    assert_eq!(
        (few.places.len(), few.more.as_str()),
        (1, "Masih ada 2 tempat lagi, lebih jauh.")
    );
}

/// Nobody types a district that is on this phone already.
#[test]
fn without_a_district_it_is_the_one_where_the_person_of_the_newest_registration_lives() {
    let phone = Phone::new();
    let payung = with_list(&phone);
    let told = |district: &str| {
        let view = near(&payung, district, "");
        let places: Vec<String> = view.places.into_iter().map(|it| it.id).collect();
        (view.district, view.near, places)
    };
    let choose = told("");
    assert_eq!((choose.0.as_str(), choose.2.len()), ("", 0));
    let draft = filled(&payung);
    assert_eq!(told(""), choose, "a draft is nobody's address yet");
    let registration = payung.registrations().ready(draft).unwrap().registration;
    assert_eq!(told(""), told("32.01.01"));
    assert_eq!(told("").0, "32.01.01");
    assert_eq!(ids(&near(&payung, "", "correct")), ["cabang-contoh"]);
    assert_eq!(told("91.03.01").0, "91.03.01", "another one can be chosen");
    // Requests have no address, and with the key locked nobody's is read.
    reach(&payung, &registration, State::Received);
    payung.registrations().request(registration).unwrap();
    assert_eq!(told("").0, "32.01.01");
    payung.lock();
    assert_eq!(told(""), choose);
}
