//! Filling in a draft: start, edit, answer, go back; `photo.rs` answers with a picture.

use std::sync::Arc;

use payung_model::cover::report;
use payung_model::engine::{Hints, StepView};
use payung_model::form::{Entry, REVIEW, RefusedAnswer, Screen};
use payung_model::sealed::{RegistrationId, reply::Correction};
use payung_model::secret::Secret;
use payung_model::typed::{clean, is_visible};

use super::error::Failure;
use super::rules::Rules;
use super::state::{AppState, Moment, OpenDraft};
use super::{ChoicesView, DraftView, DraftsView, HomeView, PayungError};
use crate::vault::Keys;

mod photo;

/// The most bytes of an answer, whatever the form says.
const MOST_TYPED: usize = 4096;

/// Filling in forms: every answer is durable when its call returns.
#[derive(uniffi::Object)]
pub struct Drafts {
    pub(super) app: Arc<AppState>,
}

#[uniffi::export]
impl Drafts {
    /// A page of the drafts that can be filled in, beginning after the first `skip` in their
    /// present order.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// payung.drafts().start("bpu".into())?;
    /// assert_eq!(payung.drafts().page(0)?.drafts.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn page(&self, skip: u32) -> Result<DraftsView, PayungError> {
        self.app.call("drafts.page", || self.app.drafts_page(skip))
    }

    /// Begins a form (`bpu`) for a new person. A form that completes another is begun with
    /// [`Registrations::complete`].
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.drafts().start("bpu".into())?;
    /// assert_eq!(view.step.progress.step, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn start(&self, form: String) -> Result<DraftView, PayungError> {
        self.start_with(form, Vec::new())
    }

    /// Opens a draft at the first screen that still needs an answer. A warning that the draft will
    /// be deleted no longer counts after this. When today's form has another version than the one
    /// the draft was last opened with, the view's notice says so once.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let draft = example::filled(&payung);
    /// assert_eq!(payung.drafts().resume(draft)?.step.id, "review");
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(&self, draft: String) -> Result<DraftView, PayungError> {
        self.app.call("drafts.resume", || {
            let id = self.app.open_draft_id(&draft)?;
            self.app.first_screen(id)
        })
    }

    /// Opens one question from the review. Its answer leads back to the review.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let draft = example::filled(&payung);
    /// assert_eq!(payung.drafts().show(draft, "name".into())?.step.typed.reveal(), "SITI CONTOH");
    /// # Ok(())
    /// # }
    /// ```
    pub fn show(&self, draft: String, question: String) -> Result<DraftView, PayungError> {
        self.app.call("drafts.show", || {
            let id = self.app.open_draft_id(&draft)?;
            let moment = self.app.moment();
            self.app.with_draft(id, |open, rules, _| {
                self.app.check_visible(open, rules, moment, &question)?;
                open.from_review = true;
                self.app.screen(
                    open,
                    rules,
                    moment,
                    &Screen::Question(question.clone()),
                    None,
                )
            })
        })
    }

    /// Keeps raw text while it is typed. The text is durable when this returns. `seq` is that of
    /// the view into which the text was typed, also when the app was locked or killed since. Text
    /// from a view that is older than the last answer is not kept, because it would undo that
    /// answer.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let draft = example::filled(&payung);
    /// let view = payung.drafts().show(draft, "income".into())?;
    /// let hints = payung.drafts().edit(view.draft, view.step.id, "1500000".into(), view.seq)?;
    /// assert!(hints.complete);
    /// # Ok(())
    /// # }
    /// ```
    pub fn edit(
        &self,
        draft: String,
        question: String,
        text: Secret,
        seq: u64,
    ) -> Result<Hints, PayungError> {
        self.app.call("drafts.edit", || {
            let id = self.app.open_draft_id(&draft)?;
            self.app.check_length(&text)?;
            let moment = self.app.moment();
            self.app.with_draft(id, |open, rules, keys| {
                self.app.check_visible(open, rules, moment, &question)?;
                let known = open.draft.entries.get(&question);
                let is_new =
                    // Equal text is not written again, since each write waits for the disk. Text
                    // never takes a photo's place.
                    known.is_none_or(|entry| entry.raw != text) && !open.has_photo(&question);
                if open.takes_text_of(seq) && is_new {
                    let entry = Entry {
                        raw: text.clone(),
                        value: None,
                        at: moment.now,
                    };
                    self.app.keep(open, keys, &question, entry, moment)?;
                }
                let engine = open.engine(rules, self.app.lang(), moment)?;
                let mut hints = engine.hints(&question, text.reveal());
                self.app
                    .hint_if_sent_before(open, &engine, keys, &question, &mut hints)?;
                Ok(hints)
            })
        })
    }

    /// Validates and commits an answer, and returns the next screen, or the same one with its
    /// problems. What was typed is durable when this returns, also when it was refused. Choices are
    /// given by id and joined by commas, confirmations and consents as `yes` or `no`, notes as
    /// `yes`. The empty text keeps a photo that is there.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.drafts().start("bpu".into())?;
    /// let next = payung.drafts().answer(view.draft, view.step.id, "yes".into())?;
    /// assert_eq!(next.step.id, "ever_member");
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer(
        &self,
        draft: String,
        question: String,
        text: Secret,
    ) -> Result<DraftView, PayungError> {
        self.app.call("drafts.answer", || {
            let id = self.app.open_draft_id(&draft)?;
            self.app.check_length(&text)?;
            let moment = self.app.moment();
            self.app.with_draft(id, |open, rules, keys| {
                self.app.check_visible(open, rules, moment, &question)?;
                let engine = open.engine(rules, self.app.lang(), moment)?;
                let outcome = engine.check(&question, text.reveal());
                if open.has_photo(&question) {
                    // A text never takes a photo's place. The empty one keeps the photo and goes
                    // on.
                    return match outcome {
                        Err(refused) if is_visible(text.reveal()) => self.app.screen(
                            open,
                            rules,
                            moment,
                            &Screen::Question(question),
                            Some(&refused),
                        ),
                        _ => self.app.onward(open, rules, moment, &question),
                    };
                }
                let value = outcome.as_ref().ok().map(|answered| answered.value.clone());
                if let Some(of) = value
                    .as_ref()
                    .and_then(|value| engine.question_to_retype(&question, value))
                    .map(str::to_owned)
                {
                    // The confirmation itself is not kept: the worker says that the shown answer is
                    // wrong, and it is shown again once it was typed anew.
                    return self.app.retype(open, rules, keys, moment, &of);
                }
                let entry = Entry {
                    raw: text,
                    value,
                    at: moment.now,
                };
                self.app.keep(open, keys, &question, entry, moment)?;
                // From here on text from an older view is not kept any more, because it would undo
                // this answer.
                open.seq += 1;
                match outcome {
                    Ok(_) => self.app.onward(open, rules, moment, &question),
                    Err(refused) => self.app.screen(
                        open,
                        rules,
                        moment,
                        &Screen::Question(question),
                        Some(&refused),
                    ),
                }
            })
        })
    }

    /// The screen before that question. `review` names the review, and an ending is named by its
    /// id.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let draft = example::filled(&payung);
    /// assert_ne!(payung.drafts().back(draft, "review".into())?.step.id, "review");
    /// # Ok(())
    /// # }
    /// ```
    pub fn back(&self, draft: String, question: String) -> Result<DraftView, PayungError> {
        self.app.call("drafts.back", || {
            let id = self.app.open_draft_id(&draft)?;
            let moment = self.app.moment();
            self.app.with_draft(id, |open, rules, _| {
                // *Back* leaves the way of the review: the answer then leads on in the form's
                // order.
                open.from_review = false;
                let engine = open.engine(rules, self.app.lang(), moment)?;
                let from = match question.as_str() {
                    REVIEW => Screen::Review,
                    id if engine.form.question(id).is_some() => Screen::Question(question.clone()),
                    _ => Screen::Ending(question.clone()),
                };
                let to = engine.before(&from).unwrap_or_else(|| engine.first_open());
                self.app.screen(open, rules, moment, &to, None)
            })
        })
    }

    /// Options of a choice or search question, best first, forgiving spelling; at most `limit`, at
    /// most 50.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let draft = example::filled(&payung);
    /// let found = payung.drafts().choices(draft, "occupation".into(), "ojek".into(), 5)?;
    /// assert!(!found.options.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn choices(
        &self,
        draft: String,
        question: String,
        search: String,
        limit: u32,
    ) -> Result<ChoicesView, PayungError> {
        self.app.call("drafts.choices", || {
            let id = self.app.open_draft_id(&draft)?;
            let moment = self.app.moment();
            self.app.with_draft(id, |open, rules, _| {
                let limit = limit.clamp(1, 50) as usize;
                let mut options = open.engine(rules, self.app.lang(), moment)?.choices(
                    &question,
                    &search,
                    limit + 1,
                );
                let more = options.len() > limit;
                options.truncate(limit);
                Ok(ChoicesView { options, more })
            })
        })
    }

    /// Deletes a draft that was never made ready, with its photos.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let view = payung.drafts().start("bpu".into())?;
    /// assert!(payung.drafts().discard(view.draft)?.drafts.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn discard(&self, draft: String) -> Result<HomeView, PayungError> {
        self.app.call("drafts.discard", || {
            let id = self.app.open_draft_id(&draft)?;
            self.app.store.discard_draft(id)?;
            self.app.close(id);
            self.app.home_view()
        })
    }
}

impl AppState {
    /// The first screen that needs something.
    pub(super) fn first_screen(&self, id: RegistrationId) -> Result<DraftView, Failure> {
        let moment = self.moment();
        self.with_draft(id, |open, rules, _| {
            let engine = open.engine(rules, self.lang(), moment)?;
            // Most of a report is filled in on the screen of the incident. So an answer leads to
            // the next open question or the review, and not through everything that was given
            // there.
            let is_report = engine.form.is_for(report::PURPOSE);
            let (screen, version) = (engine.first_open(), engine.form.version);
            open.from_review = is_report && screen != Screen::Review;
            let other_form = open.row.form_version != version;
            // Drafts end by the day, so opening one several times a day writes once.
            if other_form
                || open.row.warned_at.is_some()
                || open.row.opened_at.date() != moment.now.date()
            {
                self.store.touch_draft(id, version, moment.now)?;
                (
                    open.row.form_version,
                    open.row.opened_at,
                    open.row.warned_at,
                ) = (version, moment.now, None);
            }
            let view = self.screen(open, rules, moment, &screen, None)?;
            let notice = match (other_form, open.unreadable) {
                (_, 1..) => Some("draft-unreadable"),
                (true, 0) => Some("draft-older-form"),
                (false, 0) => None,
            };
            Ok(DraftView {
                notice: notice.map(|id| self.text(id)),
                ..view
            })
        })
    }

    /// Writes an entry to disk, and then to the copy in memory.
    pub(super) fn keep(
        &self,
        open: &mut OpenDraft,
        keys: &Keys,
        question: &str,
        entry: Entry,
        moment: Moment,
    ) -> Result<(), Failure> {
        self.forget_warning(open)?;
        self.store
            .put_entry(keys, open.row.id, question, &entry, moment.now)?;
        open.draft.entries.insert(question.to_owned(), entry);
        Ok(())
    }

    /// Forgets that the worker saw a warning. This comes before the change, so that a kill in
    /// between leaves a draft of which the worker is warned again.
    pub(super) fn forget_warning(&self, open: &mut OpenDraft) -> Result<(), Failure> {
        if open.row.warned_at.take().is_some() {
            self.store.forget_warning(open.row.id)?;
        }
        Ok(())
    }

    /// A draft's id from its text, if it may be filled: not sealed, or reopened by a correction.
    pub(super) fn open_draft_id(&self, text: &str) -> Result<RegistrationId, Failure> {
        let id: RegistrationId = clean(text)
            .parse()
            .map_err(|_| self.not_possible("not-possible-draft"))?;
        // A draft in memory was checked when it was opened, and it leaves memory when it is sealed.
        if self.is_open(id) {
            return Ok(id);
        }
        let row = self.store.draft(id)?;
        let sealed = match row.registration {
            Some(registration) => {
                let row = self.store.registration(registration)?;
                self.check_access(&row)?;
                row.state != payung_model::journey::State::NeedsCorrection
            }
            None => false,
        };
        if sealed {
            Err(self.not_possible("not-possible-sealed"))
        } else {
            Ok(id)
        }
    }

    /// Leads back to a question whose answer the worker called wrong. What was typed is shown
    /// again.
    fn retype(
        &self,
        open: &mut OpenDraft,
        rules: &Rules,
        keys: &Keys,
        moment: Moment,
        question: &str,
    ) -> Result<DraftView, Failure> {
        if let Some(known) = open.draft.entries.get(question) {
            let entry = Entry {
                value: None,
                ..known.clone()
            };
            self.keep(open, keys, question, entry, moment)?;
        }
        open.seq += 1;
        self.screen(
            open,
            rules,
            moment,
            &Screen::Question(question.to_owned()),
            None,
        )
    }

    fn onward(
        &self,
        open: &mut OpenDraft,
        rules: &Rules,
        moment: Moment,
        question: &str,
    ) -> Result<DraftView, Failure> {
        let next = open.onward(&open.engine(rules, self.lang(), moment)?, question);
        open.from_review = open.from_review && next != Screen::Review;
        self.screen(open, rules, moment, &next, None)
    }

    fn screen(
        &self,
        open: &OpenDraft,
        rules: &Rules,
        moment: Moment,
        screen: &Screen,
        refused: Option<&RefusedAnswer>,
    ) -> Result<DraftView, Failure> {
        let engine = open.engine(rules, self.lang(), moment)?;
        let mut step = engine.view(screen, refused);
        if let Ok(keys) = self.key_state() {
            self.warn_if_sent_before(open, &engine, &keys, &mut step)?;
        }
        let referral = match screen {
            Screen::Review => self.referral_of(open, engine.purpose())?,
            _ => None,
        };
        let about = |one: &&Correction| match screen {
            Screen::Question(_) => one.question == step.id,
            Screen::Review => true,
            Screen::Ending(_) => false,
        };
        let asked = open.asked.iter().filter(about);
        let mut corrections: Vec<_> = asked.map(|one| self.correction_view(one)).collect();
        if *screen == Screen::Review {
            // A correction is three texts.
            let room = StepView::MOST_STRINGS.saturating_sub(step.strings().len());
            corrections.truncate(room / 3);
            let names = corrections
                .iter()
                .map(|one| one.question.len() + one.title.len());
            let names = names.sum();
            let words = corrections.iter_mut().map(|one| &mut one.words);
            step.fit_review(&mut words.collect::<Vec<_>>(), names);
        }
        Ok(DraftView {
            draft: open.row.id.to_string(),
            seq: open.seq,
            step,
            notice: None,
            corrections,
            referral,
        })
    }

    fn check_visible(
        &self,
        open: &OpenDraft,
        rules: &Rules,
        moment: Moment,
        question: &str,
    ) -> Result<(), Failure> {
        let engine = open.engine(rules, self.lang(), moment)?;
        let known = engine.form.question(question).is_some() && engine.visible(question);
        if known {
            Ok(())
        } else {
            Err(self.not_possible("not-possible-question"))
        }
    }

    pub(super) fn check_length(&self, text: &Secret) -> Result<(), Failure> {
        if text.reveal().len() <= MOST_TYPED {
            Ok(())
        } else {
            Err(self.not_possible("not-possible-too-long"))
        }
    }
}
