//! Items of the inbox: what the office sealed to this registration opens at its place only, and
//! what is opened can be sealed again.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::journey::OfficeState;
use payung_model::programme::Programme;
use payung_model::sealed::inbox::{
    Arrangement, BillCode, BillNote, BillState, CardNote, CodeNote, CoverNote, CreditedMonth,
    DuesLine, Item, ItemBody, Notice, PayersNote, ReceiptNote, SealedItem,
};
use payung_model::sealed::reply::Correction;
use payung_model::sealed::{EnvelopeProblem, OfficeKey, RegistrationId, ReplyKey};
use payung_model::secret::Secret;
use payung_model::units::{Month, Rupiah, Timestamp};

use crate::{samples, text, wire};

static PHONE: LazyLock<ReplyKey> = LazyLock::new(samples::phone);
static OFFICE: LazyLock<OfficeKey> = LazyLock::new(samples::office);

/// An item in clear and sealed, and programs that make others.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut plain = vec![0x87, 0x02, 0x02, 0x01, 0x70];
    plain.extend_from_slice(b"needs_correction");
    plain.extend_from_slice(&[0x1b, 0, 0, 1, 0xa2, 0, 0, 0, 0, 0x66]);
    plain.extend_from_slice(b"CONTOH");
    plain.extend_from_slice(&[0x81, 0x82, 0x63]);
    plain.extend_from_slice(b"ktp");
    plain.extend_from_slice(&[0x64]);
    plain.extend_from_slice(b"foto");
    let sealed = wire::seal_item(&wire::pad(&plain, 0), 3, samples::id(), &PHONE, &OFFICE);
    let mut random = samples::Seeded::new(17);
    let mut seeds = vec![
        [&[0], sealed.as_slice()].concat(),
        [&[1], plain.as_slice()].concat(),
        [&[2], wire::pad(&plain, 0).as_slice()].concat(),
    ];
    seeds.extend((0..48).map(|number| [&[3], random.bytes(30 + number * 20).as_slice()].concat()));
    seeds
}

/// First byte: bytes as they came · an item's CBOR, padded and sealed · a padded item, sealed · a
/// program that makes one.
pub fn check(data: &[u8]) {
    let Some((mode, rest)) = data.split_first() else {
        return;
    };
    match mode % 4 {
        0 => {
            let Ok(item) = SealedItem::parse(rest) else {
                return;
            };
            assert_eq!(item.bytes(), rest, "kept as it came");
            if let Ok(item) = item.open(samples::id(), &PHONE, &OFFICE.public()) {
                sealed_again(&item);
            }
        }
        1 => opened(&wire::pad(rest, 0)),
        2 => opened(rest),
        _ => {
            if let Ok(item) = made(&mut Unstructured::new(rest)) {
                sealed(&item);
            }
        }
    }
}

/// Sealed by the office's key, holding anything.
fn opened(plain: &[u8]) {
    let bytes = wire::seal_item(plain, 3, samples::id(), &PHONE, &OFFICE);
    if bytes.len() > Item::MOST_BYTES {
        return assert_eq!(
            SealedItem::parse(&bytes).err(),
            Some(EnvelopeProblem::TooLarge)
        );
    }
    let item = SealedItem::parse(&bytes).expect("a frame that is right");
    match item.open(samples::id(), &PHONE, &OFFICE.public()) {
        Ok(item) => sealed_again(&item),
        Err(EnvelopeProblem::Malformed(place)) => assert!(!place.is_empty()),
        Err(problem) => panic!("it was sealed by this key: {problem}"),
    }
}

fn sealed_again(item: &Item) {
    assert!(item.revision > 0 && item.previous < item.sequence);
    let has_body = !matches!(item.body, ItemBody::Other { .. });
    assert_eq!(sealed(item), has_body, "what was read keeps the bounds");
    let changes_state = matches!(
        item.body,
        ItemBody::Decision { .. } | ItemBody::Correction { .. } | ItemBody::Erased
    );
    assert_eq!(item.event().is_some(), changes_state);
}

/// Seals and opens it; false when it is beyond the bounds.
fn sealed(item: &Item) -> bool {
    let mut random = samples::Seeded::new(18);
    let sealed = match item.seal(samples::id(), &PHONE.public(), &OFFICE, &mut random) {
        Ok(sealed) => sealed,
        Err(problem) => {
            assert!(
                matches!(
                    problem,
                    EnvelopeProblem::Malformed(_) | EnvelopeProblem::TooLarge
                ),
                "{problem}"
            );
            return false;
        }
    };
    assert!(sealed.bytes().len() <= Item::MOST_BYTES);
    assert_eq!(SealedItem::parse(sealed.bytes()).as_ref(), Ok(&sealed));
    assert_eq!(
        sealed
            .open(samples::id(), &PHONE, &OFFICE.public())
            .as_ref(),
        Ok(item)
    );
    let stranger = ReplyKey::new(&mut random).expect("a key");
    assert_eq!(
        sealed.open(samples::id(), &stranger, &OFFICE.public()),
        Err(EnvelopeProblem::Broken)
    );
    true
}

/// A bill whose sum is right, where one can be.
fn bill(u: &mut Unstructured<'_>) -> Result<BillNote> {
    let text = |u: &mut Unstructured<'_>| Ok(text(u.arbitrary()?).into_owned());
    let state = *u.choose(&[
        BillState::Open,
        BillState::Paid,
        BillState::Expired,
        BillState::Cancelled,
    ])?;
    let (last_day, credit, why) = (month(u)?.first_day(), amount(u)?, text(u)?);
    let mut codes = Vec::new();
    for _ in 0..u.int_in_range(0..=9)? {
        codes.push(BillCode {
            kind: text(u)?,
            value: text(u)?,
        });
    }
    let lines = lines(u)?;
    let sum: Option<Vec<Rupiah>> = lines.iter().map(DuesLine::amount).collect();
    let sum = sum.and_then(Rupiah::checked_sum).unwrap_or_default();
    Ok(BillNote {
        id: samples::id(),
        state,
        lines,
        credit,
        total: Rupiah(sum.0.wrapping_sub(credit.0)),
        last_day,
        codes,
        why,
    })
}

fn lines(u: &mut Unstructured<'_>) -> Result<Vec<DuesLine>> {
    let mut lines = Vec::new();
    for _ in 0..u.int_in_range(0..=12)? {
        lines.push(DuesLine {
            member: Secret::new(text(u.arbitrary()?).into_owned()),
            month: month(u)?,
            parts: parts(u)?,
        });
    }
    Ok(lines)
}

fn parts(u: &mut Unstructured<'_>) -> Result<Vec<(Programme, Rupiah)>> {
    let mut parts = Vec::new();
    for _ in 0..u.int_in_range(0..=4)? {
        parts.push((*u.choose(&Programme::ALL)?, amount(u)?));
    }
    Ok(parts)
}

/// Some that are right, some with two of one id, some that end before they begin.
fn arrangements(u: &mut Unstructured<'_>) -> Result<Vec<Arrangement>> {
    let mut all = Vec::new();
    for _ in 0..u.int_in_range(0..=3)? {
        let seed = u.int_in_range(30..=40)?;
        let id = RegistrationId::new(Timestamp::default(), &mut samples::Seeded::new(seed));
        all.push(Arrangement {
            id: id.expect("an id"),
            name: Secret::new(text(u.arbitrary()?)),
            from: month(u)?,
            until: u.arbitrary::<bool>()?.then(|| month(u)).transpose()?,
        });
    }
    Ok(all)
}

/// Amounts as they are, and such that no sum holds.
fn amount(u: &mut Unstructured<'_>) -> Result<Rupiah> {
    Ok(Rupiah(if u.ratio(1, 20)? {
        u.arbitrary()?
    } else {
        u.int_in_range(0..=100_000)?
    }))
}

fn month(u: &mut Unstructured<'_>) -> Result<Month> {
    let month = Month::new(u.int_in_range(1900..=2999)?, u.int_in_range(1..=12)?);
    Ok(month.expect("a year and a month that there are"))
}

fn made(u: &mut Unstructured<'_>) -> Result<Item> {
    let text = |u: &mut Unstructured<'_>| Ok(text(u.arbitrary()?).into_owned());
    let (sequence, previous) = (u.int_in_range(0..=9)?, u.int_in_range(0..=9)?);
    let revision = u.int_in_range(0..=4)?;
    let at = Timestamp::from_millis(u.int_in_range(0..=32_000_000_000_000)?).unwrap_or_default();
    let words = Secret::new(text(u)?.repeat(u.int_in_range(1..=40)?));
    let body = match u.int_in_range(0..=9)? {
        0 => ItemBody::Decision {
            state: *u.choose(&OfficeState::ALL)?,
            words,
        },
        1 => ItemBody::Erased,
        2 => ItemBody::Other {
            kind: u.arbitrary()?,
            bill: None,
        },
        4 => ItemBody::Bill(bill(u)?),
        5 => ItemBody::Receipt(ReceiptNote {
            number: text(u)?,
            bill: samples::id(),
            paid_at: at,
            channel: text(u)?,
            reference: text(u)?,
            received: amount(u)?,
            credit: amount(u)?,
            credited: lines(u)?,
            unapplied: amount(u)?,
        }),
        6 => {
            let mut months = Vec::new();
            let since = u.arbitrary::<bool>()?;
            while !u.is_empty() && months.len() < 200 {
                months.push(CreditedMonth {
                    month: month(u)?,
                    paid_on: month(u)?.first_day(),
                    programmes: parts(u)?.into_iter().map(|part| part.0).collect(),
                    sponsor: u
                        .arbitrary::<bool>()?
                        .then(|| text(u).map(Secret::new))
                        .transpose()?,
                });
            }
            ItemBody::Cover(CoverNote {
                since: since.then(|| at.date()),
                months,
            })
        }
        7 => ItemBody::Notice(Notice {
            code: text(u)?,
            amount: u.arbitrary::<bool>()?.then(|| amount(u)).transpose()?,
            bill: u.arbitrary::<bool>()?.then(samples::id),
            words,
        }),
        8 => ItemBody::Card(CardNote { text: words }),
        9 => {
            let code = u.arbitrary::<bool>()?.then(|| {
                Ok(CodeNote {
                    text: Secret::new(text(u)?),
                    last_day: month(u)?.first_day(),
                })
            });
            ItemBody::Payers(PayersNote {
                code: code.transpose()?,
                payers: arrangements(u)?,
                members: arrangements(u)?,
            })
        }
        _ => {
            let mut questions = Vec::new();
            while !u.is_empty() {
                questions.push(Correction {
                    question: text(u)?,
                    words: Secret::new(text(u)?),
                });
            }
            ItemBody::Correction { words, questions }
        }
    };
    Ok(Item {
        sequence,
        previous,
        revision,
        at,
        body,
    })
}
