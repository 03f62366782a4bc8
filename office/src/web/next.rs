//! The next registration that waits, the longest first: what somebody else is reading is left out, and what does not open
//! is left for last.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Redirect;
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use serde::Deserialize;

use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use crate::desk;
use crate::store::QueueFilter;

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
    let (officer, now, shared) = (session.officer, web.clock.now(), Arc::clone(&web));
    let filter = QueueFilter { without_broken: true, without_held: true, ..QueueFilter::default() };
    let found = web.stores.with(move |store| {
        if let Some(id) = after {
            shared.claims.give_back(id, &officer);
        }
        let (mut passed, mut first, mut from, mut seen) = (after.is_none(), None, None, 0);
        while seen < MOST {
            let (rows, more) = store.queue(OfficeState::Received, &filter, from, PART, MOST)?;
            let lines = rows.iter().map(|row| desk::line_of(store, row)).collect::<Result<Vec<_>, _>>()?;
            seen += PART;
            from = more;
            for line in lines {
                let Ok(id) = line.id.parse::<RegistrationId>() else { continue };
                if Some(id) == after {
                    passed = true;
                    continue;
                }
                let ready =
                    line.opened && !line.flags.iter().any(|flag| flag == "seal_broken" || flag == "key_missing");
                if !ready || shared.claims.is_others(id, &officer, now) {
                    continue;
                }
                if passed {
                    return Ok(Some(id));
                }
                first = first.or(Some(id));
            }
            if from.is_none() {
                break;
            }
        }
        Ok(first)
    });
    Ok(match found.await? {
        Some(id) => Redirect::to(&format!("/registrations/{id}")),
        None => Redirect::to("/queue?done=1"),
    })
}
