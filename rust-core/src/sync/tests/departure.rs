//! What happens while a connection is being made: the server lets it stand still, and another call
//! decides.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payung_model::content::{Content, Sending};
use payung_model::journey::State;
use payung_model::sealed::{KeyId, RegistrationId};
use payung_model::units::Timestamp;
use rustls::{ServerConnection, StreamOwned};

use super::server::{Certificate, authority};
use crate::Network;
use crate::sync::RunReport;
use crate::sync::{Host, Http, HttpSettings, Offered, OpenedItem, Resealed, Synchronizer};
use crate::vault::tests::registrations::{make_ready, ready, sealed};
use crate::vault::tests::{Vault, at, id};
use crate::vault::{Applied, SealedRevision, VaultError};

/// An app that does nothing but say the time.
pub(super) struct Quiet;

impl Host for Quiet {
    fn now(&self) -> Timestamp {
        at(60)
    }
    fn network(&self) -> Option<Network> {
        Some(Network::Unmetered)
    }
    fn sending(&self) -> Sending {
        Content::built_in().unwrap().sending
    }
    fn office_key(&self) -> Option<KeyId> {
        None
    }
    fn reseal(&self, _: RegistrationId) -> Result<Resealed, VaultError> {
        Ok(Resealed::NotNow)
    }
    fn open_item(&self, _: RegistrationId, _: &[u8]) -> Result<OpenedItem, VaultError> {
        Ok(OpenedItem::Locked)
    }
    fn office_said_the_time(&self, _: Timestamp) -> Result<(), VaultError> {
        Ok(())
    }
    fn newest_engine(&self, _: u32) -> Result<(), VaultError> {
        Ok(())
    }
    fn bundle_signers(&self) -> Vec<String> {
        Vec::new()
    }
    fn offer_bundle(&self, _: &[u8]) -> Result<Offered, VaultError> {
        Ok(Offered::Unchanged)
    }
    fn bundle_sequence(&self) -> u64 {
        0
    }
    fn changed(&self, _: RegistrationId) {}
}

/// A server whose first connection stands still after TCP and before TLS until it is let on. It
/// keeps everything that is then sent to it, answers withdrawals as an office does, and everything
/// else with its own trouble.
struct Slow {
    url: String,
    stands_still: Receiver<()>,
    go_on: Sender<()>,
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Slow {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!(
            "https://localhost:{}",
            listener.local_addr().unwrap().port()
        );
        let (still, stands_still) = mpsc::channel();
        let (go_on, go) = mpsc::channel();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                if number == 0 {
                    still.send(()).unwrap();
                    let _ = go.recv();
                }
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || serve(stream, &kept));
            }
        });
        Self {
            url,
            stands_still,
            go_on,
            heard,
        }
    }

    /// The requests' first lines, and how many bytes came in all.
    fn heard(&self) -> (Vec<String>, usize) {
        // What was still under way arrives.
        std::thread::sleep(Duration::from_millis(50));
        let heard = self.heard.lock().unwrap();
        let lines = heard.iter().filter(|bytes| !bytes.is_empty()).map(|bytes| {
            String::from_utf8_lossy(bytes)
                .lines()
                .next()
                .unwrap_or_default()
                .split(' ')
                .next()
                .unwrap()
                .to_owned()
        });
        (lines.collect(), heard.iter().map(Vec::len).sum())
    }
}

fn serve(stream: TcpStream, kept: &Mutex<Vec<Vec<u8>>>) {
    stream
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    let connection = ServerConnection::new(Arc::new(Certificate::good().config())).unwrap();
    let mut tls = StreamOwned::new(connection, stream);
    let mut bytes = vec![0; 64 * 1024];
    let length = tls.read(&mut bytes).unwrap_or(0);
    bytes.truncate(length);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    kept.lock().unwrap().push(bytes);
    let answer = if text.starts_with("DELETE ") {
        let id = text.split(' ').nth(1).unwrap().rsplit('/').next().unwrap();
        let document = format!(
            r#"{{"id":"{id}","revision":1,"state":"withdrawn","photos":[],"reply":null,"bundle":0}}"#
        );
        format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{document}",
            document.len()
        )
    } else {
        "HTTP/1.1 500 Oh\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned()
    };
    let _ = tls.write_all(answer.as_bytes());
    tls.conn.send_close_notify();
    let _ = tls.flush();
}

/// Runs a sync; `meanwhile` happens while its first connection is being made.
fn sync_while(
    vault: Vault,
    meanwhile: impl FnOnce(&crate::vault::Store),
) -> (Slow, Arc<crate::vault::Store>, RunReport) {
    let server = Slow::new();
    let settings = HttpSettings {
        roots: authority(),
        connect: Duration::from_secs(20),
        idle: Duration::from_secs(20),
    };
    let http = Http::new(&server.url, Arc::new(|| at(60)), settings).unwrap();
    let Vault { store, home, .. } = vault;
    let store = Arc::new(store);
    let synchronizer = Synchronizer::new(Arc::clone(&store), http);
    let run = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(synchronizer.run(Arc::new(Quiet)))
    });
    server
        .stands_still
        .recv_timeout(Duration::from_secs(10))
        .unwrap();
    meanwhile(&store);
    server.go_on.send(()).unwrap();
    let report = run
        .join()
        .unwrap()
        .expect("nothing that happens to one registration ends the run");
    drop(home);
    (server, store, report)
}

#[test]
fn what_nobody_stops_leaves_with_its_state() {
    let (vault, _) = ready();
    let (server, store, _) = sync_while(vault, |_| {});
    let (requests, bytes) = server.heard();
    assert_eq!(requests.first().map(String::as_str), Some("PUT"));
    assert!(bytes > 100, "the count sees what leaves");
    assert_eq!(store.registration(id(5)).unwrap().state, State::Sending);
}

#[test]
fn withdrawn_while_its_connection_is_made_not_one_byte_leaves() {
    let (vault, _) = ready();
    let (server, store, report) = sync_while(vault, |store| {
        assert_eq!(
            store.withdraw(id(5), at(61)).unwrap(),
            Applied::Changed(State::Withdrawn)
        );
    });
    let (requests, _) = server.heard();
    // Rules are asked for at the end of each run, on a connection of their own.
    assert_eq!(requests, ["GET"], "neither head nor token nor envelope");
    assert_eq!(store.registration(id(5)).unwrap().state, State::Withdrawn);
    assert_eq!((report.waiting, report.parked), (0, 0));
}

#[test]
fn taken_back_while_its_connection_is_made_not_one_byte_leaves() {
    let (vault, _) = ready();
    let (server, store, report) = sync_while(vault, |store| {
        assert_eq!(
            store.take_back(id(5), 1, at(61)).unwrap(),
            Applied::Changed(State::Draft)
        );
    });
    assert_eq!(server.heard().0, ["GET"]);
    assert!(matches!(
        store.registration(id(5)),
        Err(VaultError::Missing)
    ));
    assert_eq!(report.waiting, 0);
}

#[test]
fn a_later_revision_taken_back_and_sealed_anew_does_not_let_the_old_answers_leave() {
    let (vault, _) = ready();
    vault.store.reach(id(5), State::NeedsCorrection, at(30));
    vault.store.seal_next(&sealed(5, 2, &[]), at(40)).unwrap();
    let (server, store, _) = sync_while(vault, |store| {
        store.take_back(id(5), 2, at(61)).unwrap();
        let other = SealedRevision {
            envelope: b"corrected once more".to_vec(),
            ..sealed(5, 2, &[])
        };
        store.seal_next(&other, at(62)).unwrap();
    });
    assert_eq!(server.heard().0, ["GET"]);
    let row = store.registration(id(5)).unwrap();
    assert_eq!(
        (row.state, row.revision),
        (State::Ready, 2),
        "it goes with the next run"
    );
    assert_eq!(
        store.outbox(id(5)).unwrap().unwrap().envelope,
        b"corrected once more"
    );
}

#[test]
fn the_office_is_told_when_a_later_revision_is_withdrawn_while_its_connection_is_made() {
    let (vault, _) = ready();
    vault.store.reach(id(5), State::NeedsCorrection, at(30));
    vault.store.seal_next(&sealed(5, 2, &[]), at(40)).unwrap();
    let (server, store, report) = sync_while(vault, |store| {
        assert_eq!(
            store.withdraw(id(5), at(61)).unwrap(),
            Applied::Changed(State::Ready)
        );
    });
    assert_eq!(server.heard().0, ["DELETE", "GET"]);
    assert_eq!(store.registration(id(5)).unwrap().state, State::Withdrawn);
    assert!(store.outbox(id(5)).unwrap().is_none());
    assert_eq!(report.changed, 1);
}

#[test]
fn one_that_went_stale_does_not_keep_the_others() {
    let (vault, _) = ready();
    make_ready(&vault, 6, 66, &[], at(20));
    let (server, store, _) = sync_while(vault, |store| {
        store.withdraw(id(5), at(61)).unwrap();
    });
    assert_eq!(server.heard().0.first().map(String::as_str), Some("PUT"));
    assert_eq!(
        store.registration(id(6)).unwrap().state,
        State::Sending,
        "the next one was tried"
    );
}
