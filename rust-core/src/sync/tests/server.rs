//! A real TLS server on loopback, with an authority and certificates of the test's own making.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

/// Who vouches: the one the client trusts, and one it does not.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

static TRUSTED: LazyLock<Authority> = LazyLock::new(|| Authority::new("CONTOH"));
static STRANGER: LazyLock<Authority> = LazyLock::new(|| Authority::new("ORANG LAIN"));

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, name);
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(2100, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Self {
            issuer: Issuer::new(params, key),
            certificate,
        }
    }
}

/// The authority that the client trusts.
pub fn authority() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add(TRUSTED.certificate.clone()).unwrap();
    roots
}

/// What a server shows.
#[derive(Clone, Debug)]
pub struct Certificate {
    name: &'static str,
    until: (i32, u8, u8),
    stranger: bool,
}

impl Certificate {
    /// For localhost, from October 2026 to January 2027, by the trusted authority.
    pub fn good() -> Self {
        Self {
            name: "localhost",
            until: (2027, 1, 1),
            stranger: false,
        }
    }

    pub fn until(self, year: i32, month: u8, day: u8) -> Self {
        Self {
            until: (year, month, day),
            ..self
        }
    }

    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    pub fn of_a_stranger(self) -> Self {
        Self {
            stranger: true,
            ..self
        }
    }

    pub fn config(&self) -> ServerConfig {
        let mut params = CertificateParams::new(vec![self.name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2026, 10, 1);
        params.not_after = date_time_ymd(self.until.0, self.until.1, self.until.2);
        let key = KeyPair::generate().unwrap();
        let authority: &Authority = if self.stranger { &STRANGER } else { &TRUSTED };
        let certificate = params.signed_by(&key, &authority.issuer).unwrap();
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap()
    }
}

/// What it says to a request.
#[derive(Clone, Copy)]
pub enum Says {
    /// These bytes; then it closes.
    This(&'static [u8]),
    /// It keeps the line open.
    Nothing,
    /// It takes a body of so many bytes for so long, and answers with those.
    Slowly(usize, Duration, &'static [u8]),
    /// It says this, then a byte in each of these times, for ever.
    Trickles(&'static [u8], Duration),
}

/// Serves until the test ends.
pub struct Server {
    pub url: String,
    requests: Arc<AtomicU32>,
}

impl Server {
    pub fn new(certificate: &Certificate, says: Says) -> Self {
        let config = Arc::new(certificate.config());
        Self::serve("https", move |stream, requests| {
            let Ok(connection) = ServerConnection::new(Arc::clone(&config)) else {
                return;
            };
            let mut tls = StreamOwned::new(connection, stream);
            answer(&mut tls, says, requests);
            tls.conn.send_close_notify();
            let _ = tls.flush();
        })
    }

    pub fn plain(says: Says) -> Self {
        Self::serve("http", move |mut stream, requests| {
            answer(&mut stream, says, requests);
        })
    }

    /// Requests that were read.
    pub fn requests(&self) -> u32 {
        self.requests.load(Ordering::Acquire)
    }

    fn serve(scheme: &str, answer: impl Fn(TcpStream, &AtomicU32) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!(
            "{scheme}://localhost:{}",
            listener.local_addr().unwrap().port()
        );
        let requests = Arc::new(AtomicU32::new(0));
        let (counted, answer) = (Arc::clone(&requests), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (counted, answer) = (Arc::clone(&counted), Arc::clone(&answer));
                std::thread::spawn(move || answer(stream, &counted));
            }
        });
        Self { url, requests }
    }
}

/// A port on which nobody listens.
pub fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn answer(stream: &mut (impl Read + Write), says: Says, requests: &AtomicU32) {
    let mut head = [0; 2048];
    let read = stream.read(&mut head).unwrap_or(0);
    if read == 0 {
        return;
    }
    requests.fetch_add(1, Ordering::AcqRel);
    match says {
        Says::Slowly(length, time, bytes) => {
            let (mut left, mut piece) = (length.saturating_sub(read), vec![0; length / 8]);
            while left > 0 {
                std::thread::sleep(time / 8);
                match stream.read(&mut piece) {
                    Ok(0) | Err(_) => return,
                    Ok(read) => left = left.saturating_sub(read),
                }
            }
            drop(stream.write_all(bytes));
        }
        Says::Trickles(bytes, pause) => {
            drop(stream.write_all(bytes));
            while stream.write_all(b" ").and_then(|()| stream.flush()).is_ok() {
                std::thread::sleep(pause);
            }
        }
        Says::This(bytes) => drop(stream.write_all(bytes)),
        Says::Nothing => std::thread::sleep(Duration::from_secs(5)),
    }
}
