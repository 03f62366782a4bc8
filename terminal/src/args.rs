//! All that can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use payung_model::units::Timestamp;

/// Payung in a terminal: register for BPJS Ketenagakerjaan (BPU), offline first.
///
/// Results go to stdout, everything else to stderr. Exit codes: 0 done; 1 failed; 2 wrong input
/// (what and where on stderr); 3 kept for later (saved here, not sent yet).
#[derive(Debug, Parser)]
#[command(name = "payung-term", version, disable_help_subcommand = true)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, clap::Args)]
pub struct Global {
    // `help` and not a comment: what is written is what is shown, without backticks.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "PAYUNG_HOME",
        hide_env_values = true
    )]
    #[arg(
        help = "Where everything is kept [default: $XDG_DATA_HOME/payung or ~/.local/share/payung]"
    )]
    pub home: Option<PathBuf>,
    /// The office's trust file; without it drafts are kept and nothing can be sent
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "PAYUNG_TRUST",
        hide_env_values = true
    )]
    pub trust: Option<PathBuf>,
    /// Take this as the time now, e.g. 2026-11-23T09:00:00+07:00 [default: this machine's clock]
    #[arg(long, global = true, value_name = "INSTANT")]
    pub now: Option<Timestamp>,
    /// This network is paid by the byte: photos beyond a day's measure wait for another one, unless
    /// sent now
    #[arg(long, global = true)]
    pub metered: bool,
    /// Exactly one JSON document on stdout
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of questions and words
    #[arg(long, global = true, value_enum, default_value = "id")]
    pub lang: Language,
    /// Protect a new home with a passphrase that is asked for, instead of a key file
    #[arg(long, global = true)]
    pub passphrase: bool,
    /// The same, with the passphrase in the first line of this file
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "PAYUNG_PASSPHRASE_FILE",
        hide_env_values = true
    )]
    #[arg(conflicts_with = "passphrase")]
    pub passphrase_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    Id,
    En,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Register somebody: asks with a terminal, takes the answers from a file without one
    Register {
        #[command(flatten)]
        fill: Fill,
    },
    /// Drafts that can be resumed
    Drafts,
    /// Go on with a draft
    Resume {
        /// Its number in `drafts`
        draft: String,
        #[command(flatten)]
        fill: Fill,
    },
    /// What the app shows first
    Home,
    /// Where registrations stand
    Status {
        /// Only this one [default: all]
        registration: Option<String>,
    },
    /// Registrations on their way: sealed and not yet received
    Outbox,
    /// Send what is ready, ask for news
    Sync {
        /// Try again for at most this many seconds while something waits
        #[arg(long, value_name = "SECONDS", default_value_t = 0)]
        wait: u64,
        /// Photos too, whatever the network costs: of everything that waits, or of one registration
        #[arg(long, value_name = "REGISTRATION", num_args = 0..=1, default_missing_value = ALL)]
        send_now: Option<String>,
    },
    /// Answer what the office asked to be corrected
    Correct {
        /// Its number in `status`, or its code
        registration: String,
        #[command(flatten)]
        fill: Fill,
    },
    /// Add what could wait, or was not asked, to a registration: it is sent on its own
    Complete {
        /// Its number in `status`, or its code
        registration: String,
        #[command(flatten)]
        fill: Fill,
    },
    /// Ask the office for something: another bill, a copy, erasure, a complaint and more
    Request {
        /// Its number in `status`, or its code
        registration: String,
        #[command(flatten)]
        wish: Wish,
        #[command(flatten)]
        fill: Fill,
    },
    /// Tell the office what has changed: work, income, address, phone number, who pays
    Update {
        /// Its number in `status`, or its code
        registration: String,
        #[command(flatten)]
        fill: Fill,
    },
    /// Withdraw a consent
    Consent {
        /// Its number in `status`, or its code
        registration: String,
        #[command(flatten)]
        fill: Fill,
    },
    /// What the office was asked for, until when it answers, and what it answered
    Requests {
        /// Of this registration: its number in `status`, or its code [default: of all]
        registration: Option<String>,
    },
    /// Complain without any registration: no name, no NIK, no account
    Complain {
        #[command(flatten)]
        fill: Fill,
    },
    /// Make a draft of a registration again, while nothing of it was sent
    TakeBack {
        /// Its number in `status`, or its code
        registration: String,
    },
    /// Withdraw a registration: here at once, at the office with the next sync
    Withdraw {
        /// Its number in `status`, or its code
        registration: String,
        /// Yes, without being asked
        #[arg(long)]
        yes: bool,
    },
    /// Delete a draft that was never made ready
    Discard {
        /// Its number in `drafts`
        draft: String,
    },
    /// What can be read off a NIK
    Nik {
        /// The number, or `-` to read it from stdin: arguments are visible to others on this
        /// machine
        number: String,
    },
    /// What can be read off a mobile number
    Phone {
        /// The number, or `-` to read it from stdin: arguments are visible to others on this
        /// machine
        number: String,
    },
    /// What the dues are
    Dues {
        /// Whole rupiah per month: 1100000
        #[arg(long, value_parser = rupiah)]
        income: u64,
        /// Kind of work: transport keeps a discount for longer
        #[arg(long, value_parser = ["transport", "other"])]
        work: String,
        /// Who pays them: discounts are not for dues that government or village pays
        #[arg(long, value_parser = ["own", "government"], default_value = "own")]
        payer: String,
        /// jkk, jkm, jht; several joined by commas
        #[arg(long, value_delimiter = ',', required = true)]
        programmes: Vec<String>,
        /// For so many months
        #[arg(long, default_value_t = 1)]
        months: u8,
        /// First month, YYYY-MM [default: this month]
        #[arg(long, value_name = "YYYY-MM")]
        from: Option<String>,
    },
    /// What each programme is and gives, and who may join it
    Programmes,
    /// What it would cost, without registering: `payer=self occupation=ojek income_per=day
    /// income_day=80000 work_days=6`
    Calculator {
        /// QUESTION=ANSWER; what is still asked is printed
        #[arg(value_name = "QUESTION=ANSWER", value_parser = typed)]
        answers: Vec<(String, String)>,
    },
    /// Kinds of work by everyday words: gojek, jual gorengan, tani
    Occupations {
        /// Words as they come
        #[arg(required = true)]
        search: Vec<String>,
        /// At most so many
        #[arg(long, default_value_t = 10)]
        limit: u32,
    },
    /// Districts by name, spelled as it comes: jakut, kab bogor, cibinog
    Regions {
        /// Words as they come
        #[arg(required = true)]
        search: Vec<String>,
        /// At most so many
        #[arg(long, default_value_t = 10)]
        limit: u32,
    },
    /// Villages of a district: all, or those found by name
    Villages {
        /// The district's name or code: cibinong, 32.01.01
        district: String,
        /// Words as they come [default: all]
        search: Vec<String>,
        /// At most so many
        #[arg(long, default_value_t = 200)]
        limit: u32,
    },
    /// A form's questions, as data: what an answers file can hold
    Form {
        /// The form's id
        #[arg(default_value = FORM)]
        id: String,
        /// To be read from beginning to end: with every branch, and where each rule comes from
        #[arg(long)]
        print: bool,
    },
    /// What paid months are worth: protected until when, what is missing, what a lapse costs
    Cover {
        #[command(flatten)]
        whose: Whose,
        /// On that day, YYYY-MM-DD [default: today]
        #[arg(long, value_name = "DATE")]
        at: Option<String>,
    },
    /// The reminders that are to come
    Reminders {
        #[command(flatten)]
        whose: Whose,
        /// From that day on, YYYY-MM-DD [default: now]
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Of so many days
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
    /// The member's card: its code to be scanned, until when it is good, or why there is none
    Card {
        /// Its number in `status`, or its code [default: the only one there is]
        registration: Option<String>,
        /// Write the code as a picture here
        #[arg(long, value_name = "FILE")]
        png: Option<PathBuf>,
    },
    /// The code by which another phone gets a registration back: write it on paper
    RecoveryCode {
        /// Its number in `status`, or its code [default: the only one there is]
        registration: Option<String>,
        /// Make another code, which replaces this one
        #[arg(long)]
        new: bool,
        /// It was written down: delete it from this phone
        #[arg(long, conflicts_with = "new")]
        written: bool,
    },
    /// Get a registration back on this phone: asks for the code and the birth date, or reads them
    /// from two lines of stdin
    Recover,
    /// The reminders as a calendar file (iCalendar)
    Ics {
        /// Where it is written
        file: PathBuf,
        /// Its number in `status`, or its code [default: the only one there is]
        #[arg(long)]
        registration: Option<String>,
        /// Of so many days
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
    /// What to do after an accident or a death: clocks, steps, papers; works offline
    Incident {
        /// accident or death [default: the list]
        id: Option<String>,
        /// Whose: its number in `status`, or its code; needed to note and tick
        #[arg(long)]
        registration: Option<String>,
        /// When it happened, e.g. 2026-11-23T09:00:00+07:00: clocks run from then on
        #[arg(long, value_name = "INSTANT", requires = "id")]
        happened: Option<Timestamp>,
        /// When somebody recovered, was found disabled, or died of it
        #[arg(long, value_name = "INSTANT", requires = "happened")]
        outcome: Option<Timestamp>,
        /// A paper that is at hand, by its id
        #[arg(long, value_name = "PAPER", requires = "id")]
        tick: Option<String>,
        /// A paper that is not at hand after all
        #[arg(long, value_name = "PAPER", requires = "id", conflicts_with = "tick")]
        untick: Option<String>,
    },
    /// Report an accident or a death to the office, with photos of papers; what is kept here is sealed
    Report {
        #[command(flatten)]
        what: crate::report_args::ReportWish,
        #[command(flatten)]
        fill: Fill,
    },
    /// Saving marks toward the next month: no money is in it
    Jar {
        /// Its number in `status`, or its code [default: the only one there is]
        #[arg(long)]
        registration: Option<String>,
        /// Begin a jar: what one mark stands for, in whole rupiah
        #[arg(long, value_name = "RUPIAH", value_parser = rupiah)]
        begin: Option<u64>,
        /// Mark a day, or take its mark away [default: today]
        #[arg(long, value_name = "DATE", num_args = 0..=1, default_missing_value = "", conflicts_with = "begin")]
        mark: Option<String>,
    },
    /// What is to be paid: amount, until when, the code, where; and what the office wrote about money
    Bill {
        /// The bill's id, or a registration's number in `status` or its code [default: the only
        /// registration there is]
        bill: Option<String>,
    },
    /// Pay a bill at a channel: its code and what to do there. Nothing counts as paid by it
    Pay {
        /// The bill's id, or a registration's number in `status` or its code [default: the only
        /// registration there is]
        bill: Option<String>,
        /// Where: an id that `bill` names, such as qris or indomaret
        #[arg(long, value_name = "CHANNEL")]
        channel: String,
    },
    /// Pay for somebody else: the code comes from that person (`request --kind pay_code`)
    PayFor {
        /// Twelve letters and digits, like 7K2M-94QX-3HTB
        code: String,
        /// Who pays: its number in `status`, or its code [default: the only one there is]
        registration: Option<String>,
        /// So many months at once: 1, 3, 6 or 12 [default: 1]
        #[arg(long)]
        months: Option<u8>,
    },
    /// Who pays for whom: your code, who pays your dues, whose dues you pay
    Payers {
        /// Its number in `status`, or its code [default: the only one there is]
        registration: Option<String>,
    },
    /// End a payment: with its number as who pays, without one as the member who is paid for
    StopPaying {
        /// The number that `payers` shows to whoever pays
        number: Option<String>,
        /// Whose: its number in `status`, or its code [default: the only one there is]
        #[arg(long)]
        registration: Option<String>,
        /// Take back your own code that nobody has used
        #[arg(long, conflicts_with = "number")]
        code: bool,
    },
    /// What became of payments, as the office says
    Receipts {
        /// Its number in `status`, or its code [default: the only one there is]
        registration: Option<String>,
    },
    /// The months of a year that the office has credited, and what was paid in
    Statement {
        /// Its number in `status`, or its code [default: the only one there is]
        registration: Option<String>,
        /// Which year [default: this one]
        #[arg(long, value_name = "YYYY")]
        year: Option<u16>,
    },
    /// QRIS payment codes: what they say, an amount put into them, their picture
    Qris {
        #[command(subcommand)]
        what: Qris,
    },
    /// Delete everything of Payung in this home: keys first
    Wipe {
        /// Yes, really
        #[arg(long)]
        yes: bool,
    },
    /// When the key is gone: set the old files aside and begin again
    StartClean {
        /// Yes, really
        #[arg(long)]
        yes: bool,
    },
}

/// What can be done with a QRIS payload. `-` reads it from stdin.
#[derive(Debug, Subcommand)]
pub enum Qris {
    /// What it says and what is wrong with it, with the place
    Check {
        /// The text that the code holds, or `-` to read it from stdin
        payload: String,
    },
    /// The same code for an amount: dynamic, with a new checksum
    Amount {
        /// The text that the code holds, or `-` to read it from stdin
        payload: String,
        /// Whole rupiah: 16800
        #[arg(value_parser = rupiah)]
        rupiah: u64,
        /// Number of the bill, 1 to 25 characters
        #[arg(long, value_name = "NUMBER")]
        bill: Option<String>,
    },
    /// Its picture, to be shared or printed
    Png {
        /// The text that the code holds, or `-` to read it from stdin
        payload: String,
        /// Where the picture is written
        file: PathBuf,
    },
    /// Its picture here in the terminal, to be scanned from the screen
    Show {
        /// The text that the code holds, or `-` to read it from stdin
        payload: String,
    },
}

impl Command {
    /// What only reckons reads no personal data.
    pub fn needs_key(&self) -> bool {
        match self {
            Self::Cover { whose, .. } | Self::Reminders { whose, .. } => {
                return whose.paid.is_empty();
            }
            // What to do can be read by anybody who holds the phone.
            Self::Incident {
                registration,
                happened,
                tick,
                untick,
                ..
            } => {
                return registration.is_some()
                    || happened.is_some()
                    || tick.is_some()
                    || untick.is_some();
            }
            _ => {}
        }
        !matches!(
            self,
            Self::Nik { .. }
                | Self::Phone { .. }
                | Self::Dues { .. }
                | Self::Programmes
                | Self::Regions { .. }
                | Self::Villages { .. }
                | Self::Occupations { .. }
                | Self::Calculator { .. }
                | Self::Form { .. }
                | Self::Qris { .. }
        )
    }
}

/// Whose months: a registration's, or months that are given by hand.
#[derive(Debug, clap::Args)]
pub struct Whose {
    /// Its number in `status`, or its code [default: the only one there is]
    pub registration: Option<String>,
    /// What if these months were paid: 2026-11 or 2026-11@2026-11-27 (paid on that day), joined by
    /// commas
    #[arg(
        long,
        value_name = "MONTH[@DAY]",
        value_delimiter = ',',
        conflicts_with = "registration"
    )]
    pub paid: Vec<String>,
    /// What they were paid for: jkk, jkm, jht; joined by commas
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "jkk,jkm",
        requires = "paid"
    )]
    pub programmes: Vec<String>,
}

/// `--send-now` without a registration.
pub const ALL: &str = "all";

/// The one form there is for registering.
pub const FORM: &str = "bpu";

fn rupiah(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "write whole rupiah, digits alone: 1100000".to_owned())
}

/// `income=1500000`
fn typed(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(question, answer)| (question.to_owned(), answer.to_owned()))
        .ok_or_else(|| "write QUESTION=ANSWER".to_owned())
}

/// What is asked for, where the command line says it already.
#[derive(Debug, clap::Args)]
pub struct Wish {
    /// bill, `pay_code`, `pay_for`, `pay_end`, update, employee, consent, copy, `who_looked`, erasure, refund
    /// or complaint [default: it is asked]
    #[arg(long)]
    pub kind: Option<String>,
    /// Of another bill: for so many months, 1, 3, 6 or 12
    #[arg(long, requires = "kind")]
    pub months: Option<u8>,
}

impl Wish {
    /// That kind of request.
    pub fn of(kind: &str) -> Self {
        Self {
            kind: Some(kind.to_owned()),
            months: None,
        }
    }
}

/// How a form is filled in.
#[derive(Debug, clap::Args)]
pub struct Fill {
    /// JSON object of answers by question: text, number, true/false, or a list of ids; `-` reads
    /// stdin
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Where the photos named in the answers lie [default: beside the answers file]
    #[arg(long, value_name = "DIR", requires = "answers")]
    pub photos: Option<PathBuf>,
    /// Seal it and do not send yet
    #[arg(long)]
    pub no_sync: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_option_has_a_word_of_help() {
        for command in Args::command().get_subcommands() {
            let silent = command
                .get_arguments()
                .find(|argument| argument.get_help().is_none());
            assert!(silent.is_none(), "{}: {silent:?}", command.get_name());
            assert!(command.get_about().is_some(), "{}", command.get_name());
        }
    }

    #[test]
    fn what_is_no_sum_of_rupiah_is_told_how_to_be_one() {
        let said = ["abc", "1.100.000", "1,1"].map(|typed| {
            let line = [
                "payung-term",
                "dues",
                "--income",
                typed,
                "--work",
                "other",
                "--programmes",
                "jkk",
            ];
            Args::try_parse_from(line).unwrap_err().to_string()
        });
        assert!(said.iter().all(|said| said.contains("1100000")), "{said:?}");
    }

    #[test]
    fn global_options_may_stand_after_the_command() {
        let args = Args::try_parse_from([
            "payung-term",
            "nik",
            "-",
            "--json",
            "--now",
            "2026-11-23T09:00:00+07:00",
        ]);
        let args = args.unwrap();
        assert!(args.global.json);
        assert_eq!(
            args.global.now.map(Timestamp::millis),
            Some(1_795_399_200_000)
        );
    }

    #[test]
    fn a_time_that_is_none_is_refused_with_the_way_to_write_it() {
        let refused =
            Args::try_parse_from(["payung-term", "home", "--now", "yesterday"]).unwrap_err();
        assert!(
            refused.to_string().contains("2026-11-23T09:00:00+07:00"),
            "{refused}"
        );
    }
}
