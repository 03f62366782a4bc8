//! A draft in memory, and what is kept of it while its answers are not.

use payung_model::engine::Engine;
use payung_model::form::{Draft, PhotoFault, Screen, Value};
use payung_model::sealed::reply::Correction;
use payung_model::text::Lang;
use payung_model::units::{Date, Timestamp, Zone};

use super::clock::Moment;
use super::error::Failure;
use super::rules::Rules;
use crate::vault::DraftRow;

/// Where the worker was in a draft. Nothing of it is secret, so that it outlives the answers.
#[derive(Clone, Copy)]
pub(super) struct DraftPlace {
    pub first: u64,
    pub seq: u64,
    pub from_review: bool,
}

impl DraftPlace {
    /// The place in a draft that this process opens for the first time. Its numbers begin with the
    /// time, so that they are other ones than those of a process that was killed.
    pub fn new(now: Timestamp) -> Self {
        let first = now.millis().cast_unsigned();
        Self {
            first,
            seq: first,
            from_review: false,
        }
    }
}

/// A draft in memory: a copy of what is on disk, for as long as the app is open.
pub(super) struct OpenDraft {
    pub row: DraftRow,
    pub draft: Draft,
    /// The number of the newest view, which each answer raises.
    pub seq: u64,
    /// The number of the first view of this process.
    pub first: u64,
    /// Questions the office asked to be corrected; empty when all are asked.
    pub only: Vec<String>,
    /// The office's words about each of these questions.
    pub asked: Vec<Correction>,
    /// Whether the question was opened from the review, to which its answer then leads back.
    pub from_review: bool,
    /// How many answers cannot be read any more. They are asked again.
    pub unreadable: u32,
    /// The zone that the member chose; none while the registration was not sent.
    pub zone: Option<Zone>,
}

impl OpenDraft {
    /// The engine over this draft.
    pub fn engine<'a>(
        &'a self,
        rules: &'a Rules,
        lang: Lang,
        moment: Moment,
    ) -> Result<Engine<'a>, Failure> {
        Ok(Engine {
            content: &rules.content,
            form: rules.known_form(&self.draft.form, lang)?,
            draft: &self.draft,
            lang,
            now: moment.now,
            today: self.today(moment),
            zone: self.zone,
            only: &self.only,
        })
    }

    /// Where the worker is, kept while the answers leave memory.
    pub fn place(&self) -> DraftPlace {
        DraftPlace {
            first: self.first,
            seq: self.seq,
            from_review: self.from_review,
        }
    }

    /// Whether text that was typed into the view of that number is to be kept. Text from an older
    /// view than the last answer would undo that answer. A view of a process that was killed has a
    /// number that this one does not know: its text is kept until something is answered here, because
    /// it is what the worker still sees.
    pub fn takes_text_of(&self, seq: u64) -> bool {
        let nothing_answered = self.seq == self.first;
        seq == self.seq || nothing_answered
    }

    /// The day where the member is.
    pub fn today(&self, moment: Moment) -> Option<Date> {
        let there = |today| self.zone.map_or(today, |zone| zone.day(moment.now));
        moment.today.map(there)
    }

    /// Whether a sealed photo is kept as the answer to `question`.
    pub fn has_photo(&self, question: &str) -> bool {
        let value = self
            .draft
            .entries
            .get(question)
            .and_then(|entry| entry.value.as_ref());
        matches!(value, Some(Value::Photo { .. }))
    }

    /// What its worker was warned of about that photo, as it goes to the office.
    pub fn photo_faults(&self, question: &str) -> u32 {
        match self.draft.entries.get(question).map(|entry| &entry.value) {
            Some(Some(Value::Photo { faults, .. })) => PhotoFault::bits(faults),
            _ => 0,
        }
    }

    /// How many photos are kept in it, also for questions that are not asked as the answers are now.
    pub fn photos(&self) -> usize {
        let entries = self.draft.entries.keys();
        entries.filter(|question| self.has_photo(question)).count()
    }

    /// Where an answer to `question` leads.
    pub fn onward(&self, engine: &Engine<'_>, question: &str) -> Screen {
        if self.from_review {
            engine.first_open()
        } else {
            engine.after(question)
        }
    }
}
