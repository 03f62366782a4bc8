//! `PostgreSQL`, on this machine or another one: several processes may serve one office.
//!
//! Every table about registrations is partitioned by the hash of the registration's id, and every
//! unique key of these tables contains it, so an office may spread them over several databases
//! later. No extension is needed. No other folder of this program names `tokio_postgres`.
//! `docs/adr/0017-two-databases-behind-one-port.md` says why it is this crate.

mod connect;
mod engine;
mod roles;
mod schema;
mod target;
mod tls;
mod wait;

pub(super) use engine::Postgres;
pub(super) use target::Target;
