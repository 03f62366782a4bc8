//! Why a page is not shown, in words.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Redirect, Response};

use super::html;
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

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, title, words) = match self {
            Self::SignIn { ended } => {
                return Redirect::to(if ended { "/sign-in?ended=1" } else { "/sign-in" }).into_response();
            }
            Self::Role => (
                StatusCode::FORBIDDEN,
                "Bukan untuk peran Anda",
                "Peran Anda belum boleh membuka atau melakukan ini. Bila perlu, minta pengurus kantor mengubah peran Anda.",
            ),
            Self::Forged => (
                StatusCode::FORBIDDEN,
                "Tidak dilakukan",
                "Kiriman ini tidak datang dari halaman yang Anda buka di sini. Buka lagi halamannya, lalu ulangi.",
            ),
            Self::Form => (
                StatusCode::BAD_REQUEST,
                "Tidak dilakukan",
                "Isian ini tidak bisa dibaca. Buka lagi halamannya, lalu ulangi.",
            ),
            Self::NotFound => {
                (StatusCode::NOT_FOUND, "Tidak ada di sini", "Halaman atau pendaftaran ini tidak ada di kantor ini.")
            }
            Self::Changed => (
                StatusCode::CONFLICT,
                "Sudah berubah",
                "Pendaftaran ini berubah sejak Anda membukanya: dikirim ulang, ditarik kembali, atau sudah diputuskan orang lain. Tidak ada yang dilakukan. Lihat lagi dari antrean.",
            ),
            Self::Photo => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Foto tidak bisa dibuka",
                "Foto ini rusak atau dikunci dengan kunci lain.",
            ),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "Sedang ramai", "Tunggu sebentar, lalu coba lagi."),
            Self::Broken(failure) => {
                // A failure's words hold no personal data.
                tracing::error!(%failure, "page");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Kantor sedang bermasalah",
                    "Tidak ada yang dilakukan dan tidak ada yang hilang. Coba lagi; bila tetap begini, beri tahu pengurus kantor.",
                )
            }
        };
        let page = html::plain(title, &maud::html! { p { (words) } p { a href="/queue" { "Ke antrean" } } });
        let mut response = (status, page).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
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
