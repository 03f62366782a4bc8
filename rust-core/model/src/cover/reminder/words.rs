//! A reminder's title and text. Neither holds a NIK, a name of the member, or anything a stranger
//! who sees the lock screen could use.

use super::{Reminder, ReminderAction, ReminderKind};
use crate::cover::CoverState;
use crate::cover::words::months;
use crate::text::{Arg, Lang, Message, Texts, format};

/// What a notification shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderWords {
    /// One line.
    pub title: String,
    /// One to four short sentences.
    pub text: String,
}

/// Texts this room asks for; the attribute `text` of each is what stands below its title.
pub const REMINDER_IDS: &[(&str, &[&str])] = &[
    ("action-pause", &[]),
    ("action-pay", &[]),
    ("action-said-paid", &[]),
    ("action-tomorrow", &[]),
    ("not-possible-reminders", &[]),
    ("not-possible-said-paid", &[]),
    ("remind-after-certain", &[]),
    ("remind-after-certain.text", &["date", "list"]),
    ("remind-again", &[]),
    ("remind-again.text", &["list"]),
    ("remind-ahead", &["list"]),
    ("remind-ahead.text", &["date"]),
    ("remind-ask-payer", &["payer"]),
    ("remind-bill", &["date"]),
    ("remind-bill-again", &["date"]),
    ("remind-bill-again.text", &[]),
    ("remind-bill-others", &["date"]),
    ("remind-bill-others.text", &[]),
    ("remind-bill.text", &[]),
    ("remind-cover-ends", &["date"]),
    ("remind-cover-ends.text", &["list"]),
    ("remind-due", &["month"]),
    ("remind-due.text", &["list"]),
    ("remind-ended", &[]),
    ("remind-ended.text", &["date", "month"]),
    ("remind-harvest", &["list"]),
    ("remind-harvest.text", &[]),
    ("remind-holiday", &["list"]),
    ("remind-holiday.text", &[]),
    ("remind-last-warning", &["date"]),
    ("remind-last-warning.text", &["date", "list"]),
    ("remind-month-end", &["list"]),
    ("remind-month-end.text", &[]),
    ("remind-not-arrived", &[]),
    ("remind-not-arrived.text", &["list"]),
    ("remind-price-change", &[]),
    ("remind-price-change-over", &["month"]),
    ("remind-price-change-over.text", &["amount", "month"]),
    ("remind-price-change.text", &["amount", "month"]),
    ("remind-sponsor", &["date", "payer"]),
    ("remind-sponsor.billed", &["date", "list"]),
    ("remind-sponsor.text", &["date", "list"]),
    ("remind-unpaid", &[]),
    ("remind-whose", &["receipt"]),
];

/// The title and the text of a reminder.
pub fn words(texts: &Texts, lang: Lang, reminder: &Reminder) -> ReminderWords {
    let list = months(texts, lang, &reminder.months);
    let month = if reminder.kind == ReminderKind::PriceChange {
        reminder
            .months
            .first()
            .copied()
            .unwrap_or_else(|| reminder.on.month())
    } else {
        reminder.on.month()
    };
    let say = |id: String| {
        let mut message = Message::new(id)
            .with("list", Arg::Text(list.clone()))
            .with("month", Arg::Text(format::month(lang, month)))
            .with(
                "payer",
                Arg::Text(reminder.cover.sponsor.clone().unwrap_or_default()),
            );
        message
            .args
            .extend(reminder.date().map(|day| ("date".into(), Arg::Date(day))));
        message.args.extend(
            reminder
                .amount
                .map(|amount| ("amount".into(), Arg::Money(amount))),
        );
        texts.format(lang, &message)
    };
    // Money may come after the due day of the month it is for: then it is no longer ahead. And what
    // was to be said on the due day may be shown a day later.
    let passed = reminder.until.is_some_and(|day| day < reminder.on);
    let kind = match reminder.kind {
        ReminderKind::Ahead | ReminderKind::Due if passed => ReminderKind::MonthEnd,
        kind => kind,
    };
    let ended = matches!(reminder.cover.state, CoverState::Ended { .. });
    let variant = match reminder.kind {
        _ if reminder.for_others => "-others",
        ReminderKind::PriceChange if reminder.on.month() >= month => "-over",
        ReminderKind::Bill if ended => "-again",
        _ => "",
    };
    // Before the first payment whoever asked to be asked again hears of the bill.
    let of_bill = match kind {
        ReminderKind::Again if reminder.months.is_empty() => ReminderKind::Bill,
        kind => kind,
    };
    let id = format!("remind-{}{variant}", of_bill.code());
    // Whoever has a bill of their own already is not told to wait for one or to ask for it.
    let billed = kind == ReminderKind::Sponsor && reminder.actions.contains(&ReminderAction::Pay);
    let part = if billed { "billed" } else { "text" };
    let mut text = vec![say(format!("{id}.{part}"))];
    let grace = matches!(reminder.cover.state, CoverState::Grace { .. });
    if grace
        && matches!(
            kind,
            ReminderKind::Due
                | ReminderKind::MonthEnd
                | ReminderKind::LastWarning
                | ReminderKind::AfterCertain
        )
    {
        text.push(say("remind-unpaid".to_owned()));
    }
    // The price change names its amount itself.
    if reminder.amount.is_some() && reminder.kind != ReminderKind::PriceChange {
        text.push(say("cover-cost".to_owned()));
    }
    ReminderWords {
        title: say(id),
        text: text.join(" "),
    }
}
