//! A real office (the built program, in a folder of its own), a phone made of the model, and plain
//! HTTP between them.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod app;
pub mod browser;
pub mod dice;
pub mod http;
pub mod phone;
#[path = "../../../tests/src/postgres.rs"]
pub mod postgres;
#[path = "../../../tests/src/stopwatch.rs"]
pub mod stopwatch;
pub mod storage;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use payung_model::sealed::{OfficePublicKey, TrustFile};
use serde_json::Value;

/// The time of every test.
pub const NOW: &str = "2026-11-23T09:00:00+07:00";
/// The same in milliseconds.
pub const NOW_MILLIS: i64 = 1_795_399_200_000;

/// An office's folders, before and after anything runs in them.
pub struct House {
    pub folder: tempfile::TempDir,
    /// As `--database` takes it; none for the file in the data folder.
    pub database: Option<String>,
}

/// `office serve`, killed on drop.
pub struct Serving {
    child: Child,
    pub address: String,
    log: std::thread::JoinHandle<String>,
}

impl House {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            database: postgres::PostgresServer::database_asked_for().unwrap(),
        }
    }

    /// With keys and the built-in content as bundle 1.
    pub fn with_bundle() -> (Self, OfficePublicKey) {
        let house = Self::new();
        let trust = house.trust();
        house.run(&["bundle", "sign", "--built-in"]);
        (house, trust.office_keys[0].clone())
    }

    pub fn trust(&self) -> TrustFile {
        let trust = self.run(&["trust", "--url", "http://127.0.0.1:8080"]);
        TrustFile::parse(trust.as_bytes()).unwrap()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn keys(&self) -> PathBuf {
        self.folder.path().join("data-keys")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        self.command_at(NOW, args)
    }

    /// The same at another time.
    pub fn command_at(&self, now: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_office"));
        command.args(args).arg("--dir").arg(self.data()).args([
            "--now",
            now,
            "--officer",
            "contoh",
        ]);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        for variable in [
            "PAYUNG_OFFICE_DIR",
            "PAYUNG_OFFICE_DATABASE",
            "PAYUNG_OFFICE_KEYS",
            "PAYUNG_OFFICE_PASSPHRASE_FILE",
            "PAYUNG_OFFICER",
            "PAYUNG_PAGE_URL",
        ] {
            command.env_remove(variable);
        }
        // As the user of that name, whoever runs the tests.
        command.env("PAYUNG_SUDO_USER", "contoh");
        // Codes have tests of their own.
        command.env("PAYUNG_WEB_SECOND_FACTOR", "nobody");
        command
    }

    pub fn output(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs a command that must succeed; what it printed.
    pub fn run(&self, args: &[&str]) -> String {
        let output = self.output(args);
        assert!(
            output.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args)).unwrap()
    }

    /// Accepts as an officer does who looked first, and compared: everybody here has one NIK.
    pub fn accept(&self, args: &[&str]) -> String {
        self.run(&["show", args[0]]);
        self.run(&[&["accept", "--compared"], args].concat())
    }

    /// Another office on another machine, with the same keys copied to it.
    pub fn elsewhere(&self) -> Self {
        let other = Self {
            folder: tempfile::tempdir().unwrap(),
            database: None,
        };
        payung_office::files::private_folder(&other.keys()).unwrap();
        let [from, to] = [self, &other].map(|house| house.keys().join("keys.json"));
        payung_office::files::copy_private(&from, &to).unwrap();
        other
    }

    /// Runs a command that must fail with that exit code; what it said.
    pub fn refuses(&self, code: i32, args: &[&str]) -> String {
        let output = self.output(args);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn serve(&self, args: &[&str]) -> Serving {
        Serving::start(self.command(&[&["serve"], args].concat()))
    }

    /// Every file below the data folder, with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        files_below(&self.data())
    }
}

/// Every file below a folder, with its bytes.
pub fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    walk(folder, &mut found);
    found
}

impl Serving {
    /// Starts a command that says where it listens.
    pub fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap_or_else(|| panic!("{line:?}"))
            .to_owned();
        let mut stderr = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = stderr.read_to_string(&mut text);
            text
        });
        Self {
            child,
            address,
            log,
        }
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, name: &str) {
        let done = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// Waits for the end: exit code, and all that was logged.
    pub fn wait(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        let log = std::mem::replace(&mut self.log, std::thread::spawn(String::new));
        (code, log.join().unwrap())
    }

    pub fn stop(self) -> (Option<i32>, String) {
        self.signal("TERM");
        self.wait()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
}
