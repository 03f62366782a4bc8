//! What goes wrong with `--faults SEED`: the same requests in the same order meet the same faults.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What happens to one request of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// 500, and nothing was done.
    Refused,
    /// It was done, and the answer is 500 all the same.
    Denied,
    /// It was done, and the connection ends without an answer.
    Cut,
    /// It is done, and answered late.
    Late(Duration),
}

/// Draws that can be had again.
pub struct Faults(Mutex<State>);

struct State {
    draws: u64,
    /// Payments that are reported after so many more polls, by their place.
    held: Vec<(usize, u64)>,
}

impl Faults {
    pub fn new(seed: u64) -> Self {
        let draws = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        Self(Mutex::new(State {
            draws,
            held: Vec::new(),
        }))
    }

    /// One request in three meets something.
    pub fn next(&self) -> Fault {
        let mut state = self.state();
        match state.below(15) {
            0 => Fault::Refused,
            1 => Fault::Denied,
            2 => Fault::Cut,
            3 | 4 => Fault::Late(Duration::from_millis(50 + state.below(1_000))),
            _ => Fault::None,
        }
    }

    /// Is the next payment reported late?
    pub fn holds(&self) -> bool {
        self.state().below(3) == 0
    }

    /// Somebody asks for reports: the payments that are reported now. `unreported`: those that never
    /// were. `last` was reported before, and now and then it is again.
    pub fn released(&self, unreported: &[usize], last: Option<usize>) -> Vec<usize> {
        let mut state = self.state();
        for place in unreported {
            if !state.held.iter().any(|(held, _)| held == place) {
                let polls = state.below(4);
                state.held.push((*place, polls));
            }
        }
        if let Some(place) = last.filter(|_| state.below(6) == 0) {
            let polls = state.below(3);
            state.held.push((place, polls));
        }
        let (now, later): (Vec<_>, Vec<_>) = state.held.iter().partition(|(_, polls)| *polls == 0);
        state.held = later
            .into_iter()
            .map(|(place, polls)| (place, polls - 1))
            .collect();
        now.into_iter().map(|(place, _)| place).collect()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn below(&mut self, limit: u64) -> u64 {
        self.draws ^= self.draws << 13;
        self.draws ^= self.draws >> 7;
        self.draws ^= self.draws << 17;
        (self.draws >> 16) % limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_is_one_row_of_faults_and_every_kind_comes() {
        let row = |seed| {
            let faults = Faults::new(seed);
            (0..200).map(|_| faults.next()).collect::<Vec<_>>()
        };
        assert_eq!(row(7), row(7));
        assert_ne!(row(7), row(8));
        let has = |fits: fn(&Fault) -> bool| row(7).iter().any(fits);
        assert!(has(|fault| *fault == Fault::Refused) && has(|fault| *fault == Fault::Denied));
        assert!(has(|fault| *fault == Fault::Cut) && has(|fault| matches!(fault, Fault::Late(_))));
    }

    #[test]
    fn what_is_held_comes_in_the_end_and_some_of_it_twice() {
        let faults = Faults::new(3);
        let mut unreported: Vec<usize> = (0..20).collect();
        let (mut told, mut last) = (Vec::new(), None);
        for _ in 0..40 {
            for place in faults.released(&unreported, last) {
                unreported.retain(|other| *other != place);
                told.push(place);
                last = Some(place);
            }
        }
        assert!(unreported.is_empty() && told.len() > 20, "{told:?}");
        assert!(
            told.windows(2).any(|pair| pair[0] > pair[1]),
            "out of order"
        );
    }
}
