//! What paying goes by, as data: `payment.json`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::channel::{Channel, ChannelKey};
use super::check::{check_ids, check_source};
use super::qris::QrisMerchant;
use crate::typed::is_visible;

/// Who receives dues, who gets a bill, and where it can be paid.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentRules {
    /// The receivers that a code may name. The built-in rules name none, so no phone shows a code
    /// before an office's signed bundle names one.
    pub merchants: Vec<QrisMerchant>,
    /// Whose registrations get a bill.
    pub billed_payers: NamedPayers,
    /// Kinds of sponsors' money that get no discount which is for dues paid by oneself.
    pub full_price_funds: NamedPayers,
    /// Kinds of sponsors' money of which no source says whether they get it.
    pub unsure_funds: NamedPayers,
    /// So many days before the first unpaid month of a continuing member begins, its bill is made.
    pub next_bill_days: BillDays,
    /// The facts about each number that is shown or typed.
    pub keys: Vec<KeyFacts>,
    /// Where dues can be paid, in the order in which they are offered.
    pub channels: Vec<Channel>,
}

/// Payers for whom a rule holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedPayers {
    /// Options of the form's question `payer`, or kinds of sponsors' money.
    pub payers: Vec<String>,
    /// Where that is said.
    pub source: String,
}

/// A number of days.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillDays {
    /// 1 to 60.
    pub days: u8,
    /// Where that is said.
    pub source: String,
}

/// The facts about a number that a worker shows or types.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFacts {
    /// Which one.
    pub key: ChannelKey,
    /// How many digits it has; none where no source says so, or where it is no number.
    pub digits: Option<u8>,
    /// Where that is said.
    pub source: String,
}

const MOST_CHANNELS: usize = 30;
const MOST_MERCHANTS: usize = 20;
const MOST_ACCOUNTS: usize = 20;

impl PaymentRules {
    /// Reads and checks; the error names the place.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let rules: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        rules.check()?;
        Ok(rules)
    }

    /// Whether the worker gets a bill when that option of the question `payer` was chosen. Nobody
    /// else's option is guessed: one that newer forms bring gets no bill until the rules name it.
    pub fn bills(&self, payer: &str) -> bool {
        self.billed_payers.payers.iter().any(|it| it == payer)
    }

    /// How many digits that key has, where a source says so.
    pub fn digits(&self, key: ChannelKey) -> Option<u8> {
        self.keys.iter().find(|it| it.key == key)?.digits
    }

    /// The channel with that id.
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// Every text that the data asks for, with the values it is given.
    pub fn texts(&self) -> Vec<(String, &'static [&'static str])> {
        let mut texts: BTreeMap<String, &'static [&'static str]> = BTreeMap::new();
        for channel in &self.channels {
            texts.insert(format!("channel-{}", channel.id), &[]);
            let note = channel.note.iter();
            texts.extend(note.map(|id| (format!("channel-note-{id}"), &[] as &[&str])));
            for way in &channel.ways {
                for id in &way.steps {
                    // A step that several ways share is given what all of them have.
                    let given = texts
                        .entry(format!("channel-step-{id}"))
                        .or_insert(way.step_values());
                    if given.len() > way.step_values().len() {
                        *given = way.step_values();
                    }
                }
            }
        }
        texts.into_iter().collect()
    }

    fn check(&self) -> Result<(), String> {
        if self.merchants.len() > MOST_MERCHANTS {
            return Err(format!("merchants: at most {MOST_MERCHANTS}"));
        }
        for (place, merchant) in self.merchants.iter().enumerate() {
            check_merchant(merchant).map_err(|what| format!("merchants[{place}].{what}"))?;
        }
        for (name, named) in [
            ("billed_payers", &self.billed_payers),
            ("full_price_funds", &self.full_price_funds),
            ("unsure_funds", &self.unsure_funds),
        ] {
            let payers = named.payers.iter().map(String::as_str);
            check_ids(&format!("{name}.payers"), payers)?;
            check_source(&format!("{name}.source"), &named.source)?;
        }
        let days = self.next_bill_days.days;
        if !(1..=60).contains(&days) {
            return Err(format!("next_bill_days.days: {days}; 1 to 60"));
        }
        check_source("next_bill_days.source", &self.next_bill_days.source)?;
        for key in ChannelKey::NUMBERS {
            // Every key needs its facts: a channel without them would name a number of unknown
            // length.
            let known = self.keys.iter().filter(|it| it.key == key).count();
            if known != 1 {
                return Err(format!("keys: {}: {known} times; once", key.code()));
            }
        }
        for (place, facts) in self.keys.iter().enumerate() {
            if facts.key == ChannelKey::Nothing {
                return Err(format!("keys[{place}].key: nothing has no digits"));
            }
            if facts
                .digits
                .is_some_and(|digits| !(1..=40).contains(&digits))
            {
                return Err(format!("keys[{place}].digits: 1 to 40, or null"));
            }
            check_source(&format!("keys[{place}].source"), &facts.source)?;
        }
        check_ids("channels", self.channels.iter().map(|it| it.id.as_str()))?;
        if self.channels.len() > MOST_CHANNELS {
            return Err(format!("channels: at most {MOST_CHANNELS}"));
        }
        for (place, channel) in self.channels.iter().enumerate() {
            channel
                .check()
                .map_err(|what| format!("channels[{place}].{what}"))?;
        }
        Ok(())
    }
}

fn check_merchant(merchant: &QrisMerchant) -> Result<(), String> {
    let national = merchant.nmid.strip_prefix("ID").unwrap_or_default();
    if national.len() != 13 || !national.bytes().all(|sign| sign.is_ascii_digit()) {
        return Err("nmid: ID and 13 digits".to_owned());
    }
    if !is_visible(&merchant.name) || merchant.name.chars().count() > 25 {
        return Err("name: 1 to 25 characters".to_owned());
    }
    let is_number = |account: &String| {
        (1..=99).contains(&account.len())
            && account.bytes().all(|sign| sign.is_ascii_alphanumeric())
    };
    if merchant.accounts.len() > MOST_ACCOUNTS || !merchant.accounts.iter().all(is_number) {
        return Err(format!(
            "accounts: at most {MOST_ACCOUNTS}, of letters and digits"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::form::Form;

    const BUILT_IN: &[u8] = include_bytes!("../../content/payment.json");

    fn refused(at: &str, by: Value) -> String {
        let mut json: Value = serde_json::from_slice(BUILT_IN).unwrap();
        *json.pointer_mut(at).expect(at) = by;
        PaymentRules::parse(json.to_string().as_bytes()).expect_err(at)
    }

    #[test]
    fn the_built_in_rules_name_no_receiver_and_no_digits_that_nobody_found() {
        let rules = PaymentRules::parse(BUILT_IN).unwrap();
        assert_eq!(rules.merchants, []);
        assert_eq!(rules.digits(ChannelKey::PaymentCode), None);
        assert_eq!(rules.digits(ChannelKey::Nik), Some(16));
        let links = rules.channels.iter().filter(|it| it.link.url.is_some());
        assert_eq!(links.count(), 0, "no link was found in a source");
    }

    #[test]
    fn who_is_billed_is_an_option_of_the_form() {
        let rules = PaymentRules::parse(BUILT_IN).unwrap();
        let form = Form::parse(include_bytes!("../../content/forms/bpu.json")).unwrap();
        let options: Vec<&str> = form
            .question("payer")
            .unwrap()
            .options()
            .iter()
            .map(|option| option.id.as_str())
            .collect();
        let billed: Vec<&str> = options
            .iter()
            .copied()
            .filter(|it| rules.bills(it))
            .collect();
        assert_eq!(billed, ["self", "household", "unknown"]);
        assert!(
            rules
                .billed_payers
                .payers
                .iter()
                .all(|it| options.contains(&it.as_str()))
        );
        assert!(!rules.bills("somebody"));
    }

    #[test]
    fn what_cannot_be_right_is_refused_with_its_place() {
        let merchant = |nmid: &str, name: &str| json!([{ "nmid": nmid, "name": name }]);
        for (at, by, named) in [
            ("/merchants", merchant("ID123", "X"), "merchants[0].nmid"),
            (
                "/merchants",
                merchant("ID1020999999999", " "),
                "merchants[0].name",
            ),
            (
                "/billed_payers/payers",
                json!(["self", "self"]),
                "billed_payers.payers: self",
            ),
            ("/billed_payers/source", json!("PP"), "billed_payers.source"),
            ("/next_bill_days/days", json!(0), "next_bill_days.days"),
            ("/keys", json!([]), "keys: qris: 0 times"),
            ("/keys/1/digits", json!(0), "keys[1].digits"),
            ("/keys/1/source", json!("?"), "keys[1].source"),
            (
                "/channels/1/id",
                json!("qris"),
                "channels: qris is there twice",
            ),
            (
                "/channels/1/id",
                json!("Toko"),
                "channels: \"Toko\" is no id",
            ),
            ("/channels/0/ways", json!([]), "channels[0].ways"),
            (
                "/channels/0/ways/0/steps",
                json!([]),
                "channels[0].ways[0].steps",
            ),
            (
                "/channels/0/ways/0/payments",
                json!([]),
                "channels[0].ways[0].payments",
            ),
            (
                "/channels/0/ways/0/payments",
                json!(["first", "first"]),
                "channels[0].ways[0].payments",
            ),
            (
                "/channels/3/ways/0/periods",
                json!([]),
                "channels[3].ways[0].periods",
            ),
            (
                "/channels/3/ways/0/periods",
                json!([0]),
                "channels[3].ways[0].periods",
            ),
            (
                "/channels/0/ways/0/source",
                json!("?"),
                "channels[0].ways[0].source",
            ),
            (
                "/channels/0/fee/source",
                json!("?"),
                "channels[0].fee.source",
            ),
            (
                "/channels/0/fee/amount",
                json!(2_000_000_000),
                "channels[0].fee.amount",
            ),
            (
                "/channels/0/limit/amount",
                json!(0),
                "channels[0].limit.amount",
            ),
            (
                "/channels/0/link/url",
                json!("tel:123"),
                "channels[0].link.url",
            ),
            (
                "/channels/0/link/url",
                json!("https://a b"),
                "channels[0].link.url",
            ),
            (
                "/channels/0/pictogram",
                json!("../x"),
                "channels[0].pictogram",
            ),
            ("/channels/0/note", json!("Catatan"), "channels[0].note"),
        ] {
            let said = refused(at, by);
            assert!(said.starts_with(named), "{at}: {said}");
        }
        let key = json!({ "key": "pin", "digits": 6, "source": "x [D]" });
        assert!(refused("/keys/0", key).contains("pin"), "no such key");
        let other = json!({ "days": 3, "source": "x [D]", "hari": 1 });
        assert!(refused("/next_bill_days", other).contains("hari"));
    }

    #[test]
    fn a_merchant_of_a_bundle_is_read() {
        let mut json: Value = serde_json::from_slice(BUILT_IN).unwrap();
        json["merchants"] = json!([{
            "nmid": "ID1020999999999",
            "name": "PAYUNG SANDBOX",
            "accounts": ["936009990000000001"],
        }]);
        let rules = PaymentRules::parse(json.to_string().as_bytes()).unwrap();
        assert_eq!(rules.merchants[0].name, "PAYUNG SANDBOX");
    }
}
