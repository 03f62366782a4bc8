//! A town in which people pay: an office that makes bills, the sandbox acquirer, phones, and one
//! clock for all of them, moved by hand.
//!
//! Nothing runs beside the intake and the acquirer: [`PayingTown::pass`] is one pass of the opener
//! and of billing in a process of its own, so that a test says when something happens.

use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use payung_core::{BillPhase, BillView, Clock, Payung, RegistrationView};
use payung_model::content::Content;
use payung_model::engine::ScreenKind;
use payung_model::secret::Secret;
use payung_model::units::Timestamp;
use serde_json::{Value, json};

use crate::clock::{HandClock, Time};
use crate::disk::Disk;
use crate::office::{Office, Serving};
use crate::sandbox::{MERCHANT, Sandbox, Till};
use crate::shell::{Shell, go_on, text};
use crate::wire::Wire;
use crate::{Outcome, samples};

/// All of it. Everything is removed, and all processes are killed, when it is dropped.
pub struct PayingTown {
    /// The office's commands.
    pub office: Office,
    /// The intake, until it is stopped.
    pub serving: Option<Serving>,
    /// The acquirer's folder.
    pub sandbox: Sandbox,
    /// The acquirer, until it is killed.
    pub acquiring: Option<Serving>,
    /// Between phones and the intake.
    pub wire: Wire,
    /// Between the office and the acquirer.
    pub acquirer_wire: Wire,
    /// Everybody's clock.
    pub clock: Arc<HandClock>,
    /// All of it.
    pub folder: tempfile::TempDir,
}

/// A phone with one registration on it.
pub struct PayingPhone {
    /// The phone, open.
    pub payung: Arc<Payung>,
    /// The registration.
    pub registration: String,
}

impl PayingTown {
    /// Founded and serving, with rules that name the sandbox's merchant; at 23 November 2026, 09:00.
    ///
    /// # Errors
    /// What could not be made or started.
    pub fn new(faults: Option<u64>) -> Outcome<Self> {
        Self::founded(faults, None)
    }

    /// The same, with a recorder between the office and its disk.
    ///
    /// # Errors
    /// What could not be made or started.
    pub fn watched(disk: &Disk) -> Outcome<Self> {
        Self::founded(None, Some(disk))
    }

    fn founded(faults: Option<u64>, disk: Option<&Disk>) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let (wire, acquirer_wire) = (Wire::new()?, Wire::new()?);
        let time = Time::by_hand();
        let Time::Hand(clock) = &time else {
            return Err("not by hand".into());
        };
        let clock = Arc::clone(clock);
        let office = Office {
            time: time.clone(),
            env: disk.map(|disk| disk.env(true)).unwrap_or_default(),
            ..Office::in_folder(disk.map_or(folder.path(), |disk| &disk.root))
        };
        let office = office.founded(folder.path(), &wire.url)?;
        let sandbox = Sandbox {
            faults,
            ..Sandbox::in_folder(folder.path(), time)
        };
        let mut town = Self {
            office,
            serving: None,
            sandbox,
            acquiring: None,
            wire,
            acquirer_wire,
            clock,
            folder,
        };
        town.name_merchant(MERCHANT)?;
        town.serve()?;
        town.start_acquirer()?;
        Ok(town)
    }

    /// Signs the next bundle, whose rules name this merchant and no other.
    pub fn name_merchant(&self, merchant: &str) -> Outcome<()> {
        self.sign_rules(merchant, |_| {})
    }

    /// The same with a change of the tariff.
    pub fn sign_rules(&self, merchant: &str, change: impl FnOnce(&mut Value)) -> Outcome<()> {
        let merchant: Value = serde_json::from_str(merchant)?;
        let folder = self.folder.path().join("content");
        write_content(&folder, &merchant)?;
        let tariff = folder.join("tariff.json");
        let mut rules = serde_json::from_slice(&std::fs::read(&tariff)?)?;
        change(&mut rules);
        std::fs::write(&tariff, serde_json::to_vec(&rules)?)?;
        self.office.run(&[
            "bundle",
            "sign",
            &folder.to_string_lossy(),
            "--keys",
            &self.keys(),
        ])?;
        Ok(())
    }

    /// Starts the intake (again): it goes by the time that the clock shows now.
    pub fn serve(&mut self) -> Outcome<()> {
        self.serving = None;
        let serving = self.office.serve("127.0.0.1:0")?;
        self.wire.connect(Some(serving.address()));
        self.serving = Some(serving);
        Ok(())
    }

    /// Starts the acquirer (again), by the time that the clock shows now.
    pub fn start_acquirer(&mut self) -> Outcome<()> {
        self.acquiring = None;
        let acquiring = self.sandbox.serve("127.0.0.1:0")?;
        self.acquirer_wire.connect(Some(acquiring.address()));
        self.acquiring = Some(acquiring);
        Ok(())
    }

    /// Kills the acquirer. Nobody answers in its place.
    pub fn kill_acquirer(&mut self) -> Outcome<()> {
        self.acquirer_wire.connect(None);
        self.acquiring.take().map_or(Ok(()), Serving::kill)
    }

    /// Who pays at the acquirer.
    pub fn till(&self) -> Outcome<Till> {
        self.sandbox
            .till(self.acquiring.as_ref().ok_or("no acquirer runs")?)
    }

    /// One pass of the opener and of billing, not started yet.
    pub fn passing(&self) -> Outcome<Command> {
        self.office.command(&self.pass_args(&["open"]).each())
    }

    /// One pass of the opener and of billing, some seconds later.
    pub fn pass(&self) -> Outcome<Output> {
        self.later(Duration::from_secs(2));
        self.office.run(&self.pass_args(&["open"]).each())
    }

    /// An intake that opens and bills beside, in one process that goes on.
    pub fn serve_all(&mut self) -> Outcome<()> {
        self.serving = None;
        let args = self.pass_args(&["serve", "--open", "--listen", "127.0.0.1:0"]);
        let log = self.office.dir.join("serve.log");
        let serving = Serving::start(self.office.command(&args.each())?, log)?;
        self.wire.connect(Some(serving.address()));
        self.serving = Some(serving);
        Ok(())
    }

    fn pass_args(&self, command: &[&str]) -> Words {
        let key = self.sandbox.key_file().to_string_lossy().into_owned();
        let given = [
            "--keys",
            &self.keys(),
            "--acquirer",
            &self.acquirer_wire.url,
        ]
        .map(String::from);
        let words = command.iter().map(|word| (*word).to_owned()).chain(given);
        Words(words.chain(["--acquirer-key".to_owned(), key]).collect())
    }

    /// Syncs, answers, makes bills and cancels them, until all is told.
    pub fn settle(&self, phones: &[&PayingPhone]) -> Outcome<()> {
        for _ in 0..4 {
            for phone in phones {
                phone.sync()?;
            }
            self.later(Duration::from_secs(60));
            self.pass()?;
        }
        phones.iter().try_for_each(|phone| phone.sync())
    }

    /// A member agrees that somebody else pays, and gets the code for it.
    pub fn pay_code(&self, member: &PayingPhone) -> Outcome<String> {
        let registrations = member.payung.registrations();
        let view = registrations.request(member.registration.clone())?;
        let answers =
            json!({ "request": "pay_code", "pay_code_note": true, "consent_pay_code": true });
        let draft = go_on(&member.payung, view, &answers, std::path::Path::new(""))?;
        registrations.ready(draft)?;
        self.settle(&[member])?;
        let view = member.payung.payers().of(member.registration.clone())?;
        Ok(view.code.ok_or("no code came")?.code.reveal().to_owned())
    }

    /// So much later for everybody.
    pub fn later(&self, time: Duration) {
        self.clock.forward(time);
    }

    /// The clock shows that time from now on, and the intake is started again with it.
    pub fn at(&mut self, text: &str) -> Outcome<()> {
        self.clock.set(text.parse::<Timestamp>()?.millis());
        self.serve()
    }

    /// Milliseconds since 1970 that the clock shows.
    pub fn now(&self) -> Outcome<i64> {
        Ok(self.clock.now_millis()?)
    }

    /// `--keys`
    pub fn keys(&self) -> String {
        self.office.keys.to_string_lossy().into_owned()
    }

    /// A new phone on which somebody with that NIK registers and sends. Numbers of four digits make
    /// each a NIK of their own.
    pub fn register(&self, serial: u16) -> Outcome<PayingPhone> {
        self.register_with(serial, |_| {})
    }

    /// The same with other answers.
    pub fn register_with(
        &self,
        serial: u16,
        change: impl FnOnce(&mut Value),
    ) -> Outcome<PayingPhone> {
        let (payung, registration) = self.prepare(serial, change)?;
        let worker = PayingPhone {
            payung,
            registration,
        };
        worker.sync()?;
        Ok(worker)
    }

    fn prepare(
        &self,
        serial: u16,
        change: impl FnOnce(&mut Value),
    ) -> Outcome<(Arc<Payung>, String)> {
        let mut answers = samples::answers();
        answers["nik"] = json!(format!("320101550190{serial:04}"));
        answers["months"] = json!("1");
        change(&mut answers);
        let shell = self.shell(&format!("phone-{serial}-{}", getrandom::u64()?))?;
        let payung = shell.open()?;
        let mut view = payung.drafts().start("bpu".into())?;
        while view.step.kind == ScreenKind::Question {
            let question = view.step.id.clone();
            // The photo may wait, and shrinking one takes longest.
            let typed = if question == "ktp" {
                Secret::default()
            } else {
                text(&answers[&question])
            };
            view = payung
                .drafts()
                .answer(view.draft, question.clone(), typed)?;
            if view.step.id == question {
                return Err(format!("{question} is asked again").into());
            }
        }
        let view: RegistrationView = payung.registrations().ready(view.draft)?;
        Ok((payung, view.registration))
    }

    /// A new phone that knows the office, in a folder of that name.
    pub fn shell(&self, name: &str) -> Outcome<Shell> {
        let trust = std::fs::read_to_string(self.folder.path().join("trust.json"))?;
        Ok(Shell {
            home: self.folder.path().join(name),
            trust: Some(trust),
            clock: Arc::clone(&self.clock),
            ..Shell::new(self.folder.path())
        })
    }
}

/// Words of a command line.
struct Words(Vec<String>);

impl Words {
    fn each(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

impl PayingPhone {
    /// Syncs to the end.
    pub fn sync(&self) -> Outcome<()> {
        let report = crate::shell::sync_now(&self.payung)?;
        if report.waiting + report.parked > 0 {
            return Err(format!("something waits: {report:?}").into());
        }
        Ok(())
    }

    /// Its bills, those that can be paid first.
    pub fn bills(&self) -> Outcome<Vec<BillView>> {
        Ok(self.payung.bills().list(self.registration.clone())?)
    }

    /// The bill that can be paid; there is one at most.
    pub fn open_bill(&self) -> Outcome<Option<BillView>> {
        let mut open = self.bills()?;
        open.retain(|bill| bill.phase == BillPhase::Open);
        if open.len() > 1 {
            return Err(format!("{} open bills", open.len()).into());
        }
        Ok(open.pop())
    }

    /// What the picture of a bill's QRIS code holds, as a scanner reads it.
    pub fn scan(&self, bill: &BillView) -> Outcome<String> {
        let code = self.payung.bills().code(bill.id.clone(), "qris".into())?;
        let width = code.width as usize;
        scan(width, code.border as usize, |x, y| {
            let place = y * width + x;
            let byte = code.modules.get(place / 8).copied().unwrap_or_default();
            byte >> (7 - place % 8) & 1 == 1
        })
    }
}

/// What a scanner reads off a QR code of so many modules with so many light ones around it.
pub fn scan(
    width: usize,
    border: usize,
    is_dark: impl Fn(usize, usize) -> bool,
) -> Outcome<String> {
    /// Pixels of a module.
    const SCALE: usize = 4;
    let side = (width + 2 * border) * SCALE;
    let within = border..width + border;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let (x, y) = (x / SCALE, y / SCALE);
        let dark = within.contains(&x) && within.contains(&y) && is_dark(x - border, y - border);
        if dark { 0 } else { u8::MAX }
    });
    let grids = image.detect_grids();
    let grid = grids.first().ok_or("no QR code in the picture")?;
    Ok(grid.decode()?.1)
}

/// The built-in rules in a folder, with that merchant as the only one.
pub fn write_content(folder: &std::path::Path, merchant: &Value) -> Outcome<()> {
    for (name, bytes) in Content::built_in_files() {
        let path = folder.join(&name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let bytes = if name == "payment.json" {
            let mut rules: Value = serde_json::from_slice(&bytes)?;
            rules["merchants"] = json!([merchant]);
            serde_json::to_vec(&rules)?
        } else {
            bytes
        };
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
