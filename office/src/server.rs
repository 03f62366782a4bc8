//! Sockets: how many clients may connect, how large the head of a request may be, and how a server
//! stops.

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
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

/// Connections at the same time. A further one waits until it is accepted.
const CONNECTIONS: usize = 1024;
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

/// The same on a socket that listens already.
pub fn serve_on(listener: std::net::TcpListener, routes: Router) -> std::io::Result<Running> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(accept(listener, routes, stopped));
    Ok(Running { address, stop, task })
}

async fn accept(listener: TcpListener, routes: Router, mut stopped: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let next = async {
            let slot = connections.clone().acquire_owned().await.map_err(std::io::Error::other)?;
            listener.accept().await.map(|(stream, address)| (stream, address.ip(), slot))
        };
        let (stream, peer, slot) = tokio::select! {
            next = next => match next {
                Ok(next) => next,
                Err(error) => {
                    // Most likely there are no file descriptors left; some will be closed soon.
                    tracing::warn!(kind = ?error.kind(), "could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = stop_requested(&mut stopped) => break,
        };
        let connection = graceful.watch(connection(stream, peer, routes.clone()));
        tokio::spawn(async move {
            // Errors here come from the client: a cut connection, or a head that is not HTTP.
            let _ = connection.await;
            drop(slot);
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

async fn stop_requested(stopped: &mut watch::Receiver<bool>) {
    // An error means that the sender was dropped, so the server ends too.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// The address at the other end of a request's connection.
#[derive(Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The routes of one connection. Every request gets the address of its client.
struct Introduced {
    peer: Peer,
    routes: TowerToHyperService<Router>,
}

impl Service<Request<Incoming>> for Introduced {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.peer);
        self.routes.call(request)
    }
}

fn connection(stream: TcpStream, peer: IpAddr, routes: Router) -> http1::Connection<TokioIo<TcpStream>, Introduced> {
    let _ = stream.set_nodelay(true);
    let service = Introduced { peer: Peer(peer), routes: TowerToHyperService::new(routes) };
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEAD_LINES)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
}
