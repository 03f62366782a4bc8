//! A folder that is written beside its place and gets its name when all of it is on disk.
//!
//! A process that is killed leaves its folder behind, with data in it. Beside each such folder lies
//! a file that its process holds a lock on: where nobody holds it any more, the next one to write
//! here removes both.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::files;

const END: &str = ".new";
const LOCK: &str = ".new.lock";

/// A folder that has no name yet. Dropped, it is removed.
pub(super) struct Unfinished {
    folder: PathBuf,
    lock_path: PathBuf,
    /// None where the file system knows no locks: then nobody removes it but this process.
    _lock: Option<File>,
}

impl Unfinished {
    /// Makes room for what is to become `place`, and removes what others left half done beside it.
    pub fn beside(place: &Path) -> io::Result<Self> {
        let parent = files::folder_of(place);
        remove_left(&parent)?;
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let stem = format!(".{name}.{}", std::process::id());
        let lock_path = parent.join(format!("{stem}{LOCK}"));
        // The lock comes first, so that there is never a folder without one.
        let lock = match files::lock_now(&lock_path) {
            Ok(Some(lock)) => Some(lock),
            Ok(None) => return Err(ErrorKind::ResourceBusy.into()),
            Err(error) if knows_no_locks(&error) => {
                remove_file(&lock_path)?;
                None
            }
            Err(error) => return Err(error),
        };
        let unfinished = Self {
            folder: parent.join(format!("{stem}{END}")),
            lock_path,
            _lock: lock,
        };
        // What an earlier version left under this very name.
        remove_folder(&unfinished.folder)?;
        Ok(unfinished)
    }

    /// Where it is written.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Gives it its name. All of it must be on disk.
    pub fn finish(self, place: &Path) -> io::Result<()> {
        fs::rename(&self.folder, place)?;
        files::sync_folder(&files::folder_of(place))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // The folder goes first: without its lock nobody would remove it.
        if remove_folder(&self.folder).is_ok() {
            let _ = remove_file(&self.lock_path);
        }
    }
}

/// Removes what processes that are gone left half done in this folder.
fn remove_left(parent: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let lock_path = entry?.path();
        let name = lock_path.file_name().unwrap_or_default().to_string_lossy();
        let Some(stem) = name.strip_suffix(LOCK).filter(|stem| is_ours(stem)) else {
            continue;
        };
        // Whoever still writes holds the lock. What another user left is not ours to remove, and what
        // cannot be removed keeps nobody from making a backup.
        if let Ok(Some(_free)) = files::lock_now(&lock_path)
            && remove_folder(&parent.join(format!("{stem}{END}"))).is_ok()
        {
            let _ = remove_file(&lock_path);
        }
    }
    Ok(())
}

/// `.NAME.PID`
fn is_ours(stem: &str) -> bool {
    let parts = stem.strip_prefix('.').and_then(|it| it.rsplit_once('.'));
    parts.is_some_and(|(name, process)| !name.is_empty() && process.parse::<u32>().is_ok())
}

fn knows_no_locks(error: &io::Error) -> bool {
    error.kind() == ErrorKind::Unsupported
        || error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error())
}

fn remove_folder(folder: &Path) -> io::Result<()> {
    gone(fs::remove_dir_all(folder))
}

fn remove_file(file: &Path) -> io::Result<()> {
    gone(fs::remove_file(file))
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_writes_any_more_is_removed_and_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let at = |name: &str| parent.path().join(name);
        for folder in [".old.7.new", ".busy.8.new", ".else.9.new", ".notes.new"] {
            fs::create_dir(at(folder)).unwrap();
            fs::write(at(folder).join("file"), b"x").unwrap();
        }
        fs::write(at(".old.7.new.lock"), b"").unwrap();
        fs::write(at(".notes.new.lock"), b"").unwrap();
        let busy = files::lock_now(&at(".busy.8.new.lock")).unwrap().unwrap();
        let unfinished = Unfinished::beside(&at("place")).unwrap();
        assert!(!at(".old.7.new").exists() && !at(".old.7.new.lock").exists());
        // Somebody writes the second; the third has no lock, and the last has no process.
        for kept in [".busy.8.new", ".else.9.new", ".notes.new"] {
            assert!(at(kept).join("file").exists(), "{kept}");
        }
        fs::create_dir(unfinished.folder()).unwrap();
        unfinished.finish(&at("place")).unwrap();
        drop(busy);
        let other = Unfinished::beside(&at("other")).unwrap();
        fs::create_dir(other.folder()).unwrap();
        drop(other);
        let mut left: Vec<_> = fs::read_dir(parent.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let kept = [".else.9.new", ".notes.new", ".notes.new.lock", "place"];
        assert_eq!(left, kept);
    }
}
