//! What must hold between the files of a bundle.

use std::collections::BTreeSet;

use super::ids::{OFFICE, own_ids};
use super::problem::{ContentProblem, in_file};
use super::whole::Content;
use crate::cover::INCIDENT_IDS;
use crate::form::{Form, Kind};
use crate::programme::{BenefitFigure, Programme};
use crate::text::{Lang, PAYMENT_IDS};

/// Checks that both languages have every text that a form needs, and that texts use known
/// values only.
pub(super) fn check_texts(content: &Content) -> Result<(), ContentProblem> {
    for lang in Lang::ALL {
        for (id, given) in own_ids() {
            check_text(content, lang, id, given, false)?;
        }
        for (id, given, optional) in content.programmes.texts() {
            check_text(content, lang, &id, &given, !optional)?;
        }
        for (id, given) in content.incidents.texts() {
            // A text of this program's own data may be missing in a bundle, because the built-in
            // text fills the gap (`set_fallback_texts`).
            let own = INCIDENT_IDS.iter().any(|(known, _)| *known == id);
            check_text(content, lang, &id, given, !own)?;
        }
        for (id, given) in content.payment.texts() {
            let own = PAYMENT_IDS.iter().any(|(known, _)| *known == id);
            check_text(content, lang, &id, given, !own)?;
        }
        for form in content.forms.values() {
            form.texts()
                .iter()
                .try_for_each(|id| check_text(content, lang, id, &OFFICE, true))?;
            for id in form.optional_texts() {
                let consent = id
                    .strip_prefix("q-")
                    .and_then(|id| id.strip_suffix(".help"));
                let consent = consent
                    .and_then(|id| form.question(id))
                    .is_some_and(|it| matches!(it.kind, Kind::Consent { .. }));
                // A consent may name what is sent.
                let given = [&OFFICE[..], if consent { &["list"] } else { &[] }].concat();
                check_text(content, lang, &id, &given, false)?;
            }
        }
    }
    Ok(())
}

fn check_text(
    content: &Content,
    lang: Lang,
    id: &str,
    given: &[&str],
    needed: bool,
) -> Result<(), ContentProblem> {
    let name = format!("texts/{}.ftl", lang.code());
    let Some(used) = content.texts.variables(lang, id) else {
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
pub(super) fn check_cover(content: &Content) -> Result<(), ContentProblem> {
    let jkm = content
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
    let wait = content.cover.full_death.months;
    if figure("early", "months") != Some(BenefitFigure::Months(u16::from(wait))) {
        return Err(in_file(
            "cover.json",
            &format!("full_death.months: {wait}; programmes.json says otherwise"),
        ));
    }
    Ok(())
}

/// A form that asks for a bill asks for its months under the id that the first form uses.
pub(super) fn check_months(content: &Content, form: &Form) -> Result<(), ContentProblem> {
    let first = form.completes.as_ref().and_then(|id| content.forms.get(id));
    let quote = form.quote.as_ref();
    let quote = quote.or_else(|| first?.quote.as_ref());
    let Some(months) = quote.and_then(|quote| form.question(&quote.months)) else {
        return Ok(());
    };
    let periods: BTreeSet<String> = content
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
