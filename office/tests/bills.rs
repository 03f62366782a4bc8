//! Bills and money against `bills.json`, which a second implementation writes that does not know
//! this code (`tests/vectors/make_bills.py`): months that are due, prices, and stories of bills.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

use std::path::Path;

use payung_model::cover::{CoverRules, Due, PaidMonth, PaidMonths};
use payung_model::programme::{Payer, Programme, Quote, QuoteRequest, Tariff, Work};
use payung_model::sealed::RegistrationId;
use payung_model::units::{Date, Month, Rupiah, Timestamp};
use payung_office::billing::{
    Account, BillId, BillLine, BillOrder, Billing, Booked, Issued, Memory, NotIssued, Payment,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/bills.json");
const COVER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../rust-core/model/content/cover.json"
);
const TARIFF: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../rust-core/model/content/tariff.json"
);

#[derive(Deserialize)]
struct Vectors {
    months: Vec<MonthsCase>,
    join: Vec<JoinCase>,
    prices: Vec<PriceCase>,
    stories: Vec<Story>,
}

#[derive(Deserialize)]
struct MonthsCase {
    /// Each month, and the day on which it was paid.
    paid: Vec<(Month, Date)>,
    on: Date,
    count: u8,
    due: Vec<Month>,
    joins: bool,
}

#[derive(Deserialize)]
struct JoinCase {
    born: Date,
    last_day: Date,
    may: bool,
}

#[derive(Deserialize)]
struct Member {
    income: Rupiah,
    work: Work,
    payer: Payer,
    programmes: Vec<Programme>,
}

#[derive(Deserialize)]
struct PriceCase {
    #[serde(flatten)]
    member: Member,
    month: Month,
    parts: Value,
}

#[derive(Deserialize)]
struct Story {
    name: String,
    members: Vec<Member>,
    steps: Vec<Value>,
}

fn vectors() -> Vectors {
    serde_json::from_slice(&std::fs::read(Path::new(VECTORS)).unwrap()).unwrap()
}

fn rules() -> CoverRules {
    CoverRules::parse(&std::fs::read(Path::new(COVER)).unwrap()).unwrap()
}

fn tariff() -> Tariff {
    Tariff::parse(&std::fs::read(Path::new(TARIFF)).unwrap()).unwrap()
}

#[test]
fn the_months_that_are_due_are_those_of_the_vectors() {
    let vectors = vectors();
    assert!(vectors.months.len() > 200);
    for case in vectors.months {
        let month = |(month, paid_on): &(Month, Date)| PaidMonth {
            month: *month,
            paid_on: *paid_on,
            programmes: vec![Programme::Jkk, Programme::Jkm],
            sponsor: None,
        };
        let paid = PaidMonths::new(None, case.paid.iter().map(month).collect());
        let due = Due::of(&rules(), &paid, case.on, case.count);
        let expected = Due {
            months: case.due,
            joins: case.joins,
        };
        assert_eq!(due, expected, "{:?} on {}", case.paid, case.on);
    }
}

#[test]
fn who_may_join_by_a_bill_with_that_last_day_is_as_in_the_vectors() {
    let vectors = vectors();
    assert!(vectors.join.iter().any(|case| case.may) && vectors.join.iter().any(|case| !case.may));
    for JoinCase {
        born,
        last_day,
        may,
    } in vectors.join
    {
        let last = rules().last_day_to_join(born).unwrap();
        assert_eq!(last_day <= last, may, "{born}, {last_day}");
    }
}

/// A month's dues by programme, as the office asks the model for them.
fn parts(tariff: &Tariff, member: &Member, month: Month) -> Vec<(Programme, Rupiah)> {
    let request = QuoteRequest {
        income: member.income,
        work: member.work,
        payer: member.payer,
        programmes: member.programmes.clone(),
        months: 1,
        from: month,
    };
    let quote = Quote::of(tariff, &request).unwrap();
    let lines = quote.lines.iter();
    lines.map(|line| (line.programme, line.amount)).collect()
}

#[test]
fn a_months_price_is_that_of_the_vectors() {
    let (vectors, tariff) = (vectors(), tariff());
    assert!(vectors.prices.len() > 50);
    for case in vectors.prices {
        let parts = parts(&tariff, &case.member, case.month);
        let told: serde_json::Map<_, _> = parts
            .iter()
            .map(|(programme, amount)| (programme.to_string(), json!(amount)))
            .collect();
        assert_eq!(Value::from(told), case.parts, "{}", case.month);
    }
}

#[test]
fn every_story_of_the_vectors_ends_with_the_same_bills_and_the_same_money() {
    let (vectors, tariff) = (vectors(), tariff());
    assert!(vectors.stories.len() > 90);
    for story in &vectors.stories {
        Telling {
            story,
            tariff: &tariff,
            billing: Billing::default(),
        }
        .tell();
    }
}

/// An id of its own for each number; ids stand in the order of the numbers.
fn id(kind: u8, number: u64) -> RegistrationId {
    let text = format!("0198f0a0-00{kind:02x}-7000-8000-{number:012x}");
    text.parse().unwrap()
}

fn payer(number: u64) -> RegistrationId {
    id(1, number)
}

fn member(number: u64) -> RegistrationId {
    id(2, number)
}

fn bill(number: u64) -> BillId {
    id(3, number)
}

fn number(id: RegistrationId) -> u64 {
    let text = id.to_string();
    u64::from_str_radix(&text[text.len() - 12..], 16).unwrap()
}

struct Telling<'v> {
    story: &'v Story,
    tariff: &'v Tariff,
    billing: Billing<Memory>,
}

impl Telling<'_> {
    fn tell(mut self) {
        let name = &self.story.name;
        let mut payers = 0;
        for (place, step) in self.story.steps.iter().enumerate() {
            let answer = self.act(step);
            for (key, value) in answer.as_object().unwrap() {
                assert_eq!(
                    value, &step[key],
                    "{name}, step {place}: {key} of {step}; ours {answer}"
                );
            }
            let totals = self.billing.books().totals();
            let totals = totals.unwrap_or_else(|| panic!("{name}, step {place}: no balance"));
            let money = json!([
                totals.received,
                totals.credited,
                totals.unapplied,
                totals.refunded
            ]);
            assert_eq!(money, step["money"], "{name}, step {place}: {step}");
            payers = step["free"].as_array().unwrap().len() as u64;
            let free: Vec<_> = (0..payers)
                .map(|one| self.billing.free(payer(one)).unwrap())
                .collect();
            assert_eq!(json!(free), step["free"], "{name}, step {place}: {step}");
        }
        // Whoever paid a bill that is not there stands by its number.
        let held = |id| self.billing.books().on(Account::Unapplied(id)).0;
        let known: u64 = (0..payers).map(|one| held(payer(one))).sum();
        let unapplied = known + (0..100).map(|one| held(bill(one))).sum::<u64>();
        let last = self.story.steps.last().unwrap();
        assert_eq!(json!(unapplied), last["money"][2], "{name}");
    }

    /// Does what the step says; every part of the answer stands in the step too.
    fn act(&mut self, step: &Value) -> Value {
        let of = || bill(get(step, "of"));
        match step["do"].as_str().unwrap() {
            "issue" => self.issue(step),
            "opened" => json!({ "done": self.billing.opened(of()).unwrap() }),
            "begin_cancel" => json!({ "done": self.billing.begin_cancel(of()).unwrap() }),
            "cancelled" => json!({ "done": self.billing.cancelled(of()).unwrap() }),
            "expire" => {
                let expired = self.billing.expire(get(step, "today")).unwrap();
                let expired: Vec<_> = expired.into_iter().map(number).collect();
                json!({ "expired": expired })
            }
            "pay" => self.pay(step),
            "apply" => {
                let lines = self.lines(step);
                let today = Date::new(2026, 11, 20).unwrap();
                let by = payer(get(step, "payer"));
                let credited = self.billing.apply(by, &lines, today).unwrap();
                json!({ "credited": told(&credited) })
            }
            "refund" => {
                let (by, amount) = (payer(get(step, "payer")), get(step, "amount"));
                json!({ "done": self.billing.refund(by, amount).unwrap() })
            }
            "claim" => {
                let of = member(get(step, "member"));
                let mut back: Vec<_> = self
                    .billing
                    .claim(of, get(step, "month"))
                    .unwrap()
                    .into_iter()
                    .map(|(payer, amount)| (number(payer), amount))
                    .collect();
                back.sort_unstable();
                json!({ "back": back })
            }
            other => panic!("{other}"),
        }
    }

    fn issue(&mut self, step: &Value) -> Value {
        // Bills are numbered in the order in which they are made.
        let next = bill(self.billing.books().bills().len() as u64);
        let order = BillOrder {
            id: next,
            payer: payer(get(step, "payer")),
            lines: self.lines(step),
            last_day: get(step, "last_day"),
            why: "asked".into(),
        };
        match self.billing.issue(order, get(step, "today")).unwrap() {
            Issued::New(bill) => {
                json!({ "bill": number(bill.id), "credit": bill.credit, "total": bill.total })
            }
            Issued::Again(bill) => json!({ "again": number(bill.id) }),
            Issued::Not(NotIssued::OpenBill(bill)) => {
                json!({ "not": "open_bill", "bill": number(bill) })
            }
            Issued::Not(why) => {
                let why = match why {
                    NotIssued::Lines => "lines",
                    NotIssued::Late => "late",
                    NotIssued::AlreadyPaid => "already_paid",
                    NotIssued::Claimed => "claimed",
                    NotIssued::OpenBill(_) => "open_bill",
                };
                json!({ "not": why })
            }
        }
    }

    fn pay(&mut self, step: &Value) -> Value {
        let paid_at: i64 = get(step, "paid_at");
        let payment = Payment {
            reference: get(step, "reference"),
            bill: bill(get(step, "of")),
            amount: get(step, "amount"),
            paid_at: Timestamp::from_millis(paid_at).unwrap(),
            channel: "qris".into(),
        };
        match self.billing.paid(&payment).unwrap() {
            Booked::Paid {
                credited,
                credit,
                left,
            } => json!({
                "booked": "paid", "credited": told(&credited), "credit": credit, "left": left,
            }),
            Booked::Unapplied => json!({ "booked": "unapplied" }),
            Booked::Unknown => json!({ "booked": "unknown" }),
            Booked::Again => json!({ "booked": "again" }),
            Booked::Refused => json!({ "booked": "refused" }),
        }
    }

    fn lines(&self, step: &Value) -> Vec<BillLine> {
        let lines: Vec<(u64, Month)> = get(step, "lines");
        lines
            .into_iter()
            .map(|(whose, month)| BillLine {
                member: member(whose),
                month,
                parts: parts(self.tariff, &self.story.members[whose as usize], month),
            })
            .collect()
    }
}

fn told(lines: &[BillLine]) -> Value {
    let lines = lines.iter();
    lines
        .map(|line| json!([number(line.member), line.month]))
        .collect()
}

fn get<T: DeserializeOwned>(step: &Value, key: &str) -> T {
    serde_json::from_value(step[key].clone()).unwrap_or_else(|error| panic!("{key}: {error}"))
}
