//! What lists cost, counted and not timed.

use super::*;
use crate::vault::tests::count::during;

#[test]
fn the_first_screen_and_a_page_cost_the_same_with_25_and_with_5000_registrations() {
    let phone = Phone::new();
    let payung = phone.open();
    let start = |_| {
        let view = payung.drafts().start("bpu".into()).unwrap();
        payung
            .drafts()
            .answer(view.draft, view.step.id, secret("yes"))
            .unwrap();
    };
    (0..21).for_each(start);
    // The page shows real ones. The older ones are copies of rows: sealing 5,000 forms would take
    // minutes.
    let oldest = ready(&payung);
    reach(&payung, &oldest, State::Received);
    let copies = |number| payung.app.store.copy_registration(id(&oldest), number);
    copies(3);
    // Ids begin with their time: the next ones are newer than every copy.
    phone.set_day(1, 9);
    (0..21).for_each(|_| drop(ready(&payung)));
    let cost = || {
        payung.app.close_all();
        let home = during(|| payung.home().unwrap());
        let page = during(|| payung.registrations().page(None).unwrap());
        let drafts = during(|| payung.drafts().page(0).unwrap());
        [home, page, drafts]
    };
    let _ = cost();
    let few = cost();
    let home = payung.home().unwrap();
    assert_eq!(
        (
            home.registrations.len(),
            home.drafts.len(),
            home.more_registrations
        ),
        (20, 20, true)
    );
    copies(4_975);
    let _ = cost();
    let many = cost();
    assert_eq!(payung.app.store.count_registrations().unwrap(), 5_000);
    for (at, (few, many)) in few.into_iter().zip(many).enumerate() {
        assert!(
            few.steps > 0 && few.opened > 0,
            "{at}: it is counted: {few:?}"
        );
        assert_eq!(
            (few.opened, few.statements),
            (many.opened, many.statements),
            "{at}"
        );
        // Some steps more, for a deeper index; 200 times as many rows would take far more.
        assert!(
            many.steps <= few.steps + few.steps / 10,
            "{at}: {few:?}, {many:?}"
        );
    }
    // Registrations, histories, outbox, inboxes and completions: five statements, however many
    // lines the page has.
    assert_eq!(many[1].statements, 5, "{many:?}");
    let (mut seen, mut before) = (0, None);
    while let Some(last) = {
        let page = payung.registrations().page(before.take()).unwrap();
        seen += page.registrations.len();
        page.registrations
            .last()
            .filter(|_| page.more)
            .map(|view| view.registration.clone())
    } {
        before = Some(last);
    }
    assert_eq!(seen, 5_000, "paging on finds all of them");
}

#[test]
fn a_list_of_drafts_opens_no_record_without_the_key() {
    let phone = Phone::new();
    let payung = phone.open();
    ready(&payung);
    payung.drafts().start("bpu".into()).unwrap();
    payung.lock();
    assert_eq!(during(|| payung.home().unwrap()).opened, 0);
}
