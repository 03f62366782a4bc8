//! Decisions, corrections and the word that all is erased, as they travel.

use minicbor::{Decode, Encode};

use super::item::{CORRECTION, DECISION, ERASED, Item, ItemBody, NO_STATE};
use crate::journey::OfficeState;
use crate::sealed::registration::are_ids_once;
use crate::sealed::reply::{Correction, CorrectionRow, MOST_WORDS, text_bytes};
use crate::sealed::{EnvelopeProblem, Registration};
use crate::secret::Secret;

/// The layout in `docs/protocol.md` of the kinds that have a body; borrows what is personal.
#[derive(Encode, Decode)]
pub(super) struct WordsRow<'a> {
    #[n(0)]
    kind: u32,
    #[n(1)]
    previous: u64,
    #[n(2)]
    revision: u32,
    #[b(3)]
    state: &'a str,
    #[n(4)]
    at: i64,
    #[b(5)]
    words: &'a str,
    #[b(6)]
    questions: Vec<CorrectionRow<'a>>,
}

impl<'a> WordsRow<'a> {
    pub fn of(item: &'a Item) -> Option<Self> {
        let row = |c: &'a Correction| CorrectionRow {
            question: &c.question,
            words: c.words.reveal(),
        };
        let (kind, words, questions) = match &item.body {
            ItemBody::Decision { words, .. } => (DECISION, words.reveal(), Vec::new()),
            ItemBody::Correction { words, questions } => (
                CORRECTION,
                words.reveal(),
                questions.iter().map(row).collect(),
            ),
            ItemBody::Erased => (ERASED, "", Vec::new()),
            // The other kinds have rows of their own.
            _ => return None,
        };
        Some(Self {
            kind,
            previous: item.previous,
            revision: item.revision,
            state: item.state().map_or(NO_STATE, OfficeState::as_str),
            at: item.at.millis(),
            words,
            questions,
        })
    }

    /// The bounds that a reader asks for.
    pub fn check(&self) -> Result<(), EnvelopeProblem> {
        let rule = |kept: bool, place| {
            if kept {
                Ok(())
            } else {
                Err(EnvelopeProblem::Malformed(place))
            }
        };
        rule(self.words.len() <= MOST_WORDS, "words")?;
        rule(
            self.questions.len() <= Registration::MOST_ANSWERS,
            "corrections",
        )?;
        rule(
            are_ids_once(self.questions.iter().map(|row| row.question)),
            "correction's question",
        )?;
        rule(
            self.questions
                .iter()
                .all(|row| row.words.len() <= MOST_WORDS),
            "correction's words",
        )?;
        rule(
            self.kind == CORRECTION || self.questions.is_empty(),
            "corrections",
        )?;
        // This item outlives the erasure, so it must hold nothing personal (ADR 14).
        rule(self.kind != ERASED || self.words.is_empty(), "words")
    }

    /// Bytes of all its words together.
    pub fn text_bytes(&self) -> usize {
        let questions = self.questions.iter().map(|row| (row.question, row.words));
        text_bytes(self.words, questions)
    }

    /// The body of the item, once its front and its bounds were checked.
    pub fn body(&self) -> Result<ItemBody, EnvelopeProblem> {
        let words = Secret::new(self.words);
        let correction = |row: &CorrectionRow<'_>| Correction {
            question: row.question.into(),
            words: Secret::new(row.words),
        };
        Ok(match self.kind {
            DECISION => ItemBody::Decision {
                state: self
                    .state
                    .parse()
                    .map_err(|_| EnvelopeProblem::Malformed("state"))?,
                words,
            },
            CORRECTION => ItemBody::Correction {
                words,
                questions: self.questions.iter().map(correction).collect(),
            },
            _ => ItemBody::Erased,
        })
    }
}
