//! Looking after what only a process with the keys may write. What does not hold is said in the log
//! of the process and at `/metrics` of a listener of its own (`web --metrics`).

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;

use super::money_metrics;
use super::state::WebState;
use crate::failure::Failure;

/// The time between two looks, each of which reads the whole log.
const PAUSE: Duration = Duration::from_secs(5 * 60);

impl WebState {
    /// Looks every few minutes, until the task is dropped.
    pub async fn watch_desk(self: Arc<Self>) {
        loop {
            if let Err(error) = self.look_at_desk().await {
                self.watch.note(-1, -1, -1);
                tracing::error!(%error, "officers and audit log could not be looked at");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn look_at_desk(&self) -> Result<(), Failure> {
        let found = self
            .stores
            .with(|store| Ok((store.check_roster()?, store.verify_audit(&mut |_| {})?)));
        let (roster, log) = found.await?;
        if !roster.is_sound() {
            tracing::error!(
                wrong = roster.wrong(),
                "officers or sessions are not as this office wrote them: `office doctor`"
            );
        }
        if !log.is_sound() {
            let row = log.broken.map(|(seq, _)| seq);
            let row = row.or(log.strangers.first().copied()).unwrap_or_default();
            tracing::error!(
                row,
                "the audit log is not as this office wrote it: `office audit verify`"
            );
        }
        let wrong = i64::try_from(roster.wrong()).unwrap_or(i64::MAX);
        self.watch.note(wrong, i64::from(!log.is_sound()), log.rows);
        Ok(())
    }
}

/// For monitoring alone: it tells no name and no registration.
pub fn operator_routes(web: Arc<WebState>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .with_state(web)
}

async fn metrics(State(web): State<Arc<WebState>>) -> impl IntoResponse {
    let mut text = String::new();
    for (name, value) in [
        ("payung_desk_rows_wrong", &web.watch.rows_wrong),
        ("payung_audit_broken", &web.watch.audit_broken),
        ("payung_audit_rows", &web.watch.audit_rows),
    ] {
        let value = value.load(Ordering::Acquire);
        let _ = writeln!(text, "# TYPE {name} gauge\n{name} {value}");
    }
    let figures = web.stores.with(|store| Ok(store.money_figures()?)).await;
    match figures {
        Ok(figures) => text += &money_metrics::text(&figures, web.clock.now()),
        // What is not known is not told: then the alerts for missing figures come.
        Err(error) => tracing::error!(%error, "money could not be counted"),
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}
