//! How much was decided, by day and officer, for who plans the work. Taken from the audit log.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use maud::html;
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
const ACTIONS: [&str; 3] = ["accept", "correct", "refuse"];

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
) -> Result<HtmlPage, Refusal> {
    session.needs(Role::Decider)?;
    let since = earlier(web.clock.now(), DAYS * 86_400_000);
    let found = web
        .stores
        .with(move |store| Ok(store.deeds(since, ZONE)?))
        .await?;
    let mut rows: BTreeMap<(i64, String), [u64; 3]> = BTreeMap::new();
    for deed in found {
        if let Some(place) = ACTIONS.iter().position(|action| *action == deed.action) {
            rows.entry((-deed.day, deed.officer)).or_default()[place] += deed.count;
        }
    }
    let lang = session.lang;
    let content = html! {
        h1 { (words::WORK.text(lang)) }
        @if rows.is_empty() { p .empty { (words::NONE.text(lang)) } } @else {
            table {
                caption .soft { (words::WORK_DONE.text(lang)) }
                thead { tr {
                    th scope="col" { (words::DAY.text(lang)) }
                    th scope="col" { (words::WHO.text(lang)) }
                    @for action in ACTIONS { th scope="col" { (words::deed(lang, action)) } }
                    th scope="col" { (words::TOGETHER.text(lang)) }
                } }
                tbody { @for ((day, officer), counts) in &rows {
                    tr {
                        td { (date(lang, -day)) }
                        td { (safe_text(officer)) }
                        @for count in counts { td .number { (count) } }
                        td .number { strong { (counts.iter().sum::<u64>()) } }
                    }
                } }
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

fn date(lang: Lang, day: i64) -> String {
    let noon = Timestamp::from_millis(day * DAY + DAY / 2 - ZONE).unwrap_or_default();
    format::date(lang, noon.date())
}
