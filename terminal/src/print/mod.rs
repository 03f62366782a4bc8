//! Results in words, for stdout. [`form`] prints the form's questions.

mod form;
mod line;
mod picture;
mod places;
mod request;

use payung_core::{
    CalculatorView, DraftLine, DuesView, HomeView, NikView, NoticeView, PathPlace, PhoneView,
    ReferralView, RegionView, RegistrationState, RegistrationView, SyncReport, TimelineLine,
    VillageView,
};
use payung_model::engine::{ChoiceView, ProgrammeView, QuoteView};
use payung_model::person::Sex;
use payung_model::text::format;
use payung_model::units::Date;

use crate::options::Language;
use crate::words;

use line::Text;

pub use form::{form, form_to_read};
pub use line::line;
pub use picture::picture;
pub use places::places;
pub use request::request;

/// `numbers`: of the registrations, as they are named.
pub fn home(view: &HomeView, numbers: &[usize], lang: Language) -> Text {
    let mut text = Text::new();
    for notice in &view.notices {
        line(&mut text, format_args!("! {notice}"));
    }
    let key = words::key(lang, view.key);
    if !key.is_empty() {
        line(&mut text, format_args!("  {key}"));
    }
    if !view.lowest.is_empty() {
        line(&mut text, format_args!("{}", view.lowest));
    }
    if view.knows_office {
        line(
            &mut text,
            format_args!(
                "{}: {}",
                lang.of("Penerima data", "Receives the data"),
                view.receiver
            ),
        );
    } else {
        let how = lang.of("Beri berkas kantornya:", "Give the file of an office:");
        line(&mut text, format_args!("  {how} --trust FILE"));
    }
    if let Some(kept) = &view.referral {
        text += &referral(kept);
    }
    text += &drafts(&view.drafts, lang);
    if view.more_drafts {
        line(&mut text, format_args!("  …\n{}", words::command("drafts")));
    }
    text += &registrations(numbers, &view.registrations, lang);
    if view.more_registrations {
        line(&mut text, format_args!("  …\n{}", words::command("status")));
    }
    // Nothing is asked of the office here, so a payment is not known before the next sync.
    if view.bill.is_some() {
        let how = lang.of(
            "Baru bayar? Ambil kabar dari kantor dengan:",
            "Just paid? Fetch the office's news with:",
        );
        line(&mut text, format_args!("{how}\n{}", words::command("sync")));
    }
    text
}

/// What the code does, and how it is removed here.
pub fn referral(view: &ReferralView) -> Text {
    let remove = words::command("referral --remove");
    format!("{}\n{remove}\n", view.words)
}

pub fn drafts(lines: &[DraftLine], lang: Language) -> Text {
    let mut text = Text::new();
    for (number, draft) in (1..).zip(lines) {
        let name = if draft.name.is_empty() {
            lang.of("(belum ada nama)", "(no name yet)")
        } else {
            draft.name.reveal()
        };
        line(
            &mut text,
            format_args!(
                "{number:>3}  {name} · {} · {}",
                draft.line, draft.changed_at_words
            ),
        );
        if let Some(expires) = &draft.expires {
            line(&mut text, format_args!("     ! {expires}"));
        }
    }
    if text.is_empty() {
        format!(
            "{}\n",
            lang.of("Tidak ada isian yang tersimpan.", "No drafts.")
        )
    } else {
        text
    }
}

pub fn registrations(numbers: &[usize], views: &[RegistrationView], lang: Language) -> Text {
    let numbered = |(number, view): (&usize, &RegistrationView)| {
        format!("{number:>3}  {}", registration(view, lang))
    };
    let all: Vec<Text> = numbers.iter().zip(views).map(numbered).collect();
    if all.is_empty() {
        format!(
            "{}\n",
            lang.of("Belum ada pendaftaran.", "No registrations.")
        )
    } else {
        all.join("\n")
    }
}

pub fn registration(view: &RegistrationView, lang: Language) -> Text {
    let mut text = Text::new();
    line(&mut text, format_args!("{} · {}", view.receipt, view.words));
    let again = if view.revision > 1 {
        format!(
            "{} {}",
            lang.of("kiriman ke", "sent as number"),
            view.revision
        )
    } else {
        String::new()
    };
    // Photos are counted while they wait to go; once all is received there is nothing to count.
    let photos = match view.photos {
        0 => String::new(),
        all => format!(
            "{} {} {} {all}",
            lang.of("foto terkirim:", "photos sent:"),
            view.photos_sent,
            lang.of("dari", "of")
        ),
    };
    let about: Vec<&str> = [again.as_str(), &photos]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    if !about.is_empty() {
        line(&mut text, format_args!("  {}", about.join(" · ")));
    }
    // That it was once ready and on its way says nothing any more once it has arrived.
    let passed = |entry: &&TimelineLine| {
        !matches!(
            entry.state,
            RegistrationState::Ready | RegistrationState::Sending
        )
    };
    let (last, before) = match view.timeline.split_last() {
        Some((last, before)) => (Some(last), before),
        None => (None, &[][..]),
    };
    for entry in before.iter().filter(passed).chain(last) {
        line(
            &mut text,
            format_args!("  {}  {}", entry.at_words, entry.words),
        );
    }
    if view.is_request && !view.purpose_words.is_empty() {
        line(&mut text, format_args!("  {}", view.purpose_words));
    }
    for step in &view.path {
        let mark = match step.place {
            PathPlace::Done => "✓",
            PathPlace::Now => "→",
            PathPlace::Ahead => "·",
        };
        line(&mut text, format_args!("  {mark} {}", step.words));
    }
    if let Some(problem) = &view.problem {
        line(&mut text, format_args!("  ! {}", problem.words));
    }
    let todo = |text: &mut Text, how: &str, command: &str| {
        line(
            text,
            format_args!(
                "  {how}\n{}",
                words::command(format_args!("{command} {}", view.receipt))
            ),
        );
    };
    if let Some(bill) = &view.bill {
        let how = format!("{}: {}", lang.of("Iuran", "Contribution"), bill.words);
        todo(&mut text, &how, "bill");
    }
    if view.can_send_now {
        todo(
            &mut text,
            lang.of("Kirim sekarang dengan:", "Send now with:"),
            "sync --send-now",
        );
    }
    if let Some(next) = &view.next {
        line(&mut text, format_args!("  {next}"));
    }
    if let Some(missing) = &view.missing_words {
        line(&mut text, format_args!("  {missing}"));
    }
    if view.can_complete {
        let how = if view.missing.is_empty() {
            lang.of(
                "Mau menambah data? Boleh kapan saja, dengan:",
                "To add more, at any time:",
            )
        } else {
            lang.of(
                "Susulkan kapan saja, dengan:",
                "Send it later, at any time:",
            )
        };
        todo(&mut text, how, "complete");
    }
    if let Some(reply) = &view.reply {
        line(
            &mut text,
            format_args!(
                "  {}: {}",
                lang.of("Kata kantor", "The office says"),
                reply.reveal()
            ),
        );
    }
    for asked in &view.corrections {
        line(
            &mut text,
            format_args!("  > {}: {}", asked.title, asked.words.reveal()),
        );
    }
    if !view.corrections.is_empty() {
        todo(
            &mut text,
            lang.of("Perbaiki dengan:", "Correct with:"),
            "correct",
        );
    }
    text
}

/// What a sync did, in words: what became of each registration first, then only what is not
/// nothing.
pub fn report(
    report: &SyncReport,
    changed: &[(RegistrationView, Vec<NoticeView>)],
    lang: Language,
) -> Text {
    let mut text = Text::new();
    for (view, notices) in changed {
        text += &registration(view, lang);
        for notice in notices {
            line(
                &mut text,
                format_args!("  ! {}: {}", notice.at_words, notice.words),
            );
        }
    }
    if report.new_bundle {
        line(
            &mut text,
            format_args!(
                "{}",
                lang.of("Aturan baru sudah diambil.", "Newer rules were fetched.")
            ),
        );
    }
    let counted = |count: u32, id: &str, en: &str| {
        (count > 0).then(|| format!("{count} {}", lang.of(id, en)))
    };
    let waits = [
        counted(
            report.waiting,
            "pendaftaran masih menunggu.",
            "registrations still wait.",
        ),
        counted(
            report.parked,
            "pendaftaran tertahan.",
            "registrations are held up.",
        ),
    ];
    for words in waits.into_iter().flatten() {
        line(&mut text, format_args!("{words}"));
    }
    if let Some(problem) = &report.problem {
        line(&mut text, format_args!("! {}", problem.words));
    }
    if text.is_empty() {
        line(
            &mut text,
            format_args!("{}", lang.of("Tidak ada yang baru.", "Nothing is new.")),
        );
    }
    let bytes = report.bytes_sent + report.bytes_received;
    line(
        &mut text,
        format_args!(
            "{}: {} kB",
            lang.of("Data terpakai", "Data used"),
            bytes.div_ceil(1000)
        ),
    );
    text
}

/// What could be read; problems are told on stderr.
pub fn nik(view: &NikView, lang: Language) -> Text {
    let mut text = Text::new();
    let sex = view.sex.map(|sex| match sex {
        Sex::Female => lang.of("perempuan", "female"),
        Sex::Male => lang.of("laki-laki", "male"),
    });
    let born = view
        .birth_date
        .as_deref()
        .map(|day| match day.parse::<Date>() {
            Ok(day) => format::date(lang.model(), day),
            Err(_) => day.to_owned(),
        });
    let read = [
        (lang.of("Tanggal lahir", "Birth date"), born.as_deref()),
        (lang.of("Jenis kelamin", "Sex"), sex),
        (lang.of("Wilayah", "Region"), view.region.as_deref()),
        (lang.of("Dibuat di", "Made in"), view.place.as_deref()),
    ];
    for (label, value) in read {
        if let Some(value) = value {
            line(&mut text, format_args!("{label}: {value}"));
        }
    }
    text + &warnings(&view.warnings)
}

pub fn phone(view: &PhoneView) -> Text {
    let mut text = Text::new();
    for value in [&view.national, &view.e164].into_iter().flatten() {
        line(&mut text, format_args!("{value}"));
    }
    text + &warnings(&view.warnings)
}

pub fn dues(view: &DuesView) -> Text {
    quote(&view.words)
}

fn quote(words: &QuoteView) -> Text {
    let mut text = Text::new();
    line(
        &mut text,
        format_args!("{} · {}", words.total, words.months),
    );
    for part in parts(words) {
        line(&mut text, format_args!("{part}"));
    }
    for reason in &words.reasons {
        line(&mut text, format_args!("  {reason}"));
    }
    text
}

/// A quote's parts, a line each, without style.
pub fn parts(quote: &QuoteView) -> Vec<Text> {
    let mut lines = Vec::new();
    for part in &quote.parts {
        let title = [part.months.as_str(), &part.sum];
        let several = title.iter().any(|words| !words.is_empty());
        if several {
            lines.push(format!("  {}", title.join(": ")));
        }
        let indent = if several { "    " } else { "  " };
        lines.extend(
            part.lines
                .iter()
                .map(|programme| format!("{indent}{}: {}", programme.label, programme.amount)),
        );
        if !part.per_day.is_empty() {
            lines.push(format!("{indent}{}", part.per_day));
        }
    }
    lines
}

pub fn programmes(views: &[ProgrammeView], lang: Language) -> Text {
    let mut text = Text::new();
    for view in views {
        if !text.is_empty() {
            line(&mut text, format_args!(""));
        }
        line(&mut text, format_args!("{}: {}", view.name, view.about));
        line(&mut text, format_args!("  {}", view.who));
        line(
            &mut text,
            format_args!("    {}", form::basis(&view.source, lang)),
        );
        for benefit in &view.benefits {
            line(&mut text, format_args!("  - {}", benefit.words));
            line(
                &mut text,
                format_args!("    {}", form::basis(&benefit.source, lang)),
            );
        }
    }
    line(
        &mut text,
        format_args!(
            "\n{}",
            lang.of("Seberapa pasti sumbernya:", "How sure a source is:")
        ),
    );
    text += &form::marks_explained(lang);
    text
}

pub fn choices(found: &[ChoiceView], lang: Language) -> Text {
    let mut text = Text::new();
    for option in found {
        line(&mut text, format_args!("{:<28}{}", option.id, option.label));
    }
    if found.is_empty() {
        let words = lang.of(
            "Tidak ketemu. Coba kata lain, atau \"lain\".",
            "Not found. Try another word, or \"other\".",
        );
        line(&mut text, format_args!("{words}"));
    }
    text
}

/// What is still asked or wrong, and the price as far as it can be made.
pub fn calculator(view: &CalculatorView, lang: Language) -> Text {
    let mut text = Text::new();
    for asked in &view.asked {
        if asked.typed.is_empty() {
            let ids: Vec<&str> = asked
                .field
                .options()
                .iter()
                .map(|option| option.id.as_str())
                .collect();
            line(
                &mut text,
                format_args!("? {} {}= {}", asked.title, asked.question, ids.join("|")),
            );
        }
        for words in &asked.warnings {
            line(
                &mut text,
                format_args!("! {}: {}", asked.question, words.reveal()),
            );
        }
    }
    match &view.quote {
        Some(made) => text + &quote(made),
        None => {
            text + lang.of(
                "Belum ada harga: isi pertanyaan di atas.\n",
                "No price yet: answer what is asked above.\n",
            )
        }
    }
}

pub fn regions(found: &[RegionView], lang: Language) -> Text {
    let mut text = Text::new();
    for region in found {
        line(
            &mut text,
            format_args!(
                "{}  {}  {}",
                region.code,
                region.path,
                region.postal_codes.join(" ")
            ),
        );
    }
    if found.is_empty() {
        line(
            &mut text,
            format_args!(
                "{}",
                lang.of(
                    "Tidak ketemu. Coba kata lain.",
                    "Not found. Try another word."
                )
            ),
        );
    }
    text
}

pub fn villages(district: &RegionView, found: &[VillageView], lang: Language) -> Text {
    let mut text = Text::new();
    line(&mut text, format_args!("{}", district.path));
    for village in found {
        line(
            &mut text,
            format_args!(
                "{}  {}  {}",
                village.code, village.name, village.postal_code
            ),
        );
    }
    if found.is_empty() {
        line(
            &mut text,
            format_args!(
                "{}",
                lang.of(
                    "Tidak ketemu. Coba kata lain.",
                    "Not found. Try another word."
                )
            ),
        );
    }
    text
}

fn warnings(warnings: &[String]) -> Text {
    let mut text = Text::new();
    for words in warnings {
        line(&mut text, format_args!("? {words}"));
    }
    text
}
