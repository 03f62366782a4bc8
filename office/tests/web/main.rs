//! The officers' page over HTTP: the real program, a browser without a screen, registrations from a
//! phone of the model.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[path = "../common/mod.rs"]
mod common;
mod deciding;
mod desk_work;
mod held;
mod incidents;
mod keeping;
mod language;
mod looking;
mod money;
mod reissue;
mod requests;
mod second;
mod signing_in;

use std::io::Write;
use std::process::{Command, Stdio};

use common::browser::{Browser, text};
use common::phone::Phone;
use common::{House, NOW, Serving};
use payung_model::sealed::{OfficePublicKey, reply};
use serde_json::Value;

const PASSWORD: &str = "payung hujan pasar";

struct Scene {
    house: House,
    office: Serving,
    page: Serving,
    key: OfficePublicKey,
}

/// Another person than the others.
fn nik(number: u32) -> impl FnOnce(&mut Phone) {
    move |phone| phone.answers[0].1 = format!("320101550190{number:04}")
}

fn scene() -> Scene {
    let (house, key) = House::with_bundle();
    for (name, role) in [("rina", "reader"), ("dewi", "decider"), ("agus", "admin")] {
        add(&house, name, role, PASSWORD);
    }
    let office = house.serve(&[]);
    let page = page_at(&house, NOW);
    Scene {
        house,
        office,
        page,
        key,
    }
}

fn page_at(house: &House, now: &str) -> Serving {
    Serving::start(house.command_at(now, &["web", "--take-back-minutes", "0"]))
}

/// `office officer add`, with the password on stdin: exit code, and what was said.
fn give_password(house: &House, args: &[&str], password: &str) -> (Option<i32>, String) {
    with_password(house.command(&[&["officer"], args].concat()), password)
}

/// Runs a command that reads a password.
fn with_password(mut command: Command, password: &str) -> (Option<i32>, String) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A name that is refused is refused before anybody reads.
    let _ = child
        .stdin
        .take()
        .unwrap()
        .write_all(format!("{password}\n").as_bytes());
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
    )
}

fn add(house: &House, name: &str, role: &str, password: &str) {
    let (code, said) = give_password(house, &["add", name, "--role", role], password);
    assert_eq!(
        (code, said),
        (Some(0), format!("officer add: {name} {role}\n"))
    );
}

impl Scene {
    fn browser(&self, name: &str) -> Browser {
        Browser::signed_in(&self.page.address, name, PASSWORD)
    }

    /// A registration that was received and opened.
    fn received(&self, change: impl FnOnce(&mut Phone)) -> Phone {
        let mut phone = Phone::new(&self.office.address, &self.key).with_photo(b"foto KTP contoh");
        change(&mut phone);
        assert_eq!(phone.record(1).status, 201);
        phone.upload(&phone.photos[0]);
        self.house.run(&["open"]);
        phone
    }

    fn audit(&self) -> Vec<String> {
        let rows = self.house.json(&["audit", "--json"]);
        let word = |row: &Value, key: &str| row[key].as_str().unwrap_or("-").to_owned();
        let rows = rows
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["officer"] != "opener");
        rows.map(|row| {
            format!(
                "{} {} {}",
                word(row, "officer"),
                word(row, "action"),
                word(row, "detail")
            )
        })
        .collect()
    }

    fn last_deed(&self) -> String {
        self.audit().pop().unwrap()
    }
}

fn path(phone: &Phone) -> String {
    format!("/registrations/{}", phone.id)
}

fn opened_reply(phone: &Phone) -> reply::Reply {
    use base64ct::{Base64UrlUnpadded, Encoding};
    let status = phone.status().json();
    let sealed = Base64UrlUnpadded::decode_vec(status["reply"].as_str().unwrap()).unwrap();
    reply::open(&sealed, phone.id, &phone.reply).unwrap()
}
