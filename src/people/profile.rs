//! What people say about themselves, and how they like the site: parsed and stored.

use diesel::prelude::*;

use super::create::free_handle;
use super::{Person, Theme};
use crate::db::schema::people;
use crate::db::{Db, savepoint};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::PersonId;
use crate::text::clean;
use crate::text::words::Language;

/// Most characters of a name.
pub const NAME_MAX: usize = 60;
/// Most characters of what people say about themselves.
pub const ABOUT_MAX: usize = 300;
/// Handles that begin so are made by the site.
const MADE: [&str; 2] = ["member-", "former-"];

/// The form as it came.
#[derive(Debug, Clone, Default)]
pub struct ProfileInput<'a> {
    /// What they are called.
    pub name: &'a str,
    /// What they are mentioned by.
    pub handle: &'a str,
    /// A line about themselves.
    pub about: &'a str,
    /// A language, or empty for the browser's.
    pub language: &'a str,
    /// An IANA time zone, or empty for the site's.
    pub time_zone: &'a str,
    /// `auto`, `light` or `dark`.
    pub theme: &'a str,
    /// Whether voting on an idea follows it.
    pub follows_on_vote: bool,
    /// Whether commenting on an idea follows it.
    pub follows_on_comment: bool,
    /// Whether single letters act on the desk.
    pub has_keys: bool,
}

/// A parsed profile.
#[derive(Debug, Clone, AsChangeset)]
#[diesel(table_name = people, treat_none_as_null = true)]
pub struct ProfileDraft {
    name: String,
    handle: String,
    about: String,
    language: Option<Language>,
    time_zone: Option<String>,
    theme: Theme,
    follows_on_vote: bool,
    follows_on_comment: bool,
    keys_off: bool,
}

impl ProfileDraft {
    /// Parses the form of somebody; a handle that the site made for them may stay.
    pub fn parse(input: &ProfileInput<'_>, person: &Person) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = parse_name(input.name, "name", &mut errors);
        let handle = parse_handle(input.handle, person, &mut errors);
        let about = clean::multi_line(input.about.trim()).unwrap_or_else(|_| {
            errors.add("about", "error-control-characters");
            String::new()
        });
        if clean::char_count(&about) > ABOUT_MAX {
            errors.add_with("about", "error-too-long", &[("limit", 300)]);
        }
        let language = Language::parse(input.language);
        if language.is_none() && !input.language.is_empty() {
            errors.add("language", "error-language");
        }
        let time_zone = Some(input.time_zone).filter(|zone| !zone.is_empty()).map(str::to_owned);
        if time_zone.as_deref().is_some_and(|zone| !is_zone(zone)) {
            errors.add("time_zone", "error-time-zone");
        }
        errors.or(Self {
            name,
            handle,
            about,
            language,
            time_zone,
            theme: Theme::parse(input.theme).unwrap_or(Theme::Auto),
            follows_on_vote: input.follows_on_vote,
            follows_on_comment: input.follows_on_comment,
            keys_off: !input.has_keys,
        })
    }
}

/// Whether this is the name of a time zone.
pub fn is_zone(name: &str) -> bool {
    name.parse::<chrono_tz::Tz>().is_ok()
}

/// A name of up to 60 characters with something to see in it, on one line.
pub fn parse_name(typed: &str, field: &'static str, errors: &mut FieldErrors) -> String {
    let Ok(name) = clean::single_line(typed) else {
        errors.add(field, "error-control-characters");
        return String::new();
    };
    if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
        errors.add_with(field, "error-name", &[("limit", 60)]);
    }
    name
}

fn parse_handle(typed: &str, person: &Person, errors: &mut FieldErrors) -> String {
    let handle = typed.trim().trim_start_matches('@').to_lowercase();
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !(2..=32).contains(&handle.len()) || !handle.chars().all(is_plain) {
        errors.add("handle", "error-handle");
    } else if handle != person.handle && MADE.iter().any(|made| handle.starts_with(made)) {
        errors.add("handle", "error-handle-taken");
    }
    handle
}

/// Stores a profile.
///
/// # Errors
/// `Invalid` when somebody else has the handle.
pub fn save(db: &mut Db, person: PersonId, draft: &ProfileDraft) -> Result<()> {
    let stored = savepoint(db, |db| {
        Ok(diesel::update(people::table.find(person)).set(draft).execute(db).map(drop)?)
    });
    match stored {
        Err(error) if error.is_unique_violation() => Err(Error::field("handle", "error-handle-taken")),
        other => other,
    }
}

/// Stores the name of somebody new, and a handle made from it.
pub fn introduce(db: &mut Db, person: &Person, name: &str) -> Result<()> {
    let handle =
        if person.handle.starts_with("member-") { free_handle(db, name)? } else { person.handle.clone() };
    diesel::update(people::table.find(person.id))
        .set((people::name.eq(name), people::handle.eq(handle)))
        .execute(db)?;
    Ok(())
}

/// Stores the language of choice.
pub fn set_language(db: &mut Db, person: PersonId, language: Language) -> Result<()> {
    diesel::update(people::table.find(person)).set(people::language.eq(Some(language))).execute(db)?;
    Ok(())
}
