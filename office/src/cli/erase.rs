//! `office erase`, `office erased`

use clap::Args;
use payung_model::sealed::RegistrationId;

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line, print_note};
use crate::desk::{EraseRequest, Erased, erase, erased_list, find, notify_phones, printable};
use crate::failure::Failure;

/// Additions that are named, at most.
const FEW: u32 = 20;

#[derive(Args)]
pub(super) struct EraseArgs {
    /// Id or receipt code.
    id: String,
    /// The reason, for the office's own records. It stays, so write nothing personal.
    #[arg(long)]
    why: String,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Args)]
pub(super) struct ErasedArgs {
    /// As JSON: what `office restore --erased` reads.
    #[arg(long)]
    json: bool,
    /// Tell the phones that were not told yet, because their registrations were erased without the
    /// keys.
    #[arg(long, conflicts_with = "json")]
    tell: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

impl EraseArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let before = self
            .id
            .parse()
            .ok()
            .map(|id| store.tombstone(id))
            .transpose()?
            .flatten();
        // After a kill or a busy database the command is given again. Then the id is known only by
        // its tombstone.
        let id = before.map_or_else(|| find(&store, &self.id), |stone| Ok(stone.id))?;
        let keys = desk.keys_if_any(&self.keys, &store)?;
        let wanted = [EraseRequest {
            id,
            why: self.why,
            at: desk.now(),
            expected: None,
        }];
        let additions = store.completed_by(id, FEW)?;
        let count = erase(&store, &wanted, &keys, &desk.officer, desk.now())?;
        if keys.is_empty() {
            print_note(
                "its phone is not told: there are no keys here. Run `office erased --tell` with the keys",
            );
        }
        print_note(
            "backups made before still hold it: keep `office erased --json` for a restore, and let old backups go",
        );
        if !additions.is_empty() {
            let codes: Vec<String> = additions.iter().map(RegistrationId::receipt).collect();
            print_note(&format!(
                "what adds to it is still here, reports and requests among it; erase each: {}",
                codes.join(", ")
            ));
        }
        print_line(&format!(
            "{} is erased{}",
            id.receipt(),
            if count == 0 { ", as it was before" } else { "" }
        ))
    }
}

impl ErasedArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        if self.tell {
            let (keys, store) = desk.keyed_office(&self.keys)?;
            let count = notify_phones(&store, &keys.office(), &desk.officer, desk.now())?;
            return print_line(&format!("{count} phones are told when they ask"));
        }
        let erased: Vec<Erased> = erased_list(&desk.office()?)?;
        if self.json {
            return print_json(&erased);
        }
        if erased.is_empty() {
            print_note("none");
        }
        for one in erased {
            print_line(&format!(
                "{}  {}  {}",
                one.id,
                one.erased_at,
                printable(&one.why)
            ))?;
        }
        Ok(())
    }
}
