//! Making an empty site somebody's: its first administrator, its name, its first board. Once.

use diesel::prelude::*;
use subtle::ConstantTimeEq as _;

use crate::boards::{self, BoardDraft};
use crate::db::Db;
use crate::db::schema::{people, site as site_table};
use crate::error::{Error, FieldErrors, Result};
use crate::people::create::{NewPerson, create};
use crate::people::email::parse_email;
use crate::people::profile::{is_zone, parse_name};
use crate::people::{Person, Role, queries};
use crate::screening::{self, Rule};
use crate::site::{self, token_hash};
use crate::text::words::Language;
use crate::time::Timestamp;

/// The form as it came.
#[derive(Debug, Clone, Default)]
pub struct SetupInput<'a> {
    /// The administrator's address.
    pub email: &'a str,
    /// The administrator's name.
    pub name: &'a str,
    /// The site's name.
    pub site_name: &'a str,
    /// The first board's name.
    pub board: &'a str,
    /// The site's language.
    pub language: &'a str,
    /// The site's time zone.
    pub time_zone: &'a str,
}

/// A parsed set-up.
#[derive(Debug, Clone)]
pub struct SetupDraft {
    email: String,
    name: String,
    site_name: String,
    board: BoardDraft,
    language: Language,
    time_zone: String,
}

impl SetupDraft {
    /// Parses the form; every field that cannot be taken says why.
    pub fn parse(input: &SetupInput<'_>) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let email = parse_email(input.email, &mut errors);
        let name = parse_name(input.name, "name", &mut errors);
        let site_name = parse_name(input.site_name, "site_name", &mut errors);
        let board = BoardDraft::parse(input.board, "", "");
        if board.is_err() {
            errors.add_with("board", "error-board-name", &[("limit", 60)]);
        }
        let language = Language::parse(input.language);
        if language.is_none() {
            errors.add("language", "error-language");
        }
        if !is_zone(input.time_zone) {
            errors.add("time_zone", "error-time-zone");
        }
        let (Ok(board), Some(language)) = (board, language) else { return Err(Error::Invalid(errors)) };
        errors.or(Self { email, name, site_name, board, language, time_zone: input.time_zone.to_owned() })
    }
}

/// Whether a token from the log opens the set-up.
///
/// # Errors
/// `Gone` once the site is set up, `NotFound` when the token is another.
pub fn check_token(stored: Option<&str>, token: &str) -> Result<()> {
    let stored = stored.ok_or(Error::Gone)?;
    if bool::from(token_hash(token).as_bytes().ct_eq(stored.as_bytes())) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Sets the site up and gives its administrator. Of two at the same moment one is told that it is gone.
pub fn complete(db: &mut Db, token: &str, draft: &SetupDraft, now: Timestamp) -> Result<Person> {
    let mut settings = site::find(db)?;
    check_token(settings.setup_token_hash.as_deref(), token)?;
    let taken = diesel::update(
        site_table::table.find(1).filter(site_table::setup_token_hash.eq(settings.setup_token_hash.take())),
    )
    .set(site_table::setup_token_hash.eq(None::<String>))
    .execute(db)?;
    if taken == 0 {
        return Err(Error::Gone);
    }
    settings.name.clone_from(&draft.site_name);
    settings.language = draft.language;
    settings.time_zone.clone_from(&draft.time_zone);
    site::save(db, settings, now)?;
    boards::create(db, &draft.board, now)?;
    screening::switch_on(db, Rule::ALL)?;
    administrator(db, draft, now)
}

/// The first administrator; somebody whom the command line has already made keeps their account.
fn administrator(db: &mut Db, draft: &SetupDraft, now: Timestamp) -> Result<Person> {
    if let Some(person) = queries::find_by_email(db, &draft.email)? {
        diesel::update(people::table.find(person.id))
            .set((people::role.eq(Role::Administrator), people::name.eq(&draft.name)))
            .execute(db)?;
        return Ok(Person { role: Role::Administrator, name: draft.name.clone(), ..person });
    }
    let new = NewPerson {
        name: &draft.name,
        email: Some(&draft.email),
        role: Role::Administrator,
        handle: None,
        is_imported: false,
    };
    create(db, &new, now)
}
