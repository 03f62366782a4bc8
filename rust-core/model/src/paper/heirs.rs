//! The heirs' card: one page for the family, to be kept at home.
//!
//! It says until when somebody is protected, what the family gets, what runs out when something
//! happens, what to do and where. Every figure is one of `programmes.json`, every clock and step one
//! of `incidents.json`. Claims fail because a family does not know of the cover, or of the two days.

use super::blocks::{Block, Paper};
use crate::content::Content;
use crate::cover::{Cover, CoverLevel, Incident, ProgrammeCover, words};
use crate::engine::benefit_words;
use crate::programme::Programme;
use crate::text::{Arg, Lang, Message};

/// What the card is about.
#[derive(Clone, Copy, Debug)]
pub struct HeirsFacts<'a> {
    /// The member's name as the family knows it; none when the phone no longer has the answers.
    pub name: Option<&'a str>,
    /// The member's number, masked: [`crate::person::Nik::masked`]. The branch finds the member by
    /// the KTP; a whole number on a paper at home only helps people who should not have it.
    pub number: Option<&'a str>,
    /// What holds on the day of the card.
    pub cover: &'a Cover,
}

/// The card in words.
pub fn heirs_card(content: &Content, lang: Lang, facts: &HeirsFacts<'_>) -> Paper {
    let card = Card { content, lang };
    let cover = facts.cover;
    let due_day = content.cover.due_day.day;
    let said = words(
        &content.texts,
        lang,
        &content.programmes,
        cover,
        due_day,
        None,
    );
    let row = |id: &str, value: Option<&str>| Some((card.text_of(id), value?.to_owned()));
    let rows = [
        row("sheet-name", facts.name),
        row("sheet-number", facts.number),
    ];
    let mut blocks = vec![
        Block::Rows(rows.into_iter().flatten().collect()),
        Block::Strong(said.title),
        Block::Heading(card.text_of("heirs-gives")),
    ];
    let levels = said.programmes.iter().zip(&cover.programmes);
    let mut items = Vec::new();
    for (line, it) in levels {
        items.push(format!("{}: {}", line.name, line.level));
        items.extend(card.benefits(*it));
    }
    blocks.push(Block::Items(items));
    for incident in &content.incidents.incidents {
        blocks.extend(card.incident(incident));
    }
    blocks.push(Block::Text(card.text_of("incident-where")));
    blocks.push(Block::Small(card.with(
        "heirs-note",
        "date",
        Arg::Date(cover.on),
    )));
    Paper {
        lang,
        title: card.text_of("heirs-title"),
        blocks,
        footer: card.text_of("sheet-footer"),
    }
}

struct Card<'a> {
    content: &'a Content,
    lang: Lang,
}

impl Card<'_> {
    /// The benefits for the family of a programme that holds. A programme that may not hold has
    /// none here, because an amount would be read as a promise.
    fn benefits(&self, it: ProgrammeCover) -> Vec<String> {
        let ids: &[&str] = match (it.programme, it.level) {
            (Programme::Jkk, CoverLevel::Full) => &["treatment", "death", "scholarship"],
            (Programme::Jkm, CoverLevel::Full) => &["total", "scholarship"],
            (Programme::Jkm, CoverLevel::Early) => &["early"],
            (Programme::Jht, CoverLevel::Saved) => &["payout"],
            _ => &[],
        };
        let programmes = &self.content.programmes.programmes;
        let info = programmes
            .iter()
            .find(|info| info.id == it.programme.code());
        let found = ids.iter().filter_map(|id| {
            let info = info?;
            let benefit = info.benefits.iter().find(|benefit| benefit.id == *id)?;
            Some(benefit_words(self.content, self.lang, &info.id, benefit))
        });
        found.collect()
    }

    /// Clocks first, because they run; then steps. What to bring stands there where the family
    /// claims alone; after an accident the branch asks for it, and the page has no room.
    fn incident(&self, incident: &Incident) -> Vec<Block> {
        let id = &incident.id;
        let clocks = incident.clocks.iter().map(|clock| {
            let count = Arg::Number(clock.count().into());
            self.with(&format!("clock-{id}-{}", clock.id), "count", count)
        });
        let steps = incident.steps.iter();
        let steps = steps.map(|step| self.text_of(&format!("step-{id}-{}", step.id)));
        let mut blocks = vec![
            Block::Heading(self.text_of(&format!("incident-{id}"))),
            Block::Steps(clocks.chain(steps).collect()),
        ];
        if incident.programme == Programme::Jkm {
            let papers = incident.papers.iter();
            let papers: Vec<String> = papers
                .map(|paper| self.text_of(&format!("paper-{}", paper.id)))
                .collect();
            let list = self.content.texts.list(self.lang, &papers);
            blocks.push(Block::Text(self.with(
                "heirs-papers",
                "list",
                Arg::Text(list),
            )));
        }
        blocks
    }

    fn text_of(&self, id: &str) -> String {
        self.content.text(self.lang, &Message::new(id))
    }

    fn with(&self, id: &str, name: &'static str, arg: Arg) -> String {
        self.content
            .text(self.lang, &Message::new(id).with(name, arg))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::{PaidMonth, PaidMonths};

    fn card(lang: Lang, months: &[&str], on: &str) -> Paper {
        let content = Content::built_in().unwrap();
        let paid = months.iter().map(|month| PaidMonth {
            month: month.parse().unwrap(),
            paid_on: format!("{month}-03").parse().unwrap(),
            programmes: vec![Programme::Jkk, Programme::Jkm, Programme::Jht],
            sponsor: None,
        });
        let paid = PaidMonths::new(None, paid.collect());
        let cover = Cover::of(
            &content.cover,
            &content.calendar,
            &paid,
            on.parse().unwrap(),
        );
        let facts = HeirsFacts {
            name: Some("SITI CONTOH BINTI PANJANG NAMANYA SEKALI"),
            number: Some("3201 •••• •••• 0001"),
            cover: &cover,
        };
        heirs_card(&content, lang, &facts)
    }

    fn text(paper: &Paper) -> String {
        format!("{:?}", paper.blocks)
    }

    #[test]
    fn it_is_one_page_in_both_languages_whatever_holds() {
        let half_a_year = [
            "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04",
        ];
        for lang in Lang::ALL {
            for (months, on) in [
                (&half_a_year[..], "2027-04-20"),
                (&half_a_year, "2027-06-20"),
                (&half_a_year, "2028-01-01"),
                (&half_a_year[..1], "2026-11-05"),
                (&[], "2026-11-05"),
            ] {
                let paper = card(lang, months, on);
                assert_eq!(paper.pages(), 1, "{lang:?} {on}");
                assert!(!text(&paper).contains("{$"), "a hole");
                assert!(paper.pdf().len() < 16 * 1024, "{}", paper.pdf().len());
            }
        }
    }

    #[test]
    fn what_the_family_gets_is_said_with_the_figures_of_the_programmes_while_it_holds() {
        let months = ["2026-11", "2026-12", "2027-01", "2027-02"];
        let full = text(&card(Lang::Id, &months, "2027-02-20"));
        assert!(
            full.contains("Terlindungi sampai 28 Februari 2027"),
            "{full}"
        );
        assert!(full.contains("Rp42.000.000") && full.contains("Rp70.000.000"));
        assert!(
            full.contains("48 jam") && full.contains("5 tahun"),
            "the clocks"
        );
        assert!(full.contains("3201 •••• •••• 0001"));
        let early = text(&card(Lang::Id, &months[..1], "2026-11-05"));
        assert!(
            early.contains("Rp10.000.000") && !early.contains("Rp42.000.000"),
            "{early}"
        );
        let over = text(&card(Lang::Id, &months, "2028-01-01"));
        assert!(
            !over.contains("Rp42.000.000") && !over.contains("Rp70.000.000"),
            "{over}"
        );
        assert!(
            over.contains("48 jam"),
            "what to do stands there all the same"
        );
    }
}
