//! Deadlines that moving bytes push on.
//!
//! A time limit for whole requests would cut every photo on a slow line. Without a limit a dead
//! line would block everything else. So a request may go on as long as bytes move, and an answer as
//! long as its bytes keep coming.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::Instant;

/// The slowest line that the sync waits for, in bytes a second. This is half of 8 kbit/s.
const SLOWEST: f64 = 500.0;

/// A body is handed to the connection in pieces of this size, so that its progress can be seen.
const CHUNK: usize = 1024;

/// No byte moved for too long.
#[derive(Debug)]
pub(super) struct TimedOut;

/// The deadline of one request, or of one answer.
pub(super) struct Deadline {
    kind: Kind,
    started: Instant,
    idle: Duration,
    moved: Mutex<Moved>,
}

enum Kind {
    /// The buffers of the phone take a body long before the line has carried it. So the deadline
    /// allows as much time as the slowest line needs for the bytes that were handed over.
    Request { connect: Duration },
    /// Bytes of an answer have passed the line when they are seen. They have to come at the pace of
    /// the slowest line, so that an answer that trickles comes to an end.
    Answer,
}

#[derive(Clone, Copy)]
struct Moved {
    bytes: u64,
    last: Instant,
}

impl Deadline {
    /// The deadline of a request whose connection may take `connect`, and which may stand still for
    /// `idle`.
    pub fn of_request(connect: Duration, idle: Duration) -> Arc<Self> {
        Arc::new(Self::new(Kind::Request { connect }, idle))
    }

    /// The deadline of an answer's body, from now on.
    pub fn of_answer(idle: Duration) -> Self {
        Self::new(Kind::Answer, idle)
    }

    fn new(kind: Kind, idle: Duration) -> Self {
        let started = Instant::now();
        Self {
            kind,
            started,
            idle,
            moved: Mutex::new(Moved {
                bytes: 0,
                last: started,
            }),
        }
    }

    /// Notes that so many bytes have just moved.
    pub fn moved(&self, bytes: usize) {
        let mut moved = self.lock();
        moved.bytes += bytes as u64;
        moved.last = Instant::now();
    }

    /// How many bytes have moved so far.
    pub fn bytes(&self) -> u64 {
        self.lock().bytes
    }

    /// Waits for `work` until the deadline. Bytes that move meanwhile push the deadline on.
    pub async fn limit<T>(&self, work: impl Future<Output = T>) -> Result<T, TimedOut> {
        let mut work = std::pin::pin!(work);
        loop {
            let end = self.end();
            tokio::select! {
                // What is done in the very moment of the deadline counts as done. A timer that
                // fires is compared with the deadline once more, because bytes may have pushed it
                // on since.
                biased;
                done = &mut work => return Ok(done),
                () = tokio::time::sleep_until(end) => if self.end() <= end { return Err(TimedOut) },
            }
        }
    }

    fn end(&self) -> Instant {
        let Moved { bytes, last } = *self.lock();
        let quiet_until = last + self.idle;
        let paced_until =
            self.started + self.idle + Duration::from_secs_f64(bytes as f64 / SLOWEST);
        match self.kind {
            Kind::Request { connect } => quiet_until
                .max(paced_until)
                .max(self.started + connect + self.idle),
            Kind::Answer => quiet_until.min(paced_until),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Moved> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body that is handed over in small pieces, each of which pushes the deadline on.
pub(super) struct MovingBody<B> {
    inner: B,
    rest: Bytes,
    deadline: Arc<Deadline>,
}

impl<B: Body<Data = Bytes> + Unpin> MovingBody<B> {
    pub fn new(inner: B, deadline: Arc<Deadline>) -> Self {
        Self {
            inner,
            rest: Bytes::new(),
            deadline,
        }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for MovingBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.inner).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(other) => return Poll::Ready(Some(Ok(other))),
                },
                end => return Poll::Ready(end),
            }
        }
        // The connection asks for the next piece only when it has room. Being asked is therefore
        // the sign that bytes move.
        let length = self.rest.len().min(CHUNK);
        let chunk = self.rest.split_to(length);
        self.deadline.moved(length);
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (inner, rest) = (self.inner.size_hint(), self.rest.len() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(inner.lower() + rest);
        if let Some(upper) = inner.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::first_byte::CommitFirst;

    const IDLE: Duration = Duration::from_secs(60);

    fn seconds(deadline: &Deadline) -> u64 {
        (deadline.end() - deadline.started).as_secs()
    }

    #[test]
    fn a_request_may_take_the_time_that_the_slowest_line_needs_for_it() {
        let deadline = Deadline::of_request(Duration::from_secs(20), IDLE);
        assert_eq!(
            seconds(&deadline),
            80,
            "without a byte: connecting, and one pause"
        );
        deadline.moved(70_000);
        assert_eq!(seconds(&deadline), 200);
    }

    #[test]
    fn an_answer_that_trickles_ends_though_bytes_move() {
        let deadline = Deadline::of_answer(IDLE);
        deadline.moved(1);
        assert_eq!(seconds(&deadline), 60);
        deadline.moved(5_000);
        assert_eq!(seconds(&deadline), 60, "a pause ends it too");
    }

    #[test]
    fn a_body_is_given_out_in_small_pieces_and_its_length_stays_true() {
        let deadline = Deadline::of_request(IDLE, IDLE);
        let bytes: Vec<u8> = (0..5000_u32).map(|at| at as u8).collect();
        let mut body = MovingBody::new(CommitFirst::nothing(bytes.clone()), Arc::clone(&deadline));
        let mut context = Context::from_waker(std::task::Waker::noop());
        let mut came = Vec::new();
        while !body.is_end_stream() {
            assert_eq!(
                body.size_hint().exact(),
                Some((bytes.len() - came.len()) as u64)
            );
            let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut body).poll_frame(&mut context) else {
                panic!("no frame")
            };
            let data = frame.into_data().unwrap();
            assert!(data.len() <= CHUNK);
            came.extend_from_slice(&data);
            assert_eq!(deadline.bytes(), came.len() as u64);
        }
        assert_eq!(came, bytes);
    }
}
