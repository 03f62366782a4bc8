//! Decisions about registrations, and the inbox items that tell them.

use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::SealedItem;
use payung_model::units::Timestamp;

use super::audit::{self, AuditEntry};
use super::casework::{self, Paper};
use super::error::StoreError;
use super::inbox::{self, InboxPart, InboxPlace, InboxReader};
use super::index;
use super::money::{self, MoneyRequest};
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
    /// The held decision that is told by this. It must still be held, and is not any more afterwards:
    /// one that was taken back is never told.
    pub held: Option<&'a Paper>,
    /// The request for money that is accepted by this: a refund must be there that answers it, and
    /// answers no other request afterwards.
    pub request: Option<MoneyRequest>,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// State, item and audit row are written.
    Done,
    /// Nothing is written: another revision came, somebody else decided, or the decision was taken
    /// back.
    Changed,
    /// Nothing is written: another item took the place. Seal for the next one.
    PlaceTaken,
    /// Nothing is written: no refund answers the request.
    NotGivenBack,
    /// Nothing is written: an officer decided about this revision already, and it is not told yet.
    Held,
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
            if verdict.request.is_some() {
                // Two requests that are accepted at once must not both find the same refund.
                sql.lock(TransactionLock::Money)?;
            }
            sql.lock(TransactionLock::Registration(id))?;
            let Some(known) = registrations::known(sql, id)? else {
                return Ok(Decided::Changed);
            };
            // The officer decided about what was on the screen. A revision, a withdrawal or a
            // colleague's decision since then makes this one void.
            if known.state != OfficeState::Received || known.revision != verdict.revision {
                return Ok(Decided::Changed);
            }
            // The place is bound by the item's seal, and a phone takes items only in their order
            // (ADR 14), so an item for another place would never be taken.
            if inbox::next_place(sql, id)? != Some(verdict.place) {
                return Ok(Decided::PlaceTaken);
            }
            let refund = match &verdict.request {
                None => None,
                Some(request) => match money::find_answer(sql, request)? {
                    None => return Ok(Decided::NotGivenBack),
                    found => found,
                },
            };
            match verdict.held {
                // A decision that was taken back in the meantime must never be told.
                Some(held) if !casework::take_held(sql, id, held)? => return Ok(Decided::Changed),
                // A colleague's decision must not disappear under another one.
                None if casework::is_held(sql, id, verdict.revision)? => return Ok(Decided::Held),
                _ => {}
            }
            // State, item and audit row are one transaction: a phone never hears of a decision that
            // the log does not have.
            audit::add(sql, &verdict.entry)?;
            if let (Some(request), Some(refund)) = (&verdict.request, refund) {
                money::answer(sql, request, refund)?;
            }
            sql.execute(
                "UPDATE registrations SET state = ?2, reply = ?3, changed_at = ?4, waits_for = NULL WHERE id = ?1",
                values![&id, verdict.state, verdict.reply, verdict.at],
            )?;
            inbox::add_item(sql, id, verdict.item, verdict.at)?;
            if verdict.state == OfficeState::Accepted {
                // Collecting may have set this member's bill aside until there is a decision.
                money::wake(sql, id)?;
            }
            if verdict.state == OfficeState::Refused {
                index::ends(sql, id)?;
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
