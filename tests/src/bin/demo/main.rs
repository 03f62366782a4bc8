//! `./payung demo`: one invented worker registers over a bad line, with a phone that dies in the
//! middle, and pays the first bill at a sandbox.
//!
//! Everything is real: the terminal and the office are the built programs, the kills are SIGKILL,
//! the cut is a cut TCP connection, the sizes are those of the files and of the bytes that passed
//! the wire.

mod money;
mod story;

use std::process::ExitCode;

fn main() -> ExitCode {
    let keep = match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => false,
        [flag] if flag == "--keep" => true,
        other => {
            eprintln!(
                "demo: unknown argument {:?}; there is only --keep",
                other.join(" ")
            );
            return ExitCode::from(2);
        }
    };
    match story::tell(keep) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error}");
            ExitCode::FAILURE
        }
    }
}
