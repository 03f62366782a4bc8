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

#[test]
fn a_list_opens_one_record_for_each_draft_that_did_not_change() {
    let phone = Phone::new();
    let payung = phone.open();
    let drafts: Vec<String> = (0..5).map(|_| filled(&payung)).collect();
    let names = || -> Vec<(String, String)> {
        payung.app.close_all();
        let page = payung.drafts().page(0).unwrap();
        let line = |line: DraftLine| (line.name.reveal().to_owned(), line.line);
        page.drafts.into_iter().map(line).collect()
    };
    let opened = || during(|| drop(names())).opened;
    let answers = opened();
    assert!(answers > 5 * 20, "whole drafts at first: {answers}");
    let before = names();
    assert_eq!(opened(), 5, "then a label each");
    assert_eq!(names(), before);
    assert_eq!(before[0].0, "SITI CONTOH");

    // One is changed, even if the clock stands still; another goes.
    let rename = |draft: &str, name: &str| {
        let drafts = payung.drafts();
        drafts
            .answer(draft.to_owned(), "name".into(), secret(name))
            .unwrap();
    };
    payung.drafts().discard(drafts[4].clone()).unwrap();
    rename(&drafts[2], "BUDI CONTOH");
    let some = opened();
    assert!(
        some > 3 + 20 && some < 3 + answers / 4,
        "{some} of {answers}"
    );
    assert_eq!(opened(), 4);
    let renamed = names();
    assert_eq!(renamed.len(), 4);
    assert_eq!(
        renamed
            .iter()
            .filter(|line| line.0 == "BUDI CONTOH")
            .count(),
        1
    );

    // Another language, another day and other rules have other lines.
    let changed = during(|| drop(payung.set_language(Language::En).unwrap()));
    assert!(changed.opened > 4 * 20, "{changed:?}");
    assert_ne!(names()[0].1, before[0].1);
    phone.set_day(1, 9);
    assert!(opened() > 4 * 20);
    phone.bring(&payung, 1, |files| {
        let texts = files.get_mut("texts/en.ftl").unwrap();
        let other = String::from_utf8(texts.clone()).unwrap();
        *texts = other
            .replace("draft-line = Filled in", "draft-line = CONTOH")
            .into_bytes();
    });
    assert!(names()[0].1.starts_with("CONTOH"), "{:?}", names()[0]);
    assert_eq!(opened(), 4);
}

#[test]
fn a_full_disk_takes_no_list_away() {
    let phone = Phone::new();
    let payung = phone.open();
    filled(&payung);
    let store = &payung.app.store;
    store.read_only(true);
    assert_eq!(payung.drafts().page(0).unwrap().drafts.len(), 1);
    store.read_only(false);
    assert!(store.drafts().unwrap()[0].label.is_none());
    payung.drafts().page(0).unwrap();
    assert!(store.drafts().unwrap()[0].label.is_some());
}
