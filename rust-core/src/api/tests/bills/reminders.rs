//! Which bills are reminded of.

use payung_model::cover::reminder::ReminderAction;

use super::*;
use crate::sync::Host;

fn planned(payung: &Payung, registration: &str) -> Vec<ReminderView> {
    let all = payung.reminders().of(registration.to_owned(), None, 60);
    all.unwrap()
}

fn ids(all: &[ReminderView]) -> Vec<&str> {
    all.iter().map(|one| one.id.as_str()).collect()
}

fn offers(one: &ReminderView, action: ReminderAction) -> bool {
    one.actions.iter().any(|it| it.action == action)
}

/// One month that was paid on its fifth day.
fn paid_in(month: &str) -> ItemBody {
    let mut note = cover(&[month]);
    note.months[0].paid_on = format!("{month}-05").parse().unwrap();
    ItemBody::Cover(note)
}

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

#[test]
fn the_reminder_of_a_first_bill_is_answered_before_anything_is_credited() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let all = planned(&payung, &registration);
    assert_eq!(ids(&all), ["bill-2026-11-29"]);
    let both = [ReminderAction::Tomorrow, ReminderAction::SaidPaid];
    assert!(both.into_iter().all(|action| offers(&all[0], action)));
    phone.set_day(6, 9);
    let answer = |action| payung.reminders().answer(registration.clone(), action);
    let again = answer(ReminderAction::Tomorrow).unwrap();
    assert_eq!(ids(&again), ["again-2026-11-30"]);
    assert_eq!(
        (again[0].title.as_str(), again[0].text.as_str()),
        (
            "Kode bayar pertama berlaku sampai 30 November 2026",
            "Sebelum iuran pertama dibayar, Anda belum terlindungi. Biayanya Rp11.400."
        )
    );
    assert!(
        !offers(&again[0], ReminderAction::Tomorrow),
        "the code is over tomorrow"
    );
    answer(ReminderAction::SaidPaid).unwrap();
    let view = payung.bills().bill(format!("{registration}.{}", note.id));
    let view = view.unwrap();
    assert_eq!((view.said_paid, view.step), (true, BillStep::Sync));
    // Nothing is left to ask for once it is paid.
    let paid = ItemBody::Bill(closed(&note, BillState::Paid));
    phone.deliver(&payung, &registration, paid);
    assert!(answer(ReminderAction::Tomorrow).unwrap().is_empty());
    let none = answer(ReminderAction::SaidPaid);
    assert!(matches!(none, Err(PayungError::NotPossible { .. })));
}

#[test]
fn a_bill_to_start_again_is_reminded_of_and_can_be_said_to_be_paid() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    // Membership has ended on 1 November.
    phone.deliver(&payung, &registration, paid_in("2026-07"));
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let all = planned(&payung, &registration);
    assert_eq!(ids(&all), ["bill-2026-11-29"]);
    assert_eq!(
        all[0].title,
        "Kode bayar untuk mulai lagi berlaku sampai 30 November 2026"
    );
    payung
        .reminders()
        .answer(registration.clone(), ReminderAction::SaidPaid)
        .unwrap();
    let view = payung.bills().bill(format!("{registration}.{}", note.id));
    assert!(view.unwrap().said_paid);
}

#[test]
fn what_was_said_to_be_paid_after_the_end_is_remembered() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    phone.deliver(&payung, &registration, paid_in("2026-08"));
    // Membership has ended the day before, on 1 December.
    phone.set_day(9, 9);
    let answer = |action| payung.reminders().answer(registration.clone(), action);
    let all = answer(ReminderAction::SaidPaid).unwrap();
    assert_eq!(ids(&all), ["not-arrived-2026-12-06", "ended-2026-12-31"]);
    assert_eq!(all[0].months, ["2026-12"]);
    // On the last day of the month: the message is about that month all the same, and there is
    // silence until it.
    phone.set_day(37, 7);
    let all = answer(ReminderAction::SaidPaid).unwrap();
    assert_eq!(ids(&all), ["not-arrived-2027-01-03"]);
    assert_eq!(all[0].months, ["2026-12"]);
}

#[test]
fn a_first_bill_of_ones_own_and_one_for_others_are_both_reminded_of() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let mut others = BillNote {
        last_day: "2026-12-10".parse().unwrap(),
        ..bill(2, &["2026-12"])
    };
    others.lines[0].member = secret("R••• C•••");
    for note in [others, bill(1, &["2026-11"])] {
        phone.deliver(&payung, &registration, ItemBody::Bill(note));
    }
    let all = planned(&payung, &registration);
    assert_eq!(
        ids(&all),
        ["bill-2026-11-29", "bill-2026-12-03", "bill-2026-12-09"]
    );
}

#[test]
fn a_wrong_clock_keeps_no_bill_silent() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let id = format!("{registration}.{}", note.id);
    let said = || payung.bills().bill(id.clone()).unwrap().said_paid;
    let office = |day: i64| {
        let time = Timestamp::from_millis(NOW + day * DAY).unwrap();
        payung.app.office_said_the_time(time).unwrap();
    };
    office(-30);
    let refused = payung.bills().said_paid(id.clone(), None);
    assert!(matches!(refused, Err(PayungError::NotPossible { .. })));
    office(0);
    assert!(!said(), "the day was not sure");
    // A day that was noted, and lies ahead since the clock was set.
    phone.set_day(5, 9);
    payung.bills().said_paid(id.clone(), None).unwrap();
    assert!(said());
    phone.set_day(0, 9);
    assert!(!said());
    assert_eq!(ids(&planned(&payung, &registration)), ["bill-2026-11-29"]);
}

#[test]
fn the_calendar_of_one_of_several_says_whose_it_is() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note));
    let calendar = || {
        let file = payung.reminders().ics(registration.clone(), 30).unwrap();
        file.replace("\r\n ", "")
    };
    let whose = format!("Ini untuk pendaftaran {}", id(&registration).receipt());
    assert!(!calendar().contains(&whose), "there is nobody else");
    ready(&payung);
    assert!(calendar().contains(&whose));
}
