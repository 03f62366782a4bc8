use super::*;

#[test]
fn the_question_before_withdrawing_comes_with_its_words_and_buttons_in_both_languages() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    let ask = payung
        .registrations()
        .ask_to_withdraw(registration.clone())
        .unwrap();
    assert_eq!(
        (ask.title.as_str(), ask.yes.as_str()),
        ("Batalkan pendaftaran ini?", "Ya, batalkan")
    );
    assert!(
        ask.help.contains("tidak bisa dikembalikan") && ask.spoken.ends_with(&ask.help),
        "{ask:?}"
    );
    assert_eq!(
        payung
            .registrations()
            .status(registration.clone())
            .unwrap()
            .state,
        State::Ready,
        "asking changes nothing"
    );
    payung.set_language(Language::En).unwrap();
    assert_eq!(
        payung
            .registrations()
            .ask_to_withdraw(registration)
            .unwrap()
            .no,
        "Leave it"
    );
}

#[test]
fn what_was_added_later_is_withdrawn_with_words_of_its_own() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = ready(&payung);
    reach(&payung, &first, State::Sending);
    let view = payung.registrations().complete(first).unwrap();
    let answers = [
        ("cards", "email"),
        ("email", "siti@contoh.example"),
        ("consent_more", "yes"),
    ];
    let view = fill(&payung, view, &answers);
    let more = payung
        .registrations()
        .ready(view.draft)
        .unwrap()
        .registration;
    let ask = payung.registrations().ask_to_withdraw(more).unwrap();
    assert_eq!(ask.title, "Batalkan data tambahan ini?");
}

#[test]
fn nothing_is_asked_where_nothing_can_be_withdrawn() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    payung
        .registrations()
        .withdraw(registration.clone())
        .unwrap();
    let refused = payung
        .registrations()
        .ask_to_withdraw(registration)
        .unwrap_err();
    assert_eq!(refused.words(), words(&payung, "not-possible-withdrawal"));
}
