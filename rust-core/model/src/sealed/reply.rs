//! Words of the office to one phone, as offices sent them before there was an inbox
//! ([`super::inbox`]).
//!
//! Only the phone can read them. The seal does not say that they come from the office: whoever sees
//! a registration's header can seal to its reply key. Offices still write them for older apps. This
//! app reads only those that an older version of it kept.

use minicbor::{Decode, Encode};

use super::registration::are_ids_once;
use super::{
    EnvelopeProblem, Random, Registration, RegistrationId, ReplyKey, ReplyPublicKey, cbor, suite,
};
use crate::journey::OfficeState;
use crate::secret::Secret;
use crate::units::Timestamp;

/// What an officer decided, in words for the worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The revision this speaks about, from 1.
    pub revision: u32,
    /// The state it led to.
    pub state: OfficeState,
    /// When, by the office's clock.
    pub at: Timestamp,
    /// At most [`MOST_WORDS`] bytes; may be empty.
    pub words: Secret,
    /// For a correction: which questions, each once with its own words. At most
    /// [`Registration::MOST_ANSWERS`].
    pub questions: Vec<Correction>,
}

/// A correction that the office asks for at one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The question's id in the form.
    pub question: String,
    /// At most [`MOST_WORDS`] bytes.
    pub words: Secret,
}

/// Bytes of a sealed reply, at most.
pub const MOST_BYTES: usize = 64 * 1024;
/// Bytes (UTF-8) of one text in a reply, at most.
pub const MOST_WORDS: usize = 4 * 1024;

/// Bytes (UTF-8) of all words of one message and of the ids of its questions, together at most. It
/// is enforced where a message is made. Within it the sealed message, as base64url in the status
/// document, stays below [`MOST_DOCUMENT`].
pub const MOST_TEXT: usize = 16 * 1024;
/// Bytes of one JSON answer of the office about a registration, at most: a phone reads no more of
/// it.
pub const MOST_DOCUMENT: usize = 64 * 1024;

/// Bytes of a message's words and of its questions' ids, as [`MOST_TEXT`] limits them.
pub fn text_bytes<'a>(
    words: &str,
    questions: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> usize {
    let of_questions = questions
        .into_iter()
        .map(|(question, words)| question.len() + words.len());
    words.len() + of_questions.sum::<usize>()
}

/// Seals a reply. The id is bound as AAD, the revision stands inside the seal.
pub fn seal(
    reply: &Reply,
    id: RegistrationId,
    to: &ReplyPublicKey,
    random: &mut dyn Random,
) -> Result<Vec<u8>, EnvelopeProblem> {
    let row = ReplyRow::of(reply);
    row.check()?;
    let questions = row.questions.iter().map(|row| (row.question, row.words));
    if text_bytes(row.words, questions) > MOST_TEXT {
        return Err(EnvelopeProblem::TooLarge);
    }
    let plain = cbor::write(&row, MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
    let sealed = suite::seal(to.bytes(), INFO, id.bytes(), &plain, random)?;
    cbor::write_pair(&sealed.encapsulated, &sealed.ciphertext, MOST_BYTES)
        .ok_or(EnvelopeProblem::TooLarge)
}

/// Opens a reply to this registration. `Broken` when it was sealed for another id or key, or
/// changed on the way.
pub fn open(bytes: &[u8], id: RegistrationId, key: &ReplyKey) -> Result<Reply, EnvelopeProblem> {
    if bytes.len() > MOST_BYTES {
        return Err(EnvelopeProblem::TooLarge);
    }
    let (encapsulated, ciphertext) =
        cbor::read_pair(bytes).ok_or(EnvelopeProblem::Malformed("frame"))?;
    let encapsulated = encapsulated
        .try_into()
        .map_err(|_| EnvelopeProblem::Malformed("encapsulated key"))?;
    let plain = suite::open(key.secret(), encapsulated, INFO, id.bytes(), ciphertext)
        .map_err(|_| EnvelopeProblem::Broken)?;
    let row: ReplyRow<'_> = cbor::read(&plain).ok_or(EnvelopeProblem::Malformed("reply"))?;
    row.check()?;
    row.reply()
}

const INFO: &[u8] = b"payung/reply/1";

/// The layout in `docs/protocol.md`; borrows what is personal.
#[derive(Encode, Decode)]
struct ReplyRow<'a> {
    #[n(0)]
    revision: u32,
    #[b(1)]
    state: &'a str,
    #[n(2)]
    at: i64,
    #[b(3)]
    words: &'a str,
    #[b(4)]
    questions: Vec<CorrectionRow<'a>>,
}

#[derive(Encode, Decode)]
pub(super) struct CorrectionRow<'a> {
    #[b(0)]
    pub question: &'a str,
    #[b(1)]
    pub words: &'a str,
}

impl<'a> ReplyRow<'a> {
    fn of(reply: &'a Reply) -> Self {
        let row = |c: &'a Correction| CorrectionRow {
            question: &c.question,
            words: c.words.reveal(),
        };
        Self {
            revision: reply.revision,
            state: reply.state.as_str(),
            at: reply.at.millis(),
            words: reply.words.reveal(),
            questions: reply.questions.iter().map(row).collect(),
        }
    }

    fn check(&self) -> Result<(), EnvelopeProblem> {
        let rule = |kept: bool, place| {
            if kept {
                Ok(())
            } else {
                Err(EnvelopeProblem::Malformed(place))
            }
        };
        rule(self.revision > 0, "revision")?;
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
        Ok(())
    }

    fn reply(&self) -> Result<Reply, EnvelopeProblem> {
        let correction = |row: &CorrectionRow<'_>| Correction {
            question: row.question.to_owned(),
            words: Secret::new(row.words),
        };
        Ok(Reply {
            revision: self.revision,
            state: self
                .state
                .parse()
                .map_err(|_| EnvelopeProblem::Malformed("state"))?,
            at: Timestamp::from_millis(self.at).map_err(|_| EnvelopeProblem::Malformed("time"))?,
            words: Secret::new(self.words),
            questions: self.questions.iter().map(correction).collect(),
        })
    }
}
