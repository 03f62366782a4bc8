//! One registration in clear, and its photos. The audit row is on disk before anything is opened:
//! see [`desk::show`].

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use payung_model::sealed::{Digest, RegistrationId};

use super::decision_form::DecisionForm;
use super::html::HtmlPage;
use super::refusal::Refusal;
use super::session::Session;
use super::sheet::sheet;
use super::state::WebState;
use super::view::known;
use crate::desk::{self, ShowRequest};
use crate::failure::Failure;
use crate::opener::picture;

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Path(id): Path<String>,
) -> Result<HtmlPage, Refusal> {
    let known = known(&web, &session, id).await?;
    let wish = known.taken_back.as_ref().map(DecisionForm::of);
    Ok(sheet(&session, &known, &wish.unwrap_or_default()))
}

/// A photo, decrypted in memory. Neither the office nor the browser (`no-store`) keeps it.
pub(super) async fn photo(
    State(web): State<Arc<WebState>>,
    session: Session,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let id: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
    let digest: Digest = digest.parse().map_err(|_| Refusal::NotFound)?;
    let shared = web.clone();
    let found = web.stores.with(move |store| {
        let looking = ShowRequest {
            id,
            officer: &session.officer,
            now: shared.clock.now(),
            lang: session.lang,
            photos: None,
        };
        match desk::show_photo(store, &shared.keys, &looking, digest) {
            Ok(Some(photo)) => Ok(Ok(photo)),
            Ok(None) => Ok(Err(Refusal::NotFound)),
            Err(Failure::Input(_) | Failure::Envelope(_) | Failure::File(_)) => {
                Ok(Err(Refusal::Photo))
            }
            Err(other) => Err(other),
        }
    });
    let photo = found.await??;
    // The opener flags it too; here it counts, because here it would reach a browser.
    picture::size(&photo).ok_or(Refusal::Photo)?;
    Ok(([(CONTENT_TYPE, "image/jpeg")], photo.to_vec()).into_response())
}
