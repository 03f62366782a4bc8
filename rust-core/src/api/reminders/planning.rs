//! Which reminders a phone schedules, for one registration or for all.

use std::collections::BTreeMap;

use payung_model::cover::PaidMonths;
use payung_model::cover::reminder::{
    Dues, Facts, OpenBill, Reminder, ReminderAction, ReminderWords, note_missed, plan, words,
};
use payung_model::journey::State;
use payung_model::sealed::RegistrationId;
use payung_model::text::{Arg, Message};
use payung_model::units::{Date, Timestamp, Zone};

use super::views::{MemberReminders, ReminderActionView, ReminderView};
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::rules::Rules;
use crate::api::state::{AppState, readable, still_there};
use crate::vault::RegistrationRow;

/// So many days are planned at most: two years, which is longer than any run of paid months.
const MOST_DAYS: u32 = 800;
/// So many registrations are read at once.
const ROWS: u32 = 100;
/// The moments at which a phone reminds of anybody, each with the number of messages that are meant
/// for it. There are few of them, however many registrations a phone has, so that planning all does
/// not compare each with each.
#[derive(Default)]
struct AllMoments(BTreeMap<Timestamp, u32>);

impl AllMoments {
    fn add(&mut self, moments: &[Timestamp]) {
        for at in moments {
            let count = self.0.entry(*at).or_default();
            *count = count.saturating_add(1);
        }
    }

    fn remove(&mut self, moments: &[Timestamp]) {
        for at in moments {
            match self.0.get_mut(at) {
                Some(count) if *count > 1 => *count -= 1,
                _ => drop(self.0.remove(at)),
            }
        }
    }

    fn distinct(&self) -> Vec<Timestamp> {
        self.0.keys().copied().collect()
    }
}

/// The reminders of a phone for the other registrations.
pub(super) struct Beside {
    /// The moments at which other members are reminded, and were last.
    moments: Vec<Timestamp>,
    /// Whether other members are reminded on this phone.
    several: bool,
}

impl AppState {
    /// Plans the notifications of a member from now on, and notes them as scheduled.
    pub(super) fn scheduled_now(
        &self,
        member: &mut Member,
        beside: &Beside,
        days: u32,
    ) -> Result<Vec<ReminderView>, Failure> {
        let now = self.now();
        let known = (member.kept.scheduled.clone(), member.kept.settings.clone());
        let mut settings = member.kept.settings.clone();
        self.with_facts(member, beside, |facts| {
            // A missed message is noted before the plan is made, so that the plan has a moment for
            // it.
            note_missed(facts, &mut settings, &member.kept.scheduled, now);
        });
        member.kept.settings = settings;
        let planned = self.planned(member, beside, now, days);
        member.note_scheduled(&planned, now);
        // Most calls change nothing, and then nothing is written.
        if known != (member.kept.scheduled.clone(), member.kept.settings.clone()) {
            member.keep(self)?;
        }
        Ok(self.reminder_views(member, beside, &planned))
    }

    pub(super) fn all_scheduled(&self, days: u32) -> Result<Vec<MemberReminders>, Failure> {
        self.sure_day()?;
        let rows = self.reminded()?;
        let (mut of_each, mut of_all) = (Vec::with_capacity(rows.len()), AllMoments::default());
        for row in &rows {
            let known = readable(still_there(self.moments_of(row.id)))?;
            let known = known.flatten().unwrap_or_default();
            of_all.add(&known);
            of_each.push(known);
        }
        let mut all = Vec::with_capacity(rows.len());
        for (row, before) in rows.iter().zip(of_each) {
            // The registration's own moments must not take days from it. All later ones still
            // count, so that two members never get the same day.
            of_all.remove(&before);
            let beside = Beside {
                moments: of_all.distinct(),
                several: rows.len() > 1,
            };
            let reminders = readable(still_there(self.reminders_of(row.id, &beside, days)))?;
            match reminders.flatten() {
                Some((reminders, planned)) => {
                    of_all.add(&planned);
                    all.push(reminders);
                }
                // This registration was removed meanwhile, or cannot be read. What is scheduled for
                // it stays, so its days stay taken.
                None => of_all.add(&before),
            }
        }
        Ok(all)
    }

    fn reminders_of(
        &self,
        id: RegistrationId,
        beside: &Beside,
        days: u32,
    ) -> Result<(MemberReminders, Vec<Timestamp>), Failure> {
        let mut member = Member::of(self, id)?;
        let reminders = MemberReminders {
            registration: id.to_string(),
            reminders: self.scheduled_now(&mut member, beside, days)?,
        };
        Ok((reminders, member.moments()))
    }

    /// Registrations that may be reminded: a request and what was added later have no dues of their
    /// own.
    pub(super) fn reminded(&self) -> Result<Vec<RegistrationRow>, Failure> {
        self.keys()?;
        let (mut all, mut before) = (Vec::new(), None);
        loop {
            let page = self.store.registrations(before, ROWS)?;
            let Some(last) = page.rows.last() else {
                return Ok(all);
            };
            before = Some(last.id);
            let members = page.rows.into_iter();
            all.extend(members.filter(|row| row.completes.is_none() && !self.is_request(row)));
        }
    }

    /// The reminders of this phone for the registrations other than that one.
    pub(super) fn beside(&self, registration: &str) -> Result<Beside, Failure> {
        let this = payung_model::typed::clean(registration).parse().ok();
        let mut rows = self.reminded()?;
        rows.retain(|row| Some(row.id) != this);
        let mut moments = Vec::new();
        for row in &rows {
            let known = readable(still_there(self.moments_of(row.id)))?;
            moments.extend(known.flatten().unwrap_or_default());
        }
        Ok(Beside {
            moments,
            several: !rows.is_empty(),
        })
    }

    fn moments_of(&self, id: RegistrationId) -> Result<Vec<Timestamp>, Failure> {
        Ok(Member::of(self, id)?.moments())
    }

    pub(super) fn note_shown(
        &self,
        mut member: Member<'_>,
        up_to: Timestamp,
    ) -> Result<(), Failure> {
        let known = (member.kept.scheduled.clone(), member.kept.settings.told);
        member.note_shown(up_to, self.now());
        if known != (member.kept.scheduled.clone(), member.kept.settings.told) {
            member.keep(self)?;
        }
        Ok(())
    }

    /// The facts for reminders of that member. None for a registration that was refused, withdrawn
    /// or erased: whatever bill is still known of it, nobody is reminded to pay that.
    fn with_facts<T>(
        &self,
        member: &Member,
        beside: &Beside,
        work: impl FnOnce(&Facts<'_>) -> T,
    ) -> Option<T> {
        if member.row.state.is_final() && member.row.state != State::Accepted {
            return None;
        }
        let (rules, paid) = (self.rules(), member.paid());
        let zone = member.kept.settings.zone;
        let taken: Vec<Date> = beside.moments.iter().map(|at| zone.day(*at)).collect();
        Some(work(&facts(
            &rules,
            &paid,
            member.kept.dues.as_ref(),
            member.open_bills(self.moment().today),
            member.kept.payers.somebody_goes_on(),
            &taken,
        )))
    }

    pub(super) fn planned(
        &self,
        member: &Member,
        beside: &Beside,
        from: Timestamp,
        days: u32,
    ) -> Vec<Reminder> {
        let planned = self.with_facts(member, beside, |facts| {
            plan(facts, &member.kept.settings, from, within(days))
        });
        planned.unwrap_or_default()
    }

    pub(super) fn reminder_views(
        &self,
        member: &Member,
        beside: &Beside,
        planned: &[Reminder],
    ) -> Vec<ReminderView> {
        let zone = member.kept.settings.zone;
        let view = |it| self.reminder_view(it, zone, self.said(member, beside, it));
        planned.iter().map(view).collect()
    }

    /// The words of a reminder. Where several members are reminded on one phone, they name the receipt
    /// of the one that is meant and no name, since others read a lock screen or a calendar.
    pub(super) fn said(&self, member: &Member, beside: &Beside, it: &Reminder) -> ReminderWords {
        let mut said = self.words_of(it);
        let receipt = || Arg::Text(member.id.receipt());
        let whose = beside
            .several
            .then(|| self.message_text(&Message::new("remind-whose").with("receipt", receipt())));
        for more in whose.into_iter().chain(self.ask_payer(member, it)) {
            said.text = format!("{} {more}", said.text);
        }
        said
    }

    /// The words of a reminder that is nobody's.
    pub(super) fn words_of(&self, it: &Reminder) -> ReminderWords {
        words(&self.rules().content.texts, self.lang(), it)
    }

    /// Where somebody else goes on paying, a month that stays unpaid is that one's to pay: the member
    /// asks first, so that it is not paid twice.
    fn ask_payer(&self, member: &Member, it: &Reminder) -> Option<String> {
        let mut payers = member.kept.payers.payers.iter();
        let payer = payers.find(|payer| payer.until.is_none())?;
        let message = Message::new("remind-ask-payer").with("payer", Arg::Text(payer.name.clone()));
        it.kind.is_of_unpaid().then(|| self.message_text(&message))
    }

    /// The view of a reminder with its words.
    pub(super) fn reminder_view(
        &self,
        it: &Reminder,
        zone: Zone,
        said: ReminderWords,
    ) -> ReminderView {
        let label = |action: &ReminderAction| ReminderActionView {
            action: *action,
            label: self.message_text(&Message::new(format!("action-{}", action.code()))),
        };
        ReminderView {
            id: it.id.clone(),
            kind: it.kind,
            at_millis: it.at.millis(),
            at_words: self.time_words(it.at, zone),
            latest_millis: it.latest.millis(),
            on: it.on.to_string(),
            title: said.title,
            text: said.text,
            months: it.months.iter().map(ToString::to_string).collect(),
            amount: it.amount.map(|amount| amount.0),
            actions: it.actions.iter().map(label).collect(),
        }
    }
}

/// The rules beside what was paid.
pub(super) fn facts<'a>(
    rules: &'a Rules,
    paid: &'a PaidMonths,
    dues: Option<&'a Dues>,
    [bill, bill_for_others]: [Option<OpenBill>; 2],
    somebody_pays: bool,
    taken: &'a [Date],
) -> Facts<'a> {
    let content = &rules.content;
    Facts {
        cover: &content.cover,
        reminders: &content.reminders,
        calendar: &content.calendar,
        tariff: &content.tariff,
        paid,
        dues,
        bill,
        bill_for_others,
        somebody_pays,
        taken,
    }
}

pub(super) fn within(days: u32) -> u16 {
    u16::try_from(days.min(MOST_DAYS)).unwrap_or(0)
}
