//! Fluent sources: what is taken says every one of its texts, with any values, and never runs out
//! of stack.

use payung_model::text::{Arg, Lang, Message, Texts};
use payung_model::units::Rupiah;

use crate::{samples, text};

const INDONESIAN: &str = include_str!("../../rust-core/model/content/texts/id.ftl");
const ENGLISH: &str = include_str!("../../rust-core/model/content/texts/en.ftl");

/// Each paragraph of the built-in texts, and the shapes that Fluent has besides.
pub fn seeds() -> Vec<Vec<u8>> {
    let shapes = [
        "a = x\n    .help = y { $b }\n",
        "a = { $n ->\n    [one] satu\n   *[other] { $n } banyak\n }\n",
        "a = { \"{ kurung }\" } { 1.5 } { { $x } }\n",
        "a = { F(x: 1, \"y\") }\n-b = term\nc = { -b(case: \"x\") } { a.b }\n",
        "### judul\n# kata\na =\n    dua\n    baris\n",
        "a = \\u00e9 { \"\\u00e9\\\\\" }\n",
        "a = (satu) :( \"dua\" { $x } )\n",
    ];
    let paragraphs = [INDONESIAN, ENGLISH]
        .into_iter()
        .flat_map(|source| source.split("\n\n"));
    paragraphs
        .chain(shapes)
        .map(|part| part.as_bytes().to_vec())
        .collect()
}

/// Reads the bytes as the source of both languages.
pub fn check(data: &[u8]) {
    let source = text(data);
    let texts = match Texts::parse(&source, &source) {
        Ok(texts) => texts,
        Err(problem) => return assert!(!problem.what.is_empty() && problem.lang == "id"),
    };
    for lang in Lang::ALL {
        for id in texts.ids(lang) {
            assert!(texts.has(lang, &id));
            let variables = texts.variables(lang, &id).expect("an id has its variables");
            let said = texts
                .try_format(lang, &Message::new(id.as_str()))
                .expect("an id is said");
            if variables.is_empty() {
                assert_eq!(
                    texts.format(lang, &with_values(&id)),
                    said,
                    "{id}: nothing to fill in"
                );
            }
            assert!(texts.format(lang, &with_values(&id)).len() < 64 * (source.len() + 64));
        }
        assert!(
            texts
                .try_format(lang, &Message::new("tidak-ada.tidak"))
                .is_none()
                || texts.has(lang, "tidak-ada.tidak")
        );
    }
    // Refused once is refused always, taken once always: nothing is kept between two readings.
    assert_eq!(
        Texts::parse(&source, INDONESIAN).map(|texts| texts.ids(Lang::Id)),
        Ok(texts.ids(Lang::Id))
    );
}

/// With values under the names that texts here use.
fn with_values(id: &str) -> Message {
    Message::new(id)
        .with("n", Arg::Number(1))
        .with("count", Arg::Number(u64::MAX))
        .with("x", Arg::Text("{ $x } CONTOH".to_owned()))
        .with("amount", Arg::Money(Rupiah(45_600)))
        .with("words", Arg::Words(Rupiah(1_100_000)))
        .with("date", Arg::Date(samples::now().date()))
        .with("until", Arg::Month(samples::now().date().month()))
}
