//! Another recovery code for who lost phone and code.

use super::*;

const FILLED: [(&str, &str); 3] = [("ktp", "yes"), ("person", "yes"), ("why", "HP hilang")];

/// The code on a page.
fn code(page: &str) -> &str {
    let after = page.split("<strong class=\"code\">").nth(1).unwrap();
    after.split('<').next().unwrap()
}

#[test]
fn who_may_decide_makes_a_code_after_seeing_ktp_and_person_and_the_log_says_why() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let (rina, dewi) = (scene.browser("rina"), scene.browser("dewi"));
    let target = format!("{}/reissue", path(&phone));
    assert!(dewi.see(&path(&phone)).contains(&target));
    assert!(!rina.see(&path(&phone)).contains(&target));
    let before = phone.status().status;
    assert_eq!(before, 200);
    for left_out in 0..FILLED.len() {
        let mut fields = FILLED.to_vec();
        fields.remove(left_out);
        let answer = dewi.post(&target, &fields);
        assert!(
            (400..500).contains(&answer.status),
            "{left_out}: {}",
            answer.status
        );
    }
    assert_eq!(rina.post(&target, &FILLED).status, 403);
    assert!(!scene.audit().iter().any(|row| row.contains(" reissue ")));

    let made = dewi.post(&target, &FILLED);
    assert_eq!(
        (made.status, made.headers["cache-control"].as_str()),
        (200, "no-store")
    );
    let page = text(&made);
    assert_eq!(code(&page).len(), "7K2M-94QX-3HTB-58FZ".len(), "{page}");
    assert_eq!(
        scene.last_deed(),
        "dewi reissue KTP shown, person present: HP hilang"
    );
    // The phone before may read that it ended, and can do nothing.
    assert_eq!(phone.status().status, 200);
    assert_eq!(phone.ask("DELETE", &phone.path()).problem().1, "closed");
    let again = dewi.post(&target, &FILLED);
    assert_ne!(code(&text(&again)), code(&page));
    assert_eq!(phone.status().status, 404, "only the last phone is told");
    assert!(
        !scene
            .house
            .json(&["audit", "--json"])
            .to_string()
            .contains(code(&page))
    );
}

#[test]
fn there_is_no_code_for_a_request_or_what_was_refused() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let request = Phone::new(&scene.office.address, &scene.key)
        .asking(
            "bpu_request",
            &[
                ("request", "complaint"),
                ("complaint_about", "fee"),
                ("complaint_words", "CONTOH"),
            ],
        )
        .completing(&phone);
    assert_eq!(request.record(1).status, 201);
    scene.house.run(&["open"]);
    let refusal = [
        ("verdict", "refuse"),
        ("revision", "1"),
        ("refuse_words", "CONTOH"),
    ];
    assert_eq!(dewi.post(&path(&phone), &refusal).status, 303);
    for none in [&phone, &request] {
        let target = format!("{}/reissue", path(none));
        assert!(!dewi.see(&path(none)).contains(&target));
        assert_eq!(dewi.post(&target, &FILLED).status, 400);
        assert_eq!(none.status().status, 200);
    }
}
