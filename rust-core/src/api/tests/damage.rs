//! One row is damaged: what it held is said to be unreadable, and everything else works.

use rusqlite::Connection;

use super::*;

impl Phone {
    /// Flips a bit in a column of one row, as a worn-out memory does.
    fn flip(&self, table: &str, column: &str, row: &str) {
        let file = Connection::open(self.home.path().join("payung.db")).unwrap();
        let select = format!("SELECT {column} FROM {table} WHERE {row}");
        let mut bytes: Vec<u8> = file.query_row(&select, [], |row| row.get(0)).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        let changed = file
            .execute(
                &format!("UPDATE {table} SET {column} = ?1 WHERE {row}"),
                [bytes],
            )
            .unwrap();
        assert_eq!(changed, 1);
    }

    fn lose_key(&self) {
        let file = Connection::open(self.home.path().join("payung.db")).unwrap();
        file.execute("DELETE FROM meta WHERE name = 'wrapped_key'", [])
            .unwrap();
    }
}

/// Where an answer lies.
fn answer_row(payung: &Payung, draft: &str, question: &str) -> String {
    let hex = |bytes: &[u8]| base16ct::lower::encode_string(bytes);
    let index = payung
        .app
        .keys()
        .unwrap()
        .index(crate::vault::RecordKind::Answer, question);
    format!(
        "draft = x'{}' AND question = x'{}'",
        hex(id(draft).bytes()),
        hex(&index)
    )
}

/// Everything that worked before still does: the first screen, lists, another draft, another
/// registration.
fn the_rest_works(payung: &Payung) {
    payung.home().unwrap();
    payung.drafts().page(0).unwrap();
    payung.registrations().page(None).unwrap();
    let other = ready(payung);
    assert!(
        payung
            .registrations()
            .status(other)
            .unwrap()
            .problem
            .is_none()
    );
}

#[test]
fn a_damaged_record_of_what_a_registration_is_about_costs_nothing_but_itself() {
    for column in ["about", "reply_key"] {
        let phone = Phone::new();
        let payung = phone.open();
        let registration = ready(&payung);
        reach(&payung, &registration, State::Sending);
        drop(payung);
        phone.flip("registration", column, "TRUE");
        let payung = phone.open();
        let view = payung.registrations().status(registration.clone()).unwrap();
        assert_eq!(
            view.problem,
            Some(words(&payung, "registration-unreadable")),
            "{column}"
        );
        assert_eq!(view.receipt, id(&registration).receipt());
        assert_eq!(payung.home().unwrap().registrations.len(), 1);
        the_rest_works(&payung);
        payung.registrations().withdraw(registration).unwrap();
    }
}

#[test]
fn a_damaged_answer_is_asked_again_and_all_others_stay() {
    let phone = Phone::new();
    let payung = phone.open();
    let draft = filled(&payung);
    let row = answer_row(&payung, &draft, "mother_name");
    drop(payung);
    phone.flip("answer", "sealed", &row);
    let payung = phone.open();
    assert_eq!(payung.home().unwrap().drafts.len(), 1);
    let view = payung.drafts().resume(draft.clone()).unwrap();
    assert_eq!(view.step.id, "mother_name");
    assert_eq!(view.notice, Some(words(&payung, "draft-unreadable")));
    the_rest_works(&payung);
    let view = fill(&payung, view, ANSWERS);
    assert_eq!(view.step.kind, ScreenKind::Review, "{}", view.step.id);
    payung.registrations().ready(draft).unwrap();
}

#[test]
fn a_registration_whose_answers_are_damaged_is_not_sealed_again_without_them() {
    let phone = Phone::new();
    let payung = phone.open();
    let draft = filled(&payung);
    let registration = payung
        .registrations()
        .ready(draft.clone())
        .unwrap()
        .registration;
    let row = answer_row(&payung, &draft, "mother_name");
    drop(payung);
    phone.flip("answer", "sealed", &row);
    let payung = phone.open();
    assert_eq!(
        payung.app.seal_again(id(&registration)).unwrap(),
        crate::sync::Resealed::NotNow
    );
    assert_eq!(
        phone
            .read(&payung, &registration)
            .answers
            .iter()
            .filter(|one| one.question == "mother_name")
            .count(),
        1
    );
    the_rest_works(&payung);
}

#[test]
fn a_row_that_does_not_parse_is_counted_and_left_out() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = ready(&payung);
    let second = ready(&payung);
    drop(payung);
    let file = Connection::open(phone.home.path().join("payung.db")).unwrap();
    let changed = file
        .execute(
            "UPDATE registration SET state = 'reaey' WHERE id = ?1",
            [id(&first).bytes()],
        )
        .unwrap();
    assert_eq!(changed, 1);
    drop(file);
    let payung = phone.open();
    let home = payung.home().unwrap();
    assert_eq!(
        home.registrations
            .iter()
            .map(|view| view.registration.as_str())
            .collect::<Vec<_>>(),
        [second.as_str()]
    );
    let said = payung.app.say_message(
        &payung_model::text::Message::new("notice-unreadable")
            .with("count", payung_model::text::Arg::Number(1)),
    );
    assert!(home.notices.contains(&said), "{:?}", home.notices);
    assert!(payung.registrations().status(first).is_err());
    the_rest_works(&payung);
}

#[test]
fn starting_clean_works_with_damaged_rows() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Sending);
    let draft = filled(&payung);
    let row = answer_row(&payung, &draft, "name");
    drop(payung);
    phone.flip("registration", "about", "TRUE");
    phone.flip("registration", "reply_key", "TRUE");
    phone.flip("answer", "sealed", &row);
    phone.lose_key();
    let payung = phone.open();
    let _ = payung.unlock();
    payung.start_clean().unwrap();
    assert_eq!(
        payung
            .registrations()
            .status(registration)
            .unwrap()
            .registration
            .len(),
        36
    );
    the_rest_works(&payung);
}
