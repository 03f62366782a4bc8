//! A year of 1,000 invented members: what their phones would really show, payment by payment and
//! setting by setting.

#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "tests may")]

use std::collections::BTreeMap;

use payung_model::content::Content;
use payung_model::cover::reminder::{
    Again, Dues, Facts, Pause, Payday, QuietHours, Reminder, ReminderKind, ReminderSettings,
    SaidPaid, Zone, change, plan, words,
};
use payung_model::cover::{Cover, CoverState, PaidMonth, PaidMonths};
use payung_model::programme::{Payer, Programme, Work};
use payung_model::text::Lang;
use payung_model::units::{Date, Month, Rupiah, TimeOfDay, Timestamp};

const DAYS: i32 = 365;

#[test]
fn in_a_year_of_a_thousand_members_nobody_is_nagged_and_everybody_is_warned() {
    let content = Content::built_in().unwrap();
    let (mut warned, mut shown, mut kinds) = (0, 0, BTreeMap::new());
    for seed in 1..=1000 {
        let mut member = Member::new(seed);
        let year = member.live(&content);
        warned += member.check(&content, &year, seed);
        shown += year.len();
        for it in &year {
            *kinds.entry(it.reminder.kind).or_insert(0) += 1;
        }
    }
    // The test has seen what it is about: lapses, and every kind of message but those of a first
    // bill.
    assert!(warned > 300, "{warned} lapses");
    assert_eq!(kinds.len(), ReminderKind::ALL.len() - 1, "{kinds:?}");
    assert!(shown > 5_000, "{shown}");
}

/// One message as a phone showed it, and the settings that held then.
struct Shown {
    reminder: Reminder,
    settings: ReminderSettings,
}

struct Member {
    random: Random,
    paid: Vec<PaidMonth>,
    settings: ReminderSettings,
    dues: Dues,
}

impl Member {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let settings = ReminderSettings {
            zone: Zone::ALL[random.below(3)],
            ..Default::default()
        };
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
        let mut member = Self {
            random,
            paid: Vec::new(),
            settings,
            dues,
        };
        member.choose_settings();
        member
    }

    /// The days of a year: now and then something is paid or changed; in between the phone shows
    /// what it has scheduled.
    fn live(&mut self, content: &Content) -> Vec<Shown> {
        let start: Date = "2026-06-01".parse().unwrap();
        let (mut shown, mut scheduled): (Vec<Shown>, Vec<Reminder>) = (Vec::new(), Vec::new());
        let diligence = 15 + self.random.below(60);
        for day in 0..DAYS {
            let day = start.plus_days(day).unwrap();
            let minute =
                TimeOfDay::new(self.random.below(24) as u8, self.random.below(60) as u8).unwrap();
            let now = self.settings.zone.moment(day, minute).unwrap();
            self.show(&mut scheduled, &mut shown, now);
            let paid = day == start || self.random.one_in(diligence);
            if paid {
                self.pay(content, day);
            }
            let before = self.settings.clone();
            let changed = self.random.one_in(40);
            if changed {
                self.choose_settings();
            }
            if self.random.one_in(20) {
                self.answer(content, shown.last(), day);
            }
            let months = PaidMonths::new(None, self.paid.clone());
            let dues = self.dues.clone();
            let facts = facts(content, &months, &dues);
            // Not every opening of the app is a change, and asking again changes nothing.
            if changed {
                self.settings = change(&facts, &before, self.settings.clone(), now);
            }
            if paid || self.settings != before || self.random.one_in(30) {
                scheduled = plan(&facts, &self.settings, now, 90);
            }
        }
        shown
    }

    /// What came until now was shown, and the phone notes when.
    fn show(&mut self, scheduled: &mut Vec<Reminder>, shown: &mut Vec<Shown>, now: Timestamp) {
        let later = scheduled
            .iter()
            .position(|it| it.at > now)
            .unwrap_or(scheduled.len());
        for reminder in scheduled.drain(..later) {
            self.settings.told = Some(reminder.at);
            shown.push(Shown {
                reminder,
                settings: self.settings.clone(),
            });
        }
    }

    fn pay(&mut self, content: &Content, day: Date) {
        let months = PaidMonths::new(None, self.paid.clone());
        let cover = Cover::of(&content.cover, &content.calendar, &months, day);
        let first = match cover.state {
            CoverState::Grace { .. } => cover.missing[0],
            CoverState::Protected { until } => until.month().next().unwrap(),
            _ => day.month(),
        };
        let count = [1, 1, 1, 2, 3, 6][self.random.below(6)];
        let sponsor = self.random.one_in(8).then(|| "Koperasi Contoh".to_owned());
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

    fn choose_settings(&mut self) {
        let random = &mut self.random;
        self.settings.payday = match random.below(5) {
            0 => Payday::Unset,
            1 => Payday::Daily,
            2 => Payday::Weekly(1 + random.below(7) as u8),
            3 => Payday::Monthly(1 + random.below(31) as u8),
            _ => Payday::Harvest(vec![1 + random.below(12) as u8, 1 + random.below(12) as u8]),
        };
        let hour = |random: &mut Random| TimeOfDay::new(random.below(24) as u8, 0).unwrap();
        self.settings.at = hour(random);
        let quiet = QuietHours {
            from: hour(random),
            to: hour(random),
        };
        self.settings.quiet = (quiet.from != quiet.to && random.one_in(2)).then_some(quiet);
    }

    /// "Tomorrow", "I paid already", or a pause: what can be answered on a message.
    fn answer(&mut self, content: &Content, last: Option<&Shown>, day: Date) {
        if last.is_none() {
            return;
        }
        let months = PaidMonths::new(None, self.paid.clone());
        let cover = Cover::of(&content.cover, &content.calendar, &months, day);
        match (self.random.below(3), cover.missing.first()) {
            (0, _) => {
                self.settings.again = Some(Again {
                    asked: day,
                    on: day.plus_days(1).unwrap(),
                });
            }
            (1, Some(month)) => {
                self.settings.said_paid = Some(SaidPaid {
                    on: day,
                    month: *month,
                });
            }
            _ => {
                let days = 1 + self
                    .random
                    .below(usize::from(content.reminders.most_pause.days));
                let until = day.plus_days(i32::try_from(days).unwrap()).unwrap();
                self.settings.pause = Some(Pause { from: day, until });
            }
        }
        self.settings.check(&content.reminders).unwrap();
    }

    /// Everything that a member may rely on; how many lapses there were.
    fn check(&self, content: &Content, shown: &[Shown], seed: u64) -> usize {
        let zone = self.settings.zone;
        let paid = PaidMonths::new(None, self.paid.clone());
        let day = |it: &Shown| zone.day(it.reminder.at);
        for pair in shown.windows(2) {
            assert!(
                day(&pair[0]) < day(&pair[1]),
                "{seed}: two on {}",
                day(&pair[0])
            );
        }
        let mut by_month: BTreeMap<Month, u16> = BTreeMap::new();
        for it in shown {
            let minute = zone.time(it.reminder.at);
            assert!(
                it.settings.quiet.is_none_or(|quiet| !quiet.holds(minute)),
                "{seed}: {minute} is quiet"
            );
            let asked_for = matches!(
                it.reminder.kind,
                ReminderKind::Again | ReminderKind::NotArrived | ReminderKind::LastWarning
            );
            *by_month.entry(day(it).month()).or_default() += u16::from(!asked_for);
            self.check_silence(content, &paid, it, seed);
            for lang in Lang::ALL {
                let said = words(&content.texts, lang, &it.reminder);
                let said = format!("{}\n{}", said.title, said.text);
                assert!(
                    !said.contains(['{', '[', '}']) && !said.contains("  "),
                    "{seed}: {said}"
                );
            }
        }
        let most = content.reminders.month_cap.days;
        let full = by_month.iter().find(|(_, count)| **count > most);
        assert!(full.is_none(), "{seed}: {full:?}");
        self.lapses(content, &paid)
            .into_iter()
            .filter(|month| {
                let warned = shown.iter().any(|it| {
                    matches!(
                        it.reminder.kind,
                        ReminderKind::LastWarning | ReminderKind::Again
                    ) && day(it).month() == *month
                });
                assert!(
                    warned,
                    "{seed}: nobody was warned before the end of {month}"
                );
                true
            })
            .count()
    }

    /// While months are paid there is nothing but the notice before they end, and what the member
    /// asked for.
    fn check_silence(&self, content: &Content, paid: &PaidMonths, it: &Shown, seed: u64) {
        let day = self.settings.zone.day(it.reminder.at);
        let known = paid.known_on(day.plus_days(-1).unwrap());
        let cover = Cover::of(&content.cover, &content.calendar, &known, day);
        if let CoverState::Protected { until } = cover.state {
            let near = until.days_since(day) <= i32::from(content.reminders.cover_ends.days);
            let may = match it.reminder.kind {
                ReminderKind::CoverEnds => near,
                ReminderKind::Sponsor | ReminderKind::PriceChange | ReminderKind::Again => true,
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

fn facts<'a>(content: &'a Content, paid: &'a PaidMonths, dues: &'a Dues) -> Facts<'a> {
    Facts {
        cover: &content.cover,
        reminders: &content.reminders,
        calendar: &content.calendar,
        tariff: &content.tariff,
        paid,
        dues: Some(dues),
        bill: None,
        somebody_pays: false,
    }
}

/// Small, and the same on every machine (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}
