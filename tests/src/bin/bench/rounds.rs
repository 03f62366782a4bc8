//! A round of a billing worker over many members who go on: what each costs, against few.

use std::path::Path;

use payung_model::units::{Month, Timestamp};
use payung_office::store::{DatabaseUrl, Store};
use payung_tests::Outcome;
use payung_tests::stopwatch::Stopwatch;

use crate::row::{Row, micros};

const MANY: u32 = 20_000;
const FEW: u32 = 2_000;
const ROUNDS: usize = 3;
/// Months that each of them paid, the last one November 2026.
const HISTORY: u32 = 12;

/// Two rows: a round in which everybody has the next bill already, and one in which nobody has.
pub fn going_on() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let [many, few] = [("many", MANY), ("few", FEW)].map(|(name, count)| {
        let folder = folder.path().join(name);
        filled(&folder, count).map(|store| (store, folder, count))
    });
    let (many, few) = (many?, few?);
    let (mut quiet, mut asking) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        quiet.push((of_a_member(&many, 0)?, of_a_member(&few, 0)?));
    }
    for town in [&many, &few] {
        // Nobody has a bill for December any more, whatever becomes of it later.
        open(&town.1)?.execute_batch(
            "DELETE FROM bill_lines WHERE month = '2026-12'; DELETE FROM bills WHERE state = 'open'",
        )?;
    }
    for _ in 0..ROUNDS {
        asking.push((of_a_member(&many, MANY)?, of_a_member(&few, FEW)?));
        for town in [&many, &few] {
            open(&town.1)?.execute_batch("DELETE FROM bill_asks")?;
        }
    }
    let reference = "2,000 members";
    let linear = |row: Row| {
        row.budget("≤ 2 × a member", |row| {
            row.ratio.is_some_and(|ratio| ratio <= 2.0)
        })
    };
    Ok(vec![
        linear(Row::of_rounds(
            "a round, 20,000 members with a next bill",
            "µs",
            reference,
            &quiet,
        )),
        linear(Row::of_rounds(
            "a round that asks for 20,000 next bills",
            "µs",
            reference,
            &asking,
        )),
    ])
}

/// Microseconds of a round for each member, in which so many bills are asked for.
fn of_a_member((store, _, count): &(Store, std::path::PathBuf, u32), asks: u32) -> Outcome<f64> {
    let last: Month = "2026-11".parse()?;
    let now: Timestamp = "2026-12-01T09:00:00+07:00".parse()?;
    let (asked, took) = Stopwatch::time(|| store.ask_continuing(last, last, now));
    if asked? != asks as usize {
        return Err("other bills were asked for".into());
    }
    Ok(micros(took) / f64::from(*count))
}

fn open(folder: &Path) -> Outcome<rusqlite::Connection> {
    Ok(rusqlite::Connection::open(folder.join("office.db"))?)
}

/// An office with so many members who paid for a year. Rows as the office writes them: through its
/// own units of work, filling would take longer than what is measured.
fn filled(folder: &Path, members: u32) -> Outcome<Store> {
    let database: DatabaseUrl = "sqlite".parse()?;
    let store = Store::open_at(&database, folder)?;
    let sql = open(folder)?;
    let id = |kind: &str| format!("unhex(printf('0192{kind}%04x70008000%012x', m, n))");
    let (bill, member) = (id("1111"), id("0000").replace(", m, n", ", 0, n"));
    let numbers = format!(
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {members}),
            months(m, month, live) AS (SELECT 0, '2025-12', 0
                UNION ALL SELECT m + 1, printf('2026-%02d', m + 1), m + 1 = {HISTORY} FROM months WHERE m < {HISTORY})"
    );
    sql.execute_batch(&format!(
        "BEGIN;
        {numbers} INSERT INTO bills (id, number, payer, state, total, credit, last_day, why, made_at, changed_at)
            SELECT {bill}, printf('%x', n), {member}, iif(live, 'open', 'paid'), 16800, 0, month || '-28', 'next', 1, 1
            FROM months CROSS JOIN n;
        {numbers} INSERT INTO bill_lines (payer, bill, position, member, month, parts, live)
            SELECT {member}, {bill}, 0, {member}, month, 'jkk 10000 jkm 6800', live FROM months CROSS JOIN n;
        {numbers} INSERT INTO credited (member, month, payer, paid_on, parts)
            SELECT {member}, month, {member}, month || '-20', 'jkk 10000 jkm 6800' FROM months CROSS JOIN n WHERE NOT live;
        {numbers} INSERT INTO members (registration, member)
            SELECT {member}, {member} FROM months CROSS JOIN n WHERE m = 0;
        COMMIT"
    ))?;
    Ok(store)
}
