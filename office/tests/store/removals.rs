//! Photos whose rows are gone: written down until they are removed, also by who was killed between.

use payung_office::photo_store::path;
use payung_office::store::index::IndexRow;
use payung_office::store::{Amount, EraseOutcome, OpenedRecord, Recorded};

use super::common::phone::Phone;
use super::fixture::{Fixture, at};

/// A registration whose photo came whole, with its file.
fn with_photo(f: &Fixture) -> Phone {
    let phone = f.phone().with_photo(b"foto KTP contoh");
    assert!(matches!(f.record(&phone, 1), Recorded::New(_)));
    let (photo, file) = (&phone.photos[0], file(f, &phone));
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, &photo.bytes).unwrap();
    f.get(f.store.complete_photo(phone.id, photo.digest, at(1)));
    phone
}

fn file(f: &Fixture, phone: &Phone) -> std::path::PathBuf {
    let photos = f.folder.path().join("data/photos");
    path(&photos, phone.id, phone.photos[0].digest)
}

/// The opener finds that nothing of what waits opens.
fn break_all(f: &Fixture) {
    let leased = f.store.lease(at(2), at(60), 1000).unwrap();
    let opened: Vec<_> = leased
        .iter()
        .map(|record| OpenedRecord {
            id: record.id,
            revision: record.revision,
            row: IndexRow {
                flags: vec!["seal_broken".into()],
                opened_at: at(1),
                ..IndexRow::default()
            },
            completes: None,
            keys: Vec::new(),
            referral: None,
        })
        .collect();
    let key = payung_model::sealed::KeyId([1; 8]);
    f.store.put_opened(&opened, key, "opener", at(1)).unwrap();
}

fn forget_all(f: &Fixture) -> usize {
    let none = Amount::default();
    f.store.forget_broken(none, 500, "opener", at(2)).unwrap()
}

pub(super) fn photos_of_what_was_forgotten_go_after_a_kill_too(f: &Fixture) {
    let phones = [with_photo(f), with_photo(f)];
    let plain = f.received();
    break_all(f);
    assert_eq!(forget_all(f), 3);
    let said = f.store.audit_before(i64::MAX, 10).unwrap();
    assert!(
        said.iter()
            .any(|row| row.action == "forget" && row.detail.starts_with('3')),
        "it is in the log, whatever happens next"
    );
    assert!(f.store.status(plain.id).unwrap().is_none());

    // Here the opener was killed: the rows are gone and the files are not.
    let restarted = f.other(false);
    assert!(phones.iter().all(|phone| file(f, phone).exists()));
    let mut left = restarted.removals(None, 10).unwrap();
    let mut ids = phones.each_ref().map(|phone| phone.id);
    ids.sort();
    assert_eq!(left, ids, "and nothing of what had no photo");
    left = restarted.removals(Some(ids[0]), 10).unwrap();
    assert_eq!(left, ids[1..]);
    // Its photos would go with the old ones.
    assert_eq!(f.record(&phones[0], 1), Recorded::Leaving);
    assert_eq!(restarted.finish_removals().unwrap(), 2);
    assert!(phones.iter().all(|phone| !file(f, phone).exists()));
    assert_eq!(restarted.removals(None, 10).unwrap(), []);
    assert_eq!(restarted.finish_removals().unwrap(), 0);
    assert!(matches!(f.record(&phones[0], 1), Recorded::New(_)));
}

pub(super) fn what_is_corrected_while_it_would_be_forgotten_stays(f: &Fixture) {
    let phone = f.received();
    break_all(f);
    let forgotten = f.while_it_is_corrected(phone.id, || forget_all(f));
    assert_eq!(forgotten, 0);
    let left = f.count("SELECT count(*) FROM registrations WHERE revision = 2");
    assert_eq!(left, 1, "somebody waits for an answer to it");
}

pub(super) fn photos_of_what_was_erased_go_after_a_kill_too(f: &Fixture) {
    let (goes, stays) = (with_photo(f), with_photo(f));
    assert_eq!(f.erase(&goes, None), EraseOutcome::Erased);
    // Here the command was killed.
    let restarted = f.other(false);
    assert_eq!(restarted.removals(None, 10).unwrap(), [goes.id]);
    assert_eq!(f.record(&goes, 1), Recorded::Erased);
    assert_eq!(restarted.finish_removals().unwrap(), 1);
    assert!(!file(f, &goes).exists() && file(f, &stays).exists());
}

pub(super) fn a_photo_that_came_while_its_registration_was_erased_goes_too(f: &Fixture) {
    let phone = with_photo(f);
    let digest = phone.photos[0].digest;
    f.erase(&phone, None);
    f.store.finish_removals().unwrap();
    // Its last request had put it into the bucket just then, and now counts it.
    f.get(f.store.complete_photo(phone.id, digest, at(3)));
    assert_eq!(f.store.removals(None, 10).unwrap(), [phone.id]);
    f.store.finish_removals().unwrap();
    // What is here again loses nothing.
    let here = with_photo(f);
    let stranger = payung_model::sealed::Digest::of(b"x");
    f.get(f.store.complete_photo(here.id, stranger, at(3)));
    assert_eq!(f.store.removals(None, 10).unwrap(), []);
}

pub(super) fn of_two_who_maintain_at_once_one_is_told_so(f: &Fixture) {
    let other = f.other(false);
    let held = f.store.maintenance().unwrap();
    assert!(other.maintenance_now().unwrap().is_none());
    drop(held);
    // PostgreSQL ends the lock when it has seen that the connection ended.
    let free = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        other.maintenance_now().unwrap().is_some()
    });
    assert!(free);
}
