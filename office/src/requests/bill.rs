//! Another bill: asked for in the office's books, for as many months as the request says.

use payung_model::journey::OfficeState;
use payung_model::sealed::Envelope;
use payung_model::text::Lang;

use super::asked::Asked;
use super::text::of;
use crate::desk::{Decider, another_bill};
use crate::failure::Failure;
use crate::opener::{ContentCache, Reckoned, reckon};
use crate::purposes::PAYER;
use crate::store::{AuditEntry, Store};

/// The question of the form that says for how many months.
const MONTHS: &str = "months";
/// No request is for more.
const MOST_MONTHS: u8 = 12;

/// The answer; none when an officer has to look: the registration is flagged and not decided yet,
/// gets no bill, its answers do not say what a month costs, or the request does not open. Who was to
/// pay by the form is not asked: who asks for a bill means to pay it. `entry` is written with the
/// ask.
pub(super) fn words(
    store: &Store,
    by: &Decider<'_>,
    asked: &Asked<'_>,
    entry: &AuditEntry<'_>,
) -> Result<Option<String>, Failure> {
    let Some(found) = store.status(asked.first)? else {
        return Ok(None);
    };
    let first = store.index_row(asked.first, found.revision)?;
    let is_flagged = first.as_ref().is_none_or(|first| !first.flags.is_empty());
    if found.state == OfficeState::Received && is_flagged {
        return Ok(None);
    }
    let lang = asked.lang();
    let is_payer = first.is_some_and(|first| first.purpose.as_deref() == Some(PAYER));
    if is_payer {
        // For how many months is said with each code, and holds for the bill.
        let made = another_bill(store, asked.first, None, entry)?;
        return Ok(made.is_ok().then(|| {
            of(
                lang,
                "Kode bayar sedang dibuat. Kodenya muncul di layar ini kalau ada bulan yang harus dibayar.",
                "The payment code is being made. It appears here if there is a month to be paid.",
            )
            .to_owned()
        }));
    }
    let Some(months) = months(store, by, asked)? else {
        return Ok(None);
    };
    let found = reckon(store, by.keys, &mut ContentCache::default(), asked.first)?;
    if matches!(found, Reckoned::Unpriced) {
        return Ok(None);
    }
    if another_bill(store, asked.first, Some(months), entry)?.is_err() {
        return Ok(None);
    }
    Ok(Some(match lang {
        Lang::Id => format!(
            "Kode bayar untuk {months} bulan sedang dibuat. Kodenya muncul di layar pendaftaran Anda."
        ),
        Lang::En => format!(
            "The payment code for {months} months is being made. It appears with your registration."
        ),
    }))
}

/// As the request says it; none when it does not open or says no number of months.
fn months(store: &Store, by: &Decider<'_>, asked: &Asked<'_>) -> Result<Option<u8>, Failure> {
    let record = store.latest_record(asked.row.id)?;
    let envelope = record.and_then(|bytes| Envelope::parse(&bytes).ok());
    let Some(request) = envelope.and_then(|envelope| envelope.open(by.keys).ok()) else {
        return Ok(None);
    };
    let answer = request
        .answers
        .iter()
        .find(|answer| answer.question == MONTHS);
    let months = answer.and_then(|answer| answer.value.reveal().parse().ok());
    Ok(months.filter(|months| (1..=MOST_MONTHS).contains(months)))
}
