//! Reading the files of a bundle as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::built_in::{
    self, CARD, COVER, HOLIDAYS, INCIDENTS, PAYMENT, REMINDERS, SENDING, in_force, places,
};
use super::checks::{check_cover, check_months, check_texts};
use super::controller::Controller;
use super::files::{file, forms, texts};
use super::ids::own_ids;
use super::problem::{ContentProblem, in_file};
use super::retention::Retention;
use super::sending::Sending;
use super::whole::Content;
use crate::card::CardRules;
use crate::cover::reminder::ReminderRules;
use crate::cover::{Calendar, CoverRules, Incidents};
use crate::payment::PaymentRules;
use crate::places::Places;
use crate::programme::{Programmes, Tariff};
use crate::text::Lang;
use crate::typed::without_bom;

impl Content {
    /// The content that this build ships with. A test keeps it readable; the error is for builds
    /// that replace a file.
    pub fn built_in() -> Result<Self, ContentProblem> {
        Self::parse(&Self::built_in_files())
    }

    /// The files of the built-in content, by name: what an office starts its first bundle from.
    pub fn built_in_files() -> BTreeMap<String, Vec<u8>> {
        built_in::files()
    }

    /// Names: `forms/ID.json`, `tariff.json`, `programmes.json`, `retention.json`,
    /// `controller.json`, `texts/id.ftl`, `texts/en.ftl`; `sending.json`, `card.json`,
    /// `cover.json`, `holidays.json`, `incidents.json`, `payment.json` and `reminders.json` where they differ from
    /// the built-in ones; `places.bin`, or `places.json` as an operator writes it. Unknown names are ignored.
    ///
    /// Texts that this program needs and the files lack are taken from the built-in ones. So a
    /// bundle that was signed before the program needed them stays valid, and with it the office's
    /// keys. [`Texts::fallback_ids`] lists such texts.
    pub fn parse(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, ContentProblem> {
        Self::parse_with(files, Places::unpack)
    }

    /// Parses files that were parsed before. The check that takes long, over thousands of places,
    /// is left out.
    pub fn parse_again(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, ContentProblem> {
        Self::parse_with(files, Places::unpack_again)
    }

    fn parse_with(
        files: &BTreeMap<String, Vec<u8>>,
        unpack: fn(&[u8]) -> Result<Places, String>,
    ) -> Result<Self, ContentProblem> {
        let tariff = Tariff::parse(file(files, "tariff.json")?)
            .map_err(|error| in_file("tariff.json", &error))?;
        let name = "programmes.json";
        let programmes = Programmes::parse(file(files, name)?)
            .map_err(|error| in_file(name, &format!("{}: {}", error.place, error.what)))?;
        let controller = Controller::parse(file(files, "controller.json")?)?;
        let texts = texts(files)?;
        let forms = forms(files)?;
        let name = "retention.json";
        let retention =
            Retention::parse(file(files, name)?).map_err(|error| in_file(name, &error))?;
        let name = "sending.json";
        let sending = Sending::parse(files.get(name).map_or(SENDING, |bytes| without_bom(bytes)));
        let sending = sending.map_err(|error| in_file(name, &error))?;
        let cover = in_force(files, "cover.json", COVER, CoverRules::parse)?;
        let calendar = in_force(files, "holidays.json", HOLIDAYS, Calendar::parse)?;
        let reminders = in_force(files, "reminders.json", REMINDERS, ReminderRules::parse)?;
        let incidents = in_force(files, "incidents.json", INCIDENTS, Incidents::parse)?;
        let card = in_force(files, "card.json", CARD, CardRules::parse)?;
        let payment = in_force(files, "payment.json", PAYMENT, PaymentRules::parse)?;
        let places = places(files, unpack)?;
        let mut content = Self {
            forms,
            tariff,
            programmes,
            texts,
            controller,
            retention,
            sending,
            cover,
            calendar,
            reminders,
            incidents,
            card,
            payment,
            places,
        };
        // Each file was checked alone. The checks from here on are about what the files say of each
        // other.
        check_cover(&content)?;
        check_texts(&content)?;
        // The check above lets the app's own texts be missing, because the built-in ones fill these
        // gaps.
        content.set_fallback_texts()?;
        content
            .forms
            .values()
            .try_for_each(|form| check_months(&content, form))?;
        Ok(content)
    }

    /// Uses the built-in texts for ids that these texts lack. A test keeps the built-in texts
    /// complete.
    fn set_fallback_texts(&mut self) -> Result<(), ContentProblem> {
        let own = own_ids().map(|(id, _)| *id);
        let missing: BTreeSet<String> = own
            .filter(|id| Lang::ALL.iter().any(|lang| !self.texts.has(*lang, id)))
            .map(str::to_owned)
            .collect();
        if !missing.is_empty() {
            self.texts
                .set_fallback(texts(&Self::built_in_files())?, missing);
        }
        Ok(())
    }
}
