//! A channel as `payment.json` has it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::payment::check::{check_ids, check_source};
use crate::units::Rupiah;

/// A place or an app where dues can be paid.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// `[a-z][a-z0-9_]*`, unique.
    pub id: String,
    /// The drawing beside the channel: a name of the icon set. An app that does not have it draws
    /// none.
    pub pictogram: String,
    /// Whether the channel works with a phone that has no network.
    pub without_data: bool,
    /// Whether the channel is closed on Saturdays, Sundays and holidays.
    pub working_days_only: bool,
    /// How to pay there, the best way first.
    pub ways: Vec<PayWay>,
    /// The fee on top of the dues.
    pub fee: Amount,
    /// The largest amount it takes at once.
    pub limit: Amount,
    /// Where a tap leads.
    pub link: Link,
    /// A text that is said beside it; none without one.
    pub note: Option<String>,
    /// The source that says that dues are paid there.
    pub source: String,
}

/// One way to pay at a channel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayWay {
    /// What is shown or typed.
    pub key: ChannelKey,
    /// For which payments it works.
    pub payments: Vec<PaymentKind>,
    /// The numbers of months that can be paid at once; any without a list.
    #[serde(default)]
    pub periods: Option<Vec<u16>>,
    /// What to do, in this order.
    pub steps: Vec<String>,
    /// Where that is said. An uncertain one is said to be so.
    pub source: String,
}

/// An amount that a source names, or none where nobody found one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// None: not known.
    pub amount: Option<Rupiah>,
    /// Where that is said.
    pub source: String,
}

/// A link that a source names, or none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// `https` only: the system gives such a link to the app that owns the domain, while any app may
    /// take a scheme of its own.
    pub url: Option<String>,
    /// Where that is said.
    pub source: String,
}

/// What a worker shows or types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKey {
    /// The QRIS code of a bill.
    Qris,
    /// The payment code of a bill.
    PaymentCode,
    /// The member's NIK. The app does not show it.
    Nik,
    /// The number on the member's card.
    CardNumber,
    /// Nothing: somebody else does it.
    Nothing,
}

/// Which payment it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// The first one after registering: there is no card yet, and the NIK is not known at channels.
    First,
    /// Any later one.
    Continuing,
}

const MOST_WAYS: usize = 6;
const MOST_STEPS: usize = 10;
const MOST_PERIODS: usize = 24;
const MOST_LINK: usize = 200;

impl Channel {
    /// The error names the field.
    pub(in crate::payment) fn check(&self) -> Result<(), String> {
        check_ids("pictogram", std::iter::once(self.pictogram.as_str()))?;
        check_ids("note", self.note.iter().map(String::as_str))?;
        if !(1..=MOST_WAYS).contains(&self.ways.len()) {
            return Err(format!("ways: 1 to {MOST_WAYS}"));
        }
        for (place, way) in self.ways.iter().enumerate() {
            way.check()
                .map_err(|what| format!("ways[{place}].{what}"))?;
        }
        self.fee.check("fee")?;
        self.limit.check("limit")?;
        if self.limit.amount == Some(Rupiah(0)) {
            return Err("limit.amount: nothing could be paid".to_owned());
        }
        self.link.check()?;
        check_source("source", &self.source)
    }
}

impl PayWay {
    fn check(&self) -> Result<(), String> {
        let kinds: BTreeSet<PaymentKind> = self.payments.iter().copied().collect();
        if kinds.is_empty() || kinds.len() != self.payments.len() {
            return Err("payments: first, continuing or both, each once".to_owned());
        }
        if let Some(periods) = &self.periods {
            let rising = periods.windows(2).all(|pair| pair[0] < pair[1]);
            let possible = periods.iter().all(|months| (1..=60).contains(months));
            if !rising || !possible || !(1..=MOST_PERIODS).contains(&periods.len()) {
                return Err("periods: months, rising, each 1 to 60".to_owned());
            }
        }
        if !(1..=MOST_STEPS).contains(&self.steps.len()) {
            return Err(format!("steps: 1 to {MOST_STEPS}"));
        }
        check_ids("steps", self.steps.iter().map(String::as_str))?;
        check_source("source", &self.source)
    }

    /// Values that the texts of its steps are given. Only a code names its receiver.
    pub fn step_values(&self) -> &'static [&'static str] {
        match self.key {
            ChannelKey::Qris => &["amount", "count", "key", "merchant", "name"],
            ChannelKey::Nothing => &["amount", "count", "name"],
            _ => &["amount", "count", "key", "name"],
        }
    }

    /// Whether so many months can be paid at once.
    pub fn sells(&self, months: u16) -> bool {
        let periods = self.periods.as_deref();
        periods.is_none_or(|periods| periods.contains(&months))
    }
}

impl Amount {
    fn check(&self, field: &str) -> Result<(), String> {
        if self.amount.is_some_and(|amount| amount > Rupiah::MOST) {
            return Err(format!("{field}.amount: larger than any amount"));
        }
        check_source(&format!("{field}.source"), &self.source)
    }
}

impl Link {
    fn check(&self) -> Result<(), String> {
        let is_link = |url: &String| {
            let rest = url.strip_prefix("https://").unwrap_or_default();
            rest.starts_with(|first: char| first.is_ascii_alphanumeric())
                && url.len() <= MOST_LINK
                && url.bytes().all(|sign| sign.is_ascii_graphic())
        };
        if !self.url.iter().all(is_link) {
            return Err(format!(
                "link.url: https, at most {MOST_LINK} signs, or null"
            ));
        }
        check_source("link.source", &self.source)
    }
}

impl ChannelKey {
    /// The keys that are numbers or codes.
    pub const NUMBERS: [Self; 4] = [Self::Qris, Self::PaymentCode, Self::Nik, Self::CardNumber];

    /// The key's name in data and on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Qris => "qris",
            Self::PaymentCode => "payment_code",
            Self::Nik => "nik",
            Self::CardNumber => "card_number",
            Self::Nothing => "nothing",
        }
    }

    /// Whether the key belongs to a bill, so that the office hears of a payment by it.
    pub fn is_of_bill(self) -> bool {
        matches!(self, Self::Qris | Self::PaymentCode)
    }
}
