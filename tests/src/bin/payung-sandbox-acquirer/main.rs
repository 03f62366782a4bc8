//! `payung-sandbox-acquirer`: an acquirer on one's own machine, for trying and for tests.
//!
//! It issues payment codes of a merchant who does not exist, takes payments that are none, and
//! reports them as docs/payment.md ("Sandbox") says. All it knows lies in one file, and it answers
//! nobody before the disk has it: a kill at any moment loses nothing that it answered for.
//!
//! - `book`: what it knows and decides, pure;
//! - `journal`: the file;
//! - `desk`: what an office asks for, with a key;
//! - `till`: what a person does who pays, by hand or by a test, and the page at `/`;
//! - `faults`: what goes wrong with `--faults`;
//! - `serving`: sockets;
//! - `person`: who pays at a sandbox that runs, and the rules that name its merchant.

mod book;
mod desk;
mod faults;
mod journal;
mod merchant;
mod page;
mod person;
mod refusal;
mod serving;
mod till;

use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use payung_model::units::Timestamp;
use payung_office::clock::Clock;
use payung_tests::Outcome;
use serde_json::{Value, json};

use faults::Faults;
use journal::Journal;
use refusal::Refusal;

/// An acquirer for trying and for tests: issues payment codes of a merchant who does not exist, and
/// takes payments that are none. A page at `/` shows open codes with a button that pays.
#[derive(Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
struct Options {
    #[command(subcommand)]
    other: Option<Other>,
    /// Address and port, like 127.0.0.1:8790; port 0 takes a free one. Whoever reaches it can pay.
    #[arg(long, default_value = "127.0.0.1:8790")]
    listen: SocketAddr,
    /// Folder of its one file; made when it is not there.
    #[arg(long, required = true)]
    dir: Option<PathBuf>,
    /// File with the key that an office needs; made when it is not there. Without it: `key` in the
    /// folder.
    #[arg(long)]
    key: Option<PathBuf>,
    /// Answers late, ends connections after doing the work, reports payments late, twice and out of
    /// order, and says 500: which request meets what follows from this number.
    #[arg(long, value_name = "SEED")]
    faults: Option<u64>,
    /// The time to go by, such as 2026-11-27T09:00:00+07:00, instead of the machine's clock.
    #[arg(long)]
    now: Option<Timestamp>,
}

/// What this program does besides serving.
#[derive(Subcommand)]
enum Other {
    /// Pay a code at a sandbox that runs.
    Pay {
        /// A payment code, or the text of a QRIS code.
        code: String,
        /// Where the sandbox listens.
        #[arg(long, default_value = "127.0.0.1:8790")]
        at: String,
    },
    /// Write the built-in rules with the sandbox's merchant as the only one that is paid, for
    /// `office bundle sign`.
    Rules {
        /// The folder.
        folder: PathBuf,
    },
}

/// All that requests share.
struct Acquirer {
    journal: Journal,
    key: String,
    faults: Option<Faults>,
    clock: Clock,
}

fn main() -> ExitCode {
    match run(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("payung-sandbox-acquirer: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Outcome<()> {
    match options.other {
        Some(Other::Pay { code, at }) => return person::pay(&code, &at),
        Some(Other::Rules { folder }) => return person::write_rules(&folder),
        None => {}
    }
    let dir = options.dir.ok_or("--dir names no folder")?;
    std::fs::create_dir_all(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let key = options.key.unwrap_or_else(|| dir.join("key"));
    let acquirer = Arc::new(Acquirer {
        journal: Journal::open(&dir.join("journal"))?,
        key: read_or_make_key(&key).map_err(|error| format!("{}: {error}", key.display()))?,
        faults: options.faults.map(Faults::new),
        clock: options.now.map_or(Clock::System, Clock::Fixed),
    });
    let routes = desk::routes(&acquirer).merge(till::routes(&acquirer));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serving::serve(options.listen, routes, acquirer))
}

/// A key is one line of printable signs without spaces.
fn read_or_make_key(path: &Path) -> Outcome<String> {
    if !path.exists() {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        writeln!(file, "{}", base16ct::lower::encode_string(&bytes))?;
        file.sync_all()?;
    }
    let text = std::fs::read_to_string(path)?;
    let key = text.trim();
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("it holds no key: one line of printable signs".into());
    }
    Ok(key.to_owned())
}

impl Acquirer {
    /// Does blocking work beside the connections.
    async fn with<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let done = tokio::task::spawn_blocking(move || work(&self)).await;
        done.unwrap_or(Err(Refusal::Disk))
    }
}

/// JSON, or the status and the short name of why not.
struct Told(Result<Value, Refusal>);

impl axum::response::IntoResponse for Told {
    fn into_response(self) -> axum::response::Response {
        let (status, value) = match self.0 {
            Ok(value) => (200, value),
            Err(refusal) => (refusal.status(), json!({ "error": refusal.code() })),
        };
        let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
        (status, axum::Json(value)).into_response()
    }
}
