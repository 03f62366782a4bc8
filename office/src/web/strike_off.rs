//! A report of a payment that cannot be read is struck off, or asked for again, on its page.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::decision_form::DecisionForm;
use super::kept::KeptForm;
use super::refusal::Refusal;
use super::state::WebState;
use super::{unread, words};
use crate::desk::{self, ReportDeed, ReportNotChanged};
use crate::store::money::ReportKey;
use crate::store::officers::Role;

pub(super) async fn strike_off(
    State(web): State<Arc<WebState>>,
    form: KeptForm,
) -> Result<Response, Refusal> {
    form.answer(change(&web, &form, ReportDeed::StrikeOff).await)
}

pub(super) async fn ask_again(
    State(web): State<Arc<WebState>>,
    form: KeptForm,
) -> Result<Response, Refusal> {
    form.answer(change(&web, &form, ReportDeed::AskAgain).await)
}

async fn change(
    web: &Arc<WebState>,
    form: &KeptForm,
    deed: ReportDeed,
) -> Result<Response, Refusal> {
    let session = &form.session;
    session.needs(Role::Decider)?;
    let report: ReportKey = form.about.parse().map_err(|_| Refusal::NotFound)?;
    let mut wish = DecisionForm::read(&form.fields);
    let (key, why) = (report.clone(), wish.reason.clone());
    let (officer, now) = (session.officer.clone(), web.clock.now());
    let done = web
        .stores
        .with(move |store| desk::change_report(store, &key, deed, &why, &officer, now));
    match done.await? {
        // A double click sends the same twice, and the page says who did it.
        Ok(()) | Err(ReportNotChanged::Before) => {
            return Ok(Redirect::to(&format!("/reports/{report}")).into_response());
        }
        Err(ReportNotChanged::Unknown) => return Err(Refusal::Changed),
        Err(ReportNotChanged::NoReason) => wish.wrong("reason", words::REPORT_NO_REASON),
        Err(ReportNotChanged::LongReason) => wish.wrong("reason", words::BACK_LONG_REASON),
    }
    let page = unread::page_of(web, session, report, &wish).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
