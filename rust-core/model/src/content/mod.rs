//! The rules as data: everything a content bundle carries, read and checked as a whole.
//!
//! The built-in content lies in `rust-core/model/content/` and ships with the app; a newer one
//! comes from the office ([`crate::sealed::Bundle`]). A bundle with one bad file is refused whole,
//! with the place named: so no screen can lack its words, and no form can ask for months that the
//! tariff does not sell.

mod retention;
mod sending;

use std::collections::{BTreeMap, BTreeSet};

pub use retention::{Retention, SourcedDays};
pub use sending::{Frame, MeteredPhotos, PhotoLimit, Sending, SourcedNumber};

use crate::card::CardRules;
use crate::cover::reminder::{REMINDER_IDS, ReminderRules};
use crate::cover::{COVER_IDS, Calendar, CoverRules, INCIDENT_IDS, Incidents};
use crate::form::{Form, Kind};
use crate::payment::PaymentRules;
use crate::programme::{BenefitFigure, Programme, Programmes, Tariff};
use crate::text::{
    Arg, BILL_IDS, CARD_IDS, CORE_IDS, ENGINE_IDS, Lang, Message, PAPER_IDS, PAYMENT_IDS,
    RECOVERY_IDS, Texts,
};
use crate::typed::{is_visible, without_bom};

/// What ships with the app, by the names a bundle has.
const BUILT_IN: &[(&str, &[u8])] = &[
    ("card.json", CARD),
    (
        "controller.json",
        include_bytes!("../../content/controller.json"),
    ),
    ("cover.json", COVER),
    (
        "forms/bpu.json",
        include_bytes!("../../content/forms/bpu.json"),
    ),
    (
        "forms/bpu_more.json",
        include_bytes!("../../content/forms/bpu_more.json"),
    ),
    (
        "forms/bpu_request.json",
        include_bytes!("../../content/forms/bpu_request.json"),
    ),
    (
        "forms/complaint.json",
        include_bytes!("../../content/forms/complaint.json"),
    ),
    (
        "forms/incident_accident.json",
        include_bytes!("../../content/forms/incident_accident.json"),
    ),
    (
        "forms/incident_death.json",
        include_bytes!("../../content/forms/incident_death.json"),
    ),
    ("holidays.json", HOLIDAYS),
    ("incidents.json", INCIDENTS),
    ("payment.json", PAYMENT),
    (
        "programmes.json",
        include_bytes!("../../content/programmes.json"),
    ),
    ("reminders.json", REMINDERS),
    (
        "retention.json",
        include_bytes!("../../content/retention.json"),
    ),
    ("sending.json", SENDING),
    ("tariff.json", include_bytes!("../../content/tariff.json")),
    ("texts/en.ftl", include_bytes!("../../content/texts/en.ftl")),
    ("texts/id.ftl", include_bytes!("../../content/texts/id.ftl")),
];
/// Also used where a bundle has none, so that bundles signed before this file existed stay valid.
const SENDING: &[u8] = include_bytes!("../../content/sending.json");
/// The same holds for what cover and reminders go by.
const COVER: &[u8] = include_bytes!("../../content/cover.json");
const HOLIDAYS: &[u8] = include_bytes!("../../content/holidays.json");
const INCIDENTS: &[u8] = include_bytes!("../../content/incidents.json");
/// And for whose cards are believed.
const CARD: &[u8] = include_bytes!("../../content/card.json");
/// And for where dues are paid.
const PAYMENT: &[u8] = include_bytes!("../../content/payment.json");
const REMINDERS: &[u8] = include_bytes!("../../content/reminders.json");
/// What the texts of a form may name: who receives the data.
const OFFICE: [&str; 3] = ["office", "office-address", "office-contact"];

/// Checked content, ready to be used.
pub struct Content {
    /// By id.
    pub forms: BTreeMap<String, Form>,
    /// What cover costs.
    pub tariff: Tariff,
    /// What each programme gives, and who may join it.
    pub programmes: Programmes,
    /// All words.
    pub texts: Texts,
    /// Who receives the data.
    pub controller: Controller,
    /// How long a phone keeps what was answered.
    pub retention: Retention,
    /// What may go over metered networks.
    pub sending: Sending,
    /// When cover begins, pauses and ends.
    pub cover: CoverRules,
    /// Holidays.
    pub calendar: Calendar,
    /// When reminders come.
    pub reminders: ReminderRules,
    /// What to do when something happens.
    pub incidents: Incidents,
    /// Whose cards are believed.
    pub card: CardRules,
    /// Who receives dues, who is billed, where a bill is paid.
    pub payment: PaymentRules,
}

/// Who receives the data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    /// As it signs.
    pub name: String,
    /// Where it can be visited.
    pub address: String,
    /// Phone or mail.
    pub contact: String,
}

/// A file that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct ContentProblem {
    /// Name in the bundle.
    pub file: String,
    /// The place in the file, and what is wrong there.
    pub what: String,
}

impl Content {
    /// What this build ships with. A test keeps it readable; the error is for builds that replace a
    /// file.
    pub fn built_in() -> Result<Self, ContentProblem> {
        Self::parse(&Self::built_in_files())
    }

    /// The files of the built-in content, by name: what an office starts its first bundle from.
    pub fn built_in_files() -> BTreeMap<String, Vec<u8>> {
        BUILT_IN
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
            .collect()
    }

    /// Names: `forms/ID.json`, `tariff.json`, `programmes.json`, `retention.json`,
    /// `controller.json`, `texts/id.ftl`, `texts/en.ftl`; `sending.json`, `card.json`,
    /// `cover.json`, `holidays.json`, `incidents.json`, `payment.json` and `reminders.json` where they differ from
    /// the built-in ones. Unknown names are ignored.
    ///
    /// Texts that this program needs and the files lack are taken from the built-in ones. So a
    /// bundle that was signed before the program needed them stays valid, and with it the office's
    /// keys. [`Texts::fallback_ids`] lists such texts.
    pub fn parse(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, ContentProblem> {
        let tariff = Tariff::parse(file(files, "tariff.json")?)
            .map_err(|error| in_file("tariff.json", &error))?;
        let name = "programmes.json";
        let programmes = Programmes::parse(file(files, name)?)
            .map_err(|error| in_file(name, &format!("{}: {}", error.place, error.what)))?;
        let controller = controller(file(files, "controller.json")?)?;
        let texts = texts(files)?;
        let forms = forms(files)?;
        let name = "retention.json";
        let retention =
            Retention::parse(file(files, name)?).map_err(|error| in_file(name, &error))?;
        let name = "sending.json";
        let sending = Sending::parse(files.get(name).map_or(SENDING, |bytes| without_bom(bytes)));
        let sending = sending.map_err(|error| in_file(name, &error))?;
        let cover = in_force(files, "cover.json", COVER, CoverRules::parse)?;
        let calendar = in_force(files, "holidays.json", HOLIDAYS, Calendar::parse)?;
        let reminders = in_force(files, "reminders.json", REMINDERS, ReminderRules::parse)?;
        let incidents = in_force(files, "incidents.json", INCIDENTS, Incidents::parse)?;
        let card = in_force(files, "card.json", CARD, CardRules::parse)?;
        let payment = in_force(files, "payment.json", PAYMENT, PaymentRules::parse)?;
        let mut content = Self {
            forms,
            tariff,
            programmes,
            texts,
            controller,
            retention,
            sending,
            cover,
            calendar,
            reminders,
            incidents,
            card,
            payment,
        };
        content.check_cover()?;
        content.check_texts()?;
        content.set_fallback_texts()?;
        content
            .forms
            .values()
            .try_for_each(|form| content.check_months(form))?;
        Ok(content)
    }

    /// A text with the receiver's name, address and contact at hand.
    pub fn text(&self, lang: Lang, message: &Message) -> String {
        self.texts.format(lang, &self.with_office(message.clone()))
    }

    /// The same; none when neither this language nor Indonesian has it.
    pub fn text_if_any(&self, lang: Lang, id: &str) -> Option<String> {
        self.texts
            .try_format(lang, &self.with_office(Message::new(id)))
    }

    fn with_office(&self, message: Message) -> Message {
        let Controller {
            name,
            address,
            contact,
        } = &self.controller;
        message
            .with("office", Arg::Text(name.clone()))
            .with("office-address", Arg::Text(address.clone()))
            .with("office-contact", Arg::Text(contact.clone()))
    }

    /// Checks that both languages have every text that a form needs, and that texts use known
    /// values only.
    fn check_texts(&self) -> Result<(), ContentProblem> {
        for lang in Lang::ALL {
            for (id, given) in own_ids() {
                self.check_text(lang, id, given, false)?;
            }
            for (id, given, optional) in self.programmes.texts() {
                self.check_text(lang, &id, &given, !optional)?;
            }
            for (id, given) in self.incidents.texts() {
                // Its own texts a program has by itself: see `set_fallback_texts`.
                let own = INCIDENT_IDS.iter().any(|(known, _)| *known == id);
                self.check_text(lang, &id, given, !own)?;
            }
            for (id, given) in self.payment.texts() {
                let own = PAYMENT_IDS.iter().any(|(known, _)| *known == id);
                self.check_text(lang, &id, given, !own)?;
            }
            for form in self.forms.values() {
                form.texts()
                    .iter()
                    .try_for_each(|id| self.check_text(lang, id, &OFFICE, true))?;
                for id in form.optional_texts() {
                    let consent = id
                        .strip_prefix("q-")
                        .and_then(|id| id.strip_suffix(".help"));
                    let consent = consent
                        .and_then(|id| form.question(id))
                        .is_some_and(|it| matches!(it.kind, Kind::Consent { .. }));
                    // A consent may name what is sent.
                    let given = [&OFFICE[..], if consent { &["list"] } else { &[] }].concat();
                    self.check_text(lang, &id, &given, false)?;
                }
            }
        }
        Ok(())
    }

    /// Uses the built-in texts for ids that these texts lack. A test keeps the built-in texts
    /// complete.
    fn set_fallback_texts(&mut self) -> Result<(), ContentProblem> {
        let own = own_ids().map(|(id, _)| *id);
        let missing: BTreeSet<String> = own
            .filter(|id| Lang::ALL.iter().any(|lang| !self.texts.has(*lang, id)))
            .map(str::to_owned)
            .collect();
        if !missing.is_empty() {
            self.texts
                .set_fallback(texts(&Self::built_in_files())?, missing);
        }
        Ok(())
    }

    fn check_text(
        &self,
        lang: Lang,
        id: &str,
        given: &[&str],
        needed: bool,
    ) -> Result<(), ContentProblem> {
        let name = format!("texts/{}.ftl", lang.code());
        let Some(used) = self.texts.variables(lang, id) else {
            return if needed {
                Err(in_file(&name, &format!("{id} is missing")))
            } else {
                Ok(())
            };
        };
        match used
            .iter()
            .find(|variable| !given.contains(&variable.as_str()))
        {
            Some(variable) => Err(in_file(
                &name,
                &format!("{id} uses ${variable}, which nobody gives"),
            )),
            None => Ok(()),
        }
    }

    /// The amounts that cover names are those of the programmes, and both say the same about the
    /// wait for the larger one.
    fn check_cover(&self) -> Result<(), ContentProblem> {
        let jkm = self
            .programmes
            .programmes
            .iter()
            .find(|it| it.id == Programme::Jkm.code());
        let figure = |benefit: &str, name: &str| {
            let benefit = jkm.and_then(|it| it.benefits.iter().find(|it| it.id == benefit));
            benefit.and_then(|it| it.figures.get(name)).copied()
        };
        for (benefit, name) in [("total", "total"), ("early", "amount")] {
            if !matches!(figure(benefit, name), Some(BenefitFigure::Rupiah(_))) {
                return Err(in_file(
                    "programmes.json",
                    &format!("jkm: {benefit}: {name} is no amount"),
                ));
            }
        }
        let wait = self.cover.full_death.months;
        if figure("early", "months") != Some(BenefitFigure::Months(u16::from(wait))) {
            return Err(in_file(
                "cover.json",
                &format!("full_death.months: {wait}; programmes.json says otherwise"),
            ));
        }
        Ok(())
    }

    /// A form that asks for a bill asks for its months under the id that the first form uses.
    fn check_months(&self, form: &Form) -> Result<(), ContentProblem> {
        let first = form.completes.as_ref().and_then(|id| self.forms.get(id));
        let quote = form.quote.as_ref();
        let quote = quote.or_else(|| first?.quote.as_ref());
        let Some(months) = quote.and_then(|quote| form.question(&quote.months)) else {
            return Ok(());
        };
        let periods: BTreeSet<String> = self
            .tariff
            .periods
            .iter()
            .map(ToString::to_string)
            .collect();
        match months
            .options()
            .iter()
            .find(|option| !periods.contains(&option.id))
        {
            Some(option) => Err(in_file(
                &format!("forms/{}.json", form.id),
                &format!(
                    "{}: the tariff has no period of {} months",
                    months.id, option.id
                ),
            )),
            None => Ok(()),
        }
    }
}

fn forms(files: &BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Form>, ContentProblem> {
    let mut forms = BTreeMap::new();
    for (name, json) in files {
        let Some(id) = name
            .strip_prefix("forms/")
            .and_then(|rest| rest.strip_suffix(".json"))
        else {
            continue;
        };
        let form = Form::parse(without_bom(json))
            .map_err(|error| in_file(name, &format!("{}: {}", error.place, error.what)))?;
        if form.id != id {
            return Err(in_file(name, &format!("its id is {}", form.id)));
        }
        forms.insert(form.id.clone(), form);
    }
    for form in forms.values() {
        let Some(completed) = &form.completes else {
            continue;
        };
        if forms
            .get(completed)
            .is_none_or(|other: &Form| other.completes.is_some() || other.request)
        {
            let what = format!("completes: {completed} is no form that could be completed");
            return Err(in_file(&format!("forms/{}.json", form.id), &what));
        }
    }
    if forms.is_empty() {
        Err(in_file("forms", &"there is none"))
    } else {
        Ok(forms)
    }
}

fn controller(json: &[u8]) -> Result<Controller, ContentProblem> {
    let name = "controller.json";
    let controller: Controller =
        serde_json::from_slice(json).map_err(|error| in_file(name, &error))?;
    for (field, value) in [
        ("name", &controller.name),
        ("address", &controller.address),
        ("contact", &controller.contact),
    ] {
        if !is_visible(value) || value.chars().count() > 200 {
            return Err(in_file(name, &format!("{field}: 1 to 200 characters")));
        }
    }
    Ok(controller)
}

fn texts(files: &BTreeMap<String, Vec<u8>>) -> Result<Texts, ContentProblem> {
    Texts::parse(text(files, "texts/id.ftl")?, text(files, "texts/en.ftl")?)
        .map_err(|error| in_file(&format!("texts/{}.ftl", error.lang), &error.what))
}

/// Texts that the program asks for by itself, with the values it gives.
fn own_ids() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
    [
        CORE_IDS,
        ENGINE_IDS,
        COVER_IDS,
        REMINDER_IDS,
        INCIDENT_IDS,
        PAPER_IDS,
        PAYMENT_IDS,
        BILL_IDS,
        CARD_IDS,
        RECOVERY_IDS,
    ]
    .into_iter()
    .flatten()
}

/// A file of the bundle, or the built-in one where it has none.
fn in_force<T>(
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
    built_in: &[u8],
    parse: fn(&[u8]) -> Result<T, String>,
) -> Result<T, ContentProblem> {
    parse(files.get(name).map_or(built_in, |bytes| without_bom(bytes)))
        .map_err(|error| in_file(name, &error))
}

fn text<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'f str, ContentProblem> {
    std::str::from_utf8(file(files, name)?).map_err(|error| in_file(name, &error))
}

fn file<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'f [u8], ContentProblem> {
    files
        .get(name)
        .map(|bytes| without_bom(bytes))
        .ok_or_else(|| in_file(name, &"it is missing"))
}

fn in_file(file: &str, what: &impl ToString) -> ContentProblem {
    ContentProblem {
        file: file.to_owned(),
        what: what.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(name: &str, change: impl Fn(String) -> String) -> String {
        let mut files = Content::built_in_files();
        let text = String::from_utf8(files[name].clone()).unwrap();
        let changed = change(text.clone());
        assert_ne!(changed, text, "the change must hit something");
        files.insert(name.to_owned(), changed.into_bytes());
        Content::parse(&files)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn the_built_in_content_is_whole() {
        let content = Content::built_in().unwrap();
        assert_eq!(
            content.forms.keys().collect::<Vec<_>>(),
            [
                "bpu",
                "bpu_more",
                "bpu_request",
                "complaint",
                "incident_accident",
                "incident_death"
            ]
        );
        assert_eq!(content.controller.name, "KANTOR CONTOH PAYUNG");
        assert_eq!(content.texts.fallback_ids().count(), 0);
    }

    #[test]
    fn files_that_an_editor_wrote_with_a_byte_order_mark_are_read() {
        let mut files = Content::built_in_files();
        files.insert("sending.json".to_owned(), SENDING.to_vec());
        for bytes in files.values_mut() {
            bytes.splice(0..0, *b"\xEF\xBB\xBF");
        }
        let content = Content::parse(&files).unwrap();
        assert_eq!(
            content.texts.ids(Lang::Id),
            Content::built_in().unwrap().texts.ids(Lang::Id)
        );
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_values() {
        let texts = Content::built_in().unwrap().texts;
        assert_eq!(texts.ids(Lang::Id), texts.ids(Lang::En));
        for id in texts.ids(Lang::Id) {
            assert_eq!(
                texts.variables(Lang::Id, &id),
                texts.variables(Lang::En, &id),
                "{id}"
            );
        }
    }

    #[test]
    fn there_is_no_text_that_nobody_asks_for() {
        let content = Content::built_in().unwrap();
        let mut asked: BTreeSet<String> = own_ids().map(|(id, _)| (*id).to_owned()).collect();
        asked.extend(content.programmes.texts().into_iter().map(|(id, ..)| id));
        for form in content.forms.values() {
            asked.extend(form.texts());
            asked.extend(form.optional_texts());
        }
        let unused: Vec<String> = content
            .texts
            .ids(Lang::Id)
            .into_iter()
            .filter(|id| !asked.contains(id))
            .collect();
        assert_eq!(unused, Vec::<String>::new());
    }

    #[test]
    fn the_lists_of_ids_are_sorted_and_name_each_once() {
        for list in [
            CORE_IDS,
            ENGINE_IDS,
            COVER_IDS,
            REMINDER_IDS,
            INCIDENT_IDS,
            PAPER_IDS,
            BILL_IDS,
            CARD_IDS,
            PAYMENT_IDS,
            RECOVERY_IDS,
        ] {
            assert!(
                list.windows(2).all(|pair| pair[0].0 < pair[1].0),
                "{list:?}"
            );
        }
    }

    #[test]
    fn a_missing_text_is_refused_by_name() {
        let without =
            |id: &'static str| move |text: String| text.replace(&format!("\n{id} ="), "\nlain =");
        assert_eq!(
            problem("texts/en.ftl", without("q-nik")),
            "texts/en.ftl: q-nik is missing"
        );
        assert_eq!(
            problem("texts/id.ftl", without("o-months-12")),
            "texts/id.ftl: o-months-12 is missing"
        );
        assert_eq!(
            problem("texts/en.ftl", without("benefit-jkm-total")),
            "texts/en.ftl: benefit-jkm-total is missing"
        );
    }

    #[test]
    fn what_the_program_says_itself_is_said_in_its_own_words_where_a_bundle_has_none() {
        let said =
            |content: &Content, lang, id: &str| content.texts.format(lang, &Message::new(id));
        let mut files = Content::built_in_files();
        for name in ["texts/id.ftl", "texts/en.ftl"] {
            let text = String::from_utf8(files[name].clone()).unwrap();
            let changed = text.replace("\nwait-tls =", "\nlain =");
            files.insert(name.to_owned(), changed.into_bytes());
        }
        let (older, own) = (
            Content::parse(&files).unwrap(),
            Content::built_in().unwrap(),
        );
        assert_eq!(older.texts.fallback_ids().collect::<Vec<_>>(), ["wait-tls"]);
        for lang in Lang::ALL {
            assert_eq!(said(&older, lang, "wait-tls"), said(&own, lang, "wait-tls"));
        }
        // One language alone: English is not said in Indonesian.
        files.insert(
            "texts/id.ftl".to_owned(),
            Content::built_in_files()["texts/id.ftl"].clone(),
        );
        let older = Content::parse(&files).unwrap();
        assert_eq!(
            said(&older, Lang::En, "wait-tls"),
            said(&own, Lang::En, "wait-tls")
        );
    }

    #[test]
    fn a_value_that_nobody_gives_is_refused() {
        let said = problem("programmes.json", |json| {
            json.replace(r#""burial""#, r#""funeral""#)
        });
        assert_eq!(
            said,
            "texts/id.ftl: benefit-jkk-death uses $burial, which nobody gives"
        );
        let said = problem("texts/id.ftl", |text| {
            text.replace("kurang { $left }", "kurang { $sisa }")
        });
        assert_eq!(
            said,
            "texts/id.ftl: digits-too-few uses $sisa, which nobody gives"
        );
    }

    #[test]
    fn a_form_asks_only_for_months_that_the_tariff_sells() {
        let said = problem("forms/bpu.json", |json| {
            json.replace(r#"{ "id": "12" }"#, r#"{ "id": "9" }"#)
        });
        // Its texts are missing as well; either is said before any screen can show it.
        assert!(said.contains("-9"), "{said}");
        let said = problem("tariff.json", |json| {
            let mut tariff: serde_json::Value = serde_json::from_str(&json).unwrap();
            tariff["periods"] = serde_json::json!([1, 3, 6]);
            tariff.to_string()
        });
        assert_eq!(
            said,
            "forms/bpu.json: months: the tariff has no period of 12 months"
        );
    }

    #[test]
    fn a_bad_file_is_refused_with_its_name_and_place() {
        let said = problem("forms/bpu.json", |json| {
            json.replace(r#""matches_nik": "nik""#, r#""matches_nik": "name""#)
        });
        assert!(
            said.starts_with("forms/bpu.json: steps[2].questions[3].checks[1]: "),
            "{said}"
        );
        let said = problem("programmes.json", |json| {
            json.replace("PP 82/2019, dari ingatan [R]", "PP 82/2019")
        });
        assert!(
            said.starts_with(
                "programmes.json: programmes[0].benefits[7].source: a source names where"
            ),
            "{said}"
        );
        assert!(
            problem("texts/en.ftl", |text| text + "\nq-nik = x\n")
                .starts_with("texts/en.ftl: line ")
        );
        assert!(
            problem("controller.json", |json| json
                .replace("KANTOR CONTOH PAYUNG", " "))
            .contains("name: 1 to 200")
        );
        assert!(
            problem("forms/bpu.json", |json| json
                .replace(r#""bpu""#, r#""upb""#))
            .contains("its id is upb")
        );
        let mut files = Content::built_in_files();
        files.remove("tariff.json");
        assert_eq!(
            Content::parse(&files).err().unwrap().to_string(),
            "tariff.json: it is missing"
        );
    }

    #[test]
    fn days_of_keeping_and_forms_that_complete_others_are_checked() {
        let said = problem("retention.json", |json| {
            json.replace("\"days\": 90", "\"days\": 3")
        });
        assert_eq!(
            said,
            "retention.json: draft_days: 3 days; at least 7 and at most 3650"
        );
        for other in ["bpu_more", "complaint", "upb"] {
            let said = problem("forms/bpu_more.json", |json| {
                json.replace(
                    r#""completes": "bpu""#,
                    &format!(r#""completes": "{other}""#),
                )
            });
            assert_eq!(
                said,
                format!(
                    "forms/bpu_more.json: completes: {other} is no form that could be completed"
                )
            );
        }
    }

    #[test]
    fn names_this_version_does_not_know_are_ignored() {
        let mut files = Content::built_in_files();
        files.insert("channels.json".to_owned(), b"later".to_vec());
        assert!(Content::parse(&files).is_ok());
    }
}
