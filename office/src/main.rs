//! The `office` program: see [`payung_office::cli`].

use std::process::ExitCode;

use clap::Parser;
use payung_office::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run()
}
