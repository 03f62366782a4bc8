//! Who pays for whom, over each database.

use std::time::Duration;

use payung_model::sealed::inbox::{ItemBody, PayersNote};
use payung_model::sealed::{Digest, PayCode};
use payung_model::units::Rupiah;
use payung_office::billing::{BillState, PayerId};
use payung_office::random::SystemRandom;
use payung_office::store::money::{
    BillFilter, Ending, Fund, NewPayCode, PayCodeEntered, PayCodeTaken, SponsoredMember,
};

use super::shop::{NOVEMBER, Shop, month};
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// A new code of that phone.
pub(super) fn code(shop: &Shop<'_>, phone: &Phone) -> Digest {
    let code = PayCode::new(&mut SystemRandom).unwrap();
    let text = code.to_string();
    let new = NewPayCode {
        registration: phone.id,
        request: phone.id,
        consent: (1, shop.now),
        digest: code.digest(),
        text: &text,
        last_day: "2027-12-23".parse().unwrap(),
    };
    shop.f
        .store
        .issue_pay_code(&new, &shop.f.key, shop.now)
        .unwrap();
    code.digest()
}

fn enter(shop: &Shop<'_>, phone: &Phone, digest: Digest) -> PayCodeTaken {
    enter_for(shop, phone, digest, 1)
}

/// Enters a code, for bills of so many months.
pub(super) fn enter_for(
    shop: &Shop<'_>,
    phone: &Phone,
    digest: Digest,
    months: u8,
) -> PayCodeTaken {
    let entered = PayCodeEntered {
        payer: phone.id,
        digest,
        months,
        today: shop.now.date(),
    };
    let store = &shop.f.store;
    store
        .take_pay_code(&entered, &shop.f.key, shop.now)
        .unwrap()
}

/// Until nothing happens, also after the pause with which a bill waits for the cancelling of another.
pub(super) fn settle(shop: &mut Shop<'_>) {
    shop.settle();
    shop.now = shop.now.plus(Duration::from_secs(10));
    shop.settle();
}

/// What the phone was told last.
fn payers(shop: &Shop<'_>, phone: &Phone) -> PayersNote {
    let note = |item| match item {
        ItemBody::Payers(note) => Some(note),
        _ => None,
    };
    let items = shop.items(phone).into_iter();
    items.filter_map(note).next_back().unwrap_or_default()
}

pub(crate) fn a_code_is_taken_once_and_whoever_ends_it_leaves_what_was_paid(f: &Fixture) {
    let mut shop = Shop::new(f);
    let mother = shop.received(1, |_| {});
    let daughter = shop.received(2, |_| {});
    let neighbour = shop.received(3, |_| {});
    settle(&mut shop);
    let first = code(&shop, &mother);
    let second = code(&shop, &mother);
    assert!(payers(&shop, &mother).code.is_some());
    let none = Digest::of(b"CONTOH");
    assert_eq!(enter(&shop, &daughter, none), PayCodeTaken::Unknown);
    assert_eq!(enter(&shop, &daughter, first), PayCodeTaken::Revoked);
    assert_eq!(enter(&shop, &mother, second), PayCodeTaken::Own);
    let taken = enter(&shop, &daughter, second);
    let PayCodeTaken::Done { own_bill: true, .. } = taken else {
        panic!("{taken:?}")
    };
    let again = enter(&shop, &daughter, second);
    assert!(matches!(again, PayCodeTaken::Again { .. }), "{again:?}");
    assert_eq!(enter(&shop, &neighbour, second), PayCodeTaken::Used);
    let third = code(&shop, &mother);
    assert_eq!(enter(&shop, &neighbour, third), PayCodeTaken::SomebodyPays);
    settle(&mut shop);
    assert_eq!(shop.state(&mother), BillState::Cancelled);
    let bill = shop.bill(&daughter).bill;
    assert_eq!((bill.why.as_str(), bill.lines.len()), ("pay_for", 1));
    assert_eq!(bill.lines[0].member, mother.id);
    shop.pay(&daughter);
    settle(&mut shop);
    assert_eq!(shop.covered(&mother), ["2026-11"]);
    let sponsored = shop.items(&mother).into_iter().any(|item| match item {
        ItemBody::Cover(note) => note.months[0].sponsor.is_some(),
        _ => false,
    });
    assert!(sponsored, "who paid is told");
    assert_eq!(payers(&shop, &mother).payers.len(), 1);
    assert_eq!(payers(&shop, &daughter).members.len(), 1);

    let store = &shop.f.store;
    let ended = store.end_arrangement(neighbour.id, &Ending::ByMember, &f.key, shop.now);
    assert_eq!(ended.unwrap(), None, "nobody pays for that one");
    let ended = store.end_arrangement(mother.id, &Ending::ByMember, &f.key, shop.now);
    assert!(ended.unwrap().is_some());
    settle(&mut shop);
    assert!(payers(&shop, &mother).payers.is_empty());
    assert!(payers(&shop, &daughter).members.is_empty());
    assert_eq!(shop.covered(&mother), ["2026-11"], "what was paid holds");
    assert_eq!(shop.balances(), (NOVEMBER, 0, 0));
}

pub(crate) fn a_sponsor_has_one_bill_for_many_who_agreed_and_pays_for_nobody_twice(f: &Fixture) {
    let mut shop = Shop::new(f);
    let drivers = [1, 2, 3].map(|nik| shop.received(nik, |_| {}));
    settle(&mut shop);
    let entry = shop.entry("sponsor add");
    let sponsor = f
        .store
        .add_sponsor("APLIKATOR CONTOH", Fund::Platform, &entry);
    let sponsor = sponsor.unwrap().unwrap();
    let twice = f
        .store
        .add_sponsor("APLIKATOR CONTOH", Fund::Public, &entry);
    assert_eq!(twice.unwrap(), None);
    assert_eq!(f.store.sponsors().unwrap(), std::slice::from_ref(&sponsor));
    let half = (month("2026-11"), month("2027-04"));
    let codes = drivers.each_ref().map(|phone| code(&shop, phone));
    let member = |code: Digest| SponsoredMember { code, months: half };
    let enter = |shop: &Shop<'_>, sponsor: PayerId, codes: &[Digest]| {
        let members: Vec<SponsoredMember> = codes.iter().map(|code| member(*code)).collect();
        let entry = shop.entry("sponsor members");
        let entered = f.store.sponsor_members(sponsor, &members, &f.key, &entry);
        entered.unwrap()
    };
    assert_eq!(enter(&shop, sponsor.id, &codes[..2]), []);
    let [first, second, third] = codes;
    let again = enter(&shop, sponsor.id, &codes);
    let paid: Vec<Digest> = again.iter().map(|(code, _)| *code).collect();
    assert_eq!(paid, [first, second]);
    let is_again = |it: &(Digest, PayCodeTaken)| matches!(it.1, PayCodeTaken::Again { .. });
    assert!(again.iter().all(is_again), "{again:?}");
    assert_eq!(f.store.pays_for(sponsor.id).unwrap().len(), 2, "or nothing");
    settle(&mut shop);
    let bills = f.store.bills(BillFilter::Payer(sponsor.id), 10).unwrap();
    let [bill] = bills.as_slice() else {
        panic!("{bills:?}")
    };
    assert_eq!(
        (bill.bill.state, bill.bill.lines.len()),
        (BillState::Open, 12)
    );
    assert_eq!(shop.state(&drivers[0]), BillState::Cancelled);
    assert_eq!(shop.state(&drivers[2]), BillState::Open);
    assert!(shop.acquirer.pay(bill.bill.id, None, shop.now).is_some());
    settle(&mut shop);
    for phone in &drivers[..2] {
        assert_eq!(shop.covered(phone).len(), 6);
        let told = &payers(&shop, phone).payers[0];
        assert_eq!(told.name.reveal(), "APLIKATOR CONTOH");
        assert_eq!(told.until, Some(month("2027-04")));
    }
    assert_eq!(shop.covered(&drivers[2]), [""; 0]);
    assert_eq!(shop.balances(), (bill.bill.total.0, 0, 0));
    // Nobody knows whether a platform's money gets the discount: both amounts stand on the bill.
    let full: u64 = 2 * 6 * (29_500 + 6_800);
    let saved = 2 * 5 * NOVEMBER;
    assert_eq!(bill.otherwise, Some(Rupiah(full)));
    assert_eq!(bill.bill.total, Rupiah(full - saved), "to March");

    // Consent is for one: not for another sponsor, not for what was taken back, and not twice.
    let village = f
        .store
        .add_sponsor("DESA CONTOH", Fund::Village, &shop.entry("sponsor add"));
    let village = village.unwrap().unwrap().id;
    let why = |shop: &Shop<'_>, code: Digest| enter(shop, village, &[code]);
    assert_eq!(
        why(&shop, Digest::of(b"CONTOH")),
        [(Digest::of(b"CONTOH"), PayCodeTaken::Unknown)]
    );
    assert_eq!(why(&shop, first), [(first, PayCodeTaken::Used)]);
    let asked = code(&shop, &drivers[0]);
    assert_eq!(why(&shop, asked), [(asked, PayCodeTaken::SomebodyPays)]);
    assert!(
        f.store
            .revoke_pay_code(drivers[2].id, &f.key, shop.now)
            .unwrap()
    );
    assert_eq!(why(&shop, third), [(third, PayCodeTaken::Revoked)]);
    assert_eq!(f.store.pays_for(village).unwrap(), [], "nothing of it");
    let agreed = code(&shop, &drivers[2]);
    assert_eq!(why(&shop, agreed), []);
    assert_eq!(why(&shop, agreed).len(), 1, "once");
    settle(&mut shop);
    let bills = f.store.bills(BillFilter::Payer(village), 10).unwrap();
    assert_eq!(
        bills[0].bill.total,
        Rupiah(full / 2),
        "without the discount"
    );
    assert_eq!(bills[0].otherwise, Some(Rupiah((full - saved) / 2)));
    // Who ends it needs to agree anew before the sponsor can pay again.
    let ended = f
        .store
        .end_arrangement(drivers[2].id, &Ending::ByMember, &f.key, shop.now);
    assert!(ended.unwrap().is_some());
    settle(&mut shop);
    assert_eq!(why(&shop, agreed), [(agreed, PayCodeTaken::Used)]);
    let bills = f.store.bills(BillFilter::Payer(village), 10).unwrap();
    assert_eq!(bills[0].bill.state, BillState::Cancelled);
    assert_eq!(shop.state(&drivers[2]), BillState::Open, "one of their own");
}
