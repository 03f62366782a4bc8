//! [`Reminders`]: what a shell schedules, as notifications or as a calendar file, how it comes, and
//! what is answered on it.
//!
//! Which reminders follow from paid months, bills and settings is the model's
//! (`payung_model::cover::reminder`); which of them a phone shows, and when somebody else on the same
//! phone is reminded, is planned here (`planning.rs`).

mod planning;
mod settings;
mod views;

use std::sync::Arc;

use payung_model::cover::reminder::{
    Again, IcsEvent, Pause, Reminder, ReminderAction, ReminderSettings, SaidPaid, ics, plan,
};
use payung_model::units::Timestamp;

use super::PayungError;
use super::clock::OneMoment;
use super::cover::PaidMonthGiven;
use super::member::Member;
use super::state::{AppState, readable, still_there};
use planning::{facts, within};

pub use views::{MemberReminders, PaydayChoice, ReminderActionView, ReminderChoices, ReminderView};

/// "Pause" on a notification is so many days; the settings can say another number.
const PAUSE_DAYS: i32 = 14;

/// The reminders of a phone, and how they come.
#[derive(uniffi::Object)]
pub struct Reminders {
    pub(super) app: Arc<AppState>,
}

#[uniffi::export]
impl Reminders {
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
    /// assert!(payung.reminders().of(registration, None, 90)?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn of(
        &self,
        registration: String,
        from: Option<String>,
        days: u32,
    ) -> Result<Vec<ReminderView>, PayungError> {
        self.app.call("reminders.of", || {
            // The records of the others are read before this one is opened, because only one record
            // is open at a time (`api/member`).
            let beside = self.app.beside(&registration)?;
            let mut member = Member::open(&self.app, &registration)?;
            if from.is_some() {
                let moment = member.kept.settings.zone.first_moment(self.app.day(from)?);
                let planned = moment
                    .map(|from| self.app.planned(&member, &beside, from, days))
                    .unwrap_or_default();
                return Ok(self.app.reminder_views(&member, &beside, &planned));
            }
            self.app.sure_day()?;
            self.app.scheduled_now(&mut member, &beside, days)
        })
    }

    /// The phone has shown what was scheduled up to that moment, for one registration or for all.
    /// Nothing else counts as shown: a phone that was off at the moment of a message gets it again
    /// from [`Reminders::of`], at the next moment that is not quiet, as long as it means something.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::billed();
    /// payung.reminders().shown(Some(registration.clone()), 1_795_399_200_000)?;
    /// // What is meant for a later day still comes.
    /// assert_eq!(payung.reminders().of(registration, None, 90)?[0].id, "bill-2026-11-29");
    /// # Ok(())
    /// # }
    /// ```
    pub fn shown(&self, registration: Option<String>, at_millis: i64) -> Result<(), PayungError> {
        self.app.call("reminders.shown", || {
            // A moment outside the range of times cannot have rung, so it counts as the beginning
            // of time.
            let up_to = Timestamp::from_millis(at_millis).unwrap_or_default();
            let Some(registration) = registration else {
                for row in self.app.reminded()? {
                    readable(still_there(
                        Member::of(&self.app, row.id)
                            .and_then(|member| self.app.note_shown(member, up_to)),
                    ))?;
                }
                return Ok(());
            };
            let member = Member::open(&self.app, &registration)?;
            self.app.note_shown(member, up_to)
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
    /// let all = payung.reminders().all(90)?;
    /// assert_eq!((all.len(), &all[0].registration), (1, &registration));
    /// assert!(all[0].reminders.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn all(&self, days: u32) -> Result<Vec<MemberReminders>, PayungError> {
        self.app
            .call("reminders.all", || self.app.all_scheduled(days))
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
    /// let ids = payung.reminders().preview(vec![november], "2026-12-11".into(), 10)?;
    /// assert_eq!(ids[0].id, "due-2026-12-15");
    /// # Ok(())
    /// # }
    /// ```
    pub fn preview(
        &self,
        months: Vec<PaidMonthGiven>,
        from: String,
        days: u32,
    ) -> Result<Vec<ReminderView>, PayungError> {
        self.app.call("reminders.preview", || {
            let (paid, from) = (self.app.given(months)?, self.app.day(Some(from))?);
            let settings = ReminderSettings::default();
            let Some(from) = settings.zone.first_moment(from) else {
                return Ok(Vec::new());
            };
            let rules = self.app.rules();
            let planned = plan(
                &facts(&rules, &paid, None, [None; 2], false, &[]),
                &settings,
                from,
                within(days),
            );
            let view = |it| {
                let said = self.app.words_of(it);
                self.app.reminder_view(it, settings.zone, said)
            };
            Ok(planned.iter().map(view).collect())
        })
    }

    /// The notifications of [`Reminders::of`] as a calendar file (iCalendar, RFC 5545), for people
    /// who keep a calendar. It holds no name and no NIK.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert!(payung.reminders().ics(registration, 90)?.starts_with("BEGIN:VCALENDAR\r\n"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn ics(&self, registration: String, days: u32) -> Result<String, PayungError> {
        self.app.call("reminders.ics", || {
            let beside = self.app.beside(&registration)?;
            let member = Member::open(&self.app, &registration)?;
            self.app.sure_day()?;
            let now = self.app.now();
            let event = |it: &Reminder| {
                // A calendar says the same as a notification.
                let said = self.app.said(&member, &beside, it);
                IcsEvent {
                    id: it.id.clone(),
                    at: it.at,
                    title: said.title,
                    text: said.text,
                }
            };
            let events: Vec<IcsEvent> = self
                .app
                .planned(&member, &beside, now, days)
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

    /// Takes the member's answer on a notification: ask again tomorrow, "I paid already", a pause.
    /// Gives what is to be scheduled now. `Pay` changes nothing.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # use payung_model::cover::reminder::ReminderAction;
    /// # let (_home, payung, registration) = example::billed();
    /// let planned = payung.reminders().answer(registration, ReminderAction::Tomorrow)?;
    /// assert_eq!(planned[0].id, "again-2026-11-24");
    /// assert_eq!(planned[0].title, "Kode bayar pertama berlaku sampai 30 November 2026");
    /// assert_eq!(planned[0].text, "Sebelum iuran pertama dibayar, Anda belum terlindungi. Biayanya Rp8.400.");
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer(
        &self,
        registration: String,
        action: ReminderAction,
    ) -> Result<Vec<ReminderView>, PayungError> {
        // Keeping the answer and planning anew are two calls of the API that must go by one moment,
        // also at midnight.
        let _moment = OneMoment::begin();
        self.app.call("reminders.answer", || {
            let mut member = Member::open(&self.app, &registration)?;
            self.app.sure_day()?;
            let now = self.app.now();
            // A message that somebody answers was shown.
            member.note_shown(now, now);
            let today = member.kept.settings.zone.day(now);
            // "I paid already" is about the bill too, where that is what was reminded of.
            let said_of_bill = action == ReminderAction::SaidPaid
                && self.app.note_first_bill_said_paid(&mut member, today);
            let mut settings = member.kept.settings.clone();
            match action {
                ReminderAction::Pay => {}
                ReminderAction::Tomorrow => {
                    settings.again = today.plus_days(1).map(|on| Again { asked: today, on });
                }
                ReminderAction::SaidPaid if said_of_bill => {}
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
        self.of(registration, None, 90)
    }
}
