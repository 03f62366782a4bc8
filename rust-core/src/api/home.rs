//! What the app shows first, and its pages of drafts and registrations.

use std::collections::BTreeMap;

use payung_model::engine::lowest_dues_texts;
use payung_model::sealed::RegistrationId;
use payung_model::text::{Arg, Message};

use super::cover::steps;
use super::error::Failure;
use super::state::{AppState, still_there};
use super::{DraftLine, DraftsView, HomeView, KeyState, RegistrationsView};
use crate::vault::{DraftRow, Keys, Page};

/// So many drafts and registrations are on a screen; further ones are asked for.
const PAGE: u32 = 20;

/// The vault's note that damaged files were set aside.
const SET_ASIDE: &str = "set_aside";

impl AppState {
    /// What the app shows first: drafts, registrations, what must be said.
    pub fn home_view(&self) -> Result<HomeView, Failure> {
        let app = self;
        let (keys, today) = (app.key_state(), app.moment().today);
        let ((drafts, unread_drafts), (registrations, unread)) =
            (self.drafts_part(0)?, self.registrations_part(None)?);
        let rules = app.rules();
        let delayed = app.store.delayed_for_wifi()?;
        let mut views = registrations.registrations.iter();
        let bill = views.find_map(|view| view.bill.clone());
        Ok(HomeView {
            bill,
            key: keys.err().unwrap_or(KeyState::Open),
            knows_office: app.trust.is_some(),
            receiver: rules.content.controller.name.clone(),
            lowest: today
                .map(|day| lowest_dues_texts(&rules.content, app.lang(), day.month()))
                .unwrap_or_default(),
            panels: steps(&rules).saturating_add(1),
            drafts: drafts.drafts,
            more_drafts: drafts.more,
            registrations: registrations.registrations,
            more_registrations: registrations.more,
            delayed: delayed.0,
            referral: self.referral_view()?,
            notices: self.notices(delayed, unread_drafts + unread)?,
        })
    }

    /// A page of what can be gone on with: one more is asked for, to know whether there is more.
    pub fn drafts_page(&self, skip: u32) -> Result<DraftsView, Failure> {
        Ok(self.drafts_part(skip)?.0)
    }

    /// The same, and how many rows of it do not parse.
    fn drafts_part(&self, skip: u32) -> Result<(DraftsView, u32), Failure> {
        let (app, keys) = (self, self.key_state());
        let Page {
            mut rows,
            unreadable,
        } = app.store.open_drafts(skip, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let mut drafts = Vec::with_capacity(rows.len());
        for row in rows {
            drafts.extend(still_there(self.draft_line(row, keys.as_deref().ok()))?);
        }
        Ok((DraftsView { drafts, more }, unreadable))
    }

    pub fn registrations_page(
        &self,
        before: Option<RegistrationId>,
    ) -> Result<RegistrationsView, Failure> {
        Ok(self.registrations_part(before)?.0)
    }

    /// The same, and how many rows of it do not parse.
    fn registrations_part(
        &self,
        before: Option<RegistrationId>,
    ) -> Result<(RegistrationsView, u32), Failure> {
        let Page {
            mut rows,
            unreadable,
        } = self.store.registrations(before, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let mut details = match (rows.last(), rows.first()) {
            (Some(oldest), Some(newest)) => self.store.details(oldest.id, newest.id)?,
            _ => BTreeMap::default(),
        };
        let mut registrations = Vec::with_capacity(rows.len());
        for row in &rows {
            registrations.push(
                self.registration_view_with(row, details.remove(&row.id).unwrap_or_default())?,
            );
        }
        Ok((
            RegistrationsView {
                registrations,
                more,
            },
            unreadable,
        ))
    }

    fn draft_line(&self, row: DraftRow, keys: Option<&Keys>) -> Result<DraftLine, Failure> {
        // A form that today's rules do not have: kept for rules that do.
        let known = self.rules().content.forms.contains_key(&row.form);
        let (mut name, line) = match keys {
            Some(_) if known => self.look_at_draft(row.id, |open, rules| {
                let engine = open.engine(rules, self.lang(), self.moment())?;
                let place = engine.view(&engine.first_open(), None).progress;
                let name = open
                    .draft
                    .entries
                    .get("name")
                    .map(|entry| entry.raw.clone())
                    .unwrap_or_default();
                let line = match self.title_of_request(&engine) {
                    Some(title) => {
                        Message::new("draft-line-request").with("what", Arg::Text(title))
                    }
                    None => Message::new("draft-line"),
                };
                let line = line
                    .with("step", Arg::Number(u64::from(place.step)))
                    .with("steps", Arg::Number(u64::from(place.steps)));
                Ok((name, rules.content.texts.format(self.lang(), &line)))
            })?,
            _ => Default::default(),
        };
        if let (Some(first), Some(keys)) = (row.completes, keys) {
            name = self.name_of(first, keys)?;
        }
        let expires = keys.and_then(|_| self.end_of(&row)).map(|date| {
            self.say_message(&Message::new("draft-expires").with("date", Arg::Date(date)))
        });
        Ok(DraftLine {
            draft: row.id.to_string(),
            form: row.form,
            name,
            line,
            started_at_millis: row.created_at.millis(),
            changed_at_millis: row.changed_at.millis(),
            registration: row.registration.map(|id| id.to_string()),
            completes: row.completes.map(|id| id.to_string()),
            expires,
        })
    }

    fn notices(
        &self,
        (delayed, bytes): (u32, u64),
        unreadable: u32,
    ) -> Result<Vec<String>, Failure> {
        let app = self;
        let key = match app.key_state() {
            Ok(_) => None,
            Err(KeyState::Gone) => Some("notice-key-gone"),
            Err(KeyState::Broken) => Some("notice-key-broken"),
            Err(_) => Some("notice-key-locked"),
        };
        let ids = [
            app.clock.state().notice(),
            key,
            app.store
                .meta(SET_ASIDE)?
                .is_some()
                .then_some("notice-set-aside"),
            app.update_exists().then_some("notice-update"),
            app.trust.is_none().then_some("notice-no-office"),
        ];
        let mut notices: Vec<String> = ids.into_iter().flatten().map(|id| app.say(id)).collect();
        if unreadable > 0 {
            let count = Arg::Number(u64::from(unreadable));
            notices.push(self.say_message(&Message::new("notice-unreadable").with("count", count)));
        }
        if delayed > 0 {
            let kilobytes = bytes.div_ceil(1000);
            let waits =
                Message::new("notice-wait-wifi").with("count", Arg::Number(u64::from(delayed)));
            notices.push(app.say_message(&waits.with("kilobytes", Arg::Number(kilobytes))));
        }
        Ok(notices)
    }
}
