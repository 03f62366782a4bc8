//! What every database of an office keeps: one suite over `SQLite` and over `PostgreSQL`.
//!
//! Each test runs twice, and knows the port only. What only one of them can do is in `postgres.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[allow(dead_code, reason = "`dues.rs` uses the rest")]
mod acquirer;
#[path = "../common/mod.rs"]
mod common;
mod fixture;
mod keyed;
mod money;
mod recovery;
mod sharing;

use std::collections::BTreeSet;
use std::time::Duration;

use common::phone::Phone;
use fixture::{Fixture, arrival, at, entry, row};
use money::{
    a_bill_expires_and_is_made_again_when_asked_for, a_claim_ends_what_is_due,
    a_wrong_code_reaches_no_phone, killed_between_any_two_steps_the_ledger_balances,
    money_is_told_in_figures, money_that_nobody_knows_is_kept_apart,
    money_that_pays_nothing_is_credit_of_the_next_bill,
    other_rules_cancel_a_bill_before_another_one_is_made, three_payers_race_for_one_members_month,
    what_an_officer_must_see_is_billed_when_it_is_accepted,
    what_is_received_is_billed_paid_and_covered, who_gets_no_bill_is_told_why,
    who_withdraws_or_is_erased_pays_nothing_by_mistake, whoever_has_no_cover_any_more_has_no_card,
    whoever_is_covered_has_a_card_that_follows_what_is_paid,
};
use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{Digest, KeyId, OfficeKey};
use payung_model::secret::Secret;
use payung_office::random::SystemRandom;
use payung_office::store::index::IndexRow;
use payung_office::store::officers::{Role, SecondProof, SignIn};
use payung_office::store::{
    AuditEntry, Decided, DecisionRecord, EraseOutcome, ExpectedStanding, OpenedRecord, Recorded,
    SignedBundle, Store,
};

/// Every test under the name of each database.
macro_rules! over_both {
    ($($name:ident)*) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name(&super::Fixture::sqlite().unwrap()); })*
        }
        mod postgres {
            $(#[test] fn $name() { if let Some(fixture) = super::Fixture::postgres() { super::$name(&fixture); } })*
        }
    };
}

over_both! {
    a_record_is_kept_once_and_every_refusal_has_its_reason
    an_erased_registration_is_told_to_its_phone_only
    of_many_who_send_at_once_one_is_first
    photos_complete_a_registration_and_are_listed_by_key
    who_withdraws_is_out_of_the_queue
    what_is_leased_is_nobody_elses_until_the_lease_ends
    what_cannot_be_opened_waits_apart_and_blocks_nobody
    an_opener_that_starts_takes_what_others_left_and_what_it_has_keys_for
    duplicates_are_a_few_and_a_count_with_an_end
    who_completes_another_one_is_no_duplicate_in_whatever_order
    a_decision_is_about_what_was_seen_and_takes_the_next_place
    erasing_expects_what_was_seen
    tombstones_remember_who_was_told
    bundles_have_one_sequence_also_when_many_sign
    a_key_is_given_up_only_when_nothing_undecided_needs_it
    the_audit_log_is_in_order_and_read_in_parts
    officers_sign_in_wait_and_leave
    lists_go_on_after_a_registration_in_both_directions
    a_restored_office_jumps
    receipts_are_found_before_and_after_opening_and_counting_ends_where_asked
    what_is_received_is_billed_paid_and_covered
    what_an_officer_must_see_is_billed_when_it_is_accepted
    who_gets_no_bill_is_told_why
    whoever_is_covered_has_a_card_that_follows_what_is_paid
    whoever_has_no_cover_any_more_has_no_card
    a_wrong_code_reaches_no_phone
    a_bill_expires_and_is_made_again_when_asked_for
    other_rules_cancel_a_bill_before_another_one_is_made
    money_that_pays_nothing_is_credit_of_the_next_bill
    three_payers_race_for_one_members_month
    a_claim_ends_what_is_due
    money_is_told_in_figures
    who_withdraws_or_is_erased_pays_nothing_by_mistake
    money_that_nobody_knows_is_kept_apart
    killed_between_any_two_steps_the_ledger_balances
}

/// The same for the tests of another file.
macro_rules! over_both_of {
    ($($module:ident :: $name:ident)*) => {
        mod sqlite_too {
            $(#[test] fn $name() { super::$module::$name(&super::Fixture::sqlite().unwrap()); })*
        }
        mod postgres_too {
            $(#[test] fn $name() { if let Some(fixture) = super::Fixture::postgres() { super::$module::$name(&fixture); } })*
        }
    };
}

over_both_of! {
    keyed::rows_that_somebody_else_wrote_let_nobody_in
    keyed::rows_that_are_put_back_let_nobody_in
    keyed::a_whole_older_roster_is_found_out_and_repaired
    keyed::a_process_without_the_keys_can_neither_add_nor_let_in
    keyed::a_log_that_nobody_touched_is_sound_and_says_what_was_found
    keyed::every_change_of_the_log_is_found_at_its_row
    keyed::a_log_that_is_cut_is_found_by_its_head
    keyed::what_the_office_writes_with_its_keys_only_is_a_strangers_without_them
    keyed::processes_that_write_at_once_make_one_chain
    keyed::an_office_of_before_gets_its_roster_and_chain_once
    keyed::a_code_and_a_recovery_code_are_taken_once
    keyed::sessions_are_listed_and_ended
    keyed::a_restore_is_accepted_by_who_has_the_keys
    money::a_code_is_taken_once_and_whoever_ends_it_leaves_what_was_paid
    money::a_sponsor_has_one_bill_for_many_and_pays_for_nobody_twice
    recovery::one_is_kept_for_a_registration_and_the_newer_one_replaces_it
    recovery::it_goes_with_a_withdrawal_and_with_an_erasure
    sharing::an_upload_is_one_processs_until_it_is_given_back_or_the_process_is_gone
    sharing::of_many_processes_that_claim_at_once_one_has_the_upload
    sharing::a_process_is_told_what_others_want_and_its_older_claims_end_no_newer_one
    sharing::processes_that_attend_are_counted
    sharing::a_known_device_waits_at_every_process
    sharing::a_registration_is_read_by_one_officer_at_every_process
}

fn receipts_are_found_before_and_after_opening_and_counting_ends_where_asked(f: &Fixture) {
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

fn a_record_is_kept_once_and_every_refusal_has_its_reason(f: &Fixture) {
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

fn an_erased_registration_is_told_to_its_phone_only(f: &Fixture) {
    let phone = f.received();
    assert_eq!(f.erase(&phone, None), EraseOutcome::Erased);
    assert_eq!(f.record(&phone, 2), Recorded::Erased);
    let mut stranger = f.phone();
    stranger.id = phone.id;
    assert_eq!(f.record(&stranger, 1), Recorded::Unknown);
    let (found, stone) = f.get(f.store.standing(phone.id));
    assert_eq!(
        (found, stone.unwrap().token_hash),
        (None, phone.token.hash())
    );
    assert_eq!(f.erase(&phone, None), EraseOutcome::Unknown);
}

fn of_many_who_send_at_once_one_is_first(f: &Fixture) {
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

fn photos_complete_a_registration_and_are_listed_by_key(f: &Fixture) {
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

fn who_withdraws_is_out_of_the_queue(f: &Fixture) {
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

fn what_is_leased_is_nobody_elses_until_the_lease_ends(f: &Fixture) {
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

fn what_cannot_be_opened_waits_apart_and_blocks_nobody(f: &Fixture) {
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
        (2, vec![("cannot be read".to_owned(), 1)])
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

fn an_opener_that_starts_takes_what_others_left_and_what_it_has_keys_for(f: &Fixture) {
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

fn duplicates_are_a_few_and_a_count_with_an_end(f: &Fixture) {
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

fn who_completes_another_one_is_no_duplicate_in_whatever_order(f: &Fixture) {
    let phones: Vec<Phone> = (0..3).map(|_| f.received()).collect();
    let (first, second, third) = (&phones[0], &phones[1], &phones[2]);
    f.store.lease(at(0), at(60), 10).unwrap();
    let opened = |phone: &Phone, completes: Option<&Phone>| OpenedRecord {
        id: phone.id,
        revision: 1,
        row: row(3),
        keys: Vec::new(),
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

fn a_decision_is_about_what_was_seen_and_takes_the_next_place(f: &Fixture) {
    let phone = f.received();
    f.open(1);
    assert!(matches!(f.record(&phone, 2), Recorded::New(_)));
    assert_eq!(
        f.decide(&phone, 1, OfficeState::Accepted),
        Decided::Changed,
        "another revision came"
    );
    assert_eq!(
        f.decide(&phone, 2, OfficeState::NeedsCorrection),
        Decided::Done
    );
    assert_eq!(
        f.decide(&phone, 2, OfficeState::Accepted),
        Decided::Changed,
        "somebody else was quicker"
    );
    assert!(matches!(f.record(&phone, 3), Recorded::New(_)));
    let place = f.store.inbox_place(phone.id).unwrap().unwrap();
    assert_eq!((place.sequence, place.previous), (2, 1));
    let body = ItemBody::Decision {
        state: OfficeState::Accepted,
        words: Secret::new(""),
    };
    let item = Item {
        sequence: 1,
        previous: 0,
        revision: 3,
        at: at(5),
        body,
    };
    let item = item
        .seal(phone.id, &phone.reply.public(), &f.key, &mut SystemRandom)
        .unwrap();
    let old = payung_office::store::InboxPlace {
        sequence: 1,
        previous: 0,
    };
    let verdict = DecisionRecord {
        id: phone.id,
        revision: 3,
        state: OfficeState::Accepted,
        reply: b"reply",
        item: &item,
        place: old,
        at: at(5),
        entry: entry("accept", ""),
        paper: None,
    };
    assert_eq!(f.store.decide(&verdict).unwrap(), Decided::PlaceTaken);
    assert_eq!(f.decide(&phone, 3, OfficeState::Accepted), Decided::Done);
    let part = f.get(f.store.inbox(phone.id, 0, 1, usize::MAX));
    assert_eq!((part.last, part.items.len(), part.more), (2, 1, true));
    assert_eq!(
        f.get(f.store.inbox(phone.id, 1, 9, usize::MAX)).items.len(),
        1
    );
    let actions = f.store.audit_after(0, 100).unwrap();
    assert_eq!(
        actions.iter().filter(|row| row.action == "accept").count(),
        2,
        "a row for each decision, and no other"
    );
    assert_eq!(
        f.store.status(phone.id).unwrap().unwrap().reply.unwrap(),
        b"reply"
    );
}

fn erasing_expects_what_was_seen(f: &Fixture) {
    let phone = f.received();
    f.open(1);
    f.decide(&phone, 1, OfficeState::NeedsCorrection);
    let seen = f
        .store
        .page(Some(OfficeState::NeedsCorrection), None, 10)
        .unwrap()
        .remove(0);
    let expected = ExpectedStanding {
        state: seen.state,
        revision: seen.revision,
        changed_at: seen.changed_at,
    };
    // The correction arrives while somebody reads the list of what is old.
    assert!(matches!(f.record(&phone, 2), Recorded::New(_)));
    assert_eq!(f.erase(&phone, Some(expected)), EraseOutcome::Changed);
    assert_eq!(f.state(&phone), OfficeState::Received, "nothing was lost");
    let status = f
        .store
        .page(Some(OfficeState::Received), None, 10)
        .unwrap()
        .remove(0);
    let now = ExpectedStanding {
        state: status.state,
        revision: status.revision,
        changed_at: status.changed_at,
    };
    assert_eq!(f.erase(&phone, Some(now)), EraseOutcome::Erased);
    assert_eq!(f.store.records(phone.id).unwrap(), []);
    assert_eq!(f.store.by_receipt(&phone.id.receipt()).unwrap(), []);
    assert_eq!(
        f.store.audit_of(phone.id).unwrap().last().unwrap().action,
        "erase"
    );
}

fn tombstones_remember_who_was_told(f: &Fixture) {
    let phone = f.received();
    assert!(f.store.untold(phone.id).unwrap().is_none());
    f.erase(&phone, None);
    let untold = f.store.untold(phone.id).unwrap().unwrap();
    assert_eq!((untold.revision, untold.sequence), (1, 1));
    let item = Item {
        sequence: 1,
        previous: 0,
        revision: 1,
        at: at(9),
        body: ItemBody::Erased,
    };
    let item = item
        .seal(phone.id, &untold.reply_key, &f.key, &mut SystemRandom)
        .unwrap();
    f.store.tell(phone.id, &item, at(10)).unwrap();
    f.store.tell(phone.id, &item, at(11)).unwrap();
    assert!(f.store.untold(phone.id).unwrap().is_none());
    assert_eq!(f.store.inbox_items(phone.id, 0, 10).unwrap().items.len(), 1);
    let stone = f.store.tombstone(phone.id).unwrap().unwrap();
    let mut elsewhere = stone.clone();
    elsewhere.id = f.phone().id;
    f.store
        .bury(&[(stone, None), (elsewhere, None)], at(12))
        .unwrap();
    let first = f.store.tombstones(None, 1).unwrap().remove(0);
    assert_eq!(
        f.store
            .tombstones(Some((first.erased_at, first.id)), 10)
            .unwrap()
            .len(),
        1
    );
}

fn bundle(sequence: u64, engine: u32) -> SignedBundle {
    SignedBundle {
        sequence,
        engine,
        issued_at: at(0),
        signed_by: format!("key {engine}"),
        bytes: vec![7; 100],
    }
}

fn bundles_have_one_sequence_also_when_many_sign(f: &Fixture) {
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

fn a_key_is_given_up_only_when_nothing_undecided_needs_it(f: &Fixture) {
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

fn the_audit_log_is_in_order_and_read_in_parts(f: &Fixture) {
    let before = f.store.audit_after(0, 100).unwrap().len() as i64;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                (0..5).for_each(|_| {
                    f.store
                        .audit(&[entry("show", ""), entry("photos", "")])
                        .unwrap();
                });
            });
        }
    });
    let rows = f.store.audit_after(before, 1000).unwrap();
    assert_eq!(
        rows.iter().map(|row| row.seq).collect::<Vec<_>>(),
        (before + 1..=before + 80).collect::<Vec<_>>()
    );
    assert!(
        rows.chunks(2)
            .all(|pair| pair[0].action == "show" && pair[1].action == "photos"),
        "two of one unit stay together"
    );
    let newest = f.store.audit_before(i64::MAX, 3).unwrap();
    assert_eq!(
        newest.iter().map(|row| row.seq).collect::<Vec<_>>(),
        [before + 80, before + 79, before + 78]
    );
    assert_eq!(f.store.last_audited().unwrap(), Some(at(5)));
    f.store
        .audit(&[AuditEntry {
            at: at(1000),
            ..entry("show", "")
        }])
        .unwrap();
    assert_eq!(f.store.longest_silence(at(6)).unwrap(), 995_000);
}

fn officers_sign_in_wait_and_leave(f: &Fixture) {
    let store = &f.store;
    assert!(
        store
            .add_officer("sari", Role::Reader, "hash", &entry("officer add", "sari"))
            .unwrap()
    );
    assert!(
        !store
            .add_officer("sari", Role::Admin, "hash", &entry("officer add", "sari"))
            .unwrap()
    );
    for _ in 0..4 {
        assert_eq!(
            store.begin_try("sari", at(0)).unwrap().as_deref(),
            Some("hash")
        );
    }
    for _ in 0..20 {
        assert_eq!(store.begin_try("sari", at(4)).unwrap(), None);
    }
    assert_eq!(
        store.begin_try("sari", at(5)).unwrap().as_deref(),
        Some("hash"),
        "early tries made it no longer"
    );
    assert_eq!(
        store.begin_try("sari", at(14)).unwrap(),
        None,
        "the fifth costs ten seconds"
    );
    assert_eq!(store.begin_try("nobody", at(5)).unwrap(), None);
    let sign_in = |token: &[u8; 32], seconds, before| {
        let (now, oldest) = (at(seconds), at(seconds - 100));
        store
            .sign_in(&SignIn {
                name: "sari",
                token_hash: token,
                now,
                oldest,
                before,
                device: "",
                second: SecondProof::None,
            })
            .unwrap();
    };
    sign_in(&[1; 32], 20, None);
    assert!(
        store.begin_try("sari", at(20)).unwrap().is_some(),
        "the wrong ones are forgotten"
    );
    assert_eq!(store.session(&[1; 32]).unwrap().unwrap().role, Role::Reader);
    store.touch_session(&[1; 32], at(25)).unwrap();
    assert_eq!(store.session(&[1; 32]).unwrap().unwrap().used_at, at(25));
    assert!(
        store
            .set_role("sari", Role::Decider, &entry("officer role", "sari"))
            .unwrap()
    );
    assert_eq!(
        store.session(&[1; 32]).unwrap().unwrap().role,
        Role::Decider,
        "another role counts at once"
    );
    store.leave_word(&[1; 32], "accepted 7K2M-94QX").unwrap();
    assert_eq!(
        store.take_word(&[1; 32]).unwrap().as_deref(),
        Some("accepted 7K2M-94QX")
    );
    assert_eq!(store.take_word(&[1; 32]).unwrap(), None);
    sign_in(&[2; 32], 30, Some([1; 32]));
    assert_eq!(
        store.session(&[1; 32]).unwrap(),
        None,
        "the same browser has one session"
    );
    sign_in(&[3; 32], 200, None);
    assert_eq!(
        store.session(&[2; 32]).unwrap(),
        None,
        "old ones are removed"
    );
    store.sign_out(&[3; 32], &entry("sign out", "")).unwrap();
    assert_eq!(store.session(&[3; 32]).unwrap(), None);
    sign_in(&[4; 32], 201, None);
    assert!(
        store
            .set_password("sari", "other", &entry("officer password", "sari"))
            .unwrap()
    );
    assert_eq!(
        store.session(&[4; 32]).unwrap(),
        None,
        "another password ends sessions"
    );
    sign_in(&[5; 32], 202, None);
    assert!(
        store
            .remove_officer("sari", &entry("officer remove", "sari"))
            .unwrap()
    );
    assert_eq!(
        (
            store.session(&[5; 32]).unwrap(),
            store.begin_try("sari", at(999)).unwrap()
        ),
        (None, None)
    );
    assert!(
        !store
            .add_officer("sari", Role::Admin, "other", &entry("officer add", "sari"))
            .unwrap()
    );
    assert!(
        !store
            .set_role("sari", Role::Admin, &entry("officer role", "sari"))
            .unwrap()
    );
    assert!(store.officers().unwrap()[0].removed);
}

fn lists_go_on_after_a_registration_in_both_directions(f: &Fixture) {
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

fn a_restored_office_jumps(f: &Fixture) {
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
