//! `office open`: the opener, once or until stopped.

use std::sync::Arc;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

use super::{Desk, Failure, KeyArgs, print_line};
use crate::opener::Opener;

#[derive(Args)]
pub(super) struct OpenArgs {
    #[command(flatten)]
    keys: KeyArgs,
    /// Go on until stopped (SIGTERM, Ctrl-C).
    #[arg(long = "loop")]
    follow: bool,
}

impl OpenArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let opener = || Opener::new(desk.store()?, &desk.keys(&self.keys)?, desk.clock);
        if !self.follow {
            let pass = opener()?.pass()?;
            let aside = if pass.aside > 0 { format!(", set aside {}", pass.aside) } else { String::new() };
            return print_line(&format!("opened {}, flagged {}{aside}", pass.opened, pass.flagged));
        }
        super::log_to_stderr();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            // Registered before the keys are unlocked, which takes a second: without a handler the
            // first process of a container ignores SIGTERM.
            let mut terminate = signal(SignalKind::terminate())?;
            let mut interrupt = signal(SignalKind::interrupt())?;
            let opener = opener()?;
            tokio::select! {
                () = opener.follow(Arc::new(Notify::new())) => {}
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            Ok(())
        })
    }
}
