//! What the office has to say: states, replies, bundles; and what we have to tell it: withdrawals.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use payung_model::journey::{Event, OfficeState, State};
use payung_model::sealed::{Bundle, Envelope, RegistrationId};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderName, IF_NONE_MATCH};
use reqwest::{Method, Response, StatusCode};

use super::channels::{Channel, Scope};
use super::http::{Answer, StatusDocument, delay_for_code};
use super::network_error::proxy;
use super::paging::RegistrationPages;
use super::send::StepError;
use super::{Delay, Resealed, Run};
use crate::vault::{MENDED_BY_RULES, RegistrationQuery, RegistrationRow, VaultError};

/// On every answer about the bundle: the highest engine there is one for.
const NEWEST_ENGINE: HeaderName = HeaderName::from_static("payung-newest-engine");

impl Run<'_> {
    /// Withdrawals the office has not confirmed yet.
    pub(super) async fn send_withdrawals(&mut self) -> Result<(), VaultError> {
        let mut wanted = RegistrationPages::of(RegistrationQuery::Withdrawing);
        while self.is_open(Channel::Records) {
            let Some(id) = wanted.next(self.store())? else { return Ok(()) };
            let row = match self.store().registration(id) {
                Err(VaultError::Missing) => continue,
                row => row?,
            };
            let outcome = self.withdraw(&row).await;
            self.settle(Channel::Records, &row, outcome).await?;
        }
        Ok(())
    }

    /// News of everything the office may still decide about; over a metered network of some of it, others in the next run.
    pub(super) async fn fetch_statuses(&mut self) -> Result<(), VaultError> {
        let questions = self.questions();
        if questions == usize::MAX {
            return self.fetch_status_of(None, None, questions).await.map(|_| ());
        }
        let last = self.asked_last()?;
        let left = questions - self.fetch_status_of(last, None, questions).await?;
        if last.is_some() && left > 0 {
            self.fetch_status_of(None, last, left).await?;
        }
        Ok(())
    }

    /// Asks about at most so many, from those newer than `after` to `last`; how many it were.
    async fn fetch_status_of(
        &mut self,
        after: Option<RegistrationId>,
        last: Option<RegistrationId>,
        most: usize,
    ) -> Result<usize, VaultError> {
        let (mut pages, mut asked) = (RegistrationPages::after(RegistrationQuery::MayHaveNews, after), 0);
        while self.is_open(Channel::Inbox) && asked < most {
            let next = pages.next(self.store())?;
            let Some(id) = next.filter(|id| last.is_none_or(|last| *id <= last)) else { break };
            if self.heard.contains(&id) {
                continue;
            }
            let row = match self.store().registration(id) {
                Err(VaultError::Missing) => continue,
                row => row?,
            };
            let outcome = match self.fetch_status(&row).await {
                Ok(document) => self.apply_status(row.id, &document).await,
                // What is parked may never have arrived: that it is unknown there is no news.
                Err(StepError::Unknown | StepError::Delay(Delay::Retry { scope: Scope::Registration, .. }))
                    if row.state == State::Parked =>
                {
                    Ok(())
                }
                Err(stop) => Err(stop),
            };
            self.settle(Channel::Inbox, &row, outcome).await?;
            asked += 1;
            if asked == most {
                self.set_asked_last(id)?;
            }
        }
        Ok(asked)
    }

    /// A newer bundle, if it is time to ask for one.
    pub(super) async fn fetch_rules_when_due(&mut self) -> Result<(), VaultError> {
        if self.is_open(Channel::Content) && self.time_for_rules()? { self.fetch_bundle().await } else { Ok(()) }
    }

    /// A newer bundle, if there is one that this core understands.
    pub(super) async fn fetch_bundle(&mut self) -> Result<(), VaultError> {
        if !self.is_open(Channel::Content) {
            return Ok(());
        }
        let request = self
            .synchronizer
            .http
            .plain(Method::GET, &format!("/v1/bundle?engine={}", Bundle::ENGINE))
            .header(IF_NONE_MATCH, format!("\"{}\"", self.host.bundle_sequence()))
            .header(ACCEPT_ENCODING, "deflate");
        let outcome = match self.synchronizer.http.send(request, Vec::new(), &[200, 304]).await {
            Answer::Ok(response) => {
                self.note_engine(&response)?;
                match self.take_bundle(response).await {
                    Ok(()) => Ok(self.note_rules_asked()?),
                    stop => stop,
                }
            }
            // No bundle yet: the built-in one goes on.
            Answer::Refused { code, .. } if code == "none" => Ok(self.note_rules_asked()?),
            Answer::Refused { code, retry_after } => Err(delay_for_code(&code, retry_after).into()),
            Answer::Not(delay) => Err(delay.into()),
        };
        self.settle_channel(Channel::Content, outcome)
    }

    async fn take_bundle(&mut self, answer: Response) -> Result<(), StepError> {
        if answer.status() == StatusCode::NOT_MODIFIED {
            return Ok(());
        }
        let bytes = self.bundle_of(answer).await?;
        Ok(self.adopt(&bytes)?)
    }

    /// The signed bytes, inflated if they came deflated: to no more than a bundle may have.
    async fn bundle_of(&self, answer: Response) -> Result<Vec<u8>, Delay> {
        let deflated = answer.headers().get(CONTENT_ENCODING).is_some_and(|coding| coding == "deflate");
        let bytes = self.synchronizer.http.body(answer, Bundle::MOST_BYTES).await?;
        if !deflated {
            return Ok(bytes);
        }
        decompress_to_vec_zlib_with_limit(&bytes, Bundle::MOST_BYTES).map_err(|_| proxy())
    }

    /// Says on when the office has rules for a newer app; something in between that does not say it changes nothing.
    fn note_engine(&self, answer: &Response) -> Result<(), VaultError> {
        let header = answer.headers().get(NEWEST_ENGINE).and_then(|value| value.to_str().ok()?.parse().ok());
        header.map_or(Ok(()), |engine| self.host.newest_engine(engine))
    }

    /// The status document of one registration.
    pub(super) async fn fetch_status(&mut self, row: &RegistrationRow) -> Result<StatusDocument, StepError> {
        let request = self.synchronizer.http.about(Method::GET, row.id, "", &row.token);
        match self.synchronizer.http.send(request, Vec::new(), &[200]).await {
            Answer::Ok(response) => Ok(self.synchronizer.http.status_document(response, row.id).await?),
            Answer::Refused { code, retry_after } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    async fn withdraw(&mut self, row: &RegistrationRow) -> Result<(), StepError> {
        match self.send_or_override(Method::DELETE, row, &[200]).await {
            // Only the office's own word counts: a captive portal says 200 to everything.
            Answer::Ok(response) => {
                let document = self.synchronizer.http.status_document(response, row.id).await?;
                if document.state == OfficeState::Withdrawn {
                    Ok(self.end(row.id, Event::Withdraw)?)
                } else {
                    Err(proxy().into())
                }
            }
            // The office never heard of it, or holds nothing of it any more.
            Answer::Refused { code, .. } if code == "unknown" || code == "erased" => {
                Ok(self.end(row.id, Event::Withdraw)?)
            }
            // Too late: it was decided before. The decision stands and is shown.
            Answer::Refused { code, .. } if code == "closed" => {
                let document = self.fetch_status(row).await?;
                // The wish ends with a decision that is proven, and with nothing else.
                self.apply_status(row.id, &document).await
            }
            Answer::Refused { code, retry_after } => Err(delay_for_code(&code, retry_after).into()),
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    fn adopt(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        // First the clocks: how far the bundle's own time is believed turns on them.
        self.compare_clocks()?;
        if !self.host.offer_bundle(bytes)? {
            return Ok(());
        }
        self.report.new_bundle = true;
        self.host.changed();
        Ok(())
    }

    /// New rules or a new app may be what a parked registration waited for: it is sealed again, as its next revision. Asked
    /// in every run and not when a bundle comes: the key may have been locked then, or the app killed.
    pub(super) fn unpark_what_may_be_mended(&self) -> Result<(), VaultError> {
        let mut parked = RegistrationPages::of(RegistrationQuery::Mendable);
        while let Some(id) = parked.next(self.store())? {
            let Some(outbox) = self.store().outbox(id)? else { continue };
            let sealed_under =
                Envelope::parse(&outbox.envelope).map_or(0, |envelope| envelope.header().bundle_sequence);
            let newer_rules =
                outbox.problem.as_deref() == Some(MENDED_BY_RULES) && sealed_under < self.host.bundle_sequence();
            if !newer_rules && outbox.sealed_by == crate::VERSION {
                continue;
            }
            match self.host.reseal(id) {
                Ok(Resealed::Done) => self.host.changed(),
                // Not under these rules, or not now; the others go on.
                Ok(Resealed::Locked | Resealed::NotNow) | Err(VaultError::TryLater(_) | VaultError::Missing) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// What became of a question about one registration.
    async fn settle(
        &mut self,
        channel: Channel,
        row: &RegistrationRow,
        outcome: Result<(), StepError>,
    ) -> Result<(), VaultError> {
        let outcome = match outcome {
            Err(StepError::Erased) => self.prove_erased(row.id).await.map(|_| ()),
            other => other,
        };
        self.settle_channel(channel, outcome)
    }

    /// A question that got no answer is asked again with the next run. It ends its channel's turn when its failure reaches
    /// further than one registration.
    fn settle_channel(&mut self, channel: Channel, outcome: Result<(), StepError>) -> Result<(), VaultError> {
        match outcome {
            Ok(()) => self.channels.succeeded(channel, &self.synchronizer.store),
            Err(StepError::Stale) => Ok(()),
            Err(StepError::Vault(error)) => Err(error),
            Err(StepError::Unknown | StepError::Erased) => {
                self.report.problem = Some("wait-server".to_owned());
                Ok(())
            }
            Err(StepError::Delay(Delay::Retry { message, scope, not_before })) => {
                self.report.problem = Some(message.to_owned());
                // Content is about no registration: every failure is its channel's.
                let scope = if channel == Channel::Content { scope.max(Scope::Channel) } else { scope };
                self.delay_channel(channel, message, not_before, scope)
            }
            Err(StepError::Delay(Delay::Park { message } | Delay::Until { message, .. })) => {
                self.report.problem = Some(message.to_owned());
                Ok(())
            }
        }
    }
}
