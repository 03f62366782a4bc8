//! The queue: registrations by state, the one that waits longest first. It shows masked names and
//! no answers.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::text::Lang;
use payung_model::typed::clean;
use payung_model::units::Timestamp;
use serde::Deserialize;

use super::html::{HtmlPage, MenuEntry, safe_text};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::{html as frame, words};
use crate::desk::{self, ListLine};
use crate::failure::Failure;
use crate::store::count_by_state;
use crate::store::officers::{self, Role};

/// Registrations on one page.
const MOST: u32 = 25;

/// `?state=received&page=2`; an unknown state or page shows the beginning of the queue.
#[derive(Deserialize)]
pub(super) struct QueueQuery {
    state: Option<String>,
    page: Option<String>,
    /// Said by [`super::next`] when nothing is left.
    done: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct FindQuery {
    #[serde(default)]
    code: String,
}

struct QueueView {
    lang: Lang,
    state: Option<OfficeState>,
    page: u32,
    pages: u32,
    counts: Vec<(String, u64)>,
    lines: Vec<ListLine>,
    word: Option<String>,
    now: Timestamp,
    /// True for who may decide, when somebody waits.
    begins: bool,
    all_done: bool,
}

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Query(asked): Query<QueueQuery>,
) -> Result<HtmlPage, Refusal> {
    let state = match asked.state.as_deref() {
        Some("all") => None,
        word => Some(word.and_then(|word| word.parse().ok()).unwrap_or(OfficeState::Received)),
    };
    let wanted: u32 = asked.page.and_then(|page| page.parse().ok()).unwrap_or(1);
    let (now, lang, token_hash) = (web.clock.now(), session.lang, session.token_hash);
    let (role, all_done) = (session.role, asked.done.is_some());
    let view = web.stores.with(move |store| {
        let word = officers::take_word(store.connection(), &token_hash)?;
        let counts = count_by_state(store.connection())?;
        let waits = counts.iter().any(|(word, count)| word == OfficeState::Received.as_str() && *count > 0);
        let begins = role >= Role::Decider && waits && !all_done;
        let lines = Vec::new();
        let mut view = QueueView { lang, state, page: 1, pages: 1, counts, lines, word, now, begins, all_done };
        view.pages = u32::try_from(count(&view, state).div_ceil(u64::from(MOST))).unwrap_or(u32::MAX).max(1);
        // The last page may have become empty while the officer worked on it.
        view.page = wanted.clamp(1, view.pages);
        view.lines = desk::some_lines(store.connection(), state, (view.page - 1).saturating_mul(MOST), MOST)?;
        Ok(view)
    });
    let view = view.await?;
    Ok(frame::page(&session, MenuEntry::Queue, words::QUEUE.text(lang), &content(&view)))
}

/// Finds a registration by the receipt code that a worker reads out.
pub(super) async fn find(
    State(web): State<Arc<WebState>>,
    session: Session,
    Query(sought): Query<FindQuery>,
) -> Result<Result<Redirect, HtmlPage>, Refusal> {
    let code = clean(&sought.code).to_string();
    let (lang, seek) = (session.lang, code.clone());
    let found = web.stores.with(move |store| match desk::find(store.connection(), &seek) {
        Ok(id) => Ok(Some(id)),
        Err(Failure::Input(_)) => Ok(None),
        Err(other) => Err(other),
    });
    Ok(match found.await? {
        Some(id) => Ok(Redirect::to(&format!("/registrations/{id}"))),
        None => Err(frame::page(
            &session,
            MenuEntry::Queue,
            words::NOT_FOUND.text(lang),
            &html! {
                h1 { (words::NOT_FOUND.text(lang)) }
                p role="alert" { (words::NO_CODE.text(lang)) (safe_text(&code)) (words::CODE_SHAPE.text(lang)) }
                (search(lang, &code))
                p { a href="/queue" { (words::TO_QUEUE.text(lang)) } }
            },
        )),
    })
}

fn content(view: &QueueView) -> Markup {
    let lang = view.lang;
    html! {
        @if let Some(word) = view.word.as_deref().and_then(|word| words::decision_notice(lang, word)) { p .done role="status" { (word) } }
        h1 { (words::QUEUE.text(lang)) }
        @if view.begins { p { a .begin href="/next" { (words::START.text(lang)) } } }
        @if view.all_done { p .done role="status" { (words::ALL_DONE.text(lang)) } }
        (search(lang, ""))
        nav .filter aria-label=(words::BY_STATE.text(lang)) {
            (filter(view, Some(OfficeState::Received)))
            @for state in OfficeState::ALL.into_iter().filter(|state| *state != OfficeState::Received) {
                @if count(view, Some(state)) > 0 || view.state == Some(state) { (filter(view, Some(state))) }
            }
            (filter(view, None))
        }
        @if view.lines.is_empty() {
            p .empty { @if view.state == Some(OfficeState::Received) { (words::NOBODY_WAITS.text(lang)) } @else { (words::NONE.text(lang)) } }
        } @else {
            ol .queue { @for line in &view.lines { (row(view, line)) } }
        }
        @if view.pages > 1 { (pager(view)) }
    }
}

fn search(lang: Lang, code: &str) -> Markup {
    html! {
        form method="get" action="/find" .search role="search" {
            label for="code" { (words::RECEIPT.text(lang)) }
            div .line {
                input #code name="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    maxlength="40" placeholder="7K2M-94QX" value=(safe_text(code));
                button type="submit" { (words::FIND.text(lang)) }
            }
        }
    }
}

fn filter(view: &QueueView, state: Option<OfficeState>) -> Markup {
    let word = state.map_or("all", OfficeState::as_str);
    html! {
        a href={ "/queue?state=" (word) } aria-current=[(state == view.state).then_some("true")] {
            (state.map_or(words::ALL_STATES.text(view.lang), |state| words::state(view.lang, state))) " " span .count { (count(view, state)) }
        }
    }
}

fn count(view: &QueueView, state: Option<OfficeState>) -> u64 {
    let wanted = view.counts.iter().filter(|(word, _)| state.is_none_or(|state| state.as_str() == word));
    wanted.map(|(_, count)| count).sum()
}

fn row(view: &QueueView, line: &ListLine) -> Markup {
    let lang = view.lang;
    html! {
        li .card {
            a .open href={ "/registrations/" (line.id) } {
                span .code { (line.receipt) }
                span .name { (safe_text(line.name.as_deref().unwrap_or(words::NO_NAME.text(lang)))) }
            }
            p .soft {
                @if Some(line.state) != view.state { strong { (words::state(lang, line.state)) } " · " }
                time datetime=(line.changed_at) title=(words::moment(lang, line.changed_at)) {
                    @if line.state == OfficeState::Received { (words::WAITING.text(lang)) (words::waited(lang, view.now, line.changed_at)) }
                    @else { (words::moment(lang, line.changed_at)) }
                }
                @if line.revision > 1 { " · " (words::SENDING_NO.text(lang)) (line.revision) }
            }
            (marks(lang, line.opened || line.state != OfficeState::Received, &line.flags, &line.duplicates))
        }
    }
}

/// The reasons for an officer to look, with links to other registrations with the same NIK.
pub(super) fn marks(lang: Lang, opened: bool, flags: &[String], duplicates: &[String]) -> Markup {
    // The opener flags only the later one of two duplicates, so the links replace the flag.
    let flags = flags.iter().filter(|flag| duplicates.is_empty() || flag.as_str() != "duplicate");
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

fn pager(view: &QueueView) -> Markup {
    let lang = view.lang;
    let word = view.state.map_or("all", OfficeState::as_str);
    let to = |page: u32| format!("/queue?state={word}&page={page}");
    html! {
        nav .pager aria-label=(words::PAGES.text(lang)) {
            @if view.page > 1 { a rel="prev" href=(to(view.page - 1)) { (words::BEFORE.text(lang)) } } @else { span {} }
            span { (words::PAGES.text(lang)) " " (view.page) (words::OF.text(lang)) (view.pages) }
            @if view.page < view.pages { a rel="next" href=(to(view.page + 1)) { (words::AFTER.text(lang)) } } @else { span {} }
        }
    }
}
