//! What is kept of one member: one sealed record for each registration.
//!
//! What the office wrote about money stays in the inbox, sealed as it came. The record is a
//! projection of it: credited months, and which item says what of which bill. Items are folded in
//! by their sequence (`fold.rs`); how far that went, and what lists show (`summary.rs`), is written
//! together with the record.

mod fold;
mod kept;
mod summary;

use std::sync::MutexGuard;

use payung_model::cover::reminder::{Dues, OpenBill};
use payung_model::cover::{PaidMonth, PaidMonths};
use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::BillState;
use payung_model::units::{Date, Timestamp};

use super::error::Failure;
use super::state::AppState;
use crate::lock::lock;
use crate::vault::{Folded, Keys, RegistrationRow, VaultError};

pub(super) use kept::{Kept, KeptArrangement, KeptBill, KeptIncident, KeptReceipt, bill_id};
pub(super) use summary::Money;
use summary::Summary;

/// A member's record, opened. Nobody else opens one meanwhile: a sync and a screen would each write
/// what the other had not read.
pub(super) struct Member<'a> {
    pub id: RegistrationId,
    pub row: RegistrationRow,
    pub kept: Kept,
    /// The last item that was folded in.
    folded: u64,
    keys: std::sync::Arc<Keys>,
    _alone: MutexGuard<'a, ()>,
}

impl<'a> Member<'a> {
    /// The record of that registration, which must be here, with all that came for it.
    pub fn open(app: &'a AppState, registration: &str) -> Result<Self, Failure> {
        let id: RegistrationId = payung_model::typed::clean(registration)
            .parse()
            .map_err(|_| app.not_possible("not-possible-registration"))?;
        Self::of(app, id).map_err(|failure| match failure {
            Failure::Missing => app.not_possible("not-possible-registration"),
            other => other,
        })
    }

    /// The same by its id; [`Failure::Missing`] when it is not here.
    pub fn of(app: &'a AppState, id: RegistrationId) -> Result<Self, Failure> {
        let alone = lock(&app.members);
        let row = app.store.registration(id)?;
        let keys = app.keys()?;
        let record = app.store.member(&keys, id)?;
        let kept = record
            .map(|bytes| serde_json::from_slice(&bytes))
            .transpose();
        let mut kept: Kept = kept
            .map_err(|_| VaultError::Unreadable("what is kept of a member does not parse"))?
            .unwrap_or_default();
        if let Some(dues) = row.draft.and_then(|draft| app.dues_of(draft, &keys)) {
            kept.dues = Some(dues);
        }
        let folded = row.folded;
        let mut member = Self {
            id,
            row,
            kept,
            folded,
            keys,
            _alone: alone,
        };
        if member.fold(app)? {
            member.keep(app)?;
        }
        Ok(member)
    }

    /// Keeps it.
    pub fn keep(&self, app: &AppState) -> Result<(), Failure> {
        // Dates, numbers and texts: there is nothing in them that JSON could not hold.
        let failed = |error: serde_json::Error| Failure::TryLater(error.to_string());
        let record = serde_json::to_vec(&self.kept).map_err(failed)?;
        let summary = serde_json::to_vec(&Summary::of(&self.kept)).map_err(failed)?;
        let folded = Folded {
            up_to: self.folded,
            summary: &summary,
            watched_until: self.watched_until(app),
        };
        Ok(app
            .store
            .set_member(&self.keys, self.id, &record, &folded)?)
    }

    /// What was paid.
    pub fn paid(&self) -> PaidMonths {
        PaidMonths::new(self.kept.since, self.kept.paid.clone())
    }

    /// What would be paid with these months.
    pub fn paid_with(&self, months: Vec<PaidMonth>) -> PaidMonths {
        let all = [self.kept.paid.clone(), months].concat();
        PaidMonths::new(self.kept.since, all)
    }

    /// The bill to remind of: of those that can be paid, the one that ends first.
    pub fn open_bill(&self, today: Option<Date>) -> Option<OpenBill> {
        let bill = self.kept.open_bill(today)?.1;
        Some(OpenBill {
            amount: bill.total,
            expires: bill.last_day,
            for_others: bill.for_others,
        })
    }

    /// Notes which scheduled message has come since the shell asked the last time.
    pub fn note_told(&mut self, now: Timestamp) {
        let told = self
            .kept
            .scheduled
            .iter()
            .copied()
            .filter(|at| *at <= now)
            .max();
        self.kept.settings.told = self.kept.settings.told.max(told);
        self.kept.scheduled.retain(|at| *at > now);
    }

    /// Until when every sync asks for news: a payment may be told of some days after the last day of
    /// its code, and after somebody said that it was made.
    fn watched_until(&self, app: &AppState) -> Timestamp {
        let days = i32::from(app.rules().content.reminders.paid_said.days);
        let open = self.kept.bills.values();
        let open = open.filter(|bill| bill.state() == BillState::Open);
        let said = self.kept.settings.said_paid.iter().map(|said| said.on);
        // Whoever is paid for has no bill of their own that would say when to ask, and whoever pays
        // for others gets their next one unasked.
        let payers = &self.kept.payers;
        let is_party = !payers.payers.is_empty() || !payers.members.is_empty();
        let month = app.moment().today.filter(|_| is_party);
        let month = month.map(|today| today.month().last_day());
        let last = open
            .map(|bill| bill.last_day)
            .chain(said)
            .chain(month)
            .max();
        let zone = self.kept.settings.zone;
        last.and_then(|day| zone.first_moment(day.plus_days(days + 1)?))
            .unwrap_or_default()
    }
}

impl AppState {
    /// Folds into the members' records what came, as far as the key is there. What fails is tried
    /// again when somebody looks.
    pub(super) fn fold_all(&self) {
        self.fold(None);
    }

    /// The same for one registration.
    pub(super) fn fold_new(&self, id: RegistrationId) {
        self.fold(Some(id));
    }

    fn fold(&self, only: Option<RegistrationId>) {
        if self.key_state().is_err() {
            return;
        }
        let unfolded = match self.store.unfolded(only) {
            Ok(unfolded) => unfolded,
            Err(error) => return self.log("member.fold", &error.into()),
        };
        for id in unfolded {
            // A damaged record hinders no other.
            if let Err(failure) = Member::of(self, id) {
                self.log("member.fold", &failure);
            }
        }
    }

    /// What the dues of a draft depend on, while its answers are here and can be read.
    fn dues_of(&self, draft: RegistrationId, keys: &Keys) -> Option<Dues> {
        let open = self.read_draft(draft, keys).ok()?;
        let rules = self.rules();
        let form = rules.content.forms.get(&open.draft.form)?;
        self.engine(&rules, form, &open.draft).dues()
    }
}
