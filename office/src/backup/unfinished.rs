//! A folder that is written beside its place and gets its name when all of it is on disk.
//!
//! A process that is killed leaves its folder behind, with data in it. Beside each such folder lies
//! a file that its process holds a lock on: where nobody holds it any more, the next one to write
//! here removes both.
//!
//! Earlier versions had no such file, and some file systems know no locks. What such a process left
//! is known by its name and by what is in it, and that nothing of it changed for long: whoever still
//! writes there writes all the time.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{ABOUT, DATABASE, SETTINGS, sums};
use crate::files;

/// Where nothing changed for so long, nobody writes any more.
const ABANDONED: Duration = Duration::from_secs(2 * 24 * 3_600);

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
            Err(error) if knows_no_locks(&error) => None,
            Err(error) => return Err(error),
        };
        // The disk's own clock: the times of what lies there are of no other.
        if let Ok(now) = touched(&lock_path) {
            remove_abandoned(&parent, now)?;
        }
        if lock.is_none() {
            remove_file(&lock_path)?;
        }
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

/// Removes what processes without a lock left half done in this folder.
fn remove_abandoned(parent: &Path, now: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let folder = entry?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let Some(stem) = name.strip_suffix(END).filter(|stem| is_ours(stem)) else {
            continue;
        };
        // A folder with a lock is looked at by its lock alone. What cannot be read is left, and keeps
        // nobody from making a backup.
        let is_locked = fs::symlink_metadata(parent.join(format!("{stem}{LOCK}"))).is_ok();
        let old = |at: SystemTime| now.duration_since(at).is_ok_and(|age| age > ABANDONED);
        if !is_locked
            && is_half_an_office(&folder).unwrap_or(false)
            && is_unchanged(&folder, &old).unwrap_or(false)
            && remove_folder(&folder).is_ok()
        {
            tracing::warn!(folder = %folder.display(), "removed: what a process that was killed left half done");
        }
    }
    Ok(())
}

/// A folder in which lies nothing but what a backup or a restore writes.
fn is_half_an_office(folder: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(folder)?.is_dir() {
        return Ok(false);
    }
    let known = [ABOUT, DATABASE, "photos", sums::NAME];
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        // What belongs to one of them begins with its name, and a file that gets its name last has a
        // dot before it.
        let name = name.strip_prefix('.').unwrap_or(&name);
        let mut all = known.iter().chain(&SETTINGS);
        if !all.any(|known| name.starts_with(known)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether everything in a folder, and the folder itself, changed so long ago.
fn is_unchanged(path: &Path, old: &impl Fn(SystemTime) -> bool) -> io::Result<bool> {
    let about = fs::symlink_metadata(path)?;
    if !old(about.modified()?) {
        return Ok(false);
    }
    if about.is_dir() {
        for entry in fs::read_dir(path)? {
            if !is_unchanged(&entry?.path(), old)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Writes into a file, and when that was.
fn touched(file: &Path) -> io::Result<SystemTime> {
    let mut file = File::options().write(true).open(file)?;
    file.write_all(b"\n")?;
    file.metadata()?.modified()
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
    fn what_was_left_without_a_lock_goes_when_nobody_wrote_there_for_days() {
        let parent = tempfile::tempdir().unwrap();
        let at = |name: &str| parent.path().join(name);
        let day = Duration::from_secs(24 * 3_600);
        let now = {
            fs::write(at("probe"), b"").unwrap();
            touched(&at("probe")).unwrap()
        };
        let leave = |name: &str, files: &[&str], days: u32| {
            let folder = at(name);
            fs::create_dir_all(folder.join("photos/ab")).unwrap();
            for file in files {
                fs::write(folder.join(file), b"x").unwrap();
            }
            let paths = files.iter().map(|file| folder.join(file));
            let folders = ["photos/ab", "photos", ""].map(|name| folder.join(name));
            for path in paths.chain(folders) {
                let file = File::open(&path).unwrap();
                file.set_modified(now - day * days).unwrap();
            }
        };
        leave(".2026-11-20.7.new", &["office.db", "photos/ab/1"], 3);
        leave(".cut.8.new", &["office.db-wal", ".SHA256SUMS.8.new"], 3);
        leave(".young.9.new", &["office.db"], 1);
        leave(".writes.10.new", &["office.db"], 3);
        fs::write(at(".writes.10.new/photos/ab/2"), b"x").unwrap();
        leave(".others.11.new", &["office.db", "thesis.odt"], 30);
        leave(".locked.12.new", &["office.db"], 30);
        fs::write(at(".locked.12.new.lock"), b"").unwrap();
        let _busy = files::lock_now(&at(".locked.12.new.lock")).unwrap();
        leave("2026-11-20", &["office.db"], 30);
        std::os::unix::fs::symlink(at("2026-11-20"), at(".link.13.new")).unwrap();
        drop(Unfinished::beside(&at("place")).unwrap());
        let mut left: Vec<_> = fs::read_dir(parent.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let kept = [
            ".link.13.new",
            ".locked.12.new",
            ".locked.12.new.lock",
            ".others.11.new",
            ".writes.10.new",
            ".young.9.new",
            "2026-11-20",
            "probe",
        ];
        assert_eq!(left, kept);
    }

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
