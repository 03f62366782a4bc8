//! Requests and complaints: asking the office for something, and what it answered.
//!
//! A request travels as a registration of its own whose form says that it is one. What the office
//! decides about it is an answer: it has words of its own for its states, and a day until which it
//! is to be answered.

use payung_model::engine::Engine;
use payung_model::form::Form;
use payung_model::journey::State;
use payung_model::sealed::RegistrationId;
use payung_model::text::{Arg, Message};
use payung_model::units::{Date, Zone};

use super::error::Failure;
use super::facts::RequestFacts;
use super::quote::new_draft;
use super::rules::Rules;
use super::state::AppState;
use super::{DraftView, PayungError, Purpose, Registrations, RequestView};
use crate::vault::{About, DraftRow, EventRow, Keys, RegistrationRow};

/// Requests that are listed without a registration, at most.
const MOST: usize = 50;
/// Rows that are looked through for them at once.
const PAGE: u32 = 100;

#[uniffi::export]
impl Registrations {
    /// Begins, or goes on with, a request about a registration: a draft of the form that says so
    /// (`bpu_request` for `bpu`), of the same person. Made ready, it travels as a registration of
    /// its own whose sealed body names the first one. When it was made ready, the next one can be
    /// begun.
    ///
    /// Possible from the first sent byte on, until the registration is withdrawn or erased; also
    /// when it was refused. A complaint without any registration is begun with
    /// [`crate::Drafts::start`] (`complaint`).
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// // Possible from its first sent byte on.
    /// assert!(payung.registrations().request(example::ready(&payung)).is_err());
    /// // A complaint needs no registration.
    /// assert_eq!(payung.drafts().start("complaint".into())?.step.id, "complaint_note");
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, registration: String) -> Result<DraftView, PayungError> {
        self.app.call("registrations.request", || {
            let app = &self.app;
            let row = app.registration_row(&registration)?;
            app.begin_request(&row, true)
        })
    }

    /// What the office was asked for about a registration, the newest first, each with its state
    /// and its answer. Without a registration: the newest 50 of this phone, complaints of somebody
    /// who has none among them.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let mut view = payung.drafts().start("complaint".into())?;
    /// for answer in ["yes", "fee", "Saya diminta bayar 50 ribu.", ""] {
    ///     view = payung.drafts().answer(view.draft, view.step.id, answer.into())?;
    /// }
    /// let complaint = payung.registrations().ready(view.draft)?;
    /// let requests = payung.registrations().requests(None)?;
    /// assert_eq!((&requests[0].number, requests[0].title.as_str()), (&complaint.receipt, "Keluhan"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn requests(&self, registration: Option<String>) -> Result<Vec<RequestView>, PayungError> {
        self.app.call("registrations.requests", || {
            if let Some(registration) = registration {
                return self.app.requests_of(&registration);
            }
            let rows = self.app.newest_requests()?;
            rows.iter().map(|row| self.app.request_view(row)).collect()
        })
    }
}

impl AppState {
    /// The form of a request about that registration: the one that was begun where it may be gone
    /// on with, and a new one beside it where not.
    pub(super) fn begin_request(
        &self,
        row: &RegistrationRow,
        goes_on: bool,
    ) -> Result<DraftView, Failure> {
        self.check_access(row)?;
        let (keys, rules) = (self.keys()?, self.rules());
        let not_possible = || self.not_possible("not-possible-request");
        let about = self.about(row, &keys, &rules)?.ok_or_else(not_possible)?;
        let form = request_form(row, &about, &rules).ok_or_else(not_possible)?;
        if goes_on && let Some(begun) = self.store.draft_completing(row.id, &form.id)? {
            return self.first_screen(begun.id);
        }
        let draft = DraftRow {
            person: about.person,
            completes: Some(row.id),
            ..new_draft(&form.id, form.version, self.now())?
        };
        self.store.add_draft(&keys, &draft, &[])?;
        self.first_screen(draft.id)
    }

    /// Whether the registration is a request. Without the key this cannot be told, and the answer
    /// is no.
    pub(super) fn is_request(&self, row: &RegistrationRow) -> bool {
        let Ok(keys) = self.keys() else {
            return false;
        };
        is_request_row(row, &keys, &self.rules())
    }

    /// The name under which the draft of a request is listed; none for another form.
    pub(super) fn title_of_request(&self, engine: &Engine<'_>) -> Option<String> {
        if !engine.form.request {
            return None;
        }
        // A form with one purpose has its name from the beginning on.
        let id = match (engine.purpose(), engine.form.purposes.as_slice()) {
            (Form::REGISTER, [only]) => only.id.as_str(),
            (Form::REGISTER, _) => return Some(self.text("request-any")),
            (purpose, _) => purpose,
        };
        Some(
            engine
                .content
                .texts
                .format(self.lang(), &Message::new(format!("purpose-{id}"))),
        )
    }

    /// Words for what comes next for a request that has arrived.
    pub(super) fn next_of_request(&self, row: &RegistrationRow, facts: &RequestFacts) -> String {
        let receipt = Arg::Text(row.id.receipt());
        match facts.until {
            Some(date) if self.is_late(date) => self.late(row, date),
            Some(date) => self.message_text(
                &Message::new("next-received-request-until")
                    .with("date", Arg::Date(date))
                    .with("receipt", receipt),
            ),
            None => {
                self.message_text(&Message::new("next-received-request").with("receipt", receipt))
            }
        }
    }

    /// The requests about that registration, the newest first.
    pub(super) fn requests_of(&self, registration: &str) -> Result<Vec<RequestView>, Failure> {
        let first = self.registration_row(registration)?;
        let rows = self.store.completions(first.id)?;
        let requests = rows.iter().rev().filter(|row| self.is_request(row));
        requests.map(|row| self.request_view(row)).collect()
    }

    fn newest_requests(&self) -> Result<Vec<RegistrationRow>, Failure> {
        let (mut found, mut before): (Vec<RegistrationRow>, Option<RegistrationId>) =
            (Vec::new(), None);
        loop {
            let page = self.store.registrations(before, PAGE)?;
            let read = page.rows.len();
            // The purpose is sealed, so no query of the database can find requests. The pages are
            // read until there are enough.
            before = page.rows.last().map(|row| row.id);
            found.extend(page.rows.into_iter().filter(|row| self.is_request(row)));
            if found.len() >= MOST || read < PAGE as usize || before.is_none() {
                found.truncate(MOST);
                return Ok(found);
            }
        }
    }

    pub(super) fn request_view(&self, row: &RegistrationRow) -> Result<RequestView, Failure> {
        let details = self.store.details_of(row.id)?;
        let more = self.more_of(row, &details.completions, &details.events)?;
        let until = more.request.as_ref().and_then(|facts| facts.until);
        // By a clock that is not sure no day of an answer is named: it might call an office late
        // that is not.
        let sure = self.moment().today.is_some();
        let answer_until = until.filter(|_| sure).map(|date| {
            if self.is_late(date) {
                self.late(row, date)
            } else {
                self.message_text(&Message::new("request-until").with("date", Arg::Date(date)))
            }
        });
        let asked_at = details
            .events
            .first()
            .map_or(row.changed_at, |event| event.at);
        let view = self.registration_view_with(row, details)?;
        Ok(RequestView {
            id: view.registration,
            number: view.receipt,
            purpose: view.purpose,
            title: view.purpose_words,
            state: view.state,
            is_over: view.is_over,
            words: view.words,
            asked_at_millis: asked_at.millis(),
            asked_at_words: self.time_words(asked_at, Zone::Wib),
            answer_until,
            answer: view.reply,
            corrections: view.corrections,
            registration: view.completes,
        })
    }

    fn is_late(&self, date: Date) -> bool {
        self.moment().today.is_some_and(|today| today > date)
    }

    fn late(&self, row: &RegistrationRow, date: Date) -> String {
        self.message_text(
            &Message::new("request-late")
                .with("date", Arg::Date(date))
                .with("receipt", Arg::Text(row.id.receipt())),
        )
    }
}

/// Whether a form for requests sent it. A form that today's rules do not have is recognised by its
/// purpose.
pub(super) fn is_request(about: &About, rules: &Rules) -> bool {
    rules.content.forms.get(&about.form).map_or_else(
        || Purpose::of(&about.purpose).is_request(),
        |form| form.request,
    )
}

/// Whether the row is that of a request. A row that cannot be read counts as none.
pub(super) fn is_request_row(row: &RegistrationRow, keys: &Keys, rules: &Rules) -> bool {
    let about = row.about.as_ref();
    about
        .and_then(|sealed| About::open(keys, row.id, sealed).ok())
        .is_some_and(|about| is_request(&about, rules))
}

/// The form by which something can be asked about this registration now.
pub(super) fn request_form<'r>(
    row: &RegistrationRow,
    about: &About,
    rules: &'r Rules,
) -> Option<&'r Form> {
    rules
        .request_form(&about.form)
        .filter(|_| row.completes.is_none() && takes_requests(row))
}

/// Whether the office can be asked about a registration in this state. Before the first byte has
/// left the office knows nothing of it, and after withdrawal or erasure it holds nothing.
pub(super) fn takes_requests(row: &RegistrationRow) -> bool {
    let state = matches!(
        row.state,
        State::Sending
            | State::Received
            | State::Accepted
            | State::Refused
            | State::NeedsCorrection
            | State::Parked
    );
    state && !row.withdraw_wanted && !row.access_ended
}

/// The result is none for a form that is no request.
pub(super) fn request_facts(
    row: &RegistrationRow,
    about: &About,
    rules: &Rules,
    events: &[EventRow],
) -> Option<RequestFacts> {
    if !is_request(about, rules) {
        return None;
    }
    let form = rules.content.forms.get(&about.form);
    let purpose = form.and_then(|form| form.purposes.iter().find(|it| it.id == about.purpose));
    let within = purpose.and_then(|purpose| purpose.answer_within);
    let arrived = events
        .iter()
        .rev()
        .find(|event| event.state == State::Received);
    let until = match (within, arrived) {
        // The office's time runs from the arrival and not from the sealing, which may be days
        // earlier on a phone without a network.
        (Some(within), Some(arrived)) if row.state == State::Received => {
            within.last_day(arrived.at, &rules.content.calendar)
        }
        _ => None,
    };
    Some(RequestFacts { until })
}
