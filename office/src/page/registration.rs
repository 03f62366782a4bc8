//! One registration in clear. The audit row is on disk before anything is opened: see [`desk::show`].

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::text::Lang;

use super::answers::{Body, Group, Item, groups, purpose};
use super::decide::Wish;
use super::html::{Place, Sheet, form_token, said};
use super::refusal::Refusal;
use super::session::Session;
use super::words::Words;
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
        let looking =
            Looking { id, officer: &session.officer, now: shared.clock.now(), lang: session.lang, photos: None };
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
    let (shared, officer, lang) = (page.clone(), session.officer.clone(), session.lang);
    let found = page.stores.with(move |store| {
        let id = match desk::find(store.connection(), &text) {
            Ok(id) => id,
            Err(Failure::Input(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let Some(standing) = standing(store.connection(), id)? else { return Ok(None) };
        let row = index_row(store.connection(), id, standing.revision)?;
        let looking = Looking { id, officer: &officer, now: shared.clock.now(), lang, photos: None };
        let shown = match desk::show(store, &shared.keys, &looking) {
            Ok(shown) => Some(shown),
            // It does not open: the officer sees why, and can still refuse it.
            Err(Failure::Envelope(_)) => None,
            Err(other) => return Err(other),
        };
        let duplicates = shown.as_ref().map(|shown| shown.duplicates.clone()).unwrap_or_default();
        let opened = |shown: Shown| -> Result<Opened, StoreError> {
            let content = shared.contents.of(store.connection(), shown.bundle_sequence)?;
            let (groups, purpose) =
                (groups(lang, &shown, content.as_deref()), purpose(lang, &shown, content.as_deref()));
            Ok(Opened { shown, groups, purpose })
        };
        Ok(Some(Known { id, standing, row, duplicates, shown: shown.map(opened).transpose()? }))
    });
    found.await?.ok_or(Refusal::NotFound)
}

/// The page, with what the officer ticked and wrote, and what is wrong with it.
pub(super) fn sheet(session: &Session, known: &Known, wish: &Wish) -> Sheet {
    let (lang, receipt) = (session.lang, known.id.receipt());
    let opened = known.row.is_some() || known.standing.state != OfficeState::Received;
    let decides = session.role >= Role::Decider && known.standing.state == OfficeState::Received && known.row.is_some();
    let flags = known.row.as_ref().map(|row| row.flags.clone()).unwrap_or_default();
    // What is unusual is said at its answer.
    let told = known.shown.is_some();
    let flags: Vec<String> = flags.into_iter().filter(|flag| !told || !words::is_unusual(flag)).collect();
    let inside = html! {
        (problems(lang, wish))
        @match &known.shown {
            Some(opened) => @for group in &opened.groups { (section(lang, known, group, decides.then_some(wish))) },
            None => p .card { { (words::DOES_NOT_OPEN.say(lang)) } },
        }
        @if decides { (verdict(lang, known, wish)) }
    };
    let content = html! {
        p { a href="/queue" { (words::BACK_TO_QUEUE.say(lang)) } }
        h1 .code { (receipt) }
        p .state { strong { (words::state(lang, known.standing.state)) } }
        (facts(lang, known))
        (queue::marks(lang, opened, &flags, &known.duplicates))
        @if decides {
            form method="post" action={ "/registrations/" (known.id) } {
                (form_token(session))
                input type="hidden" name="revision" value=(known.standing.revision);
                (inside)
            }
        } @else {
            (inside)
            p .soft { (why_not(session, known).say(lang)) }
        }
    };
    frame::page(session, Place::Queue, &receipt, &content)
}

fn facts(lang: Lang, known: &Known) -> Markup {
    html! {
        p .soft {
            (words::SENDING_NO.say(lang)) (known.standing.revision)
            @if let Some(Opened { shown, purpose, .. }) = &known.shown {
                @if let Some(purpose) = purpose { " · " (said(purpose)) }
                " · " (words::SENT.say(lang)) (words::moment(lang, shown.sealed_at)) (words::BY_ITS_PHONE.say(lang))
                " · " (words::FORM.say(lang)) (said(&shown.form)) (words::VERSION.say(lang)) (shown.form_version)
                " · " (words::LANGUAGE.say(lang)) (said(words::language(lang, &shown.lang)))
            }
        }
        @if let Some(Opened { shown, .. }) = &known.shown {
            @if let Some(first) = &shown.completes { p { (words::ADDS_TO.say(lang)) (queue::links(std::slice::from_ref(first))) } }
            @if !shown.completed_by.is_empty() { p { (words::ADDED_BY.say(lang)) (queue::links(&shown.completed_by)) } }
        }
    }
}

fn why_not(session: &Session, known: &Known) -> Words {
    match known.standing.state {
        OfficeState::Received if session.role < Role::Decider => words::ROLE_READS,
        OfficeState::Received => words::NOT_OPENED_YET,
        OfficeState::Receiving => words::NOT_ALL_THERE,
        OfficeState::NeedsCorrection => words::WAITS_FOR_WORKER,
        OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn => words::IS_DONE,
    }
}

fn problems(lang: Lang, wish: &Wish) -> Markup {
    html! {
        @if !wish.problems.is_empty() {
            div .problem role="alert" {
                p { strong { (words::NOT_DONE.say(lang)) } }
                ul { @for (field, words) in &wish.problems { li { a href={ "#" (said(field)) } { (words.say(lang)) } } } }
            }
        }
    }
}

fn section(lang: Lang, known: &Known, group: &Group, wish: Option<&Wish>) -> Markup {
    html! {
        section .card {
            h2 { (said(&group.title)) }
            @for item in &group.items { (answer(lang, known, item, wish)) }
        }
    }
}

fn answer(lang: Lang, known: &Known, item: &Item, wish: Option<&Wish>) -> Markup {
    html! {
        div .answer {
            p .label { (said(&item.label)) }
            @match &item.body {
                Body::Answer(text) => p .value { (said(text)) },
                Body::Consent { version, at } =>
                    p .value { (words::AGREED.say(lang)) span .soft { (words::WORDING.say(lang)) (version) ", " (words::moment(lang, *at)) } },
                Body::Photo { digest } => {
                    @let src = format!("/registrations/{}/photos/{digest}", known.id);
                    a .photo href=(src) target="_blank" rel="noopener" {
                        img src=(src) alt={ (words::PHOTO.say(lang)) (said(&item.label)) };
                        span { (words::OPEN_LARGE.say(lang)) }
                    }
                },
            }
            @for (whose, note) in &item.notes { p .mark { (whose.say(lang)) "“" (said(note)) "”" } }
            @if let (Some(wish), true) = (wish, item.can_ask) { (ask(lang, item, wish)) }
        }
    }
}

/// A tick, and words that appear with it (without `:has` they are always there).
fn ask(lang: Lang, item: &Item, wish: &Wish) -> Markup {
    let id = &item.question;
    let field = format!("words-{id}");
    let (ticked, wrong) = (wish.is_ticked(id), wish.is_wrong(&field));
    html! {
        label .tick {
            input type="checkbox" name="ask" value=(said(id)) checked[ticked];
            span { (words::ASK_AGAIN.say(lang)) span .hidden { ": " (said(&item.label)) } }
        }
        div .ask {
            label for=(said(&field)) { (words::WHAT_TO_CORRECT.say(lang)) span .hidden { ": " (said(&item.label)) } "?" }
            input #(said(&field)) name=(said(&field)) type="text" maxlength="500" autocomplete="off"
                value=(said(wish.words_for(id))) aria-invalid=[wrong.then_some("true")];
        }
    }
}

fn verdict(lang: Lang, known: &Known, wish: &Wish) -> Markup {
    let opens = known.shown.is_some();
    html! {
        section .card .verdict aria-labelledby="verdict" {
            h2 #verdict { (words::VERDICT.say(lang)) }
            label for="words" { (words::WORDS_FOR_WORKER.say(lang)) span .soft { (words::MAY_BE_EMPTY.say(lang)) } }
            textarea #words name="words" rows="3" maxlength="2000" aria-invalid=[wish.is_wrong("words").then_some("true")] {
                (said_lines(&wish.words))
            }
            // Enter in a field presses the first button: it is the one that asks for more before it does anything.
            div .buttons {
                button type="submit" name="verdict" value="correct" { (words::ASK_CORRECTION.say(lang)) }
                @if opens { button .primary type="submit" name="verdict" value="accept" { (words::APPROVE.say(lang)) } }
            }
            details open[wish.is_wrong("refuse_words")] {
                summary { (words::CANNOT_APPROVE.say(lang)) }
                label for="refuse_words" { (words::WHY_REFUSED.say(lang)) }
                textarea #refuse_words name="refuse_words" rows="3" maxlength="2000"
                    aria-invalid=[wish.is_wrong("refuse_words").then_some("true")] { (said_lines(&wish.refuse_words)) }
                p .soft { (words::IS_FINAL.say(lang)) }
                button .loss type="submit" name="verdict" value="refuse" { (words::REFUSE.say(lang)) }
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
