//! Between a program under test and its disk: writes down what it asks (`PAYUNG_DISK_LOG`), and
//! makes some of it fail (`PAYUNG_DISK_CONTROL`), for all that lies below `PAYUNG_DISK_ROOT`.
//! Loaded by `LD_PRELOAD`; the program is the one that ships, unchanged, and SQLite in it too.
//! `payung_tests::disk` starts programs with it and reads what it wrote.
//!
//! The calls of libc that change files or make them durable are taken over and passed on as system
//! calls, one at a time, each with its line in the log before the next begins: so the log is in the
//! order in which things happened. What an office says on its sockets is a line too: before it, or
//! not before it, is what durability is about.
#![cfg(target_os = "linux")]
// A preloaded library is C's world: names without mangling, raw pointers, system calls and their
// signed counts. No program that ships contains it.
#![allow(
    unsafe_code,
    clippy::missing_safety_doc,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap
)]

mod calls;
mod control;
mod log;
mod paths;

/// Of libc, before `main`: what is given by the environment.
extern "C" fn begin() {
    control::begin();
    log::begin();
    // Programs that this one starts are not under test.
    // SAFETY: before `main` there is one thread.
    unsafe { libc::unsetenv(c"LD_PRELOAD".as_ptr()) };
}

#[used]
#[unsafe(link_section = ".init_array")]
static BEGIN: extern "C" fn() = begin;
