//! QRIS: the Indonesian payment code, a merchant-presented payload of `EMVCo`.
//!
//! A payload is a row of fields: two digits of tag, two digits of length, the value. Lengths count
//! characters, the checksum counts bytes. [`QrisPayload::parse`] keeps every field in its order,
//! known or not, so what is written is what was read. [`QrisPayload::check`] says which rules a
//! payload breaks; [`QrisPayload::with_amount`] makes a dynamic code of a static one. The last
//! digit of a merchant's account number is never checked: those numbers do not follow Luhn.
//!
//! ```
//! use payung_model::payment::qris::{QrisPayload, crc16};
//! use payung_model::units::Rupiah;
//!
//! let head = "00020101021126330013ID.CONTOH.WWW011200000000000151440014ID.CO.QRIS.WWW0215ID00000000000010303UMI\
//!             5204999953033605802ID5906CONTOH6007JAKARTA6304";
//! let payload = QrisPayload::parse(&format!("{head}{:04X}", crc16(head.as_bytes())))?;
//! assert!(payload.check().is_valid());
//! let bill = payload.with_amount(Rupiah(16_800), None)?;
//! assert_eq!(bill.value(54), Some("16800"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bind;
mod check;
mod crc;
mod payable;
mod payload;
mod rules;
mod tlv;

pub use bind::BindProblem;
pub use check::{QrisCheck, QrisFault, QrisProblem};
pub use crc::crc16;
pub use payable::{PayableQris, QrisMerchant, Unpayable};
pub use payload::QrisPayload;
pub use tlv::{QrisField, QrisSyntax};
