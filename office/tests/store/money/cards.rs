//! Cards that follow what is paid.

use payung_model::sealed::inbox::ItemBody;
use payung_office::store::money::NextCard;

use super::shop::{Shop, month, time};
use crate::fixture::Fixture;

pub(crate) fn whoever_is_covered_has_a_card_that_follows_what_is_paid(f: &Fixture) {
    let mut shop = Shop::new(f);
    shop.with_cards(1);
    let phone = shop.received(1, |phone| {
        phone.answers.push(("months", "3".into()));
    });
    shop.settle();
    assert_eq!(shop.cards(&phone), [], "nothing is paid yet");
    shop.pay(&phone);
    let pass = shop.pass();
    assert_eq!((pass.booked, pass.cards), (1, 1), "in one pass");
    let first = shop.cards(&phone).remove(0).unwrap();
    assert_eq!(first.number, "3201 •••• •••• 0001");
    assert_eq!(first.initials, "S C");
    assert_eq!(
        (first.last_day().to_string(), first.paid_until.to_string()),
        ("2026-12-22".into(), "2027-01-31".into())
    );
    // A worker that starts, and time that passes, send no second one before half of it is over.
    for later in ["2026-11-24T09:00:00+07:00", "2026-12-07T09:00:00+07:00"] {
        shop.now = time(later);
        shop.with_cards(1);
        shop.settle();
        assert_eq!(shop.cards(&phone).len(), 1, "{later}");
    }
    shop.now = time("2026-12-09T09:00:00+07:00");
    shop.settle();
    let renewed = shop.cards(&phone).remove(1).unwrap();
    assert_eq!(renewed.last_day().to_string(), "2027-01-07");

    // Another key signs, which no rules name yet: nothing is sent that nobody would believe.
    shop.with_cards(2);
    assert_eq!((shop.pass().cards, shop.cards(&phone).len()), (0, 2));
    shop.with_cards(1);

    // A claim gives back the months after it. The card says what is paid now.
    let entry = shop.entry("claim");
    let (key, now) = (&f.key, month("2026-12"));
    f.store.claim(phone.id, now, key, &entry).unwrap();
    shop.settle();
    let shorter = shop.cards(&phone).pop().unwrap().unwrap();
    assert_eq!(shorter.paid_until.to_string(), "2026-12-31");
    assert_eq!(shorter.last_day().to_string(), "2026-12-31");
    let count = shop.cards(&phone).len();

    // It ends with what is paid, and nothing follows.
    shop.now = time("2027-01-01T00:00:01+07:00");
    shop.settle();
    assert_eq!(shop.cards(&phone).len(), count);
}

pub(crate) fn whoever_has_no_cover_any_more_has_no_card(f: &Fixture) {
    let mut shop = Shop::new(f);
    shop.with_cards(1);
    let phone = shop.received(2, |_| {});
    shop.settle();
    shop.pay(&phone);
    shop.settle();
    assert_eq!(shop.cards(&phone).len(), 1);
    // What happened was before the first paid month, so its money goes back, and the card with it.
    let entry = shop.entry("claim");
    f.store
        .claim(phone.id, month("2026-10"), &f.key, &entry)
        .unwrap();
    shop.settle();
    assert_eq!(shop.cards(&phone).pop(), Some(None));
    assert_eq!(f.store.sent_card(phone.id).unwrap(), None);
    // Who is erased leaves nothing to look at.
    let other = shop.received(3, |_| {});
    shop.settle();
    shop.pay(&other);
    shop.settle();
    assert_eq!(shop.cards(&other).len(), 1);
    assert!(f.store.sent_card(other.id).unwrap().is_some());
    f.erase(&other, None);
    assert_eq!(f.store.sent_card(other.id).unwrap(), None);
    shop.settle();
}

/// Whoever looks at a card has read the credited months before, so a change of them in between
/// must be looked at again.
pub(crate) fn a_card_that_was_woken_while_it_was_looked_at_is_looked_at_again(f: &Fixture) {
    let mut shop = Shop::new(f);
    shop.with_cards(1);
    let phone = shop.received(4, |_| {});
    shop.settle();
    shop.pay(&phone);
    shop.settle();
    let writer = (&f.key, shop.now);
    let in_a_month = Some(time("2026-12-24T09:00:00+07:00"));
    let sent = f.store.sent_card(phone.id).unwrap().unwrap();
    let text = |item| match item {
        ItemBody::Card(note) => Some(note.text.reveal().to_owned()),
        _ => None,
    };
    let text = shop.items(&phone).into_iter().find_map(text).unwrap();
    let send = NextCard::Send { text, sent };
    for next in [NextCard::Keep, send, NextCard::TakeBack] {
        // Time passes until somebody looks.
        let (now, until) = (
            time("2027-02-01T09:00:00+07:00"),
            time("2027-02-01T09:05:00+07:00"),
        );
        let taken = f.store.lease_cards(now, until, 10).unwrap();
        assert_eq!(taken.len(), 1, "{next:?}");
        // Another key signs: the row is woken, as by a payment.
        f.store.wake_cards_of_other_keys(&[9; 8]).unwrap();
        assert!(
            f.store
                .set_card(phone.id, &next, in_a_month, writer, None)
                .unwrap()
        );
        let again = f.store.lease_cards(now, until, 10).unwrap();
        assert_eq!(again.len(), 1, "woken while it was looked at: {next:?}");
        // Nothing woke it this time.
        assert!(
            f.store
                .set_card(phone.id, &next, in_a_month, writer, None)
                .unwrap()
        );
        assert_eq!(f.store.lease_cards(shop.now, until, 10).unwrap(), []);
    }
}
