//! A year of 1,000 invented members, one or two on each phone: what they would really show,
//! hour by hour, with payments, bills, payers, changed settings, other time zones, days on which the
//! phone is off, and days on which its clock is wrong.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

mod office;
mod random;

use std::collections::BTreeMap;

use payung_model::content::Content;
use payung_model::cover::reminder::{
    Again, Dues, Facts, OpenBill, Pause, Payday, QuietHours, Reminder, ReminderKind,
    ReminderSettings, SaidPaid, change, note_missed, note_shown, plan, words,
};
use payung_model::cover::{Cover, CoverState, PaidMonth, PaidMonths};
use payung_model::programme::{Payer, Programme, Work};
use payung_model::text::Lang;
use payung_model::units::{Date, Month, Rupiah, TimeOfDay, Timestamp, Zone};
use random::Random;

const DAYS: i32 = 365;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

#[test]
fn in_a_year_of_a_thousand_members_nobody_is_nagged_and_everybody_is_warned() {
    let content = Content::built_in().unwrap();
    let (mut warned, mut late, mut shown, mut last_days, mut again) = (0, 0, 0, 0, 0);
    let mut kinds = BTreeMap::new();
    // One phone in four has two of them: a thousand members.
    for seed in 1..=800 {
        let mut phone = Phone::new(seed);
        phone.live(&content);
        warned += phone.check(&content, seed);
        for it in phone.members.iter().flat_map(|member| &member.shown) {
            *kinds.entry(it.reminder.kind).or_insert(0) += 1;
            shown += 1;
            let is_first = it.reminder.kind == ReminderKind::Bill && !it.reminder.for_others;
            let ended = matches!(it.reminder.cover.state, CoverState::Ended { .. });
            again += usize::from(is_first && ended);
            last_days += usize::from(is_first && it.reminder.until == Some(it.reminder.on));
            late += usize::from(!it.reminder.id.ends_with(&it.reminder.on.to_string()));
        }
    }
    // The test has seen what it is about: lapses, messages that came later, bills that were made the
    // day before their last one, and every kind.
    assert!(warned > 200, "{warned} lapses");
    assert!(late > 150, "{late} late");
    assert!(last_days > 50, "{last_days} last days");
    assert!(again > 20, "{again} of a bill to start again");
    assert_eq!(kinds.len(), ReminderKind::ALL.len(), "{kinds:?}");
    assert!(shown > 5_000, "{shown}");
}

/// One message as a phone showed it, the settings that held then, and how often the clock had been
/// set until then: an odd number means that it was wrong.
struct Shown {
    reminder: Reminder,
    settings: ReminderSettings,
    clock: usize,
    /// By the phone's clock.
    at: Timestamp,
}

/// An hour in which the phone could have rung: on, not quiet, with the right time.
struct Chance {
    day: Date,
    /// The usual minute of that day had passed.
    after: bool,
}

struct Phone {
    random: Random,
    members: Vec<Member>,
    /// Hours that it stays off.
    off: usize,
    /// How far its clock is ahead, and how often it was set.
    ahead: i64,
    set: usize,
}

struct Member {
    paid: Vec<PaidMonth>,
    settings: ReminderSettings,
    dues: Dues,
    bill: Option<OpenBill>,
    bill_for_others: Option<OpenBill>,
    somebody_pays: bool,
    scheduled: Vec<Reminder>,
    /// Moments that were handed over and not shown.
    handed_over: Vec<Timestamp>,
    shown: Vec<Shown>,
    chances: Vec<Chance>,
    /// So seldom is something paid; nothing before the first day.
    diligence: usize,
    begins: i32,
    pays_for_others: bool,
}

impl Phone {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let zone = Zone::ALL[random.below(3)];
        let count = if random.one_in(4) { 2 } else { 1 };
        let members = (0..count).map(|_| Member::new(&mut random, zone)).collect();
        Self {
            random,
            members,
            off: 0,
            ahead: 0,
            set: 0,
        }
    }

    fn live(&mut self, content: &Content) {
        let start: Timestamp = "2026-06-01T00:00:00+07:00".parse().unwrap();
        for hour in 0..i64::from(DAYS) * 24 {
            let real = start.millis() + hour * HOUR;
            let number = i32::try_from(hour / 24).unwrap();
            if hour % 24 == 0 {
                self.new_day(number);
            }
            if self.off > 0 {
                self.off -= 1;
                // It is switched on again: everything is planned anew.
                if self.off == 0 {
                    self.plan_all(content, at(real + HOUR + self.ahead));
                }
                continue;
            }
            let now = at(real + self.ahead);
            if hour % 24 == 12 && self.random.one_in(120) {
                self.set_clock(content, real);
            } else if hour % 24 == 15 {
                self.use_it(content, now, number);
            }
            self.ring(at(real + HOUR + self.ahead), content);
        }
    }

    fn new_day(&mut self, number: i32) {
        if number > 2 && self.off == 0 && self.random.one_in(25) {
            self.off = 1 + self.random.below(24) * [1, 1, 1, 5][self.random.below(4)];
        }
    }

    /// The date is set wrong, or right again. The phone plans anew as it does at a start.
    fn set_clock(&mut self, content: &Content, real: i64) {
        self.ahead = if self.ahead == 0 {
            (i64::try_from(self.random.below(9)).unwrap() - 4) * DAY
        } else {
            0
        };
        self.set += 1;
        self.plan_all(content, at(real + self.ahead));
    }

    /// Somebody looks at the phone, and now and then pays or changes something.
    fn use_it(&mut self, content: &Content, now: Timestamp, number: i32) {
        // The office writes the right day.
        let real = at(now.millis() - self.ahead);
        let mut anew = self.ahead != 0 && self.random.one_in(2);
        if anew {
            (self.ahead, self.set) = (0, self.set + 1);
        }
        let now = if anew { real } else { now };
        if self.random.one_in(150) {
            let zone = Zone::ALL[self.random.below(3)];
            for place in 0..self.members.len() {
                let new = ReminderSettings {
                    zone,
                    ..self.members[place].settings.clone()
                };
                self.change(content, place, new, now);
            }
            anew = true;
        }
        for place in 0..self.members.len() {
            let member = &mut self.members[place];
            let before = member.known();
            member.office(content, &mut self.random, real, number);
            anew |= before != member.known();
            if self.random.one_in(40) {
                let new = self.members[place].chosen(&mut self.random);
                self.change(content, place, new, now);
                anew = true;
            }
            if self.random.one_in(20) {
                anew |= self.members[place].answer(content, &mut self.random, now);
            }
        }
        // Not every opening of the app is a change, and asking again changes nothing.
        if anew || self.random.one_in(30) {
            self.plan_all(content, now);
        }
    }

    fn change(&mut self, content: &Content, place: usize, new: ReminderSettings, now: Timestamp) {
        let member = &mut self.members[place];
        let paid = member.months();
        let facts = member.facts(content, &paid, &[]);
        member.settings = change(&facts, &member.settings, new, now);
    }

    /// As the core does it: one after another, each beside what is scheduled for the others.
    fn plan_all(&mut self, content: &Content, now: Timestamp) {
        for place in 0..self.members.len() {
            let zone = self.members[place].settings.zone;
            let others = self.members.iter().enumerate();
            let others = others.filter(|(other, _)| *other != place);
            let taken: Vec<Date> = others
                .flat_map(|(_, member)| member.moments())
                .map(|at| zone.day(at))
                .collect();
            self.members[place].plan(content, &taken, now);
        }
    }

    /// What was scheduled up to that moment rings, and the core is told; what the phone comes to
    /// so late that it is not shown is planned anew.
    fn ring(&mut self, until: Timestamp, content: &Content) {
        let mut too_late = false;
        for member in &mut self.members {
            while member.scheduled.first().is_some_and(|it| it.at < until) {
                let reminder = member.scheduled.remove(0);
                let moment = reminder.at.max(at(until.millis() - HOUR));
                if moment > reminder.latest {
                    too_late = true;
                    continue;
                }
                let handed_over = member.handed_over.clone();
                note_shown(&mut member.settings, &handed_over, reminder.at, moment);
                member.handed_over.retain(|at| *at > reminder.at);
                member.shown.push(Shown {
                    reminder,
                    settings: member.settings.clone(),
                    clock: self.set,
                    at: moment,
                });
            }
            let (begins, zone) = (at(until.millis() - HOUR), member.settings.zone);
            let quiet = member.settings.quiet;
            if self.ahead == 0 && quiet.is_none_or(|quiet| !quiet.holds(zone.time(begins))) {
                let day = zone.day(begins);
                let after = member.settings.moment(day).unwrap() <= begins;
                member.chances.push(Chance { day, after });
            }
        }
        if too_late {
            self.plan_all(content, at(until.millis() - 1));
        }
    }

    /// Everything that the members of one phone may rely on; how many lapses there were.
    fn check(&self, content: &Content, seed: u64) -> usize {
        let mut all: Vec<&Shown> = self.members.iter().flat_map(|it| &it.shown).collect();
        all.sort_by_key(|it| (it.clock, it.at));
        for pair in all.windows(2) {
            let zone = pair[1].settings.zone;
            let last_chance = pair
                .iter()
                .any(|it| it.reminder.kind == ReminderKind::LastWarning);
            assert!(
                pair[0].clock != pair[1].clock
                    || zone.day(pair[0].at) < zone.day(pair[1].at)
                    || (last_chance && self.members.len() > 1),
                "{seed}: two on {}: {} {}",
                zone.day(pair[0].at),
                pair[0].reminder.id,
                pair[1].reminder.id
            );
        }
        self.members.iter().map(|it| it.check(content, seed)).sum()
    }
}

impl Member {
    fn new(random: &mut Random, zone: Zone) -> Self {
        let work = if random.one_in(2) {
            Work::Transport
        } else {
            Work::Other
        };
        let dues = Dues {
            income: Rupiah(1_000_000 + random.below(5) as u64 * 700_000),
            work,
            payer: Payer::Own,
            programmes: vec![Programme::Jkk, Programme::Jkm],
        };
        let begins = [0, 2, 12, 25][random.below(4)];
        let mut member = Self {
            paid: Vec::new(),
            settings: ReminderSettings {
                zone,
                ..Default::default()
            },
            dues,
            bill: None,
            bill_for_others: None,
            somebody_pays: false,
            scheduled: Vec::new(),
            handed_over: Vec::new(),
            shown: Vec::new(),
            chances: Vec::new(),
            diligence: 15 + random.below(60),
            begins,
            pays_for_others: random.one_in(4),
        };
        member.settings = member.chosen(random);
        member
    }

    fn months(&self) -> PaidMonths {
        PaidMonths::new(None, self.paid.clone())
    }

    fn facts<'a>(
        &'a self,
        content: &'a Content,
        paid: &'a PaidMonths,
        taken: &'a [Date],
    ) -> Facts<'a> {
        Facts {
            cover: &content.cover,
            reminders: &content.reminders,
            calendar: &content.calendar,
            tariff: &content.tariff,
            paid,
            dues: Some(&self.dues),
            bill: self.bill,
            bill_for_others: self.bill_for_others,
            somebody_pays: self.somebody_pays,
            taken,
        }
    }

    fn moments(&self) -> Vec<Timestamp> {
        let known = self.handed_over.iter().copied();
        known.chain(self.settings.told).collect()
    }

    fn plan(&mut self, content: &Content, taken: &[Date], now: Timestamp) {
        let paid = self.months();
        let mut settings = self.settings.clone();
        let facts = self.facts(content, &paid, taken);
        note_missed(&facts, &mut settings, &self.handed_over, now);
        let planned = plan(&facts, &settings, now, 90);
        self.settings = settings;
        let told = self.settings.told;
        self.handed_over
            .retain(|at| *at <= now && told.is_none_or(|told| *at > told));
        self.handed_over.extend(planned.iter().map(|it| it.at));
        self.scheduled = planned;
    }

    fn pay(&mut self, content: &Content, random: &mut Random, day: Date) {
        let cover = Cover::of(&content.cover, &content.calendar, &self.months(), day);
        let first = match cover.state {
            CoverState::Grace { .. } => cover.missing[0],
            CoverState::Protected { until } => until.month().next().unwrap(),
            _ => day.month(),
        };
        let count = [1, 1, 1, 2, 3, 6][random.below(6)];
        let sponsor = random.one_in(8).then(|| "Koperasi Contoh".to_owned());
        for month in first.run(count) {
            let programmes = vec![Programme::Jkk, Programme::Jkm];
            self.paid.push(PaidMonth {
                month,
                paid_on: day,
                programmes,
                sponsor: sponsor.clone(),
            });
        }
    }

    fn chosen(&self, random: &mut Random) -> ReminderSettings {
        let payday = match random.below(5) {
            0 => Payday::Unset,
            1 => Payday::Daily,
            2 => Payday::Weekly(1 + random.below(7) as u8),
            3 => Payday::Monthly(1 + random.below(31) as u8),
            _ => Payday::Harvest(vec![1 + random.below(12) as u8, 1 + random.below(12) as u8]),
        };
        let hour = |random: &mut Random| TimeOfDay::new(random.below(24) as u8, 0).unwrap();
        let at = hour(random);
        let quiet = QuietHours {
            from: hour(random),
            to: hour(random),
        };
        ReminderSettings {
            payday,
            at,
            quiet: (quiet.from != quiet.to && random.one_in(2)).then_some(quiet),
            ..self.settings.clone()
        }
    }

    /// "Tomorrow", "I paid already", or a pause: what can be answered on a message.
    fn answer(&mut self, content: &Content, random: &mut Random, now: Timestamp) -> bool {
        if self.shown.is_empty() {
            return false;
        }
        let day = self.settings.zone.day(now);
        let cover = Cover::of(&content.cover, &content.calendar, &self.months(), day);
        match (random.below(3), cover.missing.first()) {
            (0, _) => {
                self.settings.again = Some(Again {
                    asked: day,
                    on: day.plus_days(1).unwrap(),
                });
            }
            (1, None) if self.bill.is_some() => {
                self.bill = self.bill.map(|bill| OpenBill {
                    said_paid: Some(day),
                    ..bill
                });
            }
            (1, Some(month)) => {
                self.settings.said_paid = Some(SaidPaid {
                    on: day,
                    month: *month,
                });
            }
            _ => {
                let days = 1 + random.below(usize::from(content.reminders.most_pause.days));
                let until = day.plus_days(i32::try_from(days).unwrap()).unwrap();
                self.settings.pause = Some(Pause { from: day, until });
            }
        }
        self.settings.check(&content.reminders).unwrap();
        true
    }

    /// Everything that a member may rely on; how many lapses there were.
    fn check(&self, content: &Content, seed: u64) -> usize {
        let paid = self.months();
        let day = |it: &Shown| it.settings.zone.day(it.at);
        let mut by_month: BTreeMap<Month, u16> = BTreeMap::new();
        for it in &self.shown {
            let minute = it.settings.zone.time(it.at);
            assert!(
                it.settings.quiet.is_none_or(|quiet| !quiet.holds(minute)),
                "{seed}: {minute} is quiet"
            );
            for lang in Lang::ALL {
                let said = words(&content.texts, lang, &it.reminder);
                let said = format!("{}\n{}", said.title, said.text);
                assert!(
                    !said.contains(['{', '[', '}']) && !said.contains("  ") && !said.contains(" ."),
                    "{seed}: {said}"
                );
            }
            if it.clock % 2 == 1 {
                continue;
            }
            // A bill for others may come in the middle of a month that has had its messages.
            let free = matches!(
                it.reminder.kind,
                ReminderKind::Again | ReminderKind::NotArrived | ReminderKind::LastWarning
            ) || it.reminder.for_others;
            *by_month.entry(day(it).month()).or_default() += u16::from(!free);
            Self::check_silence(content, &paid, it, seed);
        }
        // A month in which the clock was set has seen some of them twice.
        let most = content.reminders.month_cap.days;
        let full = by_month
            .iter()
            .find(|(month, count)| **count > most && !self.was_set_in(**month));
        assert!(full.is_none(), "{seed}: {full:?}");
        self.lapses(content, &paid)
            .into_iter()
            .filter(|month| self.could_be_warned(content, *month))
            .map(|month| {
                let warned = self.shown.iter().any(|it| {
                    matches!(
                        it.reminder.kind,
                        ReminderKind::LastWarning | ReminderKind::Again
                    ) && day(it).month() == month
                });
                assert!(
                    warned,
                    "{seed}: nobody was warned before the end of {month}"
                );
            })
            .count()
    }

    fn was_set_in(&self, month: Month) -> bool {
        let on = |it: &Shown| it.settings.zone.day(it.at).month();
        self.shown.windows(2).any(|pair| {
            pair[0].clock != pair[1].clock && (on(&pair[0]) == month || on(&pair[1]) == month)
        })
    }

    /// The phone was on at some time between the moment of the last warning and the end of that
    /// month, for an hour that was not quiet.
    fn could_be_warned(&self, content: &Content, month: Month) -> bool {
        let before = i32::from(content.reminders.month_end.days);
        let warning = month.last_day().plus_days(-before).unwrap();
        let paid = self.paid.iter().map(|paid| paid.paid_on);
        let paid = paid.filter(|day| *day < month.last_day()).max();
        let first = paid.map_or(warning, |day| warning.max(day.plus_days(1).unwrap()));
        self.chances
            .iter()
            .any(|it| it.day.month() == month && (it.day > first || (it.day == first && it.after)))
    }

    /// While months are paid there is nothing but the notice before they end, and what the member
    /// asked for.
    fn check_silence(content: &Content, paid: &PaidMonths, it: &Shown, seed: u64) {
        let day = it.settings.zone.day(it.at);
        let known = paid.known_on(day.plus_days(-1).unwrap());
        let cover = Cover::of(&content.cover, &content.calendar, &known, day);
        if let CoverState::Protected { until } = cover.state {
            let near = until.days_since(day) <= i32::from(content.reminders.cover_ends.days);
            let may = match it.reminder.kind {
                ReminderKind::CoverEnds => near,
                ReminderKind::Sponsor | ReminderKind::PriceChange | ReminderKind::Again => true,
                ReminderKind::Bill => it.reminder.for_others,
                _ => false,
            };
            assert!(
                may,
                "{seed}: {} on {day}, paid until {until}",
                it.reminder.id
            );
        }
    }

    /// The months that ended as the second one unpaid, with nothing paid on their last day or the
    /// one after.
    fn lapses(&self, content: &Content, paid: &PaidMonths) -> Vec<Month> {
        let months = "2026-07".parse::<Month>().unwrap().run(10);
        let lapsed = |month: &Month| {
            let last = month.last_day();
            let next = Cover::of(
                &content.cover,
                &content.calendar,
                paid,
                last.plus_days(1).unwrap(),
            );
            let certain = matches!(next.state, CoverState::Grace { certain_until, .. } if certain_until == last);
            certain
                && !self
                    .paid
                    .iter()
                    .any(|paid| paid.paid_on >= last && paid.paid_on <= last.plus_days(1).unwrap())
        };
        months.filter(lapsed).collect()
    }
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis).unwrap()
}
