//! All that somebody can do here, by what it is about. Each command stands beside what runs it: what can
//! be typed after it, and the one or two calls of the API that it makes.

mod cover;
mod given;
mod lookup;
mod money;
mod recovery;
mod referral;
mod register;
mod requests;
mod reset;
mod run;
mod status;

use clap::Subcommand;

use self::cover::{Card, Cover, Ics, Incident, Jar, Reminders, Report};
use self::lookup::{
    Calculator, Dues, Form, Nik, Occupations, Phone, Places, Programmes, Regions, Villages,
};
use self::money::{Bill, Pay, PayFor, Payers, Qris, Receipts, Statement, StopPaying};
use self::recovery::{Recover, RecoveryCode};
use self::referral::Referral;
use self::register::{Complete, Correct, Discard, Drafts, Register, Resume};
use self::requests::{Complain, Consent, Request, Requests, Update};
use self::reset::{StartClean, Wipe};
use self::run::Run;
use self::status::{Home, Outbox, Status, Sync, TakeBack, Withdraw};
use crate::options::Global;
use crate::out::print_notice;
use crate::outcome::Outcome;
use crate::session::Session;

/// The commands in the order of the help.
#[derive(Debug, Subcommand)]
pub enum Command {
    Register(Register),
    Drafts(Drafts),
    Resume(Resume),
    Home(Home),
    Referral(Referral),
    Status(Status),
    Outbox(Outbox),
    Sync(Sync),
    Correct(Correct),
    Complete(Complete),
    Request(Request),
    Update(Update),
    Consent(Consent),
    Requests(Requests),
    Complain(Complain),
    TakeBack(TakeBack),
    Withdraw(Withdraw),
    Discard(Discard),
    Nik(Nik),
    Phone(Phone),
    Dues(Dues),
    Programmes(Programmes),
    Calculator(Calculator),
    Occupations(Occupations),
    Regions(Regions),
    Villages(Villages),
    Places(Places),
    Form(Form),
    Cover(Cover),
    Reminders(Reminders),
    Card(Card),
    RecoveryCode(RecoveryCode),
    Recover(Recover),
    Ics(Ics),
    Incident(Incident),
    Report(Report),
    Jar(Jar),
    Bill(Bill),
    Pay(Pay),
    PayFor(PayFor),
    Payers(Payers),
    StopPaying(StopPaying),
    Receipts(Receipts),
    Statement(Statement),
    Qris(Qris),
    Wipe(Wipe),
    StartClean(StartClean),
}

impl Command {
    /// Runs it, and says on stderr what stopped it.
    pub fn run(&self, global: &Global) -> Outcome {
        let command = self.as_run();
        let done =
            Session::open(global, command.needs_key()).and_then(|session| command.run(&session));
        done.unwrap_or_else(|stop| {
            if let Some(words) = stop.words(global.lang) {
                print_notice(&words);
            }
            stop.outcome
        })
    }

    fn as_run(&self) -> &dyn Run {
        match self {
            Self::Register(command) => command,
            Self::Drafts(command) => command,
            Self::Resume(command) => command,
            Self::Home(command) => command,
            Self::Referral(command) => command,
            Self::Status(command) => command,
            Self::Outbox(command) => command,
            Self::Sync(command) => command,
            Self::Correct(command) => command,
            Self::Complete(command) => command,
            Self::Request(command) => command,
            Self::Update(command) => command,
            Self::Consent(command) => command,
            Self::Requests(command) => command,
            Self::Complain(command) => command,
            Self::TakeBack(command) => command,
            Self::Withdraw(command) => command,
            Self::Discard(command) => command,
            Self::Nik(command) => command,
            Self::Phone(command) => command,
            Self::Dues(command) => command,
            Self::Programmes(command) => command,
            Self::Calculator(command) => command,
            Self::Occupations(command) => command,
            Self::Regions(command) => command,
            Self::Villages(command) => command,
            Self::Places(command) => command,
            Self::Form(command) => command,
            Self::Cover(command) => command,
            Self::Reminders(command) => command,
            Self::Card(command) => command,
            Self::RecoveryCode(command) => command,
            Self::Recover(command) => command,
            Self::Ics(command) => command,
            Self::Incident(command) => command,
            Self::Report(command) => command,
            Self::Jar(command) => command,
            Self::Bill(command) => command,
            Self::Pay(command) => command,
            Self::PayFor(command) => command,
            Self::Payers(command) => command,
            Self::StopPaying(command) => command,
            Self::Receipts(command) => command,
            Self::Statement(command) => command,
            Self::Qris(command) => command,
            Self::Wipe(command) => command,
            Self::StartClean(command) => command,
        }
    }
}
