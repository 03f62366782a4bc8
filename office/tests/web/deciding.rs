//! Accepting, asking again, refusing.

use super::*;

#[test]
fn accepting_tells_the_phone_and_the_queue() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let answer = dewi.post(
        &path(&phone),
        &[
            ("verdict", "accept"),
            ("revision", "1"),
            ("words", "Selamat.\r\nSampai jumpa."),
        ],
    );
    assert_eq!(
        (answer.status, answer.headers["location"].as_str()),
        (303, "/next")
    );
    assert_eq!(
        dewi.get("/next").headers["location"],
        "/queue?done=1",
        "nobody waits"
    );
    let told = format!("{}: disetujui", phone.id.receipt());
    assert!(dewi.see("/queue").contains(&told));
    assert!(!dewi.see("/queue").contains(&told), "once");
    assert_eq!(
        opened_reply(&phone).words.reveal(),
        "Selamat.\nSampai jumpa."
    );
    assert_eq!(
        (phone.state().as_str(), scene.last_deed().as_str()),
        ("accepted", "dewi accept revision 1")
    );
    assert!(
        dewi.see("/queue?state=accepted")
            .contains(&phone.id.to_string())
    );
    assert!(dewi.see(&path(&phone)).contains("Sudah selesai."));
}

#[test]
fn a_correction_asks_for_what_was_ticked_with_words_for_each() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let correct = [("verdict", "correct"), ("revision", "1")];
    let try_to =
        |fields: &[(&str, &str)]| dewi.post(&path(&phone), &[correct.as_slice(), fields].concat());
    let empty = try_to(&[("words-name", "tanpa centang")]);
    assert_eq!(empty.status, 422);
    assert!(text(&empty).contains("Centang isian yang perlu dibetulkan"));
    let silent = try_to(&[
        ("ask", "name"),
        ("words-name", " "),
        ("ask", "ktp"),
        ("words-ktp", "Foto \"kabur\"."),
    ]);
    let page = text(&silent);
    assert_eq!(silent.status, 422);
    assert!(
        page.contains("href=\"#words-name\"") && page.contains("Tulis apa yang perlu dibetulkan"),
        "{page}"
    );
    assert!(
        page.contains("value=\"Foto &quot;kabur&quot;.\"")
            && page.contains("value=\"ktp\" checked"),
        "kept: {page}"
    );
    let long = "a".repeat(501);
    assert_eq!(
        try_to(&[("ask", "name"), ("words-name", &long)]).status,
        422
    );
    assert_eq!(phone.state(), "received");
    let fields = [
        ("ask", "name"),
        ("words-name", "Nama sesuai KTP."),
        ("ask", "ktp"),
        ("words-ktp", "Foto kabur."),
    ];
    assert_eq!(try_to(&fields).status, 303);
    let reply = opened_reply(&phone);
    let asked: Vec<_> = reply
        .questions
        .iter()
        .map(|one| (one.question.as_str(), one.words.reveal()))
        .collect();
    assert_eq!(
        asked,
        [("ktp", "Foto kabur."), ("name", "Nama sesuai KTP.")]
    );
    assert_eq!(scene.last_deed(), "dewi correct revision 1 ktp name");
    assert_eq!(phone.state(), "needs_correction");
}

#[test]
fn words_that_no_phone_would_read_are_refused_at_the_form() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let content = payung_model::content::Content::built_in().unwrap();
    let questions = content.forms["bpu"]
        .steps
        .iter()
        .flat_map(|step| &step.questions);
    let ids: Vec<String> = questions
        .map(|question| question.id.clone())
        .take(34)
        .collect();
    let names: Vec<String> = ids.iter().map(|id| format!("words-{id}")).collect();
    // Each is as long as its field allows; together they are over the limit of a message.
    let words = "a".repeat(500);
    let mut fields = vec![("verdict", "correct"), ("revision", "1")];
    for (id, name) in ids.iter().zip(&names) {
        fields.extend([("ask", id.as_str()), (name.as_str(), words.as_str())]);
    }
    let answer = dewi.post(&path(&phone), &fields);
    assert_eq!(answer.status, 422);
    assert!(text(&answer).contains("Semua kata-kata ini bersama terlalu panjang"));
    // 2,000 characters, but of four bytes each.
    let wide = "\u{1F302}".repeat(2000);
    let answer = dewi.post(
        &path(&phone),
        &[("verdict", "accept"), ("revision", "1"), ("words", &wide)],
    );
    assert_eq!(answer.status, 422);
    assert_eq!(phone.state(), "received");
}

#[test]
fn what_contradicts_itself_is_not_done() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let ticked = [("ask", "name"), ("words-name", "Nama sesuai KTP.")];
    for (verdict, more, says) in [
        ("accept", ticked.as_slice(), "Ada isian yang dicentang"),
        (
            "accept",
            &[("refuse_words", "Tidak bisa.")],
            "Ada alasan penolakan",
        ),
        ("refuse", &[], "Tulis mengapa"),
        (
            "refuse",
            &[("refuse_words", "x"), ("ask", "name")],
            "Ada isian yang dicentang",
        ),
    ] {
        let fields = [&[("verdict", verdict), ("revision", "1")], more].concat();
        let answer = dewi.post(&path(&phone), &fields);
        assert_eq!(answer.status, 422, "{verdict}");
        assert!(text(&answer).contains(says), "{verdict}");
    }
    let unknown = [
        ("verdict", "correct"),
        ("revision", "1"),
        ("ask", "nope"),
        ("words-nope", "x"),
    ];
    assert_eq!(dewi.post(&path(&phone), &unknown).status, 409);
    for fields in [
        [("verdict", "burn"), ("revision", "1")],
        [("verdict", "accept"), ("revision", "x")],
    ] {
        assert_eq!(dewi.post(&path(&phone), &fields).status, 400);
    }
    assert_eq!(phone.state(), "received");
    let refuse = [
        ("verdict", "refuse"),
        ("revision", "1"),
        ("refuse_words", "Sudah peserta penerima upah."),
    ];
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
    assert!(
        dewi.see(&path(&phone))
            .contains("name=\"revision\" value=\"1\"")
    );
    assert_eq!(phone.record(2).status, 201);
    scene.house.run(&["open"]);
    let accept = |revision| {
        dewi.post(
            &path(&phone),
            &[("verdict", "accept"), ("revision", revision)],
        )
    };
    let answer = accept("1");
    assert_eq!(answer.status, 409);
    assert!(text(&answer).contains("Sudah berubah"));
    assert_eq!(phone.state(), "received");
    assert_eq!(accept("2").status, 303);
    assert_eq!(
        accept("2").status,
        303,
        "a double click is answered as done"
    );
    // The page that the first click led to took its word along, and the browser gave it up.
    for again in [false, true] {
        if again {
            assert_eq!(accept("2").status, 303);
        }
        let queue = dewi.see("/queue");
        assert!(
            queue.contains(": disetujui."),
            "{again}, what was decided: {queue}"
        );
    }
    let agus = scene.browser("agus");
    let late = agus.post(&path(&phone), &[("verdict", "accept"), ("revision", "2")]);
    assert_eq!(late.status, 409, "somebody was faster");
    let other = dewi.post(
        &path(&phone),
        &[
            ("verdict", "refuse"),
            ("revision", "2"),
            ("refuse_words", "x"),
        ],
    );
    assert_eq!(other.status, 409, "and this is another decision");
    assert_eq!(
        scene
            .audit()
            .iter()
            .filter(|row| row.contains(" accept "))
            .count(),
        1
    );
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
    assert!(
        shown.contains("tidak bisa dibuka di sini") && shown.contains("Tidak bisa dibuka: rusak"),
        "{shown}"
    );
    assert!(!shown.contains("value=\"accept\""));
    assert_eq!(
        dewi.post(&path(&phone), &[("verdict", "accept"), ("revision", "1")])
            .status,
        409
    );
    let refuse = [
        ("verdict", "refuse"),
        ("revision", "1"),
        ("refuse_words", "Kiriman rusak, daftar lagi."),
    ];
    assert_eq!(dewi.post(&path(&phone), &refuse).status, 303);
    assert_eq!(phone.state(), "refused");
}

#[test]
fn a_held_decision_is_nobody_elses_to_overrule_and_is_not_dropped_in_silence() {
    let scene = scene();
    let (kept, sent_again) = (scene.received(|_| {}), scene.received(|_| {}));
    let page = |now: &str| {
        let web = ["web", "--take-back-minutes", "5"];
        Serving::start(scene.house.command_at(now, &web))
    };
    let at_nine = page(NOW);
    let dewi = Browser::signed_in(&at_nine.address, "dewi", PASSWORD);
    for phone in [&kept, &sent_again] {
        let twin = [
            ("verdict", "accept"),
            ("revision", "1"),
            ("compared", "yes"),
        ];
        let answer = dewi.post(&path(phone), &twin);
        assert_eq!(answer.status, 303, "{}", text(&answer));
    }
    // Somebody at the office's computer looked, and decides otherwise.
    let id = kept.id.to_string();
    scene.house.run(&["show", &id]);
    for decides in [
        &["accept", "--compared", &id][..],
        &["refuse", &id, "--words", "CONTOH"],
    ] {
        let said = scene.house.refuses(2, decides);
        assert!(said.contains("dewi decided about"), "{said}");
    }
    assert_eq!(kept.state(), "received");
    // The other one is sent again before dewi's decision is told.
    assert_eq!(sent_again.record(2).status, 201);
    drop(at_nine);
    let later = page("2026-11-23T09:05:01+07:00");
    let dewi = Browser::signed_in(&later.address, "dewi", PASSWORD);
    let dropped = "Putusan dewi (accept) tidak jadi disampaikan";
    for _ in 0..200 {
        if kept.state() == "accepted" && dewi.see(&path(&sent_again)).contains(dropped) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(kept.state(), "accepted");
    assert!(dewi.see(&path(&sent_again)).contains(dropped));
    let rows = scene.house.json(&["audit", "--json"]);
    let row = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["action"] == "decide dropped");
    assert_eq!(row.unwrap()["detail"], "revision 1 accept by dewi");
    let log = Browser::signed_in(&later.address, "agus", PASSWORD).see("/audit");
    assert!(log.contains("putusannya tidak jadi disampaikan"), "{log}");
}
