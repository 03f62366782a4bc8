//! Requests for money whose accept is held: two of them never mean one refund.

use payung_model::sealed::RegistrationId;

use super::decide::{Decision, held_decision};
use super::paper::PaperKey;
use super::refund::money_request;
use crate::store::index::IndexRow;
use crate::store::{PaperKind, Store, StoreError};

/// Requests for one payer's money that are looked through for accepts that are held.
const MOST_REQUESTS: u32 = 500;

/// Whether each refund that could answer the request is named by another accept that is held: told
/// first, that one takes it, and this request would wait in the queue again.
pub fn is_named_by_a_held_accept(
    store: &Store,
    papers: &PaperKey,
    id: RegistrationId,
    row: &IndexRow,
) -> Result<bool, StoreError> {
    let Some(request) = money_request(store, id, row)? else {
        return Ok(false);
    };
    let mut held = Vec::new();
    for other in store.money_requests(request.payer, MOST_REQUESTS)? {
        for paper in store.papers(other)? {
            let decision = (other != id && paper.kind == PaperKind::Held)
                .then(|| held_decision(papers, other, &paper))
                .flatten();
            if matches!(decision, Some(Decision::Accept { .. })) {
                held.push((paper.at, other, paper.revision));
            }
        }
    }
    // In the order in which they are told.
    held.sort();
    let mut taken = Vec::new();
    for (_, other, revision) in held {
        let row = store.index_row(other, revision)?.unwrap_or_default();
        if let Some(other) = money_request(store, other, &row)? {
            let answers = store.answers_to(&other)?;
            let mut free = answers.iter().filter(|(whole, _)| !taken.contains(whole));
            taken.extend(free.next().map(|(whole, _)| *whole));
        }
    }
    let answers = store.answers_to(&request)?;
    let is_taken = |(whole, names): &(RegistrationId, bool)| !names && taken.contains(whole);
    Ok(!answers.is_empty() && answers.iter().all(is_taken))
}
