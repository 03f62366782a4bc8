//! From accepted to protected: a bill, its code on the screen, the payment, what it is worth.

use payung_model::text::format::money;
use payung_model::units::Rupiah;
use payung_tests::Outcome;
use payung_tests::clock::Time;
use payung_tests::office::Office;
use payung_tests::paying::{scan, write_content};
use payung_tests::phone::Phone;
use payung_tests::samples;
use payung_tests::sandbox::{MERCHANT, Sandbox};
use serde_json::json;

use super::story::{Folder, Teller, check, sync, text};

/// Pays the first bill of an accepted registration at the sandbox.
pub fn pay(
    phone: &Phone,
    office: &Office,
    folder: &Folder,
    registration: &str,
    say: &Teller,
) -> Outcome<()> {
    let sandbox = Sandbox::in_folder(&folder.path, Time::Machine);
    let acquiring = sandbox.serve("127.0.0.1:0")?;
    let till = sandbox.till(&acquiring)?;
    let content = folder.path.join("content");
    write_content(&content, &serde_json::from_str(MERCHANT)?)?;
    let keys = office.keys.to_string_lossy().into_owned();
    office.run(&[
        "bundle",
        "sign",
        &content.to_string_lossy(),
        "--keys",
        &keys,
    ])?;
    say.line(
        "acquirer",
        "a sandbox whose merchant does not exist; signed bundle 2 names it as the one to be paid",
    );

    let key = sandbox.key_file().to_string_lossy().into_owned();
    let pass = || {
        let money = ["--acquirer", &acquiring.url, "--acquirer-key", &key];
        office.run(&[&["open", "--keys", &keys][..], &money].concat())
    };
    pass()?;
    sync(phone, 0)?;
    let (view, _) = phone.json(&["bill", registration])?;
    let bill = &view["bills"][0];
    check(bill["phase"] == "open", || {
        format!("no bill can be paid: {view}")
    })?;
    say.line(
        "phone",
        &format!(
            "«{}»: {}. «{}»",
            text(bill, "title"),
            money(Rupiah(bill["amount"].as_u64().unwrap_or_default())),
            text(bill, "until")
        ),
    );
    let screen = phone.run(&["bill", registration])?;
    let screen = String::from_utf8(screen.stdout)?;
    println!("{screen}");

    let payload = scanned(&screen)?;
    let reference = till.pay(&json!({ "qris": payload }))?;
    say.line(
        "payer",
        &format!(
            "scans it off the screen ({} characters) and pays: {reference}",
            payload.len()
        ),
    );
    pass()?;
    sync(phone, 0)?;
    let (view, _) = phone.json(&["bill", registration])?;
    let (receipts, _) = phone.json(&["receipts", registration])?;
    let receipt = &receipts[0];
    check(
        view["bills"][0]["phase"] == "paid" && receipt["reference"] == *reference,
        || format!("not paid: {view} {receipts}"),
    )?;
    let totals = office.store()?.check_money()?;
    check(
        totals.received == totals.credited && json!(totals.received) == receipt["received"],
        || format!("the office's money does not balance: {totals:?}"),
    )?;
    say.line(
        "office",
        &format!(
            "books it once: received {}, credited {}",
            totals.received, totals.credited
        ),
    );
    say.line(
        "phone",
        &format!(
            "receipt {}: {} for {} months",
            text(receipt, "number"),
            money(Rupiah(receipt["received"].as_u64().unwrap_or_default())),
            receipt["lines"].as_array().map_or(0, Vec::len)
        ),
    );
    let (cover, _) = phone.json(&["cover", registration])?;
    check(cover["state"] == "protected", || {
        format!("not protected: {cover}")
    })?;
    say.line("phone", &format!("«{}»", text(&cover, "title")));
    let (reminders, _) = phone.json(&["reminders", registration])?;
    let reminders = reminders.as_array().cloned().unwrap_or_default();
    check(!reminders.is_empty(), || "no reminder follows".into())?;
    say.line(
        "phone",
        &format!("{} reminders in the next 90 days:", reminders.len()),
    );
    for one in &reminders {
        println!("             {} · {}", text(one, "on"), text(one, "title"));
    }
    show_card(phone, office, registration, say)?;
    check(acquiring.stop().is_ok(), || {
        "the sandbox did not end".into()
    })
}

/// The member shows the card, and somebody without a network checks it.
fn show_card(phone: &Phone, office: &Office, registration: &str, say: &Teller) -> Outcome<()> {
    let (card, _) = phone.json(&["card", registration])?;
    check(card["state"] == "good", || format!("no good card: {card}"))?;
    let lines = card["lines"].as_array().cloned().unwrap_or_default();
    let first = lines.first().and_then(|line| line.as_str());
    say.line(
        "phone",
        &format!(
            "«{}»: «{}»",
            text(&card, "title"),
            first.unwrap_or_default()
        ),
    );
    let screen = phone.run(&["card", registration])?;
    let screen = String::from_utf8(screen.stdout)?;
    println!("{screen}");
    let scanned = scanned(&screen)?;
    check(card["text"] == *scanned, || {
        "the code on the screen holds another text".into()
    })?;
    let said = office.json(&["card", "verify", &scanned])?;
    check(said["valid"] == true, || format!("not believed: {said}"))?;
    check(!said.to_string().contains(samples::NIK), || {
        "the card says the NIK".into()
    })?;
    let page = office.folder.join("card.html");
    office.run(&["card", "page", &page.to_string_lossy()])?;
    say.line(
        "checker",
        &format!(
            "office card verify: NIK {}, initials {}, good until {}; the same without any network: {}",
            text(&said["card"], "number"),
            text(&said["card"], "initials"),
            text(&said["card"], "valid_until"),
            page.display()
        ),
    );
    Ok(())
}

/// What the code holds that was printed, read as a scanner does. Two modules stand in a character,
/// and what is painted is light.
fn scanned(screen: &str) -> Outcome<String> {
    let is_drawn =
        |line: &&str| line.chars().count() > 20 && line.chars().all(|sign| "█▀▄ ".contains(sign));
    let rows: Vec<Vec<char>> = screen
        .lines()
        .filter(is_drawn)
        .map(|line| line.chars().collect())
        .collect();
    let width = rows.first().map_or(0, Vec::len);
    scan(width, 0, |x, y| {
        let sign = rows.get(y / 2).and_then(|row| row.get(x));
        let light = if y % 2 == 0 {
            ['█', '▀']
        } else {
            ['█', '▄']
        };
        !sign.is_some_and(|sign| light.contains(sign))
    })
}
