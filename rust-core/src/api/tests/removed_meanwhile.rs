//! Lists that are read while another call removes what stands in them.

use std::sync::atomic::AtomicBool;
use std::thread;

use super::*;

/// A list that did not expect it failed within the first few of these.
const ROUNDS: usize = 20;

#[test]
fn a_list_goes_on_without_a_row_that_another_call_removes() {
    let phone = Phone::new();
    let payung = phone.open();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let removing = scope.spawn(|| {
            for _ in 0..ROUNDS {
                let draft = payung.drafts().start("bpu".into()).unwrap().draft;
                payung.drafts().discard(draft).unwrap();
                let registration = ready(&payung);
                let draft = payung.registrations().take_back(registration).unwrap();
                payung.drafts().discard(draft.draft).unwrap();
            }
            over.store(true, Ordering::Relaxed);
        });
        while !over.load(Ordering::Relaxed) && !removing.is_finished() {
            payung.home().unwrap();
            payung.reminders().all(30).unwrap();
        }
        removing.join().unwrap();
    });
    assert!(payung.home().unwrap().drafts.is_empty());
}
