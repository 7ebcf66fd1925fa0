//! The reasons that moderators choose from: a name for staff and a text to the author in every language, which administrators
//! edit. The six that came with the site can be worded anew and switched off, others be added.

use diesel::prelude::*;

use super::{Post, Reason};
use crate::db::Db;
use crate::db::schema::{moderation_reason_texts as texts, moderation_reasons as reasons};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::ReasonId;
use crate::people::Person;
use crate::settings::Settings;
use crate::text::clean;
use crate::text::words::{Language, Words};
use crate::time::Timestamp;

/// Most characters in a name.
const NAME_MAX: usize = 60;
/// Most characters in a text to the author.
pub const MESSAGE_MAX: usize = 2_000;
/// Most reasons of a site.
const REASONS_MAX: i64 = 40;

/// A reason as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReason {
    /// Its id.
    pub id: ReasonId,
    /// What the public log calls it.
    pub reason: Reason,
    /// Whether an administrator made it.
    pub is_own: bool,
    /// Whether it can be chosen.
    pub is_on: bool,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Language, name and text to the author, as far as they were written.
    pub texts: Vec<(Language, String, String)>,
}

impl StoredReason {
    /// What forms send for it.
    pub fn value(&self) -> String {
        if self.is_own { self.id.to_string() } else { self.reason.as_str().to_owned() }
    }

    fn text(&self, language: Language) -> Option<&(Language, String, String)> {
        let own = self.texts.iter().find(|(own, ..)| *own == language);
        if self.is_own { own.or_else(|| self.texts.first()) } else { own }
    }

    /// Its name in the words of whoever reads it.
    pub fn name(&self, words: &Words) -> String {
        let own = self.text(words.language).map(|(_, name, _)| name.clone());
        own.unwrap_or_else(|| words.get(self.reason.word()))
    }

    /// Its text to the author, still with `{title}` and `{site}` in it.
    pub fn message(&self, words: &Words) -> String {
        let own = self.text(words.language).map(|(.., message)| message.clone());
        own.unwrap_or_else(|| words.two(self.reason.message_word(), "title", "{title}", "site", "{site}"))
    }

    /// Its text to the author of a post.
    pub fn message_about(&self, words: &Words, post: &Post, settings: &Settings) -> String {
        let site = if settings.site.name.is_empty() { "Groundswell" } else { &settings.site.name };
        // A title that has a field in it stays as it is.
        let parts: Vec<String> =
            self.message(words).split("{title}").map(|part| part.replace("{site}", site)).collect();
        parts.join(&post.title)
    }
}

/// The form field of a language's name, and of its text.
pub fn fields_of(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::En => ("name_en", "message_en"),
        Language::Es => ("name_es", "message_es"),
    }
}

/// A parsed reason.
#[derive(Debug, Clone)]
pub struct ReasonDraft {
    reason: Reason,
    is_on: bool,
    texts: Vec<(Language, String, String)>,
    seen: Option<Timestamp>,
}

impl ReasonDraft {
    /// Parses the form: of a language both texts are there or none; `reason` is what the public log calls it.
    pub fn parse(
        reason: &str,
        is_on: bool,
        typed: &[(Language, String, String)],
        seen: Option<Timestamp>,
    ) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let known = Reason::parse(reason);
        if known.is_none() {
            errors.add("reason", "error-reason-missing");
        }
        let mut texts = Vec::new();
        for (language, name, message) in typed {
            texts.extend(parse_text(*language, name, message, &mut errors));
        }
        if texts.is_empty() && errors.is_empty() {
            errors.add("name_en", "error-reason-name");
        }
        match known {
            Some(reason) => errors.or(Self { reason, is_on, texts, seen }),
            None => Err(Error::Invalid(errors)),
        }
    }
}

fn parse_text(
    language: Language,
    name: &str,
    message: &str,
    errors: &mut FieldErrors,
) -> Option<(Language, String, String)> {
    let (name_field, message_field) = fields_of(language);
    let (Ok(name), Ok(message)) = (clean::single_line(name), clean::multi_line(message.trim())) else {
        errors.add(message_field, "error-control-characters");
        return None;
    };
    if clean::is_invisible(&name) && clean::is_invisible(&message) {
        return None;
    }
    if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
        errors.add_with(name_field, "error-reason-name", &[("limit", 60)]);
    }
    let count = clean::char_count(&message);
    if clean::is_invisible(&message) {
        errors.add(message_field, "error-reason-message");
    } else if count > MESSAGE_MAX {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        errors.add_with(message_field, "error-too-long", &[("limit", 2_000), ("count", count)]);
    }
    Some((language, name, message))
}

/// A text to an author as typed, for a form's field `message`.
pub fn parse_message(typed: &str) -> Result<String> {
    let Ok(message) = clean::multi_line(typed.trim()) else {
        return Err(Error::field("message", "error-control-characters"));
    };
    let mut errors = FieldErrors::default();
    let count = clean::char_count(&message);
    if clean::is_invisible(&message) {
        errors.add("message", "error-message-empty");
    } else if count > MESSAGE_MAX {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        errors.add_with("message", "error-too-long", &[("limit", 2_000), ("count", count)]);
    }
    errors.or(message)
}

/// All reasons in their order, those that are switched off included.
pub fn list(db: &mut Db) -> Result<Vec<StoredReason>> {
    type Row = (ReasonId, Reason, bool, bool, Timestamp);
    let rows: Vec<Row> = reasons::table
        .order((reasons::position, reasons::id))
        .select((reasons::id, reasons::reason, reasons::is_own, reasons::is_on, reasons::updated_at))
        .load(db)?;
    let all: Vec<(ReasonId, Language, String, String)> = texts::table
        .order((texts::reason_id, texts::language))
        .select((texts::reason_id, texts::language, texts::name, texts::message))
        .load(db)?;
    let of = |id: ReasonId| {
        let own = all.iter().filter(move |(reason, ..)| *reason == id);
        own.map(|(_, language, name, message)| (*language, name.clone(), message.clone())).collect()
    };
    let stored = |(id, reason, is_own, is_on, updated_at): Row| StoredReason {
        id,
        reason,
        is_own,
        is_on,
        updated_at,
        texts: of(id),
    };
    Ok(rows.into_iter().map(stored).collect())
}

/// One reason.
pub fn find(db: &mut Db, id: ReasonId) -> Result<StoredReason> {
    list(db)?.into_iter().find(|own| own.id == id).ok_or(Error::NotFound)
}

/// Stores a reason, or makes a new one. What came with the site keeps its name in the public log.
///
/// # Errors
/// `Conflict` when somebody else changed it since it was seen, or there are too many.
pub fn save(
    db: &mut Db,
    admin: &Person,
    id: Option<ReasonId>,
    draft: &ReasonDraft,
    now: Timestamp,
) -> Result<ReasonId> {
    if !admin.role.is_admin() {
        return Err(Error::Forbidden("error-role"));
    }
    let id = match id {
        Some(id) => update(db, id, draft, now)?,
        None => insert(db, draft, now)?,
    };
    diesel::delete(texts::table.filter(texts::reason_id.eq(id))).execute(db)?;
    for (language, name, message) in &draft.texts {
        let values = (
            texts::reason_id.eq(id),
            texts::language.eq(*language),
            texts::name.eq(name),
            texts::message.eq(message),
        );
        diesel::insert_into(texts::table).values(values).execute(db)?;
    }
    Ok(id)
}

fn update(db: &mut Db, id: ReasonId, draft: &ReasonDraft, now: Timestamp) -> Result<ReasonId> {
    let stored = find(db, id)?;
    if draft.seen.is_some_and(|seen| seen != stored.updated_at) {
        return Err(Error::Conflict("error-reason-changed"));
    }
    let reason = if stored.is_own { draft.reason } else { stored.reason };
    diesel::update(reasons::table.find(id))
        .set((reasons::reason.eq(reason), reasons::is_on.eq(draft.is_on), reasons::updated_at.eq(now)))
        .execute(db)?;
    Ok(id)
}

fn insert(db: &mut Db, draft: &ReasonDraft, now: Timestamp) -> Result<ReasonId> {
    let count: i64 = reasons::table.count().get_result(db)?;
    if count >= REASONS_MAX {
        return Err(Error::Conflict("error-reasons-many"));
    }
    let values = (
        reasons::reason.eq(draft.reason),
        reasons::is_own.eq(true),
        reasons::is_on.eq(draft.is_on),
        reasons::position.eq(i32::try_from(count).unwrap_or(0).saturating_add(1)),
        reasons::updated_at.eq(now),
    );
    Ok(diesel::insert_into(reasons::table).values(values).returning(reasons::id).get_result(db)?)
}
