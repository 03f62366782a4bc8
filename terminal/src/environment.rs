//! Variables of the environment.

use clap::Command;
use clap::builder::Resettable;

/// The command without the variables that are set and empty: an empty variable counts as not set,
/// for every command, so that a line such as `PAYUNG_HOME=` in an environment file takes nothing
/// away from the command line or the default.
pub fn without_empty_variables(command: Command) -> Command {
    let command = command.mut_args(|argument| {
        let name = argument.get_env().map(ToOwned::to_owned);
        let is_empty = name
            .and_then(std::env::var_os)
            .is_some_and(|value| value.is_empty());
        if is_empty {
            argument.env(Resettable::Reset)
        } else {
            argument
        }
    });
    command.mut_subcommands(without_empty_variables)
}
