//! What an office asks for: codes, cancelling, reports, refunds. Each request needs the key.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use payung_model::units::Rupiah;
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;

use crate::book::{self, Entry, Refund, Terms};
use crate::merchant::PAYMENT_CODES;
use crate::refusal::Refusal;
use crate::{Acquirer, Told};

/// Reports in one answer, at most.
const MOST: usize = 1_000;

pub fn routes(acquirer: &Arc<Acquirer>) -> Router {
    Router::new()
        .route("/v1/codes/{bill}", put(issue).delete(cancel))
        .route("/v1/payments", get(payments))
        .route("/v1/refunds", post(refund))
        .layer(from_fn_with_state(Arc::clone(acquirer), with_key))
        .with_state(Arc::clone(acquirer))
}

async fn with_key(State(acquirer): State<Arc<Acquirer>>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    let is_known = given.is_some_and(|key| bool::from(key.ct_eq(acquirer.key.as_bytes())));
    if is_known {
        next.run(request).await
    } else {
        Told(Err(Refusal::Unauthorized)).into_response()
    }
}

async fn issue(
    State(acquirer): State<Arc<Acquirer>>,
    Path(bill): Path<String>,
    body: Bytes,
) -> Told {
    let issued = acquirer.with(move |acquirer| {
        let terms: Terms = serde_json::from_slice(&body).map_err(|_| Refusal::Malformed)?;
        let today = acquirer.clock.now().date();
        acquirer.journal.act(|book| {
            let (code, entry) = book.issue(&bill, &terms, today, draw)?;
            Ok((code, entry.into_iter().collect()))
        })
    });
    Told(issued.await.map(
        |code| json!({ "state": "open", "qris": code.qris, "payment_code": code.payment_code }),
    ))
}

/// A number of a payment code; none without randomness.
fn draw(limit: u64) -> Option<u64> {
    getrandom::u64()
        .ok()
        .map(|number| number % limit.min(PAYMENT_CODES))
}

async fn cancel(State(acquirer): State<Arc<Acquirer>>, Path(bill): Path<String>) -> Told {
    let cancelled = acquirer.with(move |acquirer| {
        acquirer
            .journal
            .act(|book| Ok(((), book.cancel(&bill)?.into_iter().collect())))
    });
    Told(cancelled.await.map(|()| json!({ "state": "cancelled" })))
}

/// Which reports are asked for.
#[derive(Deserialize)]
struct Cursor {
    #[serde(default)]
    after: u64,
    limit: Option<usize>,
}

async fn payments(
    State(acquirer): State<Arc<Acquirer>>,
    cursor: Result<Query<Cursor>, axum::extract::rejection::QueryRejection>,
) -> Told {
    let Ok(Query(cursor)) = cursor else {
        return Told(Err(Refusal::Malformed));
    };
    let limit = cursor.limit.unwrap_or(100).clamp(1, MOST);
    let reported = acquirer.with(move |acquirer| {
        release(acquirer)?;
        acquirer.journal.act(|book| {
            let reports = book.reports(cursor.after, limit);
            let lines: Vec<_> = reports
                .into_iter()
                .map(|(sequence, place, payment)| {
                    json!({
                        "sequence": sequence,
                        "reference": book::reference(place),
                        "bill": payment.bill,
                        "amount": payment.amount,
                        "paid_at": payment.paid_at,
                        "channel": payment.channel,
                    })
                })
                .collect();
            Ok((
                json!({ "payments": lines, "last": book.last_report() }),
                Vec::new(),
            ))
        })
    });
    Told(reported.await)
}

/// Payments that were held are reported, all at once where nothing goes wrong.
fn release(acquirer: &Acquirer) -> Result<(), Refusal> {
    acquirer.journal.act(|book| {
        let unreported = book.unreported();
        let places = match &acquirer.faults {
            Some(faults) => {
                let reported = book.payments().map(|(place, ..)| place);
                let last = reported.rev().find(|place| !unreported.contains(place));
                faults.released(&unreported, last)
            }
            None => unreported,
        };
        let entries = places
            .into_iter()
            .map(|payment| Entry::Reported { payment })
            .collect();
        Ok(((), entries))
    })
}

/// Money that goes back, as it is asked for.
#[derive(Deserialize)]
struct RefundOrder {
    id: String,
    reference: String,
    amount: Rupiah,
}

async fn refund(State(acquirer): State<Arc<Acquirer>>, body: Bytes) -> Told {
    let refunded = acquirer.with(move |acquirer| {
        let order: RefundOrder = serde_json::from_slice(&body).map_err(|_| Refusal::Malformed)?;
        if !(1..=64).contains(&order.id.len()) {
            return Err(Refusal::Malformed);
        }
        let refund = Refund {
            id: order.id,
            reference: order.reference,
            amount: order.amount,
        };
        acquirer
            .journal
            .act(|book| Ok(((), book.refund(&refund)?.into_iter().collect())))
    });
    Told(refunded.await.map(|()| json!({ "state": "refunded" })))
}
