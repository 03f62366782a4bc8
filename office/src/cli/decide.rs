//! `office accept | correct | refuse`

use std::convert::Infallible;

use clap::Args;
use payung_model::journey::OfficeState;
use payung_model::sealed::RegistrationId;
use payung_model::typed::{clean, clean_lines, is_visible};

use super::desk::{Desk, KeyArgs};
use super::output::print_line;
use crate::desk::{self, Decider, Decision, Hindrance, PaperKey, find};
use crate::failure::Failure;
use crate::opener::opened_row;
use crate::store::index::{Duplicates, IndexRow};

/// Others with the same NIK that are named.
const FEW: u32 = 5;

#[derive(Args)]
pub(super) struct AcceptArgs {
    /// Id or receipt code.
    id: String,
    /// The revision that is decided. Without it, the one that this officer looked at last.
    #[arg(long)]
    revision: Option<u32>,
    #[command(flatten)]
    keys: KeyArgs,
    /// Words for the worker.
    #[arg(long, default_value = "", value_parser = |text: &str| Ok::<_, Infallible>(tidy(text)))]
    words: String,
    /// You have seen that something is not answered.
    #[arg(long)]
    despite_missing: bool,
    /// You have compared it with the others that have the same NIK.
    #[arg(long)]
    compared: bool,
}

#[derive(Args)]
pub(super) struct CorrectArgs {
    /// Id or receipt code.
    id: String,
    /// The revision that is decided. Without it, the one that this officer looked at last.
    #[arg(long)]
    revision: Option<u32>,
    #[command(flatten)]
    keys: KeyArgs,
    /// A question to answer again, and what to do about it: nik=Angka terakhir tidak terbaca.
    /// Repeatable.
    #[arg(long = "question", value_name = "ID=WORDS", value_parser = question)]
    questions: Vec<(String, String)>,
    /// Words for the worker about the whole.
    #[arg(long, default_value = "", value_parser = |text: &str| Ok::<_, Infallible>(tidy(text)))]
    words: String,
}

#[derive(Args)]
pub(super) struct RefuseArgs {
    /// Id or receipt code.
    id: String,
    /// The revision that is decided. Without it, the one that this officer looked at last.
    #[arg(long)]
    revision: Option<u32>,
    #[command(flatten)]
    keys: KeyArgs,
    /// Why, in words for the worker.
    #[arg(long, value_parser = reason)]
    words: String,
}

impl AcceptArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let seen = Seen {
            revision: self.revision,
            missing: self.despite_missing,
            twins: self.compared,
        };
        let decision = Decision::Accept { words: self.words };
        decide(desk, &self.id, &seen, &self.keys, &decision)
    }
}

impl CorrectArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let decision = Decision::Correct {
            questions: self.questions,
            words: self.words,
        };
        let seen = Seen::of(self.revision);
        decide(desk, &self.id, &seen, &self.keys, &decision)
    }
}

impl RefuseArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let seen = Seen::of(self.revision);
        let decision = Decision::Refuse { words: self.words };
        decide(desk, &self.id, &seen, &self.keys, &decision)
    }
}

/// What the officer says that they have seen.
#[derive(Default)]
struct Seen {
    revision: Option<u32>,
    missing: bool,
    twins: bool,
}

impl Seen {
    fn of(revision: Option<u32>) -> Self {
        Self {
            revision,
            ..Self::default()
        }
    }

    /// Refuses to accept what must be seen first and was not.
    fn suffices(&self, row: &IndexRow, twins: &Duplicates) -> Result<(), Failure> {
        let all = desk::hindrances(row, twins.count > 0);
        // What nobody may accept is said where it is decided.
        let open = !all.iter().any(|what| what.is_final());
        for hindrance in all.into_iter().filter(|_| open) {
            let words = match hindrance {
                Hindrance::Incomplete if !self.missing => {
                    "something is not answered (answer_missing): ask for it, or say that you saw it with --despite-missing"
                        .to_owned()
                }
                Hindrance::SameNik if !self.twins => {
                    let few: Vec<_> = twins.few.iter().map(RegistrationId::receipt).collect();
                    format!(
                        "the same NIK: {}: compare the two, and say so with --compared",
                        few.join(" ")
                    )
                }
                _ => continue,
            };
            return Err(Failure::Input(words));
        }
        Ok(())
    }
}

fn decide(
    desk: &Desk,
    id: &str,
    said: &Seen,
    keys: &KeyArgs,
    decision: &Decision,
) -> Result<(), Failure> {
    let store = desk.office()?;
    let id = find(&store, id)?;
    let seen = said
        .revision
        .or(desk::last_look(&store, id, &desk.officer)?);
    let waits = store
        .status(id)?
        .is_some_and(|it| it.state == OfficeState::Received);
    if seen.is_none() && waits && matches!(decision, Decision::Accept { .. }) {
        let words = format!(
            "look first: office show {}; or name what you saw: --revision N",
            id.receipt()
        );
        return Err(Failure::Input(words));
    }
    // Phones believe only what the office's key wrote.
    let keys = desk.keys(keys)?;
    desk.hold(&store, &keys)?;
    let office = keys.office();
    let row = opened_row(&store, &keys, desk.clock, id)?;
    if let (Decision::Accept { .. }, Some(row), true) = (decision, &row, waits) {
        said.suffices(row, &store.duplicates(id, row, FEW)?)?;
    }
    let papers = PaperKey::derive(&keys.nik_index()?);
    let by = Decider {
        officer: &desk.officer,
        keys: &office,
        papers: &papers,
        now: desk.now(),
    };
    let state = desk::decide_seen(&store, id, seen, decision, row.as_ref(), &by)?;
    print_line(&format!("{} is {}", id.receipt(), state.as_str()))
}

fn question(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((id, words)) if !id.is_empty() && is_visible(words) => {
            Ok((clean(id).to_string(), clean_lines(words).to_string()))
        }
        _ => Err("write it as ID=WORDS".into()),
    }
}

/// Words for the worker, without what cannot be seen.
fn tidy(text: &str) -> String {
    clean_lines(text).to_string()
}

/// The same, but something must be said.
fn reason(text: &str) -> Result<String, String> {
    let words = tidy(text);
    if words.is_empty() {
        Err("say why, in words for the worker".into())
    } else {
        Ok(words)
    }
}
