//! What a form shows of its errors: at the field, and in the summary on top. The macros are in `parts/form.html`.

use actix_web::http::StatusCode;
use askama::filters::Safe;

use crate::error::{Error, FieldErrors};
use crate::text::words::Words;

/// The errors of a form in the reader's words; empty for a fresh form.
#[derive(Debug, Clone, Default)]
pub struct FormErrors(Vec<(&'static str, String)>);

impl FormErrors {
    /// The errors in words.
    pub fn new(errors: &FieldErrors, words: &Words) -> Self {
        Self(errors.0.iter().map(|error| (error.field, words.field_error(error))).collect())
    }

    /// The errors of a form that was refused; any other error is handed back.
    pub fn from_error(error: Error, words: &Words) -> Result<Self, Error> {
        match error {
            Error::Invalid(errors) => Ok(Self::new(&errors, words)),
            other => Err(other),
        }
    }

    /// The errors of a form that was refused, and the status of the page that it comes back on: what somebody else changed
    /// meanwhile is told on top, at the name.
    pub fn from_save(error: Error, words: &Words) -> Result<(Self, StatusCode), Error> {
        Self::from_save_at("name", error, words)
    }

    /// The same where another field comes first.
    pub fn from_save_at(
        first: &'static str,
        error: Error,
        words: &Words,
    ) -> Result<(Self, StatusCode), Error> {
        match error {
            Error::Conflict(key) => {
                Ok((Self::new(&FieldErrors::one(first, key), words), StatusCode::CONFLICT))
            }
            other => Ok((Self::from_error(other, words)?, StatusCode::UNPROCESSABLE_ENTITY)),
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field and text of every error, in order.
    pub fn entries(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, text)| text.as_str())
    }

    /// The attributes that tie a control to its hint and its error. The id is the field's name.
    pub fn ties(&self, field: &str, hint: &str) -> Safe<String> {
        let is_bad = self.of(field).is_some();
        let mut ids = Vec::new();
        if !hint.is_empty() {
            ids.push(format!("{field}-hint"));
        }
        if is_bad {
            ids.push(format!("{field}-error"));
        }
        let described =
            if ids.is_empty() { String::new() } else { format!(r#" aria-describedby="{}""#, ids.join(" ")) };
        Safe(format!("{described}{}", if is_bad { r#" aria-invalid="true""# } else { "" }))
    }
}
