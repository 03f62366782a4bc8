//! Items of the inbox: each once, in its turn, together with what it changes.

use payung_model::journey::{OfficeState, State};
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{NoRandomness, OfficeKey, OfficePublicKey, Random};

use super::registrations::{make_ready, ready, sealed, states};
use super::*;
use crate::vault::{InboxRow, Taken};

struct Only(u8);

impl Random for Only {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        out.fill(self.0);
        Ok(())
    }
}

fn key(number: u8) -> OfficePublicKey {
    OfficeKey::new(&mut Only(number)).unwrap().public()
}

fn item(previous: u64, sequence: u64, revision: u32, body: ItemBody) -> Item {
    Item {
        sequence,
        previous,
        revision,
        at: at(50),
        body,
    }
}

fn accepted() -> ItemBody {
    ItemBody::Decision {
        state: OfficeState::Accepted,
        words: "".into(),
    }
}

fn correction() -> ItemBody {
    ItemBody::Correction {
        words: "".into(),
        questions: Vec::new(),
    }
}

fn take(vault: &Vault, item: &Item) -> Taken {
    let row = InboxRow {
        item: format!("item {}", item.sequence).into_bytes(),
        author: key(1),
    };
    vault.store.take_item(id(5), item, &row, at(60)).unwrap()
}

/// Received, with an empty inbox.
fn received() -> Vault {
    let (vault, _) = ready();
    vault.store.reach(id(5), State::Received, at(30));
    vault
}

#[test]
fn an_item_and_the_state_it_brings_are_kept_together_and_once() {
    let vault = received();
    assert_eq!(vault.store.inbox_last(id(5)).unwrap(), 0);
    let first = item(0, 1, 1, accepted());
    assert_eq!(take(&vault, &first), Taken::Kept(Some(State::Accepted)));
    let vault = vault.reopened();
    assert_eq!(take(&vault, &first), Taken::Known);
    assert_eq!(vault.store.inbox_last(id(5)).unwrap(), 1);
    assert_eq!(vault.store.inbox(id(5)).unwrap().len(), 1);
    let accepted = states(&vault)
        .into_iter()
        .filter(|(_, state)| *state == State::Accepted)
        .count();
    assert_eq!(accepted, 1, "one line of history");
}

#[test]
fn nothing_passes_a_gap_and_a_jump_is_no_gap() {
    let vault = received();
    assert_eq!(
        take(&vault, &item(1, 2, 1, accepted())),
        Taken::Gap,
        "item 1 is withheld"
    );
    assert_eq!(
        vault.store.registration(id(5)).unwrap().state,
        State::Received
    );
    assert_eq!(
        take(&vault, &item(0, 1, 1, correction())),
        Taken::Kept(Some(State::NeedsCorrection))
    );
    // The office was restored from a backup in which item 1 is not.
    assert_eq!(
        take(&vault, &item(0, 1_000_001, 1, accepted())),
        Taken::Kept(Some(State::Accepted))
    );
    assert_eq!(
        take(&vault, &item(1, 2, 1, accepted())),
        Taken::Known,
        "an older one again"
    );
    assert_eq!(vault.store.inbox_last(id(5)).unwrap(), 1_000_001);
}

#[test]
fn a_kind_that_changes_no_state_is_kept_and_a_final_state_stays() {
    let vault = received();
    assert_eq!(
        take(
            &vault,
            &item(
                0,
                1,
                1,
                ItemBody::Other {
                    kind: 8,
                    bill: None
                }
            )
        ),
        Taken::Kept(None)
    );
    assert_eq!(
        vault.store.registration(id(5)).unwrap().state,
        State::Received
    );
    assert_eq!(
        take(&vault, &item(1, 2, 1, ItemBody::Erased)),
        Taken::Kept(Some(State::Erased))
    );
    assert_eq!(
        take(&vault, &item(2, 3, 1, accepted())),
        Taken::Kept(None),
        "nothing follows erased"
    );
    assert_eq!(
        vault.store.registration(id(5)).unwrap().state,
        State::Erased
    );
}

#[test]
fn a_correction_of_an_earlier_revision_is_history_and_a_final_word_counts() {
    let vault = received();
    take(&vault, &item(0, 1, 1, correction()));
    vault.store.seal_next(&sealed(5, 2, &[]), at(61)).unwrap();
    assert_eq!(
        take(&vault, &item(1, 2, 1, correction())),
        Taken::Kept(None)
    );
    assert_eq!(vault.store.registration(id(5)).unwrap().state, State::Ready);
    assert_eq!(
        take(&vault, &item(2, 3, 1, accepted())),
        Taken::Kept(Some(State::Accepted))
    );
    assert!(
        vault.store.outbox(id(5)).unwrap().is_none(),
        "nothing goes any more"
    );
}

#[test]
fn what_is_not_here_takes_no_item() {
    let vault = received();
    make_ready(&vault, 6, 9, &[], at(31));
    let row = InboxRow {
        item: vec![1],
        author: key(1),
    };
    let missing = vault
        .store
        .take_item(id(7), &item(0, 1, 1, accepted()), &row, at(60));
    assert!(matches!(missing, Err(VaultError::Missing)));
    assert_eq!(
        vault.store.inbox_last(id(7)).unwrap(),
        0,
        "nothing of it was kept"
    );
}

#[test]
fn a_key_that_was_given_up_wrote_to_older_registrations_only() {
    let vault = Vault::new();
    let keys =
        |made_at| -> Vec<OfficePublicKey> { vault.store.office_keys(b"root", made_at).unwrap() };
    vault
        .store
        .note_office_keys(b"root", &[key(1)], at(10))
        .unwrap();
    vault
        .store
        .note_office_keys(b"root", &[key(2), key(1)], at(20))
        .unwrap();
    assert_eq!(keys(at(25)).len(), 2);
    vault
        .store
        .note_office_keys(b"root", &[key(2)], at(30))
        .unwrap();
    vault
        .store
        .note_office_keys(b"root", &[key(2)], at(40))
        .unwrap();
    assert_eq!(keys(at(31)), [key(2)]);
    assert!(
        keys(at(29)).contains(&key(1)),
        "it may have written before it was given up"
    );
    vault
        .store
        .note_office_keys(b"root", &[key(3)], at(50))
        .unwrap();
    assert_eq!(
        keys(at(5)),
        [key(3), key(2), key(1)],
        "whoever takes a few of them takes the newest"
    );
    assert_eq!(
        vault.store.office_keys(b"other", at(5)).unwrap(),
        [],
        "another office's keys are its own"
    );
}
