//! A state changes by the table or not at all, and nobody's change undoes another's.

use payung_model::journey::{Event, State};

use super::registrations::{AFTER_SEALING, make_ready, new, ready, sealed, states};
use super::*;

const STALE: Applied = Applied::Stale;

/// A registration that was corrected once and made ready again.
fn second_revision() -> (Vault, Digest) {
    let (vault, digest) = ready();
    vault.store.reach(id(5), State::NeedsCorrection, at(30));
    vault
        .store
        .seal_next(&sealed(5, 2, &[(digest, 12)]), at(40))
        .unwrap();
    (vault, digest)
}

#[test]
fn every_event_changes_what_the_table_says_and_writes_it_down_or_changes_nothing() {
    for state in AFTER_SEALING {
        for event in Event::ALL {
            let (vault, _) = ready();
            vault.store.reach(id(5), state, at(21));
            let before = states(&vault);
            let applied = vault
                .store
                .apply(id(5), Expected::revision(1), event, at(30))
                .unwrap();
            // Sealing and taking back are units of work of their own.
            let own = matches!(event, Event::Seal | Event::TakeBack);
            let expected = state.after(event).filter(|_| !own);
            let row = vault.store.registration(id(5)).unwrap();
            if let Some(next) = expected {
                assert_eq!(
                    (applied, row.state),
                    (Applied::Changed(next), next),
                    "{state} when {event:?}"
                );
                assert_eq!(
                    (row.changed_at, states(&vault).last()),
                    (at(30), Some(&(1, next)))
                );
                assert_eq!(states(&vault).len(), before.len() + 1);
            } else {
                assert_eq!(
                    (applied, row.state),
                    (STALE, state),
                    "{state} when {event:?}"
                );
                assert_eq!(states(&vault), before);
            }
        }
    }
}

#[test]
fn what_is_not_as_expected_stays_as_it_is() {
    let (vault, _) = ready();
    let apply = |expected, event| vault.store.apply(id(5), expected, event, at(30)).unwrap();
    assert_eq!(
        apply(Expected::revision(2), Event::FirstByte),
        STALE,
        "another revision"
    );
    let sending = Expected {
        states: &[State::Sending],
        revision: 1,
    };
    assert_eq!(apply(sending, Event::Accepted), STALE, "another state");
    assert_eq!(states(&vault), [(1, State::Ready)]);
    let row = vault.store.registration(id(5)).unwrap();
    assert_eq!(
        apply(Expected::of(&row), Event::FirstByte),
        Applied::Changed(State::Sending)
    );
    assert_eq!(
        apply(Expected::of(&row), Event::Park),
        STALE,
        "it has moved on since it was read"
    );
}

#[test]
fn a_registration_departs_only_as_what_waits_in_the_outbox() {
    let envelope = b"sealed envelope 1";
    let (vault, _) = ready();
    assert_eq!(
        vault
            .store
            .depart(id(5), 1, b"other bytes", at(21))
            .unwrap(),
        STALE
    );
    assert_eq!(
        vault.store.depart(id(5), 2, envelope, at(21)).unwrap(),
        STALE
    );
    assert_eq!(states(&vault), [(1, State::Ready)]);
    assert_eq!(
        vault.store.depart(id(5), 1, envelope, at(21)).unwrap(),
        Applied::Changed(State::Sending)
    );
    assert_eq!(
        vault.store.depart(id(5), 1, envelope, at(22)).unwrap(),
        Applied::Changed(State::Sending),
        "again"
    );
    assert_eq!(
        states(&vault),
        [(1, State::Ready), (1, State::Sending)],
        "once in its history"
    );
    vault.store.withdraw(id(5), at(23)).unwrap();
    assert_eq!(
        vault.store.depart(id(5), 1, envelope, at(24)).unwrap(),
        STALE,
        "the worker withdrew"
    );
}

#[test]
fn nothing_departs_from_a_state_that_does_not_send() {
    for state in AFTER_SEALING {
        let (vault, _) = ready();
        vault.store.reach(id(5), state, at(21));
        let departed = vault
            .store
            .depart(id(5), 1, b"sealed envelope 1", at(22))
            .unwrap()
            != STALE;
        assert_eq!(
            departed,
            matches!(state, State::Ready | State::Sending),
            "{state}"
        );
    }
}

#[test]
fn a_later_revision_that_is_taken_back_needs_its_correction_again() {
    let (vault, digest) = second_revision();
    assert_eq!(
        vault.store.take_back(id(5), 1, at(41)).unwrap(),
        STALE,
        "another revision was meant"
    );
    assert_eq!(
        vault.store.take_back(id(5), 2, at(41)).unwrap(),
        Applied::Changed(State::NeedsCorrection)
    );
    let row = vault.store.registration(id(5)).unwrap();
    assert_eq!((row.state, row.revision), (State::NeedsCorrection, 1));
    assert!(vault.store.outbox(id(5)).unwrap().is_none());
    assert!(vault.store.photo_path(digest).exists());
    assert_eq!(states(&vault).last(), Some(&(1, State::NeedsCorrection)));
    assert_eq!(
        vault
            .store
            .depart(id(5), 2, b"sealed envelope 2", at(42))
            .unwrap(),
        STALE,
        "it was on its way"
    );
}

#[test]
fn the_same_number_with_other_bytes_does_not_let_the_old_ones_leave() {
    let (vault, _) = second_revision();
    vault.store.take_back(id(5), 2, at(41)).unwrap();
    let other = SealedRevision {
        envelope: b"corrected once more".to_vec(),
        ..sealed(5, 2, &[])
    };
    vault.store.seal_next(&other, at(42)).unwrap();
    assert_eq!(
        vault
            .store
            .depart(id(5), 2, b"sealed envelope 2", at(43))
            .unwrap(),
        STALE
    );
    assert_eq!(vault.store.registration(id(5)).unwrap().state, State::Ready);
    assert_eq!(
        vault
            .store
            .depart(id(5), 2, b"corrected once more", at(44))
            .unwrap(),
        Applied::Changed(State::Sending)
    );
}

#[test]
fn what_has_left_cannot_be_taken_back() {
    for state in AFTER_SEALING
        .into_iter()
        .filter(|state| *state != State::Ready)
    {
        let (vault, _) = ready();
        vault.store.reach(id(5), state, at(21));
        assert_eq!(
            vault.store.take_back(id(5), 1, at(22)).unwrap(),
            STALE,
            "{state}"
        );
    }
    let (vault, _) = ready();
    vault.store.reach(id(5), State::Sending, at(21));
    vault.store.reach(id(5), State::Parked, at(22));
    vault.store.reach(id(5), State::Ready, at(23));
    assert_eq!(
        vault.store.take_back(id(5), 1, at(24)).unwrap(),
        STALE,
        "it left before it was parked"
    );
}

#[test]
fn what_never_left_is_withdrawn_at_once_and_all_else_when_the_office_knows() {
    for state in AFTER_SEALING {
        let (vault, _) = ready();
        vault.store.reach(id(5), state, at(21));
        let applied = vault.store.withdraw(id(5), at(22)).unwrap();
        let row = vault.store.registration(id(5)).unwrap();
        let expected = match state {
            // Parked straight from ready.
            State::Ready | State::Parked => {
                (Applied::Changed(State::Withdrawn), State::Withdrawn, false)
            }
            state if state.is_final() => (STALE, state, false),
            state => (Applied::Changed(state), state, true),
        };
        assert_eq!(
            (applied, row.state, row.withdraw_wanted),
            expected,
            "{state}"
        );
        assert_eq!(
            vault.store.outbox(id(5)).unwrap().is_some(),
            row.state == State::Sending,
            "{state}"
        );
    }
    let (vault, _) = second_revision();
    assert_eq!(
        vault.store.withdraw(id(5), at(41)).unwrap(),
        Applied::Changed(State::Ready),
        "its first one left"
    );
    assert!(vault.store.registration(id(5)).unwrap().withdraw_wanted);
    assert_eq!(
        vault.store.take_back(id(5), 2, at(42)).unwrap(),
        STALE,
        "one wish at a time"
    );
}

#[test]
fn the_end_of_a_registration_ends_the_wish_to_withdraw() {
    for end in [
        Event::Accepted,
        Event::Refused,
        Event::Withdraw,
        Event::Erased,
    ] {
        let (vault, _) = ready();
        vault.store.reach(id(5), State::Sending, at(21));
        vault.store.withdraw(id(5), at(22)).unwrap();
        vault
            .store
            .apply(id(5), Expected::revision(1), end, at(23))
            .unwrap();
        assert!(
            !vault.store.registration(id(5)).unwrap().withdraw_wanted,
            "{end:?}"
        );
    }
}

#[test]
fn sealing_keeps_the_reply_the_wish_to_withdraw_and_the_bytes_that_were_sent() {
    let (vault, _) = ready();
    let store = &vault.store;
    let kept = || {
        let row = store.registration(id(5)).unwrap();
        (row.reply, row.withdraw_wanted, row.bytes_sent)
    };
    store.reach(id(5), State::Sending, at(21));
    store.set_reply(id(5), b"sealed words").unwrap();
    store.add_bytes_sent(id(5), 900).unwrap();
    assert_eq!(
        store
            .reseal(&sealed(5, 2, &[]), b"sealed envelope 1", at(22))
            .unwrap(),
        Applied::Changed(State::Sending)
    );
    assert_eq!(kept(), (Some(b"sealed words".to_vec()), false, 900));
    store.reach(id(5), State::NeedsCorrection, at(30));
    assert_eq!(
        store.seal_next(&sealed(5, 3, &[]), at(40)).unwrap(),
        Applied::Changed(State::Ready)
    );
    assert_eq!(kept(), (Some(b"sealed words".to_vec()), false, 900));
    store.withdraw(id(5), at(41)).unwrap();
    assert_eq!(
        store
            .reseal(&sealed(5, 4, &[]), b"sealed envelope 3", at(42))
            .unwrap(),
        STALE
    );
    assert_eq!(kept(), (Some(b"sealed words".to_vec()), true, 900));
}

#[test]
fn sealing_cannot_bring_back_what_was_taken_back() {
    let (vault, _) = ready();
    vault.store.take_back(id(5), 1, at(21)).unwrap();
    assert_eq!(
        vault
            .store
            .reseal(&sealed(5, 2, &[]), b"sealed envelope 1", at(22))
            .unwrap(),
        STALE
    );
    assert_eq!(
        vault.store.seal_next(&sealed(5, 2, &[]), at(22)).unwrap(),
        STALE
    );
    assert_eq!(vault.store.count_registrations().unwrap(), 0);
    // The draft is open again, and is made ready as another registration.
    make_ready(&vault, 6, 1, &[], at(23));
    assert_eq!(
        vault
            .store
            .seal_first(&new(7, 1), &sealed(7, 1, &[]), at(24))
            .unwrap(),
        STALE,
        "twice at once"
    );
    assert_eq!(vault.store.count_registrations().unwrap(), 1);
}

#[test]
fn sealing_again_replaces_exactly_the_envelope_it_was_made_from() {
    let (vault, digest) = second_revision();
    let again = sealed(5, 3, &[(digest, 12)]);
    vault.store.take_back(id(5), 2, at(41)).unwrap();
    let other = SealedRevision {
        envelope: b"corrected once more".to_vec(),
        ..sealed(5, 2, &[(digest, 12)])
    };
    vault.store.seal_next(&other, at(42)).unwrap();
    assert_eq!(
        vault
            .store
            .reseal(&again, b"sealed envelope 2", at(43))
            .unwrap(),
        STALE,
        "of answers that are no more"
    );
    vault.store.allow_metered(id(5), at(43)).unwrap();
    vault.store.reach(id(5), State::Parked, at(44));
    assert_eq!(
        vault
            .store
            .reseal(&again, b"corrected once more", at(45))
            .unwrap(),
        Applied::Changed(State::Ready)
    );
    let row = vault.store.outbox(id(5)).unwrap().unwrap();
    assert_eq!(
        (row.revision, row.attempts, row.over_metered, row.recorded),
        (3, 0, true, false)
    );
    assert_eq!(
        vault.store.outbox_photos(id(5)).unwrap(),
        [(digest, 12, false)]
    );
    assert!(vault.store.photo_path(digest).exists());
}

#[test]
fn nothing_is_written_into_a_draft_that_was_made_ready() {
    let (vault, digest) = ready();
    let write = |text: &str| {
        vault
            .store
            .put_entry(&vault.keys, id(1), "name", &entry(text), at(22))
    };
    let photo = || {
        let row = photo_row(1, "ktp", b"another photo");
        vault
            .store
            .put_photo(&vault.keys, &row, b"another photo", &entry(""), at(22))
            .map(|()| row.digest)
    };
    assert!(matches!(write("SITI CONTOH"), Err(VaultError::Sealed)));
    assert!(matches!(photo(), Err(VaultError::Sealed)));
    assert!(matches!(
        vault.store.discard_draft(id(1)),
        Err(VaultError::Sealed)
    ));
    assert_eq!(vault.answers(1), owned(&[("ktp", "")]));
    assert_eq!(
        vault.store.photos(&vault.keys, id(1)).unwrap().rows[0].digest,
        digest
    );
    assert!(
        !vault
            .store
            .photo_path(Digest::of(b"another photo"))
            .exists(),
        "it leaves no file"
    );
    vault.store.reach(id(5), State::NeedsCorrection, at(30));
    write("SITI CONTOH").unwrap();
    photo().unwrap();
    vault.store.seal_next(&sealed(5, 2, &[]), at(31)).unwrap();
    assert!(matches!(write("BUDI CONTOH"), Err(VaultError::Sealed)));
}
