//! `office init`: founds an office with its own name. It asks for the few things that nobody else
//! can know, makes the keys, signs the first rules, and writes the file that phones are given.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use payung_model::content::Content;
use payung_model::sealed::Bundle;
use payung_model::typed::clean;
use serde_json::json;

use super::desk::{Desk, KeyArgs};
use super::output::{print_line, print_note};
use super::{bundle, trust};
use crate::failure::Failure;
use crate::files;
use crate::keys::{Keys, KeysProblem, folder_lock};
use crate::random::SystemRandom;
use crate::store::Store;

#[derive(Args)]
pub(super) struct InitArgs {
    /// Who receives the data, as workers read it: Koperasi Pengemudi Cibinong.
    #[arg(long)]
    name: Option<String>,
    /// Where workers find the office: street, town.
    #[arg(long)]
    address: Option<String>,
    /// How workers reach a person: a telephone number or an e-mail address.
    #[arg(long)]
    contact: Option<String>,
    /// Where phones reach the office: https://…, or http:// to loopback.
    #[arg(long)]
    url: Option<String>,
    /// Write the trust file for phones here.
    #[arg(long, default_value = "trust.json")]
    trust: PathBuf,
    /// Write the rules here, to be changed and signed again later. Default: the data folder's name
    /// with `-content`.
    #[arg(long)]
    content: Option<PathBuf>,
    #[command(flatten)]
    keys: KeyArgs,
}

impl InitArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        if Store::is_there(&desk.database, &desk.dir)? && desk.store()?.newest_sequence()? > 0 {
            let words = format!(
                "there is an office in {} already: it was founded before",
                desk.dir.display()
            );
            return Err(Failure::Input(words));
        }
        let content = self
            .content
            .clone()
            .unwrap_or_else(|| super::desk::beside(&desk.dir, "-content"));
        for taken in [&content, &self.trust] {
            if taken.exists() {
                return Err(Failure::Input(format!(
                    "{} is there already",
                    taken.display()
                )));
            }
        }
        let (name, address) = (
            ask("--name", "Who receives the data", self.name)?,
            ask("--address", "Address", self.address)?,
        );
        let contact = ask("--contact", "Telephone or e-mail", self.contact)?;
        let url = ask(
            "--url",
            "Where phones reach the office (https://…)",
            self.url,
        )?;

        let mut rules = Content::built_in_files();
        let controller = json!({ "name": name, "address": address, "contact": contact });
        let mut bytes = serde_json::to_vec_pretty(&controller).map_err(std::io::Error::other)?;
        bytes.push(b'\n');
        rules.insert(CONTROLLER.into(), bytes);
        // Read before anything is written: a text that is too long for a phone is refused here.
        Content::parse(&rules)?;

        let (folder, passphrase) = (desk.key_folder(&self.keys)?, self.keys.passphrase()?);
        let _lock = folder_lock(&folder)?;
        // Keys may be here already: restored ones, or those of a founding that was interrupted.
        let keys = match Keys::load(&folder, passphrase.as_ref()) {
            Err(KeysProblem::Missing(_)) => Keys::new(&mut SystemRandom, desk.now())?,
            keys => keys?,
        };
        let told = trust::file(&keys, &url)?;
        // Saved before anything names them: neither bundle nor trust file may name a key that a
        // kill has lost.
        keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
        trust::publish(desk, &keys)?;
        write_content(&content, &rules)?;
        let sequence =
            bundle::sign_next(desk, &keys, Bundle::ENGINE, &rules, bundle::newer_within())?;
        std::fs::write(&self.trust, told)
            .map_err(|error| super::desk::named(&self.trust, &error))?;

        print_line(&format!(
            "keys in {}: copy them now, apart from the data: office keys backup",
            folder.display()
        ))?;
        print_line(&format!(
            "rules {sequence} from {}: change them there, and sign them again",
            content.display()
        ))?;
        print_line(&format!(
            "{} is what phones are built or started with",
            self.trust.display()
        ))?;
        if passphrase.is_none() {
            print_note(
                "the keys have no passphrase: whoever reads the key folder reads the registrations",
            );
        }
        print_line(
            "next: office officer add NAME --role admin; office serve; office web (docs/first-day.md)",
        )
    }
}

const CONTROLLER: &str = "controller.json";

/// What was given on the command line; at a terminal it is asked for instead.
fn ask(option: &str, question: &str, given: Option<String>) -> Result<String, Failure> {
    if let Some(given) = given {
        return text_of(option, &given);
    }
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(Failure::Input(format!("say {option}")));
    }
    print_note(&format!("{question}:"));
    std::io::stderr().flush()?;
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    text_of(option, &line)
}

fn text_of(option: &str, text: &str) -> Result<String, Failure> {
    let text = clean(text).to_string();
    if text.is_empty() {
        Err(Failure::Input(format!("{option} is empty")))
    } else {
        Ok(text)
    }
}

/// Rules are not secret: whoever works on them may read them.
fn write_content(
    folder: &Path,
    rules: &std::collections::BTreeMap<String, Vec<u8>>,
) -> Result<(), Failure> {
    for (name, bytes) in rules {
        let file = folder.join(name);
        std::fs::create_dir_all(files::folder_of(&file))?;
        std::fs::write(&file, bytes).map_err(|error| super::desk::named(&file, &error))?;
    }
    Ok(())
}
