//! Reads and validates a form definition. Whatever could fail when the form is used is refused
//! here, with its place.

use std::collections::BTreeSet;

use super::misfits::{check_misfit, condition_misfit, derivation_misfit};
use super::{
    AnswerWithin, Check, ChoiceOption, Condition, Form, FormProblem, Kind, Purpose, Question,
    QuoteSource, REVIEW, Shown, Years,
};
use crate::programme::{Confidence, Programme};

/// The largest definition in bytes.
const MOST_BYTES: usize = 256 * 1024;
const MOST_STEPS: usize = 12;
const MOST_QUESTIONS: usize = 60;
/// The review lists one line for each of these, and a screen has at most 150 strings.
const MOST_REVIEWED: usize = 40;
const MOST_ENDINGS: usize = 20;
/// A longer list is asked for by search.
const MOST_OPTIONS: usize = 20;
const MOST_SEARCHED: usize = 1000;
const MOST_CONFIRMED: usize = 6;
const MOST_ID: usize = 40;
const MOST_TEXT: u16 = 500;
/// Conditions nest at most this deep.
const MOST_DEPTH: usize = 8;
/// One condition refers to at most this many questions. Each is looked up for each screen; 12,000
/// took seconds.
const MOST_LEAVES: usize = 100;

impl Form {
    /// Reads and checks a definition: what is returned cannot fail when it runs.
    pub fn parse(json: &[u8]) -> Result<Self, FormProblem> {
        read(json)
    }
}

fn read(json: &[u8]) -> Result<Form, FormProblem> {
    if json.len() > MOST_BYTES {
        return problem(
            "form",
            format!("{} bytes; at most {MOST_BYTES}", json.len()),
        );
    }
    // serde_json itself stops at 128 levels, so deep JSON cannot exhaust the stack.
    let form: Form = serde_json::from_slice(json).map_err(|error| FormProblem {
        place: format!("line {}, column {}", error.line(), error.column()),
        what: error.to_string(),
    })?;
    let form = form.with_positions();
    check(&form)?;
    Ok(form)
}

fn check(form: &Form) -> Result<(), FormProblem> {
    id("id", &form.id)?;
    form.completes
        .as_ref()
        .map_or(Ok(()), |completed| id("completes", completed))?;
    amount("steps", form.steps.len(), 1, MOST_STEPS)?;
    amount("endings", form.endings.len(), 0, MOST_ENDINGS)?;
    amount("steps", form.questions().count(), 1, MOST_QUESTIONS)?;
    let reviewed = form
        .questions()
        .filter(|question| question.is_reviewed())
        .count();
    amount("steps", reviewed, 0, MOST_REVIEWED)?;

    let mut steps = BTreeSet::new();
    let mut earlier = Earlier::default();
    for (s, step) in form.steps.iter().enumerate() {
        let place = format!("steps[{s}]");
        id(&format!("{place}.id"), &step.id)?;
        once(&format!("{place}.id"), &mut steps, &step.id)?;
        amount(
            &format!("{place}.questions"),
            step.questions.len(),
            1,
            MOST_QUESTIONS,
        )?;
        for (q, question) in step.questions.iter().enumerate() {
            check_question(&format!("{place}.questions[{q}]"), question, &earlier)?;
            earlier.0.push(question);
        }
    }
    let mut endings = BTreeSet::new();
    for (e, ending) in form.endings.iter().enumerate() {
        id(&format!("endings[{e}].id"), &ending.id)?;
        once(&format!("endings[{e}].id"), &mut endings, &ending.id)?;
        // Screens are named by these ids: one of them must not be two screens.
        if form.question(&ending.id).is_some() || ending.id == REVIEW {
            return problem(
                &format!("endings[{e}].id"),
                format!("{} is another screen already", ending.id),
            );
        }
        check_condition(&format!("endings[{e}].when"), &ending.when, &earlier)?;
    }
    amount("purposes", form.purposes.len(), 0, MOST_ENDINGS)?;
    let mut purposes = BTreeSet::from([Form::REGISTER]);
    for (p, purpose) in form.purposes.iter().enumerate() {
        id(&format!("purposes[{p}].id"), &purpose.id)?;
        once(&format!("purposes[{p}].id"), &mut purposes, &purpose.id)?;
        check_condition(&format!("purposes[{p}].when"), &purpose.when, &earlier)?;
        check_answer_within(&format!("purposes[{p}]"), purpose)?;
    }
    for (c, asked) in form.calculator.iter().enumerate() {
        if earlier.question(asked).is_none() {
            return problem(
                &format!("calculator[{c}]"),
                format!("{asked} is no question"),
            );
        }
    }
    form.quote
        .as_ref()
        .map_or(Ok(()), |quote| check_quote(quote, &earlier))
}

/// A time within which somebody is answered is a promise, so it says where it comes from.
fn check_answer_within(place: &str, purpose: &Purpose) -> Result<(), FormProblem> {
    let (time, most) = match purpose.answer_within {
        None => return Ok(()),
        Some(AnswerWithin::WorkingDays(days)) => (u16::from(days), AnswerWithin::MOST_DAYS.into()),
        Some(AnswerWithin::Hours(hours)) => (hours, AnswerWithin::MOST_HOURS),
    };
    let within = format!("{place}.answer_within");
    amount(&within, usize::from(time), 1, usize::from(most))?;
    match purpose.source.as_deref().and_then(Confidence::of) {
        Some(_) => Ok(()),
        None => problem(&format!("{place}.source"), Confidence::MISSING),
    }
}

fn check_question(
    place: &str,
    question: &Question,
    earlier: &Earlier<'_>,
) -> Result<(), FormProblem> {
    id(&format!("{place}.id"), &question.id)?;
    if earlier.question(&question.id).is_some() {
        return problem(
            &format!("{place}.id"),
            format!("{} is there twice", question.id),
        );
    }
    let kind = format!("{place}.kind");
    match &question.kind {
        Kind::Text { max } | Kind::Digits { max } => {
            amount(&kind, usize::from(*max), 1, usize::from(MOST_TEXT))?;
        }
        Kind::Choice { options } => check_options(&kind, options, 2, MOST_OPTIONS)?,
        Kind::Several { options } => check_options(&kind, options, 1, MOST_OPTIONS)?,
        Kind::Search { groups, options } => {
            check_options(&kind, options, 2, MOST_SEARCHED)?;
            check_groups(&kind, groups, options)?;
        }
        Kind::Confirm { of, shows, options } => {
            check_options(&kind, options, 2, MOST_CONFIRMED)?;
            let shown = earlier
                .question(of)
                .filter(|other| *shows == Shown::Answer || other.checks.contains(&Check::Nik));
            if shown.is_none_or(|other| !other.is_reviewed()) {
                return problem(
                    &kind,
                    format!("{of} is no earlier question that could be shown so"),
                );
            }
        }
        Kind::Village { of, options } => {
            check_options(&kind, options, 1, MOST_CONFIRMED)?;
            if !matches!(
                earlier.question(of),
                Some(Question {
                    kind: Kind::District { .. },
                    ..
                })
            ) {
                return problem(&kind, format!("{of} is no earlier question of a district"));
            }
        }
        Kind::District { near: Some(near) } if !earlier.has_nik(near) => {
            return problem(&kind, format!("{near} is no earlier question with a NIK"));
        }
        _ => {}
    }
    if !matches!(question.kind, Kind::Search { .. })
        && question
            .options()
            .iter()
            .any(|option| option.group.is_some())
    {
        return problem(&kind, "only options of a search have groups");
    }
    check_derivations(place, question, earlier)?;
    if question.may_wait && question.required {
        return problem(
            &format!("{place}.may_wait"),
            "what may wait is not required",
        );
    }
    if !matches!(question.kind, Kind::Several { .. })
        && question.options().iter().any(|option| option.fixed)
    {
        return problem(&kind, "only one of several choices can be fixed");
    }
    if !question.required && !question.is_reviewed() {
        return problem(
            &format!("{place}.required"),
            "a note is always read, a confirmation always given",
        );
    }
    if let Some(when) = &question.when {
        check_condition(&format!("{place}.when"), when, earlier)?;
    }
    amount(&format!("{place}.checks"), question.checks.len(), 0, 8)?;
    for (c, check) in question.checks.iter().enumerate() {
        if let Some(what) = check_misfit(check, question, &|id| earlier.question(id)) {
            return problem(&format!("{place}.checks[{c}]"), what);
        }
    }
    let identifiers = question.checks.iter().filter(|check| {
        use Check::{Email, Name, Nik, Phone, Place, RtRw, TimeOfDay};
        matches!(check, Nik | Phone | Name | Place | RtRw | Email | TimeOfDay)
    });
    if identifiers.count() > 1 {
        return problem(
            &format!("{place}.checks"),
            "a text is one of NIK, phone, name, place, RT/RW, e-mail and time",
        );
    }
    Ok(())
}

fn check_groups(
    place: &str,
    groups: &[String],
    options: &[ChoiceOption],
) -> Result<(), FormProblem> {
    amount(&format!("{place}.groups"), groups.len(), 0, MOST_OPTIONS)?;
    let mut seen = BTreeSet::new();
    for (g, group) in groups.iter().enumerate() {
        id(&format!("{place}.groups[{g}]"), group)?;
        once(&format!("{place}.groups[{g}]"), &mut seen, group)?;
    }
    let strays = |option: &ChoiceOption| match &option.group {
        Some(group) => !seen.contains(group.as_str()),
        None => !groups.is_empty(),
    };
    match options.iter().position(strays) {
        Some(o) => problem(
            &format!("{place}.options[{o}].group"),
            "it is in none of the groups",
        ),
        None => Ok(()),
    }
}

fn check_derivations(
    place: &str,
    question: &Question,
    earlier: &Earlier<'_>,
) -> Result<(), FormProblem> {
    amount(&format!("{place}.derive"), question.derive.len(), 0, 8)?;
    for (d, derivation) in question.derive.iter().enumerate() {
        let place = format!("{place}.derive[{d}]");
        if let Some(when) = &derivation.when {
            check_condition(&format!("{place}.when"), when, earlier)?;
        }
        if let Some(what) =
            derivation_misfit(&derivation.from, question, &|id| earlier.question(id))
        {
            return problem(&format!("{place}.from"), what);
        }
        if let Some(id) = derivation
            .change_at
            .as_ref()
            .filter(|id| earlier.question(id).is_none())
        {
            return problem(
                &format!("{place}.change_at"),
                format!("{id} is no question that is asked earlier"),
            );
        }
    }
    Ok(())
}

fn check_options(
    place: &str,
    options: &[ChoiceOption],
    least: usize,
    most: usize,
) -> Result<(), FormProblem> {
    amount(&format!("{place}.options"), options.len(), least, most)?;
    let mut seen = BTreeSet::new();
    for (o, option) in options.iter().enumerate() {
        let place = format!("{place}.options[{o}].id");
        if !shaped(&option.id, |first| {
            first.is_ascii_lowercase() || first.is_ascii_digit()
        }) {
            return problem(&place, "an option's id is small letters, digits and _");
        }
        once(&place, &mut seen, &option.id)?;
    }
    check_years(place, options)
}

/// An age means one option at most.
fn check_years(place: &str, options: &[ChoiceOption]) -> Result<(), FormProblem> {
    for (o, option) in options.iter().enumerate() {
        let Some(years) = option.years else { continue };
        let place = format!("{place}.options[{o}].years");
        if years.from > years.last() || years.last() > Years::MOST {
            return problem(&place, "ages go from the least to the most, up to 130");
        }
        let others = options[..o].iter().filter_map(|other| other.years);
        if others
            .into_iter()
            .any(|other| other.from <= years.last() && years.from <= other.last())
        {
            return problem(&place, "an earlier option has some of these ages");
        }
    }
    Ok(())
}

fn check_condition(
    place: &str,
    condition: &Condition,
    earlier: &Earlier<'_>,
) -> Result<(), FormProblem> {
    if condition.depth() > MOST_DEPTH {
        return problem(place, format!("nested more than {MOST_DEPTH} deep"));
    }
    let leaves = condition.leaves();
    amount(place, leaves.len(), 0, MOST_LEAVES)?;
    for leaf in leaves {
        let Some(id) = leaf.question() else { continue };
        let Some(question) = earlier.question(id) else {
            return problem(place, format!("{id} is no question that is asked earlier"));
        };
        if let Some(what) = condition_misfit(leaf, question) {
            return problem(place, what);
        }
    }
    Ok(())
}

fn check_quote(quote: &QuoteSource, all: &Earlier<'_>) -> Result<(), FormProblem> {
    if !matches!(
        all.question(&quote.income),
        Some(Question {
            kind: Kind::Money,
            ..
        })
    ) {
        return problem(
            "quote.income",
            format!("{} is no question of an amount of money", quote.income),
        );
    }
    check_condition("quote.transport", &quote.transport, all)?;
    let more = [
        ("government", &quote.government),
        ("unsure_payer", &quote.unsure_payer),
        ("daily", &quote.daily),
    ];
    for (name, condition) in more {
        condition.as_ref().map_or(Ok(()), |condition| {
            check_condition(&format!("quote.{name}"), condition, all)
        })?;
    }
    let Some(Question {
        kind: Kind::Several { options },
        ..
    }) = all.question(&quote.programmes)
    else {
        return problem(
            "quote.programmes",
            format!("{} is no question of several choices", quote.programmes),
        );
    };
    if let Some(option) = options
        .iter()
        .find(|option| option.id.parse::<Programme>().is_err())
    {
        return problem(
            "quote.programmes",
            format!("{} is none of jkk, jkm and jht", option.id),
        );
    }
    let Some(Question {
        kind: Kind::Choice { options },
        ..
    }) = all.question(&quote.months)
    else {
        return problem("quote.months", format!("{} is no choice", quote.months));
    };
    if let Some(option) = options
        .iter()
        .find(|option| !option.id.parse::<u8>().is_ok_and(|months| months > 0))
    {
        return problem(
            "quote.months",
            format!("{} is no number of months", option.id),
        );
    }
    for (s, shown) in quote.shown_at.iter().enumerate() {
        if all.question(shown).is_none() {
            return problem(
                &format!("quote.shown_at[{s}]"),
                format!("{shown} is no question"),
            );
        }
    }
    Ok(())
}

/// The questions before the one that is being validated.
#[derive(Default)]
struct Earlier<'f>(Vec<&'f Question>);

impl<'f> Earlier<'f> {
    fn question(&self, id: &str) -> Option<&'f Question> {
        self.0.iter().find(|question| question.id == id).copied()
    }

    fn has_nik(&self, id: &str) -> bool {
        self.question(id)
            .is_some_and(|question| question.checks.contains(&Check::Nik))
    }
}

fn id(place: &str, id: &str) -> Result<(), FormProblem> {
    if shaped(id, |first| first.is_ascii_lowercase()) {
        return Ok(());
    }
    problem(
        place,
        format!(
            "an id begins with a small letter and has small letters, digits and _, {MOST_ID} at most"
        ),
    )
}

fn shaped(id: &str, first: impl Fn(char) -> bool) -> bool {
    id.len() <= MOST_ID
        && id.starts_with(first)
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn once<'i>(place: &str, seen: &mut BTreeSet<&'i str>, id: &'i str) -> Result<(), FormProblem> {
    if seen.insert(id) {
        Ok(())
    } else {
        problem(place, format!("{id} is there twice"))
    }
}

fn amount(place: &str, count: usize, least: usize, most: usize) -> Result<(), FormProblem> {
    if (least..=most).contains(&count) {
        return Ok(());
    }
    problem(
        place,
        format!("{count}; at least {least} and at most {most}"),
    )
}

fn problem<T>(place: &str, what: impl Into<String>) -> Result<T, FormProblem> {
    Err(FormProblem {
        place: place.to_owned(),
        what: what.into(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    use super::*;

    fn good() -> Json {
        json!({
            "id": "contoh", "version": 1,
            "steps": [
                { "id": "satu", "questions": [
                    { "id": "kerja", "kind": { "choice": { "options": [{ "id": "a", "tags": ["x"] }, { "id": "b" }] } } },
                    { "id": "uang", "kind": "money" },
                    { "id": "ya", "kind": "yes_no" }] },
                { "id": "dua", "questions": [
                    { "id": "nik", "kind": { "digits": { "max": 24 } }, "checks": ["nik"] },
                    { "id": "lahir", "kind": "date", "when": { "is": ["ya", "yes"] },
                      "checks": ["past", { "matches_nik": "nik" }] },
                    { "id": "program", "kind": { "several": { "options": [{ "id": "jkk", "fixed": true }] } } },
                    { "id": "bulan", "kind": { "choice": { "options": [{ "id": "1" }, { "id": "3" }] } } }] }],
            "endings": [{ "id": "habis", "when": { "all": [{ "tagged": ["kerja", "x"] }, { "not": { "answered": "uang" } }] } }],
            "quote": { "income": "uang", "transport": { "tagged": ["kerja", "x"] }, "programmes": "program",
                       "months": "bulan", "shown_at": ["uang"] }
        })
    }

    /// The place that is named when `at` is replaced.
    fn place(at: &str, by: Json) -> String {
        let mut form = good();
        *form.pointer_mut(at).unwrap() = by;
        read(form.to_string().as_bytes()).expect_err(at).place
    }

    #[test]
    fn a_good_definition_is_read_and_written_back() {
        let form = read(good().to_string().as_bytes()).unwrap();
        assert_eq!(read(&serde_json::to_vec(&form).unwrap()).unwrap(), form);
    }

    #[test]
    fn conditions_speak_of_earlier_questions_and_of_what_they_can_be() {
        let when = "/steps/1/questions/1";
        for condition in [
            json!({ "is": ["bulan", "1"] }),
            json!({ "is": ["siapa", "yes"] }),
            json!({ "is": ["ya", "mungkin"] }),
            json!({ "is": ["kerja", "c"] }),
            json!({ "has": ["kerja", "a"] }),
            json!({ "tagged": ["kerja", "y"] }),
            json!({ "tagged": ["ya", "x"] }),
            json!({ "at_least": ["ya", 5] }),
            json!({ "any": [{ "answered": "ya" }, { "not": { "answered": "lahir" } }] }),
        ] {
            assert_eq!(
                place(&format!("{when}/when"), condition),
                "steps[1].questions[1].when"
            );
        }
        assert_eq!(
            place("/endings/0/when", json!({ "answered": "tidak_ada" })),
            "endings[0].when"
        );
        assert_eq!(place("/endings/0/id", json!("kerja")), "endings[0].id");
        assert_eq!(place("/endings/0/id", json!("review")), "endings[0].id");
    }

    #[test]
    fn ids_have_one_shape_and_are_there_once() {
        assert_eq!(place("/id", json!("Contoh")), "id");
        assert_eq!(place("/steps/1/id", json!("satu")), "steps[1].id");
        assert_eq!(
            place("/steps/0/questions/1/id", json!("kerja")),
            "steps[0].questions[1].id"
        );
        assert_eq!(
            place("/steps/0/questions/1/id", json!("1uang")),
            "steps[0].questions[1].id"
        );
        let two = json!({ "choice": { "options": [{ "id": "a" }, { "id": "a" }] } });
        assert_eq!(
            place("/steps/0/questions/0/kind", two),
            "steps[0].questions[0].kind.options[1].id"
        );
    }

    #[test]
    fn checks_fit_the_kind_of_answer() {
        let at = "/steps/0/questions/1/checks";
        let mut form = good();
        form["steps"][0]["questions"][1]["checks"] = json!([]);
        for check in [
            json!("nik"),
            json!("past"),
            json!({ "length": { "min": 3 } }),
            json!({ "matches_nik": "nik" }),
        ] {
            *form.pointer_mut(at).unwrap() = json!([check]);
            let problem = read(form.to_string().as_bytes()).unwrap_err();
            assert_eq!(problem.place, "steps[0].questions[1].checks[0]");
        }
        let date = "/steps/1/questions/1/checks";
        assert_eq!(
            place(date, json!(["past", { "matches_nik": "uang" }])),
            "steps[1].questions[1].checks[1]"
        );
        assert_eq!(
            place(date, json!([{ "age": { "min": 9, "max": 8 } }])),
            "steps[1].questions[1].checks[0]"
        );
        assert_eq!(
            place("/steps/1/questions/0/checks", json!(["nik", "phone"])),
            "steps[1].questions[0].checks"
        );
    }

    #[test]
    fn the_quote_is_made_of_questions_of_the_right_kinds() {
        assert_eq!(place("/quote/income", json!("ya")), "quote.income");
        assert_eq!(
            place("/quote/programmes", json!("kerja")),
            "quote.programmes"
        );
        assert_eq!(place("/quote/months", json!("kerja")), "quote.months");
        assert_eq!(
            place("/quote/transport", json!({ "is": ["uang", "x"] })),
            "quote.transport"
        );
        assert_eq!(
            place("/quote/shown_at", json!(["siapa"])),
            "quote.shown_at[0]"
        );
        for condition in ["government", "unsure_payer", "daily"] {
            let mut form = good();
            form["quote"][condition] = json!({ "is": ["kerja", "a"] });
            assert!(read(form.to_string().as_bytes()).is_ok());
            form["quote"][condition] = json!({ "is": ["kerja", "c"] });
            assert_eq!(
                read(form.to_string().as_bytes()).unwrap_err().place,
                format!("quote.{condition}")
            );
        }
    }

    #[test]
    fn numbers_and_depth_are_limited() {
        let options = |count: usize| {
            (0..count)
                .map(|n| json!({ "id": format!("o{n}") }))
                .collect::<Vec<_>>()
        };
        let at = "/steps/0/questions/2/kind";
        assert_eq!(
            place(at, json!({ "choice": { "options": options(21) } })),
            "steps[0].questions[2].kind.options"
        );
        let question = |n: usize| json!({ "id": format!("q{n}"), "kind": "note" });
        let many: Vec<Json> = (0..61).map(question).collect();
        assert_eq!(place("/steps/0/questions", json!(many)), "steps");
        assert_eq!(place("/steps", json!([])), "steps");
        let deep = (0..9).fold(
            json!({ "answered": "uang" }),
            |inner, _| json!({ "not": inner }),
        );
        assert_eq!(place("/endings/0/when", deep), "endings[0].when");
        let wide =
            json!({ "any": vec![json!({ "all": vec![json!({ "answered": "uang" }); 20] }); 6] });
        assert_eq!(place("/endings/0/when", wide), "endings[0].when");
        let bottomless = format!("{}{}", r#"{"id":"#, "[".repeat(200_000));
        assert_eq!(
            read(bottomless.as_bytes())
                .unwrap_err()
                .place
                .split(',')
                .next(),
            Some("line 1")
        );
        assert_eq!(read(&vec![b' '; MOST_BYTES + 1]).unwrap_err().place, "form");
    }

    #[test]
    fn a_time_to_answer_is_within_bounds_and_has_a_source() {
        let with = |within: Json, source: Json| {
            let mut form = good();
            form["purposes"] = json!([{
                "id": "keluhan", "when": { "answered": "uang" },
                "answer_within": within, "source": source
            }]);
            read(form.to_string().as_bytes()).map_err(|problem| problem.place)
        };
        let source = json!("our choice [D]");
        let form = with(json!({ "working_days": 5 }), source.clone()).unwrap();
        let written = serde_json::to_vec(&form).unwrap();
        assert_eq!(read(&written).unwrap(), form);
        assert!(with(json!({ "hours": 72 }), source.clone()).is_ok());
        let within = Err("purposes[0].answer_within".to_owned());
        for wrong in [
            json!({ "working_days": 0 }),
            json!({ "working_days": 61 }),
            json!({ "hours": 0 }),
            json!({ "hours": 1441 }),
        ] {
            assert_eq!(with(wrong, source.clone()), within);
        }
        for wrong in [json!("our choice"), json!(null)] {
            let said = with(json!({ "hours": 72 }), wrong);
            assert_eq!(said, Err("purposes[0].source".to_owned()));
        }
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let mut form = good();
        form["steps"][0]["questions"][0]["hidden"] = json!(true);
        assert!(
            read(form.to_string().as_bytes())
                .unwrap_err()
                .place
                .starts_with("line ")
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(!read(&bytes).unwrap_err().place.is_empty());
        }

        #[test]
        fn a_definition_with_one_byte_changed_is_read_or_refused_with_a_place(at: proptest::sample::Index, by: u8) {
            let mut json = good().to_string().into_bytes();
            let index = at.index(json.len());
            json[index] = by;
            if let Err(problem) = read(&json) {
                prop_assert!(!problem.place.is_empty() && !problem.what.is_empty());
            }
        }
    }
}
