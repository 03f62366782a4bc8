//! The bytes of unfinished uploads. Each process number stands for a machine.

use payung_model::journey::OfficeState;
use payung_office::photo_store::PhotoName;
use payung_office::store::{EraseOutcome, UnfinishedUpload, UploadClaim, UploadPiece};

use super::common::phone::Phone;
use super::fixture::{Fixture, at};

/// A registration with one photo of which nothing came, and its photo's bytes.
fn expected(f: &Fixture, plain: &[u8]) -> (Phone, PhotoName, Vec<u8>) {
    let phone = f.phone().with_photo(plain);
    f.record(&phone, 1);
    let photo = (phone.id, phone.photos[0].digest);
    let bytes = phone.photos[0].bytes.clone();
    (phone, photo, bytes)
}

fn claims(f: &Fixture, photo: PhotoName, process: u8, seconds: i64) -> bool {
    f.get(f.store.claim_upload(UploadClaim {
        photo,
        process: [process; 16],
        number: 1,
        now: at(seconds),
        until: at(seconds + 30),
    }))
}

fn adds(f: &Fixture, photo: PhotoName, process: u8, start: usize, bytes: &[u8]) -> bool {
    f.get(f.store.add_to_upload(piece(photo, process, start, bytes)))
}

fn piece(photo: PhotoName, process: u8, start: usize, bytes: &[u8]) -> UploadPiece {
    UploadPiece {
        photo,
        process: [process; 16],
        number: 1,
        start: start as u64,
        bytes: bytes.to_vec(),
        at: at(5),
    }
}

/// How many bytes are here.
fn offset(f: &Fixture, photo: PhotoName) -> Option<u64> {
    let upload = f.get(f.store.unfinished_upload(photo));
    upload.map(|upload| upload.bytes)
}

pub(super) fn pieces_are_added_where_the_upload_stands_and_by_who_has_the_claim(f: &Fixture) {
    let (_, photo, bytes) = expected(f, b"foto contoh");
    assert!(claims(f, photo, 1, 0));
    assert_eq!(offset(f, photo), None);
    assert!(!adds(f, photo, 1, 0, &bytes[..3]), "it was not begun");
    assert!(f.get(f.store.begin_upload(photo, at(0))));
    assert!(!adds(f, photo, 2, 0, &bytes[..3]), "another one has it");
    assert!(!adds(f, photo, 1, 1, &bytes[1..3]), "there is nothing yet");
    assert!(!adds(f, photo, 1, 0, b""), "that is no piece");
    assert!(adds(f, photo, 1, 0, &bytes[..3]));
    assert!(!adds(f, photo, 1, 0, &bytes[..3]), "it stands at 3");
    assert!(
        f.get(f.store.begin_upload(photo, at(9))),
        "who begins again finds it"
    );
    let standing = UnfinishedUpload {
        bytes: 3,
        changed_at: at(5),
    };
    assert_eq!(f.get(f.store.unfinished_upload(photo)), Some(standing));

    // The first machine is taken for dead, and wakes up.
    assert!(claims(f, photo, 2, 31));
    assert!(!adds(f, photo, 1, 3, &bytes[3..5]));
    assert!(adds(f, photo, 2, 3, &bytes[3..5]));
    let mut too_long = bytes[5..].to_vec();
    too_long.push(0);
    assert!(!adds(f, photo, 2, 5, &too_long), "more than are missing");
    assert_eq!(f.get(f.store.all_unfinished_bytes()), 5);
    assert!(adds(f, photo, 2, 5, &bytes[5..]));
    assert_eq!(f.get(f.store.unfinished_bytes(photo)), Some(bytes.clone()));

    // They were not those that were meant.
    f.get(f.store.empty_upload(photo, at(40)));
    assert_eq!(offset(f, photo), Some(0));
    assert_eq!(f.get(f.store.unfinished_bytes(photo)), Some(Vec::new()));
    assert!(adds(f, photo, 2, 0, &bytes));
    f.get(f.store.forget_upload(photo));
    assert_eq!(
        (offset(f, photo), f.get(f.store.unfinished_bytes(photo))),
        (None, None)
    );
    assert_eq!(f.get(f.store.all_unfinished_bytes()), 0);
}

pub(super) fn many_small_pieces_are_a_few_rows(f: &Fixture) {
    let (_, photo, bytes) = expected(f, &[7; 400]);
    assert!(claims(f, photo, 1, 0));
    f.get(f.store.begin_upload(photo, at(0)));
    let mut most = 0;
    for (start, byte) in bytes.iter().enumerate() {
        assert!(adds(f, photo, 1, start, &[*byte]), "{start}");
        if start % 30 == 0 {
            most = most.max(f.count("SELECT count(*) FROM upload_pieces"));
        }
    }
    assert!((1..=32).contains(&most), "{most}");
    assert_eq!(f.get(f.store.unfinished_bytes(photo)), Some(bytes));
}

pub(super) fn what_is_complete_or_erased_leaves_no_bytes(f: &Fixture) {
    let (phone, photo, bytes) = expected(f, b"satu");
    let (gone, other, _) = expected(f, b"dua");
    for photo in [photo, other] {
        assert!(claims(f, photo, 1, 0));
        assert!(f.get(f.store.begin_upload(photo, at(0))));
        assert!(adds(f, photo, 1, 0, &bytes[..2]));
    }
    f.get(f.store.complete_photo(phone.id, photo.1, at(6)));
    assert_eq!(f.state(&phone), OfficeState::Received);
    assert_eq!(offset(f, photo), None);
    assert!(!f.get(f.store.begin_upload(photo, at(7))), "it is complete");
    assert_eq!(offset(f, other), Some(2), "the other one is untouched");
    assert_eq!(f.erase(&gone, None), EraseOutcome::Erased);
    assert_eq!(offset(f, other), None);
    assert!(!f.get(f.store.begin_upload(other, at(7))), "it is erased");
    assert!(!adds(f, other, 1, 2, &bytes[2..3]));
    for table in ["unfinished_uploads", "upload_pieces"] {
        assert_eq!(
            f.count(&format!("SELECT count(*) FROM {table}")),
            0,
            "{table}"
        );
    }
}

pub(super) fn of_many_who_add_at_one_place_one_does(f: &Fixture) {
    let (_, photo, bytes) = expected(f, &[9; 64]);
    assert!(claims(f, photo, 1, 0));
    f.get(f.store.begin_upload(photo, at(0)));
    let stores: Vec<_> = (0..4)
        .map(|_| {
            let store = f.other(false);
            store.start_writer().unwrap();
            store
        })
        .collect();
    for start in 0..8 {
        let won: usize = std::thread::scope(|scope| {
            let all: Vec<_> = stores
                .iter()
                .map(|store| {
                    let piece = piece(photo, 1, start, &bytes[start..=start]);
                    scope.spawn(move || usize::from(f.get(store.add_to_upload(piece))))
                })
                .collect();
            all.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(won, 1, "{start}");
    }
    assert_eq!(f.get(f.store.unfinished_bytes(photo)).unwrap(), bytes[..8]);
}
