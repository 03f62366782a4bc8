//! What is kept of one member, and what it means today.

use std::collections::{BTreeMap, BTreeSet};

use payung_model::cover::reminder::{Dues, Facts, ReminderSettings};
use payung_model::cover::{Cover as ModelCover, Jar, PaidMonth, PaidMonths};
use payung_model::sealed::RegistrationId;
use payung_model::units::{Date, Timestamp};
use serde::{Deserialize, Serialize};

use crate::api::error::Failure;
use crate::api::rules::Rules;
use crate::api::state::AppState;
use crate::vault::{Keys, VaultError};

/// The sealed record of one member. A later app may add fields: those that are missing are empty.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    /// Months that the office has credited.
    pub paid: Vec<PaidMonth>,
    /// Since when the office says that somebody is a member.
    pub since: Option<Date>,
    /// What the dues depend on, noted while the answers are still here.
    pub dues: Option<Dues>,
    /// How reminders come.
    pub settings: ReminderSettings,
    /// The moments for which the shell scheduled something the last time it asked.
    pub scheduled: Vec<Timestamp>,
    /// What is noted of incidents, by their id.
    pub incidents: BTreeMap<String, KeptIncident>,
    /// Saving marks.
    pub jar: Option<Jar>,
}

/// What is noted of one incident.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct KeptIncident {
    /// When it happened.
    pub happened: Option<Timestamp>,
    /// When somebody recovered, was found disabled, or died of it.
    pub outcome: Option<Timestamp>,
    /// Papers that are at hand.
    pub ticks: BTreeSet<String>,
}

/// A member's record, opened.
pub(super) struct Member {
    pub id: RegistrationId,
    pub kept: Kept,
    keys: std::sync::Arc<Keys>,
}

impl Member {
    /// The record of that registration, which must be here.
    pub fn open(app: &AppState, registration: &str) -> Result<Self, Failure> {
        let id: RegistrationId = registration.parse().map_err(|_| app.not_possible("not-possible-registration"))?;
        let row = app.store.registration(id).map_err(|error| match error {
            VaultError::Missing => app.not_possible("not-possible-registration"),
            other => other.into(),
        })?;
        let keys = app.keys()?;
        let record = app.store.member(&keys, id)?;
        let kept = record.map(|bytes| serde_json::from_slice(&bytes)).transpose();
        let mut kept: Kept =
            kept.map_err(|_| VaultError::Unreadable("what is kept of a member does not parse"))?.unwrap_or_default();
        if let Some(dues) = row.draft.and_then(|draft| app.dues_of(draft, &keys)) {
            kept.dues = Some(dues);
        }
        Ok(Self { id, kept, keys })
    }

    /// Keeps it.
    pub fn keep(&self, app: &AppState) -> Result<(), Failure> {
        // Dates, numbers and texts: there is nothing in them that JSON could not hold.
        let record = serde_json::to_vec(&self.kept).map_err(|error| Failure::TryLater(error.to_string()))?;
        Ok(app.store.set_member(&self.keys, self.id, &record)?)
    }

    /// What was paid.
    pub fn paid(&self) -> PaidMonths {
        PaidMonths::new(self.kept.since, self.kept.paid.clone())
    }

    /// Notes which scheduled message has come since the shell asked the last time.
    pub fn note_told(&mut self, now: Timestamp) {
        let told = self.kept.scheduled.iter().copied().filter(|at| *at <= now).max();
        self.kept.settings.told = self.kept.settings.told.max(told);
        self.kept.scheduled.retain(|at| *at > now);
    }
}

/// The rules beside what was paid.
pub(super) fn facts<'a>(rules: &'a Rules, paid: &'a PaidMonths, dues: Option<&'a Dues>) -> Facts<'a> {
    let content = &rules.content;
    Facts {
        cover: &content.cover,
        reminders: &content.reminders,
        calendar: &content.calendar,
        tariff: &content.tariff,
        paid,
        dues,
        bill: None,
    }
}

/// What holds on that day.
pub(super) fn cover(rules: &Rules, paid: &PaidMonths, on: Date) -> ModelCover {
    ModelCover::of(&rules.content.cover, &rules.content.calendar, paid, on)
}

impl AppState {
    /// Keeps months that a receipt of the office credits: the whole of what it says is paid, in place of what was kept.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the inbox has no receipts yet: the sync calls it when one comes")
    )]
    pub(in crate::api) fn credit(
        &self,
        registration: RegistrationId,
        since: Option<Date>,
        months: Vec<PaidMonth>,
    ) -> Result<(), Failure> {
        let mut member = Member::open(self, &registration.to_string())?;
        (member.kept.since, member.kept.paid) = (since, months);
        member.keep(self)
    }

    /// The day, or why nobody can be sure of it: cover that is worked out for a wrong day could promise what does not hold.
    pub(super) fn sure_day(&self) -> Result<Date, Failure> {
        let notice = self.clock.state().notice().unwrap_or("notice-clock-unconfirmed");
        self.moment().today.ok_or_else(|| self.not_possible(notice))
    }

    /// What the dues of a draft depend on, while its answers are here and can be read.
    fn dues_of(&self, draft: RegistrationId, keys: &Keys) -> Option<Dues> {
        let open = self.read_draft(draft, keys).ok()?;
        let rules = self.rules();
        let form = rules.content.forms.get(&open.draft.form)?;
        self.engine(&rules, form, &open.draft).dues()
    }
}
