//! How reminders come: payday, time, quiet hours, zone, pause.

use payung_model::cover::reminder::{Pause, Payday, QuietHours, ReminderSettings, change};
use payung_model::text::format;
use payung_model::units::{Date, TimeOfDay};

use super::Reminders;
use super::planning::facts;
use super::views::{PaydayChoice, ReminderChoices};
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::state::AppState;

#[uniffi::export]
impl Reminders {
    /// The member's choices, or the usual ones.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// let chosen = payung.reminders().settings(registration)?;
    /// assert_eq!((chosen.at.as_str(), chosen.quiet_from.as_deref()), ("08.00", Some("20.00")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn settings(&self, registration: String) -> Result<ReminderChoices, PayungError> {
        self.app.call("reminders.settings", || {
            let settings = &Member::open(&self.app, &registration)?.kept.settings;
            Ok(self.app.choices(settings))
        })
    }

    /// Keeps the member's choices. Afterwards [`Reminders::of`] is asked again.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # use payung_core::PaydayChoice;
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// let mut chosen = payung.reminders().settings(registration.clone())?;
    /// chosen.payday = PaydayChoice::Weekly { weekday: 6 };
    /// assert_eq!(payung.reminders().set_settings(registration, chosen.clone())?, chosen);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_settings(
        &self,
        registration: String,
        chosen: ReminderChoices,
    ) -> Result<ReminderChoices, PayungError> {
        self.app.call("reminders.set_settings", || {
            let mut member = Member::open(&self.app, &registration)?;
            self.app.sure_day()?;
            let now = self.app.now();
            let old = member.kept.settings.clone();
            let today = old.zone.day(now);
            let new = self.app.read_choices(&old, &chosen, today)?;
            let (rules, paid) = (self.app.rules(), member.paid());
            // A shell offers only choices that can be kept, so a wrong one is the mistake of a
            // developer, and no field is named to the worker.
            new.check(&rules.content.reminders)
                .map_err(|_| self.app.not_possible("not-possible-reminders"))?;
            let facts = facts(
                &rules,
                &paid,
                member.kept.dues.as_ref(),
                member.open_bills(self.app.moment().today),
                member.kept.payers.somebody_goes_on(),
                &[],
            );
            member.kept.settings = change(&facts, &old, new, now);
            member.keep(&self.app)?;
            let (id, chosen) = (member.id, self.app.choices(&member.kept.settings));
            drop(member);
            self.app.zone_chosen(id, chosen.zone);
            Ok(chosen)
        })
    }
}

impl AppState {
    fn choices(&self, settings: &ReminderSettings) -> ReminderChoices {
        ReminderChoices {
            on: settings.on,
            payday: match &settings.payday {
                Payday::Unset => PaydayChoice::Unset,
                Payday::Daily => PaydayChoice::Daily,
                Payday::Weekly(weekday) => PaydayChoice::Weekly { weekday: *weekday },
                Payday::Monthly(day) => PaydayChoice::Monthly { day: *day },
                Payday::Harvest(months) => PaydayChoice::Harvest {
                    months: months.iter().map(|month| u16::from(*month)).collect(),
                },
            },
            at: settings.at.to_string(),
            quiet_from: settings.quiet.map(|quiet| quiet.from.to_string()),
            quiet_to: settings.quiet.map(|quiet| quiet.to.to_string()),
            zone: settings.zone,
            paused_until: settings.pause.map(|pause| pause.until.to_string()),
            paused_until_words: settings
                .pause
                .map(|pause| format::date(self.lang(), pause.until)),
        }
    }

    /// Reads the choices over the kept settings. The member's answers on notifications stay.
    fn read_choices(
        &self,
        old: &ReminderSettings,
        chosen: &ReminderChoices,
        today: Date,
    ) -> Result<ReminderSettings, Failure> {
        let wrong = || self.not_possible("not-possible-reminders");
        let time = |text: &String| TimeOfDay::parse_typed(text).map_err(|_| wrong());
        let quiet = match (&chosen.quiet_from, &chosen.quiet_to) {
            (Some(from), Some(to)) => Some(QuietHours {
                from: time(from)?,
                to: time(to)?,
            }),
            (None, None) => None,
            _ => return Err(wrong()),
        };
        let payday = match &chosen.payday {
            PaydayChoice::Unset => Payday::Unset,
            PaydayChoice::Daily => Payday::Daily,
            PaydayChoice::Weekly { weekday } => Payday::Weekly(*weekday),
            PaydayChoice::Monthly { day } => Payday::Monthly(*day),
            PaydayChoice::Harvest { months } => Payday::Harvest(
                months
                    .iter()
                    .map(|month| u8::try_from(*month).unwrap_or(0))
                    .collect(),
            ),
        };
        let pause = match &chosen.paused_until {
            None => None,
            Some(day) => {
                let until: Date = day.parse().map_err(|_| wrong())?;
                // A pause with the same end was kept before and goes on from its own beginning. One
                // that is over is dropped.
                let from = old
                    .pause
                    .filter(|pause| pause.until == until)
                    .map_or(today, |pause| pause.from);
                (until > from).then_some(Pause { from, until })
            }
        };
        Ok(ReminderSettings {
            on: chosen.on,
            payday,
            at: time(&chosen.at)?,
            quiet,
            zone: chosen.zone,
            pause,
            ..old.clone()
        })
    }
}
