//! `./payung bench`: design's budgets, each measured against its reference in the same run.
//!
//! The machine is shared and noisy, so only ratios are judged: ours and the reference take turns, and the median of the
//! rounds' ratios is printed beside the budget. `--json FILE` writes the same rows as JSON.

mod intake;
mod phone;
mod picture;
mod row;

use std::process::ExitCode;

use payung_tests::Outcome;
use row::Row;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (mut json, mut jvm) = (None, None);
    while let Some(flag) = args.next() {
        match (flag.as_str(), args.next()) {
            ("--json", Some(file)) => json = Some(file),
            // A command that times answer() through JNA and prints JSON: made ready by `./payung bench`.
            ("--jvm", Some(command)) => jvm = Some(command),
            _ => {
                eprintln!("bench: --json FILE, --jvm COMMAND; not {flag:?}");
                return ExitCode::from(2);
            }
        }
    }
    match run(json.as_deref(), jvm.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(json: Option<&str>, jvm: Option<&str>) -> Outcome<()> {
    let mut rows = Vec::new();
    let mut add = |row: Row| {
        println!("{row}");
        rows.push(row);
    };
    println!("{}", row::HEAD);
    add(phone::answer()?);
    add(phone::answer_without_fsync()?);
    add(phone::answer_from_the_jvm(jvm)?);
    add(phone::open()?);
    add(phone::step_view()?);
    add(picture::shrink()?);
    add(intake::records()?);
    if let Some(file) = json {
        std::fs::write(file, serde_json::to_vec_pretty(&rows)?)?;
    }
    Ok(())
}
