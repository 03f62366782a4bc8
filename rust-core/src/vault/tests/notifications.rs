//! Up to where the worker was told.

use payung_model::journey::State;

use super::registrations::{new, sealed};
use super::*;

const DECIDED: [State; 2] = [State::Accepted, State::Refused];

fn decided(vault: &Vault, number: u8, state: State) {
    vault
        .store
        .add_draft(&vault.keys, &draft_row(number, number), &[])
        .unwrap();
    vault
        .store
        .seal_first(
            &new(number + 100, number),
            &sealed(number + 100, 1, &[]),
            at(1),
        )
        .unwrap();
    vault.store.reach(id(number + 100), state, at(2));
}

fn told_of(vault: &Vault) -> Vec<RegistrationId> {
    vault
        .store
        .notifications(&DECIDED, 9)
        .unwrap()
        .into_iter()
        .map(|one| one.id)
        .collect()
}

#[test]
fn a_start_clean_brings_no_old_news_again() {
    let vault = Vault::new();
    decided(&vault, 1, State::Accepted);
    decided(&vault, 2, State::Refused);
    decided(&vault, 3, State::Received);
    assert_eq!(
        told_of(&vault),
        [id(102), id(101)],
        "the latest first, and only those that are decided"
    );
    vault
        .store
        .acknowledge(id(102), vault.store.registration(id(102)).unwrap().newest)
        .unwrap();
    vault.store.start_clean().unwrap();
    assert_eq!(told_of(&vault), [id(101)]);
}

#[test]
fn an_acknowledgement_that_comes_late_takes_nothing_back() {
    let vault = Vault::new();
    decided(&vault, 1, State::Accepted);
    vault
        .store
        .acknowledge(id(101), vault.store.registration(id(101)).unwrap().newest)
        .unwrap();
    vault
        .store
        .acknowledge(id(101), Position { event: 1, item: 0 })
        .unwrap();
    assert!(told_of(&vault).is_empty());
    assert!(matches!(
        vault.store.acknowledge(id(9), Position::default()),
        Err(VaultError::Missing)
    ));
}
