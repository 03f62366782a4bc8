//! Sockets, and the faults that happen on them.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use payung_tests::Outcome;
use tokio::net::{TcpListener, TcpStream};

use crate::Acquirer;
use crate::faults::{Fault, Faults};

/// Bytes of a body, at most.
const MOST: usize = 16 * 1024;

/// The connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("cut")]
struct Cut;

/// Serves until the process is ended. Says where it listens in one line on stdout.
pub async fn serve(listen: SocketAddr, routes: Router, acquirer: Arc<Acquirer>) -> Outcome<()> {
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|error| format!("{listen}: {error}"))?;
    println!("listening on http://{}", listener.local_addr()?);
    let routes = routes.layer(DefaultBodyLimit::max(MOST));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Most likely there are no file descriptors left; some will be closed soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        tokio::spawn(connection(stream, routes.clone(), Arc::clone(&acquirer)));
    }
}

async fn connection(stream: TcpStream, routes: Router, acquirer: Arc<Acquirer>) {
    let _ = stream.set_nodelay(true);
    let routes = TowerToHyperService::new(routes);
    let service = service_fn(move |request: Request<Incoming>| {
        let (routes, acquirer) = (routes.clone(), Arc::clone(&acquirer));
        async move { answer(&routes, &acquirer, request).await }
    });
    // Errors here come from the client, or are cuts of our own.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Only what an office asks for meets faults: who pays by hand is to see what happens.
async fn answer(
    routes: &TowerToHyperService<Router>,
    acquirer: &Acquirer,
    request: Request<Incoming>,
) -> Result<Response, Cut> {
    let faults = acquirer
        .faults
        .as_ref()
        .filter(|_| request.uri().path().starts_with("/v1/"));
    let fault = faults.map_or(Fault::None, Faults::next);
    if fault == Fault::Refused {
        return Ok(failed());
    }
    let answered: Result<Response, Infallible> = routes.call(request).await;
    let response = answered.unwrap_or_else(|never| match never {});
    match fault {
        Fault::None | Fault::Refused => Ok(response),
        Fault::Denied => Ok(failed()),
        Fault::Cut => Err(Cut),
        Fault::Late(time) => {
            tokio::time::sleep(time).await;
            Ok(response)
        }
    }
}

fn failed() -> Response {
    let body = axum::Json(serde_json::json!({ "error": "fault" }));
    (axum::http::StatusCode::INTERNAL_SERVER_ERROR, body).into_response()
}
