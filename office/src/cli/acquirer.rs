//! `--acquirer`: bills beside the opener.

use std::path::PathBuf;

use clap::Args;

use super::desk::Desk;
use crate::collection::BillingWorker;
use crate::collection::acquirer::{AcquirerKey, HttpAcquirer};
use crate::failure::Failure;
use crate::keys::Keys;

/// Where codes come from.
#[derive(Args)]
pub(super) struct AcquirerArgs {
    /// Make bills, with codes of the acquirer at this URL: `https://…`, or plain HTTP on this
    /// machine. Without it nobody gets a bill.
    #[arg(long, env = "PAYUNG_ACQUIRER", requires = "acquirer_key")]
    acquirer: Option<String>,
    /// File whose first line is the key that the acquirer gave this office.
    #[arg(long, env = "PAYUNG_ACQUIRER_KEY_FILE")]
    acquirer_key: Option<PathBuf>,
}

impl AcquirerArgs {
    /// The worker; none when there is no acquirer.
    pub(super) fn worker(
        &self,
        desk: &Desk,
        keys: &Keys,
    ) -> Result<Option<BillingWorker>, Failure> {
        let (Some(url), Some(file)) = (&self.acquirer, &self.acquirer_key) else {
            return Ok(None);
        };
        let key = AcquirerKey::read(file).map_err(|error| {
            Failure::Input(format!("--acquirer-key {}: {error}", file.display()))
        })?;
        let acquirer = HttpAcquirer::new(url, key)
            .map_err(|error| Failure::Input(format!("--acquirer {error}")))?;
        let worker = BillingWorker::new(
            desk.keyed_store(keys)?,
            keys,
            Box::new(acquirer),
            desk.clock,
        )?;
        Ok(Some(worker))
    }

    /// True when there is an acquirer.
    pub(super) fn is_there(&self) -> bool {
        self.acquirer.is_some()
    }
}
