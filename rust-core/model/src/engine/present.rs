//! Makes the view of a screen: question, ending or review.

use super::answer_text::with_zone;
use super::input::input;
use super::view::{
    ChoiceView, Field, GroupView, Input, PhotoFrame, PhotoQuality, PhotoVerdict, Progress,
    ScreenKind, StepView,
};
use super::{Engine, Pictogram, choices, draft_quote, programme_view, review, spoken, typed};
use crate::form::evaluation::{Evaluation, QuestionState};
use crate::form::{
    Check, Kind, PhotoFault, Question, REVIEW, RefusedAnswer, Screen, Sensitivity, Shown, Value,
};
use crate::person::{Regions, Villages};
use crate::secret::Secret;
use crate::text::{Arg, Message};

/// Options shown of a list that is searched.
const SHOWN: usize = 20;
/// A view gives back at most this many bytes of typed text: more than any answer has, and far below
/// a view's limit.
const TYPED: usize = 2048;

/// The view of a screen; of the first open screen when the draft does not have `screen` now.
pub(super) fn view(
    engine: &Engine<'_>,
    screen: &Screen,
    refused: Option<&RefusedAnswer>,
) -> StepView {
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
        // While an ending holds there is no review, because nothing can be sent.
        Screen::Review => evaluation
            .ending()
            .is_none()
            .then(|| review_view(engine, evaluation)),
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
    view.input = input(question, engine.today);
    view.typed = Secret::new(
        state
            .entry
            .map_or("", |entry| beginning(entry.raw.reveal())),
    );
    if let Some(zone) = engine
        .zone
        .filter(|_| question.checks.contains(&Check::TimeOfDay))
    {
        view.title = format!("{} ({})", view.title, zone.code().to_uppercase());
        // An answer keeps its zone, whatever zone is chosen later.
        if let Some(time) = state.value().and_then(Value::canonical) {
            view.typed = Secret::new(with_zone(time.reveal()).unwrap_or_default());
        }
    }
    if let Kind::Confirm { of, shows, .. } = &question.kind {
        view.shown = shown(engine, evaluation, of, *shows);
    }
    if !question.required {
        view.skip = engine.text(&Message::new(if question.may_wait {
            "button-later"
        } else {
            "button-skip"
        }));
    }
    let taken = matches!(view.field, Field::Photo { taken: true, .. });
    view.primary = engine.text(&Message::new(match question.kind {
        Kind::Photo if !taken => "button-take-photo",
        Kind::Consent { declares: true, .. } => "button-declare",
        Kind::Consent { .. } => "button-agree",
        _ => "button-next",
    }));
    view.can_go_back = evaluation.before(&Screen::Question(id.clone())).is_some();
    view.secure = is_secure(engine, question);
    show_feedback(engine, evaluation, state, &mut view);
    // The refused text is on screen now, so nothing may be said of the answer that was kept before
    // it.
    if let Some(refused) = refused {
        view.understood.clear();
        view.warnings.clear();
        view.problems = engine.secret_texts(&refused.problems);
    }
    if let Kind::Consent { .. } = &question.kind {
        // A consent names what it really sends: the answers that are given so far.
        let list = Arg::Text(review::answered(engine, evaluation));
        view.help = engine.text(&Message::new(format!("q-{id}.help")).with("list", list));
    }
    if engine
        .form
        .quote
        .as_ref()
        .is_some_and(|source| source.programmes == *id)
    {
        programme_view::add_gains(engine, &mut view.field);
    }
    let shown = engine
        .form
        .quote
        .as_ref()
        .is_some_and(|source| source.shown_at.contains(id));
    if let Some(draft_quote) = draft_quote::of_draft(engine, evaluation).filter(|_| shown) {
        draft_quote::price(engine, &draft_quote, id, &mut view.field);
        view.quote = Some(draft_quote::present(engine, &draft_quote));
    }
    view.spoken = spoken::screen(&view, engine.text_if_any(&format!("q-{id}.spoken")));
    view
}

/// Fills in what was understood from the kept answer, or what is wrong with it. For text that was
/// only typed it shows the same as while typing.
fn show_feedback(
    engine: &Engine<'_>,
    evaluation: &Evaluation<'_>,
    state: &QuestionState<'_>,
    view: &mut StepView,
) {
    if let Some(value) = state.value().filter(|value| !value.is_skipped()) {
        let result = evaluation.check_value(state.question, value);
        view.understood = engine.secret_texts(&result.understood);
        view.warnings = engine.secret_texts(&result.warnings);
        return;
    }
    let Some(entry) = state
        .entry
        .filter(|entry| !entry.raw.is_empty() || entry.value.is_some())
    else {
        return;
    };
    match (&entry.value, state.value()) {
        // The confirmed answer has changed since. The question is asked again without calling that
        // a mistake.
        (Some(Value::Confirmed { .. }), None) => {}
        (Some(kept), None) if !kept.is_skipped() => {
            let problems = evaluation.check_value(state.question, kept).problems;
            let changed = vec![Message::new("problem-changed")];
            view.problems = engine.secret_texts(if problems.is_empty() {
                &changed
            } else {
                &problems
            });
        }
        (None, None) => {
            let hints = typed::hints(engine, &state.question.id, entry.raw.reveal());
            (view.understood, view.warnings, view.problems) =
                (hints.understood, hints.warnings, hints.problems);
        }
        _ => {}
    }
}

fn ending_view(
    engine: &Engine<'_>,
    evaluation: &Evaluation<'_>,
    id: &str,
    state: &QuestionState<'_>,
) -> StepView {
    let mut view = blank(engine, evaluation, &format!("end-{id}"), state.step);
    view.kind = ScreenKind::Ending;
    id.clone_into(&mut view.id);
    view.primary = engine.text(&Message::new("button-close"));
    view.can_go_back = true;
    view.spoken = spoken::screen(&view, engine.text_if_any(&format!("end-{id}.spoken")));
    view
}

fn review_view(engine: &Engine<'_>, evaluation: &Evaluation<'_>) -> StepView {
    let mut view = blank(
        engine,
        evaluation,
        "",
        engine.form.steps.len().saturating_sub(1),
    );
    view.kind = ScreenKind::Review;
    REVIEW.clone_into(&mut view.id);
    view.title = engine.text(&Message::new("review-title"));
    view.help = engine.text(&Message::new("review-help"));
    (view.review, view.sections) = review::lines(engine, evaluation);
    view.warnings = review::warnings(engine, evaluation, &mut view.review);
    let missing = evaluation.missing().count();
    if missing > 0 {
        let message = Message::new("review-missing").with("count", Arg::Number(missing as u64));
        view.problems = engine.secret_texts(&[message]);
    }
    view.quote = draft_quote::of_draft(engine, evaluation)
        .map(|draft_quote| draft_quote::present_short(engine, &draft_quote));
    // Only a form that says what it costs makes somebody a member.
    let send = if engine.form.quote.is_some() {
        "button-send"
    } else {
        "button-send-request"
    };
    view.primary = engine.text(&Message::new(send));
    view.primary_enabled = missing == 0;
    view.can_go_back = evaluation.before(&Screen::Review).is_some();
    // The review shows every answer, so a shell keeps it out of screenshots whatever the form asks.
    view.secure = true;
    view.spoken = spoken::screen(&view, String::new());
    // This comes last, because the limit of bytes counts every text that the steps above have put
    // in.
    view.fit_review(&mut [], 0);
    view
}

/// A screen with the texts of `text` and its place, and nothing else yet.
fn blank(engine: &Engine<'_>, evaluation: &Evaluation<'_>, text: &str, step: usize) -> StepView {
    let (title, help) = if text.is_empty() {
        (String::new(), String::new())
    } else {
        (
            engine.text(&Message::new(text)),
            engine.text_if_any(&format!("{text}.help")),
        )
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
        input: Input::default(),
        shown: Vec::new(),
        typed: Secret::default(),
        understood: Vec::new(),
        problems: Vec::new(),
        warnings: Vec::new(),
        quote: None,
        review: Vec::new(),
        sections: Vec::new(),
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
        let mut visible = evaluation
            .states
            .iter()
            .filter(|state| state.step == index && state.visible)
            .peekable();
        // A step without visible questions is done as soon as all steps before it are.
        let done = if visible.peek().is_some() {
            visible.all(|state| !state.is_open())
        } else {
            all_before
        };
        all_before &= done;
        filled += usize::from(done);
    }
    // Steps of this path: one in which nothing is asked does not count. Until an answer decides that
    // for a step ahead it counts, so that the way gets shorter and never longer.
    let asked = |index: usize| {
        index == step
            || evaluation
                .states
                .iter()
                .filter(|state| state.step == index)
                .any(|state| {
                    state.visible || index > step && evaluation.may_be_asked(&state.question.id)
                })
    };
    let on_path = (0..steps.len()).filter(|index| asked(*index)).count();
    let at = (0..=step).filter(|index| asked(*index)).count();
    let line = Message::new("place-line")
        .with("step", Arg::Number(at as u64))
        .with("steps", Arg::Number(on_path as u64));
    Progress {
        step: number(at),
        steps: number(on_path),
        title: steps
            .get(step)
            .map(|step| engine.text(&Message::new(format!("step-{}", step.id))))
            .unwrap_or_default(),
        line: engine.text(&line),
        // The last panel stands for the first credited dues, so no form ever fills it.
        panels_filled: number(filled),
        panels: number(steps.len() + 1),
    }
}

fn cut(mut options: Vec<ChoiceView>, groups: Vec<GroupView>) -> Field {
    let more = options.len() > SHOWN;
    options.truncate(SHOWN);
    Field::Search {
        options,
        more,
        groups,
    }
}

/// The earlier answer as people say it, and what we understood from it; or where a NIK was made.
fn shown(engine: &Engine<'_>, evaluation: &Evaluation<'_>, of: &str, shows: Shown) -> Vec<Secret> {
    let Some((state, value)) = evaluation
        .state(of)
        .and_then(|state| Some((state, state.value()?)))
    else {
        return Vec::new();
    };
    match shows {
        Shown::Answer => {
            let answer = Secret::new(review::format_value(engine, state, value));
            let mut understood =
                engine.secret_texts(&evaluation.check_value(state.question, value).understood);
            // The answer already stands in large letters, so a sentence that repeats it is left
            // out.
            understood.retain(|words| !words.reveal().contains(answer.reveal()));
            std::iter::once(answer).chain(understood).collect()
        }
        Shown::District => {
            let nik = evaluation.nik(of);
            nik.and_then(|nik| Regions::path(&nik.region()))
                .map(Secret::new)
                .into_iter()
                .collect()
        }
    }
}

/// True for photos, for identifying questions, and for confirmations of such questions.
fn is_secure(engine: &Engine<'_>, question: &Question) -> bool {
    let confirmed = match &question.kind {
        Kind::Confirm { of, .. } => engine.form.question(of),
        _ => None,
    };
    question.kind == Kind::Photo
        || [Some(question), confirmed]
            .into_iter()
            .flatten()
            .any(|it| it.sensitivity == Sensitivity::Identity)
}

fn field(engine: &Engine<'_>, evaluation: &Evaluation<'_>, state: &QuestionState<'_>) -> Field {
    let question = state.question;
    let raw = state.entry.map_or("", |entry| entry.raw.reveal());
    match &question.kind {
        Kind::Text { max } => Field::Text { max: *max },
        Kind::Digits { max } => Field::Digits {
            max: *max,
            suggested: evaluation
                .suggested(question)
                .into_iter()
                .take(SHOWN)
                .collect(),
        },
        Kind::Date => Field::Date,
        Kind::Choice { .. } => Field::Choice {
            options: choices::options(engine, question, raw),
        },
        Kind::Confirm { .. } => Field::Confirm {
            options: choices::options(engine, question, raw),
        },
        Kind::Several { .. } => Field::Several {
            options: choices::options(engine, question, raw),
        },
        Kind::Search { groups, options } => {
            // A chosen option is not a search: the whole list is shown with that option first.
            let chosen = options.iter().any(|option| option.id == raw);
            let mut found =
                choices::find(engine, question, if chosen { "" } else { raw }, usize::MAX);
            found.sort_by_key(|option| !option.chosen);
            let label =
                |group: &String| engine.text(&Message::new(format!("g-{}-{group}", question.id)));
            let group = |group: &String| GroupView {
                id: group.clone(),
                label: label(group),
                pictogram: Pictogram::of_group(group),
            };
            let groups = groups.iter().map(group).collect();
            cut(found, groups)
        }
        Kind::District { .. } => {
            let chosen = Regions::get(raw).is_some();
            let found = choices::find(engine, question, if chosen { "" } else { raw }, SHOWN + 1);
            cut(found, Vec::new())
        }
        Kind::Village { options, .. } => {
            let answered =
                Villages::get(raw).is_some() || options.iter().any(|option| option.id == raw);
            let text = if answered { "" } else { raw };
            // The form's own options ("not in the list") stand below the villages and always keep
            // their place.
            let room = SHOWN.saturating_sub(options.len());
            let more = choices::villages(engine, question, text, room + 1).len() > room;
            Field::Search {
                options: choices::find(engine, question, text, SHOWN),
                more,
                groups: Vec::new(),
            }
        }
        Kind::Money => Field::Money,
        Kind::YesNo => {
            let chosen = match state.value() {
                Some(Value::Choice(chosen)) => Some(chosen.as_str()),
                _ => None,
            };
            Field::YesNo {
                options: choices::yes_no(engine, question, chosen),
            }
        }
        Kind::Photo => {
            let faults = match state.value() {
                Some(Value::Photo { faults, .. }) => Some(faults.as_slice()),
                _ => None,
            };
            let verdict = faults.map(|faults| verdict(engine, faults));
            Field::Photo {
                taken: faults.is_some(),
                frame: PhotoFrame::of(engine.content, engine.lang, &question.id),
                verdict,
            }
        }
        Kind::Consent { .. } => Field::Consent {
            given: state.value().is_some(),
        },
        Kind::Note => Field::Note,
    }
}

fn verdict(engine: &Engine<'_>, faults: &[PhotoFault]) -> PhotoVerdict {
    let worst = PhotoFault::worst(faults);
    let quality = match worst {
        None => PhotoQuality::Good,
        Some(PhotoFault::Blurred) => PhotoQuality::Blurred,
        Some(PhotoFault::Dark) => PhotoQuality::Dark,
        Some(PhotoFault::Glare) => PhotoQuality::Glare,
        Some(PhotoFault::CutOff) => PhotoQuality::CutOff,
        Some(PhotoFault::NoPrint) => PhotoQuality::NoPrint,
    };
    let text = worst.map_or("photo-taken", PhotoFault::message_id);
    PhotoVerdict {
        quality,
        words: engine.text(&Message::new(text)),
    }
}

/// The beginning of a text that is longer than any answer, cut at a character boundary.
fn beginning(text: &str) -> &str {
    let end = (0..=TYPED.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}
