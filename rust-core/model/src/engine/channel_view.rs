//! Where a bill can be paid, in words.

use super::Pictogram;
use crate::content::Content;
use crate::payment::channel::{
    Channel, ChannelKey, ChannelOffer, NoWay, Offered, PayFacts, PayWay, PaymentKind, offers,
};
use crate::payment::qris::PayableQris;
use crate::text::{Arg, Lang, Message};
use crate::units::Rupiah;

/// One place or app where a bill can be paid: a screen, ≤ 4 KiB without its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelView {
    /// `indomaret`: stays, and may be kept as the one that was used last.
    pub id: String,
    /// "Indomaret"
    pub name: String,
    /// The drawing beside the channel; none where this app has no such drawing.
    pub pictogram: Option<Pictogram>,
    /// Whether the bill can be paid there. One that cannot is shown grey, with its reason.
    pub enabled: bool,
    /// Why it cannot be used; empty when it can.
    pub reason: String,
    /// For a button below that reason: this phone does not know the member's card number, and the
    /// channel can be used once it does. Empty otherwise.
    pub card_button: String,
    /// What is shown or typed there: "kode bayar", "NIK (16 angka)"; empty when nothing is.
    pub key_name: String,
    /// The code or number itself. None for a NIK, which no view shows, and for a card's number that
    /// this phone does not know.
    pub key: Option<String>,
    /// What to do, in this order.
    pub steps: Vec<String>,
    /// The fee on top of the dues, or a sentence that says that it is not known.
    pub fee: String,
    /// The largest amount at once; empty where none was found.
    pub limit: String,
    /// An `https` link into the app.
    pub link: Option<String>,
    /// Whether it works with a phone that has no network.
    pub without_data: bool,
    /// What has to be known before paying; may be empty.
    pub note: String,
    /// Whether the key is a code of the bill, to be shown, saved as a picture, copied and sent.
    pub has_code: bool,
    /// The actions that are possible with that code.
    pub actions: Vec<CodeActionView>,
}

/// A button beside a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeActionView {
    /// The action.
    pub action: CodeAction,
    /// Its words.
    pub label: String,
}

/// What can be done with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeAction {
    /// Keep its picture in the gallery: a phone cannot photograph its own screen, but payment apps
    /// read a picture.
    SavePicture,
    /// Copy its digits.
    Copy,
    /// Give it to another app, to be sent to somebody who pays.
    Send,
}

impl CodeAction {
    /// Its name in the text's id.
    pub fn code(self) -> &'static str {
        match self {
            Self::SavePicture => "save-picture",
            Self::Copy => "copy",
            Self::Send => "send",
        }
    }

    /// A QRIS code is a picture: its letters are of no use to anybody.
    fn of(key: ChannelKey) -> &'static [Self] {
        match key {
            ChannelKey::Qris => &[Self::SavePicture, Self::Send],
            ChannelKey::PaymentCode => &[Self::Copy, Self::SavePicture, Self::Send],
            ChannelKey::CardNumber => &[Self::Copy],
            ChannelKey::Nik | ChannelKey::Nothing => &[],
        }
    }
}

/// Every channel of the rules for a bill, the most useful first.
pub fn channel_views(content: &Content, lang: Lang, facts: &PayFacts<'_>) -> Vec<ChannelView> {
    let words = Words {
        content,
        lang,
        facts,
    };
    offers(&content.payment.channels, facts)
        .iter()
        .map(|offer| words.view(offer))
        .collect()
}

struct Words<'a> {
    content: &'a Content,
    lang: Lang,
    facts: &'a PayFacts<'a>,
}

impl Words<'_> {
    fn view(&self, offer: &ChannelOffer<'_>) -> ChannelView {
        let channel = offer.channel;
        let mut view = ChannelView {
            id: channel.id.clone(),
            name: self.name(channel),
            pictogram: Pictogram::named(&channel.pictogram),
            enabled: false,
            reason: String::new(),
            card_button: String::new(),
            key_name: String::new(),
            key: None,
            steps: Vec::new(),
            fee: self.fee(channel.fee.amount),
            limit: channel
                .limit
                .amount
                .map(|most| self.with("channel-limit", "amount", Arg::Money(most)))
                .unwrap_or_default(),
            link: channel.link.url.clone(),
            without_data: channel.without_data,
            note: String::new(),
            has_code: false,
            actions: Vec::new(),
        };
        // A channel without a way is shown too, with the reason, so that nobody searches for a shop
        // that was there last month.
        match offer.offered {
            Offered::Way(way) => self.fill(&mut view, channel, way),
            Offered::None(why) => {
                view.reason = self.reason(why);
                // Whoever has not paid yet has no card.
                if why == NoWay::NoCard && self.facts.kind == PaymentKind::Continuing {
                    view.card_button = self.text(&Message::new("button-card-number"));
                }
            }
        }
        let notes = offer.notes.iter();
        let notes: Vec<String> = notes
            .map(|note| self.text(&Message::new(format!("channel-note-{}", note.code()))))
            .collect();
        view.note = notes.join(" ");
        view
    }

    fn fill(&self, view: &mut ChannelView, channel: &Channel, way: &PayWay) {
        view.enabled = true;
        view.has_code = way.key.is_of_bill();
        view.key_name = self.key_name(way.key);
        let key = match way.key {
            ChannelKey::Qris => self.facts.qris.map(PayableQris::text),
            ChannelKey::PaymentCode => self.facts.payment_code,
            ChannelKey::CardNumber => self.facts.card_number,
            ChannelKey::Nik | ChannelKey::Nothing => None,
        };
        view.key = key.map(str::to_owned);
        let steps = way.steps.iter();
        view.steps = steps.map(|step| self.step(channel, way, step)).collect();
        if view.key.is_some() {
            let actions = CodeAction::of(way.key).iter();
            view.actions = actions
                .map(|action| CodeActionView {
                    action: *action,
                    label: self.text(&Message::new(format!("button-code-{}", action.code()))),
                })
                .collect();
        }
    }

    fn step(&self, channel: &Channel, way: &PayWay, step: &str) -> String {
        let mut message = Message::new(format!("channel-step-{step}"))
            .with("amount", Arg::Money(self.facts.amount))
            .with("count", Arg::Number(self.facts.months.into()))
            .with("key", Arg::Text(self.key_name(way.key)))
            .with("name", Arg::Text(self.name(channel)));
        if let Some(code) = self.facts.qris {
            message = message.with("merchant", Arg::Text(code.merchant().name.clone()));
        }
        self.text(&message)
    }

    /// "NIK (16 angka)"; how many digits is said only where a source says so.
    fn key_name(&self, key: ChannelKey) -> String {
        if key == ChannelKey::Nothing {
            return String::new();
        }
        let name = self.text(&Message::new(format!("channel-key-{}", key.code())));
        match self.content.payment.digits(key) {
            Some(digits) => self.text(
                &Message::new("channel-key-digits")
                    .with("key", Arg::Text(name))
                    .with("count", Arg::Number(digits.into())),
            ),
            None => name,
        }
    }

    fn fee(&self, fee: Option<Rupiah>) -> String {
        match fee {
            Some(Rupiah(0)) => self.text(&Message::new("channel-fee-none")),
            Some(fee) => self.with("channel-fee", "amount", Arg::Money(fee)),
            None => self.text(&Message::new("channel-fee-unknown")),
        }
    }

    fn reason(&self, why: NoWay) -> String {
        self.text(&Message::new(format!("channel-why-{}", why.code())))
    }

    fn name(&self, channel: &Channel) -> String {
        self.text(&Message::new(format!("channel-{}", channel.id)))
    }

    fn with(&self, id: &str, name: &'static str, arg: Arg) -> String {
        self.text(&Message::new(id).with(name, arg))
    }

    fn text(&self, message: &Message) -> String {
        self.content.text(self.lang, message)
    }
}
