//! Codes to be scanned: drawn with a terminal's characters, and as rows for JSON.

use std::io::IsTerminal;

use payung_core::CodeView;
use payung_model::payment::picture::Modules;

use super::line::{Text, line};
use crate::options::Language;
use crate::{layout, words};

/// The modules for this terminal. Where colours are understood, black on white: readers want it
/// that way round.
/// A window that is too narrow would break each row in two, and nobody could scan that: then the
/// command that writes the picture into a file is told instead.
pub fn picture(code: &CodeView, lang: Language, into_a_file: &str) -> Text {
    let size = |number: u32| usize::try_from(number).unwrap_or_default();
    let Some(modules) = Modules::unpacked(size(code.width), size(code.height), &code.modules)
    else {
        return Text::new();
    };
    let needed = modules
        .half_blocks(false)
        .lines()
        .map(|row| row.chars().count())
        .max();
    let narrow = layout::width_of(std::io::stdout()).zip(needed);
    if let Some((columns, needed)) = narrow.filter(|(columns, needed)| columns < needed) {
        let words = lang.of(
            "Jendela ini terlalu sempit untuk kode QR. Lebarnya dalam huruf, dan yang perlu:",
            "This window is too narrow for the QR code. Its width in letters, and what is needed:",
        );
        let instead = lang.of(
            "Atau simpan gambarnya dengan:",
            "Or write the picture into a file:",
        );
        let command = words::command(into_a_file);
        return format!("  {words} {columns}, {needed}\n  {instead}\n{command}\n");
    }
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
