//! The sync against an office that answers badly, late, twice, in another's name, or not at all.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use payung_tests::office::Office;
use payung_tests::phone::KEPT_FOR_LATER;
use payung_tests::rude::{LATER, Reply, Request};
use payung_tests::shell::{Shell, card, make_ready, sync, words};
use payung_tests::town::Town;
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};

/// Codes of the protocol that park a record when the office says them about that very record.
const PARKS: [(u16, &str, &str); 4] = [
    (400, "malformed", "park-malformed"),
    (413, "too_large", "park-too-large"),
    (422, "unknown_bundle", "park-newer"),
    (422, "newer_envelope", "park-newer"),
];

/// What is answered, and what the phone says.
type Answered = (fn() -> Reply, &'static str);

/// A name, and which request is meant.
type Step = (&'static str, fn(&Request) -> bool);

/// Which request is answered badly.
const STEPS: [Step; 4] = [
    ("record", Request::is_record),
    ("creation", |request| request.method == "POST"),
    ("photo", Request::is_photo),
    ("status", |request| request.is_status()),
];

#[test]
fn an_office_that_cannot_now_keeps_it_waiting_and_gets_it_once_when_it_can() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let mut sent = 0;
    for (step, is_meant) in STEPS {
        for (name, bad, problem) in LATER {
            let case = format!("{name} to the {step}");
            let id = town.ready(&payung)?.registration;
            town.rude.obey(move |request| if is_meant(request) { bad() } else { Reply::Office });
            let report = sync(&payung)?;
            let view = payung.registrations().status(id.clone())?;
            assert_eq!((view.state.as_str(), report.received, report.waiting), ("sending", 0, 1), "{case}: {report:?}");
            assert_eq!(view.problem, Some(words(problem)?), "{case}");
            assert_eq!(report.problem, Some(words(problem)?), "{case}");
            town.rude.behave();
            town.sync_in_the_end(&payung)?;
            assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received, "{case}");
            sent += 1;
            assert_eq!(town.listed()?.len(), sent, "{case}: the office has it once");
        }
    }
    Ok(())
}

#[test]
fn what_the_office_will_never_take_is_parked_and_the_next_one_goes() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let mut parked = Vec::new();
    for (number, (status, code, problem)) in PARKS.into_iter().enumerate() {
        let first = town.ready(&payung)?.registration;
        let second = town.ready(&payung)?.registration;
        let meant = first.clone();
        town.rude.obey(move |request| {
            let is_meant = request.path.contains(&meant) && request.is_record();
            if is_meant { Reply::about_record(request, status, code) } else { Reply::Office }
        });
        let report = sync(&payung)?;
        let view = payung.registrations().status(first.clone())?;
        assert_eq!((view.state.as_str(), view.problem), ("parked", Some(words(problem)?)), "{code}");
        assert!(view.can_send_now, "{code}: by hand it may be tried again");
        assert_eq!(payung.registrations().status(second)?.state.as_str(), "received", "{code}");
        assert_eq!((report.received, report.waiting), (1, 0), "{code}: {report:?}");
        assert_eq!(report.parked as usize, number + 1, "{code}");
        parked.push(first);
    }
    town.rude.behave();
    for id in parked {
        assert_eq!(payung.connection().send_now(id.clone())?.state.as_str(), "ready");
        sync(&payung)?;
        assert_eq!(payung.registrations().status(id)?.state.as_str(), "received", "tried again by hand");
    }
    Ok(())
}

#[test]
fn what_something_in_between_says_parks_nothing() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    for (step, is_meant) in STEPS {
        for (status, code, _) in PARKS {
            let case = format!("{code} to the {step}");
            let id = town.ready(&payung)?.registration;
            town.rude.obey(move |request| if is_meant(request) { Reply::code(status, code) } else { Reply::Office });
            sync(&payung)?;
            let view = payung.registrations().status(id.clone())?;
            assert_eq!((view.state.as_str(), view.problem), ("sending", Some(words("wait-proxy")?)), "{case}");
            town.rude.behave();
            town.sync_in_the_end(&payung)?;
            assert_eq!(payung.registrations().status(id)?.state.as_str(), "received", "{case}");
        }
    }
    Ok(())
}

#[test]
fn a_record_that_was_changed_on_its_way_is_sealed_again_as_the_next_revision() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    // The office gets other bytes under the same number, and says in its answer which.
    town.rude.obey(|request| {
        if !request.is_record() {
            return Reply::Office;
        }
        let mut body = request.body.clone();
        if let Some(last) = body.last_mut() {
            *last ^= 1;
        }
        Reply::OfficeGets(body)
    });
    sync(&payung)?;
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!((view.state.as_str(), view.revision), ("received", 2));
    town.office.open()?;
    let shown = town.office.json(&["show", &id, "--keys", &town.keys()])?;
    assert!(shown.to_string().contains(samples::NIK), "the office can read what came then");
    Ok(())
}

#[test]
fn a_conflict_is_settled_by_the_record_that_the_office_holds() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    // A conflict about the very bytes that the office has: something in between said it.
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    assert_eq!(payung.registrations().status(id)?.state.as_str(), "received");
    let id = town.ready(&payung)?.registration;
    let mut told = false;
    town.rude.obey(move |request| match request.is_record() && !std::mem::replace(&mut told, request.is_record()) {
        true => changed_to(409, "conflict"),
        false => Reply::Office,
    });
    sync(&payung)?;
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    let view = payung.registrations().status(id)?;
    assert_eq!((view.state.as_str(), view.revision), ("received", 1), "what the office holds is what was sent");
    Ok(())
}

#[test]
fn a_parked_registration_that_the_office_has_after_all_is_received() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    // Everything arrived, and then something in between spoke for the office.
    town.rude.obey(|request| if request.is_photo() { changed_to(400, "malformed") } else { Reply::Office });
    sync(&payung)?;
    town.rude.behave();
    town.much_later();
    sync(&payung)?;
    assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received);
    assert_eq!(town.listed()?.len(), 1);
    Ok(())
}

#[test]
fn the_offices_retry_after_is_obeyed_and_told() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    // Two wait: that the second was never tried must not shorten the pause.
    town.ready(&payung)?;
    town.ready(&payung)?;
    town.rude.obey(|_| Reply::code(503, "full").retry_after(300));
    let report = sync(&payung)?;
    let asked = 300_000;
    let told = report.retry_in_millis.unwrap_or(0);
    assert!(told >= asked && told <= asked * 11 / 10, "told {told} ms");
    let seen = town.rude.take_seen();
    assert_eq!(
        seen.iter().filter(|request| request.is_record()).count(),
        1,
        "one answer of that kind ends the channel's turn"
    );
    assert_eq!(seen.len(), 2, "and the bundle is asked for once: {seen:?}");
    town.rude.behave();
    town.shell.clock.forward(Duration::from_millis(told));
    assert_eq!(sync(&payung)?.received, 2);
    Ok(())
}

#[test]
fn an_answer_that_is_too_long_or_broken_stops_only_its_own_registration() -> Outcome<()> {
    let json =
        |body: Vec<u8>| Reply::Say { status: 200, headers: vec![("content-type", "application/json".into())], body };
    let town = Town::new()?;
    let payung = town.open()?;
    let (first, second) = (town.ready(&payung)?.registration, town.ready(&payung)?.registration);
    assert_eq!(sync(&payung)?.received, 2);
    payung.registrations().withdraw(second.clone())?;
    for body in [vec![b' '; payung_model::sealed::reply::MOST_DOCUMENT + 1], b"{\"id\":".to_vec()] {
        let meant = first.clone();
        town.rude.obey(move |request| {
            if request.is_status() && request.path.contains(&meant) { json(body.clone()) } else { Reply::Office }
        });
        let third = town.ready(&payung)?.registration;
        let report = sync(&payung)?;
        assert_eq!(report.problem, Some(words("wait-proxy")?), "it is said: {report:?}");
        assert_eq!(payung.registrations().status(third.clone())?.state, payung_core::RegistrationState::Received);
        town.rude.take_seen();
        sync(&payung)?;
        let asked = town.rude.take_seen();
        assert!(
            asked.iter().any(|request| request.is_status() && request.path.contains(&third)),
            "the others have news"
        );
    }
    assert_eq!(payung.registrations().status(second)?.state, payung_core::RegistrationState::Withdrawn);
    Ok(())
}

#[test]
fn a_photo_that_does_not_pass_keeps_no_record_and_no_news_from_passing() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = town.ready(&payung)?.registration;
    sync(&payung)?;
    town.office.open()?;
    town.office.run(&["accept", &first])?;
    let ids = [town.ready(&payung)?.registration, town.ready(&payung)?.registration];
    town.rude.obey(|request| if request.is_photo() { Reply::page(503) } else { Reply::Office });
    town.rude.take_seen();
    let report = sync(&payung)?;
    let seen = town.rude.take_seen();
    assert_eq!(seen.iter().filter(|request| request.is_record()).count(), 2, "both records went");
    assert!(seen.iter().any(Request::is_bundle));
    assert_eq!(payung.registrations().status(first)?.state, payung_core::RegistrationState::Accepted, "news came");
    assert_eq!((report.waiting, report.problem), (2, Some(words("wait-server")?)));
    // The delay is the photos', and it is kept over a restart.
    drop(payung);
    let payung = town.open()?;
    town.rude.behave();
    sync(&payung)?;
    assert!(!town.rude.take_seen().iter().any(Request::is_photo), "not before its time");
    // Another network ends it.
    payung.connection().network(payung_core::Network::Metered);
    assert_eq!(sync(&payung)?.received, 2);
    for id in ids {
        assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received);
    }
    Ok(())
}

#[test]
fn a_retry_after_for_news_is_told_though_nothing_waits() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    town.ready(&payung)?;
    sync(&payung)?;
    town.rude.obey(|_| Reply::code(429, "slow_down").retry_after(90));
    let told = sync(&payung)?.retry_in_millis.unwrap_or(0);
    assert!((90_000..=99_000).contains(&told), "told {told} ms");
    Ok(())
}

#[test]
fn a_retry_after_of_years_is_not_believed() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    town.ready(&payung)?;
    town.rude.obey(|_| Reply::page(503).retry_after(u64::MAX));
    let told = sync(&payung)?.retry_in_millis.unwrap_or(0);
    assert!((86_400_000..=86_400_000 * 11 / 10).contains(&told), "told {told} ms");
    Ok(())
}

#[test]
fn an_answer_that_comes_late_is_waited_for() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|_| {
        std::thread::sleep(Duration::from_millis(400));
        Reply::Office
    });
    assert_eq!(sync(&payung)?.received, 1);
    assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received);
    Ok(())
}

#[test]
fn a_photo_that_is_changed_on_the_way_each_time_is_said_and_stays_here() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|request| {
        if !request.is_photo() {
            return Reply::Office;
        }
        let mut body = request.body.clone();
        body[0] ^= 1;
        Reply::OfficeGets(body)
    });
    sync(&payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!((view.state.as_str(), view.problem), ("sending", Some(words("wait-proxy")?)));
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received);
    Ok(())
}

#[test]
fn an_answer_that_comes_twice_counts_once() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|_| Reply::changed(|answer| answer.repeat(2)));
    sync(&payung)?;
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received);
    assert_eq!(town.listed()?.len(), 1);
    Ok(())
}

#[test]
fn the_status_of_another_registration_is_believed_by_none() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = town.ready(&payung)?.registration;
    sync(&payung)?;
    town.office.open()?;
    town.office.run(&["accept", &first])?;
    let second = town.ready(&payung)?.registration;
    let (from, to) = (second.clone(), first.clone());
    town.rude.obey(move |_| {
        let (from, to) = (from.clone(), to.clone());
        Reply::changed(move |answer| String::from_utf8_lossy(&answer).replace(&from, &to).into_bytes())
    });
    sync(&payung)?;
    let view = payung.registrations().status(second.clone())?;
    assert_eq!((view.state.as_str(), view.problem), ("sending", Some(words("wait-proxy")?)));
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        (payung.registrations().status(first)?.state, payung.registrations().status(second)?.state),
        (payung_core::RegistrationState::Accepted, payung_core::RegistrationState::Received)
    );
    Ok(())
}

#[test]
fn an_answer_lost_after_the_office_did_it_does_not_do_it_twice() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    for (number, (step, is_meant)) in STEPS.into_iter().enumerate() {
        let id = town.ready(&payung)?.registration;
        town.rude.obey(move |request| if is_meant(request) { Reply::Lost } else { Reply::Office });
        sync(&payung)?;
        // A photo is asked about at once, and goes on where it stands.
        let at_once = if step == "photo" {
            payung_core::RegistrationState::Received
        } else {
            payung_core::RegistrationState::Sending
        };
        assert_eq!(payung.registrations().status(id.clone())?.state, at_once, "{step}");
        town.rude.behave();
        town.rude.take_seen();
        town.much_later();
        sync(&payung)?;
        assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received, "{step}");
        assert_eq!(town.listed()?.len(), number + 1, "{step}");
        let again = town.rude.take_seen().iter().any(Request::is_photo);
        assert_eq!(again, step == "record" || step == "creation", "{step}: a photo that arrived stays");
    }
    Ok(())
}

#[test]
fn a_line_cut_on_the_way_back_is_resumed_and_the_office_has_one_registration() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let wire = Wire::new()?;
    let office = Office::found(folder.path(), &wire.url)?;
    let serving = office.serve("127.0.0.1:0")?;
    wire.connect(Some(serving.address()));
    let phone = office.phone();
    let answers = folder.path().join("answers");
    samples::write(&answers, &samples::answers(), None)?;
    for (number, cut) in [0, 1, 100, 300, 500, 600, 800, 1000, 1200].into_iter().enumerate() {
        let before = wire.cuts();
        wire.cut_back_after(cut);
        let (view, code) = phone.register(&answers)?;
        assert!(wire.cuts() == before + 1 || code == 0, "cut back after {cut}: exit {code}");
        let (report, code) = phone.json(&["sync"])?;
        assert_eq!(code, 0, "cut back after {cut}: {report}");
        let (view, _) = phone.json(&["status", view["registration"].as_str().unwrap_or_default()])?;
        assert_eq!(view["state"], "received", "cut back after {cut}");
        assert_eq!(office.json(&["list"])?.as_array().map(Vec::len), Some(number + 1), "cut back after {cut}");
    }
    Ok(())
}

#[test]
fn a_photo_that_changed_on_the_way_is_sent_again_and_arrives() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    let mut spoilt = 0;
    town.rude.obey(move |request| {
        if !request.is_photo() || spoilt == 1 {
            return Reply::Office;
        }
        spoilt += 1;
        let mut body = request.body.clone();
        let middle = body.len() / 2;
        body[middle] ^= 1;
        Reply::OfficeGets(body)
    });
    sync(&payung)?;
    assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received);
    let begins = |request: &Request| {
        request.is_photo() && request.headers.iter().any(|(name, at)| name == "upload-offset" && at == "0")
    };
    let seen = town.rude.take_seen();
    assert_eq!(seen.iter().filter(|request| begins(request)).count(), 2, "it goes twice from the start: {seen:?}");
    Ok(())
}

#[test]
fn a_photo_that_stands_elsewhere_is_resumed_there() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    // The office loses the answer of a first part, and something lies about how much is there.
    let mut part = 0;
    town.rude.obey(move |request| {
        part += u32::from(request.is_photo());
        match request.method.as_str() {
            "PATCH" if part == 1 => Reply::OfficeGets(request.body[..1000].to_vec()),
            "POST" => Reply::changed(|answer| {
                String::from_utf8_lossy(&answer).replace("upload-offset: 1000", "upload-offset: 400").into_bytes()
            }),
            _ => Reply::Office,
        }
    });
    sync(&payung)?;
    town.sync_in_the_end(&payung)?;
    assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received);
    Ok(())
}

#[test]
fn an_upload_the_office_forgot_holds_up_nobody_and_is_made_again() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = town.ready(&payung)?.registration;
    let second = town.ready(&payung)?.registration;
    let meant = first.clone();
    town.rude.obey(move |request| match request.method.as_str() {
        _ if !request.path.contains(&meant) => Reply::Office,
        "PATCH" => Reply::code(460, "checksum"),
        "HEAD" => Reply::code(404, "unknown"),
        _ => Reply::Office,
    });
    let report = sync(&payung)?;
    assert_eq!(report.problem, Some(words("wait-server")?), "no portal is in the way");
    assert_eq!(payung.registrations().status(second)?.state, payung_core::RegistrationState::Received);
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(payung.registrations().status(first)?.state, payung_core::RegistrationState::Received);
    Ok(())
}

#[test]
fn a_record_the_office_calls_unknown_or_further_or_closed_waits_for_its_news() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    for (status, code) in [(404, "unknown"), (403, "not_wanted"), (409, "revision"), (409, "closed"), (409, "offset")] {
        let id = town.ready(&payung)?.registration;
        town.rude.obey(move |request| if request.is_record() { Reply::code(status, code) } else { Reply::Office });
        sync(&payung)?;
        assert_eq!(payung.registrations().status(id.clone())?.state, payung_core::RegistrationState::Sending, "{code}");
        town.rude.behave();
        town.sync_in_the_end(&payung)?;
        assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Received, "{code}");
    }
    assert_eq!(town.listed()?.len(), 5);
    Ok(())
}

#[test]
fn a_key_the_office_does_not_know_leads_to_a_second_revision_that_it_takes_as_the_first() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.office.run(&["keys", "new", "--keys", &town.keys()])?;
    town.office.run(&["bundle", "sign", "--built-in", "--keys", &town.keys()])?;
    let mut asked = 0;
    town.rude.obey(move |request| {
        asked += u32::from(request.is_record());
        if request.is_record() && asked == 1 { Reply::code(422, "unknown_key") } else { Reply::Office }
    });
    sync(&payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!(
        (view.state.as_str(), view.revision),
        ("sending", 2),
        "its first bytes have left, so there is no way back"
    );
    assert!(payung.registrations().take_back(id.clone()).is_err());
    town.sync_in_the_end(&payung)?;
    assert_eq!(payung.registrations().status(id.clone())?.state, payung_core::RegistrationState::Received);
    assert_eq!(town.filed(&id)?.map(|line| line["revision"].clone()), Some(2.into()));
    town.office.open()?;
    town.office.run(&["accept", &id])?;
    town.sync_in_the_end(&payung)?;
    assert_eq!(payung.registrations().status(id)?.state, payung_core::RegistrationState::Accepted);
    Ok(())
}

#[test]
fn without_a_new_key_it_waits_and_is_not_sealed_again() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|request| if request.is_record() { Reply::code(422, "unknown_key") } else { Reply::Office });
    for attempt in 1..=4 {
        let report = sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert_eq!((view.state.as_str(), view.revision), ("sending", 1), "try {attempt}");
        assert_eq!(view.problem, Some(words("wait-key")?));
        assert!(report.retry_in_millis >= Some(2_500), "it waits longer than a moment: {report:?}");
        town.rude.take_seen();
        sync(&payung)?;
        assert!(!town.rude.take_seen().iter().any(Request::is_record), "not before its time");
        town.much_later();
    }
    // The office has its key back, or knows the phone's again.
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!((view.state.as_str(), view.revision), ("received", 1));
    town.office.open()?;
    town.office.run(&["accept", &id])?;
    Ok(())
}

#[test]
fn an_office_with_new_keys_that_lost_the_old_ones_gets_it_sealed_again() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    // Sealed to a key the office's database no longer knows; a bundle brings the one it does.
    let database = town.office.dir.join("office.db");
    let first: Vec<u8> =
        rusqlite::Connection::open(&database)?.query_row("SELECT key_id FROM office_keys", [], |row| row.get(0))?;
    town.office.run(&["keys", "new", "--keys", &town.keys()])?;
    town.office.run(&["bundle", "sign", "--built-in", "--keys", &town.keys()])?;
    let old = rusqlite::Connection::open(&database)?;
    old.execute("DELETE FROM office_keys WHERE key_id = ?1", [first])?;
    drop(old);
    town.sync_in_the_end(&payung)?;
    assert_eq!(payung.registrations().status(id.clone())?.state, payung_core::RegistrationState::Received);
    town.office.open()?;
    let shown = town.office.json(&["show", &id, "--keys", &town.keys()])?;
    assert!(shown.to_string().contains(samples::NIK), "{shown}");
    Ok(())
}

#[test]
fn a_portal_cannot_confirm_a_withdrawal() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    payung.registrations().withdraw(id.clone())?;
    for bad in [|| Reply::page(200), || Reply::page(404), || Reply::page(204), || Reply::code(200, "ok")] {
        town.rude.obey(move |request| if request.is_withdrawal() { bad() } else { Reply::Office });
        town.much_later();
        sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert!(
            view.withdraw_wanted && view.state == payung_core::RegistrationState::Received,
            "{}: {}",
            view.state,
            view.withdraw_wanted
        );
    }
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(payung.registrations().status(id.clone())?.state, payung_core::RegistrationState::Withdrawn);
    assert_eq!(town.filed(&id)?.map(|line| line["state"].clone()), Some("withdrawn".into()));
    Ok(())
}

#[test]
fn a_photo_that_is_gone_from_the_phone_parks_its_registration_only() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = town.ready(&payung)?.registration;
    for photo in std::fs::read_dir(town.shell.home.join("photos"))? {
        std::fs::remove_file(photo?.path())?;
    }
    let second = town.ready(&payung)?.registration;
    sync(&payung)?;
    assert_eq!(payung.registrations().status(second)?.state, payung_core::RegistrationState::Received);
    let view = payung.registrations().status(first)?;
    assert_eq!((view.state.as_str(), view.problem), ("parked", Some(words("park-photo")?)));
    Ok(())
}

#[test]
fn the_terminal_says_what_is_in_the_way_and_ends_with_kept_for_later() -> Outcome<()> {
    let town = Town::new()?;
    let mut phone = town.office.phone();
    let answers = town.folder.path().join("answers");
    let cases: [Answered; 4] = [
        (|| Reply::page(200), "wait-portal"),
        (|| Reply::page(500), "wait-server"),
        (|| Reply::code(503, "full").retry_after(1), "wait-full"),
        (|| Reply::code(400, "malformed"), "wait-proxy"),
    ];
    for (bad, problem) in cases {
        // A home of its own: what waits from the case before might be due again, and go first.
        phone.home = town.folder.path().join(problem);
        town.rude.obey(move |_| bad());
        let (view, code) = phone.register(&answers)?;
        assert_eq!((code, view["problem"].as_str()), (KEPT_FOR_LATER, Some(words(problem)?.as_str())), "{view}");
        let (_, code) = phone.json(&["sync"])?;
        assert_eq!(code, KEPT_FOR_LATER, "{problem}");
    }
    Ok(())
}

#[test]
fn a_certificate_nobody_vouches_for_is_refused_without_a_panic() -> Outcome<()> {
    let (port, hellos) = self_signed()?;
    let phone = shell_for(&format!("https://localhost:{port}"))?;
    let payung = phone.0.open()?;
    let id = make_ready(&payung, &phone.2)?.registration;
    let report = sync(&payung)?;
    let view = payung.registrations().status(id)?;
    assert_eq!((view.state.as_str(), view.problem), ("ready", Some(words("wait-tls")?)), "{report:?}");
    assert!(hellos.recv_timeout(Duration::from_secs(10))?.is_empty(), "no byte of a request went through");
    Ok(())
}

#[test]
fn something_that_is_no_tls_is_refused_without_a_panic() -> Outcome<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 64]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let phone = shell_for(&format!("https://localhost:{port}"))?;
    let payung = phone.0.open()?;
    let id = make_ready(&payung, &phone.2)?.registration;
    sync(&payung)?;
    assert_eq!(payung.registrations().status(id)?.problem, Some(words("wait-tls")?));
    Ok(())
}

/// A phone that trusts an office at that address; no office is founded there.
fn shell_for(url: &str) -> Outcome<(Shell, tempfile::TempDir, std::path::PathBuf)> {
    let folder = tempfile::tempdir()?;
    let office = Office::found(folder.path(), url)?;
    let card = card(folder.path())?;
    Ok((office.shell()?, folder, card))
}

/// A TLS server on loopback with a certificate of its own making; what it reads after each handshake.
fn self_signed() -> Outcome<(u16, std::sync::mpsc::Receiver<Vec<u8>>)> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())?;
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let (send, read) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(connection) = rustls::ServerConnection::new(Arc::clone(&config)) else { return };
            let mut tls = rustls::StreamOwned::new(connection, stream);
            let mut got = vec![0; 64];
            let count = tls.read(&mut got).unwrap_or(0);
            got.truncate(count);
            let _ = send.send(got);
        }
    });
    Ok((port, read))
}

/// The office did it, and something says it did not.
fn changed_to(status: u16, code: &'static str) -> Reply {
    Reply::changed(move |_| {
        let body = format!("{{\"error\":\"{code}\",\"message\":\"CONTOH\"}}");
        format!("HTTP/1.1 {status} CONTOH\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
            .into_bytes()
    })
}
