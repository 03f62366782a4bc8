//! `office pay-code`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use maud::{DOCTYPE, html};
use payung_model::text::Lang;
use serde_json::json;

use super::desk::{Desk, KeyArgs, named, served};
use super::output::{print_json, print_line};
use crate::desk::{Decider, PaperKey, SlipSeen, find, pay_code_on_slip, slip_words};
use crate::failure::Failure;

#[derive(Subcommand)]
pub(super) enum PayCodeCommand {
    /// Write the slip that the member signs, to be printed.
    Slip(PayCodeSlipArgs),
    /// Make the code, once the slip is signed (audited first).
    Issue(PayCodeIssueArgs),
}

#[derive(Args)]
pub(super) struct PayCodeSlipArgs {
    /// Id or receipt code of the member's registration.
    id: String,
    /// The page that is written (HTML, A5).
    file: PathBuf,
    /// In English and not in Indonesian.
    #[arg(long)]
    english: bool,
}

#[derive(Args)]
pub(super) struct PayCodeIssueArgs {
    /// Id or receipt code of the member's registration.
    id: String,
    /// The person showed the KTP of the registration.
    #[arg(long, required = true)]
    ktp_shown: bool,
    /// The person signed the slip, or put a thumb print on it.
    #[arg(long, required = true)]
    slip_signed: bool,
    /// Where the slip is kept, for the audit log: "map 3". Nothing personal.
    #[arg(long)]
    slip_kept: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

impl PayCodeCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Slip(args) => args.run(desk),
            Self::Issue(args) => args.run(desk),
        }
    }
}

impl PayCodeSlipArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let id = find(&store, &self.id)?;
        let (_, content) = served(&store)?;
        let lang = if self.english { Lang::En } else { Lang::Id };
        let words = slip_words(&content, lang)
            .ok_or_else(|| Failure::Input("the rules have no such consent".to_owned()))?;
        let says = |id, en| if self.english { en } else { id };
        let lines = [
            says("Nama lengkap", "Full name"),
            says("Tanda tangan atau cap jempol", "Signature or thumb print"),
            says("Tanggal", "Date"),
            says("Petugas yang melihat", "Officer who looked"),
        ];
        let page = html! {
            (DOCTYPE)
            html lang=(says("id", "en")) {
                head {
                    meta charset="utf-8";
                    title { (words.title) }
                    style { (STYLE) }
                }
                body {
                    p { (content.controller.name) }
                    h1 { (words.title) }
                    p .number { (says("Nomor pendaftaran", "Registration")) ": " (id.receipt()) }
                    p { (words.text) }
                    @for line in lines { p .line { span { (line) } } }
                    p .small { (says("Persetujuan versi", "Consent, version")) " " (words.version) }
                }
            }
        };
        std::fs::write(&self.file, page.into_string()).map_err(|error| named(&self.file, &error))
    }
}

/// One sheet of A5, in black: printers at counters are old.
const STYLE: &str = "@page{size:A5;margin:15mm}body{font:13pt/1.5 sans-serif;color:#000}h1{font-size:16pt;line-height:1.3}\
.number{font-weight:bold}.line{margin:14mm 0 0;border-top:1px solid #000}.small{font-size:9pt}";

impl PayCodeIssueArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (keys, store) = desk.keyed_office(&self.keys)?;
        let id = find(&store, &self.id)?;
        let (office, papers) = (keys.office(), PaperKey::derive(&keys.nik_index()?));
        let by = Decider {
            officer: &desk.officer,
            keys: &office,
            papers: &papers,
            now: desk.now(),
        };
        let seen = SlipSeen {
            ktp: self.ktp_shown,
            signed: self.slip_signed,
            kept: self.slip_kept,
        };
        let (_, content) = served(&store)?;
        let made = pay_code_on_slip(&store, id, &seen, &content, &by)?;
        let (code, day) = (made.code.to_string(), made.last_day.to_string());
        if self.json {
            return print_json(&json!({ "id": id.to_string(), "code": code, "last_day": day }));
        }
        print_line(&code)?;
        print_line(&format!(
            "Give it to the member, for whoever is to pay. It works once, until {day}, and a new one takes its place."
        ))
    }
}
