//! Counts what the calls of a test's thread cost: records opened, and reads of the database.

use std::cell::Cell;

thread_local! {
    static OPENED: Cell<u32> = const { Cell::new(0) };
    static READ: Cell<u32> = const { Cell::new(0) };
}

pub fn opened() {
    OPENED.with(|count| count.set(count.get() + 1));
}

pub fn read() {
    READ.with(|count| count.set(count.get() + 1));
}

/// Records opened and reads made while `work` ran.
pub fn during<T>(work: impl FnOnce() -> T) -> (u32, u32) {
    let before = (OPENED.get(), READ.get());
    work();
    (OPENED.get() - before.0, READ.get() - before.1)
}
