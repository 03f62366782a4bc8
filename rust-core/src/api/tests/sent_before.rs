use super::*;

/// Another person's NIK; it differs from the sample's in the serial.
const OTHER: &str = "3201015501900002";

/// A new draft whose NIK question is on screen.
fn at_the_nik(payung: &Payung) -> DraftView {
    let before: Vec<_> = ANSWERS
        .iter()
        .copied()
        .take_while(|(question, _)| *question != "nik")
        .collect();
    let view = fill(
        payung,
        payung.drafts().start("bpu".into()).unwrap(),
        &before,
    );
    assert_eq!(view.step.id, "nik");
    view
}

fn said<'a>(payung: &Payung, view: &'a DraftView) -> Vec<&'a Secret> {
    let words = words(payung, "nik-sent-before");
    view.step
        .warnings
        .iter()
        .filter(|warning| warning.reveal() == words)
        .collect()
}

/// The screens on which this NIK is warned of, in a new draft that is answered to its review.
fn warned(payung: &Payung, nik: &str) -> Vec<String> {
    let mut view = at_the_nik(payung);
    let hints = payung
        .drafts()
        .edit(view.draft.clone(), "nik".into(), secret(nik), view.seq)
        .unwrap();
    let mut on = Vec::new();
    if hints
        .warnings
        .iter()
        .any(|warning| warning.reveal() == words(payung, "nik-sent-before"))
    {
        on.push("typing".to_owned());
    }
    while view.step.kind == ScreenKind::Question {
        let id = view.step.id.clone();
        let answer = ANSWERS
            .iter()
            .find(|(question, _)| *question == id)
            .map_or("", |(_, text)| *text);
        let answer = if id == "nik" { nik } else { answer };
        view = payung
            .drafts()
            .answer(view.draft.clone(), id, secret(answer))
            .unwrap();
        if !said(payung, &view).is_empty() {
            on.push(view.step.id.clone());
        }
    }
    let back = payung
        .drafts()
        .show(view.draft.clone(), "nik".into())
        .unwrap();
    if !said(payung, &back).is_empty() {
        on.push(back.step.id);
    }
    payung.drafts().discard(view.draft).unwrap();
    on
}

#[test]
fn a_nik_that_waits_or_has_arrived_is_warned_of_where_it_is_shown() {
    let phone = Phone::new();
    let payung = phone.open();
    assert_eq!(
        warned(&payung, "3201015501900001"),
        Vec::<String>::new(),
        "nothing was sent yet"
    );
    let first = ready(&payung);
    let everywhere = ["typing", "nik_right", "review", "nik"];
    assert_eq!(warned(&payung, "3201 0155 0190 0001"), everywhere, "ready");
    for state in [State::Sending, State::Received, State::Accepted] {
        reach(&payung, &first, state);
        assert_eq!(warned(&payung, "3201015501900001"), everywhere, "{state:?}");
    }
}

#[test]
fn what_was_withdrawn_or_refused_may_be_sent_again_without_a_word() {
    let phone = Phone::new();
    let payung = phone.open();
    payung.registrations().withdraw(ready(&payung)).unwrap();
    let second = ready(&payung);
    reach(&payung, &second, State::Sending);
    reach(&payung, &second, State::Refused);
    assert_eq!(warned(&payung, "3201015501900001"), Vec::<String>::new());
    let third = ready(&payung);
    reach(&payung, &third, State::Sending);
    payung.registrations().withdraw(third).unwrap();
    assert_eq!(
        warned(&payung, "3201015501900001"),
        Vec::<String>::new(),
        "it is being withdrawn"
    );
}

#[test]
fn another_person_is_told_nothing_and_the_warning_names_nobody() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = ready(&payung);
    assert_eq!(warned(&payung, OTHER), Vec::<String>::new());
    let words = words(&payung, "nik-sent-before");
    let receipt = payung.registrations().status(first).unwrap().receipt;
    assert!(
        !words.contains(&receipt) && !words.contains("SITI"),
        "{words}"
    );
}

#[test]
fn on_the_review_the_warning_stands_at_the_line_of_the_nik() {
    let phone = Phone::new();
    let payung = phone.open();
    ready(&payung);
    let review = payung.drafts().resume(filled(&payung)).unwrap().step;
    let at: Vec<&str> = review
        .review
        .iter()
        .filter(|line| !line.warnings.is_empty())
        .map(|line| line.label.as_str())
        .collect();
    assert_eq!(at, ["NIK"]);
    let line = review
        .review
        .iter()
        .find(|line| line.label == "NIK")
        .unwrap();
    assert_eq!(
        review.warnings[usize::from(line.warnings[0])].reveal(),
        words(&payung, "nik-sent-before")
    );
}

#[test]
fn a_correction_is_not_warned_of_its_own_registration() {
    let phone = Phone::new();
    let payung = phone.open();
    let registration = ready(&payung);
    reach(&payung, &registration, State::Sending);
    reach(&payung, &registration, State::NeedsCorrection);
    let view = payung.registrations().correct(registration).unwrap();
    let nik = payung.drafts().show(view.draft, "nik".into()).unwrap();
    assert!(said(&payung, &nik).is_empty());
    assert_eq!(
        warned(&payung, "3201015501900001").len(),
        4,
        "another draft is"
    );
}
