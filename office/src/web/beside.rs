//! Two registrations with one NIK, side by side. One of them can be accepted here, because here
//! both were seen.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::text::Lang;

use super::answers::{AnswerBody, AnswerItem};
use super::html::{self as frame, HtmlPage, MenuEntry, form_token, safe_text, shown_text};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::view::{RegistrationView, known};
use super::words;
use crate::desk::{self, Hindrance};
use crate::store::officers::Role;

/// Both are opened, and both looks are written into the audit log.
pub(super) async fn show(
    State(web): State<Arc<WebState>>,
    session: Session,
    Path((id, other)): Path<(String, String)>,
) -> Result<HtmlPage, Refusal> {
    let this = known(&web, &session, id).await?;
    let other = known(&web, &session, other).await?;
    if this.id == other.id {
        return Err(Refusal::NotFound);
    }
    let lang = session.lang;
    let content = html! {
        div .sheet {
            p .back { a href={ "/registrations/" (this.id) } { "← " (this.id.receipt()) } }
            h1 { (words::COMPARE_TITLE.text(lang)) }
            (table(lang, &this, &other))
            (verdict(&session, &this))
        }
    };
    Ok(frame::page(
        &session,
        MenuEntry::Queue,
        words::COMPARE_TITLE.text(lang),
        &content,
    ))
}

fn table(lang: Lang, this: &RegistrationView, other: &RegistrationView) -> Markup {
    let mut rows: Vec<(&AnswerItem, Option<&AnswerItem>, Option<&AnswerItem>)> = Vec::new();
    for item in items(this) {
        rows.push((
            item,
            Some(item),
            items(other).find(|one| one.question == item.question),
        ));
    }
    let missing = items(other).filter(|item| !items(this).any(|one| one.question == item.question));
    rows.extend(missing.map(|item| (item, None, Some(item))));
    // Photos first, then what differs: that is what somebody compares.
    rows.sort_by_key(|(item, one, two)| (!item.is_photo(), text(*one) == text(*two)));
    let head = |words: words::Words, view: &RegistrationView| {
        html! {
            th scope="col" {
                (words.text(lang)) " " a href={ "/registrations/" (view.id) } { span .code { (view.id.receipt()) } }
                span .soft { " · " (words::state(lang, view.status.state)) " · " (words::SENDING_NO.text(lang)) (view.status.revision) }
                // What is held is not told yet, and its state is still that of one that waits.
                @if let Some(held) = &view.held {
                    p .warn { (words::deed(lang, held.verb)) " · " (safe_text(&held.officer)) " · " (words::TOLD_AT.text(lang)) (words::moment(lang, held.due)) }
                }
            }
        }
    };
    html! {
        table .beside {
            thead { tr {
                th scope="col" { (words::ANSWERS.text(lang)) }
                (head(words::THIS_ONE, this)) (head(words::OTHER_ONE, other))
            } }
            tbody { @for (item, one, two) in rows {
                @let differs = text(one) != text(two);
                tr .differs[differs] {
                    th scope="row" { (safe_text(&item.label)) @if differs { " " span .differs-word { (words::DIFFERS.text(lang)) } } }
                    (cell(lang, this, one, words::THIS_ONE)) (cell(lang, other, two, words::OTHER_ONE))
                }
            } }
        }
    }
}

fn cell(
    lang: Lang,
    view: &RegistrationView,
    item: Option<&AnswerItem>,
    whose: words::Words,
) -> Markup {
    html! {
        td data-whose=(whose.text(lang)) {
            @match item.map(|item| &item.body) {
                Some(AnswerBody::Answer(text)) => (shown_text(text, lang)),
                Some(AnswerBody::Consent { version, at, declares }) => {
                    (super::sheet::agreed(declares.as_deref(), lang)) (words::WORDING.text(lang)) (version) ", " (words::moment(lang, *at))
                },
                Some(AnswerBody::Photo { digest }) => {
                    @let src = format!("/registrations/{}/photos/{digest}", view.id);
                    a .photo href=(src) target="_blank" rel="noopener" { img src=(src) alt=(words::PHOTOS.text(lang)); }
                },
                Some(AnswerBody::Nothing { photo: true, .. }) => (words::NO_PHOTO.text(lang)),
                Some(AnswerBody::Nothing { .. }) | None => span .soft { (words::NOT_ANSWERED.text(lang)) },
            }
        }
    }
}

/// Photos are sealed anew each time, so two are never equal; they are not called different for
/// that.
fn text(item: Option<&AnswerItem>) -> Option<&str> {
    match item.map(|item| &item.body) {
        Some(AnswerBody::Answer(text)) => Some(text.as_str()),
        Some(AnswerBody::Photo { .. } | AnswerBody::Consent { .. }) => Some(""),
        Some(AnswerBody::Nothing { .. }) | None => None,
    }
}

fn items(view: &RegistrationView) -> impl Iterator<Item = &AnswerItem> {
    view.shown
        .iter()
        .flat_map(|opened| &opened.groups)
        .flat_map(|group| &group.items)
}

fn verdict(session: &Session, this: &RegistrationView) -> Markup {
    let lang = session.lang;
    let row = this.row.as_ref();
    let hindrances = row.map_or_else(Vec::new, |row| desk::hindrances(row, false));
    let decides = session.role >= Role::Decider
        && this.status.state == OfficeState::Received
        && this.row.is_some();
    let decides = decides && this.held.is_none();
    let good = decides && this.shown.is_some() && !hindrances.iter().any(|what| what.is_final());
    html! {
        @if good {
            form .card .beside-verdict method="post" action={ "/registrations/" (this.id) } {
                (form_token(session))
                input type="hidden" name="revision" value=(this.status.revision);
                input type="hidden" name="compared" value="yes";
                h2 { (words::THIS_ONE.text(lang)) ": " span .code { (this.id.receipt()) } }
                label for="words" { (words::WORDS_FOR_WORKER.text(lang)) span .soft { (words::MAY_BE_EMPTY.text(lang)) } }
                textarea #words name="words" rows="2" maxlength="2000" {}
                @if hindrances.contains(&Hindrance::Incomplete) {
                    label .tick { input type="checkbox" name="despite" value="yes"; span { (words::MISSING_TICK.text(lang)) } }
                }
                div .buttons {
                    button type="submit" name="verdict" value="correct" accesskey="b" { (words::ASK_CORRECTION.text(lang)) }
                    button .primary type="submit" name="verdict" value="accept" accesskey="s" { (words::APPROVE.text(lang)) }
                }
            }
        }
    }
}
