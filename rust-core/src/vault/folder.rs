//! The home folder: its names, its lock, and which of its files this app may remove.
//!
//! | name | what |
//! |---|---|
//! | `payung.db`, `-wal`, `-shm` | the database |
//! | `photos/<digest in hex>` | sealed photos; `.part` while one is written |
//! | `capture/` | camera captures in clear, one at a time, until they are sealed; emptied at every open |
//! | `set-aside-<n>/` | database and photos that cannot be read any more, after a lost key or a damaged file |
//! | `next.db` | the fresh database while [`super::Store::start_clean`] works |
//! | `suspect` | a mark that SQLite called the file corrupt while it was in use; the next open then checks every page |
//! | `room` | written for a moment, to find out whether the disk is full |
//! | `lock` | locked while a store is open |

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use payung_model::sealed::Digest;

use super::VaultError;

/// The locked home folder.
pub(super) struct Folder {
    home: PathBuf,
    /// The operating system releases the lock when this is dropped.
    _lock: File,
}

impl Folder {
    /// Creates the folder (private to the user) if it is missing, and takes its lock.
    pub fn open(home: &Path) -> Result<Self, VaultError> {
        // A link in place of the folder would send pictures in clear to another place, and the
        // sweep would remove files there.
        remove_link(&home.join("capture"))?;
        for folder in [home.to_owned(), home.join("photos"), home.join("capture")] {
            private_folder().recursive(true).create(folder)?;
        }
        // This is the first start, or an earlier first start did not finish. A folder whose name is
        // not durable would be lost in a power cut, with everything in it.
        if !home.join("payung.db").exists() {
            sync_names_above(home)?;
        }
        let lock = private_file().truncate(false).open(home.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(VaultError::TryLater(
                    "another Payung has this folder open".into(),
                ));
            }
            // A platform without file locks runs an app only once, so there is nothing to guard
            // against.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        Ok(Self {
            home: home.to_owned(),
            _lock: lock,
        })
    }

    pub fn home(&self) -> &Path {
        &self.home
    }
    pub fn database(&self) -> PathBuf {
        self.home.join("payung.db")
    }
    pub fn next_database(&self) -> PathBuf {
        self.home.join("next.db")
    }
    pub fn suspect(&self) -> PathBuf {
        self.home.join("suspect")
    }
    pub fn photos(&self) -> PathBuf {
        self.home.join("photos")
    }
    pub fn captures(&self) -> PathBuf {
        self.home.join("capture")
    }
    pub fn photo(&self, digest: Digest) -> PathBuf {
        self.photos()
            .join(base16ct::lower::encode_string(&digest.0))
    }

    /// Finds out whether an error means that the disk is full. SQLite only says "cannot open" or
    /// "I/O error" when it could not create or extend a file. The worker can act on a full disk, so
    /// a small file is written to find out.
    pub fn explained(&self, error: VaultError) -> VaultError {
        if !matches!(error, VaultError::TryLater(_)) {
            return error;
        }
        let probe = self.home.join("room");
        let tried = private_file()
            .truncate(true)
            .open(&probe)
            .and_then(|mut file| file.write_all(&[1; 4096]));
        // A file that cannot be removed does no harm: the next probe overwrites it.
        let _ = remove(&probe);
        match tried.map_err(VaultError::from) {
            Err(VaultError::Full) => VaultError::Full,
            _ => error,
        }
    }

    /// Creates a new, empty `set-aside-<n>/`.
    pub fn new_set_aside(&self) -> Result<PathBuf, VaultError> {
        let last = self
            .set_asides()?
            .into_iter()
            .map(|(number, _)| number)
            .max()
            .unwrap_or(0);
        let folder = self.home.join(format!("set-aside-{}", last + 1));
        private_folder().create(&folder)?;
        Ok(folder)
    }

    /// Lists all `set-aside-<n>/` with their numbers.
    pub fn set_asides(&self) -> Result<Vec<(u32, PathBuf)>, VaultError> {
        Ok(files(&self.home)?
            .into_iter()
            .filter_map(|(name, path)| Some((name.strip_prefix("set-aside-")?.parse().ok()?, path)))
            .collect())
    }

    /// Lists the photo files that this app made, with their digests. A file that was still being
    /// written has no digest.
    pub fn photo_files(&self) -> Result<Vec<(Option<Digest>, PathBuf)>, VaultError> {
        Ok(files(&self.photos())?
            .into_iter()
            .filter_map(|(name, path)| match name.strip_suffix(".part") {
                Some(digest) => digest_of(digest).map(|_| (None, path)),
                None => digest_of(&name).map(|digest| (Some(Digest(digest)), path)),
            })
            .collect())
    }

    /// Removes what a camera left behind: only files, and only inside `capture/`. If `capture/` is
    /// a link, it leads to somebody else's files, so nothing is removed.
    pub fn sweep_captures(&self) -> Result<(), VaultError> {
        if !fs::symlink_metadata(self.captures())?.is_dir() {
            return Ok(());
        }
        for (_, path) in files(&self.captures())? {
            if fs::symlink_metadata(&path)?.is_file() {
                remove(&path)?;
            }
        }
        Ok(())
    }
}

/// Removes the path if it is a link. What the link leads to stays, and so does anything that is not
/// a link.
fn remove_link(path: &Path) -> Result<(), VaultError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => remove(path),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The three files of an `SQLite` database.
pub(super) fn database_files(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    })
}

/// Removes a file. A missing file is no error, because a call that was cut short is repeated.
pub(super) fn remove(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Moves a file into a folder. A missing file is no error, because a call that was cut short is
/// repeated.
pub(super) fn move_into(path: &Path, folder: &Path) -> Result<(), VaultError> {
    let Some(name) = path.file_name() else {
        return Ok(());
    };
    match fs::rename(path, folder.join(name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Makes the names of the folder and of all folders above it durable, since any of them may have
/// been created just now.
fn sync_names_above(folder: &Path) -> Result<(), VaultError> {
    for above in folder.ancestors().skip(1) {
        let above = if above.as_os_str().is_empty() {
            Path::new(".")
        } else {
            above
        };
        match sync_folder(above) {
            // This app may not read the folder, so it did not create it, and the name is durable
            // already.
            Err(VaultError::TryLater(_)) if File::open(above).is_err() => break,
            synced => synced?,
        }
    }
    Ok(())
}

/// Makes new, renamed and removed names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), VaultError> {
    Ok(File::open(folder)?.sync_all()?)
}

pub(super) fn private_folder() -> DirBuilder {
    #[allow(unused_mut, reason = "only Unix has modes")]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Options to write a file that only its owner may read. The folder alone is not enough: an old one
/// may be open to others.
pub(super) fn private_file() -> OpenOptions {
    let mut options = File::options();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Lists the files of a folder. Names that are not Unicode are left out, because this app makes
/// none.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, VaultError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string() {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

/// Reads the digest that a file is named after. Only lower case is accepted, so that the result is
/// the same on file systems that do not distinguish `a` from `A`.
fn digest_of(name: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    let length = base16ct::lower::decode(name, &mut digest).ok()?.len();
    (length == digest.len()).then_some(digest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_second_store_on_the_same_folder_is_told_to_come_later() {
        let home = tempfile::tempdir().unwrap();
        let first = Folder::open(home.path()).unwrap();
        assert!(
            matches!(Folder::open(home.path()), Err(VaultError::TryLater(why)) if why.contains("another Payung"))
        );
        drop(first);
        Folder::open(home.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_is_private_to_its_user() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap().path().join("payung");
        let _folder = Folder::open(&home).unwrap();
        assert_eq!(
            fs::metadata(&home).unwrap().permissions().mode() & 0o777,
            0o700
        );
        fs::remove_dir_all(home).unwrap();
    }

    proptest! {
        #[test]
        fn a_digest_is_read_back_from_its_file_name(digest: [u8; 32]) {
            prop_assert_eq!(digest_of(&base16ct::lower::encode_string(&digest)), Some(digest));
        }

        #[test]
        fn a_name_that_is_not_a_digest_is_not_ours(name in ".{0,70}") {
            prop_assume!(!(name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit())));
            prop_assert_eq!(digest_of(&name), None);
        }
    }
}
