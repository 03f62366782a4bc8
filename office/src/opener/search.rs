//! The keys by which officers find a registration: HMACs of what people say about themselves, so
//! that the database alone tells nothing. Each is cut to 16 bytes, which no two texts of an office
//! share.

use payung_model::form::{Check, Form, Kind};
use payung_model::person::{Nik, Phone};
use payung_model::sealed::Registration;
use payung_model::typed::clean;

use crate::keys::NikIndex;

/// One key.
pub type SearchKey = [u8; 16];

/// Words of a name, at most.
const MOST_WORDS: usize = 12;

/// All keys of a registration: its NIK, its telephone numbers, its name, each word of the name, and
/// the regency where the worker lives.
pub(super) fn keys_of(
    index: &NikIndex,
    form: &Form,
    registration: &Registration,
) -> Vec<SearchKey> {
    let mut keys = Vec::new();
    for answer in &registration.answers {
        let Some(question) = form.question(&answer.question) else {
            continue;
        };
        let text = answer.value.reveal();
        for check in &question.checks {
            match check {
                Check::Nik => keys.extend(nik(index, text)),
                Check::Phone => keys.extend(phone(index, text)),
                // The mother's name is no name that people are looked for by.
                Check::Name if question.id == "name" => {
                    keys.extend(name_words(text).iter().map(|word| by_name(index, word)));
                }
                _ => {}
            }
        }
        if matches!(question.kind, Kind::District { .. }) {
            keys.extend(region(index, text));
        }
    }
    if !registration.photos.is_empty() {
        keys.push(with_photo(index));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys of a typed search; a registration that is meant has all keys of one of the lists. Empty
/// when the text is nothing that can be searched for.
pub fn search_keys(index: &NikIndex, text: &str) -> Vec<Vec<SearchKey>> {
    let text = clean(text);
    let mut ways = Vec::new();
    ways.extend(nik(index, &text).map(|key| vec![key]));
    ways.extend(phone(index, &text).map(|key| vec![key]));
    let words = name_words(&text);
    if !words.is_empty() {
        ways.push(words.iter().map(|word| by_name(index, word)).collect());
    }
    ways
}

/// The key of a regency or city, by Kemendagri's code or that of a district in it: `32.01`.
pub fn region(index: &NikIndex, code: &str) -> Option<SearchKey> {
    let regency = code.get(..5).filter(|code| {
        code.bytes()
            .all(|sign| sign.is_ascii_digit() || sign == b'.')
    })?;
    Some(key(index, "regency", regency))
}

/// The key of all registrations that have a photo.
pub fn with_photo(index: &NikIndex) -> SearchKey {
    key(index, "photo", "")
}

fn nik(index: &NikIndex, text: &str) -> Option<SearchKey> {
    Nik::parse(text)
        .ok()
        .map(|nik| key(index, "nik", nik.digits()))
}

fn phone(index: &NikIndex, text: &str) -> Option<SearchKey> {
    Phone::parse(text)
        .ok()
        .map(|phone| key(index, "phone", phone.e164()))
}

fn by_name(index: &NikIndex, word: &str) -> SearchKey {
    key(index, "name", word)
}

/// The words of a name, in small letters and without signs; none shorter than two letters.
fn name_words(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !sign.is_alphabetic() && sign != '\'');
    let words = words
        .map(|word| word.replace('\'', "").to_lowercase())
        .filter(|word| word.chars().count() > 1);
    words.take(MOST_WORDS).collect()
}

fn key(index: &NikIndex, kind: &str, text: &str) -> SearchKey {
    let whole = index.of_labelled(&format!("payung/office/search/{kind}/1"), text.as_bytes());
    whole.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use payung_model::sealed::OfficeKey;

    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn what_is_typed_in_another_way_has_the_same_key() {
        let index = NikIndex::derive(&OfficeKey::new(&mut SystemRandom).unwrap());
        let one = |text: &str| search_keys(&index, text).into_iter().next();
        assert_eq!(one("3201 0155 0190 0001"), one("3201015501900001"));
        assert_eq!(one("0812-0000-0001"), one("+62 812 0000 0001"));
        assert_eq!(
            search_keys(&index, "siti  CONTOH"),
            search_keys(&index, "Siti Contoh")
        );
        assert_ne!(one("siti"), one("contoh"));
        assert_eq!(search_keys(&index, "  - 7"), Vec::<Vec<SearchKey>>::new());
        assert_eq!(region(&index, "32.01.01"), region(&index, "32.01"));
        assert_eq!(region(&index, "x"), None);
    }
}
