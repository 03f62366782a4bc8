//! A worker who does anything at all, at any form: what must hold whatever is asked and answered.
//!
//! Only public interfaces are used (`Form`, `Engine`), and questions are answered by text, so that
//! a form may learn new kinds of questions without a change here.

use std::collections::BTreeSet;

use arbitrary::{Result, Unstructured};
use payung_model::content::Content;
use payung_model::engine::{Engine, Field, ScreenKind, StepView};
use payung_model::form::{Draft, Entry, Form, Kind, PhotoFault, Question, Screen, Value};
use payung_model::sealed::Digest;
use payung_model::secret::Secret;
use payung_model::text::Lang;
use payung_model::typed::is_visible;
use payung_model::units::Rupiah;

use crate::entry;

/// A view's bounds (design §2.6), not the model's own constants: those could grow by themselves.
const MOST_STRINGS: usize = 150;
const MOST_BYTES: usize = 8 * 1024;
/// Longer lists are searched.
const MOST_SHOWN: usize = 20;
/// Answers given in one try: enough for a form, few enough to try many.
const MOST_ANSWERS: usize = 40;

/// What people type, right and wrong, besides the options that a question has.
const TEXTS: [&str; 25] = [
    "",
    "ya",
    "tidak",
    "yes",
    "3201015501900001",
    "3201 0155 0190 000",
    "0101011501909001",
    "0812 3456 7890",
    "+62 870 1234 5678",
    "SITI CONTOH",
    "S1TI",
    "15/1/1990",
    "2020-02-29",
    "31-02-1990",
    "1.500.000",
    "Rp50.000",
    "0",
    "1000000001",
    "1",
    "3",
    "12",
    "jkk,jkm,jht",
    "001/002",
    "Jalan Contoh No. 1, Kampung Contoh",
    "\u{4}",
];
/// Moments around the changes of rules, and the ends of the range.
const MOMENTS: [&str; 6] = [
    "2026-11-23T09:00:00+07:00",
    "2026-12-31T23:59:59+07:00",
    "2027-04-01T00:00:00+07:00",
    "1970-01-01T00:00:00Z",
    "2021-12-31T17:00:00Z",
    "2999-12-31T23:59:59+07:00",
];

/// Fills in `form` as `u` says. `bounded`: the texts are the built-in ones, so every view keeps its
/// bounds.
pub fn drive(content: &Content, form: &Form, u: &mut Unstructured<'_>, bounded: bool) {
    let mut draft = Draft::of(form.id.clone());
    let lang = if u.arbitrary().unwrap_or(false) {
        Lang::En
    } else {
        Lang::Id
    };
    let now = u
        .choose(&MOMENTS)
        .unwrap_or(&MOMENTS[0])
        .parse()
        .expect("a time");
    let only = only(form, u).unwrap_or_default();
    for number in 0..MOST_ANSWERS {
        if u.is_empty() {
            break;
        }
        let engine = Engine {
            content,
            form,
            draft: &draft,
            lang,
            now,
            today: Some(now.date()),
            zone: None,
            only: &only,
        };
        // A view takes longer than all the rest: every fourth turn is looked at, and at last the
        // whole form.
        let look = (number % 4 == 0).then_some(bounded);
        let Ok((question, entry)) = turn(&engine, u, look) else {
            break;
        };
        draft.entries.insert(question, entry);
    }
    if u.ratio(1, 4).unwrap_or(true) {
        to_the_brim(
            &Engine {
                content,
                form,
                draft: &draft.clone(),
                lang,
                now,
                today: Some(now.date()),
                zone: None,
                only: &only,
            },
            &mut draft,
        );
    }
    let engine = Engine {
        content,
        form,
        draft: &draft,
        lang,
        now,
        today: Some(now.date()),
        zone: None,
        only: &only,
    };
    all_screens(&engine, bounded);
    going_on_and_back(&engine);
    what_is_sent(&engine);
}

/// The questions that a correction asks for; mostly none.
fn only(form: &Form, u: &mut Unstructured<'_>) -> Result<Vec<String>> {
    if !u.ratio(1, 8)? {
        return Ok(Vec::new());
    }
    let asked: u64 = u.arbitrary()?;
    Ok(form
        .questions()
        .enumerate()
        .filter(|(at, _)| asked >> (at % 64) & 1 == 1)
        .map(|(_, q)| q.id.clone())
        .collect())
}

/// One answer to one question, and what must hold for it; what the draft keeps then.
fn turn(
    engine: &Engine<'_>,
    u: &mut Unstructured<'_>,
    look: Option<bool>,
) -> Result<(String, Entry)> {
    let questions: Vec<&Question> = engine.form.questions().collect();
    // Most turns go on where the form is open, as people do.
    let first = engine.first_open();
    let question = match &first {
        Screen::Question(id) if u.ratio(3, 4)? => engine
            .form
            .question(id)
            .expect("the first open screen is one"),
        _ => *u.choose(&questions)?,
    };
    let id = question.id.clone();
    if u.ratio(1, 12)? {
        // What another version of Payung kept.
        let raw = Secret::new(u.arbitrary::<&str>()?);
        return Ok((
            id,
            Entry {
                raw,
                value: entry::value(u)?,
                at: engine.now,
            },
        ));
    }
    if question.kind == Kind::Photo && u.ratio(3, 4)? {
        let value = Some(Value::Photo {
            digest: Digest([7; 32]),
            length: 60_000,
            faults: vec![PhotoFault::Dark],
        });
        return Ok((
            id,
            Entry {
                raw: Secret::default(),
                value,
                at: engine.now,
            },
        ));
    }
    let text = typed(question, u)?;
    let limit = u.int_in_range(0..=30)?;
    assert!(engine.choices(&id, &text, limit).len() <= limit);
    let hints = engine.hints(&id, &text);
    let raw = Secret::new(text.as_str());
    match engine.check(&id, &text) {
        Ok(answered) => {
            assert!(
                hints.complete || !is_visible(&text),
                "{id}: hints know less than the answer"
            );
            let entry = Entry {
                raw,
                value: Some(answered.value),
                at: engine.now,
            };
            taken(engine, &id, &entry, look);
            Ok((id, entry))
        }
        Err(refused) => {
            assert!(!hints.complete && !refused.problems.is_empty());
            if let Some(bounded) = look {
                within_bounds(
                    &engine.view(&Screen::Question(id.clone()), Some(&refused)),
                    bounded,
                );
            }
            Ok((
                id,
                Entry {
                    raw,
                    value: None,
                    at: engine.now,
                },
            ))
        }
    }
}

/// Answers every question at the greatest length that it takes.
fn to_the_brim(engine: &Engine<'_>, draft: &mut Draft) {
    for question in engine.form.questions() {
        let id = &question.id;
        let longest = match engine.view(&Screen::Question(id.clone()), None).field {
            Field::Text { max } | Field::Digits { max, .. } => usize::from(max),
            _ => 1,
        };
        let everything = question
            .options()
            .iter()
            .map(|option| option.id.as_str())
            .collect::<Vec<_>>()
            .join(",");
        // Four bytes a sign, the same in one byte, digits, all options, the last option, and what
        // else people type.
        let mut texts = ["🙂", "日", "M", "7"]
            .map(|sign| sign.repeat(longest))
            .to_vec();
        texts.extend(
            question
                .options()
                .last()
                .map(|option| option.id.clone())
                .into_iter()
                .chain([everything])
                .rev(),
        );
        texts.extend(TEXTS.map(str::to_owned));
        let taken = texts
            .into_iter()
            .find_map(|text| Some((engine.check(id, &text).ok()?.value, text)));
        if let Some((value, text)) = taken {
            draft.entries.insert(
                id.clone(),
                Entry {
                    raw: Secret::new(text),
                    value: Some(value),
                    at: engine.now,
                },
            );
        }
    }
}

/// A text for that question: one of its options, something usual, or anything.
fn typed(question: &Question, u: &mut Unstructured<'_>) -> Result<String> {
    let options = question.options();
    Ok(match u.int_in_range(0..=7)? {
        0..=2 if !options.is_empty() => u.choose(options)?.id.clone(),
        3 if !options.is_empty() => options
            .iter()
            .map(|option| option.id.as_str())
            .collect::<Vec<_>>()
            .join(","),
        4 => u.arbitrary::<&str>()?.to_owned(),
        // Long, in letters of one to four bytes.
        5 => u
            .choose(&["a", "é", "日", "🙂", "7"])?
            .repeat(u.int_in_range(1..=600)?),
        _ => (*u.choose(&TEXTS)?).to_owned(),
    })
}

/// An answer that was taken counts, if its question is asked.
fn taken(engine: &Engine<'_>, id: &str, entry: &Entry, look: Option<bool>) {
    let asked = engine.visible(id);
    let mut draft = engine.draft.clone();
    draft.entries.insert(id.to_owned(), entry.clone());
    let engine = Engine {
        draft: &draft,
        ..*engine
    };
    assert_eq!(
        engine.visible(id),
        asked,
        "{id}: an answer does not hide its own question"
    );
    if asked && !matches!(engine.first_open(), Screen::Ending(_)) {
        assert!(
            !engine.missing().iter().any(|missing| missing == id),
            "{id}: taken, and still missing"
        );
    }
    if let Some(bounded) = look {
        within_bounds(&engine.view(&engine.after(id), None), bounded);
    }
}

/// Every screen that a shell can ask for: it is that screen or another real one, within a view's
/// bounds.
pub fn all_screens(engine: &Engine<'_>, bounded: bool) {
    let form = engine.form;
    let asked: BTreeSet<&str> = form
        .questions()
        .map(|q| q.id.as_str())
        .filter(|id| engine.visible(id))
        .collect();
    // Of a large form some twenty: each view walks the whole form several times.
    let every = 1 + form.questions().count() / 20;
    let questions = form
        .questions()
        .step_by(every)
        .map(|question| Screen::Question(question.id.clone()));
    let endings = form
        .endings
        .iter()
        .map(|ending| Screen::Ending(ending.id.clone()));
    let nowhere = Screen::Question("nowhere".to_owned());
    for screen in questions
        .chain(endings)
        .chain([Screen::Review, nowhere, engine.first_open()])
    {
        let view = engine.view(&screen, None);
        within_bounds(&view, bounded);
        match view.kind {
            ScreenKind::Question => assert!(
                asked.contains(view.id.as_str()),
                "{}: shown, and not asked",
                view.id
            ),
            ScreenKind::Review => {
                assert_eq!(view.primary_enabled, engine.missing().is_empty());
                assert!(
                    view.review
                        .iter()
                        .all(|line| asked.contains(line.question.as_str()))
                );
            }
            ScreenKind::Ending => {
                assert!(matches!(engine.first_open(), Screen::Ending(id) if id == view.id))
            }
        }
        if let Screen::Question(id) = &screen
            && asked.contains(id.as_str())
        {
            assert_eq!(&view.id, id);
            assert_eq!(view.can_go_back, engine.before(&screen).is_some());
        }
    }
    assert_eq!(
        engine.missing().is_empty(),
        engine.first_open() == Screen::Review
    );
    if let Some(quote) = engine.quote() {
        assert_eq!(
            Some(quote.total),
            Rupiah::checked_sum(quote.lines.iter().map(|line| line.amount))
        );
    }
}

fn within_bounds(view: &StepView, bounded: bool) {
    let place = &view.progress;
    assert!((1..=place.steps).contains(&place.step) && place.panels > place.steps);
    assert!(
        place.panels_filled < place.panels,
        "the last panel is the office's"
    );
    assert!(view.field.options().len() <= MOST_SHOWN);
    if !bounded {
        return;
    }
    let strings = view.strings();
    let bytes: usize = strings.iter().map(|text| text.len()).sum();
    assert!(
        strings.len() <= MOST_STRINGS,
        "{}: {} strings",
        view.id,
        strings.len()
    );
    assert!(bytes <= MOST_BYTES, "{}: {bytes} bytes", view.id);
}

/// Going on never turns in a circle, and back is where one came from.
fn going_on_and_back(engine: &Engine<'_>) {
    let ids: Vec<&str> = engine
        .form
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    let mut turns = 0;
    let mut here = ids[0].to_owned();
    while let Screen::Question(next) = engine.after(&here) {
        if engine.only.is_empty() && engine.visible(&here) {
            let back = engine.before(&Screen::Question(next.clone()));
            assert_eq!(back, Some(Screen::Question(here.clone())));
        }
        here = next;
        turns += 1;
        assert!(turns <= ids.len(), "going on from {} for ever", ids[0]);
    }
}

/// What is sent was asked, once, and is read as the same answer again.
fn what_is_sent(engine: &Engine<'_>) {
    let (answers, consents) = engine.answers();
    let mut sent = BTreeSet::new();
    for answer in &answers {
        assert!(sent.insert(&answer.question) && engine.visible(&answer.question));
        let again = engine
            .check(&answer.question, answer.value.reveal())
            .map(|it| it.value)
            .ok();
        let kept = engine
            .draft
            .entries
            .get(&answer.question)
            .and_then(|entry| entry.value.clone());
        // What follows from earlier answers was never typed; it is an answer of its question all
        // the same.
        let derived = engine
            .form
            .question(&answer.question)
            .is_some_and(|question| !question.derive.is_empty());
        assert!(
            again.is_some() && (derived || again == kept),
            "{}: sent as something else",
            answer.question
        );
    }
    for consent in &consents {
        assert!(sent.insert(&consent.question) && engine.visible(&consent.question));
    }
}
