//! `office doctor`

use clap::Args;

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line};
use crate::doctor::{ExamineOptions, Verdict, examine};
use crate::failure::Failure;

#[derive(Args)]
pub(super) struct DoctorArgs {
    #[command(flatten)]
    keys: KeyArgs,
    /// This machine has no keys (intake alone).
    #[arg(long)]
    no_keys: bool,
    /// As given to `serve`, in MiB.
    #[arg(long, default_value_t = 256)]
    min_free: u64,
    /// Days that a registration may wait for a decision.
    #[arg(long, default_value_t = 3)]
    queue_days: u32,
    /// Days after which another backup should have been made.
    #[arg(long, default_value_t = 1)]
    backup_days: u32,
    /// Read every photo and compare its digest.
    #[arg(long)]
    deep: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl DoctorArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let keys = if self.no_keys {
            None
        } else {
            Some(desk.key_folder(&self.keys)?)
        };
        let findings = examine(&ExamineOptions {
            dir: &desk.dir,
            database: &desk.database,
            keys,
            passphrase: self.keys.passphrase()?,
            now: desk.now(),
            min_free: self.min_free << 20,
            queue_days: self.queue_days,
            backup_days: self.backup_days,
            deep: self.deep,
        });
        if self.json {
            print_json(&findings)?;
        } else {
            for finding in &findings {
                let sign = match finding.verdict {
                    Verdict::Ok => "ok",
                    Verdict::Look => "look",
                    Verdict::Bad => "BAD",
                };
                print_line(&format!("{sign:<5} {:<10} {}", finding.what, finding.words))?;
            }
        }
        match findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Bad)
            .count()
        {
            0 => Ok(()),
            count => {
                Err(std::io::Error::other(format!("{count} of {} are bad", findings.len())).into())
            }
        }
    }
}
