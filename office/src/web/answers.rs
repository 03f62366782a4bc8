//! A registration as an officer reads it: its answers as texts for people, in the steps and the
//! order of its form.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use payung_model::content::Content;
use payung_model::engine::{format_answer, question_label};
use payung_model::form::{Check, Form, Kind, Question};
use payung_model::person::Villages;
use payung_model::text::{Lang, Message};
use payung_model::units::Timestamp;
use zeroize::Zeroizing;

use super::words::{self, Words};
use crate::desk::Shown;
use crate::opener::{content_of, with_form};
use crate::store::{Store, StoreError};

/// A step of the form with the answers that were given in it.
pub(super) struct AnswerGroup {
    pub title: String,
    pub items: Vec<AnswerItem>,
}

/// One question with its answer, consent or photo.
pub(super) struct AnswerItem {
    pub question: String,
    pub label: String,
    pub body: AnswerBody,
    /// Findings of the form's checks: who has read them, and their texts.
    pub notes: Vec<(Words, Zeroizing<String>)>,
    /// True when an officer may ask for another answer.
    pub can_ask: bool,
    /// What the revision before this one said, where it said something else.
    pub before: Option<Zeroizing<String>>,
}

impl AnswerItem {
    /// True for a photo, and for one that is not there. They have a place of their own on the page.
    pub(super) fn is_photo(&self) -> bool {
        matches!(
            self.body,
            AnswerBody::Photo { .. } | AnswerBody::Nothing { photo: true, .. }
        )
    }
}

/// What was sent for a question.
pub(super) enum AnswerBody {
    Answer(Zeroizing<String>),
    Consent {
        version: u32,
        at: Timestamp,
        /// What the worker declares by it, in words; none for what she agrees to, and where the
        /// wording is another version's.
        declares: Option<String>,
    },
    Photo {
        digest: String,
    },
    /// Nothing was sent, though the form asks for it. `later` says that it may be sent later;
    /// `photo` that it is one.
    Nothing {
        later: bool,
        photo: bool,
    },
}

/// Content by bundle sequence. Bundles never change, so each is read once.
#[derive(Clone, Default)]
pub(super) struct SharedContentCache(Arc<Mutex<BTreeMap<u64, Option<Arc<Content>>>>>);

impl SharedContentCache {
    fn of(&self, store: &Store, sequence: u64) -> Result<Option<Arc<Content>>, StoreError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(&sequence) {
            return Ok(found.clone());
        }
        let content = content_of(store, sequence)?.map(Arc::new);
        known.insert(sequence, content.clone());
        Ok(content)
    }

    /// The content in which a registration was filled in.
    pub(super) fn behind(
        &self,
        store: &Store,
        shown: &Shown,
    ) -> Result<Option<Arc<Content>>, StoreError> {
        let form = (&*shown.form, shown.form_version);
        with_form(store, shown.bundle_sequence, form, |sequence| {
            self.of(store, sequence)
        })
    }
}

/// All answers by steps. Answers to questions that the form does not have come last.
pub(super) fn groups(lang: Lang, shown: &Shown, content: Option<&Content>) -> Vec<AnswerGroup> {
    let mut items = all_items(lang, shown, content);
    let mut groups = Vec::new();
    if let Some((content, form)) =
        content.and_then(|content| Some((content, content.forms.get(&shown.form)?)))
    {
        for step in &form.steps {
            let of_step: Vec<AnswerItem> = step
                .questions
                .iter()
                .flat_map(|question| items.remove(&question.id).unwrap_or_default())
                .collect();
            if !of_step.is_empty() {
                let title = content
                    .texts
                    .format(lang, &Message::new(format!("step-{}", step.id)));
                groups.push(AnswerGroup {
                    title,
                    items: of_step,
                });
            }
        }
    }
    let rest: Vec<AnswerItem> = items.into_values().flatten().collect();
    if !rest.is_empty() {
        groups.push(AnswerGroup {
            title: words::OUTSIDE_FORM.text(lang).to_owned(),
            items: rest,
        });
    }
    groups
}

/// The text for what the worker asks the office for; none when the content has no text for it.
pub(super) fn purpose(lang: Lang, shown: &Shown, content: Option<&Content>) -> Option<String> {
    let texts = &content?.texts;
    let id = format!("purpose-{}", shown.purpose);
    texts
        .has(lang, &id)
        .then(|| texts.format(lang, &Message::new(id)))
}

fn all_items(
    lang: Lang,
    shown: &Shown,
    content: Option<&Content>,
) -> BTreeMap<String, Vec<AnswerItem>> {
    let form = content.and_then(|content| content.forms.get(&shown.form));
    let question = |id: &str| form.and_then(|form: &Form| form.question(id));
    let notes = |id: &str| {
        let of_it = shown
            .findings
            .iter()
            .filter(|finding| finding.question == id);
        let photo = question(id).is_some_and(|it| matches!(it.kind, Kind::Photo));
        let whose = |refused| {
            if refused {
                words::FORM_SAYS
            } else if photo {
                words::WORKER_KEPT
            } else {
                words::WORKER_READ
            }
        };
        of_it
            .map(|finding| (whose(finding.refused), finding.words.clone()))
            .collect()
    };
    let item = |id: &str, body: AnswerBody| AnswerItem {
        question: id.to_owned(),
        label: label(lang, id, content),
        notes: notes(id),
        body,
        can_ask: question(id).is_some_and(Question::is_reviewed),
        before: None,
    };
    let mut items: BTreeMap<String, Vec<AnswerItem>> = BTreeMap::new();
    for answer in &shown.answers {
        // An answer that the content does not explain is shown as it was sent.
        let text = match (question(&answer.question), content) {
            (Some(question), Some(content)) => {
                let text = format_answer(content, lang, question, &answer.value);
                // The code goes into other systems, so officers see it beside the name.
                let listed = matches!(question.kind, Kind::Village { .. })
                    && Villages::get(&answer.value).is_some();
                text.map(|text| {
                    if listed {
                        format!("{text} ({})", answer.value.as_str())
                    } else {
                        text
                    }
                })
            }
            _ => None,
        };
        let text = text.map_or_else(|| answer.value.clone(), Zeroizing::new);
        items
            .entry(answer.question.clone())
            .or_default()
            .push(item(&answer.question, AnswerBody::Answer(text)));
    }
    for consent in &shown.consents {
        let declares = question(&consent.question).is_some_and(
            |it| matches!(it.kind, Kind::Consent { version, declares: true } if version == consent.version),
        );
        let wording = format!("q-{}.help", consent.question);
        let declares = declares
            .then(|| content.and_then(|content| content.text_if_any(lang, &wording)))
            .flatten();
        let body = AnswerBody::Consent {
            version: consent.version,
            at: consent.at,
            declares,
        };
        items
            .entry(consent.question.clone())
            .or_default()
            .push(item(&consent.question, body));
    }
    for photo in &shown.photos {
        let body = AnswerBody::Photo {
            digest: photo.digest.clone(),
        };
        items
            .entry(photo.question.clone())
            .or_default()
            .push(item(&photo.question, body));
    }
    for (id, later) in shown
        .missing
        .iter()
        .map(|id| (id, false))
        .chain(shown.later.iter().map(|id| (id, true)))
    {
        if !items.contains_key(id) {
            let photo = question(id).is_some_and(|question| matches!(question.kind, Kind::Photo));
            items.insert(
                id.clone(),
                vec![item(id, AnswerBody::Nothing { later, photo })],
            );
        }
    }
    items
}

/// Notes at each answer what the revision before said, where it said something else. Returns the
/// labels of what that one answered and this one does not.
pub(super) fn compare(groups: &mut [AnswerGroup], before: &[AnswerGroup]) -> Vec<String> {
    let text = |item: &AnswerItem| match &item.body {
        AnswerBody::Answer(text) => Some(text.clone()),
        AnswerBody::Photo { digest } => Some(Zeroizing::new(digest.clone())),
        AnswerBody::Consent { .. } | AnswerBody::Nothing { .. } => None,
    };
    let mut old: BTreeMap<&str, (&str, Option<Zeroizing<String>>)> = BTreeMap::new();
    for item in before.iter().flat_map(|group| &group.items) {
        old.insert(&item.question, (&item.label, text(item)));
    }
    for item in groups.iter_mut().flat_map(|group| &mut group.items) {
        let now = text(item);
        match old.remove(item.question.as_str()) {
            Some((_, was)) if was == now => {}
            Some((_, Some(was))) => item.before = Some(was),
            _ if now.is_some() => item.before = Some(Zeroizing::default()),
            _ => {}
        }
    }
    old.into_values()
        .filter(|(_, was)| was.is_some())
        .map(|(label, _)| label.to_owned())
        .collect()
}

/// The answer to the question that asks for the name, as it was sent.
pub(super) fn name(shown: &Shown, content: Option<&Content>) -> Option<Zeroizing<String>> {
    let form = content?.forms.get(&shown.form)?;
    let question = form
        .steps
        .iter()
        .flat_map(|step| &step.questions)
        .find(|it| it.checks.contains(&Check::Name))?;
    shown
        .answers
        .iter()
        .find(|answer| answer.question == question.id)
        .map(|answer| answer.value.clone())
}

fn label(lang: Lang, question: &str, content: Option<&Content>) -> String {
    let found = content.and_then(|content| question_label(content, lang, question));
    found.unwrap_or_else(|| question.to_owned())
}
