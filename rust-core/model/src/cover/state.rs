//! What holds on a day: not yet, protected, grace, ended; and programme by programme.

use super::membership::Membership;
use super::{Calendar, CoverRules, PaidMonths};
use crate::programme::Programme;
use crate::units::{Date, Month};

/// Cover on one day, as far as it was known then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The day this is about.
    pub on: Date,
    /// What holds.
    pub state: CoverState,
    /// Since when the member has been one without a break; none before the first payment.
    pub since: Option<Date>,
    /// The last day that is paid for, also when it has passed.
    pub paid_until: Option<Date>,
    /// Unpaid months since the last paid one of this membership that have begun, the oldest first:
    /// paid in this order, and what is due next ([`super::Due`]) begins with them.
    pub missing: Vec<Month>,
    /// JKK, JKM, and JHT if it was paid for.
    pub programmes: Vec<ProgrammeCover>,
    /// Who paid for the last paid month, if it was not the member.
    pub sponsor: Option<String>,
    /// Who pays for the month of this day, if it is not the member, and the last day of the months
    /// that this payer has paid in a row.
    pub sponsored: Option<(String, Date)>,
}

/// The four states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverState {
    /// Nothing that was paid holds yet.
    NotYet {
        /// From when it will, if a coming month is paid already.
        starts: Option<Date>,
    },
    /// This month is paid.
    Protected {
        /// The last day that is paid for in a row.
        until: Date,
    },
    /// Membership goes on, or may: one to three months are unpaid.
    Grace {
        /// How many months in a row, counting this one.
        unpaid: u8,
        /// Until this day the oldest unpaid month still counts as paid in time.
        in_time_until: Date,
        /// The last day on which all sources agree that membership goes on: the last warning comes
        /// before it.
        certain_until: Date,
        /// The last day before membership has ended for certain.
        ends: Date,
    },
    /// More months in a row are unpaid than may be.
    Ended {
        /// The first day without membership.
        since: Date,
        /// From when death would pay in full, if it were paid on this day.
        full_death_from: Date,
    },
}

/// What one programme is worth on that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgrammeCover {
    /// The programme.
    pub programme: Programme,
    /// How much of it holds.
    pub level: CoverLevel,
    /// The last day that this level is paid for, where it has one.
    pub until: Option<Date>,
    /// From when JKM pays in full, while it does not yet.
    pub full_from: Option<Date>,
}

/// How much of a programme holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverLevel {
    /// Nothing.
    None,
    /// JKM within the first three months: the burial cost only.
    Early,
    /// Everything the programme gives.
    Full,
    /// Perhaps: the month is unpaid, membership goes on, and no source says what is paid.
    Maybe,
    /// JKK in an unpaid month: an accident is promised to nobody.
    NotPromised,
    /// JHT: what was paid in stays the member's.
    Saved,
}

/// The umbrella of the screens: how many panels are filled, and how far it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Umbrella {
    /// One more than the form has steps.
    pub panels: u8,
    /// How many are coloured: all of them only while somebody is protected or in grace, and none once
    /// membership has ended.
    pub filled: u8,
    /// How far it is open.
    pub state: UmbrellaState,
}

/// How far the umbrella is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UmbrellaState {
    /// Membership has ended.
    Folded,
    /// Grace.
    Half,
    /// Protected; or not yet, then with one panel that is not filled.
    Open,
}

impl Cover {
    /// What holds on that day, by the months that were paid until then.
    pub fn of(rules: &CoverRules, calendar: &Calendar, paid: &PaidMonths, on: Date) -> Self {
        // A payment of a later day must not change what held on this one.
        let known = paid.known_on(on);
        let Some(member) = Membership::on(rules, &known, on) else {
            return Self::not_yet(&known, on);
        };
        let this = on.month();
        let ended_on = member.ends_on(rules);
        // Whatever is paid after the end of a membership is no longer in its row.
        let paid_to = if on < ended_on {
            last_in_a_row(&known, member.last)
        } else {
            member.last
        };
        let state = if member.last == this {
            CoverState::Protected {
                until: paid_to.last_day(),
            }
        } else if on >= ended_on {
            CoverState::Ended {
                since: ended_on,
                full_death_from: full_death_from(rules, on),
            }
        } else {
            let next = member.last.plus(1);
            CoverState::Grace {
                unpaid: u8::try_from(this.months_since(member.last)).unwrap_or(u8::MAX),
                in_time_until: calendar.in_time_until(next, rules.due_day.day),
                certain_until: member.last.plus(rules.certain.months).last_day(),
                ends: ended_on.plus_days(-1).unwrap_or(ended_on),
            }
        };
        let ended = matches!(state, CoverState::Ended { .. });
        // After the end no arrears are charged (`cover.json`, restart), so nothing is missing.
        let months = if ended {
            Vec::new()
        } else {
            unpaid_after(member.last, this)
        };
        Self {
            on,
            state,
            since: Some(member.since),
            paid_until: Some(paid_to.last_day()),
            missing: months,
            programmes: programmes(rules, &known, member, state, on),
            sponsor: known.of(paid_to).and_then(|paid| paid.sponsor.clone()),
            sponsored: sponsored(&known, this),
        }
    }

    /// The umbrella beside a form of so many steps.
    pub fn umbrella(&self, steps: u8) -> Umbrella {
        let state = match self.state {
            CoverState::Ended { .. } => UmbrellaState::Folded,
            CoverState::Grace { .. } => UmbrellaState::Half,
            // Whoever has not paid yet is on the way: the umbrella that the form has filled stays
            // open, short of its last panel.
            CoverState::NotYet { .. } | CoverState::Protected { .. } => UmbrellaState::Open,
        };
        let panels = steps.saturating_add(1);
        let filled = match self.state {
            CoverState::Grace { .. } | CoverState::Protected { .. } => panels,
            CoverState::NotYet { .. } => steps,
            // Colour says that something holds or is on the way, and after the end neither is true.
            CoverState::Ended { .. } => 0,
        };
        Umbrella {
            panels,
            filled,
            state,
        }
    }

    fn not_yet(known: &PaidMonths, on: Date) -> Self {
        let starts = known
            .months()
            .iter()
            .map(|paid| paid.month.first_day())
            .find(|first| *first > on);
        let programmes = programmes_of(known).map(ProgrammeCover::none).collect();
        let state = CoverState::NotYet { starts };
        Self {
            on,
            state,
            since: None,
            paid_until: None,
            missing: Vec::new(),
            programmes,
            sponsor: None,
            sponsored: None,
        }
    }
}

impl CoverState {
    /// `not_yet`, `protected`, `grace`, `ended`
    pub fn code(self) -> &'static str {
        match self {
            Self::NotYet { .. } => "not_yet",
            Self::Protected { .. } => "protected",
            Self::Grace { .. } => "grace",
            Self::Ended { .. } => "ended",
        }
    }
}

impl CoverLevel {
    /// `none`, `early`, `full`, `maybe`, `not_promised`, `saved`
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Early => "early",
            Self::Full => "full",
            Self::Maybe => "maybe",
            Self::NotPromised => "not_promised",
            Self::Saved => "saved",
        }
    }
}

impl UmbrellaState {
    /// `folded`, `half`, `open`
    pub fn code(self) -> &'static str {
        match self {
            Self::Folded => "folded",
            Self::Half => "half",
            Self::Open => "open",
        }
    }
}

impl ProgrammeCover {
    fn none(programme: Programme) -> Self {
        Self {
            programme,
            level: CoverLevel::None,
            until: None,
            full_from: None,
        }
    }
}

/// The last month of the row of paid months that `from` lies in.
fn last_in_a_row(paid: &PaidMonths, from: Month) -> Month {
    std::iter::successors(Some(from), |month| {
        month.next().filter(|next| paid.of(*next).is_some())
    })
    .last()
    .unwrap_or(from)
}

/// Who pays for that month instead of the member, and the last day of the months that follow it from
/// the same payer.
fn sponsored(paid: &PaidMonths, this: Month) -> Option<(String, Date)> {
    let payer = paid.of(this)?.sponsor.clone()?;
    let last = std::iter::successors(Some(this), |month| month.next())
        .take_while(|month| {
            let paid = paid.of(*month);
            paid.is_some_and(|paid| paid.sponsor.as_ref() == Some(&payer))
        })
        .last()?;
    Some((payer, last.last_day()))
}

/// The months after the last paid one, to this one.
fn unpaid_after(last: Month, this: Month) -> Vec<Month> {
    std::iter::successors(last.next(), |month| month.next())
        .take_while(|month| *month <= this)
        .collect()
}

/// The day on which both measures of the wait are over.
fn full_death_from(rules: &CoverRules, since: Date) -> Date {
    let months = since.month().plus(rules.full_death.months);
    // 30 November and three months is the last day of February, and never the 1st of March: the
    // days decide then.
    let by_months = months.day(since.day());
    let by_days = since
        .plus_days(i32::from(rules.full_death.days))
        .unwrap_or(by_months);
    by_months.max(by_days)
}

/// JKK and JKM, and JHT if it was ever paid for.
fn programmes_of(paid: &PaidMonths) -> impl Iterator<Item = Programme> {
    let jht = paid
        .months()
        .iter()
        .any(|paid| paid.programmes.contains(&Programme::Jht));
    Programme::ALL
        .into_iter()
        .filter(move |programme| programme.is_compulsory() || jht)
}

fn programmes(
    rules: &CoverRules,
    paid: &PaidMonths,
    member: Membership,
    state: CoverState,
    on: Date,
) -> Vec<ProgrammeCover> {
    let full_from = full_death_from(rules, member.since);
    let cover = |programme: Programme| {
        // JHT is savings: it is neither protected nor ended by an unpaid month.
        if programme == Programme::Jht {
            return ProgrammeCover {
                level: CoverLevel::Saved,
                ..ProgrammeCover::none(programme)
            };
        }
        match state {
            CoverState::NotYet { .. } | CoverState::Ended { .. } => ProgrammeCover::none(programme),
            CoverState::Grace { .. } => {
                // The sources contradict each other about unpaid months: of an accident nobody
                // promises anything, of a death some say that it is paid (docs/cover.md).
                let level = if programme == Programme::Jkk {
                    CoverLevel::NotPromised
                } else {
                    CoverLevel::Maybe
                };
                ProgrammeCover {
                    level,
                    ..ProgrammeCover::none(programme)
                }
            }
            CoverState::Protected { until } => {
                let until = Some(
                    paid_for(paid, programme, on.month())
                        // A programme may be paid for fewer months than the membership goes on.
                        .map_or(on, Month::last_day)
                        .min(until),
                );
                let paid_now = paid
                    .of(on.month())
                    .is_some_and(|paid| paid.programmes.contains(&programme));
                let early = programme == Programme::Jkm && on < full_from;
                let level = match (paid_now, early) {
                    (false, _) => return ProgrammeCover::none(programme),
                    (true, true) => CoverLevel::Early,
                    (true, false) => CoverLevel::Full,
                };
                ProgrammeCover {
                    programme,
                    level,
                    until,
                    full_from: early.then_some(full_from),
                }
            }
        }
    };
    programmes_of(paid).map(cover).collect()
}

/// The last month of the row, beginning with this one, in which the programme was paid for.
fn paid_for(paid: &PaidMonths, programme: Programme, from: Month) -> Option<Month> {
    std::iter::successors(Some(from), |month| month.next())
        .take_while(|month| {
            paid.of(*month)
                .is_some_and(|paid| paid.programmes.contains(&programme))
        })
        .last()
}
