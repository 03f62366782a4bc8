//! A disk whose power can go, and that can be full: a program is started with a recorder between it
//! and its files (`tests/recorder`), and what it asked of the disk is played again.
//!
//! | part | does |
//! |---|---|
//! | [`Disk`] | starts programs (or this test again) with the recorder |
//! | [`Control`] | which calls fail, from outside or inside that program |
//! | [`log`] | what was asked, in order |
//! | [`image`] | what would be left on the disk if the power had gone at one moment |
//!
//! Linux with glibc only ([`Disk::new`] says so elsewhere): the recorder is loaded by `LD_PRELOAD`.

pub mod image;
pub mod log;

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, binary};

/// `ENOSPC`, `EIO`: what a full and a failing disk say.
pub const FULL: u64 = 28;
/// See [`FULL`].
pub const BROKEN: u64 = 5;

/// Calls that need room: writes, longer files, new names and folders.
pub const GROW: u64 = 1;
/// Calls that make durable.
pub const SYNC: u64 = 2;
/// Calls that take bytes or names away, or change a name.
pub const SHRINK: u64 = 4;

/// What is watched, and where it is written down.
pub struct Disk {
    /// Everything below is watched; absolute, without links.
    pub root: PathBuf,
    /// Beside the root.
    log: PathBuf,
    control: PathBuf,
    recorder: PathBuf,
}

/// The numbers that test and recorder share.
pub struct Control(File);

impl Disk {
    /// Watches `folder/disk`, which is made. None where there is no recorder: this is not Linux.
    pub fn new(folder: &Path) -> Outcome<Option<Self>> {
        if !cfg!(all(target_os = "linux", target_env = "gnu")) {
            println!("skipped: the recorder is loaded by LD_PRELOAD, with glibc on Linux");
            return Ok(None);
        }
        let folder = folder.canonicalize()?;
        let (root, control) = (folder.join("disk"), folder.join("control"));
        std::fs::create_dir(&root)?;
        std::fs::write(&control, [0; 64])?;
        Ok(Some(Self {
            root,
            log: folder.join("log"),
            control,
            recorder: binary("libpayung_recorder.so")?,
        }))
    }

    /// That command, watched; `recorded`: with a log.
    pub fn watch<'a>(&self, command: &'a mut Command, recorded: bool) -> &'a mut Command {
        command.envs(self.env(recorded))
    }

    /// The environment of what is watched.
    pub fn env(&self, recorded: bool) -> Vec<(&'static str, PathBuf)> {
        let mut env = vec![
            ("LD_PRELOAD", self.recorder.clone()),
            ("PAYUNG_DISK_ROOT", self.root.clone()),
            ("PAYUNG_DISK_CONTROL", self.control.clone()),
        ];
        if recorded {
            env.push(("PAYUNG_DISK_LOG", self.log.clone()));
        }
        env
    }

    /// Runs one test of this file again, in a process of its own that is watched; its environment
    /// gets `name=value`.
    pub fn again(&self, test: &str, recorded: bool, given: &[(&str, &Path)]) -> Outcome<()> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([
            test,
            "--exact",
            "--nocapture",
            "--test-threads=1",
            "--include-ignored",
        ]);
        command
            .env("PAYUNG_WATCHED", test)
            .envs(given.iter().copied());
        let output = self.watch(&mut command, recorded).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        // The test harness may have begun the line.
        said.lines()
            .filter_map(|line| line.split_once("note: "))
            .for_each(|(_, note)| println!("{note}"));
        if output.status.success() {
            return Ok(());
        }
        Err(format!(
            "{test}: {}\n{said}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )
        .into())
    }

    /// Is this the process that [`Disk::again`] started for that test?
    pub fn watches(test: &str) -> bool {
        std::env::var("PAYUNG_WATCHED").is_ok_and(|name| name == test)
    }

    /// From outside.
    pub fn control(&self) -> Outcome<Control> {
        Control::open(&self.control)
    }

    /// What was asked so far.
    pub fn asked(&self) -> Outcome<Vec<log::DiskEvent>> {
        log::read(&std::fs::read(&self.log)?)
    }
}

impl Control {
    fn open(path: &Path) -> Outcome<Self> {
        Ok(Self(OpenOptions::new().read(true).write(true).open(path)?))
    }

    /// From inside a program that is watched.
    pub fn here() -> Outcome<Self> {
        Self::open(Path::new(&std::env::var("PAYUNG_DISK_CONTROL")?))
    }

    /// Lines in the log.
    pub fn lines(&self) -> Outcome<u64> {
        self.number(0)
    }

    /// From now on: of the calls of that kind ([`GROW`] | [`SYNC`] | [`SHRINK`]), number `from`
    /// (counted from 0) and those after it fail, at most `count` of them.
    pub fn fail(&self, acts: u64, from: u64, count: u64, error: u64) -> Outcome<()> {
        self.set(5, 0)?;
        for (place, value) in [
            (1, 0),
            (2, from),
            (3, from.saturating_add(count)),
            (4, error),
            (6, 0),
            (5, acts),
        ] {
            self.set(place, value)?;
        }
        Ok(())
    }

    /// Nothing fails any more; how many did.
    pub fn heal(&self) -> Outcome<u64> {
        self.set(5, 0)?;
        self.number(6)
    }

    fn number(&self, place: u64) -> Outcome<u64> {
        let mut bytes = [0; 8];
        self.0.read_exact_at(&mut bytes, place * 8)?;
        Ok(u64::from_ne_bytes(bytes))
    }

    fn set(&self, place: u64, value: u64) -> Outcome<()> {
        Ok(self.0.write_all_at(&value.to_ne_bytes(), place * 8)?)
    }
}

/// A folder in memory, if this machine has one: what a test puts there costs no disk.
pub fn in_memory() -> Outcome<tempfile::TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() {
        tempfile::tempdir_in(memory)?
    } else {
        tempfile::tempdir()?
    })
}
