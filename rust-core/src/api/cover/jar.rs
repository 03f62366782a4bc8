//! Saving marks: a jar that counts days, holds no money and needs no office.

use payung_model::cover::{Jar, JarProblem};
use payung_model::text::{Arg, Message, format};
use payung_model::units::Rupiah;

use super::Cover;
use crate::api::PayungError;
use crate::api::error::Failure;
use crate::api::member::Member;
use crate::api::state::AppState;

/// Marks toward the dues of one month.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct JarView {
    /// `5 dari 23 tanda untuk iuran Desember 2026`
    pub line: String,
    /// A sentence that these are marks and no money; when the jar is full, one that says to pay.
    pub about: String,
    /// The month, `YYYY-MM`.
    pub month: String,
    /// The dues of the month, in rupiah.
    pub goal: u64,
    /// The amount that one mark stands for, in rupiah.
    pub each: u64,
    /// The amount that all marks stand for, in rupiah.
    pub marked: u64,
    /// The number of marks that make the month.
    pub needed: u32,
    /// Days with a mark, `YYYY-MM-DD`.
    pub days: Vec<String>,
    /// Whether there are enough marks for the month.
    pub full: bool,
}

#[uniffi::export]
impl Cover {
    /// The jar; none before one is begun.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// assert_eq!(payung.cover().jar(registration)?, None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn jar(&self, registration: String) -> Result<Option<JarView>, PayungError> {
        self.app.call("cover.jar", || {
            let member = Member::open(&self.app, &registration)?;
            Ok(member.kept.jar.as_ref().map(|jar| self.app.jar_view(jar)))
        })
    }

    /// Begins a jar for the oldest unpaid month, or the next one, in place of the one before. One
    /// mark stands for `each` rupiah.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// let jar = payung.cover().begin_jar(registration, 500)?;
    /// assert_eq!((jar.month.as_str(), jar.goal, jar.needed), ("2026-11", 11_400, 23));
    /// # Ok(())
    /// # }
    /// ```
    pub fn begin_jar(&self, registration: String, each: u64) -> Result<JarView, PayungError> {
        self.app.call("cover.begin_jar", || {
            let mut member = Member::open(&self.app, &registration)?;
            let today = self.app.sure_day()?;
            // Before the first payment the first month is the one in which it is paid.
            let month = self
                .app
                .oldest_unpaid(&member, today)
                .unwrap_or_else(|| today.month());
            let rules = self.app.rules();
            let goal = member
                .kept
                .dues
                .as_ref()
                .and_then(|dues| dues.monthly(&rules.content.tariff, month));
            let goal = goal.ok_or_else(|| self.app.not_possible("not-possible-jar-dues"))?;
            let jar = Jar::new(month, goal, Rupiah(each))
                .map_err(|problem| self.app.jar_problem(problem))?;
            let view = self.app.jar_view(&jar);
            member.kept.jar = Some(jar);
            member.keep(&self.app)?;
            Ok(view)
        })
    }

    /// Marks a day (`YYYY-MM-DD`, today without one), or takes its mark away. There is one mark a
    /// day.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/example.rs"));
    /// # fn main() -> Result<(), payung_core::PayungError> {
    /// # let (_home, payung) = example::open();
    /// let registration = example::ready(&payung);
    /// payung.cover().begin_jar(registration.clone(), 500)?;
    /// assert_eq!(payung.cover().mark(registration, None)?.marked, 500);
    /// # Ok(())
    /// # }
    /// ```
    pub fn mark(&self, registration: String, day: Option<String>) -> Result<JarView, PayungError> {
        self.app.call("cover.mark", || {
            let mut member = Member::open(&self.app, &registration)?;
            let today = self.app.sure_day()?;
            let day = self.app.day(day)?;
            let jar = member
                .kept
                .jar
                .as_mut()
                .ok_or_else(|| self.app.not_possible("not-possible-jar-none"))?;
            jar.toggle(day, today)
                .map_err(|problem| self.app.jar_problem(problem))?;
            let view = self.app.jar_view(jar);
            member.keep(&self.app)?;
            Ok(view)
        })
    }
}

impl AppState {
    fn jar_problem(&self, problem: JarProblem) -> Failure {
        self.not_possible(match problem {
            JarProblem::Each => "not-possible-jar-each",
            JarProblem::Future => "not-possible-jar-future",
        })
    }

    fn jar_view(&self, jar: &Jar) -> JarView {
        let month = Arg::Text(format::month(self.lang(), jar.month));
        let line = Message::new("jar-line")
            .with("count", Arg::Number(jar.days.len() as u64))
            .with("steps", Arg::Number(u64::from(jar.needed())))
            .with("month", month.clone());
        let full = jar.is_full();
        let about = if full {
            Message::new("jar-full").with("month", month)
        } else {
            Message::new("jar-about")
        };
        JarView {
            line: self.message_text(&line),
            about: self.message_text(&about),
            month: jar.month.to_string(),
            goal: jar.goal.0,
            each: jar.each.0,
            marked: jar.marked().0,
            needed: jar.needed(),
            days: jar.days.iter().map(ToString::to_string).collect(),
            full,
        }
    }
}
