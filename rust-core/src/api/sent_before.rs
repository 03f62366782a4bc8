//! Whether a registration with the same NIK went out from this phone already.
//!
//! Several people may register on one phone, so the warning names nobody: neither a name nor a
//! receipt nor what the office decided. Whoever types a NIK learns that this phone knows it, and
//! looks at the first screen like everybody else.

use payung_model::engine::{Engine, Hints, StepView};
use payung_model::form::{Entry, Value};
use payung_model::journey::State;
use payung_model::person::Nik;
use payung_model::secret::Secret;
use payung_model::text::Message;

use super::error::Failure;
use super::state::{AppState, OpenDraft};
use crate::vault::Keys;

/// Whether a registration in this state waits for the office, lies there, or was accepted. One that
/// was refused, withdrawn or erased may be sent again.
const UNDER_WAY: [State; 6] = [
    State::Ready,
    State::Sending,
    State::Received,
    State::NeedsCorrection,
    State::Parked,
    State::Accepted,
];

/// The text of the warning.
const WORDS: &str = "nik-sent-before";

impl AppState {
    /// Adds the warning to a screen that shows the NIK of this draft.
    pub(super) fn warn_if_sent_before(
        &self,
        open: &OpenDraft,
        engine: &Engine<'_>,
        keys: &Keys,
        view: &mut StepView,
    ) -> Result<(), Failure> {
        let Some(question) = engine.nik_question() else {
            return Ok(());
        };
        let Some(nik) = open.draft.entries.get(question).and_then(nik_of) else {
            return Ok(());
        };
        if engine.shows_answer_to(view, question)
            && self.was_sent_before(open, keys, question, &nik)?
        {
            engine.add_warning(view, question, &Message::new(WORDS));
        }
        Ok(())
    }

    /// Adds the warning to the hints while a NIK is typed.
    pub(super) fn hint_if_sent_before(
        &self,
        open: &OpenDraft,
        engine: &Engine<'_>,
        keys: &Keys,
        question: &str,
        hints: &mut Hints,
    ) -> Result<(), Failure> {
        let typed = open
            .draft
            .entries
            .get(question)
            .filter(|_| engine.nik_question() == Some(question));
        if let Some(nik) = typed.and_then(nik_of)
            && self.was_sent_before(open, keys, question, &nik)?
        {
            hints.warnings.push(Secret::new(self.text(WORDS)));
        }
        Ok(())
    }

    /// A registration of another draft that is under way has the same NIK. One whose answers are
    /// deleted is not found.
    fn was_sent_before(
        &self,
        open: &OpenDraft,
        keys: &Keys,
        question: &str,
        nik: &Nik,
    ) -> Result<bool, Failure> {
        for (draft, entry) in self.store.sent_answers(keys, question, &UNDER_WAY)? {
            if draft != open.row.id && nik_of(&entry).as_ref() == Some(nik) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The NIK that was taken as the answer, or is typed so far.
fn nik_of(entry: &Entry) -> Option<Nik> {
    let text = match &entry.value {
        Some(Value::Text(text)) => text,
        _ => &entry.raw,
    };
    Nik::parse(text.reveal()).ok()
}
