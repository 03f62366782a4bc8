//! Changes of which a worker is notified, until the notification was given.
//!
//! Lines of history and items of an inbox are numbered, and their numbers only grow. A registration
//! notes up to which of them its worker was told. So a notification is given once, and
//! acknowledging an older one never hides what came later.

use payung_model::journey::State;
use payung_model::sealed::RegistrationId;
use rusqlite::params;

use super::registrations::{registration_row, select};
use super::{Page, Position, RegistrationRow, Store, VaultError};

impl Store {
    /// Registrations of which something was not acknowledged, the latest first: a state in `states`
    /// with something in its history or inbox that came since, or an unproven word.
    pub fn notifications(
        &self,
        states: &[State],
        limit: u32,
    ) -> Result<Vec<RegistrationRow>, VaultError> {
        let wanted: Vec<String> = states
            .iter()
            .map(|state| format!("'{}'", state.as_str()))
            .collect();
        let statement = select(&format!(
            "WHERE (state IN ({}) AND (newest_event > told OR newest_item > told_item)) OR unproven <> coalesce(told_word, '')
             ORDER BY newest_event DESC LIMIT ?1",
            wanted.join(", ")
        ));
        self.read(|connection| {
            let mut all = connection.prepare_cached(&statement)?;
            let page = Page::first(limit, |limit| {
                Page::of(all.query_map([limit], registration_row)?)
            })?;
            Ok(page.rows)
        })
    }

    /// The worker was told of everything up to there.
    pub fn acknowledge(&self, id: RegistrationId, told: Position) -> Result<(), VaultError> {
        let statement = "UPDATE registration SET told = max(told, ?2), told_item = max(told_item, ?3) WHERE id = ?1";
        self.change(statement, params![id.bytes(), told.event, told.item])
    }

    /// The worker was told that there is an unproven word.
    pub fn acknowledge_word(&self, id: RegistrationId, word: &str) -> Result<(), VaultError> {
        self.change(
            "UPDATE registration SET told_word = ?2 WHERE id = ?1",
            params![id.bytes(), word],
        )
    }
}
