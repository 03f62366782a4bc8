use super::*;
use crate::KeyState;

fn state(vault: &Vault) -> KeyState {
    match Keys::unlock(&vault.store, &vault.platform).unwrap() {
        Unlocked::Keys(_) => KeyState::Open,
        Unlocked::Not(state) => state,
    }
}

fn with_a_draft() -> Vault {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    vault
        .store
        .put_entry(&vault.keys, id(1), "name", &entry("SITI CONTOH"), at(1))
        .unwrap();
    vault
}

#[test]
fn what_the_keeper_says_is_what_the_shell_hears_and_nothing_is_lost() {
    let vault = with_a_draft();
    for (answer, expected) in [
        (KeeperAnswer::LockedNow, KeyState::LockedNow),
        (KeeperAnswer::WrongPassphrase, KeyState::WrongPassphrase),
        (KeeperAnswer::Broken, KeyState::Broken),
        (KeeperAnswer::Gone, KeyState::Gone),
        (KeeperAnswer::Key { bytes: vec![1; 31] }, KeyState::Broken),
        (KeeperAnswer::Key { bytes: vec![1; 32] }, KeyState::Broken),
        (KeeperAnswer::Key { bytes: Vec::new() }, KeyState::Broken),
    ] {
        vault.platform.answer_with(Some(answer));
        assert_eq!(state(&vault), expected);
    }
    vault.platform.answer_with(None);
    assert_eq!(state(&vault), KeyState::Open);
    assert_eq!(
        vault.reopened().answers(1),
        owned(&[("name", "SITI CONTOH")])
    );
}

#[test]
fn gone_is_counted_across_restarts_until_the_key_opens_again() {
    let vault = with_a_draft();
    vault.platform.answer_with(Some(KeeperAnswer::Gone));
    assert_eq!(
        (vault.store.gone_count().unwrap(), state(&vault)),
        (0, KeyState::Gone)
    );
    let Vault {
        store,
        platform,
        home,
        keys,
    } = vault;
    drop(store);
    let store = Store::open(home.path()).unwrap();
    let vault = Vault {
        store,
        keys,
        platform,
        home,
    };
    assert_eq!(
        (vault.store.gone_count().unwrap(), state(&vault)),
        (1, KeyState::Gone)
    );
    vault.platform.answer_with(Some(KeeperAnswer::LockedNow));
    assert_eq!(
        (state(&vault), vault.store.gone_count().unwrap()),
        (KeyState::LockedNow, 2)
    );
    vault.platform.answer_with(None);
    assert_eq!(
        (state(&vault), vault.store.gone_count().unwrap()),
        (KeyState::Open, 0)
    );
}

#[test]
fn sealed_records_without_a_wrapped_key_mean_the_key_is_gone() {
    let vault = with_a_draft();
    vault
        .store
        .write(|transaction| Store::destroy_key(transaction))
        .unwrap();
    assert_eq!(state(&vault), KeyState::Gone);
    assert_eq!(
        vault.store.meta("wrapped_key").unwrap(),
        None,
        "no new key was made over the old records"
    );
}

#[test]
fn a_keeper_that_cannot_open_what_it_wrapped_gets_no_record_to_lose() {
    let store_home = tempfile::tempdir().unwrap();
    let store = Store::open(store_home.path()).unwrap();
    let forgetful = TestPlatform::new();
    forgetful.answer_with(Some(KeeperAnswer::Key { bytes: vec![3; 32] }));
    assert!(matches!(
        Keys::unlock(&store, &forgetful).unwrap(),
        Unlocked::Not(KeyState::Broken)
    ));
    assert_eq!(store.meta("wrapped_key").unwrap(), None);
}

#[test]
fn a_keeper_that_is_locked_at_the_first_start_is_asked_again() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let platform = TestPlatform::new();
    for (answer, expected) in [
        (KeeperAnswer::LockedNow, KeyState::LockedNow),
        (KeeperAnswer::WrongPassphrase, KeyState::WrongPassphrase),
        (KeeperAnswer::Gone, KeyState::Broken),
        (KeeperAnswer::Broken, KeyState::Broken),
    ] {
        platform.answer_with(Some(answer));
        assert!(
            matches!(Keys::unlock(&store, &platform).unwrap(), Unlocked::Not(state) if state == expected)
        );
    }
    platform.answer_with(None);
    unlock(&store, &platform);
    assert_eq!(store.gone_count().unwrap(), 0);
}

#[test]
fn the_keeper_is_asked_while_no_lock_is_held() {
    /// Uses the store while it is asked.
    struct Curious<'a>(&'a Store, TestPlatform);
    impl KeyKeeper for Curious<'_> {
        fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
            self.0.set_meta("asked", b"wrap").unwrap();
            self.1.wrap(key)
        }
        fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
            self.0.set_meta("asked", b"unwrap").unwrap();
            self.1.unwrap(wrapped)
        }
    }
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    unlock(&store, &Curious(&store, TestPlatform::new()));
    assert_eq!(store.meta("asked").unwrap().unwrap(), b"unwrap");
}
