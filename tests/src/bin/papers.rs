//! `papers FOLDER`: an invented worker's answers and card, for scripts that drive the terminal
//! (`scripts/deploy.sh`).

use std::path::Path;
use std::process::ExitCode;

use payung_tests::samples;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: papers FOLDER");
        return ExitCode::from(2);
    };
    match samples::write(Path::new(&folder), &samples::answers(), None) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("papers: {error}");
            ExitCode::FAILURE
        }
    }
}
