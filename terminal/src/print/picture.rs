//! Codes to be scanned: drawn with a terminal's characters, and as rows for JSON.

use std::io::IsTerminal;

use payung_core::CodeView;
use payung_model::payment::picture::Modules;

/// The modules for this terminal. Where colours are understood, black on white: readers want it
/// that way round.
pub fn picture(code: &CodeView) -> String {
    let size = |number: u32| usize::try_from(number).unwrap_or_default();
    let Some(modules) = Modules::unpacked(size(code.width), size(code.height), &code.modules)
    else {
        return String::new();
    };
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    if dumb || !std::io::stdout().is_terminal() {
        return modules.half_blocks(false);
    }
    modules
        .half_blocks(true)
        .lines()
        .map(|line| format!("\x1b[30;107m{line}\x1b[0m\n"))
        .collect()
}
