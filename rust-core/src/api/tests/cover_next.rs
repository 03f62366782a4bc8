//! What the primary button of a member's screen does, and the umbrella above it, phase by phase.

use payung_model::cover::UmbrellaState;
use payung_model::journey::OfficeState;
use payung_model::programme::Programme;
use payung_model::sealed::inbox::{
    Arrangement, BillNote, BillState, CoverNote, CreditedMonth, ItemBody, PayersNote,
};

use super::bills::{bill, billed, closed};
use super::corrections::ask;
use super::requests::answer;
use super::*;

/// What is offered on that day, today without one.
fn next(payung: &Payung, registration: &str, on: Option<&str>) -> CoverStep {
    let view = payung.cover().of(registration.into(), on.map(Into::into));
    view.unwrap().next.unwrap()
}

fn credit(phone: &Phone, payung: &Payung, registration: &str, month: &str) {
    let paid = CreditedMonth {
        month: month.parse().unwrap(),
        paid_on: "2026-11-23".parse().unwrap(),
        programmes: vec![Programme::Jkk, Programme::Jkm],
        sponsor: None,
    };
    let note = CoverNote {
        since: None,
        months: vec![paid],
    };
    phone.deliver(payung, registration, ItemBody::Cover(note));
}

fn bill_of(payung: &Payung, registration: &str) -> String {
    let bills = payung.bills().list(registration.into()).unwrap();
    bills[0].id.clone()
}

#[test]
fn each_phase_has_its_umbrella_and_its_step() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    credit(&phone, &payung, &registration, "2026-11");
    let of = |on: &str| {
        let view = payung.cover().of(registration.clone(), Some(on.into()));
        let view = view.unwrap();
        let umbrella = (view.umbrella, view.panels - view.panels_filled);
        (view.phase, umbrella, view.next.unwrap().code())
    };
    let all = payung.home().unwrap().panels;
    let cases = [
        // The first bill comes unasked.
        (
            "2026-10-20",
            CoverPhase::NotYet,
            (UmbrellaState::Open, 1),
            "wait",
        ),
        (
            "2026-11-24",
            CoverPhase::Protected,
            (UmbrellaState::Open, 0),
            "show_card",
        ),
        (
            "2026-12-20",
            CoverPhase::Grace,
            (UmbrellaState::Half, 0),
            "ask_bill",
        ),
        // Nothing holds and nothing is on the way, so nothing is coloured.
        (
            "2027-04-20",
            CoverPhase::Ended,
            (UmbrellaState::Folded, all),
            "ask_bill",
        ),
    ];
    for (on, phase, umbrella, step) in cases {
        assert_eq!(of(on), (phase, umbrella, step), "{on}");
    }
    // Months that are given are nobody's, so there is nothing to press.
    let given = payung.cover().preview(Vec::new(), "2026-11-24".into());
    assert_eq!(given.unwrap().next, None);
}

#[test]
fn a_bill_goes_before_the_card_and_a_correction_before_a_bill() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let mine = || registration.clone();
    let wait = CoverStep::Wait {
        registration: mine(),
    };
    assert_eq!(next(&payung, &registration, None), wait);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-12"])),
    );
    let pay = CoverStep::Pay {
        bill: bill_of(&payung, &registration),
    };
    for phase in ["2026-10-20", "2026-11-24", "2026-12-20", "2027-04-20"] {
        assert_eq!(next(&payung, &registration, Some(phase)), pay, "{phase}");
    }
    credit(&phone, &payung, &registration, "2026-11");
    assert_eq!(next(&payung, &registration, None), pay);
    ask(&phone, &payung, &registration, &["mother_name"]);
    let correct = CoverStep::Correct {
        registration: mine(),
    };
    assert_eq!(next(&payung, &registration, None), correct);
    // What is over can neither be paid nor shown.
    reach(&payung, &registration, State::Refused);
    assert_eq!(next(&payung, &registration, None), wait);
}

#[test]
fn a_bill_that_is_over_is_renewed_once_and_not_after_a_newer_one_was_paid() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-11"])),
    );
    phone.set_day(8, 9);
    let bill_id = bill_of(&payung, &registration);
    let renew = CoverStep::Renew {
        bill: bill_id.clone(),
    };
    assert_eq!(next(&payung, &registration, None), renew);
    let AnotherBill::Begun { draft } = payung.bills().another(bill_id).unwrap() else {
        panic!("a request is begun")
    };
    // A draft is no request yet.
    assert_eq!(next(&payung, &registration, None), renew);
    let request = payung.registrations().ready(draft).unwrap().registration;
    let asked = CoverStep::Wait {
        registration: request.clone(),
    };
    assert_eq!(next(&payung, &registration, None), asked);
    reach(&payung, &request, State::Received);
    assert_eq!(next(&payung, &registration, None), asked);
    let words = "Kodenya dibuat.";
    answer(&phone, &payung, &request, OfficeState::Accepted, words);
    let new = BillNote {
        last_day: "2026-12-31".parse().unwrap(),
        ..bill(2, &["2026-12"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(new.clone()));
    assert_eq!(next(&payung, &registration, None).code(), "pay");
    let paid = ItemBody::Bill(closed(&new, BillState::Paid));
    phone.deliver(&payung, &registration, paid);
    credit(&phone, &payung, &registration, "2026-12");
    assert_eq!(next(&payung, &registration, None).code(), "show_card");
    let later = next(&payung, &registration, Some("2027-02-10"));
    assert_eq!(
        later.code(),
        "ask_bill",
        "the bill of November says nothing"
    );
}

#[test]
fn whoever_is_paid_for_asks_the_payer_until_the_last_month_of_it() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let pays = |until: Option<&str>| {
        let it = Arrangement {
            id: id("01938e4d-0000-7000-8000-000000000001"),
            name: secret("R••• C•••"),
            from: "2026-11".parse().unwrap(),
            until: until.map(|month| month.parse().unwrap()),
        };
        ItemBody::Payers(PayersNote {
            payers: vec![it],
            ..PayersNote::default()
        })
    };
    phone.deliver(&payung, &registration, pays(None));
    let asks = CoverStep::AskPayer {
        registration: registration.clone(),
    };
    let need_not = || {
        payung
            .payers()
            .of(registration.clone())
            .unwrap()
            .need_not_pay
    };
    assert_eq!(next(&payung, &registration, None), asks);
    assert!(need_not());
    credit(&phone, &payung, &registration, "2026-11");
    assert_eq!(next(&payung, &registration, None).code(), "show_card");
    assert_eq!(next(&payung, &registration, Some("2026-12-20")), asks);
    phone.deliver(&payung, &registration, pays(Some("2026-12")));
    assert_eq!(next(&payung, &registration, Some("2026-12-20")), asks);
    let after = next(&payung, &registration, Some("2027-01-10"));
    assert_eq!(after.code(), "ask_bill");
    // A bill of one's own is paid all the same.
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-12"])),
    );
    assert_eq!(next(&payung, &registration, None).code(), "pay");
    assert!(!need_not());
}

#[test]
fn a_bill_that_is_over_is_not_renewed_when_its_months_came_otherwise() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let over = ItemBody::Bill(closed(&note, BillState::Expired));
    phone.deliver(&payung, &registration, over);
    assert_eq!(next(&payung, &registration, None).code(), "renew");
    credit(&phone, &payung, &registration, "2026-11");
    let later = next(&payung, &registration, Some("2026-12-20"));
    assert_eq!(
        later.code(),
        "ask_bill",
        "the screen of that bill leads back to cover"
    );
}
