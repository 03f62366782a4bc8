//! Cover and reminders over what the vault holds. Months are credited by an item of the office.

use payung_model::cover::reminder::{ReminderAction, ReminderKind};
use payung_model::programme::Programme;
use payung_model::sealed::inbox::{CoverNote, CreditedMonth, ItemBody};
use payung_model::units::Zone;

use super::*;

/// A phone with a registration whose November is credited, on 23 November 2026.
pub(super) fn with_november(phone: &Phone) -> (Arc<Payung>, String) {
    let payung = phone.open();
    let view = payung.drafts().start("bpu".into()).unwrap();
    let draft = fill(&payung, view, ANSWERS).draft;
    let registration = payung.registrations().ready(draft).unwrap().registration;
    credit(phone, &payung, &registration, &["2026-11"], "2026-11-23");
    (payung, registration)
}

fn credit(phone: &Phone, payung: &Payung, registration: &str, months: &[&str], on: &str) {
    let paid = |month: &&str| CreditedMonth {
        month: month.parse().unwrap(),
        paid_on: on.parse().unwrap(),
        programmes: vec![Programme::Jkk, Programme::Jkm],
        sponsor: None,
    };
    let note = CoverNote {
        since: None,
        months: months.iter().map(paid).collect(),
    };
    phone.deliver(payung, registration, ItemBody::Cover(note));
}

fn ids(views: &[ReminderView]) -> Vec<&str> {
    views.iter().map(|view| view.id.as_str()).collect()
}

#[test]
fn cover_is_what_the_office_credited_and_what_is_missing_has_its_price() {
    let phone = Phone::new();
    let (payung, registration) = with_november(&phone);
    let today = payung.cover().of(registration.clone(), None).unwrap();
    assert_eq!(
        (today.phase, today.title.as_str()),
        (CoverPhase::Protected, "Terlindungi sampai 30 November 2026")
    );
    assert_eq!(today.panels_filled, today.panels);
    let february = payung
        .cover()
        .of(registration.clone(), Some("2027-02-10".into()))
        .unwrap();
    assert_eq!(february.missing, ["2026-12", "2027-01", "2027-02"]);
    // A street vendor of Rp1,500,000: December with the discount, January and February without.
    assert_eq!(february.cost, Some(11_400 + 22_800 + 22_800));
    let again = payung
        .cover()
        .of(registration, Some("2027-03-01".into()))
        .unwrap();
    assert_eq!((again.phase, again.panels_filled), (CoverPhase::Ended, 0));
}

#[test]
fn reminders_stay_the_same_until_something_changes_and_never_come_twice_on_a_day() {
    let phone = Phone::new();
    let (payung, registration) = with_november(&phone);
    let reminders = payung.reminders();
    let first = reminders.of(registration.clone(), None, 60).unwrap();
    assert_eq!(
        ids(&first)[..3],
        [
            "cover-ends-2026-11-25",
            "price-change-2026-12-03",
            "ahead-2026-12-10"
        ]
    );
    assert_eq!(reminders.of(registration.clone(), None, 60).unwrap(), first);
    drop((payung, reminders));
    // The notice of 25 November was shown at 08.00. Later that day its time is changed: it does not
    // come again.
    phone.set_day(2, 10);
    let payung = phone.open();
    let reminders = payung.reminders();
    reminders
        .shown(Some(registration.clone()), first[0].at_millis)
        .unwrap();
    let mut chosen = reminders.settings(registration.clone()).unwrap();
    chosen.at = "18.00".into();
    reminders
        .set_settings(registration.clone(), chosen)
        .unwrap();
    let later = reminders.of(registration.clone(), None, 60).unwrap();
    assert_eq!(ids(&later), ids(&first)[1..]);
    assert!(later.iter().all(|view| view.at_millis > phone_now(2, 10)));
    // December is paid: nothing is left of it.
    credit(
        &phone,
        &payung,
        &registration,
        &["2026-11", "2026-12"],
        "2026-11-25",
    );
    let paid = reminders.of(registration, None, 45).unwrap();
    assert!(
        paid.iter().all(|view| view.months != ["2026-12"]),
        "{:?}",
        ids(&paid)
    );
    assert!(
        paid.iter()
            .any(|view| view.kind == ReminderKind::CoverEnds && view.on == "2026-12-26")
    );
}

#[test]
fn what_was_not_shown_comes_later_that_day_and_once() {
    let phone = Phone::new();
    let (payung, registration) = with_november(&phone);
    let reminders = payung.reminders();
    let planned = || reminders.of(registration.clone(), None, 60).unwrap();
    let first = planned();
    // The phone was off at 08.00, and is switched on at 09.00.
    phone.set_day(2, 9);
    let late = planned();
    assert_eq!(ids(&late), ids(&first));
    assert_eq!(late[0].at_millis, phone_now(2, 9) + 5 * 60_000);
    assert_eq!(planned(), late, "asking again moves nothing");
    // It is off again until night: then it is not shown before the quiet hours end, and on the
    // next day the notice still holds.
    phone.set_day(2, 21);
    let late = planned();
    assert_eq!(
        (late[0].at_millis, late[0].on.as_str()),
        (phone_now(3, 7), "2026-11-26")
    );
    assert_eq!(late[0].id, first[0].id);
    reminders.shown(None, phone_now(3, 7)).unwrap();
    phone.set_day(3, 8);
    assert_eq!(ids(&planned()), ids(&first)[1..]);
}

#[test]
fn two_people_on_one_phone_are_not_reminded_on_the_same_day_and_each_message_says_whose() {
    let phone = Phone::new();
    let (payung, one) = with_november(&phone);
    let view = payung.drafts().start("bpu".into()).unwrap();
    let draft = fill(&payung, view, ANSWERS).draft;
    let two = payung.registrations().ready(draft).unwrap().registration;
    let reminders = payung.reminders();
    let words = |of: &str| reminders.of(of.into(), None, 90).unwrap()[0].text.clone();
    assert!(words(&one).contains("Ini untuk pendaftaran"));
    credit(&phone, &payung, &two, &["2026-11"], "2026-11-23");
    let all = reminders.all(90).unwrap();
    assert_eq!(all.len(), 2);
    let mut days: Vec<&str> = all
        .iter()
        .flat_map(|it| &it.reminders)
        .map(|it| it.on.as_str())
        .collect();
    let count = days.len();
    days.sort_unstable();
    days.dedup();
    assert_eq!(days.len(), count);
    assert!(
        all.iter().all(|it| it.reminders.len() > 5),
        "nothing is lost"
    );
    assert_ne!(words(&one), words(&two));
    assert_eq!(reminders.all(90).unwrap(), all);
}

/// So many days after the first, at that hour.
fn phone_now(day: i64, hour: i64) -> i64 {
    NOW + day * DAY + (hour - 9) * 3_600_000
}

#[test]
fn answers_and_settings_survive_a_restart_and_what_cannot_be_is_refused() {
    let phone = Phone::new();
    let (payung, registration) = with_november(&phone);
    let reminders = payung.reminders();
    phone.set_day(1, 9);
    let again = reminders
        .answer(registration.clone(), ReminderAction::Tomorrow)
        .unwrap();
    assert_eq!(
        ids(&again)[0],
        "cover-ends-2026-11-25",
        "two never come on one day"
    );
    phone.set_day(2, 9);
    let again = reminders
        .answer(registration.clone(), ReminderAction::Tomorrow)
        .unwrap();
    assert_eq!(ids(&again)[0], "again-2026-11-26");
    reminders
        .answer(registration.clone(), ReminderAction::Pause)
        .unwrap();
    let mut chosen = reminders.settings(registration.clone()).unwrap();
    assert_eq!(chosen.paused_until.as_deref(), Some("2026-12-09"));
    let day = "9 Desember 2026";
    assert_eq!(chosen.paused_until_words.as_deref(), Some(day));
    chosen.zone = Zone::Wit;
    chosen.payday = PaydayChoice::Harvest { months: vec![1, 4] };
    reminders
        .set_settings(registration.clone(), chosen.clone())
        .unwrap();
    drop((payung, reminders));
    let payung = phone.open();
    let reminders = payung.reminders();
    assert_eq!(reminders.settings(registration.clone()).unwrap(), chosen);
    for wrong in [
        ReminderChoices {
            at: "25.00".into(),
            ..chosen.clone()
        },
        ReminderChoices {
            quiet_to: None,
            ..chosen.clone()
        },
        ReminderChoices {
            payday: PaydayChoice::Harvest { months: vec![256] },
            ..chosen.clone()
        },
        ReminderChoices {
            paused_until: Some("2027-06-01".into()),
            ..chosen.clone()
        },
    ] {
        let refused = reminders.set_settings(registration.clone(), wrong);
        assert!(
            matches!(refused, Err(PayungError::NotPossible { .. })),
            "{refused:?}"
        );
    }
    assert!(matches!(
        reminders.settings("tidak ada".into()),
        Err(PayungError::NotPossible { .. })
    ));
    payung.lock();
    assert!(matches!(
        reminders.settings(registration),
        Err(PayungError::KeyLocked { .. })
    ));
}

#[test]
fn while_the_clock_is_not_sure_nothing_is_promised_or_planned() {
    let phone = Phone::new();
    let (payung, registration) = with_november(&phone);
    drop(payung);
    phone.set_day(-4000, 9);
    let payung = phone.open();
    let (cover, reminders) = (payung.cover(), payung.reminders());
    assert!(matches!(
        cover.of(registration.clone(), None),
        Err(PayungError::NotPossible { .. })
    ));
    assert!(matches!(
        reminders.of(registration.clone(), None, 30),
        Err(PayungError::NotPossible { .. })
    ));
    // A day that somebody names needs no clock.
    assert!(cover.of(registration, Some("2026-11-24".into())).is_ok());
}

#[test]
fn the_family_of_somebody_killed_at_work_reads_the_two_days_first_and_is_led_to_the_accident() {
    let phone = Phone::new();
    let payung = phone.open();
    let incidents = payung.incidents();
    for (lang, hours, hurry) in [
        (Language::Id, "dalam 48 jam", "buru-buru"),
        (Language::En, "within 48 hours", "no hurry"),
    ] {
        payung.set_language(lang).unwrap();
        let death = incidents.incident(None, "death".into()).unwrap();
        assert!(death.clocks[0].words.contains(hours), "{:?}", death.clocks);
        let led = death.clocks[0].leads_to.as_ref().unwrap();
        assert_eq!(*led, incidents.list()[0]);
        assert!(!death.text.contains(hurry), "{}", death.text);
        // Who is there already is led nowhere.
        let accident = incidents.incident(None, led.id.clone()).unwrap();
        assert!(accident.clocks.iter().all(|clock| clock.leads_to.is_none()));
    }
}

#[test]
fn clocks_run_from_what_is_noted_and_ticks_and_marks_survive_a_restart() {
    let phone = Phone::new();
    let (payung, registration) = with_november(&phone);
    let cover = payung.cover();
    let incidents = payung.incidents();
    let hours = |count: i64| NOW - count * 3_600_000;
    let id = || "accident".to_owned();
    let noted = incidents
        .note(registration.clone(), id(), Some(hours(50)), Some(hours(2)))
        .unwrap();
    let clocks: Vec<(&str, bool)> = noted
        .clocks
        .iter()
        .map(|clock| (clock.id.as_str(), clock.passed))
        .collect();
    assert_eq!(
        clocks,
        [("report", true), ("outcome", false), ("claim", false)]
    );
    assert_eq!(
        noted.clocks[1].until,
        "Sampai 25 November 2026 pukul 07.00 WIB."
    );
    assert_eq!(noted.clocks[2].until, "Sampai 21 November 2031.");
    // A shell that changes one of them gives the other again.
    assert_eq!(
        (
            noted.happened_millis,
            noted.outcome_millis,
            noted.asks_outcome
        ),
        (Some(hours(50)), Some(hours(2)), true)
    );
    incidents
        .tick(registration.clone(), id(), "ktp".into(), true)
        .unwrap();
    let refused = incidents.tick(registration.clone(), id(), "paspor".into(), true);
    assert!(matches!(refused, Err(PayungError::NotPossible { .. })));
    cover.begin_jar(registration.clone(), 1_000).unwrap();
    cover.mark(registration.clone(), None).unwrap();
    cover
        .mark(registration.clone(), Some("2026-11-22".into()))
        .unwrap();
    assert!(matches!(
        cover.mark(registration.clone(), Some("2026-11-24".into())),
        Err(PayungError::NotPossible { .. })
    ));
    drop((payung, cover, incidents));
    let payung = phone.open();
    let (cover, incidents) = (payung.cover(), payung.incidents());
    let again = incidents
        .incident(Some(registration.clone()), id())
        .unwrap();
    assert_eq!(again.clocks, noted.clocks);
    // A clock that is not sure lets nothing pass.
    phone.set_day(4000, 9);
    let unsure = incidents
        .incident(Some(registration.clone()), id())
        .unwrap();
    assert!(unsure.clocks.iter().all(|clock| !clock.passed));
    assert_eq!(unsure.clocks[1].until, noted.clocks[1].until);
    phone.set_day(0, 9);
    assert!(
        again
            .papers
            .iter()
            .all(|paper| paper.ticked == (paper.id == "ktp"))
    );
    // Without a registration it is the plain list.
    let plain = incidents.incident(None, id()).unwrap();
    assert!(
        plain.clocks.iter().all(|clock| clock.until.is_empty())
            && plain.papers.iter().all(|paper| !paper.ticked)
    );
    // November is paid, so the jar is for December, which has the discount.
    let jar = cover.jar(registration).unwrap().unwrap();
    assert_eq!(
        (jar.month.as_str(), jar.goal, jar.marked),
        ("2026-12", 11_400, 2_000)
    );
    assert_eq!(
        (jar.needed, jar.days),
        (12, vec!["2026-11-22".to_owned(), "2026-11-23".to_owned()])
    );
}
