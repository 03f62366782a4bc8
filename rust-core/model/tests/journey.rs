//! The table of states and events, written out in full, and walked.

use payung_model::journey::{Event, OfficeState, State, UnknownState};
use proptest::prelude::*;

/// One row a state, one column an event, in the order of `Event::ALL`. A dot: nothing changes.
const TABLE: &str = "
                  Seal  TakeBack FirstByte Received Accepted CorrectionAsked  Refused Withdraw  Park   Unpark Erased
draft             ready .        .         .        accepted .                refused withdrawn .      .      erased
ready             .     draft    sending   .        accepted .                refused withdrawn parked .      erased
sending           .     .        .         received accepted needs_correction refused withdrawn parked .      erased
received          .     .        .         .        accepted needs_correction refused withdrawn .      .      erased
needs_correction  ready .        .         .        accepted .                refused withdrawn .      .      erased
parked            .     .        .         received accepted needs_correction refused withdrawn .      ready  erased
accepted          .     .        .         .        .        .                .       .         .      .      .
refused           .     .        .         .        .        .                .       .         .      .      .
withdrawn         .     .        .         .        .        .                .       .         .      .      .
erased            .     .        .         .        .        .                .       .         .      .      .
";

#[test]
fn every_state_answers_every_event_as_the_table_says() {
    let mut lines = TABLE.trim().lines();
    let events: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(events, Event::ALL.map(|event| format!("{event:?}")));

    let mut walked = 0;
    for (line, state) in lines.by_ref().zip(State::ALL) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(cells.len(), 12, "{line}");
        assert_eq!(cells[0].parse(), Ok(state));
        for (cell, event) in cells[1..].iter().zip(Event::ALL) {
            let expected = (*cell != ".").then(|| cell.parse::<State>().unwrap());
            assert_eq!(state.after(event), expected, "{state} when {event:?}");
            walked += 1;
        }
    }
    assert_eq!((walked, lines.next()), (110, None));
}

#[test]
fn the_table_in_the_docs_is_the_table_that_is_walked() {
    let source = include_str!("../src/journey.rs");
    let rows: Vec<Vec<String>> = source
        .lines()
        .filter_map(|line| line.strip_prefix("//! | **"))
        .flat_map(|row| {
            let cells: Vec<&str> = row
                .trim_end_matches('|')
                .split('|')
                .map(str::trim)
                .collect();
            // The final states share a row.
            let states: Vec<String> = cells[0]
                .split(',')
                .map(|name| name.trim_matches([' ', '*']).into())
                .collect();
            let rest: Vec<String> = cells[1..].iter().map(|cell| (*cell).to_string()).collect();
            states
                .into_iter()
                .map(move |state| [vec![state], rest.clone()].concat())
        })
        .collect();
    let walked: Vec<Vec<String>> = TABLE
        .trim()
        .lines()
        .skip(1)
        .map(|line| {
            line.split_whitespace()
                .map(|cell| cell.replace('_', " ").replace('.', "·"))
                .collect()
        })
        .collect();
    assert_eq!(rows, walked);
}

#[test]
fn a_registration_that_is_corrected_once_reaches_acceptance() {
    let mut state = State::Draft;
    for event in [
        Event::Seal,
        Event::TakeBack,
        Event::Seal,
        Event::FirstByte,
        Event::Park,
        Event::Unpark,
        Event::FirstByte,
        Event::Received,
        Event::CorrectionAsked,
        Event::Seal,
        Event::FirstByte,
        Event::Received,
        Event::Accepted,
    ] {
        state = state
            .after(event)
            .unwrap_or_else(|| panic!("{state} does not take {event:?}"));
    }
    assert_eq!(state, State::Accepted);
}

#[test]
fn a_phone_that_is_sending_hears_the_end_before_the_beginning() {
    assert_eq!(
        State::Sending.after_office(OfficeState::Accepted, 1, 1),
        Some(State::Accepted)
    );
    assert_eq!(
        State::Accepted.after_office(OfficeState::Received, 1, 1),
        None
    );
    assert_eq!(
        State::Sending.after_office(OfficeState::NeedsCorrection, 1, 1),
        Some(State::NeedsCorrection)
    );
    assert_eq!(
        State::NeedsCorrection.after_office(OfficeState::Received, 1, 1),
        None
    );
}

#[test]
fn old_news_does_not_call_back_the_next_revision_but_final_words_do() {
    for state in [State::Ready, State::Sending, State::Parked] {
        assert_eq!(state.after_office(OfficeState::NeedsCorrection, 1, 2), None);
        assert_eq!(state.after_office(OfficeState::Received, 1, 2), None);
        assert_eq!(
            state.after_office(OfficeState::Accepted, 1, 2),
            Some(State::Accepted)
        );
        assert_eq!(
            state.after_office(OfficeState::Refused, 1, 2),
            Some(State::Refused)
        );
        assert_eq!(
            state.after_office(OfficeState::Withdrawn, 1, 2),
            Some(State::Withdrawn)
        );
    }
}

#[test]
fn receiving_is_no_news() {
    for state in State::ALL {
        assert_eq!(state.after_office(OfficeState::Receiving, 1, 1), None);
    }
}

#[test]
fn the_words_are_those_of_serde_and_are_read_back() {
    for state in State::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        assert_eq!(state.as_str().parse(), Ok(state));
        assert_eq!(state.to_string(), state.as_str());
    }
    for state in OfficeState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        assert_eq!(state.as_str().parse(), Ok(state));
        assert_eq!(state.to_string(), state.as_str());
    }
    assert_eq!("Draft".parse::<State>(), Err(UnknownState));
    assert_eq!("draft".parse::<OfficeState>(), Err(UnknownState));
}

#[test]
fn what_is_final_for_the_office_ends_final_on_the_phone() {
    for news in OfficeState::ALL {
        if let Some(state) = State::Sending.after_office(news, 1, 1) {
            assert_eq!(state.is_final(), news.is_final(), "{news}");
        }
    }
}

fn event() -> impl Strategy<Value = Event> {
    prop::sample::select(Event::ALL.to_vec())
}

proptest! {
    #[test]
    fn no_sequence_of_events_leaves_a_final_state_or_the_set(events in prop::collection::vec(event(), 0..60)) {
        let mut state = State::Draft;
        for event in events {
            let next = state.after(event);
            if state.is_final() {
                prop_assert_eq!(next, None);
            }
            prop_assert_ne!(next, Some(state), "an event that changes nothing gives none");
            state = next.unwrap_or(state);
            prop_assert!(State::ALL.contains(&state));
        }
    }

    #[test]
    fn an_event_that_comes_twice_at_once_counts_once(events in prop::collection::vec(event(), 0..60)) {
        let walk = |repeat: usize| {
            events.iter().flat_map(|event| std::iter::repeat_n(*event, repeat))
                .fold(State::Draft, |state, event| state.after(event).unwrap_or(state))
        };
        prop_assert_eq!(walk(1), walk(2));
    }

    #[test]
    fn from_everywhere_but_the_end_the_worker_can_withdraw(events in prop::collection::vec(event(), 0..60)) {
        let state = events.into_iter().fold(State::Draft, |state, event| state.after(event).unwrap_or(state));
        prop_assert_eq!(state.after(Event::Withdraw), (!state.is_final()).then_some(State::Withdrawn));
    }
}
