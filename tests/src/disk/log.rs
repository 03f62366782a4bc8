//! The recorder's log (`tests/recorder/src/log.rs` writes it).

use crate::Outcome;

/// One thing that a program asked of its disk, or said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiskEvent {
    /// A new file.
    Create {
        /// Until the next [`DiskEvent::Create`] with the same one.
        inode: u64,
        /// Absolute.
        path: String,
    },
    /// Bytes at a place.
    Write {
        /// Of which file.
        inode: u64,
        /// In bytes.
        at: u64,
        /// What.
        bytes: Vec<u8>,
    },
    /// Another length.
    Truncate {
        /// Of which file.
        inode: u64,
        /// In bytes.
        length: u64,
    },
    /// `fsync` or `fdatasync` of a file.
    SyncFile(u64),
    /// Of a folder.
    SyncFolder(String),
    /// A new folder.
    NewFolder(String),
    /// From, to.
    Rename(String, String),
    /// A name less.
    Unlink(String),
    /// A folder less.
    RemoveFolder(String),
    /// A second name: from, to.
    Link(String, String),
    /// Into a socket or a pipe.
    Said(Vec<u8>),
}

/// All lines.
pub fn read(bytes: &[u8]) -> Outcome<Vec<DiskEvent>> {
    let mut lines = Vec::new();
    let mut rest = bytes;
    while let Some((head, after)) = rest.split_first_chunk::<25>() {
        let long = |at: usize| u64::from_le_bytes(std::array::from_fn(|byte| head[at + byte]));
        let short =
            |at: usize| u32::from_le_bytes(std::array::from_fn(|byte| head[at + byte])) as usize;
        let (one, after) = after.split_at_checked(short(17)).ok_or("the log is cut")?;
        let (two, after) = after.split_at_checked(short(21)).ok_or("the log is cut")?;
        rest = after;
        let path = || String::from_utf8(one.to_vec());
        let other = || String::from_utf8(two.to_vec());
        lines.push(match head[0] {
            1 => DiskEvent::Create {
                inode: long(1),
                path: path()?,
            },
            2 => DiskEvent::Write {
                inode: long(1),
                at: long(9),
                bytes: one.to_vec(),
            },
            3 => DiskEvent::Truncate {
                inode: long(1),
                length: long(9),
            },
            4 => DiskEvent::SyncFile(long(1)),
            5 => DiskEvent::SyncFolder(path()?),
            6 => DiskEvent::NewFolder(path()?),
            7 => DiskEvent::Rename(path()?, other()?),
            8 => DiskEvent::Unlink(path()?),
            9 => DiskEvent::RemoveFolder(path()?),
            10 => DiskEvent::Link(path()?, other()?),
            11 => DiskEvent::Said(one.to_vec()),
            kind => return Err(format!("the log has a line of kind {kind}").into()),
        });
    }
    if rest.is_empty() {
        Ok(lines)
    } else {
        Err("the log is cut".into())
    }
}
