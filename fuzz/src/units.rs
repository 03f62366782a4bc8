//! Money, dates, months, times, ids and keys as texts: what is printed is read back as the same
//! value.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use payung_model::sealed::{
    Digest, KeyId, OfficePublicKey, RegistrationId, ReplyPublicKey, StatusToken, VerifyingKey,
};
use payung_model::text::{Lang, format};
use payung_model::typed::clean;
use payung_model::units::{Date, Month, Rupiah, RupiahProblem, Timestamp};

use crate::{samples, text};

/// Each kind in the ways people and programs write it.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = [
        "1100000",
        "1.100.000",
        "Rp 1,100,000",
        "Rp1.100.000,-",
        "Rp. 45.600,00",
        "1000000001",
        "0",
        "rp",
        "1.5",
        "1990-01-15",
        "15-01-1990",
        "15/1/1990",
        "15.1.1990",
        "15 1 1990",
        "15011990",
        "29-02-2000",
        "31-04-1990",
        "2026-05",
        "2999-12",
        "2026-11-23T09:00:00+07:00",
        "2026-11-23T02:00:00.123Z",
        "2999-12-31T16:59:59.999Z",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "0123456789abcdef",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    seeds.push(Digest::of(b"CONTOH").to_string().into_bytes());
    seeds.push(samples::office().public().to_string().into_bytes());
    seeds.push(samples::signer().public().to_string().into_bytes());
    seeds
}

/// Reads the bytes as each of them.
pub fn check(data: &[u8]) {
    let text = text(data);
    money(&text);
    dates(&text);
    if let Ok(month) = again::<Month>(&text) {
        assert!(month.next().is_none_or(|next| next > month));
        assert!(month.run(24).count() <= 24 && month.run(3).next() == Some(month));
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        let printed: Timestamp = at.to_string().parse().expect("what is printed is read");
        assert_eq!(printed.millis(), at.millis() / 1000 * 1000, "to the second");
        assert_eq!(Timestamp::from_millis(at.millis()), Ok(at));
        assert_eq!(format::time(at).len(), "18.00 WIB".len());
        assert_eq!(at.to_string()[..10], at.date().to_string());
    }
    if let Ok(id) = again::<RegistrationId>(&text) {
        assert_eq!(id.to_string(), text, "an id has one text");
        assert_eq!(RegistrationId::from_bytes(id.bytes()), Some(id));
        assert_eq!(id.receipt().len(), 9);
    }
    for same in [
        again::<Digest>(&text).map(|it| it.to_string()).ok(),
        again::<KeyId>(&text).map(|it| it.to_string()).ok(),
        again::<StatusToken>(&text).map(|it| it.to_string()).ok(),
        again::<OfficePublicKey>(&text)
            .map(|it| it.to_string())
            .ok(),
        again::<ReplyPublicKey>(&text).map(|it| it.to_string()).ok(),
        again::<VerifyingKey>(&text).map(|it| it.to_string()).ok(),
    ]
    .into_iter()
    .flatten()
    {
        assert_eq!(same, text, "one value has one text");
    }
}

/// Reads it, prints it, and reads that.
fn again<T: FromStr<Err: Debug> + Display + PartialEq + Debug>(text: &str) -> Result<T, T::Err> {
    let value: T = text.parse()?;
    assert_eq!(
        value
            .to_string()
            .parse::<T>()
            .expect("what is printed is read"),
        value
    );
    Ok(value)
}

fn money(text: &str) {
    let text = clean(text);
    let small = text.to_ascii_lowercase();
    let small = small
        .strip_suffix(",-")
        .or_else(|| small.strip_suffix(",00"))
        .unwrap_or(&small)
        .trim_end();
    let small = small.strip_suffix("rupiah").map_or(small, str::trim_end);
    let in_words = ["juta", "jt", "ribu", "rb", "k"]
        .iter()
        .any(|word| small.ends_with(word));
    match Rupiah::parse(&text) {
        Ok(amount) => {
            assert!(amount <= Rupiah::MOST);
            for written in [
                amount.0.to_string(),
                amount.to_string(),
                format::money(amount),
                format!("rp. {amount},-"),
            ] {
                assert_eq!(Rupiah::parse(&written), Ok(amount));
            }
            if in_words {
                return assert!(
                    amount.0.is_multiple_of(10),
                    "thousands or millions, to the hundredth"
                );
            }
            let digits: String = text
                .trim_end()
                .trim_end_matches(",00")
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            assert_eq!(
                digits.parse::<u64>().ok(),
                Some(amount.0),
                "every digit counts"
            );
        }
        Err(RupiahProblem::TooLarge) => {
            assert!(
                text.chars().filter(char::is_ascii_digit).count() >= if in_words { 4 } else { 10 }
            );
        }
        Err(RupiahProblem::Empty | RupiahProblem::NotAnAmount) => {}
    }
}

fn dates(text: &str) {
    if let Ok(date) = again::<Date>(text) {
        assert_eq!(date.to_string(), text, "one text for programs");
        assert_eq!(
            Date::parse_typed(text),
            Ok(date),
            "who types it as programs write it is understood"
        );
    }
    let Ok(date) = Date::parse_typed(text) else {
        return;
    };
    let (day, month, year) = (date.day(), date.month_number(), date.year());
    assert_eq!(Date::new(year, month, day), Ok(date));
    for written in [
        date.to_string(),
        format!("{day}/{month}/{year}"),
        format!("{day:02}{month:02}{year}"),
    ] {
        assert_eq!(Date::parse_typed(&written), Ok(date));
    }
    assert_eq!((date.month().year(), date.month().number()), (year, month));
    assert_eq!(date.age_on(date), Some(0));
    for lang in Lang::ALL {
        assert!(format::date(lang, date).ends_with(&format!(" {year}")));
    }
}
