//! The queue: registrations by state, the one that waits longest first. It shows masked names and
//! no answers.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use serde::Deserialize;

use super::find;
use super::html::{HtmlPage, MenuEntry, form_token, safe_text};
use super::lines::{self, Line};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::{html as frame, words};
use crate::clock::earlier;
use crate::desk::{self, ListLine};
use crate::failure::Failure;
use crate::opener::{self, Flag};
use crate::purposes;
use crate::requests::{AnswerClock, Clocks};
use crate::store::officers::Role;
use crate::store::{PageKey, QueueFilter, Store};

/// Registrations on one page.
const MOST: u32 = 25;

/// `?state=received&after=TIME.ID`: the page after that registration, or `before` it. What cannot
/// be read shows the beginning of the queue.
#[derive(Deserialize)]
pub(super) struct QueueQuery {
    state: Option<String>,
    after: Option<String>,
    before: Option<String>,
    /// Said by [`super::next`] when nothing is left.
    done: Option<String>,
    /// Only those with this flag, this purpose, waiting for so many hours, of this regency, with or
    /// without a photo.
    flag: Option<String>,
    purpose: Option<String>,
    hours: Option<String>,
    regency: Option<String>,
    photo: Option<String>,
}

/// Rows that are looked through for one page of a filtered list. Beyond them the page says that it
/// goes on.
const LOOKED: u32 = 5000;
/// Registrations of a state that are counted, at most: each page of the list counts.
const MOST_COUNTED: u32 = 10_000;
/// The word for all warnings of forms together. Each form has its own, and where a list is read, no
/// one of them matters more than another.
const UNUSUAL: &str = "unusual";
/// What officers filter by besides requests.
const PURPOSES: [&str; 5] = ["register", "resume", "active", "employer", "complete"];
const HOURS: [u32; 4] = [4, 24, 72, 168];

struct QueueView {
    lang: Lang,
    state: Option<OfficeState>,
    counts: Vec<(OfficeState, u64)>,
    lines: Vec<ListLine>,
    /// Until when those among them that are requests are to be answered.
    clocks: Vec<Option<AnswerClock>>,
    /// There are others before these lines, and after them.
    earlier: bool,
    later: bool,
    word: Option<String>,
    now: Timestamp,
    done: Done,
    /// What is asked for beside the state, as it stands in the address.
    asked: Vec<(&'static str, String)>,
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
    let place = Place::read(&asked);
    let (now, lang, token_hash) = (web.clock.now(), session.lang, session.token_hash);
    let (role, all_done) = (session.role, asked.done.is_some());
    let filter = asked.filter(&web, state, now);
    let asked = asked.beside_state();
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
        let (lines, earlier, later) = place.lines(store, state, &filter)?;
        // What the list leaves out is counted, so that the page can lead to it.
        let broken = if filter.without_broken {
            store.broken(LOOKED + 1)?
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

impl QueueQuery {
    /// What is left out. What does not open is left out of what waits, unless it is asked for: a
    /// stranger can send any amount of it.
    fn filter(&self, web: &WebState, state: Option<OfficeState>, now: Timestamp) -> QueueFilter {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let hours: Option<u64> = given(&self.hours).and_then(|hours| hours.parse().ok());
        let photo = opener::with_photo(&web.index);
        QueueFilter {
            flag: given(&self.flag).filter(|flag| flag != UNUSUAL),
            flag_beside: match self.flag.as_deref() {
                Some(UNUSUAL) => Flag::ALL.map(|flag| flag.word().to_owned()).to_vec(),
                _ => Vec::new(),
            },
            purpose: given(&self.purpose),
            purposes: Vec::new(),
            unchanged_since: hours.map(|hours| earlier(now, hours.min(100_000) * 3_600_000)),
            key: match (given(&self.regency), self.photo.as_deref()) {
                (Some(regency), _) => {
                    Some(opener::region(&web.index, &regency).unwrap_or_default())
                }
                (None, Some("with")) => Some(photo),
                (None, _) => None,
            },
            lacks: (self.photo.as_deref() == Some("without")).then_some(photo),
            without_held: state == Some(OfficeState::Received),
            without_broken: state == Some(OfficeState::Received)
                && self.flag.as_deref() != Some("seal_broken"),
        }
    }

    fn beside_state(&self) -> Vec<(&'static str, String)> {
        let asked = [
            ("flag", &self.flag),
            ("purpose", &self.purpose),
            ("hours", &self.hours),
            ("regency", &self.regency),
            ("photo", &self.photo),
        ];
        let given = asked
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.clone()?)));
        // Only what can stand in an address as it is: everything that is asked for is a word or a
        // code.
        let plain = |text: &str| {
            text.bytes()
                .all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'.' | b'_' | b'-'))
        };
        given
            .filter(|(_, text)| !text.is_empty() && plain(text))
            .collect()
    }
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
        (filters(view))
        @if view.broken > 0 {
            p .soft {
                (words::BROKEN_ASIDE.text(lang)) (up_to(view.broken, LOOKED)) ". "
                a href="/queue?state=received&flag=seal_broken" { (words::SHOW_BROKEN.text(lang)) }
            }
        }
        @if view.lines.is_empty() {
            p .empty { @if view.state == Some(OfficeState::Received) { (words::NOBODY_WAITS.text(lang)) } @else { (words::NONE.text(lang)) } }
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
        @if view.earlier || view.later { (pager(view)) }
    }
}

impl QueueView {
    /// True on the list of what does not open, for who may decide.
    fn refuses_all(&self) -> bool {
        let broken = self
            .asked
            .iter()
            .any(|(name, value)| *name == "flag" && value == "seal_broken");
        self.decides
            && broken
            && self.state == Some(OfficeState::Received)
            && !self.lines.is_empty()
    }

    /// True when something may be left out, so that the list cannot be turned back.
    fn is_filtered(&self) -> bool {
        !self.asked.is_empty()
    }

    fn asked(&self, name: &str) -> &str {
        self.asked
            .iter()
            .find(|(one, _)| *one == name)
            .map_or("", |(_, value)| value)
    }
}

fn filters(view: &QueueView) -> Markup {
    let lang = view.lang;
    let choice = |name: &str, label: &str, options: &[(String, String)]| {
        html! {
            div {
                label for={ "by-" (name) } { (label) }
                select #{ "by-" (name) } name=(name) {
                    option value="" { (words::ANY.text(lang)) }
                    @for (value, text) in options { option value=(value) selected[view.asked(name) == value] { (text) } }
                }
            }
        }
    };
    let flags: Vec<_> = Flag::ALL
        .iter()
        .map(|flag| flag.word())
        .chain([UNUSUAL])
        .map(|flag| (flag.to_owned(), words::flag(lang, flag).to_owned()))
        .collect();
    let purposes: Vec<_> = PURPOSES
        .iter()
        .chain(&purposes::PURPOSES)
        .map(|one| ((*one).to_owned(), words::purpose(lang, one).to_owned()))
        .collect();
    let hours: Vec<_> = HOURS
        .iter()
        .map(|hours| (hours.to_string(), words::hours(lang, *hours)))
        .collect();
    let photo = [("with", words::WITH_PHOTO), ("without", words::NO_PHOTO)];
    let photo: Vec<_> = photo
        .iter()
        .map(|(value, text)| ((*value).to_owned(), text.text(lang).to_owned()))
        .collect();
    html! {
        details .filters open[!view.asked.is_empty()] {
            summary { (words::FILTERS.text(lang)) }
            form method="get" action="/queue" {
                input type="hidden" name="state" value=(view.state.map_or("all", OfficeState::as_str));
                (choice("flag", words::BY_FLAG.text(lang), &flags))
                (choice("purpose", words::BY_PURPOSE.text(lang), &purposes))
                (choice("hours", words::BY_AGE.text(lang), &hours))
                (choice("photo", words::PHOTOS.text(lang), &photo))
                div {
                    label for="by-regency" { (words::BY_REGENCY.text(lang)) }
                    input #by-regency name="regency" type="text" maxlength="8" autocomplete="off" value=(safe_text(view.asked("regency")));
                }
                button type="submit" { (words::APPLY.text(lang)) }
            }
        }
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

fn pager(view: &QueueView) -> Markup {
    let lang = view.lang;
    let word = view.state.map_or("all", OfficeState::as_str);
    let to = |way: &str, line: Option<&ListLine>| {
        let key = line
            .map(|line| format!("{}.{}", line.changed_at.millis(), line.id))
            .unwrap_or_default();
        let asked: Vec<String> = view
            .asked
            .iter()
            .map(|(name, value)| format!("&{name}={value}"))
            .collect();
        let asked = asked.concat();
        format!("/queue?state={word}{asked}&{way}={key}")
    };
    html! {
        nav .pager aria-label=(words::PAGES.text(lang)) {
            @if view.earlier && view.is_filtered() { a rel="prev" href=(to("", None)) { (words::TO_BEGINNING.text(lang)) } }
            @else if view.earlier { a rel="prev" href=(to("before", view.lines.first())) { (words::BEFORE.text(lang)) } } @else { span {} }
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
            Some(PageKey {
                changed_at: Timestamp::from_millis(millis.parse().ok()?).ok()?,
                id,
            })
        };
        match (key(&asked.after), key(&asked.before)) {
            (Some(key), _) => Self::After(key),
            (None, Some(key)) => Self::Before(key),
            (None, None) => Self::First,
        }
    }

    /// The lines, and whether there are others before and after them.
    fn lines(
        &self,
        store: &Store,
        state: Option<OfficeState>,
        filter: &QueueFilter,
    ) -> Result<(Vec<ListLine>, bool, bool), Failure> {
        let most = MOST as usize;
        let (state, filtered) = match state {
            Some(one) if !filter.is_everything() => (state, Some(one)),
            _ => (state, None),
        };
        let plain = QueueFilter {
            without_broken: filter.without_broken,
            without_held: filter.without_held,
            ..QueueFilter::default()
        };
        let back = matches!(self, Self::Before(_)) && *filter == plain;
        if let Some(one) = filtered.filter(|_| !back) {
            let after = if let Self::After(key) = self {
                Some(*key)
            } else {
                None
            };
            // Turning back leads to the beginning: what is left out makes the way back another one.
            let (rows, later) = store.queue(one, filter, after, MOST, LOOKED)?;
            let lines = rows
                .iter()
                .map(|row| desk::line_of(store, row))
                .collect::<Result<Vec<_>, _>>()?;
            return Ok((lines, after.is_some(), later.is_some()));
        }
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
                    return Self::First.lines(store, state, filter);
                }
                let later = lines.len() > most;
                lines.truncate(most);
                Ok((lines, true, later))
            }
            Self::Before(key) => {
                let mut lines = desk::lines_before(store, state, *key, MOST + 1)?;
                // Fewer than a page stand in front of it, so the first page is shown, and whole.
                if lines.len() < most {
                    return Self::First.lines(store, state, filter);
                }
                let earlier = lines.len() > most;
                let mut lines = lines.split_off(usize::from(earlier));
                let held = if filter.without_held {
                    let far = Timestamp::default().plus(Duration::MAX);
                    store.held(far, LOOKED)?
                } else {
                    Vec::new()
                };
                let is_held =
                    |line: &ListLine| held.iter().any(|(id, _)| id.to_string() == line.id);
                let is_broken =
                    |line: &ListLine| line.flags.iter().any(|flag| flag == "seal_broken");
                lines.retain(|line| !(is_held(line) || filter.without_broken && is_broken(line)));
                Ok((lines, earlier, true))
            }
        }
    }
}
