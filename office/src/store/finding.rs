//! Finding a registration by the keys of what people say: see `crate::opener::search`.

use payung_model::sealed::RegistrationId;

use super::error::StoreError;
use super::sql::{Database, Engine, Sql, values};

/// A key: an HMAC, cut.
type Key = [u8; 16];

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Registrations that have every key, by id.
    pub ids: Vec<RegistrationId>,
    /// True when each of several keys is so common that not all of it was looked through.
    pub too_common: bool,
}

/// Finding.
pub trait Finding {
    /// At most `most` registrations that have every one of these keys. The rarest key leads, and at
    /// most `looked` of its registrations are compared with the others.
    fn found_by(&self, keys: &[Key], most: u32, looked: u32) -> Result<Found, StoreError>;
}

impl<E: Engine> Finding for Database<E> {
    fn found_by(&self, keys: &[Key], most: u32, looked: u32) -> Result<Found, StoreError> {
        self.engine.read(|sql| found_by(sql, keys, most, looked))
    }
}

/// Registrations of the rarest key that are read at once.
const PART: u32 = 1000;

fn found_by(sql: &dyn Sql, keys: &[Key], most: u32, looked: u32) -> Result<Found, StoreError> {
    let mut counted = Vec::with_capacity(keys.len());
    for key in keys {
        let row = sql.one(
            "SELECT count(*) FROM (SELECT 1 FROM finder WHERE word = ?1 LIMIT ?2) AS named",
            values![key, looked.saturating_add(1)],
        )?;
        counted.push((row.count(0)?, *key));
    }
    counted.sort_unstable();
    counted.dedup();
    let Some(((rarest, first), others)) = counted.split_first() else {
        return Ok(Found::default());
    };
    let mut found = Found {
        ids: Vec::new(),
        too_common: !others.is_empty() && *rarest > u64::from(looked),
    };
    let (mut after, mut read) = (Vec::new(), 0);
    // Who is sought by one common word is among the first of many, and nothing has to be compared.
    while read < looked {
        let part = if others.is_empty() { most } else { PART };
        let rows = sql.query(
            "SELECT id FROM finder WHERE word = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
            values![first, &after, part],
        )?;
        for row in &rows {
            let id = row.id(0)?;
            if has_all(sql, id, others)? {
                found.ids.push(id);
                if found.ids.len() >= most as usize {
                    return Ok(found);
                }
            }
            after = id.bytes().to_vec();
        }
        if rows.len() < part as usize {
            break;
        }
        read += part;
    }
    Ok(found)
}

fn has_all(sql: &dyn Sql, id: RegistrationId, keys: &[(u64, Key)]) -> Result<bool, StoreError> {
    for (_, key) in keys {
        let has = sql.first(
            "SELECT 1 FROM finder WHERE word = ?1 AND id = ?2",
            values![key, &id],
        )?;
        if has.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}
