//! Who gets in, for how long, and what they may.

use super::*;

#[test]
fn nobody_sees_anything_without_signing_in() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let photo = format!("{}/photos/{}", path(&phone), phone.photos[0].digest);
    let mut stranger = Browser::new(&scene.page.address);
    for cookie in [
        None,
        Some("payung="),
        Some("payung=AAAA"),
        Some("payung=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ] {
        stranger.cookie = cookie.map(str::to_owned);
        for path in ["/queue", "/audit", "/work", &path(&phone), &photo] {
            let answer = stranger.get(path);
            assert!(
                answer.headers["location"].starts_with("/sign-in"),
                "{path}: {answer:?}"
            );
            assert_eq!(
                (answer.status, answer.body.as_slice()),
                (303, b"".as_slice())
            );
        }
        let answer = stranger.send(
            &path(&phone),
            &[("verdict", "accept"), ("revision", "1")],
            &[],
        );
        // Whoever had a session keeps what was written, and sees nothing of the registration.
        let page = text(&answer);
        assert!(
            matches!(answer.status, 303 | 403) && !page.contains("SITI"),
            "{page}"
        );
    }
    assert_eq!(phone.state(), "received");
    assert!(
        !scene
            .audit()
            .iter()
            .any(|row| row.contains("show") || row.contains("photos"))
    );
}

#[test]
fn wrong_name_wrong_password_and_waiting_are_answered_alike() {
    let scene = scene();
    let mut browser = Browser::new(&scene.page.address);
    let without_name = |answer: &common::http::Answer, name: &str| text(answer).replace(name, "");
    let unknown = browser.sign_in("zulkarnain", PASSWORD);
    let wrong = browser.sign_in("rina", "bukan ini, bukan");
    assert_eq!((unknown.status, wrong.status), (403, 403));
    assert_eq!(
        without_name(&unknown, "zulkarnain"),
        without_name(&wrong, "rina")
    );
    for _ in 0..3 {
        browser.sign_in("rina", "bukan ini, bukan");
    }
    let waiting = browser.sign_in("rina", PASSWORD);
    assert_eq!(
        (waiting.status, waiting.headers.get("set-cookie")),
        (403, None),
        "right, and too early"
    );
    assert_eq!(
        without_name(&waiting, "rina"),
        without_name(&unknown, "zulkarnain")
    );
    assert_eq!(
        scene
            .audit()
            .iter()
            .filter(|row| *row == "rina sign in failed ")
            .count(),
        4,
        "too early is not a try"
    );
    browser.sign_in("dewi", PASSWORD);
    assert!(browser.cookie.is_some(), "others are not kept out");
    let later = page_at(&scene.house, "2026-11-23T09:00:05+07:00");
    Browser::signed_in(&later.address, " RINA ", PASSWORD);
}

#[test]
fn a_stranger_cannot_keep_an_officer_out_of_a_device_that_was_let_in_before() {
    let scene = scene();
    let mut own = scene.browser("rina");
    own.cookie = None;
    let mut stranger = Browser::new(&scene.page.address);
    for _ in 0..6 {
        stranger.sign_in("rina", "bukan ini, bukan");
    }
    assert_eq!(
        stranger.sign_in("rina", PASSWORD).status,
        403,
        "the name waits"
    );
    let answer = own.sign_in("rina", PASSWORD);
    assert_eq!(answer.status, 303, "not on her device");
    let mut others = Browser {
        device: own.device.clone(),
        ..Browser::new(&scene.page.address)
    };
    for _ in 0..5 {
        others.sign_in("dewi", "bukan ini, bukan");
    }
    assert_eq!(
        others.sign_in("dewi", PASSWORD).status,
        403,
        "her device is nothing to another name"
    );
    own.cookie = None;
    for _ in 0..4 {
        own.sign_in("rina", "bukan ini, bukan");
    }
    assert_eq!(
        own.sign_in("rina", PASSWORD).status,
        403,
        "and whoever has it waits as well"
    );
}

#[test]
fn a_known_name_is_not_told_by_the_time_that_its_refusal_takes() {
    let scene = scene();
    let once = |name: &str| {
        let started = common::stopwatch::Stopwatch::start();
        assert_eq!(
            Browser::new(&scene.page.address)
                .sign_in(name, "bukan ini, bukan")
                .status,
            403
        );
        started.elapsed().as_millis()
    };
    // The shortest of each: what a busy machine adds is no difference between names.
    let shortest = |name: &str| (0..3).map(|_| once(name)).min().unwrap();
    let (known, unknown) = (shortest("rina"), shortest("zulkarnain"));
    assert!(known >= 500 && unknown >= 500, "{known} {unknown}");
    assert!(known.abs_diff(unknown) < 250, "{known} {unknown}");
}

#[test]
fn six_hundred_strangers_at_once_take_no_more_memory_than_two() {
    let scene = scene();
    let memory = || -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", scene.page.process())).unwrap();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .unwrap();
        peak.trim().trim_end_matches(" kB").parse().unwrap()
    };
    Browser::new(&scene.page.address).sign_in("rina", "bukan ini, bukan");
    let before = memory();
    std::thread::scope(|scope| {
        for _ in 0..60 {
            scope.spawn(|| {
                for _ in 0..10 {
                    Browser::new(&scene.page.address).sign_in("zulkarnain", "bukan ini, bukan");
                }
            });
        }
    });
    let grown = memory().saturating_sub(before);
    assert!(grown < 64 * 1024, "{grown} kB more than before");
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
        assert_eq!(
            browser.sign_in("rina", PASSWORD).status,
            403,
            "after {after} s"
        );
    }
    let failed = scene
        .audit()
        .iter()
        .filter(|row| *row == "rina sign in failed ")
        .count();
    assert_eq!(failed, 6, "each of them was looked at");
    let page = page_at(&scene.house, "2026-11-23T09:00:35+07:00");
    Browser::signed_in(&page.address, "rina", PASSWORD);
}

#[test]
fn the_cookie_is_kept_from_scripts_other_sites_and_plain_http() {
    let scene = scene();
    let mut browser = Browser::new(&scene.page.address);
    let cookies = browser.sign_in("rina", PASSWORD).headers["set-cookie"].clone();
    let [cookie, device] = cookies.lines().collect::<Vec<_>>()[..] else {
        panic!("{cookies}")
    };
    assert!(
        device.contains("; Path=/; HttpOnly; SameSite=Strict"),
        "{device}"
    );
    assert!(
        cookie.starts_with("payung=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{cookie}"
    );
    let page = Serving::start(
        scene
            .house
            .command(&["web", "--url", "https://kantor.example.id"]),
    );
    let answer = Browser::new(&page.address).sign_in("rina", PASSWORD);
    let cookie = answer.headers["set-cookie"].lines().next().unwrap();
    assert!(
        cookie.starts_with("__Host-payung=") && cookie.ends_with("SameSite=Strict; Secure"),
        "{cookie}"
    );
    assert!(answer.headers["strict-transport-security"].starts_with("max-age="));
    let said = scene.house.refuses(2, &["web", "--listen", "0.0.0.0:0"]);
    assert!(said.contains("plain HTTP"), "{said}");
    scene
        .house
        .refuses(2, &["web", "--url", "http://kantor.example.id"]);
}

#[test]
fn neither_password_nor_session_can_be_read_from_the_offices_disk() {
    let scene = scene();
    let browser = scene.browser("rina");
    let token = browser
        .cookie
        .clone()
        .unwrap()
        .split_once('=')
        .unwrap()
        .1
        .to_owned();
    let bytes = <base64ct::Base64UrlUnpadded as base64ct::Encoding>::decode_vec(&token).unwrap();
    assert_eq!(bytes.len(), 32);
    for (path, content) in scene.house.files() {
        for secret in [PASSWORD.as_bytes(), token.as_bytes(), &bytes] {
            assert!(
                !content.windows(secret.len()).any(|piece| piece == secret),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn a_session_ends_when_idle_when_old_and_with_sign_out() {
    let scene = scene();
    let browser = scene.browser("rina");
    let at = |time: &str| {
        let page = page_at(&scene.house, &format!("2026-11-23T{time}+07:00"));
        let there = Browser {
            address: page.address.clone(),
            ..browser.clone()
        };
        there.get("/queue").status
    };
    assert_eq!(at("09:29:59"), 200);
    // Used at 09:29:59, so it lives on past 09:30; every use is within half an hour, and ten hours
    // are ten hours.
    for time in [
        "09:59:00", "10:28:00", "10:57:00", "11:26:00", "11:55:00", "12:24:00", "12:53:00",
        "13:22:00",
    ] {
        assert_eq!(at(time), 200, "{time}");
    }
    assert_eq!(at("13:52:00"), 303, "idle for half an hour");
    assert_eq!(at("13:22:01"), 303, "what has ended is gone");
    let mut old = scene.browser("rina");
    let long = Serving::start(scene.house.command_at(
        "2026-11-23T18:59:59+07:00",
        &["web", "--idle-minutes", "720"],
    ));
    old.address.clone_from(&long.address);
    assert_eq!(old.get("/queue").status, 200);
    let over = Serving::start(scene.house.command_at(
        "2026-11-23T19:00:00+07:00",
        &["web", "--idle-minutes", "720"],
    ));
    old.address.clone_from(&over.address);
    assert_eq!(
        old.get("/queue").headers["location"],
        "/sign-in?ended=1",
        "after a shift"
    );
    let leaving = scene.browser("rina");
    let answer = leaving.post("/sign-out", &[]);
    assert!(answer.headers["set-cookie"].contains("Max-Age=0"));
    assert_eq!(
        leaving.get("/queue").status,
        303,
        "also for who kept the cookie"
    );
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
    assert_eq!(
        Browser::new(&scene.page.address)
            .sign_in("agus", PASSWORD)
            .status,
        403
    );
    let (code, said) = give_password(&scene.house, &["add", "agus", "--role", "reader"], PASSWORD);
    assert!(code == Some(2) && said.contains("another name"), "{said}");
    let rina = scene.browser("rina");
    let mut by_another = scene.house.command(&["officer", "password", "rina"]);
    by_another.env("PAYUNG_SUDO_USER", "sari");
    assert_eq!(with_password(by_another, "kata lain sekali").0, Some(0));
    assert_eq!(rina.get("/queue").status, 303);
    // The name that was given, and the user of the operating system who gave it.
    assert_eq!(scene.last_deed(), "contoh officer password rina (as sari)");
    Browser::signed_in(&scene.page.address, "rina", "kata lain sekali");
}

#[test]
fn officers_are_added_with_a_password_that_is_one_and_a_name_that_is_free() {
    let house = House::new();
    let (code, said) = give_password(&house, &["add", "sari", "--role", "reader"], PASSWORD);
    assert!(code == Some(1) && said.contains("no keys"), "{said}");
    house.trust();
    for (password, why) in [
        ("pendek", "at least 12"),
        ("", "at least 12"),
        ("aaaaaaaaaaaaaaa", "easily guessed"),
    ] {
        let (code, said) = give_password(&house, &["add", "sari", "--role", "reader"], password);
        assert!(code == Some(2) && said.contains(why), "{said}");
    }
    for name in ["opener", "Sari", "s"] {
        assert_eq!(
            give_password(&house, &["add", name, "--role", "reader"], PASSWORD).0,
            Some(2),
            "{name}"
        );
    }
    assert_eq!(
        give_password(&house, &["add", "sari", "--role", "king"], PASSWORD).0,
        Some(2)
    );
    assert_eq!(
        house.json(&["officer", "list", "--json"]),
        serde_json::json!([])
    );
    add(&house, "sari", "reader", PASSWORD);
    assert!(house.run(&["officer", "list"]).starts_with("sari "));
    house.refuses(2, &["officer", "role", "nobody", "admin"]);
    house.refuses(2, &["officer", "remove", "nobody"]);
    assert!(
        house
            .refuses(2, &["officer", "password", "nobody"])
            .contains("there is no officer nobody")
    );
}

#[test]
fn a_form_from_elsewhere_does_nothing() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let (dewi, other) = (scene.browser("dewi"), scene.browser("dewi"));
    let (own, others) = (dewi.form_token(), other.form_token());
    let accept = [("verdict", "accept"), ("revision", "1")];
    let with = |token: &'static str| [&[("form_token", token)], accept.as_slice()].concat();
    assert_eq!(
        dewi.send(&path(&phone), &accept, &[]).status,
        403,
        "no token"
    );
    assert_eq!(dewi.send(&path(&phone), &with(""), &[]).status, 403);
    let stolen = [&[("form_token", others.as_str())], accept.as_slice()].concat();
    assert_eq!(
        dewi.send(&path(&phone), &stolen, &[]).status,
        403,
        "another session's token"
    );
    let right = [&[("form_token", own.as_str())], accept.as_slice()].concat();
    for elsewhere in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://jahat.example"),
    ] {
        assert_eq!(
            dewi.send(&path(&phone), &right, &[elsewhere]).status,
            403,
            "{elsewhere:?}"
        );
        let signing = [("name", "dewi"), ("password", PASSWORD)];
        assert_eq!(
            dewi.send("/sign-in", &signing, &[elsewhere]).status,
            403,
            "{elsewhere:?}"
        );
    }
    assert_eq!(dewi.send("/sign-out", &[], &[]).status, 403);
    assert_eq!(phone.state(), "received");
    let here = [("sec-fetch-site", "same-origin"), ("origin", "null")];
    assert_eq!(
        dewi.send(&path(&phone), &right, &here).status,
        303,
        "as browsers send it"
    );
    assert_eq!(phone.state(), "accepted");
}

#[test]
fn a_reader_sees_and_does_not_decide_and_only_an_admin_sees_the_log() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let rina = scene.browser("rina");
    let seen = rina.see(&path(&phone));
    assert!(
        seen.contains("SITI CONTOH") && !seen.contains("Setujui") && !seen.contains("name=\"ask\""),
        "{seen}"
    );
    for verdict in ["accept", "correct", "refuse"] {
        let fields = [
            ("verdict", verdict),
            ("revision", "1"),
            ("words", "x"),
            ("refuse_words", "x"),
        ];
        assert_eq!(rina.post(&path(&phone), &fields).status, 403, "{verdict}");
    }
    assert_eq!(phone.state(), "received");
    assert_eq!(
        (
            rina.get("/audit").status,
            scene.browser("dewi").get("/audit").status
        ),
        (403, 403)
    );
    let log = scene.browser("agus").see("/audit");
    for seen in ["rina", "melihat jawaban", &phone.id.receipt(), "masuk"] {
        assert!(log.contains(seen), "{seen}");
    }
}
