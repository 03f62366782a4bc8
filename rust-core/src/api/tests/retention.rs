//! Days are those of `retention.json`: 90, warned 14 before, answers 30 after the decision.

use super::*;

fn drafts(payung: &Payung) -> Vec<DraftLine> {
    payung.home().unwrap().drafts
}

fn expires(payung: &Payung) -> Option<String> {
    drafts(payung).into_iter().next().expect("a draft").expires
}

/// A draft that was left in the middle.
fn begun(phone: &Phone) -> String {
    let payung = phone.open();
    let view = payung.drafts().start("bpu".into()).unwrap();
    fill(&payung, view, &ANSWERS[..17]).draft
}

/// The line has been on screen on that day.
fn see(phone: &Phone, day: i64) {
    phone.set_day(day, 9);
    let payung = phone.open();
    assert!(expires(&payung).is_some(), "day {day}");
    payung
        .drafts()
        .seen(drafts(&payung)[0].draft.clone())
        .unwrap();
}

/// Is the draft there after the app was opened on that day?
fn is_there(phone: &Phone, day: i64, hour: i64) -> bool {
    phone.set_day(day, hour);
    !drafts(&phone.open()).is_empty()
}

#[test]
fn the_end_is_said_from_the_day_it_is_near_and_a_draft_that_was_warned_of_goes_the_day_after() {
    let phone = Phone::new();
    begun(&phone);
    phone.set_day(75, 23);
    assert_eq!(expires(&phone.open()), None);
    phone.set_day(76, 0);
    let said = expires(&phone.open()).unwrap();
    assert!(
        said.contains("21 Februari 2027"),
        "90 days after 23 November: {said}"
    );
    see(&phone, 76);
    assert!(is_there(&phone, 90, 23), "on the day itself it is there");
    assert!(!is_there(&phone, 91, 0));
}

#[test]
fn without_a_warning_that_was_seen_nothing_goes() {
    let phone = Phone::new();
    begun(&phone);
    assert!(is_there(&phone, 91, 9) && is_there(&phone, 300, 9));
    // Shown is not seen: only what a shell says was on screen counts, and from then on.
    see(&phone, 300);
    assert!(is_there(&phone, 313, 23));
    assert!(!is_there(&phone, 314, 0), "fourteen days after it was seen");
}

#[test]
fn the_day_that_is_said_is_never_before_the_warning_has_had_its_time() {
    let phone = Phone::new();
    begun(&phone);
    see(&phone, 88);
    let said = expires(&phone.open()).unwrap();
    assert!(
        said.contains("5 Maret 2027"),
        "14 days after 19 February: {said}"
    );
    assert!(is_there(&phone, 101, 23));
    assert!(!is_there(&phone, 102, 0));
}

#[test]
fn seeing_it_again_puts_nothing_off_and_seeing_it_too_early_is_no_warning() {
    let phone = Phone::new();
    let draft = begun(&phone);
    phone.open().drafts().seen(draft.clone()).unwrap();
    assert!(is_there(&phone, 91, 9), "there was nothing to be seen");
    see(&phone, 92);
    phone.set_day(100, 9);
    phone.open().drafts().seen(draft).unwrap();
    assert!(!is_there(&phone, 106, 9));
}

#[test]
fn opening_or_changing_a_draft_begins_its_days_anew() {
    let touches: [fn(&Payung, String); 4] = [
        |payung, draft| drop(payung.drafts().resume(draft).unwrap()),
        |payung, draft| {
            drop(
                payung
                    .drafts()
                    .answer(draft, "birth_place".into(), secret("DESA CONTOH"))
                    .unwrap(),
            );
        },
        |payung, draft| {
            drop(
                payung
                    .drafts()
                    .edit(draft, "birth_place".into(), secret("DES"), 0)
                    .unwrap(),
            );
        },
        |payung, draft| {
            drop(
                payung
                    .drafts()
                    .answer(draft, "nik_right".into(), secret("retype"))
                    .unwrap(),
            );
        },
    ];
    for (number, touch) in touches.iter().enumerate() {
        let phone = Phone::new();
        let draft = begun(&phone);
        see(&phone, 76);
        phone.set_day(85, 9);
        touch(&phone.open(), draft);
        assert!(is_there(&phone, 91, 9), "touch {number}");
        assert!(is_there(&phone, 170, 9), "touch {number}: unwarned since");
        see(&phone, 171);
        assert!(is_there(&phone, 184, 9), "touch {number}");
        assert!(!is_there(&phone, 185, 9), "touch {number}");
    }
}

#[test]
fn a_change_in_the_same_run_as_the_warning_counts_too() {
    let phone = Phone::new();
    let draft = begun(&phone);
    phone.set_day(80, 9);
    let payung = phone.open();
    payung.home().unwrap();
    payung.drafts().seen(draft.clone()).unwrap();
    payung
        .drafts()
        .answer(draft, "birth_place".into(), secret("DESA CONTOH"))
        .unwrap();
    drop(payung);
    assert!(is_there(&phone, 100, 9));
}

#[test]
fn a_clock_that_is_behind_or_years_ahead_ends_nothing_and_warns_of_nothing() {
    let phone = Phone::new();
    let draft = begun(&phone);
    phone.bring(&phone.open(), 0, |_| {});
    see(&phone, 76);
    // Ahead of what the office signed by more than two and a half years.
    assert!(is_there(&phone, 914, 9));
    assert_eq!(
        expires(&phone.open()),
        None,
        "nothing is said by a clock that is wrong"
    );
    phone.open().drafts().seen(draft).unwrap();
    // 1970: then every day of the draft lies ahead.
    phone.set_day(-20_000, 9);
    assert!(!drafts(&phone.open()).is_empty());
    assert_eq!(expires(&phone.open()), None);
    assert!(is_there(&phone, 90, 9));
    assert!(
        !is_there(&phone, 91, 9),
        "with the right time it goes on as before"
    );
}

#[test]
fn before_the_office_signed_anything_a_clock_years_after_the_app_ends_nothing_either() {
    let phone = Phone::new();
    begun(&phone);
    see(&phone, 76);
    assert!(is_there(&phone, 800, 9));
}

#[test]
fn a_warning_seen_by_a_clock_that_was_ahead_is_none() {
    let phone = Phone::new();
    begun(&phone);
    see(&phone, 300);
    // The clock was mended: the draft is 85 days old, and was not warned of yet.
    assert!(is_there(&phone, 85, 9));
    assert!(
        is_there(&phone, 120, 9),
        "the warning of day 300 does not count"
    );
    see(&phone, 121);
    assert!(!is_there(&phone, 135, 9));
}

#[test]
fn other_drafts_stay_when_one_goes_and_its_photo_goes_with_it() {
    let phone = Phone::new();
    let old = begun(&phone);
    see(&phone, 76);
    phone.set_day(90, 9);
    let young = phone.open().drafts().start("bpu".into()).unwrap().draft;
    phone.set_day(91, 9);
    let payung = phone.open();
    assert_eq!(
        drafts(&payung)
            .into_iter()
            .map(|line| line.draft)
            .collect::<Vec<_>>(),
        [young]
    );
    assert!(payung.drafts().resume(old).is_err());
}

#[test]
fn a_sync_ends_what_has_ended_even_when_the_network_is_away() {
    let phone = Phone::new();
    begun(&phone);
    see(&phone, 76);
    phone.set_day(90, 9);
    let payung = phone.open();
    assert_eq!(drafts(&payung).len(), 1);
    phone.set_day(91, 9);
    assert_eq!(
        drafts(&payung).len(),
        1,
        "looking at the start screen deletes nothing"
    );
    let _ = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(payung.connection().sync());
    assert!(drafts(&payung).is_empty());
}

#[test]
fn what_cannot_be_opened_to_be_saved_does_not_end() {
    let phone = Phone::new();
    let payung = phone.open();
    phone.bring(&payung, 0, |files| {
        let mut other: Json = serde_json::from_slice(&files["forms/bpu.json"]).unwrap();
        other["id"] = "bpu_lain".into();
        files.insert("forms/bpu_lain.json".into(), other.to_string().into_bytes());
    });
    let draft = fill(
        &payung,
        payung.drafts().start("bpu_lain".into()).unwrap(),
        &ANSWERS[..17],
    )
    .draft;
    drop(payung);
    see(&phone, 76);
    phone.bring(&phone.open(), 81, |_| {});
    assert!(is_there(&phone, 200, 9), "its form is not among today's");
    let payung = phone.open();
    assert_eq!(drafts(&payung)[0].expires, None);
    let PayungError::NotPossible { words: said } = payung.drafts().resume(draft).unwrap_err()
    else {
        panic!("not possible")
    };
    assert_eq!(said, words(&payung, "not-possible-form"));
}

#[test]
fn the_answers_of_what_was_decided_go_and_what_is_said_of_it_stays() {
    for state in [
        State::Accepted,
        State::Refused,
        State::Withdrawn,
        State::Erased,
        State::Received,
    ] {
        let phone = Phone::new();
        let payung = phone.open();
        let registration = ready(&payung);
        phone.set_day(10, 9);
        reach(&payung, &registration, State::Sending);
        reach(&payung, &registration, state);
        drop(payung);
        phone.set_day(40, 23);
        let draft = phone
            .open()
            .registrations()
            .status(registration.clone())
            .unwrap()
            .draft;
        assert!(
            draft.is_some(),
            "{state:?}: thirty days, to the end of the day"
        );
        phone.set_day(41, 0);
        let payung = phone.open();
        let view = payung.registrations().status(registration.clone()).unwrap();
        assert_eq!(view.draft.is_some(), state == State::Received, "{state:?}");
        assert_eq!(
            (view.state.as_str(), view.timeline.len()),
            (state.as_str(), 3)
        );
        assert_eq!(view.purpose, Some(Purpose::Register));
        let kept = payung
            .app
            .store
            .entries(&payung.app.keys().unwrap(), id(&draft.unwrap()))
            .unwrap();
        assert_eq!(kept.is_empty(), state != State::Received, "{state:?}");
    }
}

#[test]
fn a_wrong_clock_takes_no_answers_of_what_was_decided() {
    let phone = Phone::new();
    let payung = phone.open();
    phone.bring(&payung, 0, |_| {});
    let registration = ready(&payung);
    reach(&payung, &registration, State::Sending);
    reach(&payung, &registration, State::Accepted);
    drop(payung);
    phone.set_day(3000, 9);
    assert!(
        phone
            .open()
            .registrations()
            .status(registration.clone())
            .unwrap()
            .draft
            .is_some()
    );
    phone.set_day(31, 9);
    assert!(
        phone
            .open()
            .registrations()
            .status(registration)
            .unwrap()
            .draft
            .is_none()
    );
}

#[test]
fn what_was_decided_while_the_clock_was_years_ahead_goes_thirty_days_after_it_was_set() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    phone.set_day(20 * 365, 9);
    reach(&payung, &registration, State::Sending);
    reach(&payung, &registration, State::Refused);
    drop(payung);
    let has_answers = |day| {
        phone.set_day(day, 9);
        let view = phone.open().registrations().status(registration.clone());
        view.unwrap().draft.is_some()
    };
    assert!(has_answers(1), "nobody has said that this clock is right");
    let payung = phone.open();
    let office = Timestamp::from_millis(NOW + DAY).unwrap();
    payung.app.office_said_the_time(office).unwrap();
    drop(payung);
    assert!(has_answers(1) && has_answers(31), "counted from day 1");
    assert!(!has_answers(32));
}

#[test]
fn a_clock_that_was_set_back_shortens_the_days_of_no_answers() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    phone.set_day(60, 9);
    reach(&payung, &registration, State::Sending);
    reach(&payung, &registration, State::Accepted);
    let office = Timestamp::from_millis(NOW + 60 * DAY).unwrap();
    payung.app.office_said_the_time(office).unwrap();
    drop(payung);
    let has_answers = |day| {
        phone.set_day(day, 9);
        let view = phone.open().registrations().status(registration.clone());
        view.unwrap().draft.is_some()
    };
    assert!(has_answers(20), "the clock was set back");
    assert!(has_answers(61), "decided yesterday");
    assert!(has_answers(90) && !has_answers(91));
}

#[test]
fn what_the_office_said_of_the_clock_holds_over_restarts_and_keeps_answers() {
    let phone = Phone::new();
    let payung = phone.open();
    phone.bring(&payung, 0, |_| {});
    let registration = ready(&payung);
    reach(&payung, &registration, State::Sending);
    reach(&payung, &registration, State::Accepted);
    phone.set_day(365, 9);
    let office = Timestamp::from_millis(NOW).unwrap();
    payung.app.office_said_the_time(office).unwrap();
    drop(payung);
    for day in [365, 370] {
        phone.set_day(day, 9);
        let payung = phone.open();
        assert!(
            payung
                .home()
                .unwrap()
                .notices
                .contains(&words(&payung, "notice-clock-ahead")),
            "day {day}"
        );
        let view = payung.registrations().status(registration.clone()).unwrap();
        assert!(view.draft.is_some(), "day {day}");
    }
    phone.set_day(1, 9);
    assert!(
        phone.open().home().unwrap().notices.is_empty(),
        "it was set"
    );
    // An answer that agrees ends it for good.
    phone.set_day(365, 9);
    let payung = phone.open();
    let office = Timestamp::from_millis(NOW + 365 * DAY).unwrap();
    payung.app.office_said_the_time(office).unwrap();
    drop(payung);
    phone.set_day(366, 9);
    let view = phone.open().registrations().status(registration).unwrap();
    assert!(view.draft.is_none(), "decided a year ago");
}
