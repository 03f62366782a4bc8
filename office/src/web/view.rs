//! All that a page shows of one registration: its answers in words, what officers did with it, and
//! what changed since the revision before.

use std::sync::Arc;
use std::time::Duration;

use payung_model::cover::report;
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use zeroize::Zeroizing;

use super::answers::{self, AnswerGroup, compare, groups, purpose};
use super::lines::Twins;
use super::money::RegistrationMoney;
use super::ready_words::{self, ReadyWords};
use super::refusal::Refusal;
use super::session::Session;
use super::state::WebState;
use super::words;
use crate::desk::{self, Decision, DecisionWords, PaperKey, ShowRequest, Shown};
use crate::failure::Failure;
use crate::purposes;
use crate::requests::{AnswerClock, Clocks};
use crate::store::index::IndexRow;
use crate::store::money::BillFilter;
use crate::store::officers::Role;
use crate::store::{PaperKind, RegistrationStatus, Store, StoreError};

/// How long a registration is an officer's after the last look, so that two officers do not do the
/// same one. A claim is a courtesy and no lock: of two decisions the first one counts in any case.
/// Whoever needs longer has gone away.
pub(super) const READING: Duration = Duration::from_secs(10 * 60);
/// Bills of one registration that are shown, at most: the newest.
const MOST_BILLS: u32 = 20;
/// Refunds that are shown, and requests for money that are offered, at most.
pub(super) const MOST_REFUNDS: u32 = 50;
/// Registrations and requests that add to one and are looked through for reports, at most.
const MOST_ADDITIONS: u32 = 50;

/// All that a page shows of a registration. `shown` is none when the envelope does not open.
pub(super) struct RegistrationView {
    pub id: RegistrationId,
    pub status: RegistrationStatus,
    pub row: Option<IndexRow>,
    pub shown: Option<OpenedRegistration>,
    /// What officers did with it before, the last first.
    pub deeds: Vec<Deed>,
    /// A decision that is not told yet.
    pub held: Option<Held>,
    /// What this officer decided about this revision and took back.
    pub taken_back: Option<Decision>,
    /// The other officer who is looking at it.
    pub claimed_by: Option<String>,
    /// What the last decision of this officer said.
    pub notice: Option<String>,
    /// Words that are ready, in the worker's language.
    pub ready: ReadyWords,
    /// Until when it is to be answered, if it is a request that waits.
    pub clock: Option<AnswerClock>,
    /// Its bills and its money.
    pub money: RegistrationMoney,
    /// Receipt codes of reports of incidents about it.
    pub reports: Vec<String>,
}

impl RegistrationView {
    /// What is asked for, as the form names it; empty when it is not known.
    pub(super) fn purpose(&self) -> &str {
        let row = self.row.as_ref();
        row.and_then(|row| row.purpose.as_deref())
            .unwrap_or_default()
    }

    /// Other registrations with the same NIK.
    pub(super) fn twins(&self) -> Twins<'_> {
        self.shown
            .as_ref()
            .map_or_else(Twins::default, |opened| Twins {
                receipts: &opened.shown.duplicates,
                count: opened.shown.duplicates_count,
                more: opened.shown.duplicates_more,
            })
    }
}

/// A decision that can still be taken back.
pub(super) struct Held {
    pub verb: &'static str,
    pub officer: String,
    pub due: Timestamp,
    /// The words for the worker about the whole.
    pub words: Zeroizing<String>,
    /// What is asked for: a question's label, and the words about it.
    pub asked: Vec<(String, Zeroizing<String>)>,
}

/// A decision of an officer.
pub(super) struct Deed {
    pub action: String,
    pub officer: String,
    pub at: Timestamp,
    pub revision: u32,
    /// The words for the worker about the whole.
    pub words: Zeroizing<String>,
    /// What was asked for: a question's label, and the words about it.
    pub asked: Vec<(String, Zeroizing<String>)>,
}

/// The contents of an envelope, prepared for the page.
pub(super) struct OpenedRegistration {
    pub shown: Shown,
    pub groups: Vec<AnswerGroup>,
    pub purpose: Option<String>,
    /// The name, as the worker wrote it.
    pub name: Option<Zeroizing<String>>,
    /// True when there was a revision before this one, and it could be compared.
    pub has_before: bool,
    /// Labels of what the revision before answered and this one does not.
    pub no_longer: Vec<String>,
}

impl OpenedRegistration {
    /// True when this revision says something else than the one before.
    pub(super) fn changes(&self) -> bool {
        let items = self.groups.iter().flat_map(|group| &group.items);
        !self.no_longer.is_empty() || items.into_iter().any(|item| item.before.is_some())
    }
}

/// Opens a registration. The look is written into the audit log first.
pub(super) async fn known(
    web: &Arc<WebState>,
    session: &Session,
    text: String,
) -> Result<RegistrationView, Refusal> {
    let (shared, officer, lang) = (web.clone(), session.officer.clone(), session.lang);
    let (token_hash, role) = (session.token_hash, session.role);
    let found = web.stores.with(move |store| {
        let id = match desk::find(store, &text) {
            Ok(id) => id,
            Err(Failure::Input(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let Some(status) = store.status(id)? else {
            return Ok(None);
        };
        let row = store.index_row(id, status.revision)?;
        let looking = ShowRequest {
            id,
            officer: &officer,
            now: shared.clock.now(),
            lang,
            photos: None,
        };
        let shown = match desk::show(store, &shared.keys, &looking) {
            Ok(shown) => Some(shown),
            // The envelope does not open: the officer sees the reason and can still refuse the
            // registration.
            Err(Failure::Envelope(_)) => None,
            Err(other) => return Err(other),
        };
        let before = desk::show_before(store, &shared.keys, &looking, status.revision)?;
        let opened = |shown: Shown| -> Result<OpenedRegistration, StoreError> {
            let content = shared.contents.behind(store, &shown)?;
            let content = content.as_deref();
            let mut now = groups(lang, &shown, content);
            let (has_before, mut no_longer) = (before.is_some(), Vec::new());
            if let Some(before) = before {
                let old = shared.contents.behind(store, &before)?;
                no_longer = compare(&mut now, &groups(lang, &before, old.as_deref()));
            }
            let (purpose, name) = (
                purpose(lang, &shown, content),
                answers::name(&shown, content),
            );
            Ok(OpenedRegistration {
                shown,
                groups: now,
                purpose,
                name,
                has_before,
                no_longer,
            })
        };
        let shown = shown.map(opened).transpose()?;
        let worker_lang = shown
            .as_ref()
            .map_or(Lang::Id.code(), |opened| opened.shown.lang.as_str());
        let ready = ready_words::of(store.dir(), worker_lang);
        let deeds = deeds(store, &shared.papers, id, shown.as_ref())?;
        let papers = store.papers(id)?;
        let kept = |kind| {
            let paper = papers
                .iter()
                .find(|paper| paper.kind == kind && paper.revision == status.revision)?;
            Some((paper, desk::held_decision(&shared.papers, id, paper)?))
        };
        let held = kept(PaperKind::Held).map(|(paper, decision)| {
            let asked = decision.questions().iter().map(|(question, words)| {
                let label = label_of(shown.as_ref(), question);
                (label, Zeroizing::new(words.clone()))
            });
            Held {
                verb: decision.verb(),
                officer: paper.officer.clone(),
                due: paper.at,
                words: Zeroizing::new(decision.words().to_owned()),
                asked: asked.collect(),
            }
        });
        let taken_back = kept(PaperKind::TakenBack)
            .filter(|(paper, _)| held.is_none() && paper.officer == officer)
            .map(|(_, decision)| decision);
        let (unapplied, free) = store.credit_of(id)?;
        let money = RegistrationMoney {
            payer: id,
            bills: desk::bills(store, BillFilter::Payer(id), MOST_BILLS)?,
            unapplied,
            free,
            form: desk::new_form(shared.clock.now())?,
            refunds: desk::refunds(store, id, MOST_REFUNDS)?,
            requests: desk::money_requests(store, id, MOST_REFUNDS)?,
        };
        let reports = reports(store, id)?;
        let notice = store.take_word(&token_hash)?;
        let waits = status.state == OfficeState::Received && role >= Role::Decider;
        let claimed_by = if waits {
            let now = shared.clock.now();
            store.claim_reading(id, &officer, now, now.plus(READING))?
        } else {
            None
        };
        let notice = notice.and_then(|word| words::decision_notice(lang, &word));
        let asked = row
            .as_ref()
            .and_then(|row| Some((row.form.as_ref()?, row.purpose.as_ref()?, &row.flags)));
        let clock = match asked {
            Some(((form, _), purpose, flags))
                if status.state == OfficeState::Received && purposes::is_request(purpose) =>
            {
                let arrived = store.rows(&[id])?;
                let clocks = Clocks::in_force(store)?;
                arrived.first().and_then(|row| {
                    clocks.of(form, purpose, flags, row.changed_at, shared.clock.now())
                })
            }
            _ => None,
        };
        Ok(Some(RegistrationView {
            id,
            status,
            row,
            shown,
            deeds,
            held,
            taken_back,
            claimed_by,
            notice,
            ready,
            clock,
            money,
            reports,
        }))
    });
    found.await?.ok_or(Refusal::NotFound)
}

/// Receipt codes of the reports of incidents about a registration, the last ones first.
fn reports(store: &Store, id: RegistrationId) -> Result<Vec<String>, StoreError> {
    let mut reports = Vec::new();
    for addition in store.completed_by(id, MOST_ADDITIONS)?.iter().rev() {
        let Some(found) = store.status(*addition)? else {
            continue;
        };
        let row = store.index_row(*addition, found.revision)?;
        if row.is_some_and(|row| row.purpose.as_deref() == Some(report::PURPOSE)) {
            reports.push(addition.receipt());
        }
    }
    Ok(reports)
}

/// What a question is called on the page; its id when the answers do not open.
fn label_of(shown: Option<&OpenedRegistration>, question: &str) -> String {
    let items = shown
        .iter()
        .flat_map(|opened| &opened.groups)
        .flat_map(|group| &group.items);
    let found = items
        .into_iter()
        .find(|item| item.question == question)
        .map(|item| item.label.clone());
    found.unwrap_or_else(|| question.to_owned())
}

/// The decisions about a registration, the last first, with the words that were kept, and notes
/// among them.
fn deeds(
    store: &Store,
    papers: &PaperKey,
    id: RegistrationId,
    shown: Option<&OpenedRegistration>,
) -> Result<Vec<Deed>, StoreError> {
    let label = |question: &str| label_of(shown, question);
    let kept = store.papers(id)?;
    let mut deeds = Vec::new();
    for row in store.audit_of(id)? {
        if !matches!(row.action.as_str(), "accept" | "correct" | "refuse") {
            continue;
        }
        let mut parts = row
            .detail
            .strip_prefix("revision ")
            .unwrap_or_default()
            .split(' ');
        let revision = parts
            .next()
            .and_then(|number| number.parse().ok())
            .unwrap_or_default();
        // Paper and row of the log were written by one transaction, with one time and one name.
        let paper = kept.iter().find(|paper| {
            paper.kind == PaperKind::Decision
                && (paper.revision, paper.at, &paper.officer) == (revision, row.at, &row.officer)
        });
        let text = paper.and_then(|paper| papers.open(id, revision, &paper.body));
        let words = text.and_then(|text| DecisionWords::read(&text));
        let (words, asked) = match words {
            Some(words) => {
                let asked = words
                    .asked
                    .into_iter()
                    .map(|(question, words)| (label(&question), Zeroizing::new(words)));
                (Zeroizing::new(words.words), asked.collect())
            }
            // Decided before words were kept.
            None => (
                Zeroizing::default(),
                parts
                    .map(|question| (label(question), Zeroizing::default()))
                    .collect(),
            ),
        };
        deeds.push(Deed {
            action: row.action,
            officer: row.officer,
            at: row.at,
            revision,
            words,
            asked,
        });
    }
    for note in kept
        .into_iter()
        .filter(|paper| paper.kind == PaperKind::Note)
    {
        let words = papers
            .open(id, note.revision, &note.body)
            .unwrap_or_default();
        let (action, revision) = ("note".to_owned(), note.revision);
        deeds.push(Deed {
            action,
            officer: note.officer,
            at: note.at,
            revision,
            words,
            asked: Vec::new(),
        });
    }
    deeds.sort_by_key(|deed| std::cmp::Reverse(deed.at));
    Ok(deeds)
}
