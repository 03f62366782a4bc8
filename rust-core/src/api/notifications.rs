//! Notifications about registrations, which a shell shows while the app is in the background.
//!
//! A notification lies on a lock screen, where others read it. It names the receipt and nothing
//! else: no name, no NIK, and not what was decided.

use payung_model::journey::State;
use payung_model::sealed::RegistrationId;
use payung_model::text::{Arg, Message};

use super::error::Failure;
use super::state::AppState;
use super::{NotificationKind, NotificationView, PayungError, Registrations};
use crate::vault::{ItemAbout, Position, RegistrationRow, VaultError};

/// More at once would only push each other off the screen; those that are left come with the next
/// call.
const MOST: u32 = 20;

/// States that the worker did not bring about, so that news of them is worth a notification.
const NOTIFIED: [State; 6] = [
    State::Received,
    State::NeedsCorrection,
    State::Accepted,
    State::Refused,
    State::Erased,
    State::Parked,
];

#[uniffi::export]
impl Registrations {
    /// What happened and was not acknowledged yet, the latest first: at most 20, one for each
    /// registration. The same notification has the same id each time, so a platform that is given
    /// it again replaces the one it shows.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// example::ready(&payung);
    /// // Nothing came from an office yet.
    /// assert!(payung.registrations().notifications()?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn notifications(&self) -> Result<Vec<NotificationView>, PayungError> {
        self.app.call("registrations.notifications", || {
            let rows = self.app.store.notifications(&NOTIFIED, MOST)?;
            Ok(rows
                .iter()
                .filter_map(|row| self.app.notification_view(row))
                .collect())
        })
    }

    /// The platform shows this notification, or the worker saw on a screen what it says: it is not
    /// given again.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung, _) = example::billed();
    /// let news = payung.registrations().notifications()?;
    /// assert_eq!(news[0].title, "Pendaftaran Anda");
    /// for notification in news {
    ///     payung.registrations().acknowledge(notification.id)?;
    /// }
    /// assert!(payung.registrations().notifications()?.is_empty());
    /// assert!(payung.registrations().acknowledge("CONTOH".into()).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn acknowledge(&self, notification: String) -> Result<(), PayungError> {
        self.app.call("registrations.acknowledge", || {
            let known = NotificationId::parse(&notification).ok_or(Failure::Missing)?;
            let told = match known.what {
                What::Everything(told) => self.app.store.acknowledge(known.registration, told),
                What::Word(word) => self.app.store.acknowledge_word(known.registration, word),
            };
            match told {
                // The registration was taken back or deleted in the meantime, and its notification
                // with it.
                Ok(()) | Err(VaultError::Missing) => Ok(()),
                Err(error) => Err(error.into()),
            }
        })
    }
}

impl AppState {
    /// The notification of a registration; none when the worker was told of everything.
    pub(super) fn notification_view(&self, row: &RegistrationRow) -> Option<NotificationView> {
        // An unproven word is worth a look only while the key that could prove it is not to be had.
        // With the key, whoever holds the intake could ring the phone at will.
        let unread = row
            .unproven
            .as_deref()
            .filter(|_| row.unproven != row.told_word && self.key_state().is_err());
        let is_request = self.is_request(row);
        let what = unread.map_or(What::Everything(row.newest), What::Word);
        let is_new_event = row.newest.event > row.told.event;
        let is_money = row.newest.item > row.told.item && row.news != ItemAbout::Words;
        let is_bill = row.state == State::Received && row.news == ItemAbout::Bill;
        let (kind, text) = match row.state {
            _ if unread.is_some() => (NotificationKind::Unread, "notification-unread"),
            _ if !row.newest.is_after(row.told) || !NOTIFIED.contains(&row.state) => return None,
            // The office's last word to this phone, whatever it waited for before.
            _ if row.access_ended && is_money => (NotificationKind::Notice, "notification-notice"),
            State::Received if is_request => {
                (NotificationKind::Received, "notification-request-received")
            }
            State::NeedsCorrection if is_request => (
                NotificationKind::Correction,
                "notification-request-question",
            ),
            State::Accepted | State::Refused if is_request => {
                (NotificationKind::Decision, "notification-request-answer")
            }
            State::Parked if is_request => {
                (NotificationKind::Parked, "notification-request-parked")
            }
            // A bill that came with the word that all has arrived is the greater news.
            State::Received | State::Accepted if is_money && (!is_new_event || is_bill) => {
                match row.news {
                    ItemAbout::Bill => (NotificationKind::Bill, "notification-bill"),
                    ItemAbout::Receipt => (NotificationKind::Paid, "notification-paid"),
                    _ => (NotificationKind::Notice, "notification-notice"),
                }
            }
            State::Received => (NotificationKind::Received, "notification-received"),
            State::NeedsCorrection => (NotificationKind::Correction, "notification-correction"),
            State::Accepted | State::Refused => {
                (NotificationKind::Decision, "notification-decision")
            }
            State::Erased => (NotificationKind::Erased, "notification-erased"),
            State::Parked => (NotificationKind::Parked, "notification-parked"),
            State::Draft | State::Ready | State::Sending | State::Withdrawn => return None,
        };
        let text = Message::new(text)
            .with("receipt", Arg::Text(row.id.receipt()))
            .with(
                "office",
                Arg::Text(self.rules().content.controller.name.clone()),
            );
        Some(NotificationView {
            id: NotificationId {
                registration: row.id,
                what,
            }
            .to_text(),
            kind,
            title: self.text(if is_request {
                "notification-request-title"
            } else {
                "notification-title"
            }),
            text: self.message_text(&text),
            registration: row.id.to_string(),
        })
    }
}

/// Names what a notification tells of, so that acknowledging it cannot hide what came later.
struct NotificationId<'a> {
    registration: RegistrationId,
    what: What<'a>,
}

enum What<'a> {
    /// Everything up to there.
    Everything(Position),
    /// An unproven word.
    Word(&'a str),
}

impl<'a> NotificationId<'a> {
    fn to_text(&self) -> String {
        match self.what {
            What::Everything(Position { event, item }) => {
                format!("{}.{event}.{item}", self.registration)
            }
            What::Word(word) => format!("{}.{word}", self.registration),
        }
    }

    fn parse(text: &'a str) -> Option<Self> {
        let (registration, what) = text.split_once('.')?;
        let what = match what.split_once('.') {
            Some((event, item)) => What::Everything(Position {
                event: event.parse().ok()?,
                item: item.parse().ok()?,
            }),
            None => What::Word(what),
        };
        Some(Self {
            registration: registration.parse().ok()?,
            what,
        })
    }
}
