//! A referral code, out of a link or typed from a poster: kept until one registration takes it
//! along, shown, and removed with one tap. It changes no price and no answer.

use payung_model::journey::State;
use payung_model::sealed::{ReferralCode, ReferralProblem, RegistrationId, TrustFile};
use payung_model::text::{Arg, Message};
use payung_model::units::Date;

use super::error::Failure;
use super::state::{AppState, Moment, OpenDraft, readable};
use super::{Payung, PayungError, Purpose, ReferralView};
use crate::vault::{Keys, Referral, UsedReferral, VaultError};

#[uniffi::export]
impl Payung {
    /// Keeps a code in place of the one before: a typed one, or a link that names one. A link of a
    /// site counts only when it is the office's own. A shell whose site has another address compares
    /// the host itself, and hands over the code alone.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// assert_eq!(payung.keep_referral("pasar-7".into())?.code, "PASAR7");
    /// assert_eq!(payung.keep_referral("payung://daftar?kode=OJEK27".into()).is_ok(), false, "no O");
    /// assert_eq!(payung.home()?.referral.map(|kept| kept.code), Some("PASAR7".into()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn keep_referral(&self, text: String) -> Result<ReferralView, PayungError> {
        let app = &self.app;
        app.call("app.keep_referral", || {
            let keys = app.keys()?;
            let host = app.trust.as_ref().map(TrustFile::host);
            let code = ReferralCode::find(&text, host).map_err(|it| app.no_referral(it))?;
            let Moment { now, today } = app.moment();
            let referral = Referral {
                code,
                kept_at: today.map(|_| now),
                used_by: None,
            };
            app.store.keep_referral(&keys, &referral)?;
            Ok(app.view_of_referral(&referral))
        })
    }

    /// Removes the code that is kept. Without one nothing happens.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// payung.keep_referral("PASAR-7".into())?;
    /// payung.remove_referral()?;
    /// assert_eq!(payung.home()?.referral, None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn remove_referral(&self) -> Result<(), PayungError> {
        self.app.call("app.remove_referral", || {
            Ok(self.app.store.forget_referral()?)
        })
    }
}

impl AppState {
    /// The code that the next registration takes along. Without the key there is none to show.
    pub(super) fn referral_view(&self) -> Result<Option<ReferralView>, Failure> {
        let Ok(keys) = self.keys() else {
            return Ok(None);
        };
        let free = self.free_referral(&keys, self.moment().today)?;
        Ok(free.map(|referral| self.view_of_referral(&referral)))
    }

    /// The code for the review of a draft; none when that draft would not take a code along.
    pub(super) fn referral_of(
        &self,
        open: &OpenDraft,
        purpose: &str,
    ) -> Result<Option<ReferralView>, Failure> {
        if takes_referral(open, purpose) {
            self.referral_view()
        } else {
            Ok(None)
        }
    }

    /// The code for the first sealing of this draft, and what is written with it: used once, because
    /// a poster's code was for one person's registration.
    pub(super) fn referral_to_seal(
        &self,
        open: &OpenDraft,
        purpose: &str,
        id: RegistrationId,
        keys: &Keys,
        today: Option<Date>,
    ) -> Result<(Option<ReferralCode>, Option<UsedReferral>), Failure> {
        if !takes_referral(open, purpose) {
            return Ok((None, None));
        }
        let Some(referral) = self.free_referral(keys, today)? else {
            return Ok((None, None));
        };
        Ok((Some(referral.code), self.store.use_referral(keys, id)?))
    }

    /// The code that this registration took along when it was sealed first, for sealing it again.
    pub(super) fn referral_used_by(
        &self,
        id: RegistrationId,
        keys: &Keys,
    ) -> Result<Option<ReferralCode>, Failure> {
        let kept = readable(self.store.referral(keys).map_err(Failure::from))?.flatten();
        Ok(kept
            .filter(|referral| referral.used_by == Some(id))
            .map(|referral| referral.code))
    }

    /// Removes a code whose days are over, and one that was sent. A code that was kept by a clock
    /// that nobody could be sure of has its days from the first sure one on.
    pub(super) fn tidy_referral(&self) -> Result<(), VaultError> {
        let Ok(keys) = self.key_state() else {
            return Ok(());
        };
        let referral = match self.store.referral(&keys) {
            Ok(Some(referral)) => referral,
            Ok(None) => return Ok(()),
            // A code that does not open can never be shown again.
            Err(VaultError::Unreadable(_)) => return self.store.forget_referral(),
            Err(error) => return Err(error),
        };
        let Moment { now, today } = self.moment();
        // As long as the registration waits on this phone it may be sealed again, and the code has
        // to go along again. After that the office has the code.
        let waits = [State::Ready, State::Sending, State::Parked];
        let sent = self.store.referral_use(&referral)?;
        if sent.is_some_and(|state| !waits.contains(&state)) || is_over(&referral, today) {
            return self.store.forget_referral();
        }
        if referral.kept_at.is_none() && today.is_some() {
            let dated = Referral {
                kept_at: Some(now),
                ..referral
            };
            self.store.keep_referral(&keys, &dated)?;
        }
        Ok(())
    }

    fn free_referral(&self, keys: &Keys, today: Option<Date>) -> Result<Option<Referral>, Failure> {
        let kept = readable(self.store.referral(keys).map_err(Failure::from))?.flatten();
        let Some(referral) = kept.filter(|referral| !is_over(referral, today)) else {
            return Ok(None);
        };
        // A registration that was taken back no longer exists, so its code is free again.
        let is_free = self.store.referral_use(&referral)?.is_none();
        Ok(is_free.then_some(referral))
    }

    fn view_of_referral(&self, referral: &Referral) -> ReferralView {
        let code = referral.code.to_string();
        let words = Message::new("referral-kept").with("code", Arg::Text(code.clone()));
        ReferralView {
            code,
            words: self.message_text(&words),
            remove: self.text("button-referral-remove"),
        }
    }

    fn no_referral(&self, problem: ReferralProblem) -> Failure {
        let counted = |id, count: usize| Message::new(id).with("count", Arg::Number(count as u64));
        Failure::NotPossible(self.message_text(&match problem {
            ReferralProblem::Length(count) => counted("referral-problem-length", count),
            // People count from one.
            ReferralProblem::Sign(before) => counted("referral-problem-sign", before + 1),
            ReferralProblem::NotOurs => {
                Message::new("referral-problem-not-ours").with("office", self.office_name())
            }
            ReferralProblem::Link => Message::new("referral-problem-link"),
        }))
    }
}

/// Only somebody who registers takes the code along: no correction, no addition, no request, and
/// nobody who only pays for others.
fn takes_referral(open: &OpenDraft, purpose: &str) -> bool {
    let registers = matches!(
        Purpose::of(purpose),
        Purpose::Register | Purpose::Resume | Purpose::Active | Purpose::Employer
    );
    open.row.registration.is_none() && open.row.completes.is_none() && registers
}

fn is_over(referral: &Referral, today: Option<Date>) -> bool {
    let days = i32::from(ReferralCode::KEPT_DAYS);
    let last = referral.kept_at.and_then(|at| at.date().plus_days(days));
    today.zip(last).is_some_and(|(today, last)| today > last)
}
