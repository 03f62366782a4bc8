//! `dues`, `calculator`: what it costs.

use payung_core::{CalculatorView, Clock, DuesRequest, Typed};
use payung_model::engine::Field;
use payung_model::secret::Secret;
use payung_model::units::Timestamp;

use crate::commands::given::{programmes, rupiah};
use crate::commands::run::Run;
use crate::fill::FORM;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::{json, print};

/// What the dues are
#[derive(Debug, clap::Args)]
pub struct Dues {
    /// Whole rupiah per month: 1100000
    #[arg(long, value_parser = rupiah)]
    income: u64,
    /// Kind of work: transport keeps a discount for longer
    #[arg(long, value_parser = ["transport", "other"])]
    work: String,
    /// Who pays them: discounts are not for dues that government or village pays
    #[arg(long, value_parser = ["own", "government"], default_value = "own")]
    payer: String,
    /// jkk, jkm, jht; several joined by commas
    #[arg(long, value_delimiter = ',', required = true)]
    programmes: Vec<String>,
    /// For so many months
    #[arg(long, default_value_t = 1)]
    months: u8,
    /// First month, YYYY-MM [default: this month]
    #[arg(long, value_name = "YYYY-MM")]
    from: Option<String>,
}

impl Run for Dues {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let view = session.payung.lookup().dues(DuesRequest {
            income: self.income,
            work: code("work", &self.work)?,
            payer: code("payer", &self.payer)?,
            programmes: programmes(&self.programmes, session.lang)?,
            months: self.months,
            from: self.from.clone().unwrap_or_else(|| this_month(session)),
        })?;
        session.result(&json::dues(&view), &print::dues(&view))?;
        Ok(Outcome::Done)
    }
}

/// What it would cost, without registering: `payer=self occupation=ojek income_per=day
/// income_day=80000 work_days=6`
#[derive(Debug, clap::Args)]
pub struct Calculator {
    /// QUESTION=ANSWER; what is still asked is printed
    #[arg(value_name = "QUESTION=ANSWER", value_parser = typed)]
    answers: Vec<(String, String)>,
}

impl Run for Calculator {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let view = self.calculate(session)?;
        session.result(
            &json::calculator(&view),
            &print::calculator(&view, session.lang),
        )?;
        Ok(Outcome::Done)
    }
}

impl Calculator {
    /// Refused with the question that is not one, or that is answered in a way nobody understands.
    fn calculate(&self, session: &Session) -> Result<CalculatorView, Stop> {
        let known = session.payung.lookup().form(FORM.to_owned())?;
        let is_known = |id: &str| known.iter().any(|line| line.question == id);
        if let Some((other, _)) = self.answers.iter().find(|(id, _)| !is_known(id)) {
            let words = session
                .lang
                .of("pertanyaan ini tidak ada", "there is no such question");
            return Err(Stop::input(other, words));
        }
        let typed = self.answers.iter().map(|(question, text)| Typed {
            question: question.clone(),
            text: Secret::new(text),
        });
        let view = session
            .payung
            .lookup()
            .calculator(FORM.to_owned(), typed.collect())?;
        match refused(&view) {
            Some((question, words)) => Err(Stop::input(question, words.reveal())),
            None => Ok(view),
        }
    }
}

/// The first question whose answer cannot be used, and why.
fn refused(view: &CalculatorView) -> Option<(&str, &Secret)> {
    view.asked.iter().find_map(|asked| {
        // What is searched for and found nowhere is a warning at a screen, where the search goes
        // on.
        let nowhere = asked
            .field
            .options()
            .is_empty()
            .then(|| asked.warnings.first())
            .flatten();
        let searched = matches!(asked.field, Field::Search { .. });
        asked
            .problems
            .first()
            .or(nowhere.filter(|_| searched))
            .map(|words| (asked.question.as_str(), words))
    })
}

/// `income=1500000`
fn typed(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(question, answer)| (question.to_owned(), answer.to_owned()))
        .ok_or_else(|| "write QUESTION=ANSWER".to_owned())
}

/// A word of the command line as the core's own type.
fn code<T>(place: &str, text: &str) -> Result<T, Stop>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    payung_model::typed::clean(text)
        .parse()
        .map_err(|problem| Stop::input(place, problem))
}

fn this_month(session: &Session) -> String {
    Timestamp::from_millis(session.clock.now_millis().unwrap_or_default()).map_or_else(
        |_| String::new(),
        |now| now.date().to_string().chars().take(7).collect(),
    )
}
