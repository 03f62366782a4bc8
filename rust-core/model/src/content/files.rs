//! The files of a bundle, read one by one.

use std::collections::BTreeMap;

use super::problem::{ContentProblem, in_file};
use crate::form::Form;
use crate::text::Texts;
use crate::typed::without_bom;

pub(super) fn forms(
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<BTreeMap<String, Form>, ContentProblem> {
    let mut forms = BTreeMap::new();
    for (name, json) in files {
        let Some(id) = name
            .strip_prefix("forms/")
            .and_then(|rest| rest.strip_suffix(".json"))
        else {
            continue;
        };
        let form = Form::parse(without_bom(json))
            .map_err(|error| in_file(name, &format!("{}: {}", error.place, error.what)))?;
        // Without this check two files could bring a form of the same id, and one of them would win
        // in silence.
        if form.id != id {
            return Err(in_file(name, &format!("its id is {}", form.id)));
        }
        forms.insert(form.id.clone(), form);
    }
    for form in forms.values() {
        let Some(completed) = &form.completes else {
            continue;
        };
        if forms
            .get(completed)
            .is_none_or(|other: &Form| other.completes.is_some() || other.request)
        {
            let what = format!("completes: {completed} is no form that could be completed");
            return Err(in_file(&format!("forms/{}.json", form.id), &what));
        }
    }
    if forms.is_empty() {
        Err(in_file("forms", &"there is none"))
    } else {
        Ok(forms)
    }
}

pub(super) fn texts(files: &BTreeMap<String, Vec<u8>>) -> Result<Texts, ContentProblem> {
    Texts::parse(text(files, "texts/id.ftl")?, text(files, "texts/en.ftl")?)
        .map_err(|error| in_file(&format!("texts/{}.ftl", error.lang), &error.what))
}

fn text<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'f str, ContentProblem> {
    std::str::from_utf8(file(files, name)?).map_err(|error| in_file(name, &error))
}

pub(super) fn file<'f>(
    files: &'f BTreeMap<String, Vec<u8>>,
    name: &str,
) -> Result<&'f [u8], ContentProblem> {
    files
        .get(name)
        .map(|bytes| without_bom(bytes))
        .ok_or_else(|| in_file(name, &"it is missing"))
}
