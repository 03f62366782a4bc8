//! The next registration that waits, the longest first: what somebody else is reading is left out,
//! and what does not open is left for last. Requests that should have been answered come before all
//! others.

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
use crate::desk;
use crate::failure::Failure;
use crate::purposes;
use crate::requests::Clocks;
use crate::store::officers::Role;
use crate::store::{QueueFilter, Store};

/// Lines that are read at once.
const PART: u32 = 50;
/// Lines that are read at most. Whoever is so far down the queue begins again at its head.
const MOST: u32 = 1000;

/// `?after=ID`: the one after that.
#[derive(Deserialize)]
pub(super) struct NextQuery {
    after: Option<String>,
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
    let filter = QueueFilter {
        without_broken: true,
        without_held: true,
        ..QueueFilter::default()
    };
    let found = web.stores.with(move |store| {
        if let Some(id) = after {
            store.give_reading_back(id, &officer)?;
        }
        let others = store.read_by_others(&officer, now)?;
        // Claimed here and not by the page that follows: two who press at once never get the same.
        let take = |id| {
            let free = !others.contains(&id);
            let until = now.plus(READING);
            Ok::<_, Failure>(
                free && (!decides || store.claim_reading(id, &officer, now, until)?.is_none()),
            )
        };
        if let Some(id) = overdue(store, after, now, take)? {
            return Ok(Some(id));
        }
        let (mut passed, mut earlier, mut from, mut seen) = (after.is_none(), Vec::new(), None, 0);
        while seen < MOST {
            let (rows, more) = store.queue(OfficeState::Received, &filter, from, PART, MOST)?;
            let lines = rows
                .iter()
                .map(|row| desk::line_of(store, row))
                .collect::<Result<Vec<_>, _>>()?;
            seen += PART;
            from = more;
            for line in lines {
                let Ok(id) = line.id.parse::<RegistrationId>() else {
                    continue;
                };
                if Some(id) == after {
                    passed = true;
                    continue;
                }
                let ready = line.opened
                    && !line
                        .flags
                        .iter()
                        .any(|flag| flag == "seal_broken" || flag == "key_missing");
                if !ready {
                    continue;
                }
                // Registrations in front of the one that was skipped come last, so that whoever
                // skips goes on down the queue.
                if !passed {
                    earlier.push(id);
                } else if take(id)? {
                    return Ok(Some(id));
                }
            }
            if from.is_none() {
                break;
            }
        }
        for id in earlier {
            if take(id)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    });
    Ok(match found.await? {
        Some(id) => Redirect::to(&format!("/registrations/{id}")),
        None => Redirect::to("/queue?done=1"),
    })
}

/// The request that is overdue longest; after one of them the one that follows it. Whoever skips
/// the last of them, or anything else, goes on in the queue.
fn overdue(
    store: &Store,
    after: Option<RegistrationId>,
    now: Timestamp,
    take: impl Fn(RegistrationId) -> Result<bool, Failure>,
) -> Result<Option<RegistrationId>, Failure> {
    let filter = QueueFilter {
        purposes: purposes::PURPOSES.map(str::to_owned).to_vec(),
        without_broken: true,
        without_held: true,
        ..QueueFilter::default()
    };
    let (mut rows, mut from) = (Vec::new(), None);
    while rows.len() < MOST as usize {
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
    // Only somebody who is among the overdue ones goes on there. From any other registration the
    // way leads on in the queue.
    let passed = match after {
        None => 0,
        Some(after) => match late.iter().position(|(_, id)| *id == after) {
            Some(place) => place + 1,
            None => return Ok(None),
        },
    };
    for (_, id) in late.iter().skip(passed) {
        if take(*id)? {
            return Ok(Some(*id));
        }
    }
    Ok(None)
}
