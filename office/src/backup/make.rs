//! Making a backup of a running office.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use payung_model::sealed::Digest;
use payung_model::units::Timestamp;

use super::seal;
use super::sums::{self, Sums};
use super::unfinished::Unfinished;
use super::{ABOUT, BackupAbout, BackupProblem, DATABASE, SETTINGS};
use crate::files;
use crate::keys::DeskKey;
use crate::photo_store::path as photo_path;
use crate::store::Store;

/// A backup that is complete and on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSummary {
    /// What is in it.
    pub about: BackupAbout,
    /// SHA-256 of `SHA256SUMS` in hex. An operator who notes it elsewhere can prove later that the
    /// backup was not changed.
    pub sums: String,
    /// Photos that the database calls complete, but whose file is missing or has a wrong digest.
    /// They are not in the backup.
    pub damaged: Vec<PathBuf>,
}

/// Makes a backup in `place`, which must not exist. Without the key it carries no proof that this
/// office made it.
pub fn make(
    store: &Store,
    place: &Path,
    key: Option<&DeskKey>,
    now: Timestamp,
) -> Result<BackupSummary, BackupProblem> {
    if place.exists() {
        return Err(BackupProblem::Taken(place.to_path_buf()));
    }
    let parent = files::folder_of(place);
    fs::create_dir_all(&parent)?;
    if parent
        .canonicalize()?
        .starts_with(store.dir().canonicalize()?)
    {
        return Err(BackupProblem::InsideData(place.to_path_buf()));
    }
    // The lock keeps `erase` from removing photos while they are copied.
    let _lock = store.maintenance()?;
    let unfinished = Unfinished::beside(place)?;
    let made = copy(store, unfinished.folder(), key, now)?;
    unfinished.finish(place)?;
    Ok(made)
}

fn copy(
    store: &Store,
    into: &Path,
    key: Option<&DeskKey>,
    now: Timestamp,
) -> Result<BackupSummary, BackupProblem> {
    files::private_folder(into)?;
    let (mut sums, mut damaged, mut folders) = (
        Sums::default(),
        Vec::new(),
        BTreeSet::from([into.to_path_buf()]),
    );
    store.snapshot(&into.join(DATABASE))?;
    // The digest is of the copy as it was read back, so a disk that wrote something else is found
    // now.
    sums.0
        .insert(DATABASE.into(), files::digest(&into.join(DATABASE))?);
    // `bucket.json` is none of these: an office that is restored to try it out must not reach the
    // bucket that is in use (ADR 8).
    for name in SETTINGS
        .into_iter()
        .filter(|name| store.dir().join(name).exists())
    {
        sums.0.insert(
            name.into(),
            files::copy_private(&store.dir().join(name), &into.join(name))?,
        );
    }
    // From here on the snapshot is read and not the live database, so that photos and rows agree.
    let copy = Store::open_read_only(&into.join(DATABASE))?;
    let mut copied = 0;
    for (id, digest) in &super::all_photos(&copy)? {
        let path = photo_path(Path::new("photos"), *id, *digest);
        let to = into.join(&path);
        let folder = files::folder_of(&to);
        files::private_folder(&folder)?;
        folders.extend(
            folder
                .ancestors()
                .take_while(|above| *above != into)
                .map(Path::to_path_buf),
        );
        // A damaged photo does not stop the backup: all other data is worth more then.
        match store.photo_store()?.get((*id, *digest)) {
            Ok(bytes) if Digest::of(&bytes) == *digest => {
                files::write_new(&to, &bytes)?;
                sums.0.insert(path.to_string_lossy().into_owned(), *digest);
                copied += 1;
            }
            Ok(_) => damaged.push(path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => damaged.push(path),
            Err(error) => return Err(error.into()),
        }
    }
    let about = BackupAbout {
        version: 1,
        made_at: now,
        schema: copy.inspect(false)?.version,
        registrations: copy.count_by_state()?.iter().map(|(_, count)| count).sum(),
        photos: copied,
        bundle: copy.newest_sequence()?,
    };
    drop(copy);
    let text = serde_json::to_vec_pretty(&about).map_err(std::io::Error::other)?;
    files::write_private(&into.join(ABOUT), &text)?;
    sums.0.insert(ABOUT.into(), Digest::of(&text));
    let text = sums.text();
    files::write_private(&into.join(sums::NAME), text.as_bytes())?;
    if let Some(key) = key {
        let proof = seal::text(key, text.as_bytes());
        files::write_private(&into.join(seal::NAME), proof.as_bytes())?;
    }
    // All names are durable before the folder gets its final name, by which it counts as whole.
    folders
        .iter()
        .try_for_each(|folder| files::sync_folder(folder))?;
    Ok(BackupSummary {
        about,
        sums: base16ct::lower::encode_string(&Digest::of(text.as_bytes()).0),
        damaged,
    })
}
