//! What an office over `PostgreSQL` does besides what every database does (`store.rs`): connections
//! that break, a server that goes, several processes at once, and moving there and back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::House;
use common::browser::{Browser, text};
use common::phone::Phone;
use common::postgres::PostgresServer;
use payung_model::sealed::OfficePublicKey;

/// An office in that database, with keys and a bundle.
fn office(database: String) -> (House, OfficePublicKey) {
    let house = House {
        folder: tempfile::tempdir().unwrap(),
        database: Some(database),
    };
    let trust = house.trust();
    house.run(&["bundle", "sign", "--built-in"]);
    let key = trust.office_keys[0].clone();
    (house, key)
}

#[test]
#[ignore = "postgresql"]
fn connections_that_break_in_the_middle_lose_nothing_that_was_answered() {
    // A server of its own: all connections are ended.
    let server = PostgresServer::start().unwrap();
    let (house, key) = office(server.database().unwrap());
    let serving = house.serve(&[]);
    let over = AtomicBool::new(false);
    let kept: Vec<Phone> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut kept = Vec::new();
                    while !over.load(Ordering::Acquire) {
                        let phone = Phone::new(&serving.address, &key);
                        let answer = phone.record(1);
                        match answer.status {
                            201 => kept.push(phone),
                            503 => assert!(
                                answer.headers.contains_key("retry-after"),
                                "it says when to come again"
                            ),
                            status => panic!("{status}: {:?}", answer.problem()),
                        }
                    }
                    kept
                })
            })
            .collect();
        for _ in 0..20 {
            std::thread::sleep(Duration::from_millis(100));
            server.end_connections().unwrap();
        }
        over.store(true, Ordering::Release);
        senders
            .into_iter()
            .flat_map(|sender| sender.join().unwrap())
            .collect()
    });
    assert!(kept.len() > 50, "{} were kept meanwhile", kept.len());
    for phone in &kept {
        assert_eq!(phone.state(), "received");
        assert_eq!(
            phone.record(1).problem().1,
            "conflict",
            "other bytes of that revision are not taken"
        );
    }
    assert_eq!(serving.stop().0, Some(0));
}

#[test]
#[ignore = "postgresql"]
fn a_server_that_goes_is_said_with_503_and_comes_back() {
    let mut server = PostgresServer::start().unwrap();
    let (house, key) = office(server.database().unwrap());
    let serving = house.serve(&[]);
    let phone = Phone::new(&serving.address, &key);
    let envelope = phone.seal(1);
    assert_eq!(phone.put(1, &envelope).status, 201);
    server.end().unwrap();
    for answer in [phone.put(1, &envelope), phone.status(), phone.record(2)] {
        assert_eq!(
            (answer.status, answer.problem().1.as_str()),
            (503, "slow_down")
        );
        assert!(answer.headers.contains_key("retry-after"));
    }
    assert!(
        house.refuses(1, &["list"]).contains("does not answer"),
        "the desk says it too"
    );
    server.begin().unwrap();
    assert_eq!(
        phone.put(1, &envelope).status,
        200,
        "what was answered is there"
    );
    assert_eq!(phone.record(2).status, 201);
}

#[test]
#[ignore = "postgresql"]
fn a_server_that_goes_as_soon_as_the_office_listens_ends_neither_intake_nor_page() {
    let mut server = PostgresServer::start().unwrap();
    let (house, _) = office(server.database().unwrap());
    for command in ["serve", "web"] {
        let running = common::Serving::start(house.command(&[command]));
        server.end().unwrap();
        // Whatever it answers without its database, it answers.
        common::http::request(&running.address, "GET", "/", &[], b"");
        server.begin().unwrap();
        running.signal("TERM");
        let (code, log) = running.wait();
        assert_eq!(code, Some(0), "{command}: {log}");
    }
}

#[test]
#[ignore = "postgresql"]
fn officers_are_told_to_come_again_when_the_server_goes_and_type_nothing_twice() {
    let mut server = PostgresServer::start().unwrap();
    let (house, key) = office(server.database().unwrap());
    let mut add = house.command(&["officer", "add", "dewi", "--role", "decider"]);
    let mut child = add.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"payung hujan pasar\n").unwrap();
    assert!(child.wait().unwrap().success());
    let serving = house.serve(&[]);
    let phone = Phone::new(&serving.address, &key);
    assert_eq!(phone.record(1).status, 201);
    house.run(&["open"]);
    let page = common::Serving::start(house.command(&["web", "--take-back-minutes", "0"]));
    let dewi = Browser::signed_in(&page.address, "dewi", "payung hujan pasar");
    let path = format!("/registrations/{}", phone.id);
    dewi.see(&path);
    let token = dewi.form_token();
    let fields = [
        ("form_token", token.as_str()),
        ("verdict", "correct"),
        ("revision", "1"),
        ("words", "Angka terakhir tidak terbaca."),
    ];
    server.end().unwrap();
    let answer = dewi.get("/queue");
    assert_eq!(answer.status, 503);
    assert!(answer.headers.contains_key("retry-after"));
    for (to, field) in [("", "words"), ("/notes", "note")] {
        let typed = [&fields[..3], &[(field, "Angka terakhir tidak terbaca.")]].concat();
        let answer = dewi.send(&format!("{path}{to}"), &typed, &[]);
        assert_eq!(answer.status, 503);
        assert!(answer.headers.contains_key("retry-after"));
        let page = text(&answer);
        assert!(
            page.contains("Angka terakhir tidak terbaca.") && page.contains("Kirim lagi"),
            "{page}"
        );
        assert!(page.contains(&format!("action=\"{path}{to}\"")), "{page}");
        assert!(
            !page.contains("Tidak ada yang dilakukan"),
            "nobody knows that"
        );
    }
    server.begin().unwrap();
    // The connection that was lost is noticed once more.
    let sent = (0..20).find_map(|_| {
        let answer = dewi.send(&path, &fields, &[]);
        std::thread::sleep(Duration::from_millis(200));
        (answer.status != 503).then_some(answer.status)
    });
    assert_eq!(sent, Some(303));
    assert_eq!(phone.state(), "needs_correction");
}

#[test]
#[ignore = "postgresql"]
fn two_processes_serve_one_office_and_two_openers_open_each_once() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.database().unwrap());
    let serving = [house.serve(&[]), house.serve(&[])];
    let phones: Vec<Phone> = (0..60)
        .map(|place| Phone::new(&serving[place % 2].address, &key))
        .collect();
    std::thread::scope(|scope| {
        for (place, phone) in phones.iter().enumerate() {
            let other = &serving[(place + 1) % 2].address;
            scope.spawn(move || {
                assert_eq!(phone.record(1).status, 201);
                let mut elsewhere = Phone::new(other, &phone.key);
                (elsewhere.id, elsewhere.token) = (phone.id, phone.token.clone());
                assert_eq!(
                    elsewhere.state(),
                    "received",
                    "the other process knows it at once"
                );
            });
        }
    });
    let openers: Vec<_> = (0..2)
        .map(|_| {
            house
                .command(&["open"])
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for opener in openers {
        assert!(opener.wait_with_output().unwrap().status.success());
    }
    house.run(&["open"]);
    let audit = house.json(&["audit", "--json"]);
    let opened = audit
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["action"] == "open")
        .count();
    assert_eq!(opened, phones.len(), "each once");
    for _ in 0..3 {
        house.run(&["bundle", "sign", "--built-in"]);
    }
    assert_eq!(phones[0].status().json()["bundle"], 4);
}

/// What the server says to a statement of that role; an error is what it refuses.
fn as_role(database: &str, statement: &str) -> Result<String, String> {
    let output = std::process::Command::new("psql")
        .args([database, "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"])
        .args(["-c", statement])
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().trim().to_owned();
    if output.status.success() {
        Ok(text(output.stdout))
    } else {
        Err(text(output.stderr))
    }
}

#[test]
#[ignore = "postgresql"]
fn the_intake_works_as_a_role_that_sees_neither_officers_nor_the_log_nor_money() {
    let server = PostgresServer::shared().unwrap();
    let url = server.database().unwrap();
    let database = url.rsplit('/').next().unwrap().to_owned();
    let (house, key) = office(url.clone());
    let mut add = house.command(&["officer", "add", "dewi", "--role", "decider"]);
    let mut child = add.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"payung hujan pasar\n").unwrap();
    assert!(child.wait().unwrap().success());

    // A name that must be quoted, of this database's own: roles are the whole server's.
    let role = format!("Intake of {database}");
    let roles = |role: &str| ["database", "roles", "--intake", role].map(ToOwned::to_owned);
    let grant = |house: &House, role: &str| {
        let args = roles(role);
        house.output(&args.each_ref().map(String::as_str))
    };
    let unknown = grant(&house, &role);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("CREATE ROLE"));
    let owner = String::from_utf8(grant(&house, "postgres").stderr).unwrap();
    assert!(owner.contains("superuser"), "{owner}");
    server
        .sql(&database, &format!("CREATE ROLE \"{role}\" LOGIN"))
        .unwrap();
    let seen = "GRANT USAGE ON SCHEMA payung_desk TO PUBLIC";
    server.sql(&database, seen).unwrap();
    assert!(!grant(&house, &role).status.success(), "everybody sees it");
    let unseen = "REVOKE USAGE ON SCHEMA payung_desk FROM PUBLIC";
    server.sql(&database, unseen).unwrap();
    let granted = grant(&house, &role);
    let said = String::from_utf8_lossy(&granted.stderr).into_owned();
    assert!(granted.status.success(), "{said}");

    // The intake does all of its work as that role, with no key.
    let port = server.port();
    let named = role.replace(' ', "%20");
    let intakes = format!("postgres://{named}@127.0.0.1:{port}/{database}");
    let intake = House {
        folder: tempfile::tempdir().unwrap(),
        database: Some(intakes.clone()),
    };
    let serving = intake.serve(&[]);
    let phone = Phone::new(&serving.address, &key).with_photo(b"foto contoh");
    assert_eq!(phone.record(1).status, 201);
    phone.upload(&phone.photos[0]);
    assert_eq!(phone.state(), "received");
    let other = Phone::new(&serving.address, &key);
    assert_eq!(other.record(1).status, 201);
    let path = other.path();
    assert_eq!(other.ask("DELETE", &path).status, 200);
    assert_eq!(other.state(), "withdrawn");
    // Photos lie in the intake's folder, which the desk shares on one machine.
    let desk = House {
        folder: intake.folder,
        database: Some(url.clone()),
    };
    payung_office::files::private_folder(&desk.keys()).unwrap();
    for name in ["keys.json", "desk/head.json"] {
        let (from, to) = (house.keys().join(name), desk.keys().join(name));
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        if from.exists() {
            payung_office::files::copy_private(&from, &to).unwrap();
        }
    }
    desk.run(&["open"]);
    let id = phone.id.to_string();
    desk.run(&["correct", &id, "--revision", "1", "--words", "Foto kabur."]);
    assert_eq!(phone.state(), "needs_correction");
    let path = format!("{}/inbox", phone.path());
    assert_eq!(phone.ask("GET", &path).status, 200);
    assert_eq!(phone.record(2).status, 201);

    // Whoever has the intake's role gets nothing of the desk's, and cannot make it his own.
    let refused = |statement: &str| {
        let said = as_role(&intakes, statement).expect_err(statement);
        assert!(said.contains("permission denied"), "{statement}: {said}");
    };
    let desks = server.sql(
        &database,
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'payung_desk'::regnamespace",
    );
    let desks = desks.unwrap();
    for table in ["officers", "sessions", "audit", "roster", "bills"] {
        assert!(desks.lines().any(|line| line == table), "{table}");
    }
    for table in desks.lines() {
        refused(&format!("SELECT * FROM payung_desk.{table}"));
        refused(&format!("DELETE FROM payung_desk.{table}"));
    }
    refused(
        "INSERT INTO payung_desk.sessions (token_hash, officer, began_at, used_at) VALUES ('\\x00', 'dewi', 0, 0)",
    );
    refused("UPDATE payung_desk.officers SET role = 'admin'");
    refused("TRUNCATE payung_desk.audit");
    refused("CREATE TABLE payung_desk.mine (id bigint)");
    refused("CREATE TABLE payung.mine (id bigint)");
    refused(
        "CREATE OR REPLACE FUNCTION payung.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    );
    for table in ["opened", "papers", "finder"] {
        refused(&format!("SELECT * FROM payung.{table}"));
    }
    refused("SELECT nik_index FROM payung.opened");
    refused("UPDATE payung.opened SET flags = ''");
    refused("DELETE FROM payung.records");
    refused("UPDATE payung.bundles SET bytes = ''");
    refused("INSERT INTO payung.office_keys VALUES ('\\x00', '', 0, NULL)");
    refused("SET ROLE postgres");
    let own = as_role(&intakes, "SELECT count(*) > 0 FROM payung.registrations");
    assert_eq!(
        own.as_deref(),
        Ok("t"),
        "the test speaks as a role that may do something"
    );
    let log = desk.run(&["audit", "--json"]);
    assert!(log.contains("database roles"), "{log}");
    assert_eq!(serving.stop().0, Some(0));
}

#[test]
#[ignore = "postgresql"]
fn an_intake_whose_role_may_not_bring_the_tables_up_to_date_says_who_must() {
    let server = PostgresServer::shared().unwrap();
    let url = server.database().unwrap();
    let database = url.rsplit('/').next().unwrap().to_owned();
    let (house, _) = office(url);
    let role = format!("intake_of_{database}");
    let make = format!("CREATE ROLE {role} LOGIN");
    server.sql(&database, &make).unwrap();
    house.run(&["database", "roles", "--intake", &role]);
    // As it was before the last migration: the next owner's command runs it again, and what the
    // role may do is granted for new tables too.
    let before = "ALTER TABLE payung_desk.unread_reports DROP CONSTRAINT unread_reports_pkey, DROP COLUMN mark,
            DROP COLUMN struck_at, DROP COLUMN struck_by, DROP COLUMN struck_why,
            ADD CONSTRAINT unread_reports_pkey PRIMARY KEY (sequence);
        UPDATE payung.version SET version = version - 1";
    let revoked = format!("{before}; REVOKE ALL ON payung.upload_pieces FROM {role}");
    server.sql(&database, &revoked).unwrap();
    let intake = House {
        folder: tempfile::tempdir().unwrap(),
        database: Some(format!(
            "postgres://{role}@127.0.0.1:{}/{database}",
            server.port()
        )),
    };
    let said = intake.refuses(1, &["serve"]);
    assert!(said.contains("their owner first"), "{said}");
    house.run(&["list"]);
    assert_eq!(intake.serve(&[]).stop().0, Some(0));
    let may = format!("SELECT has_table_privilege('{role}', 'payung.upload_pieces', 'INSERT')");
    assert_eq!(server.sql(&database, &may).unwrap(), "t");
}

#[test]
#[ignore = "postgresql"]
fn an_office_moves_there_and_back_and_holds_the_same() {
    let server = PostgresServer::shared().unwrap();
    let house = House {
        folder: tempfile::tempdir().unwrap(),
        database: None,
    };
    let key = house.trust().office_keys[0].clone();
    house.run(&["bundle", "sign", "--built-in"]);
    let serving = house.serve(&[]);
    let phones: Vec<Phone> = (0..7)
        .map(|place| {
            Phone::new(&serving.address, &key).with_photo(format!("foto {place}").as_bytes())
        })
        .collect();
    for phone in &phones {
        assert_eq!(phone.record(1).status, 201);
        phone.upload(&phone.photos[0]);
    }
    house.run(&["open"]);
    house.run(&[
        "accept",
        &phones[0].id.to_string(),
        "--revision",
        "1",
        "--compared",
    ]);
    house.run(&[
        "correct",
        &phones[1].id.to_string(),
        "--revision",
        "1",
        "--words",
        "Foto kabur.",
    ]);
    house.run(&["erase", &phones[2].id.to_string(), "--why", "contoh"]);
    let before = house.run(&["database", "digest"]);
    let database = server.database().unwrap();

    // The office still runs: from now on it takes nothing more, and says so.
    let moved = house.run(&["database", "move", "--to", &database]);
    assert!(
        moved.ends_with("moved to postgresql: both sides have the same digests\n"),
        "{moved}"
    );
    assert_eq!(
        Phone::new(&serving.address, &key).record(1).problem(),
        (503, "slow_down".to_owned())
    );
    serving.stop();
    for line in before
        .lines()
        .filter(|line| !line.ends_with("  0  sessions") && !line.contains("  0  "))
    {
        assert!(moved.contains(line), "{line} is not in\n{moved}");
    }
    assert!(
        house
            .refuses(1, &["database", "move", "--to", &database])
            .contains("moved away before")
    );

    let there = House {
        database: Some(database),
        ..house
    };
    let serving = there.serve(&[]);
    let mut here: Vec<Phone> = phones;
    for phone in &mut here {
        phone.office.clone_from(&serving.address);
    }
    let states: Vec<String> = [0, 1, 3].map(|place: usize| here[place].state()).into();
    assert_eq!(states, ["accepted", "needs_correction", "received"]);
    assert_eq!(here[2].record(2).problem(), (410, "erased".to_owned()));
    assert_eq!(here[1].record(2).status, 201, "it goes on");
    there.run(&["open"]);
    there.run(&[
        "refuse",
        &here[3].id.to_string(),
        "--revision",
        "1",
        "--words",
        "Contoh.",
    ]);
    serving.stop();

    let digests = there.run(&["database", "digest"]);
    let moved = there.run(&["database", "move", "--to", "sqlite"]);
    for line in digests.lines().filter(|line| !line.contains("  0  ")) {
        assert!(moved.contains(line), "{line} is not in\n{moved}");
    }
    let back = House {
        database: None,
        ..there
    };
    let serving = back.serve(&[]);
    for phone in &mut here {
        phone.office.clone_from(&serving.address);
    }
    assert_eq!(
        [0, 1, 3].map(|place: usize| here[place].state()),
        ["accepted", "received", "refused"]
    );
    assert!(
        back.run(&["doctor", "--no-keys"]).contains("photos"),
        "and it is well"
    );
}

#[test]
#[ignore = "postgresql"]
fn a_backup_of_it_is_an_office_of_its_own() {
    let server = PostgresServer::shared().unwrap();
    let (house, key) = office(server.database().unwrap());
    let serving = house.serve(&[]);
    let phone = Phone::new(&serving.address, &key).with_photo(b"foto contoh");
    assert_eq!(phone.record(1).status, 201);
    phone.upload(&phone.photos[0]);
    let place = house.folder.path().join("backup");
    house.run(&["backup", place.to_str().unwrap()]);
    serving.stop();
    let restored = house.elsewhere();
    restored.run(&["restore", place.to_str().unwrap()]);
    let listed = restored.json(&["list", "--json"]);
    assert_eq!(listed[0]["id"], phone.id.to_string());
}
