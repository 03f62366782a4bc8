//! Who pays at a sandbox that runs, and the rules that name its merchant.

use std::path::Path;

use payung_tests::Outcome;
use payung_tests::paying::write_content;
use payung_tests::sandbox::{MERCHANT, Till};
use serde_json::json;

/// Pays a code, and says by which reference.
pub fn pay(code: &str, at: &str) -> Outcome<()> {
    let code = code.trim();
    // The text of a QRIS code begins with its version.
    let order = if code.starts_with("000201") {
        json!({ "qris": code })
    } else {
        json!({ "payment_code": code })
    };
    let reference = Till::at(at).pay(&order).map_err(|error| {
        format!("not paid: {error}. Does the sandbox at {at} run, and is the code still open?")
    })?;
    println!("Paid: {reference}");
    Ok(())
}

/// Writes the built-in rules with the sandbox's merchant as the only one.
pub fn write_rules(folder: &Path) -> Outcome<()> {
    write_content(folder, &serde_json::from_str(MERCHANT)?)
        .map_err(|error| format!("{}: {error}", folder.display()).into())
}
