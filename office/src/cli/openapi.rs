//! `office openapi`

use std::io::Write;

use clap::Args;

use super::desk::Desk;
use crate::failure::Failure;

#[derive(Args)]
pub(super) struct OpenApiArgs {}

impl OpenApiArgs {
    #[expect(clippy::unused_self, reason = "as every command")]
    pub(super) fn run(self, _desk: &Desk) -> Result<(), Failure> {
        Ok(std::io::stdout()
            .lock()
            .write_all(crate::intake::openapi().as_bytes())?)
    }
}
