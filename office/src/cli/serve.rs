//! `office serve`: the intake, and with `--open` the opener beside it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

use super::{Desk, Failure, KeyArgs, say};
use crate::intake::{self, Intake, Limits};
use crate::opener::Opener;

#[derive(Args)]
pub(super) struct Command {
    /// Address and port; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Write the office's URL into this file once it listens.
    #[arg(long)]
    url_file: Option<PathBuf>,
    /// Take nothing new while the disk has less free than this, in MiB.
    #[arg(long, default_value_t = 256)]
    min_free: u64,
    /// Requests at once.
    #[arg(long, default_value_t = Limits::default().requests)]
    requests: usize,
    /// Also open what comes; needs the private keys in this process.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

impl Command {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        super::log_to_stderr();
        let opener = if self.open { Some(self.opener(desk)?) } else { None };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let done = runtime.block_on(self.serve(desk, opener));
        runtime.shutdown_timeout(Duration::from_secs(1));
        done
    }

    fn opener(&self, desk: &Desk) -> Result<Opener, Failure> {
        Opener::new(desk.store()?, &desk.keys(&self.keys)?, desk.clock)
    }

    async fn serve(&self, desk: &Desk, opener: Option<Opener>) -> Result<(), Failure> {
        // Before anybody can know that we listen: a signal must find its handler.
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let received = Arc::new(Notify::new());
        let limits = Limits { min_free: self.min_free << 20, requests: self.requests, ..Limits::default() };
        let (intake, writer) = Intake::start(desk.dir.clone(), desk.clock, limits, received.clone())?;
        if let Err(problem) = intake.settle().await {
            tracing::warn!(%problem, "photos left from the last run were not looked after");
        }
        let opening = opener.map(|opener| tokio::spawn(opener.follow(received)));
        let running = intake::serve(self.listen, intake::routes(intake)).await?;
        if let Some(file) = &self.url_file {
            crate::files::write_private(file, running.url().as_bytes())?;
        }
        say(&format!("listening on {}", running.url()))?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: requests may finish");
        running.stop().await;
        if let Some(opening) = opening {
            opening.abort();
        }
        // The writer ends when the last handler is gone; what was answered is on disk already.
        let joined = tokio::task::spawn_blocking(move || writer.join());
        let _ = tokio::time::timeout(Duration::from_secs(2), joined).await;
        tracing::info!("stopped");
        Ok(())
    }
}
