//! SQLite, which is inside the program: one file, `office.db`, in the data folder.
//!
//! It runs in WAL mode with `synchronous=FULL`, so a commit is on the disk before it is answered.
//! The intake writes through one thread that commits many requests together ([`Writer`]).
//! Everybody else takes a connection of a pool. No other folder of this program names `rusqlite`.

mod engine;
mod schema;
mod upkeep;
mod writer;

pub(super) use engine::{FILE, Sqlite};
pub(super) use upkeep::{was_moved, write_back_log};
