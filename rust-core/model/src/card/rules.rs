//! The rules of cards, `card.json`: which keys are believed, and for how many days a card is made.

use serde::{Deserialize, Serialize};

use crate::programme::Confidence;
use crate::sealed::VerifyingKey;

/// The rules of cards.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardRules {
    /// Keys whose cards are believed. The built-in rules name none, so no card is believed before an
    /// office's signed bundle names its key.
    pub keys: Vec<CardKey>,
    /// How long a card is good for at most.
    pub days: CardDays,
}

/// A key that signs cards: the 32 bytes in base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardKey {
    /// 43 signs.
    pub key: String,
}

/// A number of days.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardDays {
    /// 1 to 92.
    pub days: u8,
    /// Where that is said.
    pub source: String,
}

const MOST_KEYS: usize = 8;

impl CardRules {
    /// The name of the file.
    pub const FILE: &str = "card.json";

    /// The file as an office signs it: these keys in front of those that `stays` keeps.
    pub fn naming(
        json: &[u8],
        keys: &[VerifyingKey],
        stays: impl Fn(&str) -> bool,
    ) -> Result<Vec<u8>, String> {
        let given = Self::parse(json)?;
        let own = keys.iter().map(|key| CardKey {
            key: key.to_string(),
        });
        let named: Vec<CardKey> = own.chain(given.keys).collect();
        let mut once: Vec<CardKey> = Vec::new();
        for (place, key) in named.into_iter().enumerate() {
            let stays = place < keys.len() || stays(&key.key);
            if stays && !once.contains(&key) {
                once.push(key);
            }
        }
        let mut value: serde_json::Value =
            serde_json::from_slice(json).map_err(|error| error.to_string())?;
        value["keys"] = serde_json::to_value(once).map_err(|error| error.to_string())?;
        let mut bytes = serde_json::to_vec_pretty(&value).map_err(|error| error.to_string())?;
        bytes.push(b'\n');
        Self::parse(&bytes)?;
        Ok(bytes)
    }

    /// Reads and checks; the error names the place.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let rules: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        if rules.keys.len() > MOST_KEYS {
            return Err(format!("keys: at most {MOST_KEYS}"));
        }
        for (place, key) in rules.keys.iter().enumerate() {
            let read: Result<VerifyingKey, _> = key.key.parse();
            read.map_err(|problem| format!("keys[{place}].key: {problem}"))?;
        }
        if !(1..=92).contains(&rules.days.days) {
            return Err(format!("days.days: {}; 1 to 92", rules.days.days));
        }
        Confidence::check("days.source", &rules.days.source)?;
        Ok(rules)
    }

    /// The keys, read.
    pub fn verifying_keys(&self) -> Vec<VerifyingKey> {
        let keys = self.keys.iter().filter_map(|key| key.key.parse().ok());
        keys.collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sealed::SigningKey;

    const BUILT_IN: &[u8] = include_bytes!("../../content/card.json");

    #[test]
    fn the_built_in_rules_believe_nobody() {
        let rules = CardRules::parse(BUILT_IN).unwrap();
        assert_eq!((rules.verifying_keys().len(), rules.days.days), (0, 30));
    }

    #[test]
    fn an_office_names_its_keys_in_front_and_keeps_those_of_others() {
        let key = |seed: u8| SigningKey::from_bytes(&[seed; 32]).unwrap().public();
        let none = |_: &str| false;
        let first = CardRules::naming(BUILT_IN, &[key(1), key(2)], none).unwrap();
        let read = CardRules::parse(&first).unwrap();
        assert_eq!(read.verifying_keys(), [key(1), key(2)]);
        assert_eq!(read.days.days, 30, "the rest stays");
        let gone = key(1).to_string();
        let next = CardRules::naming(&first, &[key(3)], |text| text != gone).unwrap();
        let read = CardRules::parse(&next).unwrap();
        assert_eq!(read.verifying_keys(), [key(3), key(2)]);
        let again = CardRules::naming(&next, &[key(3)], |_| true).unwrap();
        assert_eq!(again, next, "each once");
        let many: Vec<_> = (1..=9).map(key).collect();
        let said = CardRules::naming(BUILT_IN, &many, none).unwrap_err();
        assert_eq!(said, "keys: at most 8");
    }

    #[test]
    fn what_cannot_be_right_is_refused_with_its_place() {
        let zeros = "A".repeat(43);
        for (at, by, named) in [
            (
                "/keys",
                json!([{ "key": "kurang" }]),
                "keys[0].key: not a key: not 43 signs",
            ),
            (
                "/keys",
                json!([{ "key": zeros }]),
                "keys[0].key: not a key: not a sound point",
            ),
            ("/days/days", json!(0), "days.days: 0"),
            ("/days/source", json!("?"), "days.source"),
        ] {
            let mut json: Value = serde_json::from_slice(BUILT_IN).unwrap();
            *json.pointer_mut(at).unwrap() = by;
            let said = CardRules::parse(json.to_string().as_bytes()).expect_err(at);
            assert!(said.starts_with(named), "{at}: {said}");
        }
    }
}
