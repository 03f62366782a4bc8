//! What could wait comes later: through the real sync to the real office, as a registration of its
//! own.

use std::sync::Arc;

use payung_core::{Payung, Typed};
use payung_model::secret::Secret;
use payung_tests::shell::{answer_until, go_on, sync_now as sync};
use payung_tests::town::Town;
use payung_tests::{Outcome, samples};
use serde_json::json;

/// The whole form but the photo, begun with what a calculator already knows; the registration,
/// received.
fn registered_without_photo(town: &Town, payung: &Arc<Payung>) -> Outcome<String> {
    let mut answers = samples::answers();
    let known = ["payer", "occupation", "income_per", "months"].map(|question| Typed {
        question: question.to_owned(),
        text: Secret::new(answers[question].as_str().unwrap_or_default()),
    });
    let view = payung.drafts().start_with("bpu".into(), known.to_vec())?;
    let view = answer_until(payung, view, "ktp", &answers)?;
    answers["ktp"] = json!("");
    let view = payung
        .drafts()
        .answer(view.draft, "ktp".into(), Secret::default())?;
    let draft = go_on(payung, view, &answers, &town.card)?;
    let registration = payung.registrations().ready(draft)?.registration;
    sync(payung)?;
    Ok(registration)
}

#[test]
fn the_photo_that_was_missing_reaches_the_office_later_and_is_missing_no_more() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = registered_without_photo(&town, &payung)?;
    let view = payung.registrations().status(first.clone())?;
    assert_eq!(
        (view.state.as_str(), view.purpose, view.can_complete),
        ("received", Some(payung_core::Purpose::Register), true)
    );
    assert_eq!(view.missing, ["Foto KTP"]);

    let view = payung.registrations().complete(first.clone())?;
    assert_eq!(
        (view.step.id.as_str(), view.step.typed.reveal()),
        ("cards", "ktp")
    );
    let answers =
        json!({ "cards": ["ktp", "email"], "email": "siti@contoh.example", "consent_more": true });
    let draft = go_on(&payung, view, &answers, &town.card)?;
    let second = payung.registrations().ready(draft)?;
    assert_eq!(second.completes.as_deref(), Some(first.as_str()));
    sync(&payung)?;
    assert_eq!(
        payung
            .registrations()
            .status(second.registration.clone())?
            .state,
        payung_core::RegistrationState::Received
    );
    assert_eq!(
        payung.registrations().status(first.clone())?.missing_words,
        None
    );
    drop(payung);

    let payung = town.open()?;
    let home = payung.home()?;
    assert_eq!((home.drafts.len(), home.registrations.len()), (0, 2));
    let named: Vec<&str> = home
        .registrations
        .iter()
        .filter_map(|view| view.completes.as_deref())
        .collect();
    assert_eq!(named, [first.as_str()]);
    town.office.open()?;
    let shown = town
        .office
        .json(&["show", &second.registration, "--keys", &town.keys()])?
        .to_string();
    assert!(shown.contains("siti@contoh.example"), "{shown}");
    Ok(())
}

#[test]
fn a_completion_that_is_cut_off_goes_on_where_it_was_and_the_office_has_it_once() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = registered_without_photo(&town, &payung)?;
    town.rude.behind(None);
    let view = payung.registrations().complete(first)?;
    let answers = json!({ "cards": ["ktp"], "consent_more": true });
    let second = payung
        .registrations()
        .ready(go_on(&payung, view, &answers, &town.card)?)?
        .registration;
    sync(&payung)?;
    assert_ne!(
        payung.registrations().status(second.clone())?.state,
        payung_core::RegistrationState::Received
    );
    drop(payung);
    town.rude.behind(Some(town.serving.address()));
    let payung = town.open()?;
    town.sync_in_the_end(&payung)?;
    assert_eq!(
        payung.registrations().status(second)?.state,
        payung_core::RegistrationState::Received
    );
    assert_eq!(town.listed()?.len(), 2);
    Ok(())
}

#[test]
fn at_the_terminal_what_could_wait_is_added_from_an_answers_file() -> Outcome<()> {
    let town = Town::new()?;
    let phone = town.office.phone();
    let folder = town.folder.path().join("answers");
    let mut answers = samples::answers();
    answers.as_object_mut().ok_or("an object")?.remove("ktp");
    samples::write(&folder, &answers, None)?;
    let (first, code) = phone.register(&folder)?;
    assert_eq!(
        (code, first["state"].as_str(), &first["missing"]),
        (0, Some("received"), &json!(["Foto KTP"])),
        "{first}"
    );

    let more = json!({ "cards": ["ktp", "email"], "ktp": "ktp.jpg", "email": "siti@contoh.example", "consent_more": true });
    std::fs::write(folder.join("more.json"), more.to_string())?;
    let (id, file) = (
        first["registration"].as_str().unwrap_or_default(),
        folder.join("more.json"),
    );
    // She has one membership, so no number is asked for: neither now nor once more was added to it.
    let (second, code) = phone.json(&["complete", "--answers", &file.to_string_lossy()])?;
    assert_eq!(
        (code, second["state"].as_str()),
        (0, Some("received")),
        "{second}"
    );
    assert_eq!(second["completes"].as_str(), Some(id));
    let status = phone.json(&["status", id])?.0;
    assert_eq!(status["missing"], json!([]), "{status}");
    for own in ["card", "cover", "reminders", "bill", "payers"] {
        let (said, code) = phone.json(&[own])?;
        assert_eq!(code, 0, "{own}: {said}");
    }
    Ok(())
}
