//! Payung in a terminal: the third shell, beside Android and iOS.
//!
//! It draws and forwards; every decision is the core's. Where to start: [`args`] is all that can be
//! typed, [`run`] does each of it with one call of the API. Filling in a form has two drivers over
//! the same screens: [`scripted`] takes the answers from a file, [`talk`] asks a person. Results go
//! to stdout (with `--json` exactly one document), everything else to stderr; [`outcome`] says
//! which exit code means what.

mod answers;
mod args;
mod bill;
mod card;
mod clock;
mod cover;
mod environment;
mod help;
mod incident;
mod json;
mod keeper;
mod layout;
mod out;
mod outcome;
mod payers;
mod print;
mod qris;
mod recovery;
mod report;
mod report_args;
mod requests;
mod run;
mod scripted;
mod session;
mod slip;
mod stdin;
mod talk;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(say_only_where));
    match slip::read() {
        Ok(args) => run::run(args).exit_code(),
        Err(code) => code,
    }
}

/// A panic's payload may hold an answer: only its place is printed.
fn say_only_where(panic: &std::panic::PanicHookInfo<'_>) {
    use std::io::Write;
    let place = panic
        .location()
        .map_or_else(|| "?".to_owned(), ToString::to_string);
    let _ = writeln!(
        std::io::stderr(),
        "payung-term: {place}: kesalahan di dalam program; yang sudah tersimpan tidak hilang"
    );
}
