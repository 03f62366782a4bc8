//! The live quote of a draft: the price is what people decide by, so it is made as early as it can be.

use super::walk::Walk;
use super::{Engine, QuoteLineView, QuoteSource, QuoteView, Value};
use crate::content::Content;
use crate::programme::{Programme, Quote, QuoteLine, QuoteRequest, Work};
use crate::text::{Arg, Lang, Message, format};
use crate::units::{Month, Rupiah};

/// A quote, and whether it is what was chosen or still an example.
pub(super) struct Made {
    pub quote: Quote,
    /// Programmes or months were not chosen yet: the compulsory ones and the shortest period stand in.
    pub assumed: bool,
}

/// The quote as far as it can be made; none before there is an income, and for what the tariff does not speak of.
pub(super) fn make(engine: &Engine<'_>, walk: &Walk<'_>) -> Option<Made> {
    let source = engine.form.quote.as_ref()?;
    let Some(Value::Money(income)) = walk.stand(&source.income)?.value() else { return None };
    let (programmes, programmes_chosen) = programmes(walk, source)?;
    let (months, months_chosen) = months(walk, source)?;
    let work = if walk.holds_now(&source.transport) { Work::Transport } else { Work::Other };
    let request = QuoteRequest { income: *income, work, programmes, months, from: engine.now.date().month() };
    let quote = Quote::of(&engine.content.tariff, &request).ok()?;
    Some(Made { quote, assumed: !(programmes_chosen && months_chosen) })
}

/// The quote of a draft in words.
pub(super) fn present(engine: &Engine<'_>, made: &Made) -> QuoteView {
    let mut view = quote_view(engine.content, engine.lang, &made.quote);
    if made.assumed {
        view.reasons.insert(0, engine.say(&Message::new("quote-so-far")));
    }
    view
}

/// Any quote in words: the first month's lines, the months, the total, and why it is this much.
pub fn quote_view(content: &Content, lang: Lang, quote: &Quote) -> QuoteView {
    let say = |message: Message| content.texts.say(lang, &message);
    let mut months: Vec<Month> = quote.lines.iter().map(|line| line.month).collect();
    months.dedup();
    let first = months.first().copied();
    let now: Vec<&QuoteLine> = quote.lines.iter().filter(|line| Some(line.month) == first).collect();
    QuoteView {
        total: format::money(quote.total),
        months: format::short_months(lang, &months),
        lines: now
            .iter()
            .map(|line| QuoteLineView {
                label: say(Message::new(format!("programme-{}", line.programme))),
                amount: say(Message::new("quote-line").with("amount", Arg::Money(line.amount))),
            })
            .collect(),
        reasons: reasons(content, lang, quote, &months, &now),
    }
}

fn reasons(content: &Content, lang: Lang, quote: &Quote, months: &[Month], now: &[&QuoteLine]) -> Vec<String> {
    let say = |message: &Message| content.texts.say(lang, message);
    let mut said = Vec::new();
    let sums: Vec<Rupiah> = months
        .iter()
        .map(|month| quote.lines.iter().filter(|line| line.month == *month).map(|line| line.amount).sum())
        .collect();
    if sums.windows(2).any(|pair| pair[0] != pair[1]) {
        let sum = sums.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
        said.push(say(&Message::new("quote-sum").with("sum", Arg::Text(sum))));
    }
    // A discount that has ended or not begun in the first month explains nothing about today's price.
    let discount = now.iter().find_map(|line| line.discount.as_ref());
    let Some(discount) = content.tariff.discounts.iter().find(|known| Some(&known.id) == discount) else {
        return said;
    };
    let names: Vec<String> = now
        .iter()
        .filter(|line| line.discount.as_ref() == Some(&discount.id))
        .map(|line| line.programme.code().to_uppercase())
        .collect();
    let message = Message::new("quote-discount")
        .with("percent", Arg::Number(u64::from(discount.percent)))
        .with("programmes", Arg::Text(content.texts.list(lang, &names)))
        .with("until", Arg::Month(discount.to));
    said.push(say(&message));
    let message = Message::new("quote-afterwards")
        .with("until", Arg::Month(discount.to))
        .with("amount", Arg::Money(now.iter().map(|line| line.full).sum()));
    said.push(say(&message));
    said
}

/// The chosen programmes, or the fixed ones while none are.
fn programmes(walk: &Walk<'_>, source: &QuoteSource) -> Option<(Vec<Programme>, bool)> {
    let stand = walk.stand(&source.programmes)?;
    let fixed = || stand.question.options().iter().filter(|option| option.fixed).map(|option| option.id.clone());
    let (ids, chosen) = match stand.value() {
        Some(Value::Choices(ids)) => (ids.clone(), true),
        _ => (fixed().collect(), false),
    };
    let programmes = ids.iter().filter_map(|id| id.parse().ok()).collect();
    Some((programmes, chosen))
}

/// The chosen number of months, or the smallest while none is.
fn months(walk: &Walk<'_>, source: &QuoteSource) -> Option<(u8, bool)> {
    let stand = walk.stand(&source.months)?;
    if let Some(Value::Choice(id)) = stand.value() {
        return id.parse().ok().map(|months| (months, true));
    }
    let least = stand.question.options().iter().filter_map(|option| option.id.parse().ok()).min()?;
    Some((least, false))
}
