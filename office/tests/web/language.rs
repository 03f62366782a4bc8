//! The page in the language of its reader.

use super::*;

#[test]
fn an_officer_chooses_english_and_reads_every_page_in_it() {
    let scene = scene();
    let phone = scene.received(|phone| {
        phone.answers.extend([
            ("birth_date", "1991-02-03".into()),
            ("employer", "no".into()),
        ]);
    });
    let mut agus = scene.browser("agus");
    let there = format!("{}?lang=en", path(&phone));
    assert!(
        agus.see("/queue").contains("<html lang=\"id\">")
            && agus.see("/queue").contains("href=\"?lang=en\"")
    );
    let answer = agus.get(&there);
    let chosen = answer.headers["set-cookie"].clone();
    assert_eq!(
        (answer.status, &answer.headers["location"]),
        (303, &path(&phone)),
        "the same page"
    );
    assert_eq!(
        chosen,
        "payung-lang=en; Max-Age=31536000; Path=/; HttpOnly; SameSite=Strict"
    );
    assert!(
        !scene.audit().iter().any(|row| row.contains("show")),
        "nothing was looked at yet"
    );
    let mut stranger = Browser::new(&scene.page.address);
    stranger.cookie = Some("payung-lang=en".into());
    agus.cookie = Some(format!("{}; payung-lang=en", agus.cookie.unwrap()));
    for (officer, path, seen) in [
        (&stranger, "/sign-in", "Sign in · Payung"),
        (&stranger, "/sign-in?ended=1", "Your session has ended"),
        (&agus, "/queue", "waiting for a moment"),
        (&agus, "/queue?state=all", "It has an unusual answer"),
        (&agus, "/queue?state=refused", "There is none."),
        (&agus, "/work", "Work"),
        (
            &agus,
            &path(&phone),
            "By the NIK you were born on 15 January 1990, here 3 February 1991.",
        ),
        (&agus, &path(&phone), "<h2>Identity</h2>"),
        (&agus, "/audit", "looked at answers"),
    ] {
        let page = officer.see(path);
        assert!(
            page.contains(seen) && page.contains("<html lang=\"en\">"),
            "{path}, {seen}: {page}"
        );
        assert!(page.contains("href=\"?lang=id\""), "and back");
        for indonesian in [
            "Antrean",
            "Catatan",
            "Keluar",
            "Halaman",
            "endaftaran",
            "ekerja",
            "iriman",
            "etulkan",
            "andi",
        ] {
            assert!(!page.contains(indonesian), "{path}, {indonesian}: {page}");
        }
    }
    for (answer, seen) in [
        (agus.get("/nothing"), "This office has no such page"),
        (
            agus.post(&path(&phone), &[("verdict", "refuse"), ("revision", "1")]),
            "Write why, and what the worker can do.",
        ),
        (
            agus.post(&path(&phone), &[("verdict", "burn"), ("revision", "1")]),
            "This form cannot be read.",
        ),
        (
            stranger.send("/sign-in", &[("name", "rina"), ("password", "x")], &[]),
            "do not match",
        ),
    ] {
        assert!(text(&answer).contains(seen), "{seen}: {}", text(&answer));
    }
    let accept = [
        ("verdict", "accept"),
        ("revision", "1"),
        ("words", "Selamat."),
    ];
    assert_eq!(agus.post(&path(&phone), &accept).status, 303);
    assert!(
        agus.see("/queue")
            .contains(": approved. The worker reads it when their phone is connected.")
    );
    assert_eq!(
        opened_reply(&phone).words.reveal(),
        "Selamat.",
        "what the officer wrote is not touched"
    );
}

#[test]
fn the_choice_of_a_language_leads_nowhere_else_and_knows_two() {
    let scene = scene();
    let browser = Browser::new(&scene.page.address);
    let to = |path: &str| browser.get(path).headers["location"].clone();
    assert_eq!(
        to("/queue?state=all&lang=en&page=2"),
        "/queue?state=all&page=2",
        "the rest stays"
    );
    for elsewhere in [
        "//jahat.example/?lang=en",
        "/\\jahat.example?lang=en",
        "///jahat.example?lang=id",
    ] {
        assert_eq!(to(elsewhere), "/", "{elsewhere}");
    }
    for unknown in ["/sign-in?lang=fr", "/sign-in?lang=", "/sign-in?language=en"] {
        let answer = browser.get(unknown);
        assert_eq!(
            (answer.status, answer.headers.get("set-cookie")),
            (200, None),
            "{unknown}"
        );
    }
    let page = Serving::start(
        scene
            .house
            .command(&["web", "--url", "https://kantor.example.id"]),
    );
    let cookie = Browser::new(&page.address).get("/sign-in?lang=en").headers["set-cookie"].clone();
    assert!(
        cookie.starts_with("__Host-payung-lang=en; ") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
}
