//! Records that the office refuses, and records that a middlebox changes or refuses in the office's
//! name.

use payung_tests::rude::Reply;
use payung_tests::shell::{problem_view, sync};
use payung_tests::town::Town;
use payung_tests::{Outcome, samples};

use super::STEPS;

/// Codes of the protocol that park a record when the office says them about that very record.
const PARKS: [(u16, &str, &str); 4] = [
    (400, "malformed", "park-malformed"),
    (413, "too_large", "park-too-large"),
    (422, "unknown_bundle", "park-newer"),
    (422, "newer_envelope", "park-newer"),
];

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
            if is_meant {
                Reply::about_record(request, status, code)
            } else {
                Reply::Office
            }
        });
        let report = sync(&payung)?;
        let view = payung.registrations().status(first.clone())?;
        assert_eq!(
            (view.state.as_str(), view.problem),
            ("parked", Some(problem_view(problem)?)),
            "{code}"
        );
        assert!(view.can_send_now, "{code}: by hand it may be tried again");
        assert_eq!(
            payung.registrations().status(second)?.state.as_str(),
            "received",
            "{code}"
        );
        assert_eq!(
            (report.received, report.waiting),
            (1, 0),
            "{code}: {report:?}"
        );
        assert_eq!(report.parked as usize, number + 1, "{code}");
        parked.push(first);
    }
    town.rude.behave();
    for id in parked {
        assert_eq!(
            payung.connection().send_now(id.clone())?.state.as_str(),
            "ready"
        );
        sync(&payung)?;
        assert_eq!(
            payung.registrations().status(id)?.state.as_str(),
            "received",
            "tried again by hand"
        );
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
            town.rude.obey(move |request| {
                if is_meant(request) {
                    Reply::code(status, code)
                } else {
                    Reply::Office
                }
            });
            sync(&payung)?;
            let view = payung.registrations().status(id.clone())?;
            assert_eq!(
                (view.state.as_str(), view.problem),
                ("sending", Some(problem_view("wait-proxy")?)),
                "{case}"
            );
            town.rude.behave();
            town.sync_in_the_end(&payung)?;
            assert_eq!(
                payung.registrations().status(id)?.state.as_str(),
                "received",
                "{case}"
            );
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
    assert!(
        shown.to_string().contains(samples::NIK),
        "the office can read what came then"
    );
    Ok(())
}

#[test]
fn a_conflict_is_settled_by_the_record_that_the_office_holds() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    // A conflict about the very bytes that the office has: something in between said it.
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state.as_str(),
        "received"
    );
    let id = town.ready(&payung)?.registration;
    let mut told = false;
    town.rude.obey(move |request| {
        let is_first = request.is_record() && !std::mem::replace(&mut told, request.is_record());
        if is_first {
            changed_to(409, "conflict")
        } else {
            Reply::Office
        }
    });
    sync(&payung)?;
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    let view = payung.registrations().status(id)?;
    assert_eq!(
        (view.state.as_str(), view.revision),
        ("received", 1),
        "what the office holds is what was sent"
    );
    Ok(())
}

#[test]
fn a_parked_registration_that_the_office_has_after_all_is_received() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    // Everything arrived, and then something in between spoke for the office.
    town.rude.obey(|request| {
        if request.is_photo() {
            changed_to(400, "malformed")
        } else {
            Reply::Office
        }
    });
    sync(&payung)?;
    town.rude.behave();
    town.much_later();
    sync(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    assert_eq!(town.listed()?.len(), 1);
    Ok(())
}

#[test]
fn a_record_the_office_calls_unknown_or_further_or_closed_waits_for_its_news() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    for (status, code) in [
        (404, "unknown"),
        (403, "not_wanted"),
        (409, "revision"),
        (409, "closed"),
        (409, "offset"),
    ] {
        let id = town.ready(&payung)?.registration;
        town.rude.obey(move |request| {
            if request.is_record() {
                Reply::code(status, code)
            } else {
                Reply::Office
            }
        });
        sync(&payung)?;
        assert_eq!(
            payung.registrations().status(id.clone())?.state,
            payung_core::RegistrationState::Sending,
            "{code}"
        );
        town.rude.behave();
        town.sync_in_the_end(&payung)?;
        assert_eq!(
            payung.registrations().status(id)?.state,
            payung_core::RegistrationState::Received,
            "{code}"
        );
    }
    assert_eq!(town.listed()?.len(), 5);
    Ok(())
}

/// The office did it, and something says it did not.
fn changed_to(status: u16, code: &'static str) -> Reply {
    Reply::changed(move |_| {
        let body = format!("{{\"error\":\"{code}\",\"message\":\"CONTOH\"}}");
        format!(
            "HTTP/1.1 {status} CONTOH\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    })
}
