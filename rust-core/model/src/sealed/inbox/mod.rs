//! What the office writes to one registration: items of an inbox, numbered, sealed, and
//! authenticated.
//!
//! An item is sealed in HPKE's auth mode: from the office's key to the registration's reply key.
//! Only the phone can read it, and only a holder of the office's private key can have made it. The
//! intake holds neither key, so it can delay an item or lose it, but it cannot make, change, or
//! readdress one (ADR 14).
//!
//! The sequence of an inbox only grows. Each item names the one before it, so a phone notices when
//! one is missing and waits for it, while an office that was restored from a backup may jump ahead.

mod card;
mod frame;
mod item;
mod money;
mod payers;
mod words;

pub use card::CardNote;
pub use item::{Item, ItemBody};
pub use money::{
    BillCode, BillId, BillNote, BillState, CoverNote, CreditedMonth, DuesLine, Notice, ReceiptNote,
};
pub use payers::{Arrangement, CodeNote, PayersNote};

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use super::padding::{pad, unpad};
use super::reply::{MOST_TEXT, MOST_WORDS};
use super::{
    EnvelopeProblem, KeyId, OfficeKey, OfficePublicKey, Random, RegistrationId, ReplyKey,
    ReplyPublicKey, cbor, suite,
};
use crate::journey::{Event, OfficeState};
use crate::units::Timestamp;
use card::CardRow;
use frame::{ItemFrame, bound};
use item::{BILL, CARD, CORRECTION, COVER, DECISION, ERASED, NO_STATE, NOTICE, PAYERS, RECEIPT};
use money::{BillRow, CoverRow, NoticeRow, ReceiptRow};
use payers::PayersRow;
use words::WordsRow;

/// One item as it travels. Its seal is proven only by [`SealedItem::open`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedItem {
    key_id: KeyId,
    sequence: u64,
    bytes: Vec<u8>,
}

impl Item {
    /// Bytes of a sealed item, at most. As base64url in JSON it stays below the 64 KiB that a phone
    /// reads of an answer.
    pub const MOST_BYTES: usize = 40 * 1024;
    /// The largest number that JSON carries everywhere.
    pub const LAST_SEQUENCE: u64 = (1 << 53) - 1;

    /// Seals to the registration's reply key, from the office's key.
    ///
    /// The item must keep the bounds that a reader will ask for, else `Malformed` names the place.
    /// All its words together keep [`MOST_TEXT`], as in a reply, else `TooLarge`.
    pub fn seal(
        &self,
        id: RegistrationId,
        to: &ReplyPublicKey,
        from: &OfficeKey,
        random: &mut dyn Random,
    ) -> Result<SealedItem, EnvelopeProblem> {
        let front = self.front();
        front.check(self.sequence)?;
        let plain = match WordsRow::of(self) {
            Some(row) => {
                row.check()?;
                if row.text_bytes() > MOST_TEXT {
                    return Err(EnvelopeProblem::TooLarge);
                }
                cbor::write(&row, Self::MOST_BYTES)
            }
            None => front.with_body(&self.body)?,
        };
        // The padding hides the kind: a decision and a correction would differ by their length.
        let plain = pad(&plain.ok_or(EnvelopeProblem::TooLarge)?, 0);
        let key_id = from.public().id();
        let aad = bound(id, key_id, self.sequence).ok_or(EnvelopeProblem::TooLarge)?;
        let sealed = suite::seal_from(from.secret(), to.bytes(), INFO, &aad, &plain, random)?;
        let frame = ItemFrame {
            key_id: key_id.0,
            sequence: self.sequence,
            encapsulated: sealed.encapsulated,
        };
        let bytes = frame
            .write(&sealed.ciphertext, Self::MOST_BYTES)
            .ok_or(EnvelopeProblem::TooLarge)?;
        Ok(SealedItem {
            key_id,
            sequence: self.sequence,
            bytes,
        })
    }

    /// The event that the item is for the registration's state; none when it changes no state.
    pub fn event(&self) -> Option<Event> {
        match &self.body {
            ItemBody::Decision { state, .. } => state.event(),
            ItemBody::Correction { .. } => Some(Event::CorrectionAsked),
            ItemBody::Erased => Some(Event::Erased),
            _ => None,
        }
    }

    /// The state it led to at the office, if it led to one that the status document has a word for.
    pub fn state(&self) -> Option<OfficeState> {
        match &self.body {
            ItemBody::Decision { state, .. } => Some(*state),
            ItemBody::Correction { .. } => Some(OfficeState::NeedsCorrection),
            _ => None,
        }
    }

    fn kind(&self) -> u32 {
        match &self.body {
            ItemBody::Decision { .. } => DECISION,
            ItemBody::Correction { .. } => CORRECTION,
            ItemBody::Bill(_) => BILL,
            ItemBody::Receipt(_) => RECEIPT,
            ItemBody::Cover(_) => COVER,
            ItemBody::Notice(_) => NOTICE,
            ItemBody::Payers(_) => PAYERS,
            ItemBody::Erased => ERASED,
            ItemBody::Card(_) => CARD,
            ItemBody::Other { kind, .. } => *kind,
        }
    }

    fn front(&self) -> Front<'static> {
        Front {
            kind: self.kind(),
            previous: self.previous,
            revision: self.revision,
            state: self.state().map_or(NO_STATE, OfficeState::as_str),
            at: self.at.millis(),
        }
    }

    /// Can the status document have said `state` about revision `about` when this item existed? A
    /// decision is the last word. A correction is followed by the next revision, or by the worker's
    /// withdrawal.
    pub fn agrees_with(&self, state: OfficeState, about: u32) -> bool {
        match &self.body {
            ItemBody::Decision { state: decided, .. } => {
                (state, about) == (*decided, self.revision)
            }
            ItemBody::Correction { .. } => {
                let open = matches!(state, OfficeState::NeedsCorrection | OfficeState::Withdrawn);
                about > self.revision || about == self.revision && open
            }
            // The status of what was erased is an error, and the phone compares that itself.
            ItemBody::Erased => false,
            // Money, notices and cards come in any state.
            _ => true,
        }
    }
}

impl SealedItem {
    /// Reads what stands in clear; needs no key.
    pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeProblem> {
        if bytes.len() > Item::MOST_BYTES {
            return Err(EnvelopeProblem::TooLarge);
        }
        let (frame, _) = ItemFrame::read(bytes)?;
        Ok(Self {
            key_id: KeyId(frame.key_id),
            sequence: frame.sequence,
            bytes: bytes.to_vec(),
        })
    }

    /// Opens an item to this registration that `from` wrote. `Broken` when another key wrote it,
    /// when it was written to another registration or reply key or under another sequence, or when
    /// it was changed on the way.
    pub fn open(
        &self,
        id: RegistrationId,
        key: &ReplyKey,
        from: &OfficePublicKey,
    ) -> Result<Item, EnvelopeProblem> {
        if from.id() != self.key_id {
            return Err(EnvelopeProblem::UnknownKey(self.key_id));
        }
        let (frame, ciphertext) = ItemFrame::read(&self.bytes)?;
        let aad = bound(id, self.key_id, self.sequence).ok_or(EnvelopeProblem::TooLarge)?;
        let plain = suite::open_from(
            from.bytes(),
            key.secret(),
            &frame.encapsulated,
            INFO,
            &aad,
            ciphertext,
        )
        .map_err(|_| EnvelopeProblem::Broken)?;
        let plain = unpad(&plain, 0).ok_or(EnvelopeProblem::Malformed("padding"))?;
        Front::read(plain)?.check(self.sequence)?;
        read(plain, self.sequence)
    }

    /// Which office key wrote it, as it says.
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The item's place in the inbox, as the item says.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The bytes that go over the wire.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

const INFO: &[u8] = b"payung/item/1";
/// The positions that keep their meaning for ever: a program reads them first, also of kinds that
/// it does not know.
#[derive(Encode, Decode)]
struct Front<'a> {
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
}

impl<'a> Front<'a> {
    fn read(plain: &'a [u8]) -> Result<Self, EnvelopeProblem> {
        cbor::read(plain).ok_or(EnvelopeProblem::Malformed("item"))
    }

    fn check(&self, sequence: u64) -> Result<(), EnvelopeProblem> {
        let rule = |kept: bool, place| {
            if kept {
                Ok(())
            } else {
                Err(EnvelopeProblem::Malformed(place))
            }
        };
        rule((1..=Item::LAST_SEQUENCE).contains(&sequence), "sequence")?;
        rule(self.previous < sequence, "previous")?;
        rule(self.revision > 0, "revision")?;
        // The state is said twice, by the kind and in a word: they must be the same.
        let state = self.state.parse::<OfficeState>().ok();
        rule(
            match self.kind {
                DECISION => state.is_some_and(OfficeState::is_final),
                CORRECTION => state == Some(OfficeState::NeedsCorrection),
                _ => self.state == NO_STATE,
            },
            "state",
        )
    }
}

/// Positions 0 to 4, and the body of a kind that has one of its own.
#[derive(Encode, Decode)]
struct BodyRow<'a, T> {
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
    body: T,
}

impl Front<'_> {
    /// The item's plain bytes. None when they are too many. `Malformed` for whatever a reader would
    /// refuse, and for a kind that has no body.
    fn with_body(self, body: &ItemBody) -> Result<Option<Zeroizing<Vec<u8>>>, EnvelopeProblem> {
        Ok(match body {
            ItemBody::Bill(bill) => {
                let row = BillRow::of(bill);
                // The writer reads back its own row: an item that phones refuse would leave a gap
                // that no later item passes.
                row.read()?;
                self.with(row)
            }
            ItemBody::Receipt(receipt) => {
                let row = ReceiptRow::of(receipt);
                row.read()?;
                self.with(row)
            }
            ItemBody::Cover(cover) => {
                let row = CoverRow::of(cover);
                row.read()?;
                self.with(row)
            }
            ItemBody::Notice(notice) => {
                let row = NoticeRow::of(notice);
                row.read()?;
                self.with(row)
            }
            ItemBody::Card(card) => {
                let row = CardRow::of(card);
                row.read()?;
                self.with(row)
            }
            ItemBody::Payers(payers) => {
                let row = PayersRow::of(payers);
                row.read()?;
                self.with(row)
            }
            // An item of an unknown kind came from a newer office. This program can keep it and
            // cannot write it.
            _ => return Err(EnvelopeProblem::Malformed("kind")),
        })
    }

    fn with<T: Encode<()>>(self, body: T) -> Option<Zeroizing<Vec<u8>>> {
        let Front {
            kind,
            previous,
            revision,
            state,
            at,
        } = self;
        let row = BodyRow {
            kind,
            previous,
            revision,
            state,
            at,
            body,
        };
        cbor::write(&row, Item::MOST_BYTES)
    }
}

/// The body of a kind that has one of its own.
fn body<'b, T: Decode<'b, ()>>(plain: &'b [u8]) -> Result<T, EnvelopeProblem> {
    let row: BodyRow<'b, T> = cbor::read(plain).ok_or(EnvelopeProblem::Malformed("item"))?;
    Ok(row.body)
}

/// Reads a whole item whose front was checked.
fn read(plain: &[u8], sequence: u64) -> Result<Item, EnvelopeProblem> {
    let front = Front::read(plain)?;
    let other = |bill| ItemBody::Other {
        kind: front.kind,
        bill,
    };
    let body = match front.kind {
        DECISION | CORRECTION | ERASED => {
            let row: WordsRow<'_> = cbor::read(plain).ok_or(EnvelopeProblem::Malformed("item"))?;
            row.check()?;
            row.body()?
        }
        BILL => {
            // A bill in a state that this program does not know is kept for a later app, like an
            // item of an unknown kind. Which bill it is counts: what an earlier item said of it holds
            // no more.
            let row = body::<BillRow<'_>>(plain)?;
            match row.read()? {
                Some(bill) => ItemBody::Bill(bill),
                None => other(Some(row.id()?)),
            }
        }
        RECEIPT => ItemBody::Receipt(body::<ReceiptRow<'_>>(plain)?.read()?),
        COVER => ItemBody::Cover(body::<CoverRow<'_>>(plain)?.read()?),
        NOTICE => ItemBody::Notice(body::<NoticeRow<'_>>(plain)?.read()?),
        CARD => ItemBody::Card(body::<CardRow<'_>>(plain)?.read()?),
        PAYERS => ItemBody::Payers(body::<PayersRow<'_>>(plain)?.read()?),
        _ => other(None),
    };
    Ok(Item {
        sequence,
        previous: front.previous,
        revision: front.revision,
        at: Timestamp::from_millis(front.at).map_err(|_| EnvelopeProblem::Malformed("time"))?,
        body,
    })
}
