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
    let last = format!("href=\"/reports/{MANY}\"");
    assert!(first.contains("href=\"/reports/100\"") && !first.contains(&last));
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

#[test]
fn an_officer_who_may_decide_strikes_an_unread_report_off_with_a_reason() {
    let scene = scene();
    let [rina, dewi] = ["rina", "dewi"].map(|name| scene.browser(name));
    let note = |sequence: u64, mark: &str| {
        let row = format!(
            "INSERT INTO unread_reports (sequence, mark, noted_at, reason)
                VALUES ({sequence}, '{mark}', {NOW_MILLIS}, 'its bill is no id')"
        );
        write(&scene, &row);
    };
    note(17, "");
    note(17, "3fa9c01b2d4e5f60");
    let (plain, without_place) = ("/reports/17", "/reports/17-3fa9c01b2d4e5f60");
    let list = dewi.see("/money");
    for link in [plain, without_place] {
        assert!(list.contains(&format!("href=\"{link}\"")), "{list}");
    }
    assert!(list.contains("setelah nomor 17"), "{list}");
    let page = dewi.see(plain);
    assert!(page.contains("its bill is no id") && page.contains("Coret laporan"));

    // Who may not decide neither sees nor does it, and nobody does it without a reason.
    assert_eq!(rina.get(plain).status, 403);
    let strike = format!("{plain}/strike-off");
    let because = |why| [("reason", why)];
    assert_eq!(rina.post(&strike, &because("laporan uji")).status, 403);
    let answer = dewi.post(&strike, &because("   "));
    assert_eq!(answer.status, 422);
    assert!(text(&answer).contains("Tulis alasannya."));
    let before = scene.audit();
    assert!(!before.iter().any(|deed| deed.contains("strike-off")));
    for unknown in ["/reports/18", "/reports/satu", "/reports/17-zz"] {
        assert_eq!(dewi.get(unknown).status, 404, "{unknown}");
    }

    for _ in 0..2 {
        // The second one is a double click.
        let answer = dewi.post(&strike, &because("laporan uji, kata penyedia"));
        assert_eq!(answer.status, 303, "{}", text(&answer));
        assert_eq!(answer.headers["location"], plain);
    }
    let deed = "dewi money strike-off report 17: laporan uji, kata penyedia";
    let deeds = scene.audit().into_iter().filter(|it| it == deed);
    assert_eq!(deeds.count(), 1);
    let page = dewi.see(plain);
    assert!(page.contains("Dicoret oleh dewi") && page.contains("laporan uji, kata penyedia"));
    let list = dewi.see("/money");
    let (waiting, struck) = list.split_once("Laporan yang dicoret").expect("both lists");
    assert!(!waiting.contains(&format!("href=\"{plain}\"")));
    assert!(struck.contains(&format!("href=\"{plain}\"")) && struck.contains("dewi"));
    assert!(scene.house.run(&["money", "check"]).contains("it balances"));

    // The command does the same, and undoes it.
    let listed = scene.house.json(&["money", "unread", "--json"]);
    assert_eq!(listed[0]["report"], "17-3fa9c01b2d4e5f60");
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let report = listed[0]["report"].as_str().unwrap();
    scene
        .house
        .run(&["money", "strike-off", report, "--why", "uji"]);
    let said = scene
        .house
        .refuses(2, &["money", "strike-off", report, "--why", "uji"]);
    assert!(said.contains("before"), "{said}");
    assert_eq!(
        scene.house.json(&["money", "unread", "--json"]),
        serde_json::json!([])
    );
    let said = scene.house.run(&["money", "unread", "--all"]);
    assert!(said.contains("struck off by contoh"), "{said}");
    scene
        .house
        .run(&["money", "ask-again", "17", "--why", "salah nomor"]);
    assert!(dewi.see(plain).contains("Coret laporan"));
    let again = dewi.post(
        &format!("{without_place}/ask-again"),
        &because("salah nomor"),
    );
    assert_eq!(again.status, 303);
    assert!(
        scene
            .last_deed()
            .starts_with("dewi money ask-again report 17-3fa9c01b2d4e5f60")
    );

    // What was typed is kept when the session has ended.
    let mut ended = dewi.clone();
    ended.cookie = None;
    let token = dewi.form_token();
    let fields = [("form_token", token.as_str()), ("reason", "kata kata saya")];
    let asked = text(&ended.send(&strike, &fields, &[]));
    assert!(asked.contains("kata kata saya"), "{asked}");
    let kept = [
        ("name", "dewi"),
        ("password", PASSWORD),
        ("kept-registration", "17"),
        ("kept-reason", "kata kata saya"),
    ];
    let back = text(&ended.send("/sign-in", &kept, &[]));
    assert!(
        back.contains("/reports/17/strike-off") && back.contains("kata kata saya"),
        "{back}"
    );
}
