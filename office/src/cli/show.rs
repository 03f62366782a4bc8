//! `office show`

use std::path::PathBuf;

use clap::Args;
use payung_model::text::Lang;

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line};
use crate::desk::{self, ShowRequest, Shown, find, printable, show};
use crate::failure::Failure;

#[derive(Args)]
pub(super) struct ShowArgs {
    /// Id or receipt code.
    id: String,
    #[command(flatten)]
    keys: KeyArgs,
    /// Write the photos, decrypted, into this folder.
    #[arg(long)]
    photos: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl ShowArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (keys, store) = desk.keyed_office(&self.keys)?;
        let id = find(&store, &self.id)?;
        let looking = ShowRequest {
            id,
            officer: &desk.officer,
            now: desk.now(),
            lang: Lang::Id,
            photos: self.photos.as_deref(),
        };
        let shown = show(&store, &keys.office(), &looking)?;
        if self.json {
            return print_json(&shown);
        }
        print(&shown)
    }
}

fn print(shown: &Shown) -> Result<(), Failure> {
    print_line(&format!(
        "{}  {}  revision {}  {}",
        shown.receipt,
        shown.id,
        shown.revision,
        shown.state.as_str()
    ))?;
    print_line(&format!(
        "{}: {} version {}, {}, sealed {}",
        display_text(shown.purpose_words.as_deref(), &shown.purpose),
        printable(&shown.form),
        shown.form_version,
        printable(&shown.lang),
        shown.sealed_at
    ))?;
    if !shown.flags.is_empty() {
        print_line(&format!("flags: {}", shown.flags.join(", ")))?;
    }
    for finding in &shown.findings {
        print_line(&format!(
            "look at {}: {}",
            printable(&finding.question),
            printable(&finding.words)
        ))?;
    }
    if let Some(first) = &shown.completes {
        print_line(&format!("adds to: {first}"))?;
    }
    if !shown.completed_by.is_empty() {
        print_line(&format!("added to by: {}", shown.completed_by.join(", ")))?;
    }
    if !shown.duplicates.is_empty() {
        let count = desk::count_of(
            shown.duplicates.len(),
            shown.duplicates_count,
            shown.duplicates_more,
        );
        print_line(&format!("same NIK: {}{count}", shown.duplicates.join(", ")))?;
    }
    for answer in &shown.answers {
        let value = display_text(
            answer.display.as_ref().map(|text| text.as_str()),
            &answer.value,
        );
        print_line(&format!(
            "  {} ({}): {value}",
            answer.label,
            printable(&answer.question)
        ))?;
    }
    for consent in &shown.consents {
        print_line(&format!(
            "  {}: consent to version {} at {}",
            printable(&consent.question),
            consent.version,
            consent.at
        ))?;
    }
    for photo in &shown.photos {
        let place = photo
            .file
            .as_ref()
            .map_or_else(|| "photo".to_owned(), |file| file.display().to_string());
        print_line(&format!("  {}: {place}", printable(&photo.question)))?;
    }
    Ok(())
}

/// The text with the stored value in parentheses; the stored value alone when there is no text.
fn display_text(words: Option<&str>, written: &str) -> String {
    let written = printable(written);
    words.map_or_else(
        || written.clone(),
        |words| format!("{} ({written})", printable(words)),
    )
}
