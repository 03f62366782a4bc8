//! What the process asks of the system before it reads a key or an answer.

use rustix::process::{
    DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit,
};

/// No file of this process's memory is written when it crashes, and no other process of the same
/// user may read its memory. Keys and answers would be in both. A system that refuses is none the
/// worse for the wish, so nothing fails.
pub fn no_core_dumps() {
    let _ = setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    );
    #[cfg(target_os = "linux")]
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Raises the number of open files to what the system allows, at most `wanted`, and returns it.
/// Systems give 1,024 by default, which is less than the connections that a server takes.
pub fn open_files(wanted: u64) -> u64 {
    let now = getrlimit(Resource::Nofile);
    let allowed = now.maximum.unwrap_or(wanted).min(wanted);
    if now.current.is_some_and(|current| current < allowed) {
        let _ = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(allowed),
                maximum: now.maximum,
            },
        );
    }
    getrlimit(Resource::Nofile).current.unwrap_or(wanted)
}
