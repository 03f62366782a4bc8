//! What somebody typed into a form that could not be taken: it goes along, through the sign-in or to
//! another try, and is never typed twice.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use maud::html;
use payung_model::text::Lang;

use super::html as frame;
use super::refusal::Refusal;
use super::session::{FormFields, PostedForm, Refused};
use super::state::WebState;
use super::{sign_in, words};

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

/// The form, or the page that keeps its words when the session ended or the database did not answer.
/// `id` is the registration that the form is about, and `path` where the form goes.
pub(super) fn taken(
    posted: Result<PostedForm, Refused>,
    web: &WebState,
    lang: Lang,
    id: &str,
    path: &str,
) -> Result<PostedForm, Box<Result<Response, Refusal>>> {
    posted.map_err(|Refused { refusal, fields }| {
        Box::new(match (refusal, fields) {
            // Also without a cookie: another tab of this browser may have found out before.
            (Refusal::SignIn { .. }, Some(fields)) => {
                Ok(sign_in::with_kept(web, lang, id, &fields))
            }
            (Refusal::Away, Some(fields)) => Ok(again(lang, path, &fields)),
            (refusal, _) => Err(refusal),
        })
    })
}

/// What became of the form; when the database did not answer meanwhile, the page that keeps its
/// words.
pub(super) fn answer(
    done: Result<Response, Refusal>,
    lang: Lang,
    path: &str,
    fields: &FormFields,
) -> Result<Response, Refusal> {
    match done {
        Err(Refusal::Away) => Ok(again(lang, path, fields)),
        done => done,
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
