//! The real form's address: districts, villages and postal codes, as a worker chooses them.

#[path = "form/worker.rs"]
mod worker;

use payung_model::form::Screen;
use worker::{Worker, question};

#[test]
fn whoever_moved_chooses_the_district_and_its_only_postal_code_is_filled_in() {
    let mut worker = Worker::filled();
    worker.answer("home_here", "moved");
    assert_eq!(worker.engine().first_open(), question("district"));
    worker.draft.entries.remove("postal_code");
    worker.answer("district", "11.01.01");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let of = |worker: &Worker, id: &str| {
        worker
            .sent()
            .0
            .into_iter()
            .find(|answer| answer.question == id)
            .unwrap()
            .value
            .reveal()
            .to_owned()
    };
    assert_eq!(
        (of(&worker, "district"), of(&worker, "postal_code")),
        ("11.01.01".into(), "23773".into())
    );
    // One's own code wins, with both values said.
    worker.answer("postal_code", "23771");
    assert_eq!(of(&worker, "postal_code"), "23771");
    let view = worker.engine().view(&question("postal_code"), None);
    let warning = view.warnings[0].reveal();
    assert!(
        warning.contains("23771") && warning.contains("23773") && warning.contains("Bakongan"),
        "{warning}"
    );
}

#[test]
fn a_village_is_chosen_from_the_list_of_the_district_and_gives_the_postal_code() {
    let mut worker = Worker::filled();
    worker.draft.entries.remove("village_code");
    let view = worker.view("village_code");
    let shown: Vec<&str> = view
        .field
        .options()
        .iter()
        .map(|option| option.label.as_str())
        .collect();
    assert_eq!(
        (shown.len(), shown.last().copied()),
        (14, Some("Belum ada di daftar")),
        "{shown:?}"
    );
    assert!(view.skip.is_empty());
    // Found with a slip; the option that it is not in the list stays there.
    let found = worker
        .engine()
        .choices("village_code", "kel nanggewr mekar", 20);
    assert_eq!(
        found.iter().map(|it| it.label.as_str()).collect::<Vec<_>>(),
        ["Nanggewer Mekar", "Belum ada di daftar"]
    );
    assert_eq!(
        worker.engine().choices("village_code", "xyzzy", 20).len(),
        1
    );
    assert!(
        worker.hints("village_code", "xyzzy").warnings[0]
            .reveal()
            .contains("Belum ada di daftar")
    );
    let village = found[0].id.clone();
    assert_eq!(worker.answer("village_code", &village), question("street"));
    assert_eq!(
        worker.view("village_code").understood[0].reveal(),
        "Nanggewer Mekar, kode pos 16912."
    );
    let of = |worker: &Worker, id: &str| {
        worker
            .sent()
            .0
            .into_iter()
            .find(|answer| answer.question == id)
            .map(|answer| answer.value.reveal().to_owned())
    };
    assert_eq!(of(&worker, "village_code"), Some(village.clone()));
    assert_eq!(of(&worker, "postal_code").as_deref(), Some("16912"));
    assert_eq!(of(&worker, "village"), None, "kept, and not sent");
    let review = worker.engine().view(&Screen::Review, None).review;
    let line = |label: &str| review.iter().find(|line| line.label == label).unwrap();
    assert_eq!(
        line("Kelurahan atau desa").value.reveal(),
        "Nanggewer Mekar"
    );
    assert_eq!(
        (
            line("Kode pos").value.reveal(),
            line("Kode pos").question.as_str()
        ),
        ("16912", "village_code")
    );
    // In another district it is asked for again, and text is no village.
    worker.answer("home_here", "moved");
    worker.answer("district", "11.01.01");
    assert_eq!(worker.engine().first_open(), question("village_code"));
    assert_eq!(of(&worker, "village_code"), None);
    assert_eq!(
        worker.refusal("village_code", "Kelurahan Contoh"),
        "Pilih dari daftar."
    );
    assert!(!worker.refusal("village_code", &village).is_empty());
    assert_eq!(
        worker.engine().choices("village_code", "keude", 1)[0].id,
        "other"
    );
}

/// Before version 3 of the form the village was written by hand.
#[test]
fn what_an_older_draft_says_of_its_village_is_kept_and_is_not_typed_again() {
    let mut worker = Worker::filled();
    worker.draft.entries.remove("village_code");
    assert_eq!(worker.engine().first_open(), question("village_code"));
    assert_eq!(
        worker.draft.entries["village"].raw.reveal(),
        "Kelurahan Contoh"
    );
    worker.answer("village_code", "other");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert!(
        worker
            .sent()
            .0
            .iter()
            .any(|it| it.question == "village" && it.value.reveal() == "Kelurahan Contoh")
    );
}

#[test]
fn where_a_district_has_several_postal_codes_they_can_be_tapped_or_left_out() {
    let mut worker = Worker::filled();
    worker.draft.entries.remove("postal_code");
    let view = worker.engine().view(&question("postal_code"), None);
    let codes = view.field.suggested();
    assert!(
        codes.len() > 1 && codes.contains(&"16911".to_owned()),
        "{codes:?}"
    );
    assert!(!view.skip.is_empty() && view.understood.is_empty());
    // They stay when something else was refused.
    let refused = worker
        .engine()
        .check("postal_code", "tidak tahu")
        .unwrap_err();
    let view = worker
        .engine()
        .view(&question("postal_code"), Some(&refused));
    assert!(view.field.suggested().len() > 1 && !view.problems.is_empty());
    worker.answer("postal_code", "");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert!(
        worker
            .sent()
            .0
            .iter()
            .all(|answer| answer.question != "postal_code")
    );
}
