//! What officers decide and erase.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::secret::Secret;
use payung_office::random::SystemRandom;
use payung_office::store::{
    Decided, DecisionRecord, EraseOutcome, ExpectedStanding, InboxReader, Paper, PaperKind,
    Recorded,
};

use super::fixture::{Fixture, at, entry};

pub(super) fn a_decision_is_about_what_was_seen_and_takes_the_next_place(f: &Fixture) {
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
        held: None,
        request: None,
    };
    assert_eq!(f.store.decide(&verdict).unwrap(), Decided::PlaceTaken);
    assert_eq!(f.decide(&phone, 3, OfficeState::Accepted), Decided::Done);
    let part = f.get(
        f.store
            .inbox(phone.id, InboxReader::Holder, 0, 1, usize::MAX),
    );
    assert_eq!((part.last, part.items.len(), part.more), (2, 1, true));
    assert_eq!(
        f.get(
            f.store
                .inbox(phone.id, InboxReader::Holder, 1, 9, usize::MAX)
        )
        .items
        .len(),
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

pub(super) fn erasing_expects_what_was_seen(f: &Fixture) {
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
        last_month: None,
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
        last_month: None,
    };
    assert_eq!(f.erase(&phone, Some(now)), EraseOutcome::Erased);
    assert_eq!(f.store.records(phone.id).unwrap(), []);
    assert_eq!(f.store.by_receipt(&phone.id.receipt()).unwrap(), []);
    assert_eq!(
        f.store.audit_of(phone.id).unwrap().last().unwrap().action,
        "erase"
    );
}

pub(super) fn an_erased_registration_is_told_to_its_phone_only(f: &Fixture) {
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

pub(super) fn tombstones_remember_who_was_told(f: &Fixture) {
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
    f.store.notify(phone.id, &item, at(10)).unwrap();
    f.store.notify(phone.id, &item, at(11)).unwrap();
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

pub(super) fn a_decision_that_was_taken_back_is_told_to_nobody(f: &Fixture) {
    let phone = f.received();
    f.open(1);
    let paper = |kind, seconds, body: &[u8]| Paper {
        kind,
        revision: 1,
        at: at(seconds),
        officer: "contoh".into(),
        body: body.to_vec(),
    };
    let (held, reason) = (
        paper(PaperKind::Held, 60, b"sealed"),
        paper(PaperKind::Note, 9, b"why"),
    );
    let take_back = || {
        f.store
            .take_back(
                phone.id,
                &entry("take back", ""),
                &reason,
                &entry("note", ""),
            )
            .unwrap()
    };
    let hold = |held: &Paper| f.store.hold(phone.id, held, &entry("decide", "")).unwrap();
    assert!(hold(&held));
    // Whoever tells has read it, and meanwhile it is taken back.
    let read = f.store.held(at(60), 10).unwrap();
    assert_eq!(read, [(phone.id, held.clone())]);
    assert!(take_back());
    assert_eq!(
        f.tell(&phone, 1, OfficeState::Accepted, Some(&held)),
        Decided::Changed
    );
    assert_eq!(f.state(&phone), OfficeState::Received);
    let taken_back = Paper {
        kind: PaperKind::TakenBack,
        at: entry("take back", "").at,
        ..held.clone()
    };
    assert_eq!(
        f.store.papers(phone.id).unwrap(),
        [taken_back, reason.clone()],
        "its words are kept for the officer"
    );
    // Another one that is held since is not what was read either, and stays.
    let other = paper(PaperKind::Held, 90, b"sealed anew");
    assert!(hold(&other));
    // Nor is anything decided beside it.
    assert_eq!(
        f.decide(&phone, 1, OfficeState::Refused),
        Decided::Held,
        "a colleague's decision does not disappear"
    );
    let dropped = entry("decide dropped", "revision 1 accept by contoh");
    assert!(
        !f.store
            .drop_held(phone.id, &held, &reason, &dropped)
            .unwrap()
    );
    let rows = f.store.audit_after(0, 100).unwrap();
    assert!(rows.iter().all(|row| row.action != "decide dropped"));
    assert_eq!(
        f.tell(&phone, 1, OfficeState::Accepted, Some(&held)),
        Decided::Changed
    );
    assert_eq!(
        f.tell(&phone, 1, OfficeState::Accepted, Some(&other)),
        Decided::Done
    );
    assert!(!take_back(), "what was told is not taken back");
    assert_eq!(f.state(&phone), OfficeState::Accepted);
    assert!(f.store.held(at(99), 10).unwrap().is_empty());

    // One that does not fit any more is dropped, and that is written down twice.
    let phone = f.received();
    assert!(
        f.store
            .hold(phone.id, &other, &entry("decide", ""))
            .unwrap()
    );
    assert!(
        f.store
            .drop_held(phone.id, &other, &reason, &dropped)
            .unwrap()
    );
    assert_eq!(f.store.papers(phone.id).unwrap(), [reason]);
    let last = f.store.audit_after(0, 100).unwrap().pop().unwrap();
    assert_eq!(
        (last.action.as_str(), last.detail.as_str()),
        ("decide dropped", "revision 1 accept by contoh")
    );
    assert_eq!(f.decide(&phone, 1, OfficeState::Refused), Decided::Done);
}
