//! Entries as the vault keeps them: what is read is written back the same, and no entry breaks a
//! screen.

use arbitrary::{Result, Unstructured};
use payung_model::content::Content;
use payung_model::engine::Engine;
use payung_model::form::{Draft, Entry, PhotoFault, Value};
use payung_model::sealed::Digest;
use payung_model::secret::Secret;
use payung_model::text::Lang;
use payung_model::units::{Date, Rupiah, Timestamp};

use crate::{drive, samples, text};

/// One entry of each kind of value, encoded; and programs that make others.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for kind in 0..10_u8 {
        // The first byte of the input chooses raw bytes, the rest is what the vault would have
        // written.
        let program = [vec![kind], samples::Seeded::new(u64::from(kind)).bytes(60)].concat();
        let value = value(&mut Unstructured::new(&program)).unwrap_or_default();
        let entry = Entry {
            raw: Secret::new("CONTOH"),
            value,
            at: samples::now(),
        };
        seeds.push([&[0], entry.encode().as_slice()].concat());
        seeds.push([&[1], program.as_slice()].concat());
    }
    seeds
}

/// Odd first byte: makes an entry. Even: reads the rest as one.
pub fn check(data: &[u8]) {
    let Some((mode, rest)) = data.split_first() else {
        return;
    };
    if mode % 2 == 0 {
        let Some(entry) = Entry::decode(rest) else {
            return;
        };
        written_and_read(&entry);
        at_every_question(&entry);
    } else if let Ok(entry) = made(&mut Unstructured::new(rest)) {
        written_and_read(&entry);
        at_every_question(&entry);
    }
}

fn written_and_read(entry: &Entry) {
    let bytes = entry.encode();
    assert_eq!(Entry::decode(&bytes).as_ref(), Some(entry));
    // Cut or followed by anything it is no entry: a vault row is whole or damaged.
    assert_eq!(Entry::decode(&bytes[..bytes.len() - 1]), None);
    assert_eq!(Entry::decode(&[&bytes[..], &[0]].concat()), None);
}

/// An older or newer Payung may have kept any value at any question.
fn at_every_question(entry: &Entry) {
    thread_local!(static CONTENT: Content = Content::built_in().expect("the built-in content is whole"));
    CONTENT.with(|content| {
        for form in content.forms.values() {
            let mut draft = Draft::of(form.id.clone());
            for question in form.questions() {
                draft.entries.insert(question.id.clone(), entry.clone());
            }
            let engine = Engine {
                content,
                form,
                draft: &draft,
                lang: Lang::Id,
                now: samples::now(),
                today: Some(samples::now().date()),
                zone: None,
                only: &[],
            };
            drive::all_screens(&engine, true);
        }
    });
}

fn made(u: &mut Unstructured<'_>) -> Result<Entry> {
    let value = value(u)?;
    let at = Timestamp::from_millis(u.int_in_range(0..=32_000_000_000_000)?).unwrap_or_default();
    Ok(Entry {
        raw: Secret::new(text(u.bytes(u.len())?)),
        value,
        at,
    })
}

/// Any value, as far as a draft can hold it.
pub(crate) fn value(u: &mut Unstructured<'_>) -> Result<Option<Value>> {
    Ok(Some(match u.int_in_range(0..=9)? {
        0 => return Ok(None),
        1 => Value::Text(Secret::new(u.arbitrary::<&str>()?)),
        2 => match Date::new(
            u.int_in_range(1900..=2999)?,
            u.int_in_range(1..=12)?,
            u.int_in_range(1..=31)?,
        ) {
            Ok(date) => Value::Date(date),
            Err(_) => return Ok(None),
        },
        3 => Value::Choice(u.arbitrary()?),
        4 => Value::Choices(u.arbitrary()?),
        5 => Value::Money(Rupiah(u.int_in_range(0..=Rupiah::MOST.0)?)),
        6 => Value::Photo {
            digest: Digest(u.arbitrary()?),
            length: u.arbitrary()?,
            faults: photo_faults(u)?,
        },
        7 => Value::Consent {
            version: u.int_in_range(0..=3)?,
        },
        8 => Value::Confirmed {
            option: u.arbitrary()?,
            of: Secret::new(u.arbitrary::<&str>()?),
        },
        _ => Value::Seen,
    }))
}

fn photo_faults(u: &mut Unstructured<'_>) -> Result<Vec<PhotoFault>> {
    let mut faults = Vec::new();
    for fault in PhotoFault::ALL {
        if u.arbitrary()? {
            faults.push(fault);
        }
    }
    Ok(faults)
}
