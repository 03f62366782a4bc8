//! Decisions by day and officer, and how long they took, for planning the work. They are counted from
//! the audit log.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use payung_model::text::{Lang, format};
use payung_model::units::Timestamp;

use super::html::{self as frame, HtmlPage, MenuEntry, safe_text};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::words;
use crate::clock::earlier;
use crate::store::officers::Role;

/// Days that are shown.
const DAYS: u64 = 31;
/// Days are those of western Indonesia, as all times of the pages.
const ZONE: i64 = 7 * 60 * 60 * 1000;
const DAY: i64 = 86_400_000;
/// Decisions whose times are looked up, the newest: an office of 300 a day makes fewer in that time.
const TIMED: u32 = 10_000;
const ACTIONS: [&str; 3] = ["accept", "correct", "refuse"];

/// What an officer did on a day.
#[derive(Default)]
struct Done {
    counts: [u64; 3],
    waited: Vec<i64>,
    worked: Vec<i64>,
}

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
) -> Result<HtmlPage, Refusal> {
    session.needs(Role::Decider)?;
    let since = earlier(web.clock.now(), DAYS * 86_400_000);
    let (found, times) = web
        .stores
        .with(move |store| {
            let times = store.deed_times(since, ZONE, TIMED)?;
            Ok((store.deeds(since, ZONE)?, times))
        })
        .await?;
    let cut = times.len() >= TIMED as usize;
    let mut rows: BTreeMap<(i64, String), Done> = BTreeMap::new();
    for deed in found {
        if let Some(place) = ACTIONS.iter().position(|action| *action == deed.action) {
            // The day is negative, so that the newest comes first in the order of the map.
            rows.entry((-deed.day, deed.officer)).or_default().counts[place] += deed.count;
        }
    }
    for time in times {
        let done = rows.entry((-time.day, time.officer)).or_default();
        done.waited.extend(time.waited);
        done.worked.extend(time.worked);
    }
    let lang = session.lang;
    let content = html! {
        h1 { (words::WORK.text(lang)) }
        @if rows.is_empty() { p .empty { (words::NONE.text(lang)) } } @else {
            table .work {
                caption .soft { (words::WORK_DONE.text(lang)) }
                thead { tr {
                    th scope="col" { (words::DAY.text(lang)) }
                    th scope="col" { (words::WHO.text(lang)) }
                    @for action in ACTIONS { th scope="col" { (words::deed(lang, action)) } }
                    th scope="col" { (words::TOGETHER.text(lang)) }
                    th scope="col" { (words::FROM_RECEIVED.text(lang)) }
                    th scope="col" { (words::FROM_OPENED.text(lang)) }
                } }
                tbody { @for ((day, officer), done) in &mut rows {
                    tr {
                        td { (date(lang, -day)) }
                        td { (safe_text(officer)) }
                        @for (action, count) in ACTIONS.iter().zip(done.counts) { td .number data-whose=(words::deed(lang, action)) { (count) } }
                        td .number data-whose=(words::TOGETHER.text(lang)) { strong { (done.counts.iter().sum::<u64>()) } }
                        td data-whose=(words::FROM_RECEIVED.text(lang)) { (spread(lang, &mut done.waited)) }
                        td data-whose=(words::FROM_OPENED.text(lang)) { (spread(lang, &mut done.worked)) }
                    }
                } }
            }
            p .soft {
                (words::TIMES_ARE.text(lang))
                @if cut { " " (words::TIMES_OF_NEWEST.text(lang)) (TIMED) "." }
            }
        }
    };
    Ok(frame::page(
        &session,
        MenuEntry::Work,
        words::WORK.text(lang),
        &content,
    ))
}

/// The middle one of these times, and the longest. Of an even number it is the longer one of the two
/// in the middle, which is a time that somebody needed.
fn spread(lang: Lang, times: &mut [i64]) -> Markup {
    times.sort_unstable();
    html! {
        @match (times.get(times.len() / 2), times.last()) {
            (Some(middle), Some(longest)) => {
                (words::lasted(lang, *middle)) " · "
                span .soft { (words::LONGEST.text(lang)) (words::lasted(lang, *longest)) }
            },
            _ => "–",
        }
    }
}

fn date(lang: Lang, day: i64) -> String {
    let noon = Timestamp::from_millis(day * DAY + DAY / 2 - ZONE).unwrap_or_default();
    format::date(lang, noon.date())
}
