//! What officers see of a phone's money, and how they give some of it back.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use serde_json::json;

use super::common::browser::{self, Browser};
use super::common::phone::Phone;
use super::common::{House, Serving};

const PASSWORD: &str = "payung hujan pasar";

/// A request for money is accepted after a refund. That it is not accepted before one is tested in
/// `web`: the clock of this office stands still, so a refund of any moment counts as later.
pub fn is_accepted_after_a_refund(house: &House, request: &Phone, payer: &str) {
    assert_eq!(request.record(1).status, 201);
    let listed = || house.json(&["list", "--purpose", "refund", "--json"]);
    let is_opened = || !listed().as_array().unwrap().is_empty();
    let opened = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        is_opened()
    });
    assert!(opened, "the request is not opened");
    let id = request.id.to_string();
    let mut accept = vec!["accept", &id, "--revision", "1", "--despite-missing"];
    accept.extend(["--words", "Sudah dikirim."]);
    house.run(&["money", "refund", payer, "1", "--why", "diminta"]);
    house.run(&accept);
    assert_eq!(request.state(), "accepted");
}

pub fn page_shows(house: &House, phone: &Phone, number: &str) {
    for (name, role) in [("dewi", "decider"), ("rina", "reader")] {
        let mut adding = house
            .command(&["officer", "add", name, "--role", role])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let words = format!("{PASSWORD}\n");
        adding
            .stdin
            .take()
            .unwrap()
            .write_all(words.as_bytes())
            .unwrap();
        assert!(adding.wait().unwrap().success());
    }
    let page = Serving::start(house.command(&["web"]));
    let dewi = Browser::signed_in(&page.address, "dewi", PASSWORD);
    let money = dewi.see("/money");
    for word in ["Semua uang iuran", "Rp20.000", "Belum dipakai", "lunas: 1"] {
        assert!(money.contains(word), "{word} is not in\n{money}");
    }
    let registration = dewi.see(&format!("/registrations/{}", phone.id));
    for word in [number, "Rp18.150", "lunas", "dibatalkan"] {
        assert!(
            registration.contains(word),
            "{word} is not in\n{registration}"
        );
    }
    let rina = Browser::signed_in(&page.address, "rina", PASSWORD);
    assert_eq!(rina.get("/money").status, 403);
}

pub fn page_gives_back(house: &House, phone: &Phone) {
    let page = Serving::start(house.command(&["web"]));
    let [dewi, rina] =
        ["dewi", "rina"].map(|name| Browser::signed_in(&page.address, name, PASSWORD));
    let sheet = format!("/registrations/{}", phone.id);
    let target = format!("{sheet}/refund");
    let shown = dewi.see(&sheet);
    let (_, rest) = shown.split_once("name=\"once\" value=\"").unwrap();
    let once = rest.split_once('"').unwrap().0;
    let before = house.json(&["money", "check", "--json"]);
    let unapplied = before["unapplied"].as_u64().unwrap();
    let more = (unapplied + 1).to_string();
    let form = |amount: &'static str, why| [("once", once), ("amount", amount), ("back_why", why)];

    assert!(!rina.see(&sheet).contains(&target));
    assert_eq!(rina.post(&target, &form("100", "dobel")).status, 403);
    for (fields, said) in [
        (form("8.4", "dobel"), "rupiah utuh"),
        (form("100", " "), "Tulis mengapa"),
        (
            [("once", once), ("amount", &more), ("back_why", "dobel")],
            "tidak sebanyak itu",
        ),
    ] {
        let answer = dewi.post(&target, &fields);
        let text = browser::text(&answer);
        assert_eq!(answer.status, 422, "{text}");
        assert!(text.contains(said) && text.contains(fields[1].1), "{text}");
    }
    assert_eq!(house.json(&["money", "check", "--json"]), before);

    // What was typed when the session ended stands in the form after the sign-in.
    let other = Browser::signed_in(&page.address, "dewi", PASSWORD);
    let kept = [
        ("name", "dewi"),
        ("password", PASSWORD),
        ("kept-registration", &phone.id.to_string()),
        ("kept-amount", "77"),
        ("kept-back_why", "dobel di pasar"),
    ];
    let back = browser::text(&other.send("/sign-in", &kept, &[]));
    assert!(
        back.contains("value=\"77\"") && back.contains("dobel di pasar"),
        "{back}"
    );

    for why in ["dobel", "dobel", "bayar dobel"] {
        assert_eq!(dewi.post(&target, &form("100", why)).status, 303);
    }
    let after = house.json(&["money", "check", "--json"]);
    assert_eq!(after["unapplied"], json!(unapplied - 100));
    let audit = house.json(&["audit", "--json"]).to_string();
    assert!(audit.contains("amount 100: dobel"), "{audit}");
}
