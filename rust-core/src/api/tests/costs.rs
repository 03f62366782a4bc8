//! What lists cost, counted and not timed.

use super::*;
use crate::vault::tests::count::during;

#[test]
fn the_first_screen_and_a_page_cost_the_same_with_one_page_and_with_three() {
    let phone = Phone::new();
    let payung = phone.open();
    // One page of 20, and one more by which the app knows that there are more.
    (0..21).for_each(|_| drop(ready(&payung)));
    let start = |_| drop(payung.drafts().start("bpu".into()).unwrap());
    (0..21).for_each(start);
    payung.app.close_all();
    let home = || payung.home().unwrap();
    let page = || payung.registrations().page(None).unwrap();
    let drafts = || payung.drafts().page(0).unwrap();
    let cost = || (during(home), during(page), during(drafts));
    let (few, opened) = (cost(), payung.home().unwrap());
    assert_eq!((opened.registrations.len(), opened.drafts.len()), (20, 20));
    assert!(few.0.0 > 0 && few.0.1 > 0, "it is counted: {few:?}");
    (0..40).for_each(|_| drop(ready(&payung)));
    (0..40).for_each(start);
    payung.app.close_all();
    assert_eq!(cost(), few, "records opened and reads of the database: home, registrations, drafts");
    let (mut seen, mut before) = (0, None);
    while let Some(last) = {
        let page = payung.registrations().page(before.take()).unwrap();
        seen += page.registrations.len();
        page.registrations.last().filter(|_| page.more).map(|view| view.registration.clone())
    } {
        before = Some(last);
    }
    assert_eq!(seen, 61, "paging on finds all of them");
}

#[test]
fn a_list_of_drafts_opens_no_record_without_the_key() {
    let phone = Phone::new();
    let payung = phone.open();
    ready(&payung);
    payung.drafts().start("bpu".into()).unwrap();
    payung.lock();
    assert_eq!(during(|| payung.home().unwrap()).0, 0);
}
