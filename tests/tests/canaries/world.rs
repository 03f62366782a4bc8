//! A phone, an office and the wire between them, of which everything is looked at.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use payung_model::content::Content;
use payung_model::text::{Lang, Message};
use payung_tests::Outcome;
use payung_tests::canary::{Canary, Leak, Seeker, Worker, digits, letters};
use payung_tests::clock::Time;
use payung_tests::office::Office;
use payung_tests::pty::Pty;
use payung_tests::stopwatch::Stopwatch;
use payung_tests::wire::Wire;
use serde_json::Value;

/// What lies below these names is not looked at: see `canaries.rs`.
const MAY_HOLD: &[&str] = &["answers", "officer"];

/// An office, the wire to it, a phone in folders of its own, and all that was found so far.
pub struct World {
    pub folder: tempfile::TempDir,
    pub office: Office,
    pub wire: Wire,
    pub worker: Worker,
    pub refused: Refused,
    pub seeker: Seeker,
    program: PathBuf,
    /// Every file that was ever looked at and was not empty.
    pub seen: BTreeSet<String>,
    /// How many looks at a process saw something.
    pub processes: u32,
    /// With the stage at which it was found.
    pub leaks: BTreeSet<(String, Leak)>,
}

/// Random answers that are not taken.
pub struct Refused {
    letters: String,
    digits: String,
    phone: String,
    name: String,
    photo: String,
    pub half_typed: String,
}

impl Refused {
    pub fn invent() -> Outcome<Self> {
        Ok(Self {
            letters: letters(16)?,
            digits: format!("9{}", digits(19)?),
            phone: format!("021{}", digits(10)?),
            name: format!("{}7", letters(16)?),
            photo: letters(16)?,
            half_typed: format!("0819{}", digits(7)?),
        })
    }

    pub fn answers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("occupation", self.letters.clone()),
            ("income", self.letters.clone()),
            ("nik", self.digits.clone()),
            ("name", self.name.clone()),
            ("birth_date", self.digits[..12].to_owned()),
            ("phone", self.phone.clone()),
            ("ktp", format!("/nowhere/{}.jpg", self.photo)),
        ]
    }

    pub fn canaries(&self) -> Vec<Canary> {
        vec![
            Canary::word("refused income and occupation", &self.letters),
            Canary::of("refused nik", vec![self.digits.clone()]),
            Canary::of("refused birth date", vec![self.digits[..12].to_owned()]),
            Canary::word("refused name", &self.name[..16]),
            Canary::of("refused phone", vec![self.phone.clone()]),
            Canary::word("refused photo's file name", &self.photo),
            Canary::of("half-typed phone", vec![self.half_typed.clone()]),
        ]
    }
}

impl World {
    pub fn new(program: PathBuf) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let wire = Wire::new()?;
        wire.record();
        let office = Office::found_by(folder.path(), &wire.url, Time::Machine)?;
        let (worker, refused) = (Worker::invent()?, Refused::invent()?);
        worker.write(&folder.path().join("answers"))?;
        for own in ["tmp", "user", "here", "said"] {
            std::fs::create_dir(folder.path().join(own))?;
        }
        let seeker = Seeker::of(
            worker
                .canaries()
                .into_iter()
                .chain(refused.canaries())
                .collect(),
        );
        Ok(Self {
            folder,
            office,
            wire,
            worker,
            refused,
            seeker,
            program,
            seen: BTreeSet::new(),
            processes: 0,
            leaks: BTreeSet::new(),
        })
    }

    /// The terminal, with every folder that the system could offer it inside the folder that is
    /// looked at.
    pub fn command(&self, args: &[&str]) -> Command {
        let at = |name: &str| self.folder.path().join(name);
        let mut command = Command::new(&self.program);
        command
            .env_clear()
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm")
            .env("RUST_BACKTRACE", "full");
        // The office inherits a clock that is 400 days ahead (scripts/later.sh), so the terminal
        // must have it too.
        let clock = std::env::vars_os()
            .filter(|(name, _)| name == "LD_PRELOAD" || name.to_string_lossy().contains("FAKE"));
        command.envs(clock);
        command
            .env("TMPDIR", at("tmp"))
            .env("HOME", at("user"))
            .current_dir(at("here"));
        for name in [
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "XDG_STATE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_RUNTIME_DIR",
        ] {
            command.env(name, at("user").join(name));
        }
        command
            .arg("--home")
            .arg(at("phone"))
            .arg("--trust")
            .arg(at("trust.json"))
            .args(args)
            .stdin(Stdio::null());
        command
    }

    /// Runs to the end; stdout, stderr and what the system tells about the process are looked at.
    pub fn run(&mut self, args: &[&str]) -> Outcome<Output> {
        let output = self.run_telling(args)?;
        self.hear(&args.join(" "), "stdout", &output.stdout);
        Ok(output)
    }

    /// The same, but stdout is asked to tell something of the worker.
    pub fn run_telling(&mut self, args: &[&str]) -> Outcome<Output> {
        let mut child = self
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        self.watch(&mut child, Duration::from_secs(120))?;
        let output = child.wait_with_output()?;
        self.hear(&args.join(" "), "stderr", &output.stderr);
        Ok(output)
    }

    /// Kills it after a while; false when it had ended by itself.
    pub fn kill_after(&mut self, moment: Duration, args: &[&str]) -> Outcome<bool> {
        let said = |stream: &str| {
            std::fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(self.folder.path().join("said").join(stream))
        };
        let mut child = self
            .command(args)
            .stdout(said("stdout")?)
            .stderr(said("stderr")?)
            .spawn()?;
        let runs = self.watch(&mut child, moment)?;
        child.kill()?;
        child.wait()?;
        Ok(runs)
    }

    /// Looks at the process again and again; true when it still runs after that time.
    fn watch(&mut self, child: &mut Child, time: Duration) -> Outcome<bool> {
        let watch = Stopwatch::start();
        let mut found = BTreeSet::new();
        while child.try_wait()?.is_none() {
            self.processes += u32::from(self.seeker.look_at_process(child.id(), &mut found));
            if watch.elapsed() >= time {
                self.found("running", found);
                return Ok(true);
            }
            std::thread::sleep(Duration::from_millis(1).min(time));
        }
        self.found("running", found);
        Ok(false)
    }

    pub fn json(&mut self, args: &[&str]) -> Outcome<Value> {
        let output = self.run_telling(&[&["--json"], args].concat())?;
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    pub fn registration(&mut self) -> Outcome<String> {
        Ok(self.json(&["status"])?[0]["registration"]
            .as_str()
            .ok_or("no registration")?
            .to_owned())
    }

    /// A command of the office, whose output must not tell an answer.
    pub fn desk(&mut self, args: &[&str]) -> Outcome<Output> {
        let output = self.office.run(args)?;
        self.hear(&format!("office {}", args[0]), "stdout", &output.stdout);
        self.hear(&format!("office {}", args[0]), "stderr", &output.stderr);
        Ok(output)
    }

    pub fn talk(&self, args: &[&str]) -> Outcome<Pty> {
        Pty::start(self.command(args))
    }

    /// Waits for the question, or for what is said without drawing it again; looks at everything as
    /// it is then; types.
    pub fn type_in(&mut self, talk: &mut Pty, question: &str, typed: &str) -> Outcome<()> {
        match question {
            "occupation not found" => talk.wait_for("Tidak ada yang cocok")?,
            "occupation found" => talk.wait_for("Nelayan")?,
            "ktp refused" => talk.wait_for("!")?,
            _ => talk.wait_for(&title(question)?)?,
        }
        let mut found = BTreeSet::new();
        self.processes += u32::from(self.seeker.look_at_process(talk.pid(), &mut found));
        self.found("typing", found);
        self.look(&format!("typing, before {question}"))?;
        talk.type_line(typed)
    }

    /// At everything in the folder and on the wire; the files that were there.
    pub fn look(&mut self, stage: &str) -> Outcome<Vec<String>> {
        let looked = self.seeker.look(self.folder.path(), MAY_HOLD)?;
        self.found(stage, looked.leaks);
        for heard in self.wire.heard() {
            self.hear(stage, "the wire", &heard);
        }
        let name = |(path, _): &(PathBuf, usize)| path.display().to_string();
        self.seen
            .extend(looked.files.iter().filter(|(_, size)| *size > 0).map(name));
        let files = looked.files.iter().map(name).collect();
        Ok(files)
    }

    pub fn hear(&mut self, stage: &str, place: &str, bytes: &[u8]) {
        let found = self.seeker.seek(bytes, place);
        self.found(stage, found);
    }

    fn found(&mut self, stage: &str, leaks: BTreeSet<Leak>) {
        self.leaks
            .extend(leaks.into_iter().map(|leak| (stage.to_owned(), leak)));
    }
}

/// A question as the screen asks it.
pub fn title(question: &str) -> Outcome<String> {
    Ok(Content::built_in()?
        .texts
        .format(Lang::Id, &Message::new(format!("q-{question}"))))
}
