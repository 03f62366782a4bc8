//! What can be read off a NIK, a phone number and a place, and the price of dues.

use std::fmt;

use payung_model::engine::QuoteView;
use payung_model::person::Sex;
use payung_model::programme::{Payer, Programme, Work};

/// What can be read off a NIK.
#[derive(Clone, uniffi::Record)]
pub struct NikView {
    /// Whether the text can be a NIK at all.
    pub valid: bool,
    /// YYYY-MM-DD
    pub birth_date: Option<String>,
    /// As the NIK encodes it.
    pub sex: Option<Sex>,
    /// 32.01.01
    pub region: Option<String>,
    /// Where the NIK was issued, as far as its code is known: Cibinong, Kabupaten Bogor, Jawa Barat
    pub place: Option<String>,
    /// Why the text cannot be a NIK, in words.
    pub problems: Vec<String>,
    /// What is unusual about the NIK, in words.
    pub warnings: Vec<String>,
}

/// A district.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RegionView {
    /// 32.01.01
    pub code: String,
    /// Cibinong
    pub name: String,
    /// Cibinong, Kabupaten Bogor, Jawa Barat
    pub path: String,
    /// Five digits each.
    pub postal_codes: Vec<String>,
}

/// A village.
#[derive(Clone, Debug, uniffi::Record)]
pub struct VillageView {
    /// 11.01.01.2001
    pub code: String,
    /// Keude Bakongan
    pub name: String,
    /// Five digits.
    pub postal_code: String,
}

/// What can be read off a mobile number.
#[derive(Clone, uniffi::Record)]
pub struct PhoneView {
    /// Whether the text can be a mobile number at all.
    pub valid: bool,
    /// +6281200000001
    pub e164: Option<String>,
    /// 0812-3456-7890
    pub national: Option<String>,
    /// Why the text cannot be a mobile number, in words.
    pub problems: Vec<String>,
    /// What is unusual about the number, in words.
    pub warnings: Vec<String>,
}

/// What to calculate.
#[derive(Clone, uniffi::Record)]
pub struct DuesRequest {
    /// Rupiah per month.
    pub income: u64,
    /// Transport keeps a discount for longer.
    pub work: Work,
    /// Who pays the dues.
    pub payer: Payer,
    /// Which programmes are paid for.
    pub programmes: Vec<Programme>,
    /// How many months, from `from` on.
    pub months: u8,
    /// YYYY-MM
    pub from: String,
}

/// The dues of a request, month by month.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DuesView {
    /// Rupiah.
    pub total: u64,
    /// Each programme in each month.
    pub lines: Vec<DuesLine>,
    /// The quote in words.
    pub words: QuoteView,
}

/// One programme in one month, in rupiah.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DuesLine {
    /// YYYY-MM
    pub month: String,
    /// Which programme.
    pub programme: Programme,
    /// Rupiah, after any discount.
    pub amount: u64,
    /// Rupiah, before any discount.
    pub full: u64,
    /// The discount's id.
    pub discount: Option<String>,
    /// Regulation and article, with the confidence at the end; after `; ` those of the discount.
    pub source: String,
}

impl fmt::Debug for NikView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NikView")
            .field("valid", &self.valid)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PhoneView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhoneView")
            .field("valid", &self.valid)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for DuesRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DuesRequest")
            .field("programmes", &self.programmes)
            .finish_non_exhaustive()
    }
}
