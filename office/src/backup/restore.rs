//! Restoring a backup. The proof that this office made it is checked first, and every file is
//! compared with its digest before the folder gets its final name. Whoever restores makes the office
//! safe before that too: a folder with the final name is one that phones and officers may meet.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::typed::without_bom;

use super::seal;
use super::sums::{self, Sums};
use super::unfinished::Unfinished;
use super::{ABOUT, BackupAbout, BackupProblem, DATABASE, SETTINGS};
use crate::files;
use crate::keys::DeskKey;
use crate::photo_store::path as photo_path;
use crate::store::Store;

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreSummary {
    /// The contents of `backup.json`.
    pub about: BackupAbout,
    /// Photos that the database calls complete and that were damaged already when the backup was
    /// made.
    pub missing: usize,
}

/// What is asked of a backup about who made it.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    /// This office made it, and it proves that.
    Proved(&'a DeskKey),
    /// An operator answers for it. A proof that is there must hold, if there are keys to check it
    /// by.
    Vouched(Option<&'a DeskKey>),
}

/// Restores the backup in `from` into `dir`, which must be empty or must not exist. `sums` is the
/// SHA-256 that `SHA256SUMS` must have, if it was noted when the backup was made.
///
/// `make_safe` is given the folder before it gets its name, and does all that must have been done
/// before anybody uses it. It leaves nothing open there. When it fails, or the process is killed,
/// nothing is restored, and the same command may be given again.
pub fn restore<T, E: From<BackupProblem>>(
    from: &Path,
    dir: &Path,
    sums: Option<&str>,
    origin: Origin<'_>,
    make_safe: impl FnOnce(&Path, &RestoreSummary) -> Result<T, E>,
) -> Result<T, E> {
    if is_used(dir).map_err(BackupProblem::from)? {
        return Err(BackupProblem::NotEmpty(dir.to_path_buf()).into());
    }
    files::private_folder(&files::folder_of(dir)).map_err(BackupProblem::from)?;
    let unfinished = Unfinished::beside(dir).map_err(BackupProblem::from)?;
    let restored = copy(from, unfinished.folder(), sums, origin)?;
    let made_safe = make_safe(unfinished.folder(), &restored)?;
    files::sync_folder(unfinished.folder()).map_err(BackupProblem::from)?;
    unfinished.finish(dir).map_err(BackupProblem::from)?;
    Ok(made_safe)
}

fn is_used(dir: &Path) -> std::io::Result<bool> {
    Ok(dir.exists() && fs::read_dir(dir)?.next().is_some())
}

fn copy(
    from: &Path,
    into: &Path,
    expected: Option<&str>,
    origin: Origin<'_>,
) -> Result<RestoreSummary, BackupProblem> {
    let text = fs::read(from.join(sums::NAME)).map_err(|_| not_whole("it has no SHA256SUMS"))?;
    if expected.is_some_and(|expected| {
        !expected.eq_ignore_ascii_case(&base16ct::lower::encode_string(&Digest::of(&text).0))
    }) {
        return Err(not_whole("SHA256SUMS is not the one that was noted"));
    }
    // Who made the backup is judged before its database is opened: whoever can write a backup could
    // put an officer into it.
    prove(from, &text, origin)?;
    let sums = Sums::parse(&String::from_utf8_lossy(without_bom(&text)))?;
    // A file that no digest vouches for would be restored unchecked.
    let below = files_below(from).map_err(|error| BackupProblem::NotWhole(error.to_string()))?;
    if let Some(stray) = below.iter().find(|path| {
        ![sums::NAME, seal::NAME].contains(&path.as_str()) && !sums.0.contains_key(*path)
    }) {
        return Err(BackupProblem::NotWhole(format!(
            "{stray} is not in SHA256SUMS"
        )));
    }
    let mut folders = BTreeSet::from([into.to_path_buf()]);
    files::private_folder(into)?;
    for (path, digest) in &sums.0 {
        // A digest that holds is not enough: a list that somebody else wrote could name a
        // `bucket.json`, which would lead photos elsewhere.
        if !is_known(path) {
            return Err(BackupProblem::NotWhole(format!(
                "{path} is no file of a backup"
            )));
        }
        let to = into.join(path);
        let folder = files::folder_of(&to);
        files::private_folder(&folder)?;
        folders.extend(
            folder
                .ancestors()
                .take_while(|above| *above != into)
                .map(Path::to_path_buf),
        );
        let found =
            files::copy_private(&from.join(path), &to).map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => {
                    BackupProblem::NotWhole(format!("{path} is missing"))
                }
                _ => error.into(),
            })?;
        if found != *digest {
            return Err(BackupProblem::NotWhole(format!("{path} was changed")));
        }
    }
    let about = fs::read(into.join(ABOUT))
        .ok()
        .and_then(|text| serde_json::from_slice::<BackupAbout>(&text).ok());
    let about = about
        .filter(|about| about.version == 1)
        .ok_or_else(|| not_whole("backup.json cannot be read"))?;
    // It describes the backup, and a data folder has no such file.
    fs::remove_file(into.join(ABOUT))?;
    // The database is looked at under the unfinished name: one that is damaged, or holds a trigger
    // of somebody else, never becomes an office's.
    let missing = checked(&into.join(DATABASE), &sums)?;
    folders
        .iter()
        .try_for_each(|folder| files::sync_folder(folder))?;
    Ok(RestoreSummary { about, missing })
}

/// Checks who made the backup with that list of digests.
fn prove(from: &Path, sums: &[u8], origin: Origin<'_>) -> Result<(), BackupProblem> {
    let proof = match fs::read(from.join(seal::NAME)) {
        Ok(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    match (proof, origin) {
        (None, Origin::Proved(_)) => Err(BackupProblem::Unsigned),
        (None, Origin::Vouched(_)) | (Some(_), Origin::Vouched(None)) => Ok(()),
        (Some(proof), Origin::Proved(key) | Origin::Vouched(Some(key))) => {
            seal::check(key, sums, &proof)
        }
    }
}

/// Checks that the database is sound, and counts its complete photos that are not in the backup.
fn checked(database: &Path, sums: &Sums) -> Result<usize, BackupProblem> {
    let copy =
        Store::open_read_only(database).map_err(|_| not_whole("the database does not open"))?;
    let found = copy
        .inspect(true)
        .map_err(|_| not_whole("the database does not open"))?;
    if !found.sound {
        return Err(not_whole("the database is damaged"));
    }
    if let Some(stranger) = found.stranger {
        return Err(BackupProblem::NotWhole(format!(
            "the database holds {stranger}, which no office makes"
        )));
    }
    let in_backup = |path: &Path| sums.0.contains_key(&*path.to_string_lossy());
    let photos = super::all_photos(&copy)?;
    Ok(photos
        .iter()
        .filter(|(id, digest)| !in_backup(&photo_path(Path::new("photos"), *id, *digest)))
        .count())
}

/// All files below a folder, relative, with `/`.
fn files_below(folder: &Path) -> std::io::Result<Vec<String>> {
    let (mut found, mut waiting) = (Vec::new(), vec![(folder.to_path_buf(), String::new())]);
    while let Some((path, prefix)) = waiting.pop() {
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            let inside = format!("{prefix}{}", entry.file_name().to_string_lossy());
            // A link would bring in what lies elsewhere.
            if entry.file_type()?.is_symlink() {
                return Err(std::io::Error::other(format!("{inside} is a link")));
            }
            if entry.file_type()?.is_dir() {
                waiting.push((entry.path(), inside + "/"));
            } else {
                found.push(inside);
            }
        }
    }
    Ok(found)
}

/// True for the files that [`super::make()`] writes, and no other.
fn is_known(path: &str) -> bool {
    let photo = || {
        let mut parts = path.strip_prefix("photos/")?.split('/');
        let (two, id, digest) = (parts.next()?, parts.next()?, parts.next()?);
        let (id, digest) = (
            id.parse::<RegistrationId>().ok()?,
            digest.parse::<Digest>().ok()?,
        );
        let whole = photo_path(Path::new("photos"), id, digest);
        (parts.next().is_none() && two.len() == 2 && whole.to_str() == Some(path)).then_some(())
    };
    path == DATABASE || path == ABOUT || SETTINGS.contains(&path) || photo().is_some()
}

fn not_whole(what: &str) -> BackupProblem {
    BackupProblem::NotWhole(what.into())
}
