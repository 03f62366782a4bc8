//! Networks that are paid by the byte, and none at all: what goes, what waits and for how long, and
//! *send now*.

use std::sync::Arc;
use std::time::Duration;

use payung_core::{Network, Payung, SyncReport};
use payung_model::content::Content;
use payung_tests::Outcome;
use payung_tests::phone::KEPT_FOR_LATER;
use payung_tests::rude::{Reply, Request};
use payung_tests::shell::{problem_view, sync, sync_now};
use payung_tests::town::Town;
use serde_json::{Value, json};

/// The day's measure in these tests: three of their photos.
const MEASURE: usize = 125_000;

/// A town whose rules let so many bytes of photos go over metered networks a day, and ask for so
/// much news; the phone has them, and knows that it is on such a network.
fn town(questions: u32) -> Outcome<(Town, Arc<Payung>)> {
    let town = Town::new()?;
    let folder = town.folder.path().join("content");
    for (name, bytes) in Content::built_in_files() {
        let bytes = if name == "sending.json" {
            let mut rules: Value = serde_json::from_slice(&bytes)?;
            rules["metered_photo_bytes_a_day"]["number"] = json!(MEASURE);
            rules["metered_questions_a_sync"]["number"] = json!(questions);
            serde_json::to_vec(&rules)?
        } else {
            bytes
        };
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        std::fs::write(path, bytes)?;
    }
    town.office.run(&[
        "bundle",
        "sign",
        &folder.to_string_lossy(),
        "--keys",
        &town.keys(),
    ])?;
    let payung = town.open()?;
    assert!(sync(&payung)?.new_bundle);
    payung.connection().network(Network::Metered);
    Ok((town, payung))
}

/// So many made ready and one sync: their ids, what the sync says, and what the office was asked.
fn queued(
    town: &Town,
    payung: &Payung,
    count: usize,
) -> Outcome<(Vec<String>, SyncReport, Vec<Request>)> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(town.ready(payung)?.registration);
        // Ids of the same millisecond have no order.
        town.shell.clock.forward(Duration::from_millis(1));
    }
    town.rude.take_seen();
    let report = sync(payung)?;
    Ok((ids, report, town.rude.take_seen()))
}

fn photo_bytes(seen: &[Request]) -> usize {
    seen.iter()
        .filter(|request| request.is_photo())
        .map(|request| request.body.len())
        .sum()
}

#[test]
fn a_network_that_nobody_told_of_counts_as_one_that_is_paid_by_the_byte() -> Outcome<()> {
    let (town, payung) = town(50)?;
    drop(payung);
    let payung = town.shell.open_untold()?;
    let (_, report, seen) = queued(&town, &payung, 8)?;
    assert!(report.delayed > 0 && report.received > 0, "{report:?}");
    assert!(photo_bytes(&seen) <= MEASURE, "{}", photo_bytes(&seen));
    // It costs nothing, as is told now: what waited for that goes.
    payung.connection().network(Network::Unmetered);
    let rest = sync(&payung)?;
    assert_eq!(
        (rest.received, rest.waiting),
        (report.delayed, 0),
        "{rest:?}"
    );
    Ok(())
}

#[test]
fn records_go_over_any_network_and_photos_beyond_the_days_measure_wait() -> Outcome<()> {
    let (town, payung) = town(50)?;
    let (ids, report, seen) = queued(&town, &payung, 8)?;
    let delayed = report.delayed;
    assert!(
        delayed > 0 && report.received > 0 && delayed + report.received == 8,
        "{report:?}"
    );
    assert_eq!(
        (report.waiting, report.problem.clone()),
        (delayed, Some(problem_view("wait-wifi")?))
    );
    assert_eq!(
        seen.iter().filter(|request| request.is_record()).count(),
        8,
        "records always go"
    );
    let one = photo_bytes(&seen) / report.received as usize;
    assert!(
        photo_bytes(&seen) <= MEASURE && photo_bytes(&seen) + one > MEASURE,
        "{} bytes",
        photo_bytes(&seen)
    );
    assert_eq!(town.listed()?.len(), 8);
    let last = payung.registrations().status(ids[7].clone())?;
    assert_eq!(
        (last.state.as_str(), last.problem, last.photos_sent),
        ("sending", Some(problem_view("wait-wifi")?), 0)
    );
    assert!(
        last.can_send_now && !payung.registrations().status(ids[0].clone())?.can_send_now,
        "the oldest went first"
    );
    let home = payung.home()?;
    assert_eq!(home.delayed, delayed);
    let said = format!("{delayed} pendaftaran");
    assert!(
        home.notices.iter().any(|notice| notice.contains(&said)),
        "{:?}",
        home.notices
    );

    // Asking again costs nothing that is counted by the byte but the news.
    sync(&payung)?;
    let again = town.rude.take_seen();
    let about_delayed = again.iter().filter(|request| {
        ids[8 - delayed as usize..]
            .iter()
            .any(|id| request.path.contains(id))
    });
    assert_eq!(about_delayed.count(), 0, "{again:?}");

    // It is 9 o'clock; tomorrow has a measure of its own.
    town.shell.clock.forward(Duration::from_secs(15 * 3600 + 1));
    let tomorrow = sync(&payung)?;
    assert_eq!(
        tomorrow.received,
        report.received.min(delayed),
        "{tomorrow:?}"
    );
    // And nothing waits for ever: two days after it was sealed it goes.
    town.shell.clock.forward(Duration::from_secs(33 * 3600));
    sync(&payung)?;
    for id in ids {
        assert_eq!(
            payung.registrations().status(id)?.state,
            payung_core::RegistrationState::Received
        );
    }
    assert_eq!(payung.home()?.delayed, 0);
    Ok(())
}

#[test]
fn on_another_network_what_waited_goes_at_once_and_without_its_record() -> Outcome<()> {
    let (town, payung) = town(50)?;
    let (_, report, _) = queued(&town, &payung, 6)?;
    assert!(report.delayed > 0);
    payung.connection().network(Network::Unmetered);
    let after = sync(&payung)?;
    let seen = town.rude.take_seen();
    assert_eq!(
        (after.received, after.waiting, after.problem),
        (report.delayed, 0, None)
    );
    assert_eq!(
        seen.iter().filter(|request| request.is_record()).count(),
        0,
        "the office has the records"
    );
    Ok(())
}

#[test]
fn what_the_worker_sends_now_goes_also_after_a_restart_and_nothing_else_does() -> Outcome<()> {
    let (town, payung) = town(50)?;
    let (ids, report, _) = queued(&town, &payung, 7)?;
    assert!(report.delayed >= 2);
    let chosen = ids[6].clone();
    let view = payung.connection().send_now(chosen.clone())?;
    assert_eq!(
        (view.can_send_now, view.problem),
        (false, None),
        "it waits for nothing any more"
    );
    assert_eq!(payung.home()?.delayed, report.delayed - 1);
    drop(payung);
    let payung = town.open()?;
    payung.connection().network(Network::Metered);
    let after = sync(&payung)?;
    assert_eq!(
        (after.received, after.delayed),
        (1, report.delayed - 1),
        "{after:?}"
    );
    assert_eq!(
        payung.registrations().status(chosen.clone())?.state,
        payung_core::RegistrationState::Received
    );
    // What is over is not disturbed by it, and all may be sent at once.
    assert_eq!(
        payung.connection().send_now(chosen)?.state,
        payung_core::RegistrationState::Received
    );
    assert_eq!(payung.connection().send_all_now()?.delayed, 0);
    assert_eq!(sync(&payung)?.waiting, 0);
    Ok(())
}

#[test]
fn what_was_let_go_goes_on_however_often_the_line_breaks() -> Outcome<()> {
    let (town, payung) = town(50)?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|request| {
        if request.is_photo() {
            Reply::Raw(Vec::new())
        } else {
            Reply::Office
        }
    });
    for attempt in 0..8 {
        let report = sync_now(&payung)?;
        assert_eq!(
            (report.delayed, report.problem),
            (0, Some(problem_view("wait-cut")?)),
            "try {attempt}"
        );
    }
    town.rude.behave();
    sync_now(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    Ok(())
}

#[test]
fn without_a_network_nothing_is_tried_and_with_one_it_goes() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    payung.connection().network(Network::None);
    let report = sync(&payung)?;
    assert_eq!(town.rude.take_seen().len(), 0);
    assert_eq!(
        (report.waiting, report.retry_in_millis, report.bytes_sent),
        (1, None, 0)
    );
    assert_eq!(report.problem, Some(problem_view("wait-offline")?));
    assert_eq!(
        payung.registrations().status(id.clone())?.state,
        payung_core::RegistrationState::Ready,
        "it can still be taken back"
    );
    payung.connection().network(Network::Unmetered);
    assert_eq!(sync(&payung)?.received, 1);
    Ok(())
}

#[test]
fn over_a_metered_network_some_are_asked_about_in_each_sync_and_all_in_turn() -> Outcome<()> {
    let (town, payung) = town(2)?;
    payung.connection().network(Network::Unmetered);
    let (ids, report, _) = queued(&town, &payung, 5)?;
    assert_eq!(report.received, 5);
    payung.connection().network(Network::Metered);
    let mut asked = Vec::new();
    for _ in 0..5 {
        town.rude.take_seen();
        sync(&payung)?;
        let seen = town.rude.take_seen();
        let about: Vec<_> = seen.iter().filter(|request| request.is_status()).collect();
        assert_eq!(about.len(), 2);
        asked.extend(
            about
                .iter()
                .filter_map(|request| ids.iter().position(|id| request.path.contains(id))),
        );
    }
    assert_eq!(asked, [0, 1, 2, 3, 4, 0, 1, 2, 3, 4], "in turn");
    payung.connection().network(Network::Unmetered);
    town.rude.take_seen();
    sync(&payung)?;
    assert_eq!(
        town.rude
            .take_seen()
            .iter()
            .filter(|request| request.is_status())
            .count(),
        5,
        "else all"
    );
    Ok(())
}

#[test]
fn the_terminal_keeps_photos_for_another_network_and_sends_them_when_told() -> Outcome<()> {
    let (town, payung) = town(50)?;
    drop(payung);
    let phone = town.office.phone();
    phone.json(&["sync"])?;
    let answers = town.folder.path().join("answers");
    let mut held = None;
    for _ in 0..9 {
        let file = answers.join("answers.json");
        let (view, code) = phone.json(&[
            "--metered",
            "register",
            "--answers",
            &file.to_string_lossy(),
        ])?;
        if view["can_send_now"] == true {
            assert_eq!(code, KEPT_FOR_LATER);
            held = view["receipt"].as_str().map(str::to_owned);
            break;
        }
    }
    let held = held.ok_or("no photo was kept")?;
    let (report, code) = phone.json(&["sync", "--metered"])?;
    assert_eq!(
        (report["delayed"].as_u64(), code),
        (Some(1), KEPT_FOR_LATER),
        "{report}"
    );
    let shown = String::from_utf8(phone.run(&["home"])?.stdout)?;
    assert!(
        shown.contains(&format!("sync --send-now {held}")) && shown.contains("1 pendaftaran"),
        "{shown}"
    );
    let (report, code) = phone.json(&["sync", "--metered", "--send-now"])?;
    assert_eq!(
        (
            report["received"].as_u64(),
            report["delayed"].as_u64(),
            code
        ),
        (Some(1), Some(0), 0),
        "{report}"
    );
    Ok(())
}
