//! The facts that a view shows of a registration besides its state.

use payung_model::journey::State;
use payung_model::text::{Arg, Message};
use payung_model::units::Date;

use super::Purpose;
use super::state::AppState;
use crate::problem::{ProblemCode, ProblemView};
use crate::vault::{About, Keys, RecordKind, RegistrationRow, VaultError};

/// The facts that a view shows of a registration besides its state.
#[derive(Default)]
pub(super) struct More {
    pub purpose: Option<Purpose>,
    pub purpose_words: String,
    pub missing: Vec<String>,
    pub missing_words: Option<String>,
    pub can_complete: bool,
    pub can_request: bool,
    /// Set when the registration is a request.
    pub request: Option<RequestFacts>,
}

/// The facts about a request besides its purpose.
pub(super) struct RequestFacts {
    /// Until when the office answers; none before it has arrived and once it is answered.
    pub until: Option<Date>,
}

/// The text of a request's state; none where a registration's says the same.
pub(super) fn words_of_request(state: State, purpose: Purpose) -> Option<String> {
    Some(match state {
        State::Received => "request-received".to_owned(),
        State::NeedsCorrection => "request-needs-correction".to_owned(),
        State::Refused => "request-refused".to_owned(),
        State::Accepted => match purpose {
            Purpose::Bill
            | Purpose::PayCode
            | Purpose::PayFor
            | Purpose::PayEnd
            | Purpose::Update
            | Purpose::Employee
            | Purpose::Consent
            | Purpose::Erasure
            | Purpose::Refund => format!("request-accepted-{}", purpose.code()),
            _ => "request-accepted".to_owned(),
        },
        _ => return None,
    })
}

impl AppState {
    /// Why a registration waits, in words.
    pub(super) fn registration_problem(
        &self,
        code: ProblemCode,
        row: &RegistrationRow,
    ) -> ProblemView {
        let message = Message::new(code.text_id());
        let message = match code {
            ProblemCode::DecisionUnproven => message.with("receipt", Arg::Text(row.id.receipt())),
            ProblemCode::AnswersElsewhere => message.with("office", self.office_name()),
            _ => message,
        };
        ProblemView {
            code,
            words: self.message_text(&message),
        }
    }
}

/// Whether a part of the registration that lies under the data key is damaged on this phone. What
/// is sent to the office does not depend on that part.
pub(super) fn is_unreadable(row: &RegistrationRow, keys: &Keys) -> bool {
    // A start-clean leaves `about` behind, and the reply key that came along is sealed under the
    // lost key. That loss is known and is no damage.
    let Some(about) = &row.about else {
        return false;
    };
    let about = About::open(keys, row.id, about).map(|_| ());
    let reply_key = keys
        .open(RecordKind::ReplyKey, row.id.bytes(), &row.reply_key)
        .map(|_| ());
    [about, reply_key]
        .into_iter()
        .any(|opened| matches!(opened, Err(VaultError::Unreadable(_))))
}
