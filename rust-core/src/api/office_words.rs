//! The office's messages to a registration: they are proven, opened, and made harmless to show.

use payung_model::journey::OfficeState;
use payung_model::sealed::inbox::{Item, ItemBody, SealedItem};
use payung_model::sealed::reply::{Correction, Reply};
use payung_model::sealed::{EnvelopeProblem, RegistrationId, ReplyKey, reply};
use payung_model::text::{Arg, Message, harmless_secret};

use super::clock::ClockState;
use super::error::Failure;
use super::sealing::open_reply_key;
use super::state::AppState;
use crate::sync::OpenedItem;
use crate::vault::{InboxRow, Keys, RegistrationRow, VaultError};

/// The part of a registration's inbox that its screen shows.
#[derive(Default)]
pub(super) struct OfficeWords {
    /// The last decision or correction; its words are harmless to show.
    pub reply: Option<Reply>,
    /// Whether there is a message that only a newer app can read.
    pub needs_newer_app: bool,
}

impl AppState {
    /// Opens an item that came, if it was written to this registration by an office key that this
    /// phone has learnt.
    pub fn open_item(&self, id: RegistrationId, bytes: &[u8]) -> Result<OpenedItem, VaultError> {
        let Ok(keys) = self.keys() else {
            return Ok(OpenedItem::Locked);
        };
        let Ok(sealed) = SealedItem::parse(bytes) else {
            return Ok(OpenedItem::NotTheOffices);
        };
        let row = self.store.registration(id)?;
        // What was sealed under a lost key cannot be opened any more.
        let Ok(reply_key) = open_reply_key(id, &row.reply_key, &keys) else {
            return Ok(OpenedItem::Locked);
        };
        // A key that was given up before this registration was made cannot have written to it (ADR
        // 14).
        let known = self.store.office_keys(&self.rules().root(), id.made_at())?;
        let Some(author) = known.into_iter().find(|key| key.id() == sealed.key_id()) else {
            return Ok(OpenedItem::UnknownKey);
        };
        Ok(match sealed.open(id, &reply_key, &author) {
            Ok(item) => OpenedItem::Item {
                item: Box::new(item),
                author,
            },
            Err(_) => OpenedItem::NotTheOffices,
        })
    }

    /// Notes which keys the office has by the rules in force. Nothing is noted without a trust file,
    /// because no office is known then, and nothing by rules that stand in for a damaged bundle: they
    /// name the keys of long ago, of which one may have leaked since.
    pub fn note_office_keys(&self) -> Result<(), VaultError> {
        let rules = self.rules();
        if self.trust.is_none() || rules.stand_in() {
            return Ok(());
        }
        // A key that was given up is believed for what was made before that time. A clock that is
        // ahead would name a time at which everything was made before.
        let (now, issued_at) = (self.now(), rules.issued_at());
        let is_ahead = rules.sequence > 0 && self.clock.state() == ClockState::Ahead;
        let at = if is_ahead { now.min(issued_at) } else { now };
        self.store
            .note_office_keys(&rules.root(), rules.office_keys(), at)
    }

    /// Refuses what this phone cannot change any more, because the office answers another one (ADR 22):
    /// whatever it sent would be refused for ever.
    pub fn check_access(&self, row: &RegistrationRow) -> Result<(), Failure> {
        if row.access_ended {
            return Err(Failure::NotPossible(self.access_ended_words()));
        }
        Ok(())
    }

    /// What a worker is told of a registration that another phone has now.
    pub fn access_ended_words(&self) -> String {
        let office = self.rules().content.controller.name.clone();
        let message = Message::new("notice-money-access-ended");
        self.message_text(&message.with("office", Arg::Text(office)))
    }

    /// The last decision or correction, if there is one.
    pub fn office_reply(
        &self,
        row: &RegistrationRow,
        keys: &Keys,
    ) -> Result<Option<Reply>, Failure> {
        Ok(office_words(row, &self.store.inbox(row.id)?, keys)?.reply)
    }
}

/// The office's messages to this registration. For one that was decided before there were inboxes,
/// it is the reply that an older app kept.
pub(super) fn office_words(
    row: &RegistrationRow,
    kept: &[InboxRow],
    keys: &Keys,
) -> Result<OfficeWords, Failure> {
    if kept.is_empty() && row.reply.is_none() {
        return Ok(OfficeWords::default());
    }
    let reply_key = open_reply_key(row.id, &row.reply_key, keys)?;
    let mut words = OfficeWords::default();
    for one in kept {
        let opened = SealedItem::parse(&one.item)
            .and_then(|sealed| sealed.open(row.id, &reply_key, &one.author));
        match opened.map(|item| (reply_of(&item), item.body)) {
            Ok((Some(reply), _)) => {
                words.reply = Some(reply);
                break;
            }
            Ok((None, ItemBody::Other { .. })) => words.needs_newer_app = true,
            // What does not open says nothing: the state says what happened.
            Ok((None, _)) | Err(_) => {}
        }
    }
    if words.reply.is_none() {
        words.reply = older_reply(row, &reply_key).ok();
    }
    words.reply = words.reply.map(harmless);
    Ok(words)
}

fn reply_of(item: &Item) -> Option<Reply> {
    let (state, words, questions) = match &item.body {
        ItemBody::Decision { state, words } => (*state, words.clone(), Vec::new()),
        ItemBody::Correction { words, questions } => (
            OfficeState::NeedsCorrection,
            words.clone(),
            questions.clone(),
        ),
        _ => return None,
    };
    Some(Reply {
        revision: item.revision,
        state,
        at: item.at,
        words,
        questions,
    })
}

fn older_reply(row: &RegistrationRow, key: &ReplyKey) -> Result<Reply, EnvelopeProblem> {
    let sealed = row
        .reply
        .as_deref()
        .ok_or(EnvelopeProblem::Malformed("reply"))?;
    reply::open(sealed, row.id, key)
}

fn harmless(reply: Reply) -> Reply {
    let correction = |one: Correction| Correction {
        words: harmless_secret(&one.words),
        ..one
    };
    Reply {
        words: harmless_secret(&reply.words),
        questions: reply.questions.into_iter().map(correction).collect(),
        ..reply
    }
}
