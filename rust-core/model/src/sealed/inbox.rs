//! What the office writes to one registration: items of an inbox, numbered, sealed, and authenticated.
//!
//! An item is sealed in HPKE's auth mode: from the office's key to the registration's reply key. Only the phone can read
//! it, and only a holder of the office's private key can have made it. The intake holds neither key, so it can delay an
//! item or lose it, but it cannot make, change, or readdress one (ADR 14).
//!
//! The sequence of an inbox only grows. Each item names the one before it, so a phone notices when one is missing and
//! waits for it, while an office that was restored from a backup may jump ahead.

use minicbor::{Decode, Decoder, Encode};

use super::padding::{pad, unpad};
use super::registration::are_ids_once;
use super::reply::{Correction, CorrectionRow, MOST_TEXT, MOST_WORDS, text_bytes};
use super::{
    EnvelopeProblem, KeyId, OfficeKey, OfficePublicKey, Random, Registration, RegistrationId, ReplyKey, ReplyPublicKey,
    cbor, suite,
};
use crate::journey::{Event, OfficeState};
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
    /// When it was written, by the office's clock.
    pub at: Timestamp,
    /// What it says.
    pub body: ItemBody,
}

/// What an item says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemBody {
    /// Kind 1: the office decided, and nothing follows.
    Decision {
        /// `Accepted`, `Refused` or `Withdrawn`.
        state: OfficeState,
        /// At most [`MOST_WORDS`] bytes; may be empty.
        words: Secret,
    },
    /// Kind 2: the office asks for other answers.
    Correction {
        /// At most [`MOST_WORDS`] bytes; may be empty.
        words: Secret,
        /// Which questions, each once with its own words. At most [`Registration::MOST_ANSWERS`].
        questions: Vec<Correction>,
    },
    /// Kind 7: the office holds nothing of the registration any more.
    Erased,
    /// Any other kind. Bill (3), receipt (4), cover (5) and notice (6) are reserved and have no body yet. A program that
    /// does not know a kind keeps the sealed item, and goes on with the next one.
    Other {
        /// The kind's number.
        kind: u32,
    },
}

/// One item as it travels. Its seal is proven only by [`SealedItem::open`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedItem {
    key_id: KeyId,
    sequence: u64,
    bytes: Vec<u8>,
}

impl Item {
    /// Bytes of a sealed item, at most. As base64url in JSON it stays below the 64 KiB that a phone reads of an answer.
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
        let row = ItemRow::of(self)?;
        row.front().check(self.sequence)?;
        row.check()?;
        let questions = row.questions.iter().map(|row| (row.question, row.words));
        if text_bytes(row.words, questions) > MOST_TEXT {
            return Err(EnvelopeProblem::TooLarge);
        }
        let plain = pad(&cbor::write(&row, Self::MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?, 0);
        let key_id = from.public().id();
        let aad = bound(id, key_id, self.sequence).ok_or(EnvelopeProblem::TooLarge)?;
        let sealed = suite::seal_from(from.secret(), to.bytes(), INFO, &aad, &plain, random)?;
        let frame = Frame { key_id: key_id.0, sequence: self.sequence, encapsulated: sealed.encapsulated };
        let bytes = frame.write(&sealed.ciphertext, Self::MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
        Ok(SealedItem { key_id, sequence: self.sequence, bytes })
    }

    /// What it is to the registration's state; none when it changes no state.
    pub fn event(&self) -> Option<Event> {
        match &self.body {
            ItemBody::Decision { state, .. } => state.event(),
            ItemBody::Correction { .. } => Some(Event::CorrectionAsked),
            ItemBody::Erased => Some(Event::Erased),
            ItemBody::Other { .. } => None,
        }
    }

    /// The state it led to at the office, if it led to one that the status document has a word for.
    pub fn state(&self) -> Option<OfficeState> {
        match &self.body {
            ItemBody::Decision { state, .. } => Some(*state),
            ItemBody::Correction { .. } => Some(OfficeState::NeedsCorrection),
            ItemBody::Erased | ItemBody::Other { .. } => None,
        }
    }

    /// Can the status document have said `state` about revision `about` when this item existed? A decision is the last
    /// word. A correction is followed by the next revision, or by the worker's withdrawal.
    pub fn agrees_with(&self, state: OfficeState, about: u32) -> bool {
        match &self.body {
            ItemBody::Decision { state: decided, .. } => (state, about) == (*decided, self.revision),
            ItemBody::Correction { .. } => {
                let open = matches!(state, OfficeState::NeedsCorrection | OfficeState::Withdrawn);
                about > self.revision || about == self.revision && open
            }
            // The status of what was erased is an error, and the phone compares that itself.
            ItemBody::Erased => false,
            ItemBody::Other { .. } => true,
        }
    }
}

impl SealedItem {
    /// Reads what stands in clear; needs no key.
    pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeProblem> {
        if bytes.len() > Item::MOST_BYTES {
            return Err(EnvelopeProblem::TooLarge);
        }
        let (frame, _) = Frame::read(bytes)?;
        Ok(Self { key_id: KeyId(frame.key_id), sequence: frame.sequence, bytes: bytes.to_vec() })
    }

    /// Opens an item to this registration that `from` wrote. `Broken` when another key wrote it, when it was written to
    /// another registration or reply key or under another sequence, or when it was changed on the way.
    pub fn open(&self, id: RegistrationId, key: &ReplyKey, from: &OfficePublicKey) -> Result<Item, EnvelopeProblem> {
        if from.id() != self.key_id {
            return Err(EnvelopeProblem::UnknownKey(self.key_id));
        }
        let (frame, ciphertext) = Frame::read(&self.bytes)?;
        let aad = bound(id, self.key_id, self.sequence).ok_or(EnvelopeProblem::TooLarge)?;
        let plain = suite::open_from(from.bytes(), key.secret(), &frame.encapsulated, INFO, &aad, ciphertext)
            .map_err(|_| EnvelopeProblem::Broken)?;
        let plain = unpad(&plain, 0).ok_or(EnvelopeProblem::Malformed("padding"))?;
        Front::read(plain)?.check(self.sequence)?;
        read(plain, self.sequence)
    }

    /// Which office key wrote it, as it says.
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Its place in the inbox, as it says.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The bytes that go over the wire.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

const VERSION: u32 = 1;
const INFO: &[u8] = b"payung/item/1";
const DECISION: u32 = 1;
const CORRECTION: u32 = 2;
const ERASED: u32 = 7;
/// Stands where an item leads to no state of the status document.
const NO_STATE: &str = "";

/// What is bound as associated data beside the keys: whose inbox it is, and the place in it.
fn bound(id: RegistrationId, key_id: KeyId, sequence: u64) -> Option<Vec<u8>> {
    let parts = (VERSION, cbor::bytes(id.bytes()), cbor::bytes(&key_id.0), sequence);
    cbor::write(&parts, 64).map(|bytes| bytes.to_vec())
}

/// The outermost array. It has exactly its five fields, each in its shortest form.
struct Frame {
    key_id: [u8; 8],
    sequence: u64,
    encapsulated: [u8; 32],
}

impl Frame {
    fn read(bytes: &[u8]) -> Result<(Self, &[u8]), EnvelopeProblem> {
        let malformed = |_| EnvelopeProblem::Malformed("frame");
        let mut decoder = Decoder::new(bytes);
        let fields = decoder.array().map_err(malformed)?;
        let version = decoder.u32().map_err(malformed)?;
        if version != VERSION {
            return Err(EnvelopeProblem::Version(version));
        }
        if fields != Some(5) {
            return Err(EnvelopeProblem::Malformed("frame"));
        }
        let key_id = decoder.bytes().map_err(malformed)?;
        let sequence = decoder.u64().map_err(malformed)?;
        let encapsulated = decoder.bytes().map_err(malformed)?;
        let ciphertext = decoder.bytes().map_err(malformed)?;
        let frame = Self {
            key_id: key_id.try_into().map_err(|_| EnvelopeProblem::Malformed("key id"))?,
            sequence,
            encapsulated: encapsulated.try_into().map_err(|_| EnvelopeProblem::Malformed("encapsulated key"))?,
        };
        if frame.write(ciphertext, bytes.len()).as_deref() != Some(bytes) {
            return Err(EnvelopeProblem::Malformed("frame"));
        }
        Ok((frame, ciphertext))
    }

    fn write(&self, ciphertext: &[u8], most: usize) -> Option<Vec<u8>> {
        let [key_id, encapsulated, ciphertext] = [&self.key_id[..], &self.encapsulated, ciphertext].map(cbor::bytes);
        cbor::write(&(VERSION, key_id, self.sequence, encapsulated, ciphertext), most).map(|bytes| bytes.to_vec())
    }
}

/// The positions that keep their meaning for ever: a program reads them first, also of kinds that it does not know.
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

/// The layout in `docs/protocol.md` of the kinds that have a body; borrows what is personal.
#[derive(Encode, Decode)]
struct ItemRow<'a> {
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

impl<'a> Front<'a> {
    fn read(plain: &'a [u8]) -> Result<Self, EnvelopeProblem> {
        cbor::read(plain).ok_or(EnvelopeProblem::Malformed("item"))
    }

    fn check(&self, sequence: u64) -> Result<(), EnvelopeProblem> {
        let rule = |kept: bool, place| if kept { Ok(()) } else { Err(EnvelopeProblem::Malformed(place)) };
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

impl<'a> ItemRow<'a> {
    fn of(item: &'a Item) -> Result<Self, EnvelopeProblem> {
        let row = |c: &'a Correction| CorrectionRow { question: &c.question, words: c.words.reveal() };
        let (kind, words, questions) = match &item.body {
            ItemBody::Decision { words, .. } => (DECISION, words.reveal(), Vec::new()),
            ItemBody::Correction { words, questions } => {
                (CORRECTION, words.reveal(), questions.iter().map(row).collect())
            }
            ItemBody::Erased => (ERASED, "", Vec::new()),
            // Nothing is written that has no body yet.
            ItemBody::Other { .. } => return Err(EnvelopeProblem::Malformed("kind")),
        };
        Ok(Self {
            kind,
            previous: item.previous,
            revision: item.revision,
            state: item.state().map_or(NO_STATE, OfficeState::as_str),
            at: item.at.millis(),
            words,
            questions,
        })
    }

    fn front(&self) -> Front<'a> {
        Front { kind: self.kind, previous: self.previous, revision: self.revision, state: self.state, at: self.at }
    }

    fn check(&self) -> Result<(), EnvelopeProblem> {
        let rule = |kept: bool, place| if kept { Ok(()) } else { Err(EnvelopeProblem::Malformed(place)) };
        rule(self.words.len() <= MOST_WORDS, "words")?;
        rule(self.questions.len() <= Registration::MOST_ANSWERS, "corrections")?;
        rule(are_ids_once(self.questions.iter().map(|row| row.question)), "correction's question")?;
        rule(self.questions.iter().all(|row| row.words.len() <= MOST_WORDS), "correction's words")?;
        rule(self.kind == CORRECTION || self.questions.is_empty(), "corrections")?;
        rule(self.kind != ERASED || self.words.is_empty(), "words")
    }
}

/// Reads a whole item whose front was checked.
fn read(plain: &[u8], sequence: u64) -> Result<Item, EnvelopeProblem> {
    let front = Front::read(plain)?;
    let body = match front.kind {
        DECISION | CORRECTION | ERASED => {
            let row: ItemRow<'_> = cbor::read(plain).ok_or(EnvelopeProblem::Malformed("item"))?;
            row.check()?;
            let words = Secret::new(row.words);
            let correction =
                |row: &CorrectionRow<'_>| Correction { question: row.question.into(), words: Secret::new(row.words) };
            match front.kind {
                DECISION => {
                    let state = row.state.parse().map_err(|_| EnvelopeProblem::Malformed("state"))?;
                    ItemBody::Decision { state, words }
                }
                CORRECTION => ItemBody::Correction { words, questions: row.questions.iter().map(correction).collect() },
                _ => ItemBody::Erased,
            }
        }
        kind => ItemBody::Other { kind },
    };
    Ok(Item {
        sequence,
        previous: front.previous,
        revision: front.revision,
        at: Timestamp::from_millis(front.at).map_err(|_| EnvelopeProblem::Malformed("time"))?,
        body,
    })
}
