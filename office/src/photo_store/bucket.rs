//! A bucket that speaks the S3 API, through the crate `object_store`. It runs over hyper and
//! rustls, which the phone's core uses too.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use http_body_util::BodyExt;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Tcp;
use hyper_util::rt::TokioExecutor;
use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody,
    HttpResponse, HttpResponseBody, HttpService,
};
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig};
use tokio::runtime::Runtime;

use super::BucketSettings;

/// Time for one request with all its attempts. It is short, because a phone waits for the answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Time until a connection is open.
const CONNECT: Duration = Duration::from_secs(5);
/// Time for listing the whole bucket, which only `doctor` does.
const LISTING: Duration = Duration::from_secs(600);

/// The bucket, with a runtime of its own, so that commands without a runtime can use it too.
pub(super) struct Bucket {
    store: AmazonS3,
    prefix: String,
    // An option, so that `drop` can shut it down in the background: dropping a runtime waits, and
    // some callers must not wait.
    runtime: Option<Runtime>,
}

impl Bucket {
    pub(super) fn open(settings: &BucketSettings) -> io::Result<Self> {
        let retry = RetryConfig {
            // All attempts together stay below the time for which a request is waited for.
            max_retries: 2,
            retry_timeout: PATIENCE / 2,
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(100),
                ..BackoffConfig::default()
            },
        };
        let store = AmazonS3Builder::new()
            .with_endpoint(&settings.endpoint)
            .with_allow_http(settings.endpoint.starts_with("http://"))
            .with_region(&settings.region)
            .with_bucket_name(&settings.bucket)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(settings.secret_key.as_str())
            // The storage compares the checksum of the bytes that arrived before it answers.
            .with_checksum_algorithm(Checksum::SHA256)
            .with_retry(retry)
            .with_http_connector(Connector)
            .build()
            .map_err(bucket_error)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        Ok(Self {
            store,
            prefix: settings.prefix.clone(),
            runtime: Some(runtime),
        })
    }

    pub(super) fn get(&self, key: &str) -> io::Result<Vec<u8>> {
        let path = self.path(key);
        self.wait(PATIENCE, async {
            Ok(self.store.get(&path).await?.bytes().await?.into())
        })
    }

    pub(super) fn put(&self, key: &str, bytes: Vec<u8>) -> io::Result<()> {
        let path = self.path(key);
        self.wait(PATIENCE, async {
            self.store.put(&path, bytes.into()).await.map(|_| ())
        })
    }

    /// All objects below a key.
    pub(super) fn remove_all(&self, key: &str) -> io::Result<()> {
        let path = self.path(key);
        self.wait(PATIENCE, async {
            let found: Vec<_> = self.store.list(Some(&path)).try_collect().await?;
            for object in found {
                // An erasure that is repeated, or runs at another machine, may have removed the
                // object since it was listed.
                match self.store.delete(&object.location).await {
                    Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => {
                        return Err(error);
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }

    pub(super) fn lengths(&self) -> io::Result<BTreeMap<String, u64>> {
        let below = self.path("");
        let above = if self.prefix.is_empty() {
            0
        } else {
            self.prefix.len() + 1
        };
        self.wait(LISTING, async {
            let objects = self.store.list(Some(&below));
            let named = objects.map_ok(|object| {
                (
                    object
                        .location
                        .as_ref()
                        .get(above..)
                        .unwrap_or_default()
                        .to_owned(),
                    object.size,
                )
            });
            named.try_collect().await
        })
    }

    fn path(&self, key: &str) -> Path {
        Path::from(format!("{}/{key}", self.prefix))
    }

    /// Blocks this thread, so the caller must be on one that may block.
    fn wait<T>(
        &self,
        most: Duration,
        work: impl Future<Output = object_store::Result<T>>,
    ) -> io::Result<T> {
        let Some(runtime) = &self.runtime else {
            return Err(io::ErrorKind::NotConnected.into());
        };
        // The timer needs the runtime, so the time limit is set inside it.
        let done = runtime.block_on(async { tokio::time::timeout(most, work).await });
        done.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "the bucket does not answer"))?
            .map_err(bucket_error)
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// `NotFound` means that the photo is not there. Any other error is about the bucket, and tells
/// nothing about the photo.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn bucket_error(error: object_store::Error) -> io::Error {
    let kind = match error {
        object_store::Error::NotFound { .. } => io::ErrorKind::NotFound,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("bucket: {error}"))
}

/// Without a connector of ours `object_store` would bring reqwest with HTTP/2 and another TLS
/// provider.
#[derive(Debug)]
struct Connector;

#[derive(Debug)]
struct Service(Client<HttpsConnector<Tcp>, HttpRequestBody>);

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut tcp = Tcp::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_nodelay(true);
        let tls = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
            .map_err(|error| object_store::Error::Generic {
                store: "S3",
                source: error.into(),
            })?;
        let connector = tls.https_or_http().enable_http1().wrap_connector(tcp);
        Ok(HttpClient::new(Service(
            Client::builder(TokioExecutor::new()).build(connector),
        )))
    }
}

#[async_trait]
impl HttpService for Service {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = self.0.request(request).await.map_err(|error| {
            let kind = if error.is_connect() {
                HttpErrorKind::Connect
            } else {
                HttpErrorKind::Request
            };
            HttpError::new(kind, error)
        })?;
        let body = |body: hyper::body::Incoming| {
            HttpResponseBody::new(
                body.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error)),
            )
        };
        Ok(answer.map(body))
    }
}
