//! Asking for news, telling a withdrawal and fetching rules, past everything that can be in the
//! way; and what the office erased.

use payung_core::Payung;
use payung_tests::Outcome;
use payung_tests::rude::{LATER, Reply, Request};
use payung_tests::shell::{problem_view, sync_now as sync, words};
use payung_tests::town::Town;

fn state(payung: &Payung, id: &str) -> Outcome<String> {
    Ok(payung
        .registrations()
        .status(id.to_owned())?
        .state
        .to_string())
}

/// Ready, sent and received.
fn received(town: &Town, payung: &Payung) -> Outcome<String> {
    let id = town.ready(payung)?.registration;
    sync(payung)?;
    assert_eq!(state(payung, &id)?, "received");
    Ok(id)
}

#[test]
fn news_that_do_not_come_through_change_nothing_and_are_said() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = received(&town, &payung)?;
    town.office.open()?;
    town.office.run(&["accept", &id])?;
    for (name, bad, problem) in LATER {
        town.rude.obey(move |request| {
            if request.is_status() {
                bad()
            } else {
                Reply::Office
            }
        });
        let report = sync(&payung)?;
        assert_eq!(
            (state(&payung, &id)?.as_str(), report.changed),
            ("received", 0),
            "{name}"
        );
        assert_eq!(report.problem, Some(problem_view(problem)?), "{name}");
    }
    // Late, lost and said twice: it counts once.
    town.rude.obey(|request| {
        if request.is_status() {
            Reply::Lost
        } else {
            Reply::Office
        }
    });
    assert_eq!(sync(&payung)?.changed, 0);
    town.rude
        .obey(|_| Reply::changed(|answer| answer.repeat(2)));
    sync(&payung)?;
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "accepted");
    assert_eq!(payung.registrations().status(id)?.timeline.len(), 4);
    Ok(())
}

#[test]
fn a_withdrawal_that_does_not_come_through_is_told_until_it_does() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = received(&town, &payung)?;
    payung.registrations().withdraw(id.clone())?;
    for (name, bad, problem) in LATER {
        town.rude.obey(move |request| {
            if request.is_withdrawal() {
                bad()
            } else {
                Reply::Office
            }
        });
        let report = sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert!(
            view.withdraw_wanted && view.state == payung_core::RegistrationState::Received,
            "{name}: {}",
            view.state
        );
        assert_eq!(report.problem, Some(problem_view(problem)?), "{name}");
    }
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "withdrawn");
    Ok(())
}

#[test]
fn rules_that_do_not_come_through_hold_up_nothing_and_come_later() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    for (name, bad, _) in LATER {
        town.rude.obey(move |request| {
            if request.is_bundle() {
                bad()
            } else {
                Reply::Office
            }
        });
        assert!(!sync(&payung)?.new_bundle, "{name}");
    }
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "received");
    town.rude.behave();
    assert!(sync(&payung)?.new_bundle);
    Ok(())
}

#[test]
fn what_the_office_erased_is_said_and_nothing_is_promised_any_more() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = received(&town, &payung)?;
    town.office
        .run(&["erase", &id, "--why", "CONTOH: diminta sendiri"])?;
    let report = sync(&payung)?;
    assert_eq!((report.changed, report.problem), (1, None));
    let view = payung.registrations().status(id.clone())?;
    assert_eq!(
        (view.state.as_str(), view.words.clone()),
        ("erased", words("state-erased")?)
    );
    assert_eq!(view.problem, Some(problem_view("erased-by-office")?));
    assert!(!view.can_complete && !view.withdraw_wanted && view.missing_words.is_none());
    assert!(
        payung.registrations().withdraw(id.clone()).is_err(),
        "there is nothing to withdraw"
    );
    // It is final: nobody is asked about it again, whatever somebody says.
    town.rude.take_seen();
    sync(&payung)?;
    assert!(
        !town
            .rude
            .take_seen()
            .iter()
            .any(|request| request.path.contains(&id))
    );
    // The worker may begin anew.
    let again = received(&town, &payung)?;
    assert_ne!(again, id);
    Ok(())
}

#[test]
fn what_was_erased_while_it_was_sent_again_or_withdrawn_ends_too() -> Outcome<()> {
    for step in ["record", "creation", "photo", "status"] {
        let town = Town::new()?;
        let payung = town.open()?;
        let id = town.ready(&payung)?.registration;
        let meant = move |request: &Request| match step {
            "record" => request.is_record(),
            "creation" => request.is_creation(),
            "photo" => request.is_photo(),
            _ => request.is_status(),
        };
        town.rude.obey(move |request| {
            if meant(request) {
                Reply::code(410, "erased")
            } else {
                Reply::Office
            }
        });
        let report = sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        // Nobody but the intake says so: it waits, and does not end.
        assert!(
            matches!(view.state.as_str(), "sending" | "received"),
            "{step}: {}",
            view.state
        );
        assert_eq!(
            (report.parked, report.problem),
            (0, Some(problem_view("wait-unproven")?)),
            "{step}"
        );
        town.rude.behave();
        if step == "record" {
            town.sync_in_the_end(&payung)?;
            assert_eq!(state(&payung, &id)?, "received", "{step}: it was a lie");
            continue;
        }
        town.office
            .run(&["erase", &id, "--why", "CONTOH: diminta sendiri"])?;
        town.sync_in_the_end(&payung)?;
        assert_eq!(state(&payung, &id)?, "erased", "{step}");
    }
    let town = Town::new()?;
    let payung = town.open()?;
    let id = received(&town, &payung)?;
    payung.registrations().withdraw(id.clone())?;
    town.office
        .run(&["erase", &id, "--why", "CONTOH: diminta sendiri"])?;
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "withdrawn", "as the worker wanted");
    Ok(())
}

#[test]
fn what_an_older_app_parked_is_sealed_again_by_a_newer_one_once() -> Outcome<()> {
    for (status, code) in [
        (400, "malformed"),
        (413, "too_large"),
        (422, "newer_envelope"),
    ] {
        let town = Town::new()?;
        let payung = town.open()?;
        // The newest rules: otherwise they are what mends it.
        sync(&payung)?;
        let id = town.ready(&payung)?.registration;
        town.rude.obey(move |request| {
            if request.is_record() {
                Reply::about_record(request, status, code)
            } else {
                Reply::Office
            }
        });
        sync(&payung)?;
        town.much_later();
        sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert_eq!(
            (view.state.as_str(), view.revision),
            ("parked", 1),
            "{code}: the same app changes nothing"
        );
        drop(payung);
        // As if the app of then had been another version.
        rusqlite::Connection::open(town.shell.home.join("payung.db"))?
            .execute("UPDATE outbox SET sealed_by = '0.0.1'", [])?;
        let payung = town.open()?;
        sync(&payung)?;
        sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert_eq!(
            (view.state.as_str(), view.revision),
            ("parked", 2),
            "{code}: tried once more, as revision 2"
        );
        town.much_later();
        sync(&payung)?;
        assert_eq!(
            payung.registrations().status(id.clone())?.revision,
            2,
            "{code}: and not again"
        );
        drop(payung);
        rusqlite::Connection::open(town.shell.home.join("payung.db"))?
            .execute("UPDATE outbox SET sealed_by = ''", [])?;
        let payung = town.open()?;
        town.rude.behave();
        town.sync_in_the_end(&payung)?;
        town.sync_in_the_end(&payung)?;
        assert_eq!(state(&payung, &id)?, "received", "{code}");
        town.office.open()?;
        town.office.run(&["accept", &id])?;
    }
    Ok(())
}

#[test]
fn what_the_office_lost_is_sent_again_whole() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|request| {
        if request.is_photo() {
            Reply::Raw(Vec::new())
        } else {
            Reply::Office
        }
    });
    sync(&payung)?;
    // The office came back from a backup that has nothing of it.
    town.office.spoil(
        "DELETE FROM wanted; DELETE FROM photos; DELETE FROM records; DELETE FROM registrations;",
    )?;
    town.rude.behave();
    town.rude.take_seen();
    town.sync_in_the_end(&payung)?;
    assert_eq!(state(&payung, &id)?, "received");
    assert_eq!(
        town.rude
            .take_seen()
            .iter()
            .filter(|request| request.is_record())
            .count(),
        1
    );
    Ok(())
}
