//! Which bills are reminded of.

use super::*;

#[test]
fn a_first_bill_is_reminded_of_and_a_paid_one_is_not() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let kinds = || -> Vec<String> {
        let all = payung
            .reminders()
            .of(registration.clone(), None, 30)
            .unwrap();
        all.into_iter().map(|one| one.id).collect()
    };
    let of_all = || payung.reminders().all(30).unwrap();
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
fn a_first_bill_of_a_months_last_days_is_reminded_of_on_one_of_them() {
    // It ends on 30 November; reminders come at 08.00.
    for (day, hour, reminders) in [
        (0, 9, &["bill-2026-11-29"][..]),
        (4, 9, &["bill-2026-11-29"]),
        (6, 7, &["bill-2026-11-29"]),
        (6, 9, &["bill-2026-11-30"]),
        (7, 7, &["bill-2026-11-30"]),
        (7, 9, &[]),
    ] {
        let phone = Phone::new();
        let (payung, registration) = billed(&phone);
        phone.set_day(day, hour);
        let note = bill(1, &["2026-11"]);
        phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
        let planned = || -> Vec<String> {
            let all = payung.reminders().of(registration.clone(), None, 30);
            all.unwrap().into_iter().map(|one| one.id).collect()
        };
        assert_eq!(planned(), reminders, "{day} days later at {hour}");
        // What the office says of it later is not when it was made.
        phone.set_day(day, hour + 1);
        phone.deliver(&payung, &registration, ItemBody::Bill(note));
        assert_eq!(planned(), reminders, "an hour later");
    }
}

#[test]
fn whoever_said_that_a_first_bill_is_paid_is_reminded_of_it_when_the_office_must_know() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let planned = || -> Vec<String> {
        let all = payung.reminders().of(registration.clone(), None, 30);
        all.unwrap().into_iter().map(|one| one.id).collect()
    };
    assert_eq!(planned(), ["bill-2026-11-29"]);
    phone.set_day(3, 9);
    let id = format!("{registration}.{}", note.id);
    payung.bills().said_paid(id, None).unwrap();
    assert_eq!(planned(), ["bill-2026-11-30"]);
}

#[test]
fn nobody_is_reminded_of_a_bill_of_what_was_erased() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let bills = || payung.reminders().all(30).unwrap()[0].reminders.len();
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-11"])),
    );
    assert_eq!(bills(), 1);
    reach(&payung, &registration, State::Erased);
    assert_eq!(bills(), 0);
}
