//! Many members: what a worker does each second and each minute, and for a list of thousands, is
//! counted in statements. Time tells nothing on a busy machine.

use payung_model::sealed::RegistrationId;
use payung_office::billing::{BillState, PayerId};
use payung_office::store::money::{BillFilter, Fund, ROUND_STATEMENTS, SponsoredMember};
use payung_office::store::statements_run;

use super::payers::{code, settle};
use super::shop::{Shop, month, time};
use crate::common::phone::Phone;
use crate::fixture::Fixture;

/// How many statements this thread ran for it.
fn statements<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = statements_run();
    let done = work();
    (done, statements_run() - before)
}

/// Members who go on: each paid twelve months, the last of them November 2026. Those whose number is
/// divisible by `every` have no later bill; all others have an open one for December.
fn going_on(f: &Fixture, count: u32, every: u32) {
    let (numbers, id): (String, fn(&str) -> String) = if f.database.is_sqlite() {
        (
            format!(
                "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})"
            ),
            |kind| format!("unhex(printf('0192{kind}%04x70008000%012x', m, n))"),
        )
    } else {
        (
            format!("WITH n(n) AS (SELECT generate_series(1, {count}))"),
            |kind| {
                format!(
                    "decode('0192{kind}' || lpad(to_hex(m), 4, '0') || '70008000' || lpad(to_hex(n), 12, '0'), 'hex')"
                )
            },
        )
    };
    // The newest of 2025's twelve is the first of these, so that months are in order.
    let months: Vec<String> = (0..12)
        .map(|m| format!("SELECT {m} AS m, '{}' AS month", months_to_november(m)))
        .collect();
    let months = format!("({}) AS months", months.join(" UNION ALL "));
    let december = "(SELECT 12 AS m, '2026-12' AS month) AS months";
    let member = id("0000")
        .replace("to_hex(m)", "to_hex(0)")
        .replace(", m, n", ", 0, n");
    let bill = id("1111");
    let parts = "'jkk 10000 jkm 6800'";
    let paid = |table: &str, columns: &str, values: &str| {
        format!(
            "{numbers} INSERT INTO {table} ({columns}) SELECT {values} FROM n CROSS JOIN {months};"
        )
    };
    let open = |table: &str, columns: &str, values: &str| {
        format!(
            "{numbers} INSERT INTO {table} ({columns}) SELECT {values} FROM n CROSS JOIN {december} WHERE n % {every} <> 0;"
        )
    };
    let bills = "id, number, payer, state, total, credit, last_day, why, made_at, changed_at";
    let lines = "payer, bill, position, member, month, parts, live";
    f.intruder(&paid(
        "bills",
        bills,
        &format!("{bill}, 'A', {member}, 'paid', 16800, 0, month || '-28', 'next', 1, 1"),
    ));
    f.intruder(&open(
        "bills",
        bills,
        &format!("{bill}, 'A', {member}, 'open', 16800, 0, month || '-31', 'next', 1, 1"),
    ));
    f.intruder(&paid(
        "bill_lines",
        lines,
        &format!("{member}, {bill}, 0, {member}, month, {parts}, 0"),
    ));
    f.intruder(&open(
        "bill_lines",
        lines,
        &format!("{member}, {bill}, 0, {member}, month, {parts}, 1"),
    ));
    f.intruder(&paid(
        "credited",
        "member, month, payer, paid_on, parts",
        &format!("{member}, month, {member}, month || '-20', {parts}"),
    ));
    f.intruder(&format!(
        "{numbers} INSERT INTO members (registration, member) SELECT {member}, {member} FROM n"
    ));
    if !f.database.is_sqlite() {
        f.intruder("ANALYZE bills; ANALYZE bill_lines; ANALYZE credited; ANALYZE members");
    }
}

/// Of twelve months, the last one November 2026.
fn months_to_november(place: u32) -> String {
    match place {
        0 => "2025-12".to_owned(),
        later => format!("2026-{later:02}"),
    }
}

pub(crate) fn a_round_over_members_who_go_on_asks_for_those_without_a_bill_alone(f: &Fixture) {
    going_on(f, 1_500, 10);
    let (last, now) = (month("2026-11"), time("2026-12-01T09:00:00+07:00"));
    let ask = || f.store.ask_continuing(last, last, now).unwrap();
    let (asked, first) = statements(ask);
    assert_eq!(asked, 150);
    assert_eq!(f.store.money_state().unwrap().asks, 150);
    // Each of them is looked at twice, and those who have their bill are read by pages.
    assert!(first < 150 * 12 + 50, "{first} statements");
    let (asked, again) = statements(ask);
    assert_eq!(asked, 0, "once");
    assert!(again < 150 * 6 + 10, "{again} statements");
    f.intruder("DELETE FROM bill_asks");
    let gone = f
        .store
        .ask_continuing(month("2026-10"), month("2026-10"), now);
    assert_eq!(gone.unwrap(), 0, "their newest month is another one");
}

pub(crate) fn a_round_is_a_few_statements_when_everybody_has_a_bill(f: &Fixture) {
    going_on(f, 1_500, 10_000);
    let (last, now) = (month("2026-11"), time("2026-12-01T09:00:00+07:00"));
    let (asked, count) = statements(|| f.store.ask_continuing(last, last, now).unwrap());
    assert_eq!(asked, 0);
    assert!(count <= 10, "{count} statements for 1,500 members");
}

pub(crate) fn no_round_reads_a_table_from_end_to_end(f: &Fixture) {
    going_on(f, 3_000, 100);
    for (statement, tables) in ROUND_STATEMENTS {
        let plan = f.plan(statement);
        for table in tables {
            let found = read_whole(&plan, table);
            assert_eq!(found, None, "{table}: {statement}\n{plan}");
        }
    }
}

/// The step of a plan that reads that table, or an index of all its rows, from end to end.
fn read_whole<'a>(plan: &'a str, table: &str) -> Option<&'a str> {
    // A partial index holds what waits or is live, and nothing else. PostgreSQL names those of a
    // table's parts after their columns.
    let is_partial = |step: &str| {
        ["INDEX bills_that_", "_last_day_idx on ", "_id_idx on "]
            .iter()
            .any(|name| step.contains(name))
    };
    let steps: Vec<&str> = plan.lines().collect();
    let whole = |place: &usize| {
        let (step, next) = (steps[*place], steps.get(place + 1).copied());
        let on = step
            .split_once(" on ")
            .is_some_and(|(_, on)| on.starts_with(table));
        let without_key = !next.is_some_and(|next| next.trim().starts_with("Index Cond"));
        let of_postgres =
            on && (step.contains("Seq Scan") || step.contains("Scan using") && without_key);
        (step.starts_with(&format!("SCAN {table}")) || of_postgres) && !is_partial(step)
    };
    (0..steps.len()).find(whole).map(|place| steps[place])
}

/// A sponsor that pays for so many, and its members.
fn sponsored(
    shop: &mut Shop<'_>,
    name: &str,
    niks: std::ops::RangeInclusive<u8>,
) -> (PayerId, Vec<Phone>) {
    let members: Vec<Phone> = niks.map(|nik| shop.received(nik, |_| {})).collect();
    let store = &shop.f.store;
    let entry = shop.entry("sponsor add");
    let sponsor = store
        .add_sponsor(name, Fund::Own, &entry)
        .unwrap()
        .unwrap()
        .id;
    let months = (month("2026-11"), month("2026-11"));
    let codes = members.iter().map(|phone| code(shop, phone));
    let list: Vec<_> = codes.map(|code| SponsoredMember { code, months }).collect();
    let entered = store.sponsor_members(sponsor, &list, &shop.f.key, &entry);
    assert_eq!(entered.unwrap(), []);
    settle(shop);
    (sponsor, members)
}

pub(crate) fn a_sponsors_list_ends_in_statements_that_grow_with_it_alone(f: &Fixture) {
    let mut shop = Shop::new(f);
    let mut counts = Vec::new();
    for (name, niks) in [("KECIL", 1..=8), ("BESAR", 11..=42)] {
        shop.now = time("2026-11-23T09:00:00+07:00");
        let (sponsor, members) = sponsored(&mut shop, name, niks);
        assert_eq!(f.store.pays_for(sponsor).unwrap().len(), members.len());
        let over = time("2026-12-01T09:00:00+07:00");
        let end = || f.store.end_stale_arrangements(over.date(), &f.key, over);
        let (ended, count) = statements(|| end().unwrap());
        assert_eq!((ended, end().unwrap()), (members.len(), 0));
        assert_eq!(f.store.pays_for(sponsor).unwrap(), []);
        counts.push(count);
    }
    let [few, many] = counts[..] else { panic!() };
    assert!(
        many <= few * 4 * 5 / 4,
        "{few} statements for 8, {many} for 32"
    );
}

pub(crate) fn a_sponsors_payment_is_booked_in_a_few_statements_a_line(f: &Fixture) {
    let mut shop = Shop::new(f);
    let mut counts = Vec::new();
    for (name, niks) in [("KECIL", 1..=2), ("BESAR", 11..=30)] {
        let (sponsor, members) = sponsored(&mut shop, name, niks);
        let bills = f.store.bills(BillFilter::Payer(sponsor), 10).unwrap();
        let bill = &bills[0].bill;
        assert_eq!(
            (bill.lines.len(), bill.state),
            (members.len(), BillState::Open)
        );
        let paid = payung_office::billing::Payment {
            reference: format!("BANYAK-{name}"),
            bill: bill.id,
            amount: bill.total,
            paid_at: shop.now,
            channel: "qris".into(),
        };
        let book = || f.store.book_payment(&paid, &f.key, shop.now).unwrap();
        counts.push(statements(book).1);
        for phone in &members {
            assert_eq!(shop.covered(phone), ["2026-11"]);
        }
    }
    let [few, many] = counts[..] else { panic!() };
    // Of each member's cover item most of them are.
    let a_line = (many - few) / 18;
    assert!(
        a_line <= MOST_A_LINE,
        "{a_line} statements a line: {few} for 2, {many} for 20"
    );
    shop.balances();
}

/// Statements by which one member's month is credited and told.
const MOST_A_LINE: u64 = 24;

pub(crate) fn what_is_unapplied_is_read_and_not_counted(f: &Fixture) {
    let mut shop = Shop::new(f);
    let bill: RegistrationId = super::refunds::stray(&mut shop, "ASING-1", 300);
    assert_eq!(f.store.credit_of(bill).unwrap().0.0, 300);
    // Whoever counted its entries would not see what only the kept table says.
    f.intruder("UPDATE unapplied SET amount = 301");
    assert_eq!(f.store.credit_of(bill).unwrap().0.0, 301);
    let off = f.store.check_money().unwrap_err().to_string();
    assert!(off.contains("is not what the entries say"), "{off}");
}
