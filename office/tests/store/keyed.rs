//! What somebody can do who has the intake's user, and so may write the whole database, but has no
//! key: each kind of forged, older, changed and missing row is found out.

use payung_office::store::officers::{NewSecondFactor, Role, SecondProof, SignIn};
use payung_office::store::{ChainBreak, ChainReport, RosterState, Store, StoreError};

use super::fixture::{Fixture, at, entry};

fn add(store: &Store, name: &str, role: Role) {
    assert!(
        store
            .add_officer(name, role, "hash", &entry("officer add", name))
            .unwrap()
    );
}

fn sign_in_with(store: &Store, name: &str, token: u8, second: SecondProof<'_>) -> bool {
    store
        .sign_in(&SignIn {
            name,
            token_hash: &[token; 32],
            now: at(20),
            oldest: at(-1000),
            before: None,
            device: "Firefox, Linux",
            second,
        })
        .unwrap()
}

fn sign_in(store: &Store, name: &str, token: u8) {
    assert!(sign_in_with(store, name, token, SecondProof::None));
}

fn is_in(store: &Store, token: u8) -> bool {
    store.session(&[token; 32]).unwrap().is_some()
}

pub(super) fn rows_that_somebody_else_wrote_let_nobody_in(f: &Fixture) {
    let store = &f.store;
    for name in ["sari", "dewi", "rina"] {
        add(store, name, Role::Reader);
    }
    sign_in(store, "sari", 1);
    sign_in(store, "dewi", 2);
    sign_in(store, "rina", 3);
    assert!(store.check_roster().unwrap().is_sound());

    // An officer of one's own, with and without a MAC of another row.
    f.intruder(
        "INSERT INTO officers (name, role, password, added_at) VALUES ('jahat', 'admin', 'hash', 0);
         INSERT INTO officers (name, role, password, added_at, version, mac)
             SELECT 'jahat2', role, password, added_at, version, mac FROM officers WHERE name = 'sari'",
    );
    for name in ["jahat", "jahat2"] {
        assert_eq!(store.begin_try(name, at(30)).unwrap(), None);
        assert_eq!(store.password(name).unwrap(), None);
        assert!(!sign_in_with(store, name, 9, SecondProof::None));
    }
    // A higher role, another password, and the count of wrong tries.
    for change in [
        "role = 'admin'",
        "password = 'other'",
        "failed = 7",
        "wait_until = 1",
        "added_at = 1",
        "removed_at = 1",
        "totp_step = 1",
        "version = version + 1",
        "name = 'saru'",
        "failed = -1",
    ] {
        f.intruder(&format!(
            "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT * FROM officers WHERE name = 'dewi';
             DELETE FROM sessions WHERE officer = 'dewi';
             UPDATE officers SET {change} WHERE name = 'dewi'"
        ));
        assert_eq!(store.password("dewi").unwrap(), None, "{change}");
        let wrong = store.check_roster().unwrap();
        assert!(!wrong.is_sound(), "{change}");
        f.intruder(
            "DELETE FROM officers WHERE name IN ('dewi', 'saru');
             INSERT INTO officers SELECT * FROM kept",
        );
        assert_eq!(
            store.password("dewi").unwrap().as_deref(),
            Some("hash"),
            "{change}"
        );
    }
    // A session of one's own, as an admin or with another's MAC; and one's own session made another's.
    f.intruder(
        "INSERT INTO sessions (token_hash, officer, began_at, used_at, mac)
             SELECT name_hash, 'sari', began_at, used_at, mac
                 FROM sessions, (SELECT mac AS name_hash FROM officers WHERE name = 'rina') AS other
                 WHERE officer = 'sari'",
    );
    assert_eq!(store.check_roster().unwrap().forged_sessions, 1);
    f.intruder("UPDATE sessions SET officer = 'sari' WHERE officer = 'rina'");
    assert!(!is_in(store, 3) && is_in(store, 1));
    f.intruder("UPDATE sessions SET used_at = used_at + 1");
    assert!(!is_in(store, 1));

    let found = store.check_roster().unwrap();
    assert_eq!(found.state, RosterState::Sound);
    assert_eq!(found.forged_officers, ["jahat", "jahat2"]);
    assert_eq!((found.sessions, found.officers), (0, 3));
    assert!(found.forged_sessions >= 3, "{found:?}");

    let repaired = store.repair_roster(&entry("officer repair", "")).unwrap();
    assert_eq!(repaired.forged_officers, ["jahat", "jahat2"]);
    assert!(store.check_roster().unwrap().is_sound());
    assert!(store.sessions().unwrap().is_empty());
    let last = store.audit_before(i64::MAX, 1).unwrap();
    assert_eq!(last[0].detail, "removed jahat removed jahat2");
    sign_in(store, "sari", 4);
    assert!(is_in(store, 4));
}

pub(super) fn rows_that_are_put_back_let_nobody_in(f: &Fixture) {
    let store = &f.store;
    add(store, "sari", Role::Admin);
    add(store, "dewi", Role::Reader);
    sign_in(store, "sari", 1);
    sign_in(store, "dewi", 2);
    f.intruder(
        "CREATE TABLE old_officers AS SELECT * FROM officers; CREATE TABLE old_sessions AS SELECT * FROM sessions",
    );
    // A session that ended.
    store.sign_out(&[2; 32], &entry("sign out", "")).unwrap();
    f.intruder("INSERT INTO sessions SELECT * FROM old_sessions WHERE officer = 'dewi'");
    assert!(!is_in(store, 2), "it ended");
    assert_eq!(store.check_roster().unwrap().forged_sessions, 1);
    // An officer who was removed.
    assert!(
        store
            .remove_officer("sari", &entry("officer remove", "sari"))
            .unwrap()
    );
    f.intruder(
        "DELETE FROM officers WHERE name = 'sari'; INSERT INTO officers SELECT * FROM old_officers WHERE name = 'sari';
         INSERT INTO sessions SELECT * FROM old_sessions WHERE officer = 'sari'",
    );
    assert!(!is_in(store, 1));
    assert_eq!(store.begin_try("sari", at(30)).unwrap(), None);
    // The count of wrong tries.
    f.intruder("DROP TABLE old_officers; CREATE TABLE old_officers AS SELECT * FROM officers");
    for _ in 0..3 {
        store.begin_try("dewi", at(40)).unwrap();
    }
    f.intruder(
        "DELETE FROM sessions; DELETE FROM officers WHERE name = 'dewi';
         INSERT INTO officers SELECT * FROM old_officers WHERE name = 'dewi'",
    );
    assert_eq!(store.begin_try("dewi", at(41)).unwrap(), None);
    // An officer whose row is gone.
    f.intruder("DELETE FROM officers WHERE name = 'dewi'");
    let found = store.check_roster().unwrap();
    assert_eq!(found.missing_officers, ["dewi"]);
    assert_eq!(found.forged_officers, ["sari"]);
}

pub(super) fn a_whole_older_roster_is_found_out_and_repaired(f: &Fixture) {
    let store = &f.store;
    add(store, "sari", Role::Admin);
    sign_in(store, "sari", 1);
    f.intruder(
        "CREATE TABLE o AS SELECT * FROM officers; CREATE TABLE s AS SELECT * FROM sessions;
         CREATE TABLE r AS SELECT * FROM roster",
    );
    assert!(
        store
            .remove_officer("sari", &entry("officer remove", "sari"))
            .unwrap()
    );
    let back = "DELETE FROM sessions; DELETE FROM officers; DELETE FROM roster; INSERT INTO officers SELECT * FROM o;
         INSERT INTO sessions SELECT * FROM s; INSERT INTO roster SELECT * FROM r";
    f.intruder(back);
    // A process that saw the newer one, and one that only knows the head beside the keys.
    for store in [store, &f.other(true)] {
        assert!(matches!(
            store.session(&[1; 32]),
            Err(StoreError::Forged(_))
        ));
        assert!(matches!(
            store.begin_try("sari", at(30)),
            Err(StoreError::Forged(_))
        ));
        assert_eq!(store.check_roster().unwrap().state, RosterState::RolledBack);
    }
    for (statement, state) in [
        (
            "UPDATE roster SET generation = generation + 9",
            RosterState::Forged,
        ),
        (
            "UPDATE roster SET body = '{\"officers\":{},\"sessions\":{}}'",
            RosterState::Forged,
        ),
        ("DELETE FROM roster", RosterState::Missing),
    ] {
        f.intruder(statement);
        assert_eq!(store.check_roster().unwrap().state, state);
        assert!(
            store
                .add_officer("dewi", Role::Reader, "hash", &entry("officer add", "dewi"))
                .is_err()
        );
        // Nobody makes a first roster a second time.
        store.begin_roster(at(50)).unwrap();
        assert_eq!(f.other(true).check_roster().unwrap().state, state);
    }
    store.repair_roster(&entry("officer repair", "")).unwrap();
    assert!(store.check_roster().unwrap().is_sound());
    assert!(!is_in(store, 1), "everybody signs in anew");
    add(store, "dewi", Role::Reader);
    f.intruder(back);
    assert_eq!(
        store.check_roster().unwrap().state,
        RosterState::RolledBack,
        "the repaired one is the newest"
    );
}

pub(super) fn a_process_without_the_keys_can_neither_add_nor_let_in(f: &Fixture) {
    add(&f.store, "sari", Role::Reader);
    sign_in(&f.store, "sari", 1);
    let intake = f.other(false);
    assert!(matches!(
        intake.add_officer("dewi", Role::Admin, "hash", &entry("officer add", "dewi")),
        Err(StoreError::NoKeys)
    ));
    for refused in [
        intake.session(&[1; 32]).map(drop),
        intake.begin_try("sari", at(30)).map(drop),
        intake.officers().map(drop),
        intake.check_roster().map(drop),
        intake.verify_audit(&mut |_| {}).map(drop),
        intake.sign_out(&[1; 32], &entry("sign out", "")),
    ] {
        assert!(matches!(refused, Err(StoreError::NoKeys)));
    }
    intake.end_all_sessions().unwrap();
    assert!(!is_in(&f.store, 1) && f.store.check_roster().unwrap().is_sound());
}

fn walked(store: &Store) -> ChainReport {
    store.verify_audit(&mut |_| {}).unwrap()
}

pub(super) fn a_log_that_nobody_touched_is_sound_and_says_what_was_found(f: &Fixture) {
    let store = &f.store;
    let before = walked(store);
    assert!(before.is_sound(), "{before:?}");
    store
        .audit(&[entry("show", "1"), entry("show", "2")])
        .unwrap();
    f.other(false).audit(&[entry("backup", "")]).unwrap();
    let found = walked(store);
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.rows, found.waiting), (before.rows + 3, 1));
    // Whoever writes next adopts it, in its place.
    store.audit(&[entry("show", "3")]).unwrap();
    let found = walked(store);
    assert_eq!(
        (found.rows, found.waiting, found.adopted),
        (before.rows + 4, 0, 1)
    );
    f.other(false).audit(&[entry("erase", "")]).unwrap();
    store.adopt_audit().unwrap();
    let found = walked(store);
    assert_eq!((found.waiting, found.adopted), (0, 2));
    // The head went along, so another process knows it.
    let head = f.head().read(&f.keys.desk().unwrap()).unwrap().unwrap();
    assert_eq!(head.seq, found.rows);
    assert_eq!(walked(&f.other(true)), found);
}

pub(super) fn every_change_of_the_log_is_found_at_its_row(f: &Fixture) {
    let store = &f.store;
    for number in 0..6 {
        store
            .audit(&[entry("show", ["a", "b", "c", "d", "e", "f"][number])])
            .unwrap();
    }
    let rows = walked(store).rows;
    let target = rows - 3;
    f.intruder(
        "CREATE TABLE a AS SELECT * FROM audit; CREATE TABLE c AS SELECT * FROM audit_chain",
    );
    let restore = "DELETE FROM audit; DELETE FROM audit_chain; INSERT INTO audit SELECT * FROM a;
        INSERT INTO audit_chain SELECT * FROM c";
    for (statement, seq, what) in [
        ("UPDATE audit SET officer = 'jahat' WHERE seq = $T", target, ChainBreak::Changed),
        ("UPDATE audit SET at = at + 1 WHERE seq = $T", target, ChainBreak::Changed),
        ("UPDATE audit SET action = 'list' WHERE seq = $T", target, ChainBreak::Changed),
        ("UPDATE audit SET detail = '' WHERE seq = $T", target, ChainBreak::Changed),
        ("UPDATE audit SET id = (SELECT mac FROM c WHERE seq = 1) WHERE seq = $T", target, ChainBreak::Changed),
        ("UPDATE audit_chain SET how = 1 WHERE seq = $T", target, ChainBreak::Changed),
        ("UPDATE audit_chain SET mac = (SELECT mac FROM c WHERE seq = 1) WHERE seq = $T", target, ChainBreak::Changed),
        ("DELETE FROM audit WHERE seq = $T", target, ChainBreak::Missing),
        ("DELETE FROM audit WHERE seq = $T; DELETE FROM audit_chain WHERE seq = $T", target, ChainBreak::Missing),
        ("DELETE FROM audit_chain WHERE seq = $T", target, ChainBreak::Inserted),
        // Two rows change places.
        ("UPDATE audit SET seq = -1 WHERE seq = $T; UPDATE audit SET seq = $T WHERE seq = $T + 1;
          UPDATE audit SET seq = $T + 1 WHERE seq = -1", target, ChainBreak::Changed),
        ("INSERT INTO audit (seq, at, officer, action, detail) VALUES (0, 0, 'x', 'show', '')", 0, ChainBreak::Inserted),
        // A row is taken out, and the others move up.
        ("DELETE FROM audit WHERE seq = $T; DELETE FROM audit_chain WHERE seq = $T;
          UPDATE audit SET seq = -seq WHERE seq > $T; UPDATE audit SET seq = -seq - 1 WHERE seq < 0;
          UPDATE audit_chain SET seq = -seq WHERE seq > $T; UPDATE audit_chain SET seq = -seq - 1 WHERE seq < 0",
          target, ChainBreak::Changed),
    ] {
        f.intruder(&statement.replace("$T", &target.to_string()));
        assert_eq!(walked(store).broken, Some((seq, what)), "{statement}");
        // It stays found when the office goes on.
        store.audit(&[entry("show", "later")]).unwrap();
        assert_eq!(walked(store).broken, Some((seq, what)), "{statement}, later");
        f.intruder(restore);
        store.accept_audit(&entry("audit restored", "")).unwrap();
        assert!(walked(store).is_sound(), "{statement}");
        f.intruder("DELETE FROM audit; DELETE FROM audit_chain; INSERT INTO audit SELECT * FROM a;
            INSERT INTO audit_chain SELECT * FROM c");
        store.accept_audit(&entry("audit restored", "")).unwrap();
    }
}

pub(super) fn a_log_that_is_cut_is_found_by_its_head(f: &Fixture) {
    let store = &f.store;
    for _ in 0..5 {
        store.audit(&[entry("show", "")]).unwrap();
    }
    let rows = walked(store).rows;
    f.intruder(
        "CREATE TABLE a AS SELECT * FROM audit; CREATE TABLE c AS SELECT * FROM audit_chain",
    );
    let restore = "DELETE FROM audit; DELETE FROM audit_chain; INSERT INTO audit SELECT * FROM a;
        INSERT INTO audit_chain SELECT * FROM c";
    let cut = format!(
        "DELETE FROM audit WHERE seq > {0}; DELETE FROM audit_chain WHERE seq > {0}",
        rows - 2
    );
    f.intruder(&cut);
    assert_eq!(walked(store).broken, Some((rows - 1, ChainBreak::CutOff)));
    // Also when others are written in their place, by the office itself.
    for _ in 0..4 {
        store.audit(&[entry("show", "later")]).unwrap();
    }
    assert_eq!(walked(store).broken, Some((rows, ChainBreak::CutOff)));
    let head = f.head().read(&f.keys.desk().unwrap()).unwrap().unwrap();
    assert_eq!(head.seq, rows, "the proof stays");
    f.intruder(restore);
    assert!(walked(store).is_sound());
    // All MACs at the end are removed: then the rows would look as if nobody had seen them.
    f.intruder(&format!("DELETE FROM audit_chain WHERE seq > {}", rows - 2));
    assert_eq!(walked(store).broken, Some((rows - 1, ChainBreak::CutOff)));
    store.adopt_audit().unwrap();
    assert_eq!(walked(store).broken, Some((rows, ChainBreak::CutOff)));
    f.intruder(restore);
    f.intruder("DELETE FROM audit; DELETE FROM audit_chain");
    assert_eq!(walked(store).broken, Some((1, ChainBreak::CutOff)));
    f.intruder(restore);
    assert!(walked(store).is_sound());
    // A head that somebody changed is an error, and what is done is still written down.
    std::fs::write(f.head().path(), b"{}").unwrap();
    assert!(store.verify_audit(&mut |_| {}).is_err());
    store.audit(&[entry("show", "")]).unwrap();
    store.accept_audit(&entry("audit restored", "")).unwrap();
    assert!(walked(store).is_sound());
}

pub(super) fn what_the_office_writes_with_its_keys_only_is_a_strangers_without_them(f: &Fixture) {
    let store = &f.store;
    let rows = walked(store).rows;
    f.intruder(&format!(
        "INSERT INTO audit (seq, at, officer, action, detail) VALUES ({}, 0, 'dewi', 'accept', 'revision 1')",
        rows + 1
    ));
    assert_eq!(
        walked(store).strangers,
        [rows + 1],
        "also before it is adopted"
    );
    store.audit(&[entry("show", "")]).unwrap();
    let found = walked(store);
    assert_eq!(
        (found.strangers.as_slice(), found.broken),
        ([rows + 1].as_slice(), None)
    );
    assert!(!found.is_sound());
}

pub(super) fn processes_that_write_at_once_make_one_chain(f: &Fixture) {
    let before = walked(&f.store).rows;
    std::thread::scope(|scope| {
        for writer in 0..6 {
            let store = f.other(writer % 3 != 0);
            scope.spawn(move || {
                for _ in 0..15 {
                    let action = if writer % 3 == 0 { "backup" } else { "show" };
                    store
                        .audit(&[entry(action, "1"), entry(action, "2")])
                        .unwrap();
                }
            });
        }
    });
    f.store.adopt_audit().unwrap();
    let found = walked(&f.store);
    assert!(found.is_sound(), "{found:?}");
    assert_eq!(
        (found.rows, found.adopted, found.waiting),
        (before + 180, 60, 0)
    );
    let head = f.head().read(&f.keys.desk().unwrap()).unwrap().unwrap();
    assert!(head.seq >= found.rows - 60, "{head:?}");
}

pub(super) fn an_office_of_before_gets_its_roster_and_chain_once(f: &Fixture) {
    let store = &f.store;
    add(store, "sari", Role::Admin);
    sign_in(store, "sari", 1);
    // As an earlier version left it: no MAC, no roster, no chain, no head.
    f.intruder(
        "UPDATE officers SET mac = NULL, version = 0; UPDATE sessions SET mac = NULL; DELETE FROM roster;
         DELETE FROM audit_chain",
    );
    std::fs::remove_file(f.head().path()).unwrap();
    let rows = i64::try_from(store.audit_after(0, 1000).unwrap().len()).unwrap();
    let looking = Store::open_at(&f.database, &f.folder.path().join("data")).unwrap();
    looking.take_key_to_look(f.keys.desk().unwrap(), Some(f.head()));
    assert_eq!(looking.check_roster().unwrap().state, RosterState::NotYet);
    let upgraded = f.other(true);
    let found = walked(&upgraded);
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.before, found.rows), (rows, rows + 1));
    let last = upgraded.audit_before(i64::MAX, 1).unwrap();
    assert_eq!(
        (last[0].action.as_str(), last[0].detail.as_str()),
        ("officers hold", "sari")
    );
    assert!(!is_in(&upgraded, 1), "who was signed in signs in anew");
    assert_eq!(upgraded.password("sari").unwrap().as_deref(), Some("hash"));
    // A second time it is no upgrade, whatever somebody removes.
    f.intruder(
        "DELETE FROM roster; INSERT INTO officers (name, role, password, added_at) VALUES ('jahat', 'admin', 'hash', 0)",
    );
    let again = f.other(true);
    assert_eq!(again.check_roster().unwrap().state, RosterState::Missing);
    assert!(again.password("jahat").is_err());
}

pub(super) fn a_code_and_a_recovery_code_are_taken_once(f: &Fixture) {
    let store = &f.store;
    add(store, "sari", Role::Admin);
    let factor = NewSecondFactor {
        sealed: b"sealed".to_vec(),
        step: 100,
        recovery: vec![[1; 32], [2; 32]],
    };
    assert!(sign_in_with(store, "sari", 1, SecondProof::New(&factor)));
    assert!(
        !sign_in_with(store, "sari", 2, SecondProof::New(&factor)),
        "there is one already"
    );
    assert!(!sign_in_with(store, "sari", 2, SecondProof::None));
    for (step, taken) in [
        (100, false),
        (99, false),
        (101, true),
        (101, false),
        (103, true),
        (102, false),
    ] {
        assert_eq!(
            sign_in_with(
                store,
                "sari",
                u8::try_from(step).unwrap(),
                SecondProof::Code(step)
            ),
            taken,
            "{step}"
        );
    }
    assert!(sign_in_with(
        store,
        "sari",
        3,
        SecondProof::Recovery(&[2; 32])
    ));
    assert!(!sign_in_with(
        store,
        "sari",
        4,
        SecondProof::Recovery(&[2; 32])
    ));
    assert!(!sign_in_with(
        store,
        "sari",
        4,
        SecondProof::Recovery(&[3; 32])
    ));
    let kept = store.second_factor("sari").unwrap().unwrap();
    assert_eq!(
        (kept.sealed.as_deref(), kept.recovery_left),
        (Some(b"sealed".as_slice()), 1)
    );
    // Somebody puts the row back in which the code was not used yet.
    f.intruder("UPDATE officers SET totp_step = 0");
    assert_eq!(store.second_factor("sari").unwrap(), None);
    f.intruder("UPDATE officers SET totp_step = 103");
    assert!(
        store
            .set_second_factor("sari", None, &entry("officer totp", "sari"))
            .unwrap()
    );
    assert!(!is_in(store, 3), "everything ends with it");
    sign_in(store, "sari", 5);
}

pub(super) fn sessions_are_listed_and_ended(f: &Fixture) {
    let store = &f.store;
    add(store, "sari", Role::Admin);
    add(store, "dewi", Role::Reader);
    for token in 1..=3 {
        sign_in(store, "sari", token);
    }
    sign_in(store, "dewi", 4);
    let open = store.sessions().unwrap();
    assert_eq!(open.len(), 4);
    assert_eq!(open[0].device.as_deref(), Some("Firefox, Linux"));
    let dewis = open.iter().find(|one| one.officer == "dewi").unwrap();
    let end = |of| {
        store
            .end_session_by_id(&dewis.id, of, &entry("session end", "dewi"))
            .unwrap()
    };
    assert!(!end(Some("sari")) && is_in(store, 4), "it is not hers");
    assert!(end(None) && !is_in(store, 4) && !end(None));
    assert_eq!(
        store
            .end_sessions_of("sari", &entry("officer end-sessions", "sari"))
            .unwrap(),
        3
    );
    assert!(store.sessions().unwrap().is_empty() && store.check_roster().unwrap().is_sound());
}

pub(super) fn a_restore_is_accepted_by_who_has_the_keys(f: &Fixture) {
    let store = &f.store;
    add(store, "sari", Role::Admin);
    f.intruder(
        "CREATE TABLE a AS SELECT * FROM audit; CREATE TABLE c AS SELECT * FROM audit_chain;
         CREATE TABLE o AS SELECT * FROM officers; CREATE TABLE r AS SELECT * FROM roster",
    );
    add(store, "dewi", Role::Reader);
    f.intruder(
        "DELETE FROM audit; DELETE FROM audit_chain; INSERT INTO audit SELECT * FROM a;
         INSERT INTO audit_chain SELECT * FROM c; DELETE FROM sessions; DELETE FROM officers; DELETE FROM roster;
         INSERT INTO officers SELECT * FROM o; INSERT INTO roster SELECT * FROM r",
    );
    assert!(!walked(store).is_sound() && store.password("sari").is_err());
    let old = f.head().read(&f.keys.desk().unwrap()).unwrap().unwrap();
    store.accept_audit(&entry("audit restored", "")).unwrap();
    store.repair_roster(&entry("officer repair", "")).unwrap();
    assert!(walked(store).is_sound() && store.check_roster().unwrap().is_sound());
    let said = store.audit_before(i64::MAX, 2).unwrap();
    assert!(
        said[1].detail.starts_with(&format!("head {} ", old.seq)),
        "what was there is said: {said:?}"
    );
    sign_in(store, "sari", 1);
    assert!(is_in(&f.other(true), 1));
}
