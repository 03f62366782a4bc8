//! The worker looks at another app while a screen of the form is open: the screen that is still
//! there goes on as if nothing had been.

use super::*;

/// What a shell does when it goes to the background and comes back.
fn look_away(payung: &Payung) {
    payung.lock();
    payung.unlock().unwrap();
}

fn typed(payung: &Payung, draft: &str, question: &str) -> String {
    let view = payung.drafts().show(draft.to_owned(), question.to_owned());
    view.unwrap().step.typed.reveal().to_owned()
}

fn edit(payung: &Payung, view: &DraftView, text: &str) {
    let (draft, question) = (view.draft.clone(), view.step.id.clone());
    payung
        .drafts()
        .edit(draft, question, secret(text), view.seq)
        .unwrap();
}

/// The screen of the name, with three answers before it at least.
fn at_the_name(payung: &Payung) -> DraftView {
    let begun = payung.drafts().start("bpu".into()).unwrap();
    let before = ANSWERS.iter().filter(|(id, _)| *id != "name").copied();
    fill(payung, begun, &before.collect::<Vec<_>>())
}

#[test]
fn text_typed_into_a_view_from_before_the_lock_is_kept() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = at_the_name(&payung);
    assert_eq!(view.step.id, "name");
    look_away(&payung);
    edit(&payung, &view, "SITI CON");
    look_away(&payung);
    edit(&payung, &view, "SITI CONTOH");
    // It is killed before *next*.
    drop(payung);
    assert_eq!(typed(&phone.open(), &view.draft, "name"), "SITI CONTOH");
}

#[test]
fn a_question_opened_from_the_review_leads_back_to_it_after_a_lock() {
    let phone = Phone::new();
    let payung = phone.open();
    let draft = filled(&payung);
    let view = payung.drafts().show(draft, "name".into()).unwrap();
    look_away(&payung);
    let next = payung
        .drafts()
        .answer(view.draft, view.step.id, secret("SITI CONTOH"));
    assert_eq!(next.unwrap().step.kind, ScreenKind::Review);
}

#[test]
fn a_view_of_a_killed_process_is_good_until_something_is_answered() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = at_the_name(&payung);
    drop(payung);
    phone.set_day(0, 10);
    let payung = phone.open();
    edit(&payung, &view, "SITI CONTOH");
    assert_eq!(typed(&payung, &view.draft, "name"), "SITI CONTOH");
    let answer = payung
        .drafts()
        .answer(view.draft.clone(), "name".into(), secret("BUDI CONTOH"));
    answer.unwrap();
    // That is older than the answer now, and would undo it.
    edit(&payung, &view, "SITI CONTOH");
    assert_eq!(typed(&payung, &view.draft, "name"), "BUDI CONTOH");
}

#[test]
fn a_view_from_before_an_answer_undoes_nothing_after_a_lock() {
    let phone = Phone::new();
    let payung = phone.open();
    let view = at_the_name(&payung);
    let (draft, question) = (view.draft.clone(), view.step.id.clone());
    payung
        .drafts()
        .answer(draft, question, secret("SITI CONTOH"))
        .unwrap();
    look_away(&payung);
    edit(&payung, &view, "SITI");
    assert_eq!(typed(&payung, &view.draft, "name"), "SITI CONTOH");
}
