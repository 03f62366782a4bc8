//! The `office` program: see [`payung_office::cli`].

use std::process::ExitCode;

use payung_office::cli::Cli;

fn main() -> ExitCode {
    Cli::read().run()
}
