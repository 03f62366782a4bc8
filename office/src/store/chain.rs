//! The audit chain: each row of the log has a MAC over the MAC before it and the row itself.
//!
//! Only processes with the desk key can make one. What a process without it writes (`office backup`
//! from its timer, say) stands at the end of the log without a MAC until a process with the key
//! writes next: that one *adopts* the rows in their order, and notes that it did. So the chain says
//! of each row whether the office wrote it with its key, or only found it.
//!
//! `MAC(n) = HMAC(desk key, MAC(n-1), how, seq, at, officer, action, id, detail)`.

use payung_model::sealed::Digest;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::audit_row::{AuditEntry, AuditRow, read_row};
use super::error::StoreError;
use super::guard::{Guard, KeyedTransaction, Tail};
use super::sql::{Row, Sql, Value, bytes_of, values};

const LABEL: &str = "payung/office/audit/1";
/// The MAC that the first row follows.
const START: [u8; 32] = [0; 32];
/// Rows that are adopted or read at once.
const PAGE: i64 = 1000;
/// What the office does without its keys, and so writes without a MAC.
const KEYLESS: [&str; 9] = [
    "backup",
    "backup made",
    "bill again",
    "bill cancel",
    "database move",
    "database reopen",
    "database roles",
    "erase",
    "restore",
];
/// Rows that a report names, at most.
const MOST_NAMED: usize = 20;

/// How a row came into the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// Written with the key.
    Written,
    /// Written without it, and found.
    Adopted,
    /// There before the office had a chain.
    Before,
}

impl How {
    const ALL: [Self; 3] = [Self::Written, Self::Adopted, Self::Before];

    fn number(self) -> i64 {
        match self {
            Self::Written => 0,
            Self::Adopted => 1,
            Self::Before => 2,
        }
    }

    fn of(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.number() == number)
    }
}

/// What is wrong with a chain, at its first wrong row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainBreak {
    /// There is no row of that number, and there are later ones.
    Missing,
    /// The row, or one before it, is not what was written.
    Changed,
    /// The row stands among others that have a MAC, and has none.
    Inserted,
    /// The log ended later once: rows were cut off, and perhaps others written in their place.
    CutOff,
}

/// What a walk along the chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChainReport {
    /// Rows of the log.
    pub rows: i64,
    /// Rows at the end that no process with the key has seen yet.
    pub waiting: i64,
    /// Rows that were there before the chain began.
    pub before: i64,
    /// Rows that were written without the key since then.
    pub adopted: i64,
    /// Those among `waiting` and `adopted` that only processes with the key write: somebody else
    /// wrote them.
    pub strangers: Vec<i64>,
    /// The first wrong row, and what is wrong with it.
    pub broken: Option<(i64, ChainBreak)>,
}

/// The chain up to one row, for those who check it without the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainPoint {
    /// The row.
    pub seq: i64,
    /// Its MAC.
    pub mac: [u8; 32],
    /// SHA-256 over all rows up to it, as [`public_digest`] chains them.
    pub rows: Digest,
}

impl ChainReport {
    /// True when nothing is wrong, and nobody else wrote.
    pub fn is_sound(&self) -> bool {
        self.broken.is_none() && self.strangers.is_empty()
    }
}

/// Adds a row in the transaction of what it tells. The audit log is locked.
pub(super) fn append(
    sql: &dyn Sql,
    keyed: &KeyedTransaction<'_>,
    entry: &AuditEntry<'_>,
) -> Result<(), StoreError> {
    // Each MAC is over the one before it, so every row that waits must be sealed before this one.
    let mut tail = adopt(sql, keyed, i64::MAX)?;
    let seq = tail
        .seq
        .checked_add(1)
        .ok_or(StoreError::Damaged("the number of an audit row"))?;
    sql.execute(
        "INSERT INTO audit (seq, at, officer, action, id, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        values![
            seq,
            entry.at,
            entry.officer,
            entry.action,
            entry.id.as_ref(),
            entry.detail
        ],
    )?;
    let cells = values![
        seq,
        entry.at,
        entry.officer,
        entry.action,
        entry.id.as_ref(),
        entry.detail
    ];
    put(sql, keyed.guard, &mut tail, seq, cells, How::Written)?;
    *keyed.tail.borrow_mut() = Some(tail);
    Ok(())
}

/// Adopts at most about `most` rows that have no MAC yet. The audit log is locked.
pub(super) fn adopt(
    sql: &dyn Sql,
    keyed: &KeyedTransaction<'_>,
    most: i64,
) -> Result<Tail, StoreError> {
    // The log is locked to the end of the transaction, so the end that was found once is still the
    // end.
    if let Some(tail) = *keyed.tail.borrow() {
        return Ok(tail);
    }
    let mut tail = tail_of(sql, keyed.guard)?;
    // The mark is a part of what the MAC covers: nobody can later pass an adopted row off as one
    // that was written with the key.
    let how = if tail.seq == 0 {
        How::Before
    } else {
        How::Adopted
    };
    let mut done = 0;
    while done < most {
        let rows = sql.query(
            "SELECT seq, at, officer, action, id, detail FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2",
            values![tail.seq, PAGE],
        )?;
        for row in &rows {
            let cells: Vec<Value<'_>> = row.0.iter().map(Value::from).collect();
            put(sql, keyed.guard, &mut tail, row.int(0)?, &cells, how)?;
            tail.adopted += 1;
        }
        done += PAGE;
        if rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
            break;
        }
    }
    *keyed.tail.borrow_mut() = Some(tail);
    Ok(tail)
}

/// True when rows wait to be adopted.
pub(super) fn is_behind(sql: &dyn Sql) -> Result<bool, StoreError> {
    let row = sql.one(
        "SELECT coalesce((SELECT max(seq) FROM audit), 0) > coalesce((SELECT max(seq) FROM audit_chain), 0)",
        &[],
    )?;
    row.is_true(0)
}

/// The end of the chain, compared with the head.
fn tail_of(sql: &dyn Sql, guard: &Guard) -> Result<Tail, StoreError> {
    let found = sql.first(
        "SELECT seq, mac FROM audit_chain ORDER BY seq DESC LIMIT 1",
        &[],
    )?;
    let (seq, mac) = match found {
        // Whatever stands there is what the next row follows: a wrong one is found by a walk.
        Some(row) => (row.int(0)?, mac_of(&row.bytes(1)?)),
        None => (0, START),
    };
    let sound = match guard.floor() {
        Ok(floor) => {
            // The head names a row that was committed. If that row is gone or has another MAC, rows
            // were cut off, or the whole database is an older one.
            let there = sql.first(
                "SELECT mac FROM audit_chain WHERE seq = ?1",
                values![floor.seq],
            )?;
            let found = there.map(|row| row.bytes(0)).transpose()?;
            floor.seq == 0 || found.is_some_and(|mac| mac == floor.mac)
        }
        // What is done is written down all the same: `office doctor` says that the head is gone.
        Err(error) => {
            tracing::error!(%error, "the head of the audit log cannot be read");
            false
        }
    };
    if !sound {
        tracing::error!(
            end = seq,
            "the audit log is not the one that was here: `office audit verify`"
        );
    }
    Ok(Tail {
        seq,
        mac,
        adopted: 0,
        sound,
    })
}

/// A MAC as it stands in the database; one of another length never holds.
fn mac_of(bytes: &[u8]) -> [u8; 32] {
    bytes.try_into().unwrap_or([0xff; 32])
}

fn put(
    sql: &dyn Sql,
    guard: &Guard,
    tail: &mut Tail,
    seq: i64,
    cells: &[Value<'_>],
    how: How,
) -> Result<(), StoreError> {
    let mac = guard.key.mac(LABEL, &linked(&tail.mac, how, cells));
    sql.execute(
        "INSERT INTO audit_chain (seq, mac, how) VALUES (?1, ?2, ?3)",
        values![seq, &mac, how.number()],
    )?;
    (tail.seq, tail.mac) = (seq, mac);
    Ok(())
}

fn linked(before: &[u8; 32], how: How, cells: &[Value<'_>]) -> Vec<u8> {
    let mut bytes = bytes_of(&[Value::Bytes(before), Value::Int(how.number())]);
    bytes.extend(bytes_of(cells));
    bytes
}

/// SHA-256 over the digest before and one row as `office audit --json` prints it: numbers in
/// decimal, texts in UTF-8, an empty text where a row is about no registration, each followed by a
/// zero byte.
pub fn public_digest(before: &Digest, row: &AuditRow) -> Digest {
    let mut hash = Sha256::new();
    hash.update(before.0);
    let (seq, at) = (row.seq.to_string(), row.at.millis().to_string());
    let id = row.id.as_deref().unwrap_or_default();
    for part in [&seq, &at, &row.officer, &row.action, id, &row.detail] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    Digest(hash.finalize().into())
}

/// Walks along the whole chain, calling `each` at every row that has a MAC which holds.
pub(super) fn walk(
    sql: &dyn Sql,
    guard: &Guard,
    floor: (i64, [u8; 32]),
    mut each: impl FnMut(ChainPoint),
) -> Result<ChainReport, StoreError> {
    let mut report = ChainReport::default();
    let last = sql
        .one("SELECT coalesce(max(seq), 0) FROM audit_chain", &[])?
        .int(0)?;
    let mut point = ChainPoint {
        seq: 0,
        mac: START,
        rows: Digest(START),
    };
    let mut after = i64::MIN;
    loop {
        let rows = sql.query(
            "SELECT audit.seq, at, officer, action, id, detail, mac, how FROM audit
                LEFT JOIN audit_chain ON audit_chain.seq = audit.seq
                WHERE audit.seq > ?1 ORDER BY audit.seq LIMIT ?2",
            values![after, PAGE],
        )?;
        let Some(end) = rows.last() else { break };
        after = end.int(0)?;
        for row in &rows {
            if let Err((seq, what)) = step(guard, row, last, floor, &mut point, &mut report)? {
                report.broken = Some((seq, what));
                return Ok(report);
            }
            if point.seq == row.int(0)? && point.seq <= last {
                each(point);
            }
        }
    }
    // The chain, or the head outside the database, names rows that the log does not have any more.
    if report.rows < last || report.rows < floor.0 {
        report.broken = Some((report.rows + 1, ChainBreak::CutOff));
    }
    Ok(report)
}

/// Looks at one row. The inner error is what is wrong with the chain.
fn step(
    guard: &Guard,
    row: &Row,
    last: i64,
    floor: (i64, [u8; 32]),
    point: &mut ChainPoint,
    report: &mut ChainReport,
) -> Result<Result<(), (i64, ChainBreak)>, StoreError> {
    let seq = row.int(0)?;
    let expected = report.rows + 1;
    if seq != expected {
        return Ok(Err(if seq < expected {
            (seq, ChainBreak::Inserted)
        } else {
            (expected, ChainBreak::Missing)
        }));
    }
    let known = match read_row(row) {
        // No program of ours writes such a value.
        Err(StoreError::Damaged(_)) => return Ok(Err((seq, ChainBreak::Changed))),
        known => known?,
    };
    let how = match (row.opt_bytes(6)?, row.opt_int(7)?) {
        (Some(mac), Some(how)) => {
            let cells: Vec<Value<'_>> = row.0.iter().take(6).map(Value::from).collect();
            let how = How::of(how).filter(|how| {
                guard
                    .key
                    .holds(LABEL, &linked(&point.mac, *how, &cells), &mac)
            });
            let Some(how) = how else {
                return Ok(Err((seq, ChainBreak::Changed)));
            };
            let mac = mac_of(&mac);
            // A chain that is right in itself and differs at the head was written again by somebody
            // who had an older state to begin from.
            if seq == floor.0 && mac != floor.1 {
                return Ok(Err((seq, ChainBreak::CutOff)));
            }
            *point = ChainPoint {
                seq,
                mac,
                rows: public_digest(&point.rows, &known),
            };
            how
        }
        // Only rows at the very end may lack a MAC: a process with the key seals all rows before
        // its own.
        _ if seq <= last => return Ok(Err((seq, ChainBreak::Inserted))),
        _ if seq <= floor.0 => return Ok(Err((seq, ChainBreak::CutOff))),
        _ => {
            report.waiting += 1;
            // Nothing was ever sealed: these are the rows of an office that has no chain yet.
            if last == 0 { How::Before } else { How::Adopted }
        }
    };
    report.rows = seq;
    match how {
        How::Written => {}
        How::Before => report.before += 1,
        How::Adopted => {
            report.adopted += 1;
            if !KEYLESS.contains(&known.action.as_str()) && report.strangers.len() < MOST_NAMED {
                report.strangers.push(seq);
            }
        }
    }
    Ok(Ok(()))
}
