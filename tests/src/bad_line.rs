//! A bad line, really slow: a TCP relay that passes so many bits a second, and loses packets.
//!
//! TCP sends a lost packet again after a while. Above TCP that is seen as a line that stands still,
//! for longer each time in a row; and some losses break the connection (another cell, a carrier's
//! NAT that forgot). Which packets are lost follows from a seed. [`crate::line`] calculates what
//! bytes would cost; this one makes a phone wait for them.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::net::{AddressFamily, SocketType, sockopt};

use crate::Outcome;

/// How bad.
#[derive(Clone, Copy, Debug)]
pub struct Quality {
    /// Bits a second, in each direction of each connection.
    pub bits_a_second: u64,
    /// Of a hundred packets, so many are lost.
    pub lost_percent: u64,
    /// The line stands still for so long after a first loss, and twice as long after each further
    /// one in a row.
    pub still: Duration,
    /// Each so many-th loss breaks the connection; 0: none does.
    pub breaks_every: u64,
}

/// A relay on a port of its own.
pub struct BadLine {
    shared: Arc<Shared>,
    /// `http://127.0.0.1:PORT`: what the trust file names.
    pub url: String,
    serving: Option<JoinHandle<()>>,
}

struct Shared {
    quality: Quality,
    target: Mutex<Option<String>>,
    up: AtomicU64,
    losses: AtomicU64,
    breaks: AtomicU64,
    random: AtomicU64,
    stop: AtomicBool,
}

/// Payload of one packet.
const PACKET: usize = 1_348;

impl BadLine {
    /// A line without an end yet. The seed decides which packets are lost.
    pub fn new(quality: Quality, seed: u64) -> Outcome<Self> {
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
        // So that the phone's kernel notices how slow it is, and does not push everything into ours
        // at once.
        sockopt::set_socket_recv_buffer_size(&socket, 4096)?;
        rustix::net::bind(&socket, &SocketAddr::from(([127, 0, 0, 1], 0)))?;
        rustix::net::listen(&socket, 32)?;
        let listener = TcpListener::from(socket);
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            quality,
            target: Mutex::new(None),
            up: AtomicU64::new(0),
            losses: AtomicU64::new(0),
            breaks: AtomicU64::new(0),
            random: AtomicU64::new(seed),
            stop: AtomicBool::new(false),
        });
        let serving = thread::spawn({
            let shared = Arc::clone(&shared);
            move || serve(&listener, &shared)
        });
        Ok(Self {
            shared,
            url,
            serving: Some(serving),
        })
    }

    /// From now on connections go to `address`.
    pub fn connect(&self, address: &str) {
        *self
            .shared
            .target
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(address.to_owned());
    }

    /// Bytes that went towards the office.
    pub fn passed(&self) -> u64 {
        self.shared.up.load(Ordering::Acquire)
    }

    /// Packets that were lost, and connections that broke.
    pub fn losses(&self) -> (u64, u64) {
        (
            self.shared.losses.load(Ordering::Acquire),
            self.shared.breaks.load(Ordering::Acquire),
        )
    }
}

impl Drop for BadLine {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        // Wakes the listener up, so that it sees the flag.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
        if let Some(serving) = self.serving.take() {
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

fn relay(phone: &TcpStream, shared: &Arc<Shared>) {
    let target = shared
        .target
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let Some(Ok(office)) = target.map(TcpStream::connect) else {
        return;
    };
    let (Ok(from_office), Ok(to_phone)) = (office.try_clone(), phone.try_clone()) else {
        return;
    };
    let answering = Arc::clone(shared);
    let back = thread::spawn(move || pump(&from_office, &to_phone, &answering, false));
    pump(phone, &office, shared, true);
    let _ = back.join();
}

fn pump(mut from: &TcpStream, mut to: &TcpStream, shared: &Shared, up: bool) {
    let mut packet = [0; PACKET];
    let mut losses_in_a_row = 0;
    while let Ok(count @ 1..) = from.read(&mut packet) {
        while shared.loses_one() {
            let losses = shared.losses.fetch_add(1, Ordering::AcqRel) + 1;
            if shared.quality.breaks_every > 0 && losses.is_multiple_of(shared.quality.breaks_every)
            {
                shared.breaks.fetch_add(1, Ordering::AcqRel);
                let _ = from.shutdown(Shutdown::Both);
                let _ = to.shutdown(Shutdown::Both);
                return;
            }
            thread::sleep(shared.quality.still * (1 << losses_in_a_row.min(3)));
            losses_in_a_row += 1;
        }
        losses_in_a_row = 0;
        thread::sleep(Duration::from_micros(
            count as u64 * 8_000_000 / shared.quality.bits_a_second,
        ));
        if to.write_all(&packet[..count]).is_err() {
            break;
        }
        if up {
            shared.up.fetch_add(count as u64, Ordering::AcqRel);
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

impl Shared {
    /// `SplitMix64`: the same seed loses the same packets, as long as connections come in the same
    /// order.
    fn loses_one(&self) -> bool {
        let mut mixed = self
            .random
            .fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::AcqRel);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % 100 < self.quality.lost_percent
    }
}
