//! Asks the office about registrations, and sends withdrawals.

use payung_model::journey::{Event, OfficeState, State};
use payung_model::sealed::{Envelope, RegistrationId};
use reqwest::Method;

use super::channels::{Channel, Scope};
use super::delay::Delay;
use super::http::{Answer, StatusDocument, delay_for_code};
use super::network_error::{proxy, retry};
use super::paging::RegistrationPages;
use super::step_error::StepError;
use super::{Resealed, Run};
use crate::problem::ProblemCode;
use crate::vault::{MENDED_BY_RULES, RegistrationQuery, RegistrationRow, VaultError};

impl Run<'_> {
    /// Sends the withdrawals that the office has not confirmed yet.
    pub(super) async fn send_withdrawals(&mut self) -> Result<(), VaultError> {
        let mut wanted = RegistrationPages::of(RegistrationQuery::Withdrawing);
        while self.is_open(Channel::Records) {
            let Some(id) = wanted.next(self.store())? else {
                return Ok(());
            };
            let Some(row) = self.readable_row(id)? else {
                continue;
            };
            let outcome = self.withdraw(&row).await;
            self.settle(Channel::Records, &row, outcome).await?;
        }
        Ok(())
    }

    /// Asks about every registration that the office may still decide, or to which it may still write
    /// of bills and payments. Over a metered network a run asks about some of them, and the next run
    /// about others.
    pub(super) async fn fetch_statuses(&mut self) -> Result<(), VaultError> {
        let questions = self.questions();
        if questions == usize::MAX {
            return self
                .fetch_status_of(None, None, questions)
                .await
                .map(|_| ());
        }
        // The run goes on after the registration that was asked about last, and then from the
        // oldest up to that one. Each registration gets its turn before one gets a second.
        let last = self.asked_last()?;
        let left = questions - self.fetch_status_of(last, None, questions).await?;
        if last.is_some() && left > 0 {
            self.fetch_status_of(None, last, left).await?;
        }
        Ok(())
    }

    /// Asks about at most `most` registrations, from the one after `after` to `last`. Returns how
    /// many were asked about.
    async fn fetch_status_of(
        &mut self,
        after: Option<RegistrationId>,
        last: Option<RegistrationId>,
        most: usize,
    ) -> Result<usize, VaultError> {
        let now = self.host.now();
        let (mut pages, mut asked) = (
            RegistrationPages::after(RegistrationQuery::MayHaveNews { now }, after),
            0,
        );
        while self.is_open(Channel::Inbox) && asked < most {
            let next = pages.next(self.store())?;
            let Some(id) = next.filter(|id| last.is_none_or(|last| *id <= last)) else {
                break;
            };
            // An earlier step of this run brought its news already. It takes none of the questions
            // that a metered network allows.
            if self.heard.contains(&id) {
                continue;
            }
            let Some(row) = self.readable_row(id)? else {
                continue;
            };
            let outcome = match self.fetch_status(&row).await {
                Ok(document) => {
                    let outcome = self.apply_status(row.id, &document).await;
                    // An accepted registration is asked about once a day while no payment is
                    // expected. The day begins only with an answer, so a failed question is
                    // repeated by the next run.
                    if outcome.is_ok() && row.state == State::Accepted {
                        self.store().set_asked(row.id, now)?;
                    }
                    outcome
                }
                // A parked record may never have arrived, so it is no news that the office does not
                // know it.
                Err(
                    StepError::Unknown
                    | StepError::Delay(Delay::Retry {
                        scope: Scope::Registration,
                        ..
                    }),
                ) if row.state == State::Parked => Ok(()),
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

    /// Fetches the status document of one registration.
    pub(super) async fn fetch_status(
        &mut self,
        row: &RegistrationRow,
    ) -> Result<StatusDocument, StepError> {
        let request = self
            .synchronizer
            .http
            .about(Method::GET, row.id, "", &row.token);
        match self
            .synchronizer
            .http
            .send(request, Vec::new(), &[200])
            .await
        {
            Answer::Ok(response) => Ok(self
                .synchronizer
                .http
                .status_document(response, row.id)
                .await?),
            Answer::Refused {
                code, retry_after, ..
            } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    async fn withdraw(&mut self, row: &RegistrationRow) -> Result<(), StepError> {
        match self
            .send_or_override(Method::DELETE, row, "", &[], &[200])
            .await
        {
            // The status document must say *withdrawn*, because a captive portal answers 200 to
            // everything.
            Answer::Ok(response) => {
                let document = self
                    .synchronizer
                    .http
                    .status_document(response, row.id)
                    .await?;
                if document.state == OfficeState::Withdrawn {
                    Ok(self.end(row.id, Event::Withdraw)?)
                } else {
                    Err(proxy().into())
                }
            }
            // The office holds nothing of it any more.
            Answer::Refused { code, .. } if code == "erased" => {
                Ok(self.end(row.id, Event::Withdraw)?)
            }
            // The office has never heard of it. One that said before that it has the record does not
            // forget it: then a line has changed the token, and the office would never hear of the
            // wish. Restored from a backup it may have lost the record; the wish is then told again
            // by each run, which costs one small request.
            Answer::Refused { code, .. } if code == "unknown" => {
                if self.store().office_has_named(row.id)? {
                    return Err(retry(ProblemCode::Proxy, Scope::Registration, None).into());
                }
                Ok(self.end(row.id, Event::Withdraw)?)
            }
            // The office had decided before. The decision stands and is shown.
            Answer::Refused { code, .. } if code == "closed" => {
                let document = self.fetch_status(row).await?;
                // Only a decision that an item proves ends the wish to withdraw.
                self.apply_status(row.id, &document).await
            }
            Answer::Refused {
                code, retry_after, ..
            } => Err(delay_for_code(&code, retry_after).into()),
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    /// Seals parked registrations again, as their next revision, when newer rules or a newer app
    /// may mend them. Every run looks for them. When the bundle came, the key may have been locked,
    /// or the app may have been killed just after.
    pub(super) fn unpark_what_may_be_mended(&self) -> Result<(), VaultError> {
        let mut parked = RegistrationPages::of(RegistrationQuery::Mendable);
        while let Some(id) = parked.next(self.store())? {
            let outbox = match self.store().outbox(id) {
                Err(VaultError::Unreadable(_)) => continue,
                outbox => outbox?,
            };
            let Some(outbox) = outbox else { continue };
            let sealed_under = Envelope::parse(&outbox.envelope)
                .map_or(0, |envelope| envelope.header().bundle_sequence);
            let newer_rules = outbox.problem == Some(MENDED_BY_RULES)
                && sealed_under < self.host.bundle_sequence();
            if !newer_rules && outbox.sealed_by == crate::VERSION {
                continue;
            }
            match self.host.reseal(id) {
                Ok(Resealed::Done) => self.host.changed(id),
                // This one cannot be sealed under today's rules, or not now. The others go on.
                Ok(Resealed::Locked | Resealed::NotNow)
                | Err(VaultError::TryLater(_) | VaultError::Missing | VaultError::Unreadable(_)) => {
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Notes the outcome of a question about one registration.
    pub(super) async fn settle(
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

    /// Notes the outcome of a question. The next run asks again what got no answer. The channel is
    /// delayed when the failure concerns more than one registration.
    pub(super) fn settle_channel(
        &mut self,
        channel: Channel,
        outcome: Result<(), StepError>,
    ) -> Result<(), VaultError> {
        match outcome {
            Ok(()) => self.channels.succeeded(channel, &self.synchronizer.store),
            Err(StepError::Stale) => Ok(()),
            Err(StepError::Vault(error)) => Err(error),
            Err(StepError::Unknown | StepError::Erased) => {
                self.report.problem = Some(ProblemCode::OfficeTrouble);
                Ok(())
            }
            Err(StepError::Delay(Delay::Retry {
                problem,
                scope,
                not_before,
            })) => {
                self.report.problem = Some(problem);
                // Content belongs to no registration, so every failure concerns its channel.
                let scope = if channel == Channel::Content {
                    scope.max(Scope::Channel)
                } else {
                    scope
                };
                self.delay_channel(channel, problem, not_before, scope)
            }
            Err(StepError::Delay(Delay::Park { problem } | Delay::Until { problem, .. })) => {
                self.report.problem = Some(problem);
                Ok(())
            }
        }
    }
}
