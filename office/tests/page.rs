//! The officers' page over HTTP: the real program, a browser without a screen, registrations from a phone of the model.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;

use std::io::Write;
use std::process::Stdio;

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

fn scene() -> Scene {
    let (house, key) = House::with_bundle();
    for (name, role) in [("rina", "reader"), ("dewi", "decider"), ("agus", "admin")] {
        add(&house, name, role, PASSWORD);
    }
    let office = house.serve(&[]);
    let page = page_at(&house, NOW);
    Scene { house, office, page, key }
}

fn page_at(house: &House, now: &str) -> Serving {
    Serving::start(house.command_at(now, &["page"]))
}

/// `office officer add`, with the password on stdin: exit code, and what was said.
fn give_password(house: &House, args: &[&str], password: &str) -> (Option<i32>, String) {
    let mut command = house.command(&[&["officer"], args].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A name that is refused is refused before anybody reads.
    let _ = child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes());
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

fn add(house: &House, name: &str, role: &str, password: &str) {
    let (code, said) = give_password(house, &["add", name, "--role", role], password);
    assert_eq!((code, said), (Some(0), format!("officer add: {name} {role}\n")));
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
        let rows = rows.as_array().unwrap().iter().filter(|row| row["officer"] != "opener");
        rows.map(|row| format!("{} {} {}", word(row, "officer"), word(row, "action"), word(row, "detail"))).collect()
    }

    fn last_deed(&self) -> String {
        self.audit().pop().unwrap()
    }
}

fn path(phone: &Phone) -> String {
    format!("/registrations/{}", phone.id)
}

fn opened_reply(phone: &Phone) -> reply::Reply {
    use base64::Engine;
    let status = phone.status().json();
    let sealed = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(status["reply"].as_str().unwrap()).unwrap();
    reply::open(&sealed, phone.id, &phone.reply).unwrap()
}

#[test]
fn nobody_sees_anything_without_signing_in() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let photo = format!("{}/photos/{}", path(&phone), phone.photos[0].digest);
    let mut stranger = Browser::new(&scene.page.address);
    for cookie in
        [None, Some("payung="), Some("payung=AAAA"), Some("payung=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    {
        stranger.cookie = cookie.map(str::to_owned);
        for path in ["/queue", "/audit", "/find?code=7K2M94QX", &path(&phone), &photo] {
            let answer = stranger.get(path);
            assert!(answer.headers["location"].starts_with("/sign-in"), "{path}: {answer:?}");
            assert_eq!((answer.status, answer.body.as_slice()), (303, b"".as_slice()));
        }
        let answer = stranger.send(&path(&phone), &[("verdict", "accept"), ("revision", "1")], &[]);
        assert_eq!(answer.status, 303);
    }
    assert_eq!(phone.state(), "received");
    assert!(!scene.audit().iter().any(|row| row.contains("show") || row.contains("photos")));
}

#[test]
fn the_queue_shows_masked_names_states_and_duplicates_in_words_and_no_answer() {
    let scene = scene();
    let (first, second) = (scene.received(|_| {}), scene.received(|_| {}));
    let wrong = scene.received(|phone| phone.answers[0].1 = "123".into());
    let queue = scene.browser("rina").see("/queue");
    for seen in ["S••• C•••", "NIK sama dengan ", &first.id.receipt(), &second.id.receipt(), "NIK tidak mungkin benar"]
    {
        assert!(queue.contains(seen), "{seen}: {queue}");
    }
    assert!(queue.contains(&wrong.id.to_string()));
    for hidden in ["SITI", "3201015501900001"] {
        assert!(!queue.contains(hidden), "{hidden}");
    }
    assert!(!queue.contains("Catatan"), "only admins have the log");
}

#[test]
fn every_answer_forbids_scripts_frames_caches_and_guessing() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let browser = scene.browser("agus");
    let photo = format!("{}/photos/{}", path(&phone), phone.photos[0].digest);
    for path in ["/", "/queue", &path(&phone), &photo, "/audit", "/style.css", "/umbrella.svg", "/nothing", "/sign-in"]
    {
        let answer = browser.get(path);
        let policy = &answer.headers["content-security-policy"];
        for part in ["default-src 'none'", "style-src 'self'", "img-src 'self'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("script") && !policy.contains("unsafe"), "{policy}");
        let said = ["cache-control", "x-content-type-options", "referrer-policy", "x-frame-options"]
            .map(|name| answer.headers[name].as_str());
        assert_eq!(said, ["no-store", "nosniff", "no-referrer", "DENY"], "{path}");
        if answer.headers.get("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            let page = text(&answer);
            assert!(!page.contains("<script") && !page.contains("style=") && !page.contains(" on"), "{path}: {page}");
        }
    }
}

#[test]
fn wrong_name_wrong_password_and_waiting_are_answered_alike() {
    let scene = scene();
    let mut browser = Browser::new(&scene.page.address);
    let without_name = |answer: &common::http::Answer, name: &str| text(answer).replace(name, "");
    let unknown = browser.sign_in("zulkarnain", PASSWORD);
    let wrong = browser.sign_in("rina", "bukan ini, bukan");
    assert_eq!((unknown.status, wrong.status), (403, 403));
    assert_eq!(without_name(&unknown, "zulkarnain"), without_name(&wrong, "rina"));
    for _ in 0..3 {
        browser.sign_in("rina", "bukan ini, bukan");
    }
    let waiting = browser.sign_in("rina", PASSWORD);
    assert_eq!((waiting.status, waiting.headers.get("set-cookie")), (403, None), "right, and too early");
    assert_eq!(without_name(&waiting, "rina"), without_name(&unknown, "zulkarnain"));
    assert_eq!(scene.audit().iter().filter(|row| *row == "rina sign in failed ").count(), 4, "too early is not a try");
    browser.sign_in("dewi", PASSWORD);
    assert!(browser.cookie.is_some(), "others are not kept out");
    let later = page_at(&scene.house, "2026-11-23T09:00:05+07:00");
    Browser::signed_in(&later.address, " RINA ", PASSWORD);
}

#[test]
fn each_wait_is_twice_the_last() {
    let scene = scene();
    for (after, tries) in [(0, 4), (5, 1), (15, 1)] {
        let page = page_at(&scene.house, &format!("2026-11-23T09:00:{after:02}+07:00"));
        let mut browser = Browser::new(&page.address);
        for _ in 0..tries {
            browser.sign_in("rina", "bukan ini, bukan");
        }
        assert_eq!(browser.sign_in("rina", PASSWORD).status, 403, "after {after} s");
    }
    let failed = scene.audit().iter().filter(|row| *row == "rina sign in failed ").count();
    assert_eq!(failed, 6, "each of them was looked at");
    let page = page_at(&scene.house, "2026-11-23T09:00:35+07:00");
    Browser::signed_in(&page.address, "rina", PASSWORD);
}

#[test]
fn the_cookie_is_kept_from_scripts_other_sites_and_plain_http() {
    let scene = scene();
    let mut browser = Browser::new(&scene.page.address);
    let cookie = browser.sign_in("rina", PASSWORD).headers["set-cookie"].clone();
    assert!(cookie.starts_with("payung=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    let page = Serving::start(scene.house.command(&["page", "--url", "https://kantor.example.id"]));
    let answer = Browser::new(&page.address).sign_in("rina", PASSWORD);
    let cookie = &answer.headers["set-cookie"];
    assert!(cookie.starts_with("__Host-payung=") && cookie.ends_with("SameSite=Strict; Secure"), "{cookie}");
    assert!(answer.headers["strict-transport-security"].starts_with("max-age="));
    let said = scene.house.refuses(2, &["page", "--listen", "0.0.0.0:0"]);
    assert!(said.contains("plain HTTP"), "{said}");
    scene.house.refuses(2, &["page", "--url", "http://kantor.example.id"]);
}

#[test]
fn neither_password_nor_session_can_be_read_from_the_offices_disk() {
    let scene = scene();
    let browser = scene.browser("rina");
    let token = browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
    let bytes = base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, &token).unwrap();
    assert_eq!(bytes.len(), 32);
    for (path, content) in scene.house.files() {
        for secret in [PASSWORD.as_bytes(), token.as_bytes(), &bytes] {
            assert!(!content.windows(secret.len()).any(|piece| piece == secret), "{}", path.display());
        }
    }
}

#[test]
fn a_session_ends_when_idle_when_old_and_with_sign_out() {
    let scene = scene();
    let browser = scene.browser("rina");
    let at = |time: &str| {
        let page = page_at(&scene.house, &format!("2026-11-23T{time}+07:00"));
        let there = Browser { address: page.address.clone(), ..browser.clone() };
        there.get("/queue").status
    };
    assert_eq!(at("09:29:59"), 200);
    // Used at 09:29:59, so it lives on past 09:30; every use is within half an hour, and ten hours are ten hours.
    for time in ["09:59:00", "10:28:00", "10:57:00", "11:26:00", "11:55:00", "12:24:00", "12:53:00", "13:22:00"] {
        assert_eq!(at(time), 200, "{time}");
    }
    assert_eq!(at("13:52:00"), 303, "idle for half an hour");
    assert_eq!(at("13:22:01"), 303, "what has ended is gone");
    let mut old = scene.browser("rina");
    let long = Serving::start(scene.house.command_at("2026-11-23T18:59:59+07:00", &["page", "--idle-minutes", "720"]));
    old.address.clone_from(&long.address);
    assert_eq!(old.get("/queue").status, 200);
    let over = Serving::start(scene.house.command_at("2026-11-23T19:00:00+07:00", &["page", "--idle-minutes", "720"]));
    old.address.clone_from(&over.address);
    assert_eq!(old.get("/queue").headers["location"], "/sign-in?ended=1", "after a shift");
    let leaving = scene.browser("rina");
    let answer = leaving.post("/sign-out", &[]);
    assert!(answer.headers["set-cookie"].contains("Max-Age=0"));
    assert_eq!(leaving.get("/queue").status, 303, "also for who kept the cookie");
    assert_eq!(scene.last_deed(), "rina sign out ");
}

#[test]
fn who_leaves_or_gets_another_role_feels_it_at_the_next_click() {
    let scene = scene();
    let browser = scene.browser("agus");
    browser.see("/audit");
    scene.house.run(&["officer", "role", "agus", "reader"]);
    assert_eq!(browser.get("/audit").status, 403);
    scene.house.run(&["officer", "remove", "agus"]);
    assert_eq!(browser.get("/queue").status, 303);
    assert_eq!(Browser::new(&scene.page.address).sign_in("agus", PASSWORD).status, 403);
    let (code, said) = give_password(&scene.house, &["add", "agus", "--role", "reader"], PASSWORD);
    assert!(code == Some(2) && said.contains("another name"), "{said}");
    let rina = scene.browser("rina");
    assert_eq!(give_password(&scene.house, &["password", "rina"], "kata lain sekali").0, Some(0));
    assert_eq!(rina.get("/queue").status, 303);
    assert_eq!(scene.last_deed(), "contoh officer password rina");
    Browser::signed_in(&scene.page.address, "rina", "kata lain sekali");
}

#[test]
fn officers_are_added_with_a_password_that_is_one_and_a_name_that_is_free() {
    let house = House::new();
    for (password, why) in [("pendek", "at least 12"), ("", "at least 12"), ("aaaaaaaaaaaaaaa", "easily guessed")] {
        let (code, said) = give_password(&house, &["add", "sari", "--role", "reader"], password);
        assert!(code == Some(2) && said.contains(why), "{said}");
    }
    for name in ["opener", "Sari", "s"] {
        assert_eq!(give_password(&house, &["add", name, "--role", "reader"], PASSWORD).0, Some(2), "{name}");
    }
    assert_eq!(give_password(&house, &["add", "sari", "--role", "king"], PASSWORD).0, Some(2));
    assert_eq!(house.json(&["officer", "list", "--json"]), serde_json::json!([]));
    add(&house, "sari", "reader", PASSWORD);
    assert!(house.run(&["officer", "list"]).starts_with("sari "));
    house.refuses(2, &["officer", "role", "nobody", "admin"]);
    house.refuses(2, &["officer", "remove", "nobody"]);
    assert!(house.refuses(2, &["officer", "password", "nobody"]).contains("there is no officer nobody"));
}

#[test]
fn a_form_from_elsewhere_does_nothing() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let (dewi, other) = (scene.browser("dewi"), scene.browser("dewi"));
    let (own, others) = (dewi.form_token(), other.form_token());
    let accept = [("verdict", "accept"), ("revision", "1")];
    let with = |token: &'static str| [&[("form_token", token)], accept.as_slice()].concat();
    assert_eq!(dewi.send(&path(&phone), &accept, &[]).status, 403, "no token");
    assert_eq!(dewi.send(&path(&phone), &with(""), &[]).status, 403);
    let stolen = [&[("form_token", others.as_str())], accept.as_slice()].concat();
    assert_eq!(dewi.send(&path(&phone), &stolen, &[]).status, 403, "another session's token");
    let right = [&[("form_token", own.as_str())], accept.as_slice()].concat();
    for elsewhere in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://jahat.example")]
    {
        assert_eq!(dewi.send(&path(&phone), &right, &[elsewhere]).status, 403, "{elsewhere:?}");
        let signing = [("name", "dewi"), ("password", PASSWORD)];
        assert_eq!(dewi.send("/sign-in", &signing, &[elsewhere]).status, 403, "{elsewhere:?}");
    }
    assert_eq!(dewi.send("/sign-out", &[], &[]).status, 403);
    assert_eq!(phone.state(), "received");
    let here = [("sec-fetch-site", "same-origin"), ("origin", "null")];
    assert_eq!(dewi.send(&path(&phone), &right, &here).status, 303, "as browsers send it");
    assert_eq!(phone.state(), "accepted");
}

#[test]
fn a_reader_sees_and_does_not_decide_and_only_an_admin_sees_the_log() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let rina = scene.browser("rina");
    let seen = rina.see(&path(&phone));
    assert!(seen.contains("SITI CONTOH") && !seen.contains("Setujui") && !seen.contains("name=\"ask\""), "{seen}");
    for verdict in ["accept", "correct", "refuse"] {
        let fields = [("verdict", verdict), ("revision", "1"), ("words", "x"), ("refuse_words", "x")];
        assert_eq!(rina.post(&path(&phone), &fields).status, 403, "{verdict}");
    }
    assert_eq!(phone.state(), "received");
    assert_eq!((rina.get("/audit").status, scene.browser("dewi").get("/audit").status), (403, 403));
    let log = scene.browser("agus").see("/audit");
    for seen in ["rina", "melihat jawaban", &phone.id.receipt(), "masuk"] {
        assert!(log.contains(seen), "{seen}");
    }
}

#[test]
fn text_from_a_phone_is_text_and_its_control_signs_are_seen() {
    let scene = scene();
    let phone = scene.received(|phone| {
        phone.answers[1].1 = "<script>alert(1)</script>\" onload='x' & \u{202e}OTNOC\u{7}".into();
        phone.answers.push(("nobody_asked<b>", "</p><img src=x>".into()));
    });
    let shown = scene.browser("dewi").see(&path(&phone));
    assert!(shown.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload"), "{shown}");
    assert!(shown.contains("\u{fffd}OTNOC\u{fffd}") && shown.contains("Di luar formulir"), "{shown}");
    for broken in ["<script", "<img src=x", "nobody_asked<b>", "\u{202e}", "\u{7}"] {
        assert!(!shown.contains(broken), "{broken:?}");
    }
    let queue = scene.browser("dewi").see("/queue");
    assert!(queue.contains("Ada jawaban di luar formulir") && !queue.contains("<script"), "{queue}");
}

#[test]
fn answers_are_grouped_by_step_and_said_as_people_say_them() {
    let scene = scene();
    let phone = scene.received(|phone| {
        let answers =
            [("employer", "no"), ("income", "1500000"), ("phone", "+6281200000001"), ("programmes", "jkk,jkm")];
        phone.answers.extend(answers.map(|(question, value)| (question, value.to_owned())));
    });
    let shown = scene.browser("rina").see(&path(&phone));
    for seen in
        ["bahasa Indonesia", "3201 0155 0190 0001", "Rp1.500.000", "0812", "SITI CONTOH", "<h2>Identitas</h2>", "Tidak"]
    {
        assert!(shown.contains(seen), "{seen}: {shown}");
    }
    let place = |text: &str| shown.find(text).unwrap_or_else(|| panic!("{text}: {shown}"));
    assert!(place("Rp1.500.000") < place("3201 0155") && place("SITI CONTOH") < place("0812"), "the form's order");
}

#[test]
fn what_is_unusual_is_said_at_its_answer_with_both_values_and_what_adds_to_what_is_linked() {
    let scene = scene();
    let first = scene.received(|_| {});
    let phone = scene.received(|phone| {
        phone.answers.extend([("birth_date", "1991-02-03".into()), ("payer", "nobody".into())]);
        phone.completes = Some((first.id, first.token.clone()));
    });
    let rina = scene.browser("rina");
    let queue = rina.see("/queue");
    assert!(queue.contains("Ada jawaban yang tidak biasa") && !queue.contains("nik_date_differs"), "{queue}");
    let shown = rina.see(&path(&phone));
    for seen in [
        "Pekerja sudah membaca: “Menurut NIK Anda lahir 15 Januari 1990, di sini 3 Februari 1991.",
        "Formulirnya tidak menerima ini: “",
        "Ada jawaban yang tidak diterima formulirnya",
    ] {
        assert!(shown.contains(seen), "{seen}: {shown}");
    }
    assert!(!shown.contains("Ada jawaban yang tidak biasa"), "it is said at its answer");
    let link = |phone: &Phone| format!("<a href=\"/registrations/{0}\">{0}</a>", phone.id.receipt());
    assert!(shown.contains(&format!("Menambah {}", link(&first))), "{shown}");
    assert!(rina.see(&path(&first)).contains(&format!("Ditambah oleh {}", link(&phone))));
}

#[test]
fn an_officer_chooses_english_and_reads_every_page_in_it() {
    let scene = scene();
    let phone = scene.received(|phone| {
        phone.answers.extend([("birth_date", "1991-02-03".into()), ("employer", "no".into())]);
    });
    let mut agus = scene.browser("agus");
    let there = format!("{}?lang=en", path(&phone));
    assert!(agus.see("/queue").contains("<html lang=\"id\">") && agus.see("/queue").contains("href=\"?lang=en\""));
    let answer = agus.get(&there);
    let chosen = answer.headers["set-cookie"].clone();
    assert_eq!((answer.status, &answer.headers["location"]), (303, &path(&phone)), "the same page");
    assert_eq!(chosen, "payung-lang=en; Max-Age=31536000; Path=/; HttpOnly; SameSite=Strict");
    assert!(!scene.audit().iter().any(|row| row.contains("show")), "nothing was looked at yet");
    let mut stranger = Browser::new(&scene.page.address);
    stranger.cookie = Some("payung-lang=en".into());
    agus.cookie = Some(format!("{}; payung-lang=en", agus.cookie.unwrap()));
    for (officer, path, seen) in [
        (&stranger, "/sign-in", "Sign in · Payung"),
        (&stranger, "/sign-in?ended=1", "Your session has ended"),
        (&agus, "/queue", "waiting for a moment"),
        (&agus, "/queue?state=all", "It has an unusual answer"),
        (&agus, "/queue?state=refused", "There is none."),
        (&agus, "/find?code=0", "No single registration"),
        (&agus, &path(&phone), "By the NIK you were born on 15 January 1990, here 3 February 1991."),
        (&agus, &path(&phone), "<h2>Identity</h2>"),
        (&agus, "/audit", "looked at answers"),
    ] {
        let page = officer.see(path);
        assert!(page.contains(seen) && page.contains("<html lang=\"en\">"), "{path}, {seen}: {page}");
        assert!(page.contains("href=\"?lang=id\""), "and back");
        for indonesian in
            ["Antrean", "Catatan", "Keluar", "Halaman", "endaftaran", "ekerja", "iriman", "etulkan", "andi"]
        {
            assert!(!page.contains(indonesian), "{path}, {indonesian}: {page}");
        }
    }
    for (answer, seen) in [
        (agus.get("/nothing"), "This office has no such page"),
        (
            agus.post(&path(&phone), &[("verdict", "refuse"), ("revision", "1")]),
            "Write why, and what the worker can do.",
        ),
        (agus.post(&path(&phone), &[("verdict", "burn"), ("revision", "1")]), "This form cannot be read."),
        (stranger.send("/sign-in", &[("name", "rina"), ("password", "x")], &[]), "do not match"),
    ] {
        assert!(text(&answer).contains(seen), "{seen}: {}", text(&answer));
    }
    let accept = [("verdict", "accept"), ("revision", "1"), ("words", "Selamat.")];
    assert_eq!(agus.post(&path(&phone), &accept).status, 303);
    assert!(agus.see("/queue").contains(": approved. The worker reads it when their phone is connected."));
    assert_eq!(opened_reply(&phone).words.reveal(), "Selamat.", "what the officer wrote is not touched");
}

#[test]
fn the_choice_of_a_language_leads_nowhere_else_and_knows_two() {
    let scene = scene();
    let browser = Browser::new(&scene.page.address);
    let to = |path: &str| browser.get(path).headers["location"].clone();
    assert_eq!(to("/queue?state=all&lang=en&page=2"), "/queue?state=all&page=2", "the rest stays");
    for elsewhere in ["//jahat.example/?lang=en", "/\\jahat.example?lang=en", "///jahat.example?lang=id"] {
        assert_eq!(to(elsewhere), "/", "{elsewhere}");
    }
    for unknown in ["/sign-in?lang=fr", "/sign-in?lang=", "/sign-in?language=en"] {
        let answer = browser.get(unknown);
        assert_eq!((answer.status, answer.headers.get("set-cookie")), (200, None), "{unknown}");
    }
    let page = Serving::start(scene.house.command(&["page", "--url", "https://kantor.example.id"]));
    let cookie = Browser::new(&page.address).get("/sign-in?lang=en").headers["set-cookie"].clone();
    assert!(cookie.starts_with("__Host-payung-lang=en; ") && cookie.ends_with("; Secure"), "{cookie}");
}

#[test]
fn a_look_is_in_the_log_before_anything_is_shown_or_nothing_is() {
    let scene = scene();
    // Not the example of the form's texts, which every bundle carries.
    let phone = scene.received(|phone| phone.answers[1].1 = "SITIRAHASIA CONTOH".into());
    let photo = format!("{}/photos/{}", path(&phone), phone.photos[0].digest);
    let rina = scene.browser("rina");
    assert!(rina.see(&path(&phone)).contains("SITIRAHASIA"));
    assert_eq!(scene.last_deed(), "rina show revision 1");
    let digest = phone.photos[0].digest.to_string();
    let answer = rina.get(&photo);
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"foto KTP contoh".as_slice()));
    assert_eq!(answer.headers["content-type"], "image/jpeg");
    assert_eq!(scene.last_deed(), format!("rina photos revision 1 {}", &digest[..8]));
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.execute_batch("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END").unwrap();
    for path in [&path(&phone), &photo] {
        let answer = rina.get(path);
        assert_eq!(answer.status, 500);
        let said = text(&answer);
        assert!(
            said.contains("Kantor sedang bermasalah") && !said.contains("SITI") && !said.contains("foto KTP"),
            "{said}"
        );
    }
    for (path, bytes) in scene.house.files() {
        let clear = [b"foto KTP contoh".as_slice(), b"SITIRAHASIA"];
        assert!(!clear.iter().any(|one| bytes.windows(one.len()).any(|piece| piece == *one)), "{}", path.display());
    }
}

#[test]
fn a_photo_is_shown_only_with_its_own_registration() {
    let scene = scene();
    let (one, other) = (scene.received(|_| {}), scene.received(|_| {}));
    let rina = scene.browser("rina");
    for (id, digest) in [
        (one.id.to_string(), other.photos[0].digest.to_string()),
        ("0190a6f0-0000-7000-8000-000000000000".into(), one.photos[0].digest.to_string()),
        (one.id.to_string(), "nonsense".into()),
        ("..%2f..%2foffice.db".into(), one.photos[0].digest.to_string()),
    ] {
        assert_eq!(rina.get(&format!("/registrations/{id}/photos/{digest}")).status, 404, "{id} {digest}");
    }
    let photos = scene.house.data().join("photos");
    let file = payung_office::intake::photo_path(&photos, one.id, one.photos[0].digest);
    std::fs::write(file, b"rot").unwrap();
    let path = format!("/registrations/{}/photos/{}", one.id, one.photos[0].digest);
    assert_eq!(rina.get(&path).status, 422, "a damaged one is said to be damaged");
}

#[test]
fn accepting_tells_the_phone_and_the_queue() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let answer =
        dewi.post(&path(&phone), &[("verdict", "accept"), ("revision", "1"), ("words", "Selamat.\r\nSampai jumpa.")]);
    assert_eq!((answer.status, answer.headers["location"].as_str()), (303, "/queue"));
    let told = format!("{}: disetujui", phone.id.receipt());
    assert!(dewi.see("/queue").contains(&told));
    assert!(!dewi.see("/queue").contains(&told), "once");
    assert_eq!(opened_reply(&phone).words.reveal(), "Selamat.\nSampai jumpa.");
    assert_eq!((phone.state().as_str(), scene.last_deed().as_str()), ("accepted", "dewi accept revision 1"));
    assert!(dewi.see("/queue?state=accepted").contains(&phone.id.to_string()));
    assert!(dewi.see(&path(&phone)).contains("Sudah selesai."));
}

#[test]
fn a_correction_asks_for_what_was_ticked_with_words_for_each() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let correct = [("verdict", "correct"), ("revision", "1")];
    let try_to = |fields: &[(&str, &str)]| dewi.post(&path(&phone), &[correct.as_slice(), fields].concat());
    let empty = try_to(&[("words-name", "tanpa centang")]);
    assert_eq!(empty.status, 422);
    assert!(text(&empty).contains("Centang isian yang perlu dibetulkan"));
    let silent = try_to(&[("ask", "name"), ("words-name", " "), ("ask", "ktp"), ("words-ktp", "Foto \"kabur\".")]);
    let page = text(&silent);
    assert_eq!(silent.status, 422);
    assert!(page.contains("href=\"#words-name\"") && page.contains("Tulis apa yang perlu dibetulkan"), "{page}");
    assert!(
        page.contains("value=\"Foto &quot;kabur&quot;.\"") && page.contains("value=\"ktp\" checked"),
        "kept: {page}"
    );
    let long = "a".repeat(501);
    assert_eq!(try_to(&[("ask", "name"), ("words-name", &long)]).status, 422);
    assert_eq!(phone.state(), "received");
    let fields = [("ask", "name"), ("words-name", "Nama sesuai KTP."), ("ask", "ktp"), ("words-ktp", "Foto kabur.")];
    assert_eq!(try_to(&fields).status, 303);
    let reply = opened_reply(&phone);
    let asked: Vec<_> = reply.questions.iter().map(|one| (one.question.as_str(), one.words.reveal())).collect();
    assert_eq!(asked, [("ktp", "Foto kabur."), ("name", "Nama sesuai KTP.")]);
    assert_eq!(scene.last_deed(), "dewi correct revision 1 ktp name");
    assert_eq!(phone.state(), "needs_correction");
}

#[test]
fn what_contradicts_itself_is_not_done() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let ticked = [("ask", "name"), ("words-name", "Nama sesuai KTP.")];
    for (verdict, more, says) in [
        ("accept", ticked.as_slice(), "Ada isian yang dicentang"),
        ("accept", &[("refuse_words", "Tidak bisa.")], "Ada alasan penolakan"),
        ("refuse", &[], "Tulis mengapa"),
        ("refuse", &[("refuse_words", "x"), ("ask", "name")], "Ada isian yang dicentang"),
    ] {
        let fields = [&[("verdict", verdict), ("revision", "1")], more].concat();
        let answer = dewi.post(&path(&phone), &fields);
        assert_eq!(answer.status, 422, "{verdict}");
        assert!(text(&answer).contains(says), "{verdict}");
    }
    let unknown = [("verdict", "correct"), ("revision", "1"), ("ask", "nope"), ("words-nope", "x")];
    assert_eq!(dewi.post(&path(&phone), &unknown).status, 409);
    for fields in [[("verdict", "burn"), ("revision", "1")], [("verdict", "accept"), ("revision", "x")]] {
        assert_eq!(dewi.post(&path(&phone), &fields).status, 400);
    }
    assert_eq!(phone.state(), "received");
    let refuse = [("verdict", "refuse"), ("revision", "1"), ("refuse_words", "Sudah peserta penerima upah.")];
    assert_eq!(dewi.post(&path(&phone), &refuse).status, 303);
    assert_eq!(
        (phone.state().as_str(), opened_reply(&phone).words.reveal()),
        ("refused", "Sudah peserta penerima upah.")
    );
}

#[test]
fn nobody_decides_about_a_revision_they_have_not_seen() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    assert!(dewi.see(&path(&phone)).contains("name=\"revision\" value=\"1\""));
    assert_eq!(phone.record(2).status, 201);
    scene.house.run(&["open"]);
    let accept = |revision| dewi.post(&path(&phone), &[("verdict", "accept"), ("revision", revision)]);
    let answer = accept("1");
    assert_eq!(answer.status, 409);
    assert!(text(&answer).contains("Sudah berubah"));
    assert_eq!(phone.state(), "received");
    assert_eq!(accept("2").status, 303);
    assert_eq!(accept("2").status, 409, "somebody was faster");
}

#[test]
fn what_does_not_open_can_be_refused_and_not_accepted() {
    let scene = scene();
    let phone = Phone::new(&scene.office.address, &scene.key);
    let mut envelope = phone.seal(1);
    *envelope.last_mut().unwrap() ^= 1;
    assert_eq!(phone.put(1, &envelope).status, 201);
    scene.house.run(&["open"]);
    let dewi = scene.browser("dewi");
    let shown = dewi.see(&path(&phone));
    assert!(shown.contains("tidak bisa dibuka di sini") && shown.contains("Tidak bisa dibuka: rusak"), "{shown}");
    assert!(!shown.contains("value=\"accept\""));
    assert_eq!(dewi.post(&path(&phone), &[("verdict", "accept"), ("revision", "1")]).status, 409);
    let refuse = [("verdict", "refuse"), ("revision", "1"), ("refuse_words", "Kiriman rusak, daftar lagi.")];
    assert_eq!(dewi.post(&path(&phone), &refuse).status, 303);
    assert_eq!(phone.state(), "refused");
}

#[test]
fn the_queue_has_pages_states_and_a_search_by_receipt() {
    let scene = scene();
    let phones: Vec<Phone> = (0..27).map(|_| Phone::new(&scene.office.address, &scene.key)).collect();
    for phone in &phones {
        assert_eq!(phone.record(1).status, 201);
    }
    let rina = scene.browser("rina");
    let codes = |path: &str| rina.see(path).matches("class=\"open\"").count();
    assert_eq!((codes("/queue"), codes("/queue?page=2"), codes("/queue?page=99")), (25, 2, 2));
    for path in ["/queue?page=0", "/queue?page=x", "/queue?state=nonsense", "/queue?state=all&page=-1"] {
        assert_eq!(codes(path), 25, "{path}");
    }
    assert_eq!(codes("/queue?state=accepted"), 0);
    let receipt = phones[3].id.receipt().to_lowercase().replace('-', "");
    let found = rina.get(&format!("/find?code={receipt}"));
    assert_eq!(found.headers["location"], path(&phones[3]));
    let lost = rina.see("/find?code=%3Cscript%3E");
    assert!(lost.contains("Tidak ketemu") && lost.contains("&lt;script&gt;") && !lost.contains("<script"), "{lost}");
    assert_eq!(rina.get("/registrations/0190a6f0-0000-7000-8000-000000000000").status, 404);
}

#[test]
fn the_page_opens_what_comes_and_a_form_has_its_size() {
    let scene = scene();
    let phone = Phone::new(&scene.office.address, &scene.key);
    phone.record(1);
    let rina = scene.browser("rina");
    let opened = (0..250).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        rina.see("/queue").contains("S••• C•••")
    });
    assert!(opened);
    let large = "a".repeat(300 * 1024);
    assert_eq!(rina.post("/sign-out", &[("more", &large)]).status, 400);
    let (code, log) = scene.page.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("\"/registrations/{id}\"") || log.contains("\"/queue\""), "{log}");
    assert!(!log.contains(&phone.id.to_string()) && !log.contains("rina"), "{log}");
}
