//! The sandbox acquirer in a process of its own, and a client of it: who pays there, and what an
//! office asks.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::clock::Time;
use crate::deliveries::{Answer, Connection};
use crate::office::Serving;
use crate::{Outcome, binary};

/// The merchant that the sandbox's codes name, as signed rules name merchants.
pub const MERCHANT: &str =
    r#"{"nmid":"ID1020999999999","name":"PAYUNG SANDBOX","accounts":["936009990000000001"]}"#;

/// A folder with the sandbox's file and key.
pub struct Sandbox {
    /// `--dir`
    pub dir: PathBuf,
    /// The clock of processes that are started from now on.
    pub time: Time,
    /// `--faults`
    pub faults: Option<u64>,
}

/// Who knows where a sandbox listens.
#[derive(Clone, Debug)]
pub struct Till {
    address: String,
    key: String,
}

impl Sandbox {
    /// In `folder/sandbox`, without faults; nothing is there yet.
    pub fn in_folder(folder: &Path, time: Time) -> Self {
        Self {
            dir: folder.join("sandbox"),
            time,
            faults: None,
        }
    }

    /// The file with the key, which is there once it was started.
    pub fn key_file(&self) -> PathBuf {
        self.dir.join("key")
    }

    /// The command, not started yet.
    pub fn command(&self, listen: &str) -> Outcome<Command> {
        let mut command = Command::new(binary("payung-sandbox-acquirer")?);
        command.args(["--listen", listen, "--dir"]).arg(&self.dir);
        if let Some(seed) = self.faults {
            command.args(["--faults", &seed.to_string()]);
        }
        command.args(self.time.options()?);
        Ok(command)
    }

    /// Starts it and waits until it listens. `listen`: `127.0.0.1:0` for any free port.
    pub fn serve(&self, listen: &str) -> Outcome<Serving> {
        std::fs::create_dir_all(&self.dir)?;
        Serving::start(self.command(listen)?, self.dir.join("log"))
    }

    /// A client of a process that runs in this folder.
    pub fn till(&self, serving: &Serving) -> Outcome<Till> {
        Ok(Till {
            address: serving.address().to_owned(),
            key: std::fs::read_to_string(self.key_file())?.trim().to_owned(),
        })
    }
}

impl Till {
    /// A client of the sandbox at `address:port` who pays only: it has no key.
    pub fn at(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            key: String::new(),
        }
    }

    /// One request without a key.
    pub fn ask(&self, method: &str, path: &str, body: &str) -> Outcome<Answer> {
        Connection::new(&self.address)?.ask(method, path, &[], body.as_bytes())
    }

    /// One request as an office makes it.
    pub fn ask_with_key(&self, method: &str, path: &str, body: &Value) -> Outcome<Answer> {
        let key = [("authorization", format!("Bearer {}", self.key))];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        Connection::new(&self.address)?.ask(method, path, &key, body.as_bytes())
    }

    /// Somebody pays, as `POST /sandbox/pay` takes it; the payment's reference.
    ///
    /// # Errors
    /// Status and short name of a refusal.
    pub fn pay(&self, order: &Value) -> Outcome<String> {
        let answer = self.ask("POST", "/sandbox/pay", &order.to_string())?;
        let told = answer.json();
        match told["reference"].as_str() {
            Some(reference) if answer.status == 200 => Ok(reference.to_owned()),
            _ => Err(format!(
                "{} {}",
                answer.status,
                told["error"].as_str().unwrap_or("?")
            )
            .into()),
        }
    }

    /// All codes, the newest first.
    pub fn codes(&self) -> Outcome<Vec<Value>> {
        self.list("codes")
    }

    /// All payments, the oldest first, with what went back of each.
    pub fn payments(&self) -> Outcome<Vec<Value>> {
        self.list("payments")
    }

    fn list(&self, what: &str) -> Outcome<Vec<Value>> {
        let answer = self.ask("GET", &format!("/sandbox/{what}"), "")?;
        if answer.status != 200 {
            return Err(format!("{what}: {answer:?}").into());
        }
        Ok(answer.json()[what].as_array().cloned().unwrap_or_default())
    }
}
