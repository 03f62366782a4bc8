//! `office manual`: completions for shells and manual pages, made from the commands themselves. A
//! release carries them.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::{Shell, generate_to};

use crate::failure::Failure;

#[derive(Args)]
pub(super) struct ManualArgs {
    /// Write `man/*.1` and `completions/*` below this folder.
    #[arg(long)]
    to: PathBuf,
}

impl ManualArgs {
    pub(super) fn run(self, mut command: Command) -> Result<(), Failure> {
        let (pages, completions) = (self.to.join("man"), self.to.join("completions"));
        for folder in [&pages, &completions] {
            std::fs::create_dir_all(folder).map_err(|error| super::desk::named(folder, &error))?;
        }
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            generate_to(shell, &mut command, "office", &completions)?;
        }
        Ok(clap_mangen::generate_to(command, &pages)?)
    }
}
