//! What the office sent back: its words stand at the question, and the refused answer stands
//! nowhere.

use payung_model::engine::{Field, StepView};
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::reply::Correction;

use super::*;
use crate::sync::OpenedItem;
use crate::vault::{InboxRow, Taken};

/// Another answer, please.
const WORDS: &str = "CONTOH: kantor minta jawaban lain";

/// The office asks for other answers, as an item of the inbox that its key wrote.
pub fn ask(phone: &Phone, payung: &Payung, registration: &str, questions: &[&str]) {
    ask_in(phone, payung, registration, questions, WORDS);
}

/// The same in these words.
fn ask_in(phone: &Phone, payung: &Payung, registration: &str, questions: &[&str], words: &str) {
    let (store, row_id) = (&payung.app.store, id(registration));
    let last = store.inbox_last(row_id).unwrap();
    let row = store.registration(row_id).unwrap();
    let correction = |question: &&str| Correction {
        question: (*question).to_owned(),
        words: secret(words),
    };
    let item = Item {
        sequence: last + 1,
        previous: last,
        revision: row.revision,
        at: Timestamp::from_millis(NOW + i64::try_from(last).unwrap()).unwrap(),
        body: ItemBody::Correction {
            words: secret(""),
            questions: questions.iter().map(correction).collect(),
        },
    };
    let outbox_header = Phone::reply_key(payung, registration);
    let sealed = item
        .seal(row_id, &outbox_header, &phone.office, &mut Ring::new())
        .unwrap();
    let OpenedItem::Item { item, author } = payung.app.open_item(row_id, sealed.bytes()).unwrap()
    else {
        panic!("the item is not the office's")
    };
    let row = InboxRow {
        item: sealed.bytes().to_vec(),
        author,
    };
    assert!(matches!(
        store
            .take_item(row_id, &item, &row, payung.app.now())
            .unwrap(),
        Taken::Kept(_)
    ));
}

pub fn received(payung: &Payung) -> String {
    let registration = ready(payung);
    reach(payung, &registration, State::Received);
    registration
}

/// The question with the office's words, and nothing of what was refused.
fn assert_asked_anew(view: &DraftView, question: &str) {
    assert_eq!(view.step.id, question);
    let words: Vec<&str> = view
        .corrections
        .iter()
        .map(|one| one.words.reveal())
        .collect();
    assert_eq!(words, [WORDS], "the office's words stand at the question");
    assert_eq!(
        view.step.typed.reveal(),
        "",
        "the refused answer does not stand in the field"
    );
    assert!(
        view.step.understood.is_empty() && view.step.problems.is_empty(),
        "{:?}",
        view.step
    );
    assert!(
        !view
            .step
            .field
            .options()
            .iter()
            .any(|option| option.chosen && !option.fixed),
        "nothing is preselected"
    );
    assert!(!matches!(
        view.step.field,
        Field::Photo { taken: true, .. } | Field::Consent { given: true }
    ));
}

/// A question of each kind that a form sends.
const ASKED: &[&str] = &[
    "name",
    "occupation",
    "income",
    "phone",
    "programmes",
    "home_here",
];

#[test]
fn the_offices_words_stand_at_the_question_and_the_refused_answer_does_not_however_the_draft_is_entered()
 {
    type Way = fn(&Payung, &str, &str) -> DraftView;
    let ways: [(&str, Way); 3] = [
        ("from the registration", |payung, registration, _| {
            payung
                .registrations()
                .correct(registration.to_owned())
                .unwrap()
        }),
        ("from the list of drafts", |payung, _, _| {
            let line = payung.home().unwrap().drafts.remove(0);
            payung.drafts().resume(line.draft).unwrap()
        }),
        ("at the question", |payung, registration, question| {
            let draft = payung
                .registrations()
                .status(registration.to_owned())
                .unwrap()
                .draft
                .unwrap();
            payung.drafts().show(draft, question.to_owned()).unwrap()
        }),
    ];
    for question in ASKED {
        for (way, enter) in ways {
            let phone = Phone::new();
            let payung = phone.open();
            let registration = received(&payung);
            ask(&phone, &payung, &registration, &[question]);
            let view = enter(&payung, &registration, question);
            assert_asked_anew(&view, question);
            drop(payung);
            let payung = phone.open();
            assert_asked_anew(&enter(&payung, &registration, question), question);
            let kept = payung
                .drafts()
                .answer(view.draft, (*question).to_owned(), secret(""))
                .unwrap();
            // Of programmes, those that nobody can leave out are an answer.
            let kept_nothing = kept.step.id == *question || *question == "programmes";
            assert!(
                kept_nothing,
                "{way}: going on without an answer keeps nothing of {question}"
            );
        }
    }
}

#[test]
fn a_refused_photo_is_taken_anew_and_is_not_kept() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = fill(
        &payung,
        payung.drafts().start("bpu".into()).unwrap(),
        ANSWERS,
    );
    let card = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/photos/set/held_out-dark-00.jpg"
    );
    let source = PhotoSource::Picked {
        path: card.to_owned(),
    };
    assert_eq!(
        payung
            .drafts()
            .kept_photo(view.draft.clone(), "ktp".into())
            .unwrap(),
        None
    );
    payung
        .drafts()
        .photo(view.draft.clone(), "ktp".into(), source)
        .unwrap();
    let kept = payung
        .drafts()
        .kept_photo(view.draft.clone(), "ktp".into())
        .unwrap()
        .unwrap();
    assert!(
        kept.starts_with(&[0xff, 0xd8]) && kept.len() <= 80_000,
        "a small JPEG"
    );
    let registration = payung
        .registrations()
        .ready(view.draft.clone())
        .unwrap()
        .registration;
    reach(&payung, &registration, State::Received);
    ask(&phone, &payung, &registration, &["ktp"]);
    assert_asked_anew(
        &payung.registrations().correct(registration).unwrap(),
        "ktp",
    );
    assert_eq!(
        payung
            .drafts()
            .kept_photo(view.draft.clone(), "ktp".into())
            .unwrap(),
        None
    );
    let keys = payung.app.keys().unwrap();
    assert!(
        payung
            .app
            .store
            .photos(&keys, id(&view.draft))
            .unwrap()
            .rows
            .is_empty(),
        "nothing of it is kept"
    );
}

#[test]
fn what_was_answered_since_stands_in_the_field_and_a_second_request_opens_it_again() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = received(&payung);
    ask(&phone, &payung, &registration, &["name"]);
    let view = payung
        .registrations()
        .correct(registration.clone())
        .unwrap();
    payung
        .drafts()
        .answer(
            view.draft.clone(),
            "name".into(),
            secret("SITI CONTOH LAIN"),
        )
        .unwrap();
    drop(payung);
    let payung = phone.open();
    let shown = payung
        .drafts()
        .show(view.draft.clone(), "name".into())
        .unwrap();
    assert_eq!(
        (shown.step.typed.reveal(), shown.corrections.len()),
        ("SITI CONTOH LAIN", 1)
    );
    ask(&phone, &payung, &registration, &["name"]);
    assert_asked_anew(
        &payung.registrations().correct(registration).unwrap(),
        "name",
    );
}

#[test]
fn adding_to_a_registration_goes_to_what_was_added_before_and_sent_back() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let more = [
        ("cards", "email"),
        ("email", "siti@contoh.example"),
        ("consent_more", "yes"),
    ];
    let view = fill(
        &payung,
        payung.registrations().complete(first.clone()).unwrap(),
        &more,
    );
    let second = payung
        .registrations()
        .ready(view.draft.clone())
        .unwrap()
        .registration;
    reach(&payung, &second, State::Received);
    ask(&phone, &payung, &second, &["cards"]);
    let again = payung.registrations().complete(first).unwrap();
    assert_eq!(again.draft, view.draft);
    assert_asked_anew(&again, "cards");
}

/// How many texts a review has with the office's words, and how many bytes.
fn size(view: &DraftView) -> (usize, usize) {
    let mut texts = view.step.strings();
    for one in &view.corrections {
        texts.extend([one.question.as_str(), &one.title, one.words.reveal()]);
    }
    (texts.len(), texts.iter().map(|text| text.len()).sum())
}

/// The review of a draft whose answers to some questions were refused in these words, and given
/// again.
fn corrected_review(questions: &[&str], words: &str) -> (Arc<Payung>, DraftView) {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = received(&payung);
    ask_in(&phone, &payung, &registration, questions, words);
    let view = payung.registrations().correct(registration).unwrap();
    let view = fill(&payung, view, ANSWERS);
    assert_eq!(view.step.kind, ScreenKind::Review, "{}", view.step.id);
    (payung, view)
}

#[test]
fn long_words_are_cut_on_the_review_and_whole_at_the_question() {
    let questions = ["name", "birth_place", "mother_name", "street", "rt_rw"];
    let (_, short) = corrected_review(&questions, "x");
    // One letter more or less is five.
    let room = 1 + (StepView::MOST_BYTES - size(&short).1) / questions.len();

    let fits = "x".repeat(room);
    let (_, view) = corrected_review(&questions, &fits);
    assert!(size(&view).1 > StepView::MOST_BYTES - questions.len());
    assert!(
        view.corrections
            .iter()
            .all(|one| one.words.reveal() == fits)
    );

    for longer in [room + 1, 3_000] {
        let words = "x".repeat(longer);
        let (payung, view) = corrected_review(&questions, &words);
        let (_, bytes) = size(&view);
        assert!(bytes <= StepView::MOST_BYTES, "{longer}: {bytes}");
        assert!(
            bytes > StepView::MOST_BYTES - 200,
            "{longer}: {bytes}, no room is left unused"
        );
        assert_eq!(view.corrections.len(), questions.len());
        let cut = |one: &CorrectionView| one.words.reveal().ends_with("xx…");
        assert!(view.corrections.iter().any(cut));
        let name = view.step.review.iter().find(|line| line.question == "name");
        assert_eq!(
            name.unwrap().value.reveal(),
            "SITI CONTOH",
            "short answers stay"
        );
        let asked = payung.drafts().show(view.draft, "name".into()).unwrap();
        assert_eq!(asked.corrections[0].words.reveal(), words);
    }
}

#[test]
fn words_about_every_question_are_no_more_texts_than_a_screen_has() {
    let phone = Phone::new();
    let payung = phone.open();
    let draft = filled(&payung);
    let review = payung.drafts().resume(draft).unwrap().step;
    let mut questions: Vec<&str> = review
        .review
        .iter()
        .map(|line| line.question.as_str())
        .collect();
    questions.dedup();
    assert!(review.strings().len() + 3 * questions.len() > StepView::MOST_STRINGS);

    let (_, view) = corrected_review(&questions, WORDS);
    let (texts, bytes) = size(&view);
    assert!(
        (StepView::MOST_STRINGS - 2..=StepView::MOST_STRINGS).contains(&texts),
        "{texts}"
    );
    assert!(bytes <= StepView::MOST_BYTES, "{bytes}");
    let shown: Vec<&str> = view
        .corrections
        .iter()
        .map(|one| one.question.as_str())
        .collect();
    assert_eq!(shown, questions[..shown.len()], "the first ones");
}
