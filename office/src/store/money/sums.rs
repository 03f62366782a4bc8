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

/// Adds an entry to the sums.
pub(super) fn add(sql: &dyn Sql, entry: Entry) -> Result<(), StoreError> {
    let amount = signed(entry.amount.0)?;
    for (account, moved) in [(entry.from, -amount), (entry.to, amount)] {
        sql.execute(
            "INSERT INTO ledger_sums (kind, amount) VALUES (?1, ?2)
                ON CONFLICT (kind) DO UPDATE SET amount = ledger_sums.amount + excluded.amount",
            values![account.kind(), moved],
        )?;
        if let Account::Unapplied(payer) = account {
            sql.execute(
                "INSERT INTO unapplied (payer, amount) VALUES (?1, ?2)
                    ON CONFLICT (payer) DO UPDATE SET amount = unapplied.amount + excluded.amount",
                values![&payer, moved],
            )?;
        }
    }
    Ok(())
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
