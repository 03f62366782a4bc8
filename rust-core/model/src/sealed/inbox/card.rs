//! The card of a member, as the inbox brings it.
//!
//! The seal says that the office wrote it to this phone. Whether the card itself is believed is
//! another question, which everybody answers alike: by the card keys that the signed rules name
//! (`crate::card`).

use minicbor::{Decode, Encode};

use crate::sealed::EnvelopeProblem;
use crate::secret::Secret;

/// A card (kind 8). Of several, the item with the highest sequence counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardNote {
    /// The letters that a QR code shows, at most [`CardNote::MOST_LETTERS`]. Empty: the office takes
    /// back what it sent before, and there is no card.
    pub text: Secret,
}

impl CardNote {
    /// Letters, at most. Ours has some 320.
    pub const MOST_LETTERS: usize = 4_096;
}

/// [`CardNote`] as it travels.
#[derive(Encode, Decode)]
pub(super) struct CardRow<'a> {
    #[b(0)]
    text: &'a str,
}

impl<'a> CardRow<'a> {
    pub(super) fn of(card: &'a CardNote) -> Self {
        Self {
            text: card.text.reveal(),
        }
    }

    pub(super) fn read(&self) -> Result<CardNote, EnvelopeProblem> {
        // The letters of Base45, which are those that a QR code stores most tightly.
        let is_letter = |sign: u8| {
            sign.is_ascii_digit() || sign.is_ascii_uppercase() || b" $%*+-./:".contains(&sign)
        };
        if self.text.len() > CardNote::MOST_LETTERS || !self.text.bytes().all(is_letter) {
            return Err(EnvelopeProblem::Malformed("card"));
        }
        Ok(CardNote {
            text: Secret::new(self.text),
        })
    }
}
