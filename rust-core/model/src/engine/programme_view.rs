//! Programmes and the lowest dues, in words.

use super::view::Field;
use super::{Engine, spoken};
use crate::content::Content;
use crate::programme::{Benefit, Confidence, Eligibility, ProgrammeInfo, Quote};
use crate::text::{Arg, Lang, Message};
use crate::units::Month;

/// One programme explained: a screen, ≤ 8 KiB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeView {
    /// `jkk`, `jkm`, `jht`, `jp`, `jkp`
    pub id: String,
    /// "JKK (kecelakaan kerja)"
    pub name: String,
    /// Whether a non-wage-earner may join: for the picture beside the words.
    pub joins: Eligibility,
    /// Who may join, and why not everybody.
    pub who: String,
    /// A sentence that says what the programme is.
    pub about: String,
    /// The benefits of the programme; empty for one that cannot be joined.
    pub benefits: Vec<BenefitView>,
    /// What "Dengarkan" reads: all of the above.
    pub spoken: String,
    /// Where `who` comes from.
    pub source: String,
    /// `V2`, `V`, `D`, `R` or `C`.
    pub confidence: String,
}

/// One benefit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenefitView {
    /// A short sentence; what is not certain says so.
    pub words: String,
    /// Regulation and article, or where it was read.
    pub source: String,
    /// `V2`, `V`, `D`, `R` or `C`.
    pub confidence: String,
}

/// Every programme, in the order of the data.
pub fn programme_views(content: &Content, lang: Lang) -> Vec<ProgrammeView> {
    content
        .programmes
        .programmes
        .iter()
        .map(|programme| programme_view(content, lang, programme))
        .collect()
}

/// "Mulai Rp8.400 sebulan, sampai iuran Desember 2026." What somebody of any work can get comes
/// first, then what some pay less. Empty for a month the tariff does not speak of.
pub fn lowest_dues_texts(content: &Content, lang: Lang, month: Month) -> String {
    let mut sentences = Vec::new();
    for (place, lowest) in Quote::lowest_dues(&content.tariff, month)
        .iter()
        .enumerate()
    {
        let mut ids = vec!["lowest".to_owned()];
        if place > 0 {
            ids = lowest
                .work
                .iter()
                .map(|work| format!("lowest-{work}"))
                .collect();
        }
        for id in ids {
            let message = match lowest.until {
                Some(until) => Message::new(format!("{id}-until")).with("until", Arg::Month(until)),
                None => Message::new(id),
            };
            sentences.push(
                content
                    .texts
                    .format(lang, &message.with("amount", Arg::Money(lowest.amount))),
            );
        }
    }
    sentences.join(" ")
}

/// Says beside each programme that can be chosen what it gives, with the figures of its benefits.
pub(super) fn add_gains(engine: &Engine<'_>, field: &mut Field) {
    let Field::Several { options } = field else {
        return;
    };
    for option in options {
        let known = engine
            .content
            .programmes
            .programmes
            .iter()
            .find(|programme| programme.id == option.id);
        let Some(programme) = known else { continue };
        let id = format!("programme-{}-gives", programme.id);
        let figures: Vec<(String, Arg)> = gains(programme).collect();
        // An older bundle may lack a figure. A sentence with a hole is worse than none.
        let whole = engine
            .content
            .texts
            .variables(engine.lang, &id)
            .is_none_or(|used| {
                used.iter()
                    .all(|used| figures.iter().any(|(name, _)| name == used))
            });
        if whole {
            let message = Message::new(id);
            option.help = engine.text(
                &figures
                    .into_iter()
                    .fold(message, |message, (name, arg)| message.with(name, arg)),
            );
            spoken::option(option, "");
        }
    }
}

/// Every figure of a programme as `BENEFIT-FIGURE`.
fn gains(programme: &ProgrammeInfo) -> impl Iterator<Item = (String, Arg)> {
    programme.benefits.iter().flat_map(|benefit| {
        benefit
            .figures
            .iter()
            .map(|(name, figure)| (format!("{}-{name}", benefit.id), figure.arg()))
    })
}

fn programme_view(content: &Content, lang: Lang, programme: &ProgrammeInfo) -> ProgrammeView {
    let id = &programme.id;
    let name = Message::new(format!("programme-{id}"));
    let about = Message::new(format!("programme-{id}-about"));
    let who = Message::new(format!("programme-{id}-who"));
    let say = |message: &Message| content.texts.format(lang, message);
    let mut spoken: Vec<String> = [&name, &about, &who]
        .map(|message| read_out(content, lang, message))
        .into();
    let mut benefits = Vec::new();
    for benefit in &programme.benefits {
        let message = words(id, benefit);
        let confidence = Confidence::of(&benefit.source);
        let read = read_out(content, lang, &message);
        spoken.push(honest(content, lang, benefit, read));
        benefits.push(BenefitView {
            words: benefit_words(content, lang, id, benefit),
            source: benefit.source.clone(),
            confidence: code(confidence),
        });
    }
    ProgrammeView {
        id: id.clone(),
        name: say(&name),
        joins: programme.joins,
        who: say(&who),
        about: say(&about),
        benefits,
        spoken: spoken.join(" "),
        source: programme.source.clone(),
        confidence: code(Confidence::of(&programme.source)),
    }
}

/// A benefit in one sentence; what is not certain says so.
pub fn benefit_words(content: &Content, lang: Lang, programme: &str, benefit: &Benefit) -> String {
    let said = content.texts.format(lang, &words(programme, benefit));
    honest(content, lang, benefit, said)
}

fn honest(content: &Content, lang: Lang, benefit: &Benefit, said: String) -> String {
    match Confidence::of(&benefit.source) {
        Some(sure) if !sure.is_unsure() => said,
        _ => {
            let unsure = Message::new("benefit-unsure").with("words", Arg::Text(said));
            content.texts.format(lang, &unsure)
        }
    }
}

fn words(programme: &str, benefit: &Benefit) -> Message {
    benefit.figures.iter().fold(
        Message::new(format!("benefit-{programme}-{}", benefit.id)),
        |message, (name, figure)| message.with(name.clone(), figure.arg()),
    )
}

/// Its `.spoken`, or the text itself.
fn read_out(content: &Content, lang: Lang, message: &Message) -> String {
    let spoken = Message {
        id: format!("{}.spoken", message.id),
        args: message.args.clone(),
    };
    // Asks for this language only: a language without a spoken form of its own must not borrow
    // another language's.
    if content.texts.has(lang, &spoken.id) {
        content.texts.format(lang, &spoken)
    } else {
        content.texts.format(lang, message)
    }
}

fn code(confidence: Option<Confidence>) -> String {
    confidence.map_or_else(String::new, |it| it.code().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        Content::built_in().unwrap()
    }

    /// Two capitals in a row are read as a word by some voices.
    fn abbreviated(text: &str) -> bool {
        let capital = |letter: &u8| letter.is_ascii_uppercase();
        text.as_bytes()
            .windows(2)
            .any(|pair| pair.iter().all(capital))
    }

    #[test]
    fn the_price_of_today_is_told_with_its_end() {
        let say = |lang, month: &str| lowest_dues_texts(&content(), lang, month.parse().unwrap());
        assert_eq!(
            say(Lang::Id, "2026-11"),
            "Mulai Rp8.400 sebulan, sampai iuran Desember 2026."
        );
        assert_eq!(
            say(Lang::En, "2026-11"),
            "From Rp8.400 a month, for contributions up to December 2026."
        );
        assert_eq!(say(Lang::Id, "2027-04"), "Mulai Rp16.800 sebulan.");
        assert_eq!(say(Lang::Id, "2021-12"), "");
    }

    #[test]
    fn a_price_for_some_work_only_is_not_promised_to_everybody() {
        let said = lowest_dues_texts(&content(), Lang::Id, "2027-01".parse().unwrap());
        let expected = "Mulai Rp16.800 sebulan. Ojek, sopir, dan kurir: mulai Rp8.400, sampai iuran Maret 2027.";
        assert_eq!(said, expected);
    }

    #[test]
    fn a_benefit_is_a_sentence_with_its_figures_and_what_is_not_certain_says_so() {
        let views = programme_views(&content(), Lang::Id);
        let jkm = &views[1];
        assert_eq!(
            (jkm.name.as_str(), jkm.joins),
            ("JKM (kematian)", Eligibility::Compulsory)
        );
        assert!(
            jkm.benefits[0]
                .words
                .starts_with("Keluarga menerima Rp42.000.000:"),
            "{:?}",
            jkm.benefits
        );
        for view in &views {
            for benefit in &view.benefits {
                let said = benefit.words.ends_with("Ini belum kami pastikan.");
                assert_eq!(
                    said,
                    ["R", "C"].contains(&benefit.confidence.as_str()),
                    "{benefit:?}"
                );
            }
        }
        assert!(
            views[0]
                .benefits
                .iter()
                .any(|benefit| benefit.words.contains("48 kali"))
        );
    }

    #[test]
    fn every_programme_fits_its_screen_and_every_figure_is_said_in_both_languages() {
        let content = content();
        for lang in Lang::ALL {
            for view in programme_views(&content, lang) {
                let texts = [
                    &view.id,
                    &view.name,
                    &view.who,
                    &view.about,
                    &view.spoken,
                    &view.source,
                ];
                let benefits = view
                    .benefits
                    .iter()
                    .map(|it| it.words.len() + it.source.len() + it.confidence.len());
                let bytes =
                    texts.iter().map(|text| text.len()).sum::<usize>() + benefits.sum::<usize>();
                assert!(bytes <= 8 * 1024, "{}: {bytes}", view.id);
                assert!(!format!("{view:?}").contains("{$"), "{view:?}");
                assert!(
                    view.benefits
                        .iter()
                        .all(|it| it.words.chars().count() <= 200),
                    "{view:?}"
                );
            }
            for (id, given, optional) in content.programmes.texts() {
                let Some(used) = content.texts.variables(lang, &id) else {
                    assert!(optional, "{id}");
                    continue;
                };
                assert_eq!(
                    used.iter().map(String::as_str).collect::<Vec<_>>(),
                    given,
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn what_is_read_aloud_has_every_benefit_and_no_abbreviation() {
        assert!(abbreviated("JKK") && abbreviated("KTP Anda") && !abbreviated("J K K, Rp10.000"));
        for lang in Lang::ALL {
            for view in programme_views(&content(), lang) {
                assert!(!abbreviated(&view.spoken), "{}", view.spoken);
                let plain = view
                    .benefits
                    .iter()
                    .filter(|benefit| !abbreviated(&benefit.words));
                assert!(plain.clone().count() >= view.benefits.len() / 2);
                for benefit in plain {
                    assert!(view.spoken.contains(&benefit.words), "{benefit:?}");
                }
            }
        }
    }
}
