//! Accept, correct, refuse: the form is checked by [`DecisionForm`], and [`desk::decide_seen`]
//! decides.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use payung_model::typed::clean_lines;

use super::decision_form::DecisionForm;
use super::kept::KeptForm;
use super::refusal::Refusal;
use super::session::PostedForm;
use super::sheet::sheet;
use super::state::WebState;
use super::view::known;
use super::words;
use crate::desk::{self, Decider, Decision, Hindrance};
use crate::failure::Failure;
use crate::purposes;
use crate::store::officers::Role;
use crate::store::{AuditEntry, Paper, PaperKind, Store, StoreError};

pub(super) async fn decide(
    State(web): State<Arc<WebState>>,
    form: KeptForm,
) -> Result<Response, Refusal> {
    form.answer(judge(&web, &form).await)
}

async fn judge(web: &Arc<WebState>, form: &KeptForm) -> Result<Response, Refusal> {
    let (session, fields) = (&form.session, &form.fields);
    session.needs(Role::Decider)?;
    let registration: RegistrationId = form.about.parse().map_err(|_| Refusal::NotFound)?;
    let seen: u32 = fields.one("revision").parse().map_err(|_| Refusal::Form)?;
    let mut wish = DecisionForm::read(fields);
    let shared = Arc::clone(web);
    let seen_first = web.stores.with(move |store| {
        let row = store.index_row(registration, seen)?.unwrap_or_default();
        let twin = store.duplicates(registration, &row, 1)?.count > 0;
        let mut hindrances = desk::hindrances(&row, twin);
        if desk::waits_for_refund(store, registration, &row)? {
            hindrances.push(Hindrance::NotGivenBack);
        } else if desk::is_named_by_a_held_accept(store, &shared.papers, registration, &row)? {
            hindrances.push(Hindrance::NamedByAnother);
        }
        let purpose = row.purpose.unwrap_or_default();
        Ok((hindrances, purposes::needs_words(&purpose)))
    });
    let (hindrances, needs_words) = seen_first.await?;
    let decision = match fields.one("verdict") {
        "accept" => wish.accept(&hindrances, needs_words),
        "correct" => wish.correct(),
        "refuse" => wish.refuse(),
        _ => return Err(Refusal::Form),
    };
    let Some(decision) = decision else {
        // The form is shown again with the answers in clear, so this too is written into the audit
        // log as a look.
        let known = known(web, session, form.about.clone()).await?;
        return Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            sheet(session, &known, &wish),
        )
            .into_response());
    };
    let (now, officer, token_hash) = (web.clock.now(), session.officer.clone(), session.token_hash);
    let state = Arc::clone(web);
    let decided = web.stores.with(move |store| {
        let by = Decider {
            officer: &officer,
            keys: &state.keys,
            papers: &state.papers,
            now,
        };
        let row = store.index_row(registration, seen)?;
        let (take_back, receipt) = (state.settings.take_back, registration.receipt());
        let done = if take_back.is_zero() {
            desk::decide_seen(
                store,
                registration,
                Some(seen),
                &decision,
                row.as_ref(),
                &by,
            )
            .map(|state| Some(format!("{} {receipt}", state.as_str())))
        } else {
            let held = desk::hold(
                store,
                registration,
                seen,
                &decision,
                row.as_ref(),
                &by,
                now.plus(take_back),
            );
            held.map(|held| held.then(|| format!("{} {receipt} {registration}", decision.verb())))
        };
        // A double click sends the same twice. The second one finds it held or done, by the same
        // officer. It leaves the word again: the page that the first one led to may have taken it,
        // and the browser gave that page up for this one.
        let word = match done {
            Ok(Some(word)) => Some(word),
            Ok(None) => is_held(store, &state, registration, seen, &officer, &decision)?
                .then(|| format!("{} {receipt} {registration}", decision.verb())),
            Err(Failure::Input(_)) if is_done(store, registration, seen, &officer, &decision)? => {
                let status = store.status(registration)?;
                status.map(|status| format!("{} {receipt}", status.state.as_str()))
            }
            Err(Failure::Input(_)) => None,
            Err(other) => return Err(other),
        };
        if let Some(word) = &word {
            store.leave_word(&token_hash, word)?;
        }
        Ok(word.is_some())
    });
    if decided.await? {
        Ok(Redirect::to("/next").into_response())
    } else {
        Err(Refusal::Changed)
    }
}

/// Keeps a note for other officers. It is sealed, and the log says only that somebody wrote one.
pub(super) async fn note(
    State(web): State<Arc<WebState>>,
    form: KeptForm,
) -> Result<Response, Refusal> {
    form.answer(keep_note(&web, &form).await)
}

async fn keep_note(web: &Arc<WebState>, form: &KeptForm) -> Result<Redirect, Refusal> {
    let (session, fields) = (&form.session, &form.fields);
    session.needs(Role::Decider)?;
    let registration: RegistrationId = form.about.parse().map_err(|_| Refusal::NotFound)?;
    let text: String = clean_lines(fields.one("note"))
        .chars()
        .take(MOST_NOTE)
        .collect();
    let (now, officer, shared) = (web.clock.now(), session.officer.clone(), Arc::clone(web));
    if !text.is_empty() {
        let kept = web.stores.with(move |store| {
            let Some(status) = store.status(registration)? else {
                return Ok(false);
            };
            let revision = status.revision;
            let body = shared.papers.seal(registration, revision, &text)?;
            let paper = Paper {
                kind: PaperKind::Note,
                revision,
                at: now,
                officer: officer.clone(),
                body,
            };
            let detail = format!("revision {revision}");
            let entry = AuditEntry {
                at: now,
                officer: &officer,
                action: "note",
                id: Some(registration),
                detail: &detail,
            };
            store.add_paper(registration, &paper, &entry)?;
            Ok(true)
        });
        if !kept.await? {
            return Err(Refusal::NotFound);
        }
    }
    Ok(Redirect::to(&format!("/registrations/{registration}")))
}

/// Refuses what does not open, all of one page at once: nobody reads a thousand of them.
pub(super) async fn refuse_broken(
    State(web): State<Arc<WebState>>,
    PostedForm { session, fields }: PostedForm,
) -> Result<Redirect, Refusal> {
    session.needs(Role::Decider)?;
    let broken: Vec<(RegistrationId, u32)> = fields
        .all("broken")
        .filter_map(|text| text.split_once('.'))
        .filter_map(|(id, revision)| Some((id.parse().ok()?, revision.parse().ok()?)))
        .take(MOST_BROKEN)
        .collect();
    let (now, officer, shared) = (web.clock.now(), session.officer.clone(), Arc::clone(&web));
    // Its language is not known, so it is told in both.
    let words = format!(
        "{}\n{}",
        words::REFUSED_ALL.text(Lang::Id),
        words::REFUSED_ALL.text(Lang::En)
    );
    let done = web.stores.with(move |store| {
        let by = Decider {
            officer: &officer,
            keys: &shared.keys,
            papers: &shared.papers,
            now,
        };
        for (id, revision) in broken {
            let row = store.index_row(id, revision)?;
            // The ids come from a form, which anybody who is signed in can make up. Nothing that
            // opens is refused by this.
            if !row
                .as_ref()
                .is_some_and(|row| row.flags.iter().any(|flag| flag == "seal_broken"))
            {
                continue;
            }
            match desk::decide_seen(
                store,
                id,
                Some(revision),
                &Decision::Refuse {
                    words: words.clone(),
                },
                row.as_ref(),
                &by,
            ) {
                // Somebody else was quicker, or it was sent again.
                Ok(_) | Err(Failure::Input(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    });
    done.await?;
    Ok(Redirect::to("/queue?state=received&flag=seal_broken"))
}

/// Signs of a note, at most.
const MOST_NOTE: usize = 2000;
/// Registrations that are refused at once, at most: a page of them.
const MOST_BROKEN: usize = 100;

/// Takes a held decision back. The reason is kept as a note.
pub(super) async fn take_back(
    State(web): State<Arc<WebState>>,
    form: KeptForm,
) -> Result<Response, Refusal> {
    form.answer(take(&web, &form).await)
}

async fn take(web: &Arc<WebState>, form: &KeptForm) -> Result<Redirect, Refusal> {
    let (session, fields) = (&form.session, &form.fields);
    session.needs(Role::Decider)?;
    let registration: RegistrationId = form.about.parse().map_err(|_| Refusal::NotFound)?;
    let reason: String = clean_lines(fields.one("reason"))
        .chars()
        .take(MOST_NOTE)
        .collect();
    if reason.is_empty() {
        return Err(Refusal::Form);
    }
    let (now, officer, shared) = (web.clock.now(), session.officer.clone(), Arc::clone(web));
    let taken = web.stores.with(move |store| {
        let Some(status) = store.status(registration)? else {
            return Ok(false);
        };
        let revision = status.revision;
        let detail = format!("revision {revision}");
        let entry = AuditEntry {
            at: now,
            officer: &officer,
            action: "take back",
            id: Some(registration),
            detail: &detail,
        };
        let body = shared.papers.seal(registration, revision, &reason)?;
        let note = Paper {
            kind: PaperKind::Note,
            revision,
            at: now,
            officer: officer.clone(),
            body,
        };
        let noted = AuditEntry {
            action: "note",
            ..entry
        };
        // A double click took it back already, for the same reason: nothing else was done since.
        Ok(store.take_back(registration, &entry, &note, &noted)?
            || is_taken_back(store, &shared, registration, &note, &reason)?)
    });
    // It was told meanwhile, or somebody else took it back.
    if taken.await? {
        Ok(Redirect::to(&format!("/registrations/{registration}")))
    } else {
        Err(Refusal::Changed)
    }
}

/// True when the last thing that this officer wrote about this revision is that reason, and the last
/// decision about it is the one that was taken back.
fn is_taken_back(
    store: &Store,
    web: &WebState,
    id: RegistrationId,
    note: &Paper,
    reason: &str,
) -> Result<bool, StoreError> {
    let papers = store.papers(id)?;
    let by_them = |kind| {
        papers.iter().rfind(|paper| {
            (paper.kind, paper.revision) == (kind, note.revision) && paper.officer == note.officer
        })
    };
    let said = by_them(PaperKind::Note)
        .and_then(|paper| web.papers.open(id, paper.revision, &paper.body))
        .is_some_and(|text| *text == reason);
    let decided = papers.iter().any(|paper| {
        matches!(paper.kind, PaperKind::Held | PaperKind::Decision)
            && paper.revision == note.revision
    });
    Ok(said && !decided && by_them(PaperKind::TakenBack).is_some())
}

/// True when this officer's same decision about this revision is held: a double click.
fn is_held(
    store: &Store,
    web: &WebState,
    id: RegistrationId,
    revision: u32,
    officer: &str,
    decision: &Decision,
) -> Result<bool, StoreError> {
    let held = store
        .papers(id)?
        .into_iter()
        .find(|paper| paper.kind == PaperKind::Held);
    Ok(held.is_some_and(|paper| {
        let same = desk::held_decision(&web.papers, id, &paper)
            .is_some_and(|held| held.verb() == decision.verb());
        same && paper.officer == officer && paper.revision == revision
    }))
}

/// True when the last thing that was decided is this, about this revision, by this officer.
fn is_done(
    store: &Store,
    id: RegistrationId,
    revision: u32,
    officer: &str,
    decision: &Decision,
) -> Result<bool, StoreError> {
    let rows = store.audit_of(id)?.into_iter().rev();
    let last = rows
        .into_iter()
        .find(|row| matches!(row.action.as_str(), "accept" | "correct" | "refuse"));
    Ok(last.is_some_and(|row| {
        row.officer == officer
            && row.action == decision.verb()
            && row.detail == decision.detail(revision)
    }))
}
