//! `office bill`, `office claim`

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use payung_model::text::format;
use payung_model::units::{Month, Rupiah};
use serde::Serialize;

use super::desk::{Desk, KeyArgs};
use super::money;
use super::output::{print_json, print_line, print_note};
use crate::billing::BillState;
use crate::desk::{self, ShownBill, printable};
use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::store::AuditEntry;
use crate::store::money::BillFilter;

#[derive(Subcommand)]
pub(super) enum BillCommand {
    /// List bills, the newest first.
    List(ListBillsArgs),
    /// Show one bill: its months, codes and payments.
    Show(ShowBillArgs),
    /// Cancel a bill: its code is cancelled at the acquirer, and the phone is told.
    Cancel(CancelBillArgs),
    /// Make another bill for a registration.
    Again(AgainArgs),
}

#[derive(Args)]
pub(super) struct ListBillsArgs {
    /// Only those in this state.
    #[arg(long, value_parser = states(), conflicts_with = "waiting")]
    state: Option<BillState>,
    /// Only those that wait for the acquirer, with a reason.
    #[arg(long)]
    waiting: bool,
    /// Only those of this payer: id or receipt code of a registration; the id alone of a sponsor, and
    /// of a registration that was erased.
    #[arg(long, conflicts_with_all = ["state", "waiting"])]
    payer: Option<String>,
    /// So many at most.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..i64::from(u32::MAX)))]
    most: u32,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct ShowBillArgs {
    /// Id or number of a bill.
    bill: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct CancelBillArgs {
    /// Id or number of a bill.
    bill: String,
    /// The bill as JSON, as `bill show` has it.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct AgainArgs {
    /// Id or receipt code of a registration.
    registration: String,
    /// For so many months; as its answers say without it.
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=12))]
    months: Option<u8>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// What `bill again` prints as JSON.
#[derive(Serialize)]
struct AgainDocument {
    registration: String,
    /// None: as its answers say.
    months: Option<u8>,
}

/// What `claim` prints as JSON.
#[derive(Serialize)]
struct ClaimDocument {
    registration: String,
    /// The last month that is due: that of the first claim, if there was one before.
    month: Month,
    /// What lies unapplied of that registration now, and what of it can be given back.
    unapplied: u64,
    free: u64,
}

#[derive(Args)]
pub(super) struct ClaimArgs {
    /// Id or receipt code of a registration.
    registration: String,
    /// The month of the claim, like 2027-01: later months are not due, and money for them goes back
    /// to whoever paid it.
    month: Month,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

fn states() -> impl TypedValueParser<Value = BillState> {
    PossibleValuesParser::new(BillState::ALL.map(BillState::as_str))
        .try_map(|word| word.parse::<BillState>())
}

impl BillCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        match self {
            Self::List(args) => {
                let payer = args.payer.as_deref();
                let payer = payer.map(|text| money::payer(&store, text)).transpose()?;
                let filter = match (payer, args.state) {
                    _ if args.waiting => BillFilter::Waiting,
                    (Some(payer), _) => BillFilter::Payer(payer),
                    (None, Some(state)) => BillFilter::State(state),
                    (None, None) => BillFilter::All,
                };
                let bills = desk::bills(&store, filter, args.most)?;
                if bills.more {
                    print_note(&format!("there are more than {}: see --most", args.most));
                }
                if args.json {
                    return print_json(&bills.rows);
                }
                if bills.rows.is_empty() {
                    print_note("none");
                }
                bills
                    .rows
                    .iter()
                    .try_for_each(|bill| print_line(&line(bill)))
            }
            Self::Show(args) => {
                let bill = desk::show_bill(&store, &args.bill)?;
                if args.json {
                    return print_json(&bill);
                }
                show(&bill)
            }
            Self::Cancel(args) => {
                let id = desk::cancel_bill(&store, &args.bill, &desk.officer, desk.now())?;
                if args.json {
                    return print_json(&desk::show_bill(&store, &id.to_string())?);
                }
                print_line(&format!(
                    "{} is being cancelled at the acquirer",
                    id.receipt()
                ))
            }
            Self::Again(args) => {
                let id = desk::find(&store, &args.registration)?;
                desk::bill_again(&store, id, args.months, &desk.officer, desk.now())?;
                if args.json {
                    return print_json(&AgainDocument {
                        registration: id.to_string(),
                        months: args.months,
                    });
                }
                print_line(&format!("{} gets another bill", id.receipt()))
            }
        }
    }
}

impl ClaimArgs {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let id = desk::find(&store, &self.registration)?;
        let keys = desk.keys(&self.keys)?;
        desk.hold(&store, &keys)?;
        let keys = keys.office();
        let key = keys.first().ok_or(KeysProblem::Damaged("no office key"))?;
        let detail = format!("month {}", self.month);
        let entry = AuditEntry {
            at: desk.now(),
            officer: &desk.officer,
            action: "claim",
            id: Some(id),
            detail: &detail,
        };
        let month = store.claim(id, self.month, key, &entry)?;
        if self.json {
            let (unapplied, free) = store.credit_of(id)?;
            return print_json(&ClaimDocument {
                registration: id.to_string(),
                month,
                unapplied: unapplied.0,
                free: free.0,
            });
        }
        print_line(&format!("{}: nothing is due after {}", id.receipt(), month))
    }
}

fn line(bill: &ShownBill) -> String {
    let waits = bill.waits.as_deref().map(printable).unwrap_or_default();
    let row = format!(
        "{}  {:<10} {:>12}  until {}  {} months  {:<8} {waits}",
        bill.number,
        bill.state,
        format::money(Rupiah(bill.total)),
        bill.last_day,
        bill.lines.len(),
        printable(&bill.why),
    );
    row.trim_end().to_owned()
}

fn show(bill: &ShownBill) -> Result<(), Failure> {
    print_line(&line(bill))?;
    print_line(&format!("id {}  payer {}", bill.id, bill.payer))?;
    print_line(&format!(
        "made {}  changed {}",
        bill.made_at, bill.changed_at
    ))?;
    if bill.credit > 0 {
        let credit = format::money(Rupiah(bill.credit));
        print_line(&format!("credit that it uses: {credit}"))?;
    }
    for month in &bill.lines {
        let parts: Vec<String> = month
            .parts
            .iter()
            .map(|(programme, amount)| format!("{programme} {}", format::money(Rupiah(*amount))))
            .collect();
        print_line(&format!("  {}  {}", month.month, parts.join("  ")))?;
    }
    if !bill.codes.is_empty() {
        print_line(&format!("codes: {}", bill.codes.join(", ")))?;
    }
    for payment in &bill.payments {
        print_line(&format!(
            "  {}  {}  {}  {}",
            payment.paid_at,
            format::money(Rupiah(payment.amount)),
            printable(&payment.reference),
            payment.became
        ))?;
    }
    Ok(())
}
