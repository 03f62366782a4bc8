//! What a worker does, in a process whose disk is watched.

use std::path::{Path, PathBuf};

use payung_core::Payung;
use payung_tests::disk::Control;
use payung_tests::shell::{Said, fill, sync};
use payung_tests::town::Town;
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

use super::{Mark, home, rows};

/// Notes what is acknowledged.
struct Notes {
    control: Control,
    home: PathBuf,
    marks: Vec<Mark>,
}

impl Notes {
    /// A phone of a town, on the disk that is watched.
    fn begin(town: &mut Town) -> Outcome<Self> {
        town.shell.home = home(Path::new(&std::env::var("PAYUNG_ROOT")?));
        Ok(Self {
            control: Control::here()?,
            home: town.shell.home.clone(),
            marks: Vec::new(),
        })
    }

    /// Leaves the notes to the process that watches.
    fn end(&self) -> Outcome<()> {
        let file = std::env::var("PAYUNG_MARKS")?;
        Ok(std::fs::write(file, serde_json::to_vec(&self.marks)?)?)
    }

    fn note<T>(&mut self, call: &str, returned: T) -> Outcome<T> {
        // First of all: what follows reads, and must not count as done before the call returned.
        let lines = self.control.lines()?;
        self.marks.push(Mark {
            lines,
            call: call.to_owned(),
            rows: rows(&self.home)?,
        });
        Ok(returned)
    }
}

/// All that a worker may do, in a process whose disk is watched. The office is another process, and
/// is not.
pub fn of_a_registration() -> Outcome<()> {
    let mut town = Town::new()?;
    let mut notes = Notes::begin(&mut town)?;
    let payung = town.shell.open()?;
    notes.note("open", ())?;

    // The code of a poster is kept, removed and kept again; the first registration takes it along.
    payung.keep_referral("PASAR-7".into())?;
    notes.note("keep referral", ())?;
    payung.remove_referral()?;
    notes.note("remove referral", ())?;
    payung.keep_referral("PASAR-7".into())?;
    notes.note("keep referral", ())?;

    // One answer after another, with a text that is kept while it is typed, and a photo taken
    // twice.
    let answers = samples::answers();
    let mut view = notes.note("start", payung.drafts().start("bpu".into())?)?;
    let draft = view.draft.clone();
    while view.step.kind == payung_model::engine::ScreenKind::Question {
        let question = view.step.id.clone();
        if question == "ktp" {
            for _ in 0..2 {
                let source = payung_core::PhotoSource::Picked {
                    path: town.card.to_string_lossy().into_owned(),
                };
                view = notes.note(
                    "photo",
                    payung
                        .drafts()
                        .photo(draft.clone(), question.clone(), source)?,
                )?;
            }
            continue;
        }
        let text = payung_tests::shell::text(&answers[&question]);
        payung
            .drafts()
            .edit(draft.clone(), question.clone(), text.clone(), view.seq)?;
        notes.note("edit", ())?;
        view = notes.note(
            "answer",
            payung.drafts().answer(draft.clone(), question, text)?,
        )?;
    }
    let first = notes
        .note("ready", payung.registrations().ready(draft.clone())?)?
        .registration;
    notes.note("take back", payung.registrations().take_back(first)?)?;
    let first = notes
        .note("ready", payung.registrations().ready(draft)?)?
        .registration;
    sync(&payung)?;
    notes.note("sync", ())?;

    // The office wants something corrected, then accepts; a second registration is withdrawn, a
    // draft thrown away.
    town.office.open()?;
    town.office.run(&[
        "correct",
        &first,
        "--keys",
        &town.keys(),
        "--question",
        "phone=CONTOH: nomor lain",
    ])?;
    town.much_later();
    sync(&payung)?;
    notes.note("sync", ())?;
    correct(&payung, &mut notes, &first)?;
    town.much_later();
    sync(&payung)?;
    notes.note("sync", ())?;
    town.office.open()?;
    town.office.run(&["accept", &first])?;
    let second = fill(&payung, &answers, &town.card)?;
    notes.note("sync", ())?;
    let second = notes
        .note("ready", payung.registrations().ready(second)?)?
        .registration;
    town.much_later();
    sync(&payung)?;
    notes.note("sync", ())?;
    notes.note("withdraw", payung.registrations().withdraw(second)?)?;
    let thrown = notes
        .note("start", payung.drafts().start("bpu".into())?)?
        .draft;
    notes.note("discard", payung.drafts().discard(thrown)?)?;
    town.much_later();
    sync(&payung)?;
    notes.note("sync", ())?;
    drop(payung);
    notes.note("open again", ())?;
    let payung = town.open()?;
    notes.note("open again", ())?;
    let third = fill(&payung, &answers, &town.card)?;
    notes.note("sync", ())?;
    notes.note("ready", payung.registrations().ready(third)?)?;
    notes.end()?;
    println!(
        "note: states {:?}",
        payung
            .home()?
            .registrations
            .iter()
            .map(|one| &one.state)
            .collect::<Vec<_>>()
    );
    Ok(())
}

pub fn of_an_end() -> Outcome<()> {
    let mut town = Town::new()?;
    let mut notes = Notes::begin(&mut town)?;
    let payung = town.shell.open()?;
    let draft = fill(&payung, &samples::answers(), &town.card)?;
    fill(&payung, &samples::answers(), &town.card)?;
    notes.note("ready", payung.registrations().ready(draft)?)?;
    drop(payung);
    town.shell.keeper.answer_with(Some(Said::Gone));
    drop(town.open()?);
    let payung = town.open()?;
    notes.note("gone", ())?;
    // The platform makes a new key for whoever asks for one.
    town.shell.keeper.answer_with(None);
    notes.note("start clean", payung.start_clean()?)?;
    let draft = fill(&payung, &samples::answers(), &town.card)?;
    notes.note("ready", payung.registrations().ready(draft)?)?;
    payung.wipe()?;
    notes.note("wipe", ())?;
    notes.end()
}

fn correct(payung: &Payung, notes: &mut Notes, registration: &str) -> Outcome<()> {
    let mut view = notes.note(
        "correct",
        payung.registrations().correct(registration.to_owned())?,
    )?;
    let new: Value = json!({"phone": "0813 0000 0002"});
    while view.step.kind == payung_model::engine::ScreenKind::Question {
        let question = view.step.id.clone();
        let text = payung_tests::shell::text(&new[&question]);
        view = notes.note(
            "answer",
            payung.drafts().answer(view.draft, question, text)?,
        )?;
    }
    notes.note("ready", payung.registrations().ready(view.draft)?)?;
    Ok(())
}
