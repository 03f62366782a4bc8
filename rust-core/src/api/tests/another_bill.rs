//! Another bill in place of one that cannot be paid any more: nothing is asked for twice.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{BillNote, BillState, ItemBody};

use super::bills::{bill, billed, closed};
use super::requests::answer;
use super::*;
use crate::vault::RegistrationQuery;

/// The bill of that title's month, and what there is in its place.
fn another(payung: &Payung, registration: &str, phase: BillPhase) -> AnotherBill {
    let all = payung.bills().list(registration.to_owned()).unwrap();
    let view = all.into_iter().find(|view| view.phase == phase).unwrap();
    payung.bills().another(view.id).unwrap()
}

/// The registrations that the next sync asks about, after all were asked about just before.
fn may_have_news(payung: &Payung) -> Vec<RegistrationId> {
    let (store, now) = (&payung.app.store, payung.app.now());
    let find = || store.registrations_matching(RegistrationQuery::MayHaveNews { now }, None, 99);
    for id in find().unwrap() {
        store.set_asked(id, now).unwrap();
    }
    find().unwrap()
}

fn begun(another: AnotherBill) -> String {
    let AnotherBill::Begun { draft } = another else {
        panic!("{another:?}")
    };
    draft
}

/// A phone on the day after the last one of its bill for so many months.
fn expired(phone: &Phone, months: &[&str]) -> (Arc<Payung>, String) {
    let (payung, registration) = billed(phone);
    phone.deliver(&payung, &registration, ItemBody::Bill(bill(1, months)));
    phone.set_day(8, 9);
    (payung, registration)
}

#[test]
fn an_expired_bill_leads_to_a_request_for_as_many_months_and_then_to_the_new_bill() {
    let phone = Phone::new();
    let (payung, registration) = expired(&phone, &["2026-11", "2026-12", "2027-01"]);
    let ask = || another(&payung, &registration, BillPhase::Expired);
    let draft = begun(ask());
    assert_eq!(begun(ask()), draft, "the same draft goes on");
    let view = payung.drafts().resume(draft.clone()).unwrap();
    // Nothing is left to be asked.
    assert_eq!(view.step.kind, ScreenKind::Review, "{}", view.step.id);
    let request = payung.registrations().ready(draft).unwrap().registration;
    let body = phone.read(&payung, &request);
    let months = body.answers.iter().find(|it| it.question == "months");
    assert_eq!(
        (body.purpose.as_str(), months.unwrap().value.reveal()),
        ("bill", "3")
    );
    for state in [State::Ready, State::Received] {
        reach(&payung, &request, state);
        assert_eq!(
            ask(),
            AnotherBill::Asked {
                request: request.clone()
            }
        );
    }
    answer(
        &phone,
        &payung,
        &request,
        OfficeState::Accepted,
        "Kodenya dibuat.",
    );
    // Its bill lies in the inbox of the first one, and is on the way for a day.
    assert_eq!(
        ask(),
        AnotherBill::Asked {
            request: request.clone()
        }
    );
    let cover = payung.cover().of(registration.clone(), None).unwrap();
    let wait = CoverStep::Wait {
        registration: request.clone(),
    };
    assert_eq!(cover.next, Some(wait));
    assert!(may_have_news(&payung).contains(&id(&registration)));
    phone.set_day(9, 10);
    begun(ask());
    let new = BillNote {
        last_day: "2026-12-31".parse().unwrap(),
        ..bill(2, &["2026-11", "2026-12", "2027-01"])
    };
    phone.deliver(&payung, &registration, ItemBody::Bill(new.clone()));
    let open = payung.bills().list(registration.clone()).unwrap().remove(0);
    assert_eq!(open.phase, BillPhase::Open);
    assert_eq!(
        ask(),
        AnotherBill::Open {
            bill: open.id.clone()
        }
    );
    // That one was paid, and the old one needs none in its place.
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(closed(&new, BillState::Paid)),
    );
    assert!(payung.bills().another(open.id).is_err(), "a paid bill");
}

#[test]
fn months_that_nobody_can_ask_for_are_asked_about() {
    let phone = Phone::new();
    let (payung, registration) = expired(&phone, &["2026-11", "2026-12"]);
    let draft = begun(another(&payung, &registration, BillPhase::Expired));
    assert_eq!(payung.drafts().resume(draft).unwrap().step.id, "months");
}

#[test]
fn a_request_for_something_else_stays_as_it_is() {
    let phone = Phone::new();
    let (payung, registration) = expired(&phone, &["2026-11"]);
    let view = payung
        .registrations()
        .request(registration.clone())
        .unwrap();
    let complaint = fill(&payung, view, &[("request", "complaint")]);
    phone.set_day(8, 10);
    let draft = begun(another(&payung, &registration, BillPhase::Expired));
    assert_ne!(draft, complaint.draft);
    let kept = payung.drafts().resume(complaint.draft).unwrap();
    assert_eq!(kept.step.id, "complaint_about");
}

#[test]
fn what_can_be_paid_is_named_and_what_was_not_sent_cannot_be_asked_about() {
    let phone = Phone::new();
    let (payung, registration) = billed(&phone);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Bill(bill(1, &["2026-11"])),
    );
    let open = payung
        .bills()
        .list(registration.clone())
        .unwrap()
        .remove(0)
        .id;
    assert_eq!(
        payung.bills().another(open.clone()).unwrap(),
        AnotherBill::Open { bill: open.clone() }
    );
    phone.set_day(8, 9);
    reach(&payung, &registration, State::Withdrawn);
    assert!(matches!(
        payung.bills().another(open),
        Err(PayungError::NotPossible { .. })
    ));
    assert!(payung.bills().another("CONTOH".into()).is_err());
}
