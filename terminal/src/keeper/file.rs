//! The key file: 32 random bytes, made once, whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use payung_core::KeeperAnswer;
use zeroize::Zeroizing;

use crate::options::Language;
use crate::out::print_notice;

pub type Key = Zeroizing<[u8; 32]>;

pub fn path(home: &Path) -> PathBuf {
    home.join("key")
}

/// The key; *gone* when there is no file, *broken* when it cannot be read or is not a key.
pub fn read(path: &Path, lang: Language) -> Result<Key, KeeperAnswer> {
    let mut file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => KeeperAnswer::Gone,
        _ => KeeperAnswer::Broken,
    })?;
    warn_if_others_can_read(&file, lang);
    let mut key = Zeroizing::new([0; 32]);
    file.read_exact(&mut *key)
        .map_err(|_| KeeperAnswer::Broken)?;
    // A longer file is no key of this program: its first 32 bytes would open nothing.
    match file.read(&mut [0]) {
        Ok(0) => Ok(key),
        _ => Err(KeeperAnswer::Broken),
    }
}

/// The key; a new one when there is no file yet.
pub fn read_or_make(path: &Path, lang: Language) -> Result<Key, KeeperAnswer> {
    match read(path, lang) {
        Err(KeeperAnswer::Gone) => {}
        known => return known,
    }
    make(path).map_err(|_| KeeperAnswer::Broken)?;
    // Another process may have been first: what lies there now is the key of both.
    read(path, lang)
}

/// Deletes the key file: what it wrapped stays closed for ever.
pub fn remove(home: &Path) -> std::io::Result<()> {
    match fs::remove_file(path(home)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Written beside and then put in place, so that a kill leaves no half key; never over a key that
/// is there.
fn make(path: &Path) -> std::io::Result<()> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *key).map_err(|_| ErrorKind::Other)?;
    let beside = path.with_extension(format!("new{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(&*key)?;
    file.sync_all()?;
    // A link fails where the name is taken. Renaming would replace the key of another process that
    // was first, and close what it had wrapped.
    match fs::hard_link(&beside, path) {
        Ok(()) => fs::remove_file(&beside)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::remove_file(&beside)?,
        // Some file systems know no links.
        Err(_) => fs::rename(&beside, path)?,
    }
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(unix)]
fn warn_if_others_can_read(file: &File, lang: Language) {
    use std::os::unix::fs::PermissionsExt;
    if file
        .metadata()
        .is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
    {
        print_notice(lang.of(
            "Orang lain di komputer ini bisa membaca berkas kuncinya. Kunci lagi dengan: chmod 600",
            "Others on this machine can read the key file. Make it yours again with: chmod 600",
        ));
    }
}

#[cfg(not(unix))]
fn warn_if_others_can_read(_file: &File, _lang: Language) {}
