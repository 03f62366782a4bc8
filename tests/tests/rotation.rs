//! The office changes its keys; phones that know only the old ones go on.

use payung_core::RegistrationState;
use payung_tests::Outcome;
use payung_tests::shell::sync;
use payung_tests::town::Town;

#[test]
fn a_phone_with_the_old_trust_file_goes_on_after_the_office_gave_up_the_key_it_knows() -> Outcome<()>
{
    let town = Town::new()?;
    let payung = town.open()?;
    // Sealed to the key of the trust file, and never online until the office has given that key up.
    let id = town.ready(&payung)?.registration;
    town.office
        .run(&["keys", "rotate", "--keys", &town.keys()])?;
    let said = town
        .office
        .run(&["keys", "retire", "--keys", &town.keys()])?;
    assert!(String::from_utf8(said.stdout)?.contains("given up; 0 decided"));
    sync(&payung)?;
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id.clone())?.state,
        RegistrationState::Received
    );
    town.office.open()?;
    let shown = town.office.json(&["show", &id, "--keys", &town.keys()])?;
    assert!(shown.to_string().contains("SITI CONTOH"), "{shown}");
    assert_eq!(town.listed()?.len(), 1);
    town.office.run(&["accept", &id])?;
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        RegistrationState::Accepted,
        "and reads the answer"
    );
    // The next rotation finds a phone that keeps up.
    town.office
        .run(&["keys", "rotate", "--keys", &town.keys()])?;
    assert!(sync(&payung)?.new_bundle);
    let next = town.ready(&payung)?.registration;
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(next)?.state,
        RegistrationState::Received
    );
    Ok(())
}

#[test]
fn a_phone_that_missed_five_rotations_is_led_through_the_chain_and_registers() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    for _ in 0..5 {
        town.office
            .run(&["keys", "rotate", "--keys", &town.keys()])?;
    }
    town.office
        .run(&["keys", "retire", "--keys", &town.keys()])?;
    assert!(
        sync(&payung)?.new_bundle,
        "the newest rules, though no key of the trust file signed them"
    );
    assert!(
        !sync(&payung)?.new_bundle,
        "the end of the chain is reached in one sync"
    );
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        RegistrationState::Received
    );
    drop(payung);
    let payung = town.open()?;
    assert!(!sync(&payung)?.new_bundle, "and kept");
    Ok(())
}

#[test]
fn rotations_while_the_phone_was_away_lead_on_from_the_bundle_it_holds() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    assert!(sync(&payung)?.new_bundle);
    for _ in 0..3 {
        town.office
            .run(&["keys", "rotate", "--keys", &town.keys()])?;
    }
    assert!(sync(&payung)?.new_bundle);
    let id = town.ready(&payung)?.registration;
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        RegistrationState::Received
    );
    Ok(())
}
