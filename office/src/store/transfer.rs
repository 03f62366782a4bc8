//! Copying an office's database from one engine to another, row by row, and comparing the two.
//!
//! The source is read as it is at one moment. Rows go over by their keys, some hundreds in a
//! transaction. Afterwards every table of the target is read again, and the digest of its rows must
//! be the one of the rows that were read.

use payung_model::sealed::Digest;
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::sql::{Cell, Engine, Row, Sql, Value};

/// Rows in one transaction.
const PAGE: i64 = 500;

/// One table: how its rows are read in the order of their key, and how they are written. The key is
/// the first columns.
struct Table {
    name: &'static str,
    /// How many columns the key has.
    key: usize,
    /// The first page, with its size as `?1`.
    first: &'static str,
    /// A page after a key, with its size behind the key.
    after: &'static str,
    insert: &'static str,
}

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedTable {
    /// The table.
    pub name: &'static str,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of all rows in the order of their keys.
    pub digest: Digest,
}

macro_rules! table {
    ($name:literal, $key:expr, $keys:literal, $places:literal, $size:literal, $columns:literal, $values:literal) => {
        Table {
            name: $name,
            key: $key,
            first: concat!(
                "SELECT ",
                $columns,
                " FROM ",
                $name,
                " ORDER BY ",
                $keys,
                " LIMIT ?1"
            ),
            after: concat!(
                "SELECT ",
                $columns,
                " FROM ",
                $name,
                " WHERE (",
                $keys,
                ") > (",
                $places,
                ") ORDER BY ",
                $keys,
                " LIMIT ",
                $size
            ),
            insert: concat!(
                "INSERT INTO ",
                $name,
                " (",
                $columns,
                ") VALUES (",
                $values,
                ")"
            ),
        }
    };
}

/// All tables. One that refers to another stands behind it.
const TABLES: [Table; 37] = [
    table!(
        "registrations",
        1,
        "id",
        "?1",
        "?2",
        "id, receipt, token_hash, state, revision, reply, created_at, changed_at, inbox, work_at, work_after, work_tries, work_note, reply_key, inbox_from, ended_token, waits_for",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17"
    ),
    table!(
        "records",
        2,
        "id, revision",
        "?1, ?2",
        "?3",
        "id, revision, digest, envelope, key_id, bundle_sequence, received_at",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7"
    ),
    table!(
        "photos",
        2,
        "id, digest",
        "?1, ?2",
        "?3",
        "id, digest, length, completed_at",
        "?1, ?2, ?3, ?4"
    ),
    table!(
        "wanted",
        3,
        "id, revision, position",
        "?1, ?2, ?3",
        "?4",
        "id, revision, position, digest",
        "?1, ?2, ?3, ?4"
    ),
    table!(
        "opened",
        2,
        "id, revision",
        "?1, ?2",
        "?3",
        "id, revision, flags, form, form_version, lang, name_masked, nik_index, index_key, sealed_at, opened_at, purpose, completes, receipt, family, live_family",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16"
    ),
    table!(
        "inbox",
        2,
        "id, sequence",
        "?1, ?2",
        "?3",
        "id, sequence, at, item",
        "?1, ?2, ?3, ?4"
    ),
    table!(
        "erased",
        1,
        "id",
        "?1",
        "?2",
        "id, token_hash, erased_at, why, revision, reply_key, inbox",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7"
    ),
    table!("removals", 1, "id", "?1", "?2", "id", "?1"),
    table!(
        "recoveries",
        1,
        "id",
        "?1",
        "?2",
        "id, locator, proof, sealed, kept_at",
        "?1, ?2, ?3, ?4, ?5"
    ),
    table!(
        "papers",
        2,
        "id, number",
        "?1, ?2",
        "?3",
        "id, number, kind, revision, at, officer, body",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7"
    ),
    table!(
        "finder", 2, "word, id", "?1, ?2", "?3", "word, id", "?1, ?2"
    ),
    table!(
        "bundles",
        1,
        "sequence",
        "?1",
        "?2",
        "sequence, engine, issued_at, signed_by, bytes",
        "?1, ?2, ?3, ?4, ?5"
    ),
    table!("bundle_sequence", 1, "least", "?1", "?2", "least", "?1"),
    table!(
        "office_keys",
        1,
        "key_id",
        "?1",
        "?2",
        "key_id, public, known_since, retired_at",
        "?1, ?2, ?3, ?4"
    ),
    table!(
        "audit",
        1,
        "seq",
        "?1",
        "?2",
        "seq, at, officer, action, id, detail",
        "?1, ?2, ?3, ?4, ?5, ?6"
    ),
    table!(
        "audit_chain",
        1,
        "seq",
        "?1",
        "?2",
        "seq, mac, how",
        "?1, ?2, ?3"
    ),
    table!(
        "officers",
        1,
        "name",
        "?1",
        "?2",
        "name, role, password, failed, wait_until, added_at, removed_at, totp, totp_step, recovery, version, mac",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12"
    ),
    table!(
        "sessions",
        1,
        "token_hash",
        "?1",
        "?2",
        "token_hash, officer, began_at, used_at, word, device, mac",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7"
    ),
    table!(
        "roster",
        1,
        "id",
        "?1",
        "?2",
        "id, generation, body, mac",
        "?1, ?2, ?3, ?4"
    ),
    table!(
        "members",
        1,
        "registration",
        "?1",
        "?2",
        "registration, member",
        "?1, ?2"
    ),
    table!(
        "bill_asks",
        1,
        "id",
        "?1",
        "?2",
        "id, why, months, asked_at, work_after, work_tries, work_note, told",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8"
    ),
    table!(
        "bills",
        1,
        "id",
        "?1",
        "?2",
        "id, number, payer, state, total, credit, last_day, why, qris, payment_code, made_at, changed_at, work_after, work_tries, work_note, otherwise",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16"
    ),
    table!(
        "bill_lines",
        3,
        "payer, bill, position",
        "?1, ?2, ?3",
        "?4",
        "payer, bill, position, member, month, parts, live",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7"
    ),
    table!(
        "payments",
        1,
        "reference",
        "?1",
        "?2",
        "reference, bill, amount, paid_at, channel, booked_at, became",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7"
    ),
    table!(
        "ledger_sums",
        1,
        "kind",
        "?1",
        "?2",
        "kind, amount",
        "?1, ?2"
    ),
    table!(
        "unapplied",
        1,
        "payer",
        "?1",
        "?2",
        "payer, amount",
        "?1, ?2"
    ),
    table!(
        "entries",
        1,
        "number",
        "?1",
        "?2",
        "number, at, source, target, amount",
        "?1, ?2, ?3, ?4, ?5"
    ),
    table!(
        "credited",
        2,
        "member, month",
        "?1, ?2",
        "?3",
        "member, month, payer, paid_on, parts",
        "?1, ?2, ?3, ?4, ?5"
    ),
    table!(
        "pay_codes",
        1,
        "digest",
        "?1",
        "?2",
        "digest, member, registration, request, consent, consent_at, last_day, state, made_at, changed_at",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10"
    ),
    table!(
        "arrangements",
        1,
        "id",
        "?1",
        "?2",
        "id, payer, member, registration, code, months, first_month, last_month, made_at, ended_at, ended_by",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11"
    ),
    table!(
        "sponsors",
        1,
        "id",
        "?1",
        "?2",
        "id, name, fund, added_at",
        "?1, ?2, ?3, ?4"
    ),
    table!(
        "claims",
        1,
        "member",
        "?1",
        "?2",
        "member, month, at",
        "?1, ?2, ?3"
    ),
    table!(
        "refunds",
        1,
        "id",
        "?1",
        "?2",
        "id, payer, reference, amount, asked_at, done_at, work_after, work_tries, work_note, whole, officer, why, request, elsewhere",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14"
    ),
    table!(
        "cards",
        1,
        "registration",
        "?1",
        "?2",
        "registration, expires, says, key_id, work_after, work_tries, work_note",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7"
    ),
    table!(
        "referral_counts",
        2,
        "code, day",
        "?1, ?2",
        "?3",
        "code, day, n",
        "?1, ?2, ?3"
    ),
    table!("cursors", 1, "name", "?1", "?2", "name, place", "?1, ?2"),
    table!(
        "unread_reports",
        2,
        "sequence, mark",
        "?1, ?2",
        "?3",
        "sequence, mark, noted_at, reason, work_after, work_tries, struck_at, struck_by, struck_why",
        "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9"
    ),
];

/// Copies all tables into an empty database, and compares what is there afterwards.
pub(super) fn copy(from: &impl Engine, to: &impl Engine) -> Result<Vec<CopiedTable>, StoreError> {
    // An office without registrations still has an audit log, so both tables are looked at.
    let empty = to.read(|sql| {
        Ok(sql
            .first("SELECT 1 FROM registrations LIMIT 1", &[])?
            .is_none())
    })? && to
        .read(|sql| Ok(sql.first("SELECT 1 FROM audit LIMIT 1", &[])?.is_none()))?;
    if !empty {
        return Err(StoreError::NotHere(
            "the database is not empty: give a new one",
        ));
    }
    let mut copied = from.read_moment(|sql| {
        let mut copied = Vec::new();
        for table in &TABLES {
            copied.push(each_page(sql, table, |page| {
                to.write(|sql| {
                    page.iter()
                        .try_for_each(|row| sql.execute(table.insert, &values(row)).map(|_| ()))
                })
            })?);
        }
        Ok(copied)
    })?;
    // What counts is what the new database gives back, not what it was given.
    let written: Vec<CopiedTable> = to.read_moment(|sql| {
        TABLES
            .iter()
            .map(|table| each_page(sql, table, |_| Ok(())))
            .collect()
    })?;
    if copied != written {
        return Err(StoreError::Damaged("the copy differs from what was copied"));
    }
    copied.retain(|table| table.rows > 0);
    Ok(copied)
}

/// Digests of all tables.
pub(super) fn digests(engine: &impl Engine) -> Result<Vec<CopiedTable>, StoreError> {
    engine.read_moment(|sql| {
        TABLES
            .iter()
            .map(|table| each_page(sql, table, |_| Ok(())))
            .collect()
    })
}

fn each_page(
    sql: &dyn Sql,
    table: &Table,
    mut each: impl FnMut(&[Row]) -> Result<(), StoreError>,
) -> Result<CopiedTable, StoreError> {
    let (mut hash, mut rows) = (Sha256::new(), 0);
    let mut page = sql.query(table.first, &[Value::Int(PAGE)])?;
    while let Some(last) = page.last() {
        let key = Row(last.0.iter().take(table.key).cloned().collect());
        for row in &page {
            digest(&mut hash, row);
        }
        each(&page)?;
        rows += page.len() as u64;
        let mut place = values(&key);
        place.push(Value::Int(PAGE));
        page = sql.query(table.after, &place)?;
    }
    Ok(CopiedTable {
        name: table.name,
        rows,
        digest: Digest(hash.finalize().into()),
    })
}

fn values(row: &Row) -> Vec<Value<'_>> {
    row.0.iter().map(Value::from).collect()
}

/// Each cell with its kind and length, so that no two rows are the same bytes.
fn digest(hash: &mut Sha256, row: &Row) {
    for cell in &row.0 {
        let (kind, bytes): (u8, &[u8]) = match cell {
            Cell::Null => (0, &[]),
            Cell::Int(number) => (1, &number.to_be_bytes()),
            Cell::Text(text) => (2, text.as_bytes()),
            Cell::Bytes(bytes) => (3, bytes),
        };
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
}
