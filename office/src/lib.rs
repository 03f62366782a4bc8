//! The office: one process receives registrations, another one opens them, and officers answer
//! them.
//!
//! | room | holds |
//! |---|---|
//! | [`backup`] | copies of the data folder, and the way back |
//! | [`billing`] | bills and the money for them, as rules over books that somebody keeps |
//! | [`card_page`] | the page that checks cards in a browser without a network |
//! | [`cli`] | one small file per command of the `office` program |
//! | [`checkpoint`] | signed lines that say how far the audit log had come |
//! | [`doctor`] | checks of a whole office |
//! | [`intake`] | HTTP: record, photos (tus), status, bundle, health; it knows public keys only |
//! | [`purposes`] | what a worker may ask for, by name |
//! | [`requests`] | what workers ask for: clocks, and what is answered by itself |
//! | [`store`] | the database: records, states, the index, the audit log; group commit |
//! | [`photo_store`] | complete photos: on the disk, or in a bucket |
//! | [`opener`] | opens received registrations, checks them, writes the index row |
//! | [`collection`] | bills and payments of dues, with an acquirer, in a process that holds the keys |
//! | [`desk`] | what an officer does: list, show, accept, correct, refuse |
//! | [`web`] | the same for officers with a browser, in a process that holds the keys |
//! | [`keys`] | the key folder, outside the database and its backup |
//! | [`second_factor`] | codes of authenticator apps, and recovery codes |
//! | [`server`] | sockets and connections of `intake` and `web` |
//!
//! Where to start: [`intake::routes`] is the contract of `docs/protocol.md`, route by route.

pub mod backup;
pub mod billing;
pub mod card_page;
pub mod checkpoint;
pub mod cli;
pub mod clock;
pub mod collection;
pub mod desk;
pub mod doctor;
pub mod failure;
pub mod files;
pub mod hardening;
pub mod intake;
pub mod keys;
pub mod opener;
pub mod photo_store;
pub mod purposes;
pub mod random;
pub mod requests;
pub mod second_factor;
pub mod server;
pub mod store;
pub mod web;
