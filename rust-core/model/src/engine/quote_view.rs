//! The view of a quote: the total, the months, each part with its lines, and the reasons.

use std::time::Duration;

use super::view::{QuoteLineView, QuotePartView, QuoteView};
use crate::content::Content;
use crate::programme::{Discount, Payer, Programme, Quote, QuoteLine, QuoteProblem, QuoteRequest};
use crate::text::{Arg, Lang, Message, format};
use crate::units::{Month, Rupiah, Timestamp};

/// A quote shows at most this many parts. The last one then holds all remaining months, without
/// lines.
const MOST_PARTS: usize = 3;
/// At most this many discounts are explained.
const MOST_DISCOUNTS: usize = 2;

/// What the view of a quote depends on besides request and quote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuoteContext {
    /// It is not known who pays. The view then says so where it would change the price.
    pub unsure_payer: bool,
    /// The worker earns by the day. The view then shows the dues per day as well.
    pub daily: bool,
}

/// The quote that was made of that request, in words.
pub fn quote_view(
    content: &Content,
    lang: Lang,
    request: &QuoteRequest,
    quote: &Quote,
    context: QuoteContext,
) -> QuoteView {
    let words = Words {
        content,
        lang,
        request,
        quote,
        context,
    };
    let months = by_month(quote);
    let parts = parts(&months);
    let all: Vec<Month> = months.iter().map(|(month, _)| *month).collect();
    QuoteView {
        total: format::money(quote.total),
        // One month has room for its whole name.
        months: match all.as_slice() {
            [only] => format::month(lang, *only),
            several => format::short_months(lang, several),
        },
        parts: words.parts(&parts),
        reasons: words.reasons(),
    }
}

/// Near midnight of a month's last day it is the next month already in the east of the country.
/// Says which month the dues of `from` are counted by then; none at any other time.
pub fn zone_reason(content: &Content, lang: Lang, now: Timestamp, from: Month) -> Option<String> {
    let in_the_east = now.plus(EAST).date().month();
    let differs = from == now.date().month() && in_the_east != from;
    differs.then(|| {
        let words = Message::new("quote-zone")
            .with("month", Arg::Month(from))
            .with("next", Arg::Month(in_the_east));
        content.text(lang, &words)
    })
}

/// How far the clocks of Papua (WIT) are ahead of those of Jakarta (WIB).
const EAST: Duration = Duration::from_secs(2 * 60 * 60);

/// Why there is no quote, and what to do.
pub fn quote_problem(content: &Content, lang: Lang, problem: &QuoteProblem) -> String {
    let message = match problem {
        QuoteProblem::Income => Message::new("quote-problem-income"),
        QuoteProblem::TooEarly { first } => {
            Message::new("quote-problem-too-early").with("first", Arg::Month(*first))
        }
        QuoteProblem::Months { months, possible } => Message::new("quote-problem-months")
            .with("months", Arg::Number(u64::from(*months)))
            .with("possible", Arg::Text(possible.clone())),
        QuoteProblem::TooLarge => {
            Message::new("money-too-large").with("max", Arg::Money(Rupiah::MOST))
        }
        QuoteProblem::Programmes => {
            let compulsory = Programme::ALL
                .into_iter()
                .filter(|programme| programme.is_compulsory());
            let names = names(content, lang, compulsory);
            Message::new("quote-problem-programmes").with("programmes", Arg::Text(names))
        }
    };
    content.texts.format(lang, &message)
}

/// A month and its lines.
type InMonth<'q> = (Month, Vec<&'q QuoteLine>);

struct Words<'q> {
    content: &'q Content,
    lang: Lang,
    request: &'q QuoteRequest,
    quote: &'q Quote,
    context: QuoteContext,
}

impl Words<'_> {
    fn parts(&self, parts: &[&[InMonth<'_>]]) -> Vec<QuotePartView> {
        // One place is kept for the sum of all further months, so that the shown sums always add up
        // to the total.
        let shown = if parts.len() > MOST_PARTS {
            MOST_PARTS - 1
        } else {
            parts.len()
        };
        let mut views: Vec<QuotePartView> = parts
            .iter()
            .take(shown)
            .map(|part| self.part(part))
            .collect();
        let beyond: Vec<&InMonth<'_>> = parts.iter().skip(shown).copied().flatten().collect();
        if !beyond.is_empty() {
            let months: Vec<Month> = beyond.iter().map(|(month, _)| *month).collect();
            let sum = sum(beyond.iter().flat_map(|(_, lines)| lines));
            views.push(QuotePartView {
                months: format::short_months(self.lang, &months),
                lines: Vec::new(),
                sum: sum.map(format::money).unwrap_or_default(),
                per_day: String::new(),
            });
        }
        // The only part has the months and the sum of the whole quote, which stand above it
        // already.
        if let [only] = views.as_mut_slice() {
            only.months.clear();
            only.sum.clear();
        }
        views
    }

    fn part(&self, part: &[InMonth<'_>]) -> QuotePartView {
        let months: Vec<Month> = part.iter().map(|(month, _)| *month).collect();
        let lines = part.first().map_or(&[][..], |(_, lines)| lines);
        let amount = sum(lines);
        let whole = sum(part.iter().flat_map(|(_, lines)| lines));
        let per_day =
            amount.and_then(|amount| {
                let message = Message::new("quote-per-day").with("amount", Arg::Money(amount));
                Some(self.text(
                    &message.with("day", Arg::Money(self.content.tariff.daily_dues(amount)?)),
                ))
            });
        QuotePartView {
            months: format::short_months(self.lang, &months),
            lines: lines.iter().map(|line| self.line(line)).collect(),
            // A sum too large for any amount is not shown; `Quote::of` refuses such a quote.
            sum: match (months.len(), amount.zip(whole)) {
                (_, None) => String::new(),
                (1, Some((amount, _))) => format::money(amount),
                (count, Some((amount, whole))) => {
                    let sum = Message::new("quote-part-sum")
                        .with("count", Arg::Number(count as u64))
                        .with("amount", Arg::Money(amount))
                        .with("sum", Arg::Money(whole));
                    self.text(&sum)
                }
            },
            per_day: per_day.filter(|_| self.context.daily).unwrap_or_default(),
        }
    }

    fn line(&self, line: &QuoteLine) -> QuoteLineView {
        QuoteLineView {
            label: self.text(&Message::new(format!("programme-{}", line.programme))),
            amount: self.text(&Message::new("quote-line").with("amount", Arg::Money(line.amount))),
        }
    }

    fn reasons(&self) -> Vec<String> {
        let discounts = self.discounts();
        let mut said: Vec<String> = discounts
            .iter()
            .flat_map(|discount| self.discount(discount))
            .collect();
        if discounts.is_empty() {
            if self.request.payer == Payer::Government && self.is_cut_for_others() {
                said.push(self.text(&Message::new("quote-government")));
            }
            return said;
        }
        let full = self
            .programmes(|programme| !self.lines_of(programme).any(|line| line.discount.is_some()));
        if !full.is_empty() {
            said.push(
                self.text(&Message::new("quote-not-cut").with("programmes", Arg::Text(full))),
            );
        }
        if self.context.unsure_payer {
            said.extend(self.undiscounted_total().map(|amount| {
                self.text(&Message::new("quote-unsure-payer").with("amount", Arg::Money(amount)))
            }));
        }
        said
    }

    /// Sentences about a discount: how much, until when, and the dues afterwards.
    fn discount(&self, discount: &Discount) -> Vec<String> {
        let is_cut = |line: &QuoteLine| line.discount.as_ref() == Some(&discount.id);
        let cut = self.programmes(|programme| self.lines_of(programme).any(is_cut));
        let begins_later = discount.from > self.request.from;
        let mut message = Message::new(if begins_later {
            "quote-discount-later"
        } else {
            "quote-discount"
        })
        .with("percent", Arg::Number(u64::from(discount.percent)))
        .with("programmes", Arg::Text(cut))
        .with("until", Arg::Month(discount.to));
        if begins_later {
            message = message.with("from", Arg::Month(discount.from));
        }
        let mut said = vec![self.text(&message)];
        let monthly = |month| self.content.tariff.monthly_dues(self.request, month);
        let next = discount.to.next().and_then(monthly);
        // A discount may be followed by another one with the same result. Then there is no change
        // to warn of.
        if let Some(amount) = next.filter(|amount| Some(*amount) != monthly(discount.to)) {
            let afterwards = Message::new("quote-afterwards")
                .with("until", Arg::Month(discount.to))
                .with(
                    "from",
                    Arg::Month(discount.to.next().unwrap_or(discount.to)),
                )
                .with("amount", Arg::Money(amount));
            said.push(self.text(&afterwards));
        }
        said
    }

    /// The discounts that were applied, in the order of their months.
    fn discounts(&self) -> Vec<&Discount> {
        let mut found: Vec<&Discount> = Vec::new();
        for id in self
            .quote
            .lines
            .iter()
            .filter_map(|line| line.discount.as_ref())
        {
            let known = self
                .content
                .tariff
                .discounts
                .iter()
                .find(|discount| discount.id == *id);
            found.extend(known.filter(|known| !found.iter().any(|other| other.id == known.id)));
        }
        found.truncate(MOST_DISCOUNTS);
        found
    }

    /// The total of the same months without the discount.
    fn undiscounted_total(&self) -> Option<Rupiah> {
        Rupiah::checked_sum(self.quote.lines.iter().map(|line| line.full))
    }

    /// True when somebody who pays for themselves would pay less.
    fn is_cut_for_others(&self) -> bool {
        let own = QuoteRequest {
            payer: Payer::Own,
            ..self.request.clone()
        };
        Quote::of(&self.content.tariff, &own).is_ok_and(|own| own.total < self.quote.total)
    }

    /// "JKK dan JKM": those of the quote that are so.
    fn programmes(&self, are: impl Fn(Programme) -> bool) -> String {
        let quoted = Programme::ALL
            .into_iter()
            .filter(|programme| self.lines_of(*programme).next().is_some());
        names(
            self.content,
            self.lang,
            quoted.filter(|programme| are(*programme)),
        )
    }

    fn lines_of(&self, programme: Programme) -> impl Iterator<Item = &QuoteLine> {
        self.quote
            .lines
            .iter()
            .filter(move |line| line.programme == programme)
    }

    fn text(&self, message: &Message) -> String {
        self.content.texts.format(self.lang, message)
    }
}

fn by_month(quote: &Quote) -> Vec<InMonth<'_>> {
    let mut months: Vec<InMonth<'_>> = Vec::new();
    for line in &quote.lines {
        match months.last_mut() {
            Some((month, lines)) if *month == line.month => lines.push(line),
            _ => months.push((line.month, vec![line])),
        }
    }
    months
}

/// Groups following months with the same dues.
fn parts<'m, 'q>(months: &'m [InMonth<'q>]) -> Vec<&'m [InMonth<'q>]> {
    let shown = |lines: &[&QuoteLine]| {
        lines
            .iter()
            .map(|line| (line.programme, line.amount))
            .collect::<Vec<_>>()
    };
    months
        .chunk_by(|(_, before), (_, after)| shown(before) == shown(after))
        .collect()
}

fn sum<'l>(lines: impl IntoIterator<Item = &'l &'l QuoteLine>) -> Option<Rupiah> {
    Rupiah::checked_sum(lines.into_iter().map(|line| line.amount))
}

/// "JKK, JKM dan JHT"
fn names(content: &Content, lang: Lang, programmes: impl Iterator<Item = Programme>) -> String {
    let names: Vec<String> = programmes
        .map(|programme| programme.code().to_uppercase())
        .collect();
    content.texts.list(lang, &names)
}
