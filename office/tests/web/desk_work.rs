//! The page for somebody who does this all day: the next one, twins, corrections that come back,
//! words that are kept.

use super::*;

#[test]
fn a_decision_leads_to_the_next_one_which_is_nobody_elses() {
    let scene = scene();
    let phones: Vec<Phone> = (1..=3).map(|number| scene.received(nik(number))).collect();
    let (dewi, agus) = (scene.browser("dewi"), scene.browser("agus"));
    let next = |browser: &Browser, query: &str| {
        browser.get(&format!("/next{query}")).headers["location"].clone()
    };
    let first = next(&dewi, "");
    dewi.see(&first);
    let second = next(&agus, "");
    assert_ne!(first, second, "two never do the same");
    assert!(agus.see(&first).contains("Sedang dibuka oleh dewi"));
    agus.see(&second);
    let skipped = next(
        &dewi,
        &format!("?after={}", first.rsplit('/').next().unwrap()),
    );
    assert!(skipped != first && skipped != second, "{skipped}");
    assert!(
        !agus.see(&first).contains("Sedang dibuka"),
        "whoever skips gives it back"
    );
    for phone in &phones {
        let answer = agus.post(&path(phone), &[("verdict", "accept"), ("revision", "1")]);
        assert_eq!(
            (answer.status, answer.headers["location"].as_str()),
            (303, "/next")
        );
    }
    assert_eq!(next(&agus, ""), "/queue?done=1");
    assert!(
        agus.see("/queue?done=1")
            .contains("Semua yang menunggu sudah dikerjakan")
    );
    assert!(
        !scene
            .browser("rina")
            .see("/queue")
            .contains("href=\"/next\""),
        "a reader decides nothing"
    );
}

#[test]
fn two_with_one_nik_are_seen_side_by_side_before_one_is_accepted() {
    let scene = scene();
    let (first, second) = (
        scene.received(|_| {}),
        scene.received(|phone| phone.answers[1].1 = "SITI BARU".into()),
    );
    let dewi = scene.browser("dewi");
    let beside = format!("{}/beside/{}", path(&second), first.id.receipt());
    assert!(dewi.see(&path(&second)).contains(&beside));
    let accept = [("verdict", "accept"), ("revision", "1")];
    let answer = dewi.post(&path(&second), &accept);
    assert_eq!(answer.status, 422);
    assert!(text(&answer).contains("Bandingkan dulu sebelum menyetujui"));
    let page = dewi.see(&beside);
    for seen in [
        "SITI CONTOH",
        "SITI BARU",
        &first.id.receipt(),
        &second.id.receipt(),
        "berbeda",
        "name=\"compared\"",
    ] {
        assert!(page.contains(seen), "{seen}: {page}");
    }
    let looks: Vec<String> = scene
        .audit()
        .into_iter()
        .filter(|row| row.starts_with("dewi show"))
        .collect();
    assert!(looks.len() >= 4, "both looks are in the log: {looks:?}");
    assert_eq!(
        dewi.post(
            &path(&second),
            &[&accept[..], &[("compared", "yes")]].concat()
        )
        .status,
        303
    );
    assert_eq!(second.state(), "accepted");
    assert_eq!(
        dewi.get(&format!("{}/beside/{}", path(&first), first.id))
            .status,
        404,
        "not beside itself"
    );
}

#[test]
fn what_is_empty_is_said_and_accepted_only_by_who_saw_it() {
    let scene = scene();
    let phone = scene.received(|phone| phone.without.push("mother_name"));
    let dewi = scene.browser("dewi");
    let page = dewi.see(&path(&phone));
    assert!(
        page.contains("belum dijawab") && page.contains("value=\"mother_name\""),
        "it can be asked for: {page}"
    );
    let accept = [("verdict", "accept"), ("revision", "1")];
    let answer = dewi.post(&path(&phone), &accept);
    assert!(
        answer.status == 422 && text(&answer).contains("name=\"despite\""),
        "{}",
        text(&answer)
    );
    assert_eq!(
        dewi.post(
            &path(&phone),
            &[&accept[..], &[("despite", "yes")]].concat()
        )
        .status,
        303
    );
    let mut strange = Phone::new(&scene.office.address, &scene.key);
    strange.form = "form_of_a_stranger";
    strange.record(1);
    scene.house.run(&["open"]);
    let page = dewi.see(&path(&strange));
    assert!(
        page.contains("tidak mengenal formulirnya") && !page.contains("value=\"accept\""),
        "{page}"
    );
    assert_eq!(dewi.post(&path(&strange), &accept).status, 422);
    let mut bare = Phone::new(&scene.office.address, &scene.key);
    bare.complete = false;
    bare.answers[0].1 = "3201015501900002".into();
    bare.record(1);
    scene.house.run(&["open"]);
    let page = dewi.see(&path(&bare));
    assert!(
        page.contains("belum dijawab") && page.contains("Tanpa persetujuan pekerja"),
        "{page}"
    );
    assert!(!page.contains("value=\"accept\""), "{page}");
    let answer = dewi.post(&path(&bare), &[&accept[..], &[("despite", "yes")]].concat());
    assert!(
        answer.status == 422 && text(&answer).contains("Tanpa persetujuan"),
        "{}",
        text(&answer)
    );
    let mut without = Phone::new(&scene.office.address, &scene.key);
    without.answers[0].1 = "3201015501900003".into();
    without.record(1);
    scene.house.run(&["open"]);
    let page = dewi.see(&path(&without));
    assert!(
        page.contains("Tidak ada foto") && page.contains("value=\"ktp\""),
        "{page}"
    );
    let ask = [
        ("verdict", "correct"),
        ("revision", "1"),
        ("ask", "ktp"),
        ("words-ktp", "Mohon kirim foto KTP."),
    ];
    assert_eq!(
        dewi.post(&path(&without), &ask).status,
        303,
        "a photo that was never sent can be asked for"
    );
}

#[test]
fn a_correction_that_comes_back_says_what_was_asked_by_whom_and_what_changed() {
    let scene = scene();
    let mut phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let ask = [
        ("verdict", "correct"),
        ("revision", "1"),
        ("ask", "name"),
        ("words-name", "Seperti di KTP."),
    ];
    assert_eq!(dewi.post(&path(&phone), &ask).status, 303);
    phone.answers[1].1 = "SITI AMINAH CONTOH".into();
    assert_eq!(phone.record(2).status, 201);
    scene.house.run(&["open"]);
    let page = scene.browser("agus").see(&path(&phone));
    assert!(
        page.contains("minta dibetulkan") && page.contains("dewi"),
        "{page}"
    );
    assert!(
        page.contains("SITI AMINAH CONTOH")
            && page.contains("sebelumnya: <s><bdi dir=\"auto\">SITI CONTOH</bdi></s>"),
        "{page}"
    );
    assert_eq!(
        page.matches("sebelumnya: ").count(),
        1,
        "only what changed is marked"
    );
    let (table, _) = page
        .split_once("<table class=\"changes\">")
        .unwrap()
        .1
        .split_once("</table>")
        .unwrap();
    assert!(
        table.contains(">SITI CONTOH<") && table.contains(">SITI AMINAH CONTOH<"),
        "side by side: {table}"
    );
}

#[test]
fn words_are_kept_when_the_session_ends_while_somebody_writes() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let form_token = dewi.form_token();
    let later = page_at(&scene.house, "2026-11-23T10:00:00+07:00");
    let mut there = Browser {
        address: later.address.clone(),
        ..dewi.clone()
    };
    let fields = [
        ("form_token", form_token.as_str()),
        ("revision", "1"),
        ("verdict", "correct"),
        ("ask", "name"),
        ("words-name", "Seperti di \"KTP\"."),
        ("words", "Satu.\r\nDua."),
    ];
    let answer = there.send(&path(&phone), &fields, &[]);
    let page = text(&answer);
    assert!(
        answer.status == 403 && page.contains("Kata-kata Anda masih ada"),
        "{page}"
    );
    assert!(
        page.contains("name=\"kept-words-name\" value=\"Seperti di &quot;KTP&quot;.\""),
        "{page}"
    );
    assert!(
        !page.contains(&form_token),
        "a session's token is kept nowhere"
    );
    let receipt = phone.id.to_string();
    let kept: Vec<(String, &str)> = fields[1..]
        .iter()
        .map(|(name, value)| (format!("kept-{name}"), *value))
        .collect();
    let mut again = vec![
        ("name", "dewi"),
        ("password", PASSWORD),
        ("kept-registration", receipt.as_str()),
    ];
    again.extend(kept.iter().map(|(name, value)| (name.as_str(), *value)));
    let answer = there.send("/sign-in", &again, &[]);
    let page = text(&answer);
    assert_eq!(answer.status, 200, "{page}");
    for seen in [
        "Anda sudah masuk lagi",
        "Seperti di &quot;KTP&quot;.",
        "Satu.\nDua.",
        "value=\"name\" checked",
    ] {
        assert!(page.contains(seen), "{seen}: {page}");
    }
    assert_eq!(
        phone.state(),
        "received",
        "nothing was decided by signing in"
    );
    there.cookie = answer.headers["set-cookie"]
        .lines()
        .next()
        .map(|line| line.split(';').next().unwrap().to_owned());
    let ask = [
        ("verdict", "correct"),
        ("revision", "1"),
        ("ask", "name"),
        ("words-name", "Seperti di KTP."),
    ];
    assert_eq!(there.post(&path(&phone), &ask).status, 303);
}

#[test]
fn ready_words_stand_before_the_officers_own_in_the_workers_language() {
    let scene = scene();
    let own = r#"{"id":{"whole":["Data Anda cocok."],"question":["Tulis seperti di KTP."]}}"#;
    std::fs::write(scene.house.data().join("ready-words.json"), own).unwrap();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let page = dewi.see(&path(&phone));
    assert!(
        page.contains("Data Anda cocok.") && page.contains("Tulis seperti di KTP."),
        "{page}"
    );
    let fields = [
        ("verdict", "accept"),
        ("revision", "1"),
        ("ready", "Data Anda cocok."),
        ("words", "Salam, Dewi."),
    ];
    assert_eq!(dewi.post(&path(&phone), &fields).status, 303);
    assert_eq!(
        opened_reply(&phone).words.reveal(),
        "Data Anda cocok.\nSalam, Dewi."
    );
}

#[test]
fn a_word_without_an_end_does_not_fill_the_page() {
    let scene = scene();
    let phone = scene.received(|phone| phone.answers[1].1 = "X".repeat(16_000));
    let page = scene.browser("dewi").see(&path(&phone));
    assert!(
        page.len() < 60_000 && page.contains("<wbr>") && page.contains("dipotong"),
        "{}",
        page.len()
    );
}

#[test]
fn a_registration_is_found_by_what_people_say_and_the_search_stands_nowhere() {
    let scene = scene();
    let phone = scene.received(|phone| {
        phone.answers[0].1 = "3201015501900077".into();
        phone.answers[1].1 = "RATNA DEWI CONTOH".into();
        phone.answers.push(("phone", "+6281299990077".into()));
    });
    let other = scene.received(|phone| phone.answers[1].1 = "BUDI CONTOH".into());
    let rina = scene.browser("rina");
    let found = |sought: &str| rina.post("/find", &[("sought", sought)]);
    for sought in [
        "3201 0155 0190 0077",
        "0812-9999-0077",
        "+62 812 9999 0077",
        "ratna",
        "Contoh Ratna",
        &phone.id.receipt(),
    ] {
        let answer = found(sought);
        assert_eq!(
            (answer.status, &answer.headers["location"]),
            (303, &path(&phone)),
            "{sought}"
        );
    }
    let both = text(&found("contoh"));
    assert!(
        both.contains(&phone.id.receipt())
            && both.contains(&other.id.receipt())
            && !both.contains("RATNA"),
        "{both}"
    );
    assert!(
        text(&found("IBU")).contains("Tidak ada pendaftaran"),
        "a mother's name is nobody's"
    );
    assert!(
        scene.last_deed().starts_with("rina search"),
        "{}",
        scene.last_deed()
    );
    for (file, bytes) in scene.house.files() {
        for secret in ["3201015501900077", "81299990077", "RATNA"] {
            let clear = bytes
                .windows(secret.len())
                .any(|piece| piece == secret.as_bytes());
            assert!(!clear, "{secret} is in {}", file.display());
        }
    }
    assert_eq!(
        rina.send("/find", &[("sought", "ratna")], &[]).status,
        403,
        "only from a page of this session"
    );
}

#[test]
fn the_queue_is_filtered_and_what_does_not_open_is_refused_a_page_at_a_time() {
    let scene = scene();
    let good = scene.received(|_| {});
    let mut plain = Phone::new(&scene.office.address, &scene.key);
    plain.answers[0].1 = "3201015501900005".into();
    plain.without.push("mother_name");
    plain.record(1);
    let broken: Vec<Phone> = (0..3)
        .map(|_| {
            let phone = Phone::new(&scene.office.address, &scene.key);
            let mut envelope = phone.seal(1);
            *envelope.last_mut().unwrap() ^= 1;
            assert_eq!(phone.put(1, &envelope).status, 201);
            phone
        })
        .collect();
    scene.house.run(&["open"]);
    let dewi = scene.browser("dewi");
    let shows = |query: &str| {
        let page = dewi.see(&format!("/queue{query}"));
        let has = |phone: &Phone| page.contains(&phone.id.to_string());
        (
            has(&good),
            has(&plain),
            broken.iter().filter(|phone| has(phone)).count(),
        )
    };
    assert_eq!(shows(""), (true, true, 0), "what does not open is aside");
    assert!(
        dewi.see("/queue")
            .contains("Yang tidak bisa dibuka tidak ada di daftar ini: 3")
    );
    assert_eq!(shows("?state=received&flag=seal_broken"), (false, false, 3));
    assert_eq!(
        shows("?state=received&flag=answer_missing"),
        (false, true, 0)
    );
    assert_eq!(shows("?state=received&photo=with"), (true, false, 0));
    assert_eq!(shows("?state=received&photo=without"), (false, true, 0));
    assert_eq!(shows("?state=received&purpose=register"), (true, true, 0));
    assert_eq!(shows("?state=received&purpose=resume"), (false, false, 0));
    assert_eq!(
        shows("?state=received&regency=32.01"),
        (false, false, 0),
        "nobody answered where they live"
    );
    assert_eq!(shows("?state=received&hours=4"), (false, false, 0));
    let list = broken
        .iter()
        .map(|phone| format!("{}.1", phone.id))
        .chain([format!("{}.1", good.id)]);
    let list: Vec<String> = list.collect();
    let fields: Vec<(&str, &str)> = list.iter().map(|one| ("broken", one.as_str())).collect();
    assert_eq!(dewi.post("/queue/refuse-broken", &fields).status, 303);
    assert!(broken.iter().all(|phone| phone.state() == "refused"));
    assert_eq!(good.state(), "received", "only what does not open");
    let work = dewi.see("/work");
    assert!(work.contains("dewi") && work.contains(">3<"), "{work}");
    // The clock of these tests stands still, so that each took no time.
    assert!(
        work.contains("0 detik · <span class=\"soft\">paling lama 0 detik"),
        "{work}"
    );
}

#[test]
fn what_was_decided_in_which_words_and_what_officers_note_is_read_later_by_officers_only() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    assert_eq!(
        dewi.post(
            &format!("{}/notes", path(&phone)),
            &[("note", "Sudah ditelepon, KTPRAHASIA.")]
        )
        .status,
        303
    );
    let fields = [
        ("verdict", "accept"),
        ("revision", "1"),
        ("words", "Selamat, SANGATRAHASIA."),
    ];
    assert_eq!(dewi.post(&path(&phone), &fields).status, 303);
    let page = scene.browser("rina").see(&path(&phone));
    for seen in [
        "Sudah ditelepon",
        "menulis catatan dalam",
        "menyetujui",
        "Selamat, SANGATRAHASIA.",
        "dewi",
    ] {
        assert!(page.contains(seen), "{seen}: {page}");
    }
    assert_eq!(
        opened_reply(&phone).words.reveal(),
        "Selamat, SANGATRAHASIA.",
        "and the note is not told to the worker"
    );
    for (file, bytes) in scene.house.files() {
        for secret in ["KTPRAHASIA", "SANGATRAHASIA"] {
            assert!(
                !bytes
                    .windows(secret.len())
                    .any(|piece| piece == secret.as_bytes()),
                "{}",
                file.display()
            );
        }
    }
}

#[test]
fn a_decision_can_be_taken_back_until_it_is_told() {
    let scene = scene();
    let (first, second) = (scene.received(nik(1)), scene.received(nik(2)));
    let page = |now: &str| {
        Serving::start(
            scene
                .house
                .command_at(now, &["web", "--take-back-minutes", "5"]),
        )
    };
    let at_nine = page(NOW);
    let dewi = Browser::signed_in(&at_nine.address, "dewi", PASSWORD);
    for phone in [&first, &second] {
        let fields = [
            ("verdict", "accept"),
            ("revision", "1"),
            ("words", "Selamat."),
        ];
        assert_eq!(dewi.post(&path(phone), &fields).status, 303);
        assert_eq!(
            dewi.post(&path(phone), &fields).status,
            303,
            "a double click"
        );
        for again in [false, true] {
            if again {
                assert_eq!(dewi.post(&path(phone), &fields).status, 303);
            }
            assert!(
                dewi.see("/queue").contains(": menyetujui."),
                "{again}: the word of the first click may be gone with the page that it led to"
            );
        }
        assert_eq!(phone.state(), "received", "nobody is told yet");
    }
    assert_eq!(
        dewi.get("/next").headers["location"],
        "/queue?done=1",
        "what is decided is not offered again"
    );
    let held = dewi.see(&path(&first));
    assert!(
        held.contains("Tarik kembali putusan") && !held.contains("value=\"accept\""),
        "{held}"
    );
    let back = format!("{}/take-back", path(&first));
    assert_eq!(
        dewi.post(&back, &[("reason", "")]).status,
        400,
        "with its reason"
    );
    assert_eq!(dewi.post(&back, &[("reason", "Salah tekan.")]).status, 303);
    assert_eq!(
        dewi.post(&back, &[("reason", "Salah tekan.")]).status,
        303,
        "a double click says nothing else"
    );
    assert_eq!(
        dewi.post(&back, &[("reason", "Alasan lain.")]).status,
        409,
        "once"
    );
    let page_of_first = dewi.see(&path(&first));
    assert!(
        page_of_first.contains("Salah tekan.") && page_of_first.contains("value=\"accept\""),
        "{page_of_first}"
    );
    drop(at_nine);
    let _later = page("2026-11-23T09:05:01+07:00");
    for _ in 0..100 {
        if second.state() == "accepted" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(
        (first.state().as_str(), second.state().as_str()),
        ("received", "accepted")
    );
    let log = scene.audit();
    for row in [
        "dewi decide revision 1 accept",
        "dewi take back revision 1",
        "dewi accept revision 1",
    ] {
        assert!(log.iter().any(|one| one == row), "{row}: {log:?}");
    }
}
