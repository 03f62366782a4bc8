//! Records that are sealed to a key which the office does not know.

use payung_tests::rude::{Reply, Request};
use payung_tests::shell::{problem_view, sync};
use payung_tests::town::Town;
use payung_tests::{Outcome, samples};

#[test]
fn a_key_the_office_does_not_know_leads_to_a_second_revision_that_it_takes_as_the_first()
-> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.office.run(&["keys", "new", "--keys", &town.keys()])?;
    town.office
        .run(&["bundle", "sign", "--built-in", "--keys", &town.keys()])?;
    let mut asked = 0;
    town.rude.obey(move |request| {
        asked += u32::from(request.is_record());
        if request.is_record() && asked == 1 {
            Reply::code(422, "unknown_key")
        } else {
            Reply::Office
        }
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
    assert_eq!(
        payung.registrations().status(id.clone())?.state,
        payung_core::RegistrationState::Received
    );
    assert_eq!(
        town.filed(&id)?.map(|line| line["revision"].clone()),
        Some(2.into())
    );
    town.office.open()?;
    town.office.run(&["accept", &id])?;
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Accepted
    );
    Ok(())
}

#[test]
fn without_a_new_key_it_waits_and_is_not_sealed_again() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|request| {
        if request.is_record() {
            Reply::code(422, "unknown_key")
        } else {
            Reply::Office
        }
    });
    for attempt in 1..=4 {
        let report = sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert_eq!(
            (view.state.as_str(), view.revision),
            ("sending", 1),
            "try {attempt}"
        );
        assert_eq!(view.problem, Some(problem_view("wait-key")?));
        assert!(
            report.retry_in_millis >= Some(2_500),
            "it waits longer than a moment: {report:?}"
        );
        town.rude.take_seen();
        sync(&payung)?;
        assert!(
            !town.rude.take_seen().iter().any(Request::is_record),
            "not before its time"
        );
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
    let first: Vec<u8> = rusqlite::Connection::open(&database)?.query_row(
        "SELECT key_id FROM office_keys",
        [],
        |row| row.get(0),
    )?;
    town.office.run(&["keys", "new", "--keys", &town.keys()])?;
    town.office
        .run(&["bundle", "sign", "--built-in", "--keys", &town.keys()])?;
    let old = rusqlite::Connection::open(&database)?;
    old.execute("DELETE FROM office_keys WHERE key_id = ?1", [first])?;
    drop(old);
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id.clone())?.state,
        payung_core::RegistrationState::Received
    );
    town.office.open()?;
    let shown = town.office.json(&["show", &id, "--keys", &town.keys()])?;
    assert!(shown.to_string().contains(samples::NIK), "{shown}");
    Ok(())
}
