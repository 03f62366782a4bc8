//! Accept, correct, refuse: what the form says is checked here, decided by [`desk::decide_seen`].

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::sealed::RegistrationId;

use super::Web;
use super::refusal::Refusal;
use super::registration::{known, sheet};
use super::session::{FormFields, PostedForm};
use super::words::{self, Words};
use crate::desk::{self, Decider, Decision};
use crate::failure::Failure;
use crate::store::index::index_row;
use crate::store::officers::{self, Role};

/// Characters of the words about the whole, and about one question: what a phone's screen holds. The browser says it too.
const MOST_WORDS: usize = 2000;
const MOST_ASKED: usize = 500;

/// What an officer ticked and wrote, and what is wrong with it: the field, and words.
#[derive(Default)]
pub(super) struct DecisionForm {
    asks: Vec<(String, String)>,
    pub words: String,
    pub refuse_words: String,
    pub problems: Vec<(String, Words)>,
}

pub(super) async fn decide(
    State(page): State<Arc<Web>>,
    Path(id): Path<String>,
    PostedForm { session, fields }: PostedForm,
) -> Result<Response, Refusal> {
    session.needs(Role::Decider)?;
    let registration: RegistrationId = id.parse().map_err(|_| Refusal::NotFound)?;
    let seen: u32 = fields.one("revision").parse().map_err(|_| Refusal::Form)?;
    let mut wish = DecisionForm::read(&fields);
    let decision = match fields.one("verdict") {
        "accept" => wish.accept(),
        "correct" => wish.correct(),
        "refuse" => wish.refuse(),
        _ => return Err(Refusal::Form),
    };
    let Some(decision) = decision else {
        // Shown again, so looked at again: the audit log says that too.
        let known = known(&page, &session, id).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, sheet(&session, &known, &wish)).into_response());
    };
    let (now, officer, token_hash) = (page.clock.now(), session.officer.clone(), session.token_hash);
    let web = Arc::clone(&page);
    let decided = page.stores.with(move |store| {
        let by = Decider { officer: &officer, keys: &web.keys, now };
        let row = index_row(store.connection(), registration, seen)?;
        match desk::decide_seen(store, registration, Some(seen), &decision, row.as_ref(), &by) {
            Ok(state) => {
                let word = format!("{} {}", state.as_str(), registration.receipt());
                officers::leave_word(store.connection(), &token_hash, &word)?;
                Ok(true)
            }
            Err(Failure::Input(_)) => Ok(false),
            Err(other) => Err(other),
        }
    });
    if decided.await? { Ok(Redirect::to("/queue").into_response()) } else { Err(Refusal::Changed) }
}

impl DecisionForm {
    fn read(fields: &FormFields) -> Self {
        let ask = |id: &str| (id.to_owned(), tidy(fields.one(&format!("words-{id}"))));
        let mut asks: Vec<_> = fields.all("ask").map(ask).collect();
        asks.sort();
        asks.dedup_by(|one, other| one.0 == other.0);
        let (words, refuse_words) = (tidy(fields.one("words")), tidy(fields.one("refuse_words")));
        Self { asks, words, refuse_words, problems: Vec::new() }
    }

    pub(super) fn is_ticked(&self, question: &str) -> bool {
        self.asks.iter().any(|(id, _)| id == question)
    }

    pub(super) fn words_for(&self, question: &str) -> &str {
        self.asks.iter().find(|(id, _)| id == question).map_or("", |(_, words)| words)
    }

    pub(super) fn is_wrong(&self, field: &str) -> bool {
        self.problems.iter().any(|(wrong, _)| wrong == field)
    }

    fn accept(&mut self) -> Option<Decision> {
        if !self.asks.is_empty() {
            self.wrong("verdict", words::TICKED_AND_APPROVED);
        }
        if !self.refuse_words.is_empty() {
            self.wrong("refuse_words", words::REFUSAL_WRITTEN);
        }
        self.check_lengths();
        self.problems.is_empty().then(|| Decision::Accept { words: self.words.clone() })
    }

    fn correct(&mut self) -> Option<Decision> {
        if self.asks.is_empty() && self.words.is_empty() {
            self.wrong("words", words::NOTHING_TICKED);
        }
        let silent: Vec<String> =
            self.asks.iter().filter(|(_, words)| words.is_empty()).map(|(id, _)| format!("words-{id}")).collect();
        for field in silent {
            self.wrong(&field, words::TICK_WITHOUT_WORDS);
        }
        self.check_lengths();
        let decision = || Decision::Correct { questions: self.asks.clone(), words: self.words.clone() };
        self.problems.is_empty().then(decision)
    }

    fn refuse(&mut self) -> Option<Decision> {
        if self.refuse_words.is_empty() {
            self.wrong("refuse_words", words::NO_REASON);
        }
        if !self.asks.is_empty() {
            self.wrong("refuse_words", words::TICKED_AND_REFUSED);
        }
        self.check_lengths();
        self.problems.is_empty().then(|| Decision::Refuse { words: self.refuse_words.clone() })
    }

    fn check_lengths(&mut self) {
        let fields = self.asks.iter().map(|(id, words)| (format!("words-{id}"), words, MOST_ASKED));
        let whole = [("words", &self.words), ("refuse_words", &self.refuse_words)];
        let whole = whole.into_iter().map(|(field, words)| (field.to_owned(), words, MOST_WORDS));
        let long: Vec<String> =
            fields.chain(whole).filter(|(_, words, most)| words.chars().count() > *most).map(|(it, ..)| it).collect();
        for field in long {
            self.wrong(&field, words::TOO_LONG);
        }
    }

    fn wrong(&mut self, field: &str, words: Words) {
        self.problems.push((field.to_owned(), words));
    }
}

/// Browsers send line ends as CR LF, and counts them as one.
fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}
