//! New rules reach the phone signed and in order, and nothing else does.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use payung_core::Payung;
use payung_model::content::Content;
use payung_model::sealed::{Bundle, TrustFile};
use payung_tests::Outcome;
use payung_tests::office::Office;
use payung_tests::rude::Reply;
use payung_tests::shell::{Shell, make_ready, sync_now as sync, words};
use payung_tests::town::Town;

/// The built-in content as a folder, with another title for the NIK's question.
fn content(folder: &Path, title: &str) -> Outcome<PathBuf> {
    let to = folder.join(format!("content-{}", title.replace(' ', "-")));
    for (name, bytes) in Content::built_in_files() {
        let path = to.join(&name);
        std::fs::create_dir_all(path.parent().unwrap_or(&to))?;
        let lines = String::from_utf8(bytes)?;
        let line = |line: &str| {
            if line.starts_with("q-nik =") {
                format!("q-nik = {title}")
            } else {
                line.to_owned()
            }
        };
        std::fs::write(
            path,
            lines.lines().map(line).collect::<Vec<_>>().join("\n") + "\n",
        )?;
    }
    Ok(to)
}

/// Signs content with that title as the office's next bundle.
fn sign(town: &Town, title: &str, more: &[&str]) -> Outcome<()> {
    let folder = content(town.folder.path(), title)?;
    let (folder, keys) = (folder.to_string_lossy().into_owned(), town.keys());
    town.office
        .run(&[&["bundle", "sign", &folder, "--keys", &keys], more].concat())?;
    Ok(())
}

/// The title of the NIK's question under the rules in force.
fn title(payung: &Payung) -> Outcome<String> {
    let form = payung.lookup().form("bpu".into())?;
    Ok(form
        .into_iter()
        .find(|line| line.question == "nik")
        .map(|line| line.title)
        .unwrap_or_default())
}

/// The office's newest bundle for an engine, as it would go over the wire.
fn bytes(town: &Town, engine: u32) -> Outcome<Vec<u8>> {
    let mut stream = TcpStream::connect(town.serving.address())?;
    write!(
        stream,
        "GET /v1/bundle?engine={engine} HTTP/1.1\r\nhost: contoh\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let body = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or("no head")?;
    Ok(answer.split_off(body + 4))
}

/// From now on these bytes are what the phone gets as a bundle.
fn serve(town: &Town, bundle: Vec<u8>) {
    town.rude.obey(move |request| {
        if request.is_bundle() {
            Reply::Say {
                status: 200,
                headers: Vec::new(),
                body: bundle.clone(),
            }
        } else {
            Reply::Office
        }
    });
}

#[test]
fn a_new_text_reaches_the_phone_with_the_next_sync_and_stays_after_a_restart() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let before = title(&payung)?;
    assert!(sync(&payung)?.new_bundle, "the office's first");
    assert!(!sync(&payung)?.new_bundle, "once");
    assert_eq!(title(&payung)?, before);
    sign(&town, "NIK CONTOH BARU", &[])?;
    assert!(sync(&payung)?.new_bundle);
    assert_eq!(title(&payung)?, "NIK CONTOH BARU");
    drop(payung);
    let payung = town.open()?;
    assert_eq!(title(&payung)?, "NIK CONTOH BARU");
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received,
        "sealed under the new rules"
    );
    Ok(())
}

#[test]
fn a_bundle_with_any_byte_changed_is_not_taken_and_the_last_good_one_goes_on() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    sync(&payung)?;
    let before = title(&payung)?;
    sign(&town, "NIK CONTOH BARU", &[])?;
    let good = bytes(&town, Bundle::ENGINE)?;
    let places = [
        0,
        1,
        5,
        40,
        good.len() / 3,
        good.len() / 2,
        good.len() - 65,
        good.len() - 30,
        good.len() - 1,
    ];
    for place in places {
        let mut bad = good.clone();
        bad[place] ^= 1;
        serve(&town, bad);
        assert!(!sync(&payung)?.new_bundle, "byte {place} of {}", good.len());
        assert_eq!(title(&payung)?, before, "byte {place}");
    }
    for bad in [
        Vec::new(),
        good[..good.len() - 1].to_vec(),
        good.repeat(2),
        vec![0; 1_048_577],
    ] {
        let length = bad.len();
        serve(&town, bad);
        assert!(!sync(&payung)?.new_bundle, "{length} bytes");
        assert_eq!(title(&payung)?, before, "{length} bytes");
    }
    town.rude.behave();
    assert!(sync(&payung)?.new_bundle);
    assert_eq!(title(&payung)?, "NIK CONTOH BARU");
    Ok(())
}

#[test]
fn an_older_bundle_that_is_replayed_changes_nothing_but_a_rollback_signed_again_does() -> Outcome<()>
{
    let town = Town::new()?;
    let payung = town.open()?;
    sign(&town, "NIK CONTOH DUA", &[])?;
    sync(&payung)?;
    let second = bytes(&town, Bundle::ENGINE)?;
    sign(&town, "NIK CONTOH TIGA", &[])?;
    sync(&payung)?;
    serve(&town, second);
    assert!(!sync(&payung)?.new_bundle);
    assert_eq!(title(&payung)?, "NIK CONTOH TIGA");
    drop(payung);
    let payung = town.open()?;
    assert!(!sync(&payung)?.new_bundle, "also after a restart");
    assert_eq!(title(&payung)?, "NIK CONTOH TIGA");
    town.rude.behave();
    sign(&town, "NIK CONTOH DUA", &[])?;
    assert!(
        sync(&payung)?.new_bundle,
        "old content with a higher number"
    );
    assert_eq!(title(&payung)?, "NIK CONTOH DUA");
    Ok(())
}

#[test]
fn rules_for_a_newer_app_are_left_alone_and_the_app_says_that_an_update_exists() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    sign(&town, "NIK CONTOH DUA", &[])?;
    sync(&payung)?;
    assert_eq!(payung.home()?.notices, Vec::<String>::new());
    sign(&town, "NIK CONTOH 99", &["--engine", "99"])?;
    assert!(!sync(&payung)?.new_bundle);
    assert_eq!(
        (title(&payung)?, payung.home()?.notices),
        ("NIK CONTOH DUA".into(), vec![words("notice-update")?])
    );
    drop(payung);
    let payung = town.open()?;
    assert_eq!(
        payung.home()?.notices,
        [words("notice-update")?],
        "also at the next start, without a network"
    );
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received,
        "the old app works on"
    );
    sign(&town, "NIK CONTOH EMPAT", &[])?;
    assert!(
        sync(&payung)?.new_bundle,
        "later rules for this app still come"
    );
    assert_eq!(title(&payung)?, "NIK CONTOH EMPAT");
    Ok(())
}

#[test]
fn an_office_that_sends_what_is_too_new_is_not_obeyed() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    sync(&payung)?;
    let before = title(&payung)?;
    sign(&town, "NIK CONTOH 99", &["--engine", "99"])?;
    serve(&town, bytes(&town, 99)?);
    assert!(!sync(&payung)?.new_bundle);
    assert_eq!(
        (title(&payung)?, payung.home()?.notices),
        (before, vec![words("notice-update")?])
    );
    Ok(())
}

#[test]
fn a_bundle_signed_by_a_stranger_is_not_taken() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let before = title(&payung)?;
    let stranger = Town::new()?;
    for _ in 0..3 {
        sign(&stranger, "NIK CONTOH PALSU", &[])?;
    }
    serve(&town, bytes(&stranger, 1)?);
    assert!(!sync(&payung)?.new_bundle);
    assert_eq!(title(&payung)?, before);
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    Ok(())
}

#[test]
fn the_next_key_takes_over_again_and_again_for_a_phone_that_keeps_up() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    sync(&payung)?;
    let first = bytes(&town, Bundle::ENGINE)?;
    for title_now in ["NIK CONTOH R1", "NIK CONTOH R2", "NIK CONTOH R3"] {
        sign(&town, title_now, &["--rotate"])?;
        assert!(sync(&payung)?.new_bundle, "{title_now}");
        assert_eq!(title(&payung)?, title_now);
    }
    drop(payung);
    let payung = town.open()?;
    assert_eq!(
        title(&payung)?,
        "NIK CONTOH R3",
        "the keys that count now are kept"
    );
    serve(&town, first);
    assert!(
        !sync(&payung)?.new_bundle,
        "a key that was replaced signs no more"
    );
    assert_eq!(title(&payung)?, "NIK CONTOH R3");
    Ok(())
}

#[test]
fn a_phone_that_missed_two_rotations_is_led_to_the_newest_rules_and_registers() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    sync(&payung)?;
    for title_now in ["NIK CONTOH R1", "NIK CONTOH R2"] {
        sign(&town, title_now, &["--rotate"])?;
    }
    assert!(sync(&payung)?.new_bundle);
    assert_eq!(title(&payung)?, "NIK CONTOH R2");
    let id = town.ready(&payung)?.registration;
    sync(&payung)?;
    assert_eq!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    // A new trust file, as the office writes it now, brings a new phone up to date.
    let trust = town
        .office
        .run(&["trust", "--url", &town.rude.url, "--keys", &town.keys()])?;
    let fresh = Shell {
        trust: Some(String::from_utf8(trust.stdout)?),
        home: town.folder.path().join("other"),
        ..town.office.shell()?
    };
    let other = fresh.open()?;
    assert!(sync(&other)?.new_bundle);
    assert_eq!(title(&other)?, "NIK CONTOH R2");
    Ok(())
}

#[test]
fn registrations_are_sealed_to_the_key_that_the_newest_bundle_names() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    sync(&payung)?;
    town.office.run(&["keys", "new", "--keys", &town.keys()])?;
    sign(&town, "NIK CONTOH KUNCI", &[])?;
    sync(&payung)?;
    let id = make_ready(&payung, &town.card)?.registration;
    sync(&payung)?;
    town.office.open()?;
    assert!(
        town.office
            .json(&["show", &id, "--keys", &town.keys()])?
            .to_string()
            .contains("SITI CONTOH")
    );
    let office = rusqlite::Connection::open(town.office.dir.join("office.db"))?;
    let used: Vec<u8> = office.query_row("SELECT key_id FROM records", [], |row| row.get(0))?;
    let listed = town
        .office
        .json(&["keys", "list", "--keys", &town.keys()])?;
    let office_keys: Vec<String> = listed
        .as_array()
        .into_iter()
        .flatten()
        .filter(|key| key["role"].as_str().unwrap_or_default().contains("office"))
        .map(|key| key["id"].to_string())
        .collect();
    assert_eq!(office_keys.len(), 2, "{listed}");
    assert_eq!(used.len(), 8);
    assert_eq!(
        office.query_row("SELECT count(*) FROM office_keys", [], |row| row
            .get::<_, u32>(0))?,
        2
    );
    let trust = TrustFile::parse(&std::fs::read(town.folder.path().join("trust.json"))?)?;
    let newest: Vec<u8> = office.query_row(
        "SELECT key_id FROM office_keys WHERE key_id != ?1",
        [trust.office_keys[0].id().0],
        |row| row.get(0),
    )?;
    assert_eq!(used, newest);
    Ok(())
}

#[test]
fn a_phone_without_a_trust_file_takes_no_bundle_from_anybody() -> Outcome<()> {
    let town = Town::new()?;
    let lone = Shell {
        trust: None,
        ..Shell::new(&town.folder.path().join("lone"))
    };
    let payung = lone.open()?;
    assert!(sync(&payung).is_err(), "it knows no office");
    assert_eq!(payung.home()?.notices, [words("notice-no-office")?]);
    Ok(())
}

#[test]
fn the_same_office_found_again_is_another_office_to_the_phone() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    sync(&payung)?;
    let before = title(&payung)?;
    // Same address, other keys: never trust on first use.
    let again = Office::found(&town.folder.path().join("again"), &town.rude.url)?;
    let serving = again.serve("127.0.0.1:0")?;
    town.rude.behind(Some(serving.address()));
    assert!(!sync(&payung)?.new_bundle);
    assert_eq!(title(&payung)?, before);
    let id = town.ready(&payung)?.registration;
    town.sync_in_the_end(&payung)
        .err()
        .ok_or("it went to a stranger")?;
    assert_ne!(
        payung.registrations().status(id)?.state,
        payung_core::RegistrationState::Received
    );
    assert_eq!(again.json(&["list"])?.as_array().map(Vec::len), Some(0));
    Ok(())
}

#[test]
fn the_rules_and_keys_of_another_office_are_not_in_force_under_a_new_trust_file() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    let before = title(&payung)?;
    sign(&town, "NIK CONTOH LAMA", &[])?;
    sync(&payung)?;
    assert_eq!(title(&payung)?, "NIK CONTOH LAMA");
    drop(payung);
    // Another office takes over behind the same address, with keys of its own.
    let elsewhere = town.folder.path().join("elsewhere");
    let other = Office::found(&elsewhere, &town.rude.url)?;
    let serving = other.serve("127.0.0.1:0")?;
    town.rude.behind(Some(serving.address()));
    let payung = Shell {
        home: town.shell.home.clone(),
        ..other.shell()?
    }
    .open()?;
    assert_eq!(
        title(&payung)?,
        before,
        "back to what the app brought along"
    );
    let id = make_ready(&payung, &town.card)?.registration;
    sync(&payung)?;
    let view = payung.registrations().status(id)?;
    assert_eq!(
        (view.state.as_str(), view.revision),
        ("received", 1),
        "sealed to the new office's key at once"
    );
    Ok(())
}
