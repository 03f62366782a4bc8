//! Recovery codes: which registrations can have one, and what is read aloud of them.

use super::corrections::received;
use super::*;

/// What the view says and what the call does are the same.
fn offered(payung: &Payung, registration: &str) -> bool {
    let view = payung
        .registrations()
        .status(registration.to_owned())
        .unwrap();
    assert_eq!(view.can_have_code, view.no_code_words.is_none());
    match payung.recovery().code(registration.to_owned()) {
        Ok(code) => assert_eq!(code.groups.len(), 4),
        Err(PayungError::NotPossible { words }) => {
            assert_eq!(view.no_code_words.as_deref(), Some(words.as_str()));
        }
        Err(other) => panic!("{other:?}"),
    }
    view.can_have_code
}

#[test]
fn a_code_is_offered_in_exactly_the_states_in_which_one_can_be_made() {
    for state in State::ALL
        .into_iter()
        .filter(|state| *state != State::Draft)
    {
        let phone = Phone::new();
        let payung = phone.open();
        let first = ready(&payung);
        if state != State::Ready {
            reach(&payung, &first, State::Sending);
            reach(&payung, &first, state);
        }
        let over = matches!(state, State::Refused | State::Withdrawn | State::Erased);
        assert_eq!(offered(&payung, &first), !over, "{state:?}");
    }
}

#[test]
fn a_request_has_no_code_and_the_words_say_where_there_is_one() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let view = payung.registrations().request(first).unwrap();
    let complaint = [
        ("request", "complaint"),
        ("complaint_about", "fee"),
        ("complaint_words", "Saya diminta bayar 50 ribu."),
    ];
    let end = fill(&payung, view, &complaint);
    let request = payung.registrations().ready(end.draft).unwrap();
    assert!(!offered(&payung, &request.registration));
    assert_eq!(
        request.no_code_words,
        Some(words(&payung, "not-possible-recovery-part"))
    );
}

#[test]
fn the_birth_date_stands_apart_from_the_words_that_may_be_read_aloud() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = payung.recovery().code(ready(&payung)).unwrap();
    let born = view.birth_date.unwrap();
    assert!(
        born.reveal().contains("15 Januari 1990"),
        "{}",
        born.reveal()
    );
    assert!(view.words.iter().all(|words| !words.contains("1990")));
}
