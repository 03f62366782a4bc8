//! [`Cover`]: what paid months are worth on a day, the member's card, the card for the family, and
//! saving marks.
//!
//! Months count when the office has credited them, and not when somebody says that they are paid.
//! What is kept of a member is one sealed record for each registration (`api/member`); the rules are
//! the model's (`payung_model::cover`).

mod card;
mod heirs_card;
mod jar;
mod next;
mod today;
mod views;

use std::sync::Arc;

use payung_model::cover::reminder::Dues;
use payung_model::cover::{CoverState, PaidMonth, PaidMonths, words};
use payung_model::units::{Date, Month, Rupiah};

use super::PayungError;
use super::error::Failure;
use super::member::Member;
use super::rules::Rules;
use super::state::AppState;

pub use card::{CardPhase, CardSign, CardView};
pub use jar::JarView;
pub use views::{CoverPhase, CoverStep, CoverView, PaidMonthGiven, ProgrammeCoverView};

/// Cover, the card and the papers that show it to others, and saving marks.
#[derive(uniffi::Object)]
pub struct Cover {
    pub(super) app: Arc<AppState>,
}

#[uniffi::export]
impl Cover {
    /// What holds for a registration on a day (`YYYY-MM-DD`), today without one, by the months that
    /// the office has credited.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// let cover = payung.cover().of(registration.clone(), None)?;
    /// // Nothing is credited yet, so nothing is promised, and no bill came that could be paid.
    /// let wait = payung_core::CoverStep::Wait { registration: registration.clone() };
    /// assert_eq!(cover.next, Some(wait));
    /// assert_eq!((cover.phase, cover.panels_filled), (payung_core::CoverPhase::NotYet, cover.panels - 1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn of(&self, registration: String, on: Option<String>) -> Result<CoverView, PayungError> {
        self.app.call("cover.of", || {
            let member = Member::open(&self.app, &registration)?;
            self.app.must_have_cover(&member.row)?;
            let on = self.app.day(on)?;
            let view = self
                .app
                .cover_view(&member.paid(), member.kept.dues.as_ref(), on);
            let next = self.app.cover_step(&member, view.phase, on)?;
            Ok(CoverView {
                next: Some(next),
                ..view
            })
        })
    }

    /// What would hold if these months were paid. Nothing is kept, and no key is needed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # use payung_core::{CoverPhase, PaidMonthGiven};
    /// # use payung_model::programme::Programme;
    /// # let (_home, payung) = example::open();
    /// let programmes = vec![Programme::Jkk, Programme::Jkm];
    /// let november = PaidMonthGiven { month: "2026-11".into(), paid_on: None, programmes, sponsor: None };
    /// let december = payung.cover().preview(vec![november], "2026-12-20".into())?;
    /// assert_eq!((december.phase, december.missing), (CoverPhase::Grace, vec!["2026-12".to_owned()]));
    /// # Ok(())
    /// # }
    /// ```
    pub fn preview(
        &self,
        months: Vec<PaidMonthGiven>,
        on: String,
    ) -> Result<CoverView, PayungError> {
        self.app.call("cover.preview", || {
            let (paid, on) = (self.app.given(months)?, self.app.day(Some(on))?);
            Ok(self.app.cover_view(&paid, None, on))
        })
    }
}

impl AppState {
    /// A day as it was given; today without one.
    pub(super) fn day(&self, given: Option<String>) -> Result<Date, Failure> {
        given.map_or_else(
            || self.sure_day(),
            |text| {
                text.parse()
                    .map_err(|_| self.not_possible("date-not-a-date"))
            },
        )
    }

    /// Months as they were given.
    pub(super) fn given(&self, months: Vec<PaidMonthGiven>) -> Result<PaidMonths, Failure> {
        let wrong = || self.not_possible("date-not-a-date");
        let month = |given: PaidMonthGiven| {
            let month: Month = given.month.parse().map_err(|_| wrong())?;
            let paid_on = given.paid_on.map_or(Ok(month.first_day()), |day| {
                day.parse().map_err(|_| wrong())
            })?;
            Ok(PaidMonth {
                month,
                paid_on,
                programmes: given.programmes,
                sponsor: given.sponsor,
            })
        };
        Ok(PaidMonths::new(
            None,
            months
                .into_iter()
                .map(month)
                .collect::<Result<_, Failure>>()?,
        ))
    }

    fn cover_view(&self, paid: &PaidMonths, dues: Option<&Dues>, on: Date) -> CoverView {
        let rules = self.rules();
        let cover = rules.cover(paid, on);
        let cost = cost(&rules, dues, &cover);
        let content = &rules.content;
        let said = words(
            &content.texts,
            self.lang(),
            &content.programmes,
            &cover,
            content.cover.due_day.day,
            cost,
        );
        let umbrella = cover.umbrella(steps(&rules));
        let programmes = cover
            .programmes
            .iter()
            .zip(said.programmes)
            .map(|(it, words)| ProgrammeCoverView {
                programme: it.programme,
                name: words.name,
                level: it.level,
                words: words.level,
                until: it.until.map(|day| day.to_string()),
                full_from: it.full_from.map(|day| day.to_string()),
            });
        CoverView {
            on: on.to_string(),
            phase: match cover.state {
                CoverState::NotYet { .. } => CoverPhase::NotYet,
                CoverState::Protected { .. } => CoverPhase::Protected,
                CoverState::Grace { .. } => CoverPhase::Grace,
                CoverState::Ended { .. } => CoverPhase::Ended,
            },
            title: said.title,
            lines: said.lines,
            programmes: programmes.collect(),
            since: cover.since.map(|day| day.to_string()),
            paid_until: cover.paid_until.map(|day| day.to_string()),
            missing: cover.missing.iter().map(ToString::to_string).collect(),
            cost: cost.map(|amount| amount.0),
            panels: umbrella.panels,
            panels_filled: umbrella.filled,
            umbrella: umbrella.state,
            next: None,
        }
    }
}

/// The dues of the missing months, or of the month in which somebody would begin again.
fn cost(rules: &Rules, dues: Option<&Dues>, cover: &payung_model::cover::Cover) -> Option<Rupiah> {
    let months = match cover.state {
        CoverState::Grace { .. } => cover.missing.clone(),
        CoverState::Ended { .. } => vec![cover.on.month()],
        CoverState::NotYet { .. } | CoverState::Protected { .. } => return None,
    };
    dues?.of(&rules.content.tariff, &months)
}

/// The steps of the form for registering: the umbrella has one panel more.
pub(super) fn steps(rules: &Rules) -> u8 {
    let form = rules
        .content
        .forms
        .values()
        .find(|form| form.completes.is_none() && !form.request);
    form.map_or(0, |form| u8::try_from(form.steps.len()).unwrap_or(u8::MAX))
}
