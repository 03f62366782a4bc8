//! Bills and payments a second: the real office, the sandbox acquirer over HTTP, both databases.

use payung_tests::Outcome;
use payung_tests::paying::{PayingPhone, PayingTown};
use payung_tests::postgres::PostgresServer;
use payung_tests::stopwatch::Stopwatch;
use serde_json::json;

use crate::row::Row;

/// What the child process is called with.
pub const CHILD: &str = "--bills";
const WORKERS: u16 = 100;
const ROUNDS: u16 = 3;

/// Four rows. Each database in a process of its own, because the environment says which one an
/// office gets.
pub fn bills() -> Outcome<Vec<Row>> {
    let mut rows = of(
        "",
        ["bills made, over SQLite", "payments booked, over SQLite"],
    )?;
    let over_postgres = [
        "bills made, over PostgreSQL",
        "payments booked, over PostgreSQL",
    ];
    if PostgresServer::is_installed() {
        rows.extend(of("postgres", over_postgres)?);
    } else {
        let why = "PostgreSQL is not installed";
        rows.extend(over_postgres.map(|what| Row::skipped(what, why)));
    }
    Ok(rows)
}

fn of(database: &str, [bills, payments]: [&'static str; 2]) -> Outcome<Vec<Row>> {
    let said = std::process::Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .env("PAYUNG_TEST_DATABASE", database)
        .env("PAYUNG_TEST_FSYNC", "on")
        .output()?;
    if !said.status.success() {
        return Err(String::from_utf8_lossy(&said.stderr).into_owned().into());
    }
    let (made, booked): (Vec<f64>, Vec<f64>) = serde_json::from_slice(&said.stdout)?;
    Ok(vec![
        Row::alone(bills, "/s", made),
        Row::alone(payments, "/s", booked),
    ])
}

/// The child: prints both rates of each round as JSON.
pub fn rounds() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let (mut made, mut booked) = (Vec::new(), Vec::new());
    let a_second = |time: std::time::Duration| f64::from(WORKERS) / time.as_secs_f64();
    for round in 0..ROUNDS {
        let first = 1 + round * WORKERS;
        let workers: Vec<PayingPhone> = (first..first + WORKERS)
            .map(|serial| town.register(serial))
            .collect::<Outcome<_>>()?;
        // Opened first, so that the pass that is timed has bills to make and nothing else.
        town.office.open()?;
        let (passed, time) = Stopwatch::time(|| town.pass());
        passed?;
        made.push(a_second(time));
        for worker in &workers {
            worker.sync()?;
            let bill = worker.open_bill()?.ok_or("no bill was made")?;
            let order = json!({ "qris": worker.scan(&bill)?, "paid_at": town.now()? });
            town.till()?.pay(&order)?;
        }
        let (passed, time) = Stopwatch::time(|| town.pass());
        passed?;
        booked.push(a_second(time));
    }
    let payments = town.till()?.payments()?;
    let came = payments.iter().filter_map(|one| one["amount"].as_u64());
    if town.office.store()?.check_money()?.received.0 != came.sum::<u64>() {
        return Err("not all that was paid was booked".into());
    }
    println!("{}", json!([made, booked]));
    Ok(())
}
