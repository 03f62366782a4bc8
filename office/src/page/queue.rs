//! The queue: where registrations stand, the longest waiting first; masked names, no answer.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::units::Timestamp;
use serde::Deserialize;

use super::html::{Place, Sheet, said};
use super::refusal::Refusal;
use super::session::Session;
use super::{Page, html as frame, words};
use crate::desk::{self, Line};
use crate::failure::Failure;
use crate::store::{count_by_state, officers};

/// Registrations on one page.
const MOST: u32 = 25;

/// `?state=received&page=2`; what is no state or no number is taken for the queue's beginning.
#[derive(Deserialize)]
pub(super) struct Asked {
    state: Option<String>,
    page: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Sought {
    #[serde(default)]
    code: String,
}

struct View {
    state: Option<OfficeState>,
    page: u32,
    pages: u32,
    counts: Vec<(String, u64)>,
    lines: Vec<Line>,
    word: Option<String>,
    now: Timestamp,
}

pub(super) async fn show(
    State(page): State<Arc<Page>>,
    session: Session,
    Query(asked): Query<Asked>,
) -> Result<Sheet, Refusal> {
    let state = match asked.state.as_deref() {
        Some("all") => None,
        word => Some(word.and_then(|word| word.parse().ok()).unwrap_or(OfficeState::Received)),
    };
    let wanted: u32 = asked.page.and_then(|page| page.parse().ok()).unwrap_or(1);
    let (now, token_hash) = (page.clock.now(), session.token_hash);
    let view = page.stores.with(move |store| {
        let word = officers::take_word(store.connection(), &token_hash)?;
        let counts = count_by_state(store.connection())?;
        let mut view = View { state, page: 1, pages: 1, counts, lines: Vec::new(), word, now };
        view.pages = u32::try_from(count(&view, state).div_ceil(u64::from(MOST))).unwrap_or(u32::MAX).max(1);
        // The last page may have emptied while somebody worked on it.
        view.page = wanted.clamp(1, view.pages);
        view.lines = desk::some_lines(store.connection(), state, (view.page - 1).saturating_mul(MOST), MOST)?;
        Ok(view)
    });
    let view = view.await?;
    Ok(frame::page(&session, Place::Queue, "Antrean", &content(&view)))
}

/// Finds a registration by the code a worker reads out.
pub(super) async fn find(
    State(page): State<Arc<Page>>,
    session: Session,
    Query(sought): Query<Sought>,
) -> Result<Result<Redirect, Sheet>, Refusal> {
    let code = sought.code.trim().to_owned();
    let seek = code.clone();
    let found = page.stores.with(move |store| match desk::find(store.connection(), &seek) {
        Ok(id) => Ok(Some(id)),
        Err(Failure::Input(_)) => Ok(None),
        Err(other) => Err(other),
    });
    Ok(match found.await? {
        Some(id) => Ok(Redirect::to(&format!("/registrations/{id}"))),
        None => Err(frame::page(
            &session,
            Place::Queue,
            "Tidak ketemu",
            &html! {
                h1 { "Tidak ketemu" }
                p role="alert" { "Tidak ada satu pendaftaran dengan kode “" (said(&code)) "” di kantor ini. Kodenya delapan tanda, seperti 7K2M-94QX." }
                (search(&code))
                p { a href="/queue" { "Ke antrean" } }
            },
        )),
    })
}

fn content(view: &View) -> Markup {
    html! {
        @if let Some(word) = view.word.as_deref().and_then(told) { p .done role="status" { (word) } }
        h1 { "Antrean" }
        (search(""))
        nav .filter aria-label="Saring menurut keadaan" {
            (filter(view, Some(OfficeState::Received)))
            @for state in OfficeState::ALL.into_iter().filter(|state| *state != OfficeState::Received) {
                @if count(view, Some(state)) > 0 || view.state == Some(state) { (filter(view, Some(state))) }
            }
            (filter(view, None))
        }
        @if view.lines.is_empty() {
            p .empty { @if view.state == Some(OfficeState::Received) { "Tidak ada yang menunggu." } @else { "Tidak ada." } }
        } @else {
            ol .queue { @for line in &view.lines { (row(view, line)) } }
        }
        @if view.pages > 1 { (pager(view)) }
    }
}

fn search(code: &str) -> Markup {
    html! {
        form method="get" action="/find" .search role="search" {
            label for="code" { "Kode tanda terima" }
            div .line {
                input #code name="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    maxlength="40" placeholder="7K2M-94QX" value=(said(code));
                button type="submit" { "Cari" }
            }
        }
    }
}

fn filter(view: &View, state: Option<OfficeState>) -> Markup {
    let word = state.map_or("all", OfficeState::as_str);
    html! {
        a href={ "/queue?state=" (word) } aria-current=[(state == view.state).then_some("true")] {
            (state.map_or("semua", words::state)) " " span .count { (count(view, state)) }
        }
    }
}

fn count(view: &View, state: Option<OfficeState>) -> u64 {
    let wanted = view.counts.iter().filter(|(word, _)| state.is_none_or(|state| state.as_str() == word));
    wanted.map(|(_, count)| count).sum()
}

fn row(view: &View, line: &Line) -> Markup {
    html! {
        li .card {
            a .open href={ "/registrations/" (line.id) } {
                span .code { (line.receipt) }
                span .name { (said(line.name.as_deref().unwrap_or("nama tidak terbaca"))) }
            }
            p .soft {
                @if Some(line.state) != view.state { strong { (words::state(line.state)) } " · " }
                time datetime=(line.changed_at) title=(words::moment(line.changed_at)) {
                    @if line.state == OfficeState::Received { "menunggu " (words::waited(view.now, line.changed_at)) }
                    @else { (words::moment(line.changed_at)) }
                }
                @if line.revision > 1 { " · kiriman ke-" (line.revision) }
            }
            (marks(line.opened || line.state != OfficeState::Received, &line.flags, &line.duplicates))
        }
    }
}

/// Why an officer should look, in words, with the others that have the same NIK.
pub(super) fn marks(opened: bool, flags: &[String], duplicates: &[String]) -> Markup {
    // Which others there are is said even where the machine saw no duplicate yet: the earlier of two is not flagged.
    let flags = flags.iter().filter(|flag| duplicates.is_empty() || flag.as_str() != "duplicate");
    html! {
        @if !opened { p .mark { "Belum dibuka mesin; tunggu sebentar" } }
        @for flag in flags { p .mark { (said(words::flag(flag))) } }
        @if !duplicates.is_empty() {
            p .mark {
                "NIK sama dengan "
                @for (place, twin) in duplicates.iter().enumerate() {
                    @if place > 0 { ", " }
                    a href={ "/registrations/" (twin) } { (twin) }
                }
            }
        }
    }
}

fn pager(view: &View) -> Markup {
    let word = view.state.map_or("all", OfficeState::as_str);
    let to = |page: u32| format!("/queue?state={word}&page={page}");
    html! {
        nav .pager aria-label="Halaman" {
            @if view.page > 1 { a rel="prev" href=(to(view.page - 1)) { "← Sebelumnya" } } @else { span {} }
            span { "Halaman " (view.page) " dari " (view.pages) }
            @if view.page < view.pages { a rel="next" href=(to(view.page + 1)) { "Berikutnya →" } } @else { span {} }
        }
    }
}

/// `accepted 7K2M-94QX`, left by a decision, in words.
fn told(word: &str) -> Option<String> {
    let (state, receipt) = word.split_once(' ')?;
    let state: OfficeState = state.parse().ok()?;
    Some(format!("{receipt}: {}. Pekerja membacanya saat HP-nya tersambung.", words::state(state)))
}
