//! Requests and complaints: in the queue by what they ask for, with their clocks; answered, refused,
//! and answered by themselves.

use super::*;

const COMPLAINT: &[(&str, &str)] = &[
    ("complaint_about", "fee"),
    ("complaint_words", "Saya diminta bayar 50 ribu."),
];
const ASKED: &[(&str, &str)] = &[
    ("request", "complaint"),
    ("complaint_about", "fee"),
    ("complaint_words", "Saya diminta bayar 50 ribu."),
];

impl Scene {
    /// A request that came and was opened.
    fn asked(
        &self,
        first: Option<&Phone>,
        form: &'static str,
        answers: &[(&'static str, &str)],
    ) -> Phone {
        let phone = Phone::new(&self.office.address, &self.key).asking(form, answers);
        let phone = match first {
            Some(first) => phone.completing(first),
            None => phone,
        };
        assert_eq!(phone.record(1).status, 201);
        self.house.run(&["open"]);
        phone
    }
}

#[test]
fn a_complaint_stands_in_the_queue_with_its_clock_and_is_answered_in_words() {
    let scene = scene();
    let first = scene.received(|_| {});
    let about = scene.asked(Some(&first), "bpu_request", ASKED);
    let free = scene.asked(None, "complaint", COMPLAINT);
    let dewi = scene.browser("dewi");

    let queue = dewi.see("/queue?purpose=complaint");
    for (seen, why) in [
        (about.id.to_string(), "about a registration"),
        (free.id.to_string(), "without one"),
        ("keluhan".to_owned(), "what it asks for in place of a name"),
        ("tentang ".to_owned(), "the registration is linked"),
        (
            "jawab paling lambat 30 November 2026, 5 hari kerja lagi".to_owned(),
            "its clock",
        ),
    ] {
        assert!(queue.contains(&seen), "{why}: {queue}");
    }
    assert!(!queue.contains(&first.id.to_string()));
    assert!(!queue.contains("50 ribu"), "no answer in a list");
    let listed = scene
        .house
        .json(&["list", "--purpose", "complaint", "--json"]);
    assert_eq!(listed.as_array().unwrap().len(), 2);

    let page = dewi.see(&path(&about));
    for seen in [
        "Jawab</button>",
        "Tolak permintaan ini",
        "belum dijawab",
        "50 ribu",
        &first.id.receipt(),
    ] {
        assert!(page.contains(seen), "{seen}: {page}");
    }
    for registration in ["Setujui</button>", "Tolak pendaftaran ini"] {
        assert!(!page.contains(registration), "{registration}");
    }
    // Without words nobody is answered.
    let silent = dewi.post(&path(&about), &[("verdict", "accept"), ("revision", "1")]);
    assert_eq!(silent.status, 422);
    assert!(text(&silent).contains("tanpa kata-kata pekerja tidak tahu apa-apa"));
    assert_eq!(about.state(), "received");
    let fields = [
        ("verdict", "accept"),
        ("revision", "1"),
        ("words", "CONTOH: tidak ada biaya."),
    ];
    assert_eq!(dewi.post(&path(&about), &fields).status, 303);
    assert_eq!(
        opened_reply(&about).words.reveal(),
        "CONTOH: tidak ada biaya."
    );
    assert!(dewi.see(&path(&about)).contains("sudah dijawab"));
    assert_eq!(first.state(), "received", "the registration is as it was");
    // The same at the command line.
    scene.house.run(&["show", &free.id.to_string()]);
    let said = scene.house.refuses(2, &["accept", &free.id.to_string()]);
    assert!(said.contains("answered in words"), "{said}");
}

#[test]
fn what_is_overdue_comes_first_and_can_be_skipped() {
    let scene = scene();
    let waiting: Vec<String> = (0..4).map(|_| path(&scene.received(|_| {}))).collect();
    let late = scene.asked(None, "complaint", COMPLAINT);
    // Tuesday, 1 December: the five working days ended on Monday.
    let page = page_at(&scene.house, "2026-12-01T09:00:00+07:00");
    let dewi = Browser::signed_in(&page.address, "dewi", PASSWORD);
    assert!(
        dewi.see("/queue")
            .contains("terlambat, seharusnya dijawab 30 November 2026")
    );
    let next = |after: &str| dewi.get(&format!("/next{after}")).headers["location"].clone();
    assert_eq!(next(""), path(&late), "before all others");
    assert!(waiting.contains(&next(&format!("?after={}", late.id))));
    let in_time = scene.browser("dewi").see("/queue");
    assert!(!in_time.contains("terlambat"), "{in_time}");
}

#[test]
fn a_change_is_compared_with_the_earlier_answers_and_erasing_names_its_command() {
    let scene = scene();
    let first = scene.received(|_| {});
    let update = scene.asked(
        Some(&first),
        "bpu_request",
        &[
            ("request", "update"),
            ("changes", "phone"),
            ("phone", "+6281234567899"),
        ],
    );
    let dewi = scene.browser("dewi");
    let beside = format!("{}/beside/{}", path(&update), first.id.receipt());
    assert!(dewi.see(&path(&update)).contains(&beside));
    let compared = dewi.see(&beside);
    for number in ["0812-3456-7899", "0812-0000-0000"] {
        assert!(compared.contains(number), "{number}: {compared}");
    }
    // New data need a consent, and none was given here.
    let flags = scene.house.json(&["list", "--purpose", "update", "--json"])[0]["flags"].clone();
    assert_eq!(flags, serde_json::json!(["consent_missing"]));

    let erasure = scene.asked(Some(&first), "bpu_request", &[("request", "erasure")]);
    let page = dewi.see(&path(&erasure));
    let command = format!("office erase {}", first.id.receipt());
    assert!(page.contains(&command), "{page}");
}

#[test]
fn who_looked_is_answered_from_the_log_without_a_name_and_a_copy_with_what_is_held() {
    let scene = scene();
    let first = scene.received(|_| {});
    scene.browser("rina").see(&path(&first));
    scene.browser("dewi").see(&path(&first));
    let looked = scene.asked(Some(&first), "bpu_request", &[("request", "who_looked")]);
    assert_eq!(looked.state(), "accepted", "nobody had to answer it");
    let words = opened_reply(&looked).words;
    let words = words.reveal();
    for seen in [
        "23 November 2026: petugas pembaca, membaca jawaban",
        "23 November 2026: petugas pemutus, membaca jawaban",
        "23 November 2026: mesin, memeriksa isian",
    ] {
        assert!(words.contains(seen), "{seen}: {words}");
    }
    for name in ["rina", "dewi", "opener"] {
        assert!(!words.contains(name), "{name}: {words}");
    }

    let copy = scene.asked(Some(&first), "bpu_request", &[("request", "copy")]);
    assert_eq!(copy.state(), "accepted");
    let words = opened_reply(&copy).words;
    let words = words.reveal();
    for seen in [
        first.id.receipt().as_str(),
        "sudah sampai di KANTOR CONTOH PAYUNG",
        "Kiriman ke 1: 23 November 2026",
        "Foto: Foto KTP",
        "- Nama: SITI CONTOH",
        "- Pekerjaan: Ojek",
    ] {
        assert!(words.contains(seen), "{seen}: {words}");
    }
    assert!(words.len() <= reply::MOST_WORDS);
    let log = scene.house.run(&["audit", "--json"]);
    for deed in ["\"who looked\"", "\"copy\""] {
        assert!(log.contains(deed), "{deed}: {log}");
    }
    // All of it was written with the office's keys: the log has no stranger's row.
    scene.house.run(&["audit", "verify"]);
}

#[test]
fn a_request_with_a_foreign_token_is_flagged_and_answered_by_nobody_but_an_officer() {
    let scene = scene();
    let first = scene.received(|_| {});
    for wish in ["who_looked", "copy"] {
        let mut thief = Phone::new(&scene.office.address, &scene.key)
            .asking("bpu_request", &[("request", wish)]);
        thief.completes = Some((first.id, thief.token.clone()));
        assert_eq!(thief.record(1).status, 201);
        scene.house.run(&["open"]);
        assert_eq!(thief.state(), "received", "{wish}");
        let listed = scene.house.json(&["list", "--purpose", wish, "--json"]);
        assert_eq!(
            listed[0]["flags"],
            serde_json::json!(["completes_unknown"]),
            "{wish}"
        );
        assert_eq!(listed[0]["completes"], Value::Null);
    }
    let log = scene.house.run(&["audit", "--json"]);
    assert!(!log.contains("\"copy\"") && !log.contains("\"who looked\""));
}

#[test]
fn a_request_for_money_is_not_accepted_before_money_was_given_back() {
    let scene = scene();
    let first = scene.received(|_| {});
    let asked = scene.asked(
        Some(&first),
        "bpu_request",
        &[("request", "refund"), ("refund_by", "cash")],
    );
    let dewi = scene.browser("dewi");
    let money = format!("/registrations/{}#money-title", first.id);
    let page = dewi.see(&path(&asked));
    assert!(page.contains(&money), "the way to the form: {page}");
    let fields = [
        ("verdict", "accept"),
        ("revision", "1"),
        ("words", "Sudah dikirim."),
    ];
    let answer = dewi.post(&path(&asked), &fields);
    let page = text(&answer);
    assert_eq!(answer.status, 422, "{page}");
    assert!(page.contains("Belum ada uang yang dikembalikan"), "{page}");
    assert!(page.contains("Sudah dikirim."), "what was typed stays");
    let said = scene.house.refuses(
        2,
        &[
            "accept",
            &asked.id.to_string(),
            "--revision",
            "1",
            "--despite-missing",
            "--words",
            "Sudah dikirim.",
        ],
    );
    assert!(said.contains("nothing was given back"), "{said}");
    assert_eq!(asked.state(), "received");
    let refuse = [
        ("verdict", "refuse"),
        ("revision", "1"),
        ("refuse_words", "Tidak ada uang yang belum dipakai."),
    ];
    assert_eq!(dewi.post(&path(&asked), &refuse).status, 303);
    assert_eq!(asked.state(), "refused");
}

#[test]
fn who_looked_says_that_not_all_additions_were_looked_through() {
    let scene = scene();
    let first = scene.received(|_| {});
    let id = first.id.to_string().replace('-', "");
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    // Fifty additions; the request itself is the next one.
    sql.execute_batch(&format!(
        "CREATE TEMP TABLE added AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
            SELECT unhex(printf('0190a6f0000070008000%012x', i)) AS id FROM n;
         INSERT INTO registrations (id, receipt, token_hash, state, revision, created_at, changed_at)
            SELECT id, '', x'', 'accepted', 1, 0, 0 FROM added;
         INSERT INTO opened (id, revision, flags, index_key, opened_at, completes)
            SELECT id, 1, '', (SELECT index_key FROM opened LIMIT 1), 0, x'{id}' FROM added;"
    ))
    .unwrap();
    drop(sql);
    let looked = scene.asked(Some(&first), "bpu_request", &[("request", "who_looked")]);
    assert_eq!(looked.state(), "accepted");
    let words = opened_reply(&looked).words;
    let said = "hanya 50 yang pertama";
    assert!(words.reveal().contains(said), "{}", words.reveal());
}
