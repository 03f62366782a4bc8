//! Bounds on what anybody may send and nobody can read.

use clap::Args;

use crate::opener::MOST_BROKEN;
use crate::store::Amount;

/// How much of it is kept. Every process that opens takes these options, so that the bound is the
/// same wherever the opener runs.
#[derive(Args)]
pub(super) struct JunkArgs {
    /// A bound on registrations that anybody can send and nobody has read yet.
    ///
    /// While more of them than this wait, for the opener or for their photos, `serve` takes from each
    /// address 60 new ones and then one in five seconds; from four times as many on it takes no new
    /// one. And no more than this is kept of those that do not open: the opener forgets the ones
    /// that have waited longest and that no officer has looked at.
    #[arg(long, default_value_t = MOST_BROKEN.rows)]
    most_waiting: u64,
    /// The same bound on their bytes, in MiB: records, and photos that came whole.
    #[arg(long, default_value_t = MOST_BROKEN.bytes >> 20, value_parser = clap::value_parser!(u64).range(1..=1 << 40))]
    most_waiting_size: u64,
}

impl JunkArgs {
    pub(super) fn most(&self) -> Amount {
        Amount {
            rows: self.most_waiting,
            bytes: self.most_waiting_size << 20,
        }
    }
}
