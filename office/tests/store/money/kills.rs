//! A worker that is killed at any moment.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use payung_model::units::Rupiah;
use payung_office::billing::BillState;
use payung_office::store::money::BillFilter;

use super::shop::Shop;
use crate::acquirer::Mood;
use crate::common::dice::Dice;
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// The worker is killed before or after each of its calls, the acquirer is gone or mute, reports
/// come twice and out of order, people pay whatever can be paid, withdraw, and are asked again. At
/// each moment what came is in the books once, and at the end every payment is.
pub(crate) fn killed_between_any_two_steps_the_ledger_balances(f: &Fixture) {
    let mut shop = Shop::new(f);
    let hush = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<&str>().unwrap_or(&"");
        if !said.starts_with("killed ") {
            hush(panic);
        }
    }));
    let mut kills = 0;
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let mut phones: Vec<Phone> = Vec::new();
        shop.acquirer.inside().untidy = dice.roll(2) == 0;
        for step in 0..30 {
            match dice.roll(8) {
                0..=1 => phones.push(shop.received((seed * 40 + step) as u8, |_| {})),
                2..=3 => {
                    let payable = shop.acquirer.payable(shop.now.date());
                    if let Some(bill) = payable.get(dice.roll(payable.len().max(1) as u64) as usize)
                    {
                        let amount = [None, None, Some(Rupiah(50_000)), Some(Rupiah(1))];
                        shop.acquirer
                            .pay(*bill, amount[dice.roll(4) as usize], shop.now);
                    }
                }
                4 => {
                    if let Some(phone) = phones.get(dice.roll(9) as usize) {
                        f.store
                            .ask_bill(phone.id, "asked", Some(3), shop.now, None)
                            .unwrap();
                    }
                }
                5 => {
                    if let Some(phone) = phones.get(dice.roll(20) as usize) {
                        f.get(f.store.withdraw(phone.id, shop.now));
                    }
                }
                _ => {
                    let mood = [Mood::KillsBefore, Mood::KillsAfter, Mood::Mute, Mood::Gone];
                    let mood = mood[dice.roll(4) as usize];
                    shop.acquirer.inside().at = Some((dice.roll(5) as u32, mood));
                }
            }
            shop.now = shop.now.plus(Duration::from_secs(dice.roll(900)));
            let now = shop.now;
            let passed = catch_unwind(AssertUnwindSafe(|| shop.worker.pass(now)));
            if let Ok(done) = passed {
                done.unwrap();
            } else {
                kills += 1;
                shop.reopen();
            }
            if dice.roll(3) == 0 {
                shop.acquirer.inside().mood = Mood::Good;
            }
            shop.balances();
        }
        let mut inside = shop.acquirer.inside();
        (inside.at, inside.mood) = (None, Mood::Good);
        drop(inside);
        shop.reopen();
        shop.settle();
        let (credited, unapplied, refunded) = shop.balances();
        assert_eq!(
            credited + unapplied + refunded,
            shop.acquirer.taken(),
            "seed {seed}: every payment is booked once"
        );
        let open: Vec<_> = f
            .store
            .bills(BillFilter::State(BillState::Open), 1000)
            .unwrap()
            .iter()
            .map(|row| row.bill.id)
            .collect();
        for bill in shop.acquirer.payable(shop.now.date()) {
            assert!(
                open.contains(&bill),
                "seed {seed}: {bill} can be paid and is not open"
            );
        }
    }
    let _ = std::panic::take_hook();
    assert!(kills > 10, "{kills}");
}
