//! The digital card: from the payment to the screen, and from the screen to whoever checks it.

use payung_core::{CardPhase, CardView};
use payung_model::card::Card;
use payung_model::person::Nik;
use payung_model::programme::Programme;
use payung_model::sealed::SigningKey;
use payung_tests::Outcome;
use payung_tests::paying::{PayingPhone, PayingTown, scan};
use serde_json::{Value, json};

const NIK: &str = "3201015501900001";

fn card(worker: &PayingPhone) -> Outcome<CardView> {
    Ok(worker.payung.cover().card(worker.registration.clone())?)
}

/// What the picture on the phone's screen holds, as a scanner reads it.
fn scanned(card: &CardView) -> Outcome<String> {
    let code = card.code.as_ref().ok_or("there is no code to scan")?;
    let width = code.width as usize;
    scan(width, code.border as usize, |x, y| {
        let place = y * width + x;
        let byte = code.modules.get(place / 8).copied().unwrap_or_default();
        byte >> (7 - place % 8) & 1 == 1
    })
}

/// What the office says of a card, and with which exit code.
fn verify(town: &PayingTown, text: &str) -> Outcome<(Value, Option<i32>)> {
    let mut command = town.office.command(&["card", "verify", text, "--json"])?;
    let output = command.output()?;
    let said = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
    Ok((said, output.status.code()))
}

/// Somebody who has paid for so many months, with what came of it.
fn paid(town: &PayingTown, months: &str) -> Outcome<PayingPhone> {
    let worker = town.register_with(1, |answers| answers["months"] = json!(months))?;
    town.pass()?;
    worker.sync()?;
    assert_eq!(card(&worker)?.phase, CardPhase::None, "nothing is paid yet");
    let bill = worker.open_bill()?.ok_or("no bill can be paid")?;
    let order = json!({ "qris": worker.scan(&bill)?, "paid_at": town.now()? });
    town.till()?.pay(&order)?;
    town.pass()?;
    worker.sync()?;
    Ok(worker)
}

fn renewed(town: &PayingTown, worker: &PayingPhone) -> Outcome<CardView> {
    town.pass()?;
    worker.sync()?;
    card(worker)
}

#[test]
fn who_has_paid_has_a_card_that_others_check_and_no_nik_is_in_it() -> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    let worker = paid(&town, "1")?;
    let shown = card(&worker)?;
    assert_eq!(
        (shown.phase, shown.valid_until.as_deref()),
        (CardPhase::Good, Some("2026-11-30"))
    );
    let text = scanned(&shown)?;
    assert_eq!(shown.text.as_deref(), Some(text.as_str()));
    let (said, code) = verify(&town, &text)?;
    assert_eq!((&said["valid"], code), (&json!(true), Some(0)));
    let claims = &said["card"];
    assert_eq!(
        (
            &claims["number"],
            &claims["valid_until"],
            &claims["paid_until"]
        ),
        (
            &json!("3201 •••• •••• 0001"),
            &json!("2026-11-30"),
            &json!("2026-11-30")
        )
    );
    assert_eq!(claims["programmes"], json!(["jkk", "jkm", "jht"]));
    for place in [said.to_string(), text.clone(), format!("{shown:?}")] {
        assert!(!place.contains(NIK) && !place.contains("550190"), "{place}");
    }

    // Read by nobody whose rules name another key, and forged by nobody who has another key.
    let other = SigningKey::from_bytes(&[9; 32])?;
    let forged = Card::of(
        "KANTOR CONTOH PAYUNG",
        &Nik::parse(NIK).map_err(|problem| problem.to_string())?,
        "SITI CONTOH",
        "2027-12-31".parse()?,
        vec![Programme::Jkk, Programme::Jkm],
        "2026-11-23T09:00:00+07:00".parse()?,
        30,
    )?
    .sign(&other);
    let (said, code) = verify(&town, &forged)?;
    assert_eq!(
        (&said["valid"], &said["reason"], &said["card"], code),
        (&json!(false), &json!("unknown_key"), &Value::Null, Some(1))
    );
    let public = other.public().to_string();
    let known = ["card", "verify", &forged, "--key", &public];
    assert!(
        town.office.run(&known).is_ok(),
        "who knows that key reads it"
    );
    let (said, code) = verify(&town, &text[3..])?;
    assert_eq!((&said["reason"], code), (&json!("no_card"), Some(2)));

    // The month is over: the card ends with it, at the office and on the phone.
    town.at("2026-12-01T00:00:01+07:00")?;
    let (said, code) = verify(&town, &text)?;
    assert_eq!(
        (&said["valid"], &said["reason"], code),
        (&json!(false), &json!("over"), Some(1))
    );
    let over = renewed(&town, &worker)?;
    assert_eq!((over.phase, over.text), (CardPhase::Over, None));
    Ok(())
}

#[test]
fn a_card_is_renewed_before_it_ends_and_follows_rotated_and_leaked_keys() -> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    let worker = paid(&town, "3")?;
    let first = card(&worker)?;
    assert_eq!(first.valid_until.as_deref(), Some("2026-12-22"));
    assert_eq!(renewed(&town, &worker)?.text, first.text, "one is enough");
    town.at("2026-12-09T09:00:00+07:00")?;
    let second = renewed(&town, &worker)?;
    assert_eq!(
        (second.phase, second.valid_until.as_deref()),
        (CardPhase::Good, Some("2027-01-07"))
    );

    // The announced key signs now. Who has older rules knows it already.
    let keys = town.keys();
    let before = town.office.json(&["keys", "list", "--keys", &keys])?;
    town.office.run(&["keys", "rotate", "--keys", &keys])?;
    let third = renewed(&town, &worker)?;
    assert_eq!(third.phase, CardPhase::Good);
    assert_ne!(third.text, second.text);
    let text = |view: &CardView| view.text.clone().ok_or("no text");
    let believed: Vec<&str> = before
        .as_array()
        .into_iter()
        .flatten()
        .filter(|key| key["role"] == "card")
        .filter_map(|key| key["public"].as_str())
        .collect();
    assert_eq!(believed.len(), 2);
    let third_text = text(&third)?;
    let older = [
        "card",
        "verify",
        &third_text,
        "--key",
        believed[0],
        "--key",
        believed[1],
    ];
    town.office.run(&older)?;
    assert_eq!(
        verify(&town, &text(&second)?)?.1,
        Some(0),
        "it is not over yet"
    );

    // All keys leaked: what they signed is believed no more, and another card comes.
    town.office
        .run(&["keys", "rotate", "--compromised", "--keys", &keys])?;
    let fourth = renewed(&town, &worker)?;
    assert_eq!(fourth.phase, CardPhase::Good);
    assert_eq!(verify(&town, &text(&fourth)?)?.1, Some(0));
    for old in [&second, &third] {
        let (said, _) = verify(&town, &text(old)?)?;
        assert_eq!(said["reason"], json!("unknown_key"));
    }
    Ok(())
}

#[test]
fn an_officer_sends_a_card_and_nobody_without_cover_gets_one() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let worker = paid(&town, "1")?;
    let keys = town.keys();
    let issue = ["card", "issue", &worker.registration, "--keys", &keys];
    town.later(std::time::Duration::from_secs(86_400));
    let said = town.office.json(&issue)?;
    worker.sync()?;
    assert_eq!(card(&worker)?.text.as_deref(), said["text"].as_str());
    let log = town.office.run(&["audit", "--json"])?;
    assert!(String::from_utf8(log.stdout)?.contains("card issue"));
    let other = town.register(2)?;
    town.pass()?;
    let refused = town
        .office
        .run(&["card", "issue", &other.registration, "--keys", &keys]);
    let words = refused.err().map(|error| error.to_string());
    assert!(words.is_some_and(|words| words.contains("this month is not paid")));

    // What is claimed ends nothing that was paid for; who withdraws has no card.
    let page = town.folder.path().join("card.html");
    town.office
        .run(&["card", "page", &page.to_string_lossy()])?;
    let page = std::fs::read_to_string(page)?;
    assert!(page.contains("default-src 'none'") && page.contains("KANTOR CONTOH PAYUNG"));
    Ok(())
}
