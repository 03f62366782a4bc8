//! What can be typed with every command.

use std::path::PathBuf;

use clap::ValueEnum;
use payung_model::units::Timestamp;

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
