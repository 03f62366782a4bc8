//! What a phone says where one pays for another: on the phone that pays, and on the one that is paid
//! for.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Arrangement, CodeNote, PayersNote};

use super::*;
use crate::api::tests::requests::answer;

/// The form of somebody who pays and is no member.
const PAYER: &[(&str, &str)] = &[
    ("payer_note", "yes"),
    ("pay_for_code", "0000-0000-0000"),
    ("months", "1"),
    ("name", "RINI CONTOH"),
    ("phone", "081234567890"),
    ("consent_payer", "yes"),
];
const MOTHER: &str = "A••• C•••";
const DAUGHTER: &str = "R••• C•••";

fn payer(phone: &Phone) -> (Arc<Payung>, String) {
    let payung = phone.open();
    with_merchant(phone, &payung);
    let begun = payung.drafts().start("payer".into()).unwrap();
    let whole = fill(&payung, begun, PAYER);
    assert_eq!(whole.step.kind, ScreenKind::Review, "{}", whole.step.id);
    let registration = payung
        .registrations()
        .ready(whole.draft)
        .unwrap()
        .registration;
    reach(&payung, &registration, State::Accepted);
    (payung, registration)
}

fn arrangement(number: usize, name: &str) -> Arrangement {
    Arrangement {
        id: id(&format!("01938e4d-0000-7000-8000-00000000000{number}")),
        name: secret(name),
        from: "2026-11".parse().unwrap(),
        until: None,
    }
}

fn arrangements(names: &[&str]) -> Vec<Arrangement> {
    let numbered = names.iter().enumerate();
    numbered
        .map(|(number, name)| arrangement(number, name))
        .collect()
}

fn pays_for(names: &[&str]) -> ItemBody {
    ItemBody::Payers(PayersNote {
        members: arrangements(names),
        ..PayersNote::default()
    })
}

fn is_paid_by(names: &[&str]) -> ItemBody {
    ItemBody::Payers(PayersNote {
        payers: arrangements(names),
        ..PayersNote::default()
    })
}

/// A bill whose months are all for that member.
fn bill_for(number: u8, name: &str, months: &[&str]) -> BillNote {
    let mut note = bill(number, months);
    for line in &mut note.lines {
        line.member = secret(name);
    }
    note.why = "pay_for".into();
    note
}

fn next(payung: &Payung, registration: &str) -> String {
    status(payung, registration).next.unwrap_or_default()
}

fn pays(phone: &Phone, payung: &Payung, registration: &str, number: u8, note: &BillNote) {
    let paid = closed(note, BillState::Paid);
    let receipt = receipt(&format!("T-{number}"), note);
    phone.deliver(payung, registration, ItemBody::Bill(paid));
    phone.deliver(payung, registration, ItemBody::Receipt(receipt));
}

#[test]
fn whoever_pays_is_told_until_when_her_own_payments_go() {
    let phone = Phone::new();
    let (payung, registration) = payer(&phone);
    phone.deliver(&payung, &registration, pays_for(&[MOTHER]));
    let note = bill_for(1, MOTHER, &["2026-11", "2026-12"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let bills = payung.bills();
    let shown = bills.list(registration.clone()).unwrap();
    let until = "Iuran A••• C••• terbayar sampai 31 Desember 2026.";
    assert!(shown[0].after.contains(until), "{}", shown[0].after);
    assert!(next(&payung, &registration).starts_with("Tagihannya sudah ada."));

    pays(&phone, &payung, &registration, 1, &note);
    let said = next(&payung, &registration);
    assert_eq!(
        said,
        format!("Sudah dicatat kantor. {until} Kode bayar berikutnya muncul di sini.")
    );
    let payers = payung.payers().of(registration.clone()).unwrap();
    assert!(payers.words.contains(&until.to_owned()), "{payers:?}");
    let statement = bills.statement(registration.clone(), 2026).unwrap();
    assert_eq!(
        statement.lines,
        [
            "Untuk orang lain: Rp22.800.",
            "November 2026, A••• C•••: Rp11.400",
            "Desember 2026, A••• C•••: Rp11.400",
        ]
    );
    let card = payung.cover().card(registration.clone()).unwrap();
    assert_eq!(
        card.lines,
        ["Ini untuk membayar iuran orang lain. Kartunya di HP orang itu."]
    );

    // She ended it.
    phone.deliver(&payung, &registration, pays_for(&[]));
    assert!(next(&payung, &registration).starts_with("Anda tidak membayar iuran siapa pun lagi."));
    let payers = payung.payers().of(registration).unwrap();
    assert_eq!(
        payers.words,
        ["Anda tidak membayar iuran siapa pun sekarang."]
    );
}

#[test]
fn two_with_one_masked_name_are_not_mixed_up() {
    let phone = Phone::new();
    let (payung, registration) = payer(&phone);
    phone.deliver(&payung, &registration, pays_for(&[MOTHER, MOTHER]));
    let note = bill_for(1, MOTHER, &["2026-11", "2026-12"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    pays(&phone, &payung, &registration, 1, &note);
    let said = next(&payung, &registration);
    assert!(!said.contains(MOTHER), "{said}");
    let payers = payung.payers().of(registration).unwrap();
    assert!(
        payers.words.iter().all(|it| !it.contains("terbayar")),
        "{payers:?}"
    );
}

#[test]
fn who_is_paid_for_is_told_before_during_and_after() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let nobody = payung.payers().of(registration.clone()).unwrap();
    assert_eq!(
        nobody.words,
        ["Tidak ada orang lain yang membayar iuran Anda."]
    );
    phone.deliver(&payung, &registration, is_paid_by(&[DAUGHTER]));
    let path = status(&payung, &registration).path;
    assert_eq!(path[0].words, "iuran akan dibayar R••• C•••");

    let mut note = cover(&["2026-11"]);
    note.months[0].sponsor = Some(secret(DAUGHTER));
    phone.deliver(&payung, &registration, ItemBody::Cover(note));
    let statement = payung.bills().statement(registration.clone(), 2026);
    let lines = statement.unwrap().lines;
    assert_eq!(
        lines,
        [
            "1 bulan iuran 2026 sudah dicatat.",
            "Jumlah yang dibayar orang lain ada pada yang membayar.",
        ]
    );
    let later = payung.bills().statement(registration.clone(), 2027);
    let lines = later.unwrap().lines;
    assert!(
        lines.contains(&"Ada juga iuran tahun 2026.".to_owned()),
        "{lines:?}"
    );

    let asked = |payung: &Payung| {
        let all = payung.reminders().of(registration.clone(), None, 90);
        let text = all.unwrap().into_iter().map(|it| it.text);
        text.filter(|it| it.contains("Biasanya R••• C••• yang membayar"))
            .count()
    };
    assert!(asked(&payung) > 0, "nobody is told to pay twice");
    let calendar = payung.reminders().ics(registration.clone(), 90).unwrap();
    assert!(calendar.contains("Biasanya"), "{calendar}");

    // The daughter stops, while November still holds, and then December begins unpaid.
    phone.deliver(&payung, &registration, is_paid_by(&[]));
    assert_eq!(asked(&payung), 0);
    let said = next(&payung, &registration);
    assert!(
        said.starts_with("Orang lain tidak membayar iuran Anda lagi."),
        "{said}"
    );
    phone.set_day(9, 9);
    let view = status(&payung, &registration);
    assert_eq!(
        view.cover.as_deref(),
        Some("Iuran Desember 2026 belum dibayar")
    );
    assert!(
        view.next
            .unwrap_or_default()
            .starts_with("Iuran Anda dibayar sampai 30 November 2026."),
    );
}

#[test]
fn a_registrations_number_is_told_apart_from_a_mistyped_code() {
    let phone = Phone::new();
    let payung = phone.open();
    let said = |text: &str| {
        let error = payung.payers().read_pay_code(text.into()).unwrap_err();
        error.words().to_owned()
    };
    for number in ["QA9B-51GT", " qa9b51gt "] {
        let words = said(number);
        assert!(words.starts_with("Itu nomor pendaftaran"), "{words}");
    }
    for other in ["QA9B-51G", "QA9B-51GT-0000", "ibu saya", ""] {
        let words = said(other);
        assert!(words.starts_with("Kode itu salah ketik."), "{words}");
    }
}

#[test]
fn a_code_that_was_used_is_not_offered_any_more() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let begun = payung
        .registrations()
        .request(registration.clone())
        .unwrap();
    let wish = &[
        ("request", "pay_code"),
        ("pay_code_note", "yes"),
        ("consent_pay_code", "yes"),
    ];
    let draft = fill(&payung, begun, wish).draft;
    let request = payung.registrations().ready(draft).unwrap().registration;
    reach(&payung, &request, State::Received);
    let code = |text: &str| {
        ItemBody::Payers(PayersNote {
            code: (!text.is_empty()).then(|| CodeNote {
                text: secret(text),
                last_day: "2026-12-31".parse().unwrap(),
            }),
            ..PayersNote::default()
        })
    };
    phone.deliver(&payung, &registration, code("0000-0000-0000"));
    let words = "Berikan hanya kepada orang yang mau membayar iuran Anda.";
    answer(&phone, &payung, &request, OfficeState::Accepted, words);
    let offered = status(&payung, &request);
    assert_eq!(offered.reply.unwrap().reveal(), words);
    phone.deliver(&payung, &registration, code(""));
    let used = status(&payung, &request);
    assert_eq!((used.state, used.reply), (State::Accepted, None));
}

#[test]
fn the_screen_of_who_pays_has_its_bills_and_its_one_button() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let view = || payung.payers().of(registration.clone()).unwrap();
    assert_eq!(view().step, PayersStep::Begin);
    // One's own bill does not stand there; one that is for somebody else too does.
    let own = bill(1, &["2026-11"]);
    let mut mixed = BillNote {
        last_day: "2026-12-31".parse().unwrap(),
        ..bill(2, &["2026-11", "2026-12"])
    };
    mixed.lines[1].member = secret(MOTHER);
    for note in [&own, &mixed] {
        phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    }
    let ids = || -> Vec<String> { view().bills.into_iter().map(|bill| bill.id).collect() };
    let id_of = |note: &BillNote| format!("{registration}.{}", note.id);
    let pay = PayersStep::Pay {
        bill: id_of(&mixed),
    };
    assert_eq!((ids(), view().step), (vec![id_of(&mixed)], pay));
    // Those that can be paid stand first.
    let newer = bill_for(3, MOTHER, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(newer.clone()));
    let over = ItemBody::Bill(closed(&newer, BillState::Cancelled));
    phone.deliver(&payung, &registration, over);
    assert_eq!(ids(), [id_of(&mixed), id_of(&newer)]);
    let code = CodeNote {
        text: secret("0000-0000-0000"),
        last_day: "2026-12-11".parse().unwrap(),
    };
    let note = PayersNote {
        code: Some(code),
        ..PayersNote::default()
    };
    phone.deliver(&payung, &registration, ItemBody::Payers(note));
    assert_eq!(view().step, PayersStep::ShareCode);
    phone.deliver(&payung, &registration, pays_for(&[MOTHER]));
    let paid = ItemBody::Bill(closed(&mixed, BillState::Paid));
    phone.deliver(&payung, &registration, paid);
    assert_eq!(view().step, PayersStep::Done);
}
