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
