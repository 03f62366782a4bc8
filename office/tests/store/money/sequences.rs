//! Random months of members who pay, do not pay, and are paid for, with the real worker: what is
//! billed is what their phones call due, what is paid is covered once, and the money adds up.

use std::collections::BTreeSet;
use std::time::Duration;

use payung_model::content::Content;
use payung_model::cover::{Cover, CoverState, Due};
use payung_model::units::Month;
use payung_office::billing::BillState;
use payung_office::store::money::Ending;
use serde_json::json;

use super::payers::{code, enter_for, settle};
use super::shop::Shop;
use crate::common::dice::Dice;
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// Sequences, and events of each.
const SEEDS: u64 = 4;
const EVENTS: usize = 36;

pub(crate) fn random_months_are_billed_as_phones_say_and_paid_once(f: &Fixture) {
    let mut shop = Shop::new(f);
    for seed in 0..SEEDS {
        sequence(&mut shop, seed);
    }
}

fn sequence(shop: &mut Shop<'_>, seed: u64) {
    let mut dice = Dice(seed);
    let content = Content::built_in().unwrap();
    let nik = 1 + 4 * u8::try_from(seed).unwrap();
    let members = [0, 1].map(|one| shop.received(nik + one, |_| {}));
    let payer = shop.received(nik + 2, |phone| phone.purpose = "payer");
    settle(shop);
    let all = [&members[0], &members[1], &payer];
    for event in 0..EVENTS {
        let at = format!("seed {seed}, event {event}");
        let member = &members[usize::try_from(dice.roll(2)).unwrap()];
        match dice.roll(10) {
            0..=3 => {
                let phone = all[usize::try_from(dice.roll(3)).unwrap()];
                let open = shop.bills(phone).into_iter().map(|row| row.bill);
                if let Some(bill) = open.into_iter().find(|bill| bill.state == BillState::Open) {
                    let more = [0, 0, 7, 40_000][usize::try_from(dice.roll(4)).unwrap()];
                    let amount = payung_model::units::Rupiah(bill.total.0 + more);
                    shop.acquirer.pay(bill.id, Some(amount), shop.now);
                }
            }
            4 => {
                let months = [1, 2, 3, 6][usize::try_from(dice.roll(4)).unwrap()];
                let store = &shop.f.store;
                store
                    .ask_bill(member.id, "asked", Some(months), shop.now, None)
                    .unwrap();
            }
            5 => {
                let taken = code(shop, member);
                let months = [1, 3][usize::try_from(dice.roll(2)).unwrap()];
                enter_for(shop, &payer, taken, months);
            }
            6 => {
                let store = &shop.f.store;
                store
                    .end_arrangement(member.id, &Ending::ByMember, &shop.f.key, shop.now)
                    .unwrap();
            }
            7 => {
                let percent = [25, 40, 50][usize::try_from(dice.roll(3)).unwrap()];
                shop.sign(|tariff| {
                    for rule in tariff["discounts"].as_array_mut().unwrap() {
                        rule["percent"] = json!(percent);
                    }
                });
            }
            _ => {
                let days = [3, 10, 20, 35][usize::try_from(dice.roll(4)).unwrap()];
                shop.now = shop.now.plus(Duration::from_secs(days * 24 * 3_600));
            }
        }
        settle(shop);
        for member in &members {
            agrees(shop, &content, member, &all, &at);
        }
        shop.balances();
    }
}

/// What phone and office say of one member.
fn agrees(shop: &Shop<'_>, content: &Content, member: &Phone, all: &[&Phone], at: &str) {
    let account = shop.f.store.member_account(member.id).unwrap();
    let (paid, today) = (account.paid_months(), shop.now.date());
    let cover = Cover::of(&content.cover, &content.calendar, &paid, today);
    // At most one live bill asks for a month, whoever pays, and only for months that are due.
    let mut billed = BTreeSet::new();
    for (month, _) in &account.billed {
        assert!(billed.insert(*month), "{at}: {month} is billed twice");
        assert!(paid.of(*month).is_none(), "{at}: {month} is paid");
        if matches!(
            cover.state,
            CoverState::Ended { .. } | CoverState::NotYet { .. }
        ) {
            assert!(*month >= today.month(), "{at}: {month} is over");
        }
    }
    let count = u8::try_from(billed.len()).unwrap();
    let due: BTreeSet<Month> = Due::of(&content.cover, &paid, today, count)
        .months
        .into_iter()
        .collect();
    assert_eq!(billed, due, "{at}: the oldest first, and no gap");
    // Whatever was said to be credited by a receipt is covered, and nothing else is.
    let mut told: Vec<Month> = Vec::new();
    for phone in all {
        let of_member = |line: &&payung_office::billing::BillLine| line.member == member.id;
        for row in shop.bills(phone) {
            let bill = row.bill;
            if bill.state == BillState::Paid {
                told.extend(bill.lines.iter().filter(of_member).map(|line| line.month));
            }
        }
    }
    for month in &told {
        assert!(paid.of(*month).is_some(), "{at}: {month} was paid");
    }
    let shown: Vec<String> = paid
        .months()
        .iter()
        .map(|it| it.month.to_string())
        .collect();
    assert_eq!(
        shop.covered(member),
        shown,
        "{at}: the phone knows all of it"
    );
}
