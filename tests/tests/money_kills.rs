//! kill -9 of the office's billing and of the acquirer at 60 random moments, in the long run at
//! 1,200: all money balances after each, no member's month is paid twice, and no paid month is left
//! without cover. The same in a world whose acquirer also refuses, denies what it did, cuts
//! connections, answers late and reports late, twice and out of order.
//!
//! `PAYUNG_SEED=N` repeats a run as far as the machine does; `PAYUNG_KILL_ROUNDS=N`: fewer or more
//! worlds of 60 kills in the long run.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use payung_core::{BillPhase, CoverPhase};
use payung_model::sealed::RegistrationId;
use payung_model::units::{Rupiah, Timestamp};
use payung_tests::Outcome;
use payung_tests::moments::Moments;
use payung_tests::paying::{PayingPhone, PayingTown};
use payung_tests::stopwatch::Stopwatch;
use serde_json::json;

const KILLS: u32 = 60;
const LONG_ROUNDS: u32 = 20;
/// Longer than what the office leases stays leased.
const LEASE: Duration = Duration::from_secs(16 * 60);

/// What an acquirer is like that is not being killed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Acquirer {
    Honest,
    /// One request in three meets a fault (`--faults`), other ones after each start.
    Faulty,
}

#[test]
fn killing_billing_and_the_acquirer_at_any_moment_keeps_all_money() -> Outcome<()> {
    kill_in_a_new_world(Acquirer::Honest)
}

#[test]
fn killing_billing_and_a_faulty_acquirer_at_any_moment_keeps_all_money() -> Outcome<()> {
    kill_in_a_new_world(Acquirer::Faulty)
}

#[test]
#[ignore = "long"]
fn a_thousand_kills_of_billing_and_the_acquirer_keep_all_money() -> Outcome<()> {
    let rounds =
        std::env::var("PAYUNG_KILL_ROUNDS").map_or(Ok(LONG_ROUNDS), |rounds| rounds.parse())?;
    (0..rounds).try_for_each(|round| {
        kill_in_a_new_world(if round % 2 == 0 {
            Acquirer::Honest
        } else {
            Acquirer::Faulty
        })
    })
}

/// Faults of the acquirer's next process: the same ones each time would hide what others find.
fn faults(acquirer: Acquirer, chance: &mut Moments) -> Option<u64> {
    (acquirer == Acquirer::Faulty).then(|| chance.below(u64::MAX))
}

fn kill_in_a_new_world(acquirer: Acquirer) -> Outcome<()> {
    let mut chance = Moments::new()?;
    let mut town = PayingTown::new(faults(acquirer, &mut chance))?;
    let mut workers: Vec<PayingPhone> = (1..=4)
        .map(|serial| town.register(serial))
        .collect::<Outcome<_>>()?;
    let (passed, run) = Stopwatch::time(|| town.pass());
    passed?;
    let mut cut_short = 0;
    for kill in 0..KILLS {
        town.later(LEASE);
        if kill % 5 == 0 {
            workers.push(town.register(100 + kill as u16)?);
        }
        let ours = chance.below(workers.len() as u64) as usize;
        let worker = workers.get(ours).ok_or("a worker")?;
        worker.sync()?;
        act(&town, worker, &mut chance)?;
        let mut office = town
            .passing()?
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()?;
        std::thread::sleep(chance.moment(run));
        // One of the two dies, or both do.
        let who = chance.below(3);
        if who != 0 {
            town.kill_acquirer()?;
        }
        if who != 1 {
            cut_short += u32::from(office.try_wait()?.is_none());
            office.kill()?;
        }
        office.wait()?;
        if who != 0 {
            town.sandbox.faults = faults(acquirer, &mut chance);
            town.start_acquirer()?;
        }
        check(&town, &format!("kill {kill}"))?;
    }
    println!("{cut_short} passes were cut short");
    assert!(cut_short > 0, "no pass was killed in its work");
    settle(&town, &workers)?;
    if acquirer == Acquirer::Faulty {
        check(&town, "with faults")?;
        // What was held or denied to the last comes when the faults end.
        town.sandbox.faults = None;
        town.kill_acquirer()?;
        town.start_acquirer()?;
        settle(&town, &workers)?;
    }
    check_the_end(&town, &workers)
}

/// Somebody pays, pays twice, or an officer asks for another bill.
fn act(town: &PayingTown, worker: &PayingPhone, chance: &mut Moments) -> Outcome<()> {
    let bill = worker.open_bill()?;
    match (chance.below(6), bill) {
        (0, _) => {
            let id: RegistrationId = worker.registration.parse()?;
            let months = [1, 3, 6][chance.below(3) as usize];
            let at = Timestamp::from_millis(town.now()?)?;
            town.office
                .store()?
                .ask_bill(id, "asked", Some(months), at, None)?;
        }
        (chosen, Some(bill)) => {
            let code = worker.scan(&bill)?;
            let mut order = json!({ "qris": code, "paid_at": town.now()? });
            // The code may have been cancelled or paid meanwhile: then nobody can pay it, and an
            // acquirer that does not look takes money for nothing.
            if chosen == 1 {
                order["force"] = json!(true);
                town.till()?.pay(&order)?;
            }
            let paid = town.till()?.pay(&order);
            if chosen != 1
                && let Err(refused) = paid
            {
                let refused = refused.to_string();
                let known = ["409 paid", "410 cancelled", "410 expired"];
                assert!(known.contains(&&*refused), "{refused}");
            }
        }
        (_, None) => {}
    }
    Ok(())
}

/// What holds after every kill.
fn check(town: &PayingTown, when: &str) -> Outcome<()> {
    let store = town.office.store()?;
    let totals = store
        .check_money()
        .map_err(|error| format!("{when}: {error}"))?;
    let came: BTreeMap<String, u64> = town
        .till()?
        .payments()?
        .iter()
        .map(|payment| {
            let reference = payment["reference"].as_str().unwrap_or_default().to_owned();
            (reference, payment["amount"].as_u64().unwrap_or_default())
        })
        .collect();
    let Rupiah(received) = totals.received;
    assert!(
        received <= came.values().sum(),
        "{when}: the office booked {received}, and less came"
    );
    Ok(())
}

/// Passes and syncs until nothing more happens.
fn settle(town: &PayingTown, workers: &[PayingPhone]) -> Outcome<()> {
    for _ in 0..12 {
        town.later(LEASE);
        town.pass()?;
    }
    workers.iter().try_for_each(PayingPhone::sync)
}

fn check_the_end(town: &PayingTown, workers: &[PayingPhone]) -> Outcome<()> {
    let totals = town.office.store()?.check_money()?;
    let payments = town.till()?.payments()?;
    let came: u64 = payments
        .iter()
        .filter_map(|payment| payment["amount"].as_u64())
        .sum();
    assert_eq!(
        totals.received,
        Rupiah(came),
        "all that came is booked, once"
    );
    let (mut receipts, mut months) = (0, 0);
    for worker in workers {
        let id = || worker.registration.clone();
        let bills = worker.payung.bills();
        let mut credited = BTreeSet::new();
        for receipt in bills.receipts(id())? {
            // Months that were paid from credit have a receipt too, of no payment.
            receipts += usize::from(receipt.received > 0);
            for line in receipt.lines {
                assert!(
                    credited.insert(line.month.clone()),
                    "{} was paid twice",
                    line.month
                );
            }
        }
        let mut covered = BTreeSet::new();
        for year in [2026, 2027] {
            let statement = bills.statement(id(), year)?;
            covered.extend(statement.months.into_iter().map(|month| month.month));
        }
        months += covered.len();
        assert!(
            credited.is_subset(&covered),
            "paid {credited:?}, covered {covered:?}"
        );
        let cover = worker.payung.cover().of(id(), None)?;
        let paid = worker.bills()?;
        let is_paid = paid.iter().any(|bill| bill.phase == BillPhase::Paid);
        assert_eq!(
            cover.phase == CoverPhase::Protected,
            covered.contains("2026-11"),
            "{cover:?}"
        );
        assert!(!is_paid || !covered.is_empty(), "a paid bill, and no month");
    }
    assert_eq!(
        receipts,
        payments.len(),
        "a receipt for each payment of an open bill"
    );
    println!(
        "{} payments, {receipts} receipts, {months} covered months of {} workers",
        payments.len(),
        workers.len()
    );
    assert!(months > 0 && !payments.is_empty(), "nobody paid");
    Ok(())
}
