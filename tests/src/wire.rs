//! The network between phone and office: a TCP relay that can be down, and can cut a connection after so many bytes.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use rustix::net::{AddressFamily, SocketType};

use crate::Outcome;

/// A relay on a port of its own. It refuses while it has no target.
pub struct Wire {
    shared: Arc<Shared>,
    /// `http://127.0.0.1:PORT`: what the trust file names.
    pub url: String,
    /// Bound and not listening yet: whoever connects is refused.
    silent: Mutex<Option<TcpListener>>,
}

struct Shared {
    target: Mutex<Option<String>>,
    /// Bytes towards the office that still pass before the cut; negative: no cut planned.
    left: AtomicI64,
    cuts: AtomicU64,
    passed: AtomicU64,
    /// Of each connection and direction, when it is recorded.
    heard: Mutex<Option<Vec<Vec<u8>>>>,
    stop: AtomicBool,
}

impl Wire {
    /// A port that is reserved and refuses connections until the first [`Wire::connect`].
    pub fn new() -> Outcome<Self> {
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
        rustix::net::bind(&socket, &SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let listener = TcpListener::from(socket);
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            target: Mutex::new(None),
            left: AtomicI64::new(-1),
            cuts: AtomicU64::new(0),
            passed: AtomicU64::new(0),
            heard: Mutex::new(None),
            stop: AtomicBool::new(false),
        });
        Ok(Self { shared, url, silent: Mutex::new(Some(listener)) })
    }

    /// From now on connections go to `address`; none: they are accepted and closed at once.
    pub fn connect(&self, address: Option<&str>) {
        *lock(&self.shared.target) = address.map(str::to_owned);
        if let Some(listener) = lock(&self.silent).take() {
            let shared = Arc::clone(&self.shared);
            thread::spawn(move || serve(&listener, &shared));
        }
    }

    /// Cuts once, after so many more bytes towards the office.
    pub fn cut_after(&self, bytes: u32) {
        self.shared.left.store(i64::from(bytes), Ordering::Release);
    }

    /// How many connections were cut.
    pub fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::Acquire)
    }

    /// From now on all bytes are kept, for [`Wire::heard`].
    pub fn record(&self) {
        *self.shared.heard() = Some(Vec::new());
    }

    /// What was said since [`Wire::record`], in either direction: one item for each direction of each connection.
    pub fn heard(&self) -> Vec<Vec<u8>> {
        self.shared.heard().clone().unwrap_or_default()
    }

    /// Bytes that went towards the office.
    pub fn passed(&self) -> u64 {
        self.shared.passed.load(Ordering::Acquire)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        // Wakes the listener up, so that it sees the flag.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

fn serve(listener: &TcpListener, shared: &Arc<Shared>) {
    if rustix::net::listen(listener, 128).is_err() {
        return;
    }
    for phone in listener.incoming().flatten() {
        if shared.stop.load(Ordering::Acquire) {
            return;
        }
        let shared = Arc::clone(shared);
        thread::spawn(move || relay(&phone, &shared));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn relay(phone: &TcpStream, shared: &Arc<Shared>) {
    let target = lock(&shared.target).clone();
    let Some(Ok(office)) = target.map(TcpStream::connect) else { return };
    let (Ok(from_office), Ok(to_phone)) = (office.try_clone(), phone.try_clone()) else { return };
    let (to_office, listening) = (shared.new_ear(), Arc::clone(shared));
    let back = thread::spawn(move || {
        let ear = listening.new_ear();
        pump(&from_office, &to_phone, |bytes| {
            listening.hear(ear, bytes);
            true
        });
    });
    pump(phone, &office, |bytes| {
        shared.hear(to_office, bytes);
        shared.lets_pass(bytes.len())
    });
    let _ = office.shutdown(Shutdown::Both);
    let _ = phone.shutdown(Shutdown::Both);
    let _ = back.join();
}

impl Shared {
    fn heard(&self) -> MutexGuard<'_, Option<Vec<Vec<u8>>>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one direction of one connection.
    fn new_ear(&self) -> usize {
        self.heard().as_mut().map_or(usize::MAX, |heard| {
            heard.push(Vec::new());
            heard.len() - 1
        })
    }

    fn hear(&self, ear: usize, bytes: &[u8]) {
        if let Some(heard) = self.heard().as_mut().and_then(|all| all.get_mut(ear)) {
            heard.extend_from_slice(bytes);
        }
    }

    /// Counts, and says whether the connection lives on. In small pieces, so that a cut falls inside a body.
    fn lets_pass(&self, bytes: usize) -> bool {
        self.passed.fetch_add(bytes as u64, Ordering::AcqRel);
        if self.left.load(Ordering::Acquire) < 0 {
            return true;
        }
        let before = self.left.fetch_sub(bytes as i64, Ordering::AcqRel);
        if before > bytes as i64 {
            return true;
        }
        self.left.store(-1, Ordering::Release);
        self.cuts.fetch_add(1, Ordering::AcqRel);
        false
    }
}

fn pump(mut from: &TcpStream, mut to: &TcpStream, mut lets_pass: impl FnMut(&[u8]) -> bool) {
    let mut buffer = [0; 1024];
    while let Ok(count) = from.read(&mut buffer) {
        if count == 0 || to.write_all(&buffer[..count]).is_err() || !lets_pass(&buffer[..count]) {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
