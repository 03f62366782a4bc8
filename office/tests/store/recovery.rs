//! What another phone gets back by a code.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody, SealedItem};
use payung_model::sealed::{Digest, ReplyKey, StatusToken};
use payung_model::secret::Secret;
use payung_office::random::SystemRandom;
use payung_office::store::money::{ACCESS_ENDED, NewAccess};
use payung_office::store::{
    AuditEntry, EndedAccess, InboxReader, KeptRecovery, RecoveryKept, Store,
};

use super::common::phone::Phone;
use super::fixture::{Fixture, at, entry};

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

fn items(f: &Fixture, phone: &Phone, reader: InboxReader, key: &ReplyKey) -> Vec<Item> {
    let part = f.get(f.store.inbox(phone.id, reader, 0, 99, usize::MAX));
    let opened = part.items.iter().map(|bytes| {
        let item = SealedItem::parse(bytes).unwrap();
        item.open(phone.id, key, &f.key.public()).unwrap()
    });
    let opened: Vec<Item> = opened.collect();
    assert_eq!(opened.last().map_or(0, |item| item.sequence), part.last);
    opened
}

pub(super) fn access_made_anew_has_an_inbox_of_its_own_and_ends_the_one_before(f: &Fixture) {
    let phone = f.received();
    f.open(1);
    f.decide(&phone, 1, OfficeState::Accepted);
    f.get(f.store.keep_recovery(kept(&phone, 1, b"paper"), at(6)));
    let before = f.store.status(phone.id).unwrap().unwrap();
    assert_eq!(before.ended, None);
    let (token, key) = (
        StatusToken::new(&mut SystemRandom).unwrap(),
        ReplyKey::new(&mut SystemRandom).unwrap(),
    );
    let recovery = kept(&phone, 2, b"anew");
    let decided = ItemBody::Decision {
        state: OfficeState::Accepted,
        words: Secret::new("kata contoh"),
    };
    let reissue = |revision, state| {
        let new = NewAccess {
            id: phone.id,
            stood: (revision, state),
            token_hash: token.hash(),
            reply_key: &key.public(),
            recovery: &recovery,
            decided: Some(&decided),
            entry: AuditEntry {
                id: Some(phone.id),
                ..entry("reissue", "KTP shown, person present: HP hilang")
            },
        };
        f.store.reissue(&new, &f.key).unwrap()
    };
    // Somebody else decided meanwhile: nothing is made, and nothing is in the log.
    assert!(!reissue(1, OfficeState::Received) && !reissue(2, OfficeState::Accepted));
    assert_eq!(f.store.status(phone.id).unwrap().unwrap(), before);
    assert!(reissue(1, OfficeState::Accepted));

    let status = f.store.status(phone.id).unwrap().unwrap();
    assert_eq!(status.token_hash, token.hash());
    let ended = EndedAccess {
        token_hash: phone.token.hash(),
        last: 2,
    };
    assert_eq!((status.ended, status.reply), (Some(ended), None));
    let old = items(f, &phone, InboxReader::Ended, &phone.reply);
    let [ItemBody::Decision { .. }, ItemBody::Notice(notice)] = [&old[0].body, &old[1].body] else {
        panic!("{old:?}");
    };
    assert_eq!((old.len(), notice.code.as_str()), (2, ACCESS_ENDED));
    let new = items(f, &phone, InboxReader::Holder, &key);
    assert_eq!((new[0].sequence, new[0].previous), (3, 0), "it begins here");
    assert_eq!((new.len(), &new[0].body), (1, &decided));
    let found = |locator: u8| f.get(f.store.recoveries(Digest([locator; 32])));
    assert_eq!((found(1), found(2)), (Vec::new(), vec![recovery.clone()]));
    let logged = f.store.audit_of(phone.id).unwrap();
    assert_eq!(logged.last().unwrap().action, "reissue");

    // A second loss ends the second phone, and what is erased is told to the newest.
    assert!(reissue(1, OfficeState::Accepted));
    let part = f.get(
        f.store
            .inbox(phone.id, InboxReader::Ended, 0, 99, usize::MAX),
    );
    assert_eq!((part.last, part.items.len()), (4, 4));
    f.erase(&phone, None);
    let untold = f.store.untold(phone.id).unwrap().unwrap();
    assert_eq!((untold.reply_key, untold.sequence), (key.public(), 6));
    assert_eq!(
        f.store.tombstone(phone.id).unwrap().unwrap().token_hash,
        token.hash()
    );
}
