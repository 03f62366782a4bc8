//! Who opened somebody's data: days, roles and what for, from the audit log. It names no officer.

use std::collections::BTreeMap;

use payung_model::sealed::RegistrationId;
use payung_model::text::{Lang, format};
use payung_model::units::Date;

use super::text::{fitted, of};
use crate::failure::Failure;
pub use crate::opener::MACHINE;
use crate::store::Store;
use crate::store::officers::Role;

/// Registrations that add to one and are looked through with it, at most.
const MOST_ADDITIONS: u32 = 50;

/// The answer: one line for each day, role and deed, the newest day first.
pub(super) fn words(store: &Store, first: RegistrationId, lang: Lang) -> Result<String, Failure> {
    let roles: BTreeMap<String, Role> = store
        .officers()?
        .into_iter()
        .map(|officer| (officer.name, officer.role))
        .collect();
    let mut counts: BTreeMap<(Date, &str, &str), u32> = BTreeMap::new();
    // One more than is looked through: its being there says that others are left out.
    let mut additions = store.completed_by(first, MOST_ADDITIONS + 1)?;
    let left_out = additions.len() > MOST_ADDITIONS as usize;
    additions.truncate(MOST_ADDITIONS as usize);
    for id in [first].into_iter().chain(additions) {
        for row in store.audit_of(id)? {
            let Some(deed) = deed(lang, &row.action) else {
                continue;
            };
            let who = who(lang, &row.officer, roles.get(&row.officer).copied());
            *counts.entry((row.at.date(), who, deed)).or_default() += 1;
        }
    }
    let machine = who(lang, MACHINE, None);
    let mut lines = vec![if counts.keys().any(|(_, who, _)| *who != machine) {
        of(
            lang,
            "Yang membuka data Anda di kantor ini, dan untuk apa:",
            "Who opened your data at this office, and what for:",
        )
        .to_owned()
    } else {
        of(
            lang,
            "Belum ada petugas yang membuka data Anda. Yang dikerjakan mesin:",
            "No member of staff has opened your data yet. What the machine did:",
        )
        .to_owned()
    }];
    if left_out {
        // At the beginning, because the end may not fit.
        lines.push(only_the_first(lang));
    }
    lines.extend(counts.iter().rev().map(|((day, who, deed), count)| {
        let day = format::date(lang, *day);
        let times = match (*count, lang) {
            (1, _) => String::new(),
            (count, Lang::Id) => format!(" ({count} kali)"),
            (count, Lang::En) => format!(" ({count} times)"),
        };
        format!("{day}: {who}, {deed}{times}")
    }));
    Ok(fitted(lang, &lines))
}

fn only_the_first(lang: Lang) -> String {
    match lang {
        Lang::Id => format!(
            "Dari kiriman tambahan Anda, hanya {MOST_ADDITIONS} yang pertama ikut dilihat. Tanya kantor untuk sisanya."
        ),
        Lang::En => format!(
            "Of what you sent in addition, only the first {MOST_ADDITIONS} were looked through. Ask the office about the rest."
        ),
    }
}

fn who(lang: Lang, officer: &str, role: Option<Role>) -> &'static str {
    match role {
        _ if officer == MACHINE => of(lang, "mesin", "the machine"),
        Some(Role::Reader) => of(lang, "petugas pembaca", "staff who may read"),
        Some(Role::Decider) => of(lang, "petugas pemutus", "staff who decide"),
        Some(Role::Admin) => of(lang, "pengurus kantor", "the office's admin"),
        None => of(
            lang,
            "petugas di komputer kantor",
            "staff at the office's computer",
        ),
    }
}

/// What for; none for deeds that open nothing.
fn deed(lang: Lang, action: &str) -> Option<&'static str> {
    Some(match action {
        "open" => of(lang, "memeriksa isian", "checked the answers"),
        "show" => of(lang, "membaca jawaban", "read the answers"),
        "photos" => of(lang, "melihat foto", "looked at a photo"),
        "accept" => of(lang, "menyetujui atau menjawab", "approved or answered"),
        "correct" => of(lang, "minta dibetulkan", "asked for a correction"),
        "refuse" => of(lang, "menolak", "refused"),
        "note" => of(lang, "menulis catatan", "wrote a note"),
        "export" => of(
            lang,
            "menyalin data untuk diserahkan",
            "copied the data to hand them over",
        ),
        "reissue" => of(
            lang,
            "membuat kode pemulihan baru",
            "made a new recovery code",
        ),
        "copy" => of(lang, "menulis salinan untuk Anda", "wrote a copy for you"),
        _ => return None,
    })
}
