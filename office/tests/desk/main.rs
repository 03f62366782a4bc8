//! The opener and the officer's desk, as commands of the real program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::phone::Phone;
use common::{House, Serving};
use payung_model::content::Content;
use payung_model::journey::OfficeState;
use payung_model::sealed::{OfficePublicKey, reply};
use serde_json::{Value, json};

struct Scene {
    house: House,
    office: Serving,
    key: OfficePublicKey,
}

fn scene() -> Scene {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    Scene { house, office, key }
}

impl Scene {
    /// A registration that was received, with its photo.
    fn received(&self) -> Phone {
        let phone = Phone::new(&self.office.address, &self.key).with_photo(b"foto KTP contoh");
        assert_eq!(phone.record(1).status, 201);
        phone.upload(&phone.photos[0]);
        phone
    }

    fn line(&self, phone: &Phone) -> Value {
        let lines = self.house.json(&["list", "--json"]);
        let id = phone.id.to_string();
        lines
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["id"] == id)
            .unwrap()
            .clone()
    }

    fn audit(&self) -> Vec<String> {
        let rows = self.house.json(&["audit", "--json"]);
        let text = |row: &Value| {
            let word = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", word("officer"), word("action"), word("detail"))
        };
        rows.as_array().unwrap().iter().map(text).collect()
    }
}

fn opened_reply(phone: &Phone) -> reply::Reply {
    use base64ct::{Base64UrlUnpadded, Encoding};
    let status = phone.status().json();
    let sealed = Base64UrlUnpadded::decode_vec(status["reply"].as_str().unwrap()).unwrap();
    reply::open(&sealed, phone.id, &phone.reply).unwrap()
}

/// `--question` for so many questions of the form: ids and words have `bytes` together.
fn long_questions(count: usize, bytes: usize) -> Vec<String> {
    let content = Content::built_in().unwrap();
    let questions = content.forms["bpu"]
        .steps
        .iter()
        .flat_map(|step| &step.questions);
    let ids: Vec<String> = questions
        .map(|question| question.id.clone())
        .take(count)
        .collect();
    let words = bytes - ids.iter().map(String::len).sum::<usize>();
    let of = |place: usize| words / count + usize::from(place < words % count);
    ids.iter()
        .enumerate()
        .map(|(place, id)| format!("--question={id}={}", "a".repeat(of(place))))
        .collect()
}

#[test]
fn a_correction_is_as_long_as_a_phone_reads_and_never_a_byte_longer() {
    let scene = scene();
    let phone = scene.received();
    scene.house.run(&["open"]);
    let id = phone.id.to_string();
    let correct = |questions: &[String]| -> Vec<String> {
        ["correct", &id]
            .into_iter()
            .map(str::to_owned)
            .chain(questions.iter().cloned())
            .collect()
    };
    let refused = |questions: &[String]| {
        let args = correct(questions);
        scene
            .house
            .refuses(2, &args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(
        refused(&long_questions(14, 14 * 3_900)).contains("all words together have 54600 bytes")
    );
    assert!(
        refused(&long_questions(5, reply::MOST_TEXT + 1))
            .contains("at most 16384: make them shorter")
    );
    assert!(refused(&long_questions(1, reply::MOST_WORDS + 100)).contains("4096 is the most"));
    assert_eq!(phone.state(), "received", "nothing was done");
    let longest = correct(&long_questions(5, reply::MOST_TEXT));
    scene
        .house
        .run(&longest.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(phone.state(), "needs_correction");
    assert_eq!(opened_reply(&phone).questions.len(), 5);
    let document = phone.status().body.len();
    assert!(
        document <= reply::MOST_DOCUMENT,
        "{document} bytes: more than a phone reads"
    );
}

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
        common::phone::jpeg(b"foto KTP contoh")
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
fn an_accepted_registration_tells_the_phone_in_words_only_it_can_read() {
    let scene = scene();
    let phone = scene.received();
    scene.house.run(&["open"]);
    let said = scene.house.accept(&[
        &phone.id.receipt().to_lowercase(),
        "--words",
        "Selamat bergabung.",
    ]);
    assert_eq!(said, format!("{} is accepted\n", phone.id.receipt()));
    let reply = opened_reply(&phone);
    assert_eq!(
        (phone.state().as_str(), reply.state, reply.revision),
        ("accepted", OfficeState::Accepted, 1)
    );
    assert_eq!(reply.words.reveal(), "Selamat bergabung.");
    assert_eq!(
        reply.at.millis(),
        common::NOW_MILLIS,
        "--now is the office's time"
    );
    assert_eq!(phone.record(2).problem(), (409, "closed".to_owned()));
    assert_eq!(
        phone.ask("DELETE", &phone.path()).problem(),
        (409, "closed".to_owned())
    );
    assert_eq!(scene.audit().last().unwrap(), "contoh accept revision 1");
    scene
        .house
        .refuses(2, &["refuse", &phone.id.to_string(), "--words", "x"]);
}

#[test]
fn a_correction_names_its_questions_and_the_next_revision_clears_the_reply() {
    let scene = scene();
    let phone = scene.received();
    scene.house.run(&["open"]);
    let id = phone.id.to_string();
    let unknown = scene
        .house
        .refuses(2, &["correct", &id, "--question", "nope=x"]);
    assert!(unknown.contains("nope"), "{unknown}");
    scene.house.refuses(2, &["correct", &id]);
    scene.house.run(&[
        "correct",
        &id,
        "--question",
        "name=Nama sesuai KTP.",
        "--question",
        "ktp=Foto kabur.",
    ]);
    let reply = opened_reply(&phone);
    let asked: Vec<_> = reply
        .questions
        .iter()
        .map(|one| (one.question.as_str(), one.words.reveal()))
        .collect();
    assert_eq!(
        asked,
        [("name", "Nama sesuai KTP."), ("ktp", "Foto kabur.")]
    );
    assert_eq!(phone.state(), "needs_correction");
    let audit = scene.audit();
    assert_eq!(
        audit.last().unwrap(),
        "contoh correct revision 1 name ktp",
        "the words stay out of the log"
    );
    let second = phone.record(2).json();
    assert_eq!(
        (&second["state"], &second["reply"]),
        (&json!("received"), &Value::Null)
    );
}

#[test]
fn a_refusal_needs_words_and_closes() {
    let scene = scene();
    let phone = scene.received();
    scene.house.refuses(2, &["refuse", &phone.id.to_string()]);
    scene.house.run(&[
        "refuse",
        &phone.id.to_string(),
        "--words",
        "Sudah peserta penerima upah.",
    ]);
    assert_eq!(phone.state(), "refused");
}

#[test]
fn nobody_decides_about_what_has_not_arrived_or_was_not_opened() {
    let scene = scene();
    let phone = Phone::new(&scene.office.address, &scene.key).with_photo(b"foto");
    phone.record(1);
    let said = scene.house.refuses(2, &["accept", &phone.id.to_string()]);
    assert!(said.contains("receiving"), "{said}");
    phone.upload(&phone.photos[0]);
    let nowhere = scene.house.folder.path().join("no-keys");
    let said = scene.house.refuses(
        1,
        &[
            "accept",
            &phone.id.to_string(),
            "--revision",
            "1",
            "--keys",
            nowhere.to_str().unwrap(),
        ],
    );
    assert!(
        said.contains("no keys"),
        "without the office's key no phone would believe it: {said}"
    );
    let said = scene.house.refuses(2, &["accept", &phone.id.to_string()]);
    assert!(
        said.contains("look first") && said.contains("--revision"),
        "{said}"
    );
    scene
        .house
        .run(&["accept", &phone.id.to_string(), "--revision", "1"]);
    assert_eq!(
        phone.state(),
        "accepted",
        "with the keys at hand it is opened on the way"
    );
}

#[test]
fn what_an_officer_saw_is_decided_and_not_what_came_since() {
    let scene = scene();
    let phone = scene.received();
    scene.house.run(&["open"]);
    scene.house.run(&["show", &phone.id.to_string()]);
    phone.record(2);
    scene.house.run(&["open"]);
    for command in [
        &["accept"][..],
        &["refuse", "--words", "x"],
        &["correct", "--words", "x"],
    ] {
        let said = scene
            .house
            .refuses(2, &[command, &[&phone.id.to_string()]].concat());
        assert!(said.contains("changed meanwhile"), "{said}");
    }
    scene
        .house
        .refuses(2, &["accept", &phone.id.to_string(), "--revision", "1"]);
    scene.house.accept(&[&phone.id.to_string()]);
    assert_eq!(phone.state(), "accepted");
}

#[test]
fn without_answers_or_consent_it_is_flagged_and_cannot_be_accepted_without_consent() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.complete = false;
    phone.record(1);
    scene.house.run(&["open"]);
    let line = scene.house.json(&["list", "--json"])[0].clone();
    assert_eq!(line["flags"], json!(["answer_missing", "consent_missing"]));
    scene.house.run(&["show", &phone.id.to_string()]);
    let said = scene.house.refuses(2, &["accept", &phone.id.to_string()]);
    assert!(said.contains("no consent"), "{said}");
    assert_eq!(phone.state(), "received");
}

#[test]
fn what_is_no_ordinary_jpeg_is_flagged() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.photos.push(common::phone::Photo::of_bytes(
        "ktp",
        b"<svg onload=alert(1)>",
    ));
    phone.record(1);
    phone.upload(&phone.photos[0]);
    scene.house.run(&["open"]);
    assert_eq!(
        scene.house.json(&["list", "--json"])[0]["flags"],
        json!(["photo_not_shown"])
    );
}

#[test]
fn two_registrations_with_one_nik_are_flagged_for_the_officer_and_not_told_to_the_sender() {
    let scene = scene();
    // All come in the same millisecond of a clock that stands, so the one is opened before the
    // other comes.
    let first = scene.received();
    scene.house.run(&["open"]);
    let second = scene.received();
    scene.house.run(&["open"]);
    let (older, newer) = (scene.line(&first), scene.line(&second));
    assert_eq!(
        (&older["duplicates"], &older["flags"]),
        (&json!([second.id.receipt()]), &json!([]))
    );
    assert_eq!(
        (&newer["duplicates"], &newer["flags"]),
        (&json!([first.id.receipt()]), &json!(["duplicate"]))
    );
    let status = second.status().json();
    assert_eq!(
        (&status["state"], &status["reply"]),
        (&json!("received"), &Value::Null)
    );
}

#[test]
fn what_adds_to_a_registration_is_linked_both_ways_and_is_no_duplicate_of_it() {
    let scene = scene();
    let first = scene.received();
    let second = Phone::new(&scene.office.address, &scene.key).completing(&first);
    let third = Phone::new(&scene.office.address, &scene.key).completing(&second);
    // All come in the same millisecond of a clock that stands, so each is opened before the next
    // one comes.
    assert_eq!(scene.house.run(&["open"]), "opened 1, flagged 0\n");
    for phone in [&second, &third] {
        assert_eq!(phone.record(1).status, 201);
        assert_eq!(scene.house.run(&["open"]), "opened 1, flagged 0\n");
    }
    let (line, addition) = (scene.line(&first), scene.line(&second));
    assert_eq!(
        (&line["completed_by"], &line["duplicates"]),
        (&json!([second.id.receipt()]), &json!([]))
    );
    assert_eq!(
        (&addition["completes"], &addition["flags"]),
        (&json!(first.id.receipt()), &json!([]))
    );
    assert_eq!(scene.line(&third)["completes"], second.id.receipt());
    let stranger = scene.received();
    scene.house.run(&["open"]);
    let twins = scene.line(&stranger)["duplicates"].clone();
    assert_eq!(
        twins.as_array().unwrap().len(),
        3,
        "for anybody else they are duplicates"
    );
    let text = scene.house.run(&["show", &second.id.to_string()]);
    assert!(
        text.contains(&format!("adds to: {}", first.id.receipt())),
        "{text}"
    );
    assert!(
        text.contains(&format!("added to by: {}", third.id.receipt())),
        "{text}"
    );
    let list = scene.house.run(&["list"]);
    assert!(list.contains(&format!("+{}", first.id.receipt())), "{list}");
}

#[test]
fn who_does_not_have_the_other_registrations_token_adds_nothing_to_it() {
    let scene = scene();
    let first = scene.received();
    let mut forged = Phone::new(&scene.office.address, &scene.key);
    forged.completes = Some((first.id, forged.token.clone()));
    let mut nowhere = Phone::new(&scene.office.address, &scene.key);
    nowhere.completes = Some((
        Phone::new(&scene.office.address, &scene.key).id,
        first.token.clone(),
    ));
    let mut itself = Phone::new(&scene.office.address, &scene.key);
    itself.completes = Some((itself.id, itself.token.clone()));
    for phone in [&forged, &nowhere, &itself] {
        assert_eq!(phone.record(1).status, 201);
    }
    scene.house.run(&["open"]);
    for phone in [&forged, &nowhere, &itself] {
        let line = scene.line(phone);
        assert_eq!(
            (&line["completes"], &line["flags"][0]),
            (&Value::Null, &json!("completes_unknown"))
        );
        assert_eq!(line["duplicates_count"], 3);
    }
    assert_eq!(scene.line(&first)["completed_by"], json!([]));
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
fn what_the_form_finds_unusual_is_a_flag_and_is_said_with_both_values_to_the_officer_only() {
    let scene = scene();
    let mut phone = Phone::new(&scene.office.address, &scene.key);
    phone.answers.extend([
        ("birth_date", "1991-02-03".into()),
        ("sex", "male".into()),
        ("payer", "nobody".into()),
    ]);
    phone.record(1);
    scene.house.run(&["open"]);
    assert_eq!(
        scene.line(&phone)["flags"],
        json!(["nik_date_differs", "nik_sex_differs", "answer_wrong"])
    );
    let text = scene.house.run(&["show", &phone.id.to_string()]);
    assert!(
        text.contains("look at birth_date:") && text.contains("1991") && text.contains("1990"),
        "{text}"
    );
    for (path, bytes) in scene.house.files() {
        assert!(
            !bytes.windows(10).any(|piece| piece == b"1991-02-03"),
            "a date is in {}",
            path.display()
        );
    }
}

#[test]
fn a_record_that_cannot_be_read_is_set_aside_and_keeps_nobody_from_being_opened() {
    let scene = scene();
    let (broken, sound) = (scene.received(), scene.received());
    let sql = rusqlite::Connection::open(scene.house.data().join("office.db")).unwrap();
    sql.execute_batch("DROP TRIGGER records_are_not_changed")
        .unwrap();
    sql.execute(
        "UPDATE records SET envelope = x'00' WHERE id = ?1",
        [&broken.id.bytes()[..]],
    )
    .unwrap();
    drop(sql);
    assert!(scene.house.run(&["open"]).ends_with(", set aside 1\n"));
    assert_eq!(
        (
            &scene.line(&sound)["opened"],
            &scene.line(&broken)["opened"]
        ),
        (&json!(true), &json!(false))
    );
    let said = scene.house.run(&["doctor"]);
    assert!(
        said.contains("1 are set aside and tried again (1: the record cannot be read"),
        "{said}"
    );
    assert!(
        scene.house.run(&["open"]).ends_with(", set aside 1\n"),
        "an opener that starts tries it again"
    );
}

#[test]
fn what_is_wrong_inside_is_flagged_with_its_reason() {
    let scene = scene();
    let mut wrong = Phone::new(&scene.office.address, &scene.key);
    wrong.answers = vec![("nik", "123".into()), ("nobody_asked", "x".into())];
    wrong.complete = false;
    wrong.record(1);
    let mut sealed_with_another_key =
        Phone::new(&scene.office.address, &scene.key).with_photo(b"foto");
    sealed_with_another_key.photos[0].key = [7; 32];
    sealed_with_another_key.record(1);
    sealed_with_another_key.upload(&sealed_with_another_key.photos[0]);
    let damaged = scene.received();
    let photos = scene.house.data().join("photos");
    let path = payung_office::photo_store::path(&photos, damaged.id, damaged.photos[0].digest);
    std::fs::write(path, b"rot").unwrap();
    assert_eq!(scene.house.run(&["open"]), "opened 0, flagged 3\n");
    assert_eq!(
        scene.line(&wrong)["flags"],
        json!(["question_unknown", "nik_wrong", "consent_missing"])
    );
    assert_eq!(
        scene.line(&sealed_with_another_key)["flags"][0],
        "photo_sealed"
    );
    assert_eq!(scene.line(&damaged)["flags"][0], "photo_damaged");
}

#[test]
fn an_envelope_that_does_not_open_is_flagged_and_cannot_be_accepted() {
    let scene = scene();
    let phone = Phone::new(&scene.office.address, &scene.key);
    let mut envelope = phone.seal(1);
    let last = envelope.len() - 1;
    envelope[last] ^= 1;
    assert_eq!(
        phone.put(1, &envelope).status,
        201,
        "the intake cannot tell"
    );
    scene.house.run(&["open"]);
    assert_eq!(scene.line(&phone)["flags"], json!(["seal_broken"]));
    let said = scene
        .house
        .refuses(2, &["accept", &phone.id.to_string(), "--revision", "1"]);
    assert!(said.contains("could not be opened"), "{said}");
    scene.house.run(&[
        "refuse",
        &phone.id.to_string(),
        "--words",
        "Kiriman rusak, kirim ulang.",
    ]);
    assert_eq!(phone.state(), "refused");
}

#[test]
fn what_was_sealed_to_a_missing_key_is_opened_once_the_key_is_back() {
    let scene = scene();
    let phone = scene.received();
    let others = scene.house.folder.path().join("other-keys");
    scene
        .house
        .run(&["keys", "new", "--keys", others.to_str().unwrap()]);
    scene
        .house
        .run(&["open", "--keys", others.to_str().unwrap()]);
    assert_eq!(scene.line(&phone)["flags"], json!(["key_missing"]));
    assert_eq!(scene.house.run(&["open"]), "opened 1, flagged 0\n");
    assert_eq!(scene.line(&phone)["flags"], json!([]));
}

#[test]
fn the_serving_office_opens_what_comes_when_it_has_the_keys() {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--open"]);
    let scene = Scene { house, office, key };
    let phone = scene.received();
    let opened = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        scene.line(&phone)["opened"] == true
    });
    assert!(opened);
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
