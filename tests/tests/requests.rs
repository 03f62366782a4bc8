//! Asking the office, through the real sync to the real office: answered by itself, answered by an
//! officer, and at the terminal.

use std::sync::Arc;

use payung_core::{Payung, RegistrationState, RequestView};
use payung_tests::Outcome;
use payung_tests::shell::{go_on, sync_now as sync};
use payung_tests::town::Town;
use serde_json::json;

/// Ready, sent, received and opened.
fn received(town: &Town, payung: &Arc<Payung>) -> Outcome<String> {
    let id = town.ready(payung)?.registration;
    sync(payung)?;
    town.office.open()?;
    Ok(id)
}

/// Asks, sends; the request's id.
fn ask(
    town: &Town,
    payung: &Arc<Payung>,
    first: &str,
    answers: &serde_json::Value,
) -> Outcome<String> {
    let view = payung.registrations().request(first.to_owned())?;
    let draft = go_on(payung, view, answers, &town.card)?;
    let request = payung.registrations().ready(draft)?.registration;
    sync(payung)?;
    Ok(request)
}

fn only(payung: &Arc<Payung>, first: &str) -> Outcome<RequestView> {
    let mut all = payung.registrations().requests(Some(first.to_owned()))?;
    match (all.pop(), all.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err("not exactly one request".into()),
    }
}

#[test]
fn who_opened_the_data_is_answered_by_itself_and_names_no_officer() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = received(&town, &payung)?;
    let keys = town.keys();
    town.office.run(&[
        "show",
        &first,
        "--keys",
        &keys,
        "--officer",
        "petugas-contoh",
    ])?;
    let answers = json!({ "request": "who_looked", "who_looked_note": true });
    let request = ask(&town, &payung, &first, &answers)?;
    assert_eq!(only(&payung, &first)?.state, RegistrationState::Received);

    let said = town.office.open()?;
    let said = String::from_utf8(said.stdout)?;
    assert!(said.contains("answered 1"), "{said}");
    sync(&payung)?;
    let told = only(&payung, &first)?;
    assert_eq!(
        (told.id.as_str(), told.words.as_str()),
        (request.as_str(), "sudah dijawab")
    );
    let answer = told.answer.ok_or("an answer")?;
    assert!(
        answer.reveal().contains("membaca jawaban") && !answer.reveal().contains("petugas-contoh"),
        "{}",
        answer.reveal()
    );
    assert_eq!(
        payung.registrations().status(first)?.state,
        RegistrationState::Received
    );
    Ok(())
}

#[test]
fn a_complaint_is_answered_by_an_officer_and_read_on_the_phone() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let first = received(&town, &payung)?;
    let answers = json!({
        "request": "complaint", "complaint_about": "agent",
        "complaint_words": "CONTOH: agen minta uang."
    });
    let request = ask(&town, &payung, &first, &answers)?;
    let until = only(&payung, &first)?.answer_until.ok_or("a last day")?;
    assert!(until.starts_with("Dijawab paling lambat "), "{until}");

    town.office.open()?;
    let listed = town.office.json(&["list", "--purpose", "complaint"])?;
    assert_eq!(listed[0]["id"].as_str(), Some(request.as_str()));
    assert_eq!(listed[0]["flags"], json!([]));
    town.office.run(&[
        "accept",
        &request,
        "--words",
        "CONTOH: agen itu bukan dari kami.",
    ])?;
    sync(&payung)?;
    let told = only(&payung, &first)?;
    assert_eq!(
        (told.state, told.answer_until, told.words.as_str()),
        (RegistrationState::Accepted, None, "sudah dijawab")
    );
    assert_eq!(
        told.answer.ok_or("an answer")?.reveal(),
        "CONTOH: agen itu bukan dari kami."
    );
    // A request does not stand in the way of what is missing, or of another one.
    assert!(payung.registrations().status(first)?.can_request);
    Ok(())
}

#[test]
fn at_the_terminal_a_bill_is_asked_for_a_complaint_sent_and_wrong_input_named() -> Outcome<()> {
    let town = Town::new()?;
    let phone = town.office.phone();
    let folder = town.folder.path().join("answers");
    let (first, code) = phone.register(&folder)?;
    assert_eq!(code, 0, "{first}");
    let id = first["registration"].as_str().unwrap_or_default();

    let (bill, code) = phone.json(&["request", id, "--kind", "bill", "--months", "3"])?;
    assert_eq!(
        (code, bill["purpose"].as_str(), bill["state"].as_str()),
        (0, Some("bill"), Some("received")),
        "{bill}"
    );
    for (args, place) in [
        (vec!["request", id, "--kind", "money"], "--kind"),
        (
            vec!["request", id, "--kind", "bill", "--months", "5"],
            "--months",
        ),
        (vec!["request", id], "--kind"),
        (vec!["complain"], "--answers"),
    ] {
        let output = phone.run(&args)?;
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.starts_with(place), "{args:?}: {said}");
    }

    let complaint = json!({
        "complaint_about": "payment", "complaint_words": "CONTOH: sudah bayar, belum tercatat.",
        "phone": ""
    });
    let file = folder.join("complaint.json");
    std::fs::write(&file, complaint.to_string())?;
    let file = file.to_string_lossy().into_owned();
    let (sent, code) = phone.json(&["complain", "--answers", &file])?;
    assert_eq!(
        (code, sent["is_request"].as_bool()),
        (0, Some(true)),
        "{sent}"
    );

    let (of_one, _) = phone.json(&["requests", id])?;
    let (all, _) = phone.json(&["requests"])?;
    assert_eq!(
        (
            of_one.as_array().map(Vec::len),
            all.as_array().map(Vec::len)
        ),
        (Some(1), Some(2)),
        "{all}"
    );
    // Both were made in the same moment of this phone's clock, so their order is nobody's promise.
    let complaint = all
        .as_array()
        .into_iter()
        .flatten()
        .find(|request| request["title"] == "Keluhan")
        .ok_or("no complaint")?;
    assert!(
        complaint["answer_until"]
            .as_str()
            .is_some_and(|until| until.starts_with("Dijawab"))
    );
    let printed = String::from_utf8(phone.run(&["requests"])?.stdout)?;
    assert!(printed.contains("Minta kode bayar"), "{printed}");
    Ok(())
}
