//! Items of the inbox become the member's record, however often they are read.

use super::super::problems::deliver_by_hand;
use super::*;

#[test]
fn whoever_waits_for_a_check_reads_what_to_prepare_and_a_notice_without_a_class_still_reads() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    for code in [
        "checked_first",
        "checked_first_nik",
        "checked_first_missing",
    ] {
        let notice = Notice {
            code: code.into(),
            amount: None,
            bill: None,
            words: secret(""),
        };
        phone.deliver(&payung, &registration, ItemBody::Notice(notice));
    }
    for (language, words) in [
        (Language::Id, ["belum lengkap", "NIK", "isian Anda dulu"]),
        (Language::En, ["not complete", "NIK", "your answers first"]),
    ] {
        payung.set_language(language).unwrap();
        let notices = payung.bills().notices(registration.clone()).unwrap();
        let mut said: Vec<String> = notices.into_iter().map(|it| it.words).collect();
        said.sort_by_key(|text| words.iter().position(|word| text.contains(word)));
        assert_eq!(said.len(), 3);
        for (text, word) in said.iter().zip(words) {
            assert!(text.contains(word), "{text}");
        }
        let prepare = said.iter().filter(|text| text.contains("KTP")).count();
        assert_eq!(prepare, 2, "{said:?}");
    }
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

#[test]
fn a_bill_that_moved_to_a_state_of_a_later_office_cannot_be_paid() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let view = || payung.bills().list(registration.clone()).unwrap().remove(0);
    assert_eq!(view().phase, BillPhase::Open);
    let last = payung.app.store.inbox_last(id(&registration)).unwrap();
    let before = u8::try_from(last).unwrap();
    // A bill of that id: "reversed", and nothing else that this app would need.
    let front = [&[0x86, 3, before, 1, 0x60, 0x1b], &NOW.to_be_bytes()[..]].concat();
    let body = [&[0x88, 0x50], &note.id.bytes()[..], &[0x68], b"reversed"].concat();
    let plain = [&front[..], &body, &[0x80, 0, 0x60, 0x80, 0x60, 0]].concat();
    let moved = ItemBody::Other {
        kind: 3,
        bill: Some(note.id),
    };
    deliver_by_hand(&phone, &payung, &registration, before + 1, &plain, &moved);
    let now = view();
    assert_eq!((now.phase, now.channels.len()), (BillPhase::Cancelled, 0));
    assert!(payung.home().unwrap().bill.is_none());
    let reminders = payung.reminders().of(registration.clone(), None, 30);
    assert!(reminders.unwrap().is_empty());
    // Folded once more from the beginning, it still does not count as open.
    payung.app.store.set_folded_back(id(&registration));
    assert_eq!(view().phase, BillPhase::Cancelled);
    // An office that says something else is believed.
    phone.deliver(&payung, &registration, ItemBody::Bill(note));
    assert_eq!(view().phase, BillPhase::Open);
}
