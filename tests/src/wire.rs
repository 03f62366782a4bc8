//! The network between phone and office: a TCP relay that can be down, and can cut a connection
//! after so many bytes, on the way to the office (what was sent is lost) or back (what was done is
//! not heard of).
//!
//! After a cut the next connection waits until the office has let go of the one that was cut, as a
//! radio takes longer to come back than an office to put away what it has. What a run costs in bytes
//! then depends on the cuts and not on how busy the machine is.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::net::{AddressFamily, SocketType};

use crate::Outcome;
use crate::line::Traffic;

/// A relay on a port of its own. It refuses while it has no target.
pub struct Wire {
    shared: Arc<Shared>,
    /// `http://127.0.0.1:PORT`: what the trust file names.
    pub url: String,
    /// Bound and not listening yet: whoever connects is refused.
    silent: Mutex<Option<TcpListener>>,
    serving: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    target: Mutex<Option<String>>,
    to_office: Direction,
    to_phone: Direction,
    cuts: AtomicU64,
    /// Connections that were cut and that the office has not let go of.
    broken: Mutex<usize>,
    mended: Condvar,
    connections: AtomicU64,
    /// Times that bytes went towards the office after some had come back, or first: each waits for
    /// an answer.
    questions: AtomicU64,
    /// Of each connection and direction, when it is recorded.
    heard: Mutex<Option<Vec<Vec<u8>>>>,
    stop: AtomicBool,
}

struct Direction {
    /// Bytes that still pass before the cut; negative: no cut planned.
    left: AtomicI64,
    /// What is planned after a cut: so many bytes until the next one; negative: none.
    every: AtomicI64,
    /// How many cuts are still to come; negative: no end of them.
    cuts: AtomicI64,
    passed: AtomicU64,
}

impl Wire {
    /// A port that is reserved and refuses connections until the first [`Wire::connect`].
    pub fn new() -> Outcome<Self> {
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
        // What lingers of its connections does not keep another server from the port.
        rustix::net::sockopt::set_socket_reuseaddr(&socket, true)?;
        rustix::net::bind(&socket, &SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let listener = TcpListener::from(socket);
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            target: Mutex::new(None),
            to_office: Direction::uncut(),
            to_phone: Direction::uncut(),
            cuts: AtomicU64::new(0),
            broken: Mutex::new(0),
            mended: Condvar::new(),
            connections: AtomicU64::new(0),
            questions: AtomicU64::new(0),
            heard: Mutex::new(None),
            stop: AtomicBool::new(false),
        });
        Ok(Self {
            shared,
            url,
            silent: Mutex::new(Some(listener)),
            serving: Mutex::new(None),
        })
    }

    /// From now on connections go to `address`; none: they are accepted and closed at once.
    pub fn connect(&self, address: Option<&str>) {
        *lock(&self.shared.target) = address.map(str::to_owned);
        if let Some(listener) = lock(&self.silent).take() {
            let shared = Arc::clone(&self.shared);
            // Before this returns: whoever connects next is let in, and so is the connection that
            // ends the thread.
            if rustix::net::listen(&listener, 128).is_ok() {
                *lock(&self.serving) = Some(thread::spawn(move || serve(&listener, &shared)));
            }
        }
    }

    /// Cuts once, after so many more bytes towards the office.
    pub fn cut_after(&self, bytes: u32) {
        self.shared
            .to_office
            .left
            .store(i64::from(bytes), Ordering::Release);
    }

    /// Cuts after so many bytes towards the office, and again after as many, for ever.
    pub fn cut_every(&self, bytes: u32) {
        self.shared
            .to_office
            .every
            .store(i64::from(bytes), Ordering::Release);
        self.cut_after(bytes);
    }

    /// Cuts after so many bytes towards the office, and again after as many, so many times.
    pub fn cut_times(&self, bytes: u32, times: u32) {
        self.shared
            .to_office
            .cuts
            .store(i64::from(times), Ordering::Release);
        self.cut_every(bytes);
    }

    /// What has passed so far.
    pub fn traffic(&self) -> Traffic {
        Traffic {
            up: self.passed(),
            down: self.came_back(),
            connections: self.shared.connections.load(Ordering::Acquire),
            questions: self.shared.questions.load(Ordering::Acquire),
            cuts: self.cuts(),
        }
    }

    /// Cuts once, after so many more bytes towards the phone: 0 loses the next answer whole.
    pub fn cut_back_after(&self, bytes: u32) {
        self.shared
            .to_phone
            .left
            .store(i64::from(bytes), Ordering::Release);
    }

    /// How many connections were cut.
    pub fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::Acquire)
    }

    /// From now on all bytes are kept, for [`Wire::heard`].
    pub fn record(&self) {
        *self.shared.heard() = Some(Vec::new());
    }

    /// What was said since [`Wire::record`], in either direction: one item for each direction of
    /// each connection.
    pub fn heard(&self) -> Vec<Vec<u8>> {
        self.shared.heard().clone().unwrap_or_default()
    }

    /// Bytes that went towards the office.
    pub fn passed(&self) -> u64 {
        self.shared.to_office.passed.load(Ordering::Acquire)
    }

    /// Bytes that came back from it.
    pub fn came_back(&self) -> u64 {
        self.shared.to_phone.passed.load(Ordering::Acquire)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        // Wakes the listener up, so that it sees the flag.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
        // The port is free when this returns.
        if let Some(serving) = lock(&self.serving).take() {
            let _ = serving.join();
        }
    }
}

fn serve(listener: &TcpListener, shared: &Arc<Shared>) {
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

/// How long an office may take to let go of a connection that was cut. One that is stopped never
/// does, and keeps nobody waiting.
const LETS_GO_WITHIN: Duration = Duration::from_secs(5);

fn relay(phone: &TcpStream, shared: &Arc<Shared>) {
    shared.wait_until_mended();
    let target = lock(&shared.target).clone();
    let Some(Ok(office)) = target.map(TcpStream::connect) else {
        return;
    };
    let (Ok(from_office), Ok(to_phone)) = (office.try_clone(), phone.try_clone()) else {
        return;
    };
    shared.connections.fetch_add(1, Ordering::AcqRel);
    let answering = Arc::clone(shared);
    let last = Arc::new(AtomicU8::new(NOBODY));
    let said = Arc::clone(&last);
    let back = thread::spawn(move || {
        let was_cut = pump(
            &from_office,
            &to_phone,
            &answering,
            &answering.to_phone,
            &said,
        );
        // What the office still says is lost. Its end is that it has let go.
        let _ = from_office.set_read_timeout(Some(LETS_GO_WITHIN));
        let _ = std::io::copy(&mut &from_office, &mut std::io::sink());
        was_cut
    });
    let was_cut = pump(phone, &office, shared, &shared.to_office, &last);
    // Each direction that was cut is counted.
    let cuts = usize::from(was_cut) + back.join().map_or(0, usize::from);
    shared.mend(cuts);
}

/// Who spoke last on a connection.
const NOBODY: u8 = 0;
const PHONE: u8 = 1;
const OFFICE: u8 = 2;

/// Passes bytes on until the end or the cut: what is over the limit does not arrive, an answer can
/// be lost to its last byte. Tells whether this direction was cut.
fn pump(
    mut from: &TcpStream,
    mut to: &TcpStream,
    shared: &Shared,
    direction: &Direction,
    last: &AtomicU8,
) -> bool {
    let asks = std::ptr::eq(direction, &raw const shared.to_office);
    let me = if asks { PHONE } else { OFFICE };
    let ear = shared.new_ear();
    let mut buffer = [0; 1024];
    let mut was_cut = false;
    while let Ok(count) = from.read(&mut buffer) {
        let passes = direction.room_for(count);
        let bytes = &buffer[..passes.unwrap_or(count)];
        if count == 0 || to.write_all(bytes).is_err() {
            break;
        }
        if last.swap(me, Ordering::AcqRel) != me && asks {
            shared.questions.fetch_add(1, Ordering::AcqRel);
        }
        shared.hear(ear, bytes);
        direction
            .passed
            .fetch_add(bytes.len() as u64, Ordering::AcqRel);
        if passes.is_some() {
            // Before the phone can know of it and come again.
            was_cut = true;
            *lock(&shared.broken) += 1;
            shared.cuts.fetch_add(1, Ordering::AcqRel);
            break;
        }
    }
    // Both directions end together: this is a line that broke, or a client that has gone.
    let (phone, office) = if asks { (from, to) } else { (to, from) };
    let _ = phone.shutdown(Shutdown::Both);
    let _ = office.shutdown(Shutdown::Write);
    was_cut
}

impl Direction {
    fn uncut() -> Self {
        Self {
            left: AtomicI64::new(-1),
            every: AtomicI64::new(-1),
            cuts: AtomicI64::new(-1),
            passed: AtomicU64::new(0),
        }
    }

    /// Counts `bytes` against the limit: none when all may pass, else how many do before the cut.
    fn room_for(&self, bytes: usize) -> Option<usize> {
        let left = self.left.load(Ordering::Acquire);
        let room = usize::try_from(left).ok()?;
        if room > bytes {
            self.left.store(
                i64::try_from(room - bytes).unwrap_or(i64::MAX),
                Ordering::Release,
            );
            return None;
        }
        let last = self.cuts.fetch_sub(1, Ordering::AcqRel) == 1;
        self.left.store(
            if last {
                -1
            } else {
                self.every.load(Ordering::Acquire)
            },
            Ordering::Release,
        );
        Some(room)
    }
}

impl Shared {
    fn wait_until_mended(&self) {
        let broken = lock(&self.broken);
        let _ = self
            .mended
            .wait_timeout_while(broken, LETS_GO_WITHIN, |broken| *broken > 0);
    }

    fn mend(&self, cuts: usize) {
        *lock(&self.broken) -= cuts;
        self.mended.notify_all();
    }

    fn heard(&self) -> MutexGuard<'_, Option<Vec<Vec<u8>>>> {
        lock(&self.heard)
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
}
