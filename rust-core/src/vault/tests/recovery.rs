//! Recovery codes: what goes to the office and when, and registrations that were got by one.

use payung_model::journey::{OfficeState, State};
use payung_model::sealed::inbox::{Item, ItemBody};
use payung_model::sealed::{Digest, NoRandomness, OfficeKey, OfficePublicKey, Random, StatusToken};
use zeroize::Zeroizing;

use super::registrations::ready;
use super::*;
use crate::vault::{
    About, InboxRow, Position, RecoveredRegistration, RecoveryNote, RecoveryParcel, Taken,
};

struct Only(u8);

impl Random for Only {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        out.fill(self.0);
        Ok(())
    }
}

fn note(code: &str) -> RecoveryNote {
    RecoveryNote {
        birth_date: Zeroizing::new("1990-01-15".into()),
        code: Zeroizing::new(code.into()),
    }
}

fn parcel(number: u8) -> RecoveryParcel {
    RecoveryParcel {
        id: id(5),
        locator: Digest([number; 32]),
        proof: Digest([number + 1; 32]),
        access: vec![number; 40],
    }
}

fn put(vault: &Vault, number: u8) {
    let note = note("7K2M-94QX-3HTB-58FZ")
        .seal(&vault.keys, id(5))
        .unwrap();
    vault.store.put_recovery(&note, &parcel(number)).unwrap();
}

fn recovered(vault: &Vault, token: u8) -> RecoveredRegistration {
    let office: OfficePublicKey = OfficeKey::new(&mut Only(3)).unwrap().public();
    let about = About {
        person: id(8),
        form: "bpu".into(),
        version: 7,
        purpose: "register".into(),
        missing: Vec::new(),
        brings: Vec::new(),
    };
    RecoveredRegistration {
        id: id(7),
        revision: 2,
        token: StatusToken::from_bytes(&[token; 32]).unwrap(),
        reply_key: vec![token; 3],
        about: about.seal(&vault.keys, id(7)).unwrap(),
        person: id(8),
        root: b"root".to_vec(),
        office_keys: vec![office],
        note: note(""),
    }
}

#[test]
fn a_note_is_read_back_and_its_length_does_not_tell_whether_the_code_is_written_down() {
    let vault = Vault::new();
    let sealed = |code: &str| note(code).seal(&vault.keys, id(5)).unwrap();
    let (shown, written) = (sealed("7K2M-94QX-3HTB-58FZ"), sealed(""));
    assert_eq!(shown.len(), written.len());
    for (sealed, code) in [(shown, "7K2M-94QX-3HTB-58FZ"), (written, "")] {
        let opened = RecoveryNote::open(&vault.keys, id(5), &sealed).unwrap();
        assert_eq!(
            (opened.birth_date.as_str(), opened.code.as_str()),
            ("1990-01-15", code)
        );
        assert!(RecoveryNote::open(&vault.keys, id(6), &sealed).is_err());
    }
}

#[test]
fn a_parcel_goes_once_the_office_has_the_registration_and_a_newer_one_goes_again() {
    let (vault, _) = ready();
    put(&vault, 1);
    let to_send = || vault.store.parcels_to_send(None, 9).unwrap();
    assert_eq!(to_send(), [], "the office has not received it");
    vault.store.reach(id(5), State::Sending, at(29));
    assert_eq!(to_send(), []);
    vault.store.reach(id(5), State::Received, at(30));
    assert_eq!(to_send(), [parcel(1)]);
    assert!(!vault.store.recovery(id(5)).unwrap().unwrap().sent);

    // A newer code was made while the older one's parcel was on its way.
    put(&vault, 2);
    vault.store.parcel_sent(&parcel(1)).unwrap();
    assert_eq!(to_send(), [parcel(2)]);
    vault.store.parcel_sent(&parcel(2)).unwrap();
    assert_eq!(to_send(), []);
    let vault = vault.reopened();
    assert!(vault.store.recovery(id(5)).unwrap().unwrap().sent);
    put(&vault, 3);
    vault.store.withdraw(id(5), at(40)).unwrap();
    assert_eq!(
        vault.store.parcels_to_send(None, 9).unwrap(),
        [],
        "withdrawn"
    );
    assert!(
        vault.store.recovery(id(5)).unwrap().is_some(),
        "the office has not confirmed it"
    );
    vault.store.reach(id(5), State::Withdrawn, at(50));
    assert!(vault.store.recovery(id(5)).unwrap().is_none(), "it is over");
}

#[test]
fn a_parcel_that_waits_goes_also_after_the_key_was_lost() {
    let (vault, _) = ready();
    put(&vault, 1);
    vault.store.reach(id(5), State::Received, at(30));
    vault.store.start_clean().unwrap();
    assert_eq!(vault.store.parcels_to_send(None, 9).unwrap(), [parcel(1)]);
    assert!(vault.store.recovery(id(5)).unwrap().unwrap().note.is_none());
}

#[test]
fn what_was_got_by_a_code_is_received_has_nothing_to_send_and_is_no_news() {
    let vault = Vault::new();
    assert!(vault.store.recovery(id(7)).unwrap().is_none());
    assert!(
        vault
            .store
            .add_recovered(&vault.keys, &recovered(&vault, 4), at(50))
            .unwrap()
    );
    let vault = vault.reopened();
    let row = vault.store.registration(id(7)).unwrap();
    assert_eq!(
        (row.draft, row.revision, row.state),
        (None, 2, State::Received)
    );
    assert!(row.token == StatusToken::from_bytes(&[4; 32]).unwrap());
    assert_eq!(row.told, row.newest, "who typed the code knows of it");
    assert_ne!(row.newest, Position::default());
    let events = vault.store.events(id(7)).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(vault.store.waiting().unwrap(), 0);
    assert!(vault.store.outbox(id(7)).unwrap().is_none());
    assert_eq!(
        vault.store.inbox_last(id(7)).unwrap(),
        0,
        "all items are asked for"
    );
    assert_eq!(
        vault.store.parcels_to_send(None, 9).unwrap(),
        [],
        "the office has its own"
    );
    let known = vault.store.office_keys(b"root", id(7).made_at()).unwrap();
    assert_eq!(known, recovered(&vault, 4).office_keys);

    // Once more, as after a lost key: its keys are the new ones, and nothing is there twice. Another
    // token is an access that goes on, also on the phone whose former access an officer ended.
    let end = "UPDATE registration SET access_ended = 1";
    let end = vault.store.read(|file| Ok(file.execute(end, [])?));
    assert_eq!(end.unwrap(), 1);
    assert!(
        !vault
            .store
            .add_recovered(&vault.keys, &recovered(&vault, 6), at(60))
            .unwrap()
    );
    let again = vault.store.registration(id(7)).unwrap();
    assert!(!again.access_ended);
    assert_eq!((again.reply_key, again.changed_at), (vec![6; 3], at(50)));
    assert!(
        again.token == StatusToken::from_bytes(&[6; 32]).unwrap(),
        "an officer made it anew"
    );
    assert_eq!(vault.store.count_registrations().unwrap(), 1);
}

#[test]
fn items_stay_with_the_access_that_they_were_written_to() {
    let vault = Vault::new();
    let add = |token| {
        let recovered = recovered(&vault, token);
        let new = vault.store.add_recovered(&vault.keys, &recovered, at(50));
        (new.unwrap(), vault.store.inbox_last(id(7)).unwrap())
    };
    assert_eq!(add(4), (true, 0));
    let item = Item {
        sequence: 1,
        previous: 0,
        revision: 2,
        at: at(51),
        body: ItemBody::Decision {
            state: OfficeState::Accepted,
            words: "".into(),
        },
    };
    let row = InboxRow {
        item: b"item 1".to_vec(),
        author: OfficeKey::new(&mut Only(3)).unwrap().public(),
    };
    let taken = vault.store.take_item(id(7), &item, &row, at(60));
    assert!(matches!(taken, Ok(Taken::Kept(_))));
    assert_eq!(
        add(4),
        (false, 1),
        "the same code again asks for nothing twice"
    );
    assert_eq!(
        add(6),
        (false, 0),
        "nothing opens what was sealed to the access before, so all is asked for again"
    );
}
