//! `office money`

use clap::{Args, Subcommand};
use payung_model::sealed::RegistrationId;
use payung_model::text::format;
use payung_model::units::Rupiah;
use serde::Serialize;

use super::desk::{Desk, KeyArgs};
use super::output::{print_json, print_line, print_note};
use crate::desk::{self, GiveBack, ReportDeed, ShownCredit, ShownPayment, ShownTotals, printable};
use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::store::Store;
use crate::store::money::{RefundWay, ReportKey, UnreadFilter};

#[derive(Subcommand)]
pub(super) enum MoneyCommand {
    /// Count all money from the entries of the ledger alone; 1 when it does not balance.
    Check(CheckArgs),
    /// List money that pays nothing yet, and payments that belong to no bill.
    Unapplied(UnappliedArgs),
    /// List reports of payments that cannot be read: each may be a payment that is not booked.
    Unread(UnreadArgs),
    /// Ask for a report no more that cannot be read, because somebody knows what it is.
    StrikeOff(ReportArgs),
    /// Ask again for a report that was struck off.
    AskAgain(ReportArgs),
    /// List all that was given back to a payer, the newest first.
    Refunds(RefundsArgs),
    /// Give money that pays nothing back: the acquirer is asked to pay it out.
    Refund(RefundArgs),
}

#[derive(Args)]
pub(super) struct CheckArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct UnappliedArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct UnreadArgs {
    /// Also those that were struck off.
    #[arg(long)]
    all: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct ReportArgs {
    /// Which report, as `money unread` names it.
    report: ReportKey,
    /// Why, for the audit log: "a test, says the acquirer". Nothing personal.
    #[arg(long)]
    why: String,
}

#[derive(Args)]
pub(super) struct RefundsArgs {
    /// Id or receipt code of the registration that paid; its id alone when it was erased, and for a
    /// sponsor. Of a payment that belongs to no bill here: the id of the bill.
    payer: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct RefundArgs {
    /// Id or receipt code of the registration that paid; its id alone when it was erased, and for a
    /// sponsor. Of a payment that belongs to no bill here: the id of the bill. `money unapplied` says
    /// them.
    payer: String,
    /// Whole rupiah, like 8400.
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    amount: u64,
    /// Why, for the audit log: "paid twice". Nothing personal.
    #[arg(long)]
    why: String,
    /// Id or receipt code of the request for money that it answers. Without it, it answers the first
    /// request that came before it and is accepted after it.
    #[arg(long = "for", value_name = "REQUEST")]
    request: Option<String>,
    /// The money of an erased registration, a sponsor or an unknown bill went already, in a way that
    /// --why says: the acquirer is not asked.
    #[arg(long)]
    elsewhere: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    keys: KeyArgs,
}

/// What `money refund` prints as JSON.
#[derive(Serialize)]
struct RefundDocument {
    payer: String,
    amount: u64,
    /// What can still be given back.
    free: u64,
}

/// What `money unapplied` prints as JSON.
#[derive(Serialize)]
struct UnappliedDocument {
    payers: Vec<ShownCredit>,
    strays: Vec<ShownPayment>,
}

impl MoneyCommand {
    pub(super) fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Check(args) => args.run(desk),
            Self::Unapplied(args) => args.run(desk),
            Self::Unread(args) => args.run(desk),
            Self::StrikeOff(args) => args.run(desk, ReportDeed::StrikeOff),
            Self::AskAgain(args) => args.run(desk, ReportDeed::AskAgain),
            Self::Refunds(args) => args.run(desk),
            Self::Refund(args) => args.run(desk),
        }
    }
}

impl CheckArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let totals = ShownTotals::from(desk.office()?.check_money()?);
        if self.json {
            return print_json(&totals);
        }
        for (name, amount) in [
            ("received", totals.received),
            ("credited", totals.credited),
            ("unapplied", totals.unapplied),
            ("refunded", totals.refunded),
        ] {
            let amount = format::money(Rupiah(amount));
            print_line(&format!("{name:<10} {amount:>16}"))?;
        }
        print_line("it balances")
    }
}

impl UnappliedArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        if self.json {
            let (mut payers, mut strays) = (Vec::new(), Vec::new());
            desk::each_credit(&store, |credit| {
                payers.push(credit);
                Ok(())
            })?;
            desk::each_stray(&store, |stray| {
                strays.push(stray);
                Ok(())
            })?;
            return print_json(&UnappliedDocument { payers, strays });
        }
        let mut none = true;
        desk::each_credit(&store, |credit| {
            none = false;
            let [all, free] = [credit.unapplied, credit.free].map(|it| format::money(Rupiah(it)));
            print_line(&format!(
                "{}  {all}, of which {free} is free",
                credit.receipt
            ))
        })?;
        desk::each_stray(&store, |stray| {
            none = false;
            print_line(&format!(
                "no bill here: {}  {}  {}  {}",
                printable(&stray.reference),
                stray.paid_at,
                format::money(Rupiah(stray.amount)),
                stray.bill
            ))
        })?;
        if none {
            print_note("none");
        }
        Ok(())
    }
}

/// Money stays when a registration is erased, and comes for bills that nobody knows: its payer is
/// then known by the id alone.
pub(super) fn payer(store: &Store, text: &str) -> Result<RegistrationId, Failure> {
    let id = text.parse::<RegistrationId>().ok();
    let without = id.map(|id| desk::unapplied_money(store, id)).transpose()?;
    match without.flatten() {
        Some(money) => Ok(money.payer),
        None => desk::find(store, text),
    }
}

impl UnreadArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let (store, mut reports) = (desk.office()?, Vec::new());
        let mut list = |which| {
            desk::each_unread(&store, which, |report| {
                reports.push(report);
                Ok(())
            })
        };
        list(UnreadFilter::Waiting)?;
        if self.all {
            list(UnreadFilter::StruckOff)?;
        }
        if self.json {
            return print_json(&reports);
        }
        if reports.is_empty() {
            print_note("none");
        }
        reports.iter().try_for_each(|report| {
            let what = match &report.struck_off {
                None => format!("asked for again {} times", report.tries),
                Some(it) => format!(
                    "struck off by {} {}: {}; it was",
                    printable(&it.officer),
                    it.at,
                    printable(&it.why)
                ),
            };
            print_line(&format!(
                "report {}  since {}  {what}: {}",
                report.report,
                report.noted_at,
                printable(&report.reason)
            ))
        })
    }
}

impl ReportArgs {
    fn run(self, desk: &Desk, deed: ReportDeed) -> Result<(), Failure> {
        let (store, report) = (desk.office()?, &self.report);
        desk::change_report(&store, report, deed, &self.why, &desk.officer, desk.now())?
            .map_err(|why| why.failure(report))?;
        print_line(&match deed {
            ReportDeed::StrikeOff => format!("report {report} is struck off"),
            ReportDeed::AskAgain => format!("report {report} is asked for again"),
        })
    }
}

impl RefundsArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let payer = payer(&store, &self.payer)?;
        let refunds = desk::refunds(&store, payer, u32::MAX - 1)?.rows;
        if self.json {
            return print_json(&refunds);
        }
        if refunds.is_empty() {
            print_note("none");
        }
        refunds.iter().try_for_each(|refund| {
            let way = match (&refund.paid_out_at, &refund.waits) {
                _ if refund.elsewhere => "another way".to_owned(),
                (Some(at), _) => format!("paid out {at}"),
                (None, Some(reason)) => format!("waits: {}", printable(reason)),
                (None, None) => "not paid out yet".to_owned(),
            };
            print_line(&format!(
                "{}  {}  to {}  {way}  {}",
                refund.given_at,
                format::money(Rupiah(refund.amount)),
                printable(&refund.reference),
                refund.why.as_deref().map(printable).unwrap_or_default()
            ))
        })
    }
}

impl RefundArgs {
    fn run(self, desk: &Desk) -> Result<(), Failure> {
        let store = desk.office()?;
        let payer = payer(&store, &self.payer)?;
        let keys = desk.keys(&self.keys)?;
        desk.hold(&store, &keys)?;
        let keys = keys.office();
        let key = keys.first().ok_or(KeysProblem::Damaged("no office key"))?;
        let amount = Rupiah(self.amount);
        let wish = GiveBack {
            payer,
            amount,
            why: &self.why,
            form: desk::new_form(desk.now())?,
            request: self
                .request
                .as_deref()
                .map(|text| desk::find(&store, text))
                .transpose()?,
            way: if self.elsewhere {
                RefundWay::Elsewhere
            } else {
                RefundWay::Acquirer
            },
        };
        desk::give_back(&store, &wish, key, &desk.officer, desk.now())?
            .map_err(|why| why.failure(payer))?;
        if self.json {
            let (_, free) = store.credit_of(payer)?;
            return print_json(&RefundDocument {
                payer: payer.to_string(),
                amount: amount.0,
                free: free.0,
            });
        }
        print_line(&format!(
            "{} goes back to {}",
            format::money(amount),
            payer.receipt()
        ))
    }
}
