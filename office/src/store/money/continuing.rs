//! Members who go on: whose paid months end soon, and who is asked to pay the next one.
//!
//! They are looked for each minute, and most of them have their next bill already. So they are read
//! by pages and without a lock. Only whoever is to be asked is looked at again under the lock of
//! money, a few at a time: the intake's writer, which waits for the same lock in SQLite, gets its
//! turn between them.

use std::collections::BTreeMap;

use payung_model::units::{Month, Timestamp};

use super::asks::ask;
use super::books::parsed;
use super::rounds;
use super::who_pays::{PAY_FOR, changed_since, payer_after};
use crate::billing::{BillState, MemberId, PayerId};
use crate::store::error::StoreError;
use crate::store::sql::{Engine, Row, Sql, TransactionLock, values};

/// Members that are read at once.
const PAGE: u32 = 500;
/// Payers that are asked in one transaction.
const BATCH: usize = 50;

/// Members whose last credited month is one of these are looked at.
#[derive(Clone, Debug)]
pub(super) struct EndsSoon {
    last: String,
    ended: String,
}

/// Somebody who is to be asked for a member's next month, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct NextAsk {
    member: MemberId,
    payer: PayerId,
    why: &'static str,
}

impl EndsSoon {
    /// From the month `ended` to the month `last`.
    pub fn new(last: Month, ended: Month) -> Self {
        Self {
            last: last.to_string(),
            ended: ended.to_string(),
        }
    }

    /// Asks for the next bill of all of them who have none. How many asks that were.
    pub fn ask(&self, engine: &impl Engine, at: Timestamp) -> Result<usize, StoreError> {
        let mut asked = 0;
        let asks = self.asks(engine)?;
        // A bill for one's own months has those of others on it too, so it is asked for first: the
        // order of members must not decide whether a payer gets one bill or two.
        let (others, own): (Vec<_>, Vec<_>) = asks.into_iter().partition(|it| it.why == PAY_FOR);
        let all = [own, others].concat();
        for some in all.chunks(BATCH) {
            asked += engine.write(|sql| {
                sql.lock(TransactionLock::Money)?;
                let mut asked = 0;
                for it in some {
                    // Somebody may have paid, or begun or ended to pay, since it was read. What is
                    // another ask now is for the next round.
                    if self.of(sql, it.member)? == Some(*it) && !waits(sql, it.payer)? {
                        ask(sql, it.payer, it.why, None, at)?;
                        asked += 1;
                    }
                }
                Ok(asked)
            })?;
        }
        Ok(asked)
    }

    /// Whoever is to be asked: each payer once, for their own months if these are among them.
    fn asks(&self, engine: &impl Engine) -> Result<Vec<NextAsk>, StoreError> {
        let mut asks: BTreeMap<PayerId, NextAsk> = BTreeMap::new();
        // Every id is greater than no bytes.
        let mut after = (self.ended.clone(), Vec::new());
        loop {
            let (found, last) = engine.read(|sql| {
                let rows = sql.query(
                    rounds::GOING_ON,
                    values![&self.last, &after.0, &after.1, PAGE],
                )?;
                let mut found = Vec::new();
                for row in &rows {
                    if let Some(it) = next_ask(sql, row)?
                        && !waits(sql, it.payer)?
                    {
                        found.push(it);
                    }
                }
                let last = rows.last().filter(|_| rows.len() == PAGE as usize);
                let place = |row: &Row| Ok::<_, StoreError>((row.text(2)?, row.bytes(0)?));
                Ok((found, last.map(place).transpose()?))
            })?;
            for it in found {
                let known = asks.entry(it.payer).or_insert(it);
                if known.why == PAY_FOR {
                    *known = it;
                }
            }
            let Some(last) = last else { break };
            after = last;
        }
        Ok(asks.into_values().collect())
    }

    /// The same of one member, as it is now.
    fn of(&self, sql: &dyn Sql, member: MemberId) -> Result<Option<NextAsk>, StoreError> {
        let row = sql.first(rounds::GOES_ON, values![&self.last, &self.ended, &member])?;
        row.map_or(Ok(None), |row| next_ask(sql, &row))
    }
}

/// Who is to be asked for the month after this one; nobody when there is a bill that stands for it.
fn next_ask(sql: &dyn Sql, row: &Row) -> Result<Option<NextAsk>, StoreError> {
    let (member, payer) = (row.id(0)?, row.id(1)?);
    let last: Month = parsed(&row.text(2)?, "a month")?;
    let state: Option<BillState> = row
        .opt_text(3)?
        .map(|state| parsed(&state, "a bill's state"))
        .transpose()?;
    let why = match (state, row.opt_time(4)?) {
        (None, _) => "next",
        (Some(BillState::Expired), _) => "expired",
        // It was cancelled because somebody else was to pay, or did not pay any more.
        (Some(BillState::Cancelled), Some(made_at)) if changed_since(sql, member, made_at)? => {
            "next"
        }
        // One is live, or somebody cancelled it, or it was paid after another had paid.
        _ => return Ok(None),
    };
    let found = payer_after(sql, member, payer, last, why)?;
    Ok(found.map(|(payer, why)| NextAsk { member, payer, why }))
}

fn waits(sql: &dyn Sql, payer: PayerId) -> Result<bool, StoreError> {
    let found = sql.first("SELECT 1 FROM bill_asks WHERE id = ?1", values![&payer])?;
    Ok(found.is_some())
}
