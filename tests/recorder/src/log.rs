//! The log: one line after another, `kind (1) ‖ a (8) ‖ b (8) ‖ length (4) ‖ length (4) ‖ bytes ‖
//! bytes`, little-endian.

use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::control;

/// What happened. The numbers are in `payung_tests::disk::log` too.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A new file: inode; path.
    Create = 1,
    /// Inode, offset; bytes.
    Write = 2,
    /// Inode, length.
    Truncate = 3,
    /// Inode.
    SyncFile = 4,
    /// Path.
    SyncFolder = 5,
    /// Path.
    NewFolder = 6,
    /// Old path, new path.
    Rename = 7,
    /// Path.
    Unlink = 8,
    /// Path.
    RemoveFolder = 9,
    /// Old path, new path.
    Link = 10,
    /// Bytes that went into a socket or a pipe.
    Said = 11,
}

static FILE: AtomicI32 = AtomicI32::new(-1);
static ORDER: Mutex<()> = Mutex::new(());

pub fn begin() {
    // SAFETY: a string literal; the result is null or a string of the environment, which nobody
    // changes before `main`.
    let path = unsafe { libc::getenv(c"PAYUNG_DISK_LOG".as_ptr()) };
    if path.is_null() {
        return;
    }
    let how = libc::O_WRONLY | libc::O_CREAT | libc::O_APPEND | libc::O_CLOEXEC;
    // SAFETY: the path is a string; the descriptor is our own, moved out of the way of those that
    // programs count on.
    unsafe {
        let file = libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path, how, 0o600) as i32;
        if file >= 0 {
            let high = libc::fcntl(file, libc::F_DUPFD_CLOEXEC, 700);
            FILE.store(if high >= 0 { high } else { file }, Ordering::Release);
        }
    }
}

/// Held from before the call until its line is written.
pub fn in_order() -> MutexGuard<'static, ()> {
    ORDER.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn line(kind: Kind, a: u64, b: u64, one: &[u8], two: &[u8]) {
    let file = FILE.load(Ordering::Acquire);
    if file < 0 {
        return;
    }
    let mut line = Vec::with_capacity(25 + one.len() + two.len());
    line.push(kind as u8);
    line.extend_from_slice(&a.to_le_bytes());
    line.extend_from_slice(&b.to_le_bytes());
    line.extend_from_slice(&(one.len() as u32).to_le_bytes());
    line.extend_from_slice(&(two.len() as u32).to_le_bytes());
    line.extend_from_slice(one);
    line.extend_from_slice(two);
    let mut rest = &line[..];
    while !rest.is_empty() {
        // SAFETY: our own descriptor, and a slice that lives.
        let written = unsafe { libc::syscall(libc::SYS_write, file, rest.as_ptr(), rest.len()) };
        if written <= 0 {
            // Half a log would prove nothing: better no program than a silent gap.
            std::process::abort();
        }
        rest = &rest[written as usize..];
    }
    control::count_line();
}
