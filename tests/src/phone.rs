//! The terminal on a home folder of its own: a phone, as far as the core can tell.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::clock::Time;
use crate::{Outcome, binary};

/// A home folder and the trust file it is opened with.
#[derive(Clone, Debug)]
pub struct Phone {
    /// `--home`
    pub home: PathBuf,
    /// `--trust`
    pub trust: Option<PathBuf>,
    /// The clock that every command goes by.
    pub time: Time,
}

/// Saved, and not sent yet.
pub const KEPT_FOR_LATER: i32 = 3;

impl Phone {
    /// A phone with that home that knows no office; [`crate::office::Office::phone`] makes one that
    /// does.
    pub fn new(home: &Path) -> Self {
        Self {
            home: home.to_owned(),
            trust: None,
            time: Time::by_hand(),
        }
    }

    /// The command, ready for more arguments.
    pub fn command(&self, args: &[&str]) -> Outcome<Command> {
        let mut command = Command::new(binary("payung-term")?);
        command
            .arg("--home")
            .arg(&self.home)
            .env_remove("PAYUNG_HOME")
            .env_remove("PAYUNG_TRUST");
        if let Some(trust) = &self.trust {
            command.arg("--trust").arg(trust);
        }
        command
            .args(self.time.options()?)
            .args(args)
            .stdin(Stdio::null());
        Ok(command)
    }

    /// Runs to the end, whatever the exit code.
    pub fn run(&self, args: &[&str]) -> Outcome<Output> {
        Ok(self.command(args)?.output()?)
    }

    /// Starts without waiting; output is thrown away.
    pub fn spawn(&self, args: &[&str]) -> Outcome<Child> {
        Ok(self
            .command(args)?
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?)
    }

    /// Runs with `--json`; the document and the exit code. Fails when there is no document.
    pub fn json(&self, args: &[&str]) -> Outcome<(Value, i32)> {
        let output = self.run(&[&["--json"], args].concat())?;
        let code = output.status.code().unwrap_or(-1);
        let document = serde_json::from_slice(&output.stdout).map_err(|error| {
            format!(
                "payung-term {}: {error}: exit {code}: {}",
                args.join(" "),
                String::from_utf8_lossy(&output.stderr)
            )
        })?;
        Ok((document, code))
    }

    /// Registers with the answers in `folder` (see [`crate::samples::write`]).
    pub fn register(&self, folder: &Path) -> Outcome<(Value, i32)> {
        let answers = folder.join("answers.json");
        self.json(&[
            "register",
            "--answers",
            &answers.to_string_lossy(),
            "--photos",
            &folder.to_string_lossy(),
        ])
    }
}
