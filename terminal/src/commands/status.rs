//! `home`, `status`, `outbox`, `sync`, `take-back`, `withdraw`: where registrations stand, and sending.

use std::time::Duration;

use payung_core::{NoticeView, RegistrationView};

use crate::commands::run::Run;
use crate::out::print_notice;
use crate::outcome::{Outcome, Stop};
use crate::sending::{is_on_its_way, kept_if, print_registration, print_registrations};
use crate::session::Session;
use crate::{json, keeper, print, talk, words};

/// `--send-now` without a registration.
const ALL: &str = "all";

/// What the app shows first
#[derive(Debug, clap::Args)]
pub struct Home;

impl Run for Home {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let home = session.payung.home()?;
        session.home_result(&home)?;
        session.warned(&home.drafts)?;
        Ok(Outcome::Done)
    }
}

/// Where registrations stand
#[derive(Debug, clap::Args)]
pub struct Status {
    /// Only this one [default: all]
    registration: Option<String>,
}

impl Run for Status {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        match &self.registration {
            Some(named) => {
                let registration = session.registration(named)?;
                print_registration(
                    session,
                    &session.payung.registrations().status(registration)?,
                )?;
            }
            None => print_registrations(session, session.numbered_registrations()?)?,
        }
        Ok(Outcome::Done)
    }
}

/// Registrations on their way: sealed and not yet received
#[derive(Debug, clap::Args)]
pub struct Outbox;

impl Run for Outbox {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let mut waiting = session.numbered_registrations()?;
        waiting.retain(|(_, view)| is_on_its_way(view));
        if waiting.is_empty() {
            let none = session.lang.of(
                "Tidak ada yang menunggu dikirim.\n",
                "Nothing waits to be sent.\n",
            );
            session.result(&json::registrations(&[]), none)?;
            return Ok(Outcome::Done);
        }
        print_registrations(session, waiting)?;
        Ok(Outcome::Done)
    }
}

/// Send what is ready, ask for news
#[derive(Debug, clap::Args)]
pub struct Sync {
    /// Try again for at most this many seconds while something waits
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u64,
    /// Photos too, whatever the network costs: of everything that waits, or of one registration
    #[arg(long, value_name = "REGISTRATION", num_args = 0..=1, default_missing_value = ALL)]
    send_now: Option<String>,
}

impl Run for Sync {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let connection = session.payung.connection();
        match self.send_now.as_deref() {
            Some(ALL) => drop(connection.send_all_now()?),
            Some(one) => drop(connection.send_now(session.registration(one)?)?),
            // Whoever types this wants a try now, whatever failed before.
            None => connection.retry_now()?,
        }
        // The report counts what changed and does not name it, so what stood there before and after is
        // compared.
        let before = standing(session)?;
        let report = session.sync(Duration::from_secs(self.wait))?;
        let changed = changed_since(&before, standing(session)?);
        session.result(
            &json::report(&report),
            &print::report(&report, &changed, session.lang),
        )?;
        Ok(kept_if(report.waiting + report.parked > 0))
    }
}

/// Make a draft of a registration again, while nothing of it was sent
#[derive(Debug, clap::Args)]
pub struct TakeBack {
    /// Its number in `status`, or its code
    registration: String,
}

impl Run for TakeBack {
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.unlocked()?;
        let registration = session.registration(&self.registration)?;
        let view = session.payung.registrations().take_back(registration)?;
        let words = words::kept(session.lang, session.number_of(&view.draft));
        session.result(&json::draft(&view), &format!("{words}\n"))?;
        Ok(Outcome::Done)
    }
}

/// Withdraw a registration: here at once, at the office with the next sync
#[derive(Debug, clap::Args)]
pub struct Withdraw {
    /// Its number in `status`, or its code
    registration: String,
    /// Yes, without being asked
    #[arg(long)]
    yes: bool,
}

impl Run for Withdraw {
    /// Where somebody is at a terminal it asks once; without a terminal the command itself is the
    /// answer.
    fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let registrations = session.payung.registrations();
        let registration = session.registration(&self.registration)?;
        let before = registrations.status(registration.clone())?;
        if !self.yes && keeper::can_ask() && !talk::really_withdraw(session, &before)? {
            print_notice(session.lang.of(
                "Tidak jadi: tidak ada yang berubah.",
                "Left as it is: nothing has changed.",
            ));
            return Ok(Outcome::Done);
        }
        let view = registrations.withdraw(registration)?;
        print_registration(session, &view)?;
        Ok(kept_if(view.withdraw_wanted))
    }
}

/// A registration, and what the office wrote about its money, the newest first.
type Standing = (RegistrationView, Vec<NoticeView>);

fn standing(session: &Session) -> Result<Vec<Standing>, Stop> {
    let bills = session.payung.bills();
    let all = session.registrations()?.into_iter().map(|view| {
        // With a locked key nobody can read them, before as after.
        let notices = bills.notices(view.registration.clone()).unwrap_or_default();
        (view, notices)
    });
    Ok(all.collect())
}

/// The registrations that stand otherwise than before, or to which the office has written, each with
/// the notices that are new.
fn changed_since(before: &[Standing], now: Vec<Standing>) -> Vec<Standing> {
    let mut changed = Vec::new();
    for (view, mut notices) in now {
        let old = before
            .iter()
            .find(|(old, _)| old.registration == view.registration);
        if let Some((_, known)) = old {
            notices.retain(|it| !known.contains(it));
        }
        if !notices.is_empty() || !old.is_some_and(|(old, _)| same_news(old, &view)) {
            changed.push((view, notices));
        }
    }
    changed
}

fn same_news(old: &RegistrationView, new: &RegistrationView) -> bool {
    old.state == new.state
        && old.revision == new.revision
        && old.withdraw_wanted == new.withdraw_wanted
        && old.reply == new.reply
        && old.corrections == new.corrections
        && old.bill == new.bill
        && old.cover == new.cover
        && old.next == new.next
        && old.notification == new.notification
}

#[cfg(test)]
mod tests {
    use payung_core::{CorrectionView, RegistrationState, RegistrationStep};

    use super::*;
    use crate::options::Language;

    fn standing() -> Standing {
        let view = RegistrationView {
            registration: "contoh".to_owned(),
            draft: None,
            revision: 1,
            state: RegistrationState::NeedsCorrection,
            words: "perlu dibetulkan".to_owned(),
            receipt: "7K2M-94QX".to_owned(),
            next: None,
            step: RegistrationStep::Correct,
            others: Vec::new(),
            reply: None,
            corrections: Vec::new(),
            timeline: Vec::new(),
            photos_sent: 0,
            photos: 0,
            bytes_sent: 0,
            withdraw_wanted: false,
            problem: None,
            can_send_now: false,
            purpose: None,
            purpose_words: String::new(),
            missing: Vec::new(),
            missing_words: None,
            completes: None,
            can_complete: false,
            can_request: false,
            is_over: false,
            can_take_back: false,
            can_withdraw: true,
            can_have_code: false,
            no_code_words: None,
            is_request: false,
            is_membership: true,
            bill: None,
            cover: None,
            path: Vec::new(),
            notification: None,
        };
        (view, Vec::new())
    }

    fn notice(words: &str) -> NoticeView {
        NoticeView {
            code: "contoh".to_owned(),
            words: words.to_owned(),
            amount: None,
            bill: None,
            at_millis: 1_795_399_200_000,
            at_words: String::new(),
        }
    }

    fn told(now: Standing) -> String {
        let changed = changed_since(&[standing()], vec![now]);
        print::report(&payung_core::SyncReport::default(), &changed, Language::Id)
    }

    #[test]
    fn whatever_the_office_writes_is_told_as_something_new() {
        assert!(told(standing()).contains("Tidak ada yang baru."));

        let mut replied = standing();
        replied.0.reply = Some("Kami sudah menelepon.".into());
        assert!(told(replied).contains("Kami sudah menelepon."));

        let mut corrected = standing();
        corrected.0.corrections.push(CorrectionView {
            question: "phone".to_owned(),
            title: "Nomor HP".to_owned(),
            words: "Tulis nomor lain.".into(),
        });
        assert!(told(corrected).contains("Tulis nomor lain."));

        let mut noticed = standing();
        noticed.1.push(notice("Uang Anda dikembalikan."));
        let said = told(noticed);
        assert!(said.contains("Uang Anda dikembalikan.") && said.contains("7K2M-94QX"));
    }

    #[test]
    fn a_notice_that_was_there_before_is_not_told_again() {
        let (mut before, mut now) = (standing(), standing());
        before.1.push(notice("lama"));
        now.1 = vec![notice("baru"), notice("lama")];
        let changed = changed_since(&[before], vec![now]);
        assert_eq!(
            changed.into_iter().map(|it| it.1).collect::<Vec<_>>(),
            [[notice("baru")]]
        );
    }
}
