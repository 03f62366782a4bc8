//! A registration: ready, status, correct, withdraw.

use std::sync::Arc;

use payung_model::form::{Entry, Value};
use payung_model::journey::{Event, State};
use payung_model::sealed::{RegistrationId, reply::Correction, reply::Reply};
use payung_model::secret::Secret;
use payung_model::text::{Arg, Message};
use payung_model::typed::clean;
use payung_model::units::Zone;

use super::error::Failure;
use super::facts::{More, is_unreadable, words_of_request};
use super::member::Money;
use super::next_step;
use super::office_words::{OfficeWords, office_words};
use super::state::{AppState, list, readable};
use super::{
    AskView, CorrectionView, DraftView, PayungError, Purpose, RegistrationView, RegistrationsView,
    TimelineLine,
};
use crate::problem::ProblemCode;
use crate::vault::{Applied, Details, Keys, RegistrationRow};

/// Registrations that were made ready: their state, correcting, completing and withdrawing them.
#[derive(uniffi::Object)]
pub struct Registrations {
    pub(super) app: Arc<AppState>,
}

#[uniffi::export]
impl Registrations {
    /// A page of registrations, the newest first. It begins after the one that is named, or with
    /// the newest.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// example::ready(&payung);
    /// assert_eq!(payung.registrations().page(None)?.registrations.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn page(&self, before: Option<String>) -> Result<RegistrationsView, PayungError> {
        self.app
            .call("registrations.page", || self.page_before(before))
    }

    /// Seals the draft, which the next sync then sends. It fails and names the questions when some
    /// are open. A draft that answers a correction becomes the next revision of its registration.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.registrations().ready(example::filled(&payung))?;
    /// assert_eq!(view.state, payung_core::RegistrationState::Ready);
    /// # Ok(())
    /// # }
    /// ```
    pub fn ready(&self, draft: String) -> Result<RegistrationView, PayungError> {
        self.app
            .call("registrations.ready", || self.make_ready(draft))
    }

    /// Turns a registration back into a draft, while nothing of this revision has left the phone.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert_eq!(payung.registrations().take_back(registration)?.step.id, "review");
    /// # Ok(())
    /// # }
    /// ```
    pub fn take_back(&self, registration: String) -> Result<DraftView, PayungError> {
        self.app
            .call("registrations.take_back", || self.reopen(registration))
    }

    /// The receipt as a text to be shared: number, state since when, office and its contact, and
    /// nothing about the person.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert!(payung.registrations().receipt(registration)?.starts_with("Payung"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn receipt(&self, registration: String) -> Result<String, PayungError> {
        self.app.call("registrations.receipt", || {
            let row = self.app.registration_row(&registration)?;
            let since = self
                .app
                .store
                .events(row.id)?
                .last()
                .map_or(row.changed_at, |event| event.at);
            let rules = self.app.rules();
            let office = &rules.content.controller;
            let more = self.app.more_of(&row, &[], &[])?;
            let lines = [
                Message::new("receipt-line").with("receipt", Arg::Text(row.id.receipt())),
                Message::new("receipt-since")
                    .with("state", Arg::Text(self.app.state_words(row.state, &more)))
                    .with("date", Arg::Date(since.date())),
                Message::new("receipt-office")
                    .with("office", Arg::Text(office.name.clone()))
                    .with("contact", Arg::Text(office.contact.clone())),
            ];
            let lines = lines.iter().map(|line| self.app.message_text(line));
            Ok(std::iter::once("Payung".to_owned())
                .chain(lines)
                .collect::<Vec<_>>()
                .join("\n"))
        })
    }

    /// Where a registration stands.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert_eq!(payung.registrations().status(registration)?.revision, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn status(&self, registration: String) -> Result<RegistrationView, PayungError> {
        self.app
            .call("registrations.status", || self.current_status(registration))
    }

    /// Reopens the draft at what the office asked to be corrected: those questions are asked again,
    /// all else stays.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, registration) = example::to_be_corrected();
    /// let view = payung.registrations().correct(registration)?;
    /// assert_eq!(view.step.id, "mother_name");
    /// assert_eq!(view.corrections[0].words.reveal(), "Nama ibu tidak lengkap.");
    /// # Ok(())
    /// # }
    /// ```
    pub fn correct(&self, registration: String) -> Result<DraftView, PayungError> {
        self.app.call("registrations.correct", || {
            self.reopen_for_correction(registration)
        })
    }

    /// The question to ask once before [`Registrations::withdraw`]. It fails with the same words as
    /// that call where nothing can be withdrawn.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let ask = payung.registrations().ask_to_withdraw(example::ready(&payung))?;
    /// assert_eq!(ask.title, "Batalkan pendaftaran ini?");
    /// # Ok(())
    /// # }
    /// ```
    pub fn ask_to_withdraw(&self, registration: String) -> Result<AskView, PayungError> {
        self.app.call("registrations.ask_to_withdraw", || {
            self.withdrawal_question(&registration)
        })
    }

    /// Withdraws a registration. One that never left the phone is withdrawn at once, another one
    /// when the next sync has told the office. A shell asks once before:
    /// [`Registrations::ask_to_withdraw`].
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.registrations().withdraw(example::ready(&payung))?;
    /// assert_eq!(view.state, payung_core::RegistrationState::Withdrawn);
    /// # Ok(())
    /// # }
    /// ```
    pub fn withdraw(&self, registration: String) -> Result<RegistrationView, PayungError> {
        self.app
            .call("registrations.withdraw", || self.withdraw_now(registration))
    }
}

impl Registrations {
    fn page_before(&self, before: Option<String>) -> Result<RegistrationsView, Failure> {
        let unknown = |_| self.app.not_possible("not-possible-registration");
        let before = before.map(|id| id.parse()).transpose().map_err(unknown)?;
        self.app.registrations_page(before)
    }

    fn make_ready(&self, draft: String) -> Result<RegistrationView, Failure> {
        let app = &self.app;
        if app.trust.is_none() {
            return Err(app.not_possible("notice-no-office"));
        }
        let draft: RegistrationId = draft
            .parse()
            .map_err(|_| app.not_possible("not-possible-draft"))?;
        let moment = app.moment();
        let id = app.with_draft(draft, |open, rules, keys| {
            let engine = open.engine(rules, app.lang(), moment)?;
            let missing = engine.missing();
            if !missing.is_empty() {
                let titles = missing.iter().map(|id| {
                    rules
                        .content
                        .texts
                        .format(app.lang(), &Message::new(format!("q-{id}")))
                });
                let message = Message::new("missing-questions")
                    .with("list", list(&titles.collect::<Vec<_>>()));
                return Err(Failure::MissingAnswers {
                    words: rules.content.texts.format(app.lang(), &message),
                    questions: missing,
                });
            }
            if let Some(registration) = open.row.registration {
                app.check_access(&app.store.registration(registration)?)?;
                app.seal_next(registration, open, keys, rules, moment)
            } else {
                self.app.check_completion(open)?;
                app.seal_first(open, keys, rules, moment)
            }
        })?;
        // The draft in memory is older than what was sealed, and must not be edited any more.
        app.close(draft);
        app.registration_changed(id);
        self.current_status(id.to_string())
    }

    fn reopen(&self, registration: String) -> Result<DraftView, Failure> {
        let row = self.app.registration_row(&registration)?;
        let not_possible = || self.app.not_possible("not-possible-taken-back");
        let draft = row.draft.ok_or_else(not_possible)?;
        if self
            .app
            .store
            .take_back(row.id, row.revision, self.app.now())?
            == Applied::Stale
        {
            return Err(not_possible());
        }
        self.app.close(draft);
        self.app.first_screen(draft)
    }

    fn current_status(&self, registration: String) -> Result<RegistrationView, Failure> {
        let row = self.app.registration_row(&registration)?;
        self.app.registration_view(&row)
    }

    fn reopen_for_correction(&self, registration: String) -> Result<DraftView, Failure> {
        let row = self.app.registration_row(&registration)?;
        self.app.check_access(&row)?;
        let (State::NeedsCorrection, Some(draft)) = (row.state, row.draft) else {
            return Err(self.app.not_possible("not-possible-correction"));
        };
        self.app.close(draft);
        self.app.first_screen(draft)
    }

    fn withdrawal_question(&self, registration: &str) -> Result<AskView, Failure> {
        let app = &self.app;
        let row = app.registration_row(registration)?;
        app.check_access(&row)?;
        if row.state.after(Event::Withdraw).is_none() {
            return Err(app.not_possible("not-possible-withdrawal"));
        }
        let office = Arg::Text(app.rules().content.controller.name.clone());
        let what = if app.more_of(&row, &[], &[])?.request.is_some() {
            "ask-withdraw-request"
        } else if row.completes.is_some() {
            "ask-withdraw-more"
        } else {
            "ask-withdraw"
        };
        let [title, yes, no] = [what, "button-withdraw", "button-keep"].map(|id| app.text(id));
        let help = app.message_text(&Message::new(format!("{what}.help")).with("office", office));
        let spoken = format!("{title} {help}");
        Ok(AskView {
            title,
            help,
            spoken,
            yes,
            no,
        })
    }

    fn withdraw_now(&self, registration: String) -> Result<RegistrationView, Failure> {
        let row = self.app.registration_row(&registration)?;
        self.app.check_access(&row)?;
        if self.app.store.withdraw(row.id, self.app.now())? == Applied::Stale {
            return Err(self.app.not_possible("not-possible-withdrawal"));
        }
        self.app.registration_changed(row.id);
        self.current_status(registration)
    }
}

impl AppState {
    pub(super) fn registration_view(
        &self,
        row: &RegistrationRow,
    ) -> Result<RegistrationView, Failure> {
        self.registration_view_with(row, self.store.details_of(row.id)?)
    }

    /// The view of a registration from rows that a list reads for all its lines at once.
    pub(super) fn registration_view_with(
        &self,
        row: &RegistrationRow,
        details: Details,
    ) -> Result<RegistrationView, Failure> {
        let app = self;
        let mut unreadable = false;
        let words = match app.keys() {
            Ok(keys) => {
                unreadable = details.damaged || is_unreadable(row, &keys);
                readable(office_words(row, &details.inbox, &keys))?.unwrap_or_default()
            }
            Err(_) => OfficeWords::default(),
        };
        // The worker has answered words about an older revision already.
        let reply = words.reply.filter(|reply| reply.revision == row.revision);
        let more = self.more_of(row, &details.completions, &details.events)?;
        let money = self.money_of(row, more.purpose);
        // What the office said of a code or of the first payment is over once that came to pass.
        let reply = reply.filter(|_| !self.is_overtaken(row, more.purpose, &money));
        // Only one problem is shown. The office's word about the registration comes before the obstacle
        // to sending it, because that word decides whether anything is sent at all.
        let problem = match row.state {
            State::Erased => Some(ProblemCode::Erased),
            _ if row.unproven.is_some() => Some(ProblemCode::DecisionUnproven),
            _ if words.needs_newer_app => Some(ProblemCode::AppOlder),
            State::NeedsCorrection if row.draft.is_none() => Some(ProblemCode::AnswersElsewhere),
            // A correction that the worker has sent waits for nothing any more.
            _ => details
                .problem
                .filter(|problem| *problem != ProblemCode::WaitsForWifi || !details.over_metered),
        };
        let problem = problem.or_else(|| unreadable.then_some(ProblemCode::RecordDamaged));
        let notification = self.notification_view(row).map(|view| view.id);
        let no_code = self.no_code(row, more.purpose, more.request.is_some());
        let timeline = details.events.into_iter().map(|event| TimelineLine {
            at_millis: event.at.millis(),
            at_words: self.time_words(event.at, Zone::Wib),
            state: event.state,
            words: self.state_words(event.state, &more),
            revision: event.revision,
        });
        let timeline = timeline.collect();
        let can_send_now = problem == Some(ProblemCode::WaitsForWifi)
            || (row.state == State::Parked && !row.withdraw_wanted);
        let can_change = !row.withdraw_wanted && !row.access_ended;
        let mut view = RegistrationView {
            registration: row.id.to_string(),
            draft: row.draft.map(|id| id.to_string()),
            revision: row.revision,
            state: row.state,
            words: self.state_words(row.state, &more),
            receipt: row.id.receipt(),
            next: self.next_words(row, &more, &money),
            corrections: reply
                .as_ref()
                .map(|reply| {
                    reply
                        .questions
                        .iter()
                        .map(|one| self.correction_view(one))
                        .collect()
                })
                .unwrap_or_default(),
            reply: reply
                .map(|reply| reply.words)
                .filter(|words| !words.is_empty()),
            timeline,
            photos_sent: details.photos_sent,
            photos: details.photos,
            bytes_sent: row.bytes_sent,
            withdraw_wanted: row.withdraw_wanted,
            can_send_now,
            step: next_step::of_registration(row, &more, &money, can_send_now),
            problem: problem.map(|code| self.registration_problem(code, row)),
            purpose: more.purpose,
            purpose_words: more.purpose_words,
            missing_words: more.missing_words,
            missing: more.missing,
            completes: row.completes.map(|id| id.to_string()),
            can_complete: more.can_complete,
            can_request: more.can_request,
            is_over: row.state.is_final(),
            can_take_back: row.state.after(Event::TakeBack).is_some() && can_change,
            can_withdraw: row.state.after(Event::Withdraw).is_some() && can_change,
            can_have_code: no_code.is_none(),
            no_code_words: no_code.map(|id| self.text(id)),
            is_request: more.request.is_some(),
            is_membership: more.request.is_none()
                && row.completes.is_none()
                && more.purpose != Some(Purpose::Payer),
            bill: money.bill,
            cover: money.cover,
            path: money.path,
            notification,
            others: Vec::new(),
        };
        view.others = next_step::others_of_registration(&view);
        Ok(view)
    }

    /// Words for what comes next for the worker. They do not speak of cover before the office has
    /// credited the first dues.
    fn next_words(&self, row: &RegistrationRow, more: &More, money: &Money) -> Option<String> {
        if row.access_ended {
            return Some(self.access_ended_words());
        }
        if let (State::Received, Some(request)) = (row.state, &more.request) {
            return Some(self.next_of_request(row, request));
        }
        let message = |id| Message::new(id).with("receipt", Arg::Text(row.id.receipt()));
        let id = match (row.state, more.purpose) {
            (State::Received | State::Accepted, Some(Purpose::Payer)) if money.bill.is_some() => {
                "next-bill-payer"
            }
            (State::Received | State::Accepted, Some(Purpose::Payer)) if money.pays_no_more => {
                "next-ended-payer"
            }
            (State::Received | State::Accepted, Some(Purpose::Payer))
                if !money.paid_for.is_empty() =>
            {
                let list = self.paid_for_words(&money.paid_for);
                let message = message("next-paid-payer").with("list", Arg::Text(list));
                return Some(self.message_text(&message));
            }
            (State::Received | State::Accepted, _) if money.for_others => "next-bill-others",
            // Somebody who is protected today must not read that nothing holds before paying.
            (State::Received | State::Accepted, _) if money.after.is_some() => {
                let after = money.after.clone().unwrap_or_default();
                let message = message("next-bill-covered").with("cover", Arg::Text(after));
                return Some(self.message_text(&message));
            }
            (State::Received | State::Accepted, _) if money.bill.is_some() => "next-bill",
            (State::Received | State::Accepted, _)
                if money.was_paid_by && money.pays_no_more && money.paid_until.is_none() =>
            {
                "next-paid-ended"
            }
            (State::Received | State::Accepted, _)
                if money.paid_until.is_some() && money.paid_by.is_none() =>
            {
                let mut message = message("next-lapsed");
                let date = money.paid_until.map(Arg::Date);
                message.args.extend(date.map(|date| ("date".into(), date)));
                return Some(self.message_text(&message));
            }
            (State::Received | State::Accepted, _) if money.is_paid => "next-paid",
            (State::Received | State::Accepted, _) if money.paid_by.is_some() => {
                let payer = money.paid_by.clone().unwrap_or_default();
                let message = message("next-paid-by").with("payer", Arg::Text(payer));
                return Some(self.message_text(&message));
            }
            (State::Received | State::Accepted, _) if money.no_bill => "next-no-bill",
            // What is unpaid stands above it already.
            (State::Received | State::Accepted, _) if money.cover.is_some() => return None,
            (State::Ready | State::Sending, _) => "next-ready",
            (State::Received, Some(Purpose::Employer)) => "next-received-employer",
            (State::Received, Some(Purpose::Register)) => "next-received",
            (State::Received, Some(Purpose::Resume)) => "next-received-resume",
            (State::Received, Some(Purpose::Active)) => "next-received-active",
            (State::Received, Some(Purpose::Complete)) => "next-received-complete",
            (State::Received, Some(Purpose::Payer)) => "next-received-payer",
            (State::Accepted, Some(Purpose::Payer)) => "next-accepted-payer",
            (State::Accepted, Some(Purpose::Employer)) => "next-accepted-employer",
            (State::Accepted, Some(Purpose::Resume)) => "next-accepted-resume",
            (State::Accepted, Some(Purpose::Active)) => "next-accepted-active",
            (State::Accepted, Some(Purpose::Complete)) => "next-accepted-complete",
            (State::Accepted, Some(Purpose::Register)) => "next-accepted",
            // Without the key nobody knows what was asked for.
            _ => return None,
        };
        Some(self.message_text(&message(id)))
    }

    /// The exact word for a state. A request has words of its own.
    fn state_words(&self, state: State, more: &More) -> String {
        let of_request = more
            .request
            .as_ref()
            .and(more.purpose)
            .and_then(|purpose| words_of_request(state, purpose));
        let id =
            of_request.unwrap_or_else(|| format!("state-{}", state.as_str().replace('_', "-")));
        let office = self.rules().content.controller.name.clone();
        self.message_text(&Message::new(id).with("office", Arg::Text(office)))
    }

    pub(super) fn correction_view(&self, one: &Correction) -> CorrectionView {
        CorrectionView {
            question: one.question.clone(),
            title: self.text(&format!("q-{}", one.question)),
            words: one.words.clone(),
        }
    }

    /// Opens the questions again that the office asked about, if this draft is under correction and
    /// they are not yet.
    pub(super) fn ask_again_where_asked(
        &self,
        draft: RegistrationId,
        keys: &Keys,
    ) -> Result<(), Failure> {
        let Some(registration) = self.store.draft(draft)?.registration else {
            return Ok(());
        };
        let row = self.store.registration(registration)?;
        if row.state != State::NeedsCorrection {
            return Ok(());
        }
        // When the office's words cannot be read, every question is asked again.
        match readable(self.office_reply(&row, keys))?.flatten() {
            Some(reply) => self.ask_again(&row, draft, &reply, keys),
            None => Ok(()),
        }
    }

    pub(super) fn registration_row(&self, text: &str) -> Result<RegistrationRow, Failure> {
        let id: RegistrationId = clean(text)
            .parse()
            .map_err(|_| self.not_possible("not-possible-registration"))?;
        Ok(self.store.registration(id)?)
    }

    /// Opens the questions of a reply again, once for each time that the office asks. The refused
    /// answers are forgotten: nobody should keep by a careless tap what the office cannot use. What
    /// is answered from then on is the correction under way. The office's time only tells one
    /// request from another; it is not compared with the phone's clock.
    fn ask_again(
        &self,
        row: &RegistrationRow,
        draft: RegistrationId,
        reply: &Reply,
        keys: &Keys,
    ) -> Result<(), Failure> {
        let store = &self.store;
        let (name, revision) = (format!("asked/{}", row.id), row.revision.to_be_bytes());
        let request = [revision.as_slice(), &reply.at.millis().to_be_bytes()].concat();
        // Older apps noted the revision only.
        if store
            .meta(&name)?
            .is_some_and(|asked| asked == request || asked == revision)
        {
            return Ok(());
        }
        let now = self.now();
        // An answer that cannot be read is asked again anyway.
        for (question, entry) in store.readable_entries(keys, draft)?.rows {
            if !reply.questions.iter().any(|one| one.question == question) {
                continue;
            }
            let open = Entry {
                raw: Secret::default(),
                value: None,
                at: now,
            };
            if matches!(entry.value, Some(Value::Photo { .. })) {
                store.remove_photo(keys, draft, &question, &open, now)?;
            } else if entry.value.is_some() || !entry.raw.reveal().is_empty() {
                store.put_entry(keys, draft, &question, &open, now)?;
            }
        }
        // The note is written after the questions. A kill before it opens them once more, which
        // loses nothing, because nothing was answered yet.
        Ok(store.set_meta(&name, &request)?)
    }
}
