//! What crosses rooms is tested from here, as a shell would: real binaries, real files, real
//! sockets, real kills.
//!
//! | module | holds |
//! |---|---|
//! | [`samples`] | an invented worker: answers, and a KTP that is drawn |
//! | [`office`] | a real office in a process of its own |
//! | [`sandbox`] | the sandbox acquirer in a process of its own, and who pays there |
//! | [`paying`] | office, sandbox and phones that pay, by one clock |
//! | [`phone`] | the terminal on a home folder of its own |
//! | [`wire`] | the network between them, which can be cut |
//! | [`nginx`] | the proxy that most offices stand behind, as Debian installs it |
//! | [`line`](mod@line) | what the same bytes cost on a 2G line |
//! | [`bad_line`] | a network that is really slow, and loses packets |
//! | [`middlebox`] | what proxies and firewalls on the way do |
//! | [`rude`] | an office that answers by rule, in front of the real one |
//! | [`shell`] | the core through its API in this process, with a key keeper and a clock that obey |
//! | [`town`] | office, somebody rude in front of it, and such a phone |
//! | [`pty`] | a terminal for interactive runs |
//! | [`canary`] | random answers, and the seeker that finds them where they should not be |
//! | [`deliveries`] | what phones send, as bytes, for an office to take |
//! | [`disk`] | a disk whose power can go, and that can be full |
//! | [`moments`] | random moments that can be had again |
//! | [`clock`] | the clock that an office and its phones go by |
//! | [`stopwatch`], [`memory`] | how long something takes, and how far a process grows |
//!
//! The test files are in `tests/tests/`, demo and bench in `tests/src/bin/`.

pub mod bad_line;
pub mod canary;
pub mod cards;
pub mod clock;
pub mod deliveries;
#[cfg(unix)]
pub mod disk;
pub mod line;
pub mod memory;
pub mod middlebox;
pub mod moments;
pub mod nginx;
pub mod office;
pub mod paying;
pub mod phone;
pub mod postgres;
pub mod pty;
pub mod rude;
pub mod samples;
pub mod sandbox;
pub mod shell;
pub mod stopwatch;
pub mod town;
pub mod wire;

use std::path::PathBuf;

/// A failure in words: harness code reports, it does not panic.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The built binary of that name, beside this one (`target/<profile>/`).
///
/// # Errors
/// Says how to build it when it is not there.
pub fn binary(name: &str) -> Outcome<PathBuf> {
    let own = std::env::current_exe()?;
    let mut folder = own.parent();
    while let Some(dir) = folder {
        let file = dir.join(name);
        if file.is_file() {
            return Ok(file);
        }
        // Test binaries lie one deeper, in `deps/`.
        folder = dir
            .parent()
            .filter(|parent| parent.ends_with("debug") || parent.ends_with("release"));
    }
    Err(format!("{name} is not built: run `cargo build --workspace` first (./payung does)").into())
}
