//! What a phone believes of an office: its time within bounds, its bundles by their root.

use super::*;

const YEAR: i64 = 365 * DAY;

/// Rules of that sequence, signed at that day, in which the NIK is asked for in other words.
fn bundle(office: &Phone, sequence: u64, day: i64, title: &str) -> Vec<u8> {
    let mut files = Content::built_in_files();
    let texts = String::from_utf8(files["texts/id.ftl"].clone()).unwrap();
    let line = |line: &str| {
        if line.starts_with("q-nik =") {
            format!("q-nik = {title}")
        } else {
            line.to_owned()
        }
    };
    files.insert(
        "texts/id.ftl".into(),
        (texts.lines().map(line).collect::<Vec<_>>().join("\n") + "\n").into_bytes(),
    );
    signed(office, sequence, day, files)
}

fn signed(office: &Phone, sequence: u64, day: i64, files: BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let bundle = Bundle {
        sequence,
        engine: Bundle::ENGINE,
        issued_at: Timestamp::from_millis(NOW + day * DAY).unwrap(),
        next_key: office.signer.public(),
        office_keys: vec![office.office.public()],
        files,
        newer_by: None,
    };
    bundle.sign(&office.signer).unwrap()
}

#[test]
fn a_phone_that_is_kept_from_newer_rules_says_so_until_it_gets_them() {
    let phone = Phone::new();
    let payung = phone.open();
    let expected = |sequence, day: i64, within: Option<i64>| {
        let time = |day: i64| Timestamp::from_millis(NOW + day * DAY).unwrap();
        let bundle = Bundle {
            sequence,
            engine: Bundle::ENGINE,
            issued_at: time(day),
            next_key: phone.signer.public(),
            office_keys: vec![phone.office.public()],
            files: Content::built_in_files(),
            newer_by: within.map(|days| time(day + days)),
        };
        bundle.sign(&phone.signer).unwrap()
    };
    let late = |payung: &Payung| {
        let notices = payung.home().unwrap().notices;
        let contact = &payung.app.rules().content.controller.contact;
        let beginning = "Kabar baru dari ";
        let late = notices.iter().find(|notice| notice.starts_with(beginning));
        late.inspect(|words| assert!(words.contains(contact), "{words}"))
            .is_some()
    };
    let take = |payung: &Payung, bytes: &[u8]| payung.app.offer_bundle(bytes).unwrap();

    let first = expected(1, 0, Some(30));
    assert_eq!(take(&payung, &first), Offered::Adopted);
    phone.set_day(30, 9);
    assert!(!late(&payung), "on the last moment of it");
    phone.set_day(31, 9);
    assert!(late(&payung));
    drop(payung);
    let payung = phone.open();
    assert!(late(&payung), "after a restart");
    assert_eq!(take(&payung, &first), Offered::Unchanged);
    assert!(late(&payung), "the old one again is no news");
    let newer = expected(2, 31, Some(30));
    assert_eq!(take(&payung, &newer), Offered::Adopted);
    assert!(!late(&payung), "it came");

    // A clock that contradicts the office's answer by 60 days says nothing about it.
    phone.set_day(100, 9);
    assert!(late(&payung));
    let office = Timestamp::from_millis(NOW + 40 * DAY).unwrap();
    payung.app.office_said_the_time(office).unwrap();
    assert!(!payung.app.clock.is_sure() && !late(&payung));

    phone.set_day(40, 9);
    let silent = expected(3, 40, None);
    assert_eq!(take(&payung, &silent), Offered::Adopted);
    phone.set_day(400, 9);
    assert!(
        !late(&payung),
        "an office that says no time expects nothing"
    );
}

#[test]
fn an_office_whose_clock_is_years_ahead_does_not_take_the_phone_along() {
    let phone = Phone::new();
    let payung = phone.open();
    assert_eq!(
        payung
            .app
            .offer_bundle(&bundle(&phone, 1, 30 * 365, "SATU"))
            .unwrap(),
        Offered::Adopted
    );
    assert_eq!(payung.app.now().millis(), NOW + 2 * DAY, "two days at most");
    assert_eq!(
        payung.app.clock.now_for_tls().millis(),
        NOW,
        "certificates are judged by the phone's clock"
    );
    drop(payung);
    let payung = phone.open();
    assert_eq!(words(&payung, "q-nik"), "SATU");
    assert_eq!(
        payung.app.now().millis(),
        NOW + 2 * DAY,
        "the floor is kept as it was bounded"
    );
    phone.set_day(10, 9);
    assert_eq!(payung.app.now().millis(), NOW + 10 * DAY);
    assert_eq!(payung.app.clock.state().notice(), None);
}

#[test]
fn after_a_trust_file_of_another_office_its_bundle_of_a_lower_sequence_stays_in_force_over_restarts()
 {
    let phone = Phone::new();
    let other = Phone {
        signer: SigningKey::new(&mut Ring::new()).unwrap(),
        ..Phone::new()
    };
    let payung = phone.open();
    payung
        .app
        .offer_bundle(&bundle(&phone, 9, 0, "SATU"))
        .unwrap();
    assert_eq!(words(&payung, "q-nik"), "SATU");
    drop(payung);

    // The same home, with the other office's trust file.
    let payung = other.open_in(phone.home.path());
    assert_ne!(
        words(&payung, "q-nik"),
        "SATU",
        "another office's words are not in force for a moment"
    );
    assert_eq!(
        payung
            .app
            .offer_bundle(&bundle(&other, 2, 0, "DUA"))
            .unwrap(),
        Offered::Adopted
    );
    drop(payung);
    let payung = other.open_in(phone.home.path());
    assert_eq!(
        (
            words(&payung, "q-nik").as_str(),
            payung.app.rules().sequence
        ),
        ("DUA", 2)
    );
    assert_eq!(
        payung
            .app
            .offer_bundle(&bundle(&other, 1, 0, "NOL"))
            .unwrap(),
        Offered::Unchanged,
        "an older one"
    );
    drop(payung);
    assert_eq!(
        words(&phone.open(), "q-nik"),
        "SATU",
        "and the first office's rules are kept as well"
    );
}

#[test]
fn a_bundle_whose_content_cannot_be_read_leads_on_to_one_that_can() {
    let phone = Phone::new();
    let payung = phone.open();
    let mut files = Content::built_in_files();
    files.insert("tariff.json".into(), b"{}".to_vec());
    let unreadable = signed(&phone, 4, 0, files);
    assert_eq!(
        payung.app.offer_bundle(&unreadable).unwrap(),
        Offered::Followed
    );
    assert_eq!(payung.app.rules().sequence, 0, "the rules in force stay");
    assert_eq!(
        payung
            .app
            .offer_bundle(&bundle(&phone, 4, 0, "EMPAT"))
            .unwrap(),
        Offered::Unchanged,
        "not newer"
    );
    assert_eq!(
        payung
            .app
            .offer_bundle(&bundle(&phone, 5, 0, "LIMA"))
            .unwrap(),
        Offered::Adopted
    );
    assert_eq!(words(&payung, "q-nik"), "LIMA");
}

#[test]
fn what_nobody_known_has_signed_changes_nothing() {
    let (phone, stranger) = (Phone::new(), Phone::new());
    let payung = phone.open();
    assert_eq!(
        payung
            .app
            .offer_bundle(&bundle(&stranger, 9, 0, "PALSU"))
            .unwrap(),
        Offered::UnknownSigner
    );
    assert_eq!(
        payung.app.offer_bundle(b"CONTOH").unwrap(),
        Offered::Unchanged
    );
    assert_eq!(
        (payung.app.rules().sequence, payung.app.now().millis()),
        (0, NOW)
    );
}

#[test]
fn a_clock_years_after_anything_confirmed_is_said_also_without_any_bundle() {
    let phone = Phone::new();
    let payung = phone.open();
    phone.set_day(34 * 365, 9);
    let notice = payung.app.text("notice-clock-unconfirmed");
    assert!(payung.home().unwrap().notices.contains(&notice));
    payung
        .app
        .office_said_the_time(Timestamp::from_millis(NOW + 34 * YEAR).unwrap())
        .unwrap();
    assert!(
        !payung.home().unwrap().notices.contains(&notice),
        "an answer over TLS agrees"
    );
}

/// A phone with bundle 1, then bundle 2, which no longer names the trust file's office key.
fn rotated() -> (Phone, Vec<u8>, OfficeKey) {
    let (phone, key) = (Phone::new(), OfficeKey::new(&mut Ring::new()).unwrap());
    let payung = phone.open();
    let first = bundle(&phone, 1, 0, "SATU");
    assert_eq!(payung.app.offer_bundle(&first).unwrap(), Offered::Adopted);
    phone.set_day(10, 9);
    let rotated = Phone {
        home: tempfile::tempdir().unwrap(),
        clock: Arc::clone(&phone.clock),
        office: key.clone(),
        signer: phone.signer.clone(),
        sequence: Mutex::new(0),
    };
    let second = bundle(&rotated, 2, 10, "DUA");
    assert_eq!(payung.app.offer_bundle(&second).unwrap(), Offered::Adopted);
    (phone, second, key)
}

/// The office keys that may have written to what is made today.
fn may_write(payung: &Payung) -> Vec<[u8; 32]> {
    let (root, now) = (payung.app.rules().root(), payung.app.now());
    let later = now.plus(std::time::Duration::from_secs(60));
    let keys = payung.app.store.office_keys(&root, later).unwrap();
    keys.iter()
        .map(payung_model::sealed::OfficePublicKey::to_bytes)
        .collect()
}

#[test]
fn a_damaged_bundle_is_fetched_again_and_revives_neither_an_earlier_time_nor_a_key() {
    for column in ["bytes", "keys"] {
        let (phone, second, key) = rotated();
        phone.flip("rules", column, "TRUE");
        phone.set_day(5, 9);
        let payung = phone.open();
        assert_ne!(words(&payung, "q-nik"), "DUA", "{column}");
        assert_eq!(payung.app.now().millis(), NOW + 10 * DAY, "the floor stays");
        assert_eq!(may_write(&payung), [key.public().to_bytes()], "{column}");

        phone.set_day(11, 9);
        let offered = payung.app.offer_bundle(&second).unwrap();
        assert_eq!(offered, Offered::Adopted, "{column}");
        drop(payung);
        let payung = phone.open();
        assert_eq!(words(&payung, "q-nik"), "DUA", "{column}: it was kept");
        assert_eq!(may_write(&payung), [key.public().to_bytes()], "{column}");
    }
}

#[test]
fn a_row_of_rules_that_does_not_parse_keeps_no_app_from_opening() {
    for (damage, title) in [("floor = -1", None), ("sequence = 1 << 40", Some("DUA"))] {
        let (phone, second, key) = rotated();
        let file = rusqlite::Connection::open(phone.home.path().join("payung.db")).unwrap();
        let statement = format!("UPDATE rules SET {damage}");
        assert_eq!(file.execute(&statement, []).unwrap(), 1);
        drop(file);
        let payung = phone.open();
        let found = words(&payung, "q-nik");
        assert_eq!(found == "DUA", title.is_some(), "{damage}");
        assert_eq!(may_write(&payung), [key.public().to_bytes()], "{damage}");
        let third = bundle(&phone, 3, 10, "TIGA");
        let newer = if title.is_some() { &third } else { &second };
        let offered = payung.app.offer_bundle(newer).unwrap();
        assert_eq!(offered, Offered::Adopted, "{damage}");
        let adopted = words(&payung, "q-nik");
        drop(payung);
        assert_eq!(words(&phone.open(), "q-nik"), adopted, "{damage}: kept");
    }
}

#[test]
fn a_key_that_was_given_up_while_the_clock_was_ahead_is_not_believed_for_the_time_until_then() {
    let phone = Phone::new();
    let payung = phone.open();
    let one = bundle(&phone, 1, 0, "SATU");
    assert_eq!(payung.app.offer_bundle(&one).unwrap(), Offered::Adopted);
    let key = OfficeKey::new(&mut Ring::new()).unwrap();
    let rotated = Phone {
        office: key.clone(),
        signer: phone.signer.clone(),
        ..Phone::new()
    };
    phone.set_day(300, 9);
    let office = Timestamp::from_millis(NOW + 10 * DAY).unwrap();
    payung.app.office_said_the_time(office).unwrap();
    let two = bundle(&rotated, 2, 10, "DUA");
    assert_eq!(payung.app.offer_bundle(&two).unwrap(), Offered::Adopted);
    let made = |day: i64| {
        let at = Timestamp::from_millis(NOW + day * DAY).unwrap();
        let keys = payung.app.store.office_keys(&payung.app.rules().root(), at);
        keys.unwrap().len()
    };
    assert_eq!((made(9), made(11)), (2, 1));
}
