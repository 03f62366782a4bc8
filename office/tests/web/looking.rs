//! What is seen: the queue, a registration, its photos, and what the log says of it.

use super::*;

#[test]
fn the_queue_shows_masked_names_states_and_duplicates_in_words_and_no_answer() {
    let scene = scene();
    let (first, second) = (scene.received(|_| {}), scene.received(|_| {}));
    let wrong = scene.received(|phone| phone.answers[0].1 = "123".into());
    let queue = scene.browser("rina").see("/queue");
    for seen in [
        "S••• C•••",
        "NIK sama dengan ",
        &first.id.receipt(),
        &second.id.receipt(),
        "NIK tidak mungkin benar",
    ] {
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
    for path in [
        "/",
        "/queue",
        &path(&phone),
        &photo,
        "/audit",
        "/style.css",
        "/umbrella.svg",
        "/nothing",
        "/sign-in",
    ] {
        let answer = browser.get(path);
        let policy = &answer.headers["content-security-policy"];
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(
            !policy.contains("script") && !policy.contains("unsafe"),
            "{policy}"
        );
        let said = [
            "cache-control",
            "x-content-type-options",
            "referrer-policy",
            "x-frame-options",
        ]
        .map(|name| answer.headers[name].as_str());
        assert_eq!(
            said,
            ["no-store", "nosniff", "no-referrer", "DENY"],
            "{path}"
        );
        if answer
            .headers
            .get("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"))
        {
            let page = text(&answer);
            let handler = page.split(" on").skip(1).any(|rest| {
                rest.trim_start_matches(|sign: char| sign.is_ascii_alphabetic())
                    .starts_with('=')
            });
            assert!(
                !page.contains("<script") && !page.contains("style=") && !handler,
                "{path}: {page}"
            );
        }
    }
}

#[test]
fn text_from_a_phone_is_text_and_its_control_signs_are_seen() {
    let scene = scene();
    let phone = scene.received(|phone| {
        phone.answers[1].1 = "<script>alert(1)</script>\" onload='x' & \u{202e}OTNOC\u{7}".into();
        phone
            .answers
            .push(("nobody_asked<b>", "</p><img src=x>".into()));
    });
    let shown = scene.browser("dewi").see(&path(&phone));
    assert!(
        shown.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload"),
        "{shown}"
    );
    assert!(
        shown.contains("\u{fffd}OTNOC\u{fffd}") && shown.contains("Di luar formulir"),
        "{shown}"
    );
    for broken in [
        "<script",
        "<img src=x",
        "nobody_asked<b>",
        "\u{202e}",
        "\u{7}",
    ] {
        assert!(!shown.contains(broken), "{broken:?}");
    }
    let queue = scene.browser("dewi").see("/queue");
    assert!(
        queue.contains("Ada jawaban di luar formulir") && !queue.contains("<script"),
        "{queue}"
    );
}

#[test]
fn answers_are_grouped_by_step_and_said_as_people_say_them() {
    let scene = scene();
    let phone = scene.received(|phone| {
        let answers = [
            ("employer", "no"),
            ("income", "1500000"),
            ("phone", "+6281200000001"),
            ("programmes", "jkk,jkm"),
        ];
        phone
            .answers
            .extend(answers.map(|(question, value)| (question, value.to_owned())));
    });
    let shown = scene.browser("rina").see(&path(&phone));
    for seen in [
        "bahasa Indonesia",
        "3201 0155 0190 0001",
        "Rp1.500.000",
        "0812",
        "SITI CONTOH",
        "<h2>Identitas</h2>",
        "Kerja sendiri",
    ] {
        assert!(shown.contains(seen), "{seen}: {shown}");
    }
    let place = |text: &str| {
        shown
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {shown}"))
    };
    assert!(
        place("Rp1.500.000") < place("3201 0155") && place("SITI CONTOH") < place("0812"),
        "the form's order"
    );
}

#[test]
fn a_declaration_is_shown_with_its_wording_and_time_and_a_consent_as_agreed() {
    let scene = scene();
    let phone = scene.received(|phone| phone.complete = true);
    let shown = scene.browser("rina").see(&path(&phone));
    let after = shown
        .split(">Pernyataan<")
        .nth(1)
        .unwrap_or_else(|| panic!("no declaration: {shown}"));
    let declared = after.split("</div>").next().unwrap_or_default();
    for seen in [
        "Menyatakan: “Saya menyatakan: saya sedang bekerja",
        "tidak sedang sakit keras",
        "kata-kata versi 1",
        "2026",
        "WIB",
    ] {
        assert!(declared.contains(seen), "{seen}: {declared}");
    }
    assert!(!declared.contains("Setuju"), "{declared}");
    assert!(shown.contains(">Setuju<"), "the consent beside it: {shown}");
}

#[test]
fn the_code_of_a_village_stands_beside_its_name() {
    let scene = scene();
    let phone = scene.received(|phone| {
        phone.answers.extend([
            ("district", "32.01.01".into()),
            ("village_code", "32.01.01.1001".into()),
        ]);
    });
    let shown = scene.browser("rina").see(&path(&phone));
    assert!(shown.contains("Pondok Rajeg (32.01.01.1001)"), "{shown}");
}

#[test]
fn what_the_phone_warned_of_is_said_at_the_photo_that_was_kept_all_the_same() {
    let scene = scene();
    let warned = |faults: u32| {
        let phone = scene.received(|phone| phone.photos[0].faults = faults);
        let rina = scene.browser("rina");
        let shown = rina.see(&path(&phone));
        let list = scene.house.run(&["list", "--json"]);
        assert!(!list.contains("photo_"), "it is no flag: {list}");
        shown
    };
    let said = "Pekerja diperingatkan HP-nya dan tetap memakai foto ini: “";
    let shown = warned(0b101);
    let at = shown.find("class=\"card photo-card\"").unwrap();
    let card = &shown[at..];
    assert!(
        card[..card.find("</section>").unwrap()].contains(said),
        "{card}"
    );
    assert!(
        card.contains("Fotonya kabur."),
        "the worst of the two: {card}"
    );
    assert!(warned(0b1_0000).contains("Tulisan KTP tidak terlihat"));
    for nothing in [0, 1 << 9] {
        assert!(
            !warned(nothing).contains(said),
            "an older app, or one that knows more"
        );
    }
}

#[test]
fn what_is_unusual_is_said_at_its_answer_with_both_values_and_what_adds_to_what_is_linked() {
    let scene = scene();
    let first = scene.received(|_| {});
    let phone = scene.received(|phone| {
        phone.answers.extend([
            ("birth_date", "1991-02-03".into()),
            ("payer", "nobody".into()),
        ]);
        phone.completes = Some((first.id, first.token.clone()));
    });
    let rina = scene.browser("rina");
    let queue = rina.see("/queue");
    assert!(
        queue.contains("Ada jawaban yang tidak biasa") && !queue.contains("nik_date_differs"),
        "{queue}"
    );
    let shown = rina.see(&path(&phone));
    for seen in [
        "Pekerja sudah membaca: “<bdi dir=\"auto\">Menurut NIK Anda lahir 15 Januari 1990, di sini 3 Februari 1991.",
        "Formulirnya tidak menerima ini: “<bdi dir=\"auto\">",
        "Ada jawaban yang tidak diterima formulirnya",
    ] {
        assert!(shown.contains(seen), "{seen}: {shown}");
    }
    assert!(
        !shown.contains("Ada jawaban yang tidak biasa"),
        "it is said at its answer"
    );
    let link =
        |phone: &Phone| format!("<a href=\"/registrations/{0}\">{0}</a>", phone.id.receipt());
    assert!(
        shown.contains(&format!("Menambah {}", link(&first))),
        "{shown}"
    );
    assert!(
        rina.see(&path(&first))
            .contains(&format!("Ditambah oleh {}", link(&phone)))
    );
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
    assert_eq!(
        (answer.status, answer.body.as_slice()),
        (200, common::phone::jpeg(b"foto KTP contoh").as_slice())
    );
    assert_eq!(answer.headers["content-type"], "image/jpeg");
    assert_eq!(
        scene.last_deed(),
        format!("rina photos revision 1 {}", &digest[..8])
    );
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    for path in [&path(&phone), &photo] {
        let answer = rina.get(path);
        assert_eq!(answer.status, 500);
        let said = text(&answer);
        assert!(
            said.contains("Kantor sedang bermasalah")
                && !said.contains("SITI")
                && !said.contains("foto KTP"),
            "{said}"
        );
    }
    for (path, bytes) in scene.house.files() {
        let clear = [b"foto KTP contoh".as_slice(), b"SITIRAHASIA"];
        assert!(
            !clear
                .iter()
                .any(|one| bytes.windows(one.len()).any(|piece| piece == *one)),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_photo_is_shown_only_with_its_own_registration() {
    let scene = scene();
    let (one, other) = (scene.received(|_| {}), scene.received(|_| {}));
    let rina = scene.browser("rina");
    for (id, digest) in [
        (one.id.to_string(), other.photos[0].digest.to_string()),
        (
            "0190a6f0-0000-7000-8000-000000000000".into(),
            one.photos[0].digest.to_string(),
        ),
        (one.id.to_string(), "nonsense".into()),
        (
            "..%2f..%2foffice.db".into(),
            one.photos[0].digest.to_string(),
        ),
    ] {
        assert_eq!(
            rina.get(&format!("/registrations/{id}/photos/{digest}"))
                .status,
            404,
            "{id} {digest}"
        );
    }
    let photos = scene.house.data().join("photos");
    let file = payung_office::photo_store::path(&photos, one.id, one.photos[0].digest);
    std::fs::write(file, b"rot").unwrap();
    let path = format!("/registrations/{}/photos/{}", one.id, one.photos[0].digest);
    assert_eq!(
        rina.get(&path).status,
        422,
        "a damaged one is said to be damaged"
    );
}

#[test]
fn the_queue_has_pages_states_and_a_search_by_receipt() {
    let scene = scene();
    let phones: Vec<Phone> = (0..27)
        .map(|_| Phone::new(&scene.office.address, &scene.key))
        .collect();
    for phone in &phones {
        assert_eq!(phone.record(1).status, 201);
    }
    let rina = scene.browser("rina");
    let codes = |path: &str| rina.see(path).matches("class=\"open\"").count();
    assert_eq!(codes("/queue"), 25);
    let link = |page: &str, way: &str| {
        let start = page
            .find(&format!("href=\"/queue?state=received&amp;{way}="))
            .expect(way)
            + 6;
        page[start..]
            .split('"')
            .next()
            .unwrap()
            .replace("&amp;", "&")
    };
    let rest = link(&rina.see("/queue"), "after");
    assert_eq!(codes(&rest), 2, "a link leads to the rest");
    let back = link(&rina.see(&rest), "before");
    assert_eq!(
        rina.see(&back).matches("class=\"open\"").count(),
        25,
        "and another one back"
    );
    for path in [
        "/queue?after=0",
        "/queue?after=x.y",
        "/queue?state=nonsense",
        "/queue?state=all&before=-1",
    ] {
        assert_eq!(codes(path), 25, "{path}");
    }
    assert_eq!(codes("/queue?state=accepted"), 0);
    let receipt = phones[3].id.receipt().to_lowercase().replace('-', "");
    let found = rina.post("/find", &[("sought", &receipt)]);
    assert_eq!(found.headers["location"], path(&phones[3]));
    let lost = text(&rina.post("/find", &[("sought", "<script>")]));
    assert!(
        lost.contains("Tidak ketemu")
            && lost.contains("&lt;script&gt;")
            && !lost.contains("<script"),
        "{lost}"
    );
    assert_eq!(
        rina.get("/registrations/0190a6f0-0000-7000-8000-000000000000")
            .status,
        404
    );
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
    assert!(
        log.contains("\"/registrations/{id}\"") || log.contains("\"/queue\""),
        "{log}"
    );
    assert!(
        !log.contains(&phone.id.to_string()) && !log.contains("rina"),
        "{log}"
    );
}

#[test]
fn what_is_no_ordinary_jpeg_reaches_no_browser() {
    let scene = scene();
    let phone = scene.received(|phone| {
        phone.photos[0] = common::phone::Photo::of_bytes("ktp", b"<svg onload=alert(1)>");
    });
    let dewi = scene.browser("dewi");
    assert!(dewi.see(&path(&phone)).contains("bukan JPEG biasa"));
    let answer = dewi.get(&format!(
        "{}/photos/{}",
        path(&phone),
        phone.photos[0].digest
    ));
    assert!(
        answer.status == 422 && !text(&answer).contains("onload"),
        "{}",
        text(&answer)
    );
}

#[test]
fn a_count_that_ends_says_so_and_no_amount_of_junk_hides_who_waits() {
    let scene = scene();
    let honest = scene.received(|_| {});
    let put = |from: u32, to: u32| {
        let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
        sql.execute_batch(&format!(
            "CREATE TEMP TABLE junk AS WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})
                SELECT unhex(printf('0190a6f0000070008000%012x', i)) AS id FROM n;
             INSERT INTO registrations (id, receipt, token_hash, state, revision, created_at, changed_at)
                SELECT id, '', x'', 'received', 1, 0, 0 FROM junk;
             INSERT INTO opened (id, revision, flags, index_key, opened_at) SELECT id, 1, 'seal_broken', x'', 0 FROM junk;"
        ))
        .unwrap();
    };
    let dewi = scene.browser("dewi");
    put(1, 5000);
    let queue = dewi.see("/queue");
    assert!(queue.contains("tidak ada di daftar ini: 5000. "), "{queue}");
    put(5001, 5001);
    let queue = dewi.see("/queue");
    assert!(
        queue.contains("tidak ada di daftar ini: 5000+. "),
        "{queue}"
    );
    assert!(
        queue.contains(&honest.id.to_string()),
        "who came after the junk waits on the first page"
    );
    assert_eq!(dewi.get("/next").headers["location"], path(&honest));
}

#[test]
fn a_filter_that_nothing_passes_for_long_goes_on_and_never_says_that_nobody_waits() {
    let scene = scene();
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.execute_batch(
        "CREATE TEMP TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5201)
            SELECT i, unhex(printf('0190a6f0000070008000%012x', i)) AS id FROM n;
         INSERT INTO registrations (id, receipt, token_hash, state, revision, created_at, changed_at)
            SELECT id, '', x'', 'received', 1, i, i FROM many;
         INSERT INTO opened (id, revision, flags, index_key, opened_at)
            SELECT id, 1, CASE i WHEN 5201 THEN 'answer_missing' ELSE '' END, x'', 0 FROM many;",
    )
    .unwrap();
    let dewi = scene.browser("dewi");
    let query = "/queue?state=received&flag=answer_missing";
    let first = dewi.see(query);
    assert!(
        first.contains("Daftarnya masih panjang") && !first.contains("Tidak ada yang menunggu"),
        "{first}"
    );
    let next = first
        .split("rel=\"next\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .replace("&amp;", "&");
    let second = dewi.see(&next);
    let wanted = format!("0190a6f0-0000-7000-8000-{:012x}", 5201);
    assert!(second.contains(&wanted), "{next}: {second}");
    // Those of all states are one list, from which nothing is left out.
    assert!(
        !dewi
            .see("/queue?state=all&flag=duplicate")
            .contains("by-flag")
    );
}

#[test]
fn a_regency_is_asked_for_by_its_name_or_its_code_in_any_form() {
    let scene = scene();
    scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let ask = |typed: &str| dewi.see(&format!("/queue?state=received&regency={typed}"));
    for typed in ["32.01", "3201", "32.01.05", "Kabupaten+Bogor", "%203201%20"] {
        let page = ask(typed);
        assert!(
            page.contains("value=\"32.01\"") && page.contains(">Kabupaten Bogor<"),
            "{typed}: {page}"
        );
        assert!(
            page.contains("Tidak ada yang cocok dengan saringan ini")
                && !page.contains("Tidak ada yang menunggu"),
            "{typed}: {page}"
        );
    }
    let several = ask("Bogor");
    assert!(
        several.contains("regency=32.71") && several.contains("Pilih satu"),
        "{several}"
    );
    for typed in ["zzzzzz", "99.99", "%C2%A7"] {
        let page = ask(typed);
        assert!(page.contains("jadi tidak disaring"), "{typed}: {page}");
        assert!(
            page.contains("class=\"queue\""),
            "{typed}: the list is whole: {page}"
        );
    }
}
