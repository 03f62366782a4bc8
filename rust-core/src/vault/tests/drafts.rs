use rusqlite::params;

use super::*;

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    vault
        .store
        .put_entry(&vault.keys, id(1), "nik", &entry("3201015501900001"), at(5))
        .unwrap();
    vault
        .store
        .put_entry(&vault.keys, id(1), "name", &entry("SITI"), at(6))
        .unwrap();
    vault
        .store
        .put_entry(&vault.keys, id(1), "name", &entry("SITI CONTOH"), at(7))
        .unwrap();

    let vault = vault.reopened();
    assert_eq!(
        vault.answers(1),
        owned(&[("name", "SITI CONTOH"), ("nik", "3201015501900001")])
    );
    let draft = vault.store.draft(id(1)).unwrap();
    assert_eq!(
        (draft.person, draft.form.as_str(), draft.registration),
        (id(2), "bpu", None)
    );
    assert_eq!((draft.created_at, draft.changed_at), (at(0), at(7)));
}

#[test]
fn two_drafts_at_the_same_time_do_not_mix() {
    let vault = Vault::new();
    for (draft, person) in [(1, 11), (2, 12)] {
        vault
            .store
            .add_draft(&vault.keys, &draft_row(draft, person), &[])
            .unwrap();
    }
    vault
        .store
        .put_entry(&vault.keys, id(1), "name", &entry("SITI CONTOH"), at(10))
        .unwrap();
    vault
        .store
        .put_entry(&vault.keys, id(2), "name", &entry("BUDI CONTOH"), at(9))
        .unwrap();
    assert_eq!(vault.answers(1), owned(&[("name", "SITI CONTOH")]));
    assert_eq!(vault.answers(2), owned(&[("name", "BUDI CONTOH")]));
    let order: Vec<_> = vault
        .store
        .drafts()
        .unwrap()
        .iter()
        .map(|draft| draft.id)
        .collect();
    assert_eq!(order, [id(1), id(2)], "the last changed first");
}

#[test]
fn several_drafts_may_be_of_one_person() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 9), &[])
        .unwrap();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(2, 9), &[])
        .unwrap();
    vault.store.delete_draft(id(1)).unwrap();
    assert_eq!(vault.store.draft(id(2)).unwrap().person, id(9));
    assert!(vault.store.holds_sealed().unwrap());
    vault.store.delete_draft(id(2)).unwrap();
    assert!(
        !vault.store.holds_sealed().unwrap(),
        "the person goes with their last draft"
    );
}

#[test]
fn an_answer_to_a_draft_that_is_not_there_is_refused() {
    let vault = Vault::new();
    let refused = vault
        .store
        .put_entry(&vault.keys, id(1), "name", &entry("SITI CONTOH"), at(1));
    assert!(matches!(refused, Err(VaultError::Missing)));
    assert!(matches!(vault.store.draft(id(1)), Err(VaultError::Missing)));
    assert!(matches!(
        vault.store.delete_draft(id(1)),
        Err(VaultError::Missing)
    ));
}

#[test]
fn an_answer_moved_to_another_draft_or_question_does_not_open() {
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
        vault
            .store
            .put_entry(
                &vault.keys,
                id(draft),
                "nik",
                &entry("3201015501900001"),
                at(1),
            )
            .unwrap();
    }
    let index = |question: &str| vault.keys.index(RecordKind::Answer, question);
    let swap = |from: (u8, &str), to: (u8, &str)| {
        vault
            .store
            .write(|transaction| {
                let sealed: Vec<u8> = transaction.query_row(
                    "SELECT sealed FROM answer WHERE draft = ?1 AND question = ?2",
                    params![id(from.0).bytes(), index(from.1)],
                    |row| row.get(0),
                )?;
                let moved = "UPDATE answer SET sealed = ?3 WHERE draft = ?1 AND question = ?2";
                Ok(transaction.execute(moved, params![id(to.0).bytes(), index(to.1), sealed])?)
            })
            .unwrap();
    };
    swap((1, "name"), (2, "name"));
    assert!(matches!(
        vault.store.entries(&vault.keys, id(2)),
        Err(VaultError::Unreadable(_))
    ));
    assert_eq!(
        vault.answers(1).len(),
        2,
        "the other draft is not touched by it"
    );
    swap((1, "nik"), (1, "name"));
    assert!(matches!(
        vault.store.entries(&vault.keys, id(1)),
        Err(VaultError::Unreadable(_))
    ));
}

#[test]
fn a_photo_lies_sealed_under_its_digest_and_a_new_one_replaces_it() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    let put = |bytes: &[u8]| {
        let row = photo_row(1, "ktp", bytes);
        vault
            .store
            .put_photo(&vault.keys, &row, bytes, &entry(""), at(3))
            .unwrap();
        row.digest
    };
    let first = put(b"sealed bytes of one picture");
    assert_eq!(
        std::fs::read(vault.store.photo_path(first)).unwrap(),
        b"sealed bytes of one picture"
    );
    put(b"sealed bytes of one picture");
    assert!(
        vault.store.photo_path(first).exists(),
        "the same again is no replacement"
    );
    let second = put(b"sealed bytes of another");
    assert!(!vault.store.photo_path(first).exists());

    let vault = vault.reopened();
    let photos = vault.store.photos(&vault.keys, id(1)).unwrap().rows;
    let [photo] = &photos[..] else {
        panic!("{}", photos.len())
    };
    assert_eq!(
        (
            photo.question.as_str(),
            photo.digest,
            photo.length,
            *photo.key
        ),
        ("ktp", second, 23, [9; 32])
    );
    assert_eq!(vault.answers(1).len(), 1, "its entry came with it");
    vault.store.delete_draft(id(1)).unwrap();
    assert!(!vault.store.photo_path(second).exists());
}

#[test]
fn a_photo_of_a_draft_that_is_not_there_leaves_no_file() {
    let vault = Vault::new();
    let row = photo_row(1, "ktp", b"sealed bytes");
    let refused = vault
        .store
        .put_photo(&vault.keys, &row, b"sealed bytes", &entry(""), at(3));
    assert!(matches!(refused, Err(VaultError::Missing)));
    assert!(!vault.store.photo_path(row.digest).exists());
}

#[test]
fn a_photo_key_opens_only_beside_its_own_digest() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    vault
        .store
        .put_photo(
            &vault.keys,
            &photo_row(1, "ktp", b"one"),
            b"one",
            &entry(""),
            at(3),
        )
        .unwrap();
    vault
        .store
        .write(|transaction| Ok(transaction.execute("UPDATE photo SET digest = ?1", [[7_u8; 32]])?))
        .unwrap();
    let photos = vault.store.photos(&vault.keys, id(1)).unwrap();
    assert_eq!((photos.rows.len(), photos.unreadable), (0, 1));
}
