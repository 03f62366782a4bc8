//! Recovery codes on the line: a phone leaves its sealed access at the office, and another phone
//! asks for it.
//!
//! A parcel (the sealed access and the digests by which the office finds it) goes in the channel of
//! records and shares its delays. Asking is no part of a run: a person has just typed a code and
//! waits for the answer, and the code is not kept to be tried later.

use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::journey::OfficeState;
use payung_model::sealed::recovery::RecoveryKeys;
use payung_model::sealed::{Digest, RegistrationId, StatusToken};
use reqwest::{Method, Response};
use serde::Deserialize;
use serde_json::json;

use super::channels::Channel;
use super::delay::Delay;
use super::http::Answer;
use super::step_error::StepError;
use super::{Run, Synchronizer};
use crate::problem::ProblemCode;
use crate::vault::{RecoveryParcel, RegistrationRow, VaultError};

/// Parcels that one run brings.
const MOST_PARCELS: u32 = 32;
/// The registration whose parcel was brought last, when there were more than one run brings.
const PARCEL_LAST: &str = "parcel_last";
/// Bytes of the office's answer, at most.
const MOST_ANSWER: usize = 16 * 1024;

/// The office's answer to a parcel.
#[derive(Deserialize)]
struct KeptDocument {
    /// SHA-256 of the sealed bytes that the office keeps now.
    kept: String,
}

/// The office's answer to a code: the registration and its sealed access.
#[derive(Deserialize)]
struct FoundDocument {
    id: String,
    sealed: String,
}

/// The outcome of asking the office by a code.
pub enum Asked {
    /// Another phone has left an access under this code.
    Found {
        /// The registration.
        id: RegistrationId,
        /// Sealed under the code.
        sealed: Vec<u8>,
    },
    /// The office has nothing under this code and this date.
    Unknown,
    /// The code was tried too often.
    TooOften,
    /// No answer came, or it did not come from the office; the problem says why.
    Not(ProblemCode),
}

/// The state of a registration that this phone does not have yet.
pub enum Standing {
    /// The office's word, and the last revision that it has.
    At(OfficeState, u32),
    /// The office does not know it under this token.
    Unknown,
    /// No answer came, or it did not come from the office; the problem says why.
    Not(ProblemCode),
}

impl Run<'_> {
    /// Leaves at the office the parcels that it does not have yet. Parcels that the office refuses
    /// stay, and there may be as many of them as one run brings. So each run goes on after the last
    /// one of the run before, and then from the oldest: every parcel gets its turn.
    pub(super) async fn send_parcels(&mut self) -> Result<(), VaultError> {
        let last = self
            .store()
            .meta(PARCEL_LAST)?
            .and_then(|id| RegistrationId::from_bytes(&id));
        let mut parcels = self.store().parcels_to_send(last, MOST_PARCELS)?;
        if let Some(last) = last {
            let oldest = self.store().parcels_to_send(None, MOST_PARCELS)?;
            parcels.extend(oldest.into_iter().filter(|parcel| parcel.id <= last));
            parcels.truncate(MOST_PARCELS as usize);
        }
        let is_part = parcels.len() == MOST_PARCELS as usize;
        for parcel in parcels {
            if !self.is_open(Channel::Records) {
                return Ok(());
            }
            let Some(row) = self.readable_row(parcel.id)? else {
                continue;
            };
            let outcome = self.send_parcel(&row, &parcel).await;
            self.settle(Channel::Records, &row, outcome).await?;
            // Nothing is written in the usual case, in which one run brings them all.
            if is_part {
                self.store().set_meta(PARCEL_LAST, parcel.id.bytes())?;
            }
        }
        Ok(())
    }

    async fn send_parcel(
        &mut self,
        row: &RegistrationRow,
        parcel: &RecoveryParcel,
    ) -> Result<(), StepError> {
        let body = json!({
            "locator": parcel.locator.to_string(),
            "proof": parcel.proof.to_string(),
            "sealed": Base64UrlUnpadded::encode_string(&parcel.access),
        });
        let body = body.to_string().into_bytes();
        match self
            .send_or_override(Method::PUT, row, "/recovery", &body, &[200])
            .await
        {
            Answer::Ok(response) => {
                // A captive portal answers 200 to everything: only the office knows the digest.
                let http = &self.synchronizer.http;
                let bytes = http.body(response, MOST_ANSWER).await?;
                let digest = Digest::of(&parcel.access).to_string();
                let kept = serde_json::from_slice::<KeptDocument>(&bytes);
                if kept.is_ok_and(|document| document.kept == digest) {
                    self.store().parcel_sent(parcel)?;
                    self.host.changed(row.id);
                    Ok(())
                } else {
                    Err(super::network_error::proxy().into())
                }
            }
            // The office is older than recovery, or the registration is withdrawn by another phone:
            // its state says that.
            Answer::Refused { code, .. } if matches!(code.as_str(), "none" | "closed") => Ok(()),
            Answer::Refused {
                code, retry_after, ..
            } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(delay) => Err(delay.into()),
        }
    }
}

impl Synchronizer {
    /// Asks the office for what was left under a code.
    pub async fn ask_by_code(&self, keys: &RecoveryKeys) -> Asked {
        let body = json!({ "locator": keys.locator.to_string(), "proof": keys.proof.to_string() });
        let body = zeroize::Zeroizing::new(body.to_string());
        let request = self.http.plain(Method::POST, "/v1/recovery");
        let answer = self.http.send(request, body.as_bytes().to_vec(), &[200]);
        let response = match answer.await {
            Answer::Ok(response) => response,
            Answer::Refused { code, .. } => return refused(&code),
            Answer::Not(delay) => return Asked::Not(delay.problem()),
        };
        match self.found(response).await {
            Ok(Some((id, sealed))) => Asked::Found { id, sealed },
            Ok(None) => Asked::Not(ProblemCode::Proxy),
            Err(delay) => Asked::Not(delay.problem()),
        }
    }

    /// Asks where a registration stands by a token that came with a code.
    pub async fn ask_standing(&self, id: RegistrationId, token: &StatusToken) -> Standing {
        let request = self.http.about(Method::GET, id, "", token);
        match self.http.send(request, Vec::new(), &[200]).await {
            Answer::Ok(response) => match self.http.status_document(response, id).await {
                Ok(document) => Standing::At(document.state, document.revision),
                Err(delay) => Standing::Not(delay.problem()),
            },
            Answer::Refused { code, .. } if code == "slow_down" => {
                Standing::Not(ProblemCode::OfficeBusy)
            }
            Answer::Refused { .. } => Standing::Unknown,
            Answer::Not(delay) => Standing::Not(delay.problem()),
        }
    }

    async fn found(&self, response: Response) -> Result<Option<(RegistrationId, Vec<u8>)>, Delay> {
        let bytes = self.http.body(response, MOST_ANSWER).await?;
        let read = || {
            let document: FoundDocument = serde_json::from_slice(&bytes).ok()?;
            let sealed = Base64UrlUnpadded::decode_vec(&document.sealed).ok()?;
            Some((document.id.parse().ok()?, sealed))
        };
        Ok(read())
    }
}

/// What the office's refusal of a code means for whoever typed it.
fn refused(code: &str) -> Asked {
    match code {
        // The office answers an unknown code and a wrong date alike (ADR 21).
        "unknown" => Asked::Unknown,
        "too_often" => Asked::TooOften,
        "slow_down" => Asked::Not(ProblemCode::OfficeBusy),
        "full" => Asked::Not(ProblemCode::OfficeFull),
        // A request that the office cannot read was changed on its way. Called an unknown code, it
        // would send the worker to look for a mistake in the code.
        _ => Asked::Not(ProblemCode::Proxy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unknown_code_is_called_unknown() {
        assert!(matches!(refused("unknown"), Asked::Unknown));
        assert!(matches!(refused("too_often"), Asked::TooOften));
        for changed in ["malformed", "unsupported_media_type", "not_found", ""] {
            let asked = refused(changed);
            assert!(matches!(asked, Asked::Not(ProblemCode::Proxy)), "{changed}");
        }
    }
}
