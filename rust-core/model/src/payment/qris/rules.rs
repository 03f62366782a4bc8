//! The fields of a payload and how long each may be: `EMVCo`'s merchant-presented mode and QRIS
//! (docs/payment.md).

use std::ops::RangeInclusive;

pub(super) const FORMAT: u8 = 0;
pub(super) const INITIATION: u8 = 1;
/// The first merchant's account that is a template.
pub(super) const FIRST_TEMPLATE: u8 = 26;
/// The account in the national repository.
pub(super) const NATIONAL_TAG: u8 = 51;
pub(super) const CATEGORY: u8 = 52;
pub(super) const CURRENCY: u8 = 53;
pub(super) const AMOUNT: u8 = 54;
pub(super) const TIP: u8 = 55;
pub(super) const FEE_FIXED: u8 = 56;
pub(super) const FEE_PERCENT: u8 = 57;
pub(super) const COUNTRY: u8 = 58;
pub(super) const NAME: u8 = 59;
pub(super) const CITY: u8 = 60;
pub(super) const POSTAL: u8 = 61;
pub(super) const ADDITIONAL: u8 = 62;
pub(super) const CRC: u8 = 63;
pub(super) const LANGUAGE: u8 = 64;

/// Of a merchant's account: whose numbers these are, as a reversed domain.
pub(super) const GUID: u8 = 0;
/// Of a merchant's account: its number.
pub(super) const ACCOUNT_NUMBER: u8 = 1;
/// Of a merchant's account: the merchant's id there; in the national repository the NMID.
pub(super) const MERCHANT_ID: u8 = 2;
/// Within the additional data.
pub(super) const BILL_NUMBER: u8 = 1;

pub(super) const NATIONAL: &str = "ID.CO.QRIS.WWW";
pub(super) const RUPIAH: &str = "360";
pub(super) const INDONESIA: &str = "ID";
pub(super) const STATIC: &str = "11";
pub(super) const DYNAMIC: &str = "12";
/// Characters of an amount.
pub(super) const LONGEST_AMOUNT: usize = 13;
/// Characters of a percentage.
pub(super) const LONGEST_PERCENT: usize = 5;
/// Characters of what a bill number may have.
pub(super) const LONGEST_BILL_NUMBER: usize = 25;

/// How long a value is, and whether it is digits alone.
pub(super) struct Shape {
    pub(super) characters: RangeInclusive<usize>,
    pub(super) digits: bool,
}

const fn text(least: usize, most: usize) -> Shape {
    Shape {
        characters: least..=most,
        digits: false,
    }
}

const fn digits(least: usize, most: usize) -> Shape {
    Shape {
        characters: least..=most,
        digits: true,
    }
}

/// A merchant's account, of any card scheme.
pub(super) fn is_account(tag: u8) -> bool {
    (2..=51).contains(&tag)
}

/// A merchant's account that is a template of fields.
pub(super) fn is_account_template(tag: u8) -> bool {
    (FIRST_TEMPLATE..=NATIONAL_TAG).contains(&tag)
}

/// A field whose value is fields again.
pub(super) fn is_template(tag: u8) -> bool {
    is_account_template(tag) || matches!(tag, ADDITIONAL | LANGUAGE | 80..=99)
}

/// What a field of the payload itself may hold; none where no rule, or one of its own, is known.
pub(super) fn shape(tag: u8) -> Option<Shape> {
    Some(match tag {
        CATEGORY => digits(4, 4),
        CURRENCY => digits(3, 3),
        COUNTRY => text(2, 2),
        NAME => text(1, 25),
        CITY => text(1, 15),
        POSTAL => text(1, 10),
        _ => return None,
    })
}

/// What a field within a template may hold. Those of accounts are QRIS's and hold in Indonesian
/// codes only.
pub(super) fn shape_within(template: u8, tag: u8, indonesian: bool) -> Option<Shape> {
    Some(match (template, tag) {
        (26..=51, GUID) => text(1, 32),
        (26..=51, ACCOUNT_NUMBER) if indonesian => digits(1, 19),
        (26..=51, MERCHANT_ID) if indonesian => text(1, 15),
        (26..=51, 3) if indonesian => text(3, 3),
        (ADDITIONAL, 1..=8) => text(1, LONGEST_BILL_NUMBER),
        (ADDITIONAL, 9) => text(1, 3),
        (ADDITIONAL, 10) => text(1, 20),
        (ADDITIONAL, 11) => text(3, 3),
        (LANGUAGE, 0) => text(2, 2),
        (LANGUAGE, 1) => text(1, 25),
        (LANGUAGE, 2) => text(1, 15),
        _ => return None,
    })
}

/// Digits, and at most two behind a dot; more than nothing.
pub(super) fn is_amount(text: &str, longest: usize) -> bool {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= longest
        && digits(whole)
        && digits(cents)
        && cents.len() <= 2
        && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}
