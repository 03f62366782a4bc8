//! What a sync did.

use crate::problem::ProblemView;

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct SyncReport {
    /// Registrations that reached *received* in this run.
    pub received: u32,
    /// Registrations whose state the office changed.
    pub changed: u32,
    /// Still waiting to go.
    pub waiting: u32,
    /// Set aside: trying again will not help.
    pub parked: u32,
    /// Of those that wait: whose photos are delayed until there is a network that is not paid by
    /// the byte.
    pub delayed: u32,
    /// Bodies and headers, in bytes.
    pub bytes_sent: u64,
    /// Bodies and headers, in bytes.
    pub bytes_received: u64,
    /// Milliseconds until it is worth trying again; none when nothing waits, or there is no network
    /// to try.
    pub retry_in_millis: Option<u64>,
    /// Why something waits; none when all went.
    pub problem: Option<ProblemView>,
    /// Newer rules are in force from now on.
    pub new_bundle: bool,
}
