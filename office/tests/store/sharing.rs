//! What several processes of one office tell each other. Each store stands for a process.

use std::collections::BTreeSet;

use payung_model::sealed::{Digest, RegistrationId};
use payung_office::photo_store::PhotoName;
use payung_office::random::SystemRandom;
use payung_office::store::{HeldUpload, ProcessId, Store, UploadClaim};

use super::fixture::{Fixture, at};

fn photo(number: u8) -> PhotoName {
    let id = RegistrationId::new(at(0), &mut SystemRandom).unwrap();
    (id, Digest([number; 32]))
}

/// A claim of a process that attends for 30 seconds.
fn claim(photo: PhotoName, process: u8, number: u32, seconds: i64) -> UploadClaim {
    UploadClaim {
        photo,
        process: [process; 16],
        number,
        now: at(seconds),
        until: at(seconds + 30),
    }
}

/// Another process of the intake.
fn process_of(f: &Fixture) -> Store {
    let store = f.other(false);
    store.start_writer().unwrap();
    store
}

fn process(number: u8) -> ProcessId {
    [number; 16]
}

pub(super) fn an_upload_is_one_processs_until_it_is_given_back_or_the_process_is_gone(f: &Fixture) {
    let (one, two) = (&f.store, &process_of(f));
    let (photo, other) = (photo(1), photo(2));
    let has = |store: &Store, claim| f.get(store.claim_upload(claim));
    assert!(has(one, claim(photo, 1, 1, 0)));
    assert!(!has(two, claim(photo, 2, 1, 0)), "another one has it");
    assert!(has(two, claim(other, 2, 2, 0)), "another photo is free");
    f.get(one.give_upload_back(photo, process(1), 1));
    assert!(has(two, claim(photo, 2, 3, 1)), "it was given back");
    f.get(two.leave(process(2)));
    assert!(has(one, claim(photo, 1, 4, 2)), "who ends has nothing");
    assert!(has(one, claim(other, 1, 5, 2)));

    // The first process attends until 30; it says so again, and then it dies.
    f.get(one.attend(process(1), at(20), at(50)));
    assert!(
        !has(two, claim(photo, 2, 6, 49)),
        "the claim lasts as long as its process attends"
    );
    assert!(has(two, claim(photo, 2, 7, 50)), "and no longer");
    assert!(
        !has(one, claim(photo, 1, 8, 51)),
        "who comes back has lost it"
    );
}

pub(super) fn of_many_processes_that_claim_at_once_one_has_the_upload(f: &Fixture) {
    let others: Vec<Store> = (0..4).map(|_| process_of(f)).collect();
    for round in 0..8 {
        let photo = photo(9);
        let wins: usize = std::thread::scope(|scope| {
            let claims: Vec<_> = others
                .iter()
                .zip(1..)
                .map(|(store, process)| {
                    scope.spawn(move || f.get(store.claim_upload(claim(photo, process, round, 0))))
                })
                .collect();
            claims
                .into_iter()
                .map(|claim| usize::from(claim.join().unwrap()))
                .sum()
        });
        assert_eq!(wins, 1);
    }
}

pub(super) fn a_process_is_told_what_others_want_and_its_older_claims_end_no_newer_one(
    f: &Fixture,
) {
    let (one, two) = (&f.store, &process_of(f));
    let photo = photo(1);
    let held = || f.get(one.held_uploads(process(1)));
    assert!(!f.get(two.ask_for_upload(photo, at(0))), "nobody has it");
    assert!(f.get(one.claim_upload(claim(photo, 1, 1, 0))));
    let kept = |number, asked| HeldUpload {
        photo,
        number,
        asked,
    };
    assert_eq!(held(), [kept(1, false)]);
    assert!(f.get(two.ask_for_upload(photo, at(1))));
    assert_eq!(held(), [kept(1, true)]);
    assert!(
        !f.get(two.ask_for_upload(photo, at(30))),
        "nobody waits for the dead"
    );
    assert!(
        f.get(one.claim_upload(claim(photo, 1, 2, 2))),
        "what a process did not give back is its own"
    );
    f.get(one.give_upload_back(photo, process(1), 1));
    assert_eq!(held(), [kept(2, false)], "the newer claim stays");
    f.get(two.give_upload_back(photo, process(2), 2));
    assert_eq!(held().len(), 1, "nobody gives back what is another's");
    f.get(one.give_upload_back(photo, process(1), 2));
    assert_eq!(held(), []);
}

pub(super) fn processes_that_attend_are_counted(f: &Fixture) {
    let (one, two) = (&f.store, &process_of(f));
    assert_eq!(f.get(one.attend(process(1), at(0), at(30))), 1);
    assert_eq!(f.get(two.attend(process(2), at(1), at(31))), 2);
    assert_eq!(f.get(one.attend(process(1), at(5), at(35))), 2);
    f.get(two.leave(process(2)));
    assert_eq!(f.get(one.attend(process(1), at(10), at(40))), 1);
    assert_eq!(f.get(two.attend(process(3), at(10), at(40))), 2);
    assert_eq!(
        f.get(one.attend(process(1), at(40), at(70))),
        1,
        "who died is not counted"
    );
}

pub(super) fn a_known_device_waits_at_every_process(f: &Fixture) {
    let (one, two) = (&f.store, &f.other(true));
    let begins =
        |store: &Store, device: u8, seconds| store.begin_device_try(&[device; 16], at(seconds));
    for store in [one, two, one, two] {
        assert!(begins(store, 1, 0).unwrap());
    }
    assert!(!begins(one, 1, 4).unwrap() && !begins(two, 1, 4).unwrap());
    assert!(begins(two, 2, 4).unwrap(), "another device does not wait");
    assert!(
        begins(one, 1, 5).unwrap(),
        "five seconds after the fourth one"
    );
    assert!(!begins(two, 1, 14).unwrap(), "ten after the fifth");
    two.forget_device_tries(&[1; 16]).unwrap();
    assert!((0..4).all(|_| begins(one, 1, 14).unwrap()));
    assert!(!begins(two, 1, 14).unwrap());
    let day = 24 * 60 * 60;
    assert!(
        (0..4).all(|_| begins(two, 1, 14 + 5 + day + 1).unwrap()),
        "a day later it is forgotten"
    );

    // Tries at the same time are counted one by one.
    let tries: usize = std::thread::scope(|scope| {
        let all: Vec<_> = (0..12)
            .map(|place| {
                scope.spawn(move || {
                    let store = if place % 2 == 0 { one } else { two };
                    usize::from(store.begin_device_try(&[3; 16], at(0)).unwrap())
                })
            })
            .collect();
        all.into_iter().map(|done| done.join().unwrap()).sum()
    });
    assert_eq!(tries, 4, "three cost nothing, and the fourth waits");
}

pub(super) fn a_registration_is_read_by_one_officer_at_every_process(f: &Fixture) {
    let (one, two) = (&f.store, &f.other(true));
    let (id, _) = photo(1);
    let take = |store: &Store, officer, seconds| {
        store
            .claim_reading(id, officer, at(seconds), at(seconds + 600))
            .unwrap()
    };
    assert_eq!(take(one, "dewi", 0), None);
    assert_eq!(take(two, "sari", 1).as_deref(), Some("dewi"));
    let others =
        |store: &Store, officer, seconds| store.read_by_others(officer, at(seconds)).unwrap();
    assert_eq!(others(two, "sari", 1), BTreeSet::from([id]));
    assert_eq!(others(two, "dewi", 1), BTreeSet::new());
    assert_eq!(take(two, "dewi", 500), None, "another look makes it longer");
    assert_eq!(take(one, "sari", 1000).as_deref(), Some("dewi"));
    assert_eq!(take(one, "sari", 1100), None, "it ended by itself");
    one.skip(id, "dewi", at(3)).unwrap();
    assert_eq!(
        take(two, "dewi", 1101).as_deref(),
        Some("sari"),
        "it is not hers any more"
    );
    two.skip(id, "sari", at(4)).unwrap();
    let left = |since| one.skipped_since("sari", at(since)).unwrap();
    assert_eq!(
        left(4),
        [id],
        "another process knows what she left for later"
    );
    assert_eq!(left(5), [], "and forgets it");
    assert_eq!(others(one, "dewi", 1102), BTreeSet::new());
    let first: usize = std::thread::scope(|scope| {
        let all: Vec<_> = [(one, "dewi"), (two, "sari"), (one, "wati"), (two, "joko")]
            .map(|(store, officer)| {
                scope.spawn(move || usize::from(take(store, officer, 2000).is_none()))
            })
            .into();
        all.into_iter().map(|done| done.join().unwrap()).sum()
    });
    assert_eq!(first, 1);
}
