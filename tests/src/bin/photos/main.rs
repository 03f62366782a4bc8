//! What the core sees in drawn cards: `judge FOLDER` compares its verdicts with `labels.json`, `measure FOLDER` prints the
//! figures they come from, `shrink PICTURE OUT` writes what would be sealed, in clear. For the cards of `tests/photos` only:
//! real pictures go through the door.

use std::path::Path;

use payung_core::photo::{self, Limits};
use payung_tests::{Outcome, cards};

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["judge", folder] => {
            let all = cards::judge(Path::new(folder))?;
            print!("{}", cards::table(&all));
            let mut times: Vec<_> = all.iter().filter(|one| one.measures.is_some()).map(|one| one.time).collect();
            times.sort_unstable();
            if let (Some(median), Some(most)) = (times.get(times.len() / 2), times.last()) {
                println!("measuring: {:.1} ms in the median, {:.1} at most", millis(*median), millis(*most));
            }
        }
        ["measure", folder] => {
            for one in cards::judge(Path::new(folder))? {
                println!("{} {} {} {:?}", one.name, one.expected, one.said.join("+"), one.measures);
            }
        }
        ["shrink", from, to] => {
            let pixels = photo::read(Path::new(from), Limits::KTP.long_side)?;
            std::fs::write(to, photo::shrink(pixels, Limits::KTP).ok_or("does not fit")?.jpeg)?;
        }
        _ => return Err("usage: photos judge FOLDER | measure FOLDER | shrink PICTURE OUT".into()),
    }
    Ok(())
}

fn millis(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
