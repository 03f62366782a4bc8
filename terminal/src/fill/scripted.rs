//! Fills in a form from an answers file, by walking its screens: which questions there are, and in
//! which order, is the core's.

use std::collections::BTreeSet;
use std::io::IsTerminal;

use payung_core::{DraftView, PhotoSource};
use payung_model::engine::{Field, ScreenKind};
use payung_model::secret::Secret;

use crate::fill::answers::Answers;
use crate::out::print_notice;
use crate::outcome::Stop;
use crate::session::Session;
use crate::words;

/// Walks to the review or to an ending.
pub struct Script<'a> {
    session: &'a Session,
    answers: &'a Answers,
    /// A photo that is there already stays, unless a correction asks for another.
    retake_photos: bool,
    used: BTreeSet<String>,
}

/// Refuses questions that the form does not have, before anything is begun.
pub fn check_questions(session: &Session, form: &str, answers: &Answers) -> Result<(), Stop> {
    let known: BTreeSet<String> = session
        .payung
        .lookup()
        .form(form.to_owned())?
        .into_iter()
        .map(|line| line.question)
        .collect();
    let unknown: Vec<&str> = answers
        .questions()
        .filter(|question| !known.contains(*question))
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let what = session.lang.of(
        "tidak ada pertanyaan ini di formulir",
        "the form has no such question",
    );
    Err(Stop::input(
        format_args!("{}: {}", answers.place, unknown.join(", ")),
        what,
    ))
}

impl<'a> Script<'a> {
    pub fn new(session: &'a Session, answers: &'a Answers, retake_photos: bool) -> Self {
        Self {
            session,
            answers,
            retake_photos,
            used: BTreeSet::new(),
        }
    }

    /// From this screen on. What stops it leaves the draft as it is, and says how to go on.
    pub fn fill(mut self, first: DraftView) -> Result<DraftView, Stop> {
        let lang = self.session.lang;
        let kept = words::kept(lang, self.session.number_of(&first.draft));
        let end = self.walk(first).map_err(|stop| stop.then(&kept, lang))?;
        self.tell_unused();
        Ok(end)
    }

    fn walk(&mut self, mut view: DraftView) -> Result<DraftView, Stop> {
        loop {
            view = match view.step.kind {
                ScreenKind::Ending => return Ok(view),
                ScreenKind::Review => match self.mend(&view)? {
                    Some(next) => next,
                    None => return Ok(view),
                },
                ScreenKind::Question => self.next(&view)?,
            };
        }
    }

    /// Answers the question on the screen.
    fn next(&mut self, view: &DraftView) -> Result<DraftView, Stop> {
        let question = &view.step.id;
        // A question that comes again was answered and is asked all the same. Going on would never
        // end.
        if !self.used.insert(question.clone()) {
            return Err(self.stop(
                question,
                self.session.lang.of("ditanyakan dua kali", "asked twice"),
            ));
        }
        let given = self.answers.of_question(question);
        match (&view.step.field, given) {
            // No file is named: that is an empty answer, as at any other question. The core judges it.
            (Field::Photo { .. }, Some(photo)) if photo.reveal().trim().is_empty() => {
                self.answer(view, Secret::default())
            }
            (Field::Photo { .. }, Some(photo)) => self.photo(view, photo),
            (Field::Photo { .. }, None) if !view.step.skip.is_empty() => {
                self.answer(view, Secret::default())
            }
            (Field::Photo { .. }, None) => Err(self.stop(question, self.not_given())),
            // Something to read: whoever wrote the answers file goes on.
            (Field::Note, None) => self.answer(view, Secret::new("yes")),
            // What was typed before stays; an empty answer is the core's to judge: the question may
            // be optional.
            (_, None) => self.answer(view, view.step.typed.clone()),
            (_, Some(answer)) => self.answer(view, answer.clone()),
        }
    }

    /// On the review: the first answer that the file wants otherwise; none when all is as in the
    /// file.
    fn mend(&mut self, review: &DraftView) -> Result<Option<DraftView>, Stop> {
        let payung = &self.session.payung;
        for line in review.step.review.iter().filter(|line| line.editable) {
            let Some(answer) = self.answers.of_question(&line.question) else {
                continue;
            };
            if self.used.contains(&line.question) {
                continue;
            }
            let view = payung
                .drafts()
                .show(review.draft.clone(), line.question.clone())?;
            let as_it_is = match view.step.field {
                Field::Photo { taken, .. } => taken && !self.retake_photos,
                _ => view.step.typed == *answer,
            };
            if as_it_is {
                self.used.insert(line.question.clone());
                continue;
            }
            self.next(&view)?;
            // Another answer may open other questions.
            return Ok(Some(payung.drafts().resume(review.draft.clone())?));
        }
        Ok(None)
    }

    fn answer(&self, view: &DraftView, answer: Secret) -> Result<DraftView, Stop> {
        let question = &view.step.id;
        self.tell_warnings(view, &answer)?;
        let next = self
            .session
            .payung
            .drafts()
            .answer(view.draft.clone(), question.clone(), answer)
            .map_err(|error| {
                Stop::from(error).at(
                    format_args!("{}: {question}", self.answers.place),
                    self.session.lang,
                )
            })?;
        // The core goes on to another screen when it takes an answer, and stays when it refuses
        // one.
        if next.step.kind != ScreenKind::Question || next.step.id != *question {
            return Ok(next);
        }
        let problems: Vec<&str> = next.step.problems.iter().map(Secret::reveal).collect();
        Err(if problems.is_empty() {
            self.stop(question, self.not_given())
        } else {
            self.stop(question, &problems.join(" "))
        })
    }

    /// What is unusual about a typed answer lets it go on, and is said. A warning quotes answers:
    /// whole where a person reads it, only its question where it may end in a log.
    fn tell_warnings(&self, view: &DraftView, answer: &Secret) -> Result<(), Stop> {
        let typed = matches!(
            view.step.field,
            Field::Text { .. } | Field::Digits { .. } | Field::Date | Field::Money
        );
        if !typed {
            return Ok(());
        }
        let (draft, question) = (view.draft.clone(), view.step.id.clone());
        let unquoted = self.session.lang.of(
            "tidak biasa, dikutip hanya di terminal",
            "unusual, quoted at a terminal only",
        );
        for warning in self
            .session
            .payung
            .drafts()
            .edit(draft, question, answer.clone(), view.seq)?
            .warnings
        {
            let words = if std::io::stderr().is_terminal() {
                warning.reveal()
            } else {
                unquoted
            };
            print_notice(&format!(
                "{}: {}: ? {words}",
                self.answers.place, view.step.id
            ));
        }
        Ok(())
    }

    fn photo(&self, view: &DraftView, name: &Secret) -> Result<DraftView, Stop> {
        let question = &view.step.id;
        let file = self.answers.photo(name);
        let path = file
            .to_str()
            .ok_or_else(|| {
                self.stop(
                    question,
                    self.session
                        .lang
                        .of("namanya bukan UTF-8", "its name is not UTF-8"),
                )
            })?
            .to_owned();
        // The core reads pictures: to it, no file is no picture.
        if let Err(error) = std::fs::File::open(&file) {
            return Err(self.stop(question, words::file(self.session.lang, &error)));
        }
        let at = |error| {
            Stop::from(error).at(
                format_args!("{}: {question}", self.answers.place),
                self.session.lang,
            )
        };
        let payung = &self.session.payung;
        let next = payung
            .drafts()
            .photo(
                view.draft.clone(),
                question.clone(),
                PhotoSource::Picked { path },
            )
            .map_err(at)?;
        if next.step.id != *question {
            return Ok(next);
        }
        // Hard to read, and kept: whoever wrote the answers file chose it. What is wrong with it
        // quotes no answer.
        for warning in &next.step.warnings {
            print_notice(&format!(
                "{}: {question}: ? {}",
                self.answers.place,
                warning.reveal()
            ));
        }
        payung
            .drafts()
            .answer(next.draft, question.clone(), Secret::default())
            .map_err(at)
    }

    /// Answers that were never asked for, because a condition hid their question.
    fn tell_unused(&self) {
        for question in self
            .answers
            .questions()
            .filter(|question| !self.used.contains(*question))
        {
            let words = self.session.lang.of(
                "tidak ditanyakan, jadi tidak dipakai",
                "was not asked, so it is not used",
            );
            print_notice(&format!("{}: {question}: {words}", self.answers.place));
        }
    }

    fn stop(&self, question: &str, what: &str) -> Stop {
        Stop::input(format_args!("{}: {question}", self.answers.place), what)
    }

    fn not_given(&self) -> &'static str {
        self.session
            .lang
            .of("belum ada jawabannya", "is not answered")
    }
}
