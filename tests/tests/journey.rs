//! Every state of a registration and every way out of it, with the real programs (ARCHITECTURE.md,
//! "States").

use payung_core::{Payung, PayungError, RegistrationView};
use payung_model::secret::Secret;
use payung_tests::Outcome;
use payung_tests::clock::NOW;
use payung_tests::phone::KEPT_FOR_LATER;
use payung_tests::rude::Reply;
use payung_tests::samples;
use payung_tests::shell::{Said, go_on, problem_view, sync_now as sync, words};
use payung_tests::town::Town;
use serde_json::json;

fn state(payung: &Payung, id: &str) -> Outcome<String> {
    Ok(payung
        .registrations()
        .status(id.to_owned())?
        .state
        .to_string())
}

/// The states of its history, in order, with their revisions.
fn history(view: &RegistrationView) -> Vec<String> {
    view.timeline
        .iter()
        .map(|line| format!("{} {}", line.revision, line.state))
        .collect()
}

/// Ready, sent and received.
fn received(town: &Town, payung: &Payung) -> Outcome<String> {
    let id = town.ready(payung)?.registration;
    sync(payung)?;
    assert_eq!(state(payung, &id)?, "received");
    Ok(id)
}

/// The office asks for another number; its words are on the phone.
fn asked_to_correct(town: &Town, payung: &Payung) -> Outcome<String> {
    let id = received(town, payung)?;
    town.office.open()?;
    town.office.run(&[
        "correct",
        &id,
        "--keys",
        &town.keys(),
        "--question",
        "phone=CONTOH: nomor lain",
    ])?;
    sync(payung)?;
    assert_eq!(state(payung, &id)?, "needs_correction");
    Ok(id)
}

/// Answers the correction; the registration is ready as its next revision.
fn answer_correction(town: &Town, payung: &Payung, id: &str) -> Outcome<RegistrationView> {
    let view = payung.registrations().correct(id.to_owned())?;
    // And what an unsure clock cannot tell from the NIK.
    assert!(
        ["phone", "birth_date"].contains(&view.step.id.as_str()),
        "only what was asked for: {}",
        view.step.id
    );
    let mut answers = samples::answers();
    answers["phone"] = json!("0813 0000 0002");
    let draft = go_on(payung, view, &answers, &town.card)?;
    Ok(payung.registrations().ready(draft)?)
}

#[test]
fn ready_is_taken_back_while_nothing_left_and_goes_later_as_one_registration() -> Outcome<()> {
    let town = Town::new()?;
    let phone = town.office.phone();
    let answers = town.folder.path().join("answers");
    let (file, photos) = (
        answers.join("answers.json"),
        answers.to_string_lossy().into_owned(),
    );
    let file = file.to_string_lossy().into_owned();
    let (view, code) = phone.json(&[
        "register",
        "--answers",
        &file,
        "--photos",
        &photos,
        "--no-sync",
    ])?;
    assert_eq!(
        (code, view["state"].as_str()),
        (KEPT_FOR_LATER, Some("ready"))
    );
    let id = view["registration"].as_str().unwrap_or_default();
    let (draft, code) = phone.json(&["take-back", id])?;
    assert_eq!(
        (code, draft["screen"].as_str()),
        (0, Some("review")),
        "{draft}"
    );
    assert_eq!(phone.json(&["status"])?.0, json!([]));
    let (drafts, _) = phone.json(&["drafts"])?;
    assert_eq!(drafts.as_array().map(Vec::len), Some(1));
    assert!(town.rude.take_seen().is_empty(), "nothing left the phone");
    let draft = drafts[0]["draft"].as_str().unwrap_or_default().to_owned();
    let (view, code) = phone.json(&["resume", &draft, "--answers", &file, "--photos", &photos])?;
    assert_eq!(
        (code, view["state"].as_str()),
        (0, Some("received")),
        "{view}"
    );
    assert_eq!(town.listed()?.len(), 1);
    Ok(())
}

#[test]
fn what_is_sending_can_no_longer_be_taken_back_and_says_so() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|_| Reply::Raw(Vec::new()));
    sync(&payung)?;
    assert_eq!(
        state(&payung, &id)?,
        "sending",
        "its first byte may have left"
    );
    let refused = payung.registrations().take_back(id.clone()).unwrap_err();
    assert_eq!(
        refused,
        PayungError::NotPossible {
            words: words("not-possible-taken-back")?
        }
    );
    drop(payung);
    let mut phone = town.office.phone();
    phone.home.clone_from(&town.shell.home);
    town.rude.behave();
    town.sync_in_the_end(&*town.open()?)?;
    assert_eq!(state(&*town.open()?, &id)?, "received");
    Ok(())
}

#[test]
fn the_whole_way_is_in_its_history_in_order() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = asked_to_correct(&town, &payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!(
        view.corrections
            .iter()
            .map(|one| one.words.reveal())
            .collect::<Vec<_>>(),
        ["CONTOH: nomor lain"]
    );
    answer_correction(&town, &payung, &id)?;
    sync(&payung)?;
    town.office.open()?;
    town.office.run(&["accept", &id])?;
    sync(&payung)?;
    let view = payung.registrations().status(id.clone())?;
    let expected = [
        "1 ready",
        "1 sending",
        "1 received",
        "1 needs_correction",
        "2 ready",
        "2 sending",
        "2 received",
        "2 accepted",
    ];
    assert_eq!(history(&view), expected);
    assert_eq!((view.corrections.len(), view.problem), (0, None));
    drop(payung);
    assert_eq!(
        history(&town.open()?.registrations().status(id)?),
        expected,
        "also after a restart"
    );
    Ok(())
}

#[test]
fn a_correction_that_is_ready_is_taken_back_to_the_correction_it_was_and_sealed_again()
-> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = asked_to_correct(&town, &payung)?;
    answer_correction(&town, &payung, &id)?;
    let view = payung.registrations().take_back(id.clone())?;
    assert_eq!(view.step.id, "review", "what was answered stays answered");
    let status = payung.registrations().status(id.clone())?;
    assert_eq!(
        (
            status.state.as_str(),
            status.revision,
            status.corrections.len()
        ),
        ("needs_correction", 1, 1)
    );
    payung.drafts().answer(
        view.draft.clone(),
        "phone".into(),
        Secret::new("0813 0000 0003"),
    )?;
    let status = payung.registrations().ready(view.draft)?;
    assert_eq!(
        (status.registration.as_str(), status.revision),
        (id.as_str(), 2)
    );
    town.sync_in_the_end(&payung)?;
    assert_eq!(state(&payung, &id)?, "received");
    assert_eq!(
        town.filed(&id)?.map(|line| line["revision"].clone()),
        Some(json!(2))
    );
    Ok(())
}

#[test]
fn a_correction_that_is_ready_can_be_withdrawn_and_the_office_is_told() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = asked_to_correct(&town, &payung)?;
    let view = answer_correction(&town, &payung, &id)?;
    assert_eq!((view.state.as_str(), view.revision), ("ready", 2));
    let view = payung.registrations().withdraw(id.clone())?;
    assert!(view.withdraw_wanted, "the office has to hear of it");
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "withdrawn");
    assert_eq!(
        town.filed(&id)?.map(|line| line["state"].clone()),
        Some(json!("withdrawn"))
    );
    assert_eq!(
        town.filed(&id)?.map(|line| line["revision"].clone()),
        Some(json!(1)),
        "the second never left"
    );
    Ok(())
}

#[test]
fn a_correction_half_answered_is_kept_and_asked_only_once() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = asked_to_correct(&town, &payung)?;
    let view = payung.registrations().correct(id.clone())?;
    payung.drafts().answer(
        view.draft.clone(),
        "phone".into(),
        Secret::new("0813 0000 0002"),
    )?;
    drop(payung);
    let payung = town.open()?;
    assert_eq!(payung.home()?.drafts[0].registration, Some(id.clone()));
    let view = payung.registrations().correct(id.clone())?;
    assert_eq!(view.step.id, "review", "what was answered since stays");
    payung.registrations().ready(view.draft)?;
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "received");
    Ok(())
}

#[test]
fn a_correction_is_asked_whatever_the_phones_clock_says() -> Outcome<()> {
    for days in [-300_i64, 300] {
        let town = Town::new()?;
        town.shell.clock.set(NOW + days * 86_400_000);
        let payung = town.open()?;
        let id = asked_to_correct(&town, &payung)?;
        answer_correction(&town, &payung, &id)?;
        sync(&payung)?;
        assert_eq!(state(&payung, &id)?, "received", "{days} days off");
    }
    Ok(())
}

#[test]
fn withdrawn_before_anything_left_the_office_never_hears_of_it() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    let view = payung.registrations().withdraw(id.clone())?;
    assert_eq!(
        (view.state.as_str(), view.withdraw_wanted),
        ("withdrawn", false)
    );
    sync(&payung)?;
    assert!(
        !town
            .rude
            .take_seen()
            .iter()
            .any(|request| request.path.contains(&id))
    );
    assert_eq!(town.listed()?.len(), 0);
    Ok(())
}

#[test]
fn withdrawn_in_the_middle_of_sending_the_office_is_told() -> Outcome<()> {
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
    assert_eq!(state(&payung, &id)?, "sending");
    assert!(payung.registrations().withdraw(id.clone())?.withdraw_wanted);
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "withdrawn");
    assert_eq!(
        town.filed(&id)?.map(|line| line["state"].clone()),
        Some(json!("withdrawn"))
    );
    Ok(())
}

#[test]
fn withdrawn_while_the_record_never_arrived_is_withdrawn_too() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = town.ready(&payung)?.registration;
    town.rude.obey(|_| Reply::Raw(Vec::new()));
    sync(&payung)?;
    payung.registrations().withdraw(id.clone())?;
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "withdrawn");
    assert_eq!(town.listed()?.len(), 0);
    Ok(())
}

#[test]
fn a_withdrawal_that_comes_too_late_shows_what_the_office_decided() -> Outcome<()> {
    for (decision, decided) in [("accept", "accepted"), ("refuse", "refused")] {
        let town = Town::new()?;
        let payung = town.open()?;
        let id = received(&town, &payung)?;
        town.office.open()?;
        let words: &[&str] = if decision == "refuse" {
            &["--words", "CONTOH: datang ke kantor"]
        } else {
            &[]
        };
        town.office
            .run(&[&[decision, id.as_str()], words].concat())?;
        payung.registrations().withdraw(id.clone())?;
        sync(&payung)?;
        let view = payung.registrations().status(id.clone())?;
        assert_eq!(
            (view.state.as_str(), view.withdraw_wanted),
            (decided, false)
        );
        assert_eq!(
            view.reply.map(|reply| reply.reveal().to_owned()),
            words.last().map(|&said| said.to_owned())
        );
        assert!(
            payung.registrations().withdraw(id.clone()).is_err()
                && payung.registrations().correct(id.clone()).is_err()
                && payung.registrations().take_back(id).is_err()
        );
    }
    Ok(())
}

#[test]
fn a_withdrawal_whose_answer_was_lost_is_told_again() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = received(&town, &payung)?;
    payung.registrations().withdraw(id.clone())?;
    town.rude.obey(|request| {
        if request.is_withdrawal() {
            Reply::Lost
        } else {
            Reply::Office
        }
    });
    sync(&payung)?;
    assert_eq!(
        state(&payung, &id)?,
        "received",
        "not before the office says so"
    );
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "withdrawn");
    Ok(())
}

#[test]
fn sending_goes_straight_to_what_the_office_decided_when_its_answers_were_lost() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let keys = town.keys();
    let decisions: [(&str, Vec<&str>); 3] = [
        ("accepted", vec!["accept"]),
        ("refused", vec!["refuse", "--words", "CONTOH: tidak"]),
        (
            "needs_correction",
            vec![
                "correct",
                "--keys",
                &keys,
                "--question",
                "phone=CONTOH: nomor lain",
            ],
        ),
    ];
    for (decided, command) in decisions {
        let id = town.ready(&payung)?.registration;
        // Everything arrives, and the office's word for it is lost.
        town.rude.obey(|request| {
            if request.is_status() {
                Reply::Lost
            } else {
                Reply::Office
            }
        });
        sync(&payung)?;
        assert_eq!(state(&payung, &id)?, "sending");
        town.office.open()?;
        town.office
            .run(&[&command[..1], &[id.as_str()], &command[1..]].concat())?;
        town.rude.behave();
        town.much_later();
        sync(&payung)?;
        assert_eq!(state(&payung, &id)?, decided);
    }
    Ok(())
}

#[test]
fn a_refusal_is_final_and_comes_with_its_words() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = received(&town, &payung)?;
    town.office.open()?;
    town.office
        .run(&["refuse", &id, "--words", "CONTOH: datang ke kantor cabang"])?;
    sync(&payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!(view.state, payung_core::RegistrationState::Refused);
    assert_eq!(
        view.reply.map(|reply| reply.reveal().to_owned()),
        Some("CONTOH: datang ke kantor cabang".into())
    );
    town.rude.take_seen();
    sync(&payung)?;
    assert!(
        !town
            .rude
            .take_seen()
            .iter()
            .any(|request| request.path.contains(&id)),
        "nothing is asked of what is final"
    );
    Ok(())
}

/// A phone with rules the office's database lost: what it seals under them is parked.
fn parked(town: &Town, payung: &Payung) -> Outcome<String> {
    let keys = town.keys();
    town.office
        .run(&["bundle", "sign", "--built-in", "--keys", &keys])?;
    sync(payung)?;
    town.office
        .spoil("DELETE FROM bundles WHERE sequence = 2")?;
    let id = town.ready(payung)?.registration;
    let report = sync(payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!(
        (view.state.as_str(), report.parked, report.waiting),
        ("parked", 1, 0)
    );
    assert_eq!(view.problem, Some(problem_view("park-newer")?));
    Ok(id)
}

/// The office signs until its number is above the phone's.
fn mended(town: &Town) -> Outcome<()> {
    for _ in 0..2 {
        town.office
            .run(&["bundle", "sign", "--built-in", "--keys", &town.keys()])?;
    }
    Ok(())
}

#[test]
fn parked_for_its_rules_it_is_sealed_again_under_new_ones_and_goes() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = parked(&town, &payung)?;
    town.much_later();
    sync(&payung)?;
    assert_eq!(
        state(&payung, &id)?,
        "parked",
        "nothing changed, so it stays"
    );
    mended(&town)?;
    sync(&payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!((view.state.as_str(), view.revision), ("ready", 2));
    assert!(
        payung.registrations().take_back(id.clone()).is_err(),
        "its first revision has left"
    );
    sync(&payung)?;
    let view = payung.registrations().status(id.clone())?;
    assert_eq!(
        history(&view),
        [
            "1 ready",
            "1 sending",
            "1 parked",
            "2 ready",
            "2 sending",
            "2 received"
        ]
    );
    assert_eq!(
        town.filed(&id)?.map(|line| line["revision"].clone()),
        Some(json!(2))
    );
    Ok(())
}

#[test]
fn parked_with_the_key_locked_when_new_rules_come_it_goes_after_unlocking() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = parked(&town, &payung)?;
    drop(payung);
    town.shell.keeper.answer_with(Some(Said::LockedNow));
    let payung = town.open()?;
    mended(&town)?;
    assert!(sync(&payung)?.new_bundle);
    assert_eq!(
        state(&payung, &id)?,
        "parked",
        "it cannot be sealed without the key"
    );
    drop(payung);
    town.shell.keeper.answer_with(None);
    let payung = town.open()?;
    sync(&payung)?;
    town.sync_in_the_end(&payung)?;
    assert_eq!(state(&payung, &id)?, "received");
    Ok(())
}

#[test]
fn parked_can_be_withdrawn() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = parked(&town, &payung)?;
    payung.registrations().withdraw(id.clone())?;
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "withdrawn");
    Ok(())
}

#[test]
fn the_terminal_ends_with_kept_for_later_while_something_is_parked() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let id = parked(&town, &payung)?;
    drop(payung);
    let mut phone = town.office.phone();
    phone.home.clone_from(&town.shell.home);
    let output = phone.run(&["status", &id])?;
    // The shell's key is not the terminal's: states need none.
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains(&words("state-parked")?), "{shown}");
    assert_eq!(phone.json(&["sync"])?.1, KEPT_FOR_LATER);
    Ok(())
}
