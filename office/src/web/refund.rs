//! Money given back: on the page of the registration that paid, and on that of money without a
//! registration.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use payung_model::sealed::RegistrationId;
use payung_model::text::format;
use payung_model::units::Rupiah;

use super::decision_form::{BackWish, DecisionForm};
use super::kept::KeptForm;
use super::refusal::Refusal;
use super::session::{FormFields, Session};
use super::sheet::sheet;
use super::state::WebState;
use super::unapplied;
use super::view::known;
use super::words::{self, Words};
use crate::desk::{self, GiveBack, NotGivenBack};
use crate::failure::Failure;
use crate::keys::KeysProblem;
use crate::store::Store;
use crate::store::officers::Role;

pub(super) async fn refund(
    State(web): State<Arc<WebState>>,
    form: KeptForm,
) -> Result<Response, Refusal> {
    form.answer(give_back(&web, &form).await)
}

async fn give_back(web: &Arc<WebState>, form: &KeptForm) -> Result<Response, Refusal> {
    let (session, fields) = (&form.session, &form.fields);
    session.needs(Role::Decider)?;
    let payer: RegistrationId = form.about.parse().map_err(|_| Refusal::NotFound)?;
    let mut wish = DecisionForm::read(fields);
    let is_here = |store: &Store, payer| Ok(store.status(payer)?.is_some());
    let Some((field, said)) = book(web, session, payer, fields, &wish.back, is_here).await? else {
        let there = format!("/registrations/{payer}#money-title");
        return Ok(Redirect::to(&there).into_response());
    };
    wish.wrong(field, said);
    // The page shows the answers again, so this too is written into the audit log as a look.
    let known = known(web, session, form.about.clone()).await?;
    let page = sheet(session, &known, &wish);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The same for money whose payer has no registration here.
pub(super) async fn refund_unapplied(
    State(web): State<Arc<WebState>>,
    form: KeptForm,
) -> Result<Response, Refusal> {
    form.answer(give_back_unapplied(&web, &form).await)
}

async fn give_back_unapplied(web: &Arc<WebState>, form: &KeptForm) -> Result<Response, Refusal> {
    let (session, fields) = (&form.session, &form.fields);
    session.needs(Role::Decider)?;
    let payer: RegistrationId = form.about.parse().map_err(|_| Refusal::NotFound)?;
    let mut wish = DecisionForm::read(fields);
    let is_here = |store: &Store, payer| Ok(desk::unapplied_money(store, payer)?.is_some());
    let Some((field, said)) = book(web, session, payer, fields, &wish.back, is_here).await? else {
        return Ok(Redirect::to(&format!("/money/{payer}")).into_response());
    };
    wish.wrong(field, said);
    let page = unapplied::page_of(web, session, payer, &wish).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Books what the form asks for. The field that is wrong and why, when nothing was booked. The page
/// is none of this payer's unless `is_here` says so.
async fn book(
    web: &Arc<WebState>,
    session: &Session,
    payer: RegistrationId,
    fields: &FormFields,
    wish: &BackWish,
    is_here: fn(&Store, RegistrationId) -> Result<bool, Failure>,
) -> Result<Option<(&'static str, Words)>, Refusal> {
    let form: RegistrationId = fields.one("once").parse().map_err(|_| Refusal::Form)?;
    let request = match wish.request.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Refusal::Form)?),
    };
    let Some(amount) = whole_rupiah(&wish.amount) else {
        return Ok(Some(("amount", words::BACK_NO_AMOUNT)));
    };
    let (why, officer, way) = (wish.why.clone(), session.officer.clone(), wish.way());
    let (shared, now) = (Arc::clone(web), web.clock.now());
    let done = web.stores.with(move |store| {
        let key = shared.keys.first();
        let key = key.ok_or(KeysProblem::Damaged("no office key"))?;
        if !is_here(store, payer)? {
            return Ok(None);
        }
        let wish = GiveBack {
            payer,
            amount,
            why: &why,
            form,
            request,
            way,
        };
        let done = desk::give_back(store, &wish, key, &officer, now)?;
        Ok::<_, Failure>(Some(done))
    });
    Ok(match done.await?.ok_or(Refusal::NotFound)? {
        Ok(()) => None,
        Err(NotGivenBack::TooMuch(_)) => Some(("amount", words::BACK_TOO_MUCH)),
        Err(NotGivenBack::NoReason) => Some(("back_why", words::BACK_NO_REASON)),
        Err(NotGivenBack::LongReason) => Some(("back_why", words::BACK_LONG_REASON)),
        Err(NotGivenBack::NoSuchRequest) => Some(("request", words::NO_SUCH_REQUEST)),
        // The page of a registration does not offer it.
        Err(NotGivenBack::NotElsewhere) => return Err(Refusal::Form),
    })
}

/// An amount as people write it: `8400`, `8.400`, `Rp8.400`. Points anywhere else could mean
/// something else, so they are refused.
fn whole_rupiah(text: &str) -> Option<Rupiah> {
    let text = text.trim();
    let text = text.strip_prefix("Rp").map_or(text, str::trim_start);
    let plain = !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
    let amount = Rupiah(text.replace('.', "").parse().ok()?);
    let grouped = format::money(amount) == format!("Rp{text}");
    ((plain || grouped) && amount > Rupiah(0)).then_some(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it_and_nothing_else() {
        for text in ["8400", "8.400", "Rp8.400", "Rp 8400", " 8400 "] {
            assert_eq!(whole_rupiah(text), Some(Rupiah(8_400)), "{text}");
        }
        for text in [
            "", "0", "-1", "8.4", "84.00", "8,400", "8400.00", "Rp", "+8",
        ] {
            assert_eq!(whole_rupiah(text), None, "{text}");
        }
    }
}
