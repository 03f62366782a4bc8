//! The audit log, newest first, for admins.

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use payung_model::sealed::RegistrationId;
use serde::Deserialize;

use super::html::{Place, Sheet, said};
use super::refusal::Refusal;
use super::session::Session;
use super::{Page, html as frame, words};
use crate::store::officers::Role;
use crate::store::{Entry, audit_part};

/// Rows on one page.
const MOST: u32 = 50;

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
    let content = html! {
        h1 { "Catatan" }
        p .soft { "Siapa melakukan apa. Basis data menolak setiap perubahan dan penghapusan baris ini." }
        @if rows.is_empty() { p .empty { "Tidak ada." } } @else { (table(&rows)) }
        nav .pager aria-label="Halaman" {
            @if before == i64::MAX { span {} } @else { a href="/audit" { "← Terbaru" } }
            @if let Some(older) = older { a href={ "/audit?before=" (older) } { "Lebih lama →" } }
        }
    };
    Ok(frame::page(&session, Place::Audit, "Catatan", &content))
}

fn table(rows: &[Entry]) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "No." } th scope="col" { "Waktu" } th scope="col" { "Siapa" } th scope="col" { "Apa" } th scope="col" { "Pendaftaran" } th scope="col" { "Keterangan" } } }
            tbody {
                @for row in rows {
                    tr {
                        td .number { (row.seq) }
                        td { (words::moment(row.at)) }
                        td { (said(&row.officer)) }
                        td { strong { (said(words::deed(&row.action))) } }
                        td { (registration(row)) }
                        td .soft { (said(&row.detail.replacen("revision ", "kiriman ke-", 1))) }
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
