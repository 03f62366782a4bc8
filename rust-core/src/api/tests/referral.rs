//! The code of a poster or a helper: shown until one registration takes it along, removed with one
//! tap, sealed with nothing else, over after its days.

use super::corrections::ask;
use super::*;
use crate::sync::Resealed;

fn shown(payung: &Payung) -> Option<String> {
    payung.home().unwrap().referral.map(|kept| kept.code)
}

fn sealed(phone: &Phone, payung: &Payung, registration: &str) -> Option<String> {
    let body = phone.read(payung, registration);
    body.referral.map(|code| code.to_string())
}

#[test]
fn a_code_is_shown_at_home_and_on_the_review_until_one_registration_took_it_along() {
    let phone = Phone::new();
    let payung = phone.open();
    assert_eq!(shown(&payung), None);
    let kept = payung.keep_referral(" pasar-7 ".into()).unwrap();
    assert_eq!(
        (kept.code.as_str(), kept.remove.as_str()),
        ("PASAR7", "Hapus kode")
    );
    assert!(kept.words.contains("PASAR7"), "{}", kept.words);
    assert_eq!(payung.home().unwrap().referral, Some(kept.clone()));
    drop(payung);
    let payung = phone.open();
    let view = payung.drafts().start("bpu".into()).unwrap();
    assert_eq!(view.referral, None, "not beside a question");
    let review = fill(&payung, view, ANSWERS);
    assert_eq!(review.referral, Some(kept));
    let first = payung.registrations().ready(review.draft).unwrap();
    assert_eq!(
        sealed(&phone, &payung, &first.registration),
        Some("PASAR7".into())
    );
    assert_eq!(shown(&payung), None, "it was for one registration");
    let second = ready(&payung);
    assert_eq!(sealed(&phone, &payung, &second), None);
}

#[test]
fn what_is_no_code_of_ours_is_refused_in_words_and_the_one_before_stays() {
    let payung = Phone::new().open();
    payung.keep_referral("PASAR7".into()).unwrap();
    let mut said = Vec::new();
    for text in [
        "ABC",
        "PASAR-0",
        "https://lain.example/app/daftar?kode=ABCD",
        "https://127.0.0.1:9/app/daftar?kode=ABCD",
        "payung://daftar",
    ] {
        match payung.keep_referral(text.into()) {
            Err(PayungError::NotPossible { words }) => said.push(words),
            other => panic!("{text}: {other:?}"),
        }
    }
    assert_eq!(said[2], said[3], "both are other sites");
    said.dedup();
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!(shown(&payung), Some("PASAR7".into()));
    let link = "https://127.0.0.1/app/daftar?kode=warung-2";
    assert_eq!(payung.keep_referral(link.into()).unwrap().code, "WARUNG2");
    assert_eq!(shown(&payung), Some("WARUNG2".into()), "the newest holds");
}

#[test]
fn a_code_that_was_removed_goes_nowhere() {
    let phone = Phone::new();
    let payung = phone.open();
    payung.keep_referral("PASAR7".into()).unwrap();
    let draft = filled(&payung);
    payung.remove_referral().unwrap();
    payung.remove_referral().unwrap();
    assert_eq!(
        payung.drafts().resume(draft.clone()).unwrap().referral,
        None
    );
    let registration = payung.registrations().ready(draft).unwrap().registration;
    assert_eq!(sealed(&phone, &payung, &registration), None);
}

#[test]
fn what_was_taken_back_gives_its_code_back_and_what_is_sealed_again_keeps_it() {
    let phone = Phone::new();
    let payung = phone.open();
    payung.keep_referral("PASAR7".into()).unwrap();
    let registration = ready(&payung);
    assert_eq!(
        payung.app.seal_again(id(&registration)).unwrap(),
        Resealed::Done
    );
    assert_eq!(
        sealed(&phone, &payung, &registration),
        Some("PASAR7".into())
    );
    let review = payung.registrations().take_back(registration).unwrap();
    assert_eq!(review.referral.map(|kept| kept.code), Some("PASAR7".into()));
    assert_eq!(shown(&payung), Some("PASAR7".into()));
    payung.remove_referral().unwrap();
    let again = payung.registrations().ready(review.draft).unwrap();
    assert_eq!(sealed(&phone, &payung, &again.registration), None);
}

#[test]
fn corrections_additions_and_requests_take_no_code_along() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Received);
    payung.keep_referral("PASAR7".into()).unwrap();
    let more = payung.registrations().complete(registration.clone());
    let more = fill(&payung, more.unwrap(), amendments::MORE);
    assert_eq!((more.step.kind, more.referral), (ScreenKind::Review, None));
    let request = payung.registrations().request(registration.clone());
    let request = fill(&payung, request.unwrap(), requests::COMPLAINT);
    assert_eq!(
        (request.step.kind, request.referral),
        (ScreenKind::Review, None)
    );
    let asked = payung.registrations().ready(request.draft).unwrap();
    assert_eq!(sealed(&phone, &payung, &asked.registration), None);
    ask(&phone, &payung, &registration, &["mother_name"]);
    let view = payung
        .registrations()
        .correct(registration.clone())
        .unwrap();
    let review = fill(&payung, view, &[("mother_name", "IBU CONTOH")]);
    assert_eq!(
        (review.step.kind, review.referral),
        (ScreenKind::Review, None)
    );
    payung.registrations().ready(review.draft).unwrap();
    assert_eq!(phone.read(&payung, &registration).referral, None);
    assert_eq!(shown(&payung), Some("PASAR7".into()), "it still waits");
}

#[test]
fn a_code_is_over_after_its_days_and_nothing_is_over_by_a_clock_that_is_not_sure() {
    let phone = Phone::new();
    let payung = phone.open();
    let days = i64::from(payung_model::sealed::ReferralCode::KEPT_DAYS);
    payung.keep_referral("PASAR7".into()).unwrap();
    phone.set_day(days, 23);
    assert_eq!(shown(&payung), Some("PASAR7".into()));
    phone.set_day(1000, 9);
    assert!(!payung.app.clock.is_sure());
    payung.app.tidy().unwrap();
    assert_eq!(shown(&payung), Some("PASAR7".into()));
    phone.set_day(days + 1, 9);
    assert!(payung.app.clock.is_sure());
    assert_eq!(shown(&payung), None);
    let registration = ready(&payung);
    assert_eq!(sealed(&phone, &payung, &registration), None);
    payung.app.tidy().unwrap();
    assert!(payung.app.store.meta("referral").unwrap().is_none());
    // Kept by a clock that is not sure: its days begin with the first sure one.
    phone.set_day(1000, 9);
    payung.keep_referral("PASAR7".into()).unwrap();
    phone.set_day(300, 9);
    payung.app.tidy().unwrap();
    phone.set_day(300 + days, 9);
    assert_eq!(shown(&payung), Some("PASAR7".into()));
    phone.set_day(301 + days, 9);
    assert_eq!(shown(&payung), None);
}

#[test]
fn a_code_goes_from_the_phone_once_its_registration_was_received() {
    let payung = Phone::new().open();
    payung.keep_referral("PASAR7".into()).unwrap();
    let registration = ready(&payung);
    let kept = || payung.app.store.meta("referral").unwrap().is_some();
    payung.app.tidy().unwrap();
    assert!(kept(), "it may be sealed again");
    reach(&payung, &registration, State::Received);
    payung.app.tidy().unwrap();
    assert!(!kept());
}

#[test]
fn without_the_key_no_code_is_shown_or_kept_and_one_can_be_removed() {
    let payung = Phone::new().open();
    payung.keep_referral("PASAR7".into()).unwrap();
    payung.lock();
    assert_eq!(shown(&payung), None);
    let refused = payung.keep_referral("PASAR8".into());
    assert!(
        matches!(refused, Err(PayungError::KeyLocked { .. })),
        "{refused:?}"
    );
    payung.unlock().unwrap();
    assert_eq!(shown(&payung), Some("PASAR7".into()));
    payung.lock();
    payung.remove_referral().unwrap();
    assert_eq!(payung.unlock().unwrap().referral, None);
}

#[test]
fn a_damaged_code_hinders_nothing_and_is_cleared_away() {
    let phone = Phone::new();
    let payung = phone.open();
    payung.app.store.set_meta("referral", b"damaged").unwrap();
    assert_eq!(shown(&payung), None);
    let registration = ready(&payung);
    assert_eq!(sealed(&phone, &payung, &registration), None);
    payung.app.tidy().unwrap();
    assert!(payung.app.store.meta("referral").unwrap().is_none());
}
