//! What a member reads beside the bill of a later month, and one whose dues somebody else pays: no
//! sentence may deny what holds, and the days must be those of cover and reminders.

use payung_model::sealed::inbox::{Arrangement, PayersNote};

use super::*;

/// A sponsor, as the office names it.
const SPONSOR: &str = "APLIKATOR CONTOH";

fn next_bill() -> BillNote {
    BillNote {
        last_day: "2026-12-31".parse().unwrap(),
        why: "next".into(),
        ..bill(1, &["2026-12"])
    }
}

fn sponsored(months: &[&str]) -> CoverNote {
    let mut note = cover(months);
    for month in &mut note.months {
        month.sponsor = Some(secret(SPONSOR));
    }
    note
}

fn no_bill() -> ItemBody {
    ItemBody::Notice(Notice {
        code: "no_bill".into(),
        amount: None,
        bill: None,
        words: secret(""),
    })
}

fn paid_by_sponsor(registration: &str, until: &str) -> ItemBody {
    ItemBody::Payers(PayersNote {
        code: None,
        payers: vec![Arrangement {
            id: id(registration),
            name: secret(SPONSOR),
            from: "2026-11".parse().unwrap(),
            until: Some(until.parse().unwrap()),
        }],
        members: Vec::new(),
    })
}

#[test]
fn the_next_bill_does_not_deny_the_cover_that_holds_and_names_its_due_day() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let member = payung.home().unwrap();
    assert_eq!(member.lowest, "", "no lowest price for who has one");
    for item in [
        ItemBody::Cover(cover(&["2026-11"])),
        ItemBody::Bill(next_bill()),
    ] {
        phone.deliver(&payung, &registration, item);
    }
    let view = status(&payung, &registration);
    let next = view.next.unwrap();
    assert!(
        next.contains("Yang sudah dibayar tetap berlaku")
            && next.ends_with("Terlindungi sampai 31 Desember 2026."),
        "{next}"
    );
    let glance = |payung: &Payung| status(payung, &registration).bill.unwrap().words;
    let until = |payung: &Payung| {
        let bills = payung.bills().list(registration.clone()).unwrap();
        bills[0].until.clone()
    };
    assert_eq!(
        glance(&payung),
        "Rp11.400, bayar paling lambat 15 Desember 2026"
    );
    assert_eq!(
        until(&payung),
        "Bayar paling lambat 15 Desember 2026. Kodenya masih bisa dipakai sampai 31 Desember 2026, tanpa denda."
    );
    // Whoever pays for somebody else reads both days, and neither as the other.
    let share = |payung: &Payung| {
        let bills = payung.bills();
        let bill = bills.list(registration.clone()).unwrap().remove(0);
        bills.share_text(bill.id, "indomaret".into()).unwrap()
    };
    let text = share(&payung);
    assert!(
        text.ends_with(
            "Kode berlaku sampai 31 Desember 2026\nBayar paling lambat 15 Desember 2026"
        ),
        "{text}"
    );
    // The 23rd of November and 27 days: the due day is over, the code is not.
    phone.set_day(27, 9);
    let text = share(&payung);
    assert!(
        text.ends_with("Kode berlaku sampai 31 Desember 2026"),
        "{text}"
    );
    assert_eq!(
        glance(&payung),
        "Rp11.400, kodenya berlaku sampai 31 Desember 2026"
    );
    assert!(
        until(&payung).starts_with("Batas bayarnya 15 Desember 2026, sudah lewat."),
        "{}",
        until(&payung)
    );
    // Nothing holds in December, and that is said as before.
    let next = status(&payung, &registration).next.unwrap();
    assert!(next.starts_with("Tagihannya sudah ada."), "{next}");
}

#[test]
fn who_wrote_that_somebody_else_pays_can_ask_for_a_bill_while_nobody_does() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    let over = closed(&note, BillState::Expired);
    let step = || {
        let cover = payung.cover().of(registration.clone(), None).unwrap();
        cover.next.unwrap().code()
    };
    phone.deliver(&payung, &registration, no_bill());
    assert_eq!(step(), "ask_bill");
    let next = status(&payung, &registration).next.unwrap();
    assert!(next.contains("tidak dibayar dua kali"), "{next}");
    phone.deliver(
        &payung,
        &registration,
        paid_by_sponsor(&registration, "2027-01"),
    );
    assert_eq!(step(), "ask_payer", "nobody pays twice");
    for item in [ItemBody::Bill(note), ItemBody::Bill(over), no_bill()] {
        phone.deliver(&payung, &registration, item);
    }
    phone.set_day(80, 9);
    assert_eq!(step(), "renew", "after the last month of the sponsor");
}

#[test]
fn a_card_number_is_typed_once_and_channels_that_ask_for_it_are_grey_until_then() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    for item in [
        ItemBody::Cover(cover(&["2026-11"])),
        ItemBody::Bill(next_bill()),
    ] {
        phone.deliver(&payung, &registration, item);
    }
    let channel = |payung: &Payung, id: &str| {
        let bills = payung.bills().list(registration.clone()).unwrap();
        let mut channels = bills[0].channels.iter();
        channels.find(|it| it.id == id).unwrap().clone()
    };
    // GoPay takes the code that this bill has; the office hears of it.
    assert_eq!(
        channel(&payung, "gopay").key.as_deref(),
        Some("881200000001")
    );
    let dana = channel(&payung, "dana");
    assert!(!dana.enabled && !dana.card_button.is_empty(), "{dana:?}");
    let bill = payung.bills().list(registration.clone()).unwrap()[0]
        .id
        .clone();
    for (typed, said) in [
        ("1234", "kurang 7"),
        ("1234567890123", "lebih 2"),
        ("12345A78901", "hanya angka"),
    ] {
        let refused = payung.bills().card_number(bill.clone(), typed.into());
        let Err(PayungError::NotPossible { words }) = refused else {
            panic!("{refused:?}");
        };
        assert!(words.contains(said), "{words}");
    }
    assert!(!channel(&payung, "dana").enabled);
    let view = payung
        .bills()
        .card_number(bill.clone(), "123 4567-8901".into());
    assert!(
        view.unwrap()
            .channels
            .iter()
            .any(|it| it.id == "dana" && it.enabled)
    );
    drop(payung);
    let payung = phone.open();
    let dana = channel(&payung, "dana");
    assert_eq!(dana.key.as_deref(), Some("12345678901"), "kept");
    assert_eq!(dana.card_button, "");
    payung.bills().card_number(bill, " ".into()).unwrap();
    assert!(!channel(&payung, "dana").enabled, "taken away");
}

#[test]
fn whose_dues_a_sponsor_pays_reads_who_pays_and_not_that_it_was_paid() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    for item in [no_bill(), paid_by_sponsor(&registration, "2027-01")] {
        phone.deliver(&payung, &registration, item);
    }
    let payers = || payung.payers().of(registration.clone()).unwrap().words;
    let notices = || payung.bills().notices(registration.clone()).unwrap();
    assert_eq!(
        payers(),
        [
            "APLIKATOR CONTOH mau membayar iuran Anda sampai Januari 2027. Yang sudah masuk terlihat di perlindungan Anda."
        ]
    );
    let said = notices();
    assert!(
        said.len() == 1
            && said[0]
                .words
                .starts_with("APLIKATOR CONTOH membayar iuran Anda."),
        "{said:?}"
    );
    let months = ["2026-11", "2026-12", "2027-01"];
    phone.deliver(&payung, &registration, ItemBody::Cover(sponsored(&months)));
    assert_eq!(
        payers(),
        ["APLIKATOR CONTOH sudah membayar iuran Anda sampai Januari 2027."]
    );
    assert!(notices().is_empty(), "that there is no bill is over");
    let lines = |on: &str| {
        let cover = payung.cover();
        cover
            .of(registration.clone(), Some(on.to_owned()))
            .unwrap()
            .lines
            .join(" ")
    };
    let now = lines("2026-11-24");
    assert!(
        now.contains("Sejak 23 November 2026") && now.contains("Dibayar oleh APLIKATOR CONTOH."),
        "{now}"
    );
    let over = lines("2027-02-03");
    assert!(
        over.contains("APLIKATOR CONTOH membayar sampai 31 Januari 2027."),
        "{over}"
    );
    // The member goes on alone: the months of both are told apart.
    let mut both = sponsored(&months);
    both.months.extend(cover(&["2027-02"]).months);
    phone.deliver(&payung, &registration, ItemBody::Cover(both));
    let now = lines("2026-11-24");
    assert!(
        now.contains("Sampai 31 Januari 2027 dibayar oleh APLIKATOR CONTOH."),
        "{now}"
    );
}

#[test]
fn a_sponsors_last_reminders_say_how_the_first_own_code_comes_until_it_is_there() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Cover(sponsored(&["2026-11", "2026-12"])),
    );
    let said = |payung: &Payung| {
        let all = payung
            .reminders()
            .of(registration.clone(), None, 60)
            .unwrap();
        let first = all.iter().find(|it| it.id.starts_with("sponsor-")).unwrap();
        first.text.clone()
    };
    let text = said(&payung);
    assert!(
        text.contains("datang sendiri") && text.contains("sebelum 31 Desember 2026 lewat"),
        "{text}"
    );
    let january = BillNote {
        last_day: "2027-01-31".parse().unwrap(),
        ..bill(1, &["2027-01"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(january));
    let text = said(&payung);
    assert!(
        text.contains("sudah ada") && !text.contains("datang sendiri"),
        "{text}"
    );
}

#[test]
fn a_request_has_no_cover_that_could_be_denied() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-11"])));
    let view = payung.registrations().request(registration).unwrap();
    let end = fill(&payung, view, requests::COMPLAINT);
    let request = payung.registrations().ready(end.draft).unwrap();
    let refused = payung.cover().of(request.registration, None).unwrap_err();
    assert!(
        refused.words().contains("permintaan"),
        "{}",
        refused.words()
    );
}

#[test]
fn an_unpaid_month_is_not_followed_by_words_that_all_is_paid() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-11"])));
    let next = |payung: &Payung| status(payung, &registration).next;
    assert!(
        next(&payung)
            .unwrap()
            .starts_with("Iuran Anda sudah dicatat")
    );
    phone.set_day(10, 9);
    let said = next(&payung).unwrap();
    assert!(
        said.starts_with("Iuran Anda dibayar sampai 30 November 2026."),
        "{said}"
    );
}
