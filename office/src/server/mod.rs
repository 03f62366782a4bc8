//! Sockets: how many clients may connect, which of them goes when there are too many, how large the
//! head of a request may be, and how a server stops.
//!
//! - `connections`: all that are open, and who is closed when one more comes;
//! - `metered`: a socket that counts what passes.

mod connections;
mod metered;

pub use connections::{Progress, network};

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::hardening;
use connections::{Connections, Place};
use metered::Metered;

/// Connections at the same time, if the system allows as many open files.
const CONNECTIONS: usize = 2048;
/// Open files beside the connections: database, photos, log.
const OTHER_FILES: u64 = 256;
/// Time for the head of a request. A connection that is kept open ends when the next request does
/// not begin within it.
const HEAD_TIME: Duration = Duration::from_secs(20);
/// Bytes of a request's head, at most (hyper answers 431).
const HEAD_BYTES: usize = 32 * 1024;
/// Lines of a request's head, at most.
const HEAD_LINES: usize = 64;
/// Time for requests to finish after the office was asked to stop.
const FAREWELL: Duration = Duration::from_secs(20);

/// A server that runs until it is told to stop.
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Accepts no new connection, lets requests finish, and returns.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

/// Serves until [`Running::stop`]. The caller must be inside a tokio runtime.
pub fn serve(listen: SocketAddr, routes: Router) -> std::io::Result<Running> {
    serve_on(std::net::TcpListener::bind(listen)?, routes)
}

/// Serves on a socket that listens already, until [`Running::stop`].
pub fn serve_on(listener: std::net::TcpListener, routes: Router) -> std::io::Result<Running> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    let files = hardening::open_files(CONNECTIONS as u64 + OTHER_FILES);
    let most = usize::try_from(files.saturating_sub(OTHER_FILES))
        .unwrap_or(CONNECTIONS)
        .clamp(16, CONNECTIONS);
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(accept(listener, routes, stopped, most));
    Ok(Running {
        address,
        stop,
        task,
    })
}

async fn accept(
    listener: TcpListener,
    routes: Router,
    mut stopped: watch::Receiver<bool>,
    most: usize,
) {
    let graceful = GracefulShutdown::new();
    let connections = Connections::new(most);
    let looking = tokio::spawn(connections.clone().close_stalled());
    loop {
        let (stream, peer) = tokio::select! {
            next = listener.accept() => match next {
                Ok((stream, address)) => (stream, address.ip()),
                Err(error) => {
                    // Most likely there are no file descriptors left; some will be closed soon.
                    tracing::warn!(kind = ?error.kind(), "could not accept a connection");
                    connections.make_room();
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = stop_requested(&mut stopped) => break,
        };
        let place = connections.enter(peer);
        let progress = place.progress();
        let connection = graceful.watch(connection(stream, peer, routes.clone(), progress));
        tokio::spawn(run(connection, place));
    }
    looking.abort();
    // Closed before requests finish: the system would go on taking connections that nobody serves
    // any more.
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not finish in time");
    }
}

/// Serves a connection until it ends or has to make room for another one.
async fn run(connection: impl Future, place: Place) {
    tokio::select! {
        // Errors here come from the client: a cut connection, or a head that is not HTTP.
        _ = connection => {}
        () = place.closed() => {}
    }
}

async fn stop_requested(stopped: &mut watch::Receiver<bool>) {
    // An error means that the sender was dropped, so the server ends too.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// The address at the other end of a request's connection.
#[derive(Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The routes of one connection. Every request gets the address of its client, and how its
/// connection gets on.
struct Introduced {
    peer: Peer,
    progress: Arc<Progress>,
    routes: TowerToHyperService<Router>,
}

impl Service<Request<Incoming>> for Introduced {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        self.progress.begin();
        request.extensions_mut().insert(self.peer);
        request.extensions_mut().insert(Arc::clone(&self.progress));
        self.routes.call(request)
    }
}

fn connection(
    stream: TcpStream,
    peer: IpAddr,
    routes: Router,
    progress: Arc<Progress>,
) -> http1::Connection<TokioIo<Metered>, Introduced> {
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(Metered::new(stream, Arc::clone(&progress)));
    let service = Introduced {
        peer: Peer(peer),
        progress,
        routes: TowerToHyperService::new(routes),
    };
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEAD_LINES)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(io, service)
}
