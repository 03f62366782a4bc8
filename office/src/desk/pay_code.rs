//! A member's pay-for code: asked for on the member's phone, or agreed to on paper at the office by
//! a member who has no phone.

use payung_model::content::Content;
use payung_model::form::Kind;
use payung_model::journey::OfficeState;
use payung_model::sealed::{PayCode, RegistrationId};
use payung_model::text::{Lang, Message};
use payung_model::typed::{clean, is_visible};
use payung_model::units::{Date, Timestamp};

use super::decide::Decider;
use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::purposes::asks_for_cover;
use crate::random::SystemRandom;
use crate::store::money::NewPayCode;
use crate::store::{AuditEntry, Store};

/// The consent that goes with a code: a question of the form [`FORM`].
pub const CONSENT: &str = "consent_pay_code";
const FORM: &str = "bpu_request";
/// A code can be used for so many days: our choice [D] (docs/payment.md).
const CODE_DAYS: i32 = 30;
/// Signs of the place where a slip is kept, at most. It stands in the audit log.
const MOST_PLACE: usize = 200;

/// What an officer saw before making a code on a signed slip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlipSeen {
    /// The person showed the KTP, and its number and name are those of the registration.
    pub ktp: bool,
    /// The person signed the slip, or put a thumb print on it, while the officer looked.
    pub signed: bool,
    /// Where the slip is kept: `map 3`. Nothing personal.
    pub kept: String,
}

/// A code, and the last day on which it can be used.
pub struct MadePayCode {
    /// The code that is handed over.
    pub code: PayCode,
    /// Western Indonesia Time.
    pub last_day: Date,
}

/// Is it a registration that can be paid for: one that asks for cover, and that no officer has to
/// look at first?
fn is_payable(store: &Store, id: RegistrationId) -> Result<bool, Failure> {
    let Some(found) = store.status(id)? else {
        return Ok(false);
    };
    let Some(row) = store.index_row(id, found.revision)? else {
        return Ok(false);
    };
    let known = match found.state {
        OfficeState::Accepted => true,
        OfficeState::Received => row.flags.is_empty(),
        _ => false,
    };
    Ok(known && asks_for_cover(row.purpose.as_deref().unwrap_or_default()))
}

/// Makes a code for that member, in place of the one before. `request`: where the consent stands.
/// None when nobody can pay for it.
pub fn new_pay_code(
    store: &Store,
    member: RegistrationId,
    request: RegistrationId,
    consent: (u32, Timestamp),
    by: &Decider<'_>,
) -> Result<Option<MadePayCode>, Failure> {
    let key = by.keys.first();
    let key = key.ok_or(KeysProblem::Damaged("no office key"))?;
    let Some(last_day) = by.now.date().plus_days(CODE_DAYS) else {
        return Ok(None);
    };
    if !is_payable(store, member)? {
        return Ok(None);
    }
    let code = PayCode::new(&mut SystemRandom)?;
    let text = code.to_string();
    let new = NewPayCode {
        registration: member,
        request,
        consent,
        digest: code.digest(),
        text: &text,
        last_day,
    };
    store.issue_pay_code(&new, key, by.now)?;
    Ok(Some(MadePayCode { code, last_day }))
}

/// Makes a code for a member who agreed on paper. The audit log says what was seen and where the
/// slip is, before there is a code.
pub fn pay_code_on_slip(
    store: &Store,
    member: RegistrationId,
    seen: &SlipSeen,
    content: &Content,
    by: &Decider<'_>,
) -> Result<MadePayCode, Failure> {
    let receipt = member.receipt();
    let input = |words: &str| Failure::Input(format!("{receipt}: {words}"));
    let kept = clean(&seen.kept);
    if !seen.ktp || !seen.signed || !is_visible(&kept) {
        return Err(input(
            "see the KTP and the signed slip first, and say where the slip is kept",
        ));
    }
    if kept.chars().count() > MOST_PLACE {
        return Err(input("the place of the slip is too long for the log"));
    }
    let consent = slip_consent(content).ok_or_else(|| input("the rules have no such consent"))?;
    if !is_payable(store, member)? {
        return Err(input(
            "nobody can pay for it: only for what asks for cover, is accepted, or is received and has no flag",
        ));
    }
    let detail = format!(
        "KTP shown, slip signed (consent {consent}), kept: {}",
        *kept
    );
    store.audit(&[AuditEntry {
        at: by.now,
        officer: by.officer,
        action: "pay code slip",
        id: Some(member),
        detail: &detail,
    }])?;
    // The log says what was seen before there is a code: after a kill there may be a row without a
    // code, never a code without a row.
    let made = new_pay_code(store, member, member, (consent, by.now), by)?;
    made.ok_or_else(|| input("changed meanwhile: look again"))
}

/// The words that a member signs, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipWords {
    /// What is asked.
    pub title: String,
    /// What it means.
    pub text: String,
    /// Which version of the words it is.
    pub version: u32,
}

/// The consent as the phone would show it; none when the rules do not have it.
pub fn slip_words(content: &Content, lang: Lang) -> Option<SlipWords> {
    let text = |id: String| content.text(lang, &Message::new(id));
    Some(SlipWords {
        title: text(format!("q-{CONSENT}")),
        text: text(format!("q-{CONSENT}.help")),
        version: slip_consent(content)?,
    })
}

fn slip_consent(content: &Content) -> Option<u32> {
    let question = content.forms.get(FORM)?.question(CONSENT)?;
    match question.kind {
        Kind::Consent { version, .. } => Some(version),
        _ => None,
    }
}
