//! Older and newer files. `tests/fixtures/vault-v1.sql` is a database as schema 1 wrote it,
//! `vault-v2.sql` as schema 2 and so on, with invented data, under the keys of
//! [`super::super::keys::tests::fixed`]`(1)`.

use std::fmt::Write as _;
use std::io::Write as _;

use rusqlite::Connection;

use super::super::keys::tests::fixed;
use super::super::schema;
use super::registrations::{new, sealed};
use super::*;

fn fixture(schema: u32) -> String {
    format!(
        "{}/tests/fixtures/vault-v{schema}.sql",
        env!("CARGO_MANIFEST_DIR")
    )
}

fn from_fixture(schema: u32) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let old = Connection::open(home.path().join("payung.db")).unwrap();
    // A draft may name a registration that is written after it.
    old.pragma_update(None, "foreign_keys", false).unwrap();
    old.execute_batch(&std::fs::read_to_string(fixture(schema)).unwrap())
        .unwrap();
    home
}

fn version(home: &Path) -> u32 {
    let file = Connection::open(home.join("payung.db")).unwrap();
    file.pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

#[test]
fn a_database_of_schema_1_still_opens() {
    let home = from_fixture(1);
    assert_eq!(version(home.path()), 1);
    let store = Store::open(home.path()).unwrap();
    let keys = fixed(1);
    let entries = store.entries(&keys, id(1)).unwrap();
    assert_eq!(
        entries,
        [
            ("name".to_owned(), entry("SITI CONTOH")),
            ("nik".to_owned(), entry("3201015501900001"))
        ]
    );
    let photos = store.photos(&keys, id(2)).unwrap().rows;
    assert_eq!(
        (photos[0].question.as_str(), photos[0].digest),
        ("ktp", Digest::of(b"sealed photo"))
    );
    assert_eq!(store.drafts().unwrap().len(), 2);
    assert_eq!(store.registration(id(5)).unwrap().draft, Some(id(2)));
    assert_eq!(store.events(id(5)).unwrap().len(), 1);
    assert_eq!(
        store
            .registrations_matching(
                RegistrationQuery::Due {
                    now: at(20),
                    recorded: false
                },
                None,
                9
            )
            .unwrap(),
        [id(5)]
    );
    assert_eq!(
        store.rules(None).unwrap(),
        None,
        "nothing said which office had signed it"
    );
    let draft = store.draft(id(1)).unwrap();
    assert_eq!(
        (draft.form_version, draft.completes, draft.warned_at),
        (0, None, None),
        "what was not noted then"
    );
    assert_eq!(draft.opened_at, draft.created_at);
    let row = store.registration(id(5)).unwrap();
    assert_eq!((row.completes, row.about), (None, None));
    store.touch_draft(id(1), 2, at(30)).unwrap();
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_schema_2_still_opens() {
    let home = from_fixture(2);
    assert_eq!(version(home.path()), 2);
    let store = Store::open(home.path()).unwrap();
    let keys = fixed(1);
    let draft = store.draft(id(1)).unwrap();
    assert_eq!(
        (draft.form_version, draft.opened_at, draft.warned_at),
        (2, at(8), Some(at(9)))
    );
    let more = store.draft_completing(id(5), "bpu_more").unwrap().unwrap();
    assert_eq!(
        (more.id, more.form_version, more.completes),
        (id(3), 1, Some(id(5)))
    );
    let row = store.registration(id(5)).unwrap();
    assert_eq!(
        About::open(&keys, id(5), &row.about.unwrap()).unwrap(),
        about()
    );
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_schema_3_still_opens() {
    let home = from_fixture(3);
    assert_eq!(version(home.path()), 3);
    let store = Store::open(home.path()).unwrap();
    let waits = store.outbox(id(5)).unwrap().unwrap();
    assert_eq!(
        (waits.recorded, waits.over_metered, waits.sealed_at),
        (true, true, at(20))
    );
    assert_eq!(
        (waits.sealed_by.as_str(), waits.next_try),
        ("0.1.0", at(20))
    );
    assert_eq!(store.registrations(None, 9).unwrap().rows.len(), 1);
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_schema_4_still_opens() {
    let home = from_fixture(4);
    assert_eq!(version(home.path()), 4);
    let store = Store::open(home.path()).unwrap();
    assert_eq!(store.rules(Some(b"root")).unwrap(), Some(rules(b"root", 3)));
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_schema_5_still_opens() {
    let home = from_fixture(5);
    assert_eq!(version(home.path()), 5);
    let store = Store::open(home.path()).unwrap();
    let kept: Vec<_> = store
        .inbox(id(5))
        .unwrap()
        .into_iter()
        .map(|row| row.item)
        .collect();
    assert_eq!(kept, [b"item 2".to_vec(), b"item 1".to_vec()]);
    assert_eq!(store.inbox_last(id(5)).unwrap(), 1_000_002);
    assert_eq!(
        store.registration(id(5)).unwrap().unproven.as_deref(),
        Some("accepted")
    );
    assert_eq!(store.office_keys(b"root", at(20)).unwrap().len(), 1);
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_schema_6_still_opens_and_its_inbox_is_folded_from_the_beginning() {
    let home = from_fixture(6);
    let old = Connection::open(home.path().join("payung.db")).unwrap();
    old.execute_batch("INSERT INTO inbox SELECT id, 4, zeroblob(32), X'00', 9 FROM registration")
        .unwrap();
    drop(old);
    assert_eq!(version(home.path()), 6);
    let store = Store::open(home.path()).unwrap();
    let row = store.registration(id(5)).unwrap();
    assert_eq!(
        (row.folded, row.summary, row.news, row.newest.item),
        (0, None, ItemAbout::Words, 4)
    );
    assert_eq!(store.unfolded(None).unwrap(), [id(5)]);
    assert_eq!(store.unfolded(Some(id(6))).unwrap(), []);
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_bundle_of_schema_3_stays_in_force_with_its_keys_and_without_its_floor() {
    let home = from_fixture(3);
    let old = Connection::open(home.path().join("payung.db")).unwrap();
    old.execute_batch("INSERT INTO meta VALUES ('bundle_root', X'01'), ('bundle_keys', X'02')")
        .unwrap();
    drop(old);
    let store = Store::open(home.path()).unwrap();
    let row = RulesRow {
        root: vec![1],
        keys: vec![2],
        sequence: 3,
        bytes: b"bundle".to_vec(),
        floor: Timestamp::default(),
    };
    assert_eq!(store.rules(Some(&[1])).unwrap(), Some(row));
    assert_eq!(
        (
            store.meta("bundle_root").unwrap(),
            store.meta("clock_floor").unwrap()
        ),
        (None, None)
    );
}

#[test]
fn what_an_older_app_left_waiting_goes_over_any_network_and_is_mended_by_a_newer_one() {
    let home = from_fixture(2);
    let store = Store::open(home.path()).unwrap();
    let waits = store.outbox(id(5)).unwrap().unwrap();
    assert_eq!(
        (waits.recorded, waits.over_metered, waits.sealed_by.as_str()),
        (false, false, "")
    );
    assert_eq!(
        waits.sealed_at.millis(),
        0,
        "so long ago that it waits for no Wi-Fi"
    );
}

#[test]
fn a_database_of_schema_7_still_opens() {
    let home = from_fixture(7);
    assert_eq!(version(home.path()), 7);
    let store = Store::open(home.path()).unwrap();
    assert_eq!(store.registration(id(5)).unwrap().draft, Some(id(2)));
    assert!(store.recovery(id(5)).unwrap().is_none(), "no code was made");
    assert_eq!(store.parcels_to_send(None, 9).unwrap(), []);
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_schema_8_still_opens() {
    let home = from_fixture(8);
    assert_eq!(version(home.path()), 8);
    let store = Store::open(home.path()).unwrap();
    let label = |store: &Store| store.draft(id(1)).unwrap().label;
    assert!(label(&store).is_none(), "no list kept any");
    let put = |unchanged| store.put_labels(&[(id(1), b"sealed".to_vec())], unchanged);
    put(store.changes().unwrap()).unwrap();
    assert_eq!(label(&store).as_deref(), Some(&b"sealed"[..]));
    // Any change of an answer forgets it, and what was read before the change is not kept after it.
    let unchanged = store.changes().unwrap();
    store
        .put_entry(&fixed(1), id(1), "name", &entry("SITI CONTOH"), at(30))
        .unwrap();
    assert!(label(&store).is_none());
    put(unchanged).unwrap();
    assert!(label(&store).is_none());
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_schema_9_finds_what_is_waited_for() {
    let home = from_fixture(9);
    let store = Store::open(home.path()).unwrap();
    let waited_for = || store.waited_for(at(50), 9).unwrap().len();
    assert_eq!(waited_for(), 0);
    let folded = Folded {
        up_to: 0,
        summary: b"{}",
        watched_until: at(60),
    };
    store.set_member(&fixed(1), id(5), b"{}", &folded).unwrap();
    assert_eq!((waited_for(), store.first_ones(9).unwrap().len()), (1, 1));
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_schema_10_has_the_access_of_every_registration() {
    let home = from_fixture(10);
    let store = Store::open(home.path()).unwrap();
    assert!(!store.registration(id(5)).unwrap().access_ended);
    drop(store);
    assert_eq!(version(home.path()), schema::KNOWN);
}

fn about() -> About {
    About {
        person: id(12),
        form: "bpu".into(),
        version: 2,
        purpose: "register".into(),
        missing: vec!["ktp".into()],
        brings: vec![],
    }
}

#[test]
fn an_empty_file_becomes_a_database() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("payung.db"), b"").unwrap();
    assert!(
        Store::open(home.path())
            .unwrap()
            .drafts()
            .unwrap()
            .is_empty()
    );
    assert_eq!(version(home.path()), schema::KNOWN);
}

#[test]
fn a_database_of_a_newer_app_is_left_untouched() {
    let home = from_fixture(schema::KNOWN);
    let newer = Connection::open(home.path().join("payung.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.close().unwrap();
    let refused = Store::open(home.path());
    assert!(matches!(
        refused,
        Err(VaultError::Newer {
            found: 99,
            known: schema::KNOWN
        })
    ));
    assert_eq!(version(home.path()), 99);
    assert!(!home.path().join("set-aside-1").exists());
}

#[test]
fn a_connection_is_as_durable_and_as_distrustful_as_promised() {
    let vault = Vault::new();
    let pragma = |name: &str| -> String {
        let ask = |c: &Connection| {
            Ok(c.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))?)
        };
        match vault.store.read(ask).unwrap() {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => panic!("{other:?}"),
        }
    };
    for (name, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("fullfsync", "1"),
        ("busy_timeout", "5000"),
        ("user_version", "11"),
    ] {
        assert_eq!(pragma(name), value, "{name}");
    }
}

/// Run once per schema; refuses to write an old one again: `cargo test -p payung-core
/// write_the_fixture -- --ignored`.
#[test]
#[ignore = "writes the fixture of the present schema"]
fn write_the_fixture() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let keys = fixed(1);
    store.add_draft(&keys, &draft_row(1, 11), &[]).unwrap();
    store.add_draft(&keys, &draft_row(2, 12), &[]).unwrap();
    store
        .put_entry(&keys, id(1), "nik", &entry("3201015501900001"), at(5))
        .unwrap();
    store
        .put_entry(&keys, id(1), "name", &entry("SITI CONTOH"), at(6))
        .unwrap();
    let photo = photo_row(2, "ktp", b"sealed photo");
    store
        .put_photo(&keys, &photo, b"sealed photo", &entry(""), at(7))
        .unwrap();
    let about = Some(about().seal(&keys, id(5)).unwrap());
    let revision = SealedRevision {
        about,
        ..sealed(5, 1, &[(photo.digest, 12)])
    };
    store.seal_first(&new(5, 2), &revision, at(20)).unwrap();
    let more = DraftRow {
        form: "bpu_more".into(),
        form_version: 1,
        completes: Some(id(5)),
        ..draft_row(3, 12)
    };
    store.add_draft(&keys, &more, &[]).unwrap();
    store.set_recorded(id(5), 1, true).unwrap();
    store.allow_metered(id(5), at(20)).unwrap();
    store.touch_draft(id(1), 2, at(8)).unwrap();
    store.set_warned(id(1), at(9)).unwrap();
    rules::keep(&store, &rules(b"root", 3));
    let label = DraftLabel {
        name: Secret::new("SITI CONTOH"),
        line: "CONTOH".into(),
    };
    let label = label.seal(&keys, id(1), "CONTOH").unwrap();
    let unchanged = store.changes().unwrap();
    store.put_labels(&[(id(1), label)], unchanged).unwrap();
    let dump = store
        .read(|connection| Ok(dump(connection).unwrap()))
        .unwrap();
    std::fs::File::create_new(fixture(schema::KNOWN))
        .unwrap()
        .write_all(dump.as_bytes())
        .unwrap();
}

/// The whole database as SQL, tables in the order they were made (a row comes after the one it
/// names).
fn dump(connection: &Connection) -> rusqlite::Result<String> {
    let mut sql = format!("PRAGMA user_version = {};\n", schema::KNOWN);
    let mut tables = connection.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid",
    )?;
    let tables = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for table in tables {
        let (kind, name, made): (String, String, String) = table?;
        writeln!(sql, "{made};").unwrap();
        if kind == "table" {
            let mut rows = connection.prepare(&format!("SELECT * FROM {name}"))?;
            let columns: Vec<String> = rows
                .column_names()
                .map(|column| format!("quote({column})"))
                .collect();
            rows = connection.prepare(&format!(
                "SELECT concat_ws(', ', {}) FROM {name}",
                columns.join(", ")
            ))?;
            for row in rows.query_map([], |row| row.get::<_, String>(0))? {
                writeln!(sql, "INSERT INTO {name} VALUES ({});", row?).unwrap();
            }
        }
    }
    Ok(sql)
}
