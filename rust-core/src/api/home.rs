//! The first screen, and its pages of drafts and registrations.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use payung_model::engine::lowest_dues_texts;
use payung_model::journey::State;
use payung_model::sealed::RegistrationId;
use payung_model::text::{Arg, Message};
use payung_model::units::Zone;

use super::cover::steps;
use super::error::Failure;
use super::next_step;
use super::state::{AppState, still_there};
use super::{
    BillLine, DraftLine, DraftsView, HomeView, KeyState, Purpose, RegistrationView,
    RegistrationsView,
};
use crate::vault::{DraftLabel, DraftRow, Keys, Page};

/// So many drafts and registrations are on a screen; further ones are asked for.
const PAGE: u32 = 20;

/// So many registrations with a payment that is waited for are looked at for the most urgent bill.
const MOST_WAITED_FOR: u32 = 64;

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
        let bill = self.most_urgent_bill()?;
        let is_new = drafts.drafts.is_empty() && registrations.registrations.is_empty();
        let referral = self.referral_view()?;
        let is_member = self.is_anybody_member(&registrations.registrations)?;
        let has_any = !registrations.registrations.is_empty();
        let correct = app.store.to_be_corrected()?;
        Ok(HomeView {
            next: next_step::of_home(&drafts.drafts, has_any, correct, bill.as_ref()),
            can_refer: referral.is_none() && (is_new || !drafts.drafts.is_empty()),
            can_recover: registrations.registrations.is_empty(),
            bill,
            key: keys.err().unwrap_or(KeyState::Open),
            knows_office: app.trust.is_some(),
            receiver: rules.content.controller.name.clone(),
            // Whoever is on the way to membership has a price, and needs no lowest one.
            lowest: today
                .filter(|_| !is_member)
                .map(|day| lowest_dues_texts(&rules.content, app.lang(), day.month()))
                .unwrap_or_default(),
            panels: steps(&rules).saturating_add(1),
            drafts: drafts.drafts,
            more_drafts: drafts.more,
            registrations: registrations.registrations,
            more_registrations: registrations.more,
            delayed: delayed.0,
            referral,
            notices: self.notices(delayed, unread_drafts + unread)?,
        })
    }

    /// Of all bills that can be paid the one that ends first, on whichever page its registration is.
    fn most_urgent_bill(&self) -> Result<Option<BillLine>, Failure> {
        // Many are waited for only where one phone pays for very many people; those that end first
        // are among the ones that are read.
        let rows = self.store.waited_for(self.now(), MOST_WAITED_FOR)?;
        let bills = rows.iter().filter_map(|row| self.open_bill_of(row));
        // Of bills that end on one day the newest registration's.
        let first = bills.min_by_key(|(last_day, bill)| (*last_day, Reverse(bill.bill.clone())));
        Ok(first.map(|(_, bill)| bill))
    }

    /// Whether anybody of this phone is a member or on the way to it. Most often the page says so;
    /// where it shows only requests, older registrations are looked at.
    fn is_anybody_member(&self, page: &[RegistrationView]) -> Result<bool, Failure> {
        let is_over = |state| matches!(state, State::Refused | State::Withdrawn | State::Erased);
        if page
            .iter()
            .any(|view| view.is_membership && !is_over(view.state))
        {
            return Ok(true);
        }
        // The page holds every registration when it is not full.
        if page.len() < PAGE as usize {
            return Ok(false);
        }
        let (keys, rules) = (self.key_state().ok(), self.rules());
        for row in self.store.first_ones(PAGE)? {
            let about = keys.as_ref().map(|keys| self.about(&row, keys, &rules));
            let about = about.transpose()?.flatten();
            let purpose = about.map(|about| Purpose::of(&about.purpose));
            if !self.is_request(&row) && purpose != Some(Purpose::Payer) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A page of what can be gone on with: one more is asked for, to know whether there is more.
    pub fn drafts_page(&self, skip: u32) -> Result<DraftsView, Failure> {
        Ok(self.drafts_part(skip)?.0)
    }

    /// A page of drafts, and how many rows of it do not parse.
    fn drafts_part(&self, skip: u32) -> Result<(DraftsView, u32), Failure> {
        let (app, keys) = (self, self.key_state());
        let unchanged = app.store.changes()?;
        let Page {
            mut rows,
            unreadable,
        } = app.store.open_drafts(skip, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let (mut drafts, mut labels) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            let line = self.draft_line(row, keys.as_deref().ok(), &mut labels);
            drafts.extend(still_there(line)?);
        }
        // Labels only make the next list cheaper, so a full disk must not take this one away.
        if !labels.is_empty()
            && let Err(error) = app.store.put_labels(&labels, unchanged)
        {
            app.log("drafts.page", &error.into());
        }
        Ok((DraftsView { drafts, more }, unreadable))
    }

    pub fn registrations_page(
        &self,
        before: Option<RegistrationId>,
    ) -> Result<RegistrationsView, Failure> {
        Ok(self.registrations_part(before)?.0)
    }

    /// A page of registrations, and how many rows of it do not parse.
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

    /// The label of a draft: the one that an earlier list kept, or a new one, which is added to
    /// `fresh` with its draft.
    fn label_of(
        &self,
        row: &DraftRow,
        keys: &Keys,
        fresh: &mut Vec<(RegistrationId, Vec<u8>)>,
    ) -> Result<DraftLabel, Failure> {
        let (rules, moment) = (self.rules(), self.moment());
        // A correction asks for what the office wrote last.
        let asked = match row.registration {
            Some(id) => self.store.inbox_last(id)?,
            None => 0,
        };
        let of = format!(
            "{} {} {:?} {} {:?} {} {asked}",
            crate::VERSION,
            rules.sequence,
            rules.issued_at(),
            self.lang().code(),
            moment.today,
            row.changed_at.millis(),
        );
        let kept = row.label.as_deref();
        if let Some(label) = kept.and_then(|kept| DraftLabel::open(keys, row.id, &of, kept)) {
            return Ok(label);
        }
        let label = self.look_at_draft(row.id, |open, rules| {
            let engine = open.engine(rules, self.lang(), moment)?;
            let place = engine.view(&engine.first_open(), None).progress;
            let name = open
                .draft
                .entries
                .get("name")
                .map(|entry| entry.raw.clone())
                .unwrap_or_default();
            let line = match self.title_of_request(&engine) {
                Some(title) => Message::new("draft-line-request").with("what", Arg::Text(title)),
                None => Message::new("draft-line"),
            };
            let line = line
                .with("step", Arg::Number(u64::from(place.step)))
                .with("steps", Arg::Number(u64::from(place.steps)));
            let line = rules.content.texts.format(self.lang(), &line);
            Ok(DraftLabel { name, line })
        })?;
        fresh.push((row.id, label.seal(keys, row.id, &of)?));
        Ok(label)
    }

    fn draft_line(
        &self,
        row: DraftRow,
        keys: Option<&Keys>,
        fresh: &mut Vec<(RegistrationId, Vec<u8>)>,
    ) -> Result<DraftLine, Failure> {
        // A draft of a form that today's rules do not have is listed all the same, and kept for
        // rules that have it.
        let known = self.rules().content.forms.contains_key(&row.form);
        let DraftLabel { mut name, line } = match keys {
            Some(keys) if known => self.label_of(&row, keys, fresh)?,
            _ => DraftLabel::default(),
        };
        // A draft that completes a registration asks for no name. The list shows the name of that
        // registration's draft.
        if let (Some(first), Some(keys)) = (row.completes, keys) {
            name = self.name_of(first, keys)?;
        }
        let expires = keys.and_then(|_| self.end_of(&row)).map(|date| {
            self.message_text(&Message::new("draft-expires").with("date", Arg::Date(date)))
        });
        Ok(DraftLine {
            draft: row.id.to_string(),
            form: row.form,
            name,
            line,
            started_at_millis: row.created_at.millis(),
            changed_at_millis: row.changed_at.millis(),
            changed_at_words: self.time_words(row.changed_at, Zone::Wib),
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
        let mut notices: Vec<String> = ids.into_iter().flatten().map(|id| app.text(id)).collect();
        let rules = app.rules();
        // Whoever keeps a phone from newer rules can answer it that nothing is new, so only a newer
        // bundle ends this. A clock that may be wrong says nothing.
        if rules.newer_by.is_some_and(|by| app.now() > by) && app.clock.is_sure() {
            let office = &rules.content.controller;
            let late = Message::new("notice-rules-late")
                .with("office", Arg::Text(office.name.clone()))
                .with("contact", Arg::Text(office.contact.clone()));
            notices.push(app.message_text(&late));
        }
        if unreadable > 0 {
            let count = Arg::Number(u64::from(unreadable));
            notices
                .push(self.message_text(&Message::new("notice-unreadable").with("count", count)));
        }
        if delayed > 0 {
            let kilobytes = bytes.div_ceil(1000);
            let waits =
                Message::new("notice-wait-wifi").with("count", Arg::Number(u64::from(delayed)));
            notices.push(app.message_text(&waits.with("kilobytes", Arg::Number(kilobytes))));
        }
        Ok(notices)
    }
}
