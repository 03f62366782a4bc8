//! The audit log, newest first, for admins.

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use serde::Deserialize;

use super::html::{Place, Sheet, said};
use super::refusal::Refusal;
use super::session::Session;
use super::words::Words;
use super::{Page, html as frame, words};
use crate::store::officers::Role;
use crate::store::{Entry, audit_part};

/// Rows on one page.
const MOST: u32 = 50;
const COLUMNS: [Words; 6] = [words::NUMBER, words::TIME, words::WHO, words::WHAT, words::REGISTRATION, words::DETAIL];

/// `?before=1234`: older than that row.
#[derive(Deserialize)]
pub(super) struct Asked {
    before: Option<String>,
}

pub(super) async fn show(
    State(page): State<Arc<Page>>,
    session: Session,
    Query(asked): Query<Asked>,
) -> Result<Sheet, Refusal> {
    session.needs(Role::Admin)?;
    let before = asked.before.and_then(|before| before.parse().ok()).unwrap_or(i64::MAX);
    let rows = page.stores.with(move |store| Ok(audit_part(store.connection(), before, MOST)?)).await?;
    let older = rows.last().map(|row| row.seq).filter(|seq| *seq > 1);
    let lang = session.lang;
    let content = html! {
        h1 { (words::LOG.say(lang)) }
        p .soft { (words::LOG_IS.say(lang)) }
        @if rows.is_empty() { p .empty { (words::NONE.say(lang)) } } @else { (table(lang, &rows)) }
        nav .pager aria-label=(words::PAGES.say(lang)) {
            @if before == i64::MAX { span {} } @else { a href="/audit" { (words::NEWEST.say(lang)) } }
            @if let Some(older) = older { a href={ "/audit?before=" (older) } { (words::OLDER.say(lang)) } }
        }
    };
    Ok(frame::page(&session, Place::Audit, words::LOG.say(lang), &content))
}

fn table(lang: Lang, rows: &[Entry]) -> Markup {
    html! {
        table {
            thead { tr { @for column in COLUMNS { th scope="col" { (column.say(lang)) } } } }
            tbody {
                @for row in rows {
                    tr {
                        td .number { (row.seq) }
                        td { (words::moment(lang, row.at)) }
                        td { (said(&row.officer)) }
                        td { strong { (said(words::deed(lang, &row.action))) } }
                        td { (registration(row)) }
                        td .soft { (said(&row.detail.replacen("revision ", words::SENDING_NO.say(lang), 1))) }
                    }
                }
            }
        }
    }
}

/// The code people know, leading to the registration.
fn registration(row: &Entry) -> Markup {
    let Some(id) = &row.id else { return html! {} };
    let receipt = id.parse::<RegistrationId>().map_or_else(|_| id.clone(), |id| id.receipt());
    html! { a href={ "/registrations/" (id) } { (receipt) } }
}
