//! Codes to be scanned: drawn with a terminal's characters, and as rows for JSON.

use std::io::IsTerminal;

use payung_core::CodeView;
use payung_model::payment::picture::Modules;

use super::line::{Text, line};

/// The modules for this terminal. Where colours are understood, black on white: readers want it
/// that way round.
pub fn picture(code: &CodeView) -> Text {
    let size = |number: u32| usize::try_from(number).unwrap_or_default();
    let Some(modules) = Modules::unpacked(size(code.width), size(code.height), &code.modules)
    else {
        return Text::new();
    };
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    if dumb || !std::io::stdout().is_terminal() {
        return modules.half_blocks(false);
    }
    let mut text = Text::new();
    for row in modules.half_blocks(true).lines() {
        line(&mut text, format_args!("\x1b[30;107m{row}\x1b[0m"));
    }
    text
}
