//! The network, *send now* and the clock, as far as they are decided without an office.

use payung_model::units::Timestamp;

use super::*;
use crate::Network;
use crate::sync::Host;

fn notices(payung: &Payung, id: &str) -> usize {
    let words = payung.app.text(id);
    payung
        .home()
        .unwrap()
        .notices
        .iter()
        .filter(|notice| **notice == words)
        .count()
}

#[test]
fn the_offices_clock_tells_that_ours_is_off_until_ours_is_set() {
    let phone = Phone::new();
    let payung = phone.open();
    let office = |millis| {
        payung
            .app
            .office_said_the_time(Timestamp::from_millis(millis).unwrap())
            .unwrap();
    };
    office(NOW + DAY / 2);
    assert!(
        payung.home().unwrap().notices.is_empty(),
        "zones are confused easily"
    );
    assert!(payung.app.clock.is_sure());

    office(NOW + 900 * DAY);
    assert_eq!(notices(&payung, "notice-clock-behind"), 1);
    assert!(!payung.app.clock.is_sure(), "nothing ends by such a clock");
    phone.set_day(900, 9);
    assert_eq!(notices(&payung, "notice-clock-behind"), 0, "it was set");

    phone.set_day(10, 9);
    office(NOW - 30 * DAY);
    assert_eq!(notices(&payung, "notice-clock-ahead"), 1);
    assert!(!payung.app.clock.is_sure());
    phone.set_day(11, 9);
    assert_eq!(
        notices(&payung, "notice-clock-ahead"),
        1,
        "it goes on, still ahead"
    );
    phone.set_day(-30, 9);
    assert_eq!(notices(&payung, "notice-clock-ahead"), 0, "it was set");
}

#[test]
fn a_network_is_none_until_it_is_told() {
    let payung = Phone::new().open();
    assert_eq!(Host::network(payung.app.as_ref()), None);
    payung.connection().network(Network::Metered);
    assert_eq!(Host::network(payung.app.as_ref()), Some(Network::Metered));
}

#[test]
fn sending_now_is_kept_for_the_next_revision_too() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    let row = || payung.app.store.outbox(id(&registration)).unwrap().unwrap();
    assert!(!row().over_metered);
    assert_eq!(
        payung
            .connection()
            .send_now(registration.clone())
            .unwrap()
            .state,
        RegistrationState::Ready
    );
    assert!(row().over_metered);
    payung.app.seal_again(id(&registration)).unwrap();
    assert_eq!(
        (row().revision, row().over_metered, row().recorded),
        (2, true, false)
    );
    assert!(
        payung
            .connection()
            .send_now("01900000-0000-7000-8000-000000000000".into())
            .is_err(),
        "there is none"
    );
}

#[test]
fn the_first_screen_has_twenty_of_each_and_says_that_there_are_more() {
    let phone = Phone::new();
    let payung = phone.open();
    for _ in 0..23 {
        payung.drafts().start("bpu".into()).unwrap();
    }
    let home = payung.home().unwrap();
    assert_eq!(
        (home.drafts.len(), home.more_drafts, home.more_registrations),
        (20, true, false)
    );
    let rest = payung.drafts().page(20).unwrap();
    assert_eq!((rest.drafts.len(), rest.more), (3, false));
    let mut all: Vec<String> = home
        .drafts
        .into_iter()
        .chain(rest.drafts)
        .map(|line| line.draft)
        .collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 23, "each once");
    assert!(payung.drafts().page(99).unwrap().drafts.is_empty());
    assert!(payung.registrations().page(Some("nobody".into())).is_err());
}

#[test]
fn what_was_sealed_by_a_clock_that_was_years_ahead_is_tried_once_the_clock_is_set() {
    let phone = Phone::new();
    // Further ahead the clock would not be sure, and no form could be filled in.
    phone.set_day(500, 9);
    let payung = phone.open();
    let registration = ready(&payung);
    phone.set_day(0, 9);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let report = runtime.block_on(payung.connection().sync()).unwrap();
    let row = payung.app.store.outbox(id(&registration)).unwrap().unwrap();
    assert_eq!(
        (row.attempts, row.next_try.millis()),
        (1, NOW),
        "nobody listened"
    );
    let pause = report.retry_in_millis.unwrap();
    assert!(pause < DAY.unsigned_abs(), "{pause}");
}

#[test]
fn a_delay_that_a_clock_years_ahead_noted_is_over_and_one_of_a_day_is_not() {
    let phone = Phone::new();
    // Further ahead the clock would not be sure, and no form could be filled in.
    phone.set_day(500, 9);
    let payung = phone.open();
    let registration = id(&ready(&payung));
    phone.set_day(0, 9);
    let (store, now) = (&payung.app.store, payung.app.now());
    let far = Timestamp::from_millis(NOW + 500 * DAY).unwrap();
    store
        .delay(registration, 1, far, ProblemCode::WaitsForWifi)
        .unwrap();
    for recorded in [false, true] {
        store.set_recorded(registration, 1, recorded).unwrap();
        let due = crate::vault::RegistrationQuery::Due { now, recorded };
        let due = store.registrations_matching(due, None, 10).unwrap();
        assert_eq!((due, recorded), (vec![registration], recorded));
        assert_eq!(store.next_try(recorded, now).unwrap(), Some(now));
    }
    // One that waits within the limits goes on waiting.
    let soon = Timestamp::from_millis(NOW + DAY).unwrap();
    store
        .delay(registration, 1, soon, ProblemCode::WaitsForWifi)
        .unwrap();
    let due = crate::vault::RegistrationQuery::Due {
        now,
        recorded: true,
    };
    assert_eq!(store.registrations_matching(due, None, 10).unwrap(), []);
    assert_eq!(store.next_try(true, now).unwrap(), Some(soon));
}

#[test]
fn a_phone_is_woken_for_what_waits_and_for_what_the_office_may_still_tell() {
    const HOUR: i64 = 3_600_000;
    let phone = Phone::new();
    let payung = phone.open();
    let next = || {
        let next = payung.connection().next_run_in_millis().unwrap();
        next.map(|millis| i64::try_from(millis).unwrap())
    };
    assert_eq!(next(), None, "nothing was made ready");
    let registration = ready(&payung);
    assert_eq!(next(), Some(1_000), "it can go at once");
    payung.connection().network(Network::None);
    assert_eq!(next(), Some(HOUR), "the platform may not say that one came");
    payung.connection().network(Network::Unmetered);
    reach(&payung, &registration, State::Received);
    assert_eq!(next(), Some(HOUR), "the office owes an answer");
    reach(&payung, &registration, State::Accepted);
    assert_eq!(next(), Some(HOUR), "nobody has asked about it yet");
    let store = &payung.app.store;
    store
        .set_asked(id(&registration), payung.app.now())
        .unwrap();
    assert_eq!(
        next(),
        Some(DAY),
        "a bill may come, and nobody waits for it"
    );
    phone.set_day(0, 19);
    assert_eq!(next(), Some(DAY - 10 * HOUR));
    phone.set_day(1, 9);
    assert_eq!(next(), Some(HOUR), "it is time to ask");
}

#[test]
fn nothing_is_worth_a_run_once_all_is_over_or_without_an_office() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Refused);
    assert_eq!(payung.connection().next_run_in_millis().unwrap(), None);
    // Newer rules that could not be fetched are no reason.
    payung.connection().network(Network::Unmetered);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(payung.connection().sync()).unwrap();
    assert_eq!(payung.connection().next_run_in_millis().unwrap(), None);
    let home = tempfile::tempdir().unwrap();
    let settings = Settings {
        home: home.path().to_string_lossy().into_owned(),
        trust: None,
        language: Language::Id,
    };
    let clock = Arc::clone(&phone.clock) as Arc<dyn Clock>;
    let alone = Payung::open(settings, Arc::new(Plain), clock, None, None).unwrap();
    assert_eq!(alone.connection().next_run_in_millis().unwrap(), None);
}

#[test]
fn a_start_that_was_told_of_no_network_ends_no_delay() {
    let phone = Phone::new();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let payung = phone.open();
    ready(&payung);
    payung.connection().network(Network::Unmetered);
    let sync = |payung: &Payung| runtime.block_on(payung.connection().sync()).unwrap();
    let wait = |payung: &Payung| sync(payung).retry_in_millis.unwrap();
    let before = wait(&payung);
    assert!(before > 1_000, "nobody listens there: {before}");
    drop(payung);
    let payung = phone.open();
    assert_eq!(wait(&payung), before, "it may be the network of before");
}
