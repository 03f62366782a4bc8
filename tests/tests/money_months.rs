//! kill -9 of the office's billing and of the acquirer over half a year of months that end, rules that
//! change, bills that expire, and payers who pay for others and stop; and then the power goes at
//! random moments of all that the office wrote. All money balances after each, no member's month is
//! covered twice, and none that was paid is left without cover.
//!
//! `PAYUNG_SEED=N` repeats a run as far as the machine does; `PAYUNG_MONEY_STEPS=N`: more steps.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use payung_core::BillPhase;
use payung_model::units::Rupiah;
use payung_office::billing::{BillState, Totals};
use payung_office::store::Store;
use payung_office::store::money::BillFilter;
use payung_tests::Outcome;
use payung_tests::disk::image::{Chance, Lies, Model, lay_out};
use payung_tests::disk::log::DiskEvent;
use payung_tests::disk::{Disk, in_memory};
use payung_tests::moments::Moments;
use payung_tests::office::Office;
use payung_tests::paying::{PayingPhone, PayingTown};
use payung_tests::sandbox::MERCHANT;
use payung_tests::stopwatch::Stopwatch;
use serde_json::json;

/// Each some three days: half a year.
const STEPS: u64 = 54;
/// What [`act`] can do.
const KINDS: u64 = 12;
/// Moments at which the power goes, and those after which the office goes on.
const MOMENTS: u64 = 40;
const STARTS: u64 = 3;
/// Longer than what the office leases stays leased.
const LEASE: Duration = Duration::from_secs(16 * 60);
const HOUR: u64 = 3_600;

/// What happened, so that a run in which nothing did is seen.
#[derive(Default, Debug)]
struct Happened {
    cut_short: u32,
    paid: u32,
    rules: u32,
    begun: u32,
    ended: u32,
}

#[test]
fn half_a_year_of_kills_and_power_cuts_keeps_all_money_and_cover() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let Some(disk) = Disk::new(folder.path())? else {
        return Ok(());
    };
    let mut chance = Moments::new()?;
    let mut town = PayingTown::watched(&disk)?;
    let founded = disk.asked()?.len();
    let people = [
        "AMINAH CONTOH",
        "BUDI CONTOH",
        "CITRA CONTOH",
        "DEWI CONTOH",
    ];
    let phones = people
        .iter()
        .zip(1..)
        .map(|(name, serial)| town.register_with(serial, |it| it["name"] = json!(name)))
        .collect::<Outcome<Vec<PayingPhone>>>()?;
    let (passed, run) = Stopwatch::time(|| town.pass());
    passed?;
    let steps = std::env::var("PAYUNG_MONEY_STEPS").map_or(Ok(STEPS), |steps| steps.parse())?;
    let mut happened = Happened::default();
    let mut deck: Vec<u64> = Vec::new();
    for step in 0..steps {
        // Each kind comes once in twelve steps, in an order of its own.
        if deck.is_empty() {
            let mut shuffled: Vec<(u64, u64)> = (0..KINDS)
                .map(|kind| (chance.below(u64::MAX), kind))
                .collect();
            shuffled.sort_unstable();
            deck.extend(shuffled.into_iter().map(|(_, kind)| kind));
        }
        let kind = deck.pop().unwrap_or_default();
        town.later(Duration::from_secs(HOUR * (12 + chance.below(120))));
        town.serve()?;
        town.start_acquirer()?;
        phones.iter().try_for_each(PayingPhone::sync)?;
        act(kind, &town, &phones, &mut chance, &mut happened)?;
        kill(&mut town, run, &mut chance, &mut happened)?;
        let when = format!("step {step}, {}", town.now()?);
        balanced(&town).map_err(|error| format!("{when}: {error}"))?;
    }
    settle(&mut town, &phones)?;
    println!("{happened:?}");
    let counts = [
        happened.cut_short,
        happened.paid,
        happened.rules,
        happened.begun,
        happened.ended,
    ];
    assert!(counts.iter().all(|count| *count > 0), "{happened:?}");
    let states = bill_states(&town)?;
    for state in ["paid", "expired", "cancelled"] {
        assert!(states.contains_key(state), "{states:?}");
    }
    phones_agree(&town, &phones)?;

    // Whoever goes on from what a power cut left writes into its own folder, and is not recorded.
    let lines = disk.asked()?;
    town.serving = None;
    for seed in 0..MOMENTS {
        let moment = founded + Chance::new(seed + 1).below((lines.len() - founded) as u64) as usize;
        let goes_on = seed < STARTS;
        power_cut(&mut town, &disk, &lines[..moment], seed, goes_on)
            .map_err(|error| format!("power cut {seed}, line {moment}: {error}"))?;
    }
    Ok(())
}

/// Somebody pays, pays twice, asks for more, agrees that somebody else pays, or stops; or the rules
/// change.
fn act(
    kind: u64,
    town: &PayingTown,
    phones: &[PayingPhone],
    chance: &mut Moments,
    happened: &mut Happened,
) -> Outcome<()> {
    let first = chance.below(phones.len() as u64) as usize;
    let mut all = phones[first..].iter().chain(&phones[..first]);
    let one = &phones[first];
    match kind {
        0 => {
            let months = ["1", "3", "6"][chance.below(3) as usize];
            town.office
                .run(&["bill", "again", &one.registration, "--months", months])?;
        }
        1 => {
            let percent = [25, 40, 50][chance.below(3) as usize];
            town.sign_rules(MERCHANT, |tariff| {
                for rule in tariff["discounts"].as_array_mut().into_iter().flatten() {
                    rule["percent"] = json!(percent);
                }
            })?;
            happened.rules += 1;
        }
        2 | 3 => {
            let member = &phones[chance.below(2) as usize];
            let payer = &phones[2 + chance.below(2) as usize];
            let payers = member.payung.payers();
            if payers.of(member.registration.clone())?.payers.is_empty() {
                let code = town.pay_code(member)?;
                let months = [1, 3][chance.below(2) as usize];
                let payer_id = payer.registration.clone();
                payer.payung.payers().pay_for(payer_id, code, months)?;
                payer.sync()?;
                happened.begun += 1;
            }
        }
        4 => {
            // Whoever is paid for or pays, of all phones.
            for phone in all {
                let id = || phone.registration.clone();
                let view = phone.payung.payers().of(id())?;
                let number = view.members.first().map(|it| it.number.clone());
                if !view.payers.is_empty() || number.is_some() {
                    let number = number.filter(|_| view.payers.is_empty());
                    phone.payung.payers().end_payment(id(), number)?;
                    phone.sync()?;
                    happened.ended += 1;
                    break;
                }
            }
        }
        chosen => {
            let open_of = |phone: &PayingPhone| -> Outcome<_> {
                let mut open = phone.bills()?;
                open.retain(|bill| bill.phase == BillPhase::Open);
                Ok(open.into_iter().next())
            };
            // Some pay whatever is open somewhere. The others leave bills to expire.
            let mut found = open_of(one)?.map(|bill| (one, bill));
            if chosen > 8 && found.is_none() {
                for phone in all.by_ref() {
                    found = open_of(phone)?.map(|bill| (phone, bill));
                    if found.is_some() {
                        break;
                    }
                }
            }
            let Some((one, bill)) = &found else {
                return Ok(());
            };
            let mut order = json!({ "qris": one.scan(bill)?, "paid_at": town.now()? });
            // An acquirer that does not look takes money for nothing.
            if chosen == 5 {
                order["force"] = json!(true);
                town.till()?.pay(&order)?;
                town.till()?.pay(&order)?;
                return Ok(());
            }
            match town.till()?.pay(&order) {
                Ok(_) => happened.paid += 1,
                Err(refused) => {
                    let refused = refused.to_string();
                    let known = ["409 paid", "410 cancelled", "410 expired"];
                    assert!(known.contains(&&*refused), "{refused}");
                }
            }
        }
    }
    Ok(())
}

/// One of the two dies at a random moment of a pass, or both do.
fn kill(
    town: &mut PayingTown,
    run: Duration,
    chance: &mut Moments,
    happened: &mut Happened,
) -> Outcome<()> {
    let mut office = town
        .passing()?
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    std::thread::sleep(chance.moment(run));
    let who = chance.below(3);
    if who != 0 {
        town.kill_acquirer()?;
    }
    if who != 1 {
        happened.cut_short += u32::from(office.try_wait()?.is_none());
        office.kill()?;
    }
    office.wait()?;
    if who != 0 {
        town.start_acquirer()?;
    }
    Ok(())
}

/// The office counts its money, and has no more than came.
fn balanced(town: &PayingTown) -> Outcome<()> {
    let totals = town.office.json(&["money", "check"])?;
    let [received, credited, unapplied, refunded] =
        ["received", "credited", "unapplied", "refunded"].map(|name| totals[name].as_u64());
    let known = |amount: Option<u64>| amount.ok_or("no total");
    let received = known(received)?;
    if received != known(credited)? + known(unapplied)? + known(refunded)? {
        return Err(format!("it does not balance: {totals}").into());
    }
    if received > came(town)? {
        return Err(format!("the office booked {received}, and less came").into());
    }
    Ok(())
}

fn came(town: &PayingTown) -> Outcome<u64> {
    let payments = town.till()?.payments()?;
    Ok(payments.iter().filter_map(|it| it["amount"].as_u64()).sum())
}

fn bill_states(town: &PayingTown) -> Outcome<BTreeMap<String, usize>> {
    let bills = town.office.json(&["bill", "list"])?;
    let mut states = BTreeMap::new();
    for bill in bills.as_array().into_iter().flatten() {
        let state = bill["state"].as_str().unwrap_or_default().to_owned();
        *states.entry(state).or_default() += 1;
    }
    Ok(states)
}

/// Passes and syncs until nothing more happens.
fn settle(town: &mut PayingTown, phones: &[PayingPhone]) -> Outcome<()> {
    town.serve()?;
    town.start_acquirer()?;
    for _ in 0..12 {
        town.later(LEASE);
        town.pass()?;
    }
    phones.iter().try_for_each(PayingPhone::sync)
}

/// What phones say of months: each was credited once, by whoever paid, and is covered.
fn phones_agree(town: &PayingTown, phones: &[PayingPhone]) -> Outcome<()> {
    let totals = town.office.json(&["money", "check"])?;
    assert_eq!(totals["received"].as_u64(), Some(came(town)?), "all, once");
    let (mut credited, mut months) = (0, 0);
    for phone in phones {
        let id = || phone.registration.clone();
        let bills = phone.payung.bills();
        let mut own = BTreeSet::new();
        for receipt in bills.receipts(id())? {
            credited += receipt.lines.len();
            for line in receipt.lines.iter().filter(|line| line.member.is_none()) {
                assert!(own.insert(line.month.clone()), "{} twice", line.month);
            }
        }
        let mut covered = BTreeSet::new();
        for year in [2026, 2027] {
            for month in bills.statement(id(), year)?.months {
                assert!(covered.insert(month.month.clone()), "{} twice", month.month);
            }
        }
        assert!(own.is_subset(&covered), "paid {own:?}, covered {covered:?}");
        months += covered.len();
    }
    assert_eq!(
        months, credited,
        "covered is what receipts say, and no more"
    );
    assert!(months > 5, "{months} months in half a year");
    println!("{months} covered months");
    Ok(())
}

/// What is left on the disk when the power goes after these lines; in some cases the office goes on
/// with it, beside the acquirer that is there now.
fn power_cut(
    town: &mut PayingTown,
    disk: &Disk,
    lines: &[DiskEvent],
    seed: u64,
    goes_on: bool,
) -> Outcome<()> {
    let mut model = Model::new(&disk.root, Lies::default());
    lines.iter().try_for_each(|line| model.play(line))?;
    let folder = in_memory()?;
    lay_out(&model.crash(&mut Chance::new(seed)), folder.path())?;
    covers_what_is_paid(folder.path())?;
    if !goes_on {
        return Ok(());
    }
    let office = Office {
        time: town.office.time.clone(),
        ..Office::in_folder(folder.path())
    };
    let watched = std::mem::replace(&mut town.office, office);
    let passed = (0..12).try_for_each(|_| {
        town.later(LEASE);
        town.pass().map(drop)
    });
    let came = came(town);
    town.office = watched;
    passed?;
    let totals = covers_what_is_paid(folder.path())?;
    if totals.received != Rupiah(came?) {
        return Err(format!("not all that came is booked: {totals:?}").into());
    }
    Ok(())
}

/// The database is whole, its money balances, and each month of a paid bill is covered.
fn covers_what_is_paid(root: &Path) -> Outcome<Totals> {
    let store = Store::open(&root.join("office"))?;
    if !store.inspect(true)?.sound {
        return Err("the database is damaged".into());
    }
    let totals = store.check_money()?;
    for row in store.bills(BillFilter::State(BillState::Paid), u32::MAX)? {
        for line in row.bill.lines {
            let account = store.member_account(line.member)?;
            if account.paid_months().of(line.month).is_none() {
                return Err(
                    format!("{} of {} is paid and not covered", line.month, line.member).into(),
                );
            }
        }
    }
    Ok(totals)
}
