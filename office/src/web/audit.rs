//! The audit log, newest first, for admins.

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use serde::Deserialize;

use super::html::{HtmlPage, MenuEntry, safe_text};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::words::Words;
use super::{html as frame, words};
use crate::store::AuditRow;
use crate::store::officers::Role;

/// Rows on one page.
const MOST: u32 = 50;
const COLUMNS: [Words; 6] = [
    words::NUMBER,
    words::TIME,
    words::WHO,
    words::WHAT,
    words::REGISTRATION,
    words::DETAIL,
];

/// `?before=1234` shows rows that are older than that one.
#[derive(Deserialize)]
pub(super) struct AuditQuery {
    before: Option<String>,
}

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Query(asked): Query<AuditQuery>,
) -> Result<HtmlPage, Refusal> {
    session.needs(Role::Admin)?;
    let before = asked
        .before
        .and_then(|before| before.parse().ok())
        .unwrap_or(i64::MAX);
    let rows = web
        .stores
        .with(move |store| Ok(store.audit_before(before, MOST)?))
        .await?;
    let older = rows.last().map(|row| row.seq).filter(|seq| *seq > 1);
    let lang = session.lang;
    let content = html! {
        h1 { (words::LOG.text(lang)) }
        p .soft { (words::LOG_IS.text(lang)) }
        @if rows.is_empty() { p .empty { (words::NONE.text(lang)) } } @else { (table(lang, &rows)) }
        nav .pager aria-label=(words::PAGES.text(lang)) {
            @if before == i64::MAX { span {} } @else { a href="/audit" { (words::NEWEST.text(lang)) } }
            @if let Some(older) = older { a href={ "/audit?before=" (older) } { (words::OLDER.text(lang)) } }
        }
    };
    Ok(frame::page(
        &session,
        MenuEntry::Audit,
        words::LOG.text(lang),
        &content,
    ))
}

fn table(lang: Lang, rows: &[AuditRow]) -> Markup {
    html! {
        table {
            thead { tr { @for column in COLUMNS { th scope="col" { (column.text(lang)) } } } }
            tbody {
                @for row in rows {
                    tr {
                        td .number { (row.seq) }
                        td { (words::moment(lang, row.at)) }
                        td { (safe_text(&row.officer)) }
                        td { strong { (safe_text(words::deed(lang, &row.action))) } }
                        td { (registration(row)) }
                        td .soft { (safe_text(&row.detail.replacen("revision ", words::SENDING_NO.text(lang), 1))) }
                    }
                }
            }
        }
    }
}

/// The receipt code as a link to the registration.
fn registration(row: &AuditRow) -> Markup {
    let Some(id) = &row.id else { return html! {} };
    let receipt = id
        .parse::<RegistrationId>()
        .map_or_else(|_| id.clone(), |id| id.receipt());
    html! { a href={ "/registrations/" (id) } { (receipt) } }
}
