//! A whole town: a real office, somebody rude in front of it, and a phone whose platform obeys.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use payung_core::{Payung, PayungError, RegistrationView, SyncReport};
use serde_json::Value;

use crate::clock::Time;
use crate::office::{Office, Serving};
use crate::rude::Rude;
use crate::shell::{Shell, card, make_ready, sync};
use crate::{Outcome, samples};

/// Everything is removed, and the office killed, when it is dropped.
pub struct Town {
    /// The phone.
    pub shell: Shell,
    /// What stands between phone and office.
    pub rude: Rude,
    /// The office's commands.
    pub office: Office,
    /// Serves behind [`Town::rude`].
    pub serving: Serving,
    /// A drawn card.
    pub card: PathBuf,
    /// All of it.
    pub folder: tempfile::TempDir,
}

impl Town {
    /// Founded and serving; the phone has not been opened yet.
    pub fn new() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let rude = Rude::new()?;
        let office = Office::found(folder.path(), &rude.url)?;
        let serving = office.serve("127.0.0.1:0")?;
        rude.behind(Some(serving.address()));
        let shell = office.shell()?;
        let card = card(folder.path())?;
        samples::write(&folder.path().join("answers"), &samples::answers(), None)?;
        Ok(Self {
            shell,
            rude,
            office,
            serving,
            card,
            folder,
        })
    }

    /// The phone, opened.
    pub fn open(&self) -> Outcome<Arc<Payung>> {
        Ok(self.try_to_open()?)
    }

    /// The same, with the API's own error. Patiently: a process that another test forks holds a
    /// copy of the home's lock until it runs its program.
    pub fn try_to_open(&self) -> Result<Arc<Payung>, PayungError> {
        for _ in 0..100 {
            match self.shell.open() {
                Err(PayungError::TryLater { .. }) => std::thread::sleep(Duration::from_millis(50)),
                opened => return opened,
            }
        }
        self.shell.open()
    }

    /// The sample worker, made ready on it.
    pub fn ready(&self, payung: &Payung) -> Outcome<RegistrationView> {
        make_ready(payung, &self.card)
    }

    /// Two days later for the phone and for the office: longer than any pause between tries.
    pub fn much_later(&self) {
        let time = Duration::from_secs(2 * 86_400);
        self.shell.clock.forward(time);
        if let Time::Hand(clock) = &self.office.time {
            clock.forward(time);
        }
    }

    /// Syncs a few times, each much later than the last, until nothing waits.
    pub fn sync_in_the_end(&self, payung: &Payung) -> Outcome<SyncReport> {
        for _ in 0..6 {
            self.much_later();
            let report = sync(payung)?;
            if report.waiting == 0 {
                return Ok(report);
            }
        }
        Err(format!("something still waits: {:?}", sync(payung)?).into())
    }

    /// What the office lists.
    pub fn listed(&self) -> Outcome<Vec<Value>> {
        Ok(self
            .office
            .json(&["list"])?
            .as_array()
            .cloned()
            .unwrap_or_default())
    }

    /// The office's line about one registration.
    pub fn filed(&self, registration: &str) -> Outcome<Option<Value>> {
        Ok(self
            .listed()?
            .into_iter()
            .find(|line| line["id"] == registration))
    }

    /// `--keys`
    pub fn keys(&self) -> String {
        self.office.keys.to_string_lossy().into_owned()
    }
}
