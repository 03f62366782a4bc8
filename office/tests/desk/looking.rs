//! What officers see: the list, the answers, who looked.

use serde_json::{Value, json};

use crate::common::phone::Phone;
use crate::scene;

#[test]
fn what_was_received_is_opened_and_listed_with_a_masked_name() {
    let scene = scene();
    let phone = scene.received();
    assert_eq!(scene.line(&phone)["opened"], false);
    assert_eq!(scene.house.run(&["open"]), "opened 1, flagged 0\n");
    assert_eq!(
        scene.house.run(&["open"]),
        "opened 0, flagged 0\n",
        "once is enough"
    );
    let line = scene.line(&phone);
    assert_eq!(
        (&line["name"], &line["flags"], &line["state"]),
        (&json!("S••• C•••"), &json!([]), &json!("received"))
    );
    assert_eq!(
        scene.house.json(&["list", "--json", "--state", "accepted"]),
        json!([])
    );
    let text = scene.house.run(&["list", "--state", "received"]);
    assert!(
        text.contains(&phone.id.receipt()) && text.contains("S••• C•••"),
        "{text}"
    );
}

#[test]
fn no_answer_in_clear_is_ever_on_the_offices_disk() {
    let scene = scene();
    let mut phone = scene.received();
    // Another NIK than the example in the form's texts, which every bundle carries.
    phone.answers = vec![
        ("nik", "3201015501907777".into()),
        ("name", "SITIRAHASIA CONTOH".into()),
    ];
    assert_eq!(phone.record(2).status, 201);
    scene.house.run(&["open"]);
    let shown = scene.house.run(&["show", &phone.id.to_string()]);
    assert!(
        shown.contains("SITIRAHASIA") && shown.contains("3201015501907777"),
        "it looks for what is really there"
    );
    for (path, bytes) in scene.house.files() {
        for secret in ["SITIRAHASIA", "3201015501907777", "foto KTP contoh"] {
            let found = bytes
                .windows(secret.len())
                .any(|piece| piece == secret.as_bytes());
            assert!(!found, "{secret} is in {}", path.display());
        }
    }
}

#[test]
fn showing_opens_the_answers_and_writes_photos_only_when_asked() {
    let scene = scene();
    let phone = scene.received();
    let receipt = phone.id.receipt();
    let shown = scene.house.json(&["show", &receipt, "--json"]);
    assert_eq!(shown["answers"][0]["value"], "3201015501900001");
    assert_eq!(shown["answers"][1]["question"], "name");
    assert_ne!(
        shown["answers"][1]["label"], "name",
        "the question has words"
    );
    assert_eq!(shown["photos"][0]["file"], Value::Null);
    let folder = scene.house.folder.path().join("foto");
    let shown = scene.house.json(&[
        "show",
        &receipt,
        "--json",
        "--photos",
        folder.to_str().unwrap(),
    ]);
    let file = std::path::PathBuf::from(shown["photos"][0]["file"].as_str().unwrap());
    assert_eq!(
        std::fs::read(&file).unwrap(),
        crate::common::phone::jpeg(b"foto KTP contoh")
    );
    assert!(!payung_office::files::open_to_others(&file).unwrap());
}

#[test]
fn a_receipt_finds_a_registration_wherever_it_stands_opened_or_not() {
    let scene = scene();
    let begun = Phone::new(&scene.office.address, &scene.key).with_photo(b"foto lain");
    assert_eq!(begun.record(1).status, 201);
    let [withdrawn, accepted, refused] = [(); 3].map(|()| scene.received());
    assert_eq!(withdrawn.ask("DELETE", &withdrawn.path()).status, 200);
    let found = || {
        let store = payung_office::store::Store::open(&scene.house.data()).unwrap();
        [&begun, &withdrawn, &accepted, &refused]
            .map(|phone| store.by_receipt(&phone.id.receipt()).unwrap() == [phone.id])
    };
    assert_eq!(found(), [true; 4], "unopened");
    scene.house.run(&["open"]);
    scene.house.accept(&[&accepted.id.receipt()]);
    scene
        .house
        .run(&["refuse", &refused.id.receipt(), "--words", "Daftar lagi."]);
    assert_eq!(found(), [true; 4], "opened, one accepted, one refused");
}

#[test]
fn every_look_is_in_the_audit_log_also_when_nothing_could_be_shown() {
    let scene = scene();
    let phone = scene.received();
    let others = scene.house.folder.path().join("other-keys");
    scene
        .house
        .run(&["keys", "new", "--keys", others.to_str().unwrap()]);
    let before = scene.audit().len();
    scene.house.refuses(
        1,
        &[
            "show",
            &phone.id.to_string(),
            "--keys",
            others.to_str().unwrap(),
        ],
    );
    assert_eq!(scene.audit()[before..], ["contoh show revision 1"]);
}

#[test]
fn nothing_is_shown_when_the_audit_log_cannot_be_written() {
    let scene = scene();
    let phone = scene.received();
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    let output = scene.house.output(&["show", &phone.id.to_string()]);
    assert_eq!(
        (output.status.code(), output.stdout.as_slice()),
        (Some(1), b"".as_slice())
    );
}

#[test]
fn the_list_says_what_is_asked_for_and_shows_one_purpose_when_told() {
    let scene = scene();
    let first = scene.received();
    let mut resuming = Phone::new(&scene.office.address, &scene.key);
    resuming.purpose = "resume";
    assert_eq!(resuming.record(1).status, 201);
    scene.house.run(&["open"]);
    let lines = scene.house.json(&["list", "--purpose", "resume", "--json"]);
    assert_eq!(
        (lines.as_array().unwrap().len(), &lines[0]["id"]),
        (1, &json!(resuming.id.to_string()))
    );
    assert_eq!(scene.line(&first)["purpose"], "register");
    let text = scene.house.run(&["show", &resuming.id.to_string()]);
    assert!(text.contains("Bayar lagi (resume)"), "{text}");
}

#[test]
fn answers_are_shown_in_words_beside_what_was_sent() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.answers.extend([
        ("district", "32.01.01".into()),
        ("ever_member", "never".into()),
        ("programmes", "jkk,jkm".into()),
    ]);
    phone.record(1);
    let text = scene.house.run(&["show", &phone.id.to_string()]);
    assert!(
        text.contains("Cibinong, Kabupaten Bogor, Jawa Barat (32.01.01)"),
        "{text}"
    );
    assert!(
        text.contains(" (never)") && text.contains(" (jkk,jkm)"),
        "{text}"
    );
    let shown = scene.house.json(&["show", &phone.id.to_string(), "--json"]);
    assert_eq!(
        (
            &shown["answers"][2]["value"],
            &shown["answers"][0]["display"]
        ),
        (&json!("32.01.01"), &json!("3201 0155 0190 0001"))
    );
}

#[test]
fn a_registration_is_found_by_id_or_receipt_and_otherwise_not() {
    let scene = scene();
    let phone = scene.received();
    for text in [
        "nonsense",
        "0000-0000",
        "0190a6f0-0000-7000-8000-000000000000",
    ] {
        scene.house.refuses(2, &["show", text]);
    }
    scene
        .house
        .run(&["show", &phone.id.receipt().replace('-', "")]);
}
