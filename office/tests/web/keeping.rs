//! What officers take, typed and see is theirs: the next one, words that outlive a session, the photo
//! of before.

use super::*;

#[test]
fn two_who_press_next_at_once_get_two_different_ones() {
    let scene = scene();
    for number in 1..=2 {
        scene.received(nik(number));
    }
    let (dewi, agus) = (scene.browser("dewi"), scene.browser("agus"));
    let next = |browser: &Browser| browser.get("/next").headers["location"].clone();
    // Neither page was loaded yet.
    let (first, second) = (next(&dewi), next(&agus));
    assert_ne!(first, second);
    assert_eq!(next(&agus), second, "it stays theirs");
    // A reader takes nothing away from those who decide.
    next(&scene.browser("rina"));
    assert_eq!(next(&dewi), first);
}

#[test]
fn notes_and_reasons_too_outlive_a_session_that_ends_also_in_a_second_tab() {
    let scene = scene();
    let phone = scene.received(|_| {});
    let mut dewi = scene.browser("dewi");
    dewi.see(&path(&phone));
    dewi.cookie = None;
    for (form, field, text) in [
        ("notes", "note", "Sudah ditelepon, tidak diangkat."),
        ("take-back", "reason", "Foto orang lain"),
        ("reissue", "why", "HP hilang di pasar"),
        ("refund", "back_why", "Bayar dua kali"),
        ("", "words", "Foto KTP kabur."),
    ] {
        let to = format!("{}/{form}", path(&phone));
        let fields = [(field, text), ("revision", "1"), ("verdict", "correct")];
        // As the second tab sends it, after the first one has found the session ended.
        let asked = dewi.send(to.trim_end_matches('/'), &fields, &[]);
        let page = common::browser::text(&asked);
        assert_eq!(asked.status, 403, "{form}: {page}");
        assert!(page.contains(text) && page.contains("masih ada"), "{page}");
        let kept = [
            ("name", "dewi"),
            ("password", PASSWORD),
            ("kept-registration", &phone.id.to_string()),
            (&format!("kept-{field}"), text),
        ];
        let back = common::browser::text(&dewi.send("/sign-in", &kept, &[]));
        // A reason belongs to a held decision, and what is given back to money. There is none here.
        assert!(
            back.contains(text) || matches!(field, "reason" | "back_why"),
            "{form}: {back}"
        );
    }
    assert_eq!(phone.state(), "received");
}

#[test]
fn a_photo_that_was_replaced_stands_beside_the_one_that_took_its_place() {
    let scene = scene();
    let mut phone = scene.received(|_| {});
    let dewi = scene.browser("dewi");
    let ask = [
        ("verdict", "correct"),
        ("revision", "1"),
        ("words", "Foto kabur."),
    ];
    assert_eq!(dewi.post(&path(&phone), &ask).status, 303);
    let before = phone.photos[0].digest;
    phone.photos = vec![common::phone::Photo::of("ktp", b"foto baru")];
    assert_eq!(phone.record(2).status, 201);
    phone.upload(&phone.photos[0]);
    scene.house.run(&["open"]);
    let page = dewi.see(&path(&phone));
    let earlier = format!("{}/photos/{before}", path(&phone));
    assert!(page.contains(&format!("src=\"{earlier}\"")), "{page}");
    assert_eq!(dewi.get(&earlier).status, 200);
    let nobodys = format!("{}/photos/{}", path(&phone), phone.id);
    assert_eq!(dewi.get(&nobodys).status, 404);
}

#[test]
fn every_flag_is_a_filter_and_all_warnings_of_forms_are_one() {
    let scene = scene();
    let plain = scene.received(nik(1));
    let unusual = scene.received(|phone| {
        phone.answers[0].1 = "3201015501900002".into();
        phone.answers.push(("birth_date", "1991-02-03".into()));
    });
    let dewi = scene.browser("dewi");
    let page = dewi.see("/queue?state=received&flag=unusual");
    assert!(
        page.contains(&unusual.id.receipt()) && !page.contains(&plain.id.receipt()),
        "{page}"
    );
    for flag in payung_office::opener::Flag::ALL {
        assert!(
            page.contains(&format!("<option value=\"{}\"", flag.word())),
            "{}",
            flag.word()
        );
    }
}

#[test]
fn who_turns_back_sees_no_decision_that_is_held_as_waiting() {
    let scene = scene();
    let phones: Vec<Phone> = (1..=52)
        .map(|number| {
            let mut phone = Phone::new(&scene.office.address, &scene.key);
            nik(number)(&mut phone);
            assert_eq!(phone.record(1).status, 201);
            phone
        })
        .collect();
    scene.house.run(&["open"]);
    let page = Serving::start(scene.house.command(&["web", "--take-back-minutes", "5"]));
    let dewi = Browser::signed_in(&page.address, "dewi", PASSWORD);
    let link = |page: &str, rel: &str| {
        let after = page
            .split_once(&format!("rel=\"{rel}\" href=\""))
            .unwrap()
            .1;
        after.split_once('"').unwrap().0.replace("&amp;", "&")
    };
    let second = link(&dewi.see("/queue"), "next");
    let third = link(&dewi.see(&second), "next");
    let back = link(&dewi.see(&third), "prev");
    let shown = |page: &str| {
        let waits = |phone: &&Phone| page.contains(&phone.id.receipt());
        phones.iter().filter(waits).collect::<Vec<_>>()
    };
    let before = dewi.see(&back);
    let first = shown(&before)[0];
    let accept = [("verdict", "accept"), ("revision", "1")];
    assert_eq!(dewi.post(&path(first), &accept).status, 303);
    let count = shown(&before).len();
    // The notice about it names it too, once; it is read elsewhere first.
    dewi.see("/queue");
    let after = dewi.see(&back);
    assert!(!after.contains(&first.id.receipt()), "{after}");
    assert_eq!(
        shown(&after).len(),
        count,
        "the one in front of it takes its place"
    );
}
