//! Why a page is not shown, in words.

use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::words::{self, Words};
use crate::failure::Failure;
use crate::store::StoreError;

/// The reasons. Each has a status and words, which tell nothing that the reader may not know.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Nobody is signed in. `ended` is true when there was a session.
    SignIn { ended: bool },
    /// The officer's role does not allow it.
    Role,
    /// The form does not come from this session's page.
    Forged,
    /// The form cannot be read.
    Form,
    /// There is no such page or registration.
    NotFound,
    /// The registration changed since the officer looked at it.
    Changed,
    /// The photo does not open.
    Photo,
    /// Too many requests run at once, or this one took too long.
    Busy,
    /// The database does not answer. Whether something was done is not known.
    Away,
    /// The office itself failed.
    Broken(Failure),
}

/// What the refused page will say. A handler does not know which language its reader chose, so it
/// attaches these words to its answer, and `gate` makes a page of them.
#[derive(Clone, Copy)]
pub(super) struct RefusalWords {
    pub status: StatusCode,
    pub title: Words,
    pub sentence: Words,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, title, sentence) = match self {
            Self::SignIn { ended } => {
                return Redirect::to(if ended {
                    "/sign-in?ended=1"
                } else {
                    "/sign-in"
                })
                .into_response();
            }
            Self::Role => (StatusCode::FORBIDDEN, words::ROLE_TITLE, words::ROLE),
            Self::Forged => (StatusCode::FORBIDDEN, words::UNDONE_TITLE, words::FORGED),
            Self::Form => (
                StatusCode::BAD_REQUEST,
                words::UNDONE_TITLE,
                words::UNREADABLE,
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                words::NOT_HERE_TITLE,
                words::NOT_HERE,
            ),
            Self::Changed => (StatusCode::CONFLICT, words::CHANGED_TITLE, words::CHANGED),
            Self::Photo => (
                StatusCode::UNPROCESSABLE_ENTITY,
                words::PHOTO_TITLE,
                words::PHOTO_BROKEN,
            ),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                words::BUSY_TITLE,
                words::BUSY,
            ),
            Self::Away => (
                StatusCode::SERVICE_UNAVAILABLE,
                words::AWAY_TITLE,
                words::AWAY,
            ),
            Self::Broken(failure) => {
                // A failure's words hold no personal data.
                tracing::error!(%failure, "page");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    words::TROUBLE_TITLE,
                    words::TROUBLE,
                )
            }
        };
        (
            status,
            Extension(RefusalWords {
                status,
                title,
                sentence,
            }),
        )
            .into_response()
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) if error.passes() => {
                tracing::error!(%error, "page");
                Self::Away
            }
            failure => Self::Broken(failure),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Failure::from(error).into()
    }
}
