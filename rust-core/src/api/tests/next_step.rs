//! What the one button of the first screen does, and that of a registration.

use payung_model::sealed::inbox::{BillNote, BillState, ItemBody};

use super::bills::{bill, billed, closed};
use super::corrections::ask;
use super::requests::{COMPLAINT, wish};
use super::*;
use crate::api::RegistrationAction;

#[test]
fn the_office_waits_before_a_form_and_a_form_before_a_new_one() {
    let phone = Phone::new();
    let payung = phone.open();
    let home = || payung.home().unwrap();
    let (register, other) = (NextStep::Register, NextStep::RegisterOther);
    let first = home();
    assert_eq!(
        (first.next, first.can_refer, first.can_recover),
        (register, true, true)
    );
    let draft = payung.drafts().start("bpu".into()).unwrap().draft;
    let resume = NextStep::Resume {
        draft: draft.clone(),
    };
    let begun = home();
    assert_eq!(
        (&begun.next, begun.can_refer, begun.can_recover),
        (&resume, true, true)
    );
    payung.keep_referral("PASAR7".into()).unwrap();
    assert!(!home().can_refer, "one is kept");
    payung.remove_referral().unwrap();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Received);
    let sent = home();
    assert_eq!(
        (&sent.next, sent.can_refer, sent.can_recover),
        (&resume, true, false)
    );
    ask(&phone, &payung, &registration, &["mother_name"]);
    assert_eq!(home().next, NextStep::Correct { registration });
    payung.drafts().discard(draft).unwrap();
    let view = payung.home().unwrap().registrations.remove(0);
    let correction = payung.registrations().correct(view.registration).unwrap();
    let review = fill(&payung, correction, &[("mother_name", "IBU CONTOH")]);
    payung.registrations().ready(review.draft).unwrap();
    let done = home();
    assert_eq!(
        (done.next, done.can_refer, done.can_recover),
        (other, false, false)
    );
}

#[test]
fn a_registration_offers_sending_then_paying_then_what_was_paid_for() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    let step = || {
        let view = payung.registrations().status(registration.clone());
        view.unwrap().step
    };
    assert_eq!(step(), RegistrationStep::Sync);
    let at = |state| {
        reach(&payung, &registration, state);
        step()
    };
    assert_eq!(at(State::Sending), RegistrationStep::Sync);
    assert_eq!(at(State::Parked), RegistrationStep::SendNow);
    assert_eq!(at(State::Ready), RegistrationStep::Sync);
    assert_eq!(at(State::Received), RegistrationStep::GoHome);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let pay = |view: &RegistrationView| RegistrationStep::Pay {
        bill: view.bill.clone().unwrap().bill,
    };
    let view = payung.registrations().status(registration.clone()).unwrap();
    assert_eq!(view.step, pay(&view));
    assert_eq!(at(State::Accepted), pay(&view));
    let paid = ItemBody::Bill(closed(&note, BillState::Paid));
    phone.deliver(&payung, &registration, paid);
    assert_eq!(step(), RegistrationStep::ShowCover);
}

#[test]
fn a_withdrawal_has_to_reach_the_office_first() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = ItemBody::Bill(bill(1, &["2026-11"]));
    phone.deliver(&payung, &registration, note);
    let view = payung.registrations().withdraw(registration.clone());
    let view = view.unwrap();
    assert!(view.withdraw_wanted);
    assert_eq!(view.step, RegistrationStep::Sync);
    reach(&payung, &registration, State::Withdrawn);
    let gone = payung.registrations().status(registration).unwrap();
    assert_eq!(gone.step, RegistrationStep::GoHome);
}

#[test]
fn a_refused_registration_has_nothing_to_pay() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = ItemBody::Bill(bill(1, &["2026-11"]));
    phone.deliver(&payung, &registration, note);
    reach(&payung, &registration, State::Refused);
    let view = payung.registrations().status(registration).unwrap();
    assert_eq!((view.bill, view.step), (None, RegistrationStep::GoHome));
}

#[test]
fn a_request_about_who_pays_leads_to_who_pays_and_every_other_one_home() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Accepted);
    let view = payung
        .payers()
        .pay_for(registration.clone(), "84G7-ZWYR-D6ZE".into(), 1);
    let request = view.unwrap().registration;
    reach(&payung, &request, State::Received);
    let of = |id: &str| payung.registrations().status(id.to_owned()).unwrap().step;
    let payers = RegistrationStep::ShowPayers {
        registration: registration.clone(),
    };
    assert_eq!(of(&request), payers);
    let other = wish(
        &payung,
        &registration,
        &[("request", "bill"), ("months", "6")],
    );
    reach(&payung, &other, State::Received);
    assert_eq!(of(&other), RegistrationStep::GoHome);
}

#[test]
fn beside_its_step_a_registration_offers_what_can_be_done_in_its_state() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let others = |id: &str| -> Vec<&'static str> {
        let view = payung.registrations().status(id.to_owned()).unwrap();
        view.others
            .into_iter()
            .map(RegistrationAction::code)
            .collect()
    };
    let waits = ready(&payung);
    assert_eq!(
        others(&waits),
        [
            "take_back",
            "show_requests",
            "show_recovery_code",
            "share_receipt",
            "withdraw"
        ]
    );
    let all = [
        "show_cover",
        "show_receipts",
        "show_requests",
        "show_payers",
        "show_recovery_code",
        "complete",
        "share_receipt",
        "withdraw",
    ];
    assert_eq!(others(&registration), all);
    let end = [("request", "pay_end"), ("pay_end_what", "payer")];
    let request = wish(&payung, &registration, &end);
    reach(&payung, &request, State::Received);
    assert_eq!(
        others(&request),
        ["share_receipt", "withdraw"],
        "its money stands on the registration"
    );
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    assert_eq!(others(&registration), all, "the step is to pay");
    let paid = ItemBody::Bill(closed(&note, BillState::Paid));
    phone.deliver(&payung, &registration, paid);
    reach(&payung, &registration, State::Accepted);
    assert_eq!(others(&registration), all[1..7], "the step shows cover");
    let corrected = ready(&payung);
    reach(&payung, &corrected, State::Received);
    ask(&phone, &payung, &corrected, &["mother_name"]);
    assert_eq!(others(&corrected), all[1..], "nothing is credited yet");
    let refused = ready(&payung);
    reach(&payung, &refused, State::Refused);
    assert_eq!(
        others(&refused),
        ["show_receipts", "show_requests", "share_receipt"]
    );
}

/// So many rows that a page shows before everything older: requests to the office.
fn newer_rows(phone: &Phone, payung: &Payung, registration: &str) {
    for number in 1..=21 {
        phone.set_day(number, 9);
        wish(payung, registration, COMPLAINT);
    }
}

#[test]
fn the_first_screen_finds_the_bill_that_ends_first_and_a_correction_behind_any_number_of_newer_rows()
 {
    let phone = Phone::new();
    let (payung, first) = billed(&phone);
    let of = |number: u8, last_day: &str| BillNote {
        last_day: last_day.parse().unwrap(),
        ..bill(number, &["2026-12"])
    };
    phone.deliver(&payung, &first, ItemBody::Bill(of(1, "2026-12-20")));
    phone.set_day(0, 10);
    let second = ready(&payung);
    reach(&payung, &second, State::Accepted);
    phone.deliver(&payung, &second, ItemBody::Bill(of(2, "2026-12-31")));
    let home = || payung.home().unwrap();
    let bill_of = |view: &HomeView| view.bill.clone().unwrap().bill;
    assert!(bill_of(&home()).starts_with(&first), "it ends first");
    newer_rows(&phone, &payung, &second);
    let later = home();
    let on_page = |id: &str| later.registrations.iter().any(|it| it.registration == id);
    assert!(!on_page(&first) && !on_page(&second));
    assert!(bill_of(&later).starts_with(&first));
    let pay = NextStep::Pay {
        bill: bill_of(&later),
    };
    assert_eq!(later.next, pay);
    assert_eq!(later.lowest, "", "somebody is a member");
    // On 21 December that one is over.
    phone.set_day(28, 9);
    assert!(bill_of(&home()).starts_with(&second));
    ask(&phone, &payung, &first, &["mother_name"]);
    assert_eq!(
        home().next,
        NextStep::Correct {
            registration: first
        }
    );
}
