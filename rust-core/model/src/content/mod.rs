//! The rules as data: everything a content bundle carries, read and checked as a whole.
//!
//! The built-in content lies in `rust-core/model/content/` and ships with the app; a newer one comes from the office
//! ([`crate::sealed::Bundle`]). A bundle with one bad file is refused whole, with the place named: so no screen can
//! lack its words, and no form can ask for months that the tariff does not sell.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::Form;
use crate::programme::Tariff;
use crate::text::{CORE_IDS, ENGINE_IDS, Lang, Texts};

/// What ships with the app, by the names a bundle has.
const BUILT_IN: [(&str, &[u8]); 5] = [
    ("controller.json", include_bytes!("../../content/controller.json")),
    ("forms/bpu.json", include_bytes!("../../content/forms/bpu.json")),
    ("tariff.json", include_bytes!("../../content/tariff.json")),
    ("texts/en.ftl", include_bytes!("../../content/texts/en.ftl")),
    ("texts/id.ftl", include_bytes!("../../content/texts/id.ftl")),
];
/// What the texts of a form may name: who receives the data.
const OFFICE: [&str; 3] = ["office", "office-address", "office-contact"];

/// Checked content, ready to be used.
pub struct Content {
    /// By id.
    pub forms: BTreeMap<String, Form>,
    /// What cover costs.
    pub tariff: Tariff,
    /// All words.
    pub texts: Texts,
    /// Who receives the data.
    pub controller: Controller,
}

/// Who receives the data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    /// As it signs.
    pub name: String,
    /// Where it can be visited.
    pub address: String,
    /// Phone or mail.
    pub contact: String,
}

/// A file that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct ContentProblem {
    /// Name in the bundle.
    pub file: String,
    /// The place in the file, and what is wrong there.
    pub what: String,
}

impl Content {
    /// What this build ships with. A test keeps it readable; the error is for builds that replace a file.
    pub fn built_in() -> Result<Self, ContentProblem> {
        Self::parse(&Self::built_in_files())
    }

    /// The files of the built-in content, by name: what an office starts its first bundle from.
    pub fn built_in_files() -> BTreeMap<String, Vec<u8>> {
        BUILT_IN.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect()
    }

    /// Names: `forms/ID.json`, `tariff.json`, `controller.json`, `texts/id.ftl`, `texts/en.ftl`. Unknown names are
    /// ignored.
    pub fn parse(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, ContentProblem> {
        let tariff = Tariff::parse(file(files, "tariff.json")?).map_err(|error| in_file("tariff.json", &error))?;
        let controller = controller(file(files, "controller.json")?)?;
        let texts = Texts::parse(text(files, "texts/id.ftl")?, text(files, "texts/en.ftl")?)
            .map_err(|error| in_file(&format!("texts/{}.ftl", error.lang), &error.what))?;
        let forms = forms(files)?;
        let content = Self { forms, tariff, texts, controller };
        content.check_texts()?;
        content.forms.values().try_for_each(|form| content.check_months(form))?;
        Ok(content)
    }

    /// Every text that code or a form asks for is there in both languages and uses only values that are given.
    fn check_texts(&self) -> Result<(), ContentProblem> {
        for lang in Lang::ALL {
            for (id, given) in CORE_IDS.iter().chain(ENGINE_IDS) {
                self.check_text(lang, id, given, true)?;
            }
            for form in self.forms.values() {
                form.texts().iter().try_for_each(|id| self.check_text(lang, id, &OFFICE, true))?;
                form.optional_texts().iter().try_for_each(|id| self.check_text(lang, id, &OFFICE, false))?;
            }
        }
        Ok(())
    }

    fn check_text(&self, lang: Lang, id: &str, given: &[&str], needed: bool) -> Result<(), ContentProblem> {
        let name = format!("texts/{}.ftl", lang.code());
        let Some(used) = self.texts.variables(lang, id) else {
            return if needed { Err(in_file(&name, &format!("{id} is missing"))) } else { Ok(()) };
        };
        match used.iter().find(|variable| !given.contains(&variable.as_str())) {
            Some(variable) => Err(in_file(&name, &format!("{id} uses ${variable}, which nobody gives"))),
            None => Ok(()),
        }
    }

    fn check_months(&self, form: &Form) -> Result<(), ContentProblem> {
        let Some(months) = form.quote.as_ref().and_then(|quote| form.question(&quote.months)) else { return Ok(()) };
        let periods: BTreeSet<String> = self.tariff.periods.iter().map(ToString::to_string).collect();
        match months.options().iter().find(|option| !periods.contains(&option.id)) {
            Some(option) => Err(in_file(
                &format!("forms/{}.json", form.id),
                &format!("{}: the tariff has no period of {} months", months.id, option.id),
            )),
            None => Ok(()),
        }
    }
}

fn forms(files: &BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Form>, ContentProblem> {
    let mut forms = BTreeMap::new();
    for (name, json) in files {
        let Some(id) = name.strip_prefix("forms/").and_then(|rest| rest.strip_suffix(".json")) else { continue };
        let form = Form::parse(json).map_err(|error| in_file(name, &format!("{}: {}", error.place, error.what)))?;
        if form.id != id {
            return Err(in_file(name, &format!("its id is {}", form.id)));
        }
        forms.insert(form.id.clone(), form);
    }
    if forms.is_empty() { Err(in_file("forms", &"there is none")) } else { Ok(forms) }
}

fn controller(json: &[u8]) -> Result<Controller, ContentProblem> {
    let name = "controller.json";
    let controller: Controller = serde_json::from_slice(json).map_err(|error| in_file(name, &error))?;
    for (field, value) in
        [("name", &controller.name), ("address", &controller.address), ("contact", &controller.contact)]
    {
        if value.trim().is_empty() || value.chars().count() > 200 {
            return Err(in_file(name, &format!("{field}: 1 to 200 characters")));
        }
    }
    Ok(controller)
}

fn text<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'f str, ContentProblem> {
    std::str::from_utf8(file(files, name)?).map_err(|error| in_file(name, &error))
}

fn file<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'f [u8], ContentProblem> {
    files.get(name).map(Vec::as_slice).ok_or_else(|| in_file(name, &"it is missing"))
}

fn in_file(file: &str, what: &impl ToString) -> ContentProblem {
    ContentProblem { file: file.to_owned(), what: what.to_string() }
}
