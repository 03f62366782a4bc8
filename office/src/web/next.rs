//! The next registration that waits, the longest first: what somebody else is reading is left out,
//! and so is what does not open. Requests that should have been answered come before all others, and
//! what the officer skipped comes back when nothing else is left.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Redirect;
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use serde::Deserialize;

use super::queue::clock_of;
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::view::READING;
use crate::clock::earlier;
use crate::desk;
use crate::failure::Failure;
use crate::purposes;
use crate::requests::Clocks;
use crate::store::officers::Role;
use crate::store::{Paper, PaperKind, QueueFilter, Store};

/// Rows that are read at once.
const PART: u32 = 50;
/// Rows that are read at most.
const MOST: u32 = 20_000;
/// For so long what was skipped comes last: a day's work. Tomorrow it stands where it stood.
const SKIPPED_MILLIS: u64 = 12 * 3_600_000;

/// `?after=ID`: that one is left for later.
#[derive(Deserialize)]
pub(super) struct NextQuery {
    after: Option<String>,
}

/// What comes next.
enum Next {
    This(RegistrationId),
    /// Nothing waits that this officer could take.
    AllDone,
    /// There are so many in front that nobody can say.
    Unknown,
}

/// Leads to the next one, and claims it; to the queue when nothing is left.
pub(super) async fn next(
    State(web): State<Arc<WebState>>,
    session: Session,
    Query(asked): Query<NextQuery>,
) -> Result<Redirect, Refusal> {
    let after: Option<RegistrationId> = asked.after.and_then(|id| id.parse().ok());
    let (officer, now) = (session.officer, web.clock.now());
    let decides = session.role >= Role::Decider;
    let found = web.stores.with(move |store| {
        if let Some(id) = after {
            store.skip(id, &officer, now)?;
        }
        let skipped = store.skipped_since(&officer, earlier(now, SKIPPED_MILLIS))?;
        let others = store.read_by_others(&officer, now)?;
        // Claimed here and not by the page that follows: two who press at once never get the same.
        let take = |id| {
            let free = !others.contains(&id);
            let until = now.plus(READING);
            Ok::<_, Failure>(
                free && (!decides || store.claim_reading(id, &officer, now, until)?.is_none()),
            )
        };
        let passed: BTreeSet<_> = skipped.iter().copied().collect();
        let take_fresh = |id| Ok::<_, Failure>(!passed.contains(&id) && take(id)?);
        if let Some(id) = overdue(store, now, take_fresh)? {
            return Ok(Next::This(id));
        }
        let next = waiting(store, take_fresh)?;
        if !matches!(next, Next::AllDone) {
            return Ok(next);
        }
        // The one that was just skipped is the last of them, and is not shown again at once.
        for id in skipped.into_iter().filter(|id| Some(*id) != after) {
            if is_waiting(store, id)? && take(id)? {
                return Ok(Next::This(id));
            }
        }
        Ok(Next::AllDone)
    });
    Ok(match found.await? {
        Next::This(id) => Redirect::to(&format!("/registrations/{id}")),
        Next::AllDone => Redirect::to("/queue?done=1"),
        Next::Unknown => Redirect::to("/queue"),
    })
}

/// What an officer can work on.
fn workable() -> QueueFilter {
    QueueFilter {
        without_broken: true,
        without_held: true,
        only_opened: true,
        ..QueueFilter::default()
    }
}

/// The first that waits and can be taken.
fn waiting(
    store: &Store,
    take: impl Fn(RegistrationId) -> Result<bool, Failure>,
) -> Result<Next, Failure> {
    let (mut from, mut seen) = (None, 0);
    while seen < MOST {
        let (rows, more) = store.queue(OfficeState::Received, &workable(), from, PART, MOST)?;
        for row in &rows {
            if take(row.id)? {
                return Ok(Next::This(row.id));
            }
        }
        if more.is_none() {
            return Ok(Next::AllDone);
        }
        seen += PART;
        from = more;
    }
    Ok(Next::Unknown)
}

/// True when it still waits for a decision, and none is held.
fn is_waiting(store: &Store, id: RegistrationId) -> Result<bool, Failure> {
    let rows = store.rows(&[id])?;
    let received = rows.iter().any(|row| row.state == OfficeState::Received);
    let held = |paper: &Paper| paper.kind == PaperKind::Held;
    Ok(received && !store.papers(id)?.iter().any(held))
}

/// The request that is overdue longest and can be taken.
fn overdue(
    store: &Store,
    now: Timestamp,
    take: impl Fn(RegistrationId) -> Result<bool, Failure>,
) -> Result<Option<RegistrationId>, Failure> {
    const MOST_REQUESTS: usize = 1000;
    let filter = QueueFilter {
        purposes: purposes::PURPOSES.map(str::to_owned).to_vec(),
        ..workable()
    };
    let (mut rows, mut from) = (Vec::new(), None);
    while rows.len() < MOST_REQUESTS {
        let (part, next) = store.queue(OfficeState::Received, &filter, from, PART, MOST)?;
        rows.extend(part);
        from = next;
        if from.is_none() {
            break;
        }
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let clocks = Clocks::in_force(store)?;
    let mut late = Vec::new();
    for row in &rows {
        let line = desk::line_of(store, row)?;
        let clock = clock_of(&clocks, &line, now);
        late.extend(
            clock
                .filter(|clock| clock.overdue)
                .map(|clock| (clock.last_day, row.id)),
        );
    }
    late.sort();
    for (_, id) in late {
        if take(id)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
