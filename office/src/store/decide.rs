//! Decisions about registrations, and the inbox items that tell them.

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::SealedItem;
use payung_model::units::Timestamp;

use super::audit::{self, AuditEntry};
use super::casework::{self, Paper};
use super::error::StoreError;
use super::inbox::{self, InboxPart, InboxPlace, InboxReader};
use super::money;
use super::registrations;
use super::sql::{Database, Engine, TransactionLock, values};

/// A decision that is ready to be written.
pub struct DecisionRecord<'a> {
    /// Which registration.
    pub id: RegistrationId,
    /// The revision that the officer has seen.
    pub revision: u32,
    /// The new state.
    pub state: OfficeState,
    /// The reply for apps that know no inbox, sealed.
    pub reply: &'a [u8],
    /// The item for the inbox, sealed.
    pub item: &'a SealedItem,
    /// The place that the item was sealed for.
    pub place: InboxPlace,
    /// By the office's clock.
    pub at: Timestamp,
    /// The row of the audit log.
    pub entry: AuditEntry<'a>,
    /// The words, sealed for the office itself.
    pub paper: Option<&'a Paper>,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// State, item and audit row are written.
    Done,
    /// Nothing is written: another revision came, or somebody else decided.
    Changed,
    /// Nothing is written: another item took the place. Seal for the next one.
    PlaceTaken,
}

/// Deciding.
pub trait Decisions {
    /// The place that the next item of an inbox gets; none when the registration is not known.
    fn inbox_place(&self, id: RegistrationId) -> Result<Option<InboxPlace>, StoreError>;

    /// Writes a decision: the new state, the item, and the audit row, or nothing of it.
    fn decide(&self, verdict: &DecisionRecord<'_>) -> Result<Decided, StoreError>;

    /// The items after `after`, the oldest first: at most `most`.
    fn inbox_items(
        &self,
        id: RegistrationId,
        after: u64,
        most: u32,
    ) -> Result<InboxPart, StoreError>;
}

impl<E: Engine> Decisions for Database<E> {
    fn inbox_place(&self, id: RegistrationId) -> Result<Option<InboxPlace>, StoreError> {
        self.engine.read(|sql| inbox::next_place(sql, id))
    }

    fn decide(&self, verdict: &DecisionRecord<'_>) -> Result<Decided, StoreError> {
        let id = verdict.id;
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Registration(id))?;
            let Some(known) = registrations::known(sql, id)? else {
                return Ok(Decided::Changed);
            };
            if known.state != OfficeState::Received || known.revision != verdict.revision {
                return Ok(Decided::Changed);
            }
            if inbox::next_place(sql, id)? != Some(verdict.place) {
                return Ok(Decided::PlaceTaken);
            }
            audit::add(sql, &verdict.entry)?;
            sql.execute(
                "UPDATE registrations SET state = ?2, reply = ?3, changed_at = ?4 WHERE id = ?1",
                values![&id, verdict.state, verdict.reply, verdict.at],
            )?;
            inbox::add_item(sql, id, verdict.item, verdict.at)?;
            if verdict.state == OfficeState::Accepted {
                money::wake(sql, id)?;
            }
            if let Some(paper) = verdict.paper {
                casework::add_paper(sql, id, paper)?;
            }
            Ok(Decided::Done)
        })
    }

    fn inbox_items(
        &self,
        id: RegistrationId,
        after: u64,
        most: u32,
    ) -> Result<InboxPart, StoreError> {
        self.engine
            .read(|sql| inbox::items_after(sql, id, after, InboxReader::Holder, most, usize::MAX))
    }
}
