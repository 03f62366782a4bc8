//! A real office in a process of its own, on a free port of this machine.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use payung_core::Clock;
use payung_office::store::{DatabaseUrl, Store};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::clock::{HandClock, Time};
use crate::phone::Phone;
use crate::postgres::PostgresServer;
use crate::shell::Shell;
use crate::{Outcome, binary};

/// An office's folder, and the commands an operator types.
pub struct Office {
    /// Where the trust file and the phones are.
    pub folder: PathBuf,
    /// Database and photos.
    pub dir: PathBuf,
    /// Private keys: never beside the database.
    pub keys: PathBuf,
    /// The clock of all commands that follow, and of the phones that this office makes.
    pub time: Time,
    /// Its database, as `--database` takes it; none for the file in its folder. With
    /// `PAYUNG_TEST_DATABASE=postgres` in the environment every office gets one of its own in a
    /// server that the tests start.
    pub database: Option<String>,
    /// In the environment of every command: a recorder, mostly (see [`crate::disk::Disk::env`]).
    pub env: Vec<(&'static str, PathBuf)>,
}

/// A running server: `office serve`, or another program. Killed (SIGKILL) when dropped.
pub struct Serving {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub url: String,
    /// Where its log goes.
    pub log: PathBuf,
}

impl Office {
    /// An office in `folder`, with keys, a first signed bundle, and a trust file for `url` at
    /// `folder/trust.json`. Its clock is moved by hand.
    pub fn found(folder: &Path, url: &str) -> Outcome<Self> {
        Self::found_by(folder, url, Time::by_hand())
    }

    /// The same by another clock.
    pub fn found_by(folder: &Path, url: &str, time: Time) -> Outcome<Self> {
        Self {
            time,
            ..Self::in_folder(folder)
        }
        .founded(folder, url)
    }

    /// Folders and names; nothing is there yet.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            dir: folder.join("office"),
            keys: folder.join("office-keys"),
            time: Time::by_hand(),
            database: None,
            env: Vec::new(),
        }
    }

    /// The terminal of a new phone in `folder/phone` that knows this office and goes by its clock.
    pub fn phone(&self) -> Phone {
        Phone {
            home: self.folder.join("phone"),
            trust: Some(self.folder.join("trust.json")),
            time: self.time.clone(),
        }
    }

    /// A new phone in `folder/shell`, within this process, that knows this office. Its clock shows
    /// the office's time and is moved apart from it, as a phone's clock may be wrong. An office on
    /// the machine's clock has no such phone.
    pub fn shell(&self) -> Outcome<Shell> {
        let Time::Hand(clock) = &self.time else {
            return Err(
                "a phone whose clock is moved by hand needs an office whose clock is, too".into(),
            );
        };
        let trust = std::fs::read_to_string(self.folder.join("trust.json"))?;
        Ok(Shell {
            trust: Some(trust),
            clock: HandClock::new(clock.now_millis()?),
            ..Shell::new(&self.folder)
        })
    }

    /// Makes keys, bundle and trust file as [`Office::found`] does.
    pub fn founded(self, folder: &Path, url: &str) -> Outcome<Self> {
        let office = Self {
            database: PostgresServer::database_asked_for()?,
            ..self
        };
        std::fs::create_dir_all(folder)?;
        let keys = office.keys.to_string_lossy().into_owned();
        let trust = office.run(&["trust", "--url", url, "--keys", &keys])?;
        std::fs::write(folder.join("trust.json"), trust.stdout)?;
        office.run(&["bundle", "sign", "--built-in", "--keys", &keys])?;
        Ok(office)
    }

    /// Runs one command; fails with what it said when it fails.
    ///
    /// Nobody accepts what nobody looked at, so a registration is shown before it is accepted.
    pub fn run(&self, args: &[&str]) -> Outcome<Output> {
        if let ["accept", id, rest @ ..] = args {
            let keys = rest
                .iter()
                .position(|arg| *arg == "--keys")
                .and_then(|place| rest.get(place..place + 2));
            self.run(&[&["show", id], keys.unwrap_or_default()].concat())?;
        }
        // Everybody here has one NIK, and the officers of these tests have compared them.
        let compared = args.first().filter(|word| **word == "accept");
        let args = [args, compared.map_or(&[][..], |_| &["--compared"])].concat();
        let output = self.command(&args)?.stdin(Stdio::null()).output()?;
        if output.status.success() {
            return Ok(output);
        }
        Err(format!(
            "office {}: {}",
            args.join(" "),
            String::from_utf8_lossy(&output.stderr)
        )
        .into())
    }

    /// One command, not started yet.
    pub fn command(&self, args: &[&str]) -> Outcome<Command> {
        let mut command = Command::new(binary("office")?);
        command
            .arg("--dir")
            .arg(&self.dir)
            .args(args)
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        command.args(self.time.options()?);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        Ok(command)
    }

    /// The office's data, opened by this process beside those that run.
    pub fn store(&self) -> Outcome<Store> {
        let database = self
            .database
            .as_deref()
            .unwrap_or("sqlite")
            .parse::<DatabaseUrl>()?;
        Ok(Store::open_at(&database, &self.dir)?)
    }

    /// Changes the database as no office would, for a test of what follows.
    pub fn spoil(&self, statements: &str) -> Outcome<()> {
        let Some(url) = &self.database else {
            let file = rusqlite::Connection::open(self.dir.join("office.db"))?;
            return Ok(file.execute_batch(&format!("PRAGMA foreign_keys = OFF; {statements}"))?);
        };
        let server = PostgresServer::shared()?;
        let name = url.rsplit('/').next().unwrap_or_default();
        server.sql(
            name,
            &format!("SET search_path = payung, payung_desk; {statements}"),
        )?;
        Ok(())
    }

    /// Runs one command with `--json` and reads its document.
    pub fn json(&self, args: &[&str]) -> Outcome<Value> {
        let output = self.run(&[args, &["--json"]].concat())?;
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// One pass of the opener.
    pub fn open(&self) -> Outcome<Output> {
        self.run(&["open", "--keys", &self.keys.to_string_lossy()])
    }

    /// Starts serving and waits until it listens. `listen`: `127.0.0.1:0` for any free port.
    ///
    /// It serves without a rate: a test asks for one registration, over and over, more often than
    /// an honest phone does. How often that is depends on the machine, and so would its result.
    pub fn serve(&self, listen: &str) -> Outcome<Serving> {
        self.listen(&[
            "serve",
            "--listen",
            listen,
            "--burst",
            "60000",
            "--per-second",
            "60000",
        ])
    }

    /// The same with the rates that an office has when nobody sets any.
    pub fn serve_with_rates(&self, listen: &str) -> Outcome<Serving> {
        self.listen(&["serve", "--listen", listen])
    }

    /// The officers' page, on a free port.
    pub fn page(&self) -> Outcome<Serving> {
        self.listen(&[
            "web",
            "--take-back-minutes",
            "0",
            // The browser of the tests has no authenticator app; `office/tests/web` has one.
            "--second-factor",
            "nobody",
            "--keys",
            &self.keys.to_string_lossy(),
        ])
    }

    fn listen(&self, args: &[&str]) -> Outcome<Serving> {
        let log = self
            .dir
            .join(format!("{}.log", args.first().unwrap_or(&"office")));
        std::fs::create_dir_all(&self.dir)?;
        Serving::start(self.command(args)?, log)
    }
}

impl Serving {
    /// Starts a program that says `listening on URL` in its first line, and waits for that line.
    pub fn start(mut command: Command, log: PathBuf) -> Outcome<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(
                std::fs::OpenOptions::new()
                    .create(true)
                    .append(true)
                    .open(&log)?,
            )
            .spawn()?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        if let Some(url) = line.trim().strip_prefix("listening on ") {
            return Ok(Self {
                child,
                url: url.to_owned(),
                log,
            });
        }
        let _ = child.kill();
        let _ = child.wait();
        let program = command.get_program().to_string_lossy().into_owned();
        let said = std::fs::read_to_string(&log)?;
        Err(format!("{program} said {line:?}: {said}").into())
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// SIGTERM, then waits: a graceful end.
    pub fn stop(mut self) -> Outcome<bool> {
        if let Some(pid) = Pid::from_raw(i32::try_from(self.child.id())?) {
            kill_process(pid, Signal::TERM)?;
        }
        Ok(self.child.wait()?.success())
    }

    /// Leaves it running; its process id.
    pub fn keep(self) -> u32 {
        let pid = self.child.id();
        std::mem::forget(self);
        pid
    }

    /// SIGKILL, now.
    pub fn kill(mut self) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
