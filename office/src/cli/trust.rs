//! `office trust`: prints what a phone must know to trust this office, and publishes the keys.

use clap::Args;
use payung_model::sealed::TrustFile;

use super::desk::{Desk, KeyArgs};
use super::output::{print_line, print_note};
use crate::failure::Failure;
use crate::keys::{Keys, KeysProblem, folder_lock};
use crate::random::SystemRandom;

#[derive(Args)]
pub(super) struct TrustArgs {
    /// Where phones reach the office: https://…, or http:// to loopback.
    #[arg(long)]
    url: String,
    #[command(flatten)]
    keys: KeyArgs,
}

impl TrustArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (folder, passphrase) = (desk.key_folder(&self.keys)?, self.keys.passphrase()?);
        let _lock = folder_lock(&folder)?;
        let (keys, made) = match Keys::load(&folder, passphrase.as_ref()) {
            Ok(keys) => (keys, false),
            Err(KeysProblem::Missing(_)) => (Keys::new(&mut SystemRandom, desk.now())?, true),
            Err(problem) => return Err(problem.into()),
        };
        let text = file(&keys, &self.url)?;
        if made {
            keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
            print_note(&format!(
                "keys made in {}: back them up, apart from the data",
                folder.display()
            ));
        }
        publish(desk, &keys)?;
        print_line(text.trim_end())
    }
}

/// The trust file of an office with these keys at that URL.
pub(super) fn file(keys: &Keys, url: &str) -> Result<String, Failure> {
    let trust = TrustFile {
        office: url.trim_end_matches('/').to_owned(),
        bundle_keys: vec![keys.current().public(), keys.next()],
        office_keys: keys.published(),
    };
    let text = trust.to_json();
    TrustFile::parse(text.as_bytes())?;
    Ok(text)
}

/// Publishes the keys: from now on the intake takes envelopes that are sealed to them.
pub(super) fn publish(desk: &Desk, keys: &Keys) -> Result<(), Failure> {
    Ok(desk
        .keyed_store(keys)?
        .publish_keys(&keys.published(), &desk.officer, desk.now())?)
}
