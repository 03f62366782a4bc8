//! Bills of members who changed their data: what was reckoned from the old answers is made anew.

use payung_model::content::Content;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::BillingWorker;
use crate::billing::BillState;
use crate::failure::Failure;
use crate::opener::Reckoned;
use crate::store::money::{BillFilter, BillRow, PAYER_ENDED};

/// Changes that are looked at once.
const CHANGES: u32 = 200;
/// Changes so many milliseconds before the last look are looked at again: the clocks of an office's
/// processes differ, and a decision bears the time at which it began.
const OVERLAP: i64 = 3_600_000;
/// How far a process that starts looks back. Open bills are all looked through at its start.
const FIRST_LOOK: i64 = 24 * OVERLAP;

impl BillingWorker {
    /// Looks at the bills of all whose changed data were accepted since the last look.
    pub(super) fn follow_updates(&mut self, now: Timestamp) -> Result<(), Failure> {
        let (_, content) = self.newest()?;
        let since = if self.updates == Timestamp::default() {
            now.millis() - FIRST_LOOK
        } else {
            self.updates.millis() - OVERLAP
        };
        let mut since = Timestamp::from_millis(since.max(0)).unwrap_or_default();
        loop {
            let updated = self.store.updated_since(since, CHANGES)?;
            for (id, _) in &updated {
                self.follow_update(*id, &content, now)?;
            }
            match updated.last() {
                Some((_, last)) if updated.len() == CHANGES as usize && *last > since => {
                    since = *last;
                }
                _ => break,
            }
        }
        self.updates = now;
        Ok(())
    }

    fn follow_update(
        &mut self,
        id: RegistrationId,
        content: &Content,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let own = self.store.bills(BillFilter::Payer(id), u32::MAX)?;
        let mut bills: Vec<BillRow> = own.clone();
        for it in self.store.paid_for(id)? {
            if it.ended_at.is_none() && it.payer != id {
                bills.extend(self.store.bills(BillFilter::Payer(it.payer), u32::MAX)?);
            }
        }
        let priced = match self.reckon(id)? {
            Reckoned::Priced(priced) => Some(priced),
            Reckoned::Unpriced | Reckoned::Unopened => None,
        };
        let bills_own = priced
            .as_ref()
            .is_some_and(|it| content.payment.bills(it.payer()));
        for row in &bills {
            let bill = &row.bill;
            if !matches!(bill.state, BillState::Wanted | BillState::Open) {
                continue;
            }
            let (changed, months) = self.costs_otherwise(bill, content)?;
            // Whoever says now that somebody else pays is not to pay the bill of before.
            let said_at = priced.as_ref().and_then(|it| it.payer_changed_at);
            let pays_elsewhere =
                bill.payer == id && months > 0 && !bills_own && said_at > Some(row.made_at);
            if changed || pays_elsewhere {
                self.make_anew(bill, months, "replaced", now)?;
            }
        }
        // Whoever pays alone from now on has a bill without asking. Any bill made since then, also one
        // that an officer cancelled, shows that this was done.
        let said_at = priced.as_ref().and_then(|it| it.payer_changed_at);
        let was_billed = own
            .iter()
            .any(|row| said_at <= Some(row.made_at) || row.bill.state.is_live());
        if said_at.is_some() && bills_own && !was_billed {
            self.store.ask_bill(id, PAYER_ENDED, None, now, None)?;
        }
        Ok(())
    }
}
