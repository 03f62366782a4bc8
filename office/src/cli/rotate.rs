//! `office keys rotate | retire`

use clap::Args;
use payung_model::sealed::KeyId;

use super::desk::{Desk, KeyArgs};
use super::output::{print_line, print_note};
use super::{bundle, trust};
use crate::failure::Failure;
use crate::keys::{Keys, folder_lock};
use crate::random::SystemRandom;

#[derive(Args)]
pub(super) struct Rotate {
    #[command(flatten)]
    keys: KeyArgs,
    /// The old keys leaked: from now on nothing that is sealed to them is taken (422
    /// `unknown_key`), and phones seal to the new key. The old keys stay in the key folder, because
    /// what came before is still opened with them. Cards that they signed are believed no more.
    #[arg(long)]
    compromised: bool,
}

#[derive(Args)]
pub(super) struct Retire {
    #[command(flatten)]
    keys: KeyArgs,
    /// Say what would be given up, and do nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Rotate {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (folder, passphrase) = (desk.key_folder(&self.keys)?, self.keys.passphrase()?);
        let _lock = folder_lock(&folder)?;
        let mut keys = Keys::load(&folder, passphrase.as_ref())?;
        if desk.store()?.newest_sequence()? == 0 {
            return Err(Failure::Input(
                "no bundle was signed yet: `office bundle sign` tells phones of keys".into(),
            ));
        }
        bundle::check_clock(desk)?;
        bundle::rotate_signing(desk, &mut keys)?;
        keys.add_office_key(&mut SystemRandom, desk.now())?;
        let leaked = if self.compromised {
            keys.compromise_cards();
            keys.complete_card_keys(&mut SystemRandom, desk.now())?;
            keys.compromise_old()
        } else {
            keys.add_card_key(&mut SystemRandom, desk.now())?;
            keys.complete_card_keys(&mut SystemRandom, desk.now())?;
            Vec::new()
        };
        // The keys are saved before anything is signed, so that no bundle names a key that was
        // lost.
        keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
        let id = newest(&keys);
        desk.keyed_store(&keys)?
            .audit(&[desk.entry("keys rotate", &id)])?;
        trust::publish(desk, &keys)?;
        if self.compromised {
            for id in &leaked {
                let detail = id.to_string();
                desk.keyed_store(&keys)?
                    .distrust_key(*id, &desk.entry("keys compromised", &detail))?;
                print_note(&format!(
                    "{id} is taken no more; what came before is still opened with it"
                ));
            }
            print_note(
                "cards are sent anew. Pages that check cards believe the old ones until they are made again: `office card page`",
            );
            print_note(
                "whoever has the old keys can read what was sealed to them. If the whole key folder leaked, the signing key \
                 of the next rotation leaked with it: rotate once more, and give phones a new trust file (docs/operating.md)",
            );
        }
        let signed: Vec<String> = bundle::sign_again(desk, &keys)?
            .iter()
            .map(ToString::to_string)
            .collect();
        print_note(
            "phones that miss two rotations need a new trust file; copy the keys again: `office keys backup`",
        );
        print_line(&format!(
            "office key {id}, told by bundle {}, signed by {}",
            signed.join(", "),
            keys.current().public()
        ))
    }
}

impl Retire {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (folder, passphrase) = (desk.key_folder(&self.keys)?, self.keys.passphrase()?);
        let _lock = folder_lock(&folder)?;
        let mut keys = Keys::load(&folder, passphrase.as_ref())?;
        let old: Vec<KeyId> = keys
            .office()
            .iter()
            .skip(1)
            .map(|key| key.public().id())
            .collect();
        if old.is_empty() {
            print_note("there is only one office key: nothing to give up");
        }
        for id in old {
            match self.give_up(desk, &keys, id)? {
                (0, decided) if self.dry_run => {
                    print_line(&format!(
                        "{id} would be given up, and {decided} decided registrations stay shut"
                    ))?;
                }
                // The database refuses the key already. After a kill here the key is still in the
                // folder and the command is repeated; in the other order a record could come that
                // nobody can open.
                (0, decided) => {
                    keys.retire(id, desk.now())?;
                    keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
                    print_line(&format!(
                        "{id} given up; {decided} decided registrations stay shut"
                    ))?;
                }
                (open, _) => print_line(&format!(
                    "{id} stays: {open} registrations sealed to it are not decided"
                ))?,
            }
        }
        Ok(())
    }

    /// Counts undecided and decided registrations that are sealed to the key. When none is
    /// undecided, the intake refuses the key from now on. Both happen in one transaction, so that
    /// no record comes in between.
    fn give_up(&self, desk: &Desk, keys: &Keys, id: KeyId) -> Result<(u64, u64), Failure> {
        let detail = id.to_string();
        let entry = desk.entry("keys retire", &detail);
        Ok(desk
            .keyed_store(keys)?
            .retire_key(id, (!self.dry_run).then_some(&entry))?)
    }
}

fn newest(keys: &Keys) -> String {
    keys.published()
        .first()
        .map(|key| key.id().to_string())
        .unwrap_or_default()
}
