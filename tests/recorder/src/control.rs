//! A page of memory that the test shares with the program: which calls fail, and what was counted.
//!
//! Eight numbers of 64 bits, in the machine's order; `payung_tests::disk::Control` is its other
//! side.

use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

/// What a call does to the disk; a bit each, so that a fault can be meant for some.
#[derive(Clone, Copy)]
pub enum Act {
    /// Needs new room: a write, a longer file, a new name, a new folder.
    Grow = 1,
    /// Makes something durable.
    Sync = 2,
    /// Takes a name or bytes away, or changes a name.
    Shrink = 4,
}

/// Lines in the log.
const LINES: usize = 0;
/// Calls that could have failed.
const COUNTED: usize = 1;
/// The first call that fails, counted from 0, and the first after it that does not.
const FROM: usize = 2;
const UNTIL: usize = 3;
/// What they say: an `errno`.
const ERROR: usize = 4;
/// Which [`Act`]s are counted.
const ACTS: usize = 5;
/// How many failed.
const FAILED: usize = 6;
const NUMBERS: usize = 8;

static PAGE: AtomicPtr<AtomicU64> = AtomicPtr::new(std::ptr::null_mut());

pub fn begin() {
    // SAFETY: a string literal; the result is null or a string of the environment, which nobody
    // changes before `main`.
    let path = unsafe { libc::getenv(c"PAYUNG_DISK_CONTROL".as_ptr()) };
    if path.is_null() {
        return;
    }
    // SAFETY: a new shared mapping of a file that the test made long enough, never unmapped; the
    // descriptor is our own.
    unsafe {
        let file = libc::syscall(
            libc::SYS_openat,
            libc::AT_FDCWD,
            path,
            libc::O_RDWR | libc::O_CLOEXEC,
            0,
        ) as i32;
        if file < 0 {
            return;
        }
        let (rights, length) = (libc::PROT_READ | libc::PROT_WRITE, NUMBERS * 8);
        let page = libc::mmap(
            std::ptr::null_mut(),
            length,
            rights,
            libc::MAP_SHARED,
            file,
            0,
        );
        libc::syscall(libc::SYS_close, file);
        if page != libc::MAP_FAILED {
            PAGE.store(page.cast(), Ordering::Release);
        }
    }
}

fn number(which: usize) -> Option<&'static AtomicU64> {
    let page = PAGE.load(Ordering::Acquire);
    // SAFETY: the mapping is `NUMBERS` long and stays; atomics may be shared with another process.
    (!page.is_null() && which < NUMBERS).then(|| unsafe { &*page.add(which) })
}

/// One more line is in the log.
pub fn count_line() {
    if let Some(lines) = number(LINES) {
        lines.fetch_add(1, Ordering::AcqRel);
    }
}

/// Counts the call; the `errno` with which it fails, if it shall.
pub fn fault(act: Act) -> Option<i32> {
    let read = |which| number(which).map_or(0, |number| number.load(Ordering::Acquire));
    if read(ACTS) & act as u64 == 0 {
        return None;
    }
    let this = number(COUNTED)?.fetch_add(1, Ordering::AcqRel);
    if !(read(FROM)..read(UNTIL)).contains(&this) {
        return None;
    }
    number(FAILED)?.fetch_add(1, Ordering::AcqRel);
    Some(read(ERROR) as i32)
}
