//! `office audit`, `office audit verify | checkpoint | restored`

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use payung_model::typed::without_bom;

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line, print_note};
use crate::checkpoint::Checkpoint;
use crate::desk::printable;
use crate::failure::Failure;
use crate::store::{AuditRow, ChainBreak, ChainPoint, ChainReport};

/// Rows that are read from the database at once.
const PAGE: u32 = 1000;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct AuditArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    command: Option<AuditCommand>,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Walk along the whole log; 1 when a row was changed, removed, added or put elsewhere.
    Verify(VerifyArgs),
    /// Print a signed line that says how far the log has come, for somebody who keeps it elsewhere.
    Checkpoint(CheckpointArgs),
    /// Take the log and the officers as they are for the right ones, after a restore.
    Restored(RestoredArgs),
}

#[derive(Args)]
struct VerifyArgs {
    /// A file of lines that `office audit checkpoint` printed: the log must still go through each.
    #[arg(long)]
    checkpoints: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Args)]
struct CheckpointArgs {
    /// Write the line behind those of this file instead.
    #[arg(long)]
    to: Option<PathBuf>,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Args)]
struct RestoredArgs {
    #[command(flatten)]
    keys: KeyArgs,
}

impl AuditArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self.command {
            Some(AuditCommand::Verify(verify)) => verify.run(desk),
            Some(AuditCommand::Checkpoint(checkpoint)) => checkpoint.run(desk),
            Some(AuditCommand::Restored(restored)) => restored.run(desk),
            None => list(desk, self.json),
        }
    }
}

impl VerifyArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let kept = self.checkpoints.as_deref().map(read).transpose()?;
        let kept = kept.unwrap_or_default();
        let store = desk.office()?;
        let keys = desk.keys(&self.keys)?;
        // What is found must not be changed by looking.
        store.take_key_to_look(keys.desk()?, keys.head());
        let mut passed = vec![false; kept.len()];
        let report = store.verify_audit(&mut |point| {
            for (kept, passed) in kept.iter().zip(&mut passed) {
                *passed |= kept.is_at(&point);
            }
        })?;
        if self.json {
            print_json(&report)?;
        } else {
            print_report(&report)?;
        }
        let mut wrong = !report.is_sound();
        for (kept, passed) in kept.iter().zip(&passed) {
            if !passed {
                print_note(&format!(
                    "the log does not go through the checkpoint of row {} of {}",
                    kept.point.seq, kept.at
                ));
                wrong = true;
            }
            if kept.key != keys.current().public() {
                print_note(&format!(
                    "the checkpoint of row {} is signed by {}, which is not the key of today: compare it with what you noted",
                    kept.point.seq, kept.key
                ));
            }
        }
        if wrong {
            return Err(std::io::Error::other("the audit log is not what the office wrote").into());
        }
        Ok(())
    }
}

fn print_report(report: &ChainReport) -> Result<(), Failure> {
    if let Some((seq, what)) = report.broken {
        print_line(&match what {
            ChainBreak::Missing => format!("row {seq} is missing"),
            ChainBreak::Changed => format!("row {seq} was changed, or does not belong there"),
            ChainBreak::Inserted => {
                format!("row {seq} was added without the office's keys, among older rows")
            }
            ChainBreak::CutOff => {
                format!("the log went on once: what was row {seq} is not there any more")
            }
        })?;
    }
    for seq in &report.strangers {
        print_line(&format!(
            "row {seq} was written without the office's keys, and says what only the office writes with them"
        ))?;
    }
    print_line(&format!(
        "{} rows: {} from before there was a chain, {} written without the keys, {} of the last not seen yet",
        report.rows, report.before, report.adopted, report.waiting
    ))
}

impl CheckpointArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (keys, store) = desk.keyed_office(&self.keys)?;
        let mut last: Option<ChainPoint> = None;
        let report = store.verify_audit(&mut |point| last = Some(point))?;
        if !report.is_sound() {
            print_report(&report)?;
            return Err(std::io::Error::other(
                "nothing is signed: the audit log is not what the office wrote",
            )
            .into());
        }
        let Some(point) = last else {
            return Err(Failure::Input("the audit log is empty".into()));
        };
        let line = Checkpoint::sign(point, desk.now(), keys.current()).to_string();
        match &self.to {
            None => print_line(&line),
            Some(file) => {
                crate::files::touch_private(file)
                    .map_err(|error| super::desk::named(file, &error))?;
                let add = || {
                    let mut file = std::fs::OpenOptions::new().append(true).open(file)?;
                    file.write_all(format!("{line}\n").as_bytes())?;
                    file.sync_all()
                };
                add().map_err(|error| super::desk::named(file, &error))?;
                print_line(&format!("row {} in {}", point.seq, file.display()))
            }
        }
    }
}

impl RestoredArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let keys = desk.keys(&self.keys)?;
        store.take_key_to_look(keys.desk()?, keys.head());
        let repaired = super::backup::accept(&store, &desk.entry("audit restored", ""))?;
        if let Some(repaired) = repaired {
            repaired.print()?;
        }
        print_line("this log and these officers are the right ones from now on")
    }
}

fn read(file: &std::path::Path) -> Result<Vec<Checkpoint>, Failure> {
    let text = std::fs::read(file).map_err(|error| super::desk::named(file, &error))?;
    let text = String::from_utf8_lossy(without_bom(&text)).into_owned();
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            line.parse().map_err(|problem| {
                Failure::Input(format!("{}:{}: {problem}", file.display(), number + 1))
            })
        })
        .collect()
}

fn list(desk: &Desk, json: bool) -> Result<(), Failure> {
    let store = desk.office()?;
    let mut after = 0;
    let mut all = Vec::new();
    loop {
        let page = store.audit_after(after, PAGE)?;
        after = page.last().map_or(after, |row| row.seq);
        let is_last = page.len() < PAGE as usize;
        if json {
            all.extend(page);
        } else {
            page.iter().try_for_each(print)?;
        }
        if is_last {
            break;
        }
    }
    if json { print_json(&all) } else { Ok(()) }
}

fn print(row: &AuditRow) -> Result<(), Failure> {
    let line = format!(
        "{}  {}  {}  {}  {}  {}",
        row.seq,
        row.at,
        printable(&row.officer),
        row.action,
        row.id.as_deref().unwrap_or_default(),
        printable(&row.detail)
    );
    print_line(line.trim_end())
}
