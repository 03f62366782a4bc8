//! The queue: registrations by state, the one that waits longest first. It shows masked names and
//! no answers.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
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
use crate::store::{PageKey, Store};

/// Registrations on one page.
const MOST: u32 = 25;

/// `?state=received&after=TIME.ID`: the page after that registration, or `before` it. What cannot be
/// read shows the beginning of the queue.
#[derive(Deserialize)]
pub(super) struct QueueQuery {
    state: Option<String>,
    after: Option<String>,
    before: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct FindQuery {
    #[serde(default)]
    code: String,
}

struct QueueView {
    lang: Lang,
    state: Option<OfficeState>,
    counts: Vec<(String, u64)>,
    lines: Vec<ListLine>,
    /// There are others before these lines, and after them.
    earlier: bool,
    later: bool,
    word: Option<String>,
    now: Timestamp,
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
    let place = Place::read(&asked);
    let (now, lang, token_hash) = (web.clock.now(), session.lang, session.token_hash);
    let view = web.stores.with(move |store| {
        let word = store.take_word(&token_hash)?;
        let counts = store.count_by_state()?;
        let (lines, earlier, later) = place.lines(store, state)?;
        Ok(QueueView { lang, state, counts, lines, earlier, later, word, now })
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
    let found = web.stores.with(move |store| match desk::find(store, &seek) {
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
        @if let Some(word) = view.word.as_deref().and_then(|word| decision_notice(lang, word)) { p .done role="status" { (word) } }
        h1 { (words::QUEUE.text(lang)) }
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
        @if view.earlier || view.later { (pager(view)) }
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
            (marks(lang, line.opened || line.state != OfficeState::Received, &line.flags, &Twins::of_line(line)))
        }
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
        Self { receipts: &line.duplicates, count: line.duplicates_count, more: line.duplicates_more }
    }
}

/// The reasons for an officer to look, with links to a few other registrations with the same NIK.
pub(super) fn marks(lang: Lang, opened: bool, flags: &[String], twins: &Twins<'_>) -> Markup {
    let duplicates = twins.receipts;
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

fn pager(view: &QueueView) -> Markup {
    let lang = view.lang;
    let word = view.state.map_or("all", OfficeState::as_str);
    let to = |way: &str, line: Option<&ListLine>| {
        let key = line.map(|line| format!("{}.{}", line.changed_at.millis(), line.id)).unwrap_or_default();
        format!("/queue?state={word}&{way}={key}")
    };
    html! {
        nav .pager aria-label=(words::PAGES.text(lang)) {
            @if view.earlier { a rel="prev" href=(to("before", view.lines.first())) { (words::BEFORE.text(lang)) } } @else { span {} }
            @if view.later { a rel="next" href=(to("after", view.lines.last())) { (words::AFTER.text(lang)) } } @else { span {} }
        }
    }
}

/// Which part of the queue is shown. It is said by a registration and not by a number, so that it
/// stays the same while others come and go, and costs the same however long the queue is.
enum Place {
    First,
    After(PageKey),
    Before(PageKey),
}

impl Place {
    fn read(asked: &QueueQuery) -> Self {
        let key = |text: &Option<String>| {
            let (millis, id) = text.as_deref()?.split_once('.')?;
            let id: RegistrationId = id.parse().ok()?;
            Some(PageKey { changed_at: Timestamp::from_millis(millis.parse().ok()?).ok()?, id })
        };
        match (key(&asked.after), key(&asked.before)) {
            (Some(key), _) => Self::After(key),
            (None, Some(key)) => Self::Before(key),
            (None, None) => Self::First,
        }
    }

    /// The lines, and whether there are others before and after them.
    fn lines(&self, store: &Store, state: Option<OfficeState>) -> Result<(Vec<ListLine>, bool, bool), Failure> {
        let most = MOST as usize;
        // One line more is asked for: it tells whether there is another page.
        match self {
            Self::First => {
                let mut lines = desk::lines_after(store, state, None, MOST + 1)?;
                let later = lines.len() > most;
                lines.truncate(most);
                Ok((lines, false, later))
            }
            Self::After(key) => {
                let mut lines = desk::lines_after(store, state, Some(*key), MOST + 1)?;
                if lines.is_empty() {
                    // The rest of the queue was decided meanwhile.
                    return Self::First.lines(store, state);
                }
                let later = lines.len() > most;
                lines.truncate(most);
                Ok((lines, true, later))
            }
            Self::Before(key) => {
                let mut lines = desk::lines_before(store, state, *key, MOST + 1)?;
                if lines.len() < most {
                    return Self::First.lines(store, state);
                }
                let earlier = lines.len() > most;
                let lines = lines.split_off(usize::from(earlier));
                Ok((lines, earlier, true))
            }
        }
    }
}

/// The sentence for a notice that a decision left: `accepted 7K2M-94QX`.
fn decision_notice(lang: Lang, word: &str) -> Option<String> {
    let (state, receipt) = word.split_once(' ')?;
    let state: OfficeState = state.parse().ok()?;
    Some(format!("{receipt}: {}. {}", words::state(lang, state), words::WORKER_READS.text(lang)))
}
