//! The command line as a whole: what every command takes, and the command.

use clap::Parser;

use crate::commands::Command;
use crate::options::Global;

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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use payung_model::units::Timestamp;

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
