//! How long things stay. Days are data (`retention.json`); a day is a civil day.
//!
//! A draft ends when nobody changed or opened it for `draft_days`, and its warning was on screen
//! `draft_warn_days` before and still holds. Answers of a decided registration go
//! `after_decision_days`; what is said of it stays. With a clock that is not sure, nothing ends at
//! all.

use std::time::Duration;

use payung_model::content::SourcedDays;
use payung_model::sealed::RegistrationId;
use payung_model::units::{Date, Timestamp};

use super::state::AppState;
use super::{Drafts, PayungError};
use crate::vault::{DraftRow, VaultError};

#[uniffi::export]
impl Drafts {
    /// The draft's [`super::DraftLine::expires`] has been on screen. Without this call a draft is
    /// never deleted; a draft that need not be warned of is not changed by it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.drafts().start("bpu".into())?;
    /// payung.drafts().seen(view.draft)?;
    /// // It was begun today, so there was nothing to warn of.
    /// assert_eq!(payung.home()?.drafts[0].expires, None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn seen(&self, draft: String) -> Result<(), PayungError> {
        self.app.call("drafts.seen", || {
            let id: RegistrationId = draft
                .parse()
                .map_err(|_| self.app.not_possible("not-possible-draft"))?;
            let now = self.app.now();
            let row = self.app.store.draft(id)?;
            if self.app.end_of(&row).is_none() || counts(&row, now).is_some() {
                return Ok(());
            }
            self.app.with_draft(id, |open, _, _| {
                self.app.store.set_warned(id, now)?;
                open.row.warned_at = Some(now);
                Ok(())
            })
        })
    }
}

impl AppState {
    /// The day on which the draft may be deleted, when it is near enough to be said. The result is
    /// none for drafts that are never deleted: sealed ones, and those that could not be opened
    /// today.
    pub fn end_of(&self, row: &DraftRow) -> Option<Date> {
        let (now, rules) = (self.now(), self.rules());
        let retention = &rules.content.retention;
        let openable = rules.content.forms.contains_key(&row.form) && self.key_state().is_ok();
        if row.registration.is_some() || !openable || !self.clock.is_sure() {
            return None;
        }
        let last_day = after(last_use(row), &retention.draft_days);
        let warned_on = counts(row, now).unwrap_or(now);
        let warn = SourcedDays {
            days: retention.draft_days.days - retention.draft_warn_days.days,
            source: String::new(),
        };
        (now.date() >= after(last_use(row), &warn))
            .then(|| last_day.max(after(warned_on, &retention.draft_warn_days)))
    }

    /// Deletes what has ended. Each draft has a transaction of its own, so a kill leaves it whole
    /// or deleted.
    pub fn tidy(&self) -> Result<(), VaultError> {
        self.tidy_referral()?;
        if !self.clock.is_sure() {
            return Ok(());
        }
        let (now, rules) = (self.now(), self.rules());
        let retention = &rules.content.retention;
        let mut ended = Vec::new();
        for row in self.store.warned_drafts()? {
            // `end_of` is asked here too, because the form or the key may be missing today: such a
            // draft cannot be opened, and its worker could not save it.
            let Some(warned_at) = counts(&row, now).filter(|_| self.end_of(&row).is_some()) else {
                continue;
            };
            let over = now.date() > after(last_use(&row), &retention.draft_days)
                && now.date() >= after(warned_at, &retention.draft_warn_days);
            if over && self.store.expire_draft(&row)? {
                ended.push(row.id);
            }
        }
        if self.clock.agreed_lately() {
            self.store.date_decisions_from(now)?;
        }
        for (draft, decided_at) in self.store.decided_by(now)? {
            if now.date() > after(decided_at, &retention.after_decision_days) {
                self.store.delete_draft(draft)?;
                ended.push(draft);
            }
        }
        // Cutting the log is a write of its own, so it happens only when something was deleted.
        if ended.is_empty() {
            return Ok(());
        }
        for draft in ended {
            self.close(draft);
        }
        self.store.forget_log()
    }
}

/// When the draft was last changed or opened.
fn last_use(row: &DraftRow) -> Timestamp {
    row.changed_at.max(row.opened_at)
}

/// When the worker saw the warning that counts now. A warning does not count when it was seen
/// before the last change, or by a clock that was ahead.
fn counts(row: &DraftRow, now: Timestamp) -> Option<Timestamp> {
    row.warned_at
        .filter(|at| (last_use(row)..=now).contains(at))
}

fn after(at: Timestamp, days: &SourcedDays) -> Date {
    at.plus(Duration::from_secs(u64::from(days.days) * 86_400))
        .date()
}
