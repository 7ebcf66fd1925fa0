//! Making a person, with a handle of their own.

use diesel::prelude::*;

use super::{Person, Role, Theme};
use crate::db::Db;
use crate::db::schema::people;
use crate::error::Result;
use crate::ids::PersonId;
use crate::text::slug;
use crate::time::Timestamp;

/// What a new person is to be. `email` is already parsed and lowercase.
#[derive(Debug, Clone)]
pub struct NewPerson<'a> {
    /// Their name; empty until they say.
    pub name: &'a str,
    /// Their address; none for people that an import brings.
    pub email: Option<&'a str>,
    /// Their role.
    pub role: Role,
    /// The handle they would like; else made from the name.
    pub handle: Option<&'a str>,
    /// Whether an import makes them.
    pub is_imported: bool,
}

/// Makes the person. The handle is the wanted one, with a number when somebody has it already.
pub fn create(db: &mut Db, new: &NewPerson<'_>, now: Timestamp) -> Result<Person> {
    let handle = free_handle(db, new.handle.unwrap_or(new.name))?;
    let values = (
        people::handle.eq(handle),
        people::name.eq(new.name),
        people::email.eq(new.email),
        people::role.eq(new.role),
        people::about.eq(""),
        people::theme.eq(Theme::Auto),
        people::follows_on_vote.eq(true),
        people::follows_on_comment.eq(true),
        people::is_imported.eq(new.is_imported),
        people::created_at.eq(now),
    );
    let id: PersonId =
        diesel::insert_into(people::table).values(values).returning(people::id).get_result(db)?;
    Ok(people::table.find(id).select(Person::as_select()).first(db)?)
}

/// A handle near the wanted one that nobody has.
pub(super) fn free_handle(db: &mut Db, wanted: &str) -> Result<String> {
    let base: String = slug::slug(wanted).chars().take(24).collect();
    let base = base.trim_matches('-');
    let base = if base.len() < 2 { "member" } else { base };
    if base != "member" && !is_taken(db, base)? {
        return Ok(base.to_owned());
    }
    loop {
        let handle = format!("{base}-{}", rand::random_range(1_000..10_000_000));
        if !is_taken(db, &handle)? {
            return Ok(handle);
        }
    }
}

fn is_taken(db: &mut Db, handle: &str) -> Result<bool> {
    let found: i64 = people::table.filter(people::handle.eq(handle)).count().get_result(db)?;
    Ok(found > 0)
}
