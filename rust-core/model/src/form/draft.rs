//! A draft: the answers that the worker has given so far.

use std::collections::BTreeMap;

use crate::sealed::Digest;
use crate::secret::Secret;
use crate::units::{Date, Rupiah, Timestamp};

/// Answers by question id. Answers to hidden or unknown questions are kept and not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Id of the form these answers belong to.
    pub form: String,
    /// By question id.
    pub entries: BTreeMap<String, Entry>,
}

/// The typed text and, once it was accepted, the value it was understood as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As it was typed.
    pub raw: Secret,
    /// None while the worker is typing, and after an answer was refused.
    pub value: Option<Value>,
    /// When the answer was typed or given. For a consent this is the time of consent.
    pub at: Timestamp,
}

/// An understood answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, digits, NIK, phone (E.164) in canonical form.
    Text(Secret),
    /// A day of the calendar.
    Date(Date),
    /// Option id; `yes` / `no`.
    Choice(String),
    /// Option ids in the order of the form.
    Choices(Vec<String>),
    /// Whole rupiah.
    Money(Rupiah),
    /// The sealed photo's digest and length; its key and file are the vault's.
    Photo {
        /// SHA-256 of the sealed photo.
        digest: Digest,
        /// Bytes of the sealed photo.
        length: u32,
        /// The faults that make the photo hard to read, the worst first. The worker kept the photo
        /// nevertheless.
        faults: Vec<PhotoFault>,
    },
    /// Consent to that version of the wording.
    Consent {
        /// As in the form's definition.
        version: u32,
    },
    /// A note was read.
    Seen,
    /// An earlier answer was looked at.
    Confirmed {
        /// Id of the chosen option.
        option: String,
        /// The answer that was shown, in canonical text. A change of that answer makes this
        /// confirmation invalid.
        of: Secret,
    },
}

/// A fault that makes a photo hard to read. The worker is told and decides, because it may be the
/// best photo possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoFault {
    /// Out of focus, or moved.
    Blurred,
    /// Too little light.
    Dark,
    /// Light in the plastic hides what stands under it.
    Glare,
    /// The card goes on beyond the picture's edge.
    CutOff,
    /// Nothing on it looks like print: a wall, a table, a hand before the lens.
    NoPrint,
}

impl PhotoFault {
    /// All faults. The index of a fault is its number on disk, so the order must not change.
    pub const ALL: [Self; 5] = [
        Self::Blurred,
        Self::Dark,
        Self::Glare,
        Self::CutOff,
        Self::NoPrint,
    ];

    /// The fault to speak of first: the one that hides most. Two ways to do better at once help
    /// nobody.
    pub fn worst(faults: &[Self]) -> Option<Self> {
        let order = [
            Self::NoPrint,
            Self::Dark,
            Self::CutOff,
            Self::Blurred,
            Self::Glare,
        ];
        order.into_iter().find(|fault| faults.contains(fault))
    }

    /// All of them as one number: a bit each, by their place in [`Self::ALL`].
    pub fn bits(faults: &[Self]) -> u32 {
        let bit = |(place, fault)| u32::from(faults.contains(fault)) << place;
        Self::ALL.iter().enumerate().map(bit).sum()
    }

    /// Those of such a number that this version knows.
    pub fn of_bits(bits: u32) -> Vec<Self> {
        let (places, all) = (0_u32.., Self::ALL);
        let known = places.zip(all).filter(|(place, _)| bits >> place & 1 == 1);
        known.map(|(_, fault)| fault).collect()
    }

    /// The text that names it, and the way to do better.
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Blurred => "photo-blurred",
            Self::Dark => "photo-dark",
            Self::Glare => "photo-glare",
            Self::CutOff => "photo-cut-off",
            Self::NoPrint => "photo-no-print",
        }
    }
}

impl Draft {
    /// An empty draft of that form.
    pub fn of(form: impl Into<String>) -> Self {
        Self {
            form: form.into(),
            entries: BTreeMap::new(),
        }
    }
}

impl Value {
    /// The value of a skipped question: the empty text.
    pub fn skipped() -> Self {
        Self::Text(Secret::default())
    }

    /// The answer as it is sent; none for what is not sent as an answer.
    pub(crate) fn canonical(&self) -> Option<Secret> {
        Some(match self {
            Self::Text(text) if text.is_empty() => return None,
            Self::Text(text) => text.clone(),
            Self::Date(date) => Secret::new(date.to_string()),
            Self::Choice(option) | Self::Confirmed { option, .. } => Secret::new(option.as_str()),
            Self::Choices(options) => Secret::new(options.join(",")),
            Self::Money(amount) => Secret::new(amount.0.to_string()),
            Self::Photo { .. } | Self::Consent { .. } | Self::Seen => return None,
        })
    }

    /// True when the question was skipped.
    pub fn is_skipped(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

/// Kind only: the answer itself never prints.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(••••)",
            Self::Date(_) => "Date(••••)",
            Self::Choice(_) => "Choice(••••)",
            Self::Choices(_) => "Choices(••••)",
            Self::Money(_) => "Money(••••)",
            Self::Photo { .. } => "Photo",
            Self::Consent { .. } => "Consent",
            Self::Seen => "Seen",
            Self::Confirmed { .. } => "Confirmed(••••)",
        })
    }
}
