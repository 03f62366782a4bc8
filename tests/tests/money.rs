//! From received to protected: a real phone core, a real office and the sandbox acquirer, each
//! other's only through HTTP.

use std::time::Duration;

use payung_core::{BillPhase, BillStep, CoverPhase};
use payung_model::sealed::RegistrationId;
use payung_model::units::{Rupiah, Timestamp};
use payung_office::store::Store;
use payung_tests::Outcome;
use payung_tests::paying::{PayingPhone, PayingTown};
use payung_tests::stopwatch::Stopwatch;
use serde_json::json;

/// JKK, JKM and JHT of Rp1.5 million in November and December 2026, half of the first two off.
const NOVEMBER: u64 = 8_000 + 3_400 + 32_000;
/// The same without the discount.
const JANUARY: u64 = 16_000 + 6_800 + 32_000;

/// All money of the office balances: received, credited, unapplied, given back.
fn money(town: &PayingTown) -> Outcome<[u64; 4]> {
    let totals = town.office.store()?.check_money()?;
    let all = [
        totals.received,
        totals.credited,
        totals.unapplied,
        totals.refunded,
    ];
    Ok(all.map(|Rupiah(amount)| amount))
}

/// An officer asks for a bill.
fn ask(store: &Store, worker: &PayingPhone, months: u8, at: i64) -> Outcome<()> {
    let id: RegistrationId = worker.registration.parse()?;
    let at = Timestamp::from_millis(at)?;
    Ok(store.ask_bill(id, "asked", Some(months), at, None)?)
}

/// Scans the bill's code on the phone's screen and pays it.
fn pay(town: &PayingTown, worker: &PayingPhone) -> Outcome<String> {
    let bill = worker.open_bill()?.ok_or("no bill can be paid")?;
    let order = json!({ "qris": worker.scan(&bill)?, "paid_at": town.now()? });
    town.till()?.pay(&order)
}

fn phase(worker: &PayingPhone) -> Outcome<(CoverPhase, Option<String>)> {
    let cover = worker
        .payung
        .cover()
        .of(worker.registration.clone(), None)?;
    Ok((cover.phase, cover.paid_until))
}

fn notices(worker: &PayingPhone) -> Outcome<Vec<String>> {
    let notices = worker.payung.bills().notices(worker.registration.clone())?;
    Ok(notices.into_iter().map(|notice| notice.code).collect())
}

#[test]
fn a_received_registration_has_its_bill_within_seconds_and_paid_it_is_protected() -> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    town.serve_all()?;
    let worker = town.register(1)?;
    let watch = Stopwatch::start();
    let bill = loop {
        worker.sync()?;
        if let Some(bill) = worker.open_bill()? {
            break bill;
        }
        assert!(watch.elapsed() < Duration::from_secs(30), "no bill comes");
        std::thread::sleep(Duration::from_millis(200));
    };
    println!("the bill came after {:.1} s", watch.elapsed().as_secs_f64());
    assert_eq!((bill.amount, bill.credit), (NOVEMBER, 0));
    assert_eq!(bill.last_day, "2026-11-30");
    let months: Vec<_> = bill.lines.iter().map(|line| line.month.as_str()).collect();
    assert_eq!(months, ["2026-11"]);
    assert_eq!(phase(&worker)?, (CoverPhase::NotYet, None));

    // What stands on the screen is what the acquirer issued, and says the same to whoever scans it.
    let scanned = worker.scan(&bill)?;
    let codes = town.till()?.codes()?;
    assert_eq!(codes.len(), 1);
    assert_eq!(
        (codes[0]["qris"].as_str(), codes[0]["amount"].as_u64()),
        (Some(&*scanned), Some(NOVEMBER))
    );
    assert_eq!(bill.step, BillStep::SayPaid);
    let reference = pay(&town, &worker)?;
    let said = worker.payung.bills().said_paid(bill.id.clone(), None)?;
    assert_eq!((said.phase, said.step), (BillPhase::Open, BillStep::Sync));
    let watch = Stopwatch::start();
    while worker.open_bill()?.is_some() {
        assert!(
            watch.elapsed() < Duration::from_secs(30),
            "no receipt comes"
        );
        std::thread::sleep(Duration::from_millis(200));
        worker.sync()?;
    }
    println!(
        "the receipt came after {:.1} s",
        watch.elapsed().as_secs_f64()
    );
    let paid = worker.bills()?.remove(0);
    assert_eq!((paid.phase, paid.said_paid), (BillPhase::Paid, false));
    assert_eq!(paid.step.code(), "show_cover");
    let receipts = worker
        .payung
        .bills()
        .receipts(worker.registration.clone())?;
    assert_eq!(receipts.len(), 1);
    assert_eq!(
        (
            &receipts[0].reference,
            receipts[0].received,
            receipts[0].unapplied
        ),
        (&reference, NOVEMBER, 0)
    );
    assert_eq!(
        phase(&worker)?,
        (CoverPhase::Protected, Some("2026-11-30".into()))
    );
    assert_eq!(money(&town)?, [NOVEMBER, NOVEMBER, 0, 0]);
    Ok(())
}

#[test]
fn a_flagged_registration_waits_for_an_officer_and_two_payers_of_one_month_make_one_cover()
-> Outcome<()> {
    let town = PayingTown::new(None)?;
    let first = town.register(1)?;
    town.pass()?;
    first.sync()?;
    // The same NIK again: the office's checks say so to officers, and the phone learns only that
    // somebody looks first.
    let second = town.register(1)?;
    town.pass()?;
    second.sync()?;
    assert!(second.bills()?.is_empty());
    assert_eq!(notices(&second)?, ["checked_first"]);
    let keys = town.keys();
    town.office
        .run(&["accept", &second.registration, "--keys", &keys])?;
    town.pass()?;
    second.sync()?;
    for worker in [&first, &second] {
        pay(&town, worker)?;
        town.pass()?;
    }
    for worker in [&first, &second] {
        worker.sync()?;
        assert_eq!(
            phase(worker)?,
            (CoverPhase::Protected, Some("2026-11-30".into()))
        );
    }
    let receipts = second
        .payung
        .bills()
        .receipts(second.registration.clone())?;
    assert_eq!(
        (receipts[0].unapplied, receipts[0].lines.len()),
        (NOVEMBER, 0)
    );
    assert_eq!(money(&town)?, [2 * NOVEMBER, NOVEMBER, NOVEMBER, 0]);
    Ok(())
}

#[test]
fn money_that_comes_after_the_last_day_is_credit_of_the_next_bill() -> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    let worker = town.register(1)?;
    town.pass()?;
    worker.sync()?;
    let bill = worker.open_bill()?.ok_or("no bill")?;
    let code = worker.scan(&bill)?;
    town.at("2026-12-01T08:00:00+07:00")?;
    let late = json!({ "qris": code, "paid_at": town.now()?, "amount": 50_000 });
    let refused = town.till()?.pay(&late).err().map(|error| error.to_string());
    assert_eq!(refused.as_deref(), Some("410 expired"));
    town.pass()?;
    worker.sync()?;
    assert_eq!(worker.bills()?[0].phase, BillPhase::Expired);
    // An acquirer that takes it all the same, as some do.
    let mut forced = late;
    forced["force"] = json!(true);
    town.till()?.pay(&forced)?;
    town.pass()?;
    worker.sync()?;
    assert_eq!(money(&town)?, [50_000, 0, 50_000, 0]);
    assert_eq!(phase(&worker)?.0, CoverPhase::NotYet);
    // December is paid from it; what is left goes into the bill for January.
    ask(&town.office.store()?, &worker, 3, town.now()?)?;
    town.pass()?;
    worker.sync()?;
    let next = worker.open_bill()?.ok_or("no next bill")?;
    let left = 50_000 - NOVEMBER;
    assert_eq!((next.credit, next.amount), (left, 2 * JANUARY - left));
    pay(&town, &worker)?;
    town.pass()?;
    worker.sync()?;
    assert_eq!(
        phase(&worker)?,
        (CoverPhase::Protected, Some("2027-02-28".into()))
    );
    let all = 50_000 + 2 * JANUARY - left;
    assert_eq!(money(&town)?, [all, all, 0, 0]);
    Ok(())
}

#[test]
fn a_claim_gives_later_months_back_and_what_is_refunded_is_the_same_everywhere() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let worker = town.register(1)?;
    town.pass()?;
    worker.sync()?;
    ask(&town.office.store()?, &worker, 3, town.now()?)?;
    // The bill for one month is cancelled at the acquirer, and the one for three takes its place.
    let bill = (0..5)
        .find_map(|_| {
            let found = (|| -> Outcome<_> {
                town.later(Duration::from_secs(60));
                town.pass()?;
                worker.sync()?;
                Ok(worker.open_bill()?.filter(|bill| bill.lines.len() == 3))
            })();
            found.transpose()
        })
        .ok_or("no bill for three months")??;
    let all = 2 * NOVEMBER + JANUARY;
    assert_eq!(bill.amount, all, "two months are half off");
    let reference = pay(&town, &worker)?;
    town.pass()?;
    worker.sync()?;
    assert_eq!(
        phase(&worker)?,
        (CoverPhase::Protected, Some("2027-01-31".into()))
    );
    assert_eq!(money(&town)?, [all, all, 0, 0]);

    // Of what was paid, the month after the claim is nobody's due any more.
    let (keys, id) = (town.keys(), worker.registration.clone());
    let claim = ["claim", &id, "2026-12", "--keys", &keys];
    let claimed = town.office.json(&claim)?;
    assert_eq!(
        claimed,
        json!({ "registration": id, "month": "2026-12", "unapplied": JANUARY, "free": JANUARY })
    );
    worker.sync()?;
    assert_eq!(
        phase(&worker)?,
        (CoverPhase::Protected, Some("2026-12-31".into())),
        "the phone counts what is left"
    );
    assert_eq!(notices(&worker)?, ["unapplied"]);
    assert_eq!(money(&town)?, [all, 2 * NOVEMBER, JANUARY, 0]);

    // More than that cannot be given back; all of it can, once.
    let refund = |amount: u64| {
        let amount = amount.to_string();
        town.office.json(&[
            "money", "refund", &id, &amount, "--why", "dobel", "--keys", &keys,
        ])
    };
    assert!(refund(JANUARY + 1).is_err());
    assert_eq!(
        refund(JANUARY)?,
        json!({ "payer": id, "amount": JANUARY, "free": 0 })
    );
    assert!(refund(1).is_err());
    town.pass()?;
    worker.sync()?;
    let mut told = notices(&worker)?;
    told.sort();
    assert_eq!(told, ["refunded", "unapplied"]);
    let check = town.office.json(&["money", "check"])?;
    assert_eq!(
        check,
        json!({
            "received": all, "credited": 2 * NOVEMBER, "unapplied": 0, "refunded": JANUARY,
        })
    );
    let paid = town.till()?.payments()?;
    let own = paid
        .iter()
        .find(|payment| payment["reference"] == reference.as_str());
    assert_eq!(
        own.ok_or("the payment")?["refunded"],
        json!(JANUARY),
        "the acquirer paid it out: {paid:?}"
    );
    // Nothing is asked for after a claim, also when a bill would be due.
    town.later(Duration::from_secs(40 * 86_400));
    town.pass()?;
    worker.sync()?;
    assert!(worker.open_bill()?.is_none());
    Ok(())
}

#[test]
fn a_code_of_a_merchant_that_no_rules_name_is_neither_sent_nor_shown() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let foreign = r#"{"nmid":"ID1020999999998","name":"TOKO CONTOH"}"#;
    let ours = payung_tests::sandbox::MERCHANT;
    town.name_merchant(foreign)?;
    let worker = town.register(1)?;
    town.pass()?;
    worker.sync()?;
    assert!(worker.bills()?.is_empty(), "the office sends no such code");
    town.name_merchant(ours)?;
    town.later(Duration::from_secs(3_600));
    town.pass()?;
    worker.sync()?;
    let bill = worker
        .open_bill()?
        .ok_or("the right rules bring the bill")?;
    // Newer rules no longer name the merchant: the phone takes back what it showed.
    town.name_merchant(foreign)?;
    town.later(Duration::from_secs(2 * 86_400));
    worker.sync()?;
    let shown = worker.payung.bills().bill(bill.id.clone())?;
    assert_eq!(shown.phase, BillPhase::Refused);
    assert!(
        shown.refused.is_some() && shown.channels.is_empty(),
        "{shown:?}"
    );
    let drawn = worker.payung.bills().code(bill.id, "qris".into());
    assert!(drawn.is_err(), "no picture of it");
    Ok(())
}

#[test]
fn an_acquirer_that_is_away_delays_bills_and_receipts_and_loses_none() -> Outcome<()> {
    let mut town = PayingTown::new(None)?;
    town.kill_acquirer()?;
    let worker = town.register(1)?;
    for _ in 0..2 {
        town.pass()?;
        worker.sync()?;
        assert!(worker.bills()?.is_empty());
    }
    town.start_acquirer()?;
    town.later(Duration::from_secs(600));
    town.pass()?;
    worker.sync()?;
    pay(&town, &worker)?;
    town.kill_acquirer()?;
    town.pass()?;
    worker.sync()?;
    assert!(worker.open_bill()?.is_some(), "nobody has told the office");
    town.start_acquirer()?;
    town.later(Duration::from_secs(600));
    town.pass()?;
    worker.sync()?;
    assert_eq!(phase(&worker)?.0, CoverPhase::Protected);
    assert_eq!(money(&town)?, [NOVEMBER, NOVEMBER, 0, 0]);
    Ok(())
}

#[test]
fn an_acquirer_that_fails_in_every_way_gets_each_bill_paid_and_booked_once() -> Outcome<()> {
    let town = PayingTown::new(Some(11))?;
    let workers: Vec<_> = (1..=8)
        .map(|serial| town.register(serial))
        .collect::<Outcome<_>>()?;
    let in_the_end = |done: fn(&PayingPhone) -> Outcome<bool>| -> Outcome<()> {
        for _ in 0..30 {
            town.later(Duration::from_secs(1_000));
            town.pass()?;
            let mut all = true;
            for worker in &workers {
                worker.sync()?;
                all &= done(worker)?;
            }
            if all {
                return Ok(());
            }
        }
        Err("not all of them in the end".into())
    };
    in_the_end(|worker| Ok(worker.open_bill()?.is_some()))?;
    for worker in &workers {
        pay(&town, worker)?;
    }
    in_the_end(|worker| Ok(phase(worker)?.0 == CoverPhase::Protected))?;
    let all = 8 * NOVEMBER;
    assert_eq!(money(&town)?, [all, all, 0, 0]);
    for worker in &workers {
        let receipts = worker
            .payung
            .bills()
            .receipts(worker.registration.clone())?;
        assert_eq!(receipts.len(), 1, "one receipt");
    }
    Ok(())
}
