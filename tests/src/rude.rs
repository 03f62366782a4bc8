//! An office that answers by rule: badly, not at all, in somebody else's name; or as the real one
//! does, with something changed or lost on the way.
//!
//! One request a connection: what a rule says about it is all that the phone gets.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::Outcome;

/// A request, whole.
#[derive(Clone, Debug)]
pub struct Request {
    /// `PUT`
    pub method: String,
    /// `/v1/registrations/…`, with its query.
    pub path: String,
    /// As they came.
    pub headers: Vec<(String, String)>,
    /// Of the length that was announced.
    pub body: Vec<u8>,
}

/// What a rule says.
pub enum Reply {
    /// An answer of its own.
    Say {
        /// HTTP status.
        status: u16,
        /// Beside `Content-Length`.
        headers: Vec<(&'static str, String)>,
        /// As it stands.
        body: Vec<u8>,
    },
    /// These bytes, then the connection ends: half an answer, two answers, none.
    Raw(Vec<u8>),
    /// What the real office says.
    Office,
    /// The real office is asked, with this body instead.
    OfficeGets(Vec<u8>),
    /// The real office is asked with these bytes, head and all.
    OfficeSees(Vec<u8>),
    /// The real office did it, and its answer is lost.
    Lost,
    /// The real office did it, and its answer is changed.
    Changed(Box<dyn FnOnce(Vec<u8>) -> Vec<u8> + Send>),
}

/// What to answer to what.
pub type Rule = Box<dyn FnMut(&Request) -> Reply + Send>;

/// A name for messages, what is answered, and the words by which the phone says it.
pub type Trouble = (&'static str, fn() -> Reply, &'static str);

/// Answers after which the same request may work later.
pub const LATER: [Trouble; 17] = [
    ("500", || Reply::page(500), "wait-server"),
    ("502 of a proxy", || Reply::page(502), "wait-server"),
    (
        "503 of a proxy",
        || Reply::page(503).retry_after(120),
        "wait-server",
    ),
    (
        "503 full",
        || Reply::code(503, "full").retry_after(300),
        "wait-full",
    ),
    ("429", || Reply::page(429), "wait-slow"),
    (
        "429 slow_down",
        || Reply::code(429, "slow_down").retry_after(7),
        "wait-slow",
    ),
    ("captive portal", || Reply::page(200), "wait-portal"),
    (
        "captive portal that redirects",
        || Reply::page(302).with("location", "http://127.0.0.1:1/login"),
        "wait-portal",
    ),
    ("404 of something else", || Reply::page(404), "wait-portal"),
    (
        "JSON of something else",
        || Reply::Say {
            status: 201,
            headers: Vec::new(),
            body: b"{\"ok\":true}".to_vec(),
        },
        "wait-proxy",
    ),
    (
        "a page that does not say so",
        || Reply::Say {
            status: 200,
            headers: Vec::new(),
            body: b"\n<HTML>".to_vec(),
        },
        "wait-portal",
    ),
    (
        "511 of a Wi-Fi",
        || Reply::Say {
            status: 511,
            headers: Vec::new(),
            body: Vec::new(),
        },
        "wait-portal",
    ),
    ("407 of a proxy", || Reply::page(407), "wait-proxy"),
    (
        "a coding nobody asked for",
        || Reply::Say {
            status: 200,
            headers: vec![("content-encoding", "gzip".into())],
            body: vec![0x1f, 0x8b, 8, 0],
        },
        "wait-proxy",
    ),
    (
        "half an answer",
        || Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n{\"id\":\"".to_vec()),
        "wait-cut",
    ),
    (
        "half a head",
        || Reply::Raw(b"HTTP/1.1 20".to_vec()),
        "wait-cut",
    ),
    ("no answer", || Reply::Raw(Vec::new()), "wait-cut"),
];

/// A server on a port of its own.
pub struct Rude {
    shared: Arc<Shared>,
    /// `http://127.0.0.1:PORT`
    pub url: String,
}

struct Shared {
    rule: Mutex<Rule>,
    office: Mutex<Option<String>>,
    seen: Mutex<Vec<Request>>,
    stop: AtomicBool,
}

/// Names the method that is meant, in a `POST`.
pub const METHOD_OVERRIDE: &str = "x-http-method-override";

/// Longer than any answer takes; so that a thread never stays for ever.
const PATIENCE: Duration = Duration::from_secs(30);

impl Rude {
    /// Starts. It passes on to the real office, once there is one.
    pub fn new() -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            rule: Mutex::new(Box::new(|_| Reply::Office)),
            office: Mutex::new(None),
            seen: Mutex::default(),
            stop: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for phone in listener.incoming().flatten() {
                if serving.stop.load(Ordering::Acquire) {
                    return;
                }
                let shared = Arc::clone(&serving);
                thread::spawn(move || shared.serve(phone));
            }
        });
        Ok(Self { shared, url })
    }

    /// The real office behind it; none: connections to it are cut.
    pub fn behind(&self, address: Option<&str>) {
        *lock(&self.shared.office) = address.map(str::to_owned);
    }

    /// From now on this rule.
    pub fn obey(&self, rule: impl FnMut(&Request) -> Reply + Send + 'static) {
        *lock(&self.shared.rule) = Box::new(rule);
    }

    /// From now on as the real office answers.
    pub fn behave(&self) {
        self.obey(|_| Reply::Office);
    }

    /// Requests since the last call.
    pub fn take_seen(&self) -> Vec<Request> {
        std::mem::take(&mut lock(&self.shared.seen))
    }
}

impl Drop for Rude {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        // Wakes the listener up, so that it sees the flag.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

impl Reply {
    /// An error of the protocol's table.
    pub fn code(status: u16, code: &str) -> Self {
        let body =
            serde_json::json!({"error": code, "message": "CONTOH", "expected": 9}).to_string();
        Self::Say {
            status,
            headers: vec![("content-type", "application/json".into())],
            body: body.into(),
        }
    }

    /// A success with this document.
    pub fn json(status: u16, document: &serde_json::Value) -> Self {
        let body = document.to_string().into_bytes();
        Self::Say {
            status,
            headers: vec![("content-type", "application/json".into())],
            body,
        }
    }

    /// The office's own word about the record in that request, which it names by its digest.
    pub fn about_record(request: &Request, status: u16, code: &str) -> Self {
        let record = payung_model::sealed::Digest::of(&request.body).to_string();
        let body =
            serde_json::json!({"error": code, "message": "CONTOH", "record": record}).to_string();
        Self::Say {
            status,
            headers: vec![("content-type", "application/json".into())],
            body: body.into(),
        }
    }

    /// A page, as captive portals and proxies send it.
    pub fn page(status: u16) -> Self {
        let body = b"<html><body>Selamat datang di Wi-Fi CONTOH</body></html>".to_vec();
        Self::Say {
            status,
            headers: vec![("content-type", "text/html".into())],
            body,
        }
    }

    /// The same with a `Retry-After` in seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.with("retry-after", seconds.to_string())
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        match self {
            Self::Say {
                status,
                mut headers,
                body,
            } => {
                headers.push((name, value.into()));
                Self::Say {
                    status,
                    headers,
                    body,
                }
            }
            other => other,
        }
    }

    /// The real office did it; `change` gets head and body of its answer.
    pub fn changed(change: impl FnOnce(Vec<u8>) -> Vec<u8> + Send + 'static) -> Self {
        Self::Changed(Box::new(change))
    }
}

impl Request {
    /// `PUT …/revisions/N`, also as the `POST` that stands for it.
    pub fn is_record(&self) -> bool {
        self.means("PUT")
    }

    /// `POST …/photos`
    pub fn is_creation(&self) -> bool {
        self.method == "POST" && self.headers.iter().all(|(name, _)| name != METHOD_OVERRIDE)
    }

    /// That method, or a `POST` that stands for it.
    fn means(&self, meant: &str) -> bool {
        let overridden =
            |(name, method): &(String, String)| name == METHOD_OVERRIDE && method == meant;
        self.method == meant || self.headers.iter().any(overridden)
    }

    /// `PATCH …/photos/DIGEST`, also as the `POST` that stands for it.
    pub fn is_photo(&self) -> bool {
        self.means("PATCH")
    }

    /// `DELETE …`, also as the `POST` that stands for it.
    pub fn is_withdrawal(&self) -> bool {
        self.means("DELETE")
    }

    /// `GET /v1/bundle?…`
    pub fn is_bundle(&self) -> bool {
        self.path.starts_with("/v1/bundle")
    }

    /// The status of one registration is asked for.
    pub fn is_status(&self) -> bool {
        self.method == "GET" && !self.is_bundle() && !self.is_inbox()
    }

    /// What the office wrote to one registration is asked for.
    pub fn is_inbox(&self) -> bool {
        self.method == "GET" && self.path.contains("/inbox?")
    }

    fn read(stream: &mut TcpStream) -> Option<Self> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).ok()?;
            head.push(byte[0]);
        }
        let text = String::from_utf8(head).ok()?;
        let mut lines = text.split("\r\n");
        let mut first = lines.next()?.split(' ');
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let length = headers
            .iter()
            .find(|(name, _)| name == "content-length")
            .map_or(Ok(0), |(_, value)| value.parse());
        let mut body = vec![0; length.ok()?];
        stream.read_exact(&mut body).ok()?;
        Some(Self {
            method: first.next()?.to_owned(),
            path: first.next()?.to_owned(),
            headers,
            body,
        })
    }

    /// As it goes on to the office, with one connection for each request.
    pub fn bytes(&self) -> Vec<u8> {
        let mut request = self.clone();
        request.headers.retain(|(name, _)| name != "content-length");
        request
            .headers
            .push(("content-length".to_owned(), self.body.len().to_string()));
        [request.head(), request.body].concat()
    }

    /// The head alone.
    pub fn head(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in self.headers.iter().filter(|(name, _)| name != "connection") {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("connection: close\r\n\r\n");
        head.into_bytes()
    }
}

/// The real office's answer, head and body.
fn pass(office: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(office)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

impl Shared {
    fn serve(&self, mut phone: TcpStream) {
        let _ = phone.set_read_timeout(Some(PATIENCE));
        let Some(request) = Request::read(&mut phone) else {
            return;
        };
        lock(&self.seen).push(request.clone());
        let reply = lock(&self.rule)(&request);
        let answer = self.answer(&request, reply);
        let _ = phone.write_all(&answer);
        let _ = phone.shutdown(Shutdown::Both);
    }

    fn answer(&self, request: &Request, reply: Reply) -> Vec<u8> {
        let office = lock(&self.office).clone();
        let pass = |bytes: &[u8]| match &office {
            Some(address) => pass(address, bytes).unwrap_or_default(),
            None => Vec::new(),
        };
        match reply {
            Reply::Say {
                status,
                headers,
                body,
            } => {
                let mut head = format!(
                    "HTTP/1.1 {status} CONTOH\r\nconnection: close\r\ncontent-length: {}\r\n",
                    body.len()
                );
                for (name, value) in headers {
                    head.extend([name, ": ", &value, "\r\n"]);
                }
                let body = if request.method == "HEAD" {
                    Vec::new()
                } else {
                    body
                };
                [head.as_bytes(), b"\r\n", &body].concat()
            }
            Reply::Raw(bytes) => bytes,
            Reply::Office => pass(&request.bytes()),
            Reply::OfficeGets(body) => pass(
                &Request {
                    body,
                    ..request.clone()
                }
                .bytes(),
            ),
            Reply::OfficeSees(bytes) => pass(&bytes),
            Reply::Lost => {
                pass(&request.bytes());
                Vec::new()
            }
            Reply::Changed(change) => change(pass(&request.bytes())),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
