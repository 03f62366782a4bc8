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
    /// Enter whom a sponsor pays for: a CSV file of receipt and months. All of it, or nothing.
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
    /// It pays from APBN or APBD, so there is no discount.
    #[arg(long)]
    public: bool,
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
    /// One member a line: receipt,months.
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
}

impl SponsorCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        match self {
            Self::Add(args) => {
                held(desk, &store, &args.keys)?;
                let fund = if args.public { Fund::Public } else { Fund::Own };
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
            "{entered} members entered; one bill is being made"
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
        all.push(BillDocument {
            pay_with: pay_with.collect(),
            bill: desk::show_bill(store, &row.bill.id.to_string())?,
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
        for (kind, value) in &it.pay_with {
            print_line(&format!("  {}: {}", printable(kind), printable(value)))?;
        }
        for line in &bill.lines {
            let amount = line.parts.iter().map(|(_, amount)| amount).sum();
            let member = line.member.parse().map(receipt).unwrap_or_default();
            let amount = format::money(Rupiah(amount));
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
    let mut count = 0;
    for it in store.pays_for(sponsor.id)? {
        if only.is_some_and(|only| only != it.registration && only != it.member) {
            continue;
        }
        let how = Ending::ByOffice(it.id);
        let ended = store.end_arrangement(sponsor.id, &how, key, desk.now())?;
        count += usize::from(ended.is_some());
    }
    let detail = format!("sponsor {}: {count} members", sponsor.id.receipt());
    store.audit(&[crate::store::AuditEntry {
        at: desk.now(),
        officer: &desk.officer,
        action: "sponsor end",
        id: only,
        detail: &detail,
    }])?;
    if only.is_some() && count == 0 {
        let problem = "the sponsor does not pay for this member".to_owned();
        return Err(Failure::Input(problem));
    }
    print_line(&format!("ended for {count} members"))
}
