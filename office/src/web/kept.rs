//! What somebody typed into a form that could not be taken: it goes along, through the sign-in or to
//! another try, and is never typed twice.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts as _, Path, Request};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use maud::html;
use payung_model::text::Lang;

use super::html as frame;
use super::refusal::Refusal;
use super::session::{FormFields, PostedForm, Refused, Session};
use super::state::WebState;
use super::{language, sign_in, words};

/// Seconds after which a browser may ask again.
const AGAIN: &str = "10";
/// Fields that nobody typed.
const NOT_TYPED: [&str; 6] = [
    "form_token",
    "revision",
    "verdict",
    "once",
    "request",
    "way",
];

/// A form about one thing, which its path names. What somebody typed into it is not lost when the
/// session ended or the database does not answer.
pub(super) struct KeptForm {
    /// What it is about, as the path says it.
    pub about: String,
    pub session: Session,
    pub fields: FormFields,
    /// Where the form goes.
    path: String,
}

/// What is answered when the form could not be taken: mostly a page that keeps its words.
pub(super) struct NotTaken(Result<Response, Refusal>);

impl IntoResponse for NotTaken {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl FromRequest<Arc<WebState>> for KeptForm {
    type Rejection = NotTaken;

    async fn from_request(request: Request, web: &Arc<WebState>) -> Result<Self, NotTaken> {
        let (mut parts, body) = request.into_parts();
        let about = Path::<String>::from_request_parts(&mut parts, web).await;
        let Path(about) = about.map_err(|_| NotTaken(Err(Refusal::NotFound)))?;
        let (path, lang) = (
            parts.uri.path().to_owned(),
            language::of(&parts.headers, web),
        );
        let request = Request::from_parts(parts, body);
        match PostedForm::from_request(request, web).await {
            Ok(PostedForm { session, fields }) => Ok(Self {
                about,
                session,
                fields,
                path,
            }),
            Err(Refused { refusal, fields }) => Err(NotTaken(match (refusal, fields) {
                // Also without a cookie: another tab of this browser may have found out before.
                (Refusal::SignIn { .. }, Some(fields)) => {
                    Ok(sign_in::with_kept(web, lang, &about, &fields))
                }
                (Refusal::Away, Some(fields)) => Ok(again(lang, &path, &fields)),
                (refusal, _) => Err(refusal),
            })),
        }
    }
}

impl KeptForm {
    /// What became of the form; when the database did not answer meanwhile, the page that keeps its
    /// words.
    pub(super) fn answer(
        &self,
        done: Result<impl IntoResponse, Refusal>,
    ) -> Result<Response, Refusal> {
        match done {
            Err(Refusal::Away) => Ok(again(self.session.lang, &self.path, &self.fields)),
            done => done.map(IntoResponse::into_response),
        }
    }
}

fn again(lang: Lang, path: &str, fields: &FormFields) -> Response {
    let typed = fields
        .every()
        .filter(|(name, value)| !NOT_TYPED.contains(name) && !value.trim().is_empty());
    let content = html! {
        p .problem role="alert" { (words::AWAY.text(lang)) }
        form method="post" action=(frame::safe_text(path)) {
            @for (name, value) in fields.every() {
                input type="hidden" name=(frame::safe_text(name)) value=(frame::kept_text(value));
            }
            @for (_, text) in typed { p .card { (frame::safe_text(text)) } }
            div .buttons { button .primary type="submit" { (words::SEND_AGAIN.text(lang)) } }
        }
        p { a href="/queue" { (words::TO_QUEUE.text(lang)) } }
    };
    let page = frame::plain(lang, words::AWAY_TITLE.text(lang), &content);
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(RETRY_AFTER, AGAIN)],
        page,
    )
        .into_response()
}
