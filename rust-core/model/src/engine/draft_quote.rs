//! The quote of a draft. People decide by the price, so it is shown as early as it can be
//! calculated.

use super::quote_view::{QuoteContext, quote_view, zone_reason};
use super::view::{Field, QuoteView};
use super::{Engine, spoken};
use crate::cover::reminder::Dues;
use crate::form::evaluation::Evaluation;
use crate::form::{QuoteSource, Value};
use crate::programme::{Payer, Programme, Quote, QuoteRequest, Work};
use crate::text::{Arg, Message, format};

/// A quote, its request, and what the request assumes because the worker has not chosen it yet.
pub(super) struct DraftQuote {
    pub quote: Quote,
    request: QuoteRequest,
    context: QuoteContext,
    assumed: Option<Assumed>,
}

/// The choice that was not made yet, for which the quote assumes one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Assumed {
    /// The compulsory programmes for the shortest period.
    Programmes,
    /// The shortest period.
    Months,
}

/// The quote as far as it can be made; none before there is an income, without a day, and for what
/// the tariff does not speak of.
pub(super) fn of_draft(engine: &Engine<'_>, evaluation: &Evaluation<'_>) -> Option<DraftQuote> {
    let source = engine.form.quote.as_ref()?;
    let Some(Value::Money(income)) = evaluation.state(&source.income)?.value() else {
        return None;
    };
    let (programmes, programmes_chosen) = programmes(evaluation, source)?;
    let (months, months_chosen) = months(evaluation, source)?;
    let holds = |condition: &Option<_>| {
        condition
            .as_ref()
            .is_some_and(|condition| evaluation.holds_now(condition))
    };
    let government = holds(&source.government);
    let request = QuoteRequest {
        income: *income,
        work: if evaluation.holds_now(&source.transport) {
            Work::Transport
        } else {
            Work::Other
        },
        payer: if government {
            Payer::Government
        } else {
            Payer::Own
        },
        programmes,
        months,
        from: engine.today?.month(),
    };
    // The tariff may not speak of these answers yet. Then no price is shown, because a guess would
    // be taken for one.
    let quote = Quote::of(&engine.content.tariff, &request).ok()?;
    let context = QuoteContext {
        unsure_payer: !government && holds(&source.unsure_payer),
        daily: holds(&source.daily),
    };
    let assumed = match (programmes_chosen, months_chosen) {
        (true, true) => None,
        (true, false) => Some(Assumed::Months),
        (false, _) => Some(Assumed::Programmes),
    };
    Some(DraftQuote {
        quote,
        request,
        context,
        assumed,
    })
}

impl Engine<'_> {
    /// The answers that the member's dues depend on, as far as they were given: for reminders and
    /// for what is missing.
    pub fn dues(&self) -> Option<Dues> {
        let QuoteRequest {
            income,
            work,
            payer,
            programmes,
            ..
        } = of_draft(self, &self.evaluation())?.request;
        Some(Dues {
            income,
            work,
            payer,
            programmes,
        })
    }
}

/// The quote of a draft in words.
pub(super) fn present(engine: &Engine<'_>, draft_quote: &DraftQuote) -> QuoteView {
    let mut view = quote_view(
        engine.content,
        engine.lang,
        &draft_quote.request,
        &draft_quote.quote,
        draft_quote.context,
    );
    // Which month it is in another time zone is not known by a clock that is not sure.
    if engine.today.is_some() {
        view.reasons.extend(zone_reason(
            engine.content,
            engine.lang,
            engine.now,
            draft_quote.request.from,
        ));
    }
    if let Some(assumed) = draft_quote.assumed {
        let id = if assumed == Assumed::Programmes {
            "quote-so-far"
        } else {
            "quote-so-far-months"
        };
        let message =
            Message::new(id).with("count", Arg::Number(u64::from(draft_quote.request.months)));
        view.reasons.insert(0, engine.text(&message));
    }
    view
}

/// Sets the price of each option: for a programme what it adds to a month, for a period the total.
pub(super) fn price(
    engine: &Engine<'_>,
    draft_quote: &DraftQuote,
    question: &str,
    field: &mut Field,
) {
    let Some(source) = engine.form.quote.as_ref() else {
        return;
    };
    match field {
        Field::Several { options } if question == source.programmes => {
            for option in options {
                let Ok(programme) = option.id.parse() else {
                    continue;
                };
                // Each programme has a price of its own, whatever else is chosen, so it is priced
                // alone.
                let alone = QuoteRequest {
                    programmes: vec![programme],
                    ..draft_quote.request.clone()
                };
                let Some(amount) = engine
                    .content
                    .tariff
                    .monthly_dues(&alone, draft_quote.request.from)
                else {
                    continue;
                };
                option.price =
                    engine.text(&Message::new("quote-line").with("amount", Arg::Money(amount)));
                let words = Message::new("price-month-spoken").with("words", Arg::Words(amount));
                spoken::option(option, &engine.text(&words));
            }
        }
        Field::Choice { options } if question == source.months => {
            for option in options {
                let Ok(months) = option.id.parse() else {
                    continue;
                };
                let request = QuoteRequest {
                    months,
                    ..draft_quote.request.clone()
                };
                let Ok(quote) = Quote::of(&engine.content.tariff, &request) else {
                    continue;
                };
                option.price = format::money(quote.total);
                let words = Message::new("price-spoken").with("words", Arg::Words(quote.total));
                spoken::option(option, &engine.text(&words));
            }
        }
        _ => {}
    }
}

/// The quote on the review. Several parts show their sums only, so that the review stays within a
/// screen's limits.
pub(super) fn present_short(engine: &Engine<'_>, draft_quote: &DraftQuote) -> QuoteView {
    let mut view = present(engine, draft_quote);
    if view.parts.len() > 1 {
        view.parts.iter_mut().for_each(|part| part.lines.clear());
    }
    view
}

/// The chosen programmes, or the fixed ones while none are.
fn programmes(evaluation: &Evaluation<'_>, source: &QuoteSource) -> Option<(Vec<Programme>, bool)> {
    let state = evaluation.state(&source.programmes)?;
    let fixed = || {
        state
            .question
            .options()
            .iter()
            .filter(|option| option.fixed)
            .map(|option| option.id.clone())
    };
    let (ids, chosen) = match state.value() {
        Some(Value::Choices(ids)) => (ids.clone(), true),
        _ => (fixed().collect(), false),
    };
    let programmes = ids.iter().filter_map(|id| id.parse().ok()).collect();
    Some((programmes, chosen))
}

/// The chosen number of months, or the smallest while none is.
fn months(evaluation: &Evaluation<'_>, source: &QuoteSource) -> Option<(u8, bool)> {
    let state = evaluation.state(&source.months)?;
    if let Some(Value::Choice(id)) = state.value() {
        return id.parse().ok().map(|months| (months, true));
    }
    let least = state
        .question
        .options()
        .iter()
        .filter_map(|option| option.id.parse().ok())
        .min()?;
    Some((least, false))
}
