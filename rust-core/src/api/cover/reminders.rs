//! Reminders for a shell to schedule, as a calendar file, and what is answered on them.

use payung_model::cover::CoverState;
use payung_model::cover::reminder::{
    Again, IcsEvent, Pause, Reminder, ReminderAction, ReminderSettings, SaidPaid, ics, plan, words,
};
use payung_model::journey::State;
use payung_model::sealed::RegistrationId;
use payung_model::text::Message;
use payung_model::units::{Date, Month, Timestamp};

use super::Cover;
use super::today::facts;
use super::views::{MemberReminders, PaidMonthGiven, ReminderActionView, ReminderView};
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::state::{AppState, readable, still_there};

/// So many days are planned at most: two years, which is longer than any run of paid months.
const MOST_DAYS: u32 = 800;
/// So many registrations are read at once.
const ROWS: u32 = 100;
/// "Pause" on a notification is so many days; the settings can say another number.
const PAUSE_DAYS: i32 = 14;

#[uniffi::export]
impl Cover {
    /// The notifications of the next days, beginning now. A shell schedules these in place of all
    /// that it had scheduled for this registration, whenever something changed and at each start of
    /// the app. With a day (`YYYY-MM-DD`) it is only looked at what would come from then on, and
    /// nothing is noted as scheduled.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// // Nothing was paid, so there is nothing to remind of yet.
    /// assert!(payung.cover().reminders(registration, None, 90)?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn reminders(
        &self,
        registration: String,
        from: Option<String>,
        days: u32,
    ) -> Result<Vec<ReminderView>, PayungError> {
        self.app.call("cover.reminders", || {
            let mut member = Member::open(&self.app, &registration)?;
            if from.is_some() {
                let moment = member.kept.settings.zone.first_moment(self.app.day(from)?);
                let planned = moment
                    .map(|from| self.app.planned(&member, from, days))
                    .unwrap_or_default();
                return Ok(planned
                    .iter()
                    .map(|it| self.app.reminder_view(it))
                    .collect());
            }
            self.app.sure_day()?;
            self.app.scheduled_now(&mut member, days)
        })
    }

    /// The same from now on for every registration of this phone, in one call: what a shell
    /// schedules at each start and whenever something changed. A registration without notifications
    /// is named too, since some may still be scheduled for it; one whose record is damaged is not,
    /// and what is scheduled for it stays.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// let all = payung.cover().all_reminders(90)?;
    /// assert_eq!((all.len(), &all[0].registration), (1, &registration));
    /// assert!(all[0].reminders.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_reminders(&self, days: u32) -> Result<Vec<MemberReminders>, PayungError> {
        self.app
            .call("cover.all_reminders", || self.app.all_scheduled(days))
    }

    /// The notifications that these months would lead to, from a day on (`YYYY-MM-DD`), with the
    /// usual settings in Western Indonesia Time. Nothing is kept, and no key is needed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # use payung_core::PaidMonthGiven;
    /// # use payung_model::programme::Programme;
    /// # let (_home, payung) = example::open();
    /// let programmes = vec![Programme::Jkk, Programme::Jkm];
    /// let november = PaidMonthGiven { month: "2026-11".into(), paid_on: None, programmes, sponsor: None };
    /// let ids = payung.cover().preview_reminders(vec![november], "2026-12-11".into(), 10)?;
    /// assert_eq!(ids[0].id, "due-2026-12-15");
    /// # Ok(())
    /// # }
    /// ```
    pub fn preview_reminders(
        &self,
        months: Vec<PaidMonthGiven>,
        from: String,
        days: u32,
    ) -> Result<Vec<ReminderView>, PayungError> {
        self.app.call("cover.preview_reminders", || {
            let (paid, from) = (self.app.given(months)?, self.app.day(Some(from))?);
            let settings = ReminderSettings::default();
            let Some(from) = settings.zone.first_moment(from) else {
                return Ok(Vec::new());
            };
            let rules = self.app.rules();
            let planned = plan(
                &facts(&rules, &paid, None, None, false),
                &settings,
                from,
                within(days),
            );
            Ok(planned
                .iter()
                .map(|it| self.app.reminder_view(it))
                .collect())
        })
    }

    /// The same as a calendar file (iCalendar, RFC 5545), for whoever keeps a calendar. It holds no
    /// name and no NIK.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert!(payung.cover().ics(registration, 90)?.starts_with("BEGIN:VCALENDAR\r\n"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn ics(&self, registration: String, days: u32) -> Result<String, PayungError> {
        self.app.call("cover.ics", || {
            let member = Member::open(&self.app, &registration)?;
            self.app.sure_day()?;
            let now = self.app.now();
            let event = |it: &Reminder| {
                let said = words(&self.app.rules().content.texts, self.app.lang(), it);
                IcsEvent {
                    id: it.id.clone(),
                    at: it.at,
                    title: said.title,
                    text: said.text,
                }
            };
            let events: Vec<IcsEvent> = self
                .app
                .planned(&member, now, days)
                .iter()
                .map(event)
                .collect();
            Ok(ics(
                &member.id.to_string(),
                member.kept.settings.zone,
                now,
                &events,
            ))
        })
    }

    /// What somebody answered on a notification: ask again tomorrow, "I paid already", a pause.
    /// Gives what is to be scheduled now. `Pay` changes nothing.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # use payung_model::cover::reminder::ReminderAction;
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert_eq!(payung.cover().answer(registration, ReminderAction::Tomorrow)?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer(
        &self,
        registration: String,
        action: ReminderAction,
    ) -> Result<Vec<ReminderView>, PayungError> {
        self.app.call("cover.answer", || {
            let mut member = Member::open(&self.app, &registration)?;
            let settings = &member.kept.settings;
            self.app.sure_day()?;
            let today = settings.zone.day(self.app.now());
            let mut settings = settings.clone();
            match action {
                ReminderAction::Pay => {}
                ReminderAction::Tomorrow => {
                    settings.again = today.plus_days(1).map(|on| Again { asked: today, on });
                }
                ReminderAction::SaidPaid => {
                    let month = self.app.oldest_unpaid(&member, today);
                    let month =
                        month.ok_or_else(|| self.app.not_possible("not-possible-said-paid"))?;
                    settings.said_paid = Some(SaidPaid { on: today, month });
                }
                ReminderAction::Pause => {
                    settings.pause = today
                        .plus_days(PAUSE_DAYS)
                        .map(|until| Pause { from: today, until });
                }
            }
            member.kept.settings = settings;
            member.keep(&self.app)?;
            Ok(())
        })?;
        self.reminders(registration, None, 90)
    }
}

impl AppState {
    /// The month that is paid next; none before the first payment.
    pub(super) fn oldest_unpaid(&self, member: &Member, today: Date) -> Option<Month> {
        let cover = self.rules().cover(&member.paid(), today);
        match cover.state {
            CoverState::Ended { .. } => Some(today.month()),
            _ => cover
                .missing
                .first()
                .copied()
                .or(cover.paid_until.and_then(|day| day.month().next())),
        }
    }

    /// Plans the notifications of a member from now on, and notes them as scheduled.
    fn scheduled_now(&self, member: &mut Member, days: u32) -> Result<Vec<ReminderView>, Failure> {
        let now = self.now();
        let known = (member.kept.scheduled.clone(), member.kept.settings.told);
        member.note_told(now);
        let planned = self.planned(member, now, days);
        member.kept.scheduled = planned.iter().map(|it| it.at).collect();
        // Most calls change nothing, and then nothing is written.
        if known != (member.kept.scheduled.clone(), member.kept.settings.told) {
            member.keep(self)?;
        }
        Ok(planned.iter().map(|it| self.reminder_view(it)).collect())
    }

    fn all_scheduled(&self, days: u32) -> Result<Vec<MemberReminders>, Failure> {
        self.sure_day()?;
        self.keys()?;
        let (mut all, mut before) = (Vec::new(), None);
        loop {
            let page = self.store.registrations(before, ROWS)?;
            let Some(last) = page.rows.last() else {
                return Ok(all);
            };
            before = Some(last.id);
            // A request and what was added later have no dues of their own.
            let members = page.rows.iter();
            let members = members.filter(|row| row.completes.is_none() && !self.is_request(row));
            for row in members {
                let reminders = readable(still_there(self.reminders_of(row.id, days)))?;
                all.extend(reminders.flatten());
            }
        }
    }

    fn reminders_of(&self, id: RegistrationId, days: u32) -> Result<MemberReminders, Failure> {
        let mut member = Member::of(self, id)?;
        Ok(MemberReminders {
            registration: id.to_string(),
            zone: member.kept.settings.zone,
            reminders: self.scheduled_now(&mut member, days)?,
        })
    }

    /// Nobody is reminded to pay for what was refused, withdrawn or erased, whatever bill is still
    /// known of it.
    fn planned(&self, member: &Member, from: Timestamp, days: u32) -> Vec<Reminder> {
        if member.row.state.is_final() && member.row.state != State::Accepted {
            return Vec::new();
        }
        let (rules, paid) = (self.rules(), member.paid());
        let facts = facts(
            &rules,
            &paid,
            member.kept.dues.as_ref(),
            member.open_bill(self.moment().today),
            member.kept.payers.somebody_goes_on(),
        );
        plan(&facts, &member.kept.settings, from, within(days))
    }

    fn reminder_view(&self, it: &Reminder) -> ReminderView {
        let said = words(&self.rules().content.texts, self.lang(), it);
        let label = |action: &ReminderAction| ReminderActionView {
            action: *action,
            label: self.say_message(&Message::new(format!("action-{}", action.code()))),
        };
        ReminderView {
            id: it.id.clone(),
            kind: it.kind,
            at_millis: it.at.millis(),
            on: it.on.to_string(),
            title: said.title,
            text: said.text,
            months: it.months.iter().map(ToString::to_string).collect(),
            amount: it.amount.map(|amount| amount.0),
            actions: it.actions.iter().map(label).collect(),
        }
    }
}

fn within(days: u32) -> u16 {
    u16::try_from(days.min(MOST_DAYS)).unwrap_or(0)
}
