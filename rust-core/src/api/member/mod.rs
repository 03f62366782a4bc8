//! The record of one member: one sealed row for each registration.
//!
//! The office's items about money stay in the inbox, sealed as they came. The record is a
//! projection of them: credited months, and which item says what of which bill. Items are folded in
//! by their sequence (`fold.rs`). How far that went, and the summary for lists (`summary.rs`), are
//! written together with the record.

mod dues;
mod fold;
mod kept;
mod summary;

use std::sync::MutexGuard;

use payung_model::cover::reminder::{OpenBill, Reminder, note_shown};
use payung_model::cover::{PaidMonth, PaidMonths};
use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::BillState;
use payung_model::units::{Date, Timestamp};

use super::error::Failure;
use super::state::AppState;
use crate::lock::lock;
use crate::vault::{Folded, Keys, RegistrationRow, VaultError};

pub(super) use kept::{Kept, KeptArrangement, KeptBill, KeptIncident, KeptReceipt, bill_id};
use summary::Summary;
pub(super) use summary::{Money, due_day};

/// A reminder that was missed longer ago than this, two months, is forgotten.
const KNOWN_MILLIS: i64 = 62 * 24 * 3_600_000;
/// A member's record, opened. A lock keeps every other one closed meanwhile: a sync and a screen
/// would otherwise each overwrite what the other had added.
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

    /// The record of the registration with this id; [`Failure::Missing`] when it is not here.
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
        let known = kept.dues.is_some();
        let changes = kept.dues_changes.len();
        // Until another one is chosen, the zone is that of the address.
        if let Some(zone) = app.note_dues(&row, &mut kept, &keys).filter(|_| !known) {
            kept.settings.zone = zone;
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
        // A change that was noted is kept at once: its answers are deleted one day, and no item may
        // come before that.
        let is_noted = member.kept.dues_changes.len() != changes;
        if member.fold(app)? || is_noted {
            member.keep(app)?;
        }
        Ok(member)
    }

    /// Writes the record, its summary and how far the inbox was folded, in one transaction.
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

    /// The bills to remind of: of those that can be paid, the one of one's own months that ends first,
    /// and the one for others alone that does.
    pub fn open_bills(&self, today: Option<Date>) -> [Option<OpenBill>; 2] {
        let open = |for_others| {
            let (_, bill) = self.kept.open_bill(for_others, today)?;
            // A day that lies ahead was noted by a wrong clock; where the member is it may be tomorrow
            // already.
            let ahead = today.and_then(|today| today.plus_days(1));
            let said = bill.said_paid;
            Some(OpenBill {
                amount: bill.total,
                issued: bill.at,
                said_paid: said.filter(|said| ahead.is_none_or(|ahead| *said <= ahead)),
                expires: bill.last_day,
            })
        };
        [open(false), open(true)]
    }

    /// Notes that the phone has shown what was scheduled up to that moment.
    pub fn note_shown(&mut self, up_to: Timestamp, now: Timestamp) {
        let kept = &mut self.kept;
        note_shown(&mut kept.settings, &kept.scheduled, up_to, now);
        kept.scheduled.retain(|at| *at > up_to);
    }

    /// The moments at which the phone reminds of it, and at which it last did.
    pub fn moments(&self) -> Vec<Timestamp> {
        let told = self.kept.settings.told;
        self.kept.scheduled.iter().copied().chain(told).collect()
    }

    /// Notes what the phone schedules now. What it had scheduled for a moment that has passed, and
    /// never said to have shown, is still known for a while.
    pub fn note_scheduled(&mut self, planned: &[Reminder], now: Timestamp) {
        let since = now.millis() - KNOWN_MILLIS;
        let told = self.kept.settings.told;
        let missed = |at: &Timestamp| {
            *at <= now && at.millis() >= since && told.is_none_or(|told| *at > told)
        };
        self.kept.scheduled.retain(missed);
        self.kept.scheduled.extend(planned.iter().map(|it| it.at));
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

    /// Folds the new items of one registration into its member's record.
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
            // A damaged record must not keep the others from being folded.
            if let Err(failure) = Member::of(self, id) {
                self.log("member.fold", &failure);
            }
        }
    }
}
