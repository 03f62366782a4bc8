//! What is left for later: registrations that were skipped, and decisions that can be taken back.

use super::*;

#[test]
fn what_was_skipped_comes_back_when_nothing_else_is_left() {
    let scene = scene();
    let mut phones: Vec<Phone> = (1..=4).map(|number| scene.received(nik(number))).collect();
    // They came in one millisecond, and stand in the queue by their ids.
    phones.sort_by_key(|phone| phone.id);
    let dewi = scene.browser("dewi");
    let next = |query: &str| dewi.get(&format!("/next{query}")).headers["location"].clone();
    let skip = |phone: &Phone| next(&format!("?after={}", phone.id));
    let accept = |phone: &Phone| {
        dewi.see(&path(phone));
        dewi.post(&path(phone), &[("verdict", "accept"), ("revision", "1")]);
        next("")
    };
    assert_eq!(next(""), path(&phones[0]));
    assert_eq!(skip(&phones[0]), path(&phones[1]));
    assert_eq!(skip(&phones[1]), path(&phones[2]));
    assert_eq!(
        accept(&phones[2]),
        path(&phones[3]),
        "a decision does not bring back what was skipped"
    );
    assert_eq!(
        scene.browser("agus").get("/next").headers["location"],
        path(&phones[0]),
        "for somebody else they stand where they stood"
    );
    assert_eq!(
        accept(&phones[3]),
        path(&phones[1]),
        "the other one is being read"
    );
    assert_eq!(skip(&phones[1]), "/queue?done=1", "not at once again");
    assert_eq!(next(""), path(&phones[1]));
}

#[test]
fn what_is_held_says_its_words_and_what_is_taken_back_is_not_typed_again() {
    let scene = scene();
    let phones = [scene.received(|_| {}), scene.received(|_| {})];
    let page = Serving::start(scene.house.command(&["web", "--take-back-minutes", "5"]));
    let [dewi, agus] =
        ["dewi", "agus"].map(|name| Browser::signed_in(&page.address, name, PASSWORD));
    let sent = [
        ("verdict", "correct"),
        ("revision", "1"),
        ("words", "Lihat KTP lagi."),
        ("ask", "name"),
        ("words-name", "Nama harus sama dengan KTP."),
    ];
    let here = path(&phones[0]);
    assert_eq!(dewi.post(&here, &sent).status, 303);
    let held = agus.see(&here);
    for words in ["Lihat KTP lagi.", "Nama harus sama dengan KTP."] {
        assert!(held.contains(words), "{words}: {held}");
    }
    let beside = agus.see(&format!("{}/beside/{}", path(&phones[1]), phones[0].id));
    assert!(
        beside.contains("minta dibetulkan") && beside.contains("dewi"),
        "who compares sees what a colleague decided: {beside}"
    );
    let back = format!("{here}/take-back");
    assert_eq!(dewi.post(&back, &[("reason", "Salah tulis.")]).status, 303);
    let again = dewi.see(&here);
    assert!(
        again.contains("Lihat KTP lagi.</textarea>")
            && again.contains("Nama harus sama dengan KTP."),
        "{again}"
    );
    assert!(
        !agus.see(&here).contains("Lihat KTP lagi."),
        "another officer begins with an empty form"
    );
    assert_eq!(dewi.post(&here, &sent).status, 303);
    assert_eq!(
        dewi.post(&back, &[("reason", "Salah tulis.")]).status,
        303,
        "another decision is taken back for the same reason"
    );
    assert!(!dewi.see(&here).contains("Tarik kembali putusan"));
}
