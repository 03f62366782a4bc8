//! Bills, receipts, credited months and notices, as the office's items bring them.

use payung_model::payment::qris::QrisPayload;
use payung_model::programme::Programme;
use payung_model::sealed::inbox::{
    BillCode, BillId, BillNote, BillState, CoverNote, CreditedMonth, DuesLine, Item, ItemBody,
    Notice, ReceiptNote,
};
use payung_model::units::{Rupiah, Timestamp};
use serde_json::json;

use super::*;
use crate::api::member::Member;

/// An invented merchant's code, without an amount.
fn static_code() -> String {
    let field = |tag: &str, value: &str| format!("{tag}{:02}{value}", value.len());
    let account = field("00", "ID.CONTOH.IURAN") + &field("01", "936009990000000001");
    let national =
        field("00", "ID.CO.QRIS.WWW") + &field("02", "ID1020999999999") + &field("03", "UMI");
    let body = field("00", "01")
        + &field("01", "11")
        + &field("26", &account)
        + &field("51", &national)
        + &field("52", "6300")
        + &field("53", "360")
        + &field("58", "ID")
        + &field("59", "PAYUNG SANDBOX")
        + &field("60", "CONTOH")
        + "6304";
    let crc = payung_model::payment::qris::crc16(body.as_bytes());
    format!("{body}{crc:04X}")
}

fn qris(amount: u64) -> String {
    let code = QrisPayload::parse(&static_code()).unwrap();
    code.with_amount(Rupiah(amount), None)
        .unwrap()
        .text()
        .to_owned()
}

/// Rules that name the merchant.
fn with_merchant(phone: &Phone, payung: &Payung) {
    phone.bring(payung, 0, |files| {
        edit_json(files, "payment.json", |json| {
            json["merchants"] = json!([{
                "nmid": "ID1020999999999",
                "name": "PAYUNG SANDBOX",
                "accounts": ["936009990000000001"],
            }]);
        });
    });
}

fn bill_number(number: u8) -> BillId {
    let mut bytes = [number; 16];
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    BillId::from_bytes(&bytes).unwrap()
}

fn line(month: &str, amount: u64) -> DuesLine {
    DuesLine {
        member: secret(""),
        month: month.parse().unwrap(),
        parts: vec![
            (Programme::Jkk, Rupiah(amount - 3_000)),
            (Programme::Jht, Rupiah(3_000)),
        ],
    }
}

pub(super) fn bill(number: u8, months: &[&str]) -> BillNote {
    let lines: Vec<DuesLine> = months.iter().map(|month| line(month, 11_400)).collect();
    let total = 11_400 * months.len() as u64;
    BillNote {
        id: bill_number(number),
        state: BillState::Open,
        lines,
        credit: Rupiah(0),
        total: Rupiah(total),
        last_day: "2026-11-30".parse().unwrap(),
        codes: vec![
            BillCode {
                kind: "qris".into(),
                value: qris(total),
            },
            BillCode {
                kind: "payment_code".into(),
                value: "881200000001".into(),
            },
        ],
        why: "first".into(),
    }
}

pub(super) fn closed(note: &BillNote, state: BillState) -> BillNote {
    BillNote {
        state,
        codes: Vec::new(),
        ..note.clone()
    }
}

fn receipt(number: &str, bill: &BillNote) -> ReceiptNote {
    ReceiptNote {
        number: number.into(),
        bill: bill.id,
        paid_at: Timestamp::from_millis(NOW).unwrap(),
        channel: "qris".into(),
        reference: "SBX-000017".into(),
        received: bill.total,
        credit: Rupiah(0),
        credited: bill.lines.clone(),
        unapplied: Rupiah(0),
    }
}

fn cover(months: &[&str]) -> CoverNote {
    let month = |month: &&str| CreditedMonth {
        month: month.parse().unwrap(),
        paid_on: "2026-11-23".parse().unwrap(),
        programmes: vec![Programme::Jkk, Programme::Jkm, Programme::Jht],
        sponsor: None,
    };
    CoverNote {
        since: None,
        months: months.iter().map(month).collect(),
    }
}

/// A phone whose rules name the merchant, with a registration that the office has.
pub(super) fn billed(phone: &Phone) -> (Arc<Payung>, String) {
    let payung = phone.open();
    with_merchant(phone, &payung);
    let registration = ready(&payung);
    reach(&payung, &registration, State::Received);
    (payung, registration)
}

fn status(payung: &Payung, registration: &str) -> RegistrationView {
    payung
        .registrations()
        .status(registration.to_owned())
        .unwrap()
}

fn record(payung: &Payung, registration: &str) -> Vec<u8> {
    let member = Member::open(&payung.app, registration).unwrap();
    serde_json::to_vec(&member.kept).unwrap()
}

#[test]
fn a_bill_is_shown_with_its_months_its_code_and_what_holds_after_it() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let bills = payung.bills();
    assert!(bills.list(registration.clone()).unwrap().is_empty());
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-11", "2026-12"])),
    );
    let all = bills.list(registration.clone()).unwrap();
    let view = &all[0];
    assert_eq!((all.len(), view.phase), (1, BillPhase::Open), "{view:?}");
    assert_eq!(
        (view.amount, view.amount_words.as_str(), view.title.as_str()),
        (
            22_800,
            "Rp22.800",
            "Iuran November 2026 sampai Desember 2026"
        )
    );
    assert_eq!(view.until, "Bayar paling lambat 30 November 2026.");
    assert!(
        view.after.contains("Terlindungi sampai 31 Desember 2026"),
        "{}",
        view.after
    );
    assert!(view.why.is_some());
    // A street vendor of Rp1,500,000: the discount ends with December.
    let note = view.price_note.as_ref().unwrap();
    assert!(
        note.contains("Januari 2027") && note.contains("Rp22.800"),
        "{note}"
    );
    assert_eq!(view.lines[0].parts[1].amount, 3_000);
    assert!(
        view.spoken
            .contains("dua puluh dua ribu delapan ratus rupiah"),
        "{}",
        view.spoken
    );
    let shown = |id: &str| {
        view.channels
            .iter()
            .find(|channel| channel.id == id)
            .unwrap()
    };
    assert!(shown("qris").enabled && shown("qris").has_code);
    assert_eq!(shown("qris").key, Some(qris(22_800)));
    // The picture is that of the payload.
    let code = bills.code(view.id.clone(), "qris".into()).unwrap();
    assert_eq!(code, bills.qris_code(qris(22_800)).unwrap());
    let png = bills.code_png(view.id.clone(), "qris".into()).unwrap();
    assert_eq!(png, bills.qris_png(qris(22_800)).unwrap());
    let shop = view
        .channels
        .iter()
        .find(|channel| channel.enabled && channel.key.as_deref() == Some("881200000001"))
        .expect("somewhere the payment code is typed");
    let bars = bills.code(view.id.clone(), shop.id.clone()).unwrap();
    assert_eq!((bars.height, bars.border), (1, 10));
    let text = bills.share_text(view.id.clone(), shop.id.clone()).unwrap();
    assert!(
        text.contains("881200000001")
            && text.contains("Rp22.800")
            && text.contains("30 November 2026"),
        "{text}"
    );
    for text in [
        text,
        bills.share_text(view.id.clone(), "qris".into()).unwrap(),
    ] {
        assert!(
            !text.contains("SITI") && !text.contains("3201015501900001"),
            "{text}"
        );
    }
    // The channel of last time stands first, also after a restart. Nothing is paid by it.
    let after = bills.paid_with(view.id.clone(), shop.id.clone()).unwrap();
    assert_eq!(
        (after.channels[0].id.as_str(), after.phase),
        (shop.id.as_str(), BillPhase::Open)
    );
    assert!(bills.paid_with(view.id.clone(), "warung".into()).is_err());
    drop((payung, bills));
    let payung = phone.open();
    assert_eq!(payung.bills().bill(view.id.clone()).unwrap(), after);
    assert_eq!(payung.home().unwrap().bill.unwrap().bill, view.id);
}

#[test]
fn the_path_leads_from_the_bill_to_being_protected() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let places = |view: &RegistrationView| -> Vec<PathPlace> {
        view.path.iter().map(|step| step.place).collect()
    };
    let before = status(&payung, &registration);
    assert_eq!(places(&before), [PathPlace::Ahead, PathPlace::Ahead]);
    assert_eq!((before.bill, before.cover), (None, None));
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let open = status(&payung, &registration);
    assert_eq!(places(&open), [PathPlace::Now, PathPlace::Ahead]);
    let line = open.bill.unwrap();
    assert_eq!(line.words, "Rp11.400, bayar paling lambat 30 November 2026");
    assert!(open.next.unwrap().starts_with("Tagihannya sudah ada."));
    assert_eq!(open.path[0].words, "bayar iuran");
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(closed(&note, BillState::Paid)),
    );
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Receipt(receipt("K-1", &note)),
    );
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-11"])));
    let paid = status(&payung, &registration);
    assert_eq!(places(&paid), [PathPlace::Done, PathPlace::Done]);
    let protected = "Terlindungi sampai 30 November 2026";
    assert_eq!((paid.bill, paid.cover.as_deref()), (None, Some(protected)));
    // Nobody who has paid is told that nothing protects them yet.
    assert!(paid.next.unwrap().starts_with("Iuran Anda sudah dicatat"));
    assert_eq!(paid.path[1].words, protected);
    let of = payung.cover().of(registration.clone(), None).unwrap();
    assert_eq!(
        (of.phase, of.title.as_str()),
        (CoverPhase::Protected, protected)
    );
    assert_eq!(of.panels_filled, of.panels);
    // Without the key nothing of it is shown, and nothing fails.
    payung.lock();
    let locked = status(&payung, &registration);
    assert_eq!(
        (locked.bill, locked.cover, locked.path),
        (None, None, Vec::new())
    );
    assert!(matches!(
        payung.bills().list(registration),
        Err(PayungError::KeyLocked { .. })
    ));
}

#[test]
fn a_code_for_another_merchant_or_amount_is_refused_with_words_and_never_shown() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    let good = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(good));
    let other = BillNote {
        codes: vec![BillCode {
            kind: "qris".into(),
            value: qris(99_000),
        }],
        ..bill(2, &["2026-12"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(other));
    let broken = BillNote {
        codes: vec![BillCode {
            kind: "qris".into(),
            value: qris(11_400).replace("SANDBOX", "SANDB0X"),
        }],
        ..bill(3, &["2027-01"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(broken));
    let refused = |count: usize| {
        let all = payung.bills().list(registration.clone()).unwrap();
        let refused: Vec<BillView> = all
            .into_iter()
            .filter(|view| view.phase == BillPhase::Refused)
            .collect();
        assert_eq!(refused.len(), count);
        for view in refused {
            assert!(view.refused.is_some() && view.channels.is_empty() && view.after.is_empty());
            for channel in ["qris", "indomaret"] {
                let code = payung.bills().code(view.id.clone(), channel.into());
                assert!(matches!(code, Err(PayungError::NotPossible { .. })));
                assert!(
                    payung
                        .bills()
                        .share_text(view.id.clone(), channel.into())
                        .is_err()
                );
                assert!(
                    payung
                        .bills()
                        .paid_with(view.id.clone(), channel.into())
                        .is_err()
                );
            }
        }
    };
    // The built-in rules name no merchant.
    refused(3);
    with_merchant(&phone, &payung);
    refused(2);
}

#[test]
fn a_bill_is_over_on_the_day_after_its_last_one_or_when_the_office_says_so() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let (one, two) = (bill(1, &["2026-11"]), bill(2, &["2026-12"]));
    phone.deliver(&payung, &registration, ItemBody::Bill(one.clone()));
    phone.deliver(&payung, &registration, ItemBody::Bill(two.clone()));
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(closed(&two, BillState::Cancelled)),
    );
    let phases = || -> Vec<BillPhase> {
        let all = payung.bills().list(registration.clone()).unwrap();
        all.iter().map(|view| view.phase).collect()
    };
    assert_eq!(phases(), [BillPhase::Open, BillPhase::Cancelled]);
    phone.set_day(7, 23);
    assert_eq!(
        phases(),
        [BillPhase::Open, BillPhase::Cancelled],
        "30 November, 23.00"
    );
    phone.set_day(8, 9);
    assert_eq!(phases(), [BillPhase::Cancelled, BillPhase::Expired]);
    assert_eq!(status(&payung, &registration).bill, None);
    let id = payung.bills().list(registration.clone()).unwrap()[1]
        .id
        .clone();
    assert!(payung.bills().code(id, "qris".into()).is_err());
    // Late money: the receipt says that it was paid.
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Receipt(receipt("K-1", &one)),
    );
    assert_eq!(phases(), [BillPhase::Cancelled, BillPhase::Paid]);
}

#[test]
fn what_is_folded_twice_or_after_a_kill_is_the_same_as_once() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    let bodies = [
        ItemBody::Bill(note.clone()),
        ItemBody::Notice(Notice {
            code: "checked_first".into(),
            amount: None,
            bill: None,
            words: secret(""),
        }),
        ItemBody::Bill(closed(&note, BillState::Paid)),
        ItemBody::Receipt(receipt("K-1", &note)),
        ItemBody::Cover(cover(&["2026-11"])),
    ];
    let items: Vec<Item> = (1..)
        .zip(bodies)
        .map(|(sequence, body)| Item {
            sequence,
            previous: sequence - 1,
            revision: 1,
            at: payung.app.now(),
            body,
        })
        .collect();
    // As if killed after each item: the next start folds what came.
    let mut payung = payung;
    for item in &items {
        phone.take(&payung, &registration, item);
        drop(payung);
        payung = phone.open();
        let row = payung.app.store.registration(id(&registration)).unwrap();
        assert_eq!(row.folded, item.sequence);
    }
    let once = record(&payung, &registration);
    let view = status(&payung, &registration);
    // As if the note how far it went had been lost, and after a key that was locked meanwhile.
    payung.app.store.set_folded_back(id(&registration));
    payung.lock();
    assert!(payung.unlock().is_ok());
    assert_eq!(record(&payung, &registration), once);
    let again = status(&payung, &registration);
    assert_eq!((again.cover, again.path), (view.cover, view.path));
    assert_eq!(payung.bills().receipts(registration).unwrap().len(), 1);
}

#[test]
fn items_of_another_registration_or_office_say_nothing() {
    let phone = Phone::new();
    let (payung, first) = billed(&phone);
    let second = ready(&payung);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &first, ItemBody::Bill(note));
    // Somebody moves the row: it was sealed to the other one.
    payung.app.store.move_items(id(&first), id(&second));
    assert!(payung.bills().list(second.clone()).unwrap().is_empty());
    let moved = payung.bills().list(first.clone()).unwrap();
    assert!(
        moved.is_empty(),
        "the item that a line names is gone: {moved:?}"
    );
    let id_of = |registration: &str| format!("{registration}.{}", bill_number(1));
    for wrong in [id_of(&second), id_of("CONTOH"), "CONTOH".into(), second] {
        assert!(matches!(
            payung.bills().bill(wrong),
            Err(PayungError::NotPossible { .. })
        ));
    }
}

#[test]
fn a_receipt_says_what_became_of_the_money_and_a_year_adds_up() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let (one, two) = (bill(1, &["2026-11", "2026-12"]), bill(2, &["2027-01"]));
    let over = ReceiptNote {
        received: Rupiah(15_000),
        unapplied: Rupiah(3_600),
        channel: "warung".into(),
        ..receipt("K-2", &two)
    };
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Receipt(receipt("K-1", &one)),
    );
    phone.deliver(&payung, &registration, ItemBody::Receipt(over));
    let mut months = cover(&["2026-10", "2026-11", "2026-12", "2027-01"]);
    months.months[0].sponsor = Some(secret("KOPERASI CONTOH"));
    phone.deliver(&payung, &registration, ItemBody::Cover(months));
    let receipts = payung.bills().receipts(registration.clone()).unwrap();
    assert_eq!(
        receipts
            .iter()
            .map(|it| it.number.as_str())
            .collect::<Vec<_>>(),
        ["K-2", "K-1"]
    );
    assert_eq!(
        receipts[0].channel_name, "warung",
        "a kind that this app does not know"
    );
    assert_eq!((receipts[0].unapplied, receipts[0].lines.len()), (3_600, 1));
    assert!(
        receipts[1].paid_at_words.contains("23 November 2026"),
        "{}",
        receipts[1].paid_at_words
    );
    assert!(receipts[0].rows.iter().any(|row| row.value == "Rp3.600"));
    let of = |year| {
        payung
            .bills()
            .statement(registration.clone(), year)
            .unwrap()
    };
    let year = of(2026);
    assert_eq!((year.total, year.jht_paid_in), (22_800, 6_000));
    let amounts: Vec<Option<u64>> = year.months.iter().map(|month| month.amount).collect();
    assert_eq!(amounts, [None, Some(11_400), Some(11_400)]);
    assert!(year.months[0].words.contains("KOPERASI CONTOH"));
    assert_eq!((of(2027).total, of(2027).months.len()), (11_400, 1));
    assert_eq!((of(2025).total, of(2025).months.len()), (0, 0));
    assert!(matches!(
        payung.bills().statement(registration, 20),
        Err(PayungError::NotPossible { .. })
    ));
}

#[test]
fn a_notice_is_said_in_our_words_and_one_that_nobody_knows_in_the_offices() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let notice = |code: &str, amount: Option<u64>, words: &str| {
        ItemBody::Notice(Notice {
            code: code.into(),
            amount: amount.map(Rupiah),
            bill: Some(bill_number(1)),
            words: secret(words),
        })
    };
    phone.deliver(
        &payung,
        &registration,
        notice("unapplied", Some(8_400), "Hubungi kami."),
    );
    phone.deliver(
        &payung,
        &registration,
        notice("moved", None, "Kantor pindah.\u{202e}"),
    );
    phone.deliver(&payung, &registration, notice("moved", None, ""));
    let all = payung.bills().notices(registration.clone()).unwrap();
    assert_eq!(all.len(), 3);
    assert!(all[0].words.contains("Perbarui"), "{}", all[0].words);
    assert_eq!(
        all[1].words, "Kantor pindah.\u{fffd}",
        "nothing turns the line around"
    );
    assert!(all[2].words.contains("Rp8.400") && all[2].words.ends_with("Hubungi kami."));
    assert!(all[2].bill.as_ref().unwrap().starts_with(&registration));
}

#[test]
fn bills_and_receipts_are_news_and_credited_months_alone_are_none() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let kinds = || -> Vec<NotificationKind> {
        let all = payung.registrations().notifications().unwrap();
        for one in &all {
            assert!(
                !one.text.contains("SITI") && !one.text.contains("11.400"),
                "{one:?}"
            );
            payung.registrations().acknowledge(one.id.clone()).unwrap();
        }
        all.into_iter().map(|one| one.kind).collect()
    };
    assert_eq!(kinds(), [NotificationKind::Received]);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    assert_eq!(kinds(), [NotificationKind::Bill]);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(closed(&note, BillState::Paid)),
    );
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-11"])));
    assert_eq!(kinds(), []);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Receipt(receipt("K-1", &note)),
    );
    assert_eq!(kinds(), [NotificationKind::Paid]);
    reach(&payung, &registration, State::Accepted);
    assert_eq!(kinds(), [NotificationKind::Decision]);
}

#[test]
fn a_first_bill_is_reminded_of_and_a_paid_one_is_not() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let kinds = || -> Vec<String> {
        let all = payung
            .cover()
            .reminders(registration.clone(), None, 30)
            .unwrap();
        all.into_iter().map(|one| one.id).collect()
    };
    let of_all = || payung.cover().all_reminders(30).unwrap();
    assert!(kinds().is_empty());
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    assert_eq!(
        kinds(),
        ["bill-2026-11-29"],
        "7 days before it is past 08.00 of today"
    );
    let all = of_all();
    assert_eq!((all.len(), &all[0].registration), (1, &registration));
    assert_eq!(all[0].reminders[0].id, "bill-2026-11-29");
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(closed(&note, BillState::Paid)),
    );
    assert!(kinds().is_empty());
    let all = of_all();
    assert!(all.len() == 1 && all[0].reminders.is_empty());
}

#[test]
fn nobody_is_reminded_of_a_bill_of_what_was_erased() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let bills = || payung.cover().all_reminders(30).unwrap()[0].reminders.len();
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-11"])),
    );
    assert_eq!(bills(), 1);
    reach(&payung, &registration, State::Erased);
    assert_eq!(bills(), 0);
}

#[test]
fn what_is_kept_works_when_the_answers_were_deleted() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    reach(&payung, &registration, State::Accepted);
    let row = payung.app.store.registration(id(&registration)).unwrap();
    payung.app.close_all();
    payung.app.store.delete_draft(row.draft.unwrap()).unwrap();
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note));
    let view = &payung.bills().list(registration.clone()).unwrap()[0];
    assert_eq!(
        (view.phase, view.price_note.as_ref()),
        (BillPhase::Open, None)
    );
    phone.deliver(&payung, &registration, ItemBody::Cover(cover(&["2026-11"])));
    assert!(status(&payung, &registration).cover.is_some());
}

#[test]
fn a_line_of_many_years_says_what_the_whole_record_says() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let months: Vec<String> = (2023..=2026)
        .flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}")))
        .collect();
    let mut note = cover(&months.iter().map(String::as_str).collect::<Vec<_>>());
    for month in &mut note.months {
        month.paid_on = month.month.first_day().min(month.paid_on);
    }
    phone.deliver(&payung, &registration, ItemBody::Cover(note));
    for day in [0, 40, 60, 100, 150, 400] {
        phone.set_day(day, 9);
        let whole = payung.cover().of(registration.clone(), None).unwrap();
        assert_eq!(
            status(&payung, &registration).cover,
            Some(whole.title),
            "{day}"
        );
    }
}
