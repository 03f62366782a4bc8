//! Where a bill can be paid: rules that are taken offer every channel once, and nothing that the bill
//! does not have.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::payment::PaymentRules;
use payung_model::payment::channel::{
    ChannelKey, ChannelNote, Offered, PayFacts, PaymentKind, offers,
};
use payung_model::payment::qris::{PayableQris, QrisMerchant};
use payung_model::units::{Date, Rupiah};
use serde_json::Value;

use crate::{edits, samples};

const RULES: &[u8] = include_bytes!("../../rust-core/model/content/payment.json");

/// Programs of edits and facts.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = samples::Seeded::new(20);
    let programs = (0..60_usize).map(|number| random.bytes(30 + number * 6));
    programs.collect()
}

/// Changes the rules as the program says; what is still taken is asked about bills.
pub fn check(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let json = changed(&mut u).unwrap_or_else(|_| RULES.to_vec());
    let rules = match PaymentRules::parse(&json) {
        Ok(rules) => rules,
        Err(what) => return assert!(!what.is_empty()),
    };
    for (id, _) in rules.texts() {
        assert!(id.starts_with("channel-") && id.is_ascii());
    }
    for _ in 0..4 {
        let Ok(facts) = facts(&mut u, &rules) else {
            return;
        };
        keeps(&rules, &facts);
    }
}

fn keeps(rules: &PaymentRules, facts: &PayFacts<'_>) {
    let found = offers(&rules.channels, facts);
    let ids: BTreeSet<&str> = found.iter().map(|it| it.channel.id.as_str()).collect();
    assert_eq!(
        (ids.len(), found.len()),
        (rules.channels.len(), ids.len()),
        "each once"
    );
    let usable = |it: &Offered<'_>| matches!(it, Offered::Way(_));
    assert!(
        found.is_sorted_by_key(|it| !usable(&it.offered)),
        "grey ones are last"
    );
    for it in &found {
        let Offered::Way(way) = it.offered else {
            assert!(it.notes.is_empty());
            continue;
        };
        assert!(way.payments.contains(&facts.kind) && way.sells(facts.months));
        assert!(
            it.channel
                .limit
                .amount
                .is_none_or(|most| facts.amount <= most)
        );
        let over = facts.today.is_some_and(|today| today > facts.last_day);
        match way.key {
            ChannelKey::Qris => assert!(facts.qris.is_some() && !over),
            ChannelKey::PaymentCode => assert!(facts.payment_code.is_some() && !over),
            _ => assert!(!facts.several && it.notes.contains(&ChannelNote::Outside)),
        }
        let offline = !it.channel.without_data && !facts.online;
        assert_eq!(it.notes.contains(&ChannelNote::Offline), offline);
    }
}

fn changed(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut json: Value = serde_json::from_slice(RULES).expect("the built-in file is JSON");
    edits::apply(&mut json, &[], u)?;
    Ok(json.to_string().into_bytes())
}

fn facts<'a>(u: &mut Unstructured<'_>, rules: &'a PaymentRules) -> Result<PayFacts<'a>> {
    let day = |u: &mut Unstructured<'_>| -> Result<Date> {
        let first = Date::new(2026, 11, 1).expect("a day");
        Ok(first
            .plus_days(u.int_in_range(0..=60)?)
            .expect("in the calendar"))
    };
    let last_used = match rules.channels.len() {
        0 => None,
        count => rules
            .channels
            .get(u.int_in_range(0..=count)?)
            .map(|it| it.id.as_str()),
    };
    Ok(PayFacts {
        kind: *u.choose(&[PaymentKind::First, PaymentKind::Continuing])?,
        amount: Rupiah(u.int_in_range(1..=20_000_000)?),
        months: u.int_in_range(1..=24)?,
        several: u.ratio(1, 4)?,
        qris: u.arbitrary::<bool>()?.then_some(&*QRIS),
        payment_code: u.arbitrary::<bool>()?.then_some("8812345678"),
        card_number: u.arbitrary::<bool>()?.then_some("12345678901"),
        last_used,
        last_day: day(u)?,
        today: u.ratio(4, 5)?.then_some(day(u)?),
        working_day: u.arbitrary()?,
        online: u.arbitrary()?,
    })
}

/// The first code of the vectors that has an amount; any will do.
static QRIS: LazyLock<PayableQris> = LazyLock::new(|| {
    let vectors: Value = serde_json::from_str(include_str!("../../tests/vectors/channels.json"))
        .expect("the vectors are JSON");
    let merchant = QrisMerchant {
        nmid: "ID0000000000001".to_owned(),
        name: "IURAN CONTOH PAYUNG".to_owned(),
        accounts: Vec::new(),
    };
    let facts = &vectors["own"][0]["facts"];
    let text = facts["qris"].as_str().expect("a payload");
    let amount = Rupiah(facts["amount"].as_u64().expect("an amount"));
    PayableQris::check(text, amount, &[merchant]).expect("it may be shown")
});
