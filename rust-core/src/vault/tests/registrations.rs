use std::collections::BTreeSet;

use payung_model::journey::{Event, State};
use payung_model::sealed::StatusToken;

use super::super::keys::tests::fixed;
use super::*;
use crate::problem::ProblemCode;

pub fn new(number: u8, draft: u8) -> NewRegistration {
    NewRegistration {
        draft: id(draft),
        token: StatusToken::from_bytes(&[number; 32]).unwrap(),
        reply_key: vec![1, 2, 3],
        completes: None,
        referral: None,
    }
}

pub fn sealed(number: u8, revision: u32, photos: &[(Digest, u32)]) -> SealedRevision {
    SealedRevision {
        id: id(number),
        revision,
        envelope: format!("sealed envelope {revision}").into_bytes(),
        photos: photos.to_vec(),
        about: None,
        sealed_by: "0.1.0".into(),
    }
}

/// Makes a draft ready; the draft is added if it is not there.
pub fn make_ready(vault: &Vault, number: u8, draft: u8, photos: &[(Digest, u32)], now: Timestamp) {
    if vault.store.draft(id(draft)).is_err() {
        vault
            .store
            .add_draft(&vault.keys, &draft_row(draft, 200), &[])
            .unwrap();
    }
    let applied = vault
        .store
        .seal_first(&new(number, draft), &sealed(number, 1, photos), now)
        .unwrap();
    assert_eq!(applied, Applied::Changed(State::Ready));
}

/// A draft with a photo, made ready.
pub fn ready() -> (Vault, Digest) {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    let photo = photo_row(1, "ktp", b"sealed photo");
    vault
        .store
        .put_photo(&vault.keys, &photo, b"sealed photo", &entry(""), at(3))
        .unwrap();
    make_ready(&vault, 5, 1, &[(photo.digest, 12)], at(20));
    (vault, photo.digest)
}

/// The states a registration can be in once it was made ready.
pub const AFTER_SEALING: [State; 9] = [
    State::Ready,
    State::Sending,
    State::Received,
    State::NeedsCorrection,
    State::Parked,
    State::Accepted,
    State::Refused,
    State::Withdrawn,
    State::Erased,
];

pub fn states(vault: &Vault) -> Vec<(u32, State)> {
    vault
        .store
        .events(id(5))
        .unwrap()
        .into_iter()
        .map(|event| (event.revision, event.state))
        .collect()
}

#[test]
fn what_is_ready_is_there_after_a_restart() {
    let (vault, digest) = ready();
    let vault = vault.reopened();
    let row = vault.store.registration(id(5)).unwrap();
    assert_eq!(
        (row.draft, row.revision, row.state, row.changed_at),
        (Some(id(1)), 1, State::Ready, at(20))
    );
    assert!(row.token == StatusToken::from_bytes(&[5; 32]).unwrap());
    assert_eq!(
        (
            row.reply_key,
            row.reply,
            row.withdraw_wanted,
            row.bytes_sent
        ),
        (vec![1, 2, 3], None, false, 0)
    );
    let waits = vault.store.outbox(id(5)).unwrap().unwrap();
    assert_eq!(
        (waits.revision, waits.envelope.as_slice(), waits.attempts),
        (1, &b"sealed envelope 1"[..], 0)
    );
    assert_eq!(
        vault.store.outbox_photos(id(5)).unwrap(),
        [(digest, 12, false)]
    );
    assert_eq!(vault.store.draft(id(1)).unwrap().registration, Some(id(5)));
    assert_eq!(states(&vault), [(1, State::Ready)]);
}

#[test]
fn the_outbox_is_left_in_exactly_the_states_that_say_so() {
    for state in AFTER_SEALING {
        let (vault, digest) = ready();
        vault.store.delete_draft(id(1)).unwrap();
        assert!(
            vault.store.photo_path(digest).exists(),
            "the outbox still needs it"
        );
        vault.store.reach(id(5), state, at(30));
        let stays = matches!(state, State::Ready | State::Sending | State::Parked);
        assert_eq!(
            vault.store.outbox(id(5)).unwrap().is_some(),
            stays,
            "{state:?}"
        );
        assert_eq!(
            vault.store.outbox_photos(id(5)).unwrap().len(),
            usize::from(stays)
        );
        assert_eq!(
            vault.store.photo_path(digest).exists(),
            stays,
            "{state:?}: nothing names the photo any more"
        );
        let history = states(&vault);
        assert_eq!(
            (history.first(), history.last()),
            (Some(&(1, State::Ready)), Some(&(1, state)))
        );
        let changed_at = if state == State::Ready {
            at(20)
        } else {
            at(30)
        };
        assert_eq!(
            vault.store.registration(id(5)).unwrap().changed_at,
            changed_at
        );
    }
}

#[test]
fn a_sent_photo_stays_while_its_draft_may_be_corrected() {
    let (vault, digest) = ready();
    vault.store.reach(id(5), State::NeedsCorrection, at(30));
    assert!(vault.store.photo_path(digest).exists());
}

#[test]
fn a_second_revision_replaces_the_first_and_keeps_its_history() {
    let (vault, digest) = ready();
    vault.store.reach(id(5), State::Sending, at(21));
    vault.store.set_photo_sent(id(5), digest).unwrap();
    vault.store.reach(id(5), State::NeedsCorrection, at(30));
    let applied = vault
        .store
        .seal_next(&sealed(5, 2, &[(digest, 12)]), at(40))
        .unwrap();
    assert_eq!(applied, Applied::Changed(State::Ready));
    assert_eq!(vault.store.registration(id(5)).unwrap().revision, 2);
    assert_eq!(vault.store.outbox(id(5)).unwrap().unwrap().revision, 2);
    assert_eq!(
        vault.store.outbox_photos(id(5)).unwrap(),
        [(digest, 12, false)]
    );
    let expected = [
        (1, State::Ready),
        (1, State::Sending),
        (1, State::NeedsCorrection),
        (2, State::Ready),
    ];
    assert_eq!(states(&vault), expected);
}

#[test]
fn a_registration_taken_back_leaves_the_draft_and_its_photo() {
    let (vault, digest) = ready();
    assert_eq!(
        vault.store.take_back(id(5), 1, at(9)).unwrap(),
        Applied::Changed(State::Draft)
    );
    assert!(matches!(
        vault.store.registration(id(5)),
        Err(VaultError::Missing)
    ));
    assert!(vault.store.events(id(5)).unwrap().is_empty());
    assert!(vault.store.outbox(id(5)).unwrap().is_none());
    assert!(vault.store.photo_path(digest).exists());
    assert_eq!(vault.store.draft(id(1)).unwrap().registration, None);
}

#[test]
fn the_courier_is_told_what_is_due_and_when_to_come_back() {
    let vault = Vault::new();
    for number in 1..=4 {
        make_ready(&vault, number, 100 + number, &[], at(20));
    }
    vault
        .store
        .delay(id(1), 3, at(100), ProblemCode::Offline)
        .unwrap();
    vault.store.reach(id(2), State::Sending, at(21));
    vault.store.reach(id(4), State::Parked, at(21));
    let due = |now, after: Option<u8>, limit| {
        vault
            .store
            .registrations_matching(
                RegistrationQuery::Due {
                    now: at(now),
                    recorded: false,
                },
                after.map(id),
                limit,
            )
            .unwrap()
    };
    assert_eq!(due(20, None, 10), [id(2), id(3)]);
    assert_eq!(due(20, None, 1), [id(2)]);
    assert_eq!(due(20, Some(2), 10), [id(3)], "the next page");
    assert_eq!(due(100, None, 10), [id(1), id(2), id(3)]);
    assert_eq!(due(19, None, 10), []);
    assert_eq!(vault.store.parked().unwrap(), 1);
    assert_eq!(
        (
            vault.store.waiting().unwrap(),
            vault.store.next_try(false, at(15)).unwrap()
        ),
        (3, Some(at(20)))
    );
    assert_eq!(
        vault.store.next_try(true, at(15)).unwrap(),
        None,
        "the office has none of them"
    );
    let waits = vault.store.outbox(id(1)).unwrap().unwrap();
    assert_eq!(
        (waits.attempts, waits.next_try, waits.problem),
        (3, at(100), Some(ProblemCode::Offline))
    );
    vault.store.reach(id(4), State::Ready, at(22));
    assert_eq!(vault.store.waiting().unwrap(), 4, "unparked");
    for number in 1..=4 {
        vault.store.reach(id(number), State::Received, at(50));
    }
    assert_eq!(
        (
            vault.store.waiting().unwrap(),
            vault.store.next_try(false, at(15)).unwrap()
        ),
        (0, None)
    );
    let newest_first = |before: Option<u8>, limit| -> Vec<_> {
        vault
            .store
            .registrations(before.map(id), limit)
            .unwrap()
            .rows
            .iter()
            .map(|row| row.id)
            .collect()
    };
    assert_eq!(newest_first(None, 3), [id(4), id(3), id(2)]);
    assert_eq!(newest_first(Some(2), 3), [id(1)]);
    assert_eq!(vault.store.count_registrations().unwrap(), 4);
}

#[test]
fn each_question_of_the_courier_finds_its_own_registrations() {
    let vault = Vault::new();
    let find = |which| vault.store.registrations_matching(which, None, 99).unwrap();
    for (number, state) in (1..).zip(AFTER_SEALING) {
        make_ready(&vault, number, 100 + number, &[], at(20));
        vault.store.reach(id(number), state, at(21));
    }
    let of = |wanted: &[State]| -> Vec<_> {
        (1..)
            .zip(AFTER_SEALING)
            .filter(|(_, state)| wanted.contains(state))
            .map(|(number, _)| id(number))
            .collect()
    };
    let parked = of(&[State::Parked])[0];
    assert_eq!(
        find(RegistrationQuery::Due {
            now: at(20),
            recorded: false
        }),
        of(&[State::Ready, State::Sending])
    );
    // Of accepted ones there may be bills and receipts.
    let news = || find(RegistrationQuery::MayHaveNews { now: at(50) });
    let open = of(&[State::Received, State::NeedsCorrection, State::Parked]);
    let accepted = of(&[State::Accepted])[0];
    let with_accepted: BTreeSet<_> = open.iter().copied().chain([accepted]).collect();
    assert_eq!(BTreeSet::from_iter(news()), with_accepted);
    vault.store.set_asked(accepted, at(40)).unwrap();
    assert_eq!(news(), open, "once a day");
    assert_eq!(find(RegistrationQuery::Mendable), []);
    for (problem, has_news, mendable) in [
        (ProblemCode::OfficeOlder, true, true),
        (ProblemCode::Malformed, true, true),
        (ProblemCode::TooLarge, true, true),
        (ProblemCode::PhotoGone, true, false),
        (ProblemCode::Conflict, true, false),
    ] {
        vault.store.delay(parked, 1, at(1), problem).unwrap();
        assert_eq!(
            find(RegistrationQuery::MayHaveNews { now: at(50) }).contains(&parked),
            has_news,
            "{problem:?}"
        );
        assert_eq!(
            find(RegistrationQuery::Mendable).contains(&parked),
            mendable,
            "{problem:?}"
        );
    }
    assert_eq!(find(RegistrationQuery::Withdrawing), []);
    for number in 1..=9 {
        vault.store.withdraw(id(number), at(22)).unwrap();
    }
    // Nothing had left of what was ready, or parked from there: that is withdrawn already. What is
    // over stays as it is.
    let open = of(&[State::Sending, State::Received, State::NeedsCorrection]);
    assert_eq!(find(RegistrationQuery::Withdrawing), open);
    assert!(
        find(RegistrationQuery::Due {
            now: at(99),
            recorded: false
        })
        .is_empty()
            && find(RegistrationQuery::MayHaveNews { now: at(50) }).is_empty()
    );
}

#[test]
fn an_accepted_one_is_asked_about_once_a_day_and_always_while_a_payment_is_waited_for() {
    const DAY: i64 = 86_400;
    let vault = Vault::new();
    let store = &vault.store;
    make_ready(&vault, 1, 1, &[], at(20));
    store.reach(id(1), State::Accepted, at(21));
    let asked = |seconds| {
        let query = RegistrationQuery::MayHaveNews { now: at(seconds) };
        !store
            .registrations_matching(query, None, 9)
            .unwrap()
            .is_empty()
    };
    assert!(asked(30), "it was never asked about");
    store.set_asked(id(1), at(30)).unwrap();
    assert!(!asked(31) && !asked(29 + DAY) && asked(30 + DAY));
    assert!(
        asked(29),
        "a time that lies ahead was noted by a wrong clock"
    );
    let keys = fixed(1);
    let watch = |until| Folded {
        up_to: 0,
        summary: b"{}",
        watched_until: at(until),
    };
    store.set_member(&keys, id(1), b"{}", &watch(100)).unwrap();
    assert!(
        asked(31) && asked(100) && !asked(101),
        "while a payment is waited for"
    );
    // A person wants to know now.
    store.set_asked(id(1), at(200)).unwrap();
    assert!(!asked(201));
    store.ask_about_all().unwrap();
    assert!(asked(201));
    store.set_asked(id(1), at(200)).unwrap();
    // What was asked for about it is decided, and its bill comes here.
    make_ready(&vault, 3, 3, &[], at(200));
    store
        .change(
            "UPDATE registration SET completes = ?1 WHERE id = ?2",
            [id(1).bytes(), id(3).bytes()],
        )
        .unwrap();
    store.reach(id(3), State::Accepted, at(300));
    store.set_asked(id(3), at(300)).unwrap();
    let of = |seconds| {
        let query = RegistrationQuery::MayHaveNews { now: at(seconds) };
        store.registrations_matching(query, None, 9).unwrap()
    };
    assert_eq!(of(301), [id(1)]);
    store.set_asked(id(1), at(DAY)).unwrap();
    assert_eq!(
        (of(300 + DAY), of(301 + DAY)),
        (vec![id(1), id(3)], vec![id(3)])
    );
    store
        .change("DELETE FROM registration WHERE id = ?1", [id(3).bytes()])
        .unwrap();
    store.set_asked(id(1), at(30)).unwrap();
    for state in [State::Refused, State::Withdrawn, State::Erased] {
        make_ready(&vault, 2, 2, &[], at(20));
        store.reach(id(2), state, at(21));
        let query = RegistrationQuery::MayHaveNews { now: at(101) };
        assert_eq!(
            store.registrations_matching(query, None, 9).unwrap(),
            [],
            "{state:?}"
        );
        store
            .change("DELETE FROM registration WHERE id = ?1", [id(2).bytes()])
            .unwrap();
    }
}

#[test]
fn what_waits_for_wifi_is_counted_and_let_go() {
    let (vault, digest) = ready();
    let id = id(5);
    assert_eq!(vault.store.delayed_for_wifi().unwrap(), (0, 0));
    vault
        .store
        .delay(id, 0, at(900), ProblemCode::WaitsForWifi)
        .unwrap();
    assert_eq!(vault.store.delayed_for_wifi().unwrap(), (1, 12));
    vault.store.end_delays_for_wifi(at(30)).unwrap();
    assert_eq!(
        vault
            .store
            .registrations_matching(
                RegistrationQuery::Due {
                    now: at(30),
                    recorded: false
                },
                None,
                9
            )
            .unwrap(),
        [id],
        "another network came"
    );
    vault
        .store
        .delay(id, 0, at(900), ProblemCode::WaitsForWifi)
        .unwrap();
    assert_eq!(vault.store.allow_all_metered(at(40)).unwrap(), 1);
    let row = vault.store.outbox(id).unwrap().unwrap();
    assert!(
        row.over_metered && row.next_try == at(40),
        "the worker chose so"
    );
    assert_eq!(
        vault.store.delayed_for_wifi().unwrap(),
        (0, 0),
        "nothing waits for Wi-Fi any more"
    );
    vault
        .store
        .delay(id, 2, at(900), ProblemCode::OfficeTrouble)
        .unwrap();
    vault.store.allow_metered(id, at(50)).unwrap();
    assert_eq!(
        vault.store.outbox(id).unwrap().unwrap().next_try,
        at(900),
        "the office's pause is not cut short"
    );
    vault.store.set_recorded(id, 1, true).unwrap();
    assert!(vault.store.outbox(id).unwrap().unwrap().recorded);
    vault.store.set_photo_sent(id, digest).unwrap();
    assert_eq!(
        vault.reopened().store.outbox_photos(id).unwrap(),
        [(digest, 12, true)]
    );
}

#[test]
fn what_the_office_and_the_worker_want_is_kept() {
    let (vault, digest) = ready();
    vault.store.reach(id(5), State::Sending, at(21));
    vault.store.set_reply(id(5), b"sealed words").unwrap();
    vault.store.withdraw(id(5), at(22)).unwrap();
    vault.store.add_bytes_sent(id(5), 1000).unwrap();
    vault.store.add_bytes_sent(id(5), 234).unwrap();
    vault.store.set_photo_sent(id(5), digest).unwrap();
    let row = vault.store.registration(id(5)).unwrap();
    assert_eq!(
        (row.reply.as_deref(), row.withdraw_wanted, row.bytes_sent),
        (Some(&b"sealed words"[..]), true, 1234)
    );
    assert_eq!(
        vault.store.outbox_photos(id(5)).unwrap(),
        [(digest, 12, true)]
    );
}

#[test]
fn what_is_not_there_cannot_be_changed() {
    let vault = Vault::new();
    let missing = |result| assert!(matches!(result, Err(VaultError::Missing)));
    missing(vault.store.set_reply(id(1), b""));
    missing(vault.store.forget_withdrawal(id(1)));
    missing(vault.store.add_bytes_sent(id(1), 1));
    missing(vault.store.delay(id(1), 1, at(1), ProblemCode::Offline));
    missing(vault.store.set_recorded(id(1), 1, true));
    missing(vault.store.allow_metered(id(1), at(1)));
    missing(vault.store.set_photo_sent(id(1), Digest::of(b"")));
    let nothing =
        |applied: Result<Applied, VaultError>| assert_eq!(applied.unwrap(), Applied::Stale);
    for event in Event::ALL {
        nothing(
            vault
                .store
                .apply(id(1), Expected::revision(1), event, at(1)),
        );
    }
    nothing(vault.store.withdraw(id(1), at(1)));
    nothing(vault.store.take_back(id(1), 1, at(9)));
    nothing(vault.store.depart(id(1), 1, b"sealed envelope 1", at(1)));
    nothing(
        vault
            .store
            .seal_first(&new(1, 9), &sealed(1, 1, &[]), at(1)),
    );
    nothing(vault.store.seal_next(&sealed(1, 2, &[]), at(1)));
    nothing(
        vault
            .store
            .reseal(&sealed(1, 2, &[]), b"sealed envelope 1", at(1)),
    );
    assert_eq!(
        vault.store.count_registrations().unwrap(),
        0,
        "all of it or nothing"
    );
}
