use payung_model::sealed::inbox::Notice;

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

/// The office's last word to a phone whose access was made anew for another one (ADR 22).
fn end_access(phone: &Phone, payung: &Payung, registration: &str) {
    let notice = Notice {
        code: "access_ended".into(),
        amount: None,
        bill: None,
        words: secret(""),
    };
    phone.deliver(payung, registration, ItemBody::Notice(notice));
}

#[test]
fn once_another_phone_has_the_access_nothing_waits_and_nothing_can_be_begun() {
    for state in ["received", "withdrawing", "ready", "sending", "parked"] {
        let phone = Phone::new();
        let payung = phone.open();
        let registration = corrections::received(&payung);
        let corrected = matches!(state, "ready" | "sending" | "parked");
        if corrected {
            corrections::ask(&phone, &payung, &registration, &["phone"]);
            let view = payung
                .registrations()
                .correct(registration.clone())
                .unwrap();
            let view = fill(&payung, view, ANSWERS);
            payung.registrations().ready(view.draft).unwrap();
        }
        match state {
            "sending" => reach(&payung, &registration, State::Sending),
            "parked" => reach(&payung, &registration, State::Parked),
            "withdrawing" => drop(
                payung
                    .registrations()
                    .withdraw(registration.clone())
                    .unwrap(),
            ),
            _ => {}
        }
        end_access(&phone, &payung, &registration);
        let ended = payung.app.access_ended_words();
        // Also after a restart.
        let mut opened = Some(payung);
        for _ in 0..2 {
            let payung = opened.take().unwrap_or_else(|| phone.open());
            let registrations = payung.registrations();
            let view = registrations.status(registration.clone()).unwrap();
            let expected = if corrected {
                (State::NeedsCorrection, 1)
            } else {
                (State::Received, 1)
            };
            assert_eq!((view.state, view.revision), expected, "{state}");
            assert_eq!(view.next.as_ref(), Some(&ended), "{state}");
            assert_eq!(
                (view.withdraw_wanted, view.problem),
                (false, None),
                "{state}"
            );
            assert!(
                !view.can_withdraw
                    && !view.can_take_back
                    && !view.can_request
                    && !view.can_complete
                    && !view.can_have_code,
                "{state}"
            );
            assert_ne!(view.step, RegistrationStep::Correct, "{state}");
            let store = &payung.app.store;
            assert!(
                store.outbox(id(&registration)).unwrap().is_none(),
                "{state}"
            );
            assert_eq!(store.waiting().unwrap(), 0, "{state}");
            let home = payung.home().unwrap();
            assert!(home.drafts.is_empty(), "{state}: {:?}", home.drafts.len());
            let news = registrations.notifications().unwrap();
            assert_eq!(news[0].kind, NotificationKind::Notice, "{state}");
            for refused in [
                registrations.withdraw(registration.clone()).map(drop),
                registrations
                    .ask_to_withdraw(registration.clone())
                    .map(drop),
                registrations.correct(registration.clone()).map(drop),
                registrations.request(registration.clone()).map(drop),
                registrations.complete(registration.clone()).map(drop),
            ] {
                assert_eq!(refused.unwrap_err().words(), ended, "{state}");
            }
        }
    }
}
