//! Help in Indonesian. The English one is what [`crate::commands`] and [`crate::options`] say in their
//! comments; `--lang en` shows it.
//!
//! Each command and each option has its words in [`WORDS`]; a test fails when one is missing.

mod words;

use std::fmt::Write as _;

use clap::builder::Resettable;
use clap::{Arg, Command};

use words::WORDS;

/// How a help page is laid out, for a command with commands below it and for one without.
const TEMPLATE: &str =
    "{before-help}{about-with-newline}\nCara pakai: {usage}\n\n{all-args}{after-help}";

/// The heading of what every command takes.
const GLOBAL: &str = "Pilihan umum";

/// Explains a command line in Indonesian.
pub fn in_indonesian(command: Command) -> Command {
    let called = command.get_bin_name().unwrap_or_default().to_owned();
    let usage = format!("{called} <PERINTAH> [PILIHAN]");
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .help(words("--version").unwrap_or_default());
    let version = version
        .action(clap::ArgAction::Version)
        .help_heading(GLOBAL);
    let command = explain(command, "").override_usage(usage).arg(version);
    let names: Vec<String> = command
        .get_subcommands()
        .map(|it| it.get_name().to_owned())
        .collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(&name, |below| {
            let place = format!("{called} {name}");
            let below = if below.has_subcommands() {
                below_of(below, &place, &name)
            } else {
                below
            };
            let usage = usage_of(&below, &place);
            explain(below, &name).override_usage(usage)
        })
    })
}

/// Commands below a command.
fn below_of(command: Command, place: &str, path: &str) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|it| it.get_name().to_owned())
        .collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(&name, |below| {
            let usage = usage_of(&below, &format!("{place} {name}"));
            explain(below, &format!("{path} {name}")).override_usage(usage)
        })
    })
}

fn explain(command: Command, path: &str) -> Command {
    let about = words(path).unwrap_or_default();
    command
        .about(about)
        .long_about(Resettable::Reset)
        .help_template(TEMPLATE)
        .subcommand_help_heading("Perintah")
        .subcommand_value_name("PERINTAH")
        // The parser's own flags and subcommand explain themselves in English, so they are
        // replaced.
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .help("Tampilkan bantuan ini")
                .action(clap::ArgAction::Help)
                .help_heading(GLOBAL),
        )
        .mut_args(|argument| {
            let id = argument.get_id().as_str().to_owned();
            let heading = match path {
                "" => GLOBAL,
                _ if argument.is_positional() => "Isian",
                _ => "Pilihan",
            };
            // An option may mean something else below this command, so its own words come first.
            let own = format!("{path} --{id}");
            let help = words(&own).or_else(|| words(&format!("--{id}")));
            let named = argument
                .get_value_names()
                .and_then(|names| names.first())
                .and_then(|name| value_name(name));
            let argument = match help {
                Some(help) => argument.help(help).long_help(Resettable::Reset),
                None => argument,
            };
            let argument = argument.help_heading(heading);
            let argument = if argument.get_action().takes_values() {
                argument
                    // The parser would add these notes in English. Where they matter, the
                    // Indonesian words have them.
                    .hide_default_value(true)
                    .hide_env(true)
                    .hide_possible_values(true)
            } else {
                argument
            };
            match named {
                Some(name) => argument.value_name(name),
                None => argument,
            }
        })
}

/// `./payung term resume <NOMOR> [PILIHAN]`
fn usage_of(command: &Command, place: &str) -> String {
    let mut usage = place.to_owned();
    if command.has_subcommands() {
        usage += " <PERINTAH>";
    }
    for argument in command.get_positionals() {
        let id = argument.get_id().as_str().to_uppercase();
        let name = argument
            .get_value_names()
            .and_then(|names| names.first())
            .map_or(id.as_str(), |name| name.as_str());
        let more = if argument
            .get_num_args()
            .is_some_and(|range| range.max_values() > 1)
        {
            "…"
        } else {
            ""
        };
        let shown = value_name(name).unwrap_or(name);
        let (open, close) = if argument.is_required_set() {
            ('<', '>')
        } else {
            ('[', ']')
        };
        let _ = write!(usage, " {open}{shown}{close}{more}");
    }
    usage + " [PILIHAN]"
}

/// The name of what is written there.
fn value_name(english: &str) -> Option<&'static str> {
    Some(match english {
        "DIR" => "FOLDER",
        "FILE" => "BERKAS",
        "INSTANT" | "HAPPENED" | "OUTCOME" => "WAKTU",
        "SECONDS" => "DETIK",
        "DRAFT" | "REGISTRATION" => "NOMOR",
        "CODE" => "KODE",
        "SEARCH" => "KATA",
        "NUMBER" => "ANGKA",
        "LANG" => "BAHASA",
        "QUESTION=ANSWER" => "PERTANYAAN=JAWABAN",
        "LIMIT" | "DAYS" | "MONTHS" => "BANYAKNYA",
        "INCOME" | "RUPIAH" | "BEGIN" | "EACH" => "RUPIAH",
        "WORK" => "PEKERJAAN",
        "PAYER" => "PEMBAYAR",
        "PROGRAMMES" => "PROGRAM",
        "YYYY-MM" => "TAHUN-BULAN",
        "PAYLOAD" => "ISI-KODE",
        "BILL" => "TAGIHAN",
        "CHANNEL" => "CARA",
        "DATE" => "TANGGAL",
        "DISTRICT" => "KECAMATAN",
        "DOES" => "URUSAN",
        "ID" => "NAMA",
        "KIND" => "JENIS",
        "MONTH[@DAY]" => "BULAN[@TANGGAL]",
        "PAPER" => "SURAT",
        "PAPER=FILE" => "SURAT=BERKAS",
        "PAPER=PAGE" => "SURAT=LEMBAR",
        "YYYY" => "TAHUN",
        _ => return None,
    })
}

/// What a command (`resume`, `qris check`) or an option (`--home`, `sync --wait`) is for.
fn words(of: &str) -> Option<&'static str> {
    WORDS
        .iter()
        .find(|(path, _)| *path == of)
        .map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Args;

    fn each(command: &Command, path: &str, look: &mut dyn FnMut(&str, &Command)) {
        look(path, command);
        for below in command.get_subcommands() {
            let path = format!("{path} {}", below.get_name());
            each(below, path.trim(), look);
        }
    }

    #[test]
    fn every_command_and_option_has_words_in_indonesian() {
        let mut missing = Vec::new();
        each(&Args::command(), "", &mut |path, command| {
            missing.extend(words(path).is_none().then(|| path.to_owned()));
            for argument in command.get_arguments().filter(|it| it.get_id() != "help") {
                let id = argument.get_id();
                if words(format!("{path} --{id}").trim())
                    .or_else(|| words(&format!("--{id}")))
                    .is_none()
                {
                    missing.push(format!("{path} --{id}"));
                }
            }
        });
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn no_words_are_there_for_nothing() {
        let mut known = vec!["--version".to_owned()];
        each(&Args::command(), "", &mut |path, command| {
            known.push(path.to_owned());
            for argument in command.get_arguments() {
                known.extend([
                    format!("{path} --{}", argument.get_id()),
                    format!("--{}", argument.get_id()),
                ]);
            }
        });
        let unused: Vec<&str> = WORDS
            .iter()
            .map(|(path, _)| *path)
            .filter(|path| !known.iter().any(|it| it == path))
            .collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn what_is_written_after_an_option_has_an_indonesian_name() {
        let mut english = Vec::new();
        each(&Args::command(), "", &mut |path, command| {
            for argument in command.get_arguments().filter(|it| it.get_id() != "help") {
                let id = argument.get_id().as_str().to_uppercase();
                let named = argument
                    .get_value_names()
                    .and_then(|names| names.first())
                    .map_or(id.as_str(), |name| name.as_str());
                if argument.get_action().takes_values() && value_name(named).is_none() {
                    english.push(format!("{path} {named}"));
                }
            }
        });
        assert!(english.is_empty(), "{english:?}");
    }

    #[test]
    fn no_english_is_left_on_any_page() {
        let mut command = in_indonesian(Args::command().bin_name("./payung term"));
        command.build();
        each(&command, "", &mut |path, command| {
            let page = command.clone().render_long_help().to_string()
                + &command.clone().render_help().to_string();
            for english in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "Print",
                "default:",
                "possible values",
                "[env",
            ] {
                assert!(!page.contains(english), "{path}: {english}\n{page}");
            }
            assert!(page.contains("Cara pakai: ./payung term"), "{page}");
        });
    }
}
