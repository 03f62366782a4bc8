//! Draws a view as lines on stderr: where am I, the question, the field, what is wrong, what can be
//! typed.

use std::cell::RefCell;
use std::io::{BufWriter, Stderr, Write};

use payung_core::{AskView, DraftLine, DraftView};
use payung_model::engine::{ChoiceView, Field, GroupView, Hints, QuoteView, ScreenKind, StepView};
use payung_model::secret::Secret;

use super::field::{by_group, is_numbered, numbers};
use super::style::{Style, Tone};
use crate::json::options;
use crate::layout;
use crate::options::Language;
use crate::print;

pub struct TerminalScreen {
    style: Style,
    lang: Language,
    /// Signs in a row.
    width: usize,
    /// Until the prompt, so that a screen appears at once.
    out: RefCell<BufWriter<Stderr>>,
}

/// Signs in a row where the terminal does not tell its width.
const USUAL_WIDTH: usize = 78;

impl TerminalScreen {
    pub fn new(lang: Language) -> Self {
        let width = layout::width_of(std::io::stderr()).unwrap_or(USUAL_WIDTH);
        Self {
            style: Style::of_this_terminal(),
            lang,
            width,
            out: RefCell::new(BufWriter::new(std::io::stderr())),
        }
    }

    /// `stays`: the answer that stands here may be taken with Enter.
    pub fn draw(&self, view: &DraftView, stays: bool) {
        let step = &view.step;
        let place = &step.progress;
        self.line("");
        self.line(&format!(
            "{}  {}",
            self.style.umbrella(place.panels_filled, place.panels),
            self.soft(&place.line)
        ));
        if let Some(notice) = &view.notice {
            self.line(notice);
        }
        self.line(&self.style.paint(Tone::Title, &step.title));
        if !step.help.is_empty() {
            self.line(&step.help);
        }
        for asked in &view.corrections {
            let office = self.lang.of("Kata kantor", "The office says");
            // On the review several questions may be asked for again.
            let place = if step.kind == ScreenKind::Review {
                format!("{}: ", asked.title)
            } else {
                String::new()
            };
            self.finding(
                Tone::Problem,
                &format!("{place}{office}: {}", asked.words.reveal()),
            );
        }
        if !step.example.is_empty() {
            let example = self.lang.of("Contoh", "Example");
            self.line(&self.soft(&format!("{example}: {}", step.example)));
        }
        for (number, words) in step.shown.iter().enumerate() {
            let tone = if number == 0 { Tone::Title } else { Tone::Soft };
            self.line(&self.style.paint(tone, &format!("  {}", words.reveal())));
        }
        match step.kind {
            ScreenKind::Review => self.review(step),
            _ if by_group(step) => self.groups(step.field.groups()),
            _ => {
                self.numbered(options(step), stays);
                self.suggested(step.field.suggested());
                if let Field::Search { more: true, .. } = step.field {
                    self.line(
                        &self.soft(
                            self.lang
                                .of("  … ketik kata untuk mencari", "  … type a word to search"),
                        ),
                    );
                }
            }
        }
        if let Some(quote) = &step.quote {
            self.quote(quote);
        }
        if let Some(referral) = &view.referral {
            for line in print::referral(referral).lines() {
                self.line(&self.soft(line));
            }
        }
        // On the review a warning stands beside its line.
        let beside = |number: usize| {
            step.review
                .iter()
                .any(|line| line.warnings.iter().any(|it| usize::from(*it) == number))
        };
        let warnings = step
            .warnings
            .iter()
            .enumerate()
            .filter(|(number, _)| !beside(*number));
        let warnings: Vec<Secret> = warnings.map(|(_, words)| words.clone()).collect();
        self.findings(&step.understood, &warnings, &step.problems);
        self.way(step, stays)
            .lines()
            .for_each(|line| self.line(&self.soft(line)));
    }

    /// Drafts that can be resumed, and a new one.
    pub fn drafts(&self, drafts: &[DraftLine]) {
        self.line("");
        self.line(&self.style.paint(
            Tone::Title,
            self.lang.of("Teruskan isian tadi?", "Go on with a draft?"),
        ));
        for (number, draft) in (1..).zip(drafts) {
            let name = if draft.name.is_empty() {
                self.lang.of("(belum ada nama)", "(no name yet)")
            } else {
                draft.name.reveal()
            };
            self.line(&format!("  {number}  {name} · {}", draft.line));
            if let Some(expires) = &draft.expires {
                self.line(
                    &self
                        .style
                        .paint(Tone::Warning, &format!("     ! {expires}")),
                );
            }
        }
        self.line(&format!(
            "  {}  {}",
            drafts.len() + 1,
            self.lang
                .of("Daftarkan orang lain", "Register somebody else")
        ));
    }

    /// Options that a search found.
    pub fn found(&self, found: &[ChoiceView], more: bool) {
        self.numbered(found, true);
        if found.is_empty() {
            self.line(self.lang.of(
                "  Tidak ada yang cocok. Coba kata lain.",
                "  Nothing fits. Try another word.",
            ));
        } else if more {
            self.line(&self.soft(self.lang.of(
                "  … masih ada lagi: ketik lebih lengkap",
                "  … there is more: type more of it",
            )));
        }
    }

    pub fn hints(&self, hints: &Hints) {
        self.findings(&hints.understood, &hints.warnings, &[]);
    }

    /// "Dengarkan": what would be read aloud.
    pub fn spoken(&self, view: &DraftView) {
        self.line(&view.step.spoken);
        self.line(&self.soft(self.lang.of(
            ":b kembali · :q simpan dan keluar · :x kosongkan · Enter lanjut",
            ":b back · :q save and leave · :x empty it · Enter go on",
        )));
    }

    pub fn photo_kept(&self) {
        self.finding(
            Tone::Certain,
            self.lang
                .of("Foto disimpan, terkunci.", "The photo is kept, and locked."),
        );
    }

    /// Asks once before something ends.
    pub fn ask(&self, ask: &AskView, about: &str) {
        self.line(
            &self
                .style
                .paint(Tone::Title, &format!("{} ({about})", ask.title)),
        );
        self.line(&ask.help);
        self.line(&format!("  1  {}", ask.yes));
        self.line(&format!("  2  {}", ask.no));
        self.line(&self.soft(self.lang.of("Ketik ya atau tidak", "Type yes or no")));
    }

    pub fn problem(&self, words: &str) {
        self.finding(Tone::Problem, words);
    }

    /// That many numbers can be chosen; none when it is not about numbers.
    pub fn unclear(&self, choices: usize) {
        let words = match choices {
            0 => self
                .lang
                .of(
                    "Belum jelas. Ikuti petunjuk di bawah pertanyaan.",
                    "Not clear. See the line below the question.",
                )
                .to_owned(),
            1 => self.lang.of("Ketik 1.", "Type 1.").to_owned(),
            _ => format!(
                "{} 1–{choices}.",
                self.lang.of("Ketik nomornya,", "Type its number,")
            ),
        };
        self.problem(&words);
    }

    /// The line chose none of the options of that screen.
    pub fn unclear_on(&self, choices: usize, step: &StepView) {
        let counts = numbers(options(step));
        if choices != counts.len() || counts.iter().copied().eq(1..=choices) {
            return self.unclear(choices);
        }
        let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
        let words = self.lang.of("Ketik nomornya:", "Type its number:");
        self.problem(&format!("{words} {}.", counts.join(", ")));
    }

    pub fn yes_or_no(&self) {
        self.problem(self.lang.of(
            "Ketik ya kalau setuju, tidak kalau tidak.",
            "Type yes if you agree, no if not.",
        ));
    }

    pub fn first(&self) {
        self.problem(self.lang.of("Ini yang pertama.", "This is the first one."));
    }

    pub fn unreadable(&self) {
        self.problem(self.lang.of(
            "Hurufnya tidak terbaca. Ketik lagi.",
            "That cannot be read. Type it again.",
        ));
    }

    /// Whether everything that was drawn has reached the terminal.
    pub fn is_shown(&self) -> bool {
        self.out.borrow_mut().flush().is_ok()
    }

    pub fn prompt(&self) {
        let sign = self.style.paint(Tone::Next, self.style.sign(Tone::Next));
        let mut out = self.out.borrow_mut();
        let _ = write!(out, "{sign} ").and_then(|()| out.flush());
    }

    /// After Ctrl-D the cursor stands behind the prompt.
    pub fn end_of_line(&self) {
        self.line("");
    }

    fn review(&self, step: &StepView) {
        let mut number = 0;
        for (at, entry) in step.review.iter().enumerate() {
            if let Some(section) = step
                .sections
                .iter()
                .find(|section| usize::from(section.first_line) == at)
            {
                self.line(&self.style.paint(Tone::Title, &section.title));
            }
            // Only lines that can be changed have a number, and `input::reply` counts them in the
            // same way.
            let before = if entry.editable {
                number += 1;
                format!("{number:>3}")
            } else {
                "   ".to_owned()
            };
            let value = if entry.missing {
                let words = format!(
                    "{} {}",
                    self.style.sign(Tone::Problem),
                    self.lang.of("belum diisi", "not answered")
                );
                self.style.paint(Tone::Problem, &words)
            } else {
                entry.value.reveal().to_owned()
            };
            self.line(&format!("{before}  {}: {value}", entry.label));
            for warning in entry
                .warnings
                .iter()
                .filter_map(|number| step.warnings.get(usize::from(*number)))
            {
                self.finding(Tone::Warning, warning.reveal());
            }
        }
    }

    fn numbered(&self, options: &[ChoiceView], stays: bool) {
        for (number, option) in numbers(options).into_iter().zip(options) {
            let mark = if option.chosen && (stays || option.fixed) {
                self.style.sign(Tone::Certain)
            } else {
                " "
            };
            let price = if option.price.is_empty() {
                String::new()
            } else {
                format!("  {}", self.soft(&option.price))
            };
            self.line(&format!("{mark} {number:>2}  {}{price}", option.label));
            if !option.help.is_empty() {
                self.line(&self.soft(&format!("      {}", option.help)));
            }
        }
    }

    fn groups(&self, groups: &[GroupView]) {
        for (number, group) in (1..).zip(groups) {
            self.line(&format!("  {number:>2}  {} …", group.label));
        }
    }

    fn suggested(&self, suggested: &[String]) {
        for (number, answer) in (1..).zip(suggested) {
            self.line(&format!("  {number:>2}  {answer}"));
        }
    }

    fn quote(&self, quote: &QuoteView) {
        let months = if quote.months.is_empty() {
            String::new()
        } else {
            format!(" · {}", quote.months)
        };
        self.line(
            &self
                .style
                .paint(Tone::Title, &format!("{}{months}", quote.total)),
        );
        for words in print::parts(quote) {
            self.line(&words);
        }
        for reason in &quote.reasons {
            self.line(&self.soft(&format!("  {reason}")));
        }
    }

    fn findings(&self, understood: &[Secret], warnings: &[Secret], problems: &[Secret]) {
        for (tone, all) in [
            (Tone::Certain, understood),
            (Tone::Warning, warnings),
            (Tone::Problem, problems),
        ] {
            for words in all {
                self.finding(tone, words.reveal());
            }
        }
    }

    fn finding(&self, tone: Tone, words: &str) {
        self.line(
            &self
                .style
                .paint(tone, &format!("{} {words}", self.style.sign(tone))),
        );
    }

    /// What can be typed here, in one line or two.
    fn way(&self, step: &StepView, stays: bool) -> String {
        let here = match (&step.kind, &step.field) {
            (ScreenKind::Review, _) if step.primary_enabled => {
                format!(
                    "Enter: {} · {}",
                    step.primary,
                    self.lang.of("nomor: ubah", "number: change")
                )
            }
            (ScreenKind::Review, _) => self.lang.of("nomor: ubah", "number: change").to_owned(),
            (ScreenKind::Ending, _) | (_, Field::Note) => format!("Enter: {}", primary(step)),
            (_, Field::Several { .. }) => {
                let chosen = (1..).zip(options(step)).filter(|(_, option)| option.chosen);
                let chosen: Vec<String> = chosen.map(|(number, _)| number.to_string()).collect();
                let so = self.lang.of(
                    "semua nomor yang Anda mau, mis. 1,2,3",
                    "all numbers you want, e.g. 1,2,3",
                );
                if chosen.is_empty() || !stays {
                    so.to_owned()
                } else {
                    format!("{so} · Enter: {}", chosen.join(","))
                }
            }
            (_, Field::Digits { suggested, .. })
                if !suggested.is_empty()
                    && (step.typed.is_empty() || !step.problems.is_empty()) =>
            {
                let how = self.lang.of(
                    "ketik nomornya, atau tulis sendiri",
                    "type its number, or write another",
                );
                if step.skip.is_empty() {
                    how.to_owned()
                } else {
                    format!("{how} · Enter: {}", step.skip)
                }
            }
            (_, Field::Search { .. }) if by_group(step) => self
                .lang
                .of(
                    "ketik kata sehari-hari, atau nomor kelompoknya",
                    "type an everyday word, or a group's number",
                )
                .to_owned(),
            (_, Field::Search { .. }) => self
                .lang
                .of(
                    "ketik nomornya, atau kata untuk mencari",
                    "type its number, or a word to search",
                )
                .to_owned(),
            (_, field) if is_numbered(field) => {
                self.lang.of("ketik nomornya", "type its number").to_owned()
            }
            (_, Field::Consent { .. }) => self
                .lang
                .of("ketik ya atau tidak", "type yes or no")
                .to_owned(),
            (_, Field::Photo { taken: true, .. }) if stays => self
                .lang
                .of(
                    "foto sudah ada · Enter: lanjut · atau nama berkas lain",
                    "photo taken · Enter: go on · or another file",
                )
                .to_owned(),
            (_, Field::Photo { .. }) if !step.skip.is_empty() => format!(
                "{} · Enter: {}",
                self.lang.of(
                    "nama berkas fotonya (JPEG atau PNG)",
                    "the photo's file (JPEG or PNG)"
                ),
                step.skip
            ),
            (_, Field::Photo { .. }) => self
                .lang
                .of(
                    "nama berkas fotonya (JPEG atau PNG)",
                    "the photo's file (JPEG or PNG)",
                )
                .to_owned(),
            _ if !step.skip.is_empty() && (step.typed.is_empty() || !step.problems.is_empty()) => {
                format!("Enter: {}", step.skip)
            }
            // What was refused is not offered again, neither by the form nor by the office.
            _ if step.typed.is_empty() || !step.problems.is_empty() || !stays => String::new(),
            _ => format!("Enter: {}", step.typed.reveal()),
        };
        // A space that does not break keeps a key and its meaning in one row.
        let back = if step.can_go_back {
            self.lang.of(":b\u{a0}kembali", ":b\u{a0}back")
        } else {
            ""
        };
        let always = self.lang.of(
            ":q\u{a0}simpan dan keluar · :?\u{a0}dengarkan",
            ":q\u{a0}save and leave · :?\u{a0}listen",
        );
        let commands = if back.is_empty() {
            always.to_owned()
        } else {
            format!("{back} · {always}")
        };
        let between = if here.chars().count() + commands.chars().count() + 3 <= self.width {
            " · "
        } else {
            "\n"
        };
        if here.is_empty() {
            commands
        } else {
            format!("{here}{between}{commands}")
        }
    }

    fn soft(&self, words: &str) -> String {
        self.style.paint(Tone::Soft, words)
    }

    /// Folded at the terminal's width. A terminal that is gone loses nothing: what was said is
    /// saved.
    fn line(&self, words: &str) {
        let _ = writeln!(self.out.borrow_mut(), "{}", layout::fold(words, self.width));
    }
}

fn primary(step: &StepView) -> &str {
    if step.primary.is_empty() {
        "OK"
    } else {
        &step.primary
    }
}
