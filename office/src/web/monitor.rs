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
use payung_model::sealed::Bundle;
use payung_model::units::Timestamp;

use super::money_metrics;
use super::state::WebState;
use crate::backup::BACKUP_MADE;
use crate::opener::bundle_of;
use crate::store::{Store, StoreError};

/// The time between two looks, each of which reads the whole log.
const PAUSE: Duration = Duration::from_secs(5 * 60);

impl WebState {
    /// Looks every few minutes, until the task is dropped.
    pub async fn watch_desk(self: Arc<Self>) {
        loop {
            self.look_at_desk().await;
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn look_at_desk(&self) {
        let roster = self.stores.with(|store| Ok(store.check_roster()?)).await;
        let log = self
            .stores
            .with(|store| Ok(store.verify_audit(&mut |_| {})?));
        self.watch.note(&roster, &log.await);
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
    let now = web.clock.now();
    match web.stores.with(|store| Ok(Kept::of(store)?)).await {
        Ok(kept) => text += &kept.text(now),
        Err(error) => tracing::error!(%error, "backups and rules could not be looked at"),
    }
    let figures = web.stores.with(|store| Ok(store.money_figures()?)).await;
    match figures {
        Ok(figures) => text += &money_metrics::text(&figures, now),
        // What is not known is not told: then the alerts for missing figures come.
        Err(error) => tracing::error!(%error, "money could not be counted"),
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}

/// What ends by itself when nobody keeps it up.
struct Kept {
    backed_up: Option<Timestamp>,
    newer_by: Option<Timestamp>,
}

impl Kept {
    fn of(store: &Store) -> Result<Self, StoreError> {
        let newest = store.bundle_for(Bundle::ENGINE)?;
        let served = match newest {
            Some(newest) => bundle_of(store, newest.sequence)?,
            None => None,
        };
        Ok(Self {
            backed_up: store.last_done(&[BACKUP_MADE])?,
            newer_by: served.and_then(|bundle| bundle.newer_by),
        })
    }

    fn text(&self, now: Timestamp) -> String {
        // Nobody ever made one: older than anything that an alert asks for.
        let age = self
            .backed_up
            .map_or("+Inf".to_owned(), |at| now.since(at).as_secs().to_string());
        let mut text =
            format!("# TYPE payung_backup_age_seconds gauge\npayung_backup_age_seconds {age}\n");
        if let Some(by) = self.newer_by {
            let by = by.millis() / 1000;
            let _ = writeln!(
                text,
                "# TYPE payung_bundle_newer_by_seconds gauge\npayung_bundle_newer_by_seconds {by}"
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_that_nobody_made_is_older_than_any_alert() {
        let at = |millis: i64| Timestamp::from_millis(millis).unwrap();
        let kept = |backed_up, newer_by| Kept {
            backed_up,
            newer_by,
        };
        let text = kept(Some(at(5_000)), Some(at(90_000))).text(at(65_000));
        assert!(text.contains("\npayung_backup_age_seconds 60\n"), "{text}");
        assert!(
            text.contains("\npayung_bundle_newer_by_seconds 90\n"),
            "{text}"
        );
        let text = kept(None, None).text(at(65_000));
        assert!(
            text.contains("\npayung_backup_age_seconds +Inf\n"),
            "{text}"
        );
        assert!(!text.contains("bundle"), "{text}");
    }
}
