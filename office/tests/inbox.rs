//! What the office writes to a registration: items that only its key can have made, numbered, as
//! long as they are asked for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding};
use common::http::Answer;
use common::phone::Phone;
use common::stopwatch::Stopwatch;
use common::{House, Serving};
use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody, SealedItem};
use payung_model::sealed::{OfficePublicKey, StatusToken};
use payung_office::random::SystemRandom;
use serde_json::{Value, json};

struct Scene {
    house: House,
    office: Serving,
    key: OfficePublicKey,
}

fn scene() -> Scene {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    Scene { house, office, key }
}

impl Scene {
    fn phone(&self) -> Phone {
        let phone = Phone::new(&self.office.address, &self.key);
        assert_eq!(phone.record(1).status, 201);
        phone
    }

    fn wait_until_opened(&self) {
        let began = Stopwatch::start();
        let is_opened = |line: &Value| line["opened"] == true;
        while !self
            .house
            .json(&["list", "--json"])
            .as_array()
            .unwrap()
            .iter()
            .all(is_opened)
        {
            assert!(began.elapsed() < Duration::from_secs(60), "never opened");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn correct(&self, phone: &Phone, words: &str) {
        self.house.run(&[
            "correct",
            &phone.id.to_string(),
            "--question",
            &format!("nik={words}"),
        ]);
    }

    fn accept(&self, phone: &Phone) {
        self.house
            .accept(&[&phone.id.to_string(), "--words", "Selamat."]);
    }

    /// What is after `after`, opened as the phone would.
    fn items(&self, phone: &Phone, after: u64) -> Vec<Item> {
        let answer = inbox(phone, &format!("?after={after}"));
        assert_eq!(answer.status, 200, "{}", answer.json());
        let document = answer.json();
        let sealed = document["items"].as_array().unwrap().iter().map(|text| {
            SealedItem::parse(&Base64UrlUnpadded::decode_vec(text.as_str().unwrap()).unwrap())
                .unwrap()
        });
        sealed
            .map(|item| item.open(phone.id, &phone.reply, &self.key).unwrap())
            .collect()
    }
}

fn inbox(phone: &Phone, query: &str) -> Answer {
    phone.ask("GET", &format!("{}/inbox{query}", phone.path()))
}

fn places(items: &[Item]) -> Vec<(u64, u64)> {
    items
        .iter()
        .map(|item| (item.previous, item.sequence))
        .collect()
}

#[test]
fn a_decision_is_an_item_that_the_offices_key_wrote_and_the_phone_alone_reads() {
    let scene = scene();
    let phone = scene.phone();
    assert_eq!(
        inbox(&phone, "").json(),
        json!({ "last": 0, "items": [], "more": false })
    );
    scene.accept(&phone);
    assert_eq!(phone.status().json()["inbox"], 1);
    let items = scene.items(&phone, 0);
    let accepted = ItemBody::Decision {
        state: OfficeState::Accepted,
        words: "Selamat.".into(),
    };
    assert_eq!(
        (places(&items), items[0].revision, &items[0].body),
        (vec![(0, 1)], 1, &accepted)
    );
    assert_eq!(
        inbox(&phone, "?after=1").json(),
        json!({ "last": 1, "items": [], "more": false })
    );
    assert!(
        phone.status().json()["reply"].is_string(),
        "apps that know no inbox still read the reply"
    );
    let sealed = inbox(&phone, "").json()["items"][0]
        .as_str()
        .unwrap()
        .to_owned();
    let sealed = SealedItem::parse(&Base64UrlUnpadded::decode_vec(&sealed).unwrap()).unwrap();
    let other = Phone::new(&scene.office.address, &scene.key);
    assert!(
        sealed.open(other.id, &phone.reply, &scene.key).is_err()
            && sealed.open(phone.id, &other.reply, &scene.key).is_err()
    );
}

#[test]
fn sequences_grow_and_items_stay_for_a_second_phone() {
    let scene = scene();
    let phone = scene.phone();
    scene.correct(&phone, "Angka terakhir tidak terbaca.");
    assert_eq!(
        phone.record(2).json()["inbox"],
        1,
        "a later revision does not empty the inbox"
    );
    scene.accept(&phone);
    assert_eq!(places(&scene.items(&phone, 0)), [(0, 1), (1, 2)]);
    assert_eq!(places(&scene.items(&phone, 1)), [(1, 2)]);
    assert_eq!(
        scene.items(&phone, 0)[0].state(),
        Some(OfficeState::NeedsCorrection)
    );
    // Asking does not take anything away.
    assert_eq!(scene.items(&phone, 0).len(), 2);
    assert_eq!(scene.items(&phone, Item::LAST_SEQUENCE), []);
}

#[test]
fn an_inbox_is_shown_to_who_has_the_token_only() {
    let scene = scene();
    let mut phone = scene.phone();
    for query in [
        "?after=x",
        "?after=-1",
        "?after=1&after=2",
        "?after=9007199254740992",
        "?after=18446744073709551616",
    ] {
        assert_eq!(
            inbox(&phone, query).problem(),
            (400, "malformed".to_owned()),
            "{query}"
        );
    }
    assert_eq!(
        inbox(&phone, "?after=9007199254740991").status,
        200,
        "beyond every item"
    );
    phone.token = StatusToken::new(&mut SystemRandom).unwrap();
    assert_eq!(inbox(&phone, "").problem(), (404, "unknown".to_owned()));
    assert_eq!(
        inbox(&phone, "?after=x").problem(),
        (404, "unknown".to_owned()),
        "a stranger learns nothing"
    );
}

#[test]
fn what_was_erased_leaves_one_item_that_says_so() {
    let scene = scene();
    let (phone, id) = (scene.phone(), String::new());
    let id = id + &phone.id.to_string();
    scene.correct(&phone, "Angka terakhir tidak terbaca.");
    scene.house.run(&["erase", &id, "--why", "CONTOH"]);
    assert_eq!(phone.status().problem(), (410, "erased".to_owned()));
    let items = scene.items(&phone, 1);
    assert_eq!(
        (places(&items), &items[0].body, items[0].revision),
        (vec![(0, 2)], &ItemBody::Erased, 1)
    );
    assert_eq!(
        scene.items(&phone, 0).len(),
        1,
        "what was written before went with the registration"
    );
    assert_eq!(scene.items(&phone, 2), []);
    // Again, as after a kill: nothing is written twice.
    scene.house.run(&["erase", &id, "--why", "CONTOH"]);
    assert_eq!(scene.items(&phone, 0), items);
    let mut stranger = scene.phone();
    (stranger.id, stranger.token) = (phone.id, StatusToken::new(&mut SystemRandom).unwrap());
    assert_eq!(inbox(&stranger, "").problem(), (404, "unknown".to_owned()));
}

#[test]
fn what_was_erased_without_the_keys_is_told_later() {
    let scene = scene();
    let phone = scene.phone();
    // What opens it writes into the folder of keys too, and must not do so while that is away.
    scene.wait_until_opened();
    let (keys, away) = (scene.house.keys(), scene.house.folder.path().join("away"));
    std::fs::rename(&keys, &away).unwrap();
    let said = scene
        .house
        .output(&["erase", &phone.id.to_string(), "--why", "CONTOH"]);
    assert!(said.status.success() && String::from_utf8_lossy(&said.stderr).contains("not told"));
    assert_eq!(scene.items(&phone, 0), []);
    assert_eq!(
        scene.house.json(&["erased", "--json"])[0]["item"],
        Value::Null
    );
    std::fs::rename(&away, &keys).unwrap();
    assert!(scene.house.run(&["erased", "--tell"]).starts_with("1 "));
    assert!(scene.house.run(&["erased", "--tell"]).starts_with("0 "));
    assert_eq!(scene.items(&phone, 0)[0].body, ItemBody::Erased);
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    let kept: bool = sql
        .query_row("SELECT reply_key IS NOT NULL FROM erased", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(!kept, "what was needed to tell it is gone");
}

#[test]
fn after_a_restore_no_number_is_used_twice_and_the_next_item_follows_what_phones_have() {
    let scene = scene();
    let (phone, erased) = (scene.phone(), scene.phone());
    scene.correct(&phone, "Angka terakhir tidak terbaca.");
    let backup = scene.house.folder.path().join("backup");
    scene.house.run(&["backup", backup.to_str().unwrap()]);
    // After the backup: one item that the restored office knows nothing of, and one erasure.
    phone.record(2);
    scene.correct(&phone, "Masih tidak terbaca.");
    let lost = scene.items(&phone, 1);
    assert_eq!(places(&lost), [(1, 2)]);
    scene
        .house
        .run(&["erase", &erased.id.to_string(), "--why", "CONTOH"]);
    let told = scene.items(&erased, 0);
    let list = scene.house.folder.path().join("erased.json");
    std::fs::write(&list, scene.house.run(&["erased", "--json"])).unwrap();
    drop(scene.office);
    std::fs::remove_dir_all(scene.house.data()).unwrap();
    scene.house.run(&[
        "restore",
        backup.to_str().unwrap(),
        "--erased",
        list.to_str().unwrap(),
    ]);
    let office = scene.house.serve(&["--open"]);
    let scene = Scene { office, ..scene };
    let (mut phone, mut erased) = (phone, erased);
    (phone.office, erased.office) = (scene.office.address.clone(), scene.office.address.clone());
    assert_eq!(
        phone.record(2).status,
        201,
        "the phone brings its revision again"
    );
    scene.accept(&phone);
    let next = scene.items(&phone, 2);
    assert_eq!(
        (next.len(), next[0].previous, next[0].sequence > 1_000_000),
        (1, 1, true)
    );
    assert_eq!(
        scene.items(&erased, 0),
        told,
        "what told the phone came back with the list"
    );
}

#[test]
fn the_largest_items_come_one_by_one_and_each_answer_can_be_read_by_a_phone() {
    let scene = scene();
    let phone = scene.phone();
    let words = "tidak terbaca ".repeat(140);
    let questions = [
        "nik",
        "name",
        "phone",
        "mother_name",
        "village",
        "birth_place",
        "street",
        "ktp",
    ];
    let mut args = vec!["correct".to_owned(), phone.id.to_string()];
    args.extend(
        questions
            .iter()
            .flat_map(|question| ["--question".to_owned(), format!("{question}={words}")]),
    );
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    for revision in 1..=3 {
        if revision > 1 {
            phone.record(revision);
        }
        scene.house.run(&args);
    }
    let mut after = 0;
    for left in [2, 1, 0] {
        let answer = inbox(&phone, &format!("?after={after}"));
        assert!(answer.body.len() < 64 * 1024);
        let document = answer.json();
        let items = scene.items(&phone, after);
        after = items.last().unwrap().sequence;
        assert_eq!(document["more"], left > 0 && after < 3, "{after}");
        if after == 3 {
            break;
        }
    }
    assert_eq!(after, 3);
}
