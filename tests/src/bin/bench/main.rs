//! `./payung bench`: design's budgets, each measured against its reference in the same run.
//!
//! The machine is shared and noisy, so only ratios are judged where there is a reference: ours and
//! the reference take turns, and the median of the rounds' ratios is printed beside the budget.
//! `--json FILE` writes the same rows as JSON.

mod answer;
mod bills;
mod codes;
mod home;
mod intake;
mod million;
mod phone;
mod picture;
mod queue;
mod regions;
mod reminders;
mod rounds;
mod row;
mod wire;

use std::path::Path;
use std::process::ExitCode;

use payung_tests::Outcome;
use row::Row;
use serde_json::json;

/// What the command line asks for.
#[derive(Default)]
struct Wishes {
    json: Option<String>,
    /// A command that times `answer()` through JNA and prints JSON: made ready by `./payung bench`.
    jvm: Option<String>,
    /// A command that lays out QR codes with `ZXing`: made ready by `./payung bench`.
    zxing: Option<String>,
    /// The core as it ships on phones: built by `./payung bench --size`.
    core: Option<String>,
    only: Option<String>,
}

/// A name for `--only`, and what measures it.
type Bench = (&'static str, fn(&Wishes) -> Outcome<Vec<Row>>);

const BENCHES: [Bench; 18] = [
    ("answer", |_| {
        Ok(vec![answer::durable()?, answer::without_fsync()?])
    }),
    ("jvm", |wishes| {
        Ok(vec![answer::from_the_jvm(wishes.jvm.as_deref())?])
    }),
    ("open", |_| home::open()),
    ("queue", |_| queue::thousand()),
    ("view", |_| Ok(vec![home::step_view()?])),
    ("choices", |_| regions::choices()),
    ("reminders", |_| reminders::of_ten_thousand()),
    ("codes", |wishes| {
        codes::qris_to_png(wishes.zxing.as_deref())
    }),
    ("photo", |_| Ok(vec![picture::shrink()?])),
    ("memory", |_| Ok(vec![picture::peak()?])),
    ("intake", |_| intake::records()),
    ("postgres", |_| intake::over_postgres()),
    ("bills", |_| bills::bills()),
    ("rounds", |_| rounds::going_on()),
    ("million", |_| million::screens()),
    ("wire", |_| wire::registration()),
    ("cuts", |_| wire::three_cuts()),
    ("size", |wishes| Ok(vec![size(wishes.core.as_deref())?])),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // The bench itself, in a process of its own: see picture.rs.
    if let [flag, folder] = args.as_slice()
        && flag == picture::CHILD
    {
        return ended(picture::shrink_once(Path::new(folder)));
    }
    if let [flag, folder] = args.as_slice()
        && flag == queue::CHILD
    {
        return ended(queue::sync_once(Path::new(folder)));
    }
    if args == [regions::CHILD] {
        return ended(regions::first_search());
    }
    if args == [intake::CHILD] {
        return ended(intake::postgres_rounds());
    }
    if args == [bills::CHILD] {
        return ended(bills::rounds());
    }
    match wishes(args) {
        Ok(wishes) => ended(run(&wishes)),
        Err(why) => {
            eprintln!("bench: {why}");
            ExitCode::from(2)
        }
    }
}

fn ended(outcome: Outcome<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wishes(args: Vec<String>) -> Result<Wishes, String> {
    let mut wishes = Wishes::default();
    let mut args = args.into_iter();
    while let Some(flag) = args.next() {
        let place = match flag.as_str() {
            "--json" => &mut wishes.json,
            "--jvm" => &mut wishes.jvm,
            "--zxing" => &mut wishes.zxing,
            "--core" => &mut wishes.core,
            "--only" => &mut wishes.only,
            _ => {
                return Err(format!(
                    "--json FILE, --only NAME, --jvm COMMAND, --zxing COMMAND, --core FILE; not {flag:?}"
                ));
            }
        };
        *place = Some(args.next().ok_or_else(|| format!("{flag} needs a value"))?);
    }
    let names = BENCHES.map(|(name, _)| name);
    match &wishes.only {
        Some(name) if !names.contains(&name.as_str()) => {
            Err(format!("--only {}; not {name:?}", names.join(" | ")))
        }
        _ => Ok(wishes),
    }
}

fn run(wishes: &Wishes) -> Outcome<()> {
    let load_before = load();
    println!("{}", row::HEAD);
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    for (name, measure) in BENCHES {
        // A million registrations are filled in for minutes: who wants them says so.
        let is_wanted = wishes
            .only
            .as_ref()
            .map_or(name != "million", |only| only == name);
        if !is_wanted {
            continue;
        }
        match measure(wishes) {
            Ok(measured) => measured.into_iter().for_each(|row| {
                println!("{row}");
                rows.push(row);
            }),
            // The other rows are worth having all the same.
            Err(error) => failed.push(format!("{name}: {error}")),
        }
    }
    let cores = std::thread::available_parallelism()?.get();
    println!("{cores} cores; load before {load_before}, after {}", load());
    if let Some(file) = &wishes.json {
        let document = json!({ "cores": cores, "load_before": load_before, "load_after": load(), "rows": rows });
        std::fs::write(file, serde_json::to_vec_pretty(&document)?)?;
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("; ").into())
    }
}

/// How busy the machine is, as Linux counts it over the last minute: says how far to believe the
/// table.
fn load() -> String {
    let line = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    line.split(' ')
        .next()
        .filter(|word| !word.is_empty())
        .unwrap_or("unknown")
        .to_owned()
}

/// The core as it ships: stripped, unwinding kept, deflated as in the package that a worker
/// downloads.
fn size(core: Option<&str>) -> Outcome<Row> {
    let what = "core library, profile `phone`, deflated";
    let Some(core) = core else {
        return Ok(Row::skipped(what, "builds for minutes: ask with --size"));
    };
    let bytes = std::fs::metadata(core)?.len() as f64;
    Ok(Row::alone(what, "B", vec![bytes]).budget("≤ 2,900,000 B", |_| bytes <= 2_900_000.0))
}
