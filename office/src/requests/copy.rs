//! A copy of what the office holds about a registration: when it came, where it stands, photos,
//! decisions, and the answers, in words.

use payung_model::content::Content;
use payung_model::engine::{format_answer, question_label};
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::text::{Lang, Message, format};

use super::text::{fitted, of};
use crate::desk::{self, Decider, DecisionWords, PaperKey, ShowRequest, Shown};
use crate::failure::Failure;
use crate::opener::content_for;
use crate::store::{PaperKind, Store};

/// Registrations that add to one and are named, at most.
const MOST_ADDITIONS: u32 = 20;

/// The answer; none when the registration does not open, which is an officer's matter. The look is
/// written into the audit log first.
pub(super) fn words(
    store: &Store,
    by: &Decider<'_>,
    first: RegistrationId,
    lang: Lang,
) -> Result<Option<String>, Failure> {
    let looking = ShowRequest {
        id: first,
        officer: by.officer,
        now: by.now,
        lang,
        photos: None,
    };
    let shown = match desk::show(store, by.keys, &looking) {
        Ok(shown) => shown,
        Err(Failure::Envelope(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let form = (&*shown.form, shown.form_version);
    let content = content_for(store, shown.bundle_sequence, form)?;
    let mut lines = Vec::new();
    lines.push(format!(
        "{} {}: {}.",
        of(lang, "Pendaftaran", "Registration"),
        shown.receipt,
        state(lang, shown.state, content.as_ref())
    ));
    for (revision, at, _) in store.records(first)? {
        let (sending, day) = (
            of(lang, "Kiriman ke", "Sending number"),
            format::date(lang, at.date()),
        );
        lines.push(format!("{sending} {revision}: {day}"));
    }
    lines.push(photos(lang, &shown, content.as_ref()));
    lines.extend(decisions(store, by.papers, first, lang)?);
    let additions = store.completed_by(first, MOST_ADDITIONS)?;
    if !additions.is_empty() {
        let receipts: Vec<String> = additions.iter().map(RegistrationId::receipt).collect();
        let added = of(lang, "Tambahan dan permintaan", "Additions and requests");
        lines.push(format!("{added}: {}", receipts.join(", ")));
    }
    lines.push(of(lang, "Jawaban Anda:", "Your answers:").to_owned());
    lines.extend(answers(lang, &shown, content.as_ref()));
    Ok(Some(fitted(lang, &lines)))
}

/// As the worker's phone names it.
fn state(lang: Lang, state: OfficeState, content: Option<&Content>) -> String {
    let id = match state {
        OfficeState::Receiving => "state-sending".to_owned(),
        other => format!("state-{}", other.as_str().replace('_', "-")),
    };
    content.map_or_else(
        || state.as_str().to_owned(),
        |content| content.text(lang, &Message::new(id)),
    )
}

fn photos(lang: Lang, shown: &Shown, content: Option<&Content>) -> String {
    let labels: Vec<String> = shown
        .photos
        .iter()
        .map(|photo| label(lang, &photo.question, content))
        .collect();
    let photos = of(lang, "Foto", "Photos");
    if labels.is_empty() {
        format!("{photos}: {}", of(lang, "tidak ada", "none"))
    } else {
        format!("{photos}: {}", labels.join(", "))
    }
}

fn decisions(
    store: &Store,
    papers: &PaperKey,
    first: RegistrationId,
    lang: Lang,
) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for paper in store.papers(first)? {
        if paper.kind != PaperKind::Decision {
            continue;
        }
        let text = papers.open(first, paper.revision, &paper.body);
        let words = text.and_then(|text| DecisionWords::read(&text));
        let (decided, day) = (
            of(lang, "Putusan kantor", "The office decided"),
            format::date(lang, paper.at.date()),
        );
        let words = words.map(|words| words.words).unwrap_or_default();
        let words = words.replace('\n', " ");
        lines.push(if words.is_empty() {
            format!("{decided}, {day}")
        } else {
            format!("{decided}, {day}: {words}")
        });
    }
    Ok(lines)
}

fn answers(lang: Lang, shown: &Shown, content: Option<&Content>) -> Vec<String> {
    let form = content.and_then(|content| content.forms.get(&shown.form));
    let line = |question: &str, value: &str| {
        let known = form.and_then(|form| form.question(question));
        let said = content
            .zip(known)
            .and_then(|(content, known)| format_answer(content, lang, known, value));
        let said = said.unwrap_or_else(|| value.to_owned());
        format!("- {}: {said}", label(lang, question, content))
    };
    let answers = shown.answers.iter();
    let mut lines: Vec<String> = answers
        .map(|answer| line(&answer.question, &answer.value))
        .collect();
    lines.extend(shown.consents.iter().map(|consent| {
        let day = format::date(lang, consent.at.date());
        format!("- {}: {day}", label(lang, &consent.question, content))
    }));
    lines
}

fn label(lang: Lang, question: &str, content: Option<&Content>) -> String {
    content
        .and_then(|content| question_label(content, lang, question))
        .unwrap_or_else(|| question.to_owned())
}
