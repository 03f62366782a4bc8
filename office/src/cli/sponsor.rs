//! `office sponsor`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use payung_model::text::format;
use payung_model::units::Rupiah;
use serde::Serialize;

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line, print_note};
use crate::desk::{self, BadLine, ShownBill, printable};
use crate::failure::Failure;
use crate::keys::{Keys, KeysProblem};
use crate::store::Store;
use crate::store::money::{BillFilter, Ending, Fund};

#[derive(Subcommand)]
pub(super) enum SponsorCommand {
    /// Add an organisation that pays for members.
    Add(AddSponsorArgs),
    /// List sponsors.
    List(ListSponsorsArgs),
    /// Enter whom a sponsor pays for: a CSV file of the members' pay-for codes and months. All of it, or
    /// nothing.
    Members(SponsorMembersArgs),
    /// Print a sponsor's bills with their codes and lines.
    Bills(SponsorBillsArgs),
    /// End what a sponsor pays: for one member, or for all. Months that were paid still hold.
    End(EndSponsorArgs),
}

#[derive(Args)]
pub(super) struct AddSponsorArgs {
    /// Its name, as members' phones show it.
    name: String,
    /// Whose money it is: own (the members' own, collected), csr, platform, village (its own budget), public
    /// (APBN, APBD). The signed rules say by it whether there is a discount.
    #[arg(long)]
    fund: Fund,
    #[command(flatten)]
    keys: KeyArgs,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct ListSponsorsArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct SponsorMembersArgs {
    /// The sponsor's name.
    name: String,
    /// One member a line: code,months. The code is the member's consent: their phone makes it, or
    /// `office pay-code` after a signed slip.
    file: PathBuf,
    #[command(flatten)]
    keys: KeyArgs,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct SponsorBillsArgs {
    /// The sponsor's name.
    name: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct EndSponsorArgs {
    /// The sponsor's name.
    name: String,
    /// Only for this member: id or receipt code of a registration.
    member: Option<String>,
    #[command(flatten)]
    keys: KeyArgs,
}

#[derive(Serialize)]
struct SponsorDocument {
    id: String,
    name: String,
    fund: &'static str,
    members: usize,
}

#[derive(Serialize)]
struct MembersDocument {
    entered: usize,
    bad: Vec<BadLine>,
}

#[derive(Serialize)]
struct BillDocument {
    #[serde(flatten)]
    bill: ShownBill,
    /// Kind and value.
    pay_with: Vec<(String, String)>,
    /// That nobody knows whether the discount holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl SponsorCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        match self {
            Self::Add(args) => {
                held(desk, &store, &args.keys)?;
                let fund = args.fund;
                let added = desk::add_sponsor(&store, &args.name, fund, &desk.officer, desk.now())?;
                if args.json {
                    return print_json(&SponsorDocument {
                        id: added.id.to_string(),
                        name: added.name,
                        fund: fund.as_str(),
                        members: 0,
                    });
                }
                print_line(&format!("{} is a sponsor", printable(&added.name)))
            }
            Self::List(args) => list(&store, args.json),
            Self::Members(args) => members(desk, &store, &args),
            Self::Bills(args) => bills(&store, &args),
            Self::End(args) => end(desk, &store, &args),
        }
    }
}

/// The keys, with which this process writes from now on.
fn held(desk: &Desk, store: &Store, keys: &KeyArgs) -> Result<Keys, Failure> {
    let keys = desk.keys(keys)?;
    desk.hold(store, &keys)?;
    Ok(keys)
}

fn list(store: &Store, json: bool) -> Result<(), Failure> {
    let mut all = Vec::new();
    for row in store.sponsors()? {
        all.push(SponsorDocument {
            id: row.id.to_string(),
            name: row.name,
            fund: row.fund.as_str(),
            members: store.pays_for(row.id)?.len(),
        });
    }
    if json {
        return print_json(&all);
    }
    if all.is_empty() {
        print_note("none");
    }
    all.iter().try_for_each(|it| {
        let name = printable(&it.name);
        print_line(&format!(
            "{name}  {} money  {} members",
            it.fund, it.members
        ))
    })
}

fn members(desk: &Desk, store: &Store, args: &SponsorMembersArgs) -> Result<(), Failure> {
    let sponsor = desk::find_sponsor(store, &args.name)?;
    let unread = |error| Failure::Input(format!("{}: {error}", args.file.display()));
    let text = std::fs::read_to_string(&args.file).map_err(unread)?;
    let keys = held(desk, store, &args.keys)?.office();
    let key = keys.first().ok_or(KeysProblem::Damaged("no office key"))?;
    let (officer, now) = (desk.officer.as_str(), desk.now());
    let entered = desk::sponsor_members(store, &sponsor, &text, key, officer, now)?;
    let (entered, bad) = match entered {
        Ok(count) => (count, Vec::new()),
        Err(bad) => (0, bad),
    };
    let count = bad.len();
    if args.json {
        print_json(&MembersDocument { entered, bad })?;
    } else if count == 0 {
        print_line(&format!(
            "{entered} members entered; one bill is being made: see `office sponsor bills NAME`"
        ))?;
    } else {
        for line in &bad {
            print_line(&format!("line {}: {}", line.line, printable(&line.problem)))?;
        }
    }
    if count == 0 {
        return Ok(());
    }
    let file = args.file.display();
    Err(Failure::Input(format!(
        "{file}: {count} bad lines, so nothing was entered"
    )))
}

fn bills(store: &Store, args: &SponsorBillsArgs) -> Result<(), Failure> {
    let sponsor = desk::find_sponsor(store, &args.name)?;
    let mut all = Vec::new();
    for row in store.bills(BillFilter::Payer(sponsor.id), u32::MAX)? {
        let codes = row.codes.iter();
        let pay_with = codes.map(|code| (code.kind.clone(), code.value.clone()));
        let bill = desk::show_bill(store, &row.bill.id.to_string())?;
        all.push(BillDocument {
            pay_with: pay_with.collect(),
            note: bill.discount_note(),
            bill,
        });
    }
    if args.json {
        return print_json(&all);
    }
    if all.is_empty() {
        print_note("none");
    }
    for it in &all {
        let bill = &it.bill;
        let total = format::money(Rupiah(bill.total));
        print_line(&format!(
            "{}  {}  {total}  until {}",
            bill.number, bill.state, bill.last_day
        ))?;
        if let Some(note) = &it.note {
            print_line(&format!("  {note}"))?;
        }
        for (kind, value) in &it.pay_with {
            print_line(&format!("  {}: {}", printable(kind), printable(value)))?;
        }
        for line in &bill.lines {
            let member = line.member.parse().map(receipt).unwrap_or_default();
            let amount = format::money(Rupiah(line.amount()));
            print_line(&format!("  {member}  {}  {amount}", line.month))?;
        }
    }
    Ok(())
}

fn receipt(id: payung_model::sealed::RegistrationId) -> String {
    id.receipt()
}

fn end(desk: &Desk, store: &Store, args: &EndSponsorArgs) -> Result<(), Failure> {
    let sponsor = desk::find_sponsor(store, &args.name)?;
    let only = args.member.as_deref();
    let only = only.map(|named| desk::find(store, named)).transpose()?;
    let keys = held(desk, store, &args.keys)?.office();
    let key = keys.first().ok_or(KeysProblem::Damaged("no office key"))?;
    let ending: Vec<_> = (store.pays_for(sponsor.id)?.into_iter())
        .filter(|it| only.is_none_or(|only| only == it.registration || only == it.member))
        .collect();
    if only.is_some() && ending.is_empty() {
        let problem = "the sponsor does not pay for this member".to_owned();
        return Err(Failure::Input(problem));
    }
    // The log comes first: each arrangement ends in a transaction of its own, and a kill between
    // two of them must not leave ended ones that the log does not name.
    let detail = format!("sponsor {}: {} members", sponsor.id.receipt(), ending.len());
    store.audit(&[crate::store::AuditEntry {
        id: only,
        ..desk.entry("sponsor end", &detail)
    }])?;
    let mut count = 0;
    for it in ending {
        let how = Ending::ByOffice(it.id);
        let ended = store.end_arrangement(sponsor.id, &how, key, desk.now())?;
        count += usize::from(ended.is_some());
    }
    print_line(&format!("ended for {count} members"))
}
