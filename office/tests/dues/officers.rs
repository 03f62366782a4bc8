//! What officers see of a phone's money, and how they give some of it back.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use serde_json::json;

use super::common::browser::{self, Browser};
use super::common::phone::Phone;
use super::common::{House, Serving};

const PASSWORD: &str = "payung hujan pasar";

/// A request for money is accepted after a refund for it. That it is not accepted before one is tested in
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
    let mut give = vec!["money", "refund", payer, "1", "--why", "diminta", "--for"];
    give.push(payer);
    let said = house.refuses(2, &give);
    assert!(said.contains("--for names no request"), "{said}");
    *give.last_mut().unwrap() = &id;
    house.run(&give);
    house.run(&accept);
    assert_eq!(request.state(), "accepted");

    // The page of who paid says to what and why, and which request it answered.
    let page = Serving::start(house.command(&["web"]));
    let dewi = Browser::signed_in(&page.address, "dewi", PASSWORD);
    let seen = dewi.see(&format!("/registrations/{payer}"));
    for word in [
        "Yang sudah dikembalikan",
        "ke pembayaran ",
        "diminta",
        "dobel",
        "dewi",
        &format!("untuk permintaan <a href=\"/registrations/{id}\">"),
    ] {
        assert!(seen.contains(word), "{word} is not in\n{seen}");
    }
    let english = in_english(&dewi).see(&format!("/registrations/{payer}"));
    for word in ["What was given back", "to payment ", "for request "] {
        assert!(english.contains(word), "{word} is not in\n{english}");
    }
}

/// The same officer, who reads English.
fn in_english(officer: &Browser) -> Browser {
    let mut officer = officer.clone();
    officer.cookie = officer
        .cookie
        .map(|session| format!("{session}; payung-lang=en"));
    officer
}

/// Money of a bill that nobody knows, and of a payer who was erased, is given back on a page of its
/// own, or noted when it went another way.
pub fn page_gives_back_what_has_no_registration(house: &House, bill: &str, erased: &Phone) {
    let page = Serving::start(house.command(&["web"]));
    let [dewi, rina] =
        ["dewi", "rina"].map(|name| Browser::signed_in(&page.address, name, PASSWORD));
    let list = dewi.see("/money");
    let [of_bill, of_erased] =
        [bill, &erased.id.to_string()].map(|payer| format!("/money/{payer}"));
    for link in [&of_bill, &of_erased] {
        assert!(list.contains(&format!("href=\"{link}\"")), "{list}");
        assert_eq!(rina.get(link).status, 403);
    }
    assert_eq!(dewi.get("/money/7K2M").status, 404);
    let unknown = dewi.see(&of_bill);
    for word in ["ASING-1", "Rp70", "yang membayar tidak dikenal"] {
        assert!(unknown.contains(word), "{word} is not in\n{unknown}");
    }
    assert!(dewi.see(&of_erased).contains("sudah dihapus"));
    let english = in_english(&dewi).see(&of_bill);
    assert!(english.contains("nobody knows who paid"), "{english}");

    let form = |page: &str, amount: &'static str, way, why| {
        let (_, rest) = page.split_once("name=\"once\" value=\"").unwrap();
        let once = rest.split_once('"').unwrap().0.to_owned();
        [
            ("once", once),
            ("amount", amount.to_owned()),
            ("way", way),
            ("back_why", why),
        ]
        .map(|(name, value): (&str, String)| (name, value))
    };
    let send = |target: &str, fields: &[(&'static str, String)]| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        dewi.post(&format!("{target}/refund"), &fields)
    };
    for (amount, why, said) in [
        ("71", "loket", "tidak sebanyak itu"),
        ("7.0", "loket", "rupiah utuh"),
        ("70", " ", "Tulis mengapa"),
    ] {
        let refused = send(
            &of_bill,
            &form(&unknown, amount, "elsewhere".into(), why.into()),
        );
        let text = browser::text(&refused);
        assert_eq!(refused.status, 422, "{text}");
        assert!(text.contains(said), "{said} is not in\n{text}");
        assert!(text.contains("value=\"elsewhere\" selected"), "{text}");
    }
    let before = house.json(&["money", "check", "--json"]);
    let once = form(
        &unknown,
        "70",
        "elsewhere".into(),
        "diserahkan di loket".into(),
    );
    for _ in 0..2 {
        assert_eq!(send(&of_bill, &once).status, 303);
    }
    let back = form(
        &dewi.see(&of_erased),
        "50",
        "acquirer".into(),
        "pembayarnya dihapus".into(),
    );
    for _ in 0..2 {
        assert_eq!(send(&of_erased, &back).status, 303);
    }
    let after = house.json(&["money", "check", "--json"]);
    let refunded = |totals: &serde_json::Value| totals["refunded"].as_u64().unwrap();
    assert_eq!(refunded(&after), refunded(&before) + 120);
    let gone = dewi.see(&of_bill);
    for word in ["lewat jalan lain", "diserahkan di loket", "dewi"] {
        assert!(gone.contains(word), "{word} is not in\n{gone}");
    }
    assert!(!gone.contains("name=\"once\""), "nothing is left: {gone}");
    assert!(!dewi.see("/money").contains(&of_bill), "it is settled");
    let audit = house.json(&["audit", "--json"]);
    let count = |action: &str| {
        let rows = audit.as_array().unwrap().iter();
        rows.filter(|row| row["action"] == action).count()
    };
    assert_eq!(count("money elsewhere"), 1);

    // What was typed when the session ended stands in the form after the sign-in.
    let other = Browser::signed_in(&page.address, "dewi", PASSWORD);
    let kept = [
        ("name", "dewi"),
        ("password", PASSWORD),
        ("kept-registration", &erased.id.to_string()),
        ("kept-amount", "77"),
        ("kept-back_why", "di loket pasar"),
    ];
    let back = browser::text(&other.send("/sign-in", &kept, &[]));
    assert!(
        back.contains("value=\"77\"") && back.contains("di loket pasar"),
        "{back}"
    );
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
