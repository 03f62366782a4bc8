//! One registration in clear. The audit row is on disk before anything is opened: see
//! [`desk::show`].

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, RegistrationId};
use payung_model::text::Lang;

use super::answers::{AnswerBody, AnswerGroup, AnswerItem, groups, purpose};
use super::decision_form::DecisionForm;
use super::html::{HtmlPage, MenuEntry, form_token, safe_text};
use super::queue::Twins;
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::words::Words;
use super::{html as frame, queue, words};
use crate::desk::{self, ShowRequest, Shown};
use crate::failure::Failure;
use crate::store::index::IndexRow;
use crate::store::officers::Role;
use crate::store::{RegistrationStatus, StoreError};

/// All that a page shows of a registration. `shown` is none when the envelope does not open.
pub(super) struct RegistrationView {
    pub id: RegistrationId,
    pub status: RegistrationStatus,
    pub row: Option<IndexRow>,
    pub shown: Option<OpenedRegistration>,
}

impl RegistrationView {
    /// Other registrations with the same NIK.
    fn twins(&self) -> Twins<'_> {
        self.shown.as_ref().map_or_else(Twins::default, |opened| Twins {
            receipts: &opened.shown.duplicates,
            count: opened.shown.duplicates_count,
            more: opened.shown.duplicates_more,
        })
    }
}

/// The contents of an envelope, prepared for the page.
pub(super) struct OpenedRegistration {
    pub shown: Shown,
    pub groups: Vec<AnswerGroup>,
    pub purpose: Option<String>,
}

pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Path(id): Path<String>,
) -> Result<HtmlPage, Refusal> {
    let known = known(&web, &session, id).await?;
    Ok(sheet(&session, &known, &DecisionForm::default()))
}

/// A photo, decrypted in memory. Neither the office nor the browser (`no-store`) keeps it.
pub(super) async fn photo(
    State(web): State<Arc<WebState>>,
    session: Session,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let id: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
    let digest: Digest = digest.parse().map_err(|_| Refusal::NotFound)?;
    let shared = web.clone();
    let found = web.stores.with(move |store| {
        let looking =
            ShowRequest { id, officer: &session.officer, now: shared.clock.now(), lang: session.lang, photos: None };
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

/// Opens a registration. The look is written into the audit log first.
pub(super) async fn known(web: &Arc<WebState>, session: &Session, text: String) -> Result<RegistrationView, Refusal> {
    let (shared, officer, lang) = (web.clone(), session.officer.clone(), session.lang);
    let found = web.stores.with(move |store| {
        let id = match desk::find(store, &text) {
            Ok(id) => id,
            Err(Failure::Input(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let Some(status) = store.status(id)? else { return Ok(None) };
        let row = store.index_row(id, status.revision)?;
        let looking = ShowRequest { id, officer: &officer, now: shared.clock.now(), lang, photos: None };
        let shown = match desk::show(store, &shared.keys, &looking) {
            Ok(shown) => Some(shown),
            // The envelope does not open: the officer sees the reason and can still refuse the
            // registration.
            Err(Failure::Envelope(_)) => None,
            Err(other) => return Err(other),
        };
        let opened = |shown: Shown| -> Result<OpenedRegistration, StoreError> {
            let content = shared.contents.of(store, shown.bundle_sequence)?;
            let (groups, purpose) =
                (groups(lang, &shown, content.as_deref()), purpose(lang, &shown, content.as_deref()));
            Ok(OpenedRegistration { shown, groups, purpose })
        };
        Ok(Some(RegistrationView { id, status, row, shown: shown.map(opened).transpose()? }))
    });
    found.await?.ok_or(Refusal::NotFound)
}

/// The page of a registration. `wish` holds what the officer ticked and wrote, when the form is
/// shown again.
pub(super) fn sheet(session: &Session, known: &RegistrationView, wish: &DecisionForm) -> HtmlPage {
    let (lang, receipt) = (session.lang, known.id.receipt());
    let opened = known.row.is_some() || known.status.state != OfficeState::Received;
    let decides = session.role >= Role::Decider && known.status.state == OfficeState::Received && known.row.is_some();
    let flags = known.row.as_ref().map(|row| row.flags.clone()).unwrap_or_default();
    // An unusual answer is marked at the answer itself, so its flag is left out at the top.
    let opens = known.shown.is_some();
    let flags: Vec<String> = flags.into_iter().filter(|flag| !opens || !words::is_unusual(flag)).collect();
    let inside = html! {
        (problems(lang, wish))
        @match &known.shown {
            Some(opened) => @for group in &opened.groups { (section(lang, known, group, decides.then_some(wish))) },
            None => p .card { { (words::DOES_NOT_OPEN.text(lang)) } },
        }
        @if decides { (verdict(lang, known, wish)) }
    };
    let content = html! {
        p { a href="/queue" { (words::BACK_TO_QUEUE.text(lang)) } }
        h1 .code { (receipt) }
        p .state { strong { (words::state(lang, known.status.state)) } }
        (facts(lang, known))
        (queue::marks(lang, opened, &flags, &known.twins()))
        @if decides {
            form method="post" action={ "/registrations/" (known.id) } {
                (form_token(session))
                input type="hidden" name="revision" value=(known.status.revision);
                (inside)
            }
        } @else {
            (inside)
            p .soft { (why_not(session, known).text(lang)) }
        }
    };
    frame::page(session, MenuEntry::Queue, &receipt, &content)
}

fn facts(lang: Lang, known: &RegistrationView) -> Markup {
    html! {
        p .soft {
            (words::SENDING_NO.text(lang)) (known.status.revision)
            @if let Some(OpenedRegistration { shown, purpose, .. }) = &known.shown {
                @if let Some(purpose) = purpose { " · " (safe_text(purpose)) }
                " · " (words::SENT.text(lang)) (words::moment(lang, shown.sealed_at)) (words::BY_ITS_PHONE.text(lang))
                " · " (words::FORM.text(lang)) (safe_text(&shown.form)) (words::VERSION.text(lang)) (shown.form_version)
                " · " (words::LANGUAGE.text(lang)) (safe_text(words::language(lang, &shown.lang)))
            }
        }
        @if let Some(OpenedRegistration { shown, .. }) = &known.shown {
            @if let Some(first) = &shown.completes { p { (words::ADDS_TO.text(lang)) (queue::links(std::slice::from_ref(first))) } }
            @if !shown.completed_by.is_empty() { p { (words::ADDED_BY.text(lang)) (queue::links(&shown.completed_by)) } }
        }
    }
}

fn why_not(session: &Session, known: &RegistrationView) -> Words {
    match known.status.state {
        OfficeState::Received if session.role < Role::Decider => words::ROLE_READS,
        OfficeState::Received => words::NOT_OPENED_YET,
        OfficeState::Receiving => words::NOT_ALL_THERE,
        OfficeState::NeedsCorrection => words::WAITS_FOR_WORKER,
        OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn => words::IS_DONE,
    }
}

fn problems(lang: Lang, wish: &DecisionForm) -> Markup {
    html! {
        @if !wish.problems.is_empty() {
            div .problem role="alert" {
                p { strong { (words::NOT_DONE.text(lang)) } }
                ul { @for (field, words) in &wish.problems { li { a href={ "#" (safe_text(field)) } { (words.text(lang)) } } } }
            }
        }
    }
}

fn section(lang: Lang, known: &RegistrationView, group: &AnswerGroup, wish: Option<&DecisionForm>) -> Markup {
    html! {
        section .card {
            h2 { (safe_text(&group.title)) }
            @for item in &group.items { (answer(lang, known, item, wish)) }
        }
    }
}

fn answer(lang: Lang, known: &RegistrationView, item: &AnswerItem, wish: Option<&DecisionForm>) -> Markup {
    html! {
        div .answer {
            p .label { (safe_text(&item.label)) }
            @match &item.body {
                AnswerBody::Answer(text) => p .value { (safe_text(text)) },
                AnswerBody::Consent { version, at } =>
                    p .value { (words::AGREED.text(lang)) span .soft { (words::WORDING.text(lang)) (version) ", " (words::moment(lang, *at)) } },
                AnswerBody::Photo { digest } => {
                    @let src = format!("/registrations/{}/photos/{digest}", known.id);
                    a .photo href=(src) target="_blank" rel="noopener" {
                        img src=(src) alt={ (words::PHOTO.text(lang)) (safe_text(&item.label)) };
                        span { (words::OPEN_LARGE.text(lang)) }
                    }
                },
            }
            @for (whose, note) in &item.notes { p .mark { (whose.text(lang)) "“" (safe_text(note)) "”" } }
            @if let (Some(wish), true) = (wish, item.can_ask) { (ask(lang, item, wish)) }
        }
    }
}

/// A tick box and a field for words, which the style sheet shows only when the box is ticked.
/// Browsers that do not know `:has` always show the field.
fn ask(lang: Lang, item: &AnswerItem, wish: &DecisionForm) -> Markup {
    let id = &item.question;
    let field = format!("words-{id}");
    let (ticked, wrong) = (wish.is_ticked(id), wish.is_wrong(&field));
    html! {
        label .tick {
            input type="checkbox" name="ask" value=(safe_text(id)) checked[ticked];
            span { (words::ASK_AGAIN.text(lang)) span .hidden { ": " (safe_text(&item.label)) } }
        }
        div .ask {
            label for=(safe_text(&field)) { (words::WHAT_TO_CORRECT.text(lang)) span .hidden { ": " (safe_text(&item.label)) } "?" }
            input #(safe_text(&field)) name=(safe_text(&field)) type="text" maxlength="500" autocomplete="off"
                value=(safe_text(wish.words_for(id))) aria-invalid=[wrong.then_some("true")];
        }
    }
}

fn verdict(lang: Lang, known: &RegistrationView, wish: &DecisionForm) -> Markup {
    let opens = known.shown.is_some();
    html! {
        section .card .verdict aria-labelledby="verdict" {
            h2 #verdict { (words::VERDICT.text(lang)) }
            label for="words" { (words::WORDS_FOR_WORKER.text(lang)) span .soft { (words::MAY_BE_EMPTY.text(lang)) } }
            textarea #words name="words" rows="3" maxlength="2000" aria-invalid=[wish.is_wrong("words").then_some("true")] {
                (text_lines(&wish.words))
            }
            // Enter in a field presses the first button, so that is the one which does nothing
            // without further words.
            div .buttons {
                button type="submit" name="verdict" value="correct" { (words::ASK_CORRECTION.text(lang)) }
                @if opens { button .primary type="submit" name="verdict" value="accept" { (words::APPROVE.text(lang)) } }
            }
            details open[wish.is_wrong("refuse_words")] {
                summary { (words::CANNOT_APPROVE.text(lang)) }
                label for="refuse_words" { (words::WHY_REFUSED.text(lang)) }
                textarea #refuse_words name="refuse_words" rows="3" maxlength="2000"
                    aria-invalid=[wish.is_wrong("refuse_words").then_some("true")] { (text_lines(&wish.refuse_words)) }
                p .soft { (words::IS_FINAL.text(lang)) }
                button .loss type="submit" name="verdict" value="refuse" { (words::REFUSE.text(lang)) }
            }
        }
    }
}

/// The lines of a text area, as the officer typed them.
fn text_lines(text: &str) -> Markup {
    html! {
        @for (place, line) in text.lines().enumerate() { @if place > 0 { "\n" } (safe_text(line)) }
    }
}
