//! Finding people.

use diesel::prelude::*;

use super::{Person, Role};
use crate::db::Db;
use crate::db::schema::people;
use crate::error::Result;
use crate::ids::PersonId;

/// A person by id.
pub fn find(db: &mut Db, id: PersonId) -> Result<Option<Person>> {
    Ok(people::table.find(id).select(Person::as_select()).first(db).optional()?)
}

/// A person by their address, lowercase.
pub fn find_by_email(db: &mut Db, email: &str) -> Result<Option<Person>> {
    Ok(people::table.filter(people::email.eq(email)).select(Person::as_select()).first(db).optional()?)
}

/// Makes other posts of the same person wait, so that sending a form twice at once posts once. On PostgreSQL the row
/// is locked until the transaction ends; SQLite has one writer and needs no lock.
pub fn lock(db: &mut Db, id: PersonId) -> Result<()> {
    if let Db::Postgres(c) = db {
        people::table.find(id).select(people::id).for_no_key_update().first::<PersonId>(c).optional()?;
    }
    Ok(())
}

/// People by their ids, in no order; one query.
pub fn by_ids(db: &mut Db, ids: &[PersonId]) -> Result<Vec<Person>> {
    Ok(people::table.filter(people::id.eq_any(ids)).select(Person::as_select()).load(db)?)
}

/// People by their handles, in no order; one query.
pub fn by_handles(db: &mut Db, handles: &[String]) -> Result<Vec<Person>> {
    Ok(people::table.filter(people::handle.eq_any(handles)).select(Person::as_select()).load(db)?)
}

/// People to mention whose handle or name begins like this: at most `limit`, those found by handle first. With
/// `staff_only`, members of staff. Former members and people whom only an import knows would not hear of it.
pub fn by_prefix(db: &mut Db, typed: &str, staff_only: bool, limit: usize) -> Result<Vec<Person>> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut found = with_handle(db, &typed.to_lowercase(), staff_only, most)?;
    for person in with_name(db, &capitalised(typed), staff_only, most)? {
        if !found.iter().any(|other| other.id == person.id) {
            found.push(person);
        }
    }
    found.truncate(limit);
    Ok(found)
}

fn with_handle(db: &mut Db, prefix: &str, staff_only: bool, limit: i64) -> Result<Vec<Person>> {
    let mut query = people::table
        .filter(people::former_at.is_null())
        .filter(people::is_imported.eq(false))
        .order(people::handle)
        .limit(limit)
        .select(Person::as_select())
        .into_boxed();
    query = match db {
        Db::Postgres(_) => query.filter(people::handle.like(pattern(prefix))),
        Db::Sqlite(_) => query.filter(people::handle.between(prefix.to_owned(), end(prefix))),
    };
    if staff_only {
        query = query.filter(people::role.ne(Role::Customer));
    }
    Ok(query.load(db)?)
}

fn with_name(db: &mut Db, prefix: &str, staff_only: bool, limit: i64) -> Result<Vec<Person>> {
    let mut query = people::table
        .filter(people::former_at.is_null())
        .filter(people::is_imported.eq(false))
        .order((people::name, people::id))
        .limit(limit)
        .select(Person::as_select())
        .into_boxed();
    query = match db {
        Db::Postgres(_) => query.filter(people::name.like(pattern(prefix))),
        Db::Sqlite(_) => query.filter(people::name.between(prefix.to_owned(), end(prefix))),
    };
    if staff_only {
        query = query.filter(people::role.ne(Role::Customer));
    }
    Ok(query.load(db)?)
}

/// PostgreSQL reads its prefix indexes for this; SQLite, whose LIKE ignores case, is asked for a range instead.
fn pattern(prefix: &str) -> String {
    let escaped = prefix.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("{escaped}%")
}

/// What no text with this prefix reaches.
fn end(prefix: &str) -> String {
    format!("{prefix}{}", char::MAX)
}

/// As names are written: every word with a capital.
fn capitalised(typed: &str) -> String {
    let mut starts = true;
    let mut name = String::with_capacity(typed.len());
    for c in typed.chars() {
        if starts {
            name.extend(c.to_uppercase());
        } else {
            name.push(c);
        }
        starts = c.is_whitespace();
    }
    name
}

/// The earliest person of each role that anybody has, in the order of roles; two queries.
pub fn first_of_each_role(db: &mut Db) -> Result<Vec<Person>> {
    let ids: Vec<Option<PersonId>> = people::table
        .filter(people::former_at.is_null())
        .group_by(people::role)
        .select(diesel::dsl::min(people::id))
        .load(db)?;
    let ids: Vec<PersonId> = ids.into_iter().flatten().collect();
    let mut people = by_ids(db, &ids)?;
    people.sort_by_key(|person| person.role);
    Ok(people)
}
