//! Registrations get into a state as they do in life: by events of the table.

use std::collections::VecDeque;

use payung_model::journey::{Event, State};
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::super::{Applied, Expected, Store};

impl Store {
    /// Applies the fewest events that lead from the present state to that one.
    pub fn reach(&self, id: RegistrationId, wanted: State, now: Timestamp) {
        let row = self.registration(id).unwrap();
        let path = path(row.state, wanted)
            .unwrap_or_else(|| panic!("no event leads from {} to {wanted}", row.state));
        for event in path {
            let applied = self
                .apply(id, Expected::revision(row.revision), event, now)
                .unwrap();
            assert!(
                matches!(applied, Applied::Changed(_)),
                "{event:?} on the way to {wanted}"
            );
        }
        assert_eq!(self.registration(id).unwrap().state, wanted);
    }
}

impl Store {
    /// Lets nothing be written, as on a disk that is full.
    pub fn read_only(&self, is: bool) {
        self.read(|connection| Ok(connection.pragma_update(None, "query_only", is)?))
            .unwrap();
    }

    /// Forgets everybody and their photos; the data key stays. For many short lives in one folder.
    pub fn forget_everybody(&self) {
        self.write(|transaction| {
            Ok(transaction.execute_batch(
                "DELETE FROM registration; DELETE FROM draft; DELETE FROM person;
                 DELETE FROM meta WHERE name NOT IN ('wrapped_key', 'key_check');",
            )?)
        })
        .unwrap();
        self.sweep_photos().unwrap();
    }
}

impl Store {
    /// Makes rows that differ from that registration's in their ids only, each with a draft and a
    /// history, as after years of an agent's work. What is sealed in them opens under the id of the
    /// first one only.
    pub fn copy_registration(&self, id: RegistrationId, number: u32) {
        self.write(|transaction| {
            transaction.execute_batch("CREATE TEMP TABLE IF NOT EXISTS copied (old BLOB, draft BLOB, new BLOB)")?;
            transaction.execute("DELETE FROM copied", [])?;
            // Ids begin with a time; a copy is older than the one it is made of.
            transaction.execute(
                "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < ?2)
                 INSERT INTO copied SELECT id, draft, CAST(substr(id, 1, 9) || randomblob(7) AS BLOB) FROM registration, up WHERE id = ?1",
                rusqlite::params![id.bytes(), number],
            )?;
            Ok(transaction.execute_batch(
                "INSERT INTO draft (id, person, form, created_at, form_version, opened_at, closed)
                     SELECT new, person, form, created_at, form_version, opened_at, 1 FROM copied JOIN draft ON draft.id = copied.draft;
                 INSERT INTO registration (id, draft, revision, state, token, reply_key, withdraw_wanted, changed_at, bytes_sent)
                     SELECT new, new, revision, state, token, reply_key, withdraw_wanted, changed_at, bytes_sent
                     FROM copied JOIN registration ON registration.id = old;
                 INSERT INTO event (registration, at, revision, state)
                     SELECT new, at, revision, state FROM copied JOIN event ON event.registration = old;",
            )?)
        })
        .unwrap();
    }
}

/// Breadth first through the table, without the events that bring or remove a revision.
fn path(from: State, to: State) -> Option<Vec<Event>> {
    let mut ways = VecDeque::from([(from, Vec::new())]);
    let mut seen = vec![from];
    while let Some((state, way)) = ways.pop_front() {
        if state == to {
            return Some(way);
        }
        for event in Event::ALL
            .into_iter()
            .filter(|event| !matches!(event, Event::Seal | Event::TakeBack))
        {
            let Some(next) = state.after(event).filter(|next| !seen.contains(next)) else {
                continue;
            };
            seen.push(next);
            ways.push_back((next, [way.as_slice(), &[event]].concat()));
        }
    }
    None
}

impl Store {
    /// As if nobody had noted how far the inbox was folded.
    pub fn set_folded_back(&self, id: RegistrationId) {
        let back = "UPDATE registration SET folded = 0 WHERE id = ?1";
        self.change(back, [id.bytes()]).unwrap();
    }

    /// Puts the items of one registration into the inbox of another.
    pub fn move_items(&self, from: RegistrationId, to: RegistrationId) {
        let items = "UPDATE inbox SET registration = ?2 WHERE registration = ?1";
        self.change(items, [from.bytes(), to.bytes()]).unwrap();
    }
}
