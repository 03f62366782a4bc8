//! A card as a signed token: claims in, letters out, and back.

use minicbor::data::{Tag, Type};
use minicbor::encode::Error;
use minicbor::{Decoder, Encoder};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::base45;
use crate::person::Nik;
use crate::programme::Programme;
use crate::sealed::inbox::CardNote;
use crate::sealed::{Digest, SigningKey, VerifyingKey};
use crate::units::{Date, Timestamp};

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Who made it (claim 1).
    pub issuer: String,
    /// The moment at which the card ends (claim 4).
    pub expires: Timestamp,
    /// From when it is good (claim 5).
    pub not_before: Timestamp,
    /// When the card was made (claim 6).
    pub issued: Timestamp,
    /// The masked NIK (claim 169, field 1): `3201 •••• •••• 0001`.
    pub number: String,
    /// The initials (claim 169, field 4): `S C`.
    pub initials: String,
    /// The last day that was paid for when the card was made.
    pub paid_until: Date,
    /// What was paid for.
    pub programmes: Vec<Programme>,
}

/// Why a card is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardProblem {
    /// The text is no card, or not a whole one; where reading ended.
    #[error("no card: {0}")]
    NotACard(&'static str),
    /// Signed by a key that the rules do not name.
    #[error("signed by a key that the rules do not name")]
    UnknownKey,
    /// The signature does not fit: somebody changed it.
    #[error("its signature does not fit")]
    Signature,
    /// The card is not good yet.
    #[error("not good before {0}")]
    NotYet(Timestamp),
    /// The card is over.
    #[error("over since {0}")]
    Over(Timestamp),
    /// No card can be made, because nothing is paid for on that day.
    #[error("nothing is paid for")]
    NotPaid,
}

const ALGORITHM: i64 = 1;
const EDDSA: i64 = -8;
const KEY_ID: i64 = 4;
/// `COSE_Sign1`.
const SIGN1: u64 = 18;
/// A CBOR Web Token; may stand around the other tag.
const CWT: u64 = 61;
const ISSUER: i64 = 1;
const EXPIRES: i64 = 4;
const NOT_BEFORE: i64 = 5;
const ISSUED: i64 = 6;
const IDENTITY: i64 = 169;
/// Ours, in the range that IANA leaves to private use: the last paid day and the programmes.
const COVER: i64 = -70_001;
/// Labels of claim 169.
const NUMBER: i64 = 1;
const INITIALS: i64 = 4;
/// Bytes of a token, at most. Ours has some 250.
const MOST: usize = 2_048;
const MOST_TEXT: usize = 200;
const SIGNATURE: usize = 64;

impl Card {
    /// Letters of a card, at most: what an inbox brings.
    pub const MOST_LETTERS: usize = CardNote::MOST_LETTERS;

    /// The id by which a card names the key that signed it.
    pub fn key_id(key: &VerifyingKey) -> [u8; 8] {
        key_id(key)
    }

    /// The last day on which it is good in Western Indonesia, for cards that end with a day as ours
    /// do: what people are told.
    pub fn last_day(&self) -> Date {
        let last = Timestamp::from_millis(self.expires.millis() - 1);
        last.unwrap_or(self.expires).date()
    }

    /// A card for a member, good from today until the last paid day is over in Western Indonesia, and
    /// no longer than so many days, today counted. It begins and ends with a day, because people are
    /// told a day, and because the clock of whoever looks at a new card may be minutes behind.
    pub fn of(
        issuer: &str,
        nik: &Nik,
        name: &str,
        paid_until: Date,
        programmes: Vec<Programme>,
        now: Timestamp,
        days: u8,
    ) -> Result<Self, CardProblem> {
        let over = paid_until.day_after().and_then(midnight);
        // A card that says nothing of today would still look like one to whoever is shown it.
        let over = over.filter(|over| *over > now && !programmes.is_empty());
        let over = over.ok_or(CardProblem::NotPaid)?;
        // Whole seconds, as the claims have them.
        let now = seconds(now.millis().div_euclid(1000)).ok_or(CardProblem::NotPaid)?;
        let today = midnight(now.date()).ok_or(CardProblem::NotPaid)?;
        let longest = now.date().plus_days(i32::from(days)).and_then(midnight);
        let longest = longest.ok_or(CardProblem::NotPaid)?;
        let initials: Vec<String> = name
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .map(|first| first.to_uppercase().to_string())
            .take(6)
            .collect();
        Ok(Self {
            issuer: issuer.chars().take(MOST_TEXT / 4).collect(),
            // No list withdraws a card, so its own end has to be near (ADR 20).
            expires: over.min(longest),
            not_before: today,
            issued: now,
            number: nik.masked(),
            initials: initials.join(" "),
            paid_until,
            programmes,
        })
    }

    /// The card's letters, signed: for a QR code ([`crate::payment::picture::Modules::letters`]).
    pub fn sign(&self, key: &SigningKey) -> String {
        let protected = protected(key);
        let payload = self.claims();
        let signature = key.sign(&to_be_signed(&protected, &payload));
        let token = written(|e| {
            e.tag(Tag::new(SIGN1))?
                .array(4)?
                .bytes(&protected)?
                .map(0)?;
            e.bytes(&payload)?.bytes(&signature)?;
            Ok(())
        });
        base45::encode(&compress_to_vec_zlib(&token, 9))
    }

    /// Reads a card and believes it if one of these keys signed it and it is good now.
    pub fn verify(text: &str, keys: &[VerifyingKey], now: Timestamp) -> Result<Self, CardProblem> {
        let card = Self::read(text, keys)?;
        if now < card.not_before {
            return Err(CardProblem::NotYet(card.not_before));
        }
        if now >= card.expires {
            return Err(CardProblem::Over(card.expires));
        }
        Ok(card)
    }

    /// Reads a card and believes it if one of these keys signed it, whatever the time is.
    pub fn read(text: &str, keys: &[VerifyingKey]) -> Result<Self, CardProblem> {
        // Scanners add a line break at the end. A space is a letter of Base45 and stays.
        let text = text.trim_matches(['\r', '\n']);
        if text.len() > Self::MOST_LETTERS {
            return Err(CardProblem::NotACard("too long"));
        }
        let packed = base45::decode(text).ok_or(CardProblem::NotACard("letters"))?;
        let token = decompress_to_vec_zlib_with_limit(&packed, MOST)
            .map_err(|_| CardProblem::NotACard("zlib"))?;
        let parts = Parts::read(&token).ok_or(CardProblem::NotACard("token"))?;
        let (algorithm, id) = header(parts.protected).ok_or(CardProblem::NotACard("header"))?;
        if algorithm != EDDSA {
            return Err(CardProblem::NotACard("algorithm"));
        }
        let id = id.or(parts.key_id);
        let key = keys.iter().find(|key| id == Some(&key_id(key)));
        let key = key.ok_or(CardProblem::UnknownKey)?;
        let signature = parts.signature.try_into();
        let signature: &[u8; SIGNATURE] =
            signature.map_err(|_| CardProblem::NotACard("signature"))?;
        // The claims are read only after the signature was checked, so that nothing but the
        // office's own bytes reaches that reader.
        if !key.verifies(&to_be_signed(parts.protected, parts.payload), signature) {
            return Err(CardProblem::Signature);
        }
        claims(parts.payload).ok_or(CardProblem::NotACard("claims"))
    }

    /// The claims, in the one order that RFC 8949 calls deterministic.
    fn claims(&self) -> Vec<u8> {
        written(|e| {
            e.map(6)?;
            e.i64(ISSUER)?.str(&self.issuer)?;
            for (claim, at) in [
                (EXPIRES, self.expires),
                (NOT_BEFORE, self.not_before),
                (ISSUED, self.issued),
            ] {
                e.i64(claim)?.i64(at.millis().div_euclid(1000))?;
            }
            e.i64(IDENTITY)?.map(2)?;
            e.i64(NUMBER)?.str(&self.number)?;
            e.i64(INITIALS)?.str(&self.initials)?;
            e.i64(COVER)?.array(2)?.str(&self.paid_until.to_string())?;
            e.array(self.programmes.len() as u64)?;
            for programme in &self.programmes {
                e.str(programme.code())?;
            }
            Ok(())
        })
    }
}

/// A token's parts.
struct Parts<'a> {
    protected: &'a [u8],
    key_id: Option<&'a [u8]>,
    payload: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Parts<'a> {
    fn read(token: &'a [u8]) -> Option<Self> {
        let mut d = Decoder::new(token);
        while d.datatype().ok()? == Type::Tag {
            let tag = d.tag().ok()?.as_u64();
            if tag != SIGN1 && tag != CWT {
                return None;
            }
        }
        if d.array().ok()? != Some(4) {
            return None;
        }
        let protected = d.bytes().ok()?;
        let start = d.position();
        d.skip().ok()?;
        let unprotected = token.get(start..d.position())?;
        let parts = Self {
            protected,
            key_id: labels(unprotected)?.1,
            payload: d.bytes().ok()?,
            signature: d.bytes().ok()?,
        };
        (d.position() == token.len()).then_some(parts)
    }
}

/// The algorithm and the key's id of a protected header. A header that asks for more than we
/// understand (`crit`) is refused.
fn header(bytes: &[u8]) -> Option<(i64, Option<&[u8]>)> {
    let (algorithm, id) = labels(bytes)?;
    Some((algorithm?, id))
}

/// The algorithm and the key's id of a map of headers.
fn labels(bytes: &[u8]) -> Option<(Option<i64>, Option<&[u8]>)> {
    const CRITICAL: i64 = 2;
    let (mut algorithm, mut id) = (None, None);
    entries(bytes, |label, d| {
        match label {
            ALGORITHM => algorithm = Some(d.i64().ok()?),
            KEY_ID => id = Some(d.bytes().ok()?),
            CRITICAL => return None,
            _ => d.skip().ok()?,
        }
        Some(())
    })?;
    Some((algorithm, id))
}

fn claims(payload: &[u8]) -> Option<Card> {
    let (mut issuer, mut number, mut initials) = (None, None, None);
    let (mut expires, mut not_before, mut issued) = (None, None, None);
    let mut cover: Option<(Date, Vec<Programme>)> = None;
    entries(payload, |label, d| {
        match label {
            ISSUER => issuer = Some(short(d)?),
            EXPIRES => expires = seconds(d.i64().ok()?),
            NOT_BEFORE => not_before = seconds(d.i64().ok()?),
            ISSUED => issued = seconds(d.i64().ok()?),
            IDENTITY => {
                let start = d.position();
                d.skip().ok()?;
                let identity = d.input().get(start..d.position())?;
                entries(identity, |label, d| {
                    match label {
                        NUMBER => number = Some(short(d)?),
                        INITIALS => initials = Some(short(d)?),
                        _ => d.skip().ok()?,
                    }
                    Some(())
                })?;
            }
            COVER => cover = Some(paid(d)?),
            _ => d.skip().ok()?,
        }
        Some(())
    })?;
    let (paid_until, programmes) = cover?;
    Some(Card {
        issuer: issuer?,
        expires: expires?,
        not_before: not_before?,
        issued: issued?,
        number: number?,
        initials: initials?,
        paid_until,
        programmes,
    })
}

fn paid(d: &mut Decoder<'_>) -> Option<(Date, Vec<Programme>)> {
    if d.array().ok()? != Some(2) {
        return None;
    }
    let until = d.str().ok()?.parse().ok()?;
    let count = usize::try_from(d.array().ok()??).ok()?;
    if !(1..=Programme::ALL.len()).contains(&count) {
        return None;
    }
    let mut programmes = Vec::with_capacity(count);
    for _ in 0..count {
        programmes.push(d.str().ok()?.parse().ok()?);
    }
    Some((until, programmes))
}

/// Each entry of a map of whole numbers. A label that stands there twice, a label that is no number,
/// and anything behind the map end it.
fn entries<'a>(
    bytes: &'a [u8],
    mut each: impl FnMut(i64, &mut Decoder<'a>) -> Option<()>,
) -> Option<()> {
    let mut d = Decoder::new(bytes);
    let count = d.map().ok()??;
    let mut seen = Vec::new();
    for _ in 0..count {
        let label = d.i64().ok()?;
        if seen.contains(&label) {
            return None;
        }
        seen.push(label);
        each(label, &mut d)?;
    }
    (d.position() == bytes.len()).then_some(())
}

fn short(d: &mut Decoder<'_>) -> Option<String> {
    let text = d.str().ok()?;
    (text.len() <= MOST_TEXT).then(|| text.to_owned())
}

/// `Sig_structure` of RFC 9052.
fn to_be_signed(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    written(|e| {
        e.array(4)?.str("Signature1")?.bytes(protected)?;
        e.bytes(&[])?.bytes(payload)?;
        Ok(())
    })
}

fn protected(key: &SigningKey) -> Vec<u8> {
    let id = key_id(&key.public());
    written(|e| {
        e.map(2)?.i64(ALGORITHM)?.i64(EDDSA)?;
        e.i64(KEY_ID)?.bytes(&id)?;
        Ok(())
    })
}

/// The first eight bytes of the key's SHA-256.
fn key_id(key: &VerifyingKey) -> [u8; 8] {
    let digest = Digest::of(&key.to_bytes()).0;
    let mut id = [0; 8];
    id.copy_from_slice(&digest[..8]);
    id
}

type Into<'v> = Encoder<&'v mut Vec<u8>>;

/// Writing into memory does not fail.
fn written(
    write: impl FnOnce(&mut Into<'_>) -> Result<(), Error<std::convert::Infallible>>,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let done = write(&mut Encoder::new(&mut bytes));
    debug_assert!(done.is_ok());
    bytes
}

fn seconds(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_millis(seconds.checked_mul(1000)?).ok()
}

/// When a day begins in Western Indonesia.
fn midnight(day: Date) -> Option<Timestamp> {
    format!("{day}T00:00:00+07:00").parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32]).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn card(paid_until: &str, days: u8) -> Result<Card, CardProblem> {
        let nik = Nik::parse("3201015501900001").unwrap();
        let programmes = vec![Programme::Jkk, Programme::Jkm];
        let now = at("2026-11-28T09:00:00.250+07:00");
        let until = paid_until.parse().unwrap();
        Card::of(
            "KANTOR CONTOH",
            &nik,
            "SITI  NURUL contoh",
            until,
            programmes,
            now,
            days,
        )
    }

    /// The signed bytes, packed anew after a change.
    fn changed(text: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut token =
            decompress_to_vec_zlib_with_limit(&base45::decode(text).unwrap(), MOST).unwrap();
        change(&mut token);
        base45::encode(&compress_to_vec_zlib(&token, 9))
    }

    #[test]
    fn what_is_signed_is_read_back_and_holds_no_nik_and_no_name() {
        let card = card("2026-12-31", 30).unwrap();
        assert_eq!(card.number, "3201 •••• •••• 0001");
        assert_eq!(card.initials, "S N C");
        assert_eq!(card.last_day().to_string(), "2026-12-27");
        assert_eq!(card.expires, at("2026-12-28T00:00:00+07:00"), "thirty days");
        assert_eq!(card.not_before, at("2026-11-28T00:00:00+07:00"));
        let text = card.sign(&key(1));
        let keys = [key(2).public(), key(1).public()];
        let read = Card::verify(&text, &keys, at("2026-12-01T00:00:00+07:00"));
        assert_eq!(read, Ok(card));
        assert!(
            text.len() < 400,
            "{} letters fit a code that any phone reads",
            text.len()
        );
        changed(&text, |token| {
            let holds = |part: &[u8]| token.windows(part.len()).any(|it| it == part);
            assert!(holds(b"0001") && !holds(b"3201015501900001") && !holds(b"SITI"));
        });
    }

    #[test]
    fn a_card_is_never_good_for_longer_than_what_is_paid() {
        let short = card("2026-11-30", 30).unwrap();
        assert_eq!(short.expires, at("2026-12-01T00:00:00+07:00"));
        assert_eq!(card("2026-11-27", 30), Err(CardProblem::NotPaid));
        assert_eq!(
            card("2026-11-28", 30).unwrap().expires,
            at("2026-11-29T00:00:00+07:00")
        );
    }

    #[test]
    fn whoever_signed_it_and_whenever_it_is_shown_are_looked_at() {
        let card = card("2026-11-30", 30).unwrap();
        let (text, keys) = (card.sign(&key(1)), [key(1).public()]);
        let verify = |on: &str| Card::verify(&text, &keys, at(on));
        assert!(verify("2026-11-28T00:00:00+07:00").is_ok());
        assert!(verify("2026-11-30T23:59:59+07:00").is_ok());
        let over = Err(CardProblem::Over(card.expires));
        assert_eq!(verify("2026-12-01T00:00:00+07:00"), over);
        let early = Err(CardProblem::NotYet(card.not_before));
        assert_eq!(verify("2026-11-27T23:59:59+07:00"), early);
        assert_eq!(Card::read(&text, &[]), Err(CardProblem::UnknownKey));
        assert_eq!(
            Card::read(&text, &[key(2).public()]),
            Err(CardProblem::UnknownKey)
        );
    }

    #[test]
    fn every_changed_byte_is_found() {
        let text = card("2026-11-30", 30).unwrap().sign(&key(1));
        let keys = [key(1).public()];
        let mut length = 0;
        changed(&text, |token| length = token.len());
        for place in 0..length {
            let other = changed(&text, |token| token[place] ^= 1);
            assert!(Card::read(&other, &keys).is_err(), "byte {place}");
        }
        let longer = changed(&text, |token| token.push(0));
        assert_eq!(
            Card::read(&longer, &keys),
            Err(CardProblem::NotACard("token"))
        );
        let bomb = base45::encode(&compress_to_vec_zlib(&vec![0; 100_000], 9));
        assert_eq!(Card::read(&bomb, &keys), Err(CardProblem::NotACard("zlib")));
    }

    #[test]
    fn what_is_said_twice_or_asks_for_more_than_is_understood_is_refused() {
        let map = |entries: &[(i64, i64)]| {
            written(|e| {
                e.map(entries.len() as u64)?;
                for (label, value) in entries {
                    e.i64(*label)?.i64(*value)?;
                }
                Ok(())
            })
        };
        assert_eq!(
            labels(&map(&[(ALGORITHM, EDDSA), (99, 1)])),
            Some((Some(EDDSA), None))
        );
        assert_eq!(
            labels(&map(&[(ALGORITHM, EDDSA), (ALGORITHM, EDDSA)])),
            None
        );
        assert_eq!(labels(&map(&[(ALGORITHM, EDDSA), (2, 1)])), None, "crit");
        assert_eq!(header(&map(&[])), None, "no algorithm");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text: String, bytes: Vec<u8>) {
            let keys = [key(1).public()];
            prop_assert!(Card::read(&text, &keys).is_err());
            prop_assert!(Card::read(&base45::encode(&bytes), &keys).is_err());
            let packed = base45::encode(&compress_to_vec_zlib(&bytes, 6));
            prop_assert!(Card::read(&packed, &keys).is_err());
        }
    }
}
