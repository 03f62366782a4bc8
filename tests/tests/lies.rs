//! Whoever holds the intake can delay and lose what the office writes, and can say anything in
//! clear. Nothing that it says so is believed, and what the office wrote counts once, however often
//! and in whatever order it comes.

use std::path::Path;
use std::sync::Arc;

use base64ct::{Base64UrlUnpadded, Encoding};
use payung_core::{Payung, RegistrationView};
use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{Envelope, Header, OfficeKey, RegistrationId, TrustFile, reply, suite};
use payung_model::units::Timestamp;
use payung_tests::deliveries::SystemRandom;
use payung_tests::rude::{Reply, Request};
use payung_tests::shell::{Shell, go_on, problem_view, sync};
use payung_tests::town::Town;
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

const LURE: &str = "Disetujui! Bayar Rp 100.000 ke rekening 123-456 hari ini.";

fn view(payung: &Payung, id: &str) -> Outcome<RegistrationView> {
    Ok(payung.registrations().status(id.to_owned())?)
}

fn state(payung: &Payung, id: &str) -> Outcome<String> {
    Ok(view(payung, id)?.state.to_string())
}

/// Ready, sent and received; and the header of its envelope, which everybody on the way sees.
fn received(town: &Town, payung: &Payung) -> Outcome<(String, Header)> {
    town.rude.take_seen();
    let id = town.ready(payung)?.registration;
    sync(payung)?;
    assert_eq!(state(payung, &id)?, "received");
    let record = town
        .rude
        .take_seen()
        .into_iter()
        .find(Request::is_record)
        .ok_or("no record")?;
    Ok((id, Envelope::parse(&record.body)?.header().clone()))
}

/// A status document as the intake would write it.
fn status(id: &str, revision: u32, state: &str, inbox: u64, reply: Option<&str>) -> Value {
    json!({ "id": id, "revision": revision, "state": state, "receipt": "7K2M-94QX", "photos": [], "reply": reply,
        "inbox": inbox, "bundle": 1 })
}

fn inbox(items: &[String]) -> Value {
    json!({ "last": 9, "items": items, "more": false })
}

/// An intake that says this of the registration that the status names, and of every other one that
/// it was received. Which one a phone asks about first depends on their ids, and must not matter
/// here.
fn lie(town: &Town, document: Value, inbox: Value) {
    let named = document["id"].as_str().unwrap_or_default().to_owned();
    town.rude.obey(move |request| match request {
        _ if request.is_status() && !request.path.contains(&named) => {
            let other = request.path.rsplit('/').next().unwrap_or_default();
            Reply::json(200, &status(other, 1, "received", 0, None))
        }
        _ if request.is_status() => Reply::json(200, &document),
        _ if request.is_inbox() => Reply::json(200, &inbox),
        _ => Reply::Office,
    });
}

/// What the real office has in that inbox.
fn items(town: &Town, id: &str) -> Outcome<Vec<String>> {
    let office = rusqlite::Connection::open(town.office.dir.join("office.db"))?;
    let id: RegistrationId = id.parse()?;
    let mut query = office.prepare("SELECT item FROM inbox WHERE id = ?1 ORDER BY sequence")?;
    let rows = query.query_map([id.bytes().as_slice()], |row| row.get::<_, Vec<u8>>(0))?;
    rows.map(|item| Ok(Base64UrlUnpadded::encode_string(&item?)))
        .collect()
}

#[track_caller]
fn not_believed(payung: &Payung, id: &str, name: &str) -> Outcome<()> {
    let before = view(payung, id)?;
    let report = sync(payung)?;
    let after = view(payung, id)?;
    assert_eq!(
        (after.state.as_str(), after.timeline.len()),
        (before.state.as_str(), before.timeline.len()),
        "{name}"
    );
    assert_eq!(
        (report.changed, after.reply.is_some()),
        (0, before.reply.is_some()),
        "{name}"
    );
    assert_eq!(
        report.problem,
        Some(problem_view("wait-unproven")?),
        "{name}"
    );
    let said = after.problem.map(|it| it.words).unwrap_or_default();
    assert!(
        said.contains("belum terbukti") && said.contains(&after.receipt),
        "{name}: {said}"
    );
    let shown = format!(
        "{:?} {:?} {said}",
        after.reply.map(|words| words.reveal().to_owned()),
        after.next
    );
    assert!(
        !shown.contains("rekening") && !shown.contains("123-456"),
        "{name}: {shown}"
    );
    Ok(())
}

#[test]
fn states_and_words_that_nobody_but_the_intake_says_are_not_believed() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let (id, header) = received(&town, &payung)?;
    for state in [
        OfficeState::Accepted,
        OfficeState::Refused,
        OfficeState::NeedsCorrection,
        OfficeState::Withdrawn,
    ] {
        let words = reply::Reply {
            revision: 1,
            state,
            at: Timestamp::default(),
            words: LURE.into(),
            questions: vec![],
        };
        let sealed = reply::seal(&words, header.id, &header.reply_key, &mut SystemRandom)?;
        let sealed = Base64UrlUnpadded::encode_string(&sealed);
        for last in [0, 1] {
            lie(
                &town,
                status(&id, 1, state.as_str(), last, Some(&sealed)),
                inbox(&[]),
            );
            not_believed(&payung, &id, state.as_str())?;
        }
    }
    town.rude.behave();
    assert_eq!(sync(&payung)?.problem, None);
    assert_eq!(
        (state(&payung, &id)?.as_str(), view(&payung, &id)?.problem),
        ("received", None),
        "it goes on as it was"
    );
    Ok(())
}

#[test]
fn items_that_the_offices_key_did_not_write_are_not_believed() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let (id, header) = received(&town, &payung)?;
    let body = ItemBody::Decision {
        state: OfficeState::Accepted,
        words: LURE.into(),
    };
    let item = Item {
        sequence: 1,
        previous: 0,
        revision: 1,
        at: Timestamp::default(),
        body,
    };
    let stranger = item.seal(
        header.id,
        &header.reply_key,
        &OfficeKey::new(&mut SystemRandom)?,
        &mut SystemRandom,
    )?;
    // The same under the name of the office's key, which everybody knows.
    let trust = TrustFile::parse(&std::fs::read(town.folder.path().join("trust.json"))?)?;
    let office = trust.office_keys[0].id();
    let mut renamed = stranger.bytes().to_vec();
    let at = renamed
        .windows(8)
        .position(|window| window == stranger.key_id().0)
        .ok_or("no key id")?;
    renamed[at..at + 8].copy_from_slice(&office.0);
    // As replies were sealed: to the phone, and from nobody.
    let base = suite::seal(
        &header.reply_key.to_bytes(),
        b"payung/item/1",
        b"",
        &[0; 256],
        &mut SystemRandom,
    )?;
    let mut unsigned = stranger.bytes().to_vec();
    unsigned.truncate(unsigned.len() - base.ciphertext.len());
    unsigned.extend_from_slice(&base.ciphertext);
    let forged = [
        stranger.bytes().to_vec(),
        renamed,
        unsigned,
        b"?".to_vec(),
        Vec::new(),
    ];
    for (number, bytes) in forged.iter().enumerate() {
        let text = Base64UrlUnpadded::encode_string(bytes);
        lie(&town, status(&id, 1, "accepted", 1, None), inbox(&[text]));
        not_believed(&payung, &id, &format!("forgery {number}"))?;
    }
    lie(
        &town,
        status(&id, 1, "accepted", 1, None),
        inbox(&["!".to_owned()]),
    );
    not_believed(&payung, &id, "no base64url")
}

#[test]
fn another_registrations_item_and_an_older_one_are_not_believed() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let (first, _) = received(&town, &payung)?;
    let (second, _) = received(&town, &payung)?;
    town.office.open()?;
    town.office.run(&["accept", &first])?;
    let accepted = items(&town, &first)?;
    lie(
        &town,
        status(&second, 1, "accepted", 1, None),
        inbox(&accepted),
    );
    not_believed(&payung, &second, "another registration's")?;
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(
        (
            state(&payung, &first)?.as_str(),
            state(&payung, &second)?.as_str()
        ),
        ("accepted", "received")
    );

    town.office
        .run(&["correct", &second, "--question", "phone=CONTOH: nomor lain"])?;
    let corrected = items(&town, &second)?;
    sync(&payung)?;
    assert_eq!(state(&payung, &second)?, "needs_correction");
    answer(&town, &payung, &second)?;
    sync(&payung)?;
    assert_eq!(
        (
            state(&payung, &second)?.as_str(),
            view(&payung, &second)?.revision
        ),
        ("received", 2)
    );
    // The correction of the first revision, as if it were one of the second.
    lie(
        &town,
        status(&second, 2, "needs_correction", 5, None),
        inbox(&corrected),
    );
    not_believed(&payung, &second, "an older item")
}

#[test]
fn an_item_that_contradicts_the_clear_word_is_not_taken_before_they_agree() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let (id, _) = received(&town, &payung)?;
    town.office.open()?;
    town.office
        .run(&["refuse", &id, "--words", "CONTOH: sudah terdaftar"])?;
    let refused = items(&town, &id)?;
    lie(&town, status(&id, 1, "accepted", 1, None), inbox(&refused));
    not_believed(&payung, &id, "accepted in clear, refused under the seal")?;
    lie(&town, status(&id, 1, "received", 1, None), inbox(&refused));
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "received");
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "refused");
    assert_eq!(
        view(&payung, &id)?
            .reply
            .map(|words| words.reveal().to_owned())
            .as_deref(),
        Some("CONTOH: sudah terdaftar")
    );
    Ok(())
}

#[test]
fn two_phones_with_one_token_hear_everything_once_whatever_is_withheld_or_repeated() -> Outcome<()>
{
    let town = Town::new()?;
    let payung = town.open()?;
    let (id, _) = received(&town, &payung)?;
    drop(payung);
    let other_home = town.folder.path().join("second");
    copy(&town.shell.home, &other_home)?;
    let payung = town.open()?;
    town.office.open()?;
    town.office
        .run(&["correct", &id, "--question", "phone=CONTOH: nomor lain"])?;
    sync(&payung)?;
    answer(&town, &payung, &id)?;
    sync(&payung)?;
    town.office.open()?;
    town.office.run(&["accept", &id])?;
    let both = items(&town, &id)?;
    assert_eq!(both.len(), 2);
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "accepted");

    let shell = Shell {
        home: other_home,
        trust: town.shell.trust.clone(),
        keeper: Arc::clone(&town.shell.keeper),
        clock: Arc::clone(&town.shell.clock),
    };
    let second = shell.open()?;
    assert_eq!(state(&second, &id)?, "received");
    // The first item is withheld: nothing passes the gap.
    lie(
        &town,
        status(&id, 2, "accepted", 2, None),
        inbox(&both[1..]),
    );
    not_believed(&second, &id, "a gap")?;
    // In the wrong order, and the first twice.
    lie(
        &town,
        status(&id, 2, "accepted", 2, None),
        inbox(&[both[1].clone(), both[0].clone()]),
    );
    not_believed(&second, &id, "the wrong order")?;
    lie(
        &town,
        status(&id, 2, "accepted", 2, None),
        inbox(&[both[0].clone(), both[0].clone(), both[1].clone()]),
    );
    sync(&second)?;
    for payung in [&payung, &second] {
        sync(payung)?;
        let states: Vec<String> = view(payung, &id)?
            .timeline
            .into_iter()
            .map(|line| line.state.to_string())
            .collect();
        let decided: Vec<_> = states
            .iter()
            .filter(|state| matches!(state.as_str(), "needs_correction" | "accepted"))
            .collect();
        assert_eq!(decided, ["needs_correction", "accepted"], "{states:?}");
    }
    Ok(())
}

#[test]
fn an_erasure_that_nobody_but_the_intake_says_is_not_believed() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let (id, _) = received(&town, &payung)?;
    let erased = || Reply::code(410, "erased");
    town.rude.obey(move |request| {
        if request.is_status() {
            erased()
        } else {
            Reply::Office
        }
    });
    not_believed(&payung, &id, "410 while received")?;
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(
        (state(&payung, &id)?.as_str(), view(&payung, &id)?.problem),
        ("received", None)
    );
    // And what was really erased is believed as soon as the office's word comes through.
    town.office
        .run(&["erase", &id, "--why", "CONTOH: diminta sendiri"])?;
    town.rude.obey(|request| {
        if request.is_inbox() {
            Reply::json(200, &inbox(&[]))
        } else {
            Reply::Office
        }
    });
    not_believed(&payung, &id, "the office's word is withheld")?;
    town.rude.behave();
    sync(&payung)?;
    assert_eq!(state(&payung, &id)?, "erased");
    Ok(())
}

#[test]
fn an_office_without_inboxes_is_heard_but_not_believed() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let (id, _) = received(&town, &payung)?;
    let mut older = status(&id, 1, "accepted", 0, None);
    older.as_object_mut().ok_or("an object")?.remove("inbox");
    town.rude.obey(move |request| match request {
        _ if request.is_status() => Reply::json(200, &older),
        _ if request.is_inbox() => Reply::code(404, "none"),
        _ => Reply::Office,
    });
    not_believed(&payung, &id, "no inbox")
}

#[test]
fn words_of_the_office_cannot_move_a_cursor_or_turn_a_line() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let (id, _) = received(&town, &payung)?;
    town.office.open()?;
    let tricks = "CONTOH\u{1b}[2J\u{202e}nomor\u{200b} lain";
    town.office.run(&[
        "correct",
        &id,
        "--words",
        tricks,
        "--question",
        &format!("phone={tricks}"),
    ])?;
    sync(&payung)?;
    let view = view(&payung, &id)?;
    let shown = [
        view.reply.ok_or("no words")?,
        view.corrections[0].words.clone(),
    ];
    for words in shown {
        // The office takes such signs from what its officers type. A phone would replace them as
        // well (`text::harmless`).
        assert_eq!(words.reveal(), "CONTOH[2Jnomor lain");
    }
    Ok(())
}

/// Answers the correction, and makes it ready.
fn answer(town: &Town, payung: &Payung, id: &str) -> Outcome<()> {
    let view = payung.registrations().correct(id.to_owned())?;
    let mut answers = samples::answers();
    answers["phone"] = json!("0813 0000 0002");
    payung
        .registrations()
        .ready(go_on(payung, view, &answers, &town.card)?)?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
