//! The body of an envelope: what the worker answered.

use minicbor::{Decode, Decoder, Encode};
use zeroize::{Zeroize, Zeroizing};

use super::problem::EnvelopeProblem;
use super::{Digest, Header, ReferralCode, RegistrationId, StatusToken, cbor};
use crate::secret::Secret;
use crate::units::Timestamp;

/// Everything the office receives about one registration. Only visible questions are in it.
///
/// Bounds hold at both ends: see the constants. Each question is answered, consented to and
/// photographed at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The form's id.
    pub form: String,
    /// The form's version, as the content bundle counts it.
    pub form_version: u32,
    /// `id` or `en`: the language the worker read.
    pub lang: String,
    /// The purpose, as the form names it: `register`, `resume`, `employer`.
    pub purpose: String,
    /// When the worker pressed send, by the phone's clock.
    pub sealed_at: Timestamp,
    /// In the form's order.
    pub answers: Vec<Answer>,
    /// In the form's order.
    pub consents: Vec<Consent>,
    /// The key of each photo that the header names.
    pub photos: Vec<PhotoKey>,
    /// The earlier registration that this one adds to: what could wait, or was not asked then.
    pub completes: Option<Completed>,
    /// The code of the poster or helper by which the worker came. The office counts it and keeps no
    /// code with the registration.
    pub referral: Option<ReferralCode>,
}

/// An earlier registration, and the proof that it is the sender's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// The first registration's id.
    pub id: RegistrationId,
    /// The first registration's status token, which proves that the same phone sends both.
    pub token: StatusToken,
}

/// One answer in its canonical text: dates as YYYY-MM-DD, money in whole rupiah, phone as E.164,
/// several choices joined by commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question's id in the form.
    pub question: String,
    /// At most [`Registration::MOST_VALUE`] bytes.
    pub value: Secret,
}

/// A consent with the version of its wording and the time it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The question's id in the form.
    pub question: String,
    /// The version of the wording.
    pub version: u32,
    /// When the consent was given.
    pub at: Timestamp,
}

/// The key of one photo. `key` never prints, and is wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct PhotoKey {
    /// The question's id in the form.
    pub question: String,
    /// The ciphertext's digest, as in the header.
    pub digest: Digest,
    /// What [`super::photo::open`] takes.
    pub key: [u8; 32],
    /// What the worker was warned of and kept all the same, one bit each, as
    /// [`crate::form::PhotoFault::ALL`] counts them; 0 from apps that do not say it.
    pub faults: u32,
}

impl std::fmt::Debug for PhotoKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhotoKey")
            .field("question", &self.question)
            .field("digest", &self.digest)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

impl Drop for PhotoKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl Registration {
    /// The purpose of a registration that names none.
    pub const REGISTER: &str = "register";
    /// Bytes of its CBOR, at most.
    pub const MOST_BYTES: usize = 256 * 1024;
    /// Answers, at most.
    pub const MOST_ANSWERS: usize = 200;
    /// Consents, at most.
    pub const MOST_CONSENTS: usize = 50;
    /// Bytes (UTF-8) of one answer, at most.
    pub const MOST_VALUE: usize = 16 * 1024;
    /// Bytes of a form's or question's id, at most; at least one.
    pub const MOST_ID: usize = 100;

    /// The CBOR of the body with its version, if it keeps the bounds.
    pub(super) fn to_versioned_cbor(&self) -> Result<Zeroizing<Vec<u8>>, EnvelopeProblem> {
        let body = Body::of(self);
        body.check()?;
        cbor::write(
            &Versioned {
                version: VERSION,
                body,
            },
            Self::MOST_BYTES,
        )
        .ok_or(EnvelopeProblem::TooLarge)
    }

    /// Reads a body with its version, and refuses one that does not keep the bounds.
    pub(super) fn from_versioned_cbor(bytes: &[u8]) -> Result<Self, EnvelopeProblem> {
        // The version first: another one may have another shape.
        let mut front = Decoder::new(bytes);
        let version = front
            .array()
            .and_then(|_| front.u32())
            .map_err(|_| EnvelopeProblem::Malformed("body"))?;
        if version != VERSION {
            return Err(EnvelopeProblem::BodyVersion(version));
        }
        let Versioned { body, .. } = cbor::read(bytes).ok_or(EnvelopeProblem::Malformed("body"))?;
        body.check()?;
        body.registration()
    }

    /// Reads the body of an envelope of version 1, which names no version of its own.
    pub(super) fn from_cbor(bytes: &[u8]) -> Result<Self, EnvelopeProblem> {
        let body: Body<'_> = cbor::read(bytes).ok_or(EnvelopeProblem::Malformed("body"))?;
        body.check()?;
        body.registration()
    }
}

/// The version of a registration's body.
const VERSION: u32 = 1;

#[derive(Encode, Decode)]
struct Versioned<'a> {
    #[n(0)]
    version: u32,
    #[b(1)]
    body: Body<'a>,
}

/// The layout in `docs/protocol.md`. It borrows everything personal, so that nothing is copied that
/// is not wiped.
#[derive(Encode, Decode)]
struct Body<'a> {
    #[b(0)]
    form: &'a str,
    #[n(1)]
    form_version: u32,
    #[b(2)]
    lang: &'a str,
    #[n(3)]
    sealed_at: i64,
    #[b(4)]
    answers: Vec<AnswerRow<'a>>,
    #[b(5)]
    consents: Vec<ConsentRow<'a>>,
    #[b(6)]
    photos: Vec<PhotoRow<'a>>,
    /// Not in bodies of the first app, which could only register.
    #[b(7)]
    purpose: Option<&'a str>,
    #[b(8)]
    completes: Option<CompletedRow<'a>>,
    #[b(9)]
    referral: Option<&'a str>,
}

#[derive(Encode, Decode)]
struct CompletedRow<'a> {
    #[cbor(b(0), with = "minicbor::bytes")]
    id: &'a [u8],
    #[cbor(b(1), with = "minicbor::bytes")]
    token: &'a [u8],
}

#[derive(Encode, Decode)]
struct AnswerRow<'a> {
    #[b(0)]
    question: &'a str,
    #[b(1)]
    value: &'a str,
}

#[derive(Encode, Decode)]
struct ConsentRow<'a> {
    #[b(0)]
    question: &'a str,
    #[n(1)]
    version: u32,
    #[n(2)]
    at: i64,
}

#[derive(Encode, Decode)]
struct PhotoRow<'a> {
    #[b(0)]
    question: &'a str,
    #[cbor(b(1), with = "minicbor::bytes")]
    digest: &'a [u8],
    #[cbor(b(2), with = "minicbor::bytes")]
    key: &'a [u8],
    #[n(3)]
    faults: Option<u32>,
}

impl<'a> Body<'a> {
    fn of(registration: &'a Registration) -> Self {
        let Registration {
            form,
            form_version,
            lang,
            sealed_at,
            purpose,
            answers,
            consents,
            photos,
            completes,
            referral,
        } = registration;
        Self {
            form,
            form_version: *form_version,
            lang,
            sealed_at: sealed_at.millis(),
            purpose: Some(purpose),
            answers: answers
                .iter()
                .map(|a| AnswerRow {
                    question: &a.question,
                    value: a.value.reveal(),
                })
                .collect(),
            consents: consents
                .iter()
                .map(|c| ConsentRow {
                    question: &c.question,
                    version: c.version,
                    at: c.at.millis(),
                })
                .collect(),
            photos: photos
                .iter()
                .map(|p| PhotoRow {
                    question: &p.question,
                    digest: &p.digest.0,
                    key: &p.key,
                    faults: Some(p.faults).filter(|faults| *faults != 0),
                })
                .collect(),
            completes: completes.as_ref().map(|it| CompletedRow {
                id: it.id.bytes(),
                token: it.token.bytes(),
            }),
            referral: referral.as_ref().map(ReferralCode::as_str),
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
        rule(is_id(self.form), "form")?;
        rule(is_id(self.lang), "lang")?;
        // Envelopes of the first app have no purpose. They count as *register*.
        rule(self.purpose.is_none_or(is_id), "purpose")?;
        rule(self.answers.len() <= Registration::MOST_ANSWERS, "answers")?;
        rule(
            self.consents.len() <= Registration::MOST_CONSENTS,
            "consents",
        )?;
        rule(self.photos.len() <= Header::MOST_PHOTOS, "photo keys")?;
        rule(
            self.answers
                .iter()
                .all(|answer| answer.value.len() <= Registration::MOST_VALUE),
            "answer's value",
        )?;
        rule(
            are_ids_once(self.answers.iter().map(|answer| answer.question)),
            "answer's question",
        )?;
        rule(
            are_ids_once(self.consents.iter().map(|consent| consent.question)),
            "consent's question",
        )?;
        rule(
            are_ids_once(self.photos.iter().map(|photo| photo.question)),
            "photo key's question",
        )
    }

    fn registration(&self) -> Result<Registration, EnvelopeProblem> {
        let time = |millis, place| {
            Timestamp::from_millis(millis).map_err(|_| EnvelopeProblem::Malformed(place))
        };
        let array = |bytes: &[u8]| {
            <[u8; 32]>::try_from(bytes).map_err(|_| EnvelopeProblem::Malformed("photo key"))
        };
        let consent = |row: &ConsentRow<'_>| {
            let at = time(row.at, "consent's time")?;
            Ok(Consent {
                question: row.question.to_owned(),
                version: row.version,
                at,
            })
        };
        let completed = |row: &CompletedRow<'_>| {
            let (id, token) = (
                RegistrationId::from_bytes(row.id),
                StatusToken::from_bytes(row.token),
            );
            let read = id.zip(token).map(|(id, token)| Completed { id, token });
            read.ok_or(EnvelopeProblem::Malformed("completes"))
        };
        let photo = |row: &PhotoRow<'_>| {
            let (digest, key) = (Digest(array(row.digest)?), array(row.key)?);
            Ok(PhotoKey {
                question: row.question.to_owned(),
                digest,
                key,
                faults: row.faults.unwrap_or_default(),
            })
        };
        Ok(Registration {
            form: self.form.to_owned(),
            form_version: self.form_version,
            lang: self.lang.to_owned(),
            sealed_at: time(self.sealed_at, "sealed at")?,
            purpose: self.purpose.unwrap_or(Registration::REGISTER).to_owned(),
            answers: self
                .answers
                .iter()
                .map(|row| Answer {
                    question: row.question.to_owned(),
                    value: Secret::new(row.value),
                })
                .collect(),
            consents: self
                .consents
                .iter()
                .map(consent)
                .collect::<Result<_, EnvelopeProblem>>()?,
            photos: self
                .photos
                .iter()
                .map(photo)
                .collect::<Result<_, EnvelopeProblem>>()?,
            completes: self.completes.as_ref().map(completed).transpose()?,
            // A referral code changes nothing about a registration, so a text that is no code is
            // left out and refuses nobody.
            referral: self.referral.and_then(ReferralCode::exactly),
        })
    }
}

/// True for an id of a form or question: one to [`Registration::MOST_ID`] bytes.
pub(super) fn is_id(text: &str) -> bool {
    (1..=Registration::MOST_ID).contains(&text.len())
}

/// True when each is an id, and none is there twice.
pub(super) fn are_ids_once<'a>(mut ids: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    ids.all(|id| is_id(id) && seen.insert(id))
}
