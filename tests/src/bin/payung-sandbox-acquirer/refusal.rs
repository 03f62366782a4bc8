//! What the acquirer does not do, and how it says so.

/// Why something is not done. Each has a status of HTTP and a short name ([`Refusal::code`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The bill is known with another amount, day or number.
    Conflict,
    /// Another bill has this number: both codes would be the same.
    NumberTaken,
    Cancelled,
    Expired,
    Paid,
    /// There is no such code or payment.
    Unknown,
    /// No amount, or more than was paid.
    Amount,
    /// The last day is over already.
    LastDay,
    /// A bill's id is 1 to 64 letters, digits and dashes.
    Bill,
    /// No code can be made with this number.
    Number,
    /// No key, or another one.
    Unauthorized,
    /// What was sent cannot be read.
    Malformed,
    /// The journal could not be written; nothing is done until the program is started again.
    Disk,
}

impl Refusal {
    pub fn status(self) -> u16 {
        match self {
            Self::Conflict | Self::NumberTaken | Self::Paid => 409,
            Self::Cancelled | Self::Expired => 410,
            Self::Unknown => 404,
            Self::Amount | Self::LastDay | Self::Bill | Self::Number => 422,
            Self::Unauthorized => 401,
            Self::Malformed => 400,
            Self::Disk => 503,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::NumberTaken => "number_taken",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Paid => "paid",
            Self::Unknown => "unknown",
            Self::Amount => "amount",
            Self::LastDay => "last_day",
            Self::Bill => "bill",
            Self::Number => "number",
            Self::Unauthorized => "unauthorized",
            Self::Malformed => "malformed",
            Self::Disk => "disk",
        }
    }
}
