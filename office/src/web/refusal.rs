//! Why a page is not shown, in words.

use axum::Extension;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::text::Lang;

use super::html;
use super::words::{self, Words};
use crate::failure::Failure;
use crate::store::StoreError;

/// Each has its status and its words; none says more than whoever asked may know.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Nobody is signed in; `ended`: somebody was.
    SignIn { ended: bool },
    /// Signed in, and not for this.
    Role,
    /// The form does not come from this session's page.
    Forged,
    /// Not a form of ours.
    Form,
    /// Nothing here.
    NotFound,
    /// It stands otherwise than the officer saw.
    Changed,
    /// A photo that does not open.
    Photo,
    /// Too many at once, or too slow.
    Busy,
    /// Our own trouble.
    Broken(Failure),
}

/// What `gate` says of it, in the language of whoever asked.
#[derive(Clone, Copy)]
pub(super) struct RefusalWords {
    status: StatusCode,
    title: Words,
    sentence: Words,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, title, sentence) = match self {
            Self::SignIn { ended } => {
                return Redirect::to(if ended { "/sign-in?ended=1" } else { "/sign-in" }).into_response();
            }
            Self::Role => (StatusCode::FORBIDDEN, words::ROLE_TITLE, words::ROLE),
            Self::Forged => (StatusCode::FORBIDDEN, words::UNDONE_TITLE, words::FORGED),
            Self::Form => (StatusCode::BAD_REQUEST, words::UNDONE_TITLE, words::UNREADABLE),
            Self::NotFound => (StatusCode::NOT_FOUND, words::NOT_HERE_TITLE, words::NOT_HERE),
            Self::Changed => (StatusCode::CONFLICT, words::CHANGED_TITLE, words::CHANGED),
            Self::Photo => (StatusCode::UNPROCESSABLE_ENTITY, words::PHOTO_TITLE, words::PHOTO_BROKEN),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, words::BUSY_TITLE, words::BUSY),
            Self::Broken(failure) => {
                // A failure's words hold no personal data.
                tracing::error!(%failure, "page");
                (StatusCode::INTERNAL_SERVER_ERROR, words::TROUBLE_TITLE, words::TROUBLE)
            }
        };
        (status, Extension(RefusalWords { status, title, sentence })).into_response()
    }
}

impl RefusalWords {
    /// The whole answer.
    pub(super) fn in_words(self, lang: Lang) -> Response {
        let content =
            maud::html! { p { (self.sentence.text(lang)) } p { a href="/queue" { (words::TO_QUEUE.text(lang)) } } };
        let mut response = (self.status, html::plain(lang, self.title.text(lang), &content)).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from_static("10"));
        }
        response
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Broken(failure)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.into())
    }
}
