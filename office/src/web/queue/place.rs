//! Which part of the queue a page shows, and the links to what is before and after it.

use std::time::Duration;

use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use payung_model::units::Timestamp;

use super::super::words;
use super::filters::{QueueFilters, SEAL_BROKEN};
use super::query::QueueQuery;
use crate::desk::{self, ListLine};
use crate::failure::Failure;
use crate::store::{PageKey, QueueFilter, Store};

/// Registrations on one page.
const MOST: u32 = 25;
/// Rows that are looked through for one page of a filtered list. Beyond them the page says that it
/// goes on.
const LOOKED: u32 = 5000;
/// The same for a page in front of another, whose rows are read whole.
const LOOKED_BACK: usize = 1000;

/// It is said by a registration and not by a number, so that it stays the same while others come
/// and go, and costs the same however long the queue is.
pub(super) enum QueuePlace {
    First,
    After(PageKey),
    Before(PageKey),
}

/// What a page shows of it.
pub(super) struct QueuePart {
    pub(super) lines: Vec<ListLine>,
    /// None when these lines are the first.
    pub(super) earlier: Option<Earlier>,
    /// Behind which row the list goes on. It may be a row that is not shown: the page ends where
    /// its rows were looked through, whether a line was found or not.
    pub(super) later: Option<PageKey>,
}

/// Where a list is turned back to.
pub(super) enum Earlier {
    /// The page in front of this row.
    Before(PageKey),
    /// The beginning: what is left out makes the way back another one.
    Beginning,
}

impl QueuePlace {
    pub(super) fn read(asked: &QueueQuery) -> Self {
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

    pub(super) fn part(
        &self,
        store: &Store,
        state: Option<OfficeState>,
        filter: &QueueFilter,
    ) -> Result<QueuePart, Failure> {
        // What the list leaves out by itself does not keep it from being turned back.
        let plain = QueueFilter {
            without_broken: filter.without_broken,
            without_held: filter.without_held,
            ..QueueFilter::default()
        };
        let after = match self {
            Self::Before(key) if *filter == plain => {
                return before(store, state, filter, *key);
            }
            Self::After(key) => Some(*key),
            Self::Before(_) | Self::First => None,
        };
        let (lines, later) = match state {
            Some(one) if !filter.is_everything() => {
                let (rows, later) = store.queue(one, filter, after, MOST, LOOKED)?;
                let lines = rows.iter().map(|row| desk::line_of(store, row));
                (lines.collect::<Result<Vec<_>, _>>()?, later)
            }
            _ => {
                // One line more is asked for: it tells whether there is another page.
                let mut lines = desk::lines_after(store, state, after, MOST + 1)?;
                let goes_on = lines.len() > MOST as usize;
                lines.truncate(MOST as usize);
                let last = lines.last().and_then(ListLine::key);
                (lines, last.filter(|_| goes_on))
            }
        };
        if after.is_some() && lines.is_empty() && later.is_none() {
            // The rest of the queue was decided meanwhile.
            return Self::First.part(store, state, filter);
        }
        let first = lines.first().and_then(ListLine::key);
        let earlier = after.map(|_| match first {
            Some(first) if *filter == plain => Earlier::Before(first),
            _ => Earlier::Beginning,
        });
        Ok(QueuePart {
            lines,
            earlier,
            later,
        })
    }
}

/// The page in front of a row.
fn before(
    store: &Store,
    state: Option<OfficeState>,
    filter: &QueueFilter,
    key: PageKey,
) -> Result<QueuePart, Failure> {
    let most = MOST as usize;
    let held = if filter.without_held {
        let far = Timestamp::default().plus(Duration::MAX);
        store.held(far, LOOKED)?
    } else {
        Vec::new()
    };
    let shown = |line: &ListLine| {
        let is_held = held.iter().any(|(id, _)| id.to_string() == line.id);
        let is_broken = line.flags.iter().any(|flag| flag == SEAL_BROKEN);
        !(is_held || filter.without_broken && is_broken)
    };
    let (mut found, mut from, mut looked) = (Vec::new(), key, 0);
    while found.len() <= most && looked < LOOKED_BACK {
        let mut lines = desk::lines_before(store, state, from, MOST + 1)?;
        let read = lines.len();
        from = lines.first().and_then(ListLine::key).unwrap_or(from);
        lines.retain(shown);
        lines.append(&mut found);
        found = lines;
        looked += read;
        // The list begins here, so fewer than a page stand in front of the row, or exactly one. The
        // first page is shown, and whole.
        if read <= most && found.len() <= most {
            return QueuePlace::First.part(store, state, filter);
        }
    }
    let lines = found.split_off(found.len().saturating_sub(most));
    let first = lines.first().and_then(ListLine::key);
    let last = lines.last().and_then(ListLine::key);
    Ok(QueuePart {
        lines,
        earlier: Some(Earlier::Before(first.unwrap_or(from))),
        later: last.or(Some(from)),
    })
}

/// The links to what is before a page and after it.
pub(super) fn pager(
    lang: Lang,
    state: Option<OfficeState>,
    asked: &QueueFilters,
    earlier: Option<&Earlier>,
    later: Option<&PageKey>,
) -> Markup {
    let word = state.map_or("all", OfficeState::as_str);
    let to = |way: &str, key: &PageKey| {
        let asked = asked.in_address();
        let (millis, id) = (key.changed_at.millis(), key.id);
        format!("/queue?state={word}{asked}&{way}={millis}.{id}")
    };
    html! {
        nav .pager aria-label=(words::PAGES.text(lang)) {
            @match earlier {
                Some(Earlier::Before(key)) => a rel="prev" href=(to("before", key)) { (words::BEFORE.text(lang)) },
                Some(Earlier::Beginning) => a rel="prev" href={ "/queue?state=" (word) (asked.in_address()) } { (words::TO_BEGINNING.text(lang)) },
                None => span {},
            }
            @if let Some(key) = later { a rel="next" href=(to("after", key)) { (words::AFTER.text(lang)) } } @else { span {} }
        }
    }
}
