//! What people read: Fluent messages, Indonesian first.
//!
//! The engine speaks in [`Message`]s (an id and its values); only this room turns them into words,
//! so a text can be mended by a bundle and a translation needs no release. Money, dates, months and
//! times are written by [`format`], not by Fluent: both ends then agree on `Rp45.600` and `31
//! Januari 2027`. Which ids must exist: [`ids`].

mod bill_ids;
mod card_ids;
pub mod format;
mod harmless;
pub mod ids;
mod lang;
mod number_words;
mod paper_ids;
mod payment_ids;
mod places_ids;
mod recovery_ids;
pub(crate) mod search;
mod source;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

pub use bill_ids::BILL_IDS;
pub use card_ids::CARD_IDS;
pub use harmless::{harmless, harmless_secret};
pub use ids::{CORE_IDS, ENGINE_IDS};
pub use lang::Lang;
pub use paper_ids::PAPER_IDS;
pub use payment_ids::PAYMENT_IDS;
pub use places_ids::PLACES_IDS;
pub use recovery_ids::RECOVERY_IDS;

use crate::units::{Date, Month, Rupiah, Timestamp};

/// A text by id, with the values that go into it. `id` may name an attribute: `q-nik.help`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Id of the Fluent message, or `id.attribute`.
    pub id: String,
    /// Values by the name they have in the text: the code's own names, or those that data gives.
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

/// A value inside a text, formatted as the language writes it (Rp45.600, 31 Januari 2027).
#[derive(Clone, PartialEq, Eq)]
pub enum Arg {
    /// As it is.
    Text(String),
    /// Another message of the same texts, by id.
    Message(String),
    /// A count: texts may choose a plural form by it.
    Number(u64),
    /// `Rp45.600`
    Money(Rupiah),
    /// `satu juta rupiah`: an amount in words.
    Words(Rupiah),
    /// `31 Januari 2027`
    Date(Date),
    /// `Mei 2026`
    Month(Month),
    /// `18.00`, in Western Indonesia Time
    Time(Timestamp),
}

/// All texts of all languages.
pub struct Texts {
    indonesian: Language,
    english: Language,
    /// Texts for ids that are missing here: see [`Texts::set_fallback`].
    fallback: Option<Fallback>,
}

/// Other texts, and the ids for which they may be used.
struct Fallback {
    texts: Box<Texts>,
    ids: BTreeSet<String>,
}

/// A source that cannot be used, with the line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("texts: {lang}: {what}")]
pub struct TextProblem {
    /// `id` or `en`.
    pub lang: String,
    /// Line and reason.
    pub what: String,
}

impl Message {
    /// A text without values.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            args: Vec::new(),
        }
    }

    /// This message with one value more.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, arg: Arg) -> Self {
        self.args.push((name.into(), arg));
        self
    }
}

impl Texts {
    /// Reads the Fluent sources of both languages; duplicate ids and syntax errors are refused with
    /// the line.
    ///
    /// Texts hold words, variables and plural forms only: no references, no functions.
    pub fn parse(id: &str, en: &str) -> Result<Self, TextProblem> {
        let (indonesian, english) = (
            Language::parse(Lang::Id, id)?,
            Language::parse(Lang::En, en)?,
        );
        Ok(Self {
            indonesian,
            english,
            fallback: None,
        })
    }

    /// From now on `texts` is used for those of these ids that are missing here.
    pub(crate) fn set_fallback(&mut self, texts: Self, ids: BTreeSet<String>) {
        self.fallback = Some(Fallback {
            texts: Box::new(texts),
            ids,
        });
    }

    /// The ids that are missing here and are formatted from the fallback texts.
    pub fn fallback_ids(&self) -> impl Iterator<Item = &str> {
        self.fallback
            .iter()
            .flat_map(|fallback| fallback.ids.iter().map(String::as_str))
    }

    /// Formats a message. A missing id falls back to Indonesian, then to the id in brackets.
    pub fn format(&self, lang: Lang, message: &Message) -> String {
        self.try_format(lang, message)
            .unwrap_or_else(|| format!("[{}]", message.id))
    }

    /// Formats a message; none when neither this language nor Indonesian has its id.
    pub fn try_format(&self, lang: Lang, message: &Message) -> Option<String> {
        let mut args = FluentArgs::with_capacity(message.args.len());
        for (name, arg) in &message.args {
            args.set(name.as_ref(), self.value(lang, arg));
        }
        let fallback = || {
            self.fallback
                .as_ref()
                .filter(|fallback| fallback.ids.contains(&message.id))
        };
        self.language(lang)
            .format(&message.id, &args)
            .or_else(|| fallback()?.texts.language(lang).format(&message.id, &args))
            .or_else(|| self.indonesian.format(&message.id, &args))
    }

    /// True when this language itself has the id or `id.attribute`, without falling back to
    /// Indonesian.
    pub fn has(&self, lang: Lang, id: &str) -> bool {
        let fallback = || {
            self.fallback
                .as_ref()
                .is_some_and(|fallback| fallback.ids.contains(id) && fallback.texts.has(lang, id))
        };
        self.language(lang).variables.contains_key(id) || fallback()
    }

    /// Every id (with attributes as `id.attr`) of one language, sorted.
    pub fn ids(&self, lang: Lang) -> Vec<String> {
        self.language(lang).variables.keys().cloned().collect()
    }

    /// The variables a text uses, sorted; none when the language has no such text.
    pub fn variables(&self, lang: Lang, id: &str) -> Option<&BTreeSet<String>> {
        self.language(lang).variables.get(id)
    }

    /// `JKK, JKM dan JHT`: items as the language strings them together.
    pub fn list(&self, lang: Lang, items: &[String]) -> String {
        let Some((last, most)) = items.split_last() else {
            return String::new();
        };
        if most.is_empty() {
            return last.clone();
        }
        let message = Message::new("list-and")
            .with("most", Arg::Text(most.join(", ")))
            .with("last", Arg::Text(last.clone()));
        self.format(lang, &message)
    }

    fn value(&self, lang: Lang, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) => text.clone().into(),
            Arg::Message(id) => self.format(lang, &Message::new(id.as_str())).into(),
            Arg::Number(number) => (*number).into(),
            Arg::Money(amount) => format::money(*amount).into(),
            Arg::Words(amount) => number_words::rupiah(lang, *amount).into(),
            Arg::Date(date) => format::date(lang, *date).into(),
            Arg::Month(month) => format::month(lang, *month).into(),
            Arg::Time(at) => format::time(*at).into(),
        }
    }

    fn language(&self, lang: Lang) -> &Language {
        match lang {
            Lang::Id => &self.indonesian,
            Lang::En => &self.english,
        }
    }
}

/// Kind only: a value may be somebody's number or date.
impl std::fmt::Debug for Arg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(••••)",
            Self::Message(id) => return write!(f, "Message({id})"),
            Self::Number(number) => return write!(f, "Number({number})"),
            Self::Money(_) => "Money(••••)",
            Self::Words(_) => "Words(••••)",
            Self::Date(_) => "Date(••••)",
            Self::Month(month) => return write!(f, "Month({month})"),
            Self::Time(at) => return write!(f, "Time({at})"),
        })
    }
}

struct Language {
    bundle: FluentBundle<FluentResource>,
    /// The variables of each id and `id.attribute`.
    variables: BTreeMap<String, BTreeSet<String>>,
}

impl Language {
    fn parse(lang: Lang, source: &str) -> Result<Self, TextProblem> {
        let problem = |what: String| TextProblem {
            lang: lang.code().to_owned(),
            what,
        };
        let (resource, variables) = source::read(source).map_err(problem)?;
        let locale: LanguageIdentifier = lang
            .code()
            .parse()
            .map_err(|_| problem("no such language".to_owned()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks are needed for mixed writing directions only. Here they would be copied
        // along with a price.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| {
            problem(
                errors
                    .first()
                    .map_or_else(|| "cannot be used".to_owned(), ToString::to_string),
            )
        })?;
        Ok(Self { bundle, variables })
    }

    fn format(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = match id.split_once('.') {
            None => self.bundle.get_message(id)?.value()?,
            Some((id, attribute)) => self
                .bundle
                .get_message(id)?
                .get_attribute(attribute)?
                .value(),
        };
        // A missing value leaves its name in braces in the text. `Content::parse` has checked that
        // texts use known values only, so these errors can be ignored.
        let mut ignored = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, Some(args), &mut ignored)
                .into_owned(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        let id = "harga = Bayar { $amount } sampai { $until }.\nhanya = Hanya Indonesia\nsiapa = { $who }\nlist-and = { $most } dan { $last }\nperempuan = Perempuan\na = x\n    .help = Tolong\n";
        let en = "harga = Pay { $amount } by { $until }.\nlist-and = { $most } and { $last }\nsiapa = { $who }\nperempuan = Female\nn = { $count ->\n    [one] one digit\n   *[other] { $count } digits\n }\n";
        Texts::parse(id, en).unwrap()
    }

    #[test]
    fn values_are_written_as_the_language_writes_them() {
        let message = Message::new("harga")
            .with("amount", Arg::Money(Rupiah(45_600)))
            .with("until", Arg::Date("2027-01-31".parse().unwrap()));
        assert_eq!(
            texts().format(Lang::Id, &message),
            "Bayar Rp45.600 sampai 31 Januari 2027."
        );
        assert_eq!(
            texts().format(Lang::En, &message),
            "Pay Rp45.600 by 31 January 2027."
        );
    }

    #[test]
    fn every_kind_of_value_has_its_words() {
        let say = |arg| texts().format(Lang::Id, &Message::new("siapa").with("who", arg));
        assert_eq!(
            say(Arg::Text("{ $x } apa adanya".to_owned())),
            "{ $x } apa adanya"
        );
        assert_eq!(say(Arg::Message("perempuan".to_owned())), "Perempuan");
        assert_eq!(say(Arg::Words(Rupiah(1500))), "seribu lima ratus rupiah");
        assert_eq!(say(Arg::Month("2026-05".parse().unwrap())), "Mei 2026");
        assert_eq!(
            say(Arg::Time("2026-11-23T11:00:00Z".parse().unwrap())),
            "18.00 WIB"
        );
    }

    #[test]
    fn a_missing_text_falls_back_to_indonesian_and_then_to_its_id() {
        assert_eq!(
            texts().format(Lang::En, &Message::new("hanya")),
            "Hanya Indonesia"
        );
        assert_eq!(texts().format(Lang::En, &Message::new("a.help")), "Tolong");
        assert_eq!(
            texts().format(Lang::Id, &Message::new("a.tidak")),
            "[a.tidak]"
        );
        assert_eq!(texts().format(Lang::Id, &Message::new("")), "[]");
        assert!(!texts().has(Lang::En, "hanya") && texts().has(Lang::Id, "a.help"));
    }

    #[test]
    fn counts_choose_the_plural_form() {
        let say = |count| {
            texts().format(
                Lang::En,
                &Message::new("n").with("count", Arg::Number(count)),
            )
        };
        assert_eq!(
            (say(1), say(2)),
            ("one digit".to_owned(), "2 digits".to_owned())
        );
    }

    #[test]
    fn a_value_that_was_not_given_does_not_panic() {
        assert_eq!(texts().format(Lang::Id, &Message::new("siapa")), "{$who}");
    }

    #[test]
    fn lists_end_with_the_word_of_the_language() {
        let items = |count: usize| {
            ["JKK", "JKM", "JHT"][..count]
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(texts().list(Lang::Id, &items(3)), "JKK, JKM dan JHT");
        assert_eq!(texts().list(Lang::En, &items(2)), "JKK and JKM");
        assert_eq!(texts().list(Lang::Id, &items(1)), "JKK");
        assert_eq!(texts().list(Lang::Id, &[]), "");
    }

    #[test]
    fn texts_may_be_used_from_every_thread() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&texts());
    }

    #[test]
    fn a_value_never_prints() {
        let message = Message::new("x").with("name", Arg::Text("SITI CONTOH".to_owned()));
        assert!(!format!("{message:?}").contains("SITI"));
    }
}
