//! Accept, correct, refuse: an item of the inbox, the new state, and the audit row, in one
//! transaction.
//!
//! The item is sealed to the registration's reply key, from the office's newest key: phones believe
//! a decision only from it. Beside it a reply is written for apps that know no inbox; it proves
//! nothing.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::reply::{self, Correction, Reply, seal};
use payung_model::sealed::{Envelope, OfficeKey, RegistrationId};
use payung_model::secret::Secret;
use payung_model::typed::is_visible;
use payung_model::units::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::paper::PaperKey;
use super::refund::{money_request, waits_for_refund};

use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::opener::{Flag, MACHINE, content_for};
use crate::purposes;
use crate::random::SystemRandom;
use crate::store::index::IndexRow;
use crate::store::{AuditEntry, Decided, DecisionRecord, InboxPlace, Paper, PaperKind, Store};

/// A reason against accepting a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// A consent is missing. Nobody's data is used without it, so nobody accepts it either.
    NoConsent,
    /// The office does not know its form, so nobody knows which consents and answers it asks for.
    FormUnknown,
    /// Something is not answered. It may be accepted by somebody who has seen that.
    Incomplete,
    /// It asks for money back, and no refund answers it.
    NotGivenBack,
    /// It asks for money back, and another accept that is held names the refund that would answer it.
    NamedByAnother,
    /// Another registration has the same NIK. It may be accepted by somebody who compared the two.
    SameNik,
}

impl Hindrance {
    /// True when nobody may accept it, whatever was seen.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::NoConsent | Self::FormUnknown | Self::NotGivenBack | Self::NamedByAnother
        )
    }
}

/// All reasons against accepting the registration with this index row. `twin`: another registration
/// has the same NIK.
pub fn hindrances(row: &IndexRow, twin: bool) -> Vec<Hindrance> {
    let has = |flag: Flag| row.flags.iter().any(|one| one == flag.word());
    let all = [
        (has(Flag::ConsentMissing), Hindrance::NoConsent),
        (has(Flag::FormUnknown), Hindrance::FormUnknown),
        (has(Flag::AnswerMissing), Hindrance::Incomplete),
        (twin, Hindrance::SameNik),
    ];
    all.into_iter()
        .filter_map(|(stands, what)| stands.then_some(what))
        .collect()
}

/// A decision of an officer.
pub enum Decision {
    /// The registration is accepted.
    Accept {
        /// Words for the worker; may be empty.
        words: String,
    },
    /// Some answers must be corrected.
    Correct {
        /// Question ids, each with words that say what to do.
        questions: Vec<(String, String)>,
        /// Words for the worker about the whole; may be empty.
        words: String,
    },
    /// The registration cannot be accepted.
    Refuse {
        /// The reason, in words for the worker.
        words: String,
    },
}

/// The officer who decides, the keys for it, and the time.
pub struct Decider<'a> {
    /// For the audit log.
    pub officer: &'a str,
    /// The office's keys, the newest first: the newest one writes.
    pub keys: &'a [OfficeKey],
    /// Seals the words for the office itself, so that officers can read later what was decided in
    /// which words.
    pub papers: &'a PaperKey,
    /// By the office's clock.
    pub now: Timestamp,
}

/// Decides about the last revision, which must be `received`. `row` is its index row, because a
/// registration that was not opened yet cannot be decided.
pub fn decide(
    store: &Store,
    id: RegistrationId,
    decision: &Decision,
    row: Option<&IndexRow>,
    by: &Decider<'_>,
) -> Result<OfficeState, Failure> {
    decide_seen(store, id, None, decision, row, by)
}

/// Decides about the revision that the officer has seen. When a later one came meanwhile, nothing
/// is done and the officer is asked to look again.
pub fn decide_seen(
    store: &Store,
    id: RegistrationId,
    seen: Option<u32>,
    decision: &Decision,
    row: Option<&IndexRow>,
    by: &Decider<'_>,
) -> Result<OfficeState, Failure> {
    notify(store, id, seen, decision, row, by, None)
}

/// Decides as [`decide_seen`] does. `held` is the held decision that is told by this, if it is one.
fn notify(
    store: &Store,
    id: RegistrationId,
    seen: Option<u32>,
    decision: &Decision,
    row: Option<&IndexRow>,
    by: &Decider<'_>,
    held: Option<&Paper>,
) -> Result<OfficeState, Failure> {
    let &Decider {
        officer,
        keys,
        papers,
        now,
    } = by;
    let key = keys.first().ok_or(KeysProblem::Damaged("no office key"))?;
    let gone = || Failure::Input(format!("no registration {id} here"));
    let found = store.status(id)?.ok_or_else(gone)?;
    // The officer has judged other answers than those that are here now.
    if seen.is_some_and(|seen| seen != found.revision) {
        return Err(Failure::Input(format!(
            "{} changed meanwhile: look again",
            id.receipt()
        )));
    }
    if found.state != OfficeState::Received {
        let word = found.state.as_str();
        return Err(Failure::Input(format!(
            "{} is {word}: only what is received can be decided",
            id.receipt()
        )));
    }
    // The reply key is in the envelope's header, so no private key is needed here.
    let envelope = Envelope::parse(&store.latest_record(id)?.ok_or_else(gone)?)?;
    check(store, id, decision, &envelope, row)?;
    let reply = Reply {
        revision: found.revision,
        state: decision.state(),
        at: now,
        words: Secret::new(decision.words()),
        questions: decision.corrections(),
    };
    // After an officer has made the access anew, everything is sealed to the new phone's key, and
    // the reply too (ADR 22).
    let reissued = store.reissued_reply_key(id)?;
    let reply_key = reissued.as_ref().unwrap_or(&envelope.header().reply_key);
    let sealed = seal(&reply, id, reply_key, &mut SystemRandom)?;
    let detail = decision.detail(found.revision);
    let request = match (decision, row) {
        (Decision::Accept { .. }, Some(row)) => money_request(store, id, row)?,
        _ => None,
    };
    let paper = Paper {
        kind: PaperKind::Decision,
        revision: found.revision,
        at: now,
        officer: officer.to_owned(),
        body: papers.seal(id, found.revision, &DecisionWords::of(decision).to_text())?,
    };
    loop {
        let place = store.inbox_place(id)?.ok_or_else(gone)?;
        let InboxPlace { sequence, previous } = place;
        let item = Item {
            sequence,
            previous,
            revision: found.revision,
            at: now,
            body: decision.body(),
        };
        let item = item.seal(id, reply_key, key, &mut SystemRandom)?;
        let entry = AuditEntry {
            at: now,
            officer,
            action: decision.verb(),
            id: Some(id),
            detail: &detail,
        };
        let (revision, state) = (found.revision, reply.state);
        // The state is looked at again in the transaction: a revision or another officer's decision
        // may have come since it was read.
        let paper = Some(&paper);
        match store.decide(&DecisionRecord {
            id,
            revision,
            state,
            reply: &sealed,
            item: &item,
            place,
            at: now,
            entry,
            paper,
            held,
            request,
        })? {
            Decided::Done => return Ok(reply.state),
            // The item is bound to its place by its seal, so it is sealed again for the next one.
            Decided::PlaceTaken => {}
            Decided::NotGivenBack => return Err(not_given_back(row)),
            Decided::Held => return Err(decided_already(store, id)?),
            Decided::Changed => {
                return Err(Failure::Input(format!(
                    "{} changed meanwhile: look again",
                    id.receipt()
                )));
            }
        }
    }
}

fn check(
    store: &Store,
    id: RegistrationId,
    decision: &Decision,
    envelope: &Envelope,
    row: Option<&IndexRow>,
) -> Result<(), Failure> {
    check_length(decision)?;
    let unopened = "it was not opened yet: run `office open` with the keys first";
    let form = row
        .ok_or_else(|| Failure::Input(unopened.into()))?
        .form
        .as_ref();
    let closed =
        || Failure::Input("it could not be opened: refuse it, or correct it in words only".into());
    match decision {
        Decision::Accept { .. } if stands(row, Hindrance::NoConsent) => Err(Failure::Input(
            "no consent was given to the words of its form: ask for it again, or refuse".into(),
        )),
        Decision::Accept { .. } if stands(row, Hindrance::FormUnknown) => Err(Failure::Input(
            "this office does not know its form, so nobody can say whether consent was given: ask for it again, or refuse"
                .into(),
        )),
        Decision::Accept { words }
            if !is_visible(words)
                && row.is_some_and(|row| {
                    purposes::needs_words(row.purpose.as_deref().unwrap_or_default())
                }) =>
        {
            Err(Failure::Input(
                "this request is answered in words: say them with --words".into(),
            ))
        }
        Decision::Accept { .. } => {
            form.ok_or_else(closed)?;
            match row {
                Some(found) if waits_for_refund(store, id, found)? => Err(not_given_back(row)),
                _ => Ok(()),
            }
        }
        // A refusal needs nothing of the form, so what does not open can be refused too.
        Decision::Refuse { .. } => Ok(()),
        Decision::Correct { questions, words } if questions.is_empty() && !is_visible(words) => {
            Err(Failure::Input(
                "say what to correct: --question ID=WORDS, or --words".into(),
            ))
        }
        Decision::Correct { questions, .. } if questions.is_empty() => Ok(()),
        Decision::Correct { questions, .. } => {
            let (form, version) = form.ok_or_else(closed)?;
            let sequence = envelope.header().bundle_sequence;
            let content = content_for(store, sequence, (form, *version))?;
            let form = content.as_ref().and_then(|content| content.forms.get(form));
            // A question that the form does not have would be shown to nobody.
            let unknown = questions
                .iter()
                .find(|(id, _)| form.is_none_or(|form| form.question(id).is_none()));
            match unknown {
                Some((id, _)) => Err(Failure::Input(format!("the form has no question {id:?}"))),
                None => Ok(()),
            }
        }
    }
}

fn not_given_back(row: Option<&IndexRow>) -> Failure {
    let payer = row.and_then(|row| row.completes);
    let payer = payer.map_or_else(|| "PAYER".to_owned(), |id| id.receipt());
    Failure::Input(format!(
        "nothing was given back for this request since it came: `office money refund {payer} AMOUNT --why REASON` first, or refuse it"
    ))
}

/// Somebody decided, and it can still be taken back.
fn decided_already(store: &Store, id: RegistrationId) -> Result<Failure, Failure> {
    let held = store.papers(id)?;
    let held = held.iter().find(|paper| paper.kind == PaperKind::Held);
    let receipt = id.receipt();
    Ok(Failure::Input(match held {
        Some(paper) => format!(
            "{} decided about {receipt} already, and the worker is told at {}: it must be taken back first, on its page",
            paper.officer, paper.at
        ),
        None => format!("{receipt} changed meanwhile: look again"),
    }))
}

fn stands(row: Option<&IndexRow>, what: Hindrance) -> bool {
    row.is_some_and(|row| hindrances(row, false).contains(&what))
}

/// A message that is too long would never reach the phone, so it is refused where it is made.
fn check_length(decision: &Decision) -> Result<(), Failure> {
    let questions = || {
        decision
            .questions()
            .iter()
            .map(|(id, words)| (id.as_str(), words.as_str()))
    };
    let longest = questions()
        .map(|(_, words)| words.len())
        .chain([decision.words().len()])
        .max()
        .unwrap_or(0);
    if longest > reply::MOST_WORDS {
        let most = reply::MOST_WORDS;
        return Err(Failure::Input(format!(
            "one text has {longest} bytes, and {most} is the most: make it shorter"
        )));
    }
    let whole = reply::text_bytes(decision.words(), questions());
    if whole > reply::MOST_TEXT {
        let most = reply::MOST_TEXT;
        return Err(Failure::Input(format!(
            "all words together have {whole} bytes, and a phone takes at most {most}: make them shorter"
        )));
    }
    Ok(())
}

/// Holds a decision until `due`, so that it can be taken back; then [`decide_held`] tells it.
/// Everything is checked as if it were told now. False when the registration changed meanwhile, or
/// another decision about it is held.
pub fn hold(
    store: &Store,
    id: RegistrationId,
    revision: u32,
    decision: &Decision,
    row: Option<&IndexRow>,
    by: &Decider<'_>,
    due: Timestamp,
) -> Result<bool, Failure> {
    let gone = || Failure::Input(format!("no registration {id} here"));
    let envelope = Envelope::parse(&store.latest_record(id)?.ok_or_else(gone)?)?;
    check(store, id, decision, &envelope, row)?;
    // Checked now as well as later: a refusal helps only while the officer is at the screen.
    let held = HeldDecision {
        verb: decision.verb().to_owned(),
        words: DecisionWords::of(decision),
    };
    let text = Zeroizing::new(serde_json::to_string(&held).unwrap_or_default());
    let body = by.papers.seal(id, revision, &text)?;
    let paper = Paper {
        kind: PaperKind::Held,
        revision,
        at: due,
        officer: by.officer.to_owned(),
        body,
    };
    // The row says *decide*. *Accept* and the others are written when the decision is told, so that
    // one that was taken back is never counted as done.
    let detail = format!("{} {}", decision.detail(revision), decision.verb());
    let entry = AuditEntry {
        at: by.now,
        officer: by.officer,
        action: "decide",
        id: Some(id),
        detail: &detail,
    };
    Ok(store.hold(id, &paper, &entry)?)
}

/// A decision that is held; none when it cannot be read.
pub fn held_decision(papers: &PaperKey, id: RegistrationId, paper: &Paper) -> Option<Decision> {
    let text = papers.open(id, paper.revision, &paper.body)?;
    let HeldDecision {
        verb,
        words: DecisionWords { words, asked },
    } = serde_json::from_str(&text).ok()?;
    match verb.as_str() {
        "accept" => Some(Decision::Accept { words }),
        "correct" => Some(Decision::Correct {
            questions: asked,
            words,
        }),
        "refuse" => Some(Decision::Refuse { words }),
        _ => None,
    }
}

/// Tells all decisions whose time has come; how many. One that does not fit any more (the worker
/// sent again, or withdrew) is dropped, and the registration waits as before.
pub fn decide_held(
    store: &Store,
    keys: &[OfficeKey],
    papers: &PaperKey,
    now: Timestamp,
) -> Result<usize, Failure> {
    let mut told = 0;
    for (id, paper) in store.held(now, MOST_HELD)? {
        let decision = held_decision(papers, id, &paper);
        if let Some(decision) = &decision {
            let row = store.index_row(id, paper.revision)?;
            let by = Decider {
                officer: &paper.officer,
                keys,
                papers,
                now,
            };
            let (seen, row) = (Some(paper.revision), row.as_ref());
            match notify(store, id, seen, decision, row, &by, Some(&paper)) {
                Ok(_) => {
                    told += 1;
                    continue;
                }
                Err(Failure::Input(_)) => {}
                // A database that is away says nothing about the decision: it stays held and is
                // told later.
                Err(other) => return Err(other),
            }
        }
        // It does not fit any more. One that was taken back meanwhile is gone already, and another
        // one that is held now stays.
        drop_held(store, id, &paper, decision.as_ref(), papers, now)?;
    }
    Ok(told)
}

/// Drops a held decision, and says so to the officers: whoever decided believes that it was told.
fn drop_held(
    store: &Store,
    id: RegistrationId,
    paper: &Paper,
    decision: Option<&Decision>,
    papers: &PaperKey,
    now: Timestamp,
) -> Result<(), Failure> {
    let officer = &paper.officer;
    let verb = decision.map_or("", Decision::verb);
    let detail = format!("revision {} {verb} by {officer}", paper.revision);
    let words = format!(
        "Putusan {officer} ({verb}) tidak jadi disampaikan, karena pendaftaran ini sudah berubah.\n\
         {officer}'s decision ({verb}) was never told, because this registration had changed."
    );
    let note = Paper {
        kind: PaperKind::Note,
        revision: paper.revision,
        at: now,
        officer: MACHINE.to_owned(),
        body: papers.seal(id, paper.revision, &words)?,
    };
    let entry = AuditEntry {
        at: now,
        officer: MACHINE,
        action: "decide dropped",
        id: Some(id),
        detail: &detail,
    };
    store.drop_held(id, paper, &note, &entry)?;
    Ok(())
}

/// Held decisions that are told in one go.
const MOST_HELD: u32 = 500;

#[derive(Serialize, Deserialize)]
struct HeldDecision {
    verb: String,
    words: DecisionWords,
}

/// The words of a decision, as the office keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionWords {
    /// About the whole.
    pub words: String,
    /// Question ids, each with words.
    #[serde(default)]
    pub asked: Vec<(String, String)>,
}

impl DecisionWords {
    fn of(decision: &Decision) -> Self {
        Self {
            words: decision.words().to_owned(),
            asked: decision.questions().to_vec(),
        }
    }

    fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(serde_json::to_string(self).unwrap_or_default())
    }

    /// Reads what was kept.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl Decision {
    fn state(&self) -> OfficeState {
        match self {
            Self::Accept { .. } => OfficeState::Accepted,
            Self::Correct { .. } => OfficeState::NeedsCorrection,
            Self::Refuse { .. } => OfficeState::Refused,
        }
    }

    pub(super) fn body(&self) -> ItemBody {
        let words = Secret::new(self.words());
        match self {
            Self::Correct { .. } => ItemBody::Correction {
                words,
                questions: self.corrections(),
            },
            Self::Accept { .. } | Self::Refuse { .. } => ItemBody::Decision {
                state: self.state(),
                words,
            },
        }
    }

    /// The word for it in the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::Correct { .. } => "correct",
            Self::Refuse { .. } => "refuse",
        }
    }

    /// The words for the worker about the whole; may be empty.
    pub fn words(&self) -> &str {
        match self {
            Self::Accept { words } | Self::Correct { words, .. } | Self::Refuse { words } => words,
        }
    }

    /// Question ids with their words; none unless this is a correction.
    pub fn questions(&self) -> &[(String, String)] {
        match self {
            Self::Correct { questions, .. } => questions,
            Self::Accept { .. } | Self::Refuse { .. } => &[],
        }
    }

    fn corrections(&self) -> Vec<Correction> {
        let correction = |(question, words): &(String, String)| Correction {
            question: question.clone(),
            words: Secret::new(words.as_str()),
        };
        self.questions().iter().map(correction).collect()
    }

    /// The revision and the question ids, for the audit log. The words may be personal, so they are
    /// left out.
    pub fn detail(&self, revision: u32) -> String {
        let mut detail = format!("revision {revision}");
        if let Self::Correct { questions, .. } = self {
            for (id, _) in questions {
                detail.push(' ');
                detail.push_str(id);
            }
        }
        detail
    }
}
