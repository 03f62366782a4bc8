//! What the opener is given, and what it finds to be a duplicate.

use std::collections::BTreeSet;

use payung_model::journey::OfficeState;
use payung_model::sealed::KeyId;
use payung_office::store::index::IndexRow;
use payung_office::store::{Decided, OpenedRecord, QueueFilter, Recorded, Store};

use super::common::phone::Phone;
use super::fixture::{Fixture, arrival, at, row};

pub(super) fn what_is_leased_is_nobody_elses_until_the_lease_ends(f: &Fixture) {
    let phones: BTreeSet<_> = (0..40).map(|_| f.received().id).collect();
    let other = Store::open_at(&f.database, f.store.dir()).unwrap();
    let stores = [f.store.clone(), other];
    let leased: Vec<_> = std::thread::scope(|scope| {
        let openers: Vec<_> = stores
            .iter()
            .cycle()
            .take(4)
            .map(|store| scope.spawn(move || store.lease(at(0), at(60), 10).unwrap()))
            .collect();
        openers
            .into_iter()
            .flat_map(|opener| opener.join().unwrap())
            .collect()
    });
    let mut taken: BTreeSet<_> = leased.iter().map(|record| record.id).collect();
    assert_eq!(
        taken.len(),
        leased.len(),
        "nobody gets what another one has"
    );
    taken.extend(
        f.store
            .lease(at(1), at(61), 100)
            .unwrap()
            .iter()
            .map(|record| record.id),
    );
    assert_eq!(taken, phones, "nothing is forgotten");
    assert_eq!(f.store.lease(at(59), at(120), 100).unwrap(), []);
    assert_eq!(
        f.store.lease(at(61), at(120), 100).unwrap().len(),
        40,
        "a lease ends"
    );
}

pub(super) fn what_cannot_be_opened_waits_apart_and_blocks_nobody(f: &Fixture) {
    let (bad, good) = (f.received(), f.received());
    let leased = f.store.lease(at(0), at(60), 1).unwrap();
    let first = leased[0].id;
    f.store
        .set_aside(&leased[0], "cannot be read", at(100))
        .unwrap();
    let next = f.store.lease(at(1), at(60), 10).unwrap();
    assert_eq!(
        next.iter().map(|record| record.id).collect::<Vec<_>>(),
        [if first == bad.id { good.id } else { bad.id }]
    );
    let state = f.store.work_state().unwrap();
    assert_eq!(
        (state.waiting, state.aside),
        (1, vec![("cannot be read".to_owned(), 1)])
    );
    let again = f.store.lease(at(101), at(160), 10).unwrap();
    assert_eq!(
        again
            .iter()
            .find(|record| record.id == first)
            .unwrap()
            .tries,
        1,
        "it is tried again later"
    );
}

pub(super) fn what_was_tried_in_vain_does_not_count_as_waiting(f: &Fixture) {
    let bad = f.received();
    let leased = f.store.lease(at(0), at(60), 1).unwrap();
    let (oldest, aside) = f.get(f.store.unopened());
    assert_eq!((oldest, aside), (Some(at(0)), 0), "a lease is no try");
    f.store
        .set_aside(&leased[0], "cannot be read", at(3600))
        .unwrap();
    assert_eq!(f.get(f.store.unopened()), (None, 1));
    let state = f.store.work_state().unwrap();
    assert_eq!((state.waiting, state.oldest), (0, None));
    // An opener that starts tries it again at once, and it still tells nobody that none runs.
    f.store.requeue(KeyId([1; 8]), &[]).unwrap();
    assert_eq!(f.get(f.store.unopened()), (None, 1));
    let good = f.received();
    assert_eq!(f.get(f.store.unopened()), (Some(at(0)), 1));
    let opened = f.open(9);
    assert_eq!(opened.len(), 2, "{} and {}", bad.id, good.id);
    assert_eq!(f.get(f.store.unopened()), (None, 0));
}

pub(super) fn an_opener_that_starts_takes_what_others_left_and_what_it_has_keys_for(f: &Fixture) {
    let phone = f.received();
    assert_eq!(f.store.lease(at(0), at(600), 10).unwrap().len(), 1);
    f.store.requeue(KeyId([1; 8]), &[]).unwrap();
    assert_eq!(f.open(1).len(), 1, "a lease of one who is gone");
    f.store.requeue(KeyId([1; 8]), &[]).unwrap();
    assert_eq!(f.open(1).len(), 0);
    f.store.requeue(KeyId([2; 8]), &[]).unwrap();
    assert_eq!(
        f.store.lease(at(0), at(60), 10).unwrap().len(),
        1,
        "under another index key"
    );
    let shut = IndexRow {
        flags: vec!["key_missing".into()],
        nik_index: None,
        ..row(1)
    };
    let opened = OpenedRecord {
        id: phone.id,
        revision: 1,
        row: shut.clone(),
        completes: None,
        keys: Vec::new(),
        referral: None,
    };
    let written = f
        .store
        .put_opened(&[opened], KeyId([2; 8]), "opener", at(2))
        .unwrap();
    assert_eq!(written, [Some(shut)]);
    assert_eq!(f.store.work_state().unwrap().shut, 1);
    f.store.requeue(KeyId([2; 8]), &[KeyId([9; 8])]).unwrap();
    assert_eq!(
        f.store.lease(at(0), at(60), 10).unwrap().len(),
        0,
        "that is not its key"
    );
    f.store
        .requeue(KeyId([2; 8]), &[f.key.public().id()])
        .unwrap();
    assert_eq!(f.store.lease(at(0), at(60), 10).unwrap().len(), 1);
}

pub(super) fn duplicates_are_a_few_and_a_count_with_an_end(f: &Fixture) {
    let alone = f.received();
    f.open(9);
    let phones: Vec<Phone> = (0..230).map(|_| f.received()).collect();
    let flags: Vec<bool> = f
        .open(7)
        .into_iter()
        .map(|row| row.unwrap().flags == ["duplicate"])
        .collect();
    assert_eq!(
        flags.iter().filter(|flagged| !**flagged).count(),
        1,
        "all but the first are flagged"
    );
    let found = f.store.duplicates(phones[0].id, &row(7), 5).unwrap();
    assert_eq!((found.few.len(), found.count, found.more), (5, 200, true));
    assert!(!found.few.contains(&phones[0].id));
    assert_eq!(f.store.duplicates(alone.id, &row(9), 5).unwrap().count, 0);
    for phone in &phones[4..] {
        f.get(f.store.withdraw(phone.id, at(3)));
    }
    assert!(f.store.duplicates(phones[0].id, &row(7), 5).unwrap().count <= 3);
}

pub(super) fn who_completes_another_one_is_no_duplicate_in_whatever_order(f: &Fixture) {
    let phones: Vec<Phone> = (0..3).map(|_| f.received()).collect();
    let (first, second, third) = (&phones[0], &phones[1], &phones[2]);
    f.store.lease(at(0), at(60), 10).unwrap();
    let opened = |phone: &Phone, completes: Option<&Phone>| OpenedRecord {
        id: phone.id,
        revision: 1,
        row: row(3),
        keys: Vec::new(),
        referral: None,
        completes: completes.map(|other| payung_model::sealed::Completed {
            id: other.id,
            token: other.token.clone(),
        }),
    };
    // The third adds to the second, and is opened before anybody knows that the second adds to the
    // first.
    for one in [
        opened(third, Some(second)),
        opened(second, Some(first)),
        opened(first, None),
    ] {
        f.store
            .put_opened(&[one], KeyId([1; 8]), "opener", at(1))
            .unwrap();
    }
    for phone in &phones {
        let row = f.store.index_row(phone.id, 1).unwrap().unwrap();
        assert_eq!(
            f.store.duplicates(phone.id, &row, 5).unwrap().count,
            0,
            "{}",
            phone.id
        );
    }
    assert_eq!(f.store.completed_by(second.id, 5).unwrap(), [third.id]);
    let forged = f.received();
    f.store.lease(at(0), at(60), 10).unwrap();
    let mut claim = opened(&forged, Some(first));
    claim.completes.as_mut().unwrap().token = forged.token.clone();
    let written = f
        .store
        .put_opened(&[claim], KeyId([1; 8]), "opener", at(2))
        .unwrap();
    assert_eq!(
        written[0].as_ref().unwrap().flags,
        ["completes_unknown", "duplicate"]
    );
}

pub(super) fn no_twin_is_hidden_behind_what_does_not_count(f: &Fixture) {
    const MANY: usize = 205;
    // Whoever sends chooses the ids: the one that matters comes last.
    let phones = || {
        let mut phones: Vec<Phone> = (0..=MANY).map(|_| f.phone()).collect();
        phones.sort_by_key(|phone| phone.id);
        let last = phones.pop().unwrap();
        (phones, last)
    };
    let receive = |phone: &Phone| assert!(matches!(f.record(phone, 1), Recorded::New(_)));
    let (gone, honest) = phones();
    gone.iter().for_each(receive);
    f.open(7);
    for phone in &gone {
        f.get(f.store.withdraw(phone.id, at(3)));
    }
    receive(&honest);
    assert_eq!(f.open(7)[0].as_ref().unwrap().flags, [""; 0]);
    let second = f.received();
    assert_eq!(f.open(7)[0].as_ref().unwrap().flags, ["duplicate"]);
    let found = f.store.duplicates(second.id, &row(7), 5).unwrap();
    assert_eq!(
        (found.few, found.count, found.more),
        (vec![honest.id], 1, false)
    );

    // The same behind what adds to one's own.
    let (own, other) = phones();
    let (first, rest) = own.split_first().unwrap();
    receive(first);
    f.open(8);
    rest.iter().for_each(receive);
    f.store.lease(at(0), at(60), 1000).unwrap();
    let added: Vec<OpenedRecord> = rest
        .iter()
        .map(|phone| OpenedRecord {
            id: phone.id,
            revision: 1,
            row: row(8),
            keys: Vec::new(),
            referral: None,
            completes: Some(payung_model::sealed::Completed {
                id: first.id,
                token: first.token.clone(),
            }),
        })
        .collect();
    f.store
        .put_opened(&added, KeyId([1; 8]), "opener", at(1))
        .unwrap();
    assert_eq!(f.store.duplicates(first.id, &row(8), 5).unwrap().count, 0);
    receive(&other);
    assert_eq!(f.open(8)[0].as_ref().unwrap().flags, ["duplicate"]);
    let found = f.store.duplicates(first.id, &row(8), 5).unwrap();
    assert_eq!(
        (found.few, found.count, found.more),
        (vec![other.id], 1, false)
    );
    // Whoever is refused, or sends again with another NIK, is nobody's duplicate any more.
    assert_eq!(f.decide(&honest, 1, OfficeState::Refused), Decided::Done);
    assert_eq!(f.store.duplicates(second.id, &row(7), 5).unwrap().count, 0);
    assert!(matches!(f.record(&other, 2), Recorded::New(_)));
    f.open(9);
    assert_eq!(f.store.duplicates(first.id, &row(8), 5).unwrap().count, 0);
}

pub(super) fn what_asks_for_an_answer_is_found_behind_any_number_of_registrations(f: &Fixture) {
    let put = |asks: &Phone, purpose: &str| {
        let leased = f.store.lease(at(0), at(60), 1000).unwrap();
        let opened: Vec<_> = leased
            .iter()
            .map(|record| OpenedRecord {
                id: record.id,
                revision: record.revision,
                row: IndexRow {
                    purpose: Some(
                        if record.id == asks.id {
                            purpose
                        } else {
                            "register"
                        }
                        .into(),
                    ),
                    ..row(1)
                },
                completes: None,
                keys: Vec::new(),
                referral: None,
            })
            .collect();
        f.store
            .put_opened(&opened, KeyId([1; 8]), "opener", at(1))
            .unwrap();
    };
    for _ in 0..250 {
        f.received();
    }
    put(&f.phone(), "");
    let copy = f.phone();
    let envelope = copy.seal(1);
    f.get(f.store.record(arrival(&copy, &envelope, 9)));
    put(&copy, "copy");
    let found = |purpose: Option<&str>, purposes: &[&str]| {
        let filter = QueueFilter {
            purpose: purpose.map(str::to_owned),
            purposes: purposes.iter().map(|one| (*one).to_owned()).collect(),
            ..QueueFilter::default()
        };
        // One part is read at most: fewer rows than wait in front of it.
        let (rows, _) = f
            .store
            .queue(OfficeState::Received, &filter, None, 5, 1)
            .unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(found(Some("copy"), &[]), [copy.id]);
    assert_eq!(found(None, &["bill", "copy"]), [copy.id]);
    assert!(found(Some("bill"), &[]).is_empty() && found(None, &["bill"]).is_empty());
    assert_eq!(found(Some("register"), &[]).len(), 5);
    assert!(matches!(f.record(&copy, 2), Recorded::New(_)));
    assert!(found(Some("copy"), &[]).is_empty(), "it is not opened yet");
    put(&copy, "copy");
    assert_eq!(found(Some("copy"), &[]), [copy.id]);
    assert_eq!(f.decide(&copy, 2, OfficeState::Accepted), Decided::Done);
    assert!(found(Some("copy"), &[]).is_empty());
}
