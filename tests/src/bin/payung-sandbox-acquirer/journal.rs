//! The one file in which everything lies: a line of JSON for each entry, appended and synced before
//! anybody is answered. Those who come at once share a sync.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use payung_tests::Outcome;

use crate::book::{Book, Entry};
use crate::refusal::Refusal;

/// Book and file. Where the file could not be written, the book may know more than the disk: then
/// nothing is answered any more.
pub struct Journal {
    book: Mutex<Book>,
    file: File,
    /// Bytes that were written.
    written: AtomicU64,
    /// Bytes that are synced.
    synced: Mutex<u64>,
    is_broken: AtomicBool,
}

impl Journal {
    /// Opens the file, or begins it. Half a line at its end, which nobody was answered for, goes.
    ///
    /// # Errors
    /// Another program has it open, or it is damaged: which line is said.
    pub fn open(path: &Path) -> Outcome<Self> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        file.try_lock()
            .map_err(|_| format!("{}: another sandbox works with it", path.display()))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        let whole = text
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let mut book = Book::default();
        let lines = text[..whole].split(|byte| *byte == b'\n');
        for (place, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
            let entry: Option<Entry> = serde_json::from_slice(line).ok();
            if !entry.is_some_and(|entry| book.apply(entry)) {
                let path = path.display();
                return Err(format!("{path}: line {} does not fit the others", place + 1).into());
            }
        }
        file.set_len(whole as u64)?;
        file.sync_all()?;
        // A new file's name is durable when its folder is synced.
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            File::open(folder)?.sync_all()?;
        }
        Ok(Self {
            book: Mutex::new(book),
            file,
            written: AtomicU64::new(whole as u64),
            synced: Mutex::new(whole as u64),
            is_broken: AtomicBool::new(false),
        })
    }

    /// Asks the book, writes what makes the answer true, and returns when the disk has it. What the
    /// answer tells of others' entries is synced by then, too.
    pub fn act<T>(
        &self,
        ask: impl FnOnce(&Book) -> Result<(T, Vec<Entry>), Refusal>,
    ) -> Result<T, Refusal> {
        let (answer, end) = {
            let mut book = lock(&self.book);
            if self.is_broken.load(Ordering::Acquire) {
                return Err(Refusal::Disk);
            }
            let (answer, entries) = ask(&book)?;
            let end = self.append(&mut book, entries)?;
            (answer, end)
        };
        self.sync(end)?;
        Ok(answer)
    }

    /// Where the file ends afterwards.
    fn append(&self, book: &mut Book, entries: Vec<Entry>) -> Result<u64, Refusal> {
        let end = self.written.load(Ordering::Acquire);
        if entries.is_empty() {
            return Ok(end);
        }
        let mut lines = Vec::new();
        for entry in &entries {
            serde_json::to_writer(&mut lines, entry).map_err(|_| Refusal::Disk)?;
            lines.write_all(b"\n").map_err(|_| Refusal::Disk)?;
        }
        let done = self.file.write_all_at(&lines, end);
        if done.is_err() || !entries.into_iter().all(|entry| book.apply(entry)) {
            return Err(self.broken());
        }
        let end = end + lines.len() as u64;
        self.written.store(end, Ordering::Release);
        Ok(end)
    }

    fn sync(&self, end: u64) -> Result<(), Refusal> {
        let mut synced = lock(&self.synced);
        if *synced >= end {
            return Ok(());
        }
        let written = self.written.load(Ordering::Acquire);
        if self.is_broken.load(Ordering::Acquire) || self.file.sync_data().is_err() {
            return Err(self.broken());
        }
        *synced = written;
        Ok(())
    }

    fn broken(&self) -> Refusal {
        self.is_broken.store(true, Ordering::Release);
        Refusal::Disk
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cancel(journal: &Journal, bill: &str) -> Result<(), Refusal> {
        journal.act(|book| Ok(((), book.cancel(bill)?.into_iter().collect())))
    }

    #[test]
    fn half_a_line_goes_and_a_damaged_line_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).unwrap();
        cancel(&journal, "a").unwrap();
        let busy = Journal::open(&path).err().map(|error| error.to_string());
        assert!(busy.is_some_and(|why| why.contains("another sandbox")));
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&whole[..], b"{\"did\":\"cance"].concat()).unwrap();
        let journal = Journal::open(&path).unwrap();
        cancel(&journal, "b").unwrap();
        drop(journal);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            text,
            "{\"did\":\"cancelled\",\"bill\":\"a\"}\n{\"did\":\"cancelled\",\"bill\":\"b\"}\n"
        );
        for damaged in [text.replace("\"b\"", "b"), text.replace("\"b\"", "\"a\"")] {
            std::fs::write(&path, damaged).unwrap();
            let refused = Journal::open(&path).err().map(|error| error.to_string());
            assert!(refused.is_some_and(|why| why.contains("line 2")));
        }
    }

    #[test]
    fn a_full_disk_ends_all_answers() {
        if !Path::new("/dev/full").exists() {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal")).unwrap();
        journal.file = OpenOptions::new().write(true).open("/dev/full").unwrap();
        assert_eq!(cancel(&journal, "a"), Err(Refusal::Disk));
        assert_eq!(journal.act(|_| Ok(((), Vec::new()))), Err(Refusal::Disk));
    }
}
