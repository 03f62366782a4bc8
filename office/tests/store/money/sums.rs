//! What the ledger comes to, kept beside its entries.

use payung_model::sealed::RegistrationId;
use payung_model::units::Rupiah;
use payung_office::store::money::{CreditFilter, PayerKind};

use super::refunds::{overpaid, stray};
use super::shop::Shop;
use crate::fixture::Fixture;

/// Whose money is unapplied, and how much, a page of one at a time.
fn unapplied(f: &Fixture, whose: CreditFilter) -> Vec<(RegistrationId, u64, PayerKind)> {
    let mut found = Vec::new();
    let mut page = f.store.unapplied(whose, None, 1).unwrap();
    while let [row] = page.as_slice() {
        assert_eq!(row.unapplied, row.free, "no bill uses it");
        found.push((row.payer, row.unapplied.0, row.kind));
        page = f.store.unapplied(whose, Some(row.payer), 1).unwrap();
    }
    found
}

pub(crate) fn what_the_ledger_comes_to_is_kept_and_compared_with_its_entries(f: &Fixture) {
    let mut shop = Shop::new(f);
    let bill = stray(&mut shop, "ASING-1", 300);
    let (first, second) = (overpaid(&mut shop, 1, 500), overpaid(&mut shop, 2, 200));
    assert!(shop.refund(first.id, 500));
    let totals = f.store.check_money().unwrap();
    assert_eq!(f.store.totals().unwrap(), totals);
    assert_eq!(
        (totals.unapplied, totals.refunded),
        (Rupiah(500), Rupiah(500))
    );

    // Whoever has nothing any more is in no list.
    let registered = [(second.id, 200, PayerKind::Registration)];
    let unregistered = [(bill, 300, PayerKind::Unknown)];
    assert_eq!(unapplied(f, CreditFilter::Registered), registered);
    assert_eq!(unapplied(f, CreditFilter::Unregistered), unregistered);
    let all = unapplied(f, CreditFilter::All);
    assert_eq!(all.len(), 2);
    assert!(all[0].0 < all[1].0, "by their ids");

    // An older office kept nothing; this version counts it once.
    let off = || f.store.check_money().unwrap_err().to_string();
    f.intruder("DELETE FROM ledger_sums; DELETE FROM unapplied");
    assert!(off().contains("the sums that are kept"), "{}", off());
    let migration = if f.database.is_sqlite() {
        include_str!("../../../src/store/sqlite/migrations/24-sums.sql")
    } else {
        include_str!("../../../src/store/postgres/migrations/16-sums.sql")
    };
    f.intruder(&migration[migration.find("INSERT").unwrap()..]);
    assert_eq!(f.store.check_money().unwrap(), totals);
    assert_eq!(f.store.totals().unwrap(), totals);
    assert_eq!(unapplied(f, CreditFilter::All), all);

    // What somebody else writes there is found, whoever it gives money or takes it from.
    let change = |sign: &str| {
        f.intruder(&format!(
            "UPDATE unapplied SET amount = amount {sign} 1 WHERE amount > 0"
        ));
    };
    change("+");
    assert!(
        off().contains("the sum that is kept of unapplied:"),
        "{}",
        off()
    );
    change("-");
    f.intruder("UPDATE unapplied SET amount = 7 WHERE amount = 0");
    assert!(
        off().contains(&format!("unapplied:{}", first.id)),
        "{}",
        off()
    );
}
