//! Hashing of passwords on two threads of its own, each with one buffer that it keeps.
//!
//! A hash takes 19 MiB. Were the memory allocated for each sign-in, hundreds of strangers at once
//! would take hundreds of megabytes; here they wait in a short line, and whoever does not fit into
//! it is told to come again.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use subtle::ConstantTimeEq;
use tokio::sync::{mpsc, oneshot};
use zeroize::Zeroizing;

/// Threads, and so hashes at once.
const THREADS: usize = 2;
/// Sign-ins that wait for a thread.
const WAITING: usize = 64;
/// How long a sign-in waits for a place in the line.
const TURN: Duration = Duration::from_secs(10);
/// No hash of ours needs more memory: 64 MiB, in blocks of 1 KiB.
const MOST_BLOCKS: usize = 64 * 1024;
/// Bytes of a hash, at most.
const MOST_OUTPUT: usize = 64;

/// The threads. They end when it is dropped.
pub(super) struct Hashers(mpsc::Sender<Comparison>);

/// A password and the hash that it is compared with.
struct Comparison {
    password: Zeroizing<String>,
    hash: String,
    answer: oneshot::Sender<bool>,
}

impl Hashers {
    /// Starts the threads.
    pub(super) fn start() -> std::io::Result<Self> {
        let (sender, line) = mpsc::channel(WAITING);
        let line = Arc::new(Mutex::new(line));
        for _ in 0..THREADS {
            let line = Arc::clone(&line);
            std::thread::Builder::new()
                .name("password".into())
                .spawn(move || work(&line))?;
        }
        Ok(Self(sender))
    }

    /// True when it is the password of that hash; none when so many wait that the turn did not
    /// come. A wrong password takes as long as the right one.
    pub(super) async fn is_right(&self, password: Zeroizing<String>, hash: String) -> Option<bool> {
        let (answer, answered) = oneshot::channel();
        self.0
            .send_timeout(
                Comparison {
                    password,
                    hash,
                    answer,
                },
                TURN,
            )
            .await
            .ok()?;
        answered.await.ok()
    }
}

fn work(line: &Mutex<mpsc::Receiver<Comparison>>) {
    let mut memory = Vec::new();
    loop {
        // The lock is held only while nothing is in the line.
        let next = line
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .blocking_recv();
        let Some(Comparison {
            password,
            hash,
            answer,
        }) = next
        else {
            return;
        };
        let right = compare(password.as_bytes(), &hash, &mut memory).unwrap_or(false);
        let _ = answer.send(right);
    }
}

/// None when the hash is none of ours.
fn compare(password: &[u8], hash: &str, memory: &mut Vec<Block>) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok()?;
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let version = hash
        .version
        .map_or(Ok(Version::default()), Version::try_from)
        .ok()?;
    let (params, salt, kept) = (Params::try_from(&hash).ok()?, hash.salt?, hash.hash?);
    let blocks = params.block_count();
    if blocks > MOST_BLOCKS || kept.len() > MOST_OUTPUT {
        return None;
    }
    if memory.len() < blocks {
        memory.resize(blocks, Block::default());
    }
    let mut made = Zeroizing::new([0; MOST_OUTPUT]);
    let made = made.get_mut(..kept.len())?;
    let hasher = Argon2::new(algorithm, version, params);
    hasher
        .hash_password_into_with_memory(password, salt.as_ref(), made, memory.get_mut(..blocks)?)
        .ok()?;
    Some(made.ct_eq(kept.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::super::password;
    use super::*;

    #[test]
    fn a_password_is_known_again_in_a_buffer_that_was_used_before() {
        let (one, other) = (
            password::hash("payung hujan pasar").unwrap(),
            password::hash("kata lain sekali").unwrap(),
        );
        let mut memory = Vec::new();
        for _ in 0..2 {
            assert_eq!(
                compare(b"payung hujan pasar", &one, &mut memory),
                Some(true)
            );
            assert_eq!(
                compare(b"payung hujan pasar", &other, &mut memory),
                Some(false)
            );
            assert_eq!(
                compare(b"kata lain sekali", &other, &mut memory),
                Some(true)
            );
        }
        assert_eq!(memory.len(), 19 * 1024);
        for hash in [
            "",
            "not a hash",
            "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo",
        ] {
            assert_eq!(compare(b"x", hash, &mut memory), None, "{hash}");
        }
        assert_eq!(
            memory.len(),
            19 * 1024,
            "a hash that asks for 4 GiB gets nothing"
        );
    }
}
