//! The statement of a year: which months were credited, and what was paid in.

use std::collections::{BTreeMap, BTreeSet};

use payung_model::programme::Programme;
use payung_model::text::{Arg, Message, format};
use payung_model::units::{Month, Rupiah};

use super::{Bills, StatementMonth, StatementView};
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::state::{AppState, readable};

#[uniffi::export]
impl Bills {
    /// The months of a year that the office has credited, and what receipts of this phone say was
    /// paid for them.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let statement = payung.bills().statement(example::ready(&payung), 2026)?;
    /// assert_eq!((statement.total, statement.months.len()), (0, 0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn statement(&self, registration: String, year: u16) -> Result<StatementView, PayungError> {
        self.app.call("bills.statement", || {
            let member = Member::open(&self.app, &registration)?;
            Month::new(year, 1).map_err(|_| self.app.not_possible("not-possible-year"))?;
            let paid_in = self.app.paid_in(&member, year)?;
            let mut view = self.app.statement_view(&member, year, &paid_in)?;
            let others = self.app.paid_for_others(&member, year)?;
            if view.months.is_empty() && !others.is_empty() {
                view.lines.clear();
            }
            view.lines.extend(others);
            view.lines.extend(self.app.other_years(&member, year));
            Ok(view)
        })
    }
}

const TOO_MUCH: Failure = Failure::Damaged("receipts of more than any amount");

/// The sums of the receipts for one month.
#[derive(Clone, Copy, Default)]
struct PaidIn {
    all: Rupiah,
    jht: Rupiah,
}

impl AppState {
    /// The sums that were paid for the member's own months of that year. When two receipts credit
    /// one month, both count, because both were paid.
    fn paid_in(&self, member: &Member<'_>, year: u16) -> Result<BTreeMap<Month, PaidIn>, Failure> {
        let mut months: BTreeMap<Month, PaidIn> = BTreeMap::new();
        for kept in &member.kept.receipts {
            // A damaged receipt is left out. Its months then stand without an amount, which is
            // better than no statement.
            let Some(note) = readable(self.receipt_note(member, kept))? else {
                continue;
            };
            let own = note.credited.iter();
            for line in own.filter(|line| line.member.is_empty() && line.month.year() == year) {
                let sum = months.entry(line.month).or_default();
                for (programme, amount) in &line.parts {
                    let add = |to: Rupiah| Rupiah::checked_sum([to, *amount]);
                    sum.all = add(sum.all).ok_or(TOO_MUCH)?;
                    if *programme == Programme::Jht {
                        sum.jht = add(sum.jht).ok_or(TOO_MUCH)?;
                    }
                }
            }
        }
        Ok(months)
    }

    /// What receipts here credit to others in that year: the sum, and each month.
    fn paid_for_others(&self, member: &Member<'_>, year: u16) -> Result<Vec<String>, Failure> {
        let (mut sum, mut lines) = (Rupiah(0), Vec::new());
        for kept in &member.kept.receipts {
            let Some(note) = readable(self.receipt_note(member, kept))? else {
                continue;
            };
            let others = note.credited.iter();
            for line in others.filter(|it| !it.member.is_empty() && it.month.year() == year) {
                let amount = line.amount().unwrap_or_default();
                sum = Rupiah::checked_sum([sum, amount]).ok_or(TOO_MUCH)?;
                lines.push(self.line_view(line).words);
            }
        }
        if !lines.is_empty() {
            let said = Message::new("statement-for-others").with("amount", Arg::Money(sum));
            lines.insert(0, self.message_text(&said));
        }
        Ok(lines)
    }

    /// That there are credited months of other years, which a shell can ask for.
    fn other_years(&self, member: &Member<'_>, year: u16) -> Option<String> {
        let paid = member.paid();
        let years: BTreeSet<u16> = paid.months().iter().map(|it| it.month.year()).collect();
        let others: Vec<String> = years
            .iter()
            .filter(|it| **it != year)
            .map(u16::to_string)
            .collect();
        let list = self.rules().content.texts.list(self.lang(), &others);
        let message = Message::new("statement-years").with("list", Arg::Text(list));
        (!others.is_empty()).then(|| self.message_text(&message))
    }

    fn statement_view(
        &self,
        member: &Member<'_>,
        year: u16,
        paid_in: &BTreeMap<Month, PaidIn>,
    ) -> Result<StatementView, Failure> {
        let paid = member.paid();
        let of_year = || {
            paid.months()
                .iter()
                .filter(|paid| paid.month.year() == year)
        };
        let known = |month: Month| paid_in.get(&month).copied();
        let sum = |part: fn(&PaidIn) -> Rupiah| {
            let all = of_year().filter_map(|paid| Some(part(&known(paid.month)?)));
            Rupiah::checked_sum(all).ok_or(TOO_MUCH)
        };
        let (total, jht) = (sum(|it| it.all)?, sum(|it| it.jht)?);
        let months: Vec<StatementMonth> = of_year()
            .map(|paid| {
                let amount = known(paid.month).map(|it| it.all);
                // An amount is known only from a receipt in this inbox. A month that somebody else
                // paid is credited without one.
                let id = match (amount, &paid.sponsor) {
                    (Some(_), _) => "statement-month",
                    (None, Some(_)) => "statement-month-payer",
                    (None, None) => "statement-month-unknown",
                };
                let message = Message::new(id)
                    .with("month", Arg::Month(paid.month))
                    .with("date", Arg::Date(paid.paid_on))
                    .with("amount", Arg::Money(amount.unwrap_or_default()))
                    .with("payer", Arg::Text(paid.sponsor.clone().unwrap_or_default()));
                StatementMonth {
                    month: paid.month.to_string(),
                    month_words: format::month(self.lang(), paid.month),
                    paid_on: paid.paid_on.to_string(),
                    amount: amount.map(|amount| amount.0),
                    sponsor: paid.sponsor.clone(),
                    words: self.message_text(&message),
                }
            })
            .collect();
        let count = Message::new("statement-count")
            .with("count", Arg::Number(months.len() as u64))
            .with("year", Arg::Text(year.to_string()));
        let mut lines = vec![self.message_text(&count)];
        let money = |id: &str, amount: Rupiah| {
            let message = Message::new(id).with("amount", Arg::Money(amount));
            (amount > Rupiah(0)).then(|| self.message_text(&message))
        };
        lines.extend(money("statement-total", total));
        lines.extend(money("statement-jht", jht));
        let mut unknown = months.iter().filter(|month| month.amount.is_none());
        if unknown.clone().any(|month| month.sponsor.is_none()) {
            lines.push(self.text("statement-others"));
        } else if unknown.next().is_some() {
            lines.push(self.text("statement-payer"));
        }
        let title = Message::new("statement-title").with("year", Arg::Text(year.to_string()));
        let office = self.rules().content.controller.name.clone();
        let note = Message::new("statement-note").with("office", Arg::Text(office));
        Ok(StatementView {
            year,
            title: self.message_text(&title),
            months,
            jht_paid_in: jht.0,
            total: total.0,
            lines,
            note: self.message_text(&note),
        })
    }
}
