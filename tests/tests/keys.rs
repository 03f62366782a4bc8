//! The key is gone, locked, wrong; the file is old, new, damaged, not writable; the clock is off:
//! nothing is lost.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use payung_core::{KeyState, Payung, PayungError};
use payung_model::engine::ScreenKind;
use payung_model::secret::Secret;
use payung_tests::Outcome;
use payung_tests::clock::NOW;
use payung_tests::samples;
use payung_tests::shell::{Said, answer_until, fill, go_on, sync, words};
use payung_tests::town::Town;

const DAY: i64 = 86_400_000;

/// A town with one registration that waits and one draft at the question after the NIK.
fn with_something_in_it() -> Outcome<(Town, String, String)> {
    let town = Town::new()?;
    let payung = town.open()?;
    let waiting = town.ready(&payung)?.registration;
    let draft = half_filled(&payung, "SITI CONTOH")?;
    Ok((town, waiting, draft))
}

/// Answers the first steps and the name.
fn half_filled(payung: &Payung, name: &str) -> Outcome<String> {
    let mut answers = samples::answers();
    answers["name"] = name.into();
    let view = payung.drafts().start("bpu".into())?;
    Ok(answer_until(payung, view, "birth_place", &answers)?.draft)
}

fn names(payung: &Payung) -> Outcome<Vec<String>> {
    Ok(payung
        .home()?
        .drafts
        .iter()
        .map(|draft| draft.name.reveal().to_owned())
        .collect())
}

/// Every file below a folder, by its path in it, with its bytes.
fn files(folder: &Path) -> Outcome<Vec<(PathBuf, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push((path.clone(), std::fs::read(&path)?));
        }
    }
    Ok(found)
}

#[test]
fn a_key_that_is_locked_lets_the_sealed_go_and_opens_everything_later() -> Outcome<()> {
    let (town, waiting, draft) = with_something_in_it()?;
    town.shell.keeper.answer_with(Some(Said::LockedNow));
    let payung = town.open()?;
    let home = payung.home()?;
    assert_eq!(home.key, KeyState::LockedNow);
    assert_eq!(home.notices, [words("notice-key-locked")?]);
    assert!(
        home.drafts.iter().all(|line| line.name.is_empty()),
        "a locked draft shows no name"
    );
    assert!(matches!(
        payung.drafts().resume(draft.clone()),
        Err(PayungError::KeyLocked { .. })
    ));
    assert!(matches!(
        payung.drafts().start("bpu".into()),
        Err(PayungError::KeyLocked { .. })
    ));
    assert_eq!(
        sync(&payung)?.received,
        1,
        "what is sealed needs no key to go"
    );
    assert_eq!(
        payung.registrations().status(waiting)?.state,
        payung_core::RegistrationState::Received
    );
    town.shell.keeper.answer_with(None);
    assert_eq!(payung.unlock()?.key, KeyState::Open);
    assert_eq!(payung.drafts().resume(draft)?.step.id, "birth_place");
    assert_eq!(names(&payung)?, ["SITI CONTOH"]);
    Ok(())
}

#[test]
fn a_key_that_is_gone_starts_clean_only_when_it_was_gone_twice_and_sets_the_old_files_aside()
-> Outcome<()> {
    let (town, waiting, draft) = with_something_in_it()?;
    let photos = std::fs::read_dir(town.shell.home.join("photos"))?.count();
    town.shell.keeper.answer_with(Some(Said::Gone));
    let payung = town.open()?;
    assert_eq!(payung.home()?.key, KeyState::Gone);
    assert_eq!(payung.home()?.notices, [words("notice-key-gone")?]);
    assert!(matches!(
        payung.drafts().resume(draft.clone()),
        Err(PayungError::KeyGone { .. })
    ));
    assert!(
        matches!(payung.start_clean(), Err(PayungError::NotPossible { .. })),
        "once may be a slip of the platform"
    );
    drop(payung);

    let payung = town.open()?;
    town.shell.keeper.answer_with(None);
    assert_eq!(payung.start_clean()?.key, KeyState::Open);
    assert_eq!(names(&payung)?, Vec::<String>::new());
    assert!(
        town.shell.home.join("set-aside-1/payung.db").exists(),
        "the old file is set aside, not deleted"
    );
    assert_eq!(
        std::fs::read_dir(town.shell.home.join("photos"))?.count(),
        photos,
        "the sealed photo still has to go"
    );
    assert_eq!(sync(&payung)?.received, 1, "what was ready still goes");
    assert_eq!(
        payung.registrations().status(waiting.clone())?.state,
        payung_core::RegistrationState::Received
    );
    assert!(matches!(
        payung.drafts().resume(draft),
        Err(PayungError::NotPossible { .. })
    ));

    let card = town.card.clone();
    let fresh = payung
        .registrations()
        .ready(fill(&payung, &samples::answers(), &card)?)?
        .registration;
    sync(&payung)?;
    drop(payung);
    let payung = town.open()?;
    assert_eq!(payung.home()?.key, KeyState::Open);
    assert_eq!(
        (
            payung.registrations().status(waiting)?.state,
            payung.registrations().status(fresh)?.state
        ),
        (
            payung_core::RegistrationState::Received,
            payung_core::RegistrationState::Received
        )
    );
    assert_eq!(town.listed()?.len(), 2);
    Ok(())
}

#[test]
fn a_key_that_was_gone_once_and_came_back_opens_everything_and_counts_anew() -> Outcome<()> {
    let (town, _, draft) = with_something_in_it()?;
    town.shell.keeper.answer_with(Some(Said::Gone));
    drop(town.open()?);
    town.shell.keeper.answer_with(None);
    let payung = town.open()?;
    assert_eq!(payung.drafts().resume(draft)?.step.id, "birth_place");
    drop(payung);
    town.shell.keeper.answer_with(Some(Said::Gone));
    let payung = town.open()?;
    assert!(
        matches!(payung.start_clean(), Err(PayungError::NotPossible { .. })),
        "gone twice means twice in a row"
    );
    Ok(())
}

#[test]
fn a_wrong_or_broken_or_foreign_key_deletes_nothing_and_never_starts_clean() -> Outcome<()> {
    let (town, _, draft) = with_something_in_it()?;
    let cases = [
        (
            Said::WrongPassphrase,
            KeyState::WrongPassphrase,
            "notice-key-locked",
        ),
        (Said::Broken, KeyState::Broken, "notice-key-broken"),
        (Said::WrongBytes, KeyState::Broken, "notice-key-broken"),
        (Said::ShortBytes, KeyState::Broken, "notice-key-broken"),
    ];
    for (said, state, notice) in cases {
        town.shell.keeper.answer_with(Some(said));
        for _ in 0..3 {
            let payung = town.open()?;
            let home = payung.home()?;
            assert_eq!(
                (home.key, home.notices),
                (state, vec![words(notice)?]),
                "{said:?}"
            );
            assert!(payung.drafts().resume(draft.clone()).is_err(), "{said:?}");
            assert!(
                matches!(payung.start_clean(), Err(PayungError::NotPossible { .. })),
                "{said:?}"
            );
            assert_eq!(payung.unlock()?.key, state, "{said:?}");
        }
        let errors = (
            town.open()?.drafts().resume(draft.clone()).unwrap_err(),
            said,
        );
        match errors {
            (PayungError::WrongPassphrase { .. }, Said::WrongPassphrase) => {}
            (PayungError::TryLater { .. }, other) if other != Said::WrongPassphrase => {}
            other => panic!("{other:?}"),
        }
    }
    town.shell.keeper.answer_with(None);
    let payung = town.open()?;
    assert_eq!(payung.drafts().resume(draft)?.step.id, "birth_place");
    assert!(
        !files(&town.shell.home)?
            .iter()
            .any(|(path, _)| path.to_string_lossy().contains("set-aside"))
    );
    Ok(())
}

#[test]
fn a_keeper_that_cannot_open_what_it_wraps_gets_nothing_to_lose() -> Outcome<()> {
    let town = Town::new()?;
    town.shell.keeper.answer_with(Some(Said::WrongBytes));
    let payung = town.open()?;
    assert_eq!(payung.home()?.key, KeyState::Broken);
    assert!(
        payung.drafts().start("bpu".into()).is_err(),
        "nothing is typed that could not be read again"
    );
    town.shell.keeper.answer_with(None);
    assert_eq!(payung.unlock()?.key, KeyState::Open);
    assert!(payung.drafts().start("bpu".into()).is_ok());
    Ok(())
}

#[test]
fn two_drafts_at_the_same_time_keep_their_own_answers() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let (mut one, mut other) = (
        payung.drafts().start("bpu".into())?,
        payung.drafts().start("bpu".into())?,
    );
    let mut second = samples::answers();
    second["nik"] = "3201011501850002".into();
    second["name"] = "BUDI CONTOH".into();
    // Question by question, one after the other, with a restart in the middle.
    for round in 0..6 {
        one = answer_one(&payung, one, &samples::answers())?;
        other = answer_one(&payung, other, &second)?;
        assert_eq!(one.step.id, other.step.id, "round {round}");
    }
    let (one, other) = (one.draft, other.draft);
    drop(payung);
    let payung = town.open()?;
    let first_at = payung.drafts().resume(one.clone())?;
    let second_at = payung.drafts().resume(other.clone())?;
    go_on(&payung, second_at, &second, &town.card)?;
    go_on(&payung, first_at, &samples::answers(), &town.card)?;
    let mut said = names(&payung)?;
    said.sort();
    assert_eq!(said, ["BUDI CONTOH", "SITI CONTOH"]);
    let ids = [
        payung.registrations().ready(one)?.registration,
        payung.registrations().ready(other)?.registration,
    ];
    sync(&payung)?;
    town.office.open()?;
    for (id, nik, not) in [
        (&ids[0], samples::NIK, "3201011501850002"),
        (&ids[1], "3201011501850002", samples::NIK),
    ] {
        let shown = town.office.json(&["show", id, "--keys", &town.keys()])?["answers"].to_string();
        assert!(shown.contains(nik) && !shown.contains(not), "{shown}");
    }
    Ok(())
}

fn answer_one(
    payung: &Payung,
    view: payung_core::DraftView,
    answers: &serde_json::Value,
) -> Outcome<payung_core::DraftView> {
    assert_eq!(view.step.kind, ScreenKind::Question);
    let question = view.step.id.clone();
    let text = match question.as_str() {
        "programmes" => "jkk,jkm,jht".to_owned(),
        "notice" => "yes".to_owned(),
        _ => answers[&question]
            .as_str()
            .map_or_else(|| answers[&question].to_string(), str::to_owned),
    };
    Ok(payung
        .drafts()
        .answer(view.draft, question, Secret::new(text))?)
}

#[test]
fn what_a_newer_app_wrote_is_left_as_it_is_and_said() -> Outcome<()> {
    let (town, ..) = with_something_in_it()?;
    let database = town.shell.home.join("payung.db");
    let known: u32 =
        rusqlite::Connection::open(&database)?
            .pragma_query_value(None, "user_version", |row| row.get(0))?;
    rusqlite::Connection::open(&database)?.pragma_update(None, "user_version", known + 7)?;
    let before = std::fs::read(&database)?;
    let refused = town.try_to_open().err();
    assert!(
        matches!(refused, Some(PayungError::NewerData { found, known: newest, .. }) if (found, newest) == (known + 7, known)),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(&database)?, before, "not a byte changed");
    rusqlite::Connection::open(&database)?.pragma_update(None, "user_version", known)?;
    assert_eq!(names(&*town.open()?)?, ["SITI CONTOH"]);
    Ok(())
}

#[test]
fn what_an_older_app_wrote_opens() -> Outcome<()> {
    let town = Town::new()?;
    std::fs::create_dir_all(&town.shell.home)?;
    let fixture =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../rust-core/tests/fixtures/vault-v1.sql");
    let old = rusqlite::Connection::open(town.shell.home.join("payung.db"))?;
    old.execute_batch(&std::fs::read_to_string(fixture)?)?;
    let registrations: u32 =
        old.query_row("SELECT count(*) FROM registration", [], |row| row.get(0))?;
    assert!(registrations > 0, "the fixture holds something");
    old.close().map_err(|(_, error)| error)?;
    let payung = town.open()?;
    assert_eq!(payung.home()?.registrations.len(), registrations as usize);
    Ok(())
}

#[test]
fn a_damaged_file_is_set_aside_whole_and_said_and_the_next_start_is_empty() -> Outcome<()> {
    let (town, ..) = with_something_in_it()?;
    let database = town.shell.home.join("payung.db");
    std::fs::write(
        &database,
        b"this is no database, and longer than a header would have to be".repeat(90),
    )?;
    let damaged = std::fs::read(&database)?;
    assert!(matches!(
        town.try_to_open().err(),
        Some(PayungError::Damaged { .. })
    ));
    assert_eq!(
        std::fs::read(town.shell.home.join("set-aside-1/payung.db"))?,
        damaged
    );
    let payung = town.open()?;
    let home = payung.home()?;
    assert_eq!((home.key, home.drafts.len()), (KeyState::Open, 0));
    assert_eq!(home.notices, [words("notice-set-aside")?]);
    let card = town.card.clone();
    payung
        .registrations()
        .ready(fill(&payung, &samples::answers(), &card)?)?;
    assert_eq!(sync(&payung)?.received, 1);
    Ok(())
}

#[test]
fn a_home_that_cannot_be_written_is_for_later_and_not_damaged() -> Outcome<()> {
    let town = Town::new()?;
    // A file where the folder should be: also root cannot write into it.
    std::fs::write(&town.shell.home, b"")?;
    assert!(matches!(
        town.shell.open().err(),
        Some(PayungError::TryLater { .. })
    ));
    assert_eq!(std::fs::read(&town.shell.home)?, b"", "left as it is");
    Ok(())
}

#[test]
fn a_second_app_on_the_same_home_is_told_to_come_later() -> Outcome<()> {
    let (town, ..) = with_something_in_it()?;
    let first = town.open()?;
    assert!(matches!(
        town.shell.open().err(),
        Some(PayungError::TryLater { .. })
    ));
    drop(first);
    town.open()?;
    let mode = std::fs::metadata(&town.shell.home)?.permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else reads it");
    Ok(())
}

#[test]
fn a_clock_behind_the_office_or_years_ahead_is_said_and_deletes_nothing() -> Outcome<()> {
    let (town, waiting, draft) = with_something_in_it()?;
    let payung = town.open()?;
    // The first bundle brings the office's time, which is the machine's.
    sync(&payung)?;
    let issued = issued_at(&town)?;
    let cases = [
        (issued - 2 * DAY, Some("notice-clock-behind")),
        (issued - 400 * DAY, Some("notice-clock-behind")),
        (0, Some("notice-clock-behind")),
        (issued - DAY / 2, None),
        (issued + 30 * DAY, None),
        (issued + 3 * 365 * DAY, Some("notice-clock-unconfirmed")),
        (issued + 20 * 365 * DAY, Some("notice-clock-unconfirmed")),
    ];
    drop(payung);
    for (now, notice) in cases {
        town.shell.clock.set(now);
        let payung = town.open()?;
        let home = payung.home()?;
        let expected: Vec<String> = notice.map(words).transpose()?.into_iter().collect();
        assert_eq!(home.notices, expected, "{now}");
        assert_eq!(
            (home.drafts.len(), home.registrations.len()),
            (1, 1),
            "{now}"
        );
        // A clock that is not sure does not know the century in the NIK: the birth date is asked.
        let next = if notice.is_some() {
            "birth_date"
        } else {
            "birth_place"
        };
        assert_eq!(
            payung.drafts().resume(draft.clone())?.step.id,
            next,
            "{now}"
        );
        assert_eq!(
            payung.registrations().status(waiting.clone())?.state,
            payung_core::RegistrationState::Received,
            "{now}"
        );
        sync(&payung)?;
    }
    Ok(())
}

/// When the office signed its newest bundle.
fn issued_at(town: &Town) -> Outcome<i64> {
    let office = rusqlite::Connection::open(town.office.dir.join("office.db"))?;
    Ok(office.query_row(
        "SELECT issued_at FROM bundles ORDER BY sequence DESC LIMIT 1",
        [],
        |row| row.get(0),
    )?)
}

#[test]
fn with_the_clock_at_the_start_of_time_a_registration_still_goes_and_the_clock_is_said()
-> Outcome<()> {
    let town = Town::new()?;
    town.shell.clock.set(0);
    let payung = town.open()?;
    assert_eq!(payung.home()?.notices, [words("notice-clock-behind")?]);
    let id = town.ready(&payung)?.registration;
    assert_eq!(sync(&payung)?.received, 1);
    town.shell.clock.set(NOW);
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    Ok(())
}

#[test]
fn what_is_not_in_the_form_is_refused_in_words_and_nothing_hangs() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let view = payung.drafts().start("bpu".into())?;
    let not_possible = |result: Result<(), PayungError>| matches!(result, Err(PayungError::NotPossible { words }) if !words.is_empty());
    let draft = || view.draft.clone();
    for question in ["contoh", "", "review", "nik\0"] {
        let text = Secret::new("CONTOH");
        assert!(
            not_possible(
                payung
                    .drafts()
                    .answer(draft(), question.into(), text.clone())
                    .map(drop)
            ),
            "answer {question:?}"
        );
        assert!(
            not_possible(
                payung
                    .drafts()
                    .edit(draft(), question.into(), text, 0)
                    .map(drop)
            ),
            "edit {question:?}"
        );
        assert!(
            not_possible(payung.drafts().show(draft(), question.into()).map(drop)),
            "show {question:?}"
        );
    }
    let missing = payung.registrations().ready(draft());
    assert!(
        matches!(missing, Err(PayungError::MissingAnswers { .. })),
        "with nothing answered"
    );
    assert!(not_possible(
        payung.drafts().resume("contoh".into()).map(drop)
    ));
    assert!(not_possible(
        payung.drafts().start("contoh".into()).map(drop)
    ));
    let long = Secret::new("C".repeat(5000));
    assert!(not_possible(
        payung
            .drafts()
            .answer(draft(), view.step.id.clone(), long)
            .map(drop)
    ));
    assert_eq!(
        payung.drafts().resume(draft())?.step.id,
        view.step.id,
        "all of it changed nothing"
    );
    Ok(())
}
