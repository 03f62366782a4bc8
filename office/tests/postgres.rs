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
fn connections_that_break_in_the_middle_lose_nothing_that_was_answered() {
    // A server of its own: all connections are ended.
    let Some(server) = PostgresServer::start().unwrap() else {
        return;
    };
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
fn a_server_that_goes_is_said_with_503_and_comes_back() {
    let Some(mut server) = PostgresServer::start().unwrap() else {
        return;
    };
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
fn two_processes_serve_one_office_and_two_openers_open_each_once() {
    let Some(server) = PostgresServer::shared().unwrap() else {
        return;
    };
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

#[test]
fn an_office_moves_there_and_back_and_holds_the_same() {
    let Some(server) = PostgresServer::shared().unwrap() else {
        return;
    };
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
    house.run(&["accept", &phones[0].id.to_string(), "--revision", "1"]);
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
fn a_backup_of_it_is_an_office_of_its_own() {
    let Some(server) = PostgresServer::shared().unwrap() else {
        return;
    };
    let (house, key) = office(server.database().unwrap());
    let serving = house.serve(&[]);
    let phone = Phone::new(&serving.address, &key).with_photo(b"foto contoh");
    assert_eq!(phone.record(1).status, 201);
    phone.upload(&phone.photos[0]);
    let place = house.folder.path().join("backup");
    house.run(&["backup", place.to_str().unwrap()]);
    serving.stop();
    let restored = House {
        folder: tempfile::tempdir().unwrap(),
        database: None,
    };
    restored.run(&["restore", place.to_str().unwrap()]);
    let listed = restored.json(&["list", "--json"]);
    assert_eq!(listed[0]["id"], phone.id.to_string());
}
