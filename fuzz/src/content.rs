//! Content as a whole: one file of the built-in ones is changed; what is still taken runs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::content::Content;
use payung_model::engine::{QuoteContext, quote_view};
use payung_model::programme::{Payer, Programme, Quote, QuoteRequest, Work};
use payung_model::text::Lang;
use payung_model::units::Rupiah;
use serde_json::Value;

use crate::{drive, edits, samples};

/// Programs; the first byte chooses the file.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = samples::Seeded::new(9);
    (0..60_usize)
        .map(|number| random.bytes(24 + number * 4))
        .collect()
}

/// Changes one file as the program says, and reads them all.
pub fn check(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let mut files = BUILT_IN.clone();
    let _ = change(&mut files, &mut u);
    match Content::parse(&files) {
        Err(problem) => {
            assert!(!problem.what.is_empty());
            assert!(
                problem.file == "forms"
                    || BUILT_IN.contains_key(&problem.file)
                    || files.contains_key(&problem.file)
            );
        }
        Ok(content) => runs(&content, &mut u),
    }
}

fn change(files: &mut BTreeMap<String, Vec<u8>>, u: &mut Unstructured<'_>) -> Result<()> {
    let names: Vec<String> = files.keys().cloned().collect();
    let name = u.choose(&names)?.clone();
    let file = files[&name].clone();
    let changed = match u.int_in_range(0..=7)? {
        0 => {
            files.remove(&name);
            return Ok(());
        }
        1 => u.bytes(u.len())?.to_vec(),
        2 => {
            files.insert("forms/lain.json".to_owned(), file);
            return Ok(());
        }
        _ => match serde_json::from_slice::<Value>(&file) {
            Ok(mut json) => {
                edits::apply(&mut json, &[], u)?;
                json.to_string().into_bytes()
            }
            Err(_) => lines(&String::from_utf8_lossy(&file), u)?.into_bytes(),
        },
    };
    files.insert(name, changed);
    Ok(())
}

/// A text file with some of its lines left out, repeated, cut, or replaced by anything.
fn lines(file: &str, u: &mut Unstructured<'_>) -> Result<String> {
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    for _ in 0..u.int_in_range(0..=6)? {
        let at = u.int_in_range(0..=lines.len() - 1)?;
        match u.int_in_range(0..=4)? {
            0 if lines.len() > 1 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[u.int_in_range(0..=lines.len() - 1)?].clone()),
            2 => {
                let keep = u.int_in_range(0..=lines[at].chars().count())?;
                lines[at] = lines[at].chars().take(keep).collect();
            }
            3 => lines[at] = u.arbitrary::<&str>()?.to_owned(),
            _ => lines[at].push_str(u.arbitrary::<&str>()?),
        }
    }
    Ok(lines.join("\n"))
}

fn runs(content: &Content, u: &mut Unstructured<'_>) {
    for form in content.forms.values() {
        // Texts of any length are legal in a bundle: only the office's own care bounds such a view.
        drive::drive(content, form, u, false);
        for lang in Lang::ALL {
            assert!(
                form.texts().iter().all(|id| content.texts.has(lang, id)),
                "a screen without its words"
            );
        }
    }
    for months in &content.tariff.periods {
        let request = QuoteRequest {
            income: Rupiah(1_500_000),
            work: Work::Other,
            payer: Payer::Own,
            programmes: Programme::ALL.to_vec(),
            months: *months,
            from: content.tariff.first_month,
        };
        if let Ok(quote) = Quote::of(&content.tariff, &request) {
            for lang in Lang::ALL {
                let view = quote_view(
                    content,
                    lang,
                    &request,
                    &quote,
                    QuoteContext {
                        unsure_payer: true,
                        daily: true,
                    },
                );
                assert!(
                    (1..=3).contains(&view.parts.len()),
                    "a change of rule or two, and what lies beyond"
                );
                assert!(view.total.starts_with("Rp"));
            }
        }
    }
}

static BUILT_IN: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(Content::built_in_files);
