//! Rows as the app and the synchronizer use them. (Answers are [`payung_model::form::Entry`]
//! records.)

use payung_model::journey::State;
use payung_model::sealed::inbox::{BillState, ItemBody};
use payung_model::sealed::{Digest, RegistrationId, StatusToken};
use payung_model::units::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;

use crate::problem::ProblemCode;

/// What is known of a draft without its answers, which are sealed records of their own.
#[derive(Clone, Debug)]
pub struct DraftRow {
    /// 16 bytes. The API shows them as the text of a `UUIDv7`.
    pub id: RegistrationId,
    pub person: RegistrationId,
    pub form: String,
    /// The registration that was made of the draft, if there is one. A correction opens the same
    /// draft again.
    pub registration: Option<RegistrationId>,
    /// The version of the form that the draft was last opened with; 0 from an app that did not note
    /// it.
    pub form_version: u32,
    /// The registration that the draft completes, if it does.
    pub completes: Option<RegistrationId>,
    pub created_at: Timestamp,
    /// When its last answer was changed.
    pub changed_at: Timestamp,
    /// When a worker last opened it to go on.
    pub opened_at: Timestamp,
    /// When the worker saw the warning that the draft will be deleted. None after the draft was
    /// opened or changed since.
    pub warned_at: Option<Timestamp>,
    /// [`super::DraftLabel`], sealed, as long as no answer was changed since a list kept it.
    pub label: Option<Vec<u8>>,
}

/// A registration. Enough of it is in clear to send it and to ask about it without the data key.
pub struct RegistrationRow {
    pub id: RegistrationId,
    pub draft: Option<RegistrationId>,
    pub revision: u32,
    pub state: State,
    pub token: StatusToken,
    /// The reply private key, sealed under the data key.
    pub reply_key: Vec<u8>,
    /// The sealed reply that an older app kept as it came. This app reads the items of the inbox
    /// instead.
    pub reply: Option<Vec<u8>>,
    /// What the intake says that the office decided, as long as no item of the inbox proves it.
    pub unproven: Option<String>,
    /// How far its history and its inbox go.
    pub newest: Position,
    /// How far the worker was told of them.
    pub told: Position,
    /// The last unproven word that the worker was told of.
    pub told_word: Option<String>,
    /// The worker wants to withdraw, and the office has not confirmed it yet.
    pub withdraw_wanted: bool,
    /// An officer has made the access anew for another phone (ADR 22). This one may read what was
    /// written to it, and change nothing any more.
    pub access_ended: bool,
    pub changed_at: Timestamp,
    pub bytes_sent: u64,
    /// The registration that this one completes, if it does.
    pub completes: Option<RegistrationId>,
    /// [`super::About`], sealed. None in rows of the first app, and after the key was lost.
    pub about: Option<Vec<u8>>,
    /// The subject of the newest item of the inbox that is news.
    pub news: ItemAbout,
    /// Up to which item its inbox was folded into the member's record.
    pub folded: u64,
    /// What lists show of bills and cover, sealed. None while nothing came about money.
    pub summary: Option<Vec<u8>>,
}

/// One registration in the outbox.
pub struct OutboxRow {
    pub revision: u32,
    pub envelope: Vec<u8>,
    pub attempts: u32,
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "looked for in SQL; read in tests")
    )]
    pub next_try: Timestamp,
    /// Why it is delayed or parked.
    pub problem: Option<ProblemCode>,
    /// The office has the record of this revision.
    pub recorded: bool,
    /// Whether the photos may go over a metered network.
    pub over_metered: bool,
    /// When the envelope was sealed; 1970 from an app that did not note it.
    pub sealed_at: Timestamp,
    /// The version of the app that sealed it; empty from an app that did not note it.
    pub sealed_by: String,
}

/// A sealed photo on disk, `photos/<digest>`.
#[derive(Clone)]
pub struct PhotoRow {
    pub draft: RegistrationId,
    pub question: String,
    pub digest: Digest,
    pub length: u32,
    /// The photo's own key.
    pub key: zeroize::Zeroizing<[u8; 32]>,
}

/// The subject of an inbox item, in clear, so that lists and the sync find the items that they need
/// without opening any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemAbout {
    /// A decision, a correction, or something that this app cannot read.
    Words,
    /// A bill that can be paid.
    Bill,
    /// A receipt.
    Receipt,
    /// A notice.
    Notice,
    /// No news: credited months, a bill that is over, a card.
    Quiet,
}

impl ItemAbout {
    /// The subject of an item with that body.
    pub fn of(body: &ItemBody) -> Self {
        match body {
            ItemBody::Bill(bill) if bill.state == BillState::Open => Self::Bill,
            ItemBody::Bill(_) | ItemBody::Cover(_) | ItemBody::Card(_) | ItemBody::Payers(_) => {
                Self::Quiet
            }
            ItemBody::Receipt(_) => Self::Receipt,
            ItemBody::Notice(_) => Self::Notice,
            ItemBody::Decision { .. }
            | ItemBody::Correction { .. }
            | ItemBody::Erased
            | ItemBody::Other { .. } => Self::Words,
        }
    }

    /// As it is kept.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Bill => "bill",
            Self::Receipt => "receipt",
            Self::Notice => "notice",
            Self::Quiet => "quiet",
        }
    }

    /// A word that a later app wrote is read as words.
    pub(super) fn from_word(word: &str) -> Self {
        [Self::Bill, Self::Receipt, Self::Notice, Self::Quiet]
            .into_iter()
            .find(|about| about.as_str() == word)
            .unwrap_or(Self::Words)
    }
}

/// A place in a registration's history and in its inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The number of a line of history; it grows with every line, of whichever registration. 0 for
    /// none.
    pub event: i64,
    /// The sequence of an item that is news; 0 for none.
    pub item: i64,
}

impl Position {
    /// Whether something has come since.
    pub fn is_after(self, told: Self) -> bool {
        self.event > told.event || self.item > told.item
    }
}

#[derive(Clone, Debug)]
pub struct EventRow {
    pub at: Timestamp,
    pub revision: u32,
    pub state: State,
}

/// Rows that are read one by one, so that a damaged row does not hide the others.
pub struct Page<T> {
    pub rows: Vec<T>,
    /// How many rows were left out because they do not parse.
    pub unreadable: u32,
}

impl<T> Page<T> {
    /// Leaves out and counts rows that do not parse. Any other error means that the statement
    /// failed as a whole.
    pub(super) fn of(rows: impl Iterator<Item = rusqlite::Result<T>>) -> rusqlite::Result<Self> {
        let mut page = Self {
            rows: Vec::new(),
            unreadable: 0,
        };
        for row in rows {
            match row {
                Err(
                    rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..)
                    | rusqlite::Error::InvalidColumnType(..),
                ) => page.unreadable += 1,
                row => page.rows.push(row?),
            }
        }
        Ok(page)
    }

    /// The first `most` rows that parse. `read` is given the limit of its statement. Where a damaged
    /// row is met all are read, so that damage takes no place on a page, and all of it is counted.
    pub(super) fn first(
        most: u32,
        mut read: impl FnMut(i64) -> rusqlite::Result<Self>,
    ) -> rusqlite::Result<Self> {
        const ALL: i64 = -1;
        let mut page = read(i64::from(most))?;
        if page.unreadable > 0 {
            page = read(ALL)?;
            page.rows
                .truncate(usize::try_from(most).unwrap_or(usize::MAX));
        }
        Ok(page)
    }
}

pub(super) fn id_column(row: &Row<'_>, name: &str) -> rusqlite::Result<RegistrationId> {
    let bytes: [u8; 16] = row.get(name)?;
    RegistrationId::from_bytes(&bytes).ok_or_else(|| not_ours(name, Type::Blob))
}

pub(super) fn optional_id(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<RegistrationId>> {
    let bytes: Option<[u8; 16]> = row.get(name)?;
    bytes
        .map(|bytes| RegistrationId::from_bytes(&bytes).ok_or_else(|| not_ours(name, Type::Blob)))
        .transpose()
}

pub(super) fn time_column(row: &Row<'_>, name: &str) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millis(row.get(name)?).map_err(|_| not_ours(name, Type::Integer))
}

pub(super) fn state_column(row: &Row<'_>, name: &str) -> rusqlite::Result<State> {
    row.get::<_, String>(name)?
        .parse()
        .map_err(|_| not_ours(name, Type::Text))
}

/// The error for a column whose value this app never writes.
pub(super) fn not_ours(name: &str, kind: Type) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(0, name.to_owned(), kind)
}

/// Why a row of the outbox is delayed or parked. An id that this app does not know says nothing.
pub(super) fn problem_column(row: &Row<'_>) -> rusqlite::Result<Option<ProblemCode>> {
    let id: Option<String> = row.get("problem")?;
    Ok(id.as_deref().and_then(ProblemCode::of_text))
}
