//! What can be asked without a draft: NIK, phone, dues, the form itself.

use payung_model::form::Engine;
use payung_model::person::{Nik, Phone, Sex};
use payung_model::programme::{Programme, Quote, QuoteRequest, Work};
use payung_model::secret::Secret;
use payung_model::text::Message;
use payung_model::units::{Month, Rupiah};

use super::{DuesLine, DuesRequest, DuesView, FormLine, NikView, Payung, PayungError, PhoneView};

#[uniffi::export]
impl Payung {
    /// What can be read off a NIK. Its structure never proves that it is registered.
    pub fn nik(&self, text: Secret) -> NikView {
        let today = self.inside.now().date();
        match Nik::parse(text.reveal()) {
            Ok(nik) => NikView {
                valid: true,
                birth_date: Some(nik.birth_date(today).to_string()),
                sex: Some(match nik.sex() {
                    Sex::Female => "female".to_owned(),
                    Sex::Male => "male".to_owned(),
                }),
                region: Some(nik.region()),
                problems: Vec::new(),
                warnings: nik.warnings().iter().map(|warning| self.inside.say_message(&warning.message())).collect(),
            },
            Err(problem) => NikView {
                valid: false,
                birth_date: None,
                sex: None,
                region: None,
                problems: vec![self.inside.say_message(&problem.message())],
                warnings: Vec::new(),
            },
        }
    }

    /// What can be read off a mobile number.
    pub fn phone(&self, text: Secret) -> PhoneView {
        match Phone::parse(text.reveal()) {
            Ok(phone) => PhoneView {
                valid: true,
                e164: Some(phone.e164().to_owned()),
                national: Some(phone.national()),
                problems: Vec::new(),
                warnings: phone.warnings().iter().map(|warning| self.inside.say_message(&warning.message())).collect(),
            },
            Err(problem) => PhoneView {
                valid: false,
                e164: None,
                national: None,
                problems: vec![self.inside.say_message(&problem.message())],
                warnings: Vec::new(),
            },
        }
    }

    /// What it costs, month by month, with the source of each line.
    pub fn dues(&self, request: DuesRequest) -> Result<DuesView, PayungError> {
        let rules = self.inside.rules();
        let from: Month = request.from.parse().map_err(|problem| wrong("from", &problem))?;
        let programmes = request.programmes.iter().map(|name| programme(name)).collect::<Result<Vec<_>, _>>()?;
        let asked = QuoteRequest {
            income: Rupiah(request.income),
            work: work(&request.work)?,
            programmes,
            months: request.months,
            from,
        };
        let quote = Quote::of(&rules.content.tariff, &asked).map_err(|problem| PayungError::NotPossible(problem.to_string()))?;
        let words = payung_model::form::quote_view(&rules.content, self.inside.lang, &quote, &asked);
        let lines = quote.lines.iter().map(|line| DuesLine {
            month: line.month.to_string(),
            programme: line.programme.as_str().to_owned(),
            amount: line.amount.0,
            full: line.full.0,
            discount: line.discount.clone(),
            source: line.source.clone(),
        });
        Ok(DuesView { total: quote.total.0, lines: lines.collect(), words })
    }

    /// A form as a person would read it: every question, in order, also those behind a condition.
    pub fn form(&self, form: String) -> Result<Vec<FormLine>, PayungError> {
        let rules = self.inside.rules();
        let definition = rules.form(&form)?;
        let draft = payung_model::form::Draft { form: definition.id.clone(), ..Default::default() };
        let now = self.inside.now();
        let engine = Engine { content: &rules.content, form: definition, draft: &draft, lang: self.inside.lang, now, only: &[] };
        let mut lines = Vec::new();
        for step in &definition.steps {
            for question in &step.questions {
                lines.push(FormLine {
                    step: self.inside.say(&format!("step-{}", step.id)),
                    question: question.id.clone(),
                    kind: question.kind.name().to_owned(),
                    title: self.inside.say_message(&Message::new(format!("q-{}", question.id))),
                    required: question.required,
                    options: engine.choices(&question.id, "", usize::MAX).into_iter().map(|option| option.label).collect(),
                    when: question.when.as_ref().map(ToString::to_string),
                });
            }
        }
        Ok(lines)
    }
}

fn programme(name: &str) -> Result<Programme, PayungError> {
    name.parse().map_err(|problem| wrong("programmes", &problem))
}

fn work(name: &str) -> Result<Work, PayungError> {
    name.parse().map_err(|problem| wrong("work", &problem))
}

fn wrong(place: &str, problem: &dyn std::fmt::Display) -> PayungError {
    PayungError::NotPossible(format!("{place}: {problem}"))
}
