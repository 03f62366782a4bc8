//! Bundles, keys that are given up, and what a restored office goes on with.

use std::time::Duration;

use payung_model::journey::OfficeState;
use payung_office::store::{Recorded, SignedBundle, Store};

use super::fixture::{Fixture, at, entry};

fn bundle(sequence: u64, engine: u32) -> SignedBundle {
    SignedBundle {
        sequence,
        engine,
        issued_at: at(0),
        signed_by: format!("key {engine}"),
        bytes: vec![7; 100],
    }
}

pub(super) fn bundles_have_one_sequence_also_when_many_sign(f: &Fixture) {
    assert_eq!(
        (
            f.store.newest_sequence().unwrap(),
            f.store.next_sequence().unwrap()
        ),
        (0, 1)
    );
    let added: Vec<bool> = std::thread::scope(|scope| {
        let signers: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    f.store
                        .add_bundle(&bundle(1, 1), &entry("bundle sign", ""))
                        .unwrap()
                })
            })
            .collect();
        signers
            .into_iter()
            .map(|signer| signer.join().unwrap())
            .collect()
    });
    assert_eq!(added.iter().filter(|added| **added).count(), 1);
    assert!(
        f.store
            .add_bundle(&bundle(2, 3), &entry("bundle sign", ""))
            .unwrap()
    );
    assert_eq!(f.store.bundle_for(2).unwrap().unwrap().sequence, 1);
    assert_eq!(f.store.newest_by_engine().unwrap(), [(1, 1), (3, 2)]);
    let signers = ["key 1".to_owned(), "key 9".to_owned()];
    let (found, newest) = f.get(f.store.newest_bundle(9, Some(signers)));
    assert_eq!((found.unwrap().sequence, newest), (1, 3));
    assert_eq!(
        f.store
            .audit_after(0, 100)
            .unwrap()
            .iter()
            .filter(|row| row.action == "bundle sign")
            .count(),
        2
    );
}

pub(super) fn a_key_is_given_up_only_when_nothing_undecided_needs_it(f: &Fixture) {
    let (phone, id) = (f.received(), f.key.public().id());
    assert_eq!(
        f.store
            .retire_key(id, Some(&entry("keys retire", "")))
            .unwrap(),
        (1, 0)
    );
    assert!(f.store.key_known(id).unwrap());
    f.open(1);
    f.decide(&phone, 1, OfficeState::Accepted);
    assert_eq!(f.store.retire_key(id, None).unwrap(), (0, 1));
    assert!(f.store.key_known(id).unwrap(), "it was only asked");
    assert_eq!(
        f.store
            .retire_key(id, Some(&entry("keys retire", "")))
            .unwrap(),
        (0, 1)
    );
    assert!(!f.store.key_known(id).unwrap());
    assert_eq!(f.record(&f.phone(), 1), Recorded::UnknownKey);
}

pub(super) fn a_restored_office_jumps(f: &Fixture) {
    let phone = f.received();
    assert!(
        f.store
            .add_bundle(&bundle(1, 1), &entry("bundle sign", ""))
            .unwrap()
    );
    f.store.jump_sequences().unwrap();
    assert_eq!(f.store.next_sequence().unwrap(), 1002);
    assert!(f.store.inbox_place(phone.id).unwrap().unwrap().sequence > 1_000_000);
    let copy = f.folder.path().join("copy.db");
    f.store.snapshot(&copy).unwrap();
    let copy = Store::open_read_only(&copy).unwrap();
    assert_eq!(
        copy.status(phone.id).unwrap(),
        f.store.status(phone.id).unwrap(),
        "a backup has everything"
    );
    assert!(copy.inspect(true).unwrap().sound);
    let lock = f.store.maintenance().unwrap();
    let waited = std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::channel();
        scope.spawn(move || sender.send(f.store.maintenance().map(drop).is_ok()));
        let early = receiver.recv_timeout(Duration::from_millis(200)).is_err();
        drop(lock);
        early && receiver.recv_timeout(Duration::from_secs(20)).unwrap()
    });
    assert!(waited, "a second one waits for the first");
}
