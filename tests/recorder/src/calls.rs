//! The calls of libc that are taken over. Each is passed on as the system call it stands for.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};

use libc::{iovec, mode_t, off_t, size_t, ssize_t};

use crate::control::{Act, fault};
use crate::log::{Kind, in_order, line};
use crate::paths::{Open, inode, length, open_on, ours};

fn errno() -> i32 {
    // SAFETY: the thread's own.
    unsafe { *libc::__errno_location() }
}

fn set_errno(error: i32) {
    // SAFETY: the thread's own.
    unsafe { *libc::__errno_location() = error };
}

/// Fails as it was told to, or asks the kernel and, when that worked, writes it down.
fn on_disk(
    act: Act,
    call: impl FnOnce() -> libc::c_long,
    done: impl FnOnce(libc::c_long),
) -> libc::c_long {
    let _order = in_order();
    if let Some(error) = fault(act) {
        set_errno(error);
        return -1;
    }
    let result = call();
    let said = errno();
    if result >= 0 {
        done(result);
    }
    set_errno(said);
    result
}

unsafe fn open_file(folder: c_int, path: *const c_char, how: c_int, mode: mode_t) -> c_int {
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_openat, folder, path, how, mode) };
    let changes = how & (libc::O_CREAT | libc::O_TRUNC) != 0;
    // SAFETY: the caller's string.
    let Some(name) = (unsafe { changes.then(|| ours(folder, path)).flatten() }) else {
        return call() as c_int;
    };
    // SAFETY: the caller's string.
    let before = unsafe { inode(folder, path) };
    let new = before.is_none() && how & libc::O_CREAT != 0;
    if !new && how & libc::O_TRUNC == 0 {
        return call() as c_int;
    }
    let done = |_| {
        // SAFETY: the caller's string.
        let inode = unsafe { inode(folder, path) }.unwrap_or(0);
        if new {
            line(Kind::Create, inode, 0, &name, &[]);
        } else {
            line(Kind::Truncate, inode, 0, &[], &[]);
        }
    };
    on_disk(if new { Act::Grow } else { Act::Shrink }, call, done) as c_int
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(path: *const c_char, how: c_int, mode: mode_t) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { open_file(libc::AT_FDCWD, path, how, mode) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn open64(path: *const c_char, how: c_int, mode: mode_t) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { open_file(libc::AT_FDCWD, path, how, mode) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat(
    folder: c_int,
    path: *const c_char,
    how: c_int,
    mode: mode_t,
) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { open_file(folder, path, how, mode) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat64(
    folder: c_int,
    path: *const c_char,
    how: c_int,
    mode: mode_t,
) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { open_file(folder, path, how, mode) }
}

unsafe fn bytes<'a>(from: *const c_void, length: libc::c_long) -> &'a [u8] {
    // SAFETY: the kernel has just read as many bytes from there.
    unsafe { std::slice::from_raw_parts(from.cast(), length as usize) }
}

/// Where the next `write` goes.
fn place(file: c_int) -> u64 {
    // SAFETY: both ask only.
    let appends = unsafe { libc::fcntl(file, libc::F_GETFL) } & libc::O_APPEND != 0;
    if appends {
        return length(file);
    }
    // SAFETY: moves nothing.
    unsafe { libc::syscall(libc::SYS_lseek, file, 0, libc::SEEK_CUR) as u64 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(file: c_int, from: *const c_void, count: size_t) -> ssize_t {
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_write, file, from, count) };
    match open_on(file) {
        Open::File(inode) => {
            let at = Cell::new(0);
            let call = || {
                at.set(place(file));
                call()
            };
            // SAFETY: so many bytes were written from there.
            let done = |wrote| {
                line(
                    Kind::Write,
                    inode,
                    at.get(),
                    unsafe { bytes(from, wrote) },
                    &[],
                );
            };
            on_disk(Act::Grow, call, done) as ssize_t
        }
        // SAFETY: so many bytes were written from there.
        Open::Wire => said(call, |wrote| unsafe { bytes(from, wrote) }.to_vec()) as ssize_t,
        _ => call() as ssize_t,
    }
}

unsafe fn write_at(file: c_int, from: *const c_void, count: size_t, at: off_t) -> ssize_t {
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_pwrite64, file, from, count, at) };
    let Open::File(inode) = open_on(file) else {
        return call() as ssize_t;
    };
    // SAFETY: so many bytes were written from there.
    let done = |wrote| {
        line(
            Kind::Write,
            inode,
            at as u64,
            unsafe { bytes(from, wrote) },
            &[],
        );
    };
    on_disk(Act::Grow, call, done) as ssize_t
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite(
    file: c_int,
    from: *const c_void,
    count: size_t,
    at: off_t,
) -> ssize_t {
    // SAFETY: passed on as it came.
    unsafe { write_at(file, from, count, at) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(
    file: c_int,
    from: *const c_void,
    count: size_t,
    at: off_t,
) -> ssize_t {
    // SAFETY: passed on as it came.
    unsafe { write_at(file, from, count, at) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn writev(file: c_int, parts: *const iovec, count: c_int) -> ssize_t {
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_writev, file, parts, count) };
    let gathered = |wrote: libc::c_long| {
        let mut all = Vec::new();
        // SAFETY: the kernel has just read them.
        let parts = unsafe { std::slice::from_raw_parts(parts, count as usize) };
        // One without bytes may point nowhere.
        for part in parts.iter().filter(|part| part.iov_len > 0) {
            // SAFETY: as above.
            all.extend_from_slice(unsafe { bytes(part.iov_base, part.iov_len as libc::c_long) });
        }
        all.truncate(wrote as usize);
        all
    };
    match open_on(file) {
        Open::File(inode) => {
            let at = Cell::new(0);
            let call = || {
                at.set(place(file));
                call()
            };
            on_disk(Act::Grow, call, |wrote| {
                line(Kind::Write, inode, at.get(), &gathered(wrote), &[]);
            }) as ssize_t
        }
        Open::Wire => said(call, gathered) as ssize_t,
        _ => call() as ssize_t,
    }
}

/// Bytes into a socket or a pipe: whatever the log has before them was done before they left.
fn said(
    call: impl FnOnce() -> libc::c_long,
    what: impl FnOnce(libc::c_long) -> Vec<u8>,
) -> libc::c_long {
    let _order = in_order();
    let result = call();
    let error = errno();
    if result > 0 {
        line(Kind::Said, 0, 0, &what(result), &[]);
    }
    set_errno(error);
    result
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn send(
    file: c_int,
    from: *const c_void,
    count: size_t,
    how: c_int,
) -> ssize_t {
    let nobody: *const c_void = std::ptr::null();
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_sendto, file, from, count, how, nobody, 0) };
    // SAFETY: so many bytes were sent from there.
    said(call, |wrote| unsafe { bytes(from, wrote) }.to_vec()) as ssize_t
}

fn sync(file: c_int, number: libc::c_long) -> c_int {
    // SAFETY: a descriptor, whatever it is.
    let call = || unsafe { libc::syscall(number, file) };
    let (kind, inode, path) = match open_on(file) {
        Open::File(inode) => (Kind::SyncFile, inode, Vec::new()),
        Open::Folder(path) => (Kind::SyncFolder, 0, path),
        Open::Wire | Open::Other => return call() as c_int,
    };
    on_disk(Act::Sync, call, |_| line(kind, inode, 0, &path, &[])) as c_int
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(file: c_int) -> c_int {
    sync(file, libc::SYS_fsync)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(file: c_int) -> c_int {
    sync(file, libc::SYS_fdatasync)
}

fn set_length(file: c_int, to: off_t) -> c_int {
    // SAFETY: a descriptor, whatever it is.
    let call = || unsafe { libc::syscall(libc::SYS_ftruncate, file, to) };
    let Open::File(inode) = open_on(file) else {
        return call() as c_int;
    };
    let act = if to as u64 > length(file) {
        Act::Grow
    } else {
        Act::Shrink
    };
    on_disk(act, call, |_| {
        line(Kind::Truncate, inode, to as u64, &[], &[]);
    }) as c_int
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate(file: c_int, to: off_t) -> c_int {
    set_length(file, to)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate64(file: c_int, to: off_t) -> c_int {
    set_length(file, to)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn mkdir(path: *const c_char, mode: mode_t) -> c_int {
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_mkdirat, libc::AT_FDCWD, path, mode) };
    // SAFETY: the caller's string.
    let Some(name) = (unsafe { ours(libc::AT_FDCWD, path) }) else {
        return call() as c_int;
    };
    on_disk(Act::Grow, call, |_| line(Kind::NewFolder, 0, 0, &name, &[])) as c_int
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    let here = libc::AT_FDCWD;
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_renameat2, here, from, here, to, 0) };
    // SAFETY: the caller's strings.
    let (Some(old), Some(new)) = (unsafe { (ours(here, from), ours(here, to)) }) else {
        return call() as c_int;
    };
    on_disk(Act::Shrink, call, |_| line(Kind::Rename, 0, 0, &old, &new)) as c_int
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn linkat(
    from_folder: c_int,
    from: *const c_char,
    to_folder: c_int,
    to: *const c_char,
    how: c_int,
) -> c_int {
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_linkat, from_folder, from, to_folder, to, how) };
    // SAFETY: the caller's strings.
    let (Some(old), Some(new)) = (unsafe { (ours(from_folder, from), ours(to_folder, to)) }) else {
        return call() as c_int;
    };
    on_disk(Act::Grow, call, |_| line(Kind::Link, 0, 0, &old, &new)) as c_int
}

unsafe fn take_away(folder: c_int, path: *const c_char, how: c_int) -> c_int {
    // SAFETY: passed on as it came.
    let call = || unsafe { libc::syscall(libc::SYS_unlinkat, folder, path, how) };
    // SAFETY: the caller's string.
    let Some(name) = (unsafe { ours(folder, path) }) else {
        return call() as c_int;
    };
    let kind = if how & libc::AT_REMOVEDIR == 0 {
        Kind::Unlink
    } else {
        Kind::RemoveFolder
    };
    on_disk(Act::Shrink, call, |_| line(kind, 0, 0, &name, &[])) as c_int
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { take_away(libc::AT_FDCWD, path, 0) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlinkat(folder: c_int, path: *const c_char, how: c_int) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { take_away(folder, path, how) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn rmdir(path: *const c_char) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { take_away(libc::AT_FDCWD, path, libc::AT_REMOVEDIR) }
}
