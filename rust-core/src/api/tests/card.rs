//! The digital card, as the office's items bring it and as the rules believe it.

use payung_model::card::Card;
use payung_model::person::Nik;
use payung_model::programme::Programme;
use payung_model::sealed::inbox::{CardNote, CoverNote, CreditedMonth, ItemBody};

use super::*;

const NIK: &str = "3201015501900001";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32]).unwrap()
}

/// A card that is made at that time for a member who paid until the end of the year.
fn made(key: &SigningKey, at: i64) -> String {
    let card = Card::of(
        "KANTOR CONTOH PAYUNG",
        &Nik::parse(NIK).unwrap(),
        "SITI CONTOH",
        "2026-12-31".parse().unwrap(),
        vec![Programme::Jkk, Programme::Jkm],
        Timestamp::from_millis(at).unwrap(),
        30,
    );
    card.unwrap().sign(key)
}

fn send(phone: &Phone, payung: &Payung, registration: &str, text: &str) {
    let note = CardNote { text: secret(text) };
    phone.deliver(payung, registration, ItemBody::Card(note));
}

fn believe(phone: &Phone, payung: &Payung, day: i64, keys: &[&SigningKey]) {
    let keys: Vec<Json> = keys
        .iter()
        .map(|key| serde_json::json!({ "key": key.public().to_string() }))
        .collect();
    phone.bring(payung, day, |files| {
        edit_json(files, "card.json", |json| json["keys"] = Json::Array(keys));
    });
}

/// A phone whose registration was sent and whose rules believe the first key.
fn member(phone: &Phone) -> (Arc<Payung>, String) {
    let payung = phone.open();
    believe(phone, &payung, 0, &[&key(1)]);
    let view = payung.drafts().start("bpu".into()).unwrap();
    let draft = fill(&payung, view, ANSWERS).draft;
    let registration = payung.registrations().ready(draft).unwrap().registration;
    (payung, registration)
}

fn shown(payung: &Payung, registration: &str) -> CardView {
    payung.cover().card(registration.to_owned()).unwrap()
}

#[test]
fn a_card_that_the_rules_believe_is_shown_with_its_days_and_without_a_nik() {
    let phone = Phone::new();
    let (payung, registration) = member(&phone);
    let text = made(&key(1), NOW);
    send(&phone, &payung, &registration, &text);
    let card = shown(&payung, &registration);
    assert_eq!(
        (card.phase, card.sign),
        (CardPhase::Good, CardSign::Certain)
    );
    assert_eq!(
        card.valid_until.as_deref(),
        Some("2026-12-22"),
        "thirty days, today counted"
    );
    assert_eq!(
        card.lines,
        [
            "Berlaku sampai 22 Desember 2026.",
            "NIK 3201 •••• •••• 0001, inisial S C. Tunjukkan bersama KTP.",
            "Iuran JKK dan JKM dibayar sampai 31 Desember 2026.",
            "Kartu ini dibuat KANTOR CONTOH PAYUNG. Kodenya bisa diperiksa tanpa internet.",
        ]
    );
    assert_eq!(card.text.as_deref(), Some(text.as_str()));
    let code = card.code.clone().unwrap();
    assert_eq!((code.width, code.border), (code.height, 4));
    let png = payung.cover().card_png(registration.clone()).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    let said = format!("{card:?}");
    assert!(!said.contains(NIK) && !said.contains("SITI"), "{said}");
    // It is folded from what is kept, so it is there after a restart too.
    drop(payung);
    assert_eq!(shown(&phone.open(), &registration), card);
}

#[test]
fn a_card_ends_with_its_last_day_and_the_newest_one_counts() {
    let phone = Phone::new();
    let (payung, registration) = member(&phone);
    send(&phone, &payung, &registration, &made(&key(1), NOW));
    phone.set_day(29, 23);
    assert_eq!(shown(&payung, &registration).phase, CardPhase::Good);
    phone.set_day(30, 0);
    let over = shown(&payung, &registration);
    assert_eq!(
        (over.phase, over.sign),
        (CardPhase::Over, CardSign::LookAgain)
    );
    assert_eq!((over.code, over.text), (None, None));
    assert_eq!(
        over.lines,
        [
            "Kartu ini berlaku sampai 22 Desember 2026. Sekarang tidak bisa dipakai lagi.",
            "Kartu datang sesudah iuran dibayar dan dicatat KANTOR CONTOH PAYUNG.",
        ]
    );
    let refused = payung.cover().card_png(registration.clone());
    assert!(matches!(refused, Err(PayungError::NotPossible { .. })));
    send(
        &phone,
        &payung,
        &registration,
        &made(&key(1), NOW + 30 * DAY),
    );
    let renewed = shown(&payung, &registration);
    assert_eq!(
        renewed.valid_until.as_deref(),
        Some("2026-12-31"),
        "no longer than what is paid"
    );
    // An empty card takes it back.
    send(&phone, &payung, &registration, "");
    assert_eq!(shown(&payung, &registration).phase, CardPhase::None);
}

#[test]
fn a_card_is_made_for_days_and_not_for_the_minute_it_was_made() {
    let phone = Phone::new();
    let (payung, registration) = member(&phone);
    // The office's clock is some hours ahead of the phone's.
    send(
        &phone,
        &payung,
        &registration,
        &made(&key(1), NOW + 10 * 3_600_000),
    );
    assert_eq!(shown(&payung, &registration).phase, CardPhase::Good);
    send(
        &phone,
        &payung,
        &registration,
        &made(&key(1), NOW + 2 * DAY),
    );
    let later = shown(&payung, &registration);
    assert_eq!((later.phase, later.code), (CardPhase::NotYet, None));
    assert_eq!(later.sign, CardSign::LookAgain);
    assert_eq!(later.lines, ["Kartu ini baru berlaku 25 November 2026."]);
}

#[test]
fn a_card_of_a_key_that_the_rules_do_not_name_and_a_changed_one_are_not_shown() {
    let phone = Phone::new();
    let (payung, registration) = member(&phone);
    let good = made(&key(1), NOW);
    let first = if good.starts_with('A') { "B" } else { "A" };
    for text in [
        made(&key(2), NOW),
        format!("{first}{}", &good[1..]),
        "CONTOH".into(),
    ] {
        send(&phone, &payung, &registration, &text);
        let card = shown(&payung, &registration);
        assert_eq!(card.phase, CardPhase::Refused, "{text}");
        assert_eq!(card.sign, CardSign::LookAgain);
        assert_eq!((card.code, card.text, card.valid_until), (None, None, None));
        assert!(payung.cover().card_png(registration.clone()).is_err());
    }
    // The office rotated its key: the rules come, and the same card is believed.
    send(&phone, &payung, &registration, &made(&key(2), NOW));
    believe(&phone, &payung, 0, &[&key(2), &key(1)]);
    assert_eq!(shown(&payung, &registration).phase, CardPhase::Good);
    // The key leaked: no rules name it any more.
    believe(&phone, &payung, 0, &[&key(1)]);
    assert_eq!(shown(&payung, &registration).phase, CardPhase::Refused);
}

#[test]
fn a_clock_that_is_not_sure_decides_nothing_about_a_card() {
    let phone = Phone::new();
    let (payung, registration) = member(&phone);
    send(&phone, &payung, &registration, &made(&key(1), NOW));
    // Years before what the office signed, and years after: neither makes it good, and neither
    // makes it over.
    for day in [-3 * 365, 5 * 365] {
        phone.set_day(day, 9);
        let card = shown(&payung, &registration);
        assert_eq!(card.phase, CardPhase::ClockUnsure, "{day}");
        assert_eq!(card.sign, CardSign::LookAgain);
        assert!(
            card.code.is_some() && card.lines[0].contains("belum tentu benar"),
            "{card:?}"
        );
        assert!(
            card.lines
                .iter()
                .all(|line| !line.contains("Berlaku sampai")),
            "{card:?}"
        );
    }
    // Whose it is needs no clock.
    send(&phone, &payung, &registration, &made(&key(2), NOW));
    assert_eq!(shown(&payung, &registration).phase, CardPhase::Refused);
}

#[test]
fn why_there_is_no_card_is_said() {
    let phone = Phone::new();
    let (payung, registration) = member(&phone);
    let none = shown(&payung, &registration);
    assert_eq!(
        (none.title.as_str(), none.lines[0].as_str()),
        (
            "Belum ada kartu",
            "Kartu datang sesudah iuran dibayar dan dicatat KANTOR CONTOH PAYUNG."
        )
    );
    let note = CoverNote {
        since: None,
        months: vec![CreditedMonth {
            month: "2026-11".parse().unwrap(),
            paid_on: "2026-11-23".parse().unwrap(),
            programmes: vec![Programme::Jkk, Programme::Jkm],
            sponsor: None,
        }],
    };
    phone.deliver(&payung, &registration, ItemBody::Cover(note));
    let coming = shown(&payung, &registration);
    assert_eq!(
        coming.lines,
        ["Sambungkan HP ke internet. KANTOR CONTOH PAYUNG mengirim kartu baru."]
    );
    assert_eq!(
        (coming.phase, coming.sign),
        (CardPhase::None, CardSign::Plain)
    );
    payung.set_language(Language::En).unwrap();
    assert_eq!(shown(&payung, &registration).title, "No card yet");
}
