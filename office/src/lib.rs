//! The office: it receives registrations, opens them apart from where they arrive, and answers.
//!
//! | room | holds |
//! |---|---|
//! | [`backup`] | copies of the data folder, and the way back |
//! | [`cli`] | one small file per command of the `office` program |
//! | [`doctor`] | is this office well |
//! | [`intake`] | HTTP: record, photos (tus), status, bundle, health; it knows public keys only |
//! | [`store`] | the database: what came, where it stands, who looked; group commit |
//! | [`photo_store`] | where whole photos are: on the disk, or in a bucket |
//! | [`opener`] | opens what was received, checks it, writes the index row |
//! | [`desk`] | what an officer does: list, show, accept, correct, refuse |
//! | [`web`] | the same for officers with a browser, in a process that holds the keys |
//! | [`keys`] | the key folder, outside the database and its backup |
//!
//! Where to start: [`intake::routes`] is the contract of `docs/protocol.md`, route by route.

pub mod backup;
pub mod cli;
pub mod clock;
pub mod desk;
pub mod doctor;
pub mod failure;
pub mod files;
pub mod intake;
pub mod keys;
pub mod opener;
pub mod photo_store;
pub mod random;
pub mod store;
pub mod web;
