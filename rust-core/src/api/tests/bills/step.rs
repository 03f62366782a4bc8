//! What the one button of a bill's screen does, state by state, and what "I paid already" changes.

use payung_model::cover::reminder::ReminderAction;
use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Arrangement, PayersNote};

use super::super::requests::answer;
use super::*;

fn view(payung: &Payung, registration: &str, id: BillId) -> BillView {
    let bills = payung.bills();
    bills.bill(format!("{registration}.{id}")).unwrap()
}

fn step(payung: &Payung, registration: &str, note: &BillNote) -> BillStep {
    view(payung, registration, note.id).step
}

fn ids(payung: &Payung, registration: &str) -> Vec<String> {
    let all = payung.reminders().of(registration.into(), None, 60);
    all.unwrap().into_iter().map(|one| one.id).collect()
}

/// All of it is somebody else's.
fn for_others(number: u8, month: &str) -> BillNote {
    let mut note = bill(number, &[month]);
    note.lines[0].member = secret("R••• C•••");
    note
}

#[test]
fn who_says_that_it_was_paid_is_asked_again_when_the_office_does_not_know_it_after_some_days() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let open = view(&payung, &registration, note.id);
    assert_eq!((open.step, open.said_paid), (BillStep::SayPaid, false));
    let bills = payung.bills();
    let wrong = bills.said_paid(open.id.clone(), Some("warung".into()));
    assert!(matches!(wrong, Err(PayungError::NotPossible { .. })));
    assert_eq!(step(&payung, &registration, &note), BillStep::SayPaid);
    let said = bills
        .said_paid(open.id.clone(), Some("indomaret".into()))
        .unwrap();
    assert_eq!((&said.step, said.said_paid), (&BillStep::Sync, true));
    assert_eq!(
        (said.channels[0].id.as_str(), said.phase),
        ("indomaret", BillPhase::Open)
    );
    drop((payung, bills));
    let payung = phone.open();
    // The office writes about it once more, and it is still open.
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    phone.set_day(3, 23);
    assert_eq!(step(&payung, &registration, &note), BillStep::Sync);
    phone.set_day(4, 1);
    let asked = view(&payung, &registration, note.id);
    assert_eq!((asked.step, asked.said_paid), (BillStep::SayPaid, false));
    payung.bills().said_paid(open.id.clone(), None).unwrap();
    let paid = closed(&note, BillState::Paid);
    phone.deliver(&payung, &registration, ItemBody::Bill(paid));
    let paid = view(&payung, &registration, note.id);
    let cover = BillStep::ShowCover {
        registration: registration.clone(),
    };
    assert_eq!((&paid.step, paid.said_paid), (&cover, false));
    // The office was quicker than the finger.
    assert_eq!(payung.bills().said_paid(open.id, None).unwrap(), paid);
    assert_eq!(payung.bills().list(registration).unwrap(), [paid]);
}

#[test]
fn saying_it_on_a_bill_is_the_same_as_answering_a_reminder_of_its_month() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let credited = ItemBody::Cover(cover(&["2026-11"]));
    phone.deliver(&payung, &registration, credited);
    let note = BillNote {
        last_day: "2026-12-31".parse().unwrap(),
        ..bill(1, &["2026-12"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let others = BillNote {
        last_day: "2026-12-31".parse().unwrap(),
        ..for_others(2, "2026-12")
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(others.clone()));
    let before = ids(&payung, &registration);
    let bills = payung.bills();
    let said = bills
        .said_paid(format!("{registration}.{}", others.id), None)
        .unwrap();
    assert_eq!(said.step, BillStep::Sync);
    assert_eq!(
        ids(&payung, &registration),
        before,
        "the dues of others silence none of one's own"
    );
    assert_eq!(step(&payung, &registration, &note), BillStep::SayPaid);
    bills
        .said_paid(format!("{registration}.{}", note.id), None)
        .unwrap();
    let missing = "not-arrived-2026-11-27".to_owned();
    assert!(ids(&payung, &registration).contains(&missing));
    phone.set_day(10, 9);
    assert_eq!(step(&payung, &registration, &note), BillStep::SayPaid);
    payung
        .reminders()
        .answer(registration.clone(), ReminderAction::SaidPaid)
        .unwrap();
    assert_eq!(step(&payung, &registration, &note), BillStep::Sync);
    assert_eq!(
        step(&payung, &registration, &others),
        BillStep::SayPaid,
        "a reminder's answer is about one's own month"
    );
}

#[test]
fn a_paid_bill_shows_what_holds_and_one_for_others_its_receipt() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let (own, others) = (bill(1, &["2026-11"]), for_others(2, "2026-11"));
    let mixed = BillNote {
        lines: [own.lines.clone(), others.lines.clone()].concat(),
        ..bill(3, &["2026-11", "2026-12"])
    };
    for note in [&own, &others, &mixed] {
        phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
        let paid = closed(note, BillState::Paid);
        phone.deliver(&payung, &registration, ItemBody::Bill(paid));
    }
    let steps = [&own, &others, &mixed].map(|note| step(&payung, &registration, note));
    let codes = steps.each_ref().map(BillStep::code);
    assert_eq!(codes, ["show_cover", "show_receipts", "show_cover"]);
}

#[test]
fn a_bill_whose_code_may_not_be_shown_leads_to_the_office() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    // The built-in rules name no merchant.
    let note = bill(1, &["2026-11"]);
    phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    let refused = view(&payung, &registration, note.id);
    assert_eq!(
        (refused.phase, refused.step),
        (BillPhase::Refused, BillStep::AskOffice)
    );
}

#[test]
fn a_bill_that_is_over_is_renewed_once_and_then_leads_to_what_came_in_its_place() {
    for over in [BillState::Expired, BillState::Cancelled] {
        let phone = Phone::new();
        let (payung, registration) = billed(&phone);
        let old = bill(1, &["2026-11"]);
        phone.deliver(&payung, &registration, ItemBody::Bill(old.clone()));
        let ended = closed(&old, over);
        phone.deliver(&payung, &registration, ItemBody::Bill(ended));
        let now = || step(&payung, &registration, &old);
        assert_eq!(now(), BillStep::Renew, "{over:?}");
        let another = payung.bills().another(format!("{registration}.{}", old.id));
        let AnotherBill::Begun { draft } = another.unwrap() else {
            panic!("a request is begun")
        };
        assert_eq!(now(), BillStep::Renew, "a draft is no request yet");
        let request = payung.registrations().ready(draft).unwrap().registration;
        let wait = BillStep::Wait {
            registration: request.clone(),
        };
        assert_eq!(now(), wait);
        reach(&payung, &request, State::Received);
        answer(&phone, &payung, &request, OfficeState::Refused, "Tidak.");
        assert_eq!(now(), BillStep::Renew, "a refused one can be asked anew");
        let new = bill(2, &["2026-11", "2026-12"]);
        phone.deliver(&payung, &registration, ItemBody::Bill(new.clone()));
        let pay = BillStep::Pay {
            bill: format!("{registration}.{}", new.id),
        };
        assert_eq!(now(), pay);
        let paid = closed(&new, BillState::Paid);
        phone.deliver(&payung, &registration, ItemBody::Bill(paid));
        let credited = ItemBody::Cover(cover(&["2026-11", "2026-12"]));
        phone.deliver(&payung, &registration, credited);
        let cover = BillStep::ShowCover {
            registration: registration.clone(),
        };
        assert_eq!(now(), cover, "its months are paid by another one");
    }
}

#[test]
fn a_bill_that_is_over_is_not_renewed_for_whoever_is_paid_for_or_was_refused() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let (own, others) = (bill(1, &["2026-11"]), for_others(2, "2026-11"));
    for note in [&own, &others] {
        phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
        let ended = closed(note, BillState::Expired);
        phone.deliver(&payung, &registration, ItemBody::Bill(ended));
    }
    let payers = PayersNote {
        payers: vec![Arrangement {
            id: id("01938e4d-0000-7000-8000-000000000001"),
            name: secret("R••• C•••"),
            from: "2026-11".parse().unwrap(),
            until: Some("2026-12".parse().unwrap()),
        }],
        ..PayersNote::default()
    };
    phone.deliver(&payung, &registration, ItemBody::Payers(payers));
    let now = || step(&payung, &registration, &own);
    let ask = BillStep::AskPayer {
        registration: registration.clone(),
    };
    assert_eq!(now(), ask);
    assert_eq!(
        step(&payung, &registration, &others),
        BillStep::Renew,
        "nobody else pays what was for others"
    );
    phone.set_day(40, 9);
    assert_eq!(now(), BillStep::Renew, "the last month of it is over");
    reach(&payung, &registration, State::Refused);
    let wait = BillStep::Wait {
        registration: registration.clone(),
    };
    assert_eq!(now(), wait);
}

#[test]
fn a_bill_for_others_stands_in_the_way_of_no_bill_of_ones_own_and_the_other_way_round() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    let id_of = |note: &BillNote| format!("{registration}.{}", note.id);
    let own = bill(1, &["2026-11"]);
    let others = BillNote {
        last_day: "2026-12-31".parse().unwrap(),
        ..for_others(2, "2026-12")
    };
    for note in [&own, &others] {
        phone.deliver(&payung, &registration, ItemBody::Bill(note.clone()));
    }
    let next = || {
        let cover = payung.cover().of(registration.clone(), None);
        cover.unwrap().next.unwrap()
    };
    let pay = |note: &BillNote| CoverStep::Pay { bill: id_of(note) };
    assert_eq!(next(), pay(&own));
    phone.set_day(8, 9);
    assert_eq!(step(&payung, &registration, &own), BillStep::Renew);
    let renew = CoverStep::Renew { bill: id_of(&own) };
    assert_eq!(next(), renew);
    assert_eq!(step(&payung, &registration, &others), BillStep::SayPaid);
    let another = payung.bills().another(id_of(&own)).unwrap();
    assert!(matches!(another, AnotherBill::Begun { .. }), "{another:?}");
    // Protected, there is only that of the others to pay.
    let credited = ItemBody::Cover(cover(&["2026-11", "2026-12"]));
    phone.deliver(&payung, &registration, credited);
    assert_eq!(next(), pay(&others));
    // The other way round: theirs is over, and one's own is open.
    let later = BillNote {
        last_day: "2027-01-31".parse().unwrap(),
        ..bill(3, &["2027-01"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(later.clone()));
    phone.set_day(39, 9);
    assert_eq!(step(&payung, &registration, &others), BillStep::Renew);
    assert_eq!(next(), pay(&later));
}
