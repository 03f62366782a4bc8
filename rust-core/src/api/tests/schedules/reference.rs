//! The table of states, written down once more as text, and what it allows to whom.

use std::collections::BTreeMap;

use payung_model::journey::{OfficeState, State};
use payung_model::sealed::RegistrationId;

use super::office::{AtOffice, Played};
use crate::vault::Store;

/// state, event, next state. What is not here does not happen.
const TABLE: &str = "
ready            take_back   draft
ready            take_back   needs_correction
ready            first_byte  sending
ready            park        parked
sending          received    received
sending          correction  needs_correction
sending          park        parked
received         correction  needs_correction
needs_correction seal        ready
parked           received    received
parked           correction  needs_correction
parked           unpark      ready
*                accepted    accepted
*                refused     refused
*                withdraw    withdrawn
";

/// Who acted in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A sync was polled once.
    Run,
    Ready,
    TakeBack,
    Withdraw,
    SendNow,
    /// A call that makes a request ready at once.
    Asks,
    /// Any call that changes no state.
    Other,
}

/// A registration as the reference believes it to be.
#[derive(Clone, Debug)]
pub struct Known {
    pub state: State,
    pub revision: u32,
    pub wish: bool,
    /// Some revision of it may have left.
    pub left: bool,
    /// What it was before it was made ready.
    before: State,
    seen: usize,
    bytes_sent: u64,
}

#[derive(Default)]
pub struct Reference {
    pub known: BTreeMap<RegistrationId, Known>,
}

impl Known {
    pub fn may_be_taken_back(&self) -> bool {
        self.state == State::Ready
            && !self.wish
            && (!self.left || self.before == State::NeedsCorrection)
    }
}

impl Actor {
    fn may(self, event: &str) -> bool {
        match self {
            Self::Run => !matches!(event, "seal" | "take_back"),
            Self::Ready => event == "seal",
            Self::TakeBack => event == "take_back",
            Self::Withdraw => event == "withdraw",
            Self::SendNow => event == "unpark",
            Self::Asks | Self::Other => false,
        }
    }
}

impl Reference {
    /// Compares what stands in the vault after a step with what stood there before it.
    pub fn observe(&mut self, actor: Actor, store: &Store, office: &Played) -> Result<(), String> {
        let rows = store.registrations(None, 99).unwrap().rows;
        let gone: Vec<_> = self
            .known
            .keys()
            .filter(|id| rows.iter().all(|row| row.id != **id))
            .copied()
            .collect();
        for id in gone {
            let known = self.known.remove(&id).unwrap();
            if actor != Actor::TakeBack || !known.may_be_taken_back() || known.left {
                return Err(format!(
                    "{actor:?} made a registration vanish that was {}",
                    known.state
                ));
            }
        }
        for row in rows {
            let events = store.events(row.id).unwrap();
            let known = match self.known.get_mut(&row.id) {
                Some(known) => known,
                None if matches!(actor, Actor::Ready | Actor::Asks) => {
                    let (state, revision) = (State::Ready, 1);
                    let first = Known {
                        state,
                        revision,
                        wish: false,
                        left: false,
                        before: State::Draft,
                        seen: 1,
                        bytes_sent: 0,
                    };
                    self.known.entry(row.id).or_insert(first)
                }
                None => return Err(format!("{actor:?} brought a registration")),
            };
            for event in &events[known.seen..] {
                let at_office = office.registrations.get(&row.id);
                step(
                    known,
                    event.state,
                    event.revision,
                    actor,
                    at_office.map(|at| at.state),
                )?;
                if event.state == State::Received && !at_office.is_some_and(AtOffice::is_whole) {
                    return Err("received, and the office does not have its photo".into());
                }
            }
            known.seen = events.len();
            if (row.state, row.revision) != (known.state, known.revision) {
                return Err(format!(
                    "{} {} stands there, its history says {}",
                    row.state, row.revision, known.state
                ));
            }
            if known.wish && !row.withdraw_wanted && !row.state.is_final() {
                return Err(format!("{actor:?} forgot the wish to withdraw"));
            }
            if row.withdraw_wanted && !known.wish && actor != Actor::Withdraw {
                return Err(format!("{actor:?} wishes to withdraw"));
            }
            known.wish = row.withdraw_wanted;
            if row.bytes_sent < known.bytes_sent {
                return Err("bytes that were sent are forgotten".into());
            }
            known.bytes_sent = row.bytes_sent;
            let waits = store.outbox(row.id).unwrap().is_some();
            if waits != matches!(row.state, State::Ready | State::Sending | State::Parked) {
                return Err(format!("{}: it waits in the outbox: {waits}", row.state));
            }
        }
        Ok(())
    }

    /// Everything has come to rest: phone and office must agree.
    pub fn at_rest(&self, office: &Played) -> Result<(), String> {
        for (id, known) in &self.known {
            let right = match office.registrations.get(id) {
                None => known.state == State::Withdrawn,
                Some(at) => match at.state {
                    OfficeState::Accepted => known.state == State::Accepted,
                    OfficeState::Refused => known.state == State::Refused,
                    OfficeState::Withdrawn => known.state == State::Withdrawn,
                    OfficeState::NeedsCorrection => {
                        (known.state, known.revision) == (State::NeedsCorrection, at.revision)
                    }
                    OfficeState::Received => {
                        (known.state, known.revision) == (State::Received, at.revision)
                    }
                    OfficeState::Receiving => false,
                },
            };
            if !right || known.wish {
                let at = office
                    .registrations
                    .get(id)
                    .map(|at| (at.state, at.revision));
                return Err(format!(
                    "at rest the phone says {} {}, the office {at:?}",
                    known.state, known.revision
                ));
            }
        }
        match office
            .registrations
            .keys()
            .find(|id| !self.known.contains_key(id))
        {
            Some(_) => Err("the office has a registration that this phone took back".into()),
            None => Ok(()),
        }
    }
}

/// One line of history.
fn step(
    known: &mut Known,
    state: State,
    revision: u32,
    actor: Actor,
    at_office: Option<OfficeState>,
) -> Result<(), String> {
    let told = format!(
        "{actor:?}: {} {} became {state} {revision}",
        known.state, known.revision
    );
    let sealed_again = actor == Actor::Run
        && state == known.state
        && matches!(state, State::Ready | State::Sending)
        && revision == known.revision + 1;
    if !sealed_again {
        let fits = |line: &str| {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let from =
                cells[0] == known.state.as_str() || (cells[0] == "*" && !known.state.is_final());
            (from && cells[2] == state.as_str() && actor.may(cells[1])).then(|| cells[1].to_owned())
        };
        let event = TABLE
            .trim()
            .lines()
            .find_map(fits)
            .ok_or_else(|| told.clone())?;
        let right = match event.as_str() {
            "seal" => revision == known.revision + 1 && !known.wish,
            "unpark" => revision == known.revision || revision == known.revision + 1,
            "take_back" => revision < known.revision && known.may_be_taken_back(),
            "first_byte" => revision == known.revision && !known.wish,
            // By the worker only what never left; by a run only what the office knows, or never
            // heard of.
            "withdraw" if actor == Actor::Withdraw => revision == known.revision && !known.left,
            "withdraw" => known.wish || at_office == Some(OfficeState::Withdrawn),
            _ => revision == known.revision,
        };
        if !right {
            return Err(told);
        }
    }
    if matches!(state, State::Ready) && !sealed_again {
        known.before = known.state;
    }
    known.left |= !matches!(state, State::Ready | State::Parked);
    (known.state, known.revision) = (state, revision);
    Ok(())
}
