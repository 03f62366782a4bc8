use super::*;

/// A registration on its way, without the photo of the card.
fn on_its_way(payung: &Payung) -> String {
    let registration = ready(payung);
    reach(payung, &registration, State::Sending);
    registration
}

pub const MORE: &[(&str, &str)] = &[
    ("cards", "email,workplace,children"),
    ("email", "Siti.Contoh@Contoh.Example"),
    ("workplace", "PASAR CONTOH"),
    ("work_from", "7"),
    ("work_to", "16:30"),
    ("children_count", "1"),
    ("child1_name", "ANI CONTOH"),
    ("child1_birth", "20-05-2015"),
    ("consent_more", "yes"),
];

#[test]
fn a_registration_says_what_it_is_for_and_what_it_still_lacks() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = payung.registrations().status(ready(&payung)).unwrap();
    assert_eq!(
        (view.purpose, view.purpose_words),
        (Some(Purpose::Register), words(&payung, "purpose-register"))
    );
    assert_eq!(view.missing, ["Foto KTP"]);
    assert_eq!(
        view.missing_words.as_deref(),
        Some("Masih ditunggu: Foto KTP.")
    );
    assert_eq!((view.completes, view.is_membership), (None, true));
}

#[test]
fn the_purpose_is_what_was_answered_and_outlives_the_answers() {
    let phone = Phone::new();
    let payung = phone.open();
    let answers = [
        &[
            ("ever_member", "stopped"),
            ("member_note", "yes"),
            ("member_note_again", "yes"),
            ("kpj", ""),
        ],
        ANSWERS,
    ]
    .concat();
    let view = fill(
        &payung,
        payung.drafts().start("bpu".into()).unwrap(),
        &answers,
    );
    assert_eq!(view.step.kind, ScreenKind::Review, "{}", view.step.id);
    let registration = payung
        .registrations()
        .ready(view.draft)
        .unwrap()
        .registration;
    assert_eq!(phone.read(&payung, &registration).purpose, "resume");
    reach(&payung, &registration, State::Sending);
    reach(&payung, &registration, State::Accepted);
    drop(payung);
    phone.set_day(60, 9);
    let view = phone.open().registrations().status(registration).unwrap();
    assert_eq!((view.draft, view.purpose), (None, Some(Purpose::Resume)));
}

#[test]
fn what_was_sealed_before_the_purpose_was_kept_has_that_of_its_draft() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = on_its_way(&payung);
    payung.app.store.forget_about(id(&registration));
    let view = payung.registrations().status(registration.clone()).unwrap();
    assert_eq!(
        (view.purpose, view.missing.len(), view.can_complete),
        (Some(Purpose::Register), 1, true)
    );
    assert!(
        payung
            .drafts()
            .answer(view.draft.unwrap(), "name".into(), secret("X"))
            .is_err(),
        "looking at it does not open a sealed draft"
    );
}

#[test]
fn more_can_be_told_in_exactly_the_states_in_which_somebody_waits_for_it() {
    for state in State::ALL
        .into_iter()
        .filter(|state| *state != State::Draft)
    {
        let phone = Phone::new();
        let payung = phone.open();
        let registration = on_its_way(&payung);
        reach(&payung, &registration, state);
        let possible = matches!(
            state,
            State::Sending
                | State::Received
                | State::Accepted
                | State::NeedsCorrection
                | State::Parked
        );
        assert_eq!(
            payung
                .registrations()
                .status(registration.clone())
                .unwrap()
                .can_complete,
            possible,
            "{state:?}"
        );
        assert_eq!(
            payung.registrations().complete(registration).is_ok(),
            possible,
            "{state:?}"
        );
    }
    let phone = Phone::new();
    let payung = phone.open();
    let registration = on_its_way(&payung);
    payung
        .registrations()
        .withdraw(registration.clone())
        .unwrap();
    assert!(
        payung.registrations().complete(registration).is_err(),
        "the worker withdrew"
    );
    assert!(
        payung.drafts().start("bpu_more".into()).is_err(),
        "never by itself"
    );
}

#[test]
fn what_completes_a_registration_travels_as_one_of_its_own_that_names_the_first() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = on_its_way(&payung);
    let view = payung.registrations().complete(first.clone()).unwrap();
    assert_eq!(
        (view.step.id.as_str(), view.step.typed.reveal()),
        ("cards", "ktp"),
        "what is missing is offered"
    );
    let again = payung.registrations().complete(first.clone()).unwrap();
    assert_eq!(again.draft, view.draft, "the same draft goes on");
    let line = payung.home().unwrap().drafts.remove(0);
    assert_eq!(
        (line.name.reveal(), line.completes.as_deref()),
        ("SITI CONTOH", Some(first.as_str()))
    );

    let end = fill(&payung, view, MORE);
    assert_eq!(end.step.kind, ScreenKind::Review, "{}", end.step.id);
    let second = payung.registrations().ready(end.draft).unwrap();
    assert_eq!(
        (second.completes.as_deref(), second.purpose),
        (Some(first.as_str()), Some(Purpose::Complete))
    );
    assert!(!second.can_complete && !second.is_membership && second.registration != first);
    let body = phone.read(&payung, &second.registration);
    assert_eq!(
        (body.form.as_str(), body.purpose.as_str()),
        ("bpu_more", "complete")
    );
    let completes = body.completes.expect("names the first");
    let token = payung.app.store.registration(id(&first)).unwrap().token;
    assert!(completes.id == id(&first) && completes.token == token);
    let values: Vec<(&str, &str)> = body
        .answers
        .iter()
        .map(|a| (a.question.as_str(), a.value.reveal()))
        .collect();
    assert_eq!(
        values,
        [
            ("cards", "email,workplace,children"),
            ("email", "Siti.Contoh@contoh.example"),
            ("workplace", "PASAR CONTOH"),
            ("work_from", "07.00"),
            ("work_to", "16.30"),
            ("children_count", "1"),
            ("child1_name", "ANI CONTOH"),
            ("child1_birth", "2015-05-20"),
        ]
    );
    assert_eq!(
        payung
            .registrations()
            .status(first.clone())
            .unwrap()
            .missing,
        ["Foto KTP"],
        "the card was not among it"
    );

    // It can be taken back and corrected as any other.
    let view = payung
        .registrations()
        .take_back(second.registration)
        .unwrap();
    assert_eq!(view.step.kind, ScreenKind::Review);
    let third = payung.registrations().ready(view.draft).unwrap();
    assert_eq!(third.completes, Some(first));
}

#[test]
fn a_photo_that_was_missing_is_missing_no_more_once_it_is_sealed() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = on_its_way(&payung);
    let view = payung.registrations().complete(first.clone()).unwrap();
    let view = payung
        .drafts()
        .answer(view.draft, "cards".into(), secret("ktp"))
        .unwrap();
    assert_eq!(view.step.id, "ktp");
    let picture = payung.app.store.capture_folder().join("ktp.jpg");
    std::fs::write(&picture, jpeg()).unwrap();
    let source = PhotoSource::Captured {
        path: picture.to_string_lossy().into_owned(),
    };
    let view = payung
        .drafts()
        .photo(view.draft, "ktp".into(), source)
        .unwrap();
    let view = payung
        .drafts()
        .answer(view.draft, "consent_more".into(), secret("yes"))
        .unwrap();
    let second = payung
        .registrations()
        .ready(view.draft)
        .unwrap()
        .registration;
    let sent = phone.read(&payung, &second);
    assert_eq!(sent.photos.len(), 1);
    let warned = payung_model::form::PhotoFault::of_bits(sent.photos[0].faults);
    assert_eq!(
        warned,
        [payung_model::form::PhotoFault::Blurred],
        "what the worker was warned of goes along"
    );
    assert_eq!(
        payung
            .registrations()
            .status(first.clone())
            .unwrap()
            .missing_words,
        None
    );
    reach(&payung, &second, State::Refused);
    assert_eq!(
        payung
            .registrations()
            .status(first.clone())
            .unwrap()
            .missing,
        ["Foto KTP"],
        "it did not come after all"
    );
    reach(&payung, &first, State::Refused);
    assert!(
        payung
            .registrations()
            .status(first)
            .unwrap()
            .missing
            .is_empty(),
        "nobody waits for it"
    );
}

#[test]
fn what_was_refused_meanwhile_is_not_completed_any_more() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = on_its_way(&payung);
    let end = fill(
        &payung,
        payung.registrations().complete(first.clone()).unwrap(),
        MORE,
    );
    reach(&payung, &first, State::Refused);
    let PayungError::NotPossible { words: said } =
        payung.registrations().ready(end.draft).unwrap_err()
    else {
        panic!("not possible")
    };
    assert_eq!(said, words(&payung, "not-possible-completion"));
}

#[test]
fn an_accepted_registration_whose_answers_went_can_still_be_completed_for_the_same_person() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = on_its_way(&payung);
    let person = payung.app.store.drafts().unwrap()[0].person;
    reach(&payung, &first, State::Accepted);
    drop(payung);
    phone.set_day(60, 9);
    let payung = phone.open();
    assert_eq!(
        payung.registrations().status(first.clone()).unwrap().draft,
        None
    );
    let draft = payung.registrations().complete(first).unwrap().draft;
    assert_eq!(payung.app.store.draft(id(&draft)).unwrap().person, person);
}

#[test]
fn only_what_was_chosen_is_asked_and_all_of_it_may_be_left_out() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = on_its_way(&payung);
    let all = "ktp,selfie,email,emergency,second_job,workplace,bank,children";
    let mut view = payung.registrations().complete(first).unwrap();
    view = payung
        .drafts()
        .answer(view.draft, "cards".into(), secret(all))
        .unwrap();
    let mut asked = Vec::new();
    while view.step.kind == ScreenKind::Question {
        let id = view.step.id.clone();
        let text = match id.as_str() {
            "children_count" => "3",
            "consent_more" => "yes",
            _ => "",
        };
        view = payung
            .drafts()
            .answer(view.draft, id.clone(), secret(text))
            .unwrap();
        asked.push(id);
    }
    let expected = [
        "ktp",
        "selfie",
        "email",
        "emergency_name",
        "second_job",
        "workplace",
        "work_from",
        "work_to",
        "bank_name",
        "children_count",
        "child1_name",
        "child2_name",
        "consent_more",
    ];
    assert_eq!(asked, expected);
    assert!(payung.registrations().ready(view.draft).is_ok());
}

#[test]
fn an_address_or_a_time_that_cannot_be_right_says_what_to_do() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = on_its_way(&payung);
    let view = payung.registrations().complete(first).unwrap();
    payung
        .drafts()
        .answer(
            view.draft.clone(),
            "cards".into(),
            secret("email,workplace"),
        )
        .unwrap();
    for (question, text, problem) in [
        ("email", "siti.contoh.example", "email-no-at"),
        ("email", "siti contoh@contoh.example", "email-space"),
        ("email", "@contoh.example", "email-name"),
        ("email", "siti@contoh,example", "email-place"),
        ("work_from", "pagi", "time-not-a-time"),
        ("work_from", "25", "time-no-such-time"),
    ] {
        let step = payung
            .drafts()
            .answer(view.draft.clone(), question.into(), secret(text))
            .unwrap()
            .step;
        assert_eq!(
            (step.id.as_str(), plain(&step.problems)),
            (question, vec![words(&payung, problem).as_str()])
        );
    }
}

/// A grey picture, large enough to be a card.
fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels: Vec<u8> = (0..800 * 600)
        .flat_map(|at: u32| [(at % 251) as u8; 3])
        .collect();
    jpeg_encoder::Encoder::new(&mut bytes, 90)
        .encode(&pixels, 800, 600, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}
