//! One registration in clear. The audit row is on disk before anything is opened: see [`desk::show`].

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};

use super::answers::{Body, Group, Item, groups, purpose};
use super::decide::Wish;
use super::html::{Place, Sheet, form_token, said};
use super::refusal::Refusal;
use super::session::Session;
use super::{Page, html as frame, queue, words};
use crate::desk::{self, Looking, Shown};
use crate::failure::Failure;
use crate::store::index::{IndexRow, index_row};
use crate::store::officers::Role;
use crate::store::{Standing, StoreError, standing};

/// What is known about a registration; `shown` when it opens.
pub(super) struct Known {
    pub id: RegistrationId,
    pub standing: Standing,
    pub row: Option<IndexRow>,
    pub shown: Option<Opened>,
    pub duplicates: Vec<String>,
}

/// What was inside.
pub(super) struct Opened {
    pub shown: Shown,
    pub groups: Vec<Group>,
    pub purpose: Option<String>,
}

pub(super) async fn show(
    State(page): State<Arc<Page>>,
    session: Session,
    Path(id): Path<String>,
) -> Result<Sheet, Refusal> {
    let known = known(&page, &session, id).await?;
    Ok(sheet(&session, &known, &Wish::default()))
}

/// A photo, decrypted in memory. Nothing of it is kept: not here, and by `no-store` not in the browser.
pub(super) async fn photo(
    State(page): State<Arc<Page>>,
    session: Session,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let id: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
    let digest: Digest = digest.parse().map_err(|_| Refusal::NotFound)?;
    let shared = page.clone();
    let found = page.stores.with(move |store| {
        let looking = Looking { id, officer: &session.officer, now: shared.clock.now(), photos: None };
        match desk::show_photo(store, &shared.keys, &looking, digest) {
            Ok(Some(photo)) => Ok(Ok(photo)),
            Ok(None) => Ok(Err(Refusal::NotFound)),
            Err(Failure::Input(_) | Failure::Envelope(_) | Failure::File(_)) => Ok(Err(Refusal::Photo)),
            Err(other) => Err(other),
        }
    });
    let photo = found.await??;
    Ok(([(CONTENT_TYPE, "image/jpeg")], photo.to_vec()).into_response())
}

/// Looks, and says so in the audit log first.
pub(super) async fn known(page: &Arc<Page>, session: &Session, text: String) -> Result<Known, Refusal> {
    let (shared, officer) = (page.clone(), session.officer.clone());
    let found = page.stores.with(move |store| {
        let id = match desk::find(store.connection(), &text) {
            Ok(id) => id,
            Err(Failure::Input(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let Some(standing) = standing(store.connection(), id)? else { return Ok(None) };
        let row = index_row(store.connection(), id, standing.revision)?;
        let looking = Looking { id, officer: &officer, now: shared.clock.now(), photos: None };
        let shown = match desk::show(store, &shared.keys, &looking) {
            Ok(shown) => Some(shown),
            // It does not open: the officer sees why, and can still refuse it.
            Err(Failure::Envelope(_)) => None,
            Err(other) => return Err(other),
        };
        let duplicates = shown.as_ref().map(|shown| shown.duplicates.clone()).unwrap_or_default();
        let opened = |shown: Shown| -> Result<Opened, StoreError> {
            let content = shared.contents.of(store.connection(), shown.bundle_sequence)?;
            let (groups, purpose) = (groups(&shown, content.as_deref()), purpose(&shown, content.as_deref()));
            Ok(Opened { shown, groups, purpose })
        };
        Ok(Some(Known { id, standing, row, duplicates, shown: shown.map(opened).transpose()? }))
    });
    found.await?.ok_or(Refusal::NotFound)
}

/// The page, with what the officer ticked and wrote, and what is wrong with it.
pub(super) fn sheet(session: &Session, known: &Known, wish: &Wish) -> Sheet {
    let receipt = known.id.receipt();
    let opened = known.row.is_some() || known.standing.state != OfficeState::Received;
    let decides = session.role >= Role::Decider && known.standing.state == OfficeState::Received && known.row.is_some();
    let flags = known.row.as_ref().map(|row| row.flags.clone()).unwrap_or_default();
    let inside = html! {
        (problems(wish))
        @match &known.shown {
            Some(opened) => @for group in &opened.groups { (section(known, group, decides.then_some(wish))) },
            None => p .card { "Isinya tidak bisa dibuka di sini. Pendaftaran ini bisa ditolak, atau diminta dikirim ulang dengan kata-kata saja." },
        }
        @if decides { (verdict(known, wish)) }
    };
    let content = html! {
        p { a href="/queue" { "← Antrean" } }
        h1 .code { (receipt) }
        p .state { strong { (words::state(known.standing.state)) } }
        (facts(known))
        (queue::marks(opened, &flags, &known.duplicates))
        @if decides {
            form method="post" action={ "/registrations/" (known.id) } {
                (form_token(session))
                input type="hidden" name="revision" value=(known.standing.revision);
                (inside)
            }
        } @else {
            (inside)
            p .soft { (why_not(session, known)) }
        }
    };
    frame::page(session, Place::Queue, &receipt, &content)
}

fn facts(known: &Known) -> Markup {
    html! {
        p .soft {
            "Kiriman ke-" (known.standing.revision)
            @if let Some(Opened { shown, purpose, .. }) = &known.shown {
                @if let Some(purpose) = purpose { " · " (said(purpose)) }
                " · dikirim " (words::moment(shown.sealed_at)) " menurut HP-nya · formulir " (said(&shown.form)) " versi "
                (shown.form_version) " · bahasa " (said(&shown.lang))
            }
        }
    }
}

fn why_not(session: &Session, known: &Known) -> &'static str {
    match known.standing.state {
        OfficeState::Received if session.role < Role::Decider => "Peran Anda: melihat. Yang memutuskan orang lain.",
        OfficeState::Received => {
            "Belum dibuka mesin, jadi belum bisa diputuskan. Muat ulang halaman ini sebentar lagi."
        }
        OfficeState::Receiving => "Belum semuanya sampai. Bisa diputuskan setelah semua foto sampai.",
        OfficeState::NeedsCorrection => "Menunggu pekerja membetulkan dan mengirim lagi.",
        OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn => "Sudah selesai.",
    }
}

fn problems(wish: &Wish) -> Markup {
    html! {
        @if !wish.problems.is_empty() {
            div .problem role="alert" {
                p { strong { "Belum dilakukan." } }
                ul { @for (field, words) in &wish.problems { li { a href={ "#" (said(field)) } { (words) } } } }
            }
        }
    }
}

fn section(known: &Known, group: &Group, wish: Option<&Wish>) -> Markup {
    html! {
        section .card {
            h2 { (said(&group.title)) }
            @for item in &group.items { (answer(known, item, wish)) }
        }
    }
}

fn answer(known: &Known, item: &Item, wish: Option<&Wish>) -> Markup {
    html! {
        div .answer {
            p .label { (said(&item.label)) }
            @match &item.body {
                Body::Answer(text) => p .value { (said(text)) },
                Body::Consent { version, at } =>
                    p .value { "Setuju" span .soft { " · kata-kata versi " (version) ", " (words::moment(*at)) } },
                Body::Photo { digest } => {
                    @let src = format!("/registrations/{}/photos/{digest}", known.id);
                    a .photo href=(src) target="_blank" rel="noopener" {
                        img src=(src) alt={ "Foto: " (said(&item.label)) };
                        span { "Buka besar" }
                    }
                },
            }
            @if let (Some(wish), true) = (wish, item.can_ask) { (ask(item, wish)) }
        }
    }
}

/// A tick, and words that appear with it (without `:has` they are always there).
fn ask(item: &Item, wish: &Wish) -> Markup {
    let id = &item.question;
    let field = format!("words-{id}");
    let (ticked, wrong) = (wish.is_ticked(id), wish.is_wrong(&field));
    html! {
        label .tick {
            input type="checkbox" name="ask" value=(said(id)) checked[ticked];
            span { "Betulkan" span .hidden { ": " (said(&item.label)) } }
        }
        div .ask {
            label for=(said(&field)) { "Apa yang perlu dibetulkan" span .hidden { ": " (said(&item.label)) } "?" }
            input #(said(&field)) name=(said(&field)) type="text" maxlength="500" autocomplete="off"
                value=(said(wish.words_for(id))) aria-invalid=[wrong.then_some("true")];
        }
    }
}

fn verdict(known: &Known, wish: &Wish) -> Markup {
    let opens = known.shown.is_some();
    html! {
        section .card .verdict aria-labelledby="verdict" {
            h2 #verdict { "Putusan" }
            label for="words" { "Kata-kata untuk pekerja" span .soft { " (boleh kosong bila disetujui)" } }
            textarea #words name="words" rows="3" maxlength="2000" aria-invalid=[wish.is_wrong("words").then_some("true")] {
                (said_lines(&wish.words))
            }
            // Enter in a field presses the first button: it is the one that asks for more before it does anything.
            div .buttons {
                button type="submit" name="verdict" value="correct" { "Minta dibetulkan" }
                @if opens { button .primary type="submit" name="verdict" value="accept" { "Setujui" } }
            }
            details open[wish.is_wrong("refuse_words")] {
                summary { "Tidak bisa disetujui …" }
                label for="refuse_words" { "Mengapa, dan apa yang bisa dilakukan pekerja" }
                textarea #refuse_words name="refuse_words" rows="3" maxlength="2000"
                    aria-invalid=[wish.is_wrong("refuse_words").then_some("true")] { (said_lines(&wish.refuse_words)) }
                p .soft { "Setelah ini pendaftaran tidak bisa dibuka lagi; pekerja harus mendaftar baru." }
                button .loss type="submit" name="verdict" value="refuse" { "Tolak pendaftaran ini" }
            }
        }
    }
}

/// An officer's own lines, back in the field they were typed in.
fn said_lines(text: &str) -> Markup {
    html! {
        @for (place, line) in text.lines().enumerate() { @if place > 0 { "\n" } (said(line)) }
    }
}
