//! `office reissue`

use clap::Args;
use serde_json::json;
use zeroize::Zeroizing;

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line};
use crate::desk::{PaperKey, Reissuer, Seen, find, reissue};
use crate::failure::Failure;

#[derive(Args)]
pub(super) struct ReissueArgs {
    /// Id or receipt code.
    id: String,
    /// The person showed the KTP of the registration.
    #[arg(long, required = true)]
    ktp_shown: bool,
    /// The person stands here.
    #[arg(long, required = true)]
    person_present: bool,
    /// Why, for the audit log: "HP hilang". Nothing personal.
    #[arg(long)]
    why: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

impl ReissueArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (keys, store) = desk.keyed_office(&self.keys)?;
        let id = find(&store, &self.id)?;
        let (office, papers) = (keys.office(), PaperKey::derive(&keys.nik_index()?));
        let by = Reissuer {
            officer: &desk.officer,
            keys: &office,
            papers: &papers,
            now: desk.now(),
        };
        let seen = Seen {
            ktp: self.ktp_shown,
            person: self.person_present,
            why: self.why,
        };
        let code = Zeroizing::new(reissue(&store, id, &seen, &by)?.to_string());
        if self.json {
            return print_json(&json!({ "id": id.to_string(), "code": *code }));
        }
        print_line(&code)?;
        print_line(
            "Copy it for the worker by hand; it is shown once. On the new phone: this code and the birth date. The phone \
             before reads nothing new any more.",
        )
    }
}
