//! A code on paper, by which another phone gets a registration back (docs/adr/0021).
//!
//! The code is shown until it was written down. The sealed access that it opens goes to the office
//! with the next sync after the registration has arrived. On another phone the worker types code
//! and birth date, and nothing of them is kept when they are wrong.

use std::sync::Arc;

use payung_model::journey::{OfficeState, State};
use payung_model::person::Nik;
use payung_model::sealed::recovery::{Access, RecoveryCode, RecoveryKeys};
use payung_model::sealed::{CodeProblem, OfficePublicKey, RegistrationId};
use payung_model::secret::Secret;
use payung_model::text::{Arg, Message};
use payung_model::units::Date;
use zeroize::Zeroizing;

use super::error::Failure;
use super::sealing::open_reply_key;
use super::state::AppState;
use super::{Connection, PayungError, Purpose, RecoverProblems, RecoveredView, RecoveryCodeView};
use crate::problem::ProblemCode;
use crate::random::Ring;
use crate::sync::{Asked, Standing};
use crate::vault::{
    About, Keys, RecordKind, RecoveredRegistration, RecoveryNote, RecoveryParcel, RegistrationRow,
};

/// Recovery codes: showing one, and getting a registration back by one.
#[derive(uniffi::Object)]
pub struct Recovery {
    pub(super) app: Arc<AppState>,
    pub(super) connection: Arc<Connection>,
}

/// The question whose answer goes with the code, and the question whose answer holds a birth date
/// too.
const BIRTH_DATE: &str = "birth_date";
const NIK: &str = "nik";
/// Signs of a group.
const GROUP: usize = 4;

#[uniffi::export]
impl Recovery {
    /// The code of a registration. The first call makes one; it is shown until it was written down.
    /// A sync that follows leaves at the office what another phone gets. The call takes 19 MiB, and
    /// longer than others.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.recovery().code(example::ready(&payung))?;
    /// assert_eq!((view.groups.len(), view.works), (4, false));
    /// # Ok(())
    /// # }
    /// ```
    pub fn code(&self, registration: String) -> Result<RecoveryCodeView, PayungError> {
        self.app.call("recovery.code", || {
            let row = self.app.registration_row(&registration)?;
            if self.app.store.recovery(row.id)?.is_none() {
                self.app.make_code(&row)?;
            }
            self.app.code_view(&row)
        })
    }

    /// Another code for a registration, in place of the one before: the old one stops working once
    /// what belongs to the new one has reached the office.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// let first = payung.recovery().code(registration.clone())?;
    /// assert_ne!(payung.recovery().new_code(registration)?.groups, first.groups);
    /// # Ok(())
    /// # }
    /// ```
    pub fn new_code(&self, registration: String) -> Result<RecoveryCodeView, PayungError> {
        self.app.call("recovery.new_code", || {
            let row = self.app.registration_row(&registration)?;
            self.app.make_code(&row)?;
            self.app.code_view(&row)
        })
    }

    /// The worker has written the code on paper: it is deleted from this phone and not shown again.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// payung.recovery().code(registration.clone())?;
    /// assert!(payung.recovery().written_down(registration.clone())?.groups.is_empty());
    /// assert!(payung.recovery().code(registration)?.groups.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn written_down(&self, registration: String) -> Result<RecoveryCodeView, PayungError> {
        self.app.call("recovery.written_down", || {
            let app = &self.app;
            let (row, keys) = (app.registration_row(&registration)?, app.keys()?);
            if let Some(mut note) = app.recovery_note(row.id, &keys)? {
                note.code = Zeroizing::default();
                let sealed = note.seal(&keys, row.id)?;
                app.store.set_recovery_note(row.id, &sealed)?;
            }
            app.code_view(&row)
        })
    }

    /// What is wrong with a code and a birth date as they are typed, before anybody is asked.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # use payung_model::secret::Secret;
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let problems = payung.recovery().problems(Secret::new("7K2M"), Secret::new("15-1-1990"));
    /// assert!(problems.code.is_some() && problems.birth_date.is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub fn problems(&self, code: Secret, birth_date: Secret) -> RecoverProblems {
        RecoverProblems {
            code: self.app.read_code(&code).err(),
            birth_date: self.app.read_birth_date(&birth_date).err(),
        }
    }

    /// Gets a registration back on this phone, by the code on paper and the birth date. It asks the
    /// office at once and waits for it; when that fails nothing of what was typed is kept. Bills,
    /// receipts and cover come with the sync that follows. Fails with words that do not tell an unknown
    /// code from a wrong birth date.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # use payung_model::secret::Secret;
    /// # fn main() {
    /// # let (_home, payung) = example::open();
    /// let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    /// let recovery = payung.recovery();
    /// let asked = recovery.recover(Secret::new("0000-0000-0000-0001"), Secret::new("15-1-1990"));
    /// assert!(runtime.block_on(asked).is_err(), "the last sign does not fit the others");
    /// # }
    /// ```
    pub async fn recover(
        &self,
        code: Secret,
        birth_date: Secret,
    ) -> Result<RecoveredView, PayungError> {
        let outcome = self.recovered(&code, &birth_date).await;
        outcome.map_err(|failure| self.app.logged("recovery.recover", failure))
    }
}

impl Recovery {
    async fn recovered(
        &self,
        code: &Secret,
        birth_date: &Secret,
    ) -> Result<RecoveredView, Failure> {
        let app = &self.app;
        let code = app.read_code(code).map_err(Failure::NotPossible)?;
        let born = app
            .read_birth_date(birth_date)
            .map_err(Failure::NotPossible)?;
        // The key is needed before the office is asked: what comes back must be sealed at once, and
        // each question counts against the tries of this code (ADR 21).
        app.keys()?;
        // Argon2id takes 19 MiB and much longer than other work, so it blocks neither the caller's
        // thread nor the sync.
        let secrets = self.connection.apart(move || code.keys(born)).await?;
        let secrets = secrets.map_err(|problem| Failure::TryLater(problem.to_string()))?;
        let (id, sealed) = match self.connection.ask_by_code(secrets.clone()).await? {
            Asked::Found { id, sealed } => (id, sealed),
            Asked::Unknown => return Err(app.not_possible("recover-unknown")),
            Asked::TooOften => return Err(app.not_possible("recover-too-often")),
            Asked::Not(why) => return Err(app.no_answer(why)),
        };
        let access = Access::open(&sealed, id, &secrets.key)
            .map_err(|_| app.not_possible("recover-unreadable"))?;
        let standing = self.connection.ask_standing(id, access.token.clone());
        match standing.await? {
            // Its photos lie on the other phone, so nothing here could complete it.
            Standing::At(OfficeState::Receiving, _) => Err(app.with_office("recover-incomplete")),
            // Everything but *received* is believed from the inbox, by the next sync.
            Standing::At(_, revision) => app.take_recovered(id, revision, access, born),
            Standing::Unknown => Err(app.not_possible("recover-unknown")),
            Standing::Not(why) => Err(app.no_answer(why)),
        }
    }
}

impl AppState {
    /// The text that says why a registration can have no recovery code, or none when it can. A code
    /// is for registrations that make somebody a member and are not over.
    pub(super) fn no_code(
        &self,
        row: &RegistrationRow,
        purpose: Option<Purpose>,
        is_request: bool,
    ) -> Option<&'static str> {
        if is_request || row.completes.is_some() {
            return Some("not-possible-recovery-part");
        }
        // A code goes with a birth date, which nobody asks a payer for.
        if purpose == Some(Purpose::Payer) {
            return Some("not-possible-recovery-payer");
        }
        let goes_on = match row.state {
            State::Draft | State::Refused | State::Withdrawn | State::Erased => false,
            State::Ready
            | State::Sending
            | State::Received
            | State::NeedsCorrection
            | State::Parked
            | State::Accepted => true,
        };
        (self.trust.is_none() || !goes_on || row.access_ended).then_some("not-possible-recovery")
    }

    /// Makes a code, its sealed access and its note. Once they have reached the office, a code that
    /// was made before is worth nothing.
    fn make_code(&self, row: &RegistrationRow) -> Result<(), Failure> {
        let (keys, rules) = (self.keys()?, self.rules());
        let about = self.about(row, &keys, &rules)?;
        let purpose = about.as_ref().map(|about| Purpose::of(&about.purpose));
        if let Some(words) = self.no_code(row, purpose, self.is_request(row)) {
            return Err(self.not_possible(words));
        }
        let about = about.ok_or_else(|| self.not_possible("not-possible-recovery"))?;
        // The date is looked up before anything is written, because a code without a date opens
        // nothing.
        let born = self.birth_date_of(row, &keys)?;
        let mut random = Ring::new();
        let code = RecoveryCode::new(&mut random)?;
        let secrets = code
            .keys(born)
            .map_err(|problem| Failure::TryLater(problem.to_string()))?;
        let access = Access {
            token: row.token.clone(),
            reply_key: open_reply_key(row.id, &row.reply_key, &keys)?,
            form: about.form,
            form_version: about.version,
            purpose: about.purpose,
            office_keys: self.keys_that_may_have_written(row.id)?,
        };
        let access = access
            .seal(row.id, &secrets.key, &mut random)
            .map_err(|problem| Failure::TryLater(problem.to_string()))?;
        let note = RecoveryNote {
            birth_date: Zeroizing::new(born.to_string()),
            code: Zeroizing::new(code.to_string()),
        };
        self.store.put_recovery(
            &note.seal(&keys, row.id)?,
            &parcel(row.id, &secrets, access),
        )?;
        self.registration_changed(row.id);
        Ok(())
    }

    /// The birth date that goes with a new code: as it was answered, or as it went with the code
    /// before when the answers are not here any more.
    fn birth_date_of(&self, row: &RegistrationRow, keys: &Keys) -> Result<Date, Failure> {
        let answered = match row.draft {
            Some(draft) => self.look_at_draft(draft, |open, rules| {
                let moment = self.moment();
                let (answers, _) = open.engine(rules, self.lang(), moment)?.answers();
                let text = |id: &str| {
                    let mut answers = answers.iter();
                    let found = answers.find(|answer| answer.question == id);
                    found.map(|answer| answer.value.reveal().to_owned())
                };
                let date = text(BIRTH_DATE).and_then(|text| text.parse().ok());
                let by_nik = || {
                    let nik = Nik::parse(&text(NIK)?).ok()?;
                    Some(nik.birth_date(moment.today?))
                };
                Ok(date.or_else(by_nik))
            })?,
            None => None,
        };
        let noted = || {
            let note = self.recovery_note(row.id, keys).ok().flatten()?;
            note.birth_date.parse().ok()
        };
        answered
            .or_else(noted)
            .ok_or_else(|| self.not_possible("not-possible-recovery-date"))
    }

    fn keys_that_may_have_written(
        &self,
        id: RegistrationId,
    ) -> Result<Vec<OfficePublicKey>, Failure> {
        let mut known = self.store.office_keys(&self.rules().root(), id.made_at())?;
        known.truncate(Access::MOST_KEYS);
        Ok(known)
    }

    fn recovery_note(
        &self,
        id: RegistrationId,
        keys: &Keys,
    ) -> Result<Option<RecoveryNote>, Failure> {
        let Some(row) = self.store.recovery(id)? else {
            return Ok(None);
        };
        let note = row.note.map(|sealed| RecoveryNote::open(keys, id, &sealed));
        Ok(note.transpose()?)
    }

    fn code_view(&self, row: &RegistrationRow) -> Result<RecoveryCodeView, Failure> {
        let keys = self.keys()?;
        let note = self.recovery_note(row.id, &keys)?;
        // A code works only once the office has its parcel. Until then the words say so, because
        // the paper would be useless.
        let works = self.store.recovery(row.id)?.is_some_and(|it| it.sent);
        let code = note.as_ref().map_or("", |note| note.code.as_str());
        let groups: Vec<Secret> = code
            .split('-')
            .filter(|group| group.len() == GROUP)
            .map(Secret::new)
            .collect();
        let spoken = groups.iter().map(|group| {
            let signs: Vec<String> = group.reveal().chars().map(String::from).collect();
            signs.join(" ")
        });
        let spoken = Secret::new(spoken.collect::<Vec<_>>().join(", "));
        let shown = !groups.is_empty();
        let office = |id| Message::new(id).with("office", self.office_name());
        let mut words = vec![Message::new("recovery-what")];
        if shown {
            words.push(Message::new("recovery-paper"));
        } else {
            words.push(Message::new("recovery-written"));
        }
        words.push(if works {
            Message::new("recovery-sent")
        } else {
            office("recovery-waits")
        });
        words.push(office("recovery-answers"));
        if !shown {
            words.push(office("recovery-new"));
        }
        let born = note.as_ref().and_then(|it| it.birth_date.parse().ok());
        let born = born.map(|born| Message::new("recovery-date").with("date", Arg::Date(born)));
        Ok(RecoveryCodeView {
            registration: row.id.to_string(),
            title: self.text("recovery-title"),
            groups,
            spoken,
            words: words.iter().map(|it| self.message_text(it)).collect(),
            birth_date: born.map(|it| Secret::new(self.message_text(&it))),
            works,
            written: shown.then(|| self.text("button-recovery-written")),
            new_code: (!shown).then(|| self.text("button-recovery-new")),
        })
    }

    /// Adds the registration that the access is about. Its draft, its answers and its photos do not
    /// exist on this phone.
    fn take_recovered(
        &self,
        id: RegistrationId,
        revision: u32,
        access: Access,
        born: Date,
    ) -> Result<RecoveredView, Failure> {
        let (keys, now) = (self.keys()?, self.now());
        // The access names no person, so this registration is listed as that of somebody new.
        let person = RegistrationId::new(now, &mut Ring::new())?;
        let about = About {
            person,
            form: access.form,
            version: access.form_version,
            purpose: access.purpose,
            missing: Vec::new(),
            brings: Vec::new(),
        };
        let reply_key = access.reply_key.to_bytes();
        let recovered = RecoveredRegistration {
            id,
            revision,
            token: access.token,
            reply_key: keys.seal(RecordKind::ReplyKey, id.bytes(), reply_key.as_slice())?,
            about: about.seal(&keys, id)?,
            person,
            root: self.rules().root(),
            office_keys: access.office_keys,
            note: RecoveryNote {
                birth_date: Zeroizing::new(born.to_string()),
                code: Zeroizing::default(),
            },
        };
        let is_new = self.store.add_recovered(&keys, &recovered, now)?;
        self.registration_changed(id);
        let what = if is_new {
            "recover-found"
        } else {
            "recover-here"
        };
        let what = Message::new(what).with("receipt", Arg::Text(id.receipt()));
        let next = Message::new("recover-next").with("office", self.office_name());
        Ok(RecoveredView {
            registration: self.registration_view(&self.store.registration(id)?)?,
            words: [what, next]
                .iter()
                .map(|it| self.message_text(it))
                .collect(),
        })
    }

    fn read_code(&self, typed: &Secret) -> Result<RecoveryCode, String> {
        RecoveryCode::read(typed.reveal()).map_err(|problem| {
            let counted =
                |id, count: usize| Message::new(id).with("count", Arg::Number(count as u64));
            self.message_text(&match problem {
                CodeProblem::Length(count) => counted("recover-problem-length", count),
                CodeProblem::Sign(before) => counted("recover-problem-sign", before),
                CodeProblem::Mistyped => Message::new("recover-problem-code"),
            })
        })
    }

    fn read_birth_date(&self, typed: &Secret) -> Result<Date, String> {
        Date::parse_typed(typed.reveal()).map_err(|_| self.text("recover-problem-date"))
    }

    pub(super) fn office_name(&self) -> Arg {
        Arg::Text(self.rules().content.controller.name.clone())
    }

    /// The words for a question that got no answer. The texts of the sync promise another try,
    /// which does not come here: the code is not kept. Only those texts are used that name
    /// something to mend.
    fn no_answer(&self, why: ProblemCode) -> Failure {
        self.not_possible(match why {
            ProblemCode::ClockWrong
            | ProblemCode::Portal
            | ProblemCode::Proxy
            | ProblemCode::Insecure
            | ProblemCode::WrongName => why.text_id(),
            _ => "recover-no-answer",
        })
    }

    fn with_office(&self, id: &str) -> Failure {
        let message = Message::new(id).with("office", self.office_name());
        Failure::NotPossible(self.message_text(&message))
    }
}

fn parcel(id: RegistrationId, secrets: &RecoveryKeys, access: Vec<u8>) -> RecoveryParcel {
    RecoveryParcel {
        id,
        locator: secrets.locator.digest(),
        proof: secrets.proof.digest(),
        access,
    }
}
