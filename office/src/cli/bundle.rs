//! `office bundle sign`: the rules as data, checked, signed, and ready to be fetched. `office bundle
//! renew`: the same rules signed once more, before phones miss a newer bundle.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};
use payung_model::card::CardRules;
use payung_model::content::Content;
use payung_model::person::Regions;
use payung_model::places::Places;
use payung_model::sealed::Bundle;
use payung_model::typed::without_bom;
use payung_model::units::Timestamp;

use super::desk::{Desk, KeyArgs};
use super::output::{print_line, print_note};
use crate::failure::Failure;
use crate::keys::{Keys, folder_lock};
use crate::opener::bundle_of;
use crate::random::SystemRandom;
use crate::store::SignedBundle;

#[derive(Subcommand)]
pub(super) enum BundleCommand {
    /// Sign a folder of content (or the built-in one) as the next bundle.
    Sign(Sign),
    /// Sign once more what is served, when the time is near by which phones expect a newer bundle.
    Renew(Renew),
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(super) struct Sign {
    /// Folder with forms/*.json, texts/*.ftl and the other *.json of rust-core/model/content; or
    /// --built-in.
    #[arg(group = "what")]
    content: Option<PathBuf>,
    /// The content this program ships with.
    #[arg(long, group = "what")]
    built_in: bool,
    /// The lowest engine that can read it.
    #[arg(long, default_value_t = Bundle::ENGINE)]
    engine: u32,
    /// The next signing key takes over: it signs this bundle, and a fresh next one is announced in
    /// it.
    #[arg(long)]
    rotate: bool,
    /// Days after which phones expect a newer bundle; one that has none by then tells its worker.
    /// With 0 they expect nothing.
    #[arg(long, default_value_t = NEWER_WITHIN, value_parser = clap::value_parser!(u16).range(..=3650))]
    newer_within: u16,
    /// Sign although the machine's clock looks wrong.
    #[arg(long)]
    clock_is_right: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Args)]
pub(super) struct Renew {
    /// Sign when phones expect a newer bundle within so many days.
    #[arg(long, default_value_t = RENEW_WITHIN, value_parser = clap::value_parser!(u16).range(1..=3650))]
    within: u16,
    #[command(flatten)]
    keys: KeyArgs,
}

/// After so many days phones expect a newer bundle, unless the operator says something else.
const NEWER_WITHIN: u16 = 30;
/// So many days before the time that phones were told, a bundle is signed again: a phone that asks
/// once a week never misses it.
const RENEW_WITHIN: u16 = 10;

impl BundleCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let sign = match self {
            Self::Sign(sign) => sign,
            Self::Renew(renew) => return renew.run(desk),
        };
        if !sign.clock_is_right {
            check_clock(desk)?;
        }
        let files = match &sign.content {
            Some(folder) => read_folder(folder)?,
            None => Content::built_in_files(),
        };
        let content = Content::parse(&files)?;
        check_regions(&content)?;
        let files = with_packed_places(files, &content);
        if let Some(id) = content.texts.fallback_ids().next() {
            // Phones would fall back to the text that the app ships with, and whoever signs a
            // bundle without a text usually forgot it.
            return Err(Failure::Input(format!("texts: {id} is missing")));
        }
        let (folder, passphrase) = (desk.key_folder(&sign.keys)?, sign.keys.passphrase()?);
        let _lock = folder_lock(&folder)?;
        let mut keys = Keys::load(&folder, passphrase.as_ref())?;
        if sign.rotate {
            rotate_signing(desk, &mut keys)?;
            // The keys are saved before the bundle, so that no bundle announces a key that was
            // lost.
            keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
            print_note(
                "the signing key was rotated; phones that miss two rotations need a new trust file",
            );
        }
        if keys.complete_card_keys(&mut SystemRandom, desk.now())? {
            keys.save(&folder, passphrase.as_ref(), &mut SystemRandom)?;
            print_note("card keys were made: copy the keys again: `office keys backup`");
        }
        super::trust::publish(desk, &keys)?;
        let sequence = sign_next(desk, &keys, sign.engine, &files, days(sign.newer_within))?;
        print_line(&format!(
            "bundle {sequence} signed by {} for engine {}",
            keys.current().public(),
            sign.engine
        ))
    }
}

impl Renew {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        check_clock(desk)?;
        let (folder, passphrase) = (desk.key_folder(&self.keys)?, self.keys.passphrase()?);
        // Beside a rotation it would sign with a key that phones have left behind.
        let _lock = folder_lock(&folder)?;
        let keys = Keys::load(&folder, passphrase.as_ref())?;
        let (store, soon) = (
            desk.office()?,
            desk.now().plus(DAY * u32::from(self.within)),
        );
        let mut soonest = None;
        for (_, sequence) in store.newest_by_engine()? {
            let newer_by = bundle_of(&store, sequence)?.and_then(|bundle| bundle.newer_by);
            soonest = soonest.into_iter().chain(newer_by).min();
        }
        match soonest {
            None => print_line("phones were told no time by which to expect a newer bundle"),
            Some(by) if by > soon => print_line(&format!("phones expect a newer bundle by {by}")),
            Some(_) => {
                let signed = sign_again(desk, &keys)?;
                let signed: Vec<String> = signed.iter().map(ToString::to_string).collect();
                print_line(&format!("signed again: bundle {}", signed.join(", ")))
            }
        }
    }
}

/// The time within which phones expect a newer bundle, unless the operator says something else.
pub(super) fn newer_within() -> Option<Duration> {
    days(NEWER_WITHIN)
}

/// A time of so many days; none for 0.
fn days(count: u16) -> Option<Duration> {
    (count > 0).then(|| DAY * u32::from(count))
}

/// The time within which a newer one was expected of that bundle.
fn span_of(bundle: &Bundle) -> Option<Duration> {
    bundle.newer_by.map(|by| by.since(bundle.issued_at))
}

/// Refuses to sign by a clock that is not plausible: phones take a bundle's time for a time that
/// has passed.
pub(super) fn check_clock(desk: &Desk) -> Result<(), Failure> {
    let (now, store) = (desk.now(), desk.store()?);
    let newest = store.bundle(store.newest_sequence()?)?;
    let known = newest.map_or(Timestamp::EARLIEST, |newest| {
        newest.issued_at.max(Timestamp::EARLIEST)
    });
    let wrong = if now.plus(DAY) < known {
        "before"
    } else if now > known.plus(YEARS) {
        "more than five years after"
    } else {
        return Ok(());
    };
    Err(Failure::Input(format!(
        "this machine's clock says {now}, {wrong} {known}, the last time that is known: set the clock, or sign with \
         --clock-is-right"
    )))
}

/// A clock may go back by so much: machines are set, and drift.
const DAY: Duration = Duration::from_secs(86_400);
/// No office goes longer without a bundle or a newer program.
const YEARS: Duration = Duration::from_secs(5 * 365 * 86_400);

/// Makes the announced key the signing key. After an earlier rotation that ended before its bundle
/// was signed nothing is done: no phone knows the key after that one yet.
pub(super) fn rotate_signing(desk: &Desk, keys: &mut Keys) -> Result<(), Failure> {
    let store = desk.store()?;
    let newest = store.bundle(store.newest_sequence()?)?;
    if newest.is_none_or(|newest| newest.signed_by == keys.current().public().to_string()) {
        keys.rotate_signing(&mut SystemRandom, desk.now())?;
    }
    Ok(())
}

/// Signs the bundles that are served now once more, one for each engine that has its own, so that
/// all phones learn of new keys. Phones expect the next one within the same time as before.
pub(super) fn sign_again(desk: &Desk, keys: &Keys) -> Result<Vec<u64>, Failure> {
    let store = desk.keyed_store(keys)?;
    let mut signed = Vec::new();
    for (engine, sequence) in store.newest_by_engine()? {
        let unreadable = || {
            Failure::Input(format!(
                "bundle {sequence} cannot be read: sign its content anew"
            ))
        };
        let bundle = bundle_of(&store, sequence)?.ok_or_else(unreadable)?;
        let within = span_of(&bundle);
        signed.push(sign_next(desk, keys, engine, &bundle.files, within)?);
    }
    Ok(signed)
}

/// Signs these files as the next bundle. They name this office's card keys, whatever stands there;
/// keys of others stay.
pub(super) fn sign_next(
    desk: &Desk,
    keys: &Keys,
    engine: u32,
    files: &BTreeMap<String, Vec<u8>>,
    newer_within: Option<Duration>,
) -> Result<u64, Failure> {
    let store = desk.keyed_store(keys)?;
    let files = with_card_keys(files, keys)?;
    loop {
        let issued_at = desk.now();
        let bundle = Bundle {
            sequence: store.next_sequence()?,
            engine,
            issued_at,
            next_key: keys.next(),
            office_keys: keys.published(),
            files: files.clone(),
            newer_by: newer_within.map(|span| issued_at.plus(span)),
        };
        let signed = SignedBundle {
            sequence: bundle.sequence,
            engine,
            issued_at: bundle.issued_at,
            signed_by: keys.current().public().to_string(),
            bytes: bundle.sign(keys.current())?,
        };
        // Somebody else may have signed one meanwhile: then the next number is taken.
        if store.add_bundle(
            &signed,
            &desk.entry("bundle sign", &format!("sequence {}", signed.sequence)),
        )? {
            return Ok(signed.sequence);
        }
    }
}

/// Refuses places in regions that the table does not have: nobody would find them. Phones do not
/// refuse them, because an app may be older than a region.
fn check_regions(content: &Content) -> Result<(), Failure> {
    for place in content.places.open().all() {
        let codes = std::iter::once(&place.district).chain(&place.serves);
        if let Some(code) = codes.into_iter().find(|code| Regions::get(code).is_none()) {
            return Err(Failure::Input(format!(
                "{}: {}: there is no region {code}",
                Places::FILE,
                place.id
            )));
        }
    }
    Ok(())
}

/// The list of places goes packed: as it is written it would be most of a bundle.
fn with_packed_places(
    mut files: BTreeMap<String, Vec<u8>>,
    content: &Content,
) -> BTreeMap<String, Vec<u8>> {
    if files.remove(Places::FILE).is_some() {
        files.insert(Places::PACKED.to_owned(), content.places.packed().to_vec());
    }
    files
}

fn with_card_keys(
    files: &BTreeMap<String, Vec<u8>>,
    keys: &Keys,
) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = files.clone();
    let given = match files.remove(CardRules::FILE) {
        Some(given) => given,
        None => Content::built_in_files()
            .remove(CardRules::FILE)
            .unwrap_or_default(),
    };
    let others = |key: &str| !keys.is_own_card_key(key);
    let named = CardRules::naming(without_bom(&given), &keys.card_keys(), others)
        .map_err(|problem| Failure::Input(format!("{}: {problem}", CardRules::FILE)))?;
    files.insert(CardRules::FILE.to_owned(), named);
    Ok(files)
}

/// All files below a folder except hidden ones, by their relative name with `/`.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![(folder.to_path_buf(), String::new())];
    while let Some((path, prefix)) = waiting.pop() {
        let entries = std::fs::read_dir(&path)
            .map_err(|error| Failure::Input(format!("{}: {error}", path.display())))?;
        for entry in entries {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let inside = format!("{prefix}{name}");
            if entry.path().is_dir() {
                waiting.push((entry.path(), inside + "/"));
            } else {
                // Phones with an older app take no file that begins with a byte order mark.
                files.insert(inside, without_bom(&std::fs::read(entry.path())?).to_vec());
            }
        }
        if files.len() > Bundle::MOST_FILES {
            return Err(Failure::Input(format!(
                "{}: more than {} files",
                folder.display(),
                Bundle::MOST_FILES
            )));
        }
    }
    Ok(files)
}
