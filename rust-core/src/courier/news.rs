//! What the office has to say: states, replies, bundles; and what we have to tell it: withdrawals.

use base64ct::{Base64UrlUnpadded, Encoding};
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use payung_model::journey::{Event, OfficeState, State};
use payung_model::sealed::{Bundle, RegistrationId};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, IF_NONE_MATCH};
use reqwest::{Method, Response};

use super::http::{Reached, StatusDocument, portal, wait_for_code};
use super::send::Stop;
use super::{Run, Wait};
use crate::vault::{RegistrationRow, VaultError};

impl Run<'_> {
    /// Withdrawals the office has not confirmed yet.
    pub(super) async fn tell_withdrawals(&mut self) -> Result<(), VaultError> {
        for row in self.store().registrations()? {
            if !row.withdraw_wanted || self.blocked.is_some() {
                continue;
            }
            let outcome = self.withdraw(&row).await;
            self.settle(outcome)?;
        }
        Ok(())
    }

    /// News of everything the office may still decide about.
    pub(super) async fn ask_for_news(&mut self) -> Result<(), VaultError> {
        for row in self.store().registrations()? {
            let open = matches!(row.state, State::Received | State::NeedsCorrection);
            if !open || row.withdraw_wanted || self.blocked.is_some() {
                continue;
            }
            let outcome = match self.ask(&row).await {
                Ok(document) => self.take_news(row.id, &document).map_err(Stop::Vault),
                Err(stop) => Err(stop),
            };
            self.settle(outcome)?;
        }
        Ok(())
    }

    /// A newer bundle, if there is one that this core understands.
    pub(super) async fn fetch_bundle(&mut self) -> Result<(), VaultError> {
        if self.blocked.is_some() {
            return Ok(());
        }
        let request = self
            .courier
            .http
            .plain(Method::GET, &format!("/v1/bundle?engine={}", Bundle::ENGINE))
            .header(IF_NONE_MATCH, format!("\"{}\"", self.host.bundle_sequence()))
            .header(ACCEPT_ENCODING, "deflate");
        let outcome = match self.courier.http.send(request, Vec::new(), &[200, 304]).await {
            Reached::Ok(response) if response.status() == 304 => Ok(()),
            Reached::Ok(response) => match self.bundle_of(response).await {
                Ok(bytes) => self.adopt(&bytes).map_err(Stop::Vault),
                Err(wait) => Err(wait.into()),
            },
            // No bundle yet: the built-in one goes on.
            Reached::Refused { code, .. } if code == "none" => Ok(()),
            Reached::Refused { code, retry_after } => Err(wait_for_code(&code, retry_after).into()),
            Reached::Not(wait) => Err(wait.into()),
        };
        self.settle(outcome)
    }

    /// The signed bytes, inflated if they came deflated: to no more than a bundle may have.
    async fn bundle_of(&self, response: Response) -> Result<Vec<u8>, Wait> {
        let deflated = response.headers().get(CONTENT_ENCODING).is_some_and(|coding| coding == "deflate");
        let bytes = self.courier.http.body(response, Bundle::MOST_BYTES).await?;
        if !deflated {
            return Ok(bytes);
        }
        decompress_to_vec_zlib_with_limit(&bytes, Bundle::MOST_BYTES).map_err(|_| portal())
    }

    /// The status document of one registration.
    pub(super) async fn ask(&mut self, row: &RegistrationRow) -> Result<StatusDocument, Stop> {
        let request = self.courier.http.about(Method::GET, row.id, "", &row.token);
        match self.courier.http.send(request, Vec::new(), &[200]).await {
            Reached::Ok(response) => Ok(self.courier.http.status_document(response, row.id).await?),
            Reached::Refused { code, retry_after } => Err(wait_for_code(&code, retry_after).into()),
            Reached::Not(wait) => Err(wait.into()),
        }
    }

    /// Keeps the reply, then moves the state: what is shown can always be explained.
    pub(super) fn take_news(&mut self, id: RegistrationId, document: &StatusDocument) -> Result<(), VaultError> {
        let row = self.store().registration(id)?;
        let Some(state) = row.state.told(document.state, document.revision, row.revision) else { return Ok(()) };
        let reply = document.reply.as_deref().and_then(|text| Base64UrlUnpadded::decode_vec(text).ok());
        if let Some(reply) = reply.filter(|reply| row.reply.as_ref() != Some(reply)) {
            self.store().set_reply(id, &reply)?;
        }
        self.enter(&row, state)?;
        if state != row.state {
            self.report.changed += 1;
            // What is accepted in the same breath was received too.
            let arrived = row.state == State::Sending && document.state != OfficeState::Withdrawn;
            self.report.received += u32::from(arrived);
        }
        Ok(())
    }

    async fn withdraw(&mut self, row: &RegistrationRow) -> Result<(), Stop> {
        let request = self.courier.http.about(Method::DELETE, row.id, "", &row.token);
        match self.courier.http.send(request, Vec::new(), &[200]).await {
            Reached::Ok(_) => self.withdrawn(row),
            // The office never heard of it.
            Reached::Refused { code, .. } if code == "unknown" => self.withdrawn(row),
            // Too late: it was decided before. The decision stands and is shown.
            Reached::Refused { code, .. } if code == "closed" => {
                self.store().set_withdraw_wanted(row.id, false)?;
                let document = self.ask(row).await?;
                Ok(self.take_news(row.id, &document)?)
            }
            Reached::Refused { code, retry_after } => Err(wait_for_code(&code, retry_after).into()),
            Reached::Not(wait) => Err(wait.into()),
        }
    }

    fn withdrawn(&mut self, row: &RegistrationRow) -> Result<(), Stop> {
        self.move_on(row, Event::Withdraw)?;
        self.store().set_withdraw_wanted(row.id, false)?;
        self.report.changed += 1;
        Ok(())
    }

    fn adopt(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        if !self.host.offer_bundle(bytes)? {
            return Ok(());
        }
        self.report.new_bundle = true;
        // New rules may be what a parked registration waited for.
        for row in self.store().registrations()? {
            let waits_for_bundle = row.state == State::Parked
                && self.store().outbox(row.id)?.and_then(|outbox| outbox.problem).as_deref() == Some("park-newer");
            if waits_for_bundle && self.host.reseal(row.id)? {
                self.move_on(&self.store().registration(row.id)?, Event::Unpark)?;
            }
        }
        self.host.changed();
        Ok(())
    }

    /// A question that got no answer is asked again with the next run; only a blocked network ends this one.
    fn settle(&mut self, outcome: Result<(), Stop>) -> Result<(), VaultError> {
        match outcome {
            Ok(()) => Ok(()),
            Err(Stop::Vault(error)) => Err(error),
            Err(Stop::Wait(Wait::Later { message, everything, .. })) => {
                if everything {
                    self.blocked = Some(message);
                }
                self.report.problem = Some(message.to_owned());
                Ok(())
            }
            Err(Stop::Wait(Wait::Park { message })) => {
                self.report.problem = Some(message.to_owned());
                Ok(())
            }
        }
    }
}
