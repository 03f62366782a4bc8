//! What officers leave out of the queue: read from the address, and asked for in a form.

use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::person::{Level, Region, Regions};
use payung_model::text::Lang;
use payung_model::units::Timestamp;

use super::super::html::safe_text;
use super::super::words;
use super::query::QueueQuery;
use crate::clock::earlier;
use crate::keys::NikIndex;
use crate::opener::{self, Flag};
use crate::purposes;
use crate::store::QueueFilter;

/// The word for all warnings of forms together. Each form has its own, and where a list is read, no
/// one of them matters more than another.
const UNUSUAL: &str = "unusual";
/// The flag of what does not open.
pub(super) const SEAL_BROKEN: &str = "seal_broken";
/// What officers filter by besides requests.
const PURPOSES: [&str; 5] = ["register", "resume", "active", "employer", "complete"];
const HOURS: [u32; 4] = [4, 24, 72, 168];
/// Regencies that are offered when a name fits several.
const MOST_OFFERED: usize = 6;

/// What is asked for beside the state.
pub(super) struct QueueFilters {
    /// As it stands in the address: words and codes only.
    plain: Vec<(&'static str, String)>,
    regency: AskedRegency,
}

/// Which regency or city was typed, by its code or by its name.
enum AskedRegency {
    None,
    One(Region),
    /// Several have that name, or none. Nothing is left out for it then.
    Unclear {
        typed: String,
        offered: Vec<Region>,
    },
}

impl AskedRegency {
    fn read(typed: &str) -> Self {
        let typed = typed.trim();
        if typed.is_empty() {
            return Self::None;
        }
        // `3201` and the code of a district in it mean the same.
        let digits: String = typed.chars().filter(|sign| *sign != '.').collect();
        let code = digits
            .get(..4)
            .filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|code| Some(format!("{}.{}", code.get(..2)?, code.get(2..)?)));
        if let Some(region) = code.and_then(|code| Regions::get(&code)) {
            return Self::One(region);
        }
        let mut offered = if typed.chars().any(char::is_alphabetic) {
            Regions::search(Level::Regency, None, typed, MOST_OFFERED)
        } else {
            Vec::new()
        };
        if offered.len() == 1
            && let Some(one) = offered.pop()
        {
            return Self::One(one);
        }
        Self::Unclear {
            typed: typed.to_owned(),
            offered,
        }
    }
}

impl QueueFilters {
    /// Under *all* there is one list of all states, and nothing is left out of it.
    pub(super) fn read(query: &QueueQuery, state: Option<OfficeState>) -> Self {
        if state.is_none() {
            return Self {
                plain: Vec::new(),
                regency: AskedRegency::None,
            };
        }
        let regency = AskedRegency::read(query.regency.as_deref().unwrap_or_default());
        // Only what can stand in an address as it is: everything that is asked for is a word or a
        // code.
        let plain = |text: &str| {
            text.bytes()
                .all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'.' | b'_' | b'-'))
        };
        let asked = [
            ("flag", &query.flag),
            ("purpose", &query.purpose),
            ("hours", &query.hours),
            ("photo", &query.photo),
        ];
        let mut plain: Vec<_> = asked
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.clone()?)))
            .filter(|(_, text)| !text.is_empty() && plain(text))
            .collect();
        if let AskedRegency::One(region) = &regency {
            plain.push(("regency", region.code.clone()));
        }
        Self { plain, regency }
    }

    /// True when nothing is left out that the list itself does not leave out.
    pub(super) fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// What is asked for by that name; empty when nothing is.
    pub(super) fn text(&self, name: &str) -> &str {
        self.plain
            .iter()
            .find(|(one, _)| *one == name)
            .map_or("", |(_, value)| value)
    }

    /// True when the form has something to say: what is left out, or what was not understood.
    fn is_open(&self) -> bool {
        !self.plain.is_empty() || !matches!(self.regency, AskedRegency::None)
    }

    fn typed_regency(&self) -> &str {
        match &self.regency {
            AskedRegency::None => "",
            AskedRegency::One(region) => &region.code,
            AskedRegency::Unclear { typed, .. } => typed,
        }
    }

    /// Behind `?state=...` in an address.
    pub(super) fn in_address(&self) -> String {
        let parts = self.plain.iter();
        parts
            .flat_map(|(name, value)| ["&", name, "=", value])
            .collect()
    }

    /// What is left out. What does not open is left out of what waits, unless it is asked for: a
    /// stranger can send any amount of it.
    pub(super) fn filter(
        &self,
        index: &NikIndex,
        state: Option<OfficeState>,
        now: Timestamp,
    ) -> QueueFilter {
        let given = |name: &str| Some(self.text(name).to_owned()).filter(|text| !text.is_empty());
        let hours: Option<u64> = self.text("hours").parse().ok();
        let received = state == Some(OfficeState::Received);
        QueueFilter {
            flag: given("flag").filter(|flag| flag != UNUSUAL),
            flag_beside: match self.text("flag") {
                UNUSUAL => Flag::ALL.map(|flag| flag.word().to_owned()).to_vec(),
                _ => Vec::new(),
            },
            purpose: given("purpose"),
            unchanged_since: hours.map(|hours| earlier(now, hours.min(100_000) * 3_600_000)),
            regency: given("regency").and_then(|code| opener::region(index, &code)),
            photo: match self.text("photo") {
                "with" => Some((opener::with_photo(index), true)),
                "without" => Some((opener::with_photo(index), false)),
                _ => None,
            },
            without_held: received,
            without_broken: received && self.text("flag") != SEAL_BROKEN,
            ..QueueFilter::default()
        }
    }
}

/// The form that asks for it.
pub(super) fn form(lang: Lang, state: OfficeState, asked: &QueueFilters) -> Markup {
    let choice = |name: &str, label: &str, options: &[(String, String)]| {
        html! {
            div {
                label for={ "by-" (name) } { (label) }
                select #{ "by-" (name) } name=(name) {
                    option value="" { (words::ANY.text(lang)) }
                    @for (value, text) in options { option value=(value) selected[asked.text(name) == value] { (text) } }
                }
            }
        }
    };
    let flags: Vec<_> = Flag::ALL
        .iter()
        .map(|flag| flag.word())
        .chain([UNUSUAL])
        .map(|flag| (flag.to_owned(), words::flag(lang, flag).to_owned()))
        .collect();
    let purposes: Vec<_> = PURPOSES
        .iter()
        .chain(&purposes::PURPOSES)
        .map(|one| ((*one).to_owned(), words::purpose(lang, one).to_owned()))
        .collect();
    let hours: Vec<_> = HOURS
        .iter()
        .map(|hours| (hours.to_string(), words::hours(lang, *hours)))
        .collect();
    let photo = [("with", words::WITH_PHOTO), ("without", words::NO_PHOTO)];
    let photo: Vec<_> = photo
        .iter()
        .map(|(value, text)| ((*value).to_owned(), text.text(lang).to_owned()))
        .collect();
    html! {
        details .filters open[asked.is_open()] {
            summary { (words::FILTERS.text(lang)) }
            form method="get" action="/queue" {
                input type="hidden" name="state" value=(state.as_str());
                (choice("flag", words::BY_FLAG.text(lang), &flags))
                (choice("purpose", words::BY_PURPOSE.text(lang), &purposes))
                (choice("hours", words::BY_AGE.text(lang), &hours))
                (choice("photo", words::PHOTOS.text(lang), &photo))
                div {
                    label for="by-regency" { (words::BY_REGENCY.text(lang)) }
                    input #by-regency name="regency" type="text" maxlength="60" autocomplete="off" aria-describedby="regency-meant" value=(safe_text(asked.typed_regency()));
                    (meant(lang, state, asked))
                }
                button type="submit" { (words::APPLY.text(lang)) }
            }
        }
    }
}

/// Under the field: which regency was understood, or which ones it could be.
fn meant(lang: Lang, state: OfficeState, asked: &QueueFilters) -> Markup {
    html! {
        div #regency-meant {
            @match &asked.regency {
                AskedRegency::None => {}
                AskedRegency::One(region) => p .soft { (region.name) }
                AskedRegency::Unclear { offered, .. } => {
                    p .problem role="alert" { (if offered.is_empty() { words::NO_SUCH_REGENCY } else { words::WHICH_REGENCY }.text(lang)) }
                    @if !offered.is_empty() {
                        ul {
                            @for region in offered {
                                li { a href={ "/queue?state=" (state.as_str()) (asked.in_address()) "&regency=" (region.code) } { (region.name) " (" (region.code) ")" } }
                            }
                        }
                    }
                }
            }
        }
    }
}
