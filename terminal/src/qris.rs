//! `qris …`: payment codes at a desk.

use std::fmt::Write as _;

use std::io::{IsTerminal, Write};
use std::path::Path;

use payung_core::{CodeView, QrisProblemView, QrisView};
use payung_model::payment::picture::Modules;
use serde_json::{Value, json};

use crate::args::{Language, Qris};
use crate::out::say;
use crate::outcome::{Outcome, Stop};
use crate::session::Session;
use crate::stdin::argument_or_stdin;

/// Where a payload stands on the command line.
const PLACE: &str = "qris";

pub fn run(session: &Session, what: Qris) -> Result<Outcome, Stop> {
    let given = |payload: &str| {
        argument_or_stdin(payload, session.lang).map(|text| text.reveal().to_owned())
    };
    let bills = session.payung.bills();
    let at = |error| Stop::from(error).at(PLACE, session.lang);
    match what {
        Qris::Check { payload } => return check(session, &bills.qris_check(given(&payload)?)),
        Qris::Amount {
            payload,
            rupiah,
            bill,
        } => {
            let bound = bills
                .qris_amount(given(&payload)?, rupiah, bill)
                .map_err(at)?;
            // The payload alone and unfolded: it is copied or piped.
            let text = if session.json {
                format!("{:#}", json!({ "payload": bound }))
            } else {
                bound
            };
            written(&format!("{text}\n"))?;
        }
        Qris::Png { payload, file } => {
            let png = bills.qris_png(given(&payload)?).map_err(at)?;
            std::fs::write(&file, &png)
                .map_err(|error| Stop::file(file.display(), &error, session.lang))?;
            saved(session, &file, png.len())?;
        }
        Qris::Show { payload } => {
            let code = bills.qris_code(given(&payload)?).map_err(at)?;
            if session.json {
                let modules: Vec<String> = rows(&code);
                session.result(
                    &json!({ "width": code.width, "border": code.border, "rows": modules }),
                    "",
                )?;
            } else {
                written(&drawn(&code))?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// The modules for this terminal. Where colours are understood, black on white: readers want it
/// that way round.
pub fn drawn(code: &CodeView) -> String {
    let size = |number: u32| usize::try_from(number).unwrap_or_default();
    let Some(modules) = Modules::unpacked(size(code.width), size(code.height), &code.modules)
    else {
        return String::new();
    };
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    if dumb || !std::io::stdout().is_terminal() {
        return modules.half_blocks(false);
    }
    modules
        .half_blocks(true)
        .lines()
        .map(|line| format!("\x1b[30;107m{line}\x1b[0m\n"))
        .collect()
}

fn check(session: &Session, view: &QrisView) -> Result<Outcome, Stop> {
    session.result(&json(view), &text(view, session.lang))?;
    for problem in &view.problems {
        say(&format!("{PLACE}: {}", line(problem, session.lang)));
    }
    Ok(if view.valid {
        Outcome::Done
    } else {
        Outcome::WrongInput
    })
}

fn json(view: &QrisView) -> Value {
    let problems = |problems: &[QrisProblemView]| -> Value {
        let one = |it: &QrisProblemView| json!({ "code": it.code, "offset": it.offset, "tag": it.tag, "words": it.words });
        problems.iter().map(one).collect()
    };
    json!({
        "valid": view.valid,
        "qris": view.qris,
        "problems": problems(&view.problems),
        "warnings": problems(&view.warnings),
        "fields": view.fields.iter().map(|it| json!({ "tag": it.tag, "value": it.value })).collect::<Value>(),
    })
}

fn text(view: &QrisView, lang: Language) -> String {
    let verdict = match (view.valid, view.qris) {
        (true, true) => lang.of("Kode QRIS ini utuh.", "This QRIS code is whole."),
        (true, false) => lang.of(
            "Kode ini utuh, tetapi bukan QRIS Indonesia.",
            "This code is whole, but it is no Indonesian QRIS.",
        ),
        (false, _) => lang.of("Kode ini tidak bisa dipakai.", "This code cannot be used."),
    };
    let mut text = format!("{verdict}\n");
    for field in &view.fields {
        let _ = writeln!(text, "  {}  {}", field.tag, field.value);
    }
    for warning in &view.warnings {
        let _ = writeln!(text, "  ! {}", line(warning, lang));
    }
    text
}

/// The place, the words and the short name of a problem.
fn line(problem: &QrisProblemView, lang: Language) -> String {
    let place = lang.of("huruf ke-", "character ");
    let tag = problem
        .tag
        .as_deref()
        .map(|tag| format!(", tag {tag}"))
        .unwrap_or_default();
    format!(
        "{place}{}{tag}: {} ({})",
        problem.offset, problem.words, problem.code
    )
}

fn saved(session: &Session, file: &Path, bytes: usize) -> Result<(), Stop> {
    let words = session.lang.of("Gambar tersimpan di", "The picture is in");
    let file = file.display().to_string();
    session.result(
        &json!({ "file": file, "bytes": bytes }),
        &format!("{words} {file}\n"),
    )
}

/// One text of `#` and `.` for each row.
pub fn rows(code: &CodeView) -> Vec<String> {
    let width = usize::try_from(code.width).unwrap_or_default();
    let dark = |at: usize| {
        code.modules
            .get(at / 8)
            .is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0)
    };
    let row = |y: usize| {
        (0..width)
            .map(|x| if dark(y * width + x) { '#' } else { '.' })
            .collect()
    };
    (0..usize::try_from(code.height).unwrap_or_default())
        .map(row)
        .collect()
}

fn written(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    write!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(|_| Stop::silent())
}
