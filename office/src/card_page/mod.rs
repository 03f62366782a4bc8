//! The page that checks cards without a network: one file for a browser, with the public keys inside.
//!
//! It is given to whoever is shown cards: a village, an employer, a hospital. Its policy
//! (`Content-Security-Policy`) allows the one script and the one style in it, and nothing else: no
//! request can leave it. What it does is what [`payung_model::card::Card::verify`] does, a second time
//! in JavaScript; `tests/browser/card.test.js` compares them.

use base64ct::{Base64, Encoding};
use payung_model::content::Content;
use payung_model::units::Date;
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page for the card keys that these rules name; none when they name no key. `sequence` is the
/// number of the rules, `made` the day.
pub fn card_page(content: &Content, sequence: u64, made: Date) -> Option<String> {
    let keys: Vec<&str> = content.card.keys.iter().map(|it| it.key.as_str()).collect();
    if keys.is_empty() {
        return None;
    }
    // A key has letters, digits, `-` and `_` only, so a list of them cannot end the script.
    let keys = format!("[\"{}\"]", keys.join("\",\""));
    let hash = |text: &str| Base64::encode_string(&Sha256::digest(text.as_bytes()));
    Some(filled(&[
        ("STYLE_HASH", &hash(STYLE)),
        ("SCRIPT_HASH", &hash(SCRIPT)),
        ("STYLE", STYLE),
        ("SCRIPT", SCRIPT),
        ("OFFICE", &escaped(&content.controller.name)),
        ("SEQUENCE", &sequence.to_string()),
        ("MADE", &made.to_string()),
        ("KEYS", &keys),
    ]))
}

/// The page with each `@NAME@` replaced once, from the front: what is put in is not looked at again.
fn filled(values: &[(&str, &str)]) -> String {
    let mut page = String::new();
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once('@') {
        page.push_str(before);
        let value = after.split_once('@').and_then(|(name, behind)| {
            let found = values.iter().find(|(known, _)| *known == name)?;
            Some((found.1, behind))
        });
        if let Some((value, behind)) = value {
            page.push_str(value);
            rest = behind;
        } else {
            page.push('@');
            rest = after;
        }
    }
    page + rest
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use payung_model::card::CardKey;

    use super::*;

    #[test]
    fn the_page_holds_the_keys_and_allows_its_own_script_alone() {
        let mut content = Content::built_in().unwrap();
        let day = "2026-11-27".parse().unwrap();
        assert!(card_page(&content, 1, day).is_none(), "no key, no page");
        let key = "A".repeat(43);
        content.card.keys = vec![CardKey { key: key.clone() }; 2];
        content.controller.name = "KANTOR <b>\"CONTOH\"</b> @KEYS@ & LAIN".into();
        let page = card_page(&content, 7, day).unwrap();
        assert!(page.contains(&format!("[\"{key}\",\"{key}\"]")));
        assert!(page.contains("KANTOR &lt;b&gt;&quot;CONTOH&quot;&lt;/b&gt; @KEYS@ &amp; LAIN"));
        assert!(page.contains("default-src 'none'; script-src 'sha256-"));
        assert!(page.contains("nomor 7, 2026-11-27"));
        // A hash is of what stands between the tags, byte for byte.
        let script = page.rsplit_once("<script>").unwrap().1;
        let script = script.split_once("</script>").unwrap().0;
        assert_eq!(script, SCRIPT);
        for part in [SCRIPT, STYLE] {
            let hash = Base64::encode_string(&Sha256::digest(part.as_bytes()));
            assert!(page.contains(&format!("'sha256-{hash}'")));
        }
        for leak in ["http://", "https://", "fetch(", "src=", "href=", "import("] {
            assert!(!page.contains(leak), "{leak}");
        }
    }
}
