//! A report of a payment that cannot be read, on a page of its own: what is known of it, and the form
//! by which an officer who knows more strikes it off, or has it asked for again.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::decision_form::DecisionForm;
use super::html::{self as frame, HtmlPage, MenuEntry, form_token, safe_text};
use super::money::{moment, report_name};
use super::refusal::Refusal;
use super::session::Session;
use super::sheet::problems;
use super::state::WebState;
use super::words;
use crate::desk::{self, MOST_REASON, ShownUnread};
use crate::store::money::ReportKey;
use crate::store::officers::Role;

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Path(report): Path<String>,
) -> Result<HtmlPage, Refusal> {
    let report = report.parse().map_err(|_| Refusal::NotFound)?;
    page_of(&web, &session, report, &DecisionForm::default()).await
}

/// The page of that report, with what was typed.
pub(super) async fn page_of(
    web: &Arc<WebState>,
    session: &Session,
    report: ReportKey,
    wish: &DecisionForm,
) -> Result<HtmlPage, Refusal> {
    session.needs(Role::Decider)?;
    let found = web
        .stores
        .with(move |store| desk::unread_report(store, &report));
    let report = found.await?.ok_or(Refusal::NotFound)?;
    Ok(page(session, &report, wish))
}

fn page(session: &Session, report: &ShownUnread, wish: &DecisionForm) -> HtmlPage {
    let lang = session.lang;
    let content = html! {
        p .back { a href="/money#unread" { (words::BACK_TO_MONEY.text(lang)) } }
        h1 { (words::UNREAD_REPORT.text(lang)) " " (report_name(lang, report)) }
        @if wish.kept { p .problem role="status" { (words::KEPT_AGAIN.text(lang)) } }
        (problems(lang, wish))
        section .card .money {
            p { (moment(lang, &report.noted_at)) " · " (safe_text(&report.reason)) }
            @match &report.struck_off {
                None => p .soft { (words::ASKED_AGAIN.text(lang)) (report.tries) },
                Some(it) => p {
                    strong { (words::STRUCK_OFF_BY.text(lang)) (safe_text(&it.officer)) }
                    " · " (moment(lang, &it.at)) " · " (safe_text(&it.why))
                },
            }
        }
        (form(session, report, wish))
    };
    frame::page(
        session,
        MenuEntry::Money,
        words::UNREAD_REPORT.text(lang),
        &content,
    )
}

fn form(session: &Session, report: &ShownUnread, wish: &DecisionForm) -> Markup {
    let lang = session.lang;
    let (action, means, button) = match report.struck_off {
        None => ("strike-off", words::STRIKE_OFF_MEANS, words::STRIKE_OFF),
        Some(_) => (
            "ask-again",
            words::ASK_REPORT_AGAIN_MEANS,
            words::ASK_REPORT_AGAIN,
        ),
    };
    html! {
        form .card method="post" action={ "/reports/" (report.report) "/" (action) } {
            (form_token(session))
            p .soft { (means.text(lang)) }
            label for="reason" { (words::REPORT_WHY.text(lang)) }
            input #reason name="reason" type="text" maxlength=(MOST_REASON) autocomplete="off" required
                aria-invalid=[wish.is_wrong("reason").then_some("true")] value=(safe_text(&wish.reason));
            div .buttons { button .loss type="submit" { (button.text(lang)) } }
        }
    }
}
