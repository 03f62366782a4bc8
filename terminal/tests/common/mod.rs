//! The built terminal on a folder of its own, with an invented worker's answers and an office that
//! nobody answers at.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use payung_model::sealed::{NoRandomness, OfficeKey, Random, SigningKey, TrustFile};
use payung_tests::samples;
use serde_json::Value;

pub const DONE: i32 = 0;
pub const FAILED: i32 = 1;
pub const WRONG_INPUT: i32 = 2;
pub const KEPT_FOR_LATER: i32 = 3;

pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a run left on its three ways out.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// Knows an office that is down: the port is one nobody listens at.
    pub fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let trust = TrustFile {
            office: "http://127.0.0.1:9".into(),
            bundle_keys: vec![SigningKey::new(&mut Os).unwrap().public()],
            office_keys: vec![OfficeKey::new(&mut Os).unwrap().public()],
        };
        std::fs::write(desk.file("trust.json"), trust.to_json()).unwrap();
        desk
    }

    /// Answers and photo of the invented worker.
    pub fn with_answers(answers: &Value) -> Self {
        let desk = Self::new();
        samples::write(&desk.file("answers"), answers, None).unwrap();
        desk
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn path(&self, name: &str) -> String {
        self.file(name).to_str().unwrap().to_owned()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_payung-term"));
        command
            .env_clear()
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm")
            .env("HOME", self.folder.path());
        command.args([
            "--home",
            &self.path("home"),
            "--trust",
            &self.path("trust.json"),
        ]);
        command
            .args(["--now", "2026-11-23T09:00:00+07:00"])
            .args(args)
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, "")
    }

    pub fn run_with(&self, args: &[&str], stdin: &str) -> Run {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that reads no input may have ended already.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// With `--json`: exactly one document on stdout, or the test fails.
    pub fn json(&self, args: &[&str]) -> (Value, i32) {
        let run = self.run(&[&["--json"], args].concat());
        let document = serde_json::from_str(&run.out)
            .unwrap_or_else(|error| panic!("{args:?}: {error}: {run:?}"));
        (document, run.code)
    }

    /// Registers from `answers/`.
    pub fn register(&self) -> Run {
        self.run(&[
            "--json",
            "register",
            "--answers",
            &self.path("answers/answers.json"),
        ])
    }
}

struct Os;

impl Random for Os {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(out).map_err(|_| NoRandomness)
    }
}
