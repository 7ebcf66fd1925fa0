//! Why: a reason from a closed list, which the public log may name, and a note that only the person concerned reads.

use super::StoredReason;
use crate::error::{Error, FieldErrors, Result};
use crate::text::clean;
use crate::text::words::Words;
use crate::text_enum;

/// Most characters in a note.
pub const NOTE_MAX: usize = 500;

text_enum! {
    /// Why a post is reported, hidden or turned down, and why somebody is banned.
    pub enum Reason {
        /// Advertising, or the same thing again and again.
        Spam = "spam",
        /// Insults, threats, hate.
        Abuse = "abuse",
        /// Somebody's personal details.
        PersonalDetails = "personal_details",
        /// Against the law, or somebody else's work.
        Unlawful = "unlawful",
        /// It has nothing to do with the board.
        OffTopic = "off_topic",
        /// Something else, which the note tells.
        Other = "other",
    }
}

impl Reason {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Spam => "reason-spam",
            Self::Abuse => "reason-abuse",
            Self::PersonalDetails => "reason-personal-details",
            Self::Unlawful => "reason-unlawful",
            Self::OffTopic => "reason-off-topic",
            Self::Other => "reason-other",
        }
    }

    /// The key of what the author is told, as it came with the site.
    pub fn message_word(self) -> &'static str {
        match self {
            Self::Spam => "reason-message-spam",
            Self::Abuse => "reason-message-abuse",
            Self::PersonalDetails => "reason-message-personal-details",
            Self::Unlawful => "reason-message-unlawful",
            Self::OffTopic => "reason-message-off-topic",
            Self::Other => "reason-message-other",
        }
    }
}

/// A reason with its note, parsed from a form's fields `reason` and `note`.
#[derive(Debug, Clone)]
pub struct Remark {
    reason: Reason,
    /// The reason as administrators worded it.
    worded: Option<StoredReason>,
    note: String,
    /// What the author is told, when a moderator wrote it out.
    message: Option<String>,
}

impl Remark {
    /// Parses what was typed. The note may be empty unless the reason is "something else".
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be taken.
    pub fn parse(reason: &str, note: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let reason = Reason::parse(reason);
        if reason.is_none() {
            errors.add("reason", "error-reason-missing");
        }
        let note = parse_note(note, &mut errors);
        if reason == Some(Reason::Other) && clean::is_invisible(&note) && errors.is_empty() {
            errors.add("note", "error-note-missing");
        }
        let Some(reason) = reason else { return Err(Error::Invalid(errors)) };
        errors.or(Self { reason, worded: None, note, message: None })
    }

    /// Parses what was chosen from the reasons of the site.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be taken.
    pub fn choose(reasons: &[StoredReason], value: &str, note: &str) -> Result<Self> {
        let worded = reasons.iter().find(|own| own.is_on && own.value() == value).cloned();
        let reason = worded.as_ref().map_or("", |own| own.reason.as_str());
        let is_own = worded.as_ref().is_some_and(|own| own.is_own);
        if reason == Reason::Other.as_str() && is_own {
            // A reason with a name of its own says enough.
            let mut errors = FieldErrors::default();
            let note = parse_note(note, &mut errors);
            return errors.or(Self { reason: Reason::Other, worded, note, message: None });
        }
        Ok(Self { worded, ..Self::parse(reason, note)? })
    }

    /// A reason of the site, with what the author is told.
    pub fn written(worded: &StoredReason, message: String) -> Self {
        let reason = worded.reason;
        Self { reason, worded: Some(worded.clone()), note: String::new(), message: Some(message) }
    }

    /// What the author is told, when it was written out.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The reason.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The note; empty for none.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Reason and note as one text in the language of whoever reads it.
    pub fn told(&self, words: &Words) -> String {
        let is_own = self.worded.as_ref().is_some_and(|own| own.is_own);
        let worded = self.worded.as_ref().map(|own| own.name(words));
        let reason = worded.unwrap_or_else(|| words.get(self.reason.word()));
        match (self.note.is_empty(), self.reason) {
            (true, _) => reason,
            (false, Reason::Other) if !is_own => self.note.clone(),
            (false, _) => words.two("reason-with-note", "reason", reason, "note", &self.note),
        }
    }
}

fn parse_note(typed: &str, errors: &mut FieldErrors) -> String {
    let Ok(note) = clean::multi_line(typed.trim()) else {
        errors.add("note", "error-control-characters");
        return String::new();
    };
    let count = clean::char_count(&note);
    if count > NOTE_MAX {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        errors.add_with("note", "error-too-long", &[("limit", 500), ("count", count)]);
    }
    note
}
