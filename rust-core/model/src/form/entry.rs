//! Encodes entries for the vault as CBOR arrays with numbered fields.
//!
//! `[raw, at in milliseconds, value or null]`; a value is `[kind, content…]`. Unknown trailing
//! fields are skipped, so a later version may add some. A value of an unknown kind is read as none:
//! the typed text is kept, and the question is asked again.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder, decode, encode};
use zeroize::Zeroizing;

use super::draft::{Entry, PhotoFault, Value};
use crate::sealed::Digest;
use crate::secret::Secret;
use crate::units::{Rupiah, Timestamp};

impl Entry {
    /// For the vault: CBOR with numbered fields. The buffer is wiped on drop.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        // Reserves enough from the start, because a growing buffer leaves copies behind that are
        // not wiped.
        let mut bytes = Zeroizing::new(Vec::with_capacity(
            128 + self.raw.reveal().len() + content_len(self.value.as_ref()),
        ));
        write(self, &mut Encoder::new(&mut *bytes))
            .unwrap_or_else(|_| unreachable!("a vector takes every byte"));
        bytes
    }

    /// Reads what [`Entry::encode`] wrote; none when it is anything else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut decoder = Decoder::new(bytes);
        let entry = read(&mut decoder).ok()?;
        (decoder.position() == bytes.len()).then_some(entry)
    }
}

fn content_len(value: Option<&Value>) -> usize {
    match value {
        Some(Value::Text(text)) => text.reveal().len(),
        Some(Value::Choice(option)) => option.len(),
        Some(Value::Choices(options)) => options.iter().map(|option| option.len() + 9).sum(),
        Some(Value::Confirmed { option, of }) => option.len() + of.reveal().len(),
        _ => 0,
    }
}

type Written = Result<(), encode::Error<std::convert::Infallible>>;

fn write(entry: &Entry, to: &mut Encoder<&mut Vec<u8>>) -> Written {
    to.array(3)?
        .str(entry.raw.reveal())?
        .i64(entry.at.millis())?;
    match &entry.value {
        None => to.null()?,
        Some(Value::Text(text)) => to.array(2)?.u8(0)?.str(text.reveal())?,
        // A date may be a birth date, so the text made of it is wiped like any other answer.
        Some(Value::Date(date)) => to.array(2)?.u8(1)?.str(&Zeroizing::new(date.to_string()))?,
        Some(Value::Choice(option)) => to.array(2)?.u8(2)?.str(option)?,
        Some(Value::Choices(options)) => {
            to.array(2)?.u8(3)?.array(options.len() as u64)?;
            for option in options {
                to.str(option)?;
            }
            to
        }
        Some(Value::Money(amount)) => to.array(2)?.u8(4)?.u64(amount.0)?,
        Some(Value::Photo {
            digest,
            length,
            faults,
        }) => {
            to.array(4)?
                .u8(5)?
                .bytes(&digest.0)?
                .u32(*length)?
                .array(faults.len() as u64)?;
            for fault in faults {
                to.u8(number(*fault))?;
            }
            to
        }
        Some(Value::Consent { version }) => to.array(2)?.u8(6)?.u32(*version)?,
        Some(Value::Seen) => to.array(1)?.u8(7)?,
        Some(Value::Confirmed { option, of }) => {
            to.array(3)?.u8(8)?.str(option)?.str(of.reveal())?
        }
    };
    Ok(())
}

fn read(from: &mut Decoder<'_>) -> Result<Entry, decode::Error> {
    let fields = length(from, 3)?;
    let raw = Secret::new(from.str()?);
    let at = Timestamp::from_millis(from.i64()?).map_err(|_| decode::Error::message("no time"))?;
    let value = if from.datatype()? == Type::Null {
        from.null()?;
        None
    } else {
        read_value(from)?
    };
    skip(from, fields - 3)?;
    Ok(Entry { raw, value, at })
}

/// None: a kind that a later version may know.
fn read_value(from: &mut Decoder<'_>) -> Result<Option<Value>, decode::Error> {
    let fields = length(from, 1)?;
    let kind = from.u8()?;
    let used = match kind {
        // A photo may have one field more, which the first version did not write.
        5 | 8 => 3,
        7 => 1,
        0..=8 => 2,
        _ => {
            skip(from, fields - 1)?;
            return Ok(None);
        }
    };
    let mut left = fields
        .checked_sub(used)
        .ok_or_else(|| decode::Error::message("too few fields"))?;
    let value = match kind {
        0 => Value::Text(Secret::new(from.str()?)),
        1 => Value::Date(
            from.str()?
                .parse()
                .map_err(|_| decode::Error::message("no date"))?,
        ),
        2 => Value::Choice(from.str()?.to_owned()),
        3 => Value::Choices(from.array_iter::<String>()?.collect::<Result<_, _>>()?),
        4 => Value::Money(Rupiah(from.u64()?)),
        5 => {
            let digest = from
                .bytes()?
                .try_into()
                .map_err(|_| decode::Error::message("no digest"))?;
            let (digest, length) = (Digest(digest), from.u32()?);
            // The first version did not examine photos, so its entries have no faults.
            let faults = if left > 0 { faults(from)? } else { Vec::new() };
            left = left.saturating_sub(1);
            Value::Photo {
                digest,
                length,
                faults,
            }
        }
        6 => Value::Consent {
            version: from.u32()?,
        },
        7 => Value::Seen,
        8 => Value::Confirmed {
            option: from.str()?.to_owned(),
            of: Secret::new(from.str()?),
        },
        _ => return Err(decode::Error::message("an unknown kind of value")),
    };
    skip(from, left)?;
    Ok(Some(value))
}

fn number(fault: PhotoFault) -> u8 {
    PhotoFault::ALL
        .iter()
        .position(|known| *known == fault)
        .unwrap_or_default() as u8
}

/// The faults that this version knows.
fn faults(from: &mut Decoder<'_>) -> Result<Vec<PhotoFault>, decode::Error> {
    let numbers = from.array_iter::<u8>()?.collect::<Result<Vec<_>, _>>()?;
    Ok(numbers
        .into_iter()
        .filter_map(|number| PhotoFault::ALL.get(usize::from(number)).copied())
        .collect())
}

/// The number of fields, at least `least`.
fn length(from: &mut Decoder<'_>, least: u64) -> Result<u64, decode::Error> {
    match from.array()? {
        Some(length) if length >= least => Ok(length),
        _ => Err(decode::Error::message("too few fields")),
    }
}

fn skip(from: &mut Decoder<'_>, fields: u64) -> Result<(), decode::Error> {
    // Ends at the last byte at the latest, even if the array claims a length that is not there.
    (0..fields).try_for_each(|_| from.skip())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::units::Date;

    fn values() -> impl Strategy<Value = Option<Value>> {
        prop_oneof![
            Just(None),
            ".{0,40}".prop_map(|text| Some(Value::Text(Secret::new(text)))),
            (1900_u16..2999, 1_u8..=12, 1_u8..=28)
                .prop_map(|(y, m, d)| Date::new(y, m, d).ok().map(Value::Date)),
            "[a-z_]{1,12}".prop_map(|id| Some(Value::Choice(id))),
            proptest::collection::vec("[a-z]{1,5}", 0..5).prop_map(|ids| Some(Value::Choices(ids))),
            any::<u64>().prop_map(|amount| Some(Value::Money(Rupiah(amount)))),
            (
                any::<([u8; 32], u32)>(),
                proptest::sample::subsequence(&PhotoFault::ALL[..], 0..=4)
            )
                .prop_map(|((digest, length), faults)| Some(Value::Photo {
                    digest: Digest(digest),
                    length,
                    faults
                })),
            any::<u32>().prop_map(|version| Some(Value::Consent { version })),
            Just(Some(Value::Seen)),
            ("[a-z]{1,9}", ".{0,20}").prop_map(|(option, of)| Some(Value::Confirmed {
                option,
                of: Secret::new(of)
            })),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(raw in ".{0,60}", value in values(), millis in 0_i64..32_000_000_000_000) {
            let entry = Entry { raw: Secret::new(raw), value, at: Timestamp::from_millis(millis).unwrap() };
            let bytes = entry.encode();
            prop_assert_eq!(Entry::decode(&bytes), Some(entry));
        }

        #[test]
        fn a_cut_entry_is_no_entry(raw in ".{0,20}", value in values(), keep: proptest::sample::Index) {
            let bytes = Entry { raw: Secret::new(raw), value, at: Timestamp::default() }.encode();
            prop_assert_eq!(Entry::decode(&bytes[..keep.index(bytes.len())]), None);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = Entry::decode(&bytes);
        }
    }

    #[test]
    fn the_layout_stays_as_drafts_on_phones_have_it() {
        let entry = Entry {
            raw: "7".into(),
            value: Some(Value::Money(Rupiah(7))),
            at: Timestamp::from_millis(1).unwrap(),
        };
        assert_eq!(
            entry.encode()[..],
            [0x83, 0x61, b'7', 0x01, 0x82, 0x04, 0x07]
        );
    }

    #[test]
    fn a_photo_from_before_photos_were_judged_is_read_without_faults() {
        let old = [
            &[0x83, 0x60, 0x01, 0x83, 0x05, 0x58, 0x20][..],
            &[7; 32],
            &[0x09],
        ]
        .concat();
        let value = Value::Photo {
            digest: Digest([7; 32]),
            length: 9,
            faults: Vec::new(),
        };
        assert_eq!(Entry::decode(&old).unwrap().value, Some(value));
    }

    #[test]
    fn a_fault_that_only_a_later_version_knows_is_left_out() {
        let later = [
            &[0x83, 0x60, 0x01, 0x84, 0x05, 0x58, 0x20][..],
            &[7; 32],
            &[0x09, 0x82, 0x17, 0x02],
        ]
        .concat();
        let value = Value::Photo {
            digest: Digest([7; 32]),
            length: 9,
            faults: vec![PhotoFault::Glare],
        };
        assert_eq!(Entry::decode(&later).unwrap().value, Some(value));
    }

    #[test]
    fn fields_of_a_later_version_are_skipped() {
        let later = [0x84, 0x61, b'7', 0x01, 0x83, 0x04, 0x07, 0xf5, 0xf5];
        let entry = Entry::decode(&later).unwrap();
        assert_eq!(
            (entry.raw.reveal(), entry.value),
            ("7", Some(Value::Money(Rupiah(7))))
        );
    }

    #[test]
    fn a_value_of_a_later_version_leaves_what_was_typed() {
        for later in [
            &[0x83, 0x61, b'7', 0x01, 0x82, 0x09, 0x61, b'x'][..],
            &[0x83, 0x61, b'7', 0x01, 0x81, 0x18, 0x63],
        ] {
            let entry = Entry::decode(later).unwrap();
            assert_eq!((entry.raw.reveal(), entry.value), ("7", None));
        }
    }

    #[test]
    fn a_claimed_length_costs_neither_memory_nor_time() {
        let huge = [
            0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x61, b'7', 0x01, 0xf6,
        ];
        assert_eq!(Entry::decode(&huge), None);
        let huge_choices = [
            0x83, 0x60, 0x01, 0x82, 0x03, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        ];
        assert_eq!(Entry::decode(&huge_choices), None);
    }

    #[test]
    fn an_answer_never_prints() {
        let entry = Entry {
            raw: "CONTOH".into(),
            value: Some(Value::Choice("CONTOH".into())),
            at: Timestamp::default(),
        };
        assert!(!format!("{entry:?}").contains("CONTOH"));
    }
}
