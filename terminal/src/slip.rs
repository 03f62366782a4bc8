//! Reads the command line, and tells a slip in the language that was asked for.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};

use crate::args::Args;
use crate::environment;
use crate::help;
use crate::out::print_notice;
use crate::words;

/// What was typed on the command line. Help and version go to stdout; a slip is told in the
/// language that was asked for.
pub fn read() -> Result<Args, ExitCode> {
    // A slip is found while the options are read, so the language is looked for by hand before.
    let english = std::env::args().any(|word| word == "--lang=en")
        || std::env::args()
            .zip(std::env::args().skip(1))
            .any(|(option, value)| option == "--lang" && value == "en");
    let command = environment::without_empty_variables(Args::command().bin_name(words::called()));
    let command = if english {
        command
    } else {
        help::in_indonesian(command)
    };
    // The help of the command that was meant is a screen; that of all is several.
    let of = std::env::args()
        .skip(1)
        .find(|word| command.find_subcommand(word).is_some());
    let read = command
        .try_get_matches()
        .and_then(|matches| Args::from_arg_matches(&matches));
    read.map_err(|error| {
        if !error.use_stderr() {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        if english || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            let _ = error.print();
        } else {
            let page = of.map_or_else(|| "--help".to_owned(), |name| format!("{name} --help"));
            print_notice(&format!("{}\n{}", slip(&error), words::command(page)));
        }
        ExitCode::from(2)
    })
}

/// A slip on the command line, in Indonesian. The words after it come from the option itself where
/// it has some.
fn slip(error: &clap::Error) -> String {
    let named = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (
        named(ContextKind::InvalidArg),
        named(ContextKind::InvalidValue),
    );
    let why = how_to_write(error, &argument);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!(
                "Perintah {} tidak ada. Lihat semuanya dengan:",
                named(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::UnknownArgument => {
            format!("{argument} tidak dikenal di sini. Lihat caranya dengan:")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("{argument}: isinya belum ada. Lihat caranya dengan:")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument}: {value} tidak bisa dipakai.{why} Lihat caranya dengan:")
        }
        ErrorKind::MissingRequiredArgument => {
            format!("Belum lengkap: {argument}. Lihat caranya dengan:")
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} tidak bisa dipakai bersama yang lain. Lihat caranya dengan:")
        }
        _ => "Perintah ini tidak bisa dimengerti. Lihat caranya dengan:".to_owned(),
    }
}

/// How to write what stands there: the words it may be, or an example of its kind. The reader of
/// the command line itself speaks English.
fn how_to_write(error: &clap::Error, argument: &str) -> String {
    if let Some(ContextValue::Strings(words)) = error
        .get(ContextKind::ValidValue)
        .filter(|_| !argument.is_empty())
    {
        return format!(" Yang bisa: {}.", words.join(", "));
    }
    let example = match argument {
        _ if argument.contains("RUPIAH") => " Tulis rupiah bulat, angka saja, misalnya 1100000.",
        _ if argument.contains("WAKTU") => " Tulis misalnya 2026-11-23T09:00:00+07:00.",
        _ if argument.contains("PERTANYAAN") => {
            " Tulis PERTANYAAN=JAWABAN, misalnya occupation=ojek."
        }
        _ if argument.contains("BANYAKNYA") || argument.contains("DETIK") => " Tulis angka bulat.",
        _ => "",
    };
    example.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip_of(line: &[&str]) -> String {
        let command = help::in_indonesian(Args::command().bin_name("payung-term"));
        slip(
            &command
                .try_get_matches_from([&["payung-term"], line].concat())
                .unwrap_err(),
        )
    }

    #[test]
    fn a_slip_is_told_in_indonesian_with_what_was_typed() {
        assert_eq!(
            slip_of(&["hom"]),
            "Perintah hom tidak ada. Lihat semuanya dengan:"
        );
        assert!(slip_of(&["home", "--jsn"]).starts_with("--jsn tidak dikenal"));
        assert!(slip_of(&["resume"]).starts_with("Belum lengkap: <NOMOR>"));
        assert!(
            slip_of(&["home", "--lang", "jv"])
                .contains("jv tidak bisa dipakai. Yang bisa: id, en.")
        );
    }

    #[test]
    fn how_to_write_it_is_said_in_indonesian_too() {
        assert!(
            slip_of(&["home", "--now", "kemarin"])
                .contains("Tulis misalnya 2026-11-23T09:00:00+07:00.")
        );
        assert!(slip_of(&["calculator", "ojek"]).contains("Tulis PERTANYAAN=JAWABAN"));
        assert!(slip_of(&["sync", "--wait", "lama"]).contains("Tulis angka bulat."));
        let income = [
            "dues",
            "--income",
            "1,1",
            "--work",
            "other",
            "--programmes",
            "jkk",
        ];
        assert!(slip_of(&income).contains("Tulis rupiah bulat, angka saja, misalnya 1100000."));
    }
}
