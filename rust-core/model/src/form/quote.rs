//! The live quote of a draft: the price is what people decide by, so it is made as early as it can be.

use super::quote_words::{QuoteBeside, quote_view};
use super::walk::Walk;
use super::{Engine, Field, QuoteSource, QuoteView, Value};
use crate::programme::{Payer, Programme, Quote, QuoteRequest, Work};
use crate::text::{Arg, Message, format};

/// A quote, what it was asked for, and what of that was not chosen yet.
pub(super) struct Made {
    pub quote: Quote,
    request: QuoteRequest,
    beside: QuoteBeside,
    assumed: Option<Assumed>,
}

/// What stands in for a choice that was not made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Assumed {
    /// The compulsory programmes for the shortest period.
    Programmes,
    /// The shortest period.
    Months,
}

/// The quote as far as it can be made; none before there is an income, and for what the tariff does not speak of.
pub(super) fn make(engine: &Engine<'_>, walk: &Walk<'_>) -> Option<Made> {
    let source = engine.form.quote.as_ref()?;
    let Some(Value::Money(income)) = walk.stand(&source.income)?.value() else { return None };
    let (programmes, programmes_chosen) = programmes(walk, source)?;
    let (months, months_chosen) = months(walk, source)?;
    let holds = |condition: &Option<_>| condition.as_ref().is_some_and(|condition| walk.holds_now(condition));
    let government = holds(&source.government);
    let request = QuoteRequest {
        income: *income,
        work: if walk.holds_now(&source.transport) { Work::Transport } else { Work::Other },
        payer: if government { Payer::Government } else { Payer::Own },
        programmes,
        months,
        from: engine.now.date().month(),
    };
    let quote = Quote::of(&engine.content.tariff, &request).ok()?;
    let beside = QuoteBeside { unsure_payer: !government && holds(&source.unsure_payer), daily: holds(&source.daily) };
    let assumed = match (programmes_chosen, months_chosen) {
        (true, true) => None,
        (true, false) => Some(Assumed::Months),
        (false, _) => Some(Assumed::Programmes),
    };
    Some(Made { quote, request, beside, assumed })
}

/// The quote of a draft in words.
pub(super) fn present(engine: &Engine<'_>, made: &Made) -> QuoteView {
    let mut view = quote_view(engine.content, engine.lang, &made.request, &made.quote, made.beside);
    if let Some(assumed) = made.assumed {
        let id = if assumed == Assumed::Programmes { "quote-so-far" } else { "quote-so-far-months" };
        let message = Message::new(id).with("count", Arg::Number(u64::from(made.request.months)));
        view.reasons.insert(0, engine.say(&message));
    }
    view
}

/// Puts its price beside each option: of a programme what it adds to a month, of a period what it comes to in all.
pub(super) fn price(engine: &Engine<'_>, made: &Made, question: &str, field: &mut Field) {
    let Some(source) = engine.form.quote.as_ref() else { return };
    match field {
        Field::Several { options } if question == source.programmes => {
            for option in options {
                let Ok(programme) = option.id.parse() else { continue };
                let alone = QuoteRequest { programmes: vec![programme], ..made.request.clone() };
                let amount = engine.content.tariff.monthly(&alone, made.request.from);
                let message = Message::new("quote-line").with("amount", Arg::Money(amount));
                option.price = engine.say(&message);
            }
        }
        Field::Choice { options } if question == source.months => {
            for option in options {
                let Ok(months) = option.id.parse() else { continue };
                let quote = Quote::of(&engine.content.tariff, &QuoteRequest { months, ..made.request.clone() });
                option.price = quote.map(|quote| format::money(quote.total)).unwrap_or_default();
            }
        }
        _ => {}
    }
}

/// The same beside forty answers: of several parts their sums, so that the review stays within a screen's budget.
pub(super) fn present_short(engine: &Engine<'_>, made: &Made) -> QuoteView {
    let mut view = present(engine, made);
    if view.parts.len() > 1 {
        view.parts.iter_mut().for_each(|part| part.lines.clear());
    }
    view
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
