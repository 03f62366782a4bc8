//! What the core sees in drawn cards: `judge FOLDER` compares its verdicts with `labels.json`,
//! `measure FOLDER` prints the figures they come from, `shrink PICTURE OUT [QUESTION]` writes what
//! would be sealed as the answer to `ktp` or another question, in clear. For the cards of
//! `tests/photos` only: real pictures go through the API.

use std::path::Path;

use payung_model::content::Content;
use payung_photo::{self as photo, Limits};
use payung_tests::{Outcome, cards};

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["judge", folder] => {
            let all = cards::judge(Path::new(folder))?;
            print!("{}\n{}", cards::table(&all), cards::cuts(&all));
            let mut times: Vec<_> = all
                .iter()
                .filter(|one| one.measures.is_some())
                .map(|one| one.time)
                .collect();
            times.sort_unstable();
            if let (Some(median), Some(most)) = (times.get(times.len() / 2), times.last()) {
                println!(
                    "\nmeasuring: {:.1} ms in the median, {:.1} at most",
                    millis(*median),
                    millis(*most)
                );
            }
            if all.iter().any(cards::Judged::is_harmed) {
                return Err("some of a card was cut away".into());
            }
        }
        ["measure", folder] => {
            for one in cards::judge(Path::new(folder))? {
                println!(
                    "{} {} {} {:?}",
                    one.name,
                    one.expected,
                    one.said.join("+"),
                    one.measures
                );
            }
        }
        ["shrink", from, to] => shrink(from, to, "ktp")?,
        ["shrink", from, to, question] => shrink(from, to, question)?,
        _ => {
            return Err(
                "usage: photos judge FOLDER | measure FOLDER | shrink PICTURE OUT [QUESTION]"
                    .into(),
            );
        }
    }
    Ok(())
}

fn shrink(from: &str, to: &str, question: &str) -> Outcome<()> {
    let limits: Limits = Content::built_in()?
        .sending
        .photo(question)
        .ok_or("no such photo")?
        .into();
    let pixels = photo::read(Path::new(from), limits.long_side)?;
    std::fs::write(
        to,
        photo::shrink(pixels, limits).ok_or("does not fit")?.jpeg,
    )?;
    Ok(())
}

fn millis(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
