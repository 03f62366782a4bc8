//! Payung in a terminal: the third shell, beside Android and iOS.
//!
//! It draws and forwards; every decision is the core's. Where to start: [`args`] is all that can be typed, [`run`] does
//! each of it with one call of the API. Filling in a form has two drivers over the same screens: [`scripted`] takes the
//! answers from a file, [`talk`] asks a person. Results go to stdout (with `--json` exactly one document), everything
//! else to stderr; [`outcome`] says which exit code means what.

mod answers;
mod args;
mod clock;
mod environment;
mod json;
mod keeper;
mod outcome;
mod print;
mod run;
mod scripted;
mod session;
mod talk;
mod words;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(say_only_where));
    let command = environment::without_empty_variables(args::Args::command());
    let args = args::Args::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
    run::run(args).exit_code()
}

/// A panic's payload may hold an answer: only its place is printed.
fn say_only_where(panic: &std::panic::PanicHookInfo<'_>) {
    use std::io::Write;
    let place = panic.location().map_or_else(|| "?".to_owned(), ToString::to_string);
    let _ = writeln!(std::io::stderr(), "payung-term: internal error at {place}; nothing that was saved is lost");
}
