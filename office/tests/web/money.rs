//! The page of money: lists that are longer than a page, and the page on which a payer's money is.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use payung_office::random::SystemRandom;

use super::*;
use crate::common::NOW_MILLIS;

/// One more than stands on a page.
const MANY: i64 = 101;

fn new_id() -> RegistrationId {
    id_of(NOW_MILLIS)
}

fn id_of(millis: i64) -> RegistrationId {
    let at = Timestamp::from_millis(millis).unwrap();
    RegistrationId::new(at, &mut SystemRandom).unwrap()
}

/// Writes into the office's database as an intruder would: the worker needs an acquirer for this many.
fn write(scene: &Scene, statements: &str) {
    let file = scene.house.data().join("office.db");
    let sql = rusqlite::Connection::open(file).unwrap();
    sql.execute_batch(statements).unwrap();
}

fn hex(id: RegistrationId) -> String {
    id.to_string().replace('-', "")
}

/// Where the link to the next rows of that list leads.
fn next(page: &str, list: &str) -> Option<String> {
    let start = format!("href=\"/money?{list}=");
    let (_, rest) = page.split_once(&start)?;
    let key = rest.split_once('#').unwrap().0;
    Some(format!("/money?{list}={key}"))
}

#[test]
fn lists_of_money_that_are_longer_than_a_page_go_on() {
    let scene = scene();
    let dewi = scene.browser("dewi");
    let mut statements = String::new();
    for place in 0..MANY {
        let (at, bill) = (NOW_MILLIS - 1_000 * (MANY - place), hex(new_id()));
        let row = format!(
            "INSERT INTO payments (reference, bill, amount, paid_at, channel, booked_at, became)
                VALUES ('ASING/{place:03}', x'{bill}', 7, {at}, 'qris', {at}, 'refused');
             INSERT INTO unread_reports (sequence, noted_at, reason) VALUES ({}, {at}, 'its bill is no id');",
            place + 1
        );
        statements.push_str(&row);
    }
    write(&scene, &statements);
    let first = dewi.see("/money");
    assert!(first.contains("ASING/100") && first.contains("ASING/001"));
    assert!(!first.contains("ASING/000"), "the newest are shown");
    let newest = first.find("ASING/100").unwrap();
    assert!(newest < first.find("ASING/099").unwrap(), "first");
    let second = dewi.see(&next(&first, "strays").expect("a link to the rest"));
    assert!(second.contains("ASING/000") && !second.contains("ASING/001"));
    assert_eq!(next(&second, "strays"), None, "that is all");

    assert!(first.contains("Laporan pembayaran yang tidak terbaca"));
    let last = format!(">{MANY}</th>");
    assert!(first.contains(">100</th>") && !first.contains(&last));
    let second = dewi.see(&next(&first, "unread").expect("a link to the rest"));
    assert!(second.contains(&last), "{second}");
    let listed = scene.house.json(&["money", "unread", "--json"]);
    assert_eq!(listed.as_array().unwrap().len(), 101, "the command has all");

    // What is no key shows the beginning.
    for asked in [
        "/money?strays=***",
        "/money?waiting=7K2M",
        "/money?unread=satu",
    ] {
        assert!(dewi.see(asked).contains("ASING/100"), "{asked}");
    }
}

#[test]
fn a_bill_that_waits_leads_to_the_page_of_its_payer() {
    let scene = scene();
    let dewi = scene.browser("dewi");
    scene
        .house
        .run(&["sponsor", "add", "DESA CONTOH", "--fund", "village"]);
    let listed = scene.house.json(&["sponsor", "list", "--json"]);
    let sponsor = listed[0]["id"].as_str().unwrap().to_owned();
    let page = format!("/money/{sponsor}");
    let empty = dewi.see(&page);
    assert!(empty.contains("DESA CONTOH"), "a sponsor without money");

    let payer = hex(sponsor.parse().unwrap());
    let mut statements = String::new();
    for place in 0..MANY {
        let bill = hex(new_id());
        let row = format!(
            "INSERT INTO bills (id, number, payer, state, total, credit, last_day, why, made_at, changed_at, work_note)
                VALUES (x'{bill}', '{}', x'{payer}', 'wanted', {}, 0, '2026-11-30', 'pay_for', {NOW_MILLIS}, {NOW_MILLIS}, 'contoh');",
            new_id().receipt(),
            1_000 + place
        );
        statements.push_str(&row);
    }
    // The newest of all, since its page shows the newest.
    let bill = hex(id_of(NOW_MILLIS + 1_000));
    let paid = format!(
        "INSERT INTO bills (id, number, payer, state, total, credit, last_day, why, made_at, changed_at)
            VALUES (x'{bill}', '7K2M-94QX', x'{payer}', 'paid', 7, 0, '2026-11-30', 'pay_for', {NOW_MILLIS}, {NOW_MILLIS});
         INSERT INTO payments (reference, bill, amount, paid_at, channel, booked_at, became)
            VALUES ('LEBIH-1', x'{bill}', 7, {NOW_MILLIS}, 'qris', {NOW_MILLIS}, 'unapplied');"
    );
    statements.push_str(&paid);
    write(&scene, &statements);
    let first = dewi.see("/money");
    let link = format!("href=\"{page}\"");
    assert_eq!(first.matches(&link).count(), 100, "{first}");
    assert!(!first.contains(&format!("/registrations/{sponsor}")));
    let rest = dewi.see(&next(&first, "waiting").expect("a link to the rest"));
    assert_eq!(rest.matches(&link).count(), 1, "{rest}");
    assert_eq!(next(&rest, "waiting"), None);

    // Its page shows the newest and says where all of them are.
    let shown = dewi.see(&page);
    let command = format!("office bill list --payer {sponsor} --json");
    assert!(shown.contains(&command), "{shown}");
    assert!(shown.contains("tidak melunasi tagihannya"), "{shown}");
    assert!(!shown.contains("<td>belum dipakai</td>"), "{shown}");
    let all = scene
        .house
        .json(&["bill", "list", "--payer", &sponsor, "--json"]);
    assert_eq!(all.as_array().unwrap().len(), 102);
    let most = ["bill", "list", "--payer", &sponsor, "--most", "101"];
    let output = scene.house.output(&most);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("there are more than 101"), "{said}");
    assert_eq!(scene.house.run(&["money", "refunds", &sponsor]), "");
}
