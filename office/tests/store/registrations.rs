//! What is received: a record once, its photos, who withdraws, and lists.

use std::collections::BTreeSet;

use payung_model::journey::OfficeState;
use payung_model::sealed::{Digest, OfficeKey};
use payung_office::random::SystemRandom;
use payung_office::store::{Decided, Recorded};

use super::common::phone::Phone;
use super::fixture::{Fixture, arrival, at};

pub(super) fn a_record_is_kept_once_and_every_refusal_has_its_reason(f: &Fixture) {
    let phone = f.phone();
    let first = phone.seal(1);
    let send = |phone: &Phone, envelope: &[u8]| f.get(f.store.record(arrival(phone, envelope, 0)));
    assert!(
        matches!(send(&phone, &first), Recorded::New(status) if status.state == OfficeState::Received)
    );
    assert!(
        matches!(send(&phone, &first), Recorded::Again(status) if status.record == Digest::of(&first))
    );
    assert_eq!(send(&phone, &phone.seal(1)), Recorded::Conflict);
    let mut stranger = f.phone();
    stranger.id = phone.id;
    assert_eq!(send(&stranger, &stranger.seal(2)), Recorded::Unknown);
    assert!(
        matches!(send(&phone, &phone.seal(4)), Recorded::New(_)),
        "numbers may be skipped"
    );
    assert_eq!(
        send(&phone, &phone.seal(3)),
        Recorded::Revision { expected: 5 }
    );
    assert_eq!(f.store.records(phone.id).unwrap().len(), 2);
    let mut wrong = f.phone();
    wrong.bundle = 7;
    assert_eq!(send(&wrong, &wrong.seal(1)), Recorded::UnknownBundle);
    let other = Phone::new("", &OfficeKey::new(&mut SystemRandom).unwrap().public());
    assert_eq!(send(&other, &other.seal(1)), Recorded::UnknownKey);
    f.open(1);
    assert_eq!(f.decide(&phone, 4, OfficeState::Refused), Decided::Done);
    assert_eq!(send(&phone, &phone.seal(5)), Recorded::Closed);
    assert!(
        matches!(send(&phone, &first), Recorded::Again(_)),
        "a repeated one is answered as before"
    );
}

pub(super) fn of_many_who_send_at_once_one_is_first(f: &Fixture) {
    let phone = f.phone();
    let same = phone.seal(1);
    let others: Vec<Vec<u8>> = (0..8).map(|_| phone.seal(2)).collect();
    let sent: Vec<_> = (0..16)
        .map(|_| f.store.record(arrival(&phone, &same, 0)))
        .chain(
            others
                .iter()
                .map(|envelope| f.store.record(arrival(&phone, envelope, 1))),
        )
        .map(|pending| f.runtime.spawn(pending))
        .collect();
    let answers: Vec<Recorded> = sent
        .into_iter()
        .map(|task| f.runtime.block_on(task).unwrap().unwrap())
        .collect();
    let new = |answers: &[Recorded]| {
        answers
            .iter()
            .filter(|one| matches!(one, Recorded::New(_)))
            .count()
    };
    assert!(new(&answers[..16]) <= 1, "{answers:?}");
    assert_eq!(
        new(&answers[16..]),
        1,
        "of eight second revisions one is kept"
    );
    assert!(
        answers[16..]
            .iter()
            .all(|one| matches!(one, Recorded::New(_) | Recorded::Conflict)),
        "{answers:?}"
    );
    assert_eq!(
        f.store.records(phone.id).unwrap().len(),
        1 + new(&answers[..16])
    );
    assert_eq!(f.store.status(phone.id).unwrap().unwrap().revision, 2);
}

pub(super) fn photos_complete_a_registration_and_are_listed_by_key(f: &Fixture) {
    let phone = f.phone().with_photo(b"satu").with_photo(b"dua");
    assert!(
        matches!(f.record(&phone, 1), Recorded::New(status) if status.state == OfficeState::Receiving)
    );
    assert_eq!(
        f.store.lease(at(0), at(60), 10).unwrap(),
        [],
        "it is not complete"
    );
    let (one, two) = (phone.photos[0].digest, phone.photos[1].digest);
    f.get(f.store.complete_photo(phone.id, one, at(1)));
    assert_eq!(f.state(&phone), OfficeState::Receiving);
    assert_eq!(
        f.get(f.store.unfinished_photos(None, 10)),
        [(phone.id, two)]
    );
    let missing = f.get(f.store.receiving_photos(None, 10));
    assert_eq!(
        missing
            .iter()
            .map(|(id, photo)| (*id, photo.digest))
            .collect::<Vec<_>>(),
        [(phone.id, two)]
    );
    assert_eq!(f.get(f.store.photo_complete(phone.id, two)), Some(false));
    f.get(f.store.complete_photo(phone.id, two, at(2)));
    f.get(f.store.complete_photo(phone.id, two, at(3)));
    assert_eq!(f.state(&phone), OfficeState::Received);
    let mut listed = Vec::new();
    while let [(name, length)] = f
        .store
        .complete_photos(listed.last().map(|(name, _)| *name), 1)
        .unwrap()[..]
    {
        listed.push((name, length));
    }
    let expected: BTreeSet<_> = phone
        .photos
        .iter()
        .map(|one| ((phone.id, one.digest), one.bytes.len() as u32))
        .collect();
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), expected);
    let mut longer = f.phone();
    (longer.id, longer.token, longer.photos) =
        (phone.id, phone.token.clone(), phone.photos.clone());
    longer.photos[0].bytes.push(0);
    assert_eq!(f.record(&longer, 2), Recorded::PhotoLength);
}

pub(super) fn who_withdraws_is_out_of_the_queue(f: &Fixture) {
    let phone = f.received();
    let status = f.get(f.store.withdraw(phone.id, at(1))).unwrap();
    assert_eq!(status.state, OfficeState::Withdrawn);
    assert_eq!(
        f.get(f.store.withdraw(phone.id, at(2))).unwrap().state,
        OfficeState::Withdrawn
    );
    assert_eq!(f.store.lease(at(3), at(60), 10).unwrap(), []);
    let accepted = f.received();
    f.open(1);
    f.decide(&accepted, 1, OfficeState::Accepted);
    assert_eq!(f.get(f.store.withdraw(accepted.id, at(9))), None);
    assert_eq!(f.get(f.store.withdraw(f.phone().id, at(9))), None);
}

pub(super) fn receipts_are_found_before_and_after_opening_and_counting_ends_where_asked(
    f: &Fixture,
) {
    let phones: Vec<Phone> = (0..3).map(|_| f.received()).collect();
    let withdrawn = f.received();
    f.get(f.store.withdraw(withdrawn.id, at(1))).unwrap();
    let found = |phone: &Phone| f.store.by_receipt(&phone.id.receipt()).unwrap();
    let all = || {
        phones
            .iter()
            .chain([&withdrawn])
            .all(|phone| found(phone) == [phone.id])
    };
    assert!(all(), "before anything was opened");
    f.open(1);
    assert!(all(), "opened");
    // A correction waits again, and what was opened of it is still found.
    assert!(matches!(f.record(&phones[0], 2), Recorded::New(_)));
    assert!(all(), "corrected");
    let count = |most: u32| {
        let counts = f.store.count_by_state_up_to(most).unwrap();
        counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect::<Vec<_>>()
    };
    let (received, gone) = (OfficeState::Received, OfficeState::Withdrawn);
    assert_eq!(count(2), [(received, 2), (gone, 1)]);
    assert_eq!(count(200), [(received, 3), (gone, 1)]);
}

pub(super) fn lists_go_on_after_a_registration_in_both_directions(f: &Fixture) {
    for seconds in [3, 1, 2, 2, 2, 5, 4] {
        let phone = f.phone();
        f.get(f.store.record(arrival(&phone, &phone.seal(1), seconds)));
    }
    let other = f.phone().with_photo(b"satu");
    f.record(&other, 1);
    for state in [Some(OfficeState::Received), None] {
        let whole = f.store.page(state, None, 100).unwrap();
        assert_eq!(whole.len(), if state.is_some() { 7 } else { 8 });
        assert!(whole.is_sorted_by_key(|row| (row.changed_at, row.id)));
        let (mut parts, mut after) = (Vec::new(), None);
        loop {
            let page = f.store.page(state, after, 3).unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.key());
            parts.extend(page);
        }
        assert_eq!(parts, whole);
        assert_eq!(
            f.store.page_before(state, whole[5].key(), 3).unwrap(),
            whole[2..5]
        );
    }
    assert_eq!(
        f.get(f.store.states()),
        [("received".to_owned(), 7), ("receiving".to_owned(), 1)]
    );
}
