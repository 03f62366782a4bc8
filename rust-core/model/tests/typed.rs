//! No parser drops what it does not understand: each visible sign that was typed is in what is
//! understood, or is a separator or a word that belongs to this kind of answer, or the answer is
//! asked again. Tried on every question of all forms.

#![allow(clippy::unwrap_used, reason = "tests may")]

#[path = "form/worker.rs"]
mod worker;

use std::cell::RefCell;

use payung_model::form::{Check, Kind, Question, Screen, Value};
use payung_model::sealed::RegistrationId;
use payung_model::typed::clean;
use proptest::prelude::*;
use worker::Worker;

const FORMS: [&str; 5] = ["bpu", "bpu_more", "bpu_request", "complaint", "payer"];

/// What a kind of answer takes beside what it keeps: separators, and words (in small letters) that
/// carry no value or whose value is written in another way.
struct Taken {
    signs: &'static str,
    words: &'static [&'static str],
}

const YES_AND_NO: &[&str] = &[
    "yes", "y", "ya", "iya", "setuju", "no", "n", "tidak", "t", "tdk", "nggak", "enggak", "gak",
];
const DATES: &[&str] = &[
    "januari",
    "january",
    "jan",
    "februari",
    "february",
    "feb",
    "pebruari",
    "peb",
    "maret",
    "march",
    "mar",
    "mrt",
    "april",
    "apr",
    "mei",
    "may",
    "juni",
    "june",
    "jun",
    "juli",
    "july",
    "jul",
    "agustus",
    "august",
    "agu",
    "agt",
    "ags",
    "agus",
    "aug",
    "september",
    "sep",
    "sept",
    "oktober",
    "october",
    "okt",
    "oct",
    "november",
    "nov",
    "nopember",
    "nop",
    "desember",
    "december",
    "des",
    "dec",
    "senin",
    "sen",
    "monday",
    "mon",
    "selasa",
    "sel",
    "tuesday",
    "tue",
    "rabu",
    "rab",
    "wednesday",
    "wed",
    "kamis",
    "kam",
    "thursday",
    "thu",
    "jumat",
    "jum",
    "friday",
    "fri",
    "sabtu",
    "sab",
    "saturday",
    "sat",
    "minggu",
    "min",
    "ahad",
    "sunday",
    "sun",
    "tanggal",
    "tgl",
    "hari",
];
const AGES: &[&str] = &[
    "", "umur", "usia", "age", "tahun", "thn", "th", "years", "year", "yrs", "old",
];
const APOSTROPHES: &str = "'’‘‛`´′";

fn taken(question: &Question) -> Taken {
    let (signs, words): (&str, &[&str]) = match &question.kind {
        _ if question.checks.contains(&Check::Nik) => (" .-:='’‘‛`´′", &["nik"]),
        _ if question.checks.contains(&Check::Phone) => (" .-()+", &[]),
        _ if question.checks.contains(&Check::TimeOfDay) => {
            (" .:,", &["jam", "pukul", "wib", "wita", "wit"])
        }
        _ if question.checks.contains(&Check::RtRw) => (" .,:/-", &["rt", "rw"]),
        Kind::Digits { .. } => (" .-", &[]),
        Kind::Date => (" -/.,", DATES),
        Kind::Money => (" .,-", &["rp", "juta", "ribu", "jt", "rb", "k"]),
        Kind::YesNo | Kind::Consent { .. } | Kind::Note => (" ", YES_AND_NO),
        Kind::Several { .. } => (" ,", &[]),
        _ => (" ", &[]),
    };
    Taken { signs, words }
}

/// Signs of the text, in capitals, that are neither taken nor in what was understood.
fn dropped(question: &Question, text: &str, understood: &str) -> String {
    let taken = taken(question);
    let mut text = clean(text).to_lowercase();
    if understood == Check::UNKNOWN && ["tidak tahu", "not known"].contains(&text.as_str()) {
        return String::new();
    }
    if question.kind == Kind::Date {
        text.retain(|sign| !APOSTROPHES.contains(sign));
    }
    // A code has neither letter: whoever reads one aloud or copies it writes them for the digits.
    if question.checks.contains(&Check::PayCode) {
        text = text.replace('o', "0").replace(['i', 'l'], "1");
    }
    // An age is in the years that its option stands for.
    if let Some(years) = question
        .options()
        .iter()
        .find(|option| option.id == understood)
        .and_then(|option| option.years)
        .filter(|_| text != understood)
    {
        let age: String = text.chars().filter(char::is_ascii_digit).collect();
        text.retain(|sign| !sign.is_ascii_digit());
        let left = text
            .split([' ', '.'])
            .filter(|word| !AGES.contains(word))
            .collect();
        return match age.parse() {
            Ok(age) if years.contains(age) => left,
            _ => age + &left,
        };
    }
    let mut rest = String::new();
    for word in text.split_inclusive(|sign: char| !sign.is_alphabetic()) {
        let bare = word.trim_end_matches(|sign: char| !sign.is_alphabetic());
        let mut kept = if taken.words.contains(&bare) {
            &word[bare.len()..]
        } else {
            word
        }
        .to_owned();
        if question.checks.contains(&Check::RtRw) {
            // They may be written without anything between: RT5BRW12C.
            kept = kept.replace("rt", "").replace("rw", "");
        }
        rest.push_str(&kept);
    }
    let mut left: Vec<char> = understood.to_uppercase().chars().collect();
    let mut dropped = String::new();
    for sign in rest
        .to_uppercase()
        .chars()
        .filter(|sign| !taken.signs.contains(*sign))
    {
        // Zeros in front and behind a comma change no amount, number of a day or hour.
        if sign == '0' && (matches!(question.kind, Kind::Money | Kind::Date) || padded(question)) {
            continue;
        }
        match left.iter().position(|other| *other == sign) {
            Some(at) => drop(left.swap_remove(at)),
            None => dropped.push(sign),
        }
    }
    dropped
}

/// Kept with a fixed number of digits, or without the zero that only a call within the country
/// needs.
fn padded(question: &Question) -> bool {
    [Check::Phone, Check::TimeOfDay, Check::RtRw]
        .iter()
        .any(|check| question.checks.contains(check))
}

fn understood(value: &Value) -> String {
    match value {
        Value::Text(text) => text.reveal().to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Choice(id) | Value::Confirmed { option: id, .. } => id.clone(),
        Value::Choices(ids) => ids.join(","),
        Value::Money(amount) => amount.0.to_string(),
        _ => String::new(),
    }
}

/// Answers that are taken by some question.
const GOOD: &[&str] = &[
    "3201 0155 0190 0001",
    "NIK: 3201015501900001",
    "0812-3456-7890",
    "+62 (812) 3456 7890",
    "16911",
    "12345678901",
    "07.00",
    "jam 7 WIB",
    "3/7",
    "RT 5B RW 12C",
    "15-01-1990",
    "Senin, 15 Januari 1990",
    "Rp1.500.000,-",
    "80 rb",
    "1,5 juta",
    "siti contoh",
    "SYA\"RONI",
    "2 X 11 KAYU TANAM",
    "siti@contoh.example",
    "jalan contoh 5A, gang 2",
    "ya",
    "tidak",
    "never",
    "self",
    "yes",
    "retype",
    "jkk,jht",
    "32.01.01",
    "ojek",
    "month",
    "6",
    "28 tahun",
    "umur 16 th.",
    "-",
    "tidak tahu",
    "not known",
];

fn typed() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        4 => "[A-Za-z0-9]",
        3 => "[-.,:;/()+'\"@!?#&=*_ ]",
        1 => "[٣²½陳é🙂\u{a9c0}\u{301}Ⅳ৩]",
        1 => "[\u{200b}\u{202a}\u{a0}\u{202f}\u{ad}–−７Ａ𝟑]",
    ];
    let edits =
        proptest::collection::vec((any::<prop::sample::Index>(), sign, any::<bool>()), 0..4);
    (prop::sample::select(GOOD), edits).prop_map(|(good, edits)| {
        let mut signs: Vec<char> = good.chars().collect();
        for (at, sign, replaces) in edits {
            let at = at.index(signs.len() + 1);
            let end = (at + usize::from(replaces)).min(signs.len());
            signs.splice(at..end, sign.chars());
        }
        signs.into_iter().collect()
    })
}

thread_local! {
    /// Reading the content takes longer than all questions of a form.
    static WORKER: RefCell<Worker> = RefCell::new(Worker::new());
}

fn nothing_is_dropped(form: &'static str, text: &str) -> usize {
    WORKER.with_borrow_mut(|worker| {
        worker.form = form;
        accepted_without_loss(worker, text)
    })
}

/// How many questions of the form take the text.
fn accepted_without_loss(worker: &Worker, text: &str) -> usize {
    let engine = worker.engine();
    let mut accepted = 0;
    for question in engine.form.questions() {
        let Ok(answer) = engine.check(&question.id, text) else {
            continue;
        };
        accepted += 1;
        if answer.value.is_skipped() {
            assert!(
                clean(text).chars().all(|sign| sign == '-'),
                "{}: {text:?} was skipped",
                question.id
            );
            continue;
        }
        let dropped = dropped(question, text, &understood(&answer.value));
        assert!(
            dropped.is_empty(),
            "{}: of {text:?} {dropped:?} is in nothing that was understood",
            question.id
        );
    }
    accepted
}

/// Found by the random test below: letters that happen to be a code.
#[test]
fn a_code_may_be_written_with_the_letters_that_look_like_its_digits() {
    let taken = FORMS.map(|form| nothing_is_dropped(form, "siti conto2Xh"));
    assert!(taken.iter().sum::<usize>() > 0);
}

#[test]
fn every_kind_of_answer_is_tried() {
    let accepted: usize = GOOD
        .iter()
        .flat_map(|good| FORMS.map(|form| nothing_is_dropped(form, good)))
        .sum();
    assert!(accepted > 150, "{accepted}");
    for good in GOOD {
        let taken = FORMS
            .map(|form| nothing_is_dropped(form, good))
            .iter()
            .sum::<usize>();
        assert!(taken > 0, "{good} is no answer to any question");
    }
}

#[test]
fn an_answer_without_a_visible_sign_is_empty_at_every_question() {
    for (form, text) in FORMS.iter().flat_map(|form| {
        [
            "",
            "   ",
            "\u{200b}\u{200b}",
            "\u{2060}",
            "\u{ad}\u{ad}",
            "\u{feff}\u{200e}\u{200f}",
            "\u{3164}",
            "\u{7}\n",
        ]
        .map(|text| (*form, text))
    }) {
        let mut worker = Worker::new();
        worker.form = form;
        for question in worker.content.forms[form].questions() {
            let answer = worker.engine().check(&question.id, text);
            let fixed = question.options().iter().any(|option| option.fixed);
            match answer {
                Ok(answer) => assert!(
                    answer.value.is_skipped() && !question.required || fixed,
                    "{}",
                    question.id
                ),
                Err(_) => assert!(question.required, "{} {text:?}", question.id),
            }
        }
    }
}

#[test]
fn nothing_is_said_against_an_answer_that_was_skipped() {
    let mut worker = Worker::filled();
    worker.answer("postal_code", "");
    worker.answer("rt_rw", "–");
    assert_eq!(worker.view("postal_code").warnings, []);
    let review = worker.engine().view(&Screen::Review, None);
    assert_eq!(
        review.warnings,
        [],
        "a skipped postal code was compared with the district's"
    );
    assert!(review.problems.is_empty());
}

#[test]
fn who_does_not_know_the_mothers_name_says_so() {
    let mut worker = Worker::filled();
    for text in [
        "tidak tahu",
        " TIDAK\u{a0}TAHU",
        "gak tau",
        "Tidak diketahui",
        "not known",
    ] {
        worker.answer("mother_name", text);
        assert!(worker.engine().missing().is_empty(), "{text:?}");
        let sent = worker
            .engine()
            .answers()
            .0
            .into_iter()
            .find(|answer| answer.question == "mother_name")
            .unwrap();
        assert_eq!(sent.value.reveal(), Check::UNKNOWN, "{text:?}");
        assert_eq!(
            worker.view("mother_name").understood[0].reveal(),
            "Tidak diketahui"
        );
    }
    for text in ["-", " – ", "."] {
        assert_eq!(
            worker.refusal("mother_name", text),
            "Tulis nama ibu kandung. Kalau tidak tahu, tulis: tidak tahu."
        );
    }
    assert!(
        worker.engine().check("name", "tidak tahu").is_ok(),
        "only where a name may be unknown it means that"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn each_visible_sign_is_understood_or_the_answer_is_asked_again(text in typed()) {
        for form in FORMS {
            nothing_is_dropped(form, &text);
        }
    }

    #[test]
    fn a_receipt_code_keeps_each_letter_or_is_none(text in "[0-9A-Za-z]{4}[- .]?[0-9A-Za-z]{4}|.{0,12}") {
        if let Some(code) = RegistrationId::read_receipt(&text) {
            let letters = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).count();
            prop_assert_eq!(letters(&clean(&text)), letters(&code));
        }
    }
}
