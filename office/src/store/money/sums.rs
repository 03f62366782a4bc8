//! What the ledger comes to, kept beside its entries: the sum of each kind of account, and what is
//! unapplied for each payer.
//!
//! The entries alone are the truth, and counting them gives the same. But every payment adds some, so
//! a page that counted them would become slower with every year. Whoever adds an entry therefore
//! changes the sums in the same transaction, and [`differs`] compares the two.

use std::collections::BTreeMap;

use payung_model::units::Rupiah;

use crate::billing::{Account, Entry, PayerId, Totals};
use crate::store::error::StoreError;
use crate::store::sql::{Sql, signed, values};

/// Adds entries to the sums: each sum is changed once, however many entries there are.
pub(super) fn add(sql: &dyn Sql, entries: &[Entry]) -> Result<(), StoreError> {
    let mut kinds: BTreeMap<&str, i64> = BTreeMap::new();
    let mut payers: BTreeMap<PayerId, i64> = BTreeMap::new();
    for entry in entries {
        let amount = signed(entry.amount.0)?;
        for (account, moved) in [(entry.from, -amount), (entry.to, amount)] {
            change(kinds.entry(account.kind()).or_default(), moved)?;
            if let Account::Unapplied(payer) = account {
                change(payers.entry(payer).or_default(), moved)?;
            }
        }
    }
    for (kind, moved) in kinds {
        sql.execute(
            "INSERT INTO ledger_sums (kind, amount) VALUES (?1, ?2)
                ON CONFLICT (kind) DO UPDATE SET amount = ledger_sums.amount + excluded.amount",
            values![kind, moved],
        )?;
    }
    for (payer, moved) in payers {
        sql.execute(
            "INSERT INTO unapplied (payer, amount) VALUES (?1, ?2)
                ON CONFLICT (payer) DO UPDATE SET amount = unapplied.amount + excluded.amount",
            values![&payer, moved],
        )?;
    }
    Ok(())
}

fn change(sum: &mut i64, moved: i64) -> Result<(), StoreError> {
    let changed = sum.checked_add(moved);
    *sum = changed.ok_or(StoreError::Damaged("a sum that is too large"))?;
    Ok(())
}

/// What is unapplied of one payer's money.
pub(super) fn unapplied_of(sql: &dyn Sql, payer: PayerId) -> Result<Rupiah, StoreError> {
    let kept = sql.first(
        "SELECT amount FROM unapplied WHERE payer = ?1",
        values![&payer],
    )?;
    kept.map_or(Ok(Rupiah(0)), |row| row.count(0).map(Rupiah))
}

/// The sums by the kinds of accounts; none when they do not balance.
pub(super) fn totals(sql: &dyn Sql) -> Result<Option<Totals>, StoreError> {
    let mut kept = BTreeMap::new();
    for row in sql.query("SELECT kind, amount FROM ledger_sums", &[])? {
        kept.insert(row.text(0)?, row.int(1)?);
    }
    let of = |kind: &str| kept.get(kind).copied().unwrap_or(0);
    let amount = |sum: i64| u64::try_from(sum).ok().map(Rupiah);
    let found = || {
        Some(Totals {
            // All that came is what the outside has less.
            received: amount(of("world").checked_neg()?)?,
            credited: amount(of("dues"))?,
            unapplied: amount(of("unapplied"))?,
            refunded: amount(of("refunded"))?,
        })
    };
    Ok(found().filter(|it| {
        Rupiah::checked_sum([it.credited, it.unapplied, it.refunded]) == Some(it.received)
    }))
}

/// Which of them is not what the entries say, if one is not.
pub(super) fn differs(sql: &dyn Sql, counted: Totals) -> Result<Option<String>, StoreError> {
    if totals(sql)? != Some(counted) {
        return Ok(Some("the sums that are kept".into()));
    }
    let mut kept: BTreeMap<PayerId, i64> = BTreeMap::new();
    for row in sql.query("SELECT payer, amount FROM unapplied WHERE amount <> 0", &[])? {
        kept.insert(row.id(0)?, row.int(1)?);
    }
    let rows = sql.query(
        "SELECT account, CAST(sum(amount) AS bigint) FROM (
                SELECT target AS account, amount FROM entries WHERE target LIKE 'unapplied:%'
                UNION ALL SELECT source AS account, -amount AS amount FROM entries WHERE source LIKE 'unapplied:%'
            ) AS moved GROUP BY account HAVING sum(amount) <> 0",
        &[],
    )?;
    for row in rows {
        let account = row.text(0)?;
        let parsed = account.parse();
        if let Account::Unapplied(payer) = parsed.map_err(|_| StoreError::Damaged("an account"))?
            && kept.remove(&payer) != Some(row.int(1)?)
        {
            return Ok(Some(format!("the sum that is kept of {account}")));
        }
    }
    let more = kept.first_key_value();
    Ok(more.map(|(payer, _)| format!("the sum that is kept of {}", Account::Unapplied(*payer))))
}
