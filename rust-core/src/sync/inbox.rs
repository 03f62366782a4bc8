//! What the office wrote to a registration, and what of it is believed.
//!
//! The status document and the codes of refusals are the intake's words. *Received* is believed
//! from there, because receiving is the intake's own business. Every other state is only a hint: it
//! is believed from an item of the inbox, which the office's key wrote, and only when the hint and
//! the item agree (docs/adr/0014). A hint that no item proves is noted, the worker is told in
//! neutral words, and the registration stays as it is.

use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::journey::{Event, OfficeState, State};
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{OfficePublicKey, RegistrationId};
use reqwest::Method;

use super::Run;
use super::channels::Scope;
use super::delay::Delay;
use super::http::{Answer, InboxDocument, StatusDocument};
use super::step_error::StepError;
use crate::problem::ProblemCode;
use crate::vault::{Applied, Expected, InboxRow, RegistrationRow, Taken, VaultError};

/// How often a status is judged again when other calls change the registration meanwhile.
const MOST_JUDGED: u32 = 8;

/// The problem when the intake says something that no item proves.
const UNPROVEN: ProblemCode = ProblemCode::Unproven;

/// What became of opening an item.
#[derive(Debug)]
pub enum OpenedItem {
    /// The office wrote it.
    Item {
        /// The item.
        item: Box<Item>,
        /// The office key that wrote it.
        author: OfficePublicKey,
    },
    /// The data key is locked, and with it the reply key.
    Locked,
    /// The item names an office key that this phone does not know.
    UnknownKey,
    /// The office did not write it, or not to this registration.
    NotTheOffices,
}

/// What the intake says in clear. An item must agree with it.
#[derive(Clone, Copy, Debug)]
enum ClearWord {
    /// A state, and the revision that it is about.
    State(OfficeState, u32),
    /// The office erased the registration.
    Erased,
}

impl ClearWord {
    fn agrees_with(self, item: &Item) -> bool {
        match self {
            Self::State(state, about) => item.agrees_with(state, about),
            Self::Erased => item.body == ItemBody::Erased,
        }
    }
}

impl Run<'_> {
    /// Applies a status document. *Received* is believed as it is; every other state needs an item
    /// that proves it.
    pub(super) async fn apply_status(
        &mut self,
        id: RegistrationId,
        document: &StatusDocument,
    ) -> Result<(), StepError> {
        self.heard.insert(id);
        if document.state == OfficeState::Received {
            self.apply_received(id, document.revision)?;
        }
        let row = self.store().registration(id)?;
        if document.inbox.is_some_and(|last| last > 0)
            && document.inbox > Some(self.store().inbox_last(id)?)
        {
            self.read_inbox(&row, ClearWord::State(document.state, document.revision))
                .await?;
        }
        let row = self.store().registration(id)?;
        // The office decides about what another phone sent, and this one is told nothing of it.
        if row.access_ended {
            return Ok(self.note_unproven(&row, None)?);
        }
        // The row is read again above, because items of the inbox may have changed the state that
        // the document is compared with.
        let would_change = row
            .state
            .after_office(document.state, document.revision, row.revision)
            .is_some();
        // A withdrawal by the worker needs no item: the answer to the withdrawal itself confirms
        // it.
        let own_wish = row.withdraw_wanted && document.state == OfficeState::Withdrawn;
        let unproven = document
            .state
            .event()
            .is_some_and(|event| event != Event::Received)
            && would_change
            && !own_wish;
        Ok(self.note_unproven(&row, unproven.then_some(document.state.as_str()))?)
    }

    /// The intake says that the office erased the registration. True when an item proves that, or
    /// when the registration was in a final state before. Otherwise the word is noted as unproven.
    pub(super) async fn prove_erased(&mut self, id: RegistrationId) -> Result<bool, StepError> {
        self.heard.insert(id);
        let row = self.store().registration(id)?;
        // A final state does not change any more, so no item could add to it.
        if !row.state.is_final() {
            self.read_inbox(&row, ClearWord::Erased).await?;
        }
        let row = self.store().registration(id)?;
        let proven = row.state.is_final();
        self.note_unproven(&row, (!proven).then_some(State::Erased.as_str()))?;
        Ok(proven)
    }

    /// Applies *received*. When another call changes the registration in between, the word is
    /// judged again by its new state.
    fn apply_received(&mut self, id: RegistrationId, about: u32) -> Result<(), VaultError> {
        for _ in 0..MOST_JUDGED {
            let row = self.store().registration(id)?;
            if row
                .state
                .after_office(OfficeState::Received, about, row.revision)
                .is_none()
            {
                return Ok(());
            }
            if self
                .store()
                .apply(id, Expected::of(&row), Event::Received, self.host.now())?
                != Applied::Stale
            {
                self.host.changed(id);
                self.report.changed += 1;
                self.report.received += 1;
                return Ok(());
            }
        }
        Ok(())
    }

    /// Reads the items that the phone does not have yet. It ends without an error at the first item
    /// that cannot be taken, because later items count only after it.
    async fn read_inbox(
        &mut self,
        row: &RegistrationRow,
        clear: ClearWord,
    ) -> Result<(), StepError> {
        loop {
            let after = self.store().inbox_last(row.id)?;
            let Some(document) = self.fetch_inbox(row, after).await? else {
                return Ok(());
            };
            let mut kept = 0;
            for text in &document.items {
                let Ok(bytes) = Base64UrlUnpadded::decode_vec(text) else {
                    return Ok(());
                };
                let OpenedItem::Item { item, author } = self.open_item(row.id, &bytes).await?
                else {
                    return Ok(());
                };
                if !clear.agrees_with(&item) {
                    return Ok(());
                }
                match self.take_item(
                    row.id,
                    &item,
                    &InboxRow {
                        item: bytes,
                        author,
                    },
                )? {
                    Taken::Kept(_) => kept += 1,
                    Taken::Known => {}
                    Taken::Gap => return Ok(()),
                }
            }
            // An answer that brought nothing new would come again and again, so the loop ends.
            if !document.more || kept == 0 {
                return Ok(());
            }
        }
    }

    /// Fetches a part of an inbox. None from an office that has no inboxes or does not know this
    /// registration.
    async fn fetch_inbox(
        &self,
        row: &RegistrationRow,
        after: u64,
    ) -> Result<Option<InboxDocument>, StepError> {
        let http = &self.synchronizer.http;
        let request = http.about(
            Method::GET,
            row.id,
            &format!("/inbox?after={after}"),
            &row.token,
        );
        match http.send(request, Vec::new(), &[200]).await {
            Answer::Ok(response) => Ok(Some(http.inbox_document(response).await?)),
            Answer::Refused { code, .. }
                if matches!(code.as_str(), "none" | "unknown" | "erased") =>
            {
                Ok(None)
            }
            Answer::Refused {
                code, retry_after, ..
            } => Err(StepError::refused(&code, retry_after)),
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    /// Opens an item. Newer rules may name a key that this phone does not know, so they are fetched
    /// once in a run.
    async fn open_item(
        &mut self,
        id: RegistrationId,
        bytes: &[u8],
    ) -> Result<OpenedItem, StepError> {
        let opened = self.host.open_item(id, bytes)?;
        if !matches!(opened, OpenedItem::UnknownKey) || self.fetched_rules_for_key {
            return Ok(opened);
        }
        // This is noted before the request, so that a request that fails is not repeated for each
        // item.
        self.fetched_rules_for_key = true;
        self.fetch_bundle().await?;
        Ok(self.host.open_item(id, bytes)?)
    }

    fn take_item(
        &mut self,
        id: RegistrationId,
        item: &Item,
        row: &InboxRow,
    ) -> Result<Taken, VaultError> {
        let was = self.store().registration(id)?.state;
        let taken = self.store().take_item(id, item, row, self.host.now())?;
        if let Taken::Kept(state) = taken {
            self.host.changed(id);
            self.report.changed += u32::from(state.is_some());
            // An office that has decided has also received. Without this, the report would miss
            // what was received and decided between two runs.
            let arrived = matches!(was, State::Sending | State::Parked)
                && matches!(
                    state,
                    Some(State::Accepted | State::Refused | State::NeedsCorrection)
                );
            self.report.received += u32::from(arrived);
        }
        Ok(taken)
    }

    /// Notes the intake's word that no item proves, or that there is none.
    fn note_unproven(
        &mut self,
        row: &RegistrationRow,
        word: Option<&str>,
    ) -> Result<(), VaultError> {
        if word.is_some() {
            self.report.problem = Some(UNPROVEN);
        }
        if row.unproven.as_deref() != word {
            self.store().set_unproven(row.id, word)?;
            self.host.changed(row.id);
        }
        Ok(())
    }

    /// The delay of a registration about which the intake said something that no item proves.
    pub(super) fn delay_until_proven() -> Delay {
        Delay::Retry {
            problem: UNPROVEN,
            not_before: None,
            scope: Scope::Registration,
        }
    }
}
