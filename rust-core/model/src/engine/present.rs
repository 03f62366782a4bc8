//! A screen in words: question, ending or review.

use super::view::{ChoiceView, Field, GroupView, Progress, ScreenKind, StepView};
use super::{Engine, choices, draft_quote, review, typed};
use crate::form::evaluation::{Evaluation, QuestionState};
use crate::form::{Kind, Question, REVIEW, RefusedAnswer, Screen, Sensitivity, Shown, Value};
use crate::person::Regions;
use crate::secret::Secret;
use crate::text::{Arg, Message};

/// Options shown of a list that is searched.
const SHOWN: usize = 20;
/// Bytes of typed text that a view gives back: longer than any answer, and far below a view's budget.
const TYPED: usize = 2048;

/// The screen in words; the first open one when `screen` is none of this draft's.
pub(super) fn view(engine: &Engine<'_>, screen: &Screen, refused: Option<&RefusedAnswer>) -> StepView {
    let evaluation = engine.evaluation();
    screen_view(engine, &evaluation, screen, refused)
        .or_else(|| screen_view(engine, &evaluation, &evaluation.first_open(), None))
        .unwrap_or_else(|| review_view(engine, &evaluation))
}

fn screen_view(
    engine: &Engine<'_>,
    evaluation: &Evaluation<'_>,
    screen: &Screen,
    refused: Option<&RefusedAnswer>,
) -> Option<StepView> {
    match screen {
        Screen::Question(id) => {
            let state = evaluation.state(id).filter(|state| state.visible)?;
            Some(question_view(engine, evaluation, state, refused))
        }
        Screen::Ending(id) => {
            let (ending, state) = evaluation.ending().filter(|(ending, _)| ending.id == *id)?;
            Some(ending_view(engine, evaluation, &ending.id, state))
        }
        // With an ending that holds there is nothing to send.
        Screen::Review => evaluation.ending().is_none().then(|| review_view(engine, evaluation)),
    }
}

fn question_view(
    engine: &Engine<'_>,
    evaluation: &Evaluation<'_>,
    state: &QuestionState<'_>,
    refused: Option<&RefusedAnswer>,
) -> StepView {
    let question = state.question;
    let id = &question.id;
    let mut view = blank(engine, evaluation, &format!("q-{id}"), state.step);
    view.kind = ScreenKind::Question;
    view.id.clone_from(id);
    view.example = engine.text_if_any(&format!("q-{id}.example"));
    view.field = field(engine, evaluation, state);
    view.typed = Secret::new(state.entry.map_or("", |entry| beginning(entry.raw.reveal())));
    if let Kind::Confirm { of, shows, .. } = &question.kind {
        view.shown = shown(engine, evaluation, of, *shows);
    }
    if !question.required {
        view.skip = engine.text(&Message::new(if question.may_wait { "button-later" } else { "button-skip" }));
    }
    let taken = matches!(view.field, Field::Photo { taken: true });
    view.primary = engine.text(&Message::new(match question.kind {
        Kind::Photo if !taken => "button-take-photo",
        _ => "button-next",
    }));
    view.can_go_back = evaluation.before(&Screen::Question(id.clone())).is_some();
    view.secure = is_secure(engine, question);
    show_feedback(engine, evaluation, state, &mut view);
    if let Some(refused) = refused {
        view.understood.clear();
        view.warnings.clear();
        view.problems = engine.secret_texts(&refused.problems);
    }
    view.spoken = spoken(&view, engine.text_if_any(&format!("q-{id}.spoken")));
    let shown = engine.form.quote.as_ref().is_some_and(|source| source.shown_at.contains(id));
    if let Some(draft_quote) = draft_quote::of_draft(engine, evaluation).filter(|_| shown) {
        draft_quote::price(engine, &draft_quote, id, &mut view.field);
        view.quote = Some(draft_quote::present(engine, &draft_quote));
    }
    view
}

/// What the kept answer means, or what is wrong with it; of a text only typed, what no typing can mend.
fn show_feedback(engine: &Engine<'_>, evaluation: &Evaluation<'_>, state: &QuestionState<'_>, view: &mut StepView) {
    if let Some(value) = state.value().filter(|value| !value.is_skipped()) {
        let result = evaluation.check_value(state.question, value);
        view.understood = engine.secret_texts(&result.understood);
        view.warnings = engine.secret_texts(&result.warnings);
        return;
    }
    let Some(entry) = state.entry.filter(|entry| !entry.raw.is_empty() || entry.value.is_some()) else {
        return;
    };
    match (&entry.value, state.value()) {
        // What was to be confirmed has changed: it is simply asked again.
        (Some(Value::Confirmed { .. }), None) => {}
        (Some(kept), None) if !kept.is_skipped() => {
            let problems = evaluation.check_value(state.question, kept).problems;
            let changed = vec![Message::new("problem-changed")];
            view.problems = engine.secret_texts(if problems.is_empty() { &changed } else { &problems });
        }
        (None, None) => {
            let hints = typed::hints(engine, &state.question.id, entry.raw.reveal());
            (view.understood, view.warnings, view.problems) = (hints.understood, hints.warnings, hints.problems);
        }
        _ => {}
    }
}

fn ending_view(engine: &Engine<'_>, evaluation: &Evaluation<'_>, id: &str, state: &QuestionState<'_>) -> StepView {
    let mut view = blank(engine, evaluation, &format!("end-{id}"), state.step);
    view.kind = ScreenKind::Ending;
    id.clone_into(&mut view.id);
    view.primary = engine.text(&Message::new("button-close"));
    view.can_go_back = true;
    view.spoken = spoken(&view, engine.text_if_any(&format!("end-{id}.spoken")));
    view
}

fn review_view(engine: &Engine<'_>, evaluation: &Evaluation<'_>) -> StepView {
    let mut view = blank(engine, evaluation, "", engine.form.steps.len().saturating_sub(1));
    view.kind = ScreenKind::Review;
    REVIEW.clone_into(&mut view.id);
    view.title = engine.text(&Message::new("review-title"));
    view.help = engine.text(&Message::new("review-help"));
    view.review = review::lines(engine, evaluation);
    view.warnings = review::warnings(engine, evaluation);
    let missing = evaluation.missing().count();
    if missing > 0 {
        let message = Message::new("review-missing").with("count", Arg::Number(missing as u64));
        view.problems = engine.secret_texts(&[message]);
    }
    view.quote =
        draft_quote::of_draft(engine, evaluation).map(|draft_quote| draft_quote::present_short(engine, &draft_quote));
    view.primary = engine.text(&Message::new("button-send"));
    view.primary_enabled = missing == 0;
    view.can_go_back = evaluation.before(&Screen::Review).is_some();
    view.secure = true;
    view.spoken = spoken(&view, String::new());
    review::fit(&mut view);
    view
}

/// A screen with the texts of `text` and its place, and nothing else yet.
fn blank(engine: &Engine<'_>, evaluation: &Evaluation<'_>, text: &str, step: usize) -> StepView {
    let (title, help) = if text.is_empty() {
        (String::new(), String::new())
    } else {
        (engine.text(&Message::new(text)), engine.text_if_any(&format!("{text}.help")))
    };
    StepView {
        kind: ScreenKind::Question,
        id: String::new(),
        progress: progress(engine, evaluation, step),
        title,
        help,
        example: String::new(),
        spoken: String::new(),
        field: Field::None,
        shown: Vec::new(),
        typed: Secret::default(),
        understood: Vec::new(),
        problems: Vec::new(),
        warnings: Vec::new(),
        quote: None,
        review: Vec::new(),
        primary: String::new(),
        skip: String::new(),
        // An ending has nothing to go on to.
        primary_enabled: !text.starts_with("end-"),
        can_go_back: false,
        secure: false,
    }
}

fn progress(engine: &Engine<'_>, evaluation: &Evaluation<'_>, step: usize) -> Progress {
    let steps = &engine.form.steps;
    let number = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
    let mut all_before = true;
    let mut filled = 0;
    for index in 0..steps.len() {
        let mut visible = evaluation.states.iter().filter(|state| state.step == index && state.visible).peekable();
        // A step in which nothing is asked is done when all before it are.
        let done = if visible.peek().is_some() { visible.all(|state| !state.is_open()) } else { all_before };
        all_before &= done;
        filled += usize::from(done);
    }
    let line = Message::new("place-line")
        .with("step", Arg::Number(step as u64 + 1))
        .with("steps", Arg::Number(steps.len() as u64));
    Progress {
        step: number(step + 1),
        steps: number(steps.len()),
        title: steps.get(step).map(|step| engine.text(&Message::new(format!("step-{}", step.id)))).unwrap_or_default(),
        line: engine.text(&line),
        // The last panel is filled when the first dues are credited: never by a form.
        panels_filled: number(filled),
        panels: number(steps.len() + 1),
    }
}

fn cut(mut options: Vec<ChoiceView>, groups: Vec<GroupView>) -> Field {
    let more = options.len() > SHOWN;
    options.truncate(SHOWN);
    Field::Search { options, more, groups }
}

/// The earlier answer as people say it, and what we understood from it; or where a NIK was made.
fn shown(engine: &Engine<'_>, evaluation: &Evaluation<'_>, of: &str, shows: Shown) -> Vec<Secret> {
    let Some((state, value)) = evaluation.state(of).and_then(|state| Some((state, state.value()?))) else {
        return Vec::new();
    };
    match shows {
        Shown::Answer => {
            let answer = Secret::new(review::format_value(engine, state, value));
            let mut understood = engine.secret_texts(&evaluation.check_value(state.question, value).understood);
            // A number that is only said back is not said twice.
            understood.retain(|words| !words.reveal().contains(answer.reveal()));
            std::iter::once(answer).chain(understood).collect()
        }
        Shown::District => {
            let nik = evaluation.nik(of);
            nik.and_then(|nik| Regions::path(&nik.region())).map(Secret::new).into_iter().collect()
        }
    }
}

/// Photos identify people, and so does what confirms an answer that does.
fn is_secure(engine: &Engine<'_>, question: &Question) -> bool {
    let confirmed = match &question.kind {
        Kind::Confirm { of, .. } => engine.form.question(of),
        _ => None,
    };
    question.kind == Kind::Photo
        || [Some(question), confirmed].into_iter().flatten().any(|it| it.sensitivity == Sensitivity::Identity)
}

fn field(engine: &Engine<'_>, evaluation: &Evaluation<'_>, state: &QuestionState<'_>) -> Field {
    let question = state.question;
    let raw = state.entry.map_or("", |entry| entry.raw.reveal());
    match &question.kind {
        Kind::Text { max } => Field::Text { max: *max },
        Kind::Digits { max } => {
            Field::Digits { max: *max, suggested: evaluation.suggested(question).into_iter().take(SHOWN).collect() }
        }
        Kind::Date => Field::Date,
        Kind::Choice { .. } => Field::Choice { options: choices::options(engine, question, raw) },
        Kind::Confirm { .. } => Field::Confirm { options: choices::options(engine, question, raw) },
        Kind::Several { .. } => Field::Several { options: choices::options(engine, question, raw) },
        Kind::Search { groups, options } => {
            // What was chosen is no search: it stands first in the whole list.
            let chosen = options.iter().any(|option| option.id == raw);
            let mut found = choices::find(engine, question, if chosen { "" } else { raw }, usize::MAX);
            found.sort_by_key(|option| !option.chosen);
            let label = |group: &String| engine.text(&Message::new(format!("g-{}-{group}", question.id)));
            let groups = groups.iter().map(|group| GroupView { id: group.clone(), label: label(group) }).collect();
            cut(found, groups)
        }
        Kind::District { .. } => {
            let chosen = Regions::get(raw).is_some();
            let found = choices::find(engine, question, if chosen { "" } else { raw }, SHOWN + 1);
            cut(found, Vec::new())
        }
        Kind::Money => Field::Money,
        Kind::YesNo => Field::YesNo {
            options: [("yes", "answer-yes"), ("no", "answer-no")]
                .into_iter()
                .map(|(id, text)| ChoiceView {
                    id: id.to_owned(),
                    label: engine.text(&Message::new(text)),
                    chosen: matches!(state.value(), Some(Value::Choice(chosen)) if chosen == id),
                    fixed: false,
                    group: String::new(),
                    price: String::new(),
                })
                .collect(),
        },
        Kind::Photo => Field::Photo { taken: matches!(state.value(), Some(Value::Photo { .. })) },
        Kind::Consent { .. } => Field::Consent { given: state.value().is_some() },
        Kind::Note => Field::Note,
    }
}

/// What "Dengarkan" reads: the question (or what is to be read instead), help, problems; never an answer.
fn spoken(view: &StepView, instead: String) -> String {
    let title = if instead.is_empty() { view.title.clone() } else { instead };
    let mut parts = vec![title, view.help.clone()];
    parts.extend(view.problems.iter().map(|problem| problem.reveal().to_owned()));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// The text, cut between two letters when it is longer than any answer.
fn beginning(text: &str) -> &str {
    let end = (0..=TYPED.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}
