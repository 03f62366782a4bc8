//! Payung in a terminal: the third shell, beside Android and iOS.
//!
//! It draws and forwards; every decision is the core's. Where to start: [`commands`] is all that
//! somebody can do, each command beside the one or two calls of the API that it makes. [`fill`] fills
//! in a form, whether a file answers or a person does, whom [`talk`] asks; [`sending`] sends what came
//! of it. [`print`] and [`json`] are the results. These go to stdout (with `--json` exactly one
//! document), everything else to stderr; [`outcome`] says which exit code means what.

mod args;
mod clock;
mod commands;
mod environment;
mod fill;
mod help;
mod json;
mod keeper;
mod layout;
mod options;
mod out;
mod outcome;
mod print;
mod sending;
mod session;
mod slip;
mod stdin;
mod talk;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(print_only_where));
    match slip::read() {
        Ok(args) => args.command.run(&args.global).exit_code(),
        Err(code) => code,
    }
}

/// A panic's payload may hold an answer: only its place is printed.
fn print_only_where(panic: &std::panic::PanicHookInfo<'_>) {
    use std::io::Write;
    let place = panic
        .location()
        .map_or_else(|| "?".to_owned(), ToString::to_string);
    let _ = writeln!(
        std::io::stderr(),
        "payung-term: {place}: kesalahan di dalam program; yang sudah tersimpan tidak hilang"
    );
}
