//! Each problem of a registration reaches a shell with its code and its words.

use payung_model::sealed::inbox::ItemBody;
use payung_model::sealed::suite;
use rusqlite::Connection;

use super::*;
use crate::sync::OpenedItem;
use crate::vault::{InboxRow, Taken};

fn problem(payung: &Payung, registration: &str) -> Option<ProblemView> {
    let view = payung.registrations().status(registration.to_owned());
    view.unwrap().problem
}

fn code(payung: &Payung, registration: &str) -> Option<ProblemCode> {
    let problem = problem(payung, registration)?;
    assert!(!problem.words.trim().is_empty(), "{problem:?}");
    Some(problem.code)
}

/// An item of kind 99.
fn deliver_of_a_later_office(phone: &Phone, payung: &Payung, registration: &str) {
    // Kind, the item before, revision, no state, the time.
    let front = [&[0x85, 0x18, 99, 0, 1, 0x60, 0x1b], &NOW.to_be_bytes()[..]];
    let other = ItemBody::Other {
        kind: 99,
        bill: None,
    };
    deliver_by_hand(phone, payung, registration, 1, &front.concat(), &other);
}

/// An item that is written by hand (docs/protocol.md): the model writes nothing that it does not know.
pub(super) fn deliver_by_hand(
    phone: &Phone,
    payung: &Payung,
    registration: &str,
    sequence: u8,
    plain: &[u8],
    body: &ItemBody,
) {
    let (id, key_id) = (id(registration), phone.office.public().id());
    let to = Phone::reply_key(payung, registration);
    let mut plain = plain.to_vec();
    plain.push(0x80);
    plain.resize(256, 0);
    let bound = [
        &[0x84, 1, 0x50],
        &id.bytes()[..],
        &[0x48],
        &key_id.0,
        &[sequence],
    ]
    .concat();
    let (from, to) = (phone.office.to_bytes(), to.to_bytes());
    let sealed = suite::seal_from(
        &from,
        &to,
        b"payung/item/1",
        &bound,
        &plain,
        &mut Ring::new(),
    )
    .unwrap();
    let length = u16::try_from(sealed.ciphertext.len()).unwrap();
    let item = [
        &[0x85, 1, 0x48],
        &key_id.0[..],
        &[sequence, 0x58, 32],
        &sealed.encapsulated,
        &[0x59],
        &length.to_be_bytes(),
        &sealed.ciphertext,
    ]
    .concat();
    let OpenedItem::Item { item: read, author } = payung.app.open_item(id, &item).unwrap() else {
        panic!("the item is not the office's")
    };
    assert_eq!(read.body, *body);
    let row = InboxRow { item, author };
    let taken = payung
        .app
        .store
        .take_item(id, &read, &row, payung.app.now());
    assert!(matches!(taken.unwrap(), Taken::Kept(_)));
}

#[test]
fn what_the_sync_notes_is_shown_with_its_code_also_after_a_restart() {
    let not_of_the_sync = [
        ProblemCode::Erased,
        ProblemCode::DecisionUnproven,
        ProblemCode::AppOlder,
        ProblemCode::AnswersElsewhere,
        ProblemCode::RecordDamaged,
    ];
    let phone = Phone::new();
    let registration = ready(&phone.open());
    let noted = ProblemCode::ALL
        .into_iter()
        .filter(|code| !not_of_the_sync.contains(code));
    for code in noted {
        let payung = phone.open();
        let now = payung.app.now();
        let store = &payung.app.store;
        store.delay(id(&registration), 1, now, code).unwrap();
        drop(payung);
        let payung = phone.open();
        let expected = ProblemView {
            code,
            words: words(&payung, code.text_id()),
        };
        assert_eq!(problem(&payung, &registration), Some(expected));
    }
}

#[test]
fn a_problem_that_this_app_does_not_know_is_none() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    drop(payung);
    let file = Connection::open(phone.home.path().join("payung.db")).unwrap();
    let changed = file.execute("UPDATE outbox SET problem = 'wait-CONTOH'", []);
    assert_eq!(changed.unwrap(), 1);
    drop(file);
    assert_eq!(problem(&phone.open(), &registration), None);
}

#[test]
fn what_the_office_says_and_nobody_can_act_on_has_a_code_too() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Received);
    assert_eq!(code(&payung, &registration), None);
    let store = &payung.app.store;
    store
        .set_unproven(id(&registration), Some("accepted"))
        .unwrap();
    let unproven = problem(&payung, &registration).unwrap();
    assert_eq!(unproven.code, ProblemCode::DecisionUnproven);
    let receipt = id(&registration).receipt();
    assert!(unproven.words.contains(&receipt), "{unproven:?}");
    store.set_unproven(id(&registration), None).unwrap();

    deliver_of_a_later_office(&phone, &payung, &registration);
    assert_eq!(code(&payung, &registration), Some(ProblemCode::AppOlder));
    reach(&payung, &registration, State::Erased);
    assert_eq!(code(&payung, &registration), Some(ProblemCode::Erased));
}

#[test]
fn a_correction_whose_answers_are_on_another_phone_names_the_office() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::NeedsCorrection);
    drop(payung);
    // As on a phone that got the registration back by a recovery code.
    let file = Connection::open(phone.home.path().join("payung.db")).unwrap();
    let changed = file.execute("UPDATE registration SET draft = NULL", []);
    assert_eq!(changed.unwrap(), 1);
    drop(file);
    let payung = phone.open();
    let elsewhere = problem(&payung, &registration).unwrap();
    assert_eq!(elsewhere.code, ProblemCode::AnswersElsewhere);
    let office = payung.about().receiver;
    assert!(elsewhere.words.contains(&office), "{elsewhere:?}");
}
