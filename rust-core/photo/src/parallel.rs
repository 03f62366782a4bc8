//! Does two pieces of work at the same time.

use std::panic::resume_unwind;
use std::thread;

/// Does both pieces of work, the second one in another thread. When no thread can be started, it
/// does one after the other.
pub(super) fn both<A, B: Send>(
    here: impl FnOnce() -> A,
    mut there: impl FnMut() -> B + Send,
) -> (A, B) {
    let (a, b) = thread::scope(|scope| {
        let started = thread::Builder::new().spawn_scoped(scope, &mut there);
        (
            here(),
            started
                .ok()
                .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
        )
    });
    (a, b.unwrap_or_else(there))
}
