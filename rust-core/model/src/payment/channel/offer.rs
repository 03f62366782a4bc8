//! Which channels are offered for a bill, and in which order.

use super::data::{Channel, ChannelKey, PayWay, PaymentKind};
use crate::payment::qris::PayableQris;
use crate::programme::Confidence;
use crate::units::{Date, Rupiah};

/// The facts about an open bill and about this moment by which channels are offered.
#[derive(Clone, Copy, Debug)]
pub struct PayFacts<'a> {
    /// Whether the member has paid before.
    pub kind: PaymentKind,
    /// What is to be paid.
    pub amount: Rupiah,
    /// How many months of one member it is for.
    pub months: u16,
    /// Whether the bill is for other people too: then a number of one member does not pay it.
    pub several: bool,
    /// The bill's QRIS code, when it may be shown.
    pub qris: Option<&'a PayableQris>,
    /// The bill's payment code.
    pub payment_code: Option<&'a str>,
    /// The member's card number, where this phone knows it.
    pub card_number: Option<&'a str>,
    /// The channel that was used last.
    pub last_used: Option<&'a str>,
    /// The last day of the bill's codes.
    pub last_day: Date,
    /// Today; none while nobody can be sure what day it is. Then no code is called too late.
    pub today: Option<Date>,
    /// Whether offices are open today.
    pub working_day: bool,
    /// Whether the phone has a network.
    pub online: bool,
}

/// A channel and what can be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelOffer<'a> {
    /// The channel.
    pub channel: &'a Channel,
    /// The way to pay there, or why there is none.
    pub offered: Offered<'a>,
    /// The notes to be said before paying, in their order.
    pub notes: Vec<ChannelNote<'a>>,
}

/// A way, or a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered<'a> {
    /// This way can be used.
    Way(&'a PayWay),
    /// None can.
    None(NoWay),
}

/// Why a channel cannot be used for a bill. The reasons are in the order in which a way comes
/// nearer to working, and the nearest one is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoWay {
    /// The way takes later payments only.
    NotFirst,
    /// The way takes first payments only.
    OnlyFirst,
    /// There is no member's number yet, or this phone does not know it.
    NoCard,
    /// The bill has no QRIS code that may be shown.
    NoQris,
    /// The bill has no payment code.
    NoCode,
    /// The bill is for several people, the number is that of one.
    Several,
    /// The way does not take so many months at once.
    Months,
    /// The last day of the bill's codes is over.
    Expired,
    /// The amount is larger than it takes.
    Limit,
}

/// What has to be known before paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelNote<'a> {
    /// A text that the data names.
    Own(&'a str),
    /// It is not certain that this way works.
    Unsure,
    /// The office does not hear of such a payment by itself.
    Outside,
    /// The way needs a network, and there is none now.
    Offline,
    /// The channel is closed today.
    Closed,
}

impl NoWay {
    /// A short name for programs and texts, which stays.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotFirst => "not_first",
            Self::OnlyFirst => "only_first",
            Self::NoCard => "no_card",
            Self::NoQris => "no_qris",
            Self::NoCode => "no_code",
            Self::Several => "several",
            Self::Months => "months",
            Self::Expired => "expired",
            Self::Limit => "limit",
        }
    }
}

impl ChannelNote<'_> {
    /// The end of its text's id: `channel-note-…`.
    pub fn code(&self) -> &str {
        match self {
            Self::Own(id) => id,
            Self::Unsure => "unsure",
            Self::Outside => "outside",
            Self::Offline => "offline",
            Self::Closed => "closed",
        }
    }
}

impl ChannelOffer<'_> {
    /// The key that is shown or typed; none when nothing is.
    pub fn key(&self) -> Option<ChannelKey> {
        match self.offered {
            Offered::Way(way) => Some(way.key).filter(|key| *key != ChannelKey::Nothing),
            Offered::None(_) => None,
        }
    }

    /// The rank by which channels are ordered; the smallest comes first. Those that rank alike stay
    /// in the order of the data.
    fn rank(&self, last_used: Option<&str>) -> [bool; 4] {
        let has = |note| self.notes.contains(&note);
        [
            matches!(self.offered, Offered::None(_)),
            last_used != Some(&self.channel.id),
            has(ChannelNote::Offline) || has(ChannelNote::Closed),
            has(ChannelNote::Unsure),
        ]
    }
}

/// Every channel. Usable ones come first: the channel of last time, then those that work now, then
/// those that are certain to work.
pub fn offers<'a>(channels: &'a [Channel], facts: &PayFacts<'_>) -> Vec<ChannelOffer<'a>> {
    let mut offers: Vec<ChannelOffer<'a>> = channels
        .iter()
        .map(|channel| offer(channel, facts))
        .collect();
    offers.sort_by_key(|offer| offer.rank(facts.last_used));
    offers
}

fn offer<'a>(channel: &'a Channel, facts: &PayFacts<'_>) -> ChannelOffer<'a> {
    let offered = offered(channel, facts);
    let mut notes: Vec<ChannelNote<'a>> = Vec::new();
    if let Offered::Way(way) = offered {
        notes.extend(channel.note.as_deref().map(ChannelNote::Own));
        let unsure = Confidence::of(&way.source).is_none_or(Confidence::is_unsure);
        let closed = channel.working_days_only && !facts.working_day;
        for (holds, note) in [
            (unsure, ChannelNote::Unsure),
            (!way.key.is_of_bill(), ChannelNote::Outside),
            (!channel.without_data && !facts.online, ChannelNote::Offline),
            (closed, ChannelNote::Closed),
        ] {
            notes.extend(holds.then_some(note));
        }
    }
    ChannelOffer {
        channel,
        offered,
        notes,
    }
}

fn offered<'a>(channel: &'a Channel, facts: &PayFacts<'_>) -> Offered<'a> {
    if channel.limit.amount.is_some_and(|most| facts.amount > most) {
        return Offered::None(NoWay::Limit);
    }
    let mut nearest = NoWay::NotFirst;
    // A code of the bill goes before a number of the member, because the office hears of it.
    let (of_bill, of_member): (Vec<_>, Vec<_>) =
        channel.ways.iter().partition(|way| way.key.is_of_bill());
    for way in of_bill.into_iter().chain(of_member) {
        match hindrance(way, facts) {
            None => return Offered::Way(way),
            Some(why) => nearest = nearest.max(why),
        }
    }
    Offered::None(nearest)
}

/// Why a way cannot be used.
fn hindrance(way: &PayWay, facts: &PayFacts<'_>) -> Option<NoWay> {
    let first = facts.kind == PaymentKind::First;
    let lacks_card = way.key == ChannelKey::CardNumber && facts.card_number.is_none();
    if !way.payments.contains(&facts.kind) {
        // A card number is what somebody who has never paid lacks; that is the better reason.
        return Some(match (lacks_card && first, first) {
            (true, _) => NoWay::NoCard,
            (false, true) => NoWay::NotFirst,
            (false, false) => NoWay::OnlyFirst,
        });
    }
    let missing = match way.key {
        ChannelKey::Qris if facts.qris.is_none() => Some(NoWay::NoQris),
        ChannelKey::PaymentCode if facts.payment_code.is_none() => Some(NoWay::NoCode),
        ChannelKey::CardNumber if lacks_card => Some(NoWay::NoCard),
        _ => None,
    };
    if missing.is_some() {
        return missing;
    }
    if !way.key.is_of_bill() && facts.several {
        return Some(NoWay::Several);
    }
    if !way.sells(facts.months) {
        return Some(NoWay::Months);
    }
    let over = facts.today.is_some_and(|today| today > facts.last_day);
    (way.key.is_of_bill() && over).then_some(NoWay::Expired)
}
