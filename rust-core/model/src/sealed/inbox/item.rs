//! An item in clear, and the numbers of its kinds.

use super::card::CardNote;
use super::money::{BillId, BillNote, CoverNote, Notice, ReceiptNote};
use super::payers::PayersNote;
use crate::journey::OfficeState;
use crate::sealed::reply::Correction;
use crate::secret::Secret;
use crate::units::Timestamp;

/// One item of an inbox, open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// From 1 to [`Item::LAST_SEQUENCE`], growing.
    pub sequence: u64,
    /// The sequence of the item before this one; 0 when nothing before it is needed.
    pub previous: u64,
    /// The revision of the registration that this is about, from 1.
    pub revision: u32,
    /// When the item was written, by the office's clock.
    pub at: Timestamp,
    /// The content.
    pub body: ItemBody,
}

/// What an item says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemBody {
    /// Kind 1: the office decided, and nothing follows.
    Decision {
        /// `Accepted`, `Refused` or `Withdrawn`.
        state: OfficeState,
        /// At most [`crate::sealed::reply::MOST_WORDS`] bytes; may be empty.
        words: Secret,
    },
    /// Kind 2: the office asks for other answers.
    Correction {
        /// At most [`crate::sealed::reply::MOST_WORDS`] bytes; may be empty.
        words: Secret,
        /// Which questions, each once with its own words. At most
        /// [`crate::sealed::Registration::MOST_ANSWERS`].
        questions: Vec<Correction>,
    },
    /// Kind 3: a bill, or what became of it.
    Bill(BillNote),
    /// Kind 4: a receipt.
    Receipt(ReceiptNote),
    /// Kind 5: all months that are credited to the member.
    Cover(CoverNote),
    /// Kind 6: a notice about money or data.
    Notice(Notice),
    /// Kind 7: the office holds nothing of the registration any more.
    Erased,
    /// Kind 8: the member's card, in place of what an earlier item brought.
    Card(CardNote),
    /// Kind 9: who pays for whom.
    Payers(PayersNote),
    /// Any other kind, or a kind of this list with a word that a later office knows. A program that
    /// does not know a kind keeps the sealed item, and goes on with the next one.
    Other {
        /// The kind's number.
        kind: u32,
        /// The bill that it moves to a state which only a later program knows.
        bill: Option<BillId>,
    },
}

pub(super) const DECISION: u32 = 1;
pub(super) const CORRECTION: u32 = 2;
pub(super) const BILL: u32 = 3;
pub(super) const RECEIPT: u32 = 4;
pub(super) const COVER: u32 = 5;
pub(super) const NOTICE: u32 = 6;
pub(super) const ERASED: u32 = 7;
pub(super) const CARD: u32 = 8;
pub(super) const PAYERS: u32 = 9;
/// Stands where an item leads to no state of the status document.
pub(super) const NO_STATE: &str = "";
