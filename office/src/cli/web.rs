//! `office web`: the officers' web pages, in a process of its own that holds the keys and also
//! opens new registrations.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Uri;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

use super::acquirer::AcquirerArgs;
use super::desk::{Desk, KeyArgs};
use super::junk::JunkArgs;
use super::output::print_line;
use crate::failure::Failure;
use crate::opener::Opener;
use crate::requests::Answerer;
use crate::second_factor::SecondFactorRule;
use crate::server;
use crate::web::{WebSettings, WebState, operator_routes, routes};

#[derive(Args)]
pub(super) struct WebArgs {
    /// Address and port, like 127.0.0.1:8080; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0", value_parser = super::desk::address)]
    listen: SocketAddr,
    /// What officers type, when a proxy with a certificate stands in front:
    /// `https://kantor.example.id`
    #[arg(long, env = "PAYUNG_WEB_URL")]
    url: Option<String>,
    /// Address and port for monitoring alone, like 127.0.0.1:9181: `GET /metrics`. Without it
    /// nothing is told.
    #[arg(long, value_parser = super::desk::address)]
    metrics: Option<SocketAddr>,
    /// Write the page's URL on this machine into this file once it listens.
    #[arg(long)]
    url_file: Option<PathBuf>,
    /// Sign officers out who made no request for so many minutes.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=720))]
    idle_minutes: u64,
    /// Sign officers out so many hours after they signed in.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=24))]
    shift_hours: u64,
    /// Tell a decision only after so many minutes, in which it can be taken back; 0 tells it at
    /// once.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(0..=1440))]
    take_back_minutes: u64,
    /// Who must show a code of an authenticator app beside the password: deciders (and admins), all,
    /// or nobody. Who has set one up is always asked.
    #[arg(long, env = "PAYUNG_WEB_SECOND_FACTOR", value_enum, default_value_t)]
    second_factor: SecondFactorRule,
    #[command(flatten)]
    junk: JunkArgs,
    #[command(flatten)]
    keys: KeyArgs,
    #[command(flatten)]
    acquirer: AcquirerArgs,
}

impl WebArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        super::desk::log_to_stderr();
        let url = self.url.as_deref().map(officers_url).transpose()?;
        if url.is_none() && !self.listen.ip().is_loopback() {
            let words = "passwords do not go over plain HTTP: listen on 127.0.0.1, put a proxy with a certificate in \
                         front, and say what officers type: --url https://…";
            return Err(Failure::Input(words.into()));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let done = runtime.block_on(async {
            // Registered before the keys are unlocked, which takes a second: without a handler the
            // first process of a container ignores SIGTERM.
            let mut terminate = signal(SignalKind::terminate())?;
            let mut interrupt = signal(SignalKind::interrupt())?;
            let keys = desk.keys(&self.keys)?;
            let opener = Opener::new(desk.store()?, &keys, desk.clock)?.keeping(self.junk.most());
            let billing = self.acquirer.worker(desk, &keys)?;
            // Before it listens: a database that goes later is answered with 503, and ends no process.
            desk.warn_of_the_example()?;
            // With port 0 the port is chosen only now, and the pages must know their own address.
            let listener = std::net::TcpListener::bind(self.listen)
                .map_err(|error| super::desk::not_here(self.listen, &error))?;
            let here = format!("http://{}", listener.local_addr()?);
            let settings = WebSettings {
                url: url.unwrap_or_else(|| here.clone()),
                idle: Duration::from_secs(self.idle_minutes * 60),
                whole: Duration::from_secs(self.shift_hours * 3600),
                second_factor: self.second_factor,
                take_back: Duration::from_secs(self.take_back_minutes * 60),
            };
            let web = WebState::new(desk.store()?, &keys, desk.clock, settings)?;
            let answerer = Answerer::new(self.acquirer.is_there());
            let telling = tokio::spawn(web.clone().send_held(answerer));
            let watching = tokio::spawn(web.clone().watch_desk());
            let monitored = self.metrics.map(|listen| {
                server::serve(listen, operator_routes(web.clone()))
                    .map_err(|error| super::desk::not_here(listen, &error))
            });
            let monitored = monitored.transpose()?;
            let opening = tokio::spawn(opener.follow(Arc::new(Notify::new())));
            let billing = billing.map(|worker| tokio::spawn(worker.follow()));
            let running = server::serve_on(listener, routes(web))?;
            if let Some(file) = &self.url_file {
                crate::files::write_private(file, here.as_bytes())
                    .map_err(|error| super::desk::named(file, &error))?;
            }
            print_line(&format!("listening on {here}"))?;
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            running.stop().await;
            if let Some(monitored) = monitored {
                monitored.stop().await;
            }
            for task in billing.into_iter().chain([opening, telling, watching]) {
                task.abort();
            }
            Ok(())
        });
        runtime.shutdown_timeout(Duration::from_secs(1));
        done
    }
}

/// Scheme, host and port as a browser writes them in `Origin`: HTTPS, or HTTP on this machine.
fn officers_url(text: &str) -> Result<String, Failure> {
    let wrong = || {
        Failure::Input(format!(
            "--url {text:?}: write https://HOST (plain http only for this machine)"
        ))
    };
    let uri: Uri = text.trim_end_matches('/').parse().map_err(|_| wrong())?;
    let (scheme, host) = (
        uri.scheme_str().unwrap_or_default(),
        uri.host().unwrap_or_default(),
    );
    let bare = matches!(
        uri.path_and_query()
            .map(axum::http::uri::PathAndQuery::as_str),
        None | Some("/" | "")
    );
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let here = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    if host.is_empty()
        || !bare
        || text.contains('@')
        || !(scheme == "https" || (scheme == "http" && here))
    {
        return Err(wrong());
    }
    Ok(text.trim_end_matches('/').to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officers_come_by_https_or_from_this_machine() {
        for (text, url) in [
            ("https://Kantor.example.id/", "https://kantor.example.id"),
            (
                "https://kantor.example.id:8443",
                "https://kantor.example.id:8443",
            ),
            ("http://localhost:8081", "http://localhost:8081"),
            ("http://[::1]:8081", "http://[::1]:8081"),
        ] {
            assert_eq!(officers_url(text).unwrap(), url);
        }
        for text in [
            "http://kantor.example.id",
            "kantor.example.id",
            "https://",
            "https://a.id/x",
            "https://u@a.id",
            "ftp://a.id",
        ] {
            assert!(officers_url(text).is_err(), "{text}");
        }
    }
}
