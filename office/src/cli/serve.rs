//! `office serve`: the intake, and with `--open` the opener beside it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderName;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

use super::acquirer::AcquirerArgs;
use super::answering::Answering;
use super::desk::{Desk, KeyArgs};
use super::junk::JunkArgs;
use super::output::print_line;
use crate::collection::BillingWorker;
use crate::failure::Failure;
use crate::intake::{self, Intake, Limits};
use crate::opener::Opener;
use crate::server;

#[derive(Args)]
pub(super) struct ServeArgs {
    /// Address and port, like 127.0.0.1:8080; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0", value_parser = super::desk::address)]
    listen: SocketAddr,
    /// Address and port for monitoring alone, like 127.0.0.1:9180: `GET /metrics`. Without it
    /// nothing is told.
    #[arg(long, value_parser = super::desk::address)]
    metrics: Option<SocketAddr>,
    /// Write the office's URL into this file once it listens.
    #[arg(long)]
    url_file: Option<PathBuf>,
    /// Take no photo while the disk has less free than this, in MiB; records, which are small,
    /// still come.
    #[arg(long, default_value_t = Limits::default().min_free >> 20)]
    min_free: u64,
    /// Take no record either while it has less free than this, in MiB.
    #[arg(long, default_value_t = Limits::default().min_free_for_records >> 20)]
    min_free_for_records: u64,
    /// Days after which an unfinished upload is removed to which nothing was added.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=3650))]
    keep_uploads: u32,
    #[command(flatten)]
    junk: JunkArgs,
    /// With a bucket and PostgreSQL: keep no more of photos whose lines were cut while so many MiB of
    /// them wait in the database.
    #[arg(long, default_value_t = Limits::default().most_unfinished >> 20)]
    most_unfinished: u64,
    /// Requests at once.
    #[arg(long, default_value_t = Limits::default().requests)]
    requests: usize,
    /// Requests that one registration's owner may make at once.
    #[arg(long, default_value_t = Limits::default().burst, value_parser = clap::value_parser!(u16).range(1..))]
    burst: u16,
    /// Requests per second that one registration's owner may go on making.
    #[arg(long, default_value_t = Limits::default().per_second, value_parser = clap::value_parser!(u16).range(1..))]
    per_second: u16,
    /// Header in which the proxy on this machine names whom it speaks for (x-forwarded-for): no
    /// address then holds more than three quarters of the requests at once.
    #[arg(long)]
    address_header: Option<HeaderName>,
    /// Also open what comes; needs the private keys in this process.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    keys: KeyArgs,
    #[command(flatten)]
    acquirer: AcquirerArgs,
}

impl ServeArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        super::desk::log_to_stderr();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let done = runtime.block_on(self.serve(desk));
        runtime.shutdown_timeout(Duration::from_secs(1));
        done
    }

    /// What needs the private keys: the opener, bills if there is an acquirer, and answers.
    fn opener(&self, desk: &Desk) -> Result<(Opener, Option<BillingWorker>, Answering), Failure> {
        let keys = desk.keys(&self.keys)?;
        let opener = Opener::new(desk.store()?, &keys, desk.clock)?.keeping(self.junk.most());
        let bills = self.acquirer.is_there();
        let answering = Answering::new(desk.store()?, &keys, desk.clock, bills)?;
        Ok((opener, self.acquirer.worker(desk, &keys)?, answering))
    }

    fn limits(&self) -> Limits {
        Limits {
            min_free: self.min_free << 20,
            min_free_for_records: self.min_free_for_records << 20,
            most_waiting: self.junk.most().rows,
            most_waiting_bytes: self.junk.most().bytes,
            most_unfinished: self.most_unfinished << 20,
            requests: self.requests,
            burst: self.burst,
            per_second: self.per_second,
            address_header: self.address_header.clone(),
            keep_uploads: intake::DAY * self.keep_uploads,
            ..Limits::default()
        }
    }

    async fn serve(&self, desk: &Desk) -> Result<(), Failure> {
        // Registered first, so that a signal has a handler from the moment when somebody can know
        // that the office listens.
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let (opener, billing, answering) = if self.open {
            let (opener, billing, answering) = self.opener(desk)?;
            (Some(opener), billing, Some(answering))
        } else {
            if self.acquirer.is_there() {
                tracing::warn!("no bills are made here: they need the private keys (--open)");
            }
            (None, None, None)
        };
        // Everything that may end the start comes before somebody can know that the office listens: from
        // then on a database that goes is answered with 503, and ends no process.
        desk.warn_of_the_example()?;
        let received = Arc::new(Notify::new());
        let limits = self.limits();
        let (intake, writer) = Intake::start(desk.store()?, desk.clock, limits, received.clone())?;
        // One sweep before the first request, for photos that the last run left uncounted. Further
        // sweeps follow.
        intake.end_the_last().await;
        intake.sweep().await;
        let looking = tokio::spawn(intake.clone().look_after());
        let watching = tokio::spawn(intake.clone().watch_queue());
        let attending = tokio::spawn(intake.clone().attend());
        let leaving = intake.clone();
        let opening = opener.map(|opener| tokio::spawn(opener.follow(received)));
        let answering = answering.map(|answering| tokio::spawn(answering.follow()));
        let billing = billing.map(|worker| tokio::spawn(worker.follow()));
        let monitored = self.metrics.map(|listen| {
            server::serve(listen, intake::operator_routes(intake.clone()))
                .map_err(|error| super::desk::not_here(listen, &error))
        });
        let monitored = monitored.transpose()?;
        let running = server::serve(self.listen, intake::routes(intake))
            .map_err(|error| super::desk::not_here(self.listen, &error))?;
        if let Some(file) = &self.url_file {
            crate::files::write_private(file, running.url().as_bytes())
                .map_err(|error| super::desk::named(file, &error))?;
        }
        print_line(&format!("listening on {}", running.url()))?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: requests may finish");
        running.stop().await;
        if let Some(monitored) = monitored {
            monitored.stop().await;
        }
        // These tasks may be cut anywhere: each of their steps is a transaction, and what was under
        // way is taken up by the next process.
        let tasks = opening.into_iter().chain(billing).chain(answering);
        for task in tasks.chain([looking, watching, attending]) {
            task.abort();
        }
        leaving.leave().await;
        drop(leaving);
        // The writing thread ends with the last handler. Everything that was answered is on disk
        // already.
        if let Some(writer) = writer {
            let joined = tokio::task::spawn_blocking(move || writer.join());
            let _ = tokio::time::timeout(Duration::from_secs(2), joined).await;
        }
        tracing::info!("stopped");
        Ok(())
    }
}
