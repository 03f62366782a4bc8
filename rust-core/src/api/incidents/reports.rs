//! Reporting an incident: photos of papers, and the report that brings them to the office.
//!
//! A report is a request with a form of its own (`incident_accident`): a draft that completes the
//! registration. It is kept, sealed and sent as every other; here is what the screen needs that
//! shows clocks and papers. What is photographed there is in the draft at once. The calls
//! themselves are in `reporting.rs`.

use std::collections::{BTreeMap, BTreeSet};

use payung_model::cover::{Incident, report};
use payung_model::engine::PhotoFrame;
use payung_model::form::{Entry, Form, PhotoFault, Question, Value};
use payung_model::sealed::{Header, RegistrationId};
use payung_model::secret::Secret;
use payung_model::text::{Arg, Lang, Message};

use crate::api::error::Failure;
use crate::api::member::{KeptIncident, Member};
use crate::api::quote::new_draft;
use crate::api::requests::takes_requests;
use crate::api::rules::Rules;
use crate::api::state::{AppState, Moment, OpenDraft};
use crate::api::{PhotoSource, RequestView};
use crate::vault::{About, DraftRow, Keys, RegistrationRow};

/// A report to the office, as the screen of an incident shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct IncidentReport {
    /// Whether a report can be begun or gone on with: [`crate::Incidents::report`],
    /// [`crate::Incidents::photograph`].
    pub possible: bool,
    /// For the button that leads to it: `Laporkan kejadian ini`, `Lanjutkan laporan` while one is kept
    /// here, `Kirim surat susulan` after one was sent.
    pub button: String,
    /// A sentence that a report is kept here, that one was sent, or what to do where none is
    /// possible. May be empty.
    pub words: String,
    /// The report that was not sent yet.
    pub draft: Option<String>,
    /// Photos in it.
    pub photos: u32,
    /// Photos that one report can hold.
    pub most_photos: u32,
    /// The number of photos in words; empty while there are none.
    pub photos_words: String,
    /// The reports that were sent, the newest first, each with its state and the office's answer.
    pub sent: Vec<RequestView>,
}

/// A photographed page of a paper.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct IncidentPage {
    /// From 1, for [`crate::Incidents::remove_page`] and [`crate::Incidents::page`]. A page that was removed leaves its
    /// number free.
    pub number: u32,
    /// `Lembar 1`
    pub label: String,
    /// The fault that makes the page hard to read; empty when there is none.
    pub warning: String,
}

/// A report that is filled in, and what it is about.
pub(super) struct Reporting<'r> {
    incident: &'r Incident,
    form: &'r Form,
    row: RegistrationRow,
    about: About,
}

/// The draft and the question of a kept page.
pub(super) struct KeptPage {
    pub draft: RegistrationId,
    pub id: String,
}

impl AppState {
    /// Reads a picture and keeps it in the report's draft.
    pub(super) fn keep_page(
        &self,
        registration: &str,
        id: &str,
        paper: &str,
        source: &PhotoSource,
    ) -> Result<(), Failure> {
        let (keys, rules) = (self.keys()?, self.rules());
        let reporting = self.reporting(&rules, &keys, registration, id)?;
        let pages = pages_of(reporting.form, paper);
        let Some(first) = pages.first() else {
            return Err(self.not_possible("not-possible-report-paper"));
        };
        // The picture is read before a draft is begun, so that a file which is no picture leaves no
        // empty draft behind.
        let picture = self.read_and_seal(&first.id, source)?;
        let draft = self.report_draft(&reporting, &keys)?;
        let moment = self.moment();
        self.with_draft(draft, |open, rules, keys| {
            let Some(free) = pages.iter().find(|page| !open.has_photo(&page.id)) else {
                let most = Arg::Number(pages.len() as u64);
                let words = Message::new("not-possible-report-pages").with("most", most);
                return Err(Failure::NotPossible(self.message_text(&words)));
            };
            let ticks = BTreeSet::from([paper.to_owned()]);
            self.tick_in_draft(open, rules, keys, &ticks, moment)?;
            self.put_photo(open, keys, &free.id, picture, moment)
        })
    }

    /// The draft and the question of a page that is kept.
    pub(super) fn kept_page(
        &self,
        registration: &str,
        id: &str,
        paper: &str,
        page: u32,
    ) -> Result<KeptPage, Failure> {
        let (keys, rules) = (self.keys()?, self.rules());
        let reporting = self.reporting(&rules, &keys, registration, id)?;
        let none = || self.not_possible("not-possible-incident");
        let question = pages_of(reporting.form, paper)
            .into_iter()
            .find(|it| report::page_of(&it.id).is_some_and(|(_, number)| u32::from(number) == page))
            .ok_or_else(none)?;
        let draft = self
            .store
            .draft_completing(reporting.row.id, &reporting.form.id)?;
        let draft = draft.ok_or_else(none)?.id;
        let is_kept = self.look_at_draft(draft, |open, _| Ok(open.has_photo(&question.id)))?;
        if is_kept {
            let id = question.id.clone();
            Ok(KeptPage { draft, id })
        } else {
            Err(none())
        }
    }
}

impl AppState {
    /// The notes about an incident.
    pub(super) fn kept_incident(
        &self,
        registration: &str,
        id: &str,
    ) -> Result<KeptIncident, Failure> {
        let mut member = Member::open(self, registration)?;
        Ok(member.kept.incidents.remove(id).unwrap_or_default())
    }

    pub(super) fn known_incident<'a>(
        &self,
        rules: &'a Rules,
        id: &str,
    ) -> Result<&'a Incident, Failure> {
        rules
            .content
            .incidents
            .find(id)
            .ok_or_else(|| self.not_possible("not-possible-incident"))
    }

    /// Everything that a report of that incident needs; words for the worker where none can be
    /// made.
    pub(super) fn reporting<'r>(
        &self,
        rules: &'r Rules,
        keys: &Keys,
        registration: &str,
        id: &str,
    ) -> Result<Reporting<'r>, Failure> {
        let incident = self.known_incident(rules, id)?;
        let row = self.registration_row(registration)?;
        let not_yet = || self.not_possible("report-not-yet");
        let about = self.about(&row, keys, rules)?.ok_or_else(not_yet)?;
        let form = rules
            .incident_form(id, &about.form)
            .filter(|_| row.completes.is_none() && takes_requests(&row))
            .ok_or_else(not_yet)?;
        Ok(Reporting {
            incident,
            form,
            row,
            about,
        })
    }

    /// The draft of the report that was not sent yet; a new one where there is none.
    pub(super) fn report_draft(
        &self,
        reporting: &Reporting<'_>,
        keys: &Keys,
    ) -> Result<RegistrationId, Failure> {
        let (row, form) = (&reporting.row, reporting.form);
        if let Some(draft) = self.store.draft_completing(row.id, &form.id)? {
            return Ok(draft.id);
        }
        let draft = DraftRow {
            person: reporting.about.person,
            completes: Some(row.id),
            ..new_draft(&form.id, form.version, self.now())?
        };
        self.store.add_draft(keys, &draft, &[])?;
        Ok(draft.id)
    }

    /// Answers of the report that were given on the screen of the incident.
    pub(super) fn copy_notes(
        &self,
        open: &mut OpenDraft,
        rules: &Rules,
        keys: &Keys,
        kept: &KeptIncident,
        moment: Moment,
    ) -> Result<(), Failure> {
        let noted = [
            (kept.happened, report::HAPPENED, report::HAPPENED_TIME),
            (kept.outcome, report::OUTCOME, report::OUTCOME_TIME),
        ];
        for (at, day, time) in noted {
            let Some(at) = at else { continue };
            let zone = open.zone.unwrap_or_default();
            self.put_answer(open, rules, keys, day, &zone.day(at).to_string(), moment)?;
            let typed = zone.write_time(zone.time(at));
            self.put_answer(open, rules, keys, time, &typed, moment)?;
        }
        self.tick_in_draft(open, rules, keys, &kept.ticks, moment)
    }

    /// Adds ticks to those of the draft.
    fn tick_in_draft(
        &self,
        open: &mut OpenDraft,
        rules: &Rules,
        keys: &Keys,
        ticks: &BTreeSet<String>,
        moment: Moment,
    ) -> Result<(), Failure> {
        let ticked: BTreeSet<String> = ticked_in(open).union(ticks).cloned().collect();
        let form = rules.known_form(&open.draft.form, self.lang())?;
        // Ticks of papers that today's form does not offer are left out: the form would refuse the
        // whole answer for one of them.
        let offered = form
            .question(&report::papers_of(&form.id))
            .map(Question::options);
        let offered = offered.unwrap_or_default().iter().map(|it| it.id.as_str());
        let text: Vec<&str> = offered.filter(|id| ticked.contains(*id)).collect();
        if text.is_empty() {
            return Ok(());
        }
        let papers = report::papers_of(&open.draft.form);
        self.put_answer(open, rules, keys, &papers, &text.join(","), moment)
    }

    /// Takes a tick out of the report that was not sent yet.
    pub(super) fn untick_in_draft(
        &self,
        registration: &str,
        id: &str,
        paper: &str,
    ) -> Result<(), Failure> {
        let rules = self.rules();
        let row = self.registration_row(registration)?;
        let form = report::form_of(id);
        let Some(draft) = self.store.draft_completing(row.id, &form)? else {
            return Ok(());
        };
        // A draft of a form that today's rules do not have cannot be changed. The tick on the
        // screen goes all the same.
        if !rules.content.forms.contains_key(&form) {
            return Ok(());
        }
        self.with_draft(draft.id, |open, rules, keys| {
            let photographed = |question: &String| {
                report::page_of(question).is_some_and(|(of, _)| of == paper)
                    && open.has_photo(question)
            };
            // A paper with a photo in the report is at hand, so its tick must not contradict the
            // report.
            if open.draft.entries.keys().any(photographed) {
                return Err(self.not_possible("not-possible-report-tick"));
            }
            let mut left = ticked_in(open);
            if !left.remove(paper) {
                return Ok(());
            }
            let left: Vec<String> = left.into_iter().collect();
            let moment = self.moment();
            let papers = report::papers_of(&open.draft.form);
            self.put_answer(open, rules, keys, &papers, &left.join(","), moment)
        })
    }

    /// Keeps an answer that the form takes, if it is another one than is there.
    fn put_answer(
        &self,
        open: &mut OpenDraft,
        rules: &Rules,
        keys: &Keys,
        question: &str,
        text: &str,
        moment: Moment,
    ) -> Result<(), Failure> {
        let engine = open.engine(rules, self.lang(), moment)?;
        let asked = engine.form.question(question).is_some() && engine.visible(question);
        let Some(answered) = asked.then(|| engine.check(question, text).ok()).flatten() else {
            return Ok(());
        };
        let known = open.draft.entries.get(question);
        if known.and_then(|entry| entry.value.as_ref()) == Some(&answered.value) {
            return Ok(());
        }
        let entry = Entry {
            raw: Secret::new(text),
            value: Some(answered.value),
            at: moment.now,
        };
        self.keep(open, keys, question, entry, moment)
    }

    /// Leaves out the pages that nobody photographed, so that the form does not ask for each.
    pub(super) fn skip_pages(
        &self,
        open: &mut OpenDraft,
        rules: &Rules,
        keys: &Keys,
        moment: Moment,
    ) -> Result<(), Failure> {
        let form = rules.known_form(&open.draft.form, self.lang())?;
        let pages = form
            .questions()
            .filter(|it| report::page_of(&it.id).is_some());
        for page in pages {
            let known = open.draft.entries.get(&page.id);
            if known.is_none_or(|entry| entry.value.is_none()) {
                self.put_answer(open, rules, keys, &page.id, "", moment)?;
            }
        }
        Ok(())
    }

    /// The report of an incident for its screen. Without a registration it says what to do instead.
    pub(super) fn report_view(
        &self,
        registration: Option<&str>,
        id: &str,
    ) -> Result<(IncidentReport, Pages), Failure> {
        let mut view = IncidentReport {
            button: self.text("report-ask"),
            most_photos: u32::try_from(Header::MOST_PHOTOS).unwrap_or(u32::MAX),
            ..IncidentReport::default()
        };
        let mut pages = Pages::default();
        let Some(registration) = registration else {
            view.words = self.text("report-no-registration");
            return Ok((view, pages));
        };
        let (keys, rules) = (self.keys()?, self.rules());
        let form = report::form_of(id);
        let row = self.registration_row(registration)?;
        // The form decides which reports belong to this incident: a registration may have reports
        // of several.
        for later in self.store.completions(row.id)?.iter().rev() {
            let about = self.about(later, &keys, &rules)?;
            let Some(about) = about.filter(|about| about.form == form) else {
                continue;
            };
            for (paper, _) in about.brings.iter().filter_map(|it| report::page_of(it)) {
                *pages.sent.entry(paper.to_owned()).or_default() += 1;
            }
            view.sent.push(self.request_view(later)?);
        }
        let words = match self.reporting(&rules, &keys, registration, id) {
            // A report that is not possible now is no failure of the screen: its clocks and steps
            // are needed most of all then.
            Err(Failure::NotPossible(words)) => words,
            Err(other) => return Err(other),
            Ok(reporting) => {
                view.possible = true;
                let draft = self.store.draft_completing(row.id, &reporting.form.id)?;
                pages.offered = reporting.offered(&rules, self.lang());
                if let Some(draft) = draft {
                    view.draft = Some(draft.id.to_string());
                    pages.ticked = self.look_at_draft(draft.id, |open, _| {
                        view.photos = u32::try_from(open.photos()).unwrap_or(u32::MAX);
                        pages.kept = self.kept_pages(open, reporting.form);
                        Ok(ticked_in(open))
                    })?;
                }
                let (button, words) = match (&view.draft, view.sent.is_empty()) {
                    (Some(_), _) => ("report-go-on", self.text("report-begun")),
                    (None, false) => ("report-more", self.text("report-again")),
                    (None, true) => ("report-ask", String::new()),
                };
                view.button = self.text(button);
                words
            }
        };
        view.words = words;
        if view.photos > 0 {
            let words = Message::new("report-photos")
                .with("count", Arg::Number(u64::from(view.photos)))
                .with("most", Arg::Number(u64::from(view.most_photos)));
            view.photos_words = self.message_text(&words);
        }
        Ok((view, pages))
    }

    fn kept_pages(&self, open: &OpenDraft, form: &Form) -> Vec<(String, IncidentPage)> {
        let photographed = form
            .questions()
            .filter(|question| open.has_photo(&question.id));
        let page = |question: &Question| {
            let (paper, number) = report::page_of(&question.id)?;
            let value = open.draft.entries.get(&question.id)?.value.as_ref();
            let worst = match value {
                Some(Value::Photo { faults, .. }) => PhotoFault::worst(faults),
                _ => None,
            };
            let count = Arg::Number(u64::from(number));
            let page = IncidentPage {
                number: u32::from(number),
                label: self.message_text(&Message::new("report-page").with("count", count)),
                warning: worst.map_or_else(String::new, |fault| self.text(fault.message_id())),
            };
            Some((paper.to_owned(), page))
        };
        photographed.filter_map(page).collect()
    }
}

/// The facts about papers, by their ids.
#[derive(Default)]
pub(super) struct Pages {
    /// Photographed, and not sent yet.
    pub kept: Vec<(String, IncidentPage)>,
    /// The number of pages that were sent, by paper.
    pub sent: BTreeMap<String, u64>,
    /// Papers of which photos can be taken now, each with its frame.
    pub offered: BTreeMap<String, PhotoFrame>,
    /// Ticked in the report that was not sent yet.
    pub ticked: BTreeSet<String>,
}

impl Reporting<'_> {
    fn offered(&self, rules: &Rules, lang: Lang) -> BTreeMap<String, PhotoFrame> {
        let papers = self.incident.papers.iter();
        let offered = papers.filter_map(|paper| {
            let first = pages_of(self.form, &paper.id).into_iter().next()?;
            let frame = PhotoFrame::of(&rules.content, lang, &first.id);
            Some((paper.id.clone(), frame))
        });
        offered.collect()
    }
}

/// The questions of the pages of that paper.
fn pages_of<'f>(form: &'f Form, paper: &str) -> Vec<&'f Question> {
    form.questions()
        .filter(|it| report::page_of(&it.id).is_some_and(|(of, _)| of == paper))
        .collect()
}

/// The papers that are ticked in a draft.
fn ticked_in(open: &OpenDraft) -> BTreeSet<String> {
    let entry = open.draft.entries.get(&report::papers_of(&open.draft.form));
    match entry.and_then(|entry| entry.value.as_ref()) {
        Some(Value::Choices(chosen)) => chosen.iter().cloned().collect(),
        _ => BTreeSet::new(),
    }
}
