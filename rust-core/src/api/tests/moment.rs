//! All that a call decides rests on one moment: the clock is read once, also when a call runs into
//! midnight.

use payung_model::cover::reminder::ReminderAction;
use payung_model::programme::{Payer, Programme, Work};

use super::cover::with_november;
use super::*;
use crate::lock::lock;

/// A call of the API, by its name.
type Call<'c> = (&'static str, Box<dyn Fn() + 'c>);

#[test]
fn no_call_asks_the_clock_twice() {
    let phone = Phone::new();
    let (payung, registration) = with_november(&phone);
    let (drafts, registrations) = (payung.drafts(), payung.registrations());
    let (cover, reminders, incidents) = (payung.cover(), payung.reminders(), payung.incidents());
    let (bills, payers) = (payung.bills(), payung.payers());
    let (id, today) = (|| registration.clone(), || "2026-11-23".to_owned());
    let draft = drafts.start("bpu".into()).unwrap().draft;
    let another = || drafts.start("bpu".into()).unwrap().draft;
    let to_discard = Mutex::new(vec![another(), another()]);
    let dues = || DuesRequest {
        income: 1_500_000,
        work: Work::Other,
        payer: Payer::Own,
        programmes: vec![Programme::Jkk, Programme::Jkm],
        months: 1,
        from: "2026-11".into(),
    };
    let calls: Vec<Call<'_>> = vec![
        ("home", Box::new(|| drop(payung.home().unwrap()))),
        ("drafts", Box::new(|| drop(drafts.page(0).unwrap()))),
        (
            "start",
            Box::new(|| drop(drafts.start("bpu".into()).unwrap())),
        ),
        (
            "resume",
            Box::new(|| drop(drafts.resume(draft.clone()).unwrap())),
        ),
        (
            "discard",
            Box::new(|| {
                let draft = lock(&to_discard).pop().unwrap();
                drop(drafts.discard(draft).unwrap());
            }),
        ),
        (
            "registrations",
            Box::new(|| drop(registrations.page(None).unwrap())),
        ),
        (
            "status",
            Box::new(|| drop(registrations.status(id()).unwrap())),
        ),
        ("cover", Box::new(|| drop(cover.of(id(), None).unwrap()))),
        (
            "reminders",
            Box::new(|| drop(reminders.of(id(), None, 90).unwrap())),
        ),
        (
            "all reminders",
            Box::new(|| drop(reminders.all(90).unwrap())),
        ),
        (
            "calendar",
            Box::new(|| drop(reminders.ics(id(), 90).unwrap())),
        ),
        (
            "settings",
            Box::new(|| {
                let chosen = reminders.settings(id()).unwrap();
                phone.clock.reads.store(0, Ordering::Release);
                drop(reminders.set_settings(id(), chosen).unwrap());
            }),
        ),
        (
            "tomorrow",
            Box::new(|| drop(reminders.answer(id(), ReminderAction::Tomorrow).unwrap())),
        ),
        (
            "incident",
            Box::new(|| {
                drop(
                    incidents
                        .note(id(), "accident".into(), Some(NOW), None)
                        .unwrap(),
                );
            }),
        ),
        (
            "jar",
            Box::new(|| drop(cover.begin_jar(id(), 1_000).unwrap())),
        ),
        (
            "mark",
            Box::new(|| drop(cover.mark(id(), Some(today())).unwrap())),
        ),
        ("bills", Box::new(|| drop(bills.list(id()).unwrap()))),
        ("receipts", Box::new(|| drop(bills.receipts(id()).unwrap()))),
        (
            "statement",
            Box::new(|| drop(bills.statement(id(), 2026).unwrap())),
        ),
        ("payers", Box::new(|| drop(payers.of(id()).unwrap()))),
        (
            "dues",
            Box::new(|| drop(payung.lookup().dues(dues()).unwrap())),
        ),
        (
            "send now",
            Box::new(|| drop(payung.connection().send_now(id()).unwrap())),
        ),
    ];
    // The clock goes on by a second at each question, as while a slow phone works.
    phone.clock.step.store(1_000, Ordering::Release);
    let mut wrong = Vec::new();
    for (name, call) in &calls {
        for fresh in [true, false] {
            if fresh {
                payung.app.close_all();
            }
            phone.clock.reads.store(0, Ordering::Release);
            call();
            let reads = phone.clock.reads.load(Ordering::Acquire);
            if reads > 1 {
                wrong.push(format!("{name}: {reads}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join(", "));
}
