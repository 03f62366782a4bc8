//! Accepting, correcting and refusing, and what the phone reads of it.

use payung_model::content::Content;
use payung_model::journey::OfficeState;
use payung_model::sealed::reply;
use serde_json::{Value, json};

use crate::common::phone::Phone;
use crate::scene;

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
        crate::common::NOW_MILLIS,
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
