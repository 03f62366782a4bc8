//! Cover in words, by the texts of the content.

use super::{Cover, CoverLevel, CoverState, ProgrammeCover};
use crate::programme::{BenefitFigure, Programme, Programmes};
use crate::text::{Arg, Lang, Message, Texts, format};
use crate::units::{Date, Month, Rupiah};

/// What a screen, a card or a message says about cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverWords {
    /// The state in one line: "Terlindungi sampai 31 Januari 2027".
    pub title: String,
    /// What the state means, one thought in each line.
    pub lines: Vec<String>,
    /// Programme by programme, in the order of [`Cover::programmes`].
    pub programmes: Vec<ProgrammeWords>,
}

/// One programme's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeWords {
    /// `JKK (kecelakaan kerja)`
    pub name: String,
    /// What the programme is worth on that day.
    pub level: String,
}

/// Texts this room asks for, with the values they are given; `{ $list }` is a list of months.
pub const COVER_IDS: &[(&str, &[&str])] = &[
    ("cover-again", &["month"]),
    ("cover-again-nik", &[]),
    ("cover-again-wait", &["date"]),
    ("cover-certain", &["date"]),
    ("cover-cost", &["amount"]),
    ("cover-due", &["date"]),
    ("cover-ended", &["date"]),
    ("cover-grace", &["list"]),
    ("cover-late", &["date"]),
    ("cover-maybe", &["date"]),
    ("cover-not-yet", &[]),
    ("cover-not-yet-text", &[]),
    ("cover-protected", &["date"]),
    ("cover-since", &["date"]),
    ("cover-sponsor", &["payer"]),
    ("cover-sponsor-ended", &["date", "payer"]),
    ("cover-sponsor-to", &["date", "payer"]),
    ("cover-starts", &["date"]),
    ("cover-unpaid-accident", &[]),
    ("level-early", &["amount", "date"]),
    ("level-full", &["date"]),
    ("level-full-jkm", &["amount", "date"]),
    ("level-maybe", &[]),
    ("level-none", &[]),
    ("level-not-promised", &[]),
    ("level-saved", &[]),
];

/// Says what holds. `cost`: of the missing months, or of the month in which somebody would begin
/// again.
pub fn words(
    texts: &Texts,
    lang: Lang,
    programmes: &Programmes,
    cover: &Cover,
    due_day: u8,
    cost: Option<Rupiah>,
) -> CoverWords {
    let say = |id: &str| texts.format(lang, &Message::new(id));
    let with = |id: &str, name: &'static str, arg: Arg| {
        texts.format(lang, &Message::new(id).with(name, arg))
    };
    let paid_by = |id: &str, payer: &str, to: Date| {
        let message = Message::new(id).with("payer", Arg::Text(payer.to_owned()));
        texts.format(lang, &message.with("date", Arg::Date(to)))
    };
    let mut lines = Vec::new();
    let title = match cover.state {
        CoverState::NotYet { starts } => {
            lines.push(say("cover-not-yet-text"));
            starts.map_or_else(
                || say("cover-not-yet"),
                |day| with("cover-starts", "date", Arg::Date(day)),
            )
        }
        CoverState::Protected { until } => {
            if let Some(since) = cover.since {
                lines.push(with("cover-since", "date", Arg::Date(since)));
            }
            if let Some((payer, to)) = &cover.sponsored {
                let id = if *to < until {
                    "cover-sponsor-to"
                } else {
                    "cover-sponsor"
                };
                lines.push(paid_by(id, payer, *to));
            }
            with("cover-protected", "date", Arg::Date(until))
        }
        CoverState::Grace {
            in_time_until,
            certain_until,
            ends,
            ..
        } => {
            // Somebody else has stopped paying: a member must not wait for money that does not come.
            if let Some((payer, to)) = cover.sponsor.as_ref().zip(cover.paid_until) {
                lines.push(paid_by("cover-sponsor-ended", payer, to));
            }
            // A day moved by a holiday is never told: it only keeps "late" from being said.
            if let Some(due) = cover.missing.first().map(|month| month.day(due_day)) {
                if cover.on <= due {
                    lines.push(with("cover-due", "date", Arg::Date(due)));
                } else if cover.on > in_time_until {
                    lines.push(with("cover-late", "date", Arg::Date(due)));
                }
            }
            let certain = cover.on <= certain_until;
            let (id, day) = if certain {
                ("cover-certain", certain_until)
            } else {
                ("cover-maybe", ends)
            };
            lines.push(with(id, "date", Arg::Date(day)));
            lines.push(say("cover-unpaid-accident"));
            with(
                "cover-grace",
                "list",
                Arg::Text(months(texts, lang, &cover.missing)),
            )
        }
        CoverState::Ended {
            since,
            full_death_from,
        } => {
            let month = format::month(lang, cover.on.month());
            lines.push(with("cover-again", "month", Arg::Text(month)));
            lines.push(with("cover-again-wait", "date", Arg::Date(full_death_from)));
            lines.push(say("cover-again-nik"));
            with("cover-ended", "date", Arg::Date(since))
        }
    };
    lines.extend(cost.map(|amount| with("cover-cost", "amount", Arg::Money(amount))));
    let programmes = cover
        .programmes
        .iter()
        .map(|it| programme_words(texts, lang, programmes, *it))
        .collect();
    CoverWords {
        title,
        lines,
        programmes,
    }
}

/// `November dan Desember 2026`: the year stands once where it can.
pub fn months(texts: &Texts, lang: Lang, months: &[Month]) -> String {
    let last_of_year = |place: usize| {
        months
            .get(place + 1)
            .is_none_or(|next| next.year() != months[place].year())
    };
    let name = |(place, month): (usize, &Month)| {
        let name = format::month(lang, *month);
        let bare = name
            .rsplit_once(' ')
            .map_or(name.as_str(), |(bare, _)| bare)
            .to_owned();
        if last_of_year(place) { name } else { bare }
    };
    texts.list(
        lang,
        &months.iter().enumerate().map(name).collect::<Vec<_>>(),
    )
}

fn programme_words(
    texts: &Texts,
    lang: Lang,
    programmes: &Programmes,
    it: ProgrammeCover,
) -> ProgrammeWords {
    let name = texts.format(lang, &Message::new(format!("programme-{}", it.programme)));
    let (id, amount, day) = match it.level {
        CoverLevel::None => ("level-none", None, None),
        CoverLevel::Maybe => ("level-maybe", None, None),
        CoverLevel::NotPromised => ("level-not-promised", None, None),
        CoverLevel::Saved => ("level-saved", None, None),
        CoverLevel::Full if it.programme == Programme::Jkm => (
            "level-full-jkm",
            Some(figure(programmes, "total", "total")),
            it.until,
        ),
        CoverLevel::Full => ("level-full", None, it.until),
        CoverLevel::Early => (
            "level-early",
            Some(figure(programmes, "early", "amount")),
            it.full_from,
        ),
    };
    let mut message = Message::new(id);
    message
        .args
        .extend(amount.map(|amount| ("amount".into(), Arg::Money(amount))));
    message
        .args
        .extend(day.map(|day| ("date".into(), Arg::Date(day))));
    ProgrammeWords {
        name,
        level: texts.format(lang, &message),
    }
}

/// An amount of JKM's benefits.
fn figure(programmes: &Programmes, benefit: &str, name: &str) -> Rupiah {
    let jkm = programmes
        .programmes
        .iter()
        .find(|it| it.id == Programme::Jkm.code());
    let benefit = jkm.and_then(|it| it.benefits.iter().find(|it| it.id == benefit));
    match benefit.and_then(|it| it.figures.get(name)) {
        Some(BenefitFigure::Rupiah(amount)) => *amount,
        // `Content::parse` refuses programmes without these figures.
        _ => Rupiah(0),
    }
}
