//! Access made anew for somebody who lost the phone and has no recovery code (docs/adr/0022).
//!
//! The office never knew the phone's reply key, so another one is made here, with another status
//! token. Both are sealed under a fresh recovery code and forgotten. The worker takes the code away
//! on paper and enters it on another phone, with the birth date, as any other.

use payung_model::journey::OfficeState;
use payung_model::person::Nik;
use payung_model::sealed::inbox::ItemBody;
use payung_model::sealed::recovery::{Access, RecoveryCode};
use payung_model::sealed::{
    Envelope, OfficeKey, Registration, RegistrationId, ReplyKey, StatusToken,
};
use payung_model::typed::{clean, is_visible};
use payung_model::units::{Date, Timestamp};

use super::decide::{Decision, DecisionWords};
use super::paper::PaperKey;
use super::refund::MOST_REASON;
use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::purposes;
use crate::random::SystemRandom;
use crate::store::money::NewAccess;
use crate::store::{AuditEntry, KeptRecovery, PaperKind, Store};

/// What an officer saw, and why. Without both nothing is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The person showed the KTP, and its number and name are those of the registration.
    pub ktp: bool,
    /// The person stood there, and looks like the photo.
    pub person: bool,
    /// Why: `HP hilang`.
    pub why: String,
}

/// The officer who makes access anew, and the keys for it.
pub struct Reissuer<'a> {
    /// For the audit log.
    pub officer: &'a str,
    /// Private keys, the newest first.
    pub keys: &'a [OfficeKey],
    /// Opens the words of earlier decisions, which are told once more.
    pub papers: &'a PaperKey,
    /// By the office's clock.
    pub now: Timestamp,
}

/// Ends the access of the phone before and makes another one. The code that comes back is nowhere
/// else: it is shown once.
pub fn reissue(
    store: &Store,
    id: RegistrationId,
    seen: &Seen,
    by: &Reissuer<'_>,
) -> Result<RecoveryCode, Failure> {
    let input = |words: &str| Failure::Input(format!("{}: {words}", id.receipt()));
    let why = clean(&seen.why);
    if !seen.ktp || !seen.person || !is_visible(&why) {
        return Err(input(
            "see the KTP and the person first, and say why in a word or two",
        ));
    }
    if why.chars().count() > MOST_REASON {
        return Err(input("the reason is too long for the log"));
    }
    let gone = || input("no such registration here");
    let status = store.status(id)?.ok_or_else(gone)?;
    if !matches!(
        status.state,
        OfficeState::Received | OfficeState::NeedsCorrection | OfficeState::Accepted
    ) {
        let word = status.state.as_str();
        return Err(input(&format!("it is {word}, so there is nothing to read")));
    }
    let envelope = Envelope::parse(&store.latest_record(id)?.ok_or_else(gone)?)?;
    let registration = envelope.open(by.keys)?;
    if registration.completes.is_some() || purposes::is_request(&registration.purpose) {
        return Err(input("it is no registration of its own: name that one"));
    }
    let born = born(&registration, by.now.date())
        .ok_or_else(|| input("it says no birth date, and a code goes with one"))?;

    let mut random = SystemRandom;
    let key = by
        .keys
        .first()
        .ok_or(KeysProblem::Damaged("no office key"))?;
    let (code, reply_key) = (RecoveryCode::new(&mut random)?, ReplyKey::new(&mut random)?);
    let token = StatusToken::new(&mut random)?;
    let (token_hash, public) = (token.hash(), reply_key.public());
    let secrets = code.keys(born).map_err(std::io::Error::other)?;
    let access = Access {
        token,
        reply_key,
        form: registration.form.clone(),
        form_version: registration.form_version,
        purpose: registration.purpose.clone(),
        office_keys: by
            .keys
            .iter()
            .take(Access::MOST_KEYS)
            .map(OfficeKey::public)
            .collect(),
    };
    let recovery = KeptRecovery {
        id,
        locator: secrets.locator.digest(),
        proof: secrets.proof.digest(),
        sealed: access.seal(id, &secrets.key, &mut random)?,
    };
    let decided = decided(store, id, status.revision, status.state, by.papers)?;
    let detail = format!("KTP shown, person present: {}", *why);
    let made = store.reissue(
        &NewAccess {
            id,
            // Compared again in the transaction: what the new phone is told once more must be what
            // holds then.
            stood: (status.revision, status.state),
            token_hash,
            reply_key: &public,
            recovery: &recovery,
            decided: decided.as_ref(),
            entry: AuditEntry {
                at: by.now,
                officer: by.officer,
                action: "reissue",
                id: Some(id),
                detail: &detail,
            },
        },
        key,
    )?;
    if made {
        Ok(code)
    } else {
        Err(input("changed meanwhile: look again"))
    }
}

/// The birth date that was answered, or the one in the NIK.
fn born(registration: &Registration, today: Date) -> Option<Date> {
    let answer = |question: &str| {
        let mut answers = registration.answers.iter();
        let found = answers.find(|answer| answer.question == question);
        found.map(|answer| answer.value.reveal())
    };
    let answered = answer("birth_date").and_then(|text| text.parse().ok());
    answered.or_else(|| Some(Nik::parse(answer("nik")?).ok()?.birth_date(today)))
}

/// The decision that the phone before was told, with its words where the office still has them.
fn decided(
    store: &Store,
    id: RegistrationId,
    revision: u32,
    state: OfficeState,
    papers: &PaperKey,
) -> Result<Option<ItemBody>, Failure> {
    if state == OfficeState::Received {
        return Ok(None);
    }
    let kept = store.papers(id)?.into_iter().rev();
    // A paper that retention has taken is no reason to refuse: the decision is told without its
    // words (ADR 22).
    let words = kept
        .filter(|paper| paper.kind == PaperKind::Decision && paper.revision == revision)
        .find_map(|paper| papers.open(id, revision, &paper.body));
    let words = words.and_then(|text| DecisionWords::read(&text));
    let DecisionWords { words, asked } = words.unwrap_or_default();
    let decision = if state == OfficeState::NeedsCorrection {
        Decision::Correct {
            questions: asked,
            words,
        }
    } else {
        Decision::Accept { words }
    };
    Ok(Some(decision.body()))
}
