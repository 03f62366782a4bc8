//! Registrations in lists, and the reasons to look at one.

use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::text::Lang;
use payung_model::units::Timestamp;

use super::html::safe_text;
use super::words;
use crate::desk::ListLine;
use crate::opener::Flag;
use crate::purposes;
use crate::requests::AnswerClock;

/// One line, and what it is shown beside.
pub(super) struct Line<'a> {
    pub lang: Lang,
    /// The state of all lines, which then need not say it.
    pub state: Option<OfficeState>,
    pub now: Timestamp,
    pub registration: &'a ListLine,
    /// Until when it is to be answered, if it is a request.
    pub clock: Option<AnswerClock>,
}

/// One registration in a list: a masked name and no answers.
pub(super) fn row(shown: &Line<'_>) -> Markup {
    let &Line {
        lang,
        state,
        now,
        registration: line,
        clock,
    } = shown;
    let purpose = line.purpose.as_deref().unwrap_or_default();
    let is_request = purposes::is_request(purpose);
    let no_name = if is_request {
        words::purpose(lang, purpose)
    } else {
        words::NO_NAME.text(lang)
    };
    html! {
        li .card {
            a .open href={ "/registrations/" (line.id) } {
                span .code { (line.receipt) }
                span .name { (safe_text(line.name.as_deref().unwrap_or(no_name))) }
            }
            p .soft {
                @if Some(line.state) != state { strong { (words::state_of(lang, line.state, purpose)) } " · " }
                time datetime=(line.changed_at) title=(words::moment(lang, line.changed_at)) {
                    @if line.state == OfficeState::Received { (words::WAITING.text(lang)) (words::waited(lang, now, line.changed_at)) }
                    @else { (words::moment(lang, line.changed_at)) }
                }
                @if let (true, Some(first)) = (is_request, &line.completes) { " · " (words::ABOUT.text(lang)) (links(std::slice::from_ref(first))) }
                @if line.revision > 1 { " · " (words::SENDING_NO.text(lang)) (line.revision) }
            }
            @if let Some(clock) = &clock { (answer_clock(lang, clock)) (reported(lang, clock, &line.flags)) }
            (marks(lang, line.opened || line.state != OfficeState::Received, &line.flags, &Twins::of_line(line)))
        }
    }
}

/// Until when a request is to be answered.
pub(super) fn answer_clock(lang: Lang, clock: &AnswerClock) -> Markup {
    html! { p .mark[clock.overdue] .soft[!clock.overdue] { (words::answer_clock(lang, clock)) } }
}

/// That an incident was reported in time. Where it was not, or nobody can be sure, a flag says so.
pub(super) fn reported(lang: Lang, clock: &AnswerClock, flags: &[String]) -> Markup {
    let doubted = |flag: &String| Flag::OF_REPORTS.iter().any(|one| one.word() == flag);
    let hours = clock.report_hours.filter(|_| !flags.iter().any(doubted));
    html! {
        @if let Some(hours) = hours { p .soft { (words::REPORTED_WITHIN.text(lang)) (hours) (words::HOURS.text(lang)) } }
    }
}

/// Other registrations with the same NIK: a few of them, and how many there are.
#[derive(Clone, Copy, Default)]
pub(super) struct Twins<'a> {
    pub receipts: &'a [String],
    pub count: u32,
    pub more: bool,
}

impl<'a> Twins<'a> {
    fn of_line(line: &'a ListLine) -> Self {
        Self {
            receipts: &line.duplicates,
            count: line.duplicates_count,
            more: line.duplicates_more,
        }
    }
}

/// The reasons for an officer to look, with links to a few other registrations with the same NIK.
pub(super) fn marks(lang: Lang, opened: bool, flags: &[String], twins: &Twins<'_>) -> Markup {
    let duplicates = twins.receipts;
    // The opener flags only the later one of two duplicates, so the links replace the flag.
    let flags = flags
        .iter()
        .filter(|flag| duplicates.is_empty() || flag.as_str() != "duplicate");
    // All unusual answers have the same words, which are shown once.
    let mut flags: Vec<_> = flags.map(|flag| words::flag(lang, flag)).collect();
    flags.dedup();
    html! {
        @if !opened { p .mark { (words::NOT_OPENED.text(lang)) } }
        @for flag in flags { p .mark { (flag) } }
        @if !duplicates.is_empty() {
            p .mark {
                (words::SAME_NIK.text(lang))
                (links(duplicates))
                (words::and_others(lang, duplicates.len(), twins.count, twins.more))
            }
        }
    }
}

/// Receipt codes that lead to their registrations.
pub(super) fn links(receipts: &[String]) -> Markup {
    html! {
        @for (place, receipt) in receipts.iter().enumerate() {
            @if place > 0 { ", " }
            a href={ "/registrations/" (receipt) } { (receipt) }
        }
    }
}
