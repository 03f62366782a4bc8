//! Which card each registration was sent last, and when somebody looks whether it needs another.
//!
//! A row waits in the queue like other work ([`super::queue`]). Whatever changes credited months
//! wakes it, in the same transaction; after that its own time does. The card itself is kept in the
//! inbox alone, sealed to the phone.

use payung_model::sealed::inbox::{CardNote, ItemBody};
use payung_model::sealed::{OfficeKey, RegistrationId};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;

use super::items::ItemWriter;
use super::queue;
use crate::store::audit::{self, AuditEntry};
use crate::store::error::StoreError;
use crate::store::sql::{Database, Engine, Row, TransactionLock, values};

/// The card that a registration was sent last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentCard {
    /// When it ends.
    pub expires: Timestamp,
    /// What it says: the last paid day and the programmes.
    pub summary: String,
    /// The id of the key that signed it.
    pub key_id: Vec<u8>,
}

/// A registration whose card is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardTask {
    /// Which registration.
    pub id: RegistrationId,
    /// How often it was set aside.
    pub tries: u32,
    /// Its card.
    pub sent: Option<SentCard>,
}

/// The next step for a registration's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextCard {
    /// This one is sent, in place of an earlier one.
    Send {
        /// The letters.
        text: String,
        /// What is noted of it.
        sent: SentCard,
    },
    /// The one that was sent stays.
    Keep,
    /// There is none, and what was sent before is taken back.
    TakeBack,
    /// There is none, and none that somebody could still show.
    None,
}

/// Cards.
pub trait Cards {
    /// At most `most` registrations whose card is to be looked at. Nobody else gets them before
    /// `until`.
    fn lease_cards(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<CardTask>, StoreError>;

    /// Sets one aside until `until`, with the reason, which holds nothing personal.
    fn set_card_aside(
        &self,
        id: RegistrationId,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError>;

    /// Does what is to become of a card, and notes when it is looked at again; none: when credited
    /// months change. `entry` is the audit row of whoever asked; none when the worker itself did.
    /// False when nobody is there to read it.
    fn set_card(
        &self,
        id: RegistrationId,
        next: &NextCard,
        again: Option<Timestamp>,
        writer: (&OfficeKey, Timestamp),
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<bool, StoreError>;

    /// Cards that another key signed are looked at now: the key was rotated.
    fn wake_cards_of_other_keys(&self, key_id: &[u8; 8]) -> Result<(), StoreError>;

    /// What a registration was sent last.
    fn sent_card(&self, id: RegistrationId) -> Result<Option<SentCard>, StoreError>;
}

impl<E: Engine> Cards for Database<E> {
    fn lease_cards(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<CardTask>, StoreError> {
        queue::CARDS.lease(&*self.engine, (now, until), most, |_, row| {
            Ok(CardTask {
                id: row.id(0)?,
                tries: row.small(1)?,
                sent: read(row, 2)?,
            })
        })
    }

    fn set_card_aside(
        &self,
        id: RegistrationId,
        reason: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        queue::CARDS.set_aside(&*self.engine, id, reason, until)
    }

    fn set_card(
        &self,
        id: RegistrationId,
        next: &NextCard,
        again: Option<Timestamp>,
        (key, at): (&OfficeKey, Timestamp),
        entry: Option<&AuditEntry<'_>>,
    ) -> Result<bool, StoreError> {
        // Without a time the row waits until credited months wake it. A row that was woken since it
        // was taken stays awake: this card was made of months that have changed meanwhile.
        let again = again.map_or(i64::MAX, Timestamp::millis);
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            let writer = ItemWriter { sql, key, at };
            let send = |text: &str| {
                let text = Secret::new(text);
                writer.write(id, ItemBody::Card(CardNote { text }))
            };
            let (told, sent) = match next {
                NextCard::Send { text, sent } => (send(text)?, Some(sent)),
                NextCard::TakeBack => (send("")?, None),
                NextCard::None => (true, None),
                NextCard::Keep => {
                    sql.execute(
                        "UPDATE cards SET work_after = CASE WHEN work_after = 0 THEN work_after ELSE ?2 END,
                            work_tries = 0, work_note = NULL WHERE registration = ?1",
                        values![&id, again],
                    )?;
                    return Ok(true);
                }
            };
            if !told {
                // It was erased meanwhile: there is nothing to look at any more.
                sql.execute("DELETE FROM cards WHERE registration = ?1", values![&id])?;
                return Ok(false);
            }
            let expires = sent.map_or(0, |sent| sent.expires.millis());
            let summary = sent.map_or("", |sent| sent.summary.as_str());
            let key_id = sent.map(|sent| sent.key_id.as_slice());
            sql.execute(
                "INSERT INTO cards (registration, expires, says, key_id, work_after) VALUES (?1, ?2, ?3, ?4, ?5)
                    ON CONFLICT (registration) DO UPDATE SET expires = excluded.expires, says = excluded.says,
                        key_id = excluded.key_id, work_tries = 0, work_note = NULL,
                        work_after = CASE WHEN cards.work_after = 0 THEN 0 ELSE excluded.work_after END",
                values![&id, expires, summary, key_id, again],
            )?;
            entry.map_or(Ok(()), |entry| audit::add(sql, entry))?;
            Ok(true)
        })
    }

    fn wake_cards_of_other_keys(&self, key_id: &[u8; 8]) -> Result<(), StoreError> {
        self.engine.write(|sql| {
            sql.lock(TransactionLock::Money)?;
            sql.execute(
                "UPDATE cards SET work_after = 0 WHERE key_id IS NOT NULL AND key_id <> ?1",
                values![key_id],
            )?;
            Ok(())
        })
    }

    fn sent_card(&self, id: RegistrationId) -> Result<Option<SentCard>, StoreError> {
        let found = self.engine.read(|sql| {
            sql.first(
                "SELECT expires, says, key_id FROM cards WHERE registration = ?1",
                values![&id],
            )
        })?;
        found.map_or(Ok(None), |row| read(&row, 0))
    }
}

/// Three columns: when it ends, what it says, whose key signed it.
fn read(row: &Row, from: usize) -> Result<Option<SentCard>, StoreError> {
    let Some(key_id) = row.opt_bytes(from + 2)? else {
        return Ok(None);
    };
    Ok(Some(SentCard {
        expires: row.time(from)?,
        summary: row.text(from + 1)?,
        key_id,
    }))
}
