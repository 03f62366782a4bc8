use std::fs;
use std::io::{Seek, SeekFrom, Write};

use payung_model::journey::State;

use super::registrations::make_ready;
use super::*;

#[test]
fn files_that_no_row_names_are_swept_at_open_and_others_are_left_alone() {
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
    let name = |byte: u8| format!("photos/{}", format!("{byte:02x}").repeat(32));
    let ours = [
        name(0xAB),
        format!("{}.part", name(0xCD)),
        "capture/IMG_1.jpg".to_owned(),
    ];
    let others = [
        "photos/notes.txt",
        "payung.txt",
        "capture/folder/inside.jpg",
    ];
    fs::create_dir(vault.path("capture/folder")).unwrap();
    for file in ours.iter().map(String::as_str).chain(others) {
        fs::write(vault.path(file), b"left behind").unwrap();
    }
    let vault = vault.reopened();
    for file in &ours {
        assert!(!vault.path(file).exists(), "{file}");
    }
    for file in others {
        assert!(vault.path(file).exists(), "{file}");
    }
    assert!(vault.store.photo_path(photo.digest).exists());
    assert_eq!(vault.store.capture_folder(), vault.path("capture"));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_capture_folder_leads_nowhere() {
    let vault = Vault::new();
    let picked = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(picked.path(), vault.path("capture/link.jpg")).unwrap();
    let _vault = vault.reopened();
    assert!(picked.path().exists());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_capture_folder_deletes_nobodys_files() {
    let vault = Vault::new();
    let others = tempfile::tempdir().unwrap();
    fs::write(others.path().join("holiday.jpg"), b"not ours").unwrap();
    let link = || {
        fs::remove_dir_all(vault.path("capture")).unwrap();
        std::os::unix::fs::symlink(others.path(), vault.path("capture")).unwrap();
    };
    link();
    // While it is open: the wipe empties the folder.
    vault.store.folder.sweep_captures().unwrap();
    assert!(others.path().join("holiday.jpg").exists());
    let vault = vault.reopened();
    assert!(others.path().join("holiday.jpg").exists());
    assert!(
        fs::symlink_metadata(vault.path("capture"))
            .unwrap()
            .is_dir(),
        "a folder of our own took its place"
    );
}

/// What was ready, what was not, and the key is lost.
fn lost() -> (Vault, PhotoRow, PhotoRow) {
    let vault = Vault::new();
    for (draft, person) in [(1, 11), (2, 12)] {
        vault
            .store
            .add_draft(&vault.keys, &draft_row(draft, person), &[])
            .unwrap();
        vault
            .store
            .put_entry(&vault.keys, id(draft), "name", &entry("SITI CONTOH"), at(1))
            .unwrap();
    }
    let (sent, kept) = (
        photo_row(1, "ktp", b"photo that goes"),
        photo_row(2, "ktp", b"photo that stays"),
    );
    vault
        .store
        .put_photo(&vault.keys, &sent, b"photo that goes", &entry(""), at(2))
        .unwrap();
    vault
        .store
        .put_photo(&vault.keys, &kept, b"photo that stays", &entry(""), at(2))
        .unwrap();
    make_ready(&vault, 5, 1, &[(sent.digest, 15)], at(20));
    vault.store.reach(id(5), State::Sending, at(21));
    rules::keep(&vault.store, &rules(b"root", 3));
    vault.store.set_meta("clock_confirmed", b"noted").unwrap();
    vault.platform.answer_with(Some(KeeperAnswer::Gone));
    for _ in 0..2 {
        assert!(matches!(
            Keys::unlock(&vault.store, &vault.platform).unwrap(),
            Unlocked::Not(_)
        ));
    }
    vault.platform.answer_with(None);
    (vault, sent, kept)
}

fn started_clean(vault: &Vault, sent: &PhotoRow, kept: &PhotoRow) {
    assert!(vault.store.drafts().unwrap().is_empty());
    let row = vault.store.registration(id(5)).unwrap();
    assert_eq!((row.draft, row.state), (None, State::Sending));
    assert_eq!(vault.store.events(id(5)).unwrap().len(), 2);
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
        [id(5)],
        "what was ready still goes"
    );
    assert_eq!(
        vault.store.outbox_photos(id(5)).unwrap(),
        [(sent.digest, 15, false)]
    );
    assert_eq!(
        fs::read(vault.store.photo_path(sent.digest)).unwrap(),
        b"photo that goes"
    );
    assert!(!vault.store.photo_path(kept.digest).exists());
    assert_eq!(
        vault.store.rules(Some(b"root")).unwrap(),
        Some(rules(b"root", 3))
    );
    assert_eq!(
        vault.store.meta("clock_confirmed").unwrap().unwrap(),
        b"noted"
    );
    assert_eq!(
        vault.store.meta("set_aside").unwrap().unwrap(),
        b"set-aside-1"
    );
    assert_eq!(vault.store.gone_count().unwrap(), 0);
}

#[test]
fn starting_clean_sets_everything_aside_but_what_is_on_its_way() {
    let (vault, sent, kept) = lost();
    vault.store.start_clean().unwrap();
    started_clean(&vault, &sent, &kept);
    let vault = vault.reopened();
    started_clean(&vault, &sent, &kept);

    // Nothing was deleted: with the old key, were it found again, the set-aside folder opens as a
    // home.
    let aside = vault.path("set-aside-1");
    let name = vault
        .store
        .photo_path(kept.digest)
        .file_name()
        .unwrap()
        .to_owned();
    assert_eq!(
        fs::read(aside.join("photos").join(name)).unwrap(),
        b"photo that stays"
    );
    let store = Store::open(&aside).unwrap();
    let keys = unlock(&store, &vault.platform);
    assert_eq!(store.entries(&keys, id(2)).unwrap().len(), 2);
    assert_eq!(store.drafts().unwrap().len(), 2);
}

#[test]
fn starting_clean_twice_keeps_both_old_ones() {
    let (vault, ..) = lost();
    vault.store.start_clean().unwrap();
    vault.store.start_clean().unwrap();
    assert!(
        vault.path("set-aside-1/payung.db").exists()
            && vault.path("set-aside-2/payung.db").exists()
    );
}

#[test]
fn a_start_clean_cut_short_is_completed_or_forgotten_at_the_next_open() {
    let (vault, sent, kept) = lost();
    vault.store.start_clean().unwrap();
    let Vault {
        store,
        platform,
        home,
        ..
    } = vault;
    drop(store);
    // Killed between the two renames: the new database has not got its name yet.
    fs::rename(home.path().join("payung.db"), home.path().join("next.db")).unwrap();
    let store = Store::open(home.path()).unwrap();
    let keys = unlock(&store, &platform);
    let vault = Vault {
        store,
        keys,
        platform,
        home,
    };
    started_clean(&vault, &sent, &kept);

    // Killed before the first rename: the old database counts.
    fs::write(vault.path("next.db"), b"half a database").unwrap();
    let vault = vault.reopened();
    started_clean(&vault, &sent, &kept);
    assert!(!vault.path("next.db").exists());
}

#[test]
fn a_damaged_file_is_set_aside_and_the_next_open_starts_empty() {
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
    let Vault {
        store,
        platform,
        home,
        ..
    } = vault;
    drop(store);
    fs::write(
        home.path().join("payung.db"),
        b"not a database, whatever its name says".repeat(200),
    )
    .unwrap();

    assert!(matches!(
        Store::open(home.path()),
        Err(VaultError::Damaged(_))
    ));
    let store = Store::open(home.path()).unwrap();
    assert!(store.drafts().unwrap().is_empty());
    assert_eq!(store.meta("set_aside").unwrap().unwrap(), b"set-aside-1");
    unlock(&store, &platform);
    let aside = all_files(&home.path().join("set-aside-1"));
    assert!(
        aside.iter().any(
            |(path, bytes)| path.ends_with("payung.db") && bytes.starts_with(b"not a database")
        )
    );
    assert!(aside.iter().any(|(_, bytes)| bytes == b"sealed photo"));
}

#[test]
fn damage_met_while_the_file_is_in_use_is_set_aside_at_the_next_open() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    // Long ones: the schema, wherever its pages lie, must not reach into the file's second half.
    for question in 0..200 {
        let long = entry(&"x".repeat(2_000));
        vault
            .store
            .put_entry(
                &vault.keys,
                id(1),
                &format!("question {question}"),
                &long,
                at(1),
            )
            .unwrap();
    }
    let Vault {
        store, keys, home, ..
    } = vault;
    drop(store);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .open(home.path().join("payung.db"))
        .unwrap();
    let length = file.metadata().unwrap().len();
    file.seek(SeekFrom::Start(length / 2)).unwrap();
    file.write_all(&vec![0xEE; (length - length / 2) as usize])
        .unwrap();
    drop(file);

    let store = Store::open(home.path()).unwrap();
    assert!(matches!(
        store.entries(&keys, id(1)),
        Err(VaultError::Damaged(_))
    ));
    drop(store);
    assert!(matches!(
        Store::open(home.path()),
        Err(VaultError::Damaged(_))
    ));
    assert!(home.path().join("set-aside-1/payung.db").exists());
    assert!(
        Store::open(home.path())
            .unwrap()
            .drafts()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_suspicion_that_proves_wrong_sets_nothing_aside() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    fs::write(vault.path("suspect"), b"").unwrap();
    let vault = vault.reopened();
    assert_eq!(vault.store.drafts().unwrap().len(), 1);
    assert!(!vault.path("suspect").exists());
}

#[test]
fn wiping_leaves_nothing_of_ours() {
    let (vault, ..) = lost();
    vault.store.start_clean().unwrap();
    let vault = vault.reopened();
    let wrapped = vault.store.meta("wrapped_key").unwrap().unwrap();
    fs::write(vault.path("capture/IMG_1.jpg"), b"in clear").unwrap();
    fs::write(vault.path("holiday.txt"), b"not ours").unwrap();
    vault.store.wipe().unwrap();
    let left = all_files(vault.home.path());
    let mut names: Vec<_> = left
        .iter()
        .map(|(path, _)| path.file_name().unwrap().to_string_lossy())
        .collect();
    names.sort();
    assert_eq!(names, ["holiday.txt", "lock"]);
    assert!(
        left.iter()
            .all(|(_, bytes)| !bytes.windows(wrapped.len()).any(|window| window == wrapped))
    );
    assert!(
        matches!(vault.store.drafts(), Err(VaultError::TryLater(_))),
        "closed"
    );
    vault.store.wipe().unwrap();
    let vault = vault.reopened();
    assert!(
        vault.store.drafts().unwrap().is_empty() && vault.store.count_registrations().unwrap() == 0
    );
}

#[test]
fn the_wrapped_key_is_overwritten_where_it_lay() {
    let vault = Vault::new();
    let wrapped = vault.store.meta("wrapped_key").unwrap().unwrap();
    let holds = |vault: &Vault| {
        all_files(vault.home.path())
            .iter()
            .any(|(_, bytes)| bytes.windows(wrapped.len()).any(|window| window == wrapped))
    };
    assert!(holds(&vault));
    vault
        .store
        .write(|transaction| Store::destroy_key(transaction))
        .unwrap();
    vault
        .store
        .read(|connection| Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?))
        .unwrap();
    assert!(!holds(&vault));
}
