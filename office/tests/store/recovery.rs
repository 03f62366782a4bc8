//! What another phone gets back by a code.

use payung_model::sealed::Digest;
use payung_office::store::{KeptRecovery, RecoveryKept, Store};

use super::common::phone::Phone;
use super::fixture::{Fixture, at};

fn kept(phone: &Phone, locator: u8, sealed: &[u8]) -> KeptRecovery {
    KeptRecovery {
        id: phone.id,
        locator: Digest([locator; 32]),
        proof: Digest([7; 32]),
        sealed: sealed.to_vec(),
    }
}

pub(super) fn one_is_kept_for_a_registration_and_the_newer_one_replaces_it(f: &Fixture) {
    let (one, two) = (f.received(), f.received());
    let keep = |recovery: &KeptRecovery| f.get(f.store.keep_recovery(recovery.clone(), at(1)));
    let found = |store: &Store, locator: u8| f.get(store.recoveries(Digest([locator; 32])));
    assert_eq!(found(&f.store, 1), []);
    let first = kept(&one, 1, b"first");
    assert_eq!(keep(&first), RecoveryKept::Kept);
    assert_eq!(keep(&first), RecoveryKept::Kept, "and again");
    let other = kept(&two, 2, b"other");
    assert_eq!(keep(&other), RecoveryKept::Kept);
    assert_eq!(found(&f.other(false), 1), [first]);
    let second = kept(&one, 3, b"second");
    assert_eq!(keep(&second), RecoveryKept::Kept);
    assert_eq!(found(&f.store, 1), [], "the code before is worth nothing");
    assert_eq!(found(&f.store, 3), [second]);
    assert_eq!(found(&f.store, 2), [other], "another one's is as it was");
    let stranger = f.phone();
    assert_eq!(keep(&kept(&stranger, 1, b"x")), RecoveryKept::Unknown);
}

pub(super) fn it_goes_with_a_withdrawal_and_with_an_erasure(f: &Fixture) {
    let (withdrawn, erased, stays) = (f.received(), f.received(), f.received());
    for (phone, locator) in [(&withdrawn, 1), (&erased, 2), (&stays, 3)] {
        f.get(
            f.store
                .keep_recovery(kept(phone, locator, b"sealed"), at(1)),
        );
    }
    f.get(f.store.withdraw(withdrawn.id, at(2))).unwrap();
    f.erase(&erased, None);
    let count = |locator: u8| f.get(f.store.recoveries(Digest([locator; 32]))).len();
    assert_eq!([count(1), count(2), count(3)], [0, 0, 1]);
    let again = |phone| f.get(f.store.keep_recovery(kept(phone, 4, b"sealed"), at(3)));
    assert_eq!(again(&withdrawn), RecoveryKept::Closed);
    assert_eq!(again(&erased), RecoveryKept::Unknown);
    assert_eq!(count(4), 0);
}
