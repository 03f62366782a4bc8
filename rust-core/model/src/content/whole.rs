//! Checked content.

use std::collections::BTreeMap;

use super::controller::Controller;
use super::retention::Retention;
use super::sending::Sending;
use crate::card::CardRules;
use crate::cover::reminder::ReminderRules;
use crate::cover::{Calendar, CoverRules, Incidents};
use crate::form::Form;
use crate::payment::PaymentRules;
use crate::places::Places;
use crate::programme::{Programmes, Tariff};
use crate::text::{Arg, Lang, Message, Texts};

/// Checked content, ready to be used.
pub struct Content {
    /// The forms by their ids.
    pub forms: BTreeMap<String, Form>,
    /// What cover costs.
    pub tariff: Tariff,
    /// What each programme gives, and who may join it.
    pub programmes: Programmes,
    /// All words.
    pub texts: Texts,
    /// Who receives the data.
    pub controller: Controller,
    /// How long a phone keeps what was answered.
    pub retention: Retention,
    /// What may go over metered networks.
    pub sending: Sending,
    /// When cover begins, pauses and ends.
    pub cover: CoverRules,
    /// Holidays.
    pub calendar: Calendar,
    /// When reminders come.
    pub reminders: ReminderRules,
    /// What to do when something happens.
    pub incidents: Incidents,
    /// The rules of cards.
    pub card: CardRules,
    /// Who receives dues, who is billed, where a bill is paid.
    pub payment: PaymentRules,
    /// Where somebody can be asked.
    pub places: Places,
}

impl Content {
    /// A text with the receiver's name, address and contact at hand.
    pub fn text(&self, lang: Lang, message: &Message) -> String {
        self.texts.format(lang, &self.with_office(message.clone()))
    }

    /// The text of a message; none when neither this language nor Indonesian has it.
    pub fn text_if_any(&self, lang: Lang, id: &str) -> Option<String> {
        self.texts
            .try_format(lang, &self.with_office(Message::new(id)))
    }

    fn with_office(&self, message: Message) -> Message {
        let Controller {
            name,
            address,
            contact,
        } = &self.controller;
        message
            .with("office", Arg::Text(name.clone()))
            .with("office-address", Arg::Text(address.clone()))
            .with("office-contact", Arg::Text(contact.clone()))
    }
}
