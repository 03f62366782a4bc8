//! Which rules a payload breaks.

use super::crc::crc16;
use super::payload::QrisPayload;
use super::rules::{
    AMOUNT, CATEGORY, CITY, COUNTRY, CRC, CURRENCY, DYNAMIC, FEE_FIXED, FEE_PERCENT,
    FIRST_TEMPLATE, FORMAT, INDONESIA, INITIATION, LONGEST_AMOUNT, LONGEST_PERCENT, MERCHANT_ID,
    NAME, NATIONAL_TAG, POSTAL, RUPIAH, STATIC, Shape, TIP, is_account, is_account_template,
    is_amount, is_template, shape, shape_within,
};
use super::tlv::QrisField;

/// What [`QrisPayload::check`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QrisCheck {
    /// Whether the payload is an Indonesian code: rupiah, Indonesia, and an account of the kind
    /// that QRIS has.
    pub is_qris: bool,
    /// Rules that are broken, in the order of the payload.
    pub problems: Vec<QrisProblem>,
    /// What is unusual and hinders no payment.
    pub warnings: Vec<QrisProblem>,
}

/// One broken rule, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QrisProblem {
    /// Characters from the beginning of the payload to the field; its length where a field is
    /// missing.
    pub offset: usize,
    /// Which rule.
    pub fault: QrisFault,
    /// The tag of the field, or of the one that is missing.
    pub tag: u8,
}

/// A rule that a payload breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QrisFault {
    /// Tag 00 is not `01`, or not the first field.
    Format,
    /// Tag 63 is missing, or is not four characters.
    CrcMissing,
    /// Tag 63 is not the last field.
    CrcNotLast,
    /// The checksum is another one: the payload was damaged or changed.
    Crc,
    /// The checksum is right and written in small letters.
    CrcLowercase,
    /// A tag stands twice where it may stand once.
    Duplicate,
    /// The fields within a template cannot be told apart.
    Template,
    /// A field that must be there is missing.
    Missing,
    /// A value is longer than its field may be.
    Long,
    /// A value is not of the kind that its field holds.
    Value,
    /// Tag 54 is no amount above zero with at most two decimals and 13 characters.
    Amount,
    /// Tags 55 to 57 do not fit each other.
    Tip,
    /// No merchant's account: none of the tags 02 to 51.
    NoAccount,
    /// An Indonesian code that is not paid in rupiah.
    Currency,
    /// An Indonesian code with another country.
    Country,
    /// A static code with an amount, or a dynamic one without.
    Initiation,
    /// Fields stand in another order than that of their tags.
    Order,
    /// No account in the national repository (tag 51).
    NoNational,
    /// The national merchant id is not `ID` and 13 digits.
    Nmid,
}

impl QrisCheck {
    /// No rule is broken.
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }
}

impl QrisFault {
    /// A short name for programs, which stays.
    pub fn code(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::CrcMissing => "crc_missing",
            Self::CrcNotLast => "crc_not_last",
            Self::Crc => "crc",
            Self::CrcLowercase => "crc_lowercase",
            Self::Duplicate => "duplicate",
            Self::Template => "template",
            Self::Missing => "missing",
            Self::Long => "long",
            Self::Value => "value",
            Self::Amount => "amount",
            Self::Tip => "tip",
            Self::NoAccount => "no_account",
            Self::Currency => "currency",
            Self::Country => "country",
            Self::Initiation => "initiation",
            Self::Order => "order",
            Self::NoNational => "no_national",
            Self::Nmid => "nmid",
        }
    }
}

fn check(payload: &QrisPayload) -> QrisCheck {
    let is_indonesia = payload.value(COUNTRY) == Some(INDONESIA);
    let is_rupiah = payload.value(CURRENCY) == Some(RUPIAH);
    let is_national = payload.nmid().is_some();
    let mut checking = Checking {
        payload,
        // One sign of Indonesia is enough for Indonesia's rules; a code without any is judged by
        // EMVCo's alone.
        indonesian: is_indonesia || is_rupiah || is_national,
        found: QrisCheck::default(),
    };
    checking.frame();
    checking.fields();
    checking.needed();
    checking.amount_and_tip();
    if checking.indonesian {
        checking.indonesia();
    }
    let has_account = payload.fields().any(|field| is_account_template(field.tag));
    let mut found = checking.found;
    found.is_qris = is_indonesia && is_rupiah && has_account;
    found.problems.sort_unstable();
    found.problems.dedup();
    found.warnings.sort_unstable();
    found
}

struct Checking<'p> {
    payload: &'p QrisPayload,
    indonesian: bool,
    found: QrisCheck,
}

impl<'p> Checking<'p> {
    fn problem(&mut self, field: QrisField<'_>, fault: QrisFault) {
        self.found.problems.push(QrisProblem {
            offset: field.at,
            fault,
            tag: field.tag,
        });
    }

    fn warning(&mut self, field: QrisField<'_>, fault: QrisFault) {
        self.found.warnings.push(QrisProblem {
            offset: field.at,
            fault,
            tag: field.tag,
        });
    }

    /// The end of the payload, as the place of a field that is missing.
    fn absent(&self, tag: u8) -> QrisField<'static> {
        QrisField {
            tag,
            at: self.end(),
            value: "",
        }
    }

    fn end(&self) -> usize {
        self.payload.text.chars().count()
    }

    /// The first field and the last one.
    fn frame(&mut self) {
        let payload = self.payload;
        let first = payload.fields().next();
        if first.is_none_or(|field| field.tag != FORMAT || field.value != "01") {
            self.problem(
                QrisField {
                    tag: FORMAT,
                    at: 0,
                    value: "",
                },
                QrisFault::Format,
            );
        }
        let Some(crc) = payload
            .field(CRC)
            .filter(|field| field.value.chars().count() == 4)
        else {
            let at = payload.field(CRC).unwrap_or_else(|| self.absent(CRC));
            return self.problem(at, QrisFault::CrcMissing);
        };
        if payload
            .fields()
            .last()
            .is_some_and(|last| last.at != crc.at)
        {
            self.problem(crc, QrisFault::CrcNotLast);
        }
        // The checksum covers its own tag and length (`6304`) too, but not its value.
        let covered = payload.bytes_before_value(CRC);
        let right = format!("{:04X}", crc16(&payload.text.as_bytes()[..covered]));
        if !crc.value.eq_ignore_ascii_case(&right) {
            self.problem(crc, QrisFault::Crc);
        // Small letters stand for the same checksum, so they are a warning and no fault.
        } else if crc.value != right {
            self.warning(crc, QrisFault::CrcLowercase);
        }
    }

    /// Each field by itself, and those within templates.
    fn fields(&mut self) {
        let mut seen = [false; 100];
        let mut highest = 0;
        for field in self.payload.fields() {
            if std::mem::replace(&mut seen[usize::from(field.tag)], true) {
                self.problem(field, QrisFault::Duplicate);
            }
            if field.tag != CRC {
                if field.tag < highest {
                    self.warning(field, QrisFault::Order);
                }
                highest = highest.max(field.tag);
            }
            if is_template(field.tag) {
                self.template(field);
            } else if let Some(shape) = shape(field.tag) {
                self.shape(field, &shape);
            }
        }
    }

    fn template(&mut self, field: QrisField<'p>) {
        let subs = match field.subs() {
            Ok(subs) => subs,
            Err(problem) => {
                return self.problem(
                    QrisField {
                        at: problem.offset(),
                        ..field
                    },
                    QrisFault::Template,
                );
            }
        };
        let mut seen = [false; 100];
        for sub in subs {
            if std::mem::replace(&mut seen[usize::from(sub.tag)], true) {
                self.problem(sub, QrisFault::Duplicate);
            }
            if let Some(shape) = shape_within(field.tag, sub.tag, self.indonesian) {
                self.shape(sub, &shape);
            }
        }
    }

    fn shape(&mut self, field: QrisField<'p>, shape: &Shape) {
        let characters = field.value.chars().count();
        if characters > *shape.characters.end() {
            self.problem(field, QrisFault::Long);
        } else if characters < *shape.characters.start()
            || (shape.digits && !field.value.bytes().all(|byte| byte.is_ascii_digit()))
        {
            self.problem(field, QrisFault::Value);
        }
    }

    fn needed(&mut self) {
        for tag in [CATEGORY, CURRENCY, COUNTRY, NAME, CITY] {
            if self.payload.field(tag).is_none() {
                self.problem(self.absent(tag), QrisFault::Missing);
            }
        }
        if !self.payload.fields().any(|field| is_account(field.tag)) {
            self.problem(self.absent(FIRST_TEMPLATE), QrisFault::NoAccount);
        }
        match self.payload.field(INITIATION) {
            Some(field) if ![STATIC, DYNAMIC].contains(&field.value) => {
                self.problem(field, QrisFault::Value);
            }
            Some(_) => {}
            None => self.warning(self.absent(INITIATION), QrisFault::Missing),
        }
    }

    fn amount_and_tip(&mut self) {
        let payload = self.payload;
        let (amount, initiation) = (payload.field(AMOUNT), payload.value(INITIATION));
        match amount {
            Some(field) if !is_amount(field.value, LONGEST_AMOUNT) => {
                self.problem(field, QrisFault::Amount);
            }
            Some(field) if initiation == Some(STATIC) => self.warning(field, QrisFault::Initiation),
            None if initiation == Some(DYNAMIC) => {
                self.warning(self.absent(AMOUNT), QrisFault::Initiation);
            }
            _ => {}
        }
        let tip = payload.field(TIP);
        if let Some(field) = tip.filter(|field| !["01", "02", "03"].contains(&field.value)) {
            self.problem(field, QrisFault::Tip);
        }
        for (kind, tag, longest) in [
            ("02", FEE_FIXED, LONGEST_AMOUNT),
            ("03", FEE_PERCENT, LONGEST_PERCENT),
        ] {
            let announced = tip.filter(|field| field.value == kind);
            match (announced, payload.field(tag)) {
                (Some(_), Some(fee)) if !is_fee(fee.value, tag, longest) => {
                    self.problem(fee, QrisFault::Tip);
                }
                (Some(tip), None) => self.problem(tip, QrisFault::Tip),
                (None, Some(fee)) => self.problem(fee, QrisFault::Tip),
                _ => {}
            }
        }
    }

    fn indonesia(&mut self) {
        let payload = self.payload;
        if let Some(field) = payload
            .field(CURRENCY)
            .filter(|field| field.value != RUPIAH)
        {
            self.problem(field, QrisFault::Currency);
        }
        if let Some(field) = payload
            .field(COUNTRY)
            .filter(|field| field.value != INDONESIA)
        {
            self.problem(field, QrisFault::Country);
        }
        match payload.nmid() {
            Some(nmid) if !is_nmid(nmid) => {
                let account = payload
                    .fields()
                    .find(|field| field.within(MERCHANT_ID) == Some(nmid));
                self.warning(
                    account.unwrap_or_else(|| self.absent(NATIONAL_TAG)),
                    QrisFault::Nmid,
                );
            }
            Some(_) => {}
            None => self.warning(self.absent(NATIONAL_TAG), QrisFault::NoNational),
        }
        if let Some(field) = payload.field(POSTAL).filter(|field| field.value.len() != 5) {
            self.warning(field, QrisFault::Value);
        }
    }
}

impl QrisPayload {
    /// The rules that the payload breaks, and whether it is Indonesian.
    pub fn check(&self) -> QrisCheck {
        check(self)
    }

    /// Bytes of the payload before the value of the first field with that tag.
    fn bytes_before_value(&self, tag: u8) -> usize {
        self.spans
            .iter()
            .find(|span| span.tag == tag)
            .map_or(self.text.len(), |span| span.value.start)
    }
}

fn is_fee(text: &str, tag: u8, longest: usize) -> bool {
    let most_percent = tag == FEE_PERCENT
        && text
            .split('.')
            .next()
            .is_some_and(|whole| whole.trim_start_matches('0').len() > 2);
    is_amount(text, longest) && !most_percent
}

fn is_nmid(text: &str) -> bool {
    text.strip_prefix(INDONESIA)
        .is_some_and(|rest| rest.len() == 13 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
