//! Codes beside the password, and the list of sessions.

use payung_office::second_factor::TotpSecret;

use super::common::app::{self, field, secret_of, secret_on as secret};
use super::*;

/// A page that asks deciders for codes, as it does unless it is told otherwise.
fn page(house: &House, now: &str) -> Serving {
    Serving::start(house.command_at(now, &["web", "--second-factor", "deciders"]))
}

fn code(secret: &TotpSecret, now: &str) -> String {
    app::code(secret, now.parse().unwrap())
}

/// The second step from a page that asked for it.
fn second(browser: &mut Browser, page: &str, name: &str, code: &str) -> common::http::Answer {
    let ticket = field(page, "ticket");
    browser.send_keeping(
        "/sign-in/code",
        &[("name", name), ("ticket", &ticket), ("code", code)],
    )
}

#[test]
fn who_decides_sets_up_an_app_at_the_first_sign_in_and_shows_its_code_ever_after() {
    let scene = scene();
    let first = page(&scene.house, NOW);
    // A reader needs none.
    Browser::signed_in(&first.address, "rina", PASSWORD);
    let mut dewi = Browser::new(&first.address);
    let asked = dewi.sign_in("dewi", PASSWORD);
    assert_eq!((asked.status, dewi.cookie.as_ref()), (200, None));
    let asked = text(&asked);
    assert!(
        asked.contains("<svg class=\"qr\"") && asked.contains("pindai gambar"),
        "{asked}"
    );
    let secret = secret(&asked);
    let wrong = second(&mut dewi, &asked, "dewi", "000000");
    assert_eq!(wrong.status, 403);
    assert!(text(&wrong).contains("tidak cocok") && dewi.cookie.is_none());
    let codes = second(&mut dewi, &text(&wrong), "dewi", &code(&secret, NOW));
    assert_eq!(codes.status, 200, "{}", text(&codes));
    let recovery: Vec<String> = text(&codes)
        .split("<li>")
        .skip(1)
        .map(|item| item.split_once('<').unwrap().0.to_owned())
        .collect();
    assert_eq!(recovery.len(), 10);
    dewi.see("/queue");
    assert_eq!(
        scene.audit()[scene.audit().len() - 3..],
        [
            "dewi sign in failed code",
            "dewi second factor dewi",
            "dewi sign in with code"
        ]
    );

    // The same code a second time, though it still holds by the clock.
    let mut again = Browser::new(&first.address);
    let asked = text(&again.sign_in("dewi", PASSWORD));
    assert!(
        !asked.contains("<svg class=\"qr\""),
        "the secret is not shown again: {asked}"
    );
    assert_eq!(
        second(&mut again, &asked, "dewi", &code(&secret, NOW)).status,
        403
    );
    let next = "2026-11-23T09:00:31+07:00";
    let later = page(&scene.house, next);
    again.address.clone_from(&later.address);
    let asked = text(&again.sign_in("dewi", PASSWORD));
    let answer = second(&mut again, &asked, "dewi", &code(&secret, next));
    assert_eq!(answer.headers["location"], "/queue");

    // A recovery code, once, however it is typed.
    let mut lost = Browser::new(&later.address);
    let asked = text(&lost.sign_in("dewi", PASSWORD));
    let typed = recovery[3].to_lowercase().replace('-', " ");
    assert_eq!(second(&mut lost, &asked, "dewi", &typed).status, 303);
    assert_eq!(scene.last_deed(), "dewi sign in with recovery code");
    let asked = text(&lost.sign_in("dewi", PASSWORD));
    assert_eq!(second(&mut lost, &asked, "dewi", &typed).status, 403);

    // Nothing of it can be read on the office's disk.
    for (path, content) in scene.house.files() {
        let plain = recovery[0].replace('-', "");
        for hidden in [secret.bytes(), recovery[0].as_bytes(), plain.as_bytes()] {
            assert!(
                !content.windows(hidden.len()).any(|piece| piece == hidden),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn a_ticket_is_one_officers_for_five_minutes_and_for_one_password() {
    let scene = scene();
    let first = page(&scene.house, NOW);
    let mut dewi = Browser::new(&first.address);
    let asked = text(&dewi.sign_in("dewi", PASSWORD));
    let good = code(&secret(&asked), NOW);
    let ticket = field(&asked, "ticket");
    let mut try_with = |address: &str, name: &str, ticket: &str, code: &str| {
        dewi.address = address.to_owned();
        let fields = [("name", name), ("ticket", ticket), ("code", code)];
        let answer = dewi.send_keeping("/sign-in/code", &fields);
        assert!(dewi.cookie.is_none());
        (answer.status, text(&answer))
    };
    for (name, ticket) in [
        ("agus", ticket.as_str()),
        ("dewi", ""),
        ("dewi", "AAAA"),
        ("dewi", &ticket[1..]),
    ] {
        let (status, said) = try_with(&first.address, name, ticket, &good);
        assert!(status == 403 && said.contains("lima menit"), "{said}");
    }
    let late = "2026-11-23T09:05:00+07:00";
    let later = page(&scene.house, late);
    let (status, said) = try_with(&later.address, "dewi", &ticket, &good);
    assert!(status == 403 && said.contains("lima menit"), "{said}");
    assert_eq!(
        give_password(&scene.house, &["password", "dewi"], "kata lain sekali").0,
        Some(0)
    );
    assert_eq!(
        try_with(&first.address, "dewi", &ticket, &good).0,
        403,
        "another password"
    );
}

#[test]
fn wrong_codes_wait_as_wrong_passwords_do() {
    let scene = scene();
    let said = scene.house.run(&["officer", "totp", "dewi"]);
    let typed = said
        .lines()
        .find_map(|line| line.strip_prefix("secret: "))
        .unwrap();
    let secret = secret_of(typed);
    assert_eq!(
        said.lines()
            .filter(|line| line.starts_with("recovery code: "))
            .count(),
        10
    );
    assert!(said.contains('█'), "{said}");
    let serving = page(&scene.house, NOW);
    let mut dewi = Browser::new(&serving.address);
    let asked = text(&dewi.sign_in("dewi", PASSWORD));
    for _ in 0..3 {
        assert_eq!(second(&mut dewi, &asked, "dewi", "000000").status, 403);
    }
    let waiting = second(&mut dewi, &asked, "dewi", &code(&secret, NOW));
    assert_eq!(waiting.status, 403, "right, and too early");
    let after = "2026-11-23T09:00:05+07:00";
    let later = page(&scene.house, after);
    dewi.address.clone_from(&later.address);
    assert_eq!(
        second(&mut dewi, &asked, "dewi", &code(&secret, after)).status,
        303
    );
    assert!(scene.house.run(&["officer", "list"]).contains("with codes"));
    // Taken away, it is set up anew.
    scene.house.run(&["officer", "totp", "dewi", "--off"]);
    assert_eq!(dewi.get("/queue").status, 303, "sessions end");
    assert!(text(&dewi.sign_in("dewi", PASSWORD)).contains("<svg class=\"qr\""));
    assert!(
        scene
            .house
            .refuses(2, &["officer", "totp", "nobody"])
            .contains("no officer")
    );
}

#[test]
fn sessions_are_seen_and_ended_by_their_officer_an_admin_and_the_program() {
    let scene = scene();
    let (rina, dewi, agus) = (
        scene.browser("rina"),
        scene.browser("dewi"),
        scene.browser("agus"),
    );
    let seen = rina.see("/sessions");
    assert!(
        seen.contains("sesi ini") && !seen.contains("<td>dewi</td>"),
        "{seen}"
    );
    let all = agus.see("/sessions");
    for name in ["rina", "dewi", "agus"] {
        assert!(all.contains(&format!("<td>{name}</td>")), "{all}");
    }
    let row = |name: &str| {
        let after = all.split_once(&format!("<td>{name}</td>")).unwrap().1;
        field(after, "session")
    };
    let (dewis, rinas) = (row("dewi"), row("rina"));
    assert_eq!(
        rina.post("/sessions/end", &[("session", &dewis)]).status,
        404,
        "not hers"
    );
    assert_eq!(
        rina.send("/sessions/end", &[("session", &rinas)], &[])
            .status,
        403,
        "no form token"
    );
    dewi.see("/queue");
    assert_eq!(
        agus.post("/sessions/end", &[("session", &dewis)]).status,
        303
    );
    assert_eq!(dewi.get("/queue").status, 303);
    assert_eq!(scene.last_deed(), "agus session end dewi");
    assert_eq!(
        rina.post("/sessions/end", &[("session", &rinas)]).status,
        303
    );
    assert_eq!(rina.get("/queue").status, 303);
    let listed = scene.house.run(&["officer", "sessions"]);
    assert!(
        listed.contains("agus") && !listed.contains("rina"),
        "{listed}"
    );
    assert_eq!(
        scene.house.run(&["officer", "end-sessions", "agus"]),
        "1 sessions of agus ended\n"
    );
    assert_eq!(agus.get("/queue").status, 303);
    assert_eq!(
        scene.house.json(&["officer", "sessions", "--json"]),
        serde_json::json!([])
    );
}

#[test]
fn an_intruder_with_the_intakes_user_becomes_no_officer() {
    let scene = scene();
    if scene.house.database.is_some() {
        return;
    }
    let rina = scene.browser("rina");
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.busy_timeout(std::time::Duration::from_secs(10))
        .unwrap();
    sql.execute("UPDATE officers SET role = 'admin' WHERE name = 'rina'", [])
        .unwrap();
    assert_eq!(rina.get("/audit").status, 303, "she is nobody now");
    assert_eq!(
        Browser::new(&scene.page.address)
            .sign_in("rina", PASSWORD)
            .status,
        403
    );
    let doctor = scene.house.output(&["doctor"]);
    let said = String::from_utf8(doctor.stdout).unwrap();
    assert!(
        said.contains("BAD   officers") && said.contains("the row of rina"),
        "{said}"
    );
    let repaired = scene.house.run(&["officer", "repair"]);
    assert!(repaired.starts_with("removed: rina"), "{repaired}");
    add(&scene.house, "rina", "reader", PASSWORD);
    Browser::signed_in(&scene.page.address, "rina", PASSWORD);
}

#[test]
fn who_comes_into_a_role_that_asks_for_codes_signs_in_anew_by_one() {
    let scene = scene();
    let first = page(&scene.house, NOW);
    let rina = Browser::signed_in(&first.address, "rina", PASSWORD);
    rina.see("/queue");
    scene.house.run(&["officer", "role", "rina", "decider"]);
    // She was let in by the password alone, which is not enough for what she may do now.
    assert_ne!(rina.get("/queue").status, 200);
    let mut again = Browser::new(&first.address);
    let asked = text(&again.sign_in("rina", PASSWORD));
    assert!(asked.contains("pindai gambar") && again.cookie.is_none());
    let secret = secret(&asked);
    assert_eq!(
        second(&mut again, &asked, "rina", &code(&secret, NOW)).status,
        200
    );
    again.see("/queue");
    // Whoever has shown a code already goes on in the new role.
    scene.house.run(&["officer", "role", "rina", "admin"]);
    again.see("/audit");
}
