//! `office open`: the opener, once or until stopped.

use std::sync::Arc;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

use super::acquirer::AcquirerArgs;
use super::answering::Answering;
use super::desk::{Desk, KeyArgs};
use super::junk::JunkArgs;
use super::output::print_line;
use crate::failure::Failure;
use crate::opener::Opener;

#[derive(Args)]
pub(super) struct OpenArgs {
    #[command(flatten)]
    keys: KeyArgs,
    /// Go on until stopped (SIGTERM, Ctrl-C).
    #[arg(long = "loop")]
    follow: bool,
    #[command(flatten)]
    junk: JunkArgs,
    #[command(flatten)]
    acquirer: AcquirerArgs,
}

impl OpenArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let workers = || -> Result<_, Failure> {
            let keys = desk.keys(&self.keys)?;
            let opener = Opener::new(desk.store()?, &keys, desk.clock)?.keeping(self.junk.most());
            let bills = self.acquirer.is_there();
            let answering = Answering::new(desk.store()?, &keys, desk.clock, bills)?;
            Ok((opener, self.acquirer.worker(desk, &keys)?, answering))
        };
        if !self.follow {
            let (mut opener, billing, answering) = workers()?;
            let pass = opener.pass()?;
            let answered = answering.pass()?;
            if let Some(mut billing) = billing {
                billing.pass(desk.now())?;
            }
            let aside = if pass.aside > 0 {
                format!(", set aside {}", pass.aside)
            } else {
                String::new()
            };
            let answered = match answered {
                0 => String::new(),
                count => format!(", answered {count}"),
            };
            return print_line(&format!(
                "opened {}, flagged {}{aside}{answered}",
                pass.opened, pass.flagged
            ));
        }
        super::desk::log_to_stderr();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            // Registered before the keys are unlocked, which takes a second: without a handler the
            // first process of a container ignores SIGTERM.
            let mut terminate = signal(SignalKind::terminate())?;
            let mut interrupt = signal(SignalKind::interrupt())?;
            let (opener, billing, answering) = workers()?;
            let billing = billing.map(|worker| tokio::spawn(worker.follow()));
            let answering = tokio::spawn(answering.follow());
            tokio::select! {
                () = opener.follow(Arc::new(Notify::new())) => {}
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            answering.abort();
            if let Some(billing) = billing {
                billing.abort();
            }
            Ok(())
        })
    }
}
