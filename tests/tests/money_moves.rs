//! An office with money moves from SQLite to PostgreSQL and back: the same rows, the same totals,
//! and billing goes on at either side as if nothing had been.

use payung_core::CoverPhase;
use payung_model::units::Rupiah;
use payung_office::billing::Totals;
use payung_tests::Outcome;
use payung_tests::paying::{PayingPhone, PayingTown};
use payung_tests::postgres::PostgresServer;
use serde_json::json;

/// What the audit log grows by when a move is written down, and what a move leaves behind.
const MOVES_ON: [&str; 3] = ["audit", "audit_chain", "sessions"];

#[test]
#[ignore = "postgresql"]
fn an_office_with_money_moves_there_and_back_and_billing_goes_on() -> Outcome<()> {
    let server = PostgresServer::shared()?;
    let mut town = PayingTown::new(None)?;
    let here = town.office.database.clone();
    let there = server.database()?;

    // Paid, paid twice (so that something is unapplied and something goes back), open, waiting.
    let paid = town.register(1)?;
    let twice = town.register(2)?;
    let open = town.register(3)?;
    town.pass()?;
    for worker in [&paid, &twice, &open] {
        worker.sync()?;
    }
    pay(&town, &paid, false)?;
    pay(&town, &twice, true)?;
    town.pass()?;
    let keys = town.keys();
    let refund = [
        "money",
        "refund",
        &twice.registration,
        "5000",
        "--why",
        "dobel",
        "--keys",
        &keys,
    ];
    town.office.run(&refund)?;
    town.register(4)?;
    let before = totals(&town)?;
    let Rupiah(unapplied) = before.unapplied;
    assert!(
        unapplied > 0 && before.received > before.credited,
        "{before:?}"
    );

    move_to(&mut town, Some(&there))?;
    assert_eq!(totals(&town)?, before, "not a rupiah more or less");
    // The registration that waited is opened and billed there, and what was open is paid there.
    town.serve()?;
    town.pass()?;
    open.sync()?;
    pay(&town, &open, false)?;
    town.pass()?;
    open.sync()?;
    assert_eq!(protected(&open)?, CoverPhase::Protected);
    let between = totals(&town)?;
    assert!(between.received > before.received, "{between:?}");

    move_to(&mut town, here.as_deref())?;
    assert_eq!(totals(&town)?, between);
    town.serve()?;
    let last = town.register(5)?;
    town.pass()?;
    last.sync()?;
    pay(&town, &last, false)?;
    town.pass()?;
    for worker in [&paid, &twice, &open, &last] {
        worker.sync()?;
        assert_eq!(protected(worker)?, CoverPhase::Protected);
    }
    let payments = town.till()?.payments()?;
    let came = payments.iter().filter_map(|one| one["amount"].as_u64());
    assert_eq!(totals(&town)?.received, Rupiah(came.sum()), "each once");
    Ok(())
}

/// Moves the office and goes on in the other database. The tables about money hold the same bytes.
fn move_to(town: &mut PayingTown, to: Option<&str>) -> Outcome<()> {
    town.serving = None;
    let lines = |text: Vec<u8>| -> Outcome<Vec<String>> {
        let text = String::from_utf8(text)?;
        let kept = text.lines().filter(|line| {
            let name = line.rsplit(' ').next().unwrap_or_default();
            !MOVES_ON.contains(&name)
        });
        Ok(kept.map(str::to_owned).collect())
    };
    let digests = |town: &PayingTown| -> Outcome<Vec<String>> {
        lines(town.office.run(&["database", "digest"])?.stdout)
    };
    let before = digests(town)?;
    for table in [
        "bills", "payments", "entries", "credited", "members", "refunds",
    ] {
        let there = |line: &&String| line.ends_with(table) && !line.contains("  0  ");
        assert!(before.iter().any(|line| there(&line)), "no {table} to move");
    }
    let moved = town
        .office
        .run(&["database", "move", "--to", to.unwrap_or("sqlite")])?;
    let said = String::from_utf8(moved.stdout)?;
    assert!(
        said.ends_with("both sides have the same digests\n"),
        "{said}"
    );
    town.office.database = to.map(str::to_owned);
    assert_eq!(digests(town)?, before);
    Ok(())
}

fn totals(town: &PayingTown) -> Outcome<Totals> {
    Ok(town.office.store()?.check_money()?)
}

fn protected(worker: &PayingPhone) -> Outcome<CoverPhase> {
    let id = worker.registration.clone();
    Ok(worker.payung.cover().of(id, None)?.phase)
}

fn pay(town: &PayingTown, worker: &PayingPhone, again: bool) -> Outcome<()> {
    let bill = worker.open_bill()?.ok_or("no bill can be paid")?;
    let order = json!({ "qris": worker.scan(&bill)?, "paid_at": town.now()? });
    town.till()?.pay(&order)?;
    if again {
        let mut order = order;
        order["force"] = json!(true);
        town.till()?.pay(&order)?;
    }
    Ok(())
}
