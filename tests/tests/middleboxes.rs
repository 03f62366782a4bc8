//! A registration through what carriers, proxies and firewalls do to requests and answers.

use payung_tests::Outcome;
use payung_tests::middlebox::{MIDDLEBOXES, rule};
use payung_tests::rude::{METHOD_OVERRIDE, Reply, Request};
use payung_tests::shell::{sync, sync_now};
use payung_tests::town::Town;

fn is_override(request: &Request) -> bool {
    request
        .headers
        .iter()
        .any(|(name, _)| name == METHOD_OVERRIDE)
}

#[test]
fn a_registration_gets_through_every_middlebox_that_lets_one_way_open_and_waits_at_the_others()
-> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let mut wrong = Vec::new();
    for (name, does, passes) in MIDDLEBOXES {
        let id = town.ready(&payung)?.registration;
        town.rude.obey(rule(does));
        let report = sync_now(&payung)?;
        let through = payung.registrations().status(id.clone())?.state;
        let right = if passes {
            through == payung_core::RegistrationState::Received
        } else {
            matches!(through.as_str(), "ready" | "sending")
        };
        town.rude.behave();
        sync_now(&payung)?;
        let after = payung.registrations().status(id)?;
        if !right || after.state != payung_core::RegistrationState::Received {
            wrong.push(format!(
                "{name}: {through:?} through it ({report:?}), {:?} after it ({:?})",
                after.state, after.problem
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn what_a_line_refuses_is_remembered_for_a_day_and_over_a_restart() -> Outcome<()> {
    let town = Town::new()?;
    let mut patches = Vec::new();
    for day in 0..3 {
        // The second registration of the first day is sent by an app that was started again.
        let payung = town.open()?;
        if day == 2 {
            town.much_later();
        }
        town.ready(&payung)?;
        town.rude.obey(|request| {
            if request.method == "PATCH" {
                Reply::page(405)
            } else {
                Reply::Office
            }
        });
        town.rude.take_seen();
        assert_eq!(sync_now(&payung)?.received, 1, "{day}");
        let seen = town.rude.take_seen();
        patches.push(
            seen.iter()
                .filter(|request| request.method == "PATCH")
                .count(),
        );
        assert!(seen.iter().any(is_override));
    }
    assert_eq!(
        patches,
        [1, 0, 1],
        "asked once, remembered, and asked again when days have passed"
    );
    Ok(())
}

#[test]
fn a_withdrawal_passes_a_line_that_knows_no_delete() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    payung.registrations().withdraw(id.clone())?;
    town.rude.obey(|request| {
        if request.method == "DELETE" {
            Reply::page(405)
        } else {
            Reply::Office
        }
    });
    sync(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Withdrawn
    );
    Ok(())
}

/// The request with another token: its first sign is another one.
fn with_another_token(request: &Request) -> Reply {
    let mut request = request.clone();
    for (name, value) in &mut request.headers {
        if name == "authorization" {
            let other = if value.starts_with("Bearer A") {
                "B"
            } else {
                "A"
            };
            value.replace_range("Bearer ".len().."Bearer A".len(), other);
        }
    }
    Reply::OfficeSees(request.bytes())
}

fn without_token(request: &Request) -> Reply {
    let mut request = request.clone();
    request.headers.retain(|(name, _)| name != "authorization");
    Reply::OfficeSees(request.bytes())
}

#[test]
fn a_line_that_drops_or_changes_the_token_confirms_no_withdrawal() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    for line in [without_token, with_another_token] {
        let id = town.ready(&payung)?.registration;
        sync(&payung)?;
        payung.registrations().withdraw(id.clone())?;
        town.rude.obey(rule(line));
        let report = sync_now(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert_eq!(
            (view.state, view.withdraw_wanted),
            (payung_core::RegistrationState::Received, true),
            "the office holds it: {report:?}"
        );
        let told = report.problem.map(|problem| problem.code);
        assert_eq!(told, Some(payung_core::ProblemCode::Proxy));
        let filed = town.filed(&id)?.ok_or("the office has it")?;
        assert_eq!(filed["state"], "received");
        town.rude.behave();
        sync_now(&payung)?;
        let filed = town.filed(&id)?.ok_or("the office has it")?;
        assert_eq!(filed["state"], "withdrawn");
        assert_eq!(
            payung.registrations().status(id)?.state,
            payung_core::RegistrationState::Withdrawn
        );
    }
    Ok(())
}
