//! Reading one object of the list field by field, so that a mistake names its place and its field.

use serde_json::{Map, Value};

use crate::typed::is_visible;

/// The fields of one object that nobody has asked for yet.
pub(super) struct Fields {
    /// `places[3] (cabang-contoh)`; empty for the list itself.
    pub at: String,
    map: Map<String, Value>,
}

impl Fields {
    pub fn of(at: String, value: Value) -> Result<Self, String> {
        match value {
            Value::Object(map) => Ok(Self { at, map }),
            _ => Err(format!("{at}: not an object")),
        }
    }

    /// The error about a field.
    pub fn wrong(&self, field: &str, what: impl std::fmt::Display) -> String {
        match self.at.as_str() {
            "" => format!("{field}: {what}"),
            at => format!("{at}: {field}: {what}"),
        }
    }

    /// A field that may be missing; `null` counts as a mistake.
    pub fn take(&mut self, field: &str) -> Option<Value> {
        self.map.remove(field)
    }

    /// A field that must be there.
    pub fn need(&mut self, field: &str) -> Result<Value, String> {
        self.take(field)
            .ok_or_else(|| self.wrong(field, "is missing"))
    }

    /// A text for people of at most so many characters.
    pub fn text(&mut self, field: &str, most: usize) -> Result<String, String> {
        let value = self.need(field)?;
        self.as_text(field, value, most)
    }

    /// A text as [`Self::text`] reads it, where the field may be missing.
    pub fn text_if_any(&mut self, field: &str, most: usize) -> Result<Option<String>, String> {
        let value = self.take(field);
        value
            .map(|value| self.as_text(field, value, most))
            .transpose()
    }

    /// What a word of the data means, by `read`.
    pub fn parsed<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, String> {
        let value = self.need(field)?;
        let text = self.as_word(field, &value)?;
        read(text).map_err(|error| self.wrong(field, error))
    }

    /// A value as [`Self::parsed`] reads it, where the field may be missing.
    pub fn parsed_if_any<T, E: std::fmt::Display>(
        &mut self,
        field: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        let Some(value) = self.take(field) else {
            return Ok(None);
        };
        let text = self.as_word(field, &value)?;
        read(text)
            .map(Some)
            .map_err(|error| self.wrong(field, error))
    }

    /// A list of words, each read by `read` and there once.
    pub fn list<T: PartialEq, E: std::fmt::Display>(
        &mut self,
        field: &str,
        value: Value,
        most: usize,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Vec<T>, String> {
        let Value::Array(items) = value else {
            return Err(self.wrong(field, "not a list"));
        };
        if items.len() > most {
            return Err(self.wrong(field, format_args!("{}; at most {most}", items.len())));
        }
        let mut found = Vec::with_capacity(items.len());
        for (number, item) in items.iter().enumerate() {
            let field = format!("{field}[{number}]");
            let text = self.as_word(&field, item)?;
            let item = read(text).map_err(|error| self.wrong(&field, error))?;
            if found.contains(&item) {
                return Err(self.wrong(&field, format_args!("{text} is there twice")));
            }
            found.push(item);
        }
        Ok(found)
    }

    /// Refuses fields that nobody asked for: a typing error in a name must not pass for a field that
    /// is left out.
    pub fn end(self) -> Result<(), String> {
        match self.map.keys().next() {
            Some(field) => Err(self.wrong(field, "there is no such field")),
            None => Ok(()),
        }
    }

    fn as_word<'v>(&self, field: &str, value: &'v Value) -> Result<&'v str, String> {
        value
            .as_str()
            .ok_or_else(|| self.wrong(field, "not a text"))
    }

    fn as_text(&self, field: &str, value: Value, most: usize) -> Result<String, String> {
        let Value::String(text) = value else {
            return Err(self.wrong(field, "not a text"));
        };
        if !is_visible(&text) || text.chars().count() > most {
            return Err(self.wrong(field, format_args!("1 to {most} characters")));
        }
        if crate::text::harmless(&text) != text || text.contains('\n') || text.trim() != text {
            return Err(self.wrong(
                field,
                "one line, without hidden signs and spaces at its ends",
            ));
        }
        Ok(text)
    }
}
