//! What a person does who pays, by hand on the page or by a test. None of it needs a key.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use payung_model::units::{Rupiah, Timestamp};
use serde::Deserialize;
use serde_json::json;

use crate::book::{self, CodeState, PayOptions};
use crate::faults::Faults;
use crate::refusal::Refusal;
use crate::{Acquirer, Told, page};

/// Codes on the page, and payments below them.
const SHOWN: usize = 20;

pub fn routes(acquirer: &Arc<Acquirer>) -> Router {
    Router::new()
        .route("/", get(show))
        .route("/pay", post(pay_on_the_page))
        .route("/sandbox/pay", post(pay))
        .route("/sandbox/codes", get(codes))
        .route("/sandbox/payments", get(payments))
        .route(
            "/healthz",
            get(|| async { Told(Ok(json!({ "ok": true }))) }),
        )
        .with_state(Arc::clone(acquirer))
}

/// A payment: by one of the two codes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PayOrder {
    qris: Option<String>,
    payment_code: Option<String>,
    amount: Option<Rupiah>,
    paid_at: Option<Timestamp>,
    /// Takes the money though the code is paid, expired or cancelled.
    #[serde(default)]
    force: bool,
}

impl PayOrder {
    fn run(self, acquirer: &Acquirer) -> Result<String, Refusal> {
        let ((Some(value), None) | (None, Some(value))) = (self.qris, self.payment_code) else {
            return Err(Refusal::Malformed);
        };
        let paid_at = self.paid_at.unwrap_or_else(|| acquirer.clock.now());
        let options = PayOptions {
            force: self.force,
            held: acquirer.faults.as_ref().is_some_and(Faults::holds),
        };
        acquirer.journal.act(|book| {
            let (reference, entry) = book.pay(value.trim(), self.amount, paid_at, options)?;
            Ok((reference, vec![entry]))
        })
    }
}

async fn pay(State(acquirer): State<Arc<Acquirer>>, body: Bytes) -> Told {
    let paid = acquirer.with(move |acquirer| {
        let order: PayOrder = serde_json::from_slice(&body).map_err(|_| Refusal::Malformed)?;
        order.run(acquirer)
    });
    Told(
        paid.await
            .map(|reference| json!({ "reference": reference })),
    )
}

/// What the page's form sends: whichever code was typed or stands in the button.
#[derive(Deserialize)]
struct PayForm {
    code: String,
}

async fn pay_on_the_page(
    State(acquirer): State<Arc<Acquirer>>,
    form: Result<Form<PayForm>, FormRejection>,
) -> Redirect {
    let paid = acquirer.with(move |acquirer| {
        let Form(form) = form.map_err(|_| Refusal::Malformed)?;
        let order = PayOrder {
            qris: Some(form.code),
            payment_code: None,
            amount: None,
            paid_at: None,
            force: false,
        };
        order.run(acquirer)
    });
    match paid.await {
        Ok(reference) => Redirect::to(&format!("/?paid={reference}")),
        Err(refusal) => Redirect::to(&format!("/?refused={}", refusal.code())),
    }
}

/// What the page says above the codes.
#[derive(Default, Deserialize)]
pub struct Outcomes {
    pub paid: Option<String>,
    pub refused: Option<String>,
}

async fn show(
    State(acquirer): State<Arc<Acquirer>>,
    outcomes: Result<Query<Outcomes>, QueryRejection>,
) -> Response {
    let outcomes = outcomes.map(|Query(it)| it).unwrap_or_default();
    let shown = acquirer.with(move |acquirer| {
        let today = acquirer.clock.now().date();
        acquirer.journal.act(|book| {
            let open = book
                .codes()
                .filter(|code| book.state(code, today) == CodeState::Open);
            let page = page::page(
                &outcomes,
                open.take(SHOWN),
                book.payments().rev().take(SHOWN),
            );
            Ok((page.into_string(), Vec::new()))
        })
    });
    match shown.await {
        Ok(page) => {
            // The page has no script, and its style stands in it.
            let policy =
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'self'";
            ([("content-security-policy", policy)], Html(page)).into_response()
        }
        Err(refusal) => Told(Err(refusal)).into_response(),
    }
}

/// Which codes are asked for.
#[derive(Deserialize)]
struct CodesWanted {
    state: Option<String>,
    limit: Option<usize>,
}

async fn codes(
    State(acquirer): State<Arc<Acquirer>>,
    wanted: Result<Query<CodesWanted>, QueryRejection>,
) -> Told {
    let Ok(Query(wanted)) = wanted else {
        return Told(Err(Refusal::Malformed));
    };
    let listed = acquirer.with(move |acquirer| {
        let today = acquirer.clock.now().date();
        acquirer.journal.act(|book| {
            let lines = book.codes().map(|code| {
                let mut line = json!(code);
                line["state"] = json!(book.state(code, today));
                line
            });
            let is_wanted = |line: &serde_json::Value| {
                wanted
                    .state
                    .as_deref()
                    .is_none_or(|state| line["state"] == state)
            };
            let lines: Vec<_> = lines
                .filter(is_wanted)
                .take(wanted.limit.unwrap_or(usize::MAX))
                .collect();
            Ok((json!({ "codes": lines }), Vec::new()))
        })
    });
    Told(listed.await)
}

async fn payments(State(acquirer): State<Arc<Acquirer>>) -> Told {
    let listed = acquirer.with(|acquirer| {
        acquirer.journal.act(|book| {
            let lines: Vec<_> = book
                .payments()
                .map(|(place, payment, refunded)| {
                    let mut line = json!(payment);
                    line["reference"] = json!(book::reference(place));
                    line["refunded"] = json!(refunded);
                    line
                })
                .collect();
            Ok((json!({ "payments": lines }), Vec::new()))
        })
    });
    Told(listed.await)
}
