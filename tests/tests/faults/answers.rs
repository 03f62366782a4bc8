//! Answers that come late, twice, broken, about another registration, or not at all.

use std::time::Duration;

use payung_tests::office::Office;
use payung_tests::phone::KEPT_FOR_LATER;
use payung_tests::rude::{LATER, Reply, Request};
use payung_tests::shell::{problem_json, problem_view, sync};
use payung_tests::town::Town;
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};

use super::STEPS;

/// What is answered, and what the phone says.
type Answered = (fn() -> Reply, &'static str);

#[test]
fn an_office_that_cannot_now_keeps_it_waiting_and_gets_it_once_when_it_can() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let mut sent = 0;
    for (step, is_meant) in STEPS {
        for (name, bad, problem) in LATER {
            let case = format!("{name} to the {step}");
            let id = town.ready(&payung)?.registration;
            town.rude.obey(move |request| {
                if is_meant(request) {
                    bad()
                } else {
                    Reply::Office
                }
            });
            let report = sync(&payung)?;
            let view = payung.registrations().status(id.clone())?;
            assert_eq!(
                (view.state.as_str(), report.received, report.waiting),
                ("sending", 0, 1),
                "{case}: {report:?}"
            );
            assert_eq!(view.problem, Some(problem_view(problem)?), "{case}");
            assert_eq!(report.problem, Some(problem_view(problem)?), "{case}");
            town.rude.behave();
            town.sync_in_the_end(&payung)?;
            assert_eq!(
                payung.registrations().status(id)?.state,
                payung_core::RegistrationState::Received,
                "{case}"
            );
            sent += 1;
            assert_eq!(town.listed()?.len(), sent, "{case}: the office has it once");
        }
    }
    Ok(())
}

#[test]
fn an_answer_that_is_too_long_or_broken_stops_only_its_own_registration() -> Outcome<()> {
    let json = |body: Vec<u8>| Reply::Say {
        status: 200,
        headers: vec![("content-type", "application/json".into())],
        body,
    };
    let town = Town::new()?;
    let payung = town.open()?;
    let (first, second) = (
        town.ready(&payung)?.registration,
        town.ready(&payung)?.registration,
    );
    assert_eq!(sync(&payung)?.received, 2);
    payung.registrations().withdraw(second.clone())?;
    for body in [
        vec![b' '; payung_model::sealed::reply::MOST_DOCUMENT + 1],
        b"{\"id\":".to_vec(),
    ] {
        let meant = first.clone();
        town.rude.obey(move |request| {
            if request.is_status() && request.path.contains(&meant) {
                json(body.clone())
            } else {
                Reply::Office
            }
        });
        let third = town.ready(&payung)?.registration;
        let report = sync(&payung)?;
        assert_eq!(
            report.problem,
            Some(problem_view("wait-proxy")?),
            "it is said: {report:?}"
        );
        assert_eq!(
            payung.registrations().status(third.clone())?.state,
            payung_core::RegistrationState::Received
        );
        town.rude.take_seen();
        sync(&payung)?;
        let asked = town.rude.take_seen();
        assert!(
            asked
                .iter()
                .any(|request| request.is_status() && request.path.contains(&third)),
            "the others have news"
        );
    }
    assert_eq!(
        payung.registrations().status(second)?.state,
        payung_core::RegistrationState::Withdrawn
    );
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
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    Ok(())
}

#[test]
fn an_answer_that_comes_twice_counts_once() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude
        .obey(|_| Reply::changed(|answer| answer.repeat(2)));
    sync(&payung)?;
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
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
        Reply::changed(move |answer| {
            String::from_utf8_lossy(&answer)
                .replace(&from, &to)
                .into_bytes()
        })
    });
    sync(&payung)?;
    let view = payung.registrations().status(second.clone())?;
    assert_eq!(
        (view.state.as_str(), view.problem),
        ("sending", Some(problem_view("wait-proxy")?))
    );
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        (
            payung.registrations().status(first)?.state,
            payung.registrations().status(second)?.state
        ),
        (
            payung_core::RegistrationState::Accepted,
            payung_core::RegistrationState::Received
        )
    );
    Ok(())
}

#[test]
fn an_answer_lost_after_the_office_did_it_does_not_do_it_twice() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    for (number, (step, is_meant)) in STEPS.into_iter().enumerate() {
        let id = town.ready(&payung)?.registration;
        town.rude.obey(move |request| {
            if is_meant(request) {
                Reply::Lost
            } else {
                Reply::Office
            }
        });
        sync(&payung)?;
        // A photo is asked about at once, and goes on where it stands.
        let at_once = if step == "photo" {
            payung_core::RegistrationState::Received
        } else {
            payung_core::RegistrationState::Sending
        };
        assert_eq!(
            payung.registrations().status(id.clone())?.state,
            at_once,
            "{step}"
        );
        town.rude.behave();
        town.rude.take_seen();
        town.much_later();
        sync(&payung)?;
        assert_eq!(
            payung.registrations().status(id)?.state,
            payung_core::RegistrationState::Received,
            "{step}"
        );
        assert_eq!(town.listed()?.len(), number + 1, "{step}");
        let again = town.rude.take_seen().iter().any(Request::is_photo);
        assert_eq!(
            again,
            step == "record" || step == "creation",
            "{step}: a photo that arrived stays"
        );
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
    for (number, cut) in [0, 1, 100, 300, 500, 600, 800, 1000, 1200]
        .into_iter()
        .enumerate()
    {
        let before = wire.cuts();
        wire.cut_back_after(cut);
        let (view, code) = phone.register(&answers)?;
        assert!(
            wire.cuts() == before + 1 || code == 0,
            "cut back after {cut}: exit {code}"
        );
        let (report, code) = phone.json(&["sync"])?;
        assert_eq!(code, 0, "cut back after {cut}: {report}");
        let (view, _) =
            phone.json(&["status", view["registration"].as_str().unwrap_or_default()])?;
        assert_eq!(view["state"], "received", "cut back after {cut}");
        assert_eq!(
            office.json(&["list"])?.as_array().map(Vec::len),
            Some(number + 1),
            "cut back after {cut}"
        );
    }
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
        assert_eq!(
            (code, &view["problem"]),
            (KEPT_FOR_LATER, &problem_json(problem)?),
            "{view}"
        );
        let (_, code) = phone.json(&["sync"])?;
        assert_eq!(code, KEPT_FOR_LATER, "{problem}");
    }
    Ok(())
}
