//! What can be asked without a draft: NIK, phone, regions, dues, programmes, the form itself.

use std::sync::Arc;

use payung_model::engine::{
    ProgrammeView, QuoteContext, programme_views, quote_problem, quote_view, zone_reason,
};
use payung_model::form::{Check, Draft};
use payung_model::person::{Level, Nik, Phone, Regions, Village, Villages};
use payung_model::programme::{Quote, QuoteRequest};
use payung_model::secret::Secret;
use payung_model::text::Message;
use payung_model::typed::clean;
use payung_model::units::{Month, Rupiah};

use super::error::Failure;
use super::state::AppState;
use super::{
    DuesLine, DuesRequest, DuesView, FormLine, NikView, PayungError, PhoneView, RegionView,
    VillageView,
};

/// What can be asked without a draft. Nothing is kept, and no key is needed.
#[derive(uniffi::Object)]
pub struct Lookup {
    pub(super) app: Arc<AppState>,
}

#[uniffi::export]
impl Lookup {
    /// What can be read off a NIK. Its structure never proves that it is registered.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let nik = payung.lookup().nik("3201015501900001".into());
    /// assert_eq!((nik.valid, nik.birth_date.as_deref()), (true, Some("1990-01-15")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn nik(&self, text: Secret) -> NikView {
        let today = self.app.moment().today;
        let nik = Nik::parse(text.reveal()).ok();
        let (problems, warnings) = self.app.problems_and_warnings(&Check::Nik, &text);
        NikView {
            valid: nik.is_some(),
            birth_date: today
                .zip(nik.as_ref())
                .map(|(today, nik)| nik.birth_date(today).to_string()),
            sex: nik.as_ref().map(Nik::sex),
            region: nik.as_ref().map(Nik::region),
            place: nik.as_ref().and_then(Nik::place),
            problems,
            warnings,
        }
    }

    /// What can be read off a mobile number.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert_eq!(payung.lookup().phone("0812 0000 0001".into()).e164.as_deref(), Some("+6281200000001"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn phone(&self, text: Secret) -> PhoneView {
        let phone = Phone::parse(text.reveal()).ok();
        let (problems, warnings) = self.app.problems_and_warnings(&Check::Phone, &text);
        PhoneView {
            valid: phone.is_some(),
            e164: phone.as_ref().map(|phone| phone.e164().to_owned()),
            national: phone.as_ref().map(Phone::national),
            problems,
            warnings,
        }
    }

    /// Districts whose name, code or postal code fits, best first; 1 to 50 of them. Small slips are
    /// forgiven.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert_eq!(payung.lookup().regions("cibinong".into(), 1)[0].code, "32.01.01");
    /// # Ok(())
    /// # }
    /// ```
    pub fn regions(&self, search: String, limit: u32) -> Vec<RegionView> {
        let found = Regions::search(Level::District, None, &search, limit.clamp(1, 50) as usize);
        let view = |region: payung_model::person::Region| RegionView {
            path: Regions::path(&region.code).unwrap_or_default(),
            postal_codes: Regions::postal_codes(&region.code),
            code: region.code,
            name: region.name,
        };
        found.into_iter().map(view).collect()
    }

    /// Villages of a district (by its code) whose name fits, best first; 1 to 200 of them, all in
    /// order for an empty search. Small slips are forgiven.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let villages = payung.lookup().villages("32.01.01".into(), String::new(), 200);
    /// assert!(villages.iter().all(|village| village.code.starts_with("32.01.01")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn villages(&self, district: String, search: String, limit: u32) -> Vec<VillageView> {
        let found = Villages::search(&district, &search, limit.clamp(1, 200) as usize);
        let view = |Village {
                        code,
                        name,
                        postal_code,
                    }: Village| VillageView {
            code,
            name,
            postal_code,
        };
        found.into_iter().map(view).collect()
    }

    /// What it costs, month by month, with the source of each line.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// use payung_model::programme::{Payer, Programme, Work};
    /// let request = payung_core::DuesRequest {
    ///     income: 1_500_000,
    ///     work: Work::Other,
    ///     payer: Payer::Own,
    ///     programmes: vec![Programme::Jkk, Programme::Jkm],
    ///     months: 3,
    ///     from: "2027-01".into(),
    /// };
    /// assert!(payung.lookup().dues(request)?.total > 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn dues(&self, request: DuesRequest) -> Result<DuesView, PayungError> {
        self.app.call("lookup.dues", || {
            let rules = self.app.rules();
            let asked = QuoteRequest {
                income: Rupiah(request.income),
                work: request.work,
                payer: request.payer,
                programmes: request.programmes.into_iter().collect(),
                months: request.months,
                from: month("from", &request.from)?,
            };
            let (content, lang) = (&rules.content, self.app.lang());
            let quote = Quote::of(&content.tariff, &asked)
                .map_err(|problem| Failure::NotPossible(quote_problem(content, lang, &problem)))?;
            let mut words = quote_view(content, lang, &asked, &quote, QuoteContext::default());
            // Which month it is in another time zone is not known either by a clock that is not sure.
            let moment = self.app.moment();
            let reason = moment
                .today
                .and_then(|_| zone_reason(content, lang, moment.now, asked.from));
            words.reasons.extend(reason);
            let lines = quote.lines.iter().map(|line| DuesLine {
                month: line.month.to_string(),
                programme: line.programme,
                amount: line.amount.0,
                full: line.full.0,
                discount: line.discount.clone(),
                source: line.source.clone(),
            });
            Ok(DuesView {
                total: quote.total.0,
                lines: lines.collect(),
                words,
            })
        })
    }

    /// Where a form ends without sending and what else it may ask the office for, in words.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(!payung.lookup().form_outcomes("bpu".into())?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn form_outcomes(&self, form: String) -> Result<Vec<String>, PayungError> {
        self.app.call("lookup.form_outcomes", || {
            let rules = self.app.rules();
            let definition = rules.form(&form)?;
            let draft = Draft::of(definition.id.clone());
            Ok(self.app.engine(&rules, definition, &draft).outcomes())
        })
    }

    /// What each programme is and gives, and who may join it; also those that are not for
    /// non-wage-earners.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(!payung.lookup().programmes().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn programmes(&self) -> Vec<ProgrammeView> {
        programme_views(&self.app.rules().content, self.app.lang())
    }

    /// A form as a person would read it: every question, in order, also those behind a condition.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert!(payung.lookup().form("bpu".into())?.iter().any(|line| line.question == "nik"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn form(&self, form: String) -> Result<Vec<FormLine>, PayungError> {
        self.app.call("lookup.form", || {
            let rules = self.app.rules();
            let definition = rules.form(&form)?;
            let draft = Draft::of(definition.id.clone());
            let engine = self.app.engine(&rules, definition, &draft);
            let mut lines = Vec::new();
            for step in &definition.steps {
                for question in &step.questions {
                    lines.push(FormLine {
                        step: self.app.text(&format!("step-{}", step.id)),
                        question: question.id.clone(),
                        kind: (&question.kind).into(),
                        title: self
                            .app
                            .message_text(&Message::new(format!("q-{}", question.id))),
                        required: question.required,
                        options: engine.choices(&question.id, "", usize::MAX),
                        when: question
                            .when
                            .as_ref()
                            .and_then(|when| serde_json::to_string(when).ok()),
                        explained: engine.explain(&question.id),
                        source: question.source.clone(),
                    });
                }
            }
            Ok(lines)
        })
    }
}

impl AppState {
    /// The problems and warnings that a form has for this text, at a question with this check. The
    /// words come from the form's own check, so both always agree.
    fn problems_and_warnings(&self, check: &Check, text: &Secret) -> (Vec<String>, Vec<String>) {
        let rules = self.rules();
        let say = |messages: &[Message]| {
            messages
                .iter()
                .map(|message| self.message_text(message))
                .collect()
        };
        for form in rules.content.forms.values() {
            let Some(question) = form
                .questions()
                .find(|question| question.checks.contains(check))
            else {
                continue;
            };
            let draft = Draft::of(form.id.clone());
            let engine = self.engine(&rules, form, &draft);
            return match engine.check(&question.id, text.reveal()) {
                Ok(answered) => (Vec::new(), say(&answered.warnings)),
                Err(refused) => (say(&refused.problems), Vec::new()),
            };
        }
        (Vec::new(), Vec::new())
    }
}

/// A month as a shell wrote it.
fn month(place: &str, text: &str) -> Result<Month, Failure> {
    clean(text)
        .parse()
        .map_err(|problem| Failure::NotPossible(format!("{place}: {problem}")))
}
