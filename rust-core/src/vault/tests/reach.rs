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
        let path = path(row.state, wanted).unwrap_or_else(|| panic!("no event leads from {} to {wanted}", row.state));
        for event in path {
            let applied = self.apply(id, Expected::revision(row.revision), event, now).unwrap();
            assert!(matches!(applied, Applied::Changed(_)), "{event:?} on the way to {wanted}");
        }
        assert_eq!(self.registration(id).unwrap().state, wanted);
    }
}

impl Store {
    /// Forgets everybody; the data key stays. For many short lives in one folder.
    pub fn forget_everybody(&self) {
        self.write(|transaction| {
            Ok(transaction.execute_batch(
                "DELETE FROM registration; DELETE FROM draft; DELETE FROM person;
                 DELETE FROM meta WHERE name NOT IN ('wrapped_key', 'key_check');",
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
        for event in Event::ALL.into_iter().filter(|event| !matches!(event, Event::Seal | Event::TakeBack)) {
            let Some(next) = state.after(event).filter(|next| !seen.contains(next)) else { continue };
            seen.push(next);
            ways.push_back((next, [way.as_slice(), &[event]].concat()));
        }
    }
    None
}
