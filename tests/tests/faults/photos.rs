//! Photos that are refused, changed on the way, forgotten by the office, or gone from the phone.

use payung_tests::Outcome;
use payung_tests::rude::{Reply, Request};
use payung_tests::shell::{problem_view, sync};
use payung_tests::town::Town;

#[test]
fn a_photo_that_does_not_pass_keeps_no_record_and_no_news_from_passing() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = town.ready(&payung)?.registration;
    sync(&payung)?;
    town.office.open()?;
    town.office.run(&["accept", &first])?;
    let ids = [
        town.ready(&payung)?.registration,
        town.ready(&payung)?.registration,
    ];
    town.rude.obey(|request| {
        if request.is_photo() {
            Reply::page(503)
        } else {
            Reply::Office
        }
    });
    town.rude.take_seen();
    let report = sync(&payung)?;
    let seen = town.rude.take_seen();
    assert_eq!(
        seen.iter().filter(|request| request.is_record()).count(),
        2,
        "both records went"
    );
    assert!(seen.iter().any(Request::is_bundle));
    assert_eq!(
        payung.registrations().status(first)?.state,
        payung_core::RegistrationState::Accepted,
        "news came"
    );
    assert_eq!(
        (report.waiting, report.problem),
        (2, Some(problem_view("wait-server")?))
    );
    // The delay is the photos', and it is kept over a restart.
    drop(payung);
    let payung = town.open()?;
    town.rude.behave();
    sync(&payung)?;
    assert!(
        !town.rude.take_seen().iter().any(Request::is_photo),
        "not before its time"
    );
    // Another network ends it.
    payung.connection().network(payung_core::Network::Metered);
    assert_eq!(sync(&payung)?.received, 2);
    for id in ids {
        assert_eq!(
            payung.registrations().status(id)?.state,
            payung_core::RegistrationState::Received
        );
    }
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
    assert_eq!(
        (view.state.as_str(), view.problem),
        ("sending", Some(problem_view("wait-proxy")?))
    );
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
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
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    let begins = |request: &Request| {
        request.is_photo()
            && request
                .headers
                .iter()
                .any(|(name, at)| name == "upload-offset" && at == "0")
    };
    let seen = town.rude.take_seen();
    assert_eq!(
        seen.iter().filter(|request| begins(request)).count(),
        2,
        "it goes twice from the start: {seen:?}"
    );
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
                String::from_utf8_lossy(&answer)
                    .replace("upload-offset: 1000", "upload-offset: 400")
                    .into_bytes()
            }),
            _ => Reply::Office,
        }
    });
    sync(&payung)?;
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    Ok(())
}

#[test]
fn an_upload_the_office_forgot_holds_up_nobody_and_is_made_again() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = town.ready(&payung)?.registration;
    let second = town.ready(&payung)?.registration;
    let meant = first.clone();
    town.rude
        .obey(move |request| match request.method.as_str() {
            _ if !request.path.contains(&meant) => Reply::Office,
            "PATCH" => Reply::code(460, "checksum"),
            "HEAD" => Reply::code(404, "unknown"),
            _ => Reply::Office,
        });
    let report = sync(&payung)?;
    assert_eq!(
        report.problem,
        Some(problem_view("wait-server")?),
        "no portal is in the way"
    );
    assert_eq!(
        payung.registrations().status(second)?.state,
        payung_core::RegistrationState::Received
    );
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(first)?.state,
        payung_core::RegistrationState::Received
    );
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
    assert_eq!(
        payung.registrations().status(second)?.state,
        payung_core::RegistrationState::Received
    );
    let view = payung.registrations().status(first)?;
    assert_eq!(
        (view.state.as_str(), view.problem),
        ("parked", Some(problem_view("park-photo")?))
    );
    Ok(())
}
