//! The network between phone and office: a TCP relay that can be down, and can cut a connection after so many bytes, on the way
//! to the office (what was sent is lost) or back (what was done is not heard of).

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::Outcome;

/// A relay on a port of its own. It refuses while it has no target.
pub struct Wire {
    shared: Arc<Shared>,
    /// `http://127.0.0.1:PORT`: what the trust file names.
    pub url: String,
}

struct Shared {
    target: Mutex<Option<String>>,
    /// Bytes towards the office that still pass before the cut; negative: no cut planned.
    left: AtomicI64,
    /// The same towards the phone.
    back: AtomicI64,
    cuts: AtomicU64,
    passed: AtomicU64,
    stop: AtomicBool,
}

impl Wire {
    /// Starts, with nobody at the other end.
    pub fn new() -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            target: Mutex::new(None),
            left: AtomicI64::new(-1),
            back: AtomicI64::new(-1),
            cuts: AtomicU64::new(0),
            passed: AtomicU64::new(0),
            stop: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for phone in listener.incoming().flatten() {
                if serving.stop.load(Ordering::Acquire) {
                    return;
                }
                let shared = Arc::clone(&serving);
                thread::spawn(move || relay(&phone, &shared));
            }
        });
        Ok(Self { shared, url })
    }

    /// From now on connections go to `address`; none: they are refused.
    pub fn connect(&self, address: Option<&str>) {
        *self.shared.target.lock().unwrap_or_else(PoisonError::into_inner) = address.map(str::to_owned);
    }

    /// Cuts once, after so many more bytes towards the office.
    pub fn cut_after(&self, bytes: u32) {
        self.shared.left.store(i64::from(bytes), Ordering::Release);
    }

    /// Cuts once, after so many more bytes towards the phone: 0 loses the next answer whole.
    pub fn cut_back_after(&self, bytes: u32) {
        self.shared.back.store(i64::from(bytes), Ordering::Release);
    }

    /// How many connections were cut.
    pub fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::Acquire)
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

fn relay(phone: &TcpStream, shared: &Arc<Shared>) {
    let target = shared.target.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(Ok(office)) = target.map(TcpStream::connect) else { return };
    let (Ok(from_office), Ok(to_phone)) = (office.try_clone(), phone.try_clone()) else { return };
    let answers = Arc::clone(shared);
    let back = thread::spawn(move || pump_answers(&from_office, &to_phone, &answers));
    pump(phone, &office, |bytes| shared.lets_pass(bytes));
    let _ = office.shutdown(Shutdown::Both);
    let _ = phone.shutdown(Shutdown::Both);
    let _ = back.join();
}

impl Shared {
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

/// Like [`pump`], but what is over the limit does not arrive: an answer can be lost to its last byte.
fn pump_answers(mut from: &TcpStream, mut to: &TcpStream, shared: &Shared) {
    let mut buffer = [0; 1024];
    while let Ok(count) = from.read(&mut buffer) {
        let left = shared.back.load(Ordering::Acquire);
        let passes = usize::try_from(left).map_or(count, |left| left.min(count));
        if count == 0 || to.write_all(&buffer[..passes]).is_err() {
            break;
        }
        if left < 0 {
            continue;
        }
        shared.back.store(left - (passes as u64).cast_signed(), Ordering::Release);
        if passes < count {
            shared.back.store(-1, Ordering::Release);
            shared.cuts.fetch_add(1, Ordering::AcqRel);
            let _ = from.shutdown(Shutdown::Both);
            let _ = to.shutdown(Shutdown::Both);
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

fn pump(mut from: &TcpStream, mut to: &TcpStream, mut lets_pass: impl FnMut(usize) -> bool) {
    let mut buffer = [0; 1024];
    while let Ok(count) = from.read(&mut buffer) {
        if count == 0 || to.write_all(&buffer[..count]).is_err() || !lets_pass(count) {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
