//! The form's own checks, run again at the office by the same engine that asked the questions on
//! the phone.
//!
//! A warning (a birth date that differs from the NIK's, a postal code of another district) was
//! shown to the worker, who confirmed the answer; the officer should know of it too. An answer that
//! the form refuses cannot have come from our app.

use payung_model::content::Content;
use payung_model::cover::reminder::Dues;
use payung_model::cover::report;
use payung_model::engine::Engine;
use payung_model::form::{Draft, Entry, Form, Kind, PhotoFault, Value};
use payung_model::sealed::{PhotoKey, Registration};
use payung_model::secret::Secret;
use payung_model::text::{Lang, Message};
use payung_model::units::{Date, Timestamp, Zone};

/// A finding of the form's checks about one answer.
pub struct AnswerFinding {
    /// Question id.
    pub question: String,
    /// The text, with both values where two answers differ. It is personal.
    pub message: Message,
    /// True when the form would refuse this answer; false when the answer is only unusual.
    pub refused: bool,
}

impl AnswerFinding {
    /// The flag for it: for an unusual answer the id of its text with underscores
    /// (`nik_date_differs`).
    pub fn flag(&self) -> String {
        if self.refused {
            super::flag::Flag::AnswerWrong.word().to_owned()
        } else {
            self.message.id.replace('-', "_")
        }
    }
}

/// What the form asks for and the registration does not have. Our app sends nothing before both
/// lists are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Ids of questions without an answer that the form takes; also the one whose answer ends the
    /// form.
    pub answers: Vec<String>,
    /// Ids of consents that were not given to the words of this form.
    pub consents: Vec<String>,
    /// Ids of questions that may be answered later and were not answered yet: mostly photos.
    pub later: Vec<String>,
}

/// Asks the form's own engine what is missing, at the time when the phone sealed the registration.
pub fn gaps(content: &Content, form: &Form, registration: &Registration) -> Gaps {
    let at = registration.sealed_at;
    let mut draft = draft_of(content, form, registration, |_| {});
    let mut put = |question: &str, value| {
        draft.entries.insert(
            question.to_owned(),
            Entry {
                raw: Secret::default(),
                value: Some(value),
                at,
            },
        );
    };
    for consent in &registration.consents {
        put(
            &consent.question,
            Value::Consent {
                version: consent.version,
            },
        );
    }
    for photo in &registration.photos {
        put(
            &photo.question,
            Value::Photo {
                digest: photo.digest,
                // The form asks only whether there is a photo. Its true length is the header's
                // business.
                length: 1,
                faults: Vec::new(),
            },
        );
    }
    // Notes and questions that were left out are not sent, so they are no gaps.
    for question in form.steps.iter().flat_map(|step| &step.questions) {
        if !draft.entries.contains_key(&question.id) {
            let value = match question.kind {
                Kind::Note => Value::Seen,
                _ if question.may_wait || !question.required => Value::Text(Secret::default()),
                _ => continue,
            };
            draft.entries.insert(
                question.id.clone(),
                Entry {
                    raw: Secret::default(),
                    value: Some(value),
                    at,
                },
            );
        }
    }
    let engine = Engine {
        content,
        form,
        draft: &draft,
        lang: Lang::Id,
        now: at,
        today: Some(day_of(form, at)),
        zone: None,
        only: &[],
    };
    let is_consent = |id: &String| {
        form.question(id)
            .is_some_and(|it| matches!(it.kind, Kind::Consent { .. }))
    };
    let (consents, answers) = engine.missing().into_iter().partition(is_consent);
    Gaps {
        answers,
        consents,
        later: engine.waited_for(),
    }
}

/// Runs the checks of all answers in the order in which they were sent. Each answer is checked
/// together with those before it, at the time when the phone sealed them.
pub fn findings(content: &Content, form: &Form, registration: &Registration) -> Vec<AnswerFinding> {
    let mut found = Vec::new();
    draft_of(content, form, registration, |finding| found.push(finding));
    found
}

/// What the phone found about photos, which it alone can judge: the office has no program for
/// pictures. The worker was told the worst of it, and kept the photo. It is no flag: a photo may be
/// the best one possible, and whoever looks at it sees it.
pub fn photo_findings(form: &Form, registration: &Registration) -> Vec<AnswerFinding> {
    let finding = |photo: &PhotoKey| {
        let asked = form.question(&photo.question)?;
        let worst = PhotoFault::worst(&PhotoFault::of_bits(photo.faults))?;
        matches!(asked.kind, Kind::Photo).then(|| AnswerFinding {
            question: photo.question.clone(),
            message: Message::new(worst.message_id()),
            refused: false,
        })
    };
    registration.photos.iter().filter_map(finding).collect()
}

/// What the member's dues depend on, as the answers say it, and for how many months at once; none
/// when they do not say it.
pub fn dues_of(content: &Content, form: &Form, registration: &Registration) -> Option<(Dues, u8)> {
    let draft = draft_of(content, form, registration, |_| {});
    let at = registration.sealed_at;
    let engine = Engine {
        content,
        form,
        draft: &draft,
        lang: Lang::Id,
        now: at,
        today: Some(at.date()),
        zone: None,
        only: &[],
    };
    let months = &form.quote.as_ref()?.months;
    let answer = registration
        .answers
        .iter()
        .find(|answer| answer.question == *months)?;
    let months = answer.value.reveal().parse().ok()?;
    Some((engine.dues()?, months))
}

/// The day on which answers are checked. A report may say a day that has begun in the east alone.
fn day_of(form: &Form, at: Timestamp) -> Date {
    if form.is_for(report::PURPOSE) {
        Zone::Wit.day(at)
    } else {
        at.date()
    }
}

/// The answers as a draft of the form, each checked together with those before it.
fn draft_of(
    content: &Content,
    form: &Form,
    registration: &Registration,
    mut note: impl FnMut(AnswerFinding),
) -> Draft {
    let mut draft = Draft::of(form.id.clone());
    for answer in registration
        .answers
        .iter()
        .filter(|answer| form.question(&answer.question).is_some())
    {
        // The checks run with the phone's time of sealing, so that ages and dates are judged as the
        // worker met them.
        let now = registration.sealed_at;
        let engine = Engine {
            content,
            form,
            draft: &draft,
            lang: Lang::Id,
            now,
            today: Some(day_of(form, now)),
            zone: None,
            only: &[],
        };
        let finding = |refused| {
            move |message| AnswerFinding {
                question: answer.question.clone(),
                message,
                refused,
            }
        };
        let value = match engine.check(&answer.question, answer.value.reveal()) {
            Ok(answered) => {
                answered
                    .warnings
                    .into_iter()
                    .map(finding(false))
                    .for_each(&mut note);
                Some(answered.value)
            }
            Err(refused) => {
                refused
                    .problems
                    .into_iter()
                    .map(finding(true))
                    .for_each(&mut note);
                None
            }
        };
        draft.entries.insert(
            answer.question.clone(),
            Entry {
                raw: answer.value.clone(),
                value,
                at: now,
            },
        );
    }
    draft
}
