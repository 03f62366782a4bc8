//! `qris …`: payment codes at a desk.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use payung_core::{QrisProblemView, QrisView};
use serde_json::{Value, json};

use crate::commands::given::rupiah;
use crate::commands::run::Run;
use crate::json as views;
use crate::options::Language;
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::print::picture;
use crate::session::Session;
use crate::stdin::argument_or_stdin;

/// Where a payload stands on the command line.
const PLACE: &str = "qris";

/// QRIS payment codes: what they say, an amount put into them, their picture
#[derive(Debug, clap::Args)]
pub struct Qris {
    #[command(subcommand)]
    what: QrisCommand,
}

/// What can be done with a QRIS payload. `-` reads it from stdin.
#[derive(Debug, clap::Subcommand)]
enum QrisCommand {
    /// What it says and what is wrong with it, with the place
    Check {
        /// The text that the code holds, or `-` to read it from stdin
        payload: String,
    },
    /// The same code for an amount: dynamic, with a new checksum
    Amount {
        /// The text that the code holds, or `-` to read it from stdin
        payload: String,
        /// Whole rupiah: 16800
        #[arg(value_parser = rupiah)]
        rupiah: u64,
        /// Number of the bill, 1 to 25 characters
        #[arg(long, value_name = "NUMBER")]
        bill: Option<String>,
    },
    /// Its picture, to be shared or printed
    Png {
        /// The text that the code holds, or `-` to read it from stdin
        payload: String,
        /// Where the picture is written
        file: PathBuf,
    },
    /// Its picture here in the terminal, to be scanned from the screen
    Show {
        /// The text that the code holds, or `-` to read it from stdin
        payload: String,
    },
}

impl Run for Qris {
    fn needs_key(&self) -> bool {
        false
    }

    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let given = |payload: &str| {
            argument_or_stdin(payload, session.lang).map(|text| text.reveal().to_owned())
        };
        let qris = session.payung.qris();
        let at = |error| Stop::from(error).at(PLACE, session.lang);
        match &self.what {
            QrisCommand::Check { payload } => {
                return check(session, &qris.check(given(payload)?));
            }
            QrisCommand::Amount {
                payload,
                rupiah,
                bill,
            } => {
                let bound = qris
                    .amount(given(payload)?, *rupiah, bill.clone())
                    .map_err(at)?;
                // The payload alone and unfolded: it is copied or piped.
                let text = if session.json {
                    format!("{:#}", json!({ "payload": bound }))
                } else {
                    bound
                };
                written(&format!("{text}\n"))?;
            }
            QrisCommand::Png { payload, file } => {
                let png = qris.png(given(payload)?).map_err(at)?;
                std::fs::write(file, &png)
                    .map_err(|error| Stop::file(file.display(), &error, session.lang))?;
                saved(session, file, png.len())?;
            }
            QrisCommand::Show { payload } => {
                let code = qris.code(given(payload)?).map_err(at)?;
                if session.json {
                    session.result(&views::code(&code), "")?;
                } else {
                    let again = format!("qris png '{payload}' kode.png");
                    written(&picture(&code, session.lang, &again))?;
                }
            }
        }
        Ok(Outcome::Done)
    }
}

fn check(session: &Session, view: &QrisView) -> Result<Outcome, Stop> {
    session.result(&json(view), &text(view, session.lang))?;
    for problem in &view.problems {
        print_notice(&format!("{PLACE}: {}", line(problem, session.lang)));
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

fn written(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    write!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(|_| Stop::silent())
}
