//! Checks of the keys, and of the bundle that names them to phones.

use std::time::Duration;

use payung_model::content::Content;
use payung_model::sealed::{Bundle, OfficePublicKey};
use payung_model::units::Timestamp;

use super::check::{CheckResult, ExamineOptions, Verdict};
use crate::keys::{Keys, KeysProblem};
use crate::opener::{self, bundle_of, files_of};
use crate::store::{Store, StoreError};

pub(super) fn look(examined: &ExamineOptions<'_>, store: &Store) -> Vec<CheckResult> {
    let mut found = checks(examined, store);
    found.push(CheckResult::of("controller", controller(store)));
    found.push(CheckResult::of("places", places(examined, store)));
    found
}

fn checks(examined: &ExamineOptions<'_>, store: &Store) -> Vec<CheckResult> {
    let Some(folder) = &examined.keys else {
        return vec![CheckResult::of("bundle", bundle(None, store, examined.now))];
    };
    match Keys::load(folder, examined.passphrase.as_ref()) {
        Ok(keys) => {
            vec![
                CheckResult::of("keys", published(&keys, store)),
                CheckResult::of("bundle", bundle(Some(&keys), store, examined.now)),
                CheckResult::of("cards", cards(&keys, store)),
            ]
        }
        Err(problem) => {
            let verdict = if matches!(problem, KeysProblem::Locked) {
                Verdict::Look
            } else {
                Verdict::Bad
            };
            let keys = CheckResult {
                what: "keys",
                verdict,
                words: problem.to_string(),
            };
            vec![
                keys,
                CheckResult::of("bundle", bundle(None, store, examined.now)),
            ]
        }
    }
}

fn published(keys: &Keys, store: &Store) -> Result<CheckResult, StoreError> {
    let newest = keys.published().first().map(OfficePublicKey::id);
    let known = newest
        .map(|id| store.key_known(id))
        .transpose()?
        .unwrap_or(false);
    let count = keys.office().len();
    Ok(if known {
        CheckResult::ok("keys", format!("{count} office keys, all open"))
    } else {
        CheckResult::look(
            "keys",
            "the newest office key is not published yet: `office bundle sign`",
        )
    })
}

fn bundle(keys: Option<&Keys>, store: &Store, now: Timestamp) -> Result<CheckResult, StoreError> {
    let Some(newest) = store.bundle_for(Bundle::ENGINE)? else {
        return Ok(CheckResult::look(
            "bundle",
            "none for this engine: phones keep their built-in rules",
        ));
    };
    let sequence = newest.sequence;
    let content = files_of(store, sequence)?.map(|files| Content::parse(&files));
    if !matches!(content, Some(Ok(_))) {
        let words =
            format!("bundle {sequence} cannot be read by this office: sign its content anew");
        return Ok(CheckResult::bad("bundle", words));
    }
    let signer = store.bundle(sequence)?.map(|bundle| bundle.signed_by);
    if keys.is_some_and(|keys| signer != Some(keys.current().public().to_string())) {
        let words = format!(
            "bundle {sequence} was signed before the last rotation: `office keys rotate` finishes it"
        );
        return Ok(CheckResult::look("bundle", words));
    }
    let newer_by = bundle_of(store, sequence)?.and_then(|bundle| bundle.newer_by);
    let words = format!("{sequence}, of {}", newest.issued_at);
    Ok(match newer_by {
        None => CheckResult::ok("bundle", words),
        // The command renews it before, so that a week is left when nobody started it.
        Some(by) if now.plus(WEEK) < by => CheckResult::ok(
            "bundle",
            format!("{words}; phones expect a newer one by {by}"),
        ),
        Some(by) if now < by => CheckResult::look(
            "bundle",
            format!(
                "{words}; phones expect a newer one by {by}, and then tell workers that none came: `office bundle renew`"
            ),
        ),
        Some(by) => CheckResult::bad(
            "bundle",
            format!(
                "{words}; phones tell workers since {by} that no newer one came: `office bundle renew`"
            ),
        ),
    })
}

/// So long before phones miss a newer bundle it is said.
const WEEK: Duration = Duration::from_secs(7 * 86_400);

/// A card that the rules do not believe helps nobody, so none is sent then.
fn cards(keys: &Keys, store: &Store) -> Result<CheckResult, StoreError> {
    let Some(key) = keys.card() else {
        return Ok(CheckResult::look(
            "cards",
            "the key folder is older than cards: `office bundle sign` makes the keys",
        ));
    };
    let newest = store.bundle_for(Bundle::ENGINE)?;
    let sequence = newest.map_or(0, |newest| newest.sequence);
    let content = opener::content_of(store, sequence)?;
    let named = content.map_or(Vec::new(), |content| content.card.verifying_keys());
    Ok(if named.contains(&key.public()) {
        CheckResult::ok("cards", format!("{} keys are believed", named.len()))
    } else {
        CheckResult::look(
            "cards",
            "no rules name the card key, so no card is sent: `office bundle sign`",
        )
    })
}

/// The name of the receiver that workers read. An operator may not notice that it is still the
/// example's.
fn controller(store: &Store) -> Result<CheckResult, StoreError> {
    Ok(match opener::served_controller(store)? {
        Some(name) if opener::is_example(&name) => {
            let words = format!(
                "workers read {name:?}, which is no office: `office init`, or sign rules with your own"
            );
            CheckResult::look("controller", words)
        }
        Some(name) => CheckResult::ok("controller", format!("workers read {name:?}")),
        None => CheckResult::look(
            "controller",
            "no rules are served, so phones show their built-in example",
        ),
    })
}

/// The list of offices and counters that phones have. Nobody but the operator can fill it, so an
/// empty one is said, and one that nobody has compared for long.
fn places(examined: &ExamineOptions<'_>, store: &Store) -> Result<CheckResult, StoreError> {
    Ok(match opener::served_places(store)? {
        None | Some((_, 0)) => CheckResult::look(
            "places",
            "the list of offices and counters is empty, so phones name only your contact: fill places.json, \
             `office bundle sign`",
        ),
        Some((list, count)) => {
            let words = format!(
                "list {}: {count} places, compared on {}",
                list.version, list.checked
            );
            if list.is_stale(list.checked, examined.now.date()) {
                let words = format!(
                    "{words}, more than {} days ago, and phones say so: compare it, `office bundle sign`",
                    list.stale_days
                );
                CheckResult::look("places", words)
            } else {
                CheckResult::ok("places", words)
            }
        }
    })
}
