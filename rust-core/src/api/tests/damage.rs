//! One row is damaged: what it held is said to be unreadable, and everything else works.

use rusqlite::Connection;

use super::*;

impl Phone {
    /// Flips a bit in a column of one row, as a worn-out memory does.
    pub(super) fn flip(&self, table: &str, column: &str, row: &str) {
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

/// What a registration says of which a part is damaged.
fn damaged(payung: &Payung) -> ProblemView {
    ProblemView {
        code: ProblemCode::RecordDamaged,
        words: words(payung, "registration-unreadable"),
    }
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
        assert_eq!(view.problem, Some(damaged(&payung)), "{column}");
        assert_eq!(view.receipt, id(&registration).receipt());
        assert_eq!(payung.home().unwrap().registrations.len(), 1);
        the_rest_works(&payung);
        payung.registrations().withdraw(registration).unwrap();
    }
}

/// Any error here would end the run of the synchronizer, for all registrations of the phone and
/// each time anew.
#[test]
fn a_registration_whose_draft_does_not_parse_is_not_sealed_again_and_ends_no_run() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    drop(payung);
    let file = Connection::open(phone.home.path().join("payung.db")).unwrap();
    file.execute_batch("PRAGMA foreign_keys = OFF; UPDATE draft SET person = x'00'")
        .unwrap();
    drop(file);
    let payung = phone.open();
    assert_eq!(
        payung.app.seal_again(id(&registration)).unwrap(),
        crate::sync::Resealed::NotNow
    );
    the_rest_works(&payung);
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
    let said = payung.app.message_text(
        &payung_model::text::Message::new("notice-unreadable")
            .with("count", payung_model::text::Arg::Number(1)),
    );
    assert!(home.notices.contains(&said), "{:?}", home.notices);
    assert!(payung.registrations().status(first).is_err());
    the_rest_works(&payung);
}

#[test]
fn damaged_rows_take_no_place_on_a_page_and_hide_no_older_one() {
    let phone = Phone::new();
    let payung = phone.open();
    let made: Vec<(String, String)> = (0..24)
        .map(|_| {
            let draft = payung.drafts().start("bpu".into()).unwrap().draft;
            (draft, ready(&payung))
        })
        .collect();
    drop(payung);
    let file = Connection::open(phone.home.path().join("payung.db")).unwrap();
    // The third and the fourth newest of each.
    for (draft, registration) in made.iter().rev().skip(2).take(2) {
        let damage = |statement: &str, row: &str| {
            assert_eq!(file.execute(statement, [id(row).bytes()]).unwrap(), 1);
        };
        damage(
            "UPDATE registration SET state = 'reaey' WHERE id = ?1",
            registration,
        );
        damage(
            "UPDATE draft SET created_at = 9223372036854775807 WHERE id = ?1",
            draft,
        );
    }
    drop(file);
    let payung = phone.open();
    let home = payung.home().unwrap();
    assert_eq!((home.registrations.len(), home.drafts.len()), (20, 20));
    assert!(home.more_registrations && home.more_drafts);
    let said = payung.app.message_text(
        &payung_model::text::Message::new("notice-unreadable")
            .with("count", payung_model::text::Arg::Number(4)),
    );
    assert!(home.notices.contains(&said), "{:?}", home.notices);
    let last = home.registrations.last().unwrap().registration.clone();
    let older = payung.registrations().page(Some(last)).unwrap();
    assert_eq!((older.registrations.len(), older.more), (2, false));
    let older = payung.drafts().page(20).unwrap();
    assert_eq!((older.drafts.len(), older.more), (2, false));
    let mut seen: Vec<String> = home.drafts.into_iter().map(|line| line.draft).collect();
    seen.extend(older.drafts.into_iter().map(|line| line.draft));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 22, "each once");
    the_rest_works(&payung);
}

#[test]
fn an_item_whose_author_is_damaged_costs_its_registration_a_word_and_no_other_anything() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Received);
    phone.deliver(
        &payung,
        &registration,
        ItemBody::Decision {
            state: payung_model::journey::OfficeState::Accepted,
            words: "".into(),
        },
    );
    drop(payung);
    let file = Connection::open(phone.home.path().join("payung.db")).unwrap();
    let changed = file.execute("UPDATE inbox SET author = zeroblob(32)", []);
    assert_eq!(changed.unwrap(), 1);
    drop(file);
    let payung = phone.open();
    let view = payung.registrations().status(registration).unwrap();
    assert_eq!(view.state, RegistrationState::Accepted);
    assert_eq!(view.problem, Some(damaged(&payung)));
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
