//! Files and folders that survive a power cut and that nobody else on the machine can read.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use payung_model::sealed::Digest;
use sha2::{Digest as _, Sha256};

/// Makes a folder and its parents for the owner only. The names of all new folders are on disk when
/// this returns. An existing folder is left as it is.
pub fn private_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = folder_of(path);
    private_folder(&parent)?;
    match DirBuilder::new().mode(0o700).create(path) {
        // Another request or process made it at the same moment. Its name must be durable before we
        // go on, too.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !path.is_dir() => {
            return Err(error);
        }
        _ => {}
    }
    sync_folder(&parent)
}

/// Replaces a file as a whole: readers see either the old bytes or the new ones. It has mode 0600
/// and is on disk when this returns.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    // With the number of the process, two processes never write into the same unfinished file.
    beside.push(format!(".{}.new", std::process::id()));
    let new = folder.join(beside);
    // A killed process may have left a file of this name, and its mode may be another one.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = (|| {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&new)?;
        file.write_all(bytes)?;
        // Without this, a power cut after the renaming could leave the name with an empty file
        // behind it.
        file.sync_all()?;
        fs::rename(&new, path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written?;
    sync_folder(&folder)
}

/// Makes an empty file for the owner only, unless there is one. A file that is there is not opened:
/// closing it would take away all locks that this process has on it, and with them `SQLite`'s.
pub fn touch_private(path: &Path) -> io::Result<()> {
    let made = OpenOptions::new()
        .create_new(true)
        .append(true)
        .mode(0o600)
        .open(path);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Takes a lock that is held until the file is dropped or its process ends, so that two processes
/// do not do the same work at the same time.
pub fn lock(path: &Path) -> io::Result<File> {
    let file = lock_file(path)?;
    file.lock()?;
    Ok(file)
}

/// The same lock, or none while somebody else holds it.
pub fn lock_now(path: &Path) -> io::Result<Option<File>> {
    let file = lock_file(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn lock_file(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
}

/// Copies a file into a new one for the owner only and returns the SHA-256 of its bytes. The bytes
/// are on disk when this returns; the name is durable after [`sync_folder`].
pub fn copy_private(from: &Path, to: &Path) -> io::Result<Digest> {
    let mut from = File::open(from)?;
    let mut to = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)?;
    let digest = hashed(&mut from, |piece| to.write_all(piece))?;
    to.sync_all()?;
    Ok(digest)
}

/// Writes a new file for the owner only. The bytes are on disk when this returns; the name is
/// durable after [`sync_folder`].
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// SHA-256 of a file.
pub fn digest(path: &Path) -> io::Result<Digest> {
    hashed(&mut File::open(path)?, |_| Ok(()))
}

fn hashed(from: &mut File, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Digest> {
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(Digest(hash.finalize().into())),
            length => {
                hash.update(&buffer[..length]);
                each(&buffer[..length])?;
            }
        }
    }
}

/// Makes the names in a folder durable.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    File::open(folder)?.sync_all()
}

/// The free bytes that this process may use on the disk of `path`.
pub fn free_bytes(path: &Path) -> io::Result<u64> {
    let stat = rustix::fs::statvfs(path)?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// True when users other than the owner may read or change it.
pub fn open_to_others(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// The folder a file lies in; `.` for a bare name.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_file_is_replaced_whole_and_for_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        write_private(&path, b"first, and longer").unwrap();
        write_private(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert!(!open_to_others(&path).unwrap());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[test]
    fn a_new_folder_is_for_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        private_folder(&path).unwrap();
        private_folder(&path).unwrap();
        assert!(!open_to_others(&path).unwrap());
    }

    #[test]
    fn there_is_some_disk() {
        assert!(free_bytes(Path::new(".")).unwrap() > 0);
    }
}
