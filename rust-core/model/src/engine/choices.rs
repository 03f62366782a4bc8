//! The options of a question with their labels, and the search in them.

use super::view::ChoiceView;
use super::{Engine, Pictogram, spoken};
use crate::form::{Kind, Question};
use crate::person::{Level, Nik, Region, Regions, Village, Villages};
use crate::text::{Message, search};
use crate::typed::clean;

/// Options that fit a search, best first. `#GROUP` lists the options of a group.
pub(super) fn find(
    engine: &Engine<'_>,
    question: &Question,
    text: &str,
    limit: usize,
) -> Vec<ChoiceView> {
    let text = clean(text);
    let text = text.as_str();
    if let Kind::District { near } = &question.kind {
        return districts(engine, question, near.as_deref(), text, limit);
    }
    let all = options(engine, question, raw(engine, question));
    if matches!(question.kind, Kind::Village { .. }) {
        // The options stand last and are always there: a village may be missing from the table.
        let villages = villages(engine, question, text, limit.saturating_sub(all.len()));
        return villages.into_iter().chain(all).take(limit).collect();
    }
    let mut found = match text.strip_prefix('#') {
        Some(group) => all
            .into_iter()
            .filter(|option| option.group == group)
            .collect(),
        None => rank(engine, question, all, text),
    };
    found.truncate(limit);
    found
}

/// All options with their labels. Those in `raw` (ids joined by commas) and the fixed ones are
/// chosen.
pub(super) fn options(engine: &Engine<'_>, question: &Question, raw: &str) -> Vec<ChoiceView> {
    let chosen: Vec<&str> = raw.split([',', ' ']).collect();
    question
        .options()
        .iter()
        .map(|option| ChoiceView {
            id: option.id.clone(),
            label: engine.text(&Message::new(format!("o-{}-{}", question.id, option.id))),
            help: engine.text_if_any(&format!("o-{}-{}.help", question.id, option.id)),
            chosen: option.fixed || chosen.iter().any(|id| option.id.eq_ignore_ascii_case(id)),
            fixed: option.fixed,
            group: option.group.clone().unwrap_or_default(),
            pictogram: Pictogram::of_option(&question.id, &option.id, option.group.as_deref()),
            ..ChoiceView::default()
        })
        .map(with_spoken)
        .collect()
}

/// Yes and no.
pub(super) fn yes_no(
    engine: &Engine<'_>,
    question: &Question,
    chosen: Option<&str>,
) -> Vec<ChoiceView> {
    [("yes", "answer-yes"), ("no", "answer-no")]
        .into_iter()
        .map(|(id, text)| ChoiceView {
            id: id.to_owned(),
            label: engine.text(&Message::new(text)),
            chosen: chosen == Some(id),
            pictogram: Pictogram::of_option(&question.id, id, None),
            ..ChoiceView::default()
        })
        .map(with_spoken)
        .collect()
}

fn with_spoken(mut option: ChoiceView) -> ChoiceView {
    spoken::option(&mut option, "");
    option
}

fn rank(
    engine: &Engine<'_>,
    question: &Question,
    options: Vec<ChoiceView>,
    text: &str,
) -> Vec<ChoiceView> {
    if text.is_empty() {
        return options;
    }
    let named: Vec<(ChoiceView, String)> = options
        .into_iter()
        .map(|option| {
            let more = engine.text_if_any(&format!("o-{}-{}.search", question.id, option.id));
            let names = format!("{} {more}", option.label);
            (option, names)
        })
        .collect();
    search::rank(
        named
            .iter()
            .map(|(option, names)| (option.clone(), names.as_str())),
        text,
    )
}

/// Districts that fit a search. Without one: the chosen district, then those of the regency in the
/// NIK.
fn districts(
    engine: &Engine<'_>,
    question: &Question,
    near: Option<&str>,
    text: &str,
    limit: usize,
) -> Vec<ChoiceView> {
    let chosen = Regions::get(raw(engine, question)).map(|region| region.code);
    let found: Vec<Region> = if text.is_empty() {
        let nik = near
            .and_then(|id| engine.draft.entries.get(id))
            .and_then(|entry| Nik::parse(entry.raw.reveal()).ok());
        // Before anything is typed, the NIK is the only hint where somebody may live, so the
        // districts of the regency where it was issued are offered.
        let regency = nik.and_then(|nik| Regions::get(&nik.region()[..5]));
        let nearby = regency
            .map(|regency| Regions::children(&regency.code))
            .unwrap_or_default();
        let first = chosen.as_deref().and_then(Regions::get);
        let rest = nearby
            .into_iter()
            .filter(|region| Some(&region.code) != chosen.as_ref());
        first.into_iter().chain(rest).take(limit).collect()
    } else {
        Regions::search(Level::District, None, text, limit)
    };
    found
        .into_iter()
        .map(|region| ChoiceView {
            label: Regions::path(&region.code).unwrap_or(region.name),
            chosen: Some(&region.code) == chosen.as_ref(),
            id: region.code,
            ..ChoiceView::default()
        })
        .map(with_spoken)
        .collect()
}

/// Villages of the chosen district that fit a search. Without one: the chosen village, then all of
/// them in the order of codes.
pub(super) fn villages(
    engine: &Engine<'_>,
    question: &Question,
    text: &str,
    limit: usize,
) -> Vec<ChoiceView> {
    let Kind::Village { of, .. } = &question.kind else {
        return Vec::new();
    };
    let raw = raw(engine, question);
    let mut found: Vec<Village> =
        Villages::search(engine.evaluation().text_of(of).reveal(), text, usize::MAX);
    if text.trim().is_empty() {
        found.sort_by_key(|village| village.code != raw);
    }
    found.truncate(limit);
    let view = |village: Village| ChoiceView {
        chosen: village.code == raw,
        label: village.name,
        id: village.code,
        ..ChoiceView::default()
    };
    found.into_iter().map(view).map(with_spoken).collect()
}

fn raw<'a>(engine: &Engine<'a>, question: &Question) -> &'a str {
    engine
        .draft
        .entries
        .get(&question.id)
        .map_or("", |entry| entry.raw.reveal())
}
