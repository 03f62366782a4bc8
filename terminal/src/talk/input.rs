//! The meaning of a typed line on this screen.

use payung_model::engine::{ChoiceView, Field, ScreenKind, StepView};
use payung_model::form::{self};
use payung_model::secret::Secret;
use payung_model::typed::clean;

use super::field::{by_group, is_numbered, numbers};
use crate::json::options;

/// The wish that a typed line expresses.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Typed text: kept, then judged.
    Text(Secret),
    /// Option ids, `yes` or `no`.
    Choice(String),
    Photo(String),
    Search(Secret),
    /// Leave this answer as it is and go on.
    Forward,
    Back,
    /// Save and leave.
    Leave,
    /// Read the screen aloud, as far as a terminal can.
    Listen,
    /// From the review: change this answer.
    Change(String),
    /// The primary button of the review, or the end of an ending.
    Finish,
    /// Not understood: only yes or no is.
    YesOrNo,
    /// Not understood; that many numbers can be chosen.
    Unclear(usize),
}

/// The line, without its end. `found`: options of a search that are numbered on the screen.
/// `stays`: Enter takes the answer that stands here; the office has not asked for another one.
pub fn reply(typed: &str, step: &StepView, found: &[ChoiceView], stays: bool) -> Reply {
    // A file's name stays as it was typed: it may have any sign.
    let cleaned = clean(typed);
    let line = if matches!(step.field, Field::Photo { .. }) {
        typed.trim()
    } else {
        cleaned.as_str()
    };
    match line {
        ":b" => return Reply::Back,
        ":q" => return Reply::Leave,
        ":?" => return Reply::Listen,
        // Where no free text is asked for, the bare letter does.
        "b" if !takes_text(step) => return Reply::Back,
        "q" if !takes_text(step) => return Reply::Leave,
        _ => {}
    }
    match step.kind {
        ScreenKind::Review => on_review(line, step),
        ScreenKind::Ending => Reply::Finish,
        ScreenKind::Question if line.is_empty() && !stays && takes_an_answer(&step.field) => {
            Reply::Unclear(step.field.options().len())
        }
        ScreenKind::Question => on_question(typed, line, step, found),
    }
}

fn on_review(line: &str, step: &StepView) -> Reply {
    let editable: Vec<&str> = step
        .review
        .iter()
        .filter(|line| line.editable)
        .map(|line| line.question.as_str())
        .collect();
    if line.is_empty() {
        return if step.primary_enabled {
            Reply::Finish
        } else {
            Reply::Unclear(editable.len())
        };
    }
    pick(line, &editable).map_or(Reply::Unclear(editable.len()), |question| {
        Reply::Change((*question).to_owned())
    })
}

fn on_question(typed: &str, line: &str, step: &StepView, found: &[ChoiceView]) -> Reply {
    match &step.field {
        Field::Text { .. } | Field::Digits { .. } | Field::Date | Field::Money | Field::None => {
            on_text(typed, line, step)
        }
        Field::Note => Reply::Choice("yes".into()),
        Field::Consent { given } => match yes_or_no(line) {
            Some(said) => Reply::Choice(said.into()),
            None if line.is_empty() && *given => Reply::Choice("yes".into()),
            None => Reply::YesOrNo,
        },
        Field::Photo { taken, .. } => match line {
            "" if *taken => Reply::Forward,
            // It may wait.
            "" if !step.skip.is_empty() => Reply::Text(Secret::default()),
            "" => Reply::Unclear(0),
            _ => Reply::Photo(path(line)),
        },
        Field::Search { groups, .. } if found.is_empty() && by_group(step) => {
            match pick(line, groups) {
                Some(group) => Reply::Search(Secret::new(format!("#{}", group.id))),
                None if line.bytes().all(|b| b.is_ascii_digit()) => Reply::Unclear(groups.len()),
                None => Reply::Search(Secret::new(line)),
            }
        }
        Field::Search { options, .. } => {
            let shown = if found.is_empty() { options } else { found };
            match line {
                "" => options
                    .iter()
                    .find(|option| option.chosen)
                    .map_or(Reply::Unclear(shown.len()), |option| {
                        Reply::Choice(option.id.clone())
                    }),
                _ => match pick(line, shown) {
                    Some(option) => Reply::Choice(option.id.clone()),
                    None if line.bytes().all(|b| b.is_ascii_digit()) => Reply::Unclear(shown.len()),
                    None => Reply::Search(Secret::new(line)),
                },
            }
        }
        Field::Choice { .. } | Field::Confirm { .. } | Field::YesNo { .. } => one(line, step),
        Field::Several { options } => several(line, options),
    }
}

fn on_text(typed: &str, line: &str, step: &StepView) -> Reply {
    let refused = !step.problems.is_empty();
    match line {
        // Enter takes what stands there already, but never what was refused.
        "" if refused && step.skip.is_empty() => Reply::Unclear(0),
        "" if refused => Reply::Text(Secret::default()),
        "" => Reply::Text(step.typed.clone()),
        ":x" => Reply::Text(Secret::default()),
        _ => Reply::Text(Secret::new(
            pick(line, step.field.suggested()).map_or(typed, String::as_str),
        )),
    }
}

fn one(line: &str, step: &StepView) -> Reply {
    let options = options(step);
    let chosen = if line.is_empty() {
        options.iter().find(|option| option.chosen)
    } else {
        let said = if matches!(step.field, Field::YesNo { .. } | Field::Confirm { .. }) {
            yes_or_no(line)
        } else {
            None
        };
        by_number(line, options)
            .or_else(|| {
                options
                    .iter()
                    .find(|option| Some(option.id.as_str()) == said)
            })
            .or_else(|| by_words(line, options))
    };
    match chosen {
        Some(option) => Reply::Choice(option.id.clone()),
        // A number that is on no line may mean an option all the same, as an age does. The core
        // knows, and says so when it does not.
        None if line.starts_with(|sign: char| sign.is_ascii_digit()) => {
            Reply::Choice(line.to_owned())
        }
        None => Reply::Unclear(options.len()),
    }
}

/// By the number that stands before it.
fn by_number<'a>(line: &str, options: &'a [ChoiceView]) -> Option<&'a ChoiceView> {
    let number: usize = line.parse().ok()?;
    let at = numbers(options).iter().position(|other| *other == number)?;
    options.get(at)
}

/// By its whole label, or by words with which only one label begins: `belum` for "Belum pernah".
fn by_words<'a>(line: &str, options: &'a [ChoiceView]) -> Option<&'a ChoiceView> {
    let words = |text: &str| -> Vec<String> {
        let letters = text.split(|sign: char| !sign.is_alphanumeric());
        letters
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let said = words(line);
    if said.is_empty() {
        return None;
    }
    let mut begin = options
        .iter()
        .filter(|option| words(&option.label).starts_with(&said));
    options
        .iter()
        .find(|option| words(&option.label) == said)
        .or_else(|| match (begin.next(), begin.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        })
}

/// Does this field hold an answer of the worker, which a correction can ask for again?
fn takes_an_answer(field: &Field) -> bool {
    !matches!(field, Field::None | Field::Note)
}

/// `1,3` or `1 3`; Enter leaves the choice as it stands. What is fixed is chosen in any case.
fn several(line: &str, options: &[ChoiceView]) -> Reply {
    let words: Vec<&str> = line
        .split([',', ' '])
        .filter(|word| !word.is_empty())
        .collect();
    let picked: Option<Vec<&ChoiceView>> =
        words.iter().map(|word| by_number(word, options)).collect();
    let Some(picked) = picked else {
        return Reply::Unclear(options.len());
    };
    let ids: Vec<&str> = options
        .iter()
        .filter(|option| {
            option.fixed
                || if line.is_empty() {
                    option.chosen
                } else {
                    picked.contains(option)
                }
        })
        .map(|option| option.id.as_str())
        .collect();
    if ids.is_empty() {
        Reply::Unclear(options.len())
    } else {
        Reply::Choice(ids.join(","))
    }
}

/// By the number that stands before it.
fn pick<'a, T>(line: &str, items: &'a [T]) -> Option<&'a T> {
    let number: usize = line.parse().ok()?;
    items.get(number.checked_sub(1)?)
}

/// As the core understands it; as the ids of a yes/no question.
fn yes_or_no(line: &str) -> Option<&'static str> {
    form::yes_or_no(line).map(|yes| if yes { "yes" } else { "no" })
}

/// Dropping a file on a terminal quotes its name.
fn path(line: &str) -> String {
    let bare = ['\'', '"']
        .into_iter()
        .find_map(|quote| line.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(line);
    match (bare.strip_prefix("~/"), std::env::var("HOME")) {
        (Some(rest), Ok(home)) => format!("{home}/{rest}"),
        _ => bare.to_owned(),
    }
}

fn takes_text(step: &StepView) -> bool {
    let by_number = is_numbered(&step.field) && !matches!(step.field, Field::Search { .. });
    let by_word = matches!(step.field, Field::Note | Field::Consent { .. });
    step.kind == ScreenKind::Question && !by_number && !by_word
}

#[cfg(test)]
mod tests {
    use payung_model::engine::{FrameShape, GroupView, PhotoFrame, Progress, ReviewLine};

    use super::*;

    fn question(field: Field) -> StepView {
        StepView {
            kind: ScreenKind::Question,
            id: "q".into(),
            progress: Progress {
                step: 1,
                steps: 6,
                title: String::new(),
                line: String::new(),
                panels_filled: 0,
                panels: 7,
            },
            title: String::new(),
            help: String::new(),
            example: String::new(),
            spoken: String::new(),
            field,
            input: payung_model::engine::Input::default(),
            shown: Vec::new(),
            typed: Secret::new("typed before"),
            understood: Vec::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            quote: None,
            review: Vec::new(),
            sections: Vec::new(),
            primary: String::new(),
            skip: String::new(),
            primary_enabled: true,
            can_go_back: true,
            secure: false,
        }
    }

    fn option(id: &str, chosen: bool, fixed: bool) -> ChoiceView {
        ChoiceView {
            id: id.into(),
            label: id.to_uppercase(),
            chosen,
            fixed,
            ..ChoiceView::default()
        }
    }

    fn photo(taken: bool) -> Field {
        let frame = PhotoFrame {
            shape: FrameShape::Card,
            width: 856,
            height: 540,
            words: String::new(),
        };
        Field::Photo {
            taken,
            frame,
            verdict: None,
        }
    }

    fn choice(ids: &str) -> Reply {
        Reply::Choice(ids.into())
    }

    #[test]
    fn a_name_may_be_the_letter_of_a_command_and_spaces_stay_as_typed() {
        let step = question(Field::Text { max: 60 });
        assert_eq!(reply("b", &step, &[], true), Reply::Text("b".into()));
        assert_eq!(
            reply(" siti ", &step, &[], true),
            Reply::Text(" siti ".into())
        );
        assert_eq!(reply(":b", &step, &[], true), Reply::Back);
        assert_eq!(reply(":q", &step, &[], true), Reply::Leave);
        assert_eq!(reply(":?", &step, &[], true), Reply::Listen);
    }

    #[test]
    fn enter_takes_what_was_typed_before_and_x_empties_it() {
        let step = question(Field::Money);
        assert_eq!(
            reply("", &step, &[], true),
            Reply::Text("typed before".into())
        );
        assert_eq!(
            reply(":x", &step, &[], true),
            Reply::Text(Secret::default())
        );
    }

    #[test]
    fn enter_does_not_offer_again_what_was_refused() {
        let mut step = question(Field::Money);
        step.problems = vec![Secret::new("not an amount")];
        assert_eq!(reply("", &step, &[], true), Reply::Unclear(0));
        step.skip = "later".into();
        assert_eq!(reply("", &step, &[], true), Reply::Text(Secret::default()));
    }

    #[test]
    fn a_likely_answer_is_picked_by_its_number() {
        let step = question(Field::Digits {
            max: 8,
            suggested: vec!["40131".into(), "40132".into()],
        });
        assert_eq!(reply("2", &step, &[], true), Reply::Text("40132".into()));
        assert_eq!(
            reply("40191", &step, &[], true),
            Reply::Text("40191".into())
        );
        assert_eq!(
            reply("3", &step, &[], true),
            Reply::Text("3".into()),
            "the core says what is wrong with it"
        );
    }

    #[test]
    fn a_long_list_is_entered_by_a_group_or_a_word() {
        let groups = vec![GroupView {
            id: "trade".into(),
            label: "Dagang".into(),
            pictogram: None,
        }];
        let mut step = question(Field::Search {
            options: vec![option("x", false, false)],
            more: true,
            groups,
        });
        step.typed = Secret::default();
        assert_eq!(reply("1", &step, &[], true), Reply::Search("#trade".into()));
        assert_eq!(reply("2", &step, &[], true), Reply::Unclear(1));
        assert_eq!(reply("", &step, &[], true), Reply::Unclear(1));
        assert_eq!(
            reply("ojek", &step, &[], true),
            Reply::Search("ojek".into())
        );
        assert_eq!(
            reply("1", &step, &[option("a", false, false)], true),
            choice("a"),
            "of what was found"
        );
    }

    #[test]
    fn a_choice_is_made_by_number_or_by_its_words() {
        let step = question(Field::Choice {
            options: vec![option("a", false, false), option("b2", true, false)],
        });
        assert_eq!(reply("1", &step, &[], true), choice("a"));
        assert_eq!(reply("B2", &step, &[], true), choice("b2"));
        assert_eq!(reply("", &step, &[], true), choice("b2"));
        assert_eq!(reply("b", &step, &[], true), Reply::Back);
        assert_eq!(reply("x", &step, &[], true), Reply::Unclear(2));
        for elsewhere in ["0", "3", "28 tahun", "99999999999999999999"] {
            assert_eq!(
                reply(elsewhere, &step, &[], true),
                choice(elsewhere),
                "the core knows whether it means one"
            );
        }
    }

    #[test]
    fn a_number_of_times_is_chosen_by_itself_and_not_by_its_line() {
        let options = ["1", "3", "6", "12"].map(|id| option(id, false, false));
        let step = question(Field::Choice {
            options: options.into(),
        });
        assert_eq!(reply("3", &step, &[], true), choice("3"));
        assert_eq!(reply("12", &step, &[], true), choice("12"));
        assert_eq!(reply("2", &step, &[], true), choice("2"), "for the core");
    }

    #[test]
    fn yes_and_no_are_understood_in_both_languages() {
        let step = question(Field::YesNo {
            options: vec![option("yes", false, false), option("no", false, false)],
        });
        assert_eq!(reply("Ya", &step, &[], true), choice("yes"));
        assert_eq!(reply("tidak", &step, &[], true), choice("no"));
        assert_eq!(reply("2", &step, &[], true), choice("no"));
        assert_eq!(reply("", &step, &[], true), Reply::Unclear(2));
    }

    #[test]
    fn several_choices_keep_what_is_fixed() {
        let options = vec![
            option("jkk", true, true),
            option("jkm", true, true),
            option("jht", false, false),
        ];
        let step = question(Field::Several { options });
        assert_eq!(reply("3", &step, &[], true), choice("jkk,jkm,jht"));
        assert_eq!(reply("1, 2", &step, &[], true), choice("jkk,jkm"));
        assert_eq!(reply("", &step, &[], true), choice("jkk,jkm"));
        assert_eq!(reply("1,9", &step, &[], true), Reply::Unclear(3));
    }

    #[test]
    fn a_consent_is_only_given_by_saying_so() {
        let step = question(Field::Consent { given: false });
        for unsaid in ["", "1", "mungkin"] {
            assert_eq!(reply(unsaid, &step, &[], true), Reply::YesOrNo);
        }
        assert_eq!(reply("ya", &step, &[], true), choice("yes"));
        assert_eq!(reply("Iya setuju", &step, &[], true), choice("yes"));
        assert_eq!(reply("no", &step, &[], true), choice("no"));
    }

    #[test]
    fn a_search_takes_words_first_and_then_a_number_of_what_was_found() {
        let step = question(Field::Search {
            options: vec![option("x", false, false)],
            more: true,
            groups: Vec::new(),
        });
        assert_eq!(
            reply("ojek", &step, &[], true),
            Reply::Search("ojek".into())
        );
        assert_eq!(
            reply(
                "2",
                &step,
                &[option("a", false, false), option("c", false, false)],
                true
            ),
            choice("c")
        );
        assert_eq!(reply("2", &step, &[], true), Reply::Unclear(1));
    }

    #[test]
    fn a_photo_is_a_path_with_or_without_quotes_and_one_that_is_there_may_stay() {
        assert_eq!(
            reply("'a b.jpg'", &question(photo(false)), &[], true),
            Reply::Photo("a b.jpg".into())
        );
        assert_eq!(reply("", &question(photo(true)), &[], true), Reply::Forward);
        assert_eq!(
            reply("", &question(photo(false)), &[], true),
            Reply::Unclear(0)
        );
    }

    #[test]
    fn the_review_is_sent_by_enter_only_when_nothing_is_missing() {
        let line = |question: &str, editable| ReviewLine {
            question: question.into(),
            label: String::new(),
            value: Secret::default(),
            missing: false,
            editable,
            warnings: Vec::new(),
        };
        let mut step = question(Field::None);
        step.kind = ScreenKind::Review;
        step.review = vec![line("note", false), line("nik", true), line("name", true)];
        assert_eq!(reply("", &step, &[], true), Reply::Finish);
        assert_eq!(reply("2", &step, &[], true), Reply::Change("name".into()));
        step.primary_enabled = false;
        assert_eq!(reply("", &step, &[], true), Reply::Unclear(2));
    }

    #[test]
    fn a_choice_is_made_by_the_words_with_which_only_it_begins() {
        let labelled = |id: &str, label: &str| ChoiceView {
            label: label.into(),
            ..option(id, false, false)
        };
        let options = vec![
            labelled("never", "Belum pernah"),
            labelled("stopped", "Pernah, sudah berhenti bayar"),
            labelled("active", "Pernah, masih aktif"),
        ];
        let step = question(Field::Choice { options });
        assert_eq!(reply("belum", &step, &[], true), choice("never"));
        assert_eq!(reply("Belum pernah.", &step, &[], true), choice("never"));
        assert_eq!(reply("pernah sudah", &step, &[], true), choice("stopped"));
        assert_eq!(
            reply("pernah", &step, &[], true),
            Reply::Unclear(3),
            "two begin so"
        );
        assert_eq!(
            reply("bel", &step, &[], true),
            Reply::Unclear(3),
            "half a word is none"
        );
    }

    #[test]
    fn enter_never_takes_the_answer_that_the_office_refused() {
        let step = question(Field::Text { max: 60 });
        assert_eq!(reply("", &step, &[], false), Reply::Unclear(0));
        assert_eq!(reply("SITI", &step, &[], false), Reply::Text("SITI".into()));
        let step = question(photo(true));
        assert_eq!(reply("", &step, &[], false), Reply::Unclear(0));
        let step = question(Field::Choice {
            options: vec![option("a", true, false), option("c", false, false)],
        });
        assert_eq!(reply("", &step, &[], false), Reply::Unclear(2));
    }
}
