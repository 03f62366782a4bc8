//! The queue: registrations by state, the one that waits longest first. It shows masked names and
//! no answers.

mod filters;
mod place;
mod query;

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::text::Lang;
use payung_model::units::Timestamp;

use super::find;
use super::html::{HtmlPage, MenuEntry, form_token};
use super::lines::{self, Line};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::{html as frame, words};
use crate::desk::ListLine;
use crate::failure::Failure;
use crate::purposes;
use crate::requests::{AnswerClock, Clocks};
use crate::store::officers::Role;
use crate::store::{PageKey, Store};
use filters::QueueFilters;
use place::{Earlier, QueuePart, QueuePlace};
use query::QueueQuery;

/// Registrations of a state that are counted, at most: each page of the list counts.
const MOST_COUNTED: u32 = 10_000;
/// Registrations that do not open are counted to here.
const MOST_BROKEN_COUNTED: u32 = 5000;

struct QueueView {
    lang: Lang,
    state: Option<OfficeState>,
    counts: Vec<(OfficeState, u64)>,
    lines: Vec<ListLine>,
    /// Until when those among them that are requests are to be answered.
    clocks: Vec<Option<AnswerClock>>,
    /// Where the list goes on before these lines, and after them.
    earlier: Option<Earlier>,
    later: Option<PageKey>,
    word: Option<String>,
    now: Timestamp,
    done: Done,
    asked: QueueFilters,
    /// Registrations that wait and do not open.
    broken: u64,
    decides: bool,
}

/// What is said about the work that is left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    /// Somebody waits, and who reads this may begin.
    Begins,
    /// All that waited is done.
    All,
    /// Nothing is said.
    Unsaid,
}

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Query(asked): Query<QueueQuery>,
) -> Result<HtmlPage, Refusal> {
    let state = match asked.state.as_deref() {
        Some("all") => None,
        word => Some(
            word.and_then(|word| word.parse().ok())
                .unwrap_or(OfficeState::Received),
        ),
    };
    let place = QueuePlace::read(&asked);
    let (now, lang, token_hash) = (web.clock.now(), session.lang, session.token_hash);
    let (role, all_done) = (session.role, asked.done.is_some());
    let asked = QueueFilters::read(&asked, state);
    let filter = asked.filter(&web.index, state, now);
    let view = web.stores.with(move |store| {
        // The page that shows a notice takes it, so that it is shown once.
        let word = store.take_word(&token_hash)?;
        let counts = store.count_by_state_up_to(MOST_COUNTED + 1)?;
        let waits = counts
            .iter()
            .any(|(state, count)| *state == OfficeState::Received && *count > 0);
        let decides = role >= Role::Decider;
        let done = match (all_done, decides && waits) {
            (true, _) => Done::All,
            (false, true) => Done::Begins,
            (false, false) => Done::Unsaid,
        };
        let QueuePart {
            lines,
            earlier,
            later,
        } = place.part(store, state, &filter)?;
        // What the list leaves out is counted, so that the page can lead to it.
        let broken = if filter.without_broken {
            store.broken(MOST_BROKEN_COUNTED + 1)?
        } else {
            0
        };
        let clocks = clocks(store, &lines, now)?;
        Ok(QueueView {
            lang,
            state,
            counts,
            lines,
            clocks,
            earlier,
            later,
            word,
            now,
            done,
            asked,
            broken,
            decides,
        })
    });
    let view = view.await?;
    Ok(frame::page(
        &session,
        MenuEntry::Queue,
        words::QUEUE.text(lang),
        &content(&session, &view),
    ))
}

/// The rules are read only where there is a request that waits.
fn clocks(
    store: &Store,
    lines: &[ListLine],
    now: Timestamp,
) -> Result<Vec<Option<AnswerClock>>, Failure> {
    if !lines.iter().any(is_waiting_request) {
        return Ok(vec![None; lines.len()]);
    }
    let clocks = Clocks::in_force(store)?;
    Ok(lines
        .iter()
        .map(|line| clock_of(&clocks, line, now))
        .collect())
}

fn is_waiting_request(line: &ListLine) -> bool {
    let purpose = line.purpose.as_deref().unwrap_or_default();
    line.state == OfficeState::Received && purposes::is_request(purpose)
}

/// The clock of a request that waits; none for anything else.
pub(super) fn clock_of(clocks: &Clocks, line: &ListLine, now: Timestamp) -> Option<AnswerClock> {
    if !is_waiting_request(line) {
        return None;
    }
    clocks.of(
        line.form.as_deref()?,
        line.purpose.as_deref()?,
        &line.flags,
        line.changed_at,
        now,
    )
}

fn content(session: &Session, view: &QueueView) -> Markup {
    let lang = view.lang;
    html! {
        @if let Some(word) = view.word.as_deref().and_then(|word| words::decision_notice(lang, word)) { p .done role="status" { (word) } }
        h1 { (words::QUEUE.text(lang)) }
        @if view.done == Done::Begins { p { a .begin href="/next" { (words::START.text(lang)) } } }
        @if view.done == Done::All { p .done role="status" { (words::ALL_DONE.text(lang)) } }
        (find::form(session, ""))
        nav .filter aria-label=(words::BY_STATE.text(lang)) {
            (filter(view, Some(OfficeState::Received)))
            @for state in OfficeState::ALL.into_iter().filter(|state| *state != OfficeState::Received) {
                @if count(view, Some(state)) > 0 || view.state == Some(state) { (filter(view, Some(state))) }
            }
            (filter(view, None))
        }
        @if let Some(state) = view.state { (filters::form(lang, state, &view.asked)) }
        @if view.broken > 0 {
            p .soft {
                (words::BROKEN_ASIDE.text(lang)) (up_to(view.broken, MOST_BROKEN_COUNTED)) ". "
                a href="/queue?state=received&flag=seal_broken" { (words::SHOW_BROKEN.text(lang)) }
            }
        }
        @if view.lines.is_empty() {
            p .empty { (nothing_here(view).text(lang)) }
        } @else {
            ol .queue { @for (line, clock) in view.lines.iter().zip(&view.clocks) { (lines::row(&Line { lang, state: view.state, now: view.now, registration: line, clock: *clock })) } }
        }
        @if view.refuses_all() {
            form method="post" action="/queue/refuse-broken" {
                (form_token(session))
                @for line in &view.lines { input type="hidden" name="broken" value={ (line.id) "." (line.revision) }; }
                button .loss type="submit" { (words::REFUSE_ALL.text(lang)) }
            }
        }
        @if view.earlier.is_some() || view.later.is_some() { (place::pager(lang, view.state, &view.asked, view.earlier.as_ref(), view.later.as_ref())) }
    }
}

impl QueueView {
    /// True on the list of what does not open, for who may decide.
    fn refuses_all(&self) -> bool {
        self.decides
            && self.asked.text("flag") == filters::SEAL_BROKEN
            && self.state == Some(OfficeState::Received)
            && !self.lines.is_empty()
    }
}

/// What is said of a list without lines. It never says that nobody waits when somebody may.
fn nothing_here(view: &QueueView) -> words::Words {
    if view.later.is_some() {
        words::LOOKED_SO_FAR
    } else if !view.asked.is_empty() {
        words::NONE_OF_THESE
    } else if view.earlier.is_some() {
        words::NO_MORE_HERE
    } else if view.state == Some(OfficeState::Received) {
        words::NOBODY_WAITS
    } else {
        words::NONE
    }
}

fn filter(view: &QueueView, state: Option<OfficeState>) -> Markup {
    let word = state.map_or("all", OfficeState::as_str);
    html! {
        a href={ "/queue?state=" (word) } aria-current=[(state == view.state).then_some("true")] {
            (state.map_or(words::ALL_STATES.text(view.lang), |state| words::state(view.lang, state))) " " span .count { (shown_count(view, state)) }
        }
    }
}

fn count(view: &QueueView, state: Option<OfficeState>) -> u64 {
    let wanted = view
        .counts
        .iter()
        .filter(|(counted, _)| state.is_none_or(|state| state == *counted));
    wanted.map(|(_, count)| count).sum()
}

/// The count, or that there are more than anybody counts on a page.
fn shown_count(view: &QueueView, state: Option<OfficeState>) -> String {
    up_to(count(view, state), MOST_COUNTED)
}

/// A count that ended one beyond `most`, as it is shown.
fn up_to(count: u64, most: u32) -> String {
    if count > u64::from(most) {
        format!("{most}+")
    } else {
        count.to_string()
    }
}
